"""A committee, its pack and its meetings, built in a line each; every person is invented."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from openqof.core.governance.bodies import Body, Committee, ModelFrom
from openqof.core.governance.interests import Conflict, Item
from openqof.core.governance.meetings import Ballot, Handled, Meeting, Vote
from openqof.core.governance.packs import BodyKind, CommitteeRule, Handling, Model, Pack, Rule
from openqof.core.governance.seats import (
    AllSeats,
    AtLeastSeats,
    MajoritySeats,
    OfficeIs,
    Seat,
    SeatRule,
)
from openqof.core.sources import Basis, Provenance

ON = date(2016, 10, 21)
MARKS = Provenance("openqof", Basis.FOUND)

LAY_A = Seat("Lay A", "lay", office="chair")
LAY_B = Seat("Lay B", "lay", office="vice_chair")
LAY_C = Seat("Lay C", "lay", ("audit_chair",))
LAY_D = Seat("Lay D", "lay")
OFFICER_E = Seat("Officer E", "executive", ("chief_officer",))
OFFICER_F = Seat("Officer F", "executive", ("chief_finance_officer",))
DR_ONE, DR_TWO = Seat("Dr One", "gp"), Seat("Dr Two", "gp")
DR_SILENT = Seat("Dr Silent", "gp", votes=False)
WATCHER = Seat("Watcher W", "observer", ("healthwatch",), votes=False)
USUAL = (LAY_A, LAY_B, LAY_C, OFFICER_E, OFFICER_F, DR_ONE, DR_TWO, WATCHER)


def rule(name: str, says: str = "A rule.") -> Rule:
    return Rule(name, says, MARKS)


LAY_CHAIR = CommitteeRule(
    rule("chair-is-lay", "The chair is a lay member."),
    OfficeIs("chair", ("lay",), not_among=("audit_chair",)),
)
MAJORITY = CommitteeRule(
    rule("lay-executive-majority", "Lay and executive members hold the majority."),
    MajoritySeats(("lay", "executive")),
)
THREE_LAY = CommitteeRule(
    rule("three-lay", "Three lay members sit on it."),
    AtLeastSeats(3, ("lay",)),
    at="appointment",
    advice=True,
)
REMEDIES = tuple(
    rule(name, says)
    for name, says in (
        ("more-lay", "Call further lay members."),
        ("another-body", "Invite lay members or GPs of another body."),
        ("health-and-wellbeing", "Invite a member of the health and wellbeing board."),
        ("governing-body", "Refer it to the governing body."),
        ("national-advice", "Ask NHS England for advice."),
    )
)


def pack(*committee: CommitteeRule, **parts: Any) -> Pack:
    """A pack of the rules given, else of those usual, for clinical commissioning groups."""
    made = Pack(
        id="test-2016",
        title="A pack for tests",
        kinds=(BodyKind.CCG,),
        first=date(2016, 4, 1),
        last=None,
        functions={},
        powers=(),
        conditions=(),
        committee=committee or (LAY_CHAIR, MAJORITY, THREE_LAY),
        clocks=(),
        fields=(),
        handling=(Handling(rule("direct-gain"), "financial", "leave the room", direct_gain=True),),
        duties=(),
        remedies=REMEDIES,
        provenance=MARKS,
    )
    return replace(made, **parts)


def body(*committees: Committee) -> Body:
    models = (ModelFrom(Model.DELEGATED, date(2015, 4, 1), MARKS),)
    return Body("X01", "An invented group", BodyKind.CCG, models, MARKS, committees=committees)


def committee(seats: Sequence[Seat] = USUAL, quorum: SeatRule | None = None, **parts: Any) -> Committee:
    made = Committee("primary-care", "The primary care committee", tuple(seats), quorum, MARKS)
    return replace(made, **parts)


def meeting(
    seats: Sequence[Seat] = USUAL, quorum: SeatRule | None = None, *, casting: bool = False, **parts: Any
) -> Meeting:
    """A meeting to which everybody with a seat came, with one item."""
    made = Meeting(
        id="m1",
        body="X01",
        committee=committee(seats, quorum, casting=casting),
        on=ON,
        items=(Item("i1", "The scheme", decides="local-incentive-schemes"),),
        present=tuple(seat.person for seat in seats),
    )
    return replace(made, **parts)


def conflict(person: str, least: str = "leave the room", *, item: str = "i1") -> Conflict:
    why = f"{person} is paid by the scheme."
    return Conflict(person, item, "r1", "financial", "actual", why, least, ("test-2016:direct-gain",))


def conflicts(people: Iterable[str], least: str = "leave the room") -> tuple[Conflict, ...]:
    return tuple(conflict(person, least) for person in people)


def left(person: str, by: str = "Lay A", handling: str = "leave the room", **parts: Any) -> Handled:
    return replace(Handled(person, "i1", handling, by, left="14:05", returned="14:20"), **parts)


def ballot(votes: str, *, blind: bool = False, casting: str = "") -> Ballot:
    """A vote written "Lay A: for, Lay B: against"; `casting` is "Lay A: for"."""
    cast = [Vote(*_said(each)) for each in votes.split(", ") if each]
    return Ballot("i1", (*cast, *([Vote(*_said(casting), casting=True)] if casting else [])), blind)


def _said(text: str) -> tuple[str, str, str]:
    person, _, vote = text.partition(": ")
    return person, "i1", vote


def all_of(*parts: SeatRule) -> AllSeats:
    return AllSeats(parts)


def some(count: int, *of: str) -> AtLeastSeats:
    return AtLeastSeats(count, of)
