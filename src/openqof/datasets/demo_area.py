"""The practices of the demonstration area: who they are, when their contracts ran, how large their lists are.

Everything is drawn from a seed, one stream of random numbers for each thing drawn, so that adding one
thing to draw leaves the others as they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import exp
from zlib import crc32

import numpy as np
import polars as pl

from openqof.core.tables import PRACTICES
from openqof.core.years import FinancialYear
from openqof.datasets.demo_words import (
    AREA,
    AREA_NAME,
    NATION,
    NEIGHBOUR,
    NEIGHBOUR_NAME,
    REGION,
    label,
    practice_name,
)
from openqof.engine.law import FloatArray
from openqof.engine.shapes import shaped

FIRST, LAST = FinancialYear(2012), FinancialYear(2026)
YEARS = tuple(FinancialYear(start) for start in range(FIRST.start, LAST.start + 1))

ORIGINAL = 40
"""Practices of the area at the start: D00001 to D00040."""
SMALL, STUDENTS, MOVER = "D00014", "D00028", "D00033"
MERGING, MERGED, MERGED_ON = ("D00007", "D00021"), "D00043", date(2017, 10, 1)
CLOSING, CLOSED_ON, RECEIVERS = "D00025", date(2019, 6, 30), ("D00002", "D00024", "D00026")
NEW, OPENED_ON = "D00041", date(2021, 11, 1)
NEIGHBOURS = ("D00050", "D00051")
CODES = (*(f"D{number:05}" for number in range(1, ORIGINAL + 1)), NEW, MERGED, *NEIGHBOURS)
"""Every practice that ever is in the area or beside it; arrays over practices are in this order."""

MOVED_AWAY = range(2014, 2017)
"""The years, by their start, in which one practice belonged to the neighbouring commissioner."""

FIRST_NETWORK_YEAR = 2019
_PMS = {4, 9, 12, 17, 22, 24, 31, 36}
_DECILE_CUTS = (45.0, 34.2, 27.5, 22.6, 18.9, 16.0, 13.5, 11.2, 8.7)


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice of the area for all its years; `age` and `need` are standard scores of its patients."""

    code: str
    name: str
    size: float
    growth: float
    age: float
    need: float
    deprivation: float
    rural: bool
    contract: str
    network: str
    opened: date | None = None
    closed: date | None = None
    successor: str | None = None

    def runs(self, year: FinancialYear) -> bool:
        """Whether its contract ran on any day of a year."""
        return year.days_between(self.opened, self.closed) > 0

    def share(self, year: FinancialYear) -> float:
        """The share of a year its contract ran."""
        return year.days_between(self.opened, self.closed) / year.days

    def commissioner(self, year: FinancialYear) -> str:
        """Who commissions it in a year."""
        away = self.code == MOVER and year.start in MOVED_AWAY
        return NEIGHBOUR if away or self.code in NEIGHBOURS else AREA


def stream(seed: int, *names: object) -> np.random.Generator:
    """A stream of random numbers of its own for whatever is named."""
    return np.random.default_rng([seed, crc32(" ".join(str(name) for name in names).encode())])


@lru_cache(maxsize=4)
def practices(seed: int) -> tuple[Practice, ...]:
    """The practice of each of CODES."""
    return tuple(_practice(seed, code, place) for place, code in enumerate(CODES))


def _practice(seed: int, code: str, place: int) -> Practice:
    draw = stream(seed, "practice", code)
    size = exp(draw.normal(0.0, 0.48))
    age, need = draw.normal(0.0, 0.9), draw.normal(0.0, 0.9)
    rural = bool(age - need + draw.normal(0.0, 0.7) > 1.0)
    if code == SMALL:
        size, age, rural = 0.17, 0.6, True
    if code == STUDENTS:
        size, age, need, rural = 1.15, -3.2, -0.5, False
    opened, closed, successor = _contract_days(code)
    return Practice(
        code=code,
        name=practice_name(place),
        size=size,
        growth=draw.normal(0.0, 0.012),
        age=age,
        need=need,
        deprivation=round(float(np.clip(21.0 * exp(0.45 * need), 4.0, 68.0)), 2),
        rural=rural,
        contract="APMS" if code in (STUDENTS, NEW) else "PMS" if place + 1 in _PMS else "GMS",
        network="DN8" if code in NEIGHBOURS else f"DN{place % 7 + 1}",
        opened=opened,
        closed=closed,
        successor=successor,
    )


