"""The shape of the file of a path: the scheme, its bodies, and the events of its way."""

from __future__ import annotations

from openqof.core.governance.conditions import ROUTES
from openqof.core.governance.events import (
    ALWAYS,
    COUNT,
    DAY,
    DETAILS,
    OUTCOMES,
    SHA256,
    WORDS,
    YES_NO,
    Detail,
)
from openqof.files.governance_body import BODY_SHAPE, FACTS_SHAPE
from openqof.files.governance_words import YES_NO as TRUTH
from openqof.files.scalars import Schema, Shape
from openqof.files.shape import Choice, Day, Either, ListOf, Record, Text, json_schema, whole

FILE = Text(form="the path of a file", longest=300)
PROSE = Text(longest=2000, anything=True)
PERSON = Text(form="a name or an office", longest=100)
_FORMS: dict[str, Shape] = {
    WORDS: PROSE,
    COUNT: whole(0, 999_999_999),
    DAY: Day(),
    YES_NO: TRUTH,
    SHA256: Text(
        form="a SHA-256 fingerprint of 64 figures and letters a to f", pattern=r"[0-9a-f]{64}", anything=True
    ),
}


def _shape(name: str, detail: Detail) -> Shape:
    """The shape of a detail; whatever is said of national QOF is read, for the walk to refuse by its rule."""
    return Choice(detail.among) if detail.among and name not in ALWAYS else _FORMS[detail.form]


EVENT_SHAPE = Record(
    {"on": Day(), "by": PERSON, "event": Text(form="an event", longest=60)},
    {"acting_as": PERSON, **{name: _shape(name, detail) for name, detail in DETAILS.items()}},
)
"""One event; which details it takes depends on what it is."""

PRECEDENT_SHAPE = Record(
    {
        "body": Text(longest=100),
        "route": Choice(ROUTES),
        "asked": Day(),
        "outcome": Choice(OUTCOMES),
        "by": PERSON,
    },
    {"on": Day(), "reasons": ListOf(PROSE), "facts": FACTS_SHAPE},
)
PRECEDENTS_SHAPE = ListOf(PRECEDENT_SHAPE)
"""A file of precedents is a list."""

_BODY = Either((FILE, BODY_SHAPE))
PATH_SHAPE = Record(
    {"path": Text(form="the id or file of a scheme", longest=300), "events": ListOf(EVENT_SHAPE, fewest=1)},
    {
        "body": _BODY,
        "bodies": ListOf(_BODY, fewest=1),
        "route": Choice(ROUTES),
        "facts": FACTS_SHAPE,
        "precedents": Either((FILE, PRECEDENTS_SHAPE)),
        "template": Text(form="the id or file of a scheme", longest=300),
        "ballot": Record({}, {"turnout": whole(0, 100), "share": whole(0, 99)}),
        "on": Day(),
    },
)
"""The path of a scheme. `route` stands where the scheme has no document, or its document no route."""


def path_schema() -> Schema:
    """The JSON Schema of the file of a path."""
    return json_schema(PATH_SHAPE, title="The path of a scheme", address="path.schema.json")
