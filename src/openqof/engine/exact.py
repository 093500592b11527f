"""The payment rules in exact fractions, one practice at a time, to be read as the specification.

It shares no formula with the array engine: the two are compared on random laws and practices, and where a
figure lies too near half a penny for floating point, this one decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from openqof.core.money import to_pence
from openqof.core.national import (
    BetterOf,
    Improvement,
    Indicator,
    NationalYear,
    Protected,
    Register,
    Sliding,
    YesNo,
)

Pays = Register | YesNo | Sliding | BetterOf


@dataclass(frozen=True, slots=True)
class PracticeFacts:
    """What is known of one practice in one year; a name that is missing from a mapping is not known.

    Counts, points given, base points and baselines are by indicator; registers, populations and their
    national averages by group. Prevalences are shares of the list, baselines percent.
    """

    practice: str
    list_size: Fraction
    share_of_year: Fraction = Fraction(1)
    numerator: Mapping[str, Fraction] = field(default_factory=dict)
    denominator: Mapping[str, Fraction] = field(default_factory=dict)
    points_given: Mapping[str, Fraction] = field(default_factory=dict)
    base_points: Mapping[str, Fraction] = field(default_factory=dict)
    baseline: Mapping[str, Fraction] = field(default_factory=dict)
    register: Mapping[str, Fraction] = field(default_factory=dict)
    population: Mapping[str, Fraction] = field(default_factory=dict)
    national_prevalence: Mapping[str, Fraction] = field(default_factory=dict)
    national_population: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExactLine:
    """One indicator's pay with every term that made it; `index` is of the list or the target population."""

    indicator: str
    achievement: Fraction | None
    points: Fraction
    index: Fraction
    prevalence_factor: Fraction
    share_of_year: Fraction
    pounds: Fraction
    pence: int


def pay_practice(law: NationalYear, facts: PracticeFacts) -> tuple[ExactLine, ...]:
    """Every indicator's line of one practice, in the order of the law."""
    return tuple(pay_line(law, facts, name) for name in law.indicators)


def pay_line(law: NationalYear, facts: PracticeFacts, indicator: str) -> ExactLine:
    """One indicator's line; KeyError where the law has no such indicator."""
    rule = law.indicators[indicator]
    points = earned(rule, facts)
    index = size_index(law, facts, rule)
    factor = prevalence_factor(law, facts, rule)
    value = Fraction(law.point_value.value)
    pounds = points * value * index * factor * facts.share_of_year
    achieved = achievement(facts, indicator)
    return ExactLine(
        indicator, achieved, points, index, factor, facts.share_of_year, pounds, to_pence(pounds)
    )


def achievement(facts: PracticeFacts, indicator: str) -> Fraction | None:
    """Percent achieved; None where counts are not reported or the denominator is nobody."""
    numerator, denominator = facts.numerator.get(indicator), facts.denominator.get(indicator)
    if numerator is None or denominator is None or denominator <= 0:
        return None
    return numerator / denominator * 100


def earned(rule: Indicator, facts: PracticeFacts) -> Fraction:
    """Points of one indicator. A practice with nobody on the register that weights it earns none."""
    if rule.prevalence is not None and facts.register.get(rule.prevalence) == 0:
        return Fraction(0)
    if isinstance(rule.pays, Protected):
        protected = facts.base_points.get(rule.id)
        return protected if protected is not None else _earned_by(rule, rule.pays.normally, facts)
    return _earned_by(rule, rule.pays, facts)


def _earned_by(rule: Indicator, pays: Pays, facts: PracticeFacts) -> Fraction:
    full = Fraction(rule.points.value)
    given = facts.points_given.get(rule.id)
    match pays:
        case Register():
            register = facts.register.get(rule.prevalence or rule.group)
            return _all_or_nothing(full, count=register, given=given)
        case YesNo():
            return _all_or_nothing(full, count=facts.numerator.get(rule.id), given=given)
    if given is not None and (rule.id not in facts.numerator or rule.id not in facts.denominator):
        return given
    achieved = achievement(facts, rule.id)
    if achieved is None:
        return Fraction(0)
    if isinstance(pays, BetterOf):
        improved = _by_improvement(full, pays.improvement, achieved, facts.baseline.get(rule.id))
        return max(by_threshold(full, pays.sliding, achieved), improved)
    return by_threshold(full, pays, achieved)


def _all_or_nothing(full: Fraction, *, count: Fraction | None, given: Fraction | None) -> Fraction:
    """All points for a count above nobody; the points published where there is no count; else none."""
    if count is not None:
        return full if count > 0 else Fraction(0)
    return given if given is not None else Fraction(0)


def by_threshold(full: Fraction, scale: Sliding, achieved: Fraction) -> Fraction:
    """Points of a sliding scale, with its step where it has one."""
    lower, upper, step = Fraction(scale.lower), Fraction(scale.upper), Fraction(scale.step)
    if achieved >= upper:
        return full
    if achieved < lower:
        return Fraction(0)
    return step + (full - step) * (achieved - lower) / (upper - lower)


def _by_improvement(
    full: Fraction, improvement: Improvement, achieved: Fraction, baseline: Fraction | None
) -> Fraction:
    if improvement.upper is None or baseline is None:
        return Fraction(0)
    return by_threshold(full, Sliding(improvement.lower, improvement.upper), achieved - baseline)


def size_index(law: NationalYear, facts: PracticeFacts, rule: Indicator) -> Fraction:
    """List over the average list, or target population over its national mean where both are known."""
    index = facts.list_size / Fraction(law.average_list.value)
    if rule.population is not None:
        target = facts.population.get(rule.population)
        mean = facts.national_population.get(rule.population)
        if target is not None and mean:
            index = target / mean
    return round_half_up(index, law.index_decimals)


def prevalence_factor(law: NationalYear, facts: PracticeFacts, rule: Indicator) -> Fraction:
    """The practice's prevalence over the nation's; 1 where nothing weights pay or either is unknown or 0.

    A practice's own 0 is known: it counts, and gives 0.
    """
    if rule.prevalence is None:
        return Fraction(1)
    register = facts.register.get(rule.prevalence)
    national = facts.national_prevalence.get(rule.prevalence)
    if register is None or not national:
        return Fraction(1)
    if facts.list_size == 0:
        return Fraction(0)
    return round_half_up(register / facts.list_size / national, law.index_decimals)


def round_half_up(value: Fraction, decimals: int | None) -> Fraction:
    """To a number of decimals, halves away from zero; as it is where decimals is None."""
    if decimals is None:
        return value
    unit = Fraction(10) ** decimals
    whole = int(abs(value) * unit + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole) / unit


def exactly(number: float) -> Fraction:
    """The number a float was written as: 0.1 is one tenth, not its nearest binary fraction."""
    if number == int(number):
        return Fraction(int(number))
    return Fraction(Decimal(repr(float(number))))


def share_exactly(share: float) -> Fraction:
    """The days over days that a share of the year stands for; else the number as written."""
    days = Fraction(share).limit_denominator(366)
    return days if float(days) == share else exactly(share)
