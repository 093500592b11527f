"""The shape of the file of a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openqof.core.governance.interests import Category
from openqof.core.governance.packs import HANDLINGS
from openqof.core.governance.seats import CLASSES
from openqof.files.governance_body import BODY_SHAPE, PERSON, SEAT_SHAPE
from openqof.files.governance_words import ID, YES_NO
from openqof.files.register_shape import REGISTER
from openqof.files.scalars import Schema
from openqof.files.scheme_basics import CODE
from openqof.files.shape import (
    Choice,
    Day,
    Either,
    ListOf,
    MappingOf,
    Number,
    Record,
    Shape,
    Text,
    Value,
    Walk,
    json_schema,
)

FOR, AGAINST, ABSTAINS = "for", "against", "abstains"


@dataclass(frozen=True, slots=True)
class Whole(Shape):
    """A shape of which nothing is kept where any part is refused; its problems are noted all the same."""

    shape: Shape

    @property
    def form(self) -> str:  # type: ignore[override]
        """What the shape calls itself."""
        return self.shape.form

    def takes(self, node: Any) -> bool:
        """Whether the shape takes the node."""
        return self.shape.takes(node)

    def read(self, node: Any, walk: Walk, name: str) -> Value | None:
        """Read with the shape; None after any problem."""
        own = Walk(walk.file)
        value = self.shape.read(node, own, name)
        walk.problems += own.problems
        return None if own.problems else value

    def schema(self, defs: dict[str, Schema]) -> Schema:
        """The schema of the shape."""
        return self.shape.schema(defs)


_FILE = Text(form="a path", longest=300)
_REASON = Text(longest=600)
_TIME = Text(form='a time such as "14:05"', pattern=r"(?:[01]?\d|2[0-3]):[0-5]\d")
_TOUCHED = Text(form="a practice code, or the code or name of an organisation", longest=200)

_ITEM = Record(
    {"id": ID, "title": Text(longest=300)},
    {
        "touches": ListOf(_TOUCHED),
        "touches_class": Choice(CLASSES),
        "decides": ID,
        "scheme": Text(form="the id of a scheme, or its file", longest=300),
        "priced": _FILE,
        "effects": MappingOf(Number(None, decimals=2), key=CODE, what="the practice"),
        "design_only": YES_NO,
        "public": YES_NO,
    },
)
_DECLARED = Record(
    {"person": PERSON, "item": ID, "nature": _REASON},
    {"category": Choice(tuple(each.value for each in Category))},
)
_HANDLED = Record(
    {"person": PERSON, "item": ID, "handling": Choice(HANDLINGS), "by": PERSON},
    {"reason": _REASON, "left": _TIME, "returned": _TIME},
)
_VOTE = Record(
    {"person": PERSON, "vote": Choice((FOR, AGAINST, ABSTAINS))}, {"reason": _REASON, "casting": YES_NO}
)
_BALLOT = Record({"item": ID, "cast": ListOf(_VOTE)}, {"blind": YES_NO})

MEETING_SHAPE = Record(
    {
        "meeting": Day(),
        "body": Either((_FILE, Whole(BODY_SHAPE))),
        "committee": ID,
        "present": ListOf(PERSON, fewest=1),
        "items": ListOf(_ITEM, fewest=1),
    },
    {
        "deputies": MappingOf(PERSON, key=PERSON, what="the deputy"),
        "extra": ListOf(SEAT_SHAPE),
        "chair": PERSON,
        "public": YES_NO,
        "register": Either((_FILE, Whole(REGISTER))),
        "declared": ListOf(_DECLARED),
        "handled": ListOf(_HANDLED),
        "votes": ListOf(_BALLOT),
    },
)
"""A meeting: the day, who came, the agenda, what was declared, handled and voted.

`body` and `register` are paths beside the file, or stand in it; `extra` are seats for this meeting alone.
"""


def meeting_schema() -> Schema:
    """The JSON Schema of the file of a meeting."""
    return json_schema(MEETING_SHAPE, title="A meeting of a committee", address="meeting.schema.json")
