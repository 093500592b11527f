"""Pounds and pence: exact inside, half-up to the penny at the line."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import floor


def to_pence(pounds: Fraction | Decimal | int) -> int:
    """Whole pence, halves away from zero, so that a clawback rounds as its payment did."""
    exact = Fraction(pounds) * 100
    pence = floor(abs(exact) + Fraction(1, 2))
    return pence if exact >= 0 else -pence


def from_pence(pence: int) -> Decimal:
    """Pounds with two decimals."""
    return Decimal(pence).scaleb(-2)


def write_pounds(pounds: Decimal | Fraction | int) -> str:
    """£1,234.50, with the minus sign before the pound sign."""
    pence = to_pence(pounds)
    sign = "-" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


def total(lines: Iterable[Decimal]) -> Decimal:
    """The sum of lines already rounded to the penny."""
    return sum(lines, Decimal("0.00"))
