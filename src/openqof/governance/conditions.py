"""Whether a condition holds of the facts of a case, by when it was needed, and what is missing, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from openqof.core.governance.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Condition,
    Facts,
    FirstOf,
    InTime,
    Is,
    Known,
    Not,
    OneOf,
)
from openqof.core.governance.verdicts import Answer
from openqof.core.governance.wording import listed
from openqof.governance.condition_days import first_day, last_day, stated
from openqof.governance.condition_words import leaf_words, lower

_OPPOSITE = {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.NOT_SHOWN: Answer.NOT_SHOWN}
ASKED = "asked"
"""The fact by which a time has run out: the day on which the case was put."""


def holds(condition: Condition, facts: Facts) -> Answer:
    """Whether a condition holds; "not shown" where a fact that would settle it is not stated.

    A day that must lie long enough before another is taken as too late where it is not stated and the case
    was put after the last day in time.
    """
    match condition:
        case AllOf(parts):
            return _first_of((Answer.NO, Answer.NOT_SHOWN), parts, facts, Answer.YES)
        case AnyOf(parts):
            return _first_of((Answer.YES, Answer.NOT_SHOWN), parts, facts, Answer.NO)
        case Not(part):
            return _OPPOSITE[holds(part, facts)]
        case Known(fact):
            return Answer.YES if stated(facts, fact) is not None else Answer.NOT_SHOWN
        case InTime():
            return _in_time(condition, facts)
    return _of_value(condition, facts)


def _first_of(
    wanted: tuple[Answer, ...], parts: Iterable[Condition], facts: Facts, otherwise: Answer
) -> Answer:
    found = {holds(part, facts) for part in parts}
    return next((answer for answer in wanted if answer in found), otherwise)


def _of_value(condition: Is | OneOf | AtLeast | AtMost | FirstOf, facts: Facts) -> Answer:
    value = stated(facts, condition.fact)
    match condition, value:
        case (_, None):
            return Answer.NOT_SHOWN
        case (Is(_, wanted), _):
            return _answer(value == wanted)
        case (OneOf(_, among), _):
            return _answer(value in among)
        case (AtLeast(_, limit), Decimal()):
            return _answer(value >= limit)
        case (AtMost(_, limit), Decimal()):
            return _answer(value <= limit)
        case (FirstOf(_, period), date()):
            return _answer(value == first_day(value, period))
    return Answer.NOT_SHOWN


def _answer(found: bool) -> Answer:
    return Answer.YES if found else Answer.NO


def _in_time(condition: InTime, facts: Facts) -> Answer:
    limit, value, asked = last_day(condition, facts), stated(facts, condition.fact), facts.get(ASKED)
    if limit is None:
        return Answer.NOT_SHOWN
    if isinstance(value, date):
        return _answer(value <= limit)
    return Answer.NO if isinstance(asked, date) and asked > limit else Answer.NOT_SHOWN


def needed_by(condition: Condition, facts: Facts) -> date | None:
    """The last day on which what is missing would have been in time; None where no day is at issue.

    Of several things that must all hold the earliest day counts; of alternatives the latest.
    """
    if holds(condition, facts) is Answer.YES:
        return None
    match condition:
        case InTime():
            return last_day(condition, facts)
        case FirstOf(fact, period):
            value = stated(facts, fact)
            return first_day(value, period) if isinstance(value, date) else None
        case AllOf(parts):
            return min(_days(parts, facts), default=None)
        case AnyOf(parts):
            return max(_days(parts, facts), default=None)
    return None


def _days(parts: Iterable[Condition], facts: Facts) -> list[date]:
    return [day for part in parts if (day := needed_by(part, facts)) is not None]


def unmet(condition: Condition, facts: Facts) -> tuple[str, ...]:
    """What a condition lacks, one sentence without its full stop each; nothing where it holds.

    Each says what the fact is, what is needed and what was stated; alternatives stand in one sentence.
    """
    if holds(condition, facts) is Answer.YES:
        return ()
    match condition:
        case AllOf(parts):
            return tuple(words for part in parts for words in unmet(part, facts))
        case AnyOf(parts):
            return ("Either " + ", or ".join(_joined(part, facts) for part in parts),)
        case Not(part):
            return _denied(part, facts)
    return (leaf_words(condition, facts, denied=False),)


def _joined(part: Condition, facts: Facts) -> str:
    return listed(lower(words) for words in unmet(part, facts))


def _denied(part: Condition, facts: Facts) -> tuple[str, ...]:
    """What the contrary of a condition lacks, with the denial brought down to the facts."""
    match part:
        case Not(inner):
            return unmet(inner, facts)
        case AllOf(parts):
            return unmet(AnyOf(tuple(Not(each) for each in parts)), facts)
        case AnyOf(parts):
            return unmet(AllOf(tuple(Not(each) for each in parts)), facts)
    return (leaf_words(part, facts, denied=True),)
