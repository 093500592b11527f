"""Who may take the chair of an item: the chair, else the vice-chair, else an eligible lay member."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from openqof.core.governance.bodies import Committee
from openqof.core.governance.interests import Conflict
from openqof.core.governance.meetings import Meeting
from openqof.core.governance.packs import CommitteeRule, Pack
from openqof.core.governance.seats import CHAIR, VICE_CHAIR, AllSeats, OfficeIs, Seat, SeatRule
from openqof.core.governance.verdicts import Answer, Reason
from openqof.core.governance.wording import listed
from openqof.governance import meeting_rules
from openqof.governance.attendance import attending, eligible, may_speak
from openqof.governance.seats import has_vote, holding, meets

LAY = "lay"


def presiding(meeting: Meeting, item: str, conflicts: Iterable[Conflict], pack: Pack) -> str:
    """Who takes the chair of an item; "" where nobody there may.

    The one who took the chair of the meeting, else the chair, else the vice-chair, else the first by name of
    the lay members who may, which stands for whom those present choose; each only if eligible for the item.
    Where none is, the same are asked of those who may stay and speak.
    """
    return next(iter(able_to_preside(meeting, item, conflicts, pack)), "")


def able_to_preside(
    meeting: Meeting, item: str, conflicts: Iterable[Conflict], pack: Pack, *, but: str = ""
) -> tuple[str, ...]:
    """Whoever may be in the chair of an item: one person, or all lay members of whom one is chosen.

    `but` names somebody who may not, since it is about a conflict of his or her own.
    """
    held = tuple(conflicts)
    for found in (eligible(meeting, item, held), may_speak(meeting, item, held)):
        able = _able(meeting, [seat for seat in found if seat.person != but], pack)
        if able:
            return able
    return ()


def in_chair(meeting: Meeting, item: str, conflicts: Iterable[Conflict], pack: Pack) -> str:
    """Who is in the chair of an item: who took it, though wrongly, else who may; "" where nobody may."""
    taken = wrongly_taken(meeting, pack) is not None and meeting.chair in _there(meeting)
    return meeting.chair if taken else presiding(meeting, item, conflicts, pack)


def presiding_at(meeting: Meeting, pack: Pack) -> str:
    """Who takes the chair of the meeting where no item is spoken of; "" where nobody there may."""
    return next(iter(_able(meeting, attending(meeting), pack)), "")


def chair_of(meeting: Meeting, item: str, conflicts: Iterable[Conflict], pack: Pack) -> Reason:
    """Whether somebody there may take the chair of an item, and who."""
    held = tuple(conflicts)
    if (taken := wrongly_taken(meeting, pack)) is not None:
        return meeting_rules.reason(meeting_rules.CHAIR, Answer.NO, taken)
    able = able_to_preside(meeting, item, held, pack)
    if not able:
        said = "Nobody who may take the chair of this item is there and free of a conflict."
        return meeting_rules.reason(meeting_rules.CHAIR, Answer.NO, said)
    voting = able[0] in {seat.person for seat in eligible(meeting, item, held)}
    spoken = "" if voting else " That is by leave to stay and speak, and without a vote."
    return meeting_rules.reason(meeting_rules.CHAIR, Answer.YES, _who_says(meeting, able) + spoken)


def seated(seats: Sequence[Seat], chair: str) -> tuple[Seat, ...]:
    """The seats with the office of the chair held by whoever takes it now."""
    return tuple(_seated(seat, chair) for seat in seats)


def bars(seat: Seat, committee: Committee, pack: Pack, meeting: Meeting) -> tuple[str, ...]:
    """Why a member may not take the chair, by the rules on who may be chair; none where it may."""
    one = (replace(seat, office=CHAIR),)
    found = (meets(rule, one, one) for rule in _rules_of_chair(committee, pack, meeting))
    return tuple(words for met, words in found if not met)


def _able(meeting: Meeting, free: Sequence[Seat], pack: Pack) -> tuple[str, ...]:
    voting = (seat for seat in free if has_vote(seat))
    able = {seat.person: seat for seat in voting if not bars(seat, meeting.committee, pack, meeting)}
    usual = [meeting.chair, *_holders(able.values(), CHAIR), *_holders(able.values(), VICE_CHAIR)]
    first = next((person for person in usual if person in able), "")
    return (first,) if first else tuple(sorted(who for who, seat in able.items() if seat.of == LAY))


def _holders(seats: Iterable[Seat], office: str) -> list[str]:
    return [seat.person for seat in holding(office, seats)]


def wrongly_taken(meeting: Meeting, pack: Pack) -> str | None:
    """What is wrong with whoever took the chair of the meeting; None where nothing is, or nobody is named."""
    if not meeting.chair:
        return None
    seat = next((each for each in attending(meeting) if each.person == meeting.chair), None)
    if seat is None and meeting.chair in {each.person for each in meeting.committee.seats}:
        return f"{meeting.chair} is named in the chair, and was not there."
    if seat is None:
        return f"{meeting.chair} is named in the chair, and has no seat at this meeting."
    if not has_vote(seat):
        return f"{seat.person} took the chair, and has no vote on this committee."
    wrong = bars(seat, meeting.committee, pack, meeting)
    return f"{seat.person} took the chair, and may not: {' '.join(wrong)}" if wrong else None


def _there(meeting: Meeting) -> set[str]:
    return {seat.person for seat in attending(meeting)}


def _who_says(meeting: Meeting, able: Sequence[str]) -> str:
    who, seats = able[0], attending(meeting)
    usual = meeting.chair or next(iter(_holders(meeting.committee.seats, CHAIR)), "")
    if who == usual:
        return f"{who} takes the chair."
    why = f"{usual} is absent or conflicted" if usual else "The committee has no chair"
    if who in _holders(seats, VICE_CHAIR):
        return f"{why}, so that the vice-chair, {who}, takes the chair."
    if who in _holders(seats, CHAIR):
        return f"{why}, so that the chair, {who}, takes the chair."
    choice = listed(able, joined="or")
    return f"{why}, and no vice-chair can step in: a lay member is chosen, who may be {choice}."


def _seated(seat: Seat, chair: str) -> Seat:
    if seat.person == chair:
        return replace(seat, office=CHAIR)
    return replace(seat, office="") if chair and seat.office == CHAIR else seat


def _rules_of_chair(committee: Committee, pack: Pack, meeting: Meeting) -> Iterator[OfficeIs]:
    """What the rules that bind on the day say of who may be chair."""
    binding: tuple[CommitteeRule, ...] = (*pack.committee, *committee.own_rules)
    for each in binding:
        if not each.advice and each.rule.in_force(meeting.on):
            yield from _offices(each.needs)


def _offices(rule: SeatRule) -> Iterator[OfficeIs]:
    if isinstance(rule, AllSeats):
        for part in rule.parts:
            yield from _offices(part)
    elif isinstance(rule, OfficeIs) and rule.office == CHAIR:
        yield rule
