"""When a payment of a scheme is made: its year's amount over the thirty-six months of a cash flow."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from openqof.core.changes import When
from openqof.engine.law import WholeArray

BoolArray = NDArray[np.bool_]

YEAR = 12
SPAN = 3 * YEAR
AFTER = 2 * YEAR
"""Where the year after begins: the scheme's year is the second of three."""
JUNE = 2
"""The place of June in a financial year: when balances are paid."""

LENGTHS = {"quarterly": 3, "half-yearly": 6}
"""Months in each part of the year that is paid a month after its end."""


def when_paid(when: When, months: tuple[date, ...], running: BoolArray) -> WholeArray:
    """Whole-number weights (p, 37) of a year's amount by month of payment, the last for any month later.

    `running` (p, 12) is True in the months of the year in which both the scheme and the contract ran.
    """
    if when.days:
        return np.broadcast_to(_by_days(when, months), (len(running), SPAN + 1))
    weights = np.zeros((len(running), SPAN + 1), dtype=np.int64)
    for month in range(YEAR):
        paid = running[:, month]
        if when.how == "at the start":
            paid = paid & ~running[:, :month].any(axis=1)
        weights[:, _month_of(when.how, month)] += paid
    return weights


def _month_of(how: str, month: int) -> int:
    """The month, of thirty-six, in which a month of the scheme's year is paid."""
    if how == "year end":
        return AFTER + JUNE
    length = LENGTHS.get(how)
    return YEAR + (month if length is None else (month // length + 1) * length)


def _by_days(when: When, months: tuple[date, ...]) -> WholeArray:
    """Percentages by month as whole numbers; a day before the months counts as the first of them."""
    weights = [Decimal(0)] * (SPAN + 1)
    for day, percent in when.days:
        after = (day.year - months[0].year) * YEAR + day.month - months[0].month
        weights[min(max(after, 0), SPAN)] += percent
    places = max(0, *(-_exponent(weight) for weight in weights))
    return np.array([int(weight.scaleb(places)) for weight in weights], dtype=np.int64)


def _exponent(weight: Decimal) -> int:
    exponent = weight.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
