"""Small areas and schemes for tests of prices, with nothing in them that a test did not ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl

from openqof.core.changes import Guarantee, LevelOf, Suspend, Terms
from openqof.core.scheme import Bands, Change, Runs, Said, Scheme
from openqof.core.sources import Basis, Provenance
from openqof.core.tables import COUNTS, MEASURES, PAYMENTS, PRACTICES, PREVALENCE
from openqof.core.terms import Chosen, Reading
from openqof.core.years import FinancialYear
from openqof.engine.shapes import shaped
from openqof.engine.tables import Tables

FILE = "f" * 64
MADE_UP = Provenance("openqof", Basis.DERIVED, "test.yaml:1")
THIS, LAST = FinancialYear(2015), FinancialYear(2014)

Row = Mapping[str, object]


def scheme(*terms: Terms, base: str = "qof/2015-16", bodies: tuple[str, ...] = ("T01",)) -> Scheme:
    """A scheme of the terms given."""
    return Scheme(
        id="test-area/made-up",
        title="A scheme made up for a test",
        bodies=bodies,
        base=base,
        runs=Runs(date(2015, 4, 1), date(2016, 3, 31), MADE_UP),
        because=Said("A test wants it.", MADE_UP),
        changes=tuple(Change(number, each, MADE_UP) for number, each in enumerate(terms, start=1)),
        provenance=MADE_UP,
        bands=Bands(Decimal(1), Decimal(5), MADE_UP),
        sha256="s" * 64,
    )


def guaranteed(reading: Reading = Reading.CASH, **more: object) -> Guarantee:
    """The QOF income of the year before."""
    return replace(Guarantee("qof", LAST, reading), **more)  # type: ignore[arg-type]


def suspended(*indicators: str) -> Suspend:
    """The indicators suspended for the last quarter and paid at the year before."""
    return Suspend(Chosen(indicators), date(2016, 1, 1), LevelOf(LAST), MADE_UP)


def tables(
    *,
    practices: Iterable[Row],
    payments: Iterable[Row] = (),
    counts: Iterable[Row] = (),
    prevalence: Iterable[Row] = (),
    measures: Iterable[Row] = (),
) -> Tables:
    """The shared tables of rows that say only what matters; the rest is filled in and checked."""
    usual = {"nation": "England", "commissioner": "T01", "list_size": 5000.0}
    given = {
        PRACTICES: [usual | dict(row) for row in practices],
        PAYMENTS: [{"line": "qof", "reading": "cash"} | dict(row) for row in payments],
        COUNTS: [dict(row) for row in counts],
        PREVALENCE: [dict(row) for row in prevalence],
        MEASURES: [{"period": "", "year": str(THIS)} | dict(row) for row in measures],
    }
    frames = {
        table.name: shaped(
            pl.DataFrame([row | {"file": FILE} for row in rows], infer_schema_length=None), table
        )
        for table, rows in given.items()
        if rows
    }
    return Tables(**frames).checked()


def both_years(*codes: str, **columns: object) -> list[dict[str, object]]:
    """The same practices in the base year and in the year priced."""
    return [{"year": str(year), "practice": code, **columns} for year in (LAST, THIS) for code in codes]
