"""Prices already worked out, for tests of what follows from them: plain practices, streams and payments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

import numpy as np

from impact_builders import scheme, tables
from openqof.core.changes import Certainty, Terms, When
from openqof.core.national import NationalYear
from openqof.core.scheme import Scheme
from openqof.core.terms import Reading
from openqof.core.years import FinancialYear
from openqof.engine.law import WholeArray
from openqof.engine.tables import Tables
from openqof.files.load import load_year
from openqof.impact.worked import QOF, Stream, Worked
from openqof.impact.working.ask import Ask
from openqof.impact.working.roll import Area, Practice

Row = Mapping[str, object]


def pence(*pounds: float) -> WholeArray:
    """Pounds as whole pence."""
    return np.array([round(each * 100) for each in pounds], dtype=np.int64)


def stream(
    amounts: WholeArray, *, name: str = "Scheme", change: int = 1, when: When | None = None, **more: object
) -> Stream:
    """One thing that practices are paid, guaranteed and monthly unless said otherwise."""
    made = Stream(
        name=name, change=change, payer="CCG", payee="", pot="QOF", certainty=Certainty.GUARANTEED,
        when=when or When(), pence=amounts, low=amounts, high=amounts, guaranteed=amounts,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def stays(amounts: WholeArray) -> Stream:
    """The national QOF that stays."""
    return stream(amounts, name=QOF, change=0)


def worked(
    national: WholeArray,
    *streams: Stream,
    data: Tables,
    law: NationalYear | None = None,
    document: Scheme | None = None,
    codes: Iterable[str] = (),
    joined: Iterable[bool] = (),
    ended: WholeArray | None = None,
    reading: Reading = Reading.ACCRUAL,
) -> Worked:
    """A price of practices A, B, C … with the streams given; all of them join unless said otherwise."""
    practices = tuple(codes) or tuple("ABCDEFGH"[: len(national)])
    everyone = np.array(tuple(joined) or [True] * len(practices))
    year = law or load_year("qof/2015-16")
    ask = Ask(document or scheme(), year, data, Area(("T01",)), reading, "England")
    return Worked(
        ask=ask,
        practices=practices,
        roll=tuple(Practice(code, code, "T01", Decimal(5000), "") for code in practices),
        joined=everyone,
        national=None,
        reformed=None,
        national_pence=national,
        ended_pence=np.zeros_like(national) if ended is None else ended,
        reform=year,
        streams=streams,
        facts=None,
        notes=tuple(() for _ in practices),
    )


def achieved(
    amounts: Mapping[FinancialYear, Mapping[str, float]], *, practices: Iterable[Row] = ()
) -> Tables:
    """Tables of QOF as earned, by year and practice; `practices` replace the plain rows of their practice."""
    rows = [
        {"year": str(year), "practice": code, "line": "qof", "reading": "accrual", "amount": pounds}
        for year, each in amounts.items()
        for code, pounds in each.items()
    ]
    keys = [(row["year"], row["practice"]) for row in rows]
    plain = {key: {"year": key[0], "practice": key[1]} for key in keys}
    special = {(row["year"], row["practice"]): dict(row) for row in practices}
    return tables(practices=[*(plain | special).values()], payments=rows)


def of(*terms: Terms, **more: object) -> Scheme:
    """A scheme of the changes given."""
    return replace(scheme(*terms), **more)  # type: ignore[arg-type]
