"""Points to pounds: the indices of size and prevalence, as plain array functions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from openqof.engine.exact import exactly, round_half_up
from openqof.engine.law import FloatArray

NEAR = 1e-6
"""Within this of a half in the last place kept, floating point does not decide a rounding."""


def list_index(list_size: ArrayLike, average_list: float, *, decimals: int | None = None) -> FloatArray:
    """List over the national average list, rounded half-up to `decimals` where the law rounds it."""
    size = np.asarray(list_size, dtype=np.float64)
    index = np.asarray(size / average_list)
    mean = exactly(average_list)
    return _rounded(index, decimals, lambda place: exactly(size.flat[place]) / mean)


def population_index(
    population: ArrayLike, national: float, instead: FloatArray, *, decimals: int | None = None
) -> FloatArray:
    """Target population over its national mean; `instead` (the list index) where either is unknown.

    Populations in patients, (p,), NaN where not reported; a national mean of NaN or 0 is not known.
    Source: the Statement of Financial Entitlements, additional services.
    """
    target = np.asarray(population, dtype=np.float64)
    if not national > 0:
        return instead
    mean = exactly(national)
    index = _rounded(target / national, decimals, lambda place: exactly(target.flat[place]) / mean)
    return np.where(np.isnan(target), instead, index)


def prevalence_factor(
    register: ArrayLike,
    list_size: ArrayLike,
    national: float,
    *,
    decimals: int | None = None,
    out: FloatArray | None = None,
) -> FloatArray:
    """The practice's prevalence over the nation's, (p,); 1 where either is not known, 0 on an empty list.

    The register over the patients it would hold at the national prevalence, which is a share and not a
    percentage. The whole list is used, whatever age the register covers.
    """
    patients, size = np.asarray(register, dtype=np.float64), np.asarray(list_size, dtype=np.float64)
    if out is None:
        out = np.empty(np.broadcast_shapes(patients.shape, size.shape))
    if not national > 0:
        out.fill(1.0)
        return out
    np.multiply(size, national, out=out)
    with np.errstate(divide="ignore", invalid="ignore"):
        np.divide(patients, out, out=out)
    # One look at the largest finds every empty list and every register not reported.
    if out.size and not np.maximum.reduce(out, axis=None) < np.inf:
        np.copyto(out, 0.0, where=~(size > 0))
        np.copyto(out, 1.0, where=np.isnan(patients))
    if decimals is not None:
        out[...] = _rounded(out, decimals, lambda place: _factor(patients, size, national, place))
    return out


def _factor(patients: FloatArray, size: FloatArray, national: float, place: int) -> Fraction:
    return exactly(patients.flat[place]) / exactly(size.flat[place]) / exactly(national)


def unit_pounds(
    point_value: float, *, index: ArrayLike, prevalence: ArrayLike = 1.0, share_of_year: ArrayLike = 1.0
) -> FloatArray:
    """Pounds that one point is worth: its value × size index × prevalence factor × share of the year.

    Not rounded: see pence.to_pence.
    """
    unit = np.multiply(np.multiply(point_value, index), prevalence)
    return np.asarray(np.multiply(unit, share_of_year))


def _rounded(values: FloatArray, decimals: int | None, exact: Callable[[int], Fraction]) -> FloatArray:
    """Half-up to `decimals`; values too near a half are rounded from the fraction they stand for."""
    if decimals is None:
        return values
    unit = 10.0**decimals
    scaled = values * unit
    whole = np.floor(scaled + 0.5)
    out = np.asarray(whole / unit)
    for place in np.flatnonzero(np.abs(np.abs(whole - scaled) - 0.5) < NEAR):
        out.flat[place] = float(round_half_up(exact(int(place)), decimals))
    return out
