"""What a point is worth to each practice, as patients it is paid for times what a patient brings.

An indicator pays points × value × list / average list × prevalence / national prevalence. As a practice's
prevalence is its register over its own list, the list cancels: a point is paid for register / national
prevalence patients at value / average list each. Where the law rounds an index nothing cancels, and the
indices are worked out one by one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openqof.engine.inputs import PracticeYear
from openqof.engine.law import NONE, FloatArray, LawArrays
from openqof.engine.pounds import list_index, population_index, prevalence_factor

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
    """The weights of the practices in `columns`, one at least; inputs in the law's row order."""
    ways = tuple(dict.fromkeys(zip(law.prevalence.tolist(), law.population.tolist(), strict=True)))
    pence = np.empty((len(ways), len(inputs.list_size[columns])))
    brings = pence_a_patient(law, inputs, columns)
    for row, way in zip(pence, ways, strict=True):
        np.multiply(patients(law, inputs, columns, way, out=row), brings, out=row)
    largest = np.maximum.reduce(pence, axis=1).tolist()
    empty = {key: nobody_on(inputs, key, columns) for key in {prevalence for prevalence, _ in ways}}
    return Weights(
        pence=dict(zip(ways, pence, strict=True)),
        largest=dict(zip(ways, largest, strict=True)),
        nobody_on={key: where for key, where in empty.items() if where is not None},
    )


def pence_a_patient(law: LawArrays, inputs: PracticeYear, columns: slice) -> FloatArray | float:
    """Pence of a point for one patient; one number where every contract ran all year."""
    value, share = 100.0 * law.point_value / law.average_list, inputs.share_of_year[columns]
    return value if np.minimum.reduce(share) == 1.0 else value * share


def patients(
    law: LawArrays, inputs: PracticeYear, columns: slice, way: Weighting, *, out: FloatArray
) -> FloatArray:
    """The patients a point is paid for, into `out`: the list as prevalence or population weights it."""
    size, (prevalence, population) = inputs.list_size[columns], way
    if population != NONE or law.index_decimals is not None:
        return _index_by_index(law, inputs, columns, way, out=out)
    national = float(inputs.national.prevalence[prevalence]) if prevalence != NONE else 0.0
    if not national > 0:
        np.copyto(out, size)
        return out
    np.multiply(inputs.register[prevalence, columns], 1.0 / national, out=out)
    if not np.maximum.reduce(out) < np.inf:  # a register is not reported
        np.copyto(out, size, where=np.isnan(out))
    if not np.minimum.reduce(size) > 0:
        np.copyto(out, 0.0, where=size == 0)
    return out


def _index_by_index(
    law: LawArrays, inputs: PracticeYear, columns: slice, way: Weighting, *, out: FloatArray
) -> FloatArray:
    size, decimals, (prevalence, population) = inputs.list_size[columns], law.index_decimals, way
    index = list_index(size, law.average_list, decimals=decimals)
    if population != NONE:
        mean = float(inputs.national.population[population])
        index = population_index(inputs.population[population, columns], mean, index, decimals=decimals)
    np.multiply(index, law.average_list, out=out)
    if prevalence != NONE:
        register, national = (
            inputs.register[prevalence, columns],
            float(inputs.national.prevalence[prevalence]),
        )
        out *= prevalence_factor(register, size, national, decimals=decimals)
    return out


def nobody_on(inputs: PracticeYear, key: int, columns: slice) -> NDArray[np.bool_] | None:
    """Which practices have nobody on a register; None where all have, or for no register at all."""
    register = inputs.register[key, columns] if key != NONE else None
    if register is None or np.minimum.reduce(register) > 0:
        return None
    empty = register == 0
    return empty if empty.any() else None
