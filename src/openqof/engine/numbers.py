"""Exact numbers as people write them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from openqof.engine.exact import round_half_up


@dataclass(frozen=True, slots=True)
class Written:
    """A number as text, and exactly what that text says."""

    text: str
    value: Fraction


def share_written(value: Fraction, decimals: int | None) -> Written:
    """A number to some decimals, halves away from zero, without idle zeros; None: a fraction."""
    if decimals is None:
        return Written(f"{value.numerator:,}/{value.denominator:,}", value)
    rounded = round_half_up(value, decimals)
    digits = f"{int(rounded * 10**decimals):0{decimals + 2}d}"
    whole, rest = int(digits[:-decimals]), digits[-decimals:]
    # 38 and 10.5 are exact as they stand; 30.5800 was rounded, and keeps its zeros to say so.
    rest = rest.rstrip("0") if rounded == value else rest
    return Written(f"{whole:,}" + (f".{rest}" if rest else ""), rounded)


def written(value: Fraction) -> str:
    """9,412 or 3,022.25: at most four decimals."""
    return share_written(value, 4).text
