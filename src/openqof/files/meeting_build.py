"""A meeting built of what its file says, once nothing in it was refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from openqof.core.governance.bodies import Body, Committee
from openqof.core.governance.interests import Effects, Item
from openqof.core.governance.meetings import Ballot, Declared, Handled, Meeting, Vote
from openqof.files.governance_body import seat_from
from openqof.files.governance_conditions import words_in
from openqof.files.governance_rules import values_in
from openqof.files.shape import Value


def build_meeting(value: Value, body: Body, committee: Committee, effects: Mapping[str, Effects]) -> Meeting:
    """The meeting that a value read by `MEETING_SHAPE` says; `effects` are those of its items by id.

    Those brought in for the meeting have seats in its committee, and are there.
    """
    plain, on = value.plain, value.plain("meeting")
    extra = tuple(seat_from(each) for each in values_in(value, "extra"))
    deputies = value.get("deputies")
    return Meeting(
        id=f"{body.code}/{committee.id}/{on}",
        body=body.code,
        committee=replace(committee, seats=(*committee.seats, *extra)),
        on=on,
        items=tuple(_item(each, effects) for each in values_in(value, "items")),
        present=words_in(value.get("present")),
        deputies=tuple((name, each.value) for name, each in (deputies.items() if deputies else ())),
        in_public=plain("public", committee.public),
        declared=tuple(_declared(each) for each in values_in(value, "declared")),
        handled=tuple(_handled(each) for each in values_in(value, "handled")),
        ballots=tuple(_ballot(each) for each in values_in(value, "votes")),
        chair=plain("chair", ""),
        extra=tuple(seat.person for seat in extra),
    )


def _item(value: Value, effects: Mapping[str, Effects]) -> Item:
    plain = value.plain
    return Item(
        id=plain("id"),
        title=plain("title"),
        touches=words_in(value.get("touches")),
        touches_class=plain("touches_class", ""),
        decides=plain("decides", ""),
        scheme=plain("scheme", ""),
        effects=effects.get(plain("id")),
        design_only=plain("design_only", False),
        public=plain("public", True),
    )


def _declared(value: Value) -> Declared:
    plain = value.plain
    return Declared(plain("person"), plain("item"), plain("nature"), plain("category", ""))


def _handled(value: Value) -> Handled:
    plain = value.plain
    return Handled(
        person=plain("person"),
        item=plain("item"),
        handling=plain("handling"),
        by=plain("by"),
        reason=plain("reason", ""),
        left=plain("left", ""),
        returned=plain("returned", ""),
    )


def _ballot(value: Value) -> Ballot:
    item = value.plain("item")
    votes = tuple(_vote(each, item) for each in values_in(value, "cast"))
    return Ballot(item, votes, blind=value.plain("blind", False))


def _vote(value: Value, item: str) -> Vote:
    plain = value.plain
    return Vote(plain("person"), item, plain("vote"), plain("reason", ""), plain("casting", False))
