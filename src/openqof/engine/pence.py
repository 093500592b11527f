"""Pounds to whole pence, half-up away from zero, with exact decisions near a half."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from openqof.core.money import to_pence as exact_pence
from openqof.engine.exact import exactly
from openqof.engine.law import FloatArray, WholeArray

NEAR = 1e-6
"""Pence. Nearer to a half penny than this, floating point does not decide."""

NOWHERE: WholeArray = np.empty(0, dtype=np.int64)


def to_pence(pounds: ArrayLike) -> WholeArray:
    """Whole pence of pounds, any shape; a half penny is one of the decimal the float is written as."""
    amounts = np.asarray(pounds, dtype=np.float64)
    flat = amounts.reshape(-1)
    whole = np.empty_like(flat)
    for place in round_pence(flat * 100.0, out=whole):
        whole[place] = exact_pence(exactly(float(flat[place])))
    return whole.astype(np.int64).reshape(amounts.shape)


def round_pence(pence: FloatArray, *, out: FloatArray, near: float = NEAR) -> WholeArray:
    """Write whole pence to `out` and give the places that lie within `near` of a half, for others to decide.

    Both are float64 rows; `pence` is overwritten.
    """
    np.rint(pence, out=out)
    np.subtract(pence, out, out=pence)
    edge = 0.5 - near
    if not pence.size or (np.maximum.reduce(pence) <= edge and np.minimum.reduce(pence) >= -edge):
        return NOWHERE
    return np.flatnonzero(np.abs(pence) > edge)
