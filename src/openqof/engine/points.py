"""Counts to achievement to points, as plain array functions."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from openqof.engine.law import FloatArray

FULL = 100.0
JUST_OVER = 1.0 + 2.0**-52
"""Keeps the slope of a scale from rounding down, so that its upper threshold pays all points exactly."""


def achievement(numerator: ArrayLike, denominator: ArrayLike, *, out: FloatArray | None = None) -> FloatArray:
    """Percent of the denominator achieved; NaN where the denominator is 0 or a count is not reported.

    A numerator above its denominator, which published files do hold, gives more than 100 and is left so:
    no scale pays above its upper threshold, and the figure shows the fault. Shapes broadcast.
    """
    top, bottom = np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
    out = _room(out, top, bottom)
    # The product comes first: it is a whole number, so a share that is exactly a threshold divides to it.
    np.multiply(top, FULL, out=out)
    with np.errstate(divide="ignore", invalid="ignore"):
        np.divide(out, bottom, out=out)
    some = np.greater(bottom, 0.0)
    if not some.all():
        np.copyto(out, np.nan, where=~some)
    return out


def points_for(
    achieved: ArrayLike,
    points: ArrayLike,
    *,
    lower: ArrayLike,
    upper: ArrayLike,
    step: ArrayLike = 0.0,
    out: FloatArray | None = None,
) -> FloatArray:
    """Points of a sliding scale; achievement and thresholds all in percent, or all shares; shapes broadcast.

    Nothing at or below the lower threshold, all at or above the upper, straight between. A step is paid as
    soon as the lower threshold is reached, and the rest slides. Where both thresholds are the same, all is
    paid from there. No points where achievement is NaN.
    Source: the Statement of Financial Entitlements' fraction indicators; the step, NHS guidance 2021/22.
    """
    reached = np.asarray(achieved, dtype=np.float64)
    if out is not None and np.may_share_memory(out, reached):
        reached = reached.copy()  # the thresholds are looked at again after `out` is written
    low, high = np.asarray(lower, dtype=np.float64), np.asarray(upper, dtype=np.float64)
    full, first = np.asarray(points, dtype=np.float64), np.asarray(step, dtype=np.float64)
    out = _room(out, reached, full, low, high, first)
    np.subtract(reached, low, out=out)
    with np.errstate(divide="ignore", invalid="ignore"):
        np.multiply(out, (full - first) / (high - low) * JUST_OVER, out=out)
    if np.any(first):
        np.add(out, first, out=out)
        np.copyto(out, 0.0, where=~(reached >= low))
    if np.any(low == high):
        np.copyto(out, np.where(reached >= high, full, 0.0), where=low == high)
    np.fmax(out, 0.0, out=out)  # also turns NaN into 0, so that no counts means no points
    return np.fmin(out, full, out=out)


def better_of(
    scale_points: ArrayLike,
    achieved: ArrayLike,
    baseline: ArrayLike,
    points: ArrayLike,
    *,
    lower: ArrayLike,
    upper: ArrayLike,
) -> FloatArray:
    """The better of points by threshold and points by improvement on the practice's own baseline.

    Achievement and baseline in percent, lower and upper in percentage points gained. Where the upper bound
    or the baseline is NaN the route is not priced, and the points by threshold stand. Shapes broadcast.
    Source: NHS England's vaccination improvement route, 2026/27.
    """
    gain = np.asarray(achieved, dtype=np.float64) - np.asarray(baseline, dtype=np.float64)
    return np.fmax(scale_points, points_for(gain, points, lower=lower, upper=upper))


def _room(out: FloatArray | None, *inputs: NDArray[np.float64]) -> FloatArray:
    if out is not None:
        return out
    return np.empty(np.broadcast_shapes(*(array.shape for array in inputs)), dtype=np.float64)
