"""Registers and target populations of the demonstration area, and the invented national averages.

`demo_prevalence.csv` holds, by group, the share of the whole list on the register in 2013/14 and 2024/25
(percent, of the size the published statistics show) and how it follows age and need.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl

from openqof.core.national import NationalYear
from openqof.core.tables import PREVALENCE
from openqof.core.years import FinancialYear
from openqof.datasets.demo_area import CODES, SMALL, STUDENTS, practices, stream
from openqof.datasets.demo_words import NATIONAL_ROW, label
from openqof.engine.law import FloatArray, law_arrays
from openqof.engine.shapes import shaped

EARLY, LATE = 2013, 2024
NATIONAL_PRACTICES = 7000
"""How many average lists make the invented nation that the averages are taken over."""

NOBODY = {(SMALL, "OST"), (SMALL, "LD"), (STUDENTS, "DEM")}
"""Registers kept empty, so that a register of nobody is always among the cases."""

POPULATIONS = {"CS": (0.268, -0.02), "CHS": (0.060, -0.08), "MAT": (0.345, -0.06), "CON": (0.345, -0.06)}
"""Target populations: their share of the list, and how that follows age."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A group's register over practices: percent of the list early and late, effects of age and need."""

    early: float
    late: float
    age: float
    need: float

    def national(self, year: FinancialYear) -> float:
        """The national share of the list on the register in a year."""
        along = min(1.3, max(-0.1, (year.start - EARLY) / (LATE - EARLY)))
        return (self.early + (self.late - self.early) * along) / 100


@cache
def spreads() -> dict[str, Spread]:
    """By group."""
    text = files("openqof.datasets").joinpath("demo_prevalence.csv").read_text("utf-8")
    return {
        row["group"]: Spread(*(float(row[name]) for name in ("early", "late", "age", "need")))
        for row in csv.DictReader(text.splitlines())
    }


def registers(seed: int, law: NationalYear, year: FinancialYear, sizes: FloatArray) -> dict[str, FloatArray]:
    """Patients on the register, in the order of CODES, for every group whose register the law looks at."""
    return {group: _register(seed, group, year, sizes) for group in law_arrays(law).prevalence_keys}


def _register(seed: int, group: str, year: FinancialYear, sizes: FloatArray) -> FloatArray:
    spread = spreads()[group]
    habit = stream(seed, "register", group).normal(0.0, 0.12, len(CODES))
    # Successive years count mostly the same patients: the draw of the year moves the count a little.
    moved = stream(seed, "register", group, year).normal(0.0, 0.12, len(CODES))
    expected = (
        sizes * spread.national(year) * np.exp(spread.age * _ages(seed) + spread.need * _needs(seed) + habit)
    )
    counted = np.maximum(0.0, np.round(expected + moved * np.sqrt(expected)))
    nobody = np.array([(code, group) in NOBODY for code in CODES])
    return np.where(nobody & ~np.isnan(sizes), 0.0, counted)


def populations(seed: int, law: NationalYear, sizes: FloatArray) -> dict[str, FloatArray]:
    """Target populations by group, in the order of CODES."""
    wanted = law_arrays(law).population_keys
    return {
        group: np.round(sizes * share * np.exp(effect * _ages(seed)))
        for group, (share, effect) in POPULATIONS.items()
        if group in wanted
    }


def _ages(seed: int) -> FloatArray:
    return np.array([practice.age for practice in practices(seed)])


def _needs(seed: int) -> FloatArray:
    return np.array([practice.need for practice in practices(seed)])


def prevalence_table(
    seed: int,
    year: FinancialYear,
    *,
    sizes: FloatArray,
    register: Mapping[str, FloatArray],
    population: Mapping[str, FloatArray],
    average: float,
) -> pl.DataFrame:
    """The prevalence table of a year: of each group first the national row, then the practices."""
    groups = dict.fromkeys([*register, *population])
    frames = [
        pl.concat([_national_row(group, year, average), _own_rows(group, sizes, register, population)])
        for group in groups
    ]
    table = pl.concat(frames).with_columns(year=pl.lit(str(year)), file=pl.lit(label(seed)))
    return shaped(table, PREVALENCE)


def _national_row(group: str, year: FinancialYear, average: float) -> pl.DataFrame:
    """Register and list of the invented nation, and the mean target population of a practice."""
    whole = float(round(average * NATIONAL_PRACTICES))
    register = float(round(spreads()[group].national(year) * whole)) if group in spreads() else None
    population = float(round(POPULATIONS[group][0] * average)) if group in POPULATIONS else None
    return _frame([NATIONAL_ROW], group, [register], [whole], [population])


def _own_rows(
    group: str, sizes: FloatArray, register: Mapping[str, FloatArray], population: Mapping[str, FloatArray]
) -> pl.DataFrame:
    runs = ~np.isnan(sizes)
    absent = np.full(len(CODES), np.nan)
    own, target = register.get(group, absent)[runs], population.get(group, absent)[runs]
    codes = [code for code, ran in zip(CODES, runs, strict=True) if ran]
    return _frame(codes, group, own.tolist(), sizes[runs].tolist(), target.tolist()).with_columns(
        pl.col("register", "target_population").fill_nan(None)
    )


def _frame(
    practices: list[str],
    group: str,
    register: Sequence[float | None],
    sizes: Sequence[float],
    population: Sequence[float | None],
) -> pl.DataFrame:
    numbers = {"register": register, "list_size": sizes, "target_population": population}
    return pl.DataFrame(
        {"practice": practices, "group": [group] * len(practices), **numbers},
        schema_overrides=dict.fromkeys(numbers, pl.Float64),
    )
