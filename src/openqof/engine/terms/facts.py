"""What pay terms are worked out from: the same practices in every array, (p,) or (n, p), float64."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from openqof.core.terms import Reading
from openqof.core.years import FinancialYear
from openqof.engine.law import FloatArray

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """One year's results of the practices, and what a point of them was worth.

    `ids` are codes of the year priced; a base year's indicators stand under the codes they have now, and
    those that are gone since only in `all_points`. `points` (n, p) NaN where not known; `weight` (n, p) is
    the prevalence factor times the share of the year, 1 where nothing weights; `list_index` (p,) is the list
    over the average; `value` is pounds a point. `all_points` (p,) is every point of that year, published or
    summed; `pounds` (p,) what they were worth then, NaN where not known. `least` and `most`, (n, p) or
    (n, 1), are the fewest and most points that the work of the year can earn: None for nought, and for no
    more than `points`; a protected indicator has its points in both.
    `available` (n,) are the points that each indicator had in that year; None or NaN where not known.
    """

    year: FinancialYear
    ids: tuple[str, ...]
    value: float
    list_index: FloatArray
    points: FloatArray
    weight: FloatArray
    all_points: FloatArray
    pounds: FloatArray
    least: FloatArray | None = None
    most: FloatArray | None = None
    available: FloatArray | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """An own measure of the practices: numerator and denominator (p,), NaN where not known.

    `kind` is the measure's: a share is read as percent of its denominator, a count or pounds as its
    numerator, yes_no as 100 where the numerator is above nought. `assumed` is True where the figures are the
    scheme's expectation and not data.
    """

    numerator: FloatArray
    denominator: FloatArray
    assumed: bool = False
    kind: str = "share"


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """Everything the terms of one scheme ask about its practices.

    `national` (p,) is the national pay of the year in pounds, by which `missing: national pay` is settled.
    `income` holds (payment line, year, reading). `measures` holds (measure, period), "" for the whole year.
    `past` holds achievement in percent by (indicator or measure, earlier year), and by (indicator, this year)
    for an indicator whose improvement is paid. `pools` are pounds.
    `met` says by obligation whom it is met by; an obligation not named there is met by all.
    `joined` are those who take the scheme; the rest count in no pool and make no network whole.
    """

    practices: tuple[str, ...]
    joined: BoolArray
    networks: tuple[str, ...]
    contracts: tuple[str, ...]
    list_size: FloatArray
    weighted_list: FloatArray
    national: FloatArray
    now: Results
    registers: Mapping[str, FloatArray] = field(default_factory=dict)
    then: Mapping[FinancialYear, Results] = field(default_factory=dict)
    income: Mapping[tuple[str, FinancialYear, Reading], FloatArray] = field(default_factory=dict)
    measures: Mapping[tuple[str, str], Counts] = field(default_factory=dict)
    past: Mapping[tuple[str, FinancialYear], FloatArray] = field(default_factory=dict)
    pools: Mapping[str, float] = field(default_factory=dict)
    met: Mapping[str, BoolArray] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.practices)
