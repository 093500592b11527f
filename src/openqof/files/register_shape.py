"""The shape of the registers of a body: interests, nil returns, gifts, breaches, training."""

from __future__ import annotations

from openqof.core.governance.interests import Category
from openqof.files.governance_body import PERSON
from openqof.files.governance_words import PROSE, YES_NO
from openqof.files.scalars import Schema
from openqof.files.scheme_basics import CODE
from openqof.files.shape import Choice, Day, ListOf, MappingOf, Number, Record, Text, json_schema

ENTRY_ID = Text(form="an id such as r1", pattern=r"[A-Za-z0-9][A-Za-z0-9._/-]*", longest=40)
CATEGORY = Choice(tuple(category.value for category in Category))

INTEREST = Record(
    {
        "id": ENTRY_ID,
        "person": PERSON,
        "organisation": PROSE,
        "category": CATEGORY,
        "nature": PROSE,
        "from": Day(),
    },
    {
        "roles": ListOf(PROSE, fewest=1),
        "code": CODE,
        "to": Day(),
        "through": PROSE,
        "mitigation": PROSE,
        "declared": Day(),
        "recorded": Day(),
        "approved_by": PERSON,
        "withheld": PROSE,
    },
)
GIFT = Record(
    {"id": ENTRY_ID, "person": PERSON, "offered": Day(), "what": PROSE, "by": PROSE, "accepted": YES_NO},
    {"pounds": Number(0, decimals=2), "declared": Day(), "reason": PROSE},
)
BREACH = Record({"id": ENTRY_ID, "found": Day(), "nature": PROSE}, {"action": PROSE, "published": Day()})

REGISTER = Record(
    {"register": CODE, "people": MappingOf(ListOf(PROSE), key=PERSON, what="the person")},
    {
        "decision_makers": ListOf(PERSON),
        "interests": ListOf(INTEREST),
        "nil_returns": ListOf(Record({"person": PERSON, "declared": Day()})),
        "gifts": ListOf(GIFT),
        "breaches": ListOf(BREACH),
        "training": ListOf(Record({"person": PERSON, "completed": Day()})),
        "reviewed": MappingOf(Day(), key=PERSON, what="the person"),
    },
)


def register_schema() -> Schema:
    """The JSON Schema of the registers of a body."""
    return json_schema(REGISTER, title="Registers of interests", address="register.schema.json")
