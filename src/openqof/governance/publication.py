"""What is to be published by when, and from when a decision may be acted on: publication and call-in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from openqof.core.governance.decisions import Decision
from openqof.core.governance.packs import Clock, Duty, Pack, Rule
from openqof.core.governance.verdicts import Answer, Reason, Verdict, decide
from openqof.core.governance.wording import day
from openqof.core.sources import Basis, Provenance
from openqof.governance.decision_rules import CALLED_IN, PUBLISHED, reason_of
from openqof.governance.decisions import review_due, stale
from openqof.governance.working_days import after

_OWN = Provenance("openqof", Basis.DERIVED)
UNCHANGED = Rule("rests-on-unchanged", "A decision is looked at again when what it rested on changes.", _OWN)
REVIEWED = Rule("review-due", "A decision is looked at again on the day that was set for it.", _OWN)
CALL_IN = "call-in"
OWN = "own"
"""What stands before the rules of a body's own constitution and terms of reference."""


class Due(StrEnum):
    """How a duty stands on a day."""

    DONE = "done"
    LATE = "done late"
    OPEN = "open"
    OVERDUE = "overdue"
    UNDATED = "undated"
    """It has no clock, or the day from which its clock runs is not stated, and it is not said to be done."""


@dataclass(frozen=True, slots=True)
class DutyDue:
    """One duty on a day: by when it is to be done, under which clock, when it was done, and how it stands."""

    duty: Duty
    named: str
    by: date | None
    done: date | None
    state: Due
    clock: tuple[str, Rule] | None = None

    @property
    def says(self) -> str:
        """The duty and how it stands, in a sentence or two."""
        said = {
            Due.DONE: f"Done on {day(self.done)}." if self.done else "",
            Due.LATE: f"Done on {_day(self.done)}, due by {_day(self.by)}.",
            Due.OPEN: f"Due by {_day(self.by)}.",
            Due.OVERDUE: f"It was due by {_day(self.by)}.",
            Due.UNDATED: "It is not said to be done.",
        }
        return f"{self.duty.rule.says} {said[self.state]}"


def _day(when: date | None) -> str:
    return day(when) if when else ""


def due(
    packs: Sequence[Pack],
    *,
    on: date,
    started: Mapping[str, date],
    done: Mapping[str, date] | None = None,
    about: Iterable[str] = ("publication",),
    own_duties: Sequence[Duty] = (),
    own_clocks: Sequence[Clock] = (),
) -> tuple[DutyDue, ...]:
    """The duties about something on a day, those of the packs first and then the body's own.

    `started` maps what a clock starts from (met, decided, published …) to its day; `done` maps what is to be
    published or done to the day on which it was. A body's own clock, where stricter, goes before the pack's.
    """
    wanted = set(about)
    duties = [(pack.named(each.rule), each) for pack in packs for each in pack.duties]
    duties += [(f"{OWN}:{each.rule.id}", each) for each in own_duties]
    clocks = [(pack.named(each.rule), each) for pack in packs for each in pack.clocks]
    clocks += [(f"{OWN}:{each.rule.id}", each) for each in own_clocks]
    return tuple(
        _due(named, duty, _running(duty, clocks, started, on), (done or {}).get(duty.what), on)
        for named, duty in duties
        if duty.about in wanted and duty.rule.in_force(on)
    )


_Named = tuple[str, Clock]
_Running = tuple[date, str, Rule]


def _running(duty: Duty, clocks: Sequence[_Named], started: Mapping[str, date], on: date) -> _Running | None:
    """The clock of the duty that ends the earliest, with its day; None where none runs."""
    found = [
        (after(started[clock.start], clock.count, clock.unit), named, clock.rule)
        for named, clock in clocks
        if clock.about == duty.clock and clock.rule.in_force(on) and clock.start in started
    ]
    return min(found, key=lambda each: each[0], default=None)


def _due(named: str, duty: Duty, running: _Running | None, done: date | None, on: date) -> DutyDue:
    by = running[0] if running else None
    if done is not None:
        state = Due.LATE if by is not None and done > by else Due.DONE
    elif by is None:
        state = Due.UNDATED
    else:
        state = Due.OVERDUE if by < on else Due.OPEN
    return DutyDue(duty, named, by, done, state, running[1:] if running else None)


def published(duties: Sequence[DutyDue]) -> Verdict:
    """Whether all was published that had to be by now; what is still in time does not count."""
    past = [each for each in duties if each.state is not Due.OPEN]
    nothing = (reason_of(PUBLISHED, True, "", so="Nothing was due yet."),)
    reasons = (reason for each in past for reason in _reasons(each))
    return decide("Was all published in its time?", reasons if past else nothing)


