"""A floor under a practice's points: not below an earlier year's, as in 2019/20 for Covid-19."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from openqof.core.money import to_pence as exact_pence
from openqof.engine.exact import exactly, round_half_up, share_exactly
from openqof.engine.law import FloatArray, WholeArray
from openqof.engine.run import Result


@dataclass(frozen=True, slots=True, eq=False)
class Floor:
    """What lifts each practice to its floor: points, and whole pence, (p,)."""

    points: FloatArray
    pence: WholeArray


def floor(result: Result, base_points: ArrayLike, *, claimed: ArrayLike = True) -> Floor:
    """The points, and their pay, by which practices that claim it fall short of their base-year total.

    `base_points` (p,), NaN where there is no base year; `claimed` (p,) truth. No instrument says by which
    register the missing points are weighted, so they are paid by list alone: × value × list index × share
    of the year. Source: the arrangement of kind `floor` in the year's law.
    """
    base, claims = np.asarray(base_points, dtype=np.float64), np.asarray(claimed, dtype=np.bool_)
    short = np.fmax(base - result.points.sum(axis=0), 0.0)
    lifted = np.where(claims, short, 0.0)
    pence = [_pence(result, place, points) for place, points in enumerate(lifted.tolist())]
    return Floor(lifted, np.array(pence, dtype=np.int64))


def _pence(result: Result, place: int, points: float) -> int:
    """Exact, for the few practices there are: a floor is asked for once a year."""
    law, inputs = result.law, result.inputs
    index = exactly(inputs.list_size[place]) / Fraction(law.average_list.value)
    share = share_exactly(float(inputs.share_of_year[place]))
    value = Fraction(law.point_value.value) * round_half_up(index, law.index_decimals)
    return exact_pence(exactly(points) * value * share)
