"""How the exact engine reads measures: achievement, scales, standards and gains of one practice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import isnan

from openqof.core.terms import Improvement, Standard
from openqof.engine.exact import exactly
from openqof.engine.law import FloatArray
from openqof.engine.terms.facts import Facts

Range = tuple[Fraction, Fraction, Fraction]
"""A figure as it stands, at least and at most."""

NONE, WHOLE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Reached:
    """What one practice reached, and the least and most it can; `most` None: without limit.

    `nobody`: the denominator is nobody, so that nothing can be reached.
    """

    now: Fraction
    least: Fraction
    most: Fraction | None
    nobody: bool = False


def number(figures: FloatArray | None, place: int) -> Fraction | None:
    """The figure as it was written; None where there is none."""
    if figures is None or isnan(figures[place]):
        return None
    return exactly(float(figures[place]))


def reached(facts: Facts, measure: str, place: int) -> Reached | None:
    """Percent of a share, a count as it is, 100 or 0 for yes or no; None where it is not known."""
    counts = facts.measures.get((measure, ""))
    if counts is None:
        return None
    top = number(counts.numerator, place)
    if counts.kind == "share":
        bottom = number(counts.denominator, place)
        if bottom == 0:
            return Reached(NONE, NONE, NONE, nobody=True)
        return None if top is None or bottom is None else _percent(top / bottom * 100)
    if top is None:
        return None
    if counts.kind == "yes_no":
        return _percent(Fraction(100 if top > 0 else 0))
    return Reached(top, min(top, NONE), None)


def _percent(now: Fraction) -> Reached:
    return Reached(now, min(now, NONE), max(now, Fraction(100)))


def gain(facts: Facts, term: Improvement, place: int) -> Reached | None:
    """This year's achievement less the mean of the earlier years known; None without any of them."""
    if term.own:
        now = reached(facts, term.of, place)
    else:
        found = number(facts.past.get((term.of, facts.now.year)), place)
        now = None if found is None else _percent(found)
    past, year = [], facts.now.year
    for _ in range(term.years):
        year = year.previous
        past.append(number(facts.past.get((term.of, year)), place))
    known = [each for each in past if each is not None]
    if now is None or now.nobody:
        return now
    if not known:
        return None
    mean = sum(known, NONE) / len(known)
    most = None if now.most is None else now.most - mean
    return replace(now, now=now.now - mean, least=now.least - mean, most=most)


def slid(found: Reached | None, lower: Decimal, upper: Decimal) -> Range | None:
    """The share of a scale: none below the lower threshold, all from the upper, straight between."""
    if found is None or found.nobody:
        return None if found is None else (NONE, NONE, NONE)

    def share(figure: Fraction | None) -> Fraction:
        if figure is None or figure >= Fraction(upper):
            return WHOLE
        if figure < Fraction(lower):
            return NONE
        return (figure - Fraction(lower)) / (Fraction(upper) - Fraction(lower))

    return share(found.now), share(found.least), share(found.most)


def meets(facts: Facts, standard: Standard, place: int) -> Range | None:
    """1 for a standard that is met and 0 for one that is not: as it stands, at worst and at best."""
    return slid(reached(facts, standard.measure, place), standard.at_least, standard.at_least)


def counted(facts: Facts, measure: str, place: int, period: str = "") -> Range | None:
    """How many: from nought to as many as now, and to 1 for yes or no."""
    counts = facts.measures.get((measure, period))
    many = None if counts is None else number(counts.numerator, place)
    if counts is None or many is None:
        return None
    if counts.kind == "yes_no":
        return (WHOLE if many > 0 else NONE), NONE, WHOLE
    return many, min(many, NONE), max(many, NONE)