def _reasons(due: DutyDue) -> Iterator[Reason]:
    """What the duty says of it, and then its clock."""
    answer = {Due.DONE: Answer.YES, Due.UNDATED: Answer.NOT_SHOWN}.get(due.state, Answer.NO)
    yield Reason(due.named, due.says, answer, due.duty.rule.provenance, due.by)
    if due.clock is not None:
        named, rule = due.clock
        yield Reason(named, f"{rule.says} That is by {_day(due.by)}.", answer, rule.provenance, due.by)


def duty_reasons(duties: Sequence[DutyDue]) -> tuple[Reason, ...]:
    """A reason for each duty of one decision with its day; those without a clock are the body's at all times.

    What is still in time is no reason against it.
    """
    dated = [each for each in duties if each.by is not None]
    return tuple(reason for each in dated for reason in _open_or_past(each))


def _open_or_past(due: DutyDue) -> Iterator[Reason]:
    in_time = due.state is Due.OPEN
    for each in _reasons(due):
        yield replace(each, answer=Answer.YES) if in_time else each


def called_reasons(
    packs: Sequence[Pack],
    on: date,
    *,
    published_on: date,
    called_in: date | None = None,
    settled: date | None = None,
    own_clocks: Sequence[Clock] = (),
) -> tuple[Reason, ...]:
    """The days of the call-in of a published decision, and whether it was called in and that is not settled.

    That the days still run is no reason against it; `may_act` says whether it may be acted on.
    """
    found = call_in(packs, published_on, own_clocks)
    if found is None:
        return ()
    period, *rest = _after_call_in(found, on, called_in, settled)
    return (replace(period, answer=Answer.YES), *rest)


def call_in(
    packs: Sequence[Pack], published_on: date, own_clocks: Sequence[Clock] = ()
) -> tuple[str, Rule, date, date] | None:
    """First and last day on which a decision published on a day may be called in, with the rule that says so.

    The longest period counts where several are stated; None where none is.
    """
    stated = [(pack.named(each.rule), each) for pack in packs for each in pack.clocks]
    stated += [(f"{OWN}:{each.rule.id}", each) for each in own_clocks]
    found = [
        (named, clock.rule, published_on + timedelta(days=1), after(published_on, clock.count, clock.unit))
        for named, clock in stated
        if clock.about == CALL_IN and clock.rule.in_force(published_on)
    ]
    return max(found, key=lambda each: each[3], default=None)


def may_act(
    packs: Sequence[Pack],
    on: date,
    *,
    published_on: date | None,
    called_in: date | None = None,
    settled: date | None = None,
    own_clocks: Sequence[Clock] = (),
) -> Verdict:
    """Whether a decision may be acted on: published, its call-in over, and any call-in settled."""
    question = f"May the decision be acted on on {day(on)}?"
    if published_on is None or published_on > on:
        return decide(question, [reason_of(PUBLISHED, False, "The decision has not been published.")])
    found = call_in(packs, published_on, own_clocks)
    if found is None:
        return decide(question, [reason_of(CALLED_IN, True, "", so="No period for call-in is stated.")])
    return decide(question, _after_call_in(found, on, called_in, settled))


def _next(last: date) -> str:
    return day(last + timedelta(days=1))


def _after_call_in(
    found: tuple[str, Rule, date, date], on: date, called_in: date | None, settled: date | None
) -> Iterator[Reason]:
    named, rule, first, last = found
    over = on > last
    says = f"{rule.says} It runs from {day(first)} to {day(last)}; the first day to act is {_next(last)}."
    yield Reason(named, says, Answer.YES if over else Answer.NO, rule.provenance)
    if called_in is not None and called_in <= last:
        closed = settled is not None and settled <= on
        otherwise = f"It was called in on {day(called_in)}, and that is not settled."
        yield reason_of(CALLED_IN, closed, otherwise, so=f"The call-in of {day(called_in)} is settled.")


def looked_at(decision: Decision, now: Mapping[str, str], unknown: Mapping[str, str], on: date) -> Verdict:
    """Whether a decision is to be looked at again: what it rests on has changed, or its review is due.

    `now` maps names to fingerprints; `unknown` are names whose fingerprint cannot be told, with the reason.
    """
    rests = decision.rests_on or {}
    told = replace(decision, rests_on={name: was for name, was in rests.items() if name not in unknown})
    found = [reason_of(UNCHANGED, False, says) for says in stale(told, now)]
    for name in sorted(set(unknown) & set(rests)):
        found.append(reason_of(UNCHANGED, False, unknown[name], answer=Answer.NOT_SHOWN))
    same = reason_of(UNCHANGED, True, "", so="Nothing that it rests on has changed.")
    return decide(f"Does {decision.reference} stand as it is?", (*(found or [same]), _reviewed(decision, on)))


def _reviewed(decision: Decision, on: date) -> Reason:
    if decision.review is None:
        return reason_of(REVIEWED, True, "", so="None was set.")
    said = day(decision.review)
    due_now = review_due(decision, on)
    return reason_of(REVIEWED, not due_now, f"It was due on {said}.", so=f"It is set for {said}.")
