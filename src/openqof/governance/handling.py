"""How conflicts were handled: as strongly as the pack asks, by whoever was in the chair; who may vote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from openqof.core.governance.interests import Conflict
from openqof.core.governance.meetings import Declared, Handled, Meeting
from openqof.core.governance.packs import HANDLINGS, Pack
from openqof.core.governance.seats import Seat
from openqof.core.governance.verdicts import Answer, Reason, Verdict, decide
from openqof.core.governance.wording import listed
from openqof.governance import meeting_rules
from openqof.governance.attendance import (
    LEAVES,
    SPEAKS,
    STAYS,
    attending,
    eligible,
    handled,
    handling_of,
    handling_said,
    item_of,
    stands_for,
)
from openqof.governance.chairs import able_to_preside
from openqof.governance.interest_rules import rule_named
from openqof.governance.seats import has_vote


def handling(meeting: Meeting, item: str, conflicts: Iterable[Conflict], pack: Pack) -> Verdict:
    """Whether each conflict of those who came was handled as strongly as the rules ask, and is minuted.

    KeyError where the meeting has no such item.
    """
    question = f"Were the conflicts in “{item_of(meeting, item).title}” handled as the rules ask?"
    held = tuple(conflicts)
    here = {seat.person: seat for seat in attending(meeting)} | _deputies_in_waiting(meeting)
    reasons = [
        _asked(meeting, here[each.person], each, pack)
        for each in held
        if each.item == item and each.person in here
    ]
    reasons += _handlers(meeting, item, held, pack)
    reasons += _undecided(meeting, item, held)
    none = meeting_rules.reason(
        meeting_rules.HANDLED, Answer.YES, "Nobody there has a conflict in this item."
    )
    return decide(question, reasons or [none])


def voters(meeting: Meeting, item: str, conflicts: Iterable[Conflict]) -> tuple[Seat, ...]:
    """The seats of those who may vote on an item."""
    return tuple(seat for seat in eligible(meeting, item, conflicts) if has_vote(seat))


def why_no_vote(meeting: Meeting, item: str, person: str, conflicts: Iterable[Conflict]) -> str:
    """Why a person's vote on an item does not count; "" where it does."""
    held = tuple(conflicts)
    free = {seat.person: seat for seat in eligible(meeting, item, held)}
    if person in free:
        return "" if has_vote(free[person]) else "has no vote on this committee"
    done = handling_of(meeting, item, person, held)
    if done and done != STAYS:
        return f"conflicted: {handling_said(meeting, item, person, held)}"
    return _not_there(meeting, person)


def _not_there(meeting: Meeting, person: str) -> str:
    if member := stands_for(meeting, person):
        return f"deputy of {member}, whose place is not free"
    known = {seat.person for seat in meeting.committee.seats}
    return "was not there" if person in known else "is no member of this committee"


def _deputies_in_waiting(meeting: Meeting) -> dict[str, Seat]:
    """Deputies of members who came, in the seats they take where the member may not decide."""
    seats = {seat.person: seat for seat in meeting.committee.seats}
    return {
        deputy: seats[member]
        for deputy, member in meeting.deputies
        if member in seats and deputy not in seats
    }


def _asked(meeting: Meeting, seat: Seat, conflict: Conflict, pack: Pack) -> Reason:
    """One conflict: what is asked at the least, and what was done."""
    done = handled(meeting, conflict.item, conflict.person)
    least = conflict.least or STAYS
    asked = f"{conflict.why} At the least: {least}."
    if not done:
        return _cited(conflict, pack, Answer.NOT_SHOWN, f"{asked} No handling is minuted.")
    strongest = max(done, key=lambda each: HANDLINGS.index(each.handling))
    if not _as_strong(strongest.handling, least, seat):
        return _cited(
            conflict, pack, Answer.NO, f"{asked} Minuted: {strongest.handling}, which is too little."
        )
    if _leaves(strongest) and not strongest.left:
        return _cited(conflict, pack, Answer.NOT_SHOWN, f"{asked} The time of leaving is not minuted.")
    return _cited(conflict, pack, Answer.YES, f"{asked} Minuted: {strongest.handling}{_times(strongest)}.")


def _as_strong(done: str, least: str, seat: Seat) -> bool:
    """Whether what was done is enough; a member without a vote who stays does speak but not vote."""
    without = done == STAYS and not has_vote(seat)
    return HANDLINGS.index(SPEAKS if without else done) >= HANDLINGS.index(least)


def _leaves(done: Handled) -> bool:
    return done.handling == LEAVES


def _times(done: Handled) -> str:
    left = f", left at {done.left}" if done.left else ""
    return f"{left}, returned at {done.returned}" if done.returned else left


def _cited(conflict: Conflict, pack: Pack, answer: Answer, says: str) -> Reason:
    """A reason that cites the rule of the pack that asks for the handling, else the rule of procedure."""
    found = ((name, rule_named(name, pack)) for name in conflict.rules)
    known = next(((name, rule) for name, rule in found if rule is not None), None)
    if known is None:
        return meeting_rules.reason(meeting_rules.HANDLED, answer, says)
    return Reason(known[0], says, answer, known[1].provenance)


def _handlers(meeting: Meeting, item: str, held: Iterable[Conflict], pack: Pack) -> Iterator[Reason]:
    """What is wrong with who decided: only the chair does, and nobody on their own conflict."""
    conflicts = tuple(held)
    wrong: dict[tuple[str, str], list[str]] = {}
    for each in (each for each in meeting.handled if each.item == item):
        for_them = _who_decides(meeting, item, each.person, conflicts, pack)
        if each.by not in for_them:
            whom = f"for {listed(for_them, joined='or')}" if for_them else "for nobody there"
            own = each.by == each.person
            wrong.setdefault((each.by, "" if own else whom), []).append(each.person)
    if wrong:
        said = " ".join(_wrongly(by, whom, people) for (by, whom), people in wrong.items())
        yield meeting_rules.reason(meeting_rules.HANDLED, Answer.NO, said)


def _who_decides(
    meeting: Meeting, item: str, person: str, conflicts: tuple[Conflict, ...], pack: Pack
) -> tuple[str, ...]:
    """Who decides on the conflict of a person: whoever may preside, else the others who may vote."""
    chairs = able_to_preside(meeting, item, conflicts, pack, but=person)
    others = (seat.person for seat in voters(meeting, item, conflicts) if seat.person != person)
    return chairs or tuple(sorted(others))


def _wrongly(by: str, whom: str, people: Iterable[str]) -> str:
    held = tuple(dict.fromkeys(people))
    if not whom:
        return f"{by} decided how a conflict of their own was handled."
    many = f"the conflicts of {listed(held)} were" if len(held) > 1 else f"the conflict of {held[0]} was"
    return f"{by} decided how {many} handled, while it was {whom} to decide."


def _undecided(meeting: Meeting, item: str, held: Iterable[Conflict]) -> Iterator[Reason]:
    """Declarations of no category, of which nothing is minuted."""
    told = {each.person for each in held if each.item == item}
    for each in meeting.declared:
        if each.item == item and each.person not in told:
            yield _said(meeting, each)


def _said(meeting: Meeting, declared: Declared) -> Reason:
    done = handled(meeting, declared.item, declared.person)
    said = f"{declared.person} declared: {declared.nature}."
    if not done:
        said = f"{said} No handling is minuted."
        return meeting_rules.reason(meeting_rules.DECLARED, Answer.NOT_SHOWN, said)
    said = f"{said} Minuted: {done[-1].handling}{_times(done[-1])}."
    return meeting_rules.reason(meeting_rules.DECLARED, Answer.YES, said)
