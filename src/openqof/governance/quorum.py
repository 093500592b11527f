"""Whether an item is quorate, counted on those still eligible after handling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from openqof.core.governance.interests import Conflict
from openqof.core.governance.meetings import Meeting
from openqof.core.governance.packs import Pack
from openqof.core.governance.seats import Seat
from openqof.core.governance.verdicts import Answer, Reason, Verdict, decide
from openqof.core.governance.wording import day, listed
from openqof.governance import meeting_rules
from openqof.governance.attendance import appointed, attending, eligible, handling_said, item_of
from openqof.governance.chairs import chair_of, in_chair, seated
from openqof.governance.committees import MEETING, OWN, rules_met
from openqof.governance.seats import meets

__all__ = ["eligible", "quorum"]


NO_REGISTER = "The meeting names no register, so that the interests of its members cannot be known."


def quorum(
    meeting: Meeting, pack: Pack, conflicts: Iterable[Conflict], item: str, *, register: bool = True
) -> Verdict:
    """Whether those there may decide an item: the committee's quorum, the rules of the pack, the chair.

    Counted are members who take part fully after the handling that was minuted or that the rules ask,
    whichever is the stronger. The rules of the pack on the day are asked of the same members, so that a lay
    and executive majority is kept among them; the chair is whoever took it. Without a `register` the
    interests of members are not known, and so it is not shown. KeyError where the meeting has no such item.
    """
    question = f"Is “{item_of(meeting, item).title}” quorate on {day(meeting.on)}?"
    held = tuple(conflicts)
    free = eligible(meeting, item, held)
    out = " ".join(_left_out(meeting, item, held, free))
    reasons = [_counted(meeting, free, out), *_bound(meeting, pack, held, item)]
    reasons.append(chair_of(meeting, item, held, pack))
    if not register:
        reasons.append(meeting_rules.reason(meeting_rules.REGISTER, Answer.NOT_SHOWN, NO_REGISTER))
    return decide(question, reasons)


def _bound(meeting: Meeting, pack: Pack, conflicts: Sequence[Conflict], item: str) -> Iterator[Reason]:
    """The rules of the pack on the day, asked of those counted and of whoever is in the chair."""
    chair, committee = in_chair(meeting, item, conflicts, pack), appointed(meeting)
    seats = seated(eligible(meeting, item, conflicts), chair)
    whole = replace(committee, seats=seated(committee.seats, chair))
    return rules_met(seats, whole, pack, on=meeting.on, at=MEETING, advice=False)


def _counted(meeting: Meeting, free: Sequence[Seat], out: str) -> Reason:
    """The committee's own quorum."""
    committee = appointed(meeting)
    if committee.quorum is None:
        said = f"{committee.name} states no quorum."
        return meeting_rules.reason(meeting_rules.QUORUM, Answer.NOT_SHOWN, said)
    met, words = meets(committee.quorum, free, committee.seats)
    answer = Answer.YES if met else Answer.NO
    return Reason(f"{OWN}:quorum", f"{words} {out}".strip(), answer, committee.provenance)


def _left_out(
    meeting: Meeting, item: str, conflicts: Sequence[Conflict], free: Sequence[Seat]
) -> Iterator[str]:
    """Who came and is not counted, by what was done about the conflict."""
    counted = {seat.person for seat in free}
    names: dict[str, list[str]] = {}
    for person in sorted(seat.person for seat in attending(meeting) if seat.person not in counted):
        done = handling_said(meeting, item, person, conflicts)
        names.setdefault(done, []).append(person)
    for done, people in names.items():
        yield f"Not counted: {listed(people)} ({done})."
