"""The fields of an entry of a register of interests, by the names that packs give them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from openqof.core.governance.interests import Category, Interest
from openqof.core.governance.wording import day, listed


def _day(when: date | None) -> str:
    return day(when) if when else ""


_VALUES: Mapping[str, Callable[[Interest], str]] = {
    "person": lambda each: each.person,
    "roles": lambda each: listed(each.roles),
    "organisation": lambda each: each.organisation,
    "category": lambda each: each.category.value,
    "nature": lambda each: each.nature,
    "through": lambda each: each.through,
    "from": lambda each: _day(each.held_from),
    "to": lambda each: _day(each.held_to),
    "mitigation": lambda each: each.mitigation,
    "declared": lambda each: _day(each.declared),
    "recorded": lambda each: _day(each.recorded),
    "approved_by": lambda each: each.approved_by,
    "decision_maker": lambda each: "yes" if each.decision_maker else "no",
    "withheld": lambda each: each.withheld_because,
}
_ALSO = {
    "name": "person", "role": "roles", "position": "roles", "positions": "roles", "type": "category",
    "business": "organisation", "held_from": "from", "held_to": "to", "date_from": "from", "date_to": "to",
    "action": "mitigation", "date_declared": "declared", "date_recorded": "recorded",
    "approved": "approved_by", "withheld_because": "withheld", "redaction": "withheld",
    "redaction_reason": "withheld",
}  # fmt: skip
_MAY_BE_EMPTY = frozenset({"to", "withheld"})

PUBLIC = (
    "person", "roles", "organisation", "category", "nature", "through", "from", "to", "mitigation",
    "declared",
)  # fmt: skip
"""The fields published where a pack names none."""


def field_of(name: str) -> str:
    """The field that a pack means by a name; "" where an entry has no such field."""
    plain = name.strip().casefold().replace("-", "_").replace(" ", "_")
    found = _ALSO.get(plain, plain)
    return found if found in _VALUES else ""


def value_of(interest: Interest, name: str) -> str:
    """What an entry says in a field, days as 1 April 2015; "" where it says nothing or has no such field."""
    field = field_of(name)
    return _VALUES[field](interest) if field else ""


def absent(interest: Interest, required: tuple[str, ...]) -> tuple[str, ...]:
    """The required fields that an entry leaves empty; the end, a reason to withhold and `through` may be."""
    return tuple(
        name
        for name in required
        if field_of(name) and not value_of(interest, name) and not _may_be_empty(interest, field_of(name))
    )


def _may_be_empty(interest: Interest, field: str) -> bool:
    direct = field == "through" and interest.category is not Category.INDIRECT
    return direct or field in _MAY_BE_EMPTY
