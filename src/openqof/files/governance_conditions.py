"""Conditions on facts and rules on seats: their shapes, and what is built of them.

`CONDITION` and `SEAT_RULE` are shapes for `files.shape`; `condition_from(value)` and `seat_rule_from(value)`
build the values of core from what such a shape has read without a problem, once
`governance_conditions_check` has found nothing against its meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from openqof.core.governance.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Condition,
    FirstOf,
    InTime,
    Is,
    Known,
    Not,
    OneOf,
)
from openqof.core.governance.seats import (
    OFFICES,
    AllSeats,
    AnySeats,
    AtLeastSeats,
    AtMostSeats,
    MajoritySeats,
    NotSeats,
    OfficeIs,
    SeatRule,
    ShareSeats,
)
from openqof.files.governance_words import FACT, FACT_VALUE, SEAT_WORD, YES_NO
from openqof.files.shape import Choice, Either, ListOf, Named, Number, Record, Shape, Tagged, Value, whole

CONDITION = Named("condition", lambda: _CONDITION)
"""What a rule asks of the facts of a case."""
SEAT_RULE = Named("rule_on_seats", lambda: _SEAT_RULE)
"""What must hold of members at a table; a bare whole number asks for at least so many."""

_FIGURE = Number(None)
CONDITION_FORMS: Mapping[str, Shape] = {
    "is": Record({"fact": FACT, "value": FACT_VALUE}),
    "one_of": Record({"fact": FACT, "values": ListOf(FACT_VALUE, fewest=1)}),
    "at_least": Record({"fact": FACT, "value": _FIGURE}),
    "at_most": Record({"fact": FACT, "value": _FIGURE}),
    "known": FACT,
    "in_time": Record(
        {
            "fact": FACT,
            "before": FACT,
            "count": whole(1, 10_000),
            "unit": Choice(("days", "weeks", "months")),
        }
    ),
    "first_of": Record({"fact": FACT, "period": Choice(("year", "quarter"))}),
    "all": ListOf(CONDITION, fewest=1),
    "any": ListOf(CONDITION, fewest=1),
    "not": CONDITION,
}
_CONDITION: Shape = Tagged(forms=CONDITION_FORMS, called="a condition")

_SEAT_WORDS = ListOf(SEAT_WORD, fewest=1)
_COUNTED = Record({"count": whole(0, 200)}, {"of": _SEAT_WORDS, "votes": YES_NO})
SEAT_FORMS: Mapping[str, Shape] = {
    "at_least": _COUNTED,
    "at_most": _COUNTED,
    "majority": Record({"of": _SEAT_WORDS}),
    "share": whole(1, 100),
    "office": Record({"office": Choice(OFFICES)}, {"among": _SEAT_WORDS, "not_among": _SEAT_WORDS}),
    "all": ListOf(SEAT_RULE, fewest=1),
    "any": ListOf(SEAT_RULE, fewest=1),
    "not": SEAT_RULE,
}
_SEAT_RULE: Shape = Either((whole(1, 200), Tagged(forms=SEAT_FORMS, called="a rule on seats")))


def words_in(value: Value | None) -> tuple[Any, ...]:
    """The plain items of a list; none where there is no list."""
    return tuple(each.value for each in value.value) if value is not None else ()


def condition_from(value: Value) -> Condition:
    """The condition that a value read by `CONDITION` says."""
    return _CONDITIONS[value.tag](value[value.tag])


def seat_rule_from(value: Value) -> SeatRule:
    """The rule that a value read by `SEAT_RULE` says."""
    if not value.tag:
        return AtLeastSeats(value.value)
    return _SEATS[value.tag](value[value.tag])


def _parts(value: Value) -> tuple[Condition, ...]:
    return tuple(condition_from(each) for each in value.value)


def _in_time(value: Value) -> InTime:
    plain = value.plain
    return InTime(plain("fact"), plain("before"), plain("count"), plain("unit"))


_CONDITIONS: Mapping[str, Callable[[Value], Condition]] = {
    "is": lambda value: Is(value.plain("fact"), value.plain("value")),
    "one_of": lambda value: OneOf(value.plain("fact"), words_in(value["values"])),
    "at_least": lambda value: AtLeast(value.plain("fact"), value.plain("value")),
    "at_most": lambda value: AtMost(value.plain("fact"), value.plain("value")),
    "known": lambda value: Known(value.value),
    "in_time": _in_time,
    "first_of": lambda value: FirstOf(value.plain("fact"), value.plain("period")),
    "all": lambda value: AllOf(_parts(value)),
    "any": lambda value: AnyOf(_parts(value)),
    "not": lambda value: Not(condition_from(value)),
}


def _seats(value: Value) -> tuple[SeatRule, ...]:
    return tuple(seat_rule_from(each) for each in value.value)


def _office(value: Value) -> OfficeIs:
    return OfficeIs(value.plain("office"), words_in(value.get("among")), words_in(value.get("not_among")))


def _counted(value: Value) -> tuple[int, tuple[str, ...], bool | None]:
    return value.plain("count"), words_in(value.get("of")), value.plain("votes")


_SEATS: Mapping[str, Callable[[Value], SeatRule]] = {
    "at_least": lambda value: AtLeastSeats(*_counted(value)),
    "at_most": lambda value: AtMostSeats(*_counted(value)),
    "majority": lambda value: MajoritySeats(words_in(value["of"])),
    "share": lambda value: ShareSeats(value.value),
    "office": _office,
    "all": lambda value: AllSeats(_seats(value)),
    "any": lambda value: AnySeats(_seats(value)),
    "not": lambda value: NotSeats(seat_rule_from(value)),
}
