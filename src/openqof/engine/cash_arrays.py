"""Pence of many practices scaled and shared out over months, to the penny: `cash` for arrays."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from openqof.engine.law import WholeArray


def split(pence: WholeArray, weights: WholeArray) -> WholeArray:
    """Pence (p,) over months by whole-number weights, (p, m) or (m,), none negative.

    Each row sums to its pence. Odd pennies go to the first months that have a weight, as in `cash.twelfths`.
    ValueError where a row has pence and no weight.
    """
    weights = np.broadcast_to(weights, (len(pence), weights.shape[-1])).astype(np.int64)
    whole = weights.sum(axis=1)
    if (pence[whole == 0] != 0).any():
        raise ValueError("there are pence to share out and no month to pay them in")
    size, over = np.abs(pence), np.maximum(whole, 1)
    # Quotient and remainder apart, so that pence times a weight never leaves 64 bits.
    quotient, rest = np.divmod(size, over)
    parts = quotient[:, None] * weights + rest[:, None] * weights // over[:, None]
    odd = size - parts.sum(axis=1)
    parts += (weights > 0) & ((weights > 0).cumsum(axis=1) <= odd[:, None])
    return np.asarray(np.sign(pence)[:, None] * parts, dtype=np.int64)


def scaled(pence: WholeArray, by: Fraction, over: WholeArray | None = None, of: int = 1) -> WholeArray:
    """Pence (p,) × `by`, and × `of` / `over` (p,) where given, half-up to the penny.

    Exact whatever the size: the products are Python's own whole numbers.
    """
    under: WholeArray | int = 1 if over is None else over.astype(object)
    top, bottom = pence.astype(object) * by.numerator * of, by.denominator * under
    size = (2 * abs(top) + bottom) // (2 * bottom)
    return np.asarray(np.where(pence < 0, -size, size), dtype=np.int64)


def in_proportion(pence: WholeArray, part: WholeArray, whole: WholeArray) -> WholeArray:
    """Pence × part / whole, half-up; unchanged where part and whole are the same, else nought of nought."""
    same = part == whole
    times = np.where(same, 1, np.where(whole == 0, 0, part)).astype(object)
    over = np.where(same | (whole == 0), 1, whole).astype(object)
    made = (2 * pence.astype(object) * times + over) // (2 * over)
    return np.asarray(made, dtype=np.int64)
