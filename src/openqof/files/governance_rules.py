"""The rules that packs and bodies share: their shapes, and what is built of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openqof.core.governance.conditions import ROUTES
from openqof.core.governance.packs import HANDLINGS as HANDLED
from openqof.core.governance.packs import (
    Clock,
    CommitteeRule,
    ConditionRule,
    Duty,
    Fields,
    Handling,
    Model,
    Power,
    PowerRule,
    Rule,
)
from openqof.core.sources import Basis, Provenance
from openqof.files.governance_conditions import (
    CONDITION,
    SEAT_RULE,
    condition_from,
    seat_rule_from,
    words_in,
)
from openqof.files.governance_words import DAYS, ID, MARKS, PROSE, TERM, UNIT, YES_NO
from openqof.files.shape import Choice, ListOf, Record, Shape, Value, whole

MODEL = Choice(tuple(model.value for model in Model))
MOMENTS = ("appointment", "meeting", "both")
KINDS_OF_CONDITION = ("approval", "reserved", "standing", "route")
CATEGORIES = ("financial", "professional", "personal", "indirect", "whole-class")
_MARKED = {**DAYS, **MARKS}


def _rule(required: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Record:
    return Record({"id": ID, **required, "says": PROSE}, {**(optional or {}), **_MARKED})


POWER_RULE = _rule({"function": ID, "model": MODEL, "power": Choice(tuple(power.value for power in Power))})
CONDITION_RULE = _rule(
    {"kind": Choice(KINDS_OF_CONDITION), "needs": CONDITION},
    {"routes": ListOf(Choice(ROUTES), fewest=1), "models": ListOf(MODEL, fewest=1)},
)
COMMITTEE_RULE = _rule({"needs": SEAT_RULE}, {"at": Choice(MOMENTS), "advice": YES_NO})
CLOCK = _rule({"about": ID, "count": whole(0, 10_000), "unit": UNIT, "start": TERM}, {"least": YES_NO})
FIELDS = _rule({"record": TERM, "required": ListOf(TERM, fewest=1)}, {"optional": ListOf(TERM, fewest=1)})
HANDLING = _rule({"category": Choice(CATEGORIES), "least": Choice(HANDLED)}, {"direct_gain": YES_NO})
DUTY = _rule({"about": ID, "what": TERM}, {"clock": ID})
REMEDY = _rule({})


@dataclass(frozen=True, slots=True)
class Marks:
    """Where the rules of one file come from, as far as they do not say themselves; `place` names the file."""

    source: str
    basis: Basis
    place: str

    def of(self, value: Value) -> Provenance:
        """The provenance that a value states, else that of the file, with the line it stands on."""
        source, basis = value.plain("source", self.source), Basis(value.plain("basis", self.basis))
        return Provenance(source, basis, f"{self.place}:{value.place.line}")

    def rule(self, value: Value) -> Rule:
        """What every rule has."""
        plain = value.plain
        return Rule(plain("id"), plain("says"), self.of(value), plain("from"), plain("to"))


def values_in(value: Value, key: str) -> tuple[Value, ...]:
    """The items of the list under a key; none where it is absent or was refused."""
    found: tuple[Value, ...] = value.plain(key, ())
    return found


def powers(values: Iterable[Value], marks: Marks) -> tuple[PowerRule, ...]:
    """The part that a body has in each function."""
    return tuple(
        PowerRule(
            marks.rule(each), each.plain("function"), Model(each.plain("model")), Power(each.plain("power"))
        )
        for each in values
    )


def conditions(values: Iterable[Value], marks: Marks) -> tuple[ConditionRule, ...]:
    """What must hold of the facts of a case."""
    return tuple(
        ConditionRule(
            marks.rule(each),
            each.plain("kind"),
            condition_from(each["needs"]),
            words_in(each.get("routes")),
            tuple(Model(model) for model in words_in(each.get("models"))),
        )
        for each in values
    )


def committee_rules(values: Iterable[Value], marks: Marks) -> tuple[CommitteeRule, ...]:
    """What must hold of a committee."""
    return tuple(
        CommitteeRule(
            marks.rule(each),
            seat_rule_from(each["needs"]),
            each.plain("at", "both"),
            each.plain("advice", False),
        )
        for each in values
    )


def clocks(values: Iterable[Value], marks: Marks) -> tuple[Clock, ...]:
    """How long something may take, or must."""
    return tuple(_clock(each, marks) for each in values)


def _clock(value: Value, marks: Marks) -> Clock:
    plain = value.plain
    count, unit, start = plain("count"), plain("unit"), plain("start")
    return Clock(marks.rule(value), plain("about"), count, unit, start, plain("least", False))


def fields(values: Iterable[Value], marks: Marks) -> tuple[Fields, ...]:
    """The fields of the records of the time."""
    return tuple(
        Fields(
            marks.rule(each), each.plain("record"), words_in(each["required"]), words_in(each.get("optional"))
        )
        for each in values
    )


def handlings(values: Iterable[Value], marks: Marks) -> tuple[Handling, ...]:
    """How conflicts are handled at the least."""
    return tuple(
        Handling(
            marks.rule(each), each.plain("category"), each.plain("least"), each.plain("direct_gain", False)
        )
        for each in values
    )


def duties(values: Iterable[Value], marks: Marks) -> tuple[Duty, ...]:
    """What is to be published or done."""
    return tuple(
        Duty(marks.rule(each), each.plain("about"), each.plain("what"), each.plain("clock", ""))
        for each in values
    )
