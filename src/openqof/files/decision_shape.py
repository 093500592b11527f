"""The shapes of a register of decisions and procurements, and of the draft of a decision."""

from __future__ import annotations

from typing import Any

from openqof.core.governance.records import OUTCOMES
from openqof.files.actions_shape import FIELDS, REFERENCE, AsWritten
from openqof.files.governance_words import YES_NO
from openqof.files.scalars import Schema
from openqof.files.shape import (
    Choice,
    Day,
    ListOf,
    MappingOf,
    Number,
    Record,
    Text,
    Walk,
    json_schema,
    whole,
)

SAID = Text(longest=4000)
SAIDS = ListOf(SAID)
SHA256 = Text(form="a sha256 in hexadecimal", pattern=r"[0-9a-f]{64}")
ANY = Text(anything=True, longest=200)


class Sealed(Text):
    """A value inside a sealed record, which may be empty: the seal counts it all the same."""

    def take(self, node: Any, walk: Walk, name: str) -> str | None:
        """The words, or none."""
        return super().take(node, walk, name) if node.value else ""


EMPTY = Sealed(anything=True, longest=4000)
RESTS_ON = MappingOf(ANY, key=Text(longest=200, form="the name of a law, a file or data"))

TALLY = Record(
    {"item": ANY, "carried": YES_NO},
    {
        "ayes": SAIDS,
        "noes": SAIDS,
        "abstained": SAIDS,
        "not_counted": MappingOf(EMPTY, key=Text(longest=200)),
        "casting": SAID,
    },
)
DECISION = Record(
    {
        "reference": REFERENCE,
        "body": ANY,
        "committee": ANY,
        "on": Day(),
        "item": ANY,
        "title": SAID,
        "outcome": Choice(OUTCOMES),
        "sha256": SHA256,
    },
    {
        **dict.fromkeys(("reasons", "options", "conflicts", "handling", "dispensations", "dissent"), SAIDS),
        "rejected": ListOf(ListOf(SAID, fewest=2, most=2)),
        "tally": TALLY,
        "value_pence": whole(None),
        "run": ANY,
        "rests_on": MappingOf(EMPTY, key=Text(longest=200, form="the name of a law, a file or data")),
        "review": Day(),
        "corrects": REFERENCE,
        "corrected_on": Day(),
        "changed": ListOf(ListOf(Text(anything=True, longest=100_000), fewest=2, most=2)),
    },
)
"""A sealed record as its canonical form has it, so that what was written can be read again."""
PROCUREMENT = Record({"reference": REFERENCE, "on": Day(), "fields": FIELDS})
DONE = Record({"of": REFERENCE, "what": ANY, "on": Day()})
"""What was done about a record or an entry: a duty of the pack by its name, called in, or settled."""
DECISIONS_SHAPE = Record(
    {"decisions_of": Text(longest=60)},
    {"records": ListOf(DECISION), "procurements": ListOf(PROCUREMENT), "done": ListOf(DONE)},
)
REJECTED = Record({"option": SAID, "because": SAID})
DRAFT_SHAPE = Record(
    {"draft": REFERENCE, "item": ANY, "outcome": Choice(OUTCOMES)},
    {
        **dict.fromkeys(("reasons", "options", "dispensations"), SAIDS),
        "rejected": ListOf(REJECTED),
        "value": Number(None, decimals=2),
        "run": AsWritten(),
        "rests_on": RESTS_ON,
        "review": Day(),
    },
)


def decisions_schema() -> Schema:
    """The JSON Schema of a register of decisions."""
    return json_schema(DECISIONS_SHAPE, title="A register of decisions", address="decisions.schema.json")


def draft_schema() -> Schema:
    """The JSON Schema of the draft of a decision."""
    return json_schema(DRAFT_SHAPE, title="The draft of a decision", address="decision-draft.schema.json")
