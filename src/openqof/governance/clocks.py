"""The calendar of a day: every period of the rules that starts on it, and the day that each comes to.

The longest that something may take comes to its last day. The shortest that must pass comes to the first day
on which the next thing is allowed, and a period whose end the law fixes to the one day on which it ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from openqof.core.governance.packs import Clock, Pack
from openqof.core.governance.wording import day
from openqof.governance.action_words import PERIODS
from openqof.governance.packs import in_force
from openqof.governance.procurement import STANDSTILL, standstill
from openqof.governance.publication import CALL_IN, OWN
from openqof.governance.register_clocks import KEEP, SHOW
from openqof.governance.working_days import after, month_end

_TO_THE_END = frozenset({CALL_IN, SHOW, KEEP})
"""Periods whose last day still belongs to them: what they hold back is allowed the day after."""
_LEAVING = "leave-delegation"
"""Delegation is left on a 1 April only: on the first after the whole of the notice."""
_FIXED = frozenset(each.about for periods in PERIODS.values() for each in periods if each.exactly)


class Bound(StrEnum):
    """What the day is that a period comes to."""

    LAST = "last day"
    FIRST = "first day allowed"
    ONLY = "only day"


@dataclass(frozen=True, slots=True)
class Running:
    """A period that starts on a day: its clock, the name it is cited by, and the day it comes to."""

    clock: Clock
    named: str
    start: date
    bound: Bound
    day: date

    @property
    def says(self) -> str:
        """The rule, and the day it comes to, in two sentences."""
        return f"{self.clock.rule.says} From {day(self.start)} the {self.bound} is {day(self.day)}."


def calendar(
    pack: Pack, on: date, *, about: str | None = None, own_clocks: Sequence[Clock] = ()
) -> tuple[Running, ...]:
    """The periods that start on a day, by the clocks in force on it: the pack's, then the body's own.

    `about` keeps those about one thing. A day after the last that a calendar has is that last day.
    """
    named = [(pack.named(each.rule), each) for each in in_force(pack.clocks, on)]
    named += [(f"{OWN}:{each.rule.id}", each) for each in in_force(own_clocks, on)]
    return tuple(
        Running(clock, name, on, _bound(clock), _day(clock, on))
        for name, clock in named
        if about in (None, clock.about)
    )


def _bound(clock: Clock) -> Bound:
    if clock.about in _FIXED or clock.about == _LEAVING:
        return Bound.ONLY
    return Bound.FIRST if clock.least or clock.about in {*_TO_THE_END, STANDSTILL} else Bound.LAST


def _day(clock: Clock, on: date) -> date:
    try:
        return _counted(clock, on)
    except (OverflowError, ValueError):
        return date.max


def _counted(clock: Clock, on: date) -> date:
    if clock.about == STANDSTILL:
        return standstill(on, clock)[1] + timedelta(days=1)
    end = after(on, clock.count, clock.unit)
    if clock.about in _TO_THE_END:
        return end + timedelta(days=1)
    if clock.about == _LEAVING:
        return date(end.year + (end >= date(end.year, 4, 1)), 4, 1)
    return month_end(end) if clock.about in _FIXED else end
