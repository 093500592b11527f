"""Counts of the demonstration area: numerators, denominators and adjustments for every indicator of a year.

`demo_levels.csv` holds, by indicator, the usual achievement and share adjusted (whole percent, of the size
the published statistics show), whose patients it counts (a group, or LIST) and what share of them are
eligible.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openqof.core.national import BetterOf, Indicator, NationalYear, Pays, Protected, Register, Sliding
from openqof.core.tables import COUNTS
from openqof.core.years import FinancialYear
from openqof.datasets.demo_area import CODES, stream
from openqof.datasets.demo_words import label
from openqof.engine.law import FloatArray
from openqof.engine.shapes import shaped

LIST = "LIST"
COVID = {2019: -0.05, 2020: -0.75, 2021: -0.4, 2022: -0.15}
"""What the pandemic took off achievement, on the log-odds scale, by the year's start."""

CONCENTRATION = 120.0
"""How closely a year's patients follow the practice's own level; larger is closer."""

DONE = 0.97
"""How often a yes-or-no indicator is done."""


@dataclass(frozen=True, slots=True)
class Level:
    """What is usual for an indicator: achievement, share adjusted, and whose patients it counts."""

    achieved: float
    adjusted: float
    of: str
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class Count:
    """Patients by practice, in the order of CODES, NaN where no contract ran."""

    denominator: FloatArray
    numerator: FloatArray
    adjusted: FloatArray


@cache
def levels() -> dict[str, Level]:
    """By indicator."""
    text = files("openqof.datasets").joinpath("demo_levels.csv").read_text("utf-8")
    return {
        row["indicator"]: Level(
            float(row["level"]) / 100, float(row["adjusted"]) / 100, row["of"], float(row["share"])
        )
        for row in csv.DictReader(text.splitlines())
    }


def counted(pays: Pays) -> bool:
    """Whether an indicator has a numerator and a denominator."""
    normally = pays.normally if isinstance(pays, Protected) else pays
    return isinstance(normally, Sliding | BetterOf)


def is_register(pays: Pays) -> bool:
    """Whether an indicator is paid for keeping a register."""
    return isinstance(pays.normally if isinstance(pays, Protected) else pays, Register)


def done(seed: int, indicator: str, year: FinancialYear) -> NDArray[np.bool_]:
    """Which of CODES did what a yes-or-no indicator asks."""
    return stream(seed, "done", indicator, year).random(len(CODES)) < DONE


def count(seed: int, indicator: str, year: FinancialYear, *, of: FloatArray) -> Count:
    """The counts of CODES in a year: beta-binomial about a level each practice keeps over the years.

    `of` is the number of patients the indicator's level is a share of: a register or the list; NaN where
    no contract ran.
    """
    level = levels()[indicator]
    draw = stream(seed, "count", indicator, year)
    patients = np.nan_to_num(of).astype(np.int64)
    eligible = draw.binomial(patients, level.share)
    adjusted = draw.binomial(eligible, _adjusting(seed, indicator, year))
    chance = _chance(seed, indicator, year)
    reached = draw.beta(chance * CONCENTRATION, (1 - chance) * CONCENTRATION)
    numerator = draw.binomial(eligible - adjusted, reached)
    none = np.isnan(of)
    return Count(*(np.where(none, np.nan, array) for array in (eligible - adjusted, numerator, adjusted)))


def _adjusting(seed: int, indicator: str, year: FinancialYear) -> FloatArray:
    """The share each practice adjusts; more in the pandemic, and always less than all."""
    habit = stream(seed, "adjusting").normal(0.0, 0.3, len(CODES))
    pandemic = 1.25 if year.start in (2020, 2021) else 1.0
    return np.minimum(0.8, levels()[indicator].adjusted * np.exp(habit) * pandemic)


def _chance(seed: int, indicator: str, year: FinancialYear) -> FloatArray:
    """Each practice's own level: usual for the indicator, moved by its lasting and passing habits."""
    lasting = stream(seed, "level").normal(0.0, 0.28, len(CODES))
    own = stream(seed, "level", indicator).normal(0.0, 0.22, len(CODES))
    passing = stream(seed, "level", year).normal(0.0, 0.10, len(CODES))
    usual = levels()[indicator].achieved
    odds = log(usual / (1 - usual)) + lasting + own + passing + COVID.get(year.start, 0.0)
    return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float64)


def counts_table(
    seed: int,
    law: NationalYear,
    year: FinancialYear,
    *,
    sizes: FloatArray,
    register: Mapping[str, FloatArray],
) -> pl.DataFrame:
    """The counts table of a year, points published for yes-or-no indicators only."""
    frames = [_rows(seed, rule, year, sizes=sizes, register=register) for rule in law.indicators.values()]
    table = pl.concat(frames).with_columns(year=pl.lit(str(year)), file=pl.lit(label(seed)))
    return shaped(table.filter(pl.col("list_size").is_not_nan()).fill_nan(None), COUNTS)


def _rows(
    seed: int, rule: Indicator, year: FinancialYear, *, sizes: FloatArray, register: Mapping[str, FloatArray]
) -> pl.DataFrame:
    """The rows of one indicator, practices in the order of CODES."""
    columns: dict[str, FloatArray] = {"list_size": sizes}
    if counted(rule.pays):
        of = levels()[rule.id].of
        made = count(seed, rule.id, year, of=sizes if of == LIST else register.get(of, register[rule.group]))
        columns |= {"denominator": made.denominator, "numerator": made.numerator, "adjusted": made.adjusted}
        columns["register"] = register.get(rule.prevalence or rule.group, np.full(len(CODES), np.nan))
    elif is_register(rule.pays):
        columns["register"] = register[rule.prevalence or rule.group]
    else:
        columns["points_published"] = np.where(done(seed, rule.id, year), float(rule.points.value), 0.0)
    blank = {name: np.full(len(CODES), np.nan) for name in _NUMBERS if name not in columns}
    return pl.DataFrame({"practice": CODES, **columns, **blank}).select(
        "practice", pl.lit(rule.id).alias("indicator"), "list_size", *_NUMBERS
    )


_NUMBERS = ("register", "denominator", "numerator", "adjusted", "points_published")
