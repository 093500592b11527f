"""A rule pack: what bodies of one time may decide, by which route, in what committee, by when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from openqof.core.governance.conditions import Condition
from openqof.core.governance.seats import SeatRule
from openqof.core.sources import Provenance


class BodyKind(StrEnum):
    """What decides on primary care in an area."""

    AREA_TEAM = "area-team"
    CCG = "ccg"
    ICB = "icb"


class Model(StrEnum):
    """How a body shares the commissioning of general practice with NHS England."""

    NATIONAL = "national"
    """NHS England decides by itself, through an area team."""
    INVOLVEMENT = "greater-involvement"
    JOINT = "joint"
    DELEGATED = "delegated"


class Power(StrEnum):
    """What part a body has in a function."""

    DECIDES = "decides"
    JOINTLY = "jointly"
    INVOLVED = "involved"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Rule:
    """What every rule has: its id within the pack, what it says in a sentence, its source, and its days.

    `first` and `last` narrow the days of the pack where the rule has days of its own.
    """

    id: str
    says: str
    provenance: Provenance
    first: date | None = None
    last: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether it holds on a day, by its own days alone."""
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)


@dataclass(frozen=True, slots=True)
class PowerRule:
    """The part that a body has in a function under a model."""

    rule: Rule
    function: str
    model: Model
    power: Power


@dataclass(frozen=True, slots=True)
class ConditionRule:
    """Something that must hold of the facts of a case.

    `kind` is "approval" (who must agree), "reserved" (kept by or signed off by NHS England: the condition
    says when the matter is free of it or signed off), "standing" (a rule every local scheme keeps) or
    "route" (what a route asks). `routes` and `models` say for which of them it is asked, empty for all.
    """

    rule: Rule
    kind: str
    needs: Condition
    routes: tuple[str, ...] = ()
    models: tuple[Model, ...] = ()


@dataclass(frozen=True, slots=True)
class CommitteeRule:
    """Something that must hold of a committee; `at` is "appointment", "meeting" or "both".

    A rule that is `advice` is recommended: a committee that departs from it explains itself.
    """

    rule: Rule
    needs: SeatRule
    at: str = "both"
    advice: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """How long something may take: `count` of `unit` (days, working days, weeks, months, years) from `start`.

    `about` names what it is for: declare-interest, review-interests, publish-interest-after-end,
    keep-interest, answer-lmc, publish-minutes, call-in, remedial-notice, variation-notice … With `least` it
    is the shortest time that must pass, else the longest that may.
    """

    rule: Rule
    about: str
    count: int
    unit: str
    start: str
    least: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a record of its time: interest, gift, breach, decision, procurement, contract action.

    `required` must be filled in; `optional` may be.
    """

    rule: Rule
    record: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Handling:
    """How a conflict of a category is handled at the least, and how a whole-class conflict is.

    `category` is financial, professional, personal, indirect or whole-class; `least` one of `HANDLINGS`;
    `direct_gain` marks the rule for a member whose own practice or body gains or loses by the item.
    """

    rule: Rule
    category: str
    least: str
    direct_gain: bool = False


HANDLINGS = (
    "note and stay",
    "speak but not vote",
    "part of the discussion",
    "leave the room",
    "no papers",
    "off the group",
)
"""What may be done about a conflict, from the mildest to the strongest."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to be published or done: what, where, and under which clock (its `about`), if any.

    `about` groups duties: publication, public, equality, procurement, training.
    """

    rule: Rule
    about: str
    what: str
    clock: str = ""


AnyRule = PowerRule | ConditionRule | CommitteeRule | Clock | Fields | Handling | Duty


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules of one kind of body over one time.

    `functions` maps the id of a function to what it is: local-incentive-schemes, contract-performance,
    new-practices-closures-mergers, discretionary-payments … `remedies` are the ways out where conflicts break
    a quorum, in the order of preference.
    """

    id: str
    title: str
    kinds: tuple[BodyKind, ...]
    first: date
    last: date | None
    functions: Mapping[str, str]
    powers: tuple[PowerRule, ...]
    conditions: tuple[ConditionRule, ...]
    committee: tuple[CommitteeRule, ...]
    clocks: tuple[Clock, ...]
    fields: tuple[Fields, ...]
    handling: tuple[Handling, ...]
    duties: tuple[Duty, ...]
    remedies: tuple[Rule, ...]
    provenance: Provenance
    sha256: str = ""

    def rules(self) -> Iterator[Rule]:
        """Every rule of the pack."""
        for part in (
            self.powers, self.conditions, self.committee, self.clocks,
            self.fields, self.handling, self.duties,
        ):  # fmt: skip
            yield from (each.rule for each in part)
        yield from self.remedies

    def named(self, rule: Rule) -> str:
        """The rule as verdicts cite it: ccg-2016:chair-is-lay."""
        return f"{self.id}:{rule.id}"
