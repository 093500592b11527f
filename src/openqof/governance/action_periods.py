"""The periods of contract actions: long enough, not too long, or ending on the very day that the law says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from openqof.core.governance.actions import Action
from openqof.core.governance.packs import Clock, Pack
from openqof.core.governance.verdicts import Answer, Reason
from openqof.core.governance.wording import day, length_of
from openqof.governance.action_words import PERIODS, WORDS, Period, day_of, stated
from openqof.governance.working_days import after, bank_holidays, is_working, latest_start, month_end


def periods(action: Action, packs: Sequence[Pack]) -> tuple[Reason, ...]:
    """A reason for every period asked of an action, by the first pack that has its clock on that day.

    A period that is too short or too long is refused with the right day; `needed_by` is the last day on which
    a notice that ends on that day could have been served.
    """
    asked = (each for each in PERIODS.get(action.kind, ()) if each.asked_of(action))
    return tuple(reason for each in asked for reason in _reasons(each, action, packs))


def clock_for(about: str, on: date, packs: Sequence[Pack]) -> tuple[Pack, Clock] | None:
    """The first clock about something in force on a day, with its pack; None where no pack has one."""
    return next(
        (
            (pack, clock)
            for pack in packs
            for clock in pack.clocks
            if clock.about == about and clock.rule.in_force(on)
        ),
        None,
    )


def _reasons(period: Period, action: Action, packs: Sequence[Pack]) -> Iterator[Reason]:
    start, end = day_of(action, period.start), day_of(action, period.end)
    found = clock_for(period.about, action.served, packs)
    if found is None or start is None or end is None:
        return
    pack, clock = found
    right = after(start, clock.count, clock.unit)
    if period.exactly:
        right = month_end(right)
    excuse = stated(action, period.excused_by) if period.excused_by else ""
    answer, says = _judged(period, clock, end, right, excuse)
    needed = latest_start(end, clock.count, clock.unit) if clock.least and answer is Answer.NO else None
    said = " ".join(filter(None, (clock.rule.says, says, _not_worked(period, clock, end))))
    yield Reason(pack.named(clock.rule), said, answer, clock.rule.provenance, needed)


def _not_worked(period: Period, clock: Clock, end: date) -> str:
    """That what is to be done in a period set by a notice falls due on no working day; "" where not so."""
    if period.end != "period ends" or clock.unit == "working days" or is_working(end):
        return ""
    what = "bank holiday" if end in bank_holidays(end.year) else f"{end:%A}"
    counted = "calendar days" if clock.unit == "days" else f"calendar {clock.unit}"
    return f"{day(end)} is a {what}; the period is in {counted}."


def _judged(period: Period, clock: Clock, end: date, right: date, excuse: str) -> tuple[Answer, str]:
    """The answer for a period that ends on a day, where it may end on another."""
    if period.exactly:
        if end == right:
            return Answer.YES, f"It ends on {day(end)}."
        return Answer.NO, f"It is said to end on {day(end)}; the right day is {day(right)}."
    if clock.least and end < right:
        return _short(period, clock, end, right, excuse)
    if not clock.least and end > right:
        return Answer.NO, f"{day(end)} is too late; the last day is {day(right)}."
    return Answer.YES, f"{day(end)} is {'late' if clock.least else 'early'} enough."


def _short(period: Period, clock: Clock, end: date, right: date, excuse: str) -> tuple[Answer, str]:
    known = WORDS.get(period.excused_by)
    if excuse and (known is None or excuse in known):
        return Answer.YES, f"{day(end)} is sooner, and the reason stated allows it: {excuse}."
    least = length_of(clock.count, clock.unit)
    return Answer.NO, f"{day(end)} is too soon; the first day that leaves {least} is {day(right)}."
