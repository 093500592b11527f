"""What the law of a year pays for the results in the store: the national side of every price from points."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openqof.core.money import from_pence
from openqof.core.national import NationalYear
from openqof.core.years import FinancialYear
from openqof.engine.inputs import PracticeYear, only
from openqof.engine.law import REGISTER, FloatArray, WholeArray, law_arrays
from openqof.engine.run import pay
from openqof.engine.tables import Tables, practice_year

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Earned:
    """Results and pay of some practices under one law; `pence` and `known` are (indicators, practices).

    `known` is True where the store holds a result of the practice for the indicator.
    """

    law: NationalYear
    inputs: PracticeYear
    points: FloatArray
    pence: WholeArray
    known: BoolArray

    def pounds(self, place: int) -> Decimal:
        """All that one practice earned, by its column."""
        return from_pence(int(self.pence[:, place].sum()))


def earned(law: NationalYear, tables: Tables, *, nation: str, chosen: frozenset[str]) -> Earned:
    """Pay the chosen practices for their results; national averages are over all practices of the nation."""
    return run(law, chosen_inputs(law, tables, nation=nation, chosen=chosen))


def chosen_inputs(law: NationalYear, tables: Tables, *, nation: str, chosen: frozenset[str]) -> PracticeYear:
    """The results of the chosen practices of the law's year that have any, as the engine takes them."""
    whole = practice_year(law, tables, tables, tables, nation=nation)
    found = np.logical_or.reduce(known_results(law, whole), axis=0)
    return only(whole, [i for i, code in enumerate(whole.practices) if code in chosen and found[i]])


def run(law: NationalYear, inputs: PracticeYear) -> Earned:
    """Pay the practices of the inputs."""
    result = pay(law, inputs)
    return Earned(law, inputs, result.points, result.pence, known_results(law, inputs))


def known_results(law: NationalYear, inputs: PracticeYear) -> BoolArray:
    """Where a result is reported: a numerator, points as published, or the register that is paid for."""
    arrays = law_arrays(law)
    known = _filled(inputs.numerator)
    if inputs.points_given is not None:
        known |= _filled(inputs.points_given)
    for row in np.flatnonzero((arrays.normally == REGISTER) & (arrays.register >= 0)):
        known[row] |= _filled(inputs.register[arrays.register[row]])
    return known


def _filled(array: FloatArray) -> BoolArray:
    return np.array(np.logical_not(np.isnan(array)), dtype=np.bool_)


def as_of(tables: Tables, year: FinancialYear) -> Tables:
    """The same results under another year's name, so that one year's law can be asked what they earn.

    Points depend neither on the list nor on the days of the contract, so that a practice is kept whatever
    these were; pounds worked out from the answer would mean nothing.
    """
    named = pl.lit(str(year)).alias("year")
    whole_year = pl.lit(None, dtype=pl.Date)
    practices = tables.practices.with_columns(
        named, pl.lit(1.0).alias("list_size"), opened=whole_year, closed=whole_year
    )
    counts, prevalence = (frame.with_columns(named) for frame in (tables.counts, tables.prevalence))
    return Tables(practices=practices, counts=counts, prevalence=prevalence)
