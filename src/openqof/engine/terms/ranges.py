"""What a term is worth to every practice, and the least and most that the year can make of it.

The least and most are interval arithmetic: each part is held at its own ends, whatever that asks of the
others. They enclose what can happen; where one result feeds two parts they may enclose more.

===================  ====================  =================================================
of the year          least                 most
===================  ====================  =================================================
national points      none, or `least`      `most`, or as now where it is not given
a share              0%                    100%, or as now where that is more
yes or no            no                    yes
a count, pounds      nought                the cap; as now where there is none; a standard is met
pounds spent         so many that the      nought
                     loss meets its cap
obligations          unmet                 met
networks             broken                whole
===================  ====================  =================================================

Lists, registers, base income, base points, earlier achievement, pools and who has joined stay as they are.
Nobody in a denominator stays nobody. A practice that is paid as nationally may be paid nought at least.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from openqof.core.terms import Term
from openqof.engine.law import FloatArray
from openqof.engine.terms.facts import BoolArray, Facts


@dataclass(frozen=True, slots=True, eq=False)
class Worth:
    """Pounds of a term: as the facts stand, at least and at most, (p,) float64.

    NaN, in all three at once, where it is not known; who asks lists those practices.
    """

    value: FloatArray
    low: FloatArray
    high: FloatArray

    @property
    def ends(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """As the facts stand, at least, at most."""
        return self.value, self.low, self.high

    @property
    def unknown(self) -> BoolArray:
        """Where it is not known."""
        return np.isnan(self.value)


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """One evaluation: the facts, how a term inside is worked out, and who settles a missing year.

    `settles` is False inside a mean, whose own rule for missing years then decides.
    """

    facts: Facts
    of: Callable[[Term], Worth]
    inside_mean: Callable[[Term], Worth]
    settles: bool

    def everyone(self, amount: float) -> FloatArray:
        """The same figure for every practice."""
        return np.full(len(self.facts), amount)


def between(*ends: ArrayLike, value: FloatArray) -> Worth:
    """The value within the hull of the ends and itself; known only where all of them are."""
    arrays = [np.broadcast_to(np.asarray(end, dtype=np.float64), value.shape) for end in ends]
    low = np.minimum.reduce([value, *arrays])
    return Worth(np.where(np.isnan(low), np.nan, value), low, np.maximum.reduce([value, *arrays]))


def fixed(value: FloatArray) -> Worth:
    """A value that the year does not change."""
    return Worth(value, value, value)


def by_end(choose: Callable[..., FloatArray], *worths: Worth) -> Worth:
    """A rule that rises with each of its amounts, at every end alike."""
    return Worth(*(choose(*ends) for ends in zip(*(worth.ends for worth in worths), strict=True)))


def times(share: Worth, amount: Worth) -> Worth:
    """A share, nought or more, of an amount."""
    corners = [a * b for a in (share.low, share.high) for b in (amount.low, amount.high)]
    return between(*corners, value=share.value * amount.value)


def scaled(amount: Worth, by: float) -> Worth:
    """An amount times a plain number, which may be below nought."""
    ends = (amount.low * by, amount.high * by)
    low, high = ends if by >= 0 else ends[::-1]
    return Worth(amount.value * by, low, high)


def chosen(condition: BoolArray, yes: Worth, no: Worth) -> Worth:
    """The one or the other, practice by practice."""
    return by_end(lambda one, other: np.asarray(np.where(condition, one, other)), yes, no)


def either_way(condition: BoolArray, amount: Worth) -> Worth:
    """An amount where a condition holds, else nought, where the year may still turn the condition.

    Where it does not hold, nought is known even of an amount that is not.
    """
    value = np.where(condition, amount.value, 0.0)
    nothing = ~condition & amount.unknown
    low, high = (np.where(nothing, 0.0, end) for end in (amount.low, amount.high))
    return between(low, high, 0.0, value=value)
