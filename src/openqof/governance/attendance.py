"""Who is at the table: members, deputies who stand for one, and who may decide an item after handling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from openqof.core.governance.bodies import Committee
from openqof.core.governance.interests import Conflict, Item
from openqof.core.governance.meetings import Handled, Meeting
from openqof.core.governance.packs import HANDLINGS
from openqof.core.governance.seats import Seat
from openqof.governance.seats import has_vote

STAYS, SPEAKS, LEAVES = HANDLINGS[0], HANDLINGS[1], HANDLINGS[3]


def attending(meeting: Meeting) -> tuple[Seat, ...]:
    """The seats taken at a meeting: members who came, and deputies in the seats of those who did not.

    A deputy has the class, posts and vote of the member, but not the office. Whoever has a seat of his or her
    own stands for nobody, and one deputy at most stands for a member.
    """
    return _with_deputies(meeting, _came(meeting))


def eligible(meeting: Meeting, item: str, conflicts: Iterable[Conflict]) -> tuple[Seat, ...]:
    """The seats of those who may decide an item after handling; a deputy may stand for one who may not."""
    held = tuple(conflicts)
    free = [seat for seat in _came(meeting) if takes_part(meeting, item, seat, held)]
    seats = _with_deputies(meeting, free)
    return tuple(seat for seat in seats if takes_part(meeting, item, seat, held))


def takes_part(meeting: Meeting, item: str, seat: Seat, conflicts: Iterable[Conflict]) -> bool:
    """Whether handling leaves a member all that the seat gives; without a vote, none can be lost."""
    found = handling_of(meeting, item, seat.person, conflicts)
    return found in ("", STAYS) or (found == SPEAKS and not has_vote(seat))


def may_speak(meeting: Meeting, item: str, conflicts: Iterable[Conflict]) -> tuple[Seat, ...]:
    """The seats of those whom handling lets stay and speak on an item, whether or not they may vote on it."""
    held = tuple(conflicts)
    return tuple(
        seat
        for seat in attending(meeting)
        if handling_of(meeting, item, seat.person, held) in ("", STAYS, SPEAKS)
    )


def handling_of(meeting: Meeting, item: str, person: str, conflicts: Iterable[Conflict]) -> str:
    """The strongest of what was done about a person's conflicts in an item and what is asked; "" for none."""
    asked = [each.least for each in conflicts if (each.person, each.item) == (person, item) and each.least]
    done = [each.handling for each in handled(meeting, item, person)]
    return max([*asked, *done], key=HANDLINGS.index, default="")


def handling_said(meeting: Meeting, item: str, person: str, conflicts: Iterable[Conflict]) -> str:
    """What was done about a person's conflicts in an item, or what is asked where that was not minuted."""
    asked = handling_of(meeting, item, person, conflicts)
    done = max((each.handling for each in handled(meeting, item, person)), key=HANDLINGS.index, default="")
    if done == asked:
        return done or "conflicted"
    return f"{f'{done} minuted' if done else 'handling not minuted'}, {asked} asked"


def handled(meeting: Meeting, item: str, person: str) -> tuple[Handled, ...]:
    """What is minuted of a person's conflicts in an item."""
    return tuple(each for each in meeting.handled if (each.person, each.item) == (person, item))


def appointed(meeting: Meeting) -> Committee:
    """The committee without those who were brought in for this meeting alone."""
    seats = tuple(seat for seat in meeting.committee.seats if seat.person not in meeting.extra)
    return replace(meeting.committee, seats=seats)


def stands_for(meeting: Meeting, person: str) -> str:
    """The member for whom a deputy came; "" for one who is no deputy."""
    return dict(meeting.deputies).get(person, "")


def item_of(meeting: Meeting, item: str) -> Item:
    """The item with an id; KeyError where the meeting has none such."""
    return {each.id: each for each in meeting.items}[item]


def _came(meeting: Meeting) -> tuple[Seat, ...]:
    here = {*meeting.present, *meeting.extra}
    return tuple(seat for seat in meeting.committee.seats if seat.person in here)


def _with_deputies(meeting: Meeting, seats: Sequence[Seat]) -> tuple[Seat, ...]:
    return (*seats, *_deputies(meeting, {seat.person for seat in seats}))


def _deputies(meeting: Meeting, taken: set[str]) -> Iterator[Seat]:
    own = {seat.person: seat for seat in meeting.committee.seats}
    for deputy, person in sorted(meeting.deputies):
        if person in own and person not in taken and deputy not in own:
            taken.add(person)
            yield replace(own[person], person=deputy, office="")
