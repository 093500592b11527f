"""In words: how an indicator came by its points."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from openqof.core.national import (
    BetterOf,
    Indicator,
    NationalYear,
    Pays,
    Protected,
    Register,
    Sliding,
    YesNo,
)
from openqof.engine.exact import ExactLine, PracticeFacts, by_threshold
from openqof.engine.gather import paid_in_full
from openqof.engine.numbers import share_written, written


@dataclass(frozen=True, slots=True)
class Earned:
    """The terms of the points, how they came about in a word or two, and what is out of the ordinary."""

    terms: str
    how: str
    notes: tuple[str, ...] = ()


def explain_points(law: NationalYear, facts: PracticeFacts, rule: Indicator, line: ExactLine) -> Earned:
    """How the points of a line were earned, in the order the rules are asked."""
    if rule.prevalence is not None and facts.register.get(rule.prevalence) == 0:
        note = f"nobody is on the {rule.prevalence} register, so nothing is earned"
        return Earned("0: nobody on the register", "nobody on the register", (note,))
    if isinstance(rule.pays, Protected):
        return _protected(law, facts, rule, rule.pays, line)
    return _by(law, facts, rule, rule.pays, line)


def _protected(
    law: NationalYear, facts: PracticeFacts, rule: Indicator, pays: Protected, line: ExactLine
) -> Earned:
    if rule.id in facts.base_points:
        note = f"points protected at those of {pays.at}; this year's counts do not change them"
        return Earned(f"protected: as earned in {pays.at}", f"protected at {pays.at}", (note,))
    usual = _by(law, facts, rule, pays.normally, line)
    note = f"protected at {pays.at}, but nothing is known of that year here: paid on this year's counts"
    return Earned(usual.terms, usual.how, (note, *usual.notes))


def _by(law: NationalYear, facts: PracticeFacts, rule: Indicator, pays: Pays, line: ExactLine) -> Earned:
    if isinstance(pays, Register):
        count = facts.register.get(rule.prevalence or rule.group)
        return _all_or_nothing(law, facts, rule, count, "on the register")
    if isinstance(pays, YesNo):
        return _all_or_nothing(law, facts, rule, facts.numerator.get(rule.id), "done")
    if rule.id not in facts.numerator or rule.id not in facts.denominator:
        return _given(law, facts, rule, "counts")
    if line.achievement is None:
        note = "nobody is in the denominator, so nothing is earned"
        return Earned("0: nobody in the denominator", "denominator 0", (note,))
    if isinstance(pays, BetterOf):
        return _better(facts, rule, pays, line.achievement)
    if isinstance(pays, Sliding):
        return Earned(_scale(rule, pays, line.achievement), "thresholds")
    raise TypeError(f"{rule.id} pays in a way that cannot be explained: {pays}")


def _all_or_nothing(
    law: NationalYear, facts: PracticeFacts, rule: Indicator, count: Fraction | None, said: str
) -> Earned:
    if count is None:
        return _given(law, facts, rule, "the register" if said == "on the register" else "the answer")
    full = written(Fraction(rule.points.value))
    if said == "done":
        return Earned(f"{full}: done" if count > 0 else "0: not done", "yes/no")
    return Earned(
        f"{full}: {written(count)} on the register" if count > 0 else "0: nobody on the register", "register"
    )


def _given(law: NationalYear, facts: PracticeFacts, rule: Indicator, missing: str) -> Earned:
    """What stands where nothing was counted: points as published, or paid in full, or none."""
    given = facts.points_given.get(rule.id)
    if given is None:
        note = f"{missing} and points are not reported: nothing is earned"
        return Earned("0: not reported", "not reported", (note,))
    if rule.id in paid_in_full(law) and given == Fraction(rule.points.value):
        return Earned(
            "paid in full to every practice", "paid in full", ("paid in full by an arrangement of the year",)
        )
    note = (
        f"points as published, not computed: {missing} {'is' if missing != 'counts' else 'are'} not reported"
    )
    return Earned("as published", "as published", (note,))


def _better(facts: PracticeFacts, rule: Indicator, pays: BetterOf, achieved: Fraction) -> Earned:
    """The thresholds, and the improvement route where it can be priced and pays more."""
    scale = Earned(_scale(rule, pays.sliding, achieved), "thresholds")
    baseline, route = facts.baseline.get(rule.id), pays.improvement
    if route.upper is None:
        return Earned(
            scale.terms, scale.how, ("the improvement route is not priced: its upper bound was not found",)
        )
    if baseline is None:
        return Earned(
            scale.terms, scale.how, ("the improvement route is not priced: earlier years are not known here",)
        )
    full, bounds = Fraction(rule.points.value), Sliding(route.lower, route.upper)
    if by_threshold(full, bounds, achieved - baseline) <= by_threshold(full, pays.sliding, achieved):
        return scale
    terms = _scale(rule, bounds, achieved - baseline)
    gain = f"{_figure(achieved - baseline)} percentage points"
    note = f"an improvement of {gain} on the practice's own {_figure(baseline)}% pays more"
    return Earned(terms, "improvement", (note,))


def _scale(rule: Indicator, scale: Sliding, achieved: Fraction) -> str:
    """The sum a sliding scale does, with its own numbers."""
    full, lower, upper, step = (
        written(Fraction(number)) for number in (rule.points.value, scale.lower, scale.upper, scale.step)
    )
    if achieved >= scale.upper:
        return f"{full}: {_figure(achieved)} is at or above {upper}"
    if achieved < scale.lower or (achieved == scale.lower and not scale.step):
        return f"0: {_figure(achieved)} is {'at' if achieved == scale.lower else 'below'} {lower}"
    sum_ = f"× ({_figure(achieved)} − {lower}) / ({upper} − {lower})"
    return f"{step} + ({full} − {step}) {sum_}" if scale.step else f"{full} {sum_}"


def _figure(percent: Fraction) -> str:
    return share_written(percent, 4).text
