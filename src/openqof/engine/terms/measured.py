"""Own measures as the terms read them: what was achieved, what a scale makes of it, what a standard does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from openqof.engine.exact import exactly
from openqof.engine.law import FloatArray
from openqof.engine.terms.facts import BoolArray, Counts, Facts
from openqof.engine.terms.ranges import Worth, between, by_end

TIE = 1e-9
"""Nearer to a threshold than this, relative to it, fractions decide and not floating point."""


@dataclass(frozen=True, slots=True, eq=False)
class Achieved:
    """What practices reached, (p,), NaN where not known: `now`, and the `least` and `most` it can come to.

    `nobody` marks those with nobody in the denominator: they have no achievement, and are paid nothing for
    it. `exact` gives one practice's figure in fractions.
    """

    now: FloatArray
    least: FloatArray
    most: FloatArray
    nobody: BoolArray
    exact: Callable[[int], Fraction]


def counts_of(facts: Facts, measure: str, period: str = "") -> Counts:
    """The measure's counts; not known for anybody where the facts do not hold it."""
    nothing = np.full(len(facts), np.nan)
    return facts.measures.get((measure, period), Counts(nothing, nothing))


def achieved(facts: Facts, measure: str) -> Achieved:
    """A share in percent, a count or pounds as they are, yes or no as 100 or 0."""
    counts = counts_of(facts, measure)
    nobody = np.zeros(len(facts), dtype=bool)
    top, bottom = counts.numerator, counts.denominator
    if counts.kind == "share":
        nobody = bottom == 0
        with np.errstate(divide="ignore", invalid="ignore"):
            now = np.where(nobody, 0.0, 100.0 * top / bottom)
        return percent(now, nobody, lambda i: 100 * exactly(top[i]) / exactly(bottom[i]))
    if counts.kind == "yes_no":
        now = np.where(np.isnan(top), np.nan, np.where(top > 0, 100.0, 0.0))
        return percent(now, nobody, lambda i: Fraction(100 if top[i] > 0 else 0))
    return Achieved(top, np.minimum(0.0, top), np.full_like(top, np.inf), nobody, lambda i: exactly(top[i]))


def percent(now: FloatArray, nobody: BoolArray, exact: Callable[[int], Fraction]) -> Achieved:
    """A percentage that can come to anything from 0 to 100."""
    return Achieved(now, np.minimum(0.0, now), np.maximum(100.0, now), nobody, exact)


def numbers(facts: Facts, measure: str, period: str = "") -> Worth:
    """How many were counted: nought to as many as now, and to 1 where the measure is yes or no."""
    counts = counts_of(facts, measure, period)
    top = counts.numerator
    if counts.kind != "yes_no":
        return between(0.0, value=top)
    return between(0.0, 1.0, value=np.where(np.isnan(top), np.nan, np.where(top > 0, 1.0, 0.0)))


def scale(reached: Achieved, lower: Decimal, upper: Decimal) -> Worth:
    """The share of a sliding scale that is earned, 0 to 1; a scale without length is a standard."""
    if upper <= lower:
        return standard(reached, upper)
    ends = (reached.now, reached.least, reached.most)
    now, low, high = (_slide(each, float(lower), float(upper)) for each in ends)
    return _of_somebody(reached, between(low, high, value=now))


def _slide(reached: FloatArray, lower: float, upper: float) -> FloatArray:
    return np.clip((reached - lower) / (upper - lower), 0.0, 1.0)


def standard(reached: Achieved, at_least: Decimal) -> Worth:
    """1 where a standard is met, else 0."""
    now = met(reached, at_least)
    ends = (np.where(end >= float(at_least), 1.0, 0.0) for end in (reached.least, reached.most))
    return _of_somebody(reached, between(*ends, value=now))


def met(reached: Achieved, at_least: Decimal) -> FloatArray:
    """1 where the standard is met, 0 where it is not, NaN where that is not known."""
    bar = float(at_least)
    now = np.where(np.isnan(reached.now), np.nan, np.where(reached.now >= bar, 1.0, 0.0))
    tied = np.abs(reached.now - bar) <= TIE * max(1.0, abs(bar))
    for place in np.flatnonzero(tied & ~reached.nobody):
        now[place] = float(reached.exact(int(place)) >= Fraction(at_least))
    return np.where(reached.nobody, 0.0, now)


def _of_somebody(reached: Achieved, share: Worth) -> Worth:
    """Nothing where the denominator is nobody."""
    return by_end(lambda end: np.where(reached.nobody, 0.0, end), share)
