"""What a point is worth to each practice: value × size index × prevalence factor × share of the year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openqof.engine.inputs import PracticeYear
from openqof.engine.law import NONE, FloatArray, LawArrays
from openqof.engine.pounds import list_index, population_index, prevalence_factor, unit_pounds

Weighting = tuple[int, int]
"""The prevalence and the population that weight an indicator, either of them NONE."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """The worth of a point to p neighbouring practices.

    `pence` gives, for each weighting the law uses, the pence one point is worth (p,), and `largest` the
    largest of them. `nobody_on` marks the practices with nobody on a register, where there is one.
    """

    pence: dict[Weighting, FloatArray]
    largest: dict[Weighting, float]
    nobody_on: dict[int, NDArray[np.bool_]]


def weights(law: LawArrays, inputs: PracticeYear, columns: slice = slice(None)) -> Weights:
    """The weights of the practices in `columns`; inputs in the law's row order."""
    ways = tuple(dict.fromkeys(zip(law.prevalence.tolist(), law.population.tolist(), strict=True)))
    sizes = {key: worth_by_size(law, inputs, key, columns) for key in {population for _, population in ways}}
    everybody_listed = law.index_decimals is None and np.minimum.reduce(inputs.list_size[columns]) > 0
    value = worth_by_patient(law, inputs, columns) if everybody_listed else None
    pence, largest = {}, {}
    for prevalence, population in ways:
        worth = sizes[population]
        if prevalence != NONE:
            per_patient = value if population == NONE else None
            worth = _by_prevalence(law, inputs, prevalence, columns, worth=worth, per_patient=per_patient)
        pence[prevalence, population] = worth
        largest[prevalence, population] = float(np.maximum.reduce(worth))
    return Weights(pence, largest, _nobody_on(inputs, {prevalence for prevalence, _ in ways}, columns))


def worth_by_size(law: LawArrays, inputs: PracticeYear, population: int, columns: slice) -> FloatArray:
    """Pence of a point by list or target population and share of the year, before any prevalence."""
    index = list_index(inputs.list_size[columns], law.average_list, decimals=law.index_decimals)
    if population != NONE:
        mean = float(inputs.national.population[population])
        target = inputs.population[population, columns]
        index = population_index(target, mean, index, decimals=law.index_decimals)
    return unit_pounds(100.0 * law.point_value, index=index, share_of_year=inputs.share_of_year[columns])


def worth_by_patient(law: LawArrays, inputs: PracticeYear, columns: slice) -> FloatArray | float:
    """Pence of a point for each patient on a register of 1 in 1: a practice's own list cancels out.

    List over average list, times register over list, is register over average list. It holds where no
    index is rounded and no list is empty. One number where every contract runs all year.
    """
    value, share = 100.0 * law.point_value / law.average_list, inputs.share_of_year[columns]
    return value if np.minimum.reduce(share) == 1.0 else value * share


def _by_prevalence(
    law: LawArrays,
    inputs: PracticeYear,
    key: int,
    columns: slice,
    *,
    worth: FloatArray,
    per_patient: FloatArray | float | None,
) -> FloatArray:
    register, national = inputs.register[key, columns], float(inputs.national.prevalence[key])
    if per_patient is not None and national > 0:
        short = np.asarray(register * (per_patient / national))
        if np.maximum.reduce(short) < np.inf:  # else a register is not reported
            return short
    size = inputs.list_size[columns]
    return worth * prevalence_factor(register, size, national, decimals=law.index_decimals)


def _nobody_on(inputs: PracticeYear, keys: set[int], columns: slice) -> dict[int, NDArray[np.bool_]]:
    registers = {key: inputs.register[key, columns] for key in keys if key != NONE}
    return {key: row == 0 for key, row in registers.items() if np.fmin.reduce(row) <= 0}
