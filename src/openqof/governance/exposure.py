"""The risk of a decision: who in the room gains or loses by it, and how much, in pounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from openqof.core.governance import wording
from openqof.core.governance.bodies import Body
from openqof.core.governance.interests import Category, Conflict, Register
from openqof.core.governance.meetings import Meeting
from openqof.core.governance.names import normalised
from openqof.core.governance.packs import Pack
from openqof.core.governance.seats import Seat
from openqof.governance.interest_rules import LEAVE, SPEAK, strength, strongest
from openqof.governance.interests import conflicts, least_for, members
from openqof.governance.seats import has_vote
from openqof.governance.touched import NOTHING, Touched, entries_of, shared_with_partners, touched_by


@dataclass(frozen=True, slots=True)
class Stake:
    """What one organisation of a present member gains or loses by an item, in pence a year.

    `handling` is what was recorded for the member, else the least that is asked; `stays` and `votes` follow
    from it.
    """

    person: str
    organisation: str
    pence: int
    handling: str
    stays: bool
    votes: bool


@dataclass(frozen=True, slots=True)
class Exposure:
    """The stakes in an item of those who attended; an organisation of several of them counts once."""

    item: str
    priced: bool
    stakes: tuple[Stake, ...]

    @property
    def present(self) -> int:
        """Pence at stake for everyone present, gains and losses added without their signs."""
        return _sum(self.stakes)

    @property
    def staying(self) -> int:
        """Pence at stake for those who stay in the room."""
        return _sum(each for each in self.stakes if each.stays)

    @property
    def voting(self) -> int:
        """Pence at stake for those who vote: the risk that remains."""
        return _sum(each for each in self.stakes if each.votes)

    @property
    def says(self) -> str:
        """The risk in a sentence."""
        if not self.priced:
            return (
                f"What item {self.item} is worth to those present is not known: no priced result is stated."
            )
        at_stake, staying, voting = map(wording.pence, (self.present, self.staying, self.voting))
        return (
            f"Item {self.item} is worth {at_stake} a year to practices of those present, "
            f"{staying} to those of members who stay and {voting} to those of members who vote."
        )


def exposure(
    meeting: Meeting,
    item_id: str,
    *,
    register: Register,
    body: Body,
    pack: Pack,
    became: Mapping[str, str] = NOTHING,
) -> Exposure:
    """The risk of one item of a meeting, of all who attend; ValueError where it has none of that id.

    `became` says what practices became, as `conflicts` takes it.
    """
    item = next((each for each in meeting.items if each.id == item_id), None)
    if item is None:
        raise ValueError(f"the meeting has no item {item_id}")
    found = conflicts(meeting, register, body, pack, became=became)
    touched = touched_by(item, body, register, became)
    stakes = []
    for seat in _attending(meeting):
        handling = _handled(meeting, item_id, seat.person, found)
        for code, pence in _amounts(seat.person, meeting, register, touched).items():
            stays, votes = strength(handling) < strength(LEAVE), strength(handling) < strength(SPEAK)
            stakes.append(Stake(seat.person, code, pence, handling, stays, votes and has_vote(seat)))
    return Exposure(item_id, item.effects is not None, tuple(stakes))


def _attending(meeting: Meeting) -> Iterator[Seat]:
    """Everyone who attends: members who are present, those brought in, and deputies."""
    deputies = (deputy for deputy, _ in meeting.deputies)
    here = {normalised(each) for each in (*meeting.present, *meeting.extra, *deputies)}
    yield from (each for each in members(meeting) if normalised(each.person) in here)


def _amounts(person: str, meeting: Meeting, register: Register, touched: Touched) -> dict[str, int]:
    """What each organisation of a member, or of a partner of the member, gains or loses, in pence by code."""
    own = [
        each for each in entries_of(person, register, meeting.on) if each.category is not Category.PERSONAL
    ]
    theirs = [each for _, each in shared_with_partners(person, register, meeting.on, touched.known)]
    matches = [touched.match(each) for each in (*own, *theirs)]
    return {match.code: match.pence for match in matches if match is not None and match.pence}


def _handled(meeting: Meeting, item: str, person: str, found: tuple[Conflict, ...]) -> str:
    """What was recorded of a member's handling, else the least that is asked."""
    recorded = [
        each.handling
        for each in meeting.handled
        if each.item == item and normalised(each.person) == normalised(person)
    ]
    return strongest(recorded) if recorded else least_for(found, item, person)


def _sum(stakes: Iterable[Stake]) -> int:
    return sum(abs(pence) for pence in {each.organisation: each.pence for each in stakes}.values())
