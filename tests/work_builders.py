"""One small law and area whose streams can be worked out by hand.

Every practice has 5,000 patients, the average, and a point is £100: BP002 and DM002 pay 10 points from 40 to
80 percent, QP001 7 points when it is done.
"""

from __future__ import annotations

from dataclasses import replace

from builders import indicator, national_year
from impact_builders import LAST, THIS, both_years, scheme, tables
from openqof.core.changes import (
    Certainty,
    Pay,
    Terms,
    When,
)
from openqof.core.national import YesNo
from openqof.core.terms import (
    Chosen,
    Term,
)
from openqof.engine.tables import Tables
from openqof.impact.price import work
from openqof.impact.worked import Stream, Worked
from openqof.impact.working.roll import Area

LAW = national_year(
    indicator("BP002"), indicator("DM002"), indicator("QP001", 7, YesNo()),
    point_value=100, average_list=5000, year=str(THIS),
)  # fmt: skip
AREA = Area(("T01",))
BP_NOW, DM_NOW, QP_NOW = 25_000, 100_000, 70_000


def count(year: object, practice: str, name: str, numerator: float, out_of: float = 100) -> dict[str, object]:
    counts = {"numerator": numerator, "denominator": out_of}
    return {"year": str(year), "practice": practice, "indicator": name, **counts}


def results(*codes: str, more: tuple[dict[str, object], ...] = ()) -> list[dict[str, object]]:
    """BP002 at 60% and then 50%, DM002 at 80% and QP001 done in both years."""
    found = list(more)
    for code in codes or ("A1",):
        found += [count(LAST, code, "BP002", 60), count(THIS, code, "BP002", 50)]
        found += [count(year, code, "DM002", 80) for year in (LAST, THIS)]
        found += [count(year, code, "QP001", 1, 1) for year in (LAST, THIS)]
    return found


def data(*codes: str, **more: object) -> Tables:
    codes = codes or ("A1",)
    columns = {"weighted_list": 6000.0, "contract": "GMS", "network": "N1"}
    rows = {"practices": both_years(*codes, **columns), "counts": results(*codes)} | more
    return tables(**rows)  # type: ignore[arg-type]


def pay(amount: Term, **more: object) -> Pay:
    made = Pay("p", "local work", amount, "the body", "local", Certainty.AT_RISK, When())
    return replace(made, **more)  # type: ignore[arg-type]


def named(*names: str) -> Chosen:
    return Chosen(names)


def worked(*terms: Terms, on: Tables | None = None, area: Area = AREA, **fields: object) -> Worked:
    given = replace(scheme(*terms), **fields)  # type: ignore[arg-type]
    return work(given, LAW, on or data(), area=area)


def pence(found: Worked, number: int) -> list[int]:
    return [each for stream in of(found, number) for each in stream.pence.tolist()]


def of(found: Worked, number: int) -> list[Stream]:
    return [stream for stream in found.streams if stream.change == number]


def ends(found: Worked, number: int) -> tuple[int, int, int, int]:
    """Of the first practice: as results stand, least, most, sure."""
    (stream,) = of(found, number)
    return tuple(int(each[0]) for each in (stream.pence, stream.low, stream.high, stream.guaranteed))  # type: ignore[return-value]
