"""Packs, bodies, meetings and registers for the tests of interests, all invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from openqof.core.governance.bodies import Body, Committee
from openqof.core.governance.interests import Category, Effects, Interest, Item, Register
from openqof.core.governance.meetings import Meeting
from openqof.core.governance.packs import BodyKind, Clock, Duty, Fields, Handling, Pack, Rule
from openqof.core.governance.seats import Seat
from openqof.core.sources import Basis, Provenance

MARKS = Provenance("openqof", Basis.DERIVED)
ON = date(2016, 10, 21)

LAY = Seat("Lay A", "lay", office="chair")
LAY_B = Seat("Lay B", "lay", office="vice_chair")
OFFICER = Seat("Officer F", "executive", posts=("chief_finance_officer",))
GP_ONE = Seat("Dr One", "gp")
GP_TWO = Seat("Dr Two", "gp", votes=False)
NURSE = Seat("Nurse N", "clinician")
SEATS = (LAY, LAY_B, OFFICER, GP_ONE, GP_TWO, NURSE)

LEVELS = {
    ("financial", False): "speak but not vote",
    ("financial", True): "leave the room",
    ("professional", False): "speak but not vote",
    ("personal", False): "speak but not vote",
    ("indirect", False): "speak but not vote",
    ("indirect", True): "leave the room",
    ("whole-class", False): "speak but not vote",
    ("whole-class", True): "leave the room",
}
CLOCKS = (
    ("record", "record-interest", 28, "days"),
    ("declare", "declare-interest", 28, "days"),
    ("review", "review-interests", 6, "months"),
    ("show", "publish-interest-after-end", 6, "months"),
    ("keep", "keep-interest", 6, "years"),
    ("training", "renew-training", 1, "years"),
)


def rule(name: str, **days: date) -> Rule:
    return Rule(name, f"The rule {name} holds.", MARKS, **days)


def clock(name: str, about: str, count: int, unit: str) -> Clock:
    return Clock(rule(name), about, count, unit, "start")


def pack(
    levels: Mapping[tuple[str, bool], str] = LEVELS,
    clocks: tuple[tuple[str, str, int, str], ...] = CLOCKS,
    *,
    fields: tuple[Fields, ...] = (),
    duties: tuple[Duty, ...] = (),
) -> Pack:
    handling = tuple(
        Handling(rule(f"{category}{'-gain' if gain else ''}"), category, least, gain)
        for (category, gain), least in levels.items()
    )
    return Pack(
        id="test", title="A pack for tests", kinds=(BodyKind.CCG,), first=date(2013, 4, 1), last=None,
        functions={}, powers=(), conditions=(), committee=(), clocks=tuple(clock(*each) for each in clocks),
        fields=fields, handling=handling, duties=duties, remedies=(), provenance=MARKS,
    )  # fmt: skip


def body(practices: tuple[str, ...] = ("D00001", "D00002", "D00003")) -> Body:
    return Body("X01", "An invented group", BodyKind.CCG, (), MARKS, practices=practices)


def item(name: str = "i1", *, pounds: Mapping[str, float] | None = None, **parts: Any) -> Item:
    effects = None if pounds is None else Effects({code: round(n * 100) for code, n in pounds.items()}, "f0")
    given = {"title": "A local scheme", "decides": "local-incentive-schemes", **parts}
    return Item(name, effects=effects, **given)


def meeting(*items: Item, seats: tuple[Seat, ...] = SEATS, on: date = ON, **parts: Any) -> Meeting:
    committee = Committee("primary-care", "Primary care committee", seats, None, MARKS)
    present = parts.pop("present", tuple(seat.person for seat in seats))
    return Meeting("m1", "X01", committee, on, items, present, **parts)


def entry(name: str, person: str, organisation: str = "Ambermere Surgery", **parts: Any) -> Interest:
    given: dict[str, Any] = {
        "roles": (), "category": Category.FINANCIAL, "nature": "Partner", "held_from": date(2010, 4, 1),
        **parts,
    }  # fmt: skip
    return Interest(id=name, person=person, organisation=organisation, **given)


def register(*interests: Interest, people: tuple[str, ...] = (), **parts: Any) -> Register:
    named = people or tuple(dict.fromkeys(each.person for each in interests))
    makers = parts.pop("decision_makers", frozenset(named))
    return Register("X01", dict.fromkeys(named, ()), makers, interests, **parts)
