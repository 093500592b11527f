"""An area of practices with results, for tests of workload, risk and exposure.

Every practice has 5,000 patients, the average, and a point is £100. SMOK005 is advice, DM007 an outcome,
THY002 a measurement, HYP001 a register and QP001 management: 10 points each, from 40 to 80 percent where they
slide. The year before had the same law.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from builders import indicator, national_year
from impact_builders import LAST, THIS, both_years, scheme, tables
from openqof.core.changes import Terms
from openqof.core.national import Register, YesNo
from openqof.core.scheme import Scheme
from openqof.engine.tables import Tables
from openqof.impact.price import work
from openqof.impact.worked import Worked
from openqof.impact.working.roll import Area

LAW = national_year(
    indicator("SMOK005"), indicator("DM007"), indicator("THY002"),
    indicator("HYP001", 10, Register()), indicator("QP001", 10, YesNo()),
    point_value=100, average_list=5000, year=str(THIS),
)  # fmt: skip
SLIDES = ("SMOK005", "DM007", "THY002")


def codes(number: int) -> list[str]:
    """Codes of practices."""
    return [f"A{place:05d}" for place in range(number)]


def row(year: object, practice: str, name: str, numerator: float, denominator: float) -> dict[str, object]:
    """One result."""
    counts = {"numerator": numerator, "denominator": denominator, "register": denominator}
    return {"year": str(year), "practice": practice, "indicator": name, **counts}


def results(
    practices: Iterable[str], *, share: float = 0.6, people: int = 100, years: Iterable[object] = (THIS,)
) -> list[dict[str, object]]:
    """Every indicator of every practice: the same share, give or take ten points by practice."""
    draw = np.random.default_rng(1)
    found = []
    for practice in practices:
        for year in years:
            for name in SLIDES:
                reached = np.clip(share + draw.uniform(-0.1, 0.1), 0, 1)
                found.append(row(year, practice, name, float(np.floor(people * reached)), people))
            found += [row(year, practice, "HYP001", people, people), row(year, practice, "QP001", 1, 1)]
    return found


def data(number: int = 6, *, contract: str = "GMS", **how: object) -> Tables:
    """The tables of an area."""
    names = codes(number)
    prevalence = [
        {"year": str(year), "practice": code, "group": "HYP", "register": 100.0, "list_size": 5000.0}
        for year in (LAST, THIS)
        for code in names
    ]
    return tables(
        practices=both_years(*names, contract=contract, weighted_list=5000.0, network="N1"),
        counts=results(names, **how),  # type: ignore[arg-type]
        prevalence=prevalence,
    )


def worked(
    *terms: Terms, tables: Tables | None = None, document: Scheme | None = None, **how: object
) -> Worked:
    """A scheme of the terms worked out for the area."""
    given = data(**how) if tables is None else tables  # type: ignore[arg-type]
    return work(document or scheme(*terms), LAW, given, area=Area(("T01",)), base_law=replace(LAW, year=LAST))