def _contract_days(code: str) -> tuple[date | None, date | None, str | None]:
    """First and last day of a contract, and who took the list over."""
    if code in MERGING:
        return None, date.fromordinal(MERGED_ON.toordinal() - 1), MERGED
    if code == CLOSING:
        return None, CLOSED_ON, None
    return {MERGED: MERGED_ON, NEW: OPENED_ON}.get(code), None, None


def lists(seed: int, average: Mapping[FinancialYear, float]) -> dict[FinancialYear, FloatArray]:
    """Registered patients by year, an array in the order of CODES, NaN where no contract ran.

    Lists grow with the national average list of each year. A list that ended counts as on its last day, a
    new one as on 31 March.
    """
    everyone = practices(seed)
    base = np.array([p.size for p in everyone])
    own = np.array([p.code not in (NEW, MERGED) for p in everyone])
    base /= base[own].mean()
    growth = np.array([p.growth for p in everyone])
    return {
        year: np.round(
            _sizes(seed, everyone, base * np.exp(growth * (year.start - 2019)), year=year) * patients
        )
        for year, patients in average.items()
    }


def _sizes(
    seed: int, everyone: tuple[Practice, ...], grown: FloatArray, *, year: FinancialYear
) -> FloatArray:
    """Relative sizes in a year, after what became of the practices that ended."""
    sizes = grown * np.exp(stream(seed, "lists", year).normal(0.0, 0.006, len(everyone)))
    place = {code: index for index, code in enumerate(CODES)}
    sizes[place[MERGED]] = sum(sizes[place[code]] for code in MERGING)
    if year >= FinancialYear.of(CLOSED_ON):
        for code in RECEIVERS:
            sizes[place[code]] += sizes[place[CLOSING]] / len(RECEIVERS)
    sizes[place[NEW]] = min(0.45, 0.08 + 0.09 * (year.start - FinancialYear.of(OPENED_ON).start))
    return np.where([practice.runs(year) for practice in everyone], sizes, np.nan)


def practices_table(seed: int, year: FinancialYear, sizes: FloatArray) -> pl.DataFrame:
    """The practices table of a year."""
    rows = [
        _row(seed, practice, year, float(size))
        for practice, size in zip(practices(seed), sizes, strict=True)
        if not np.isnan(size)
    ]
    return shaped(pl.DataFrame(rows, infer_schema_length=None), PRACTICES)


def _row(seed: int, practice: Practice, year: FinancialYear, size: float) -> dict[str, object]:
    commissioner = practice.commissioner(year)
    ends = practice.closed is not None and year == FinancialYear.of(practice.closed)
    return {
        "year": str(year),
        "practice": practice.code,
        "nation": NATION,
        "name": practice.name,
        "commissioner": commissioner,
        "commissioner_name": AREA_NAME if commissioner == AREA else NEIGHBOUR_NAME,
        "network": practice.network if year.start >= FIRST_NETWORK_YEAR else None,
        "region": REGION,
        "contract": practice.contract,
        "list_size": size,
        "weighted_list": weighted(practice, size),
        "rurality": "Rural" if practice.rural else "Urban",
        "deprivation": practice.deprivation,
        "deprivation_decile": 1 + sum(practice.deprivation < cut for cut in _DECILE_CUTS),
        "opened": practice.opened,
        "closed": practice.closed if ends else None,
        "successor": practice.successor if ends else None,
        "file": label(seed),
    }


def weighted(practice: Practice, size: float) -> float:
    """The list weighted for age and need, which pays the global sum."""
    return round(size * exp(0.09 * practice.age + 0.05 * practice.need), 2)
