"""The shape of a register of contract actions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from openqof.core.governance.actions import KINDS
from openqof.core.governance.progress import Standing
from openqof.files.governance_words import PROSE, TERM, YES_NO
from openqof.files.scalars import Scalar, Schema
from openqof.files.shape import Choice, Day, ListOf, MappingOf, Record, Text, Walk, json_schema

_TRUTHS = {"true": "yes", "false": "no"}


@dataclass(frozen=True, slots=True)
class AsWritten(Scalar):
    """Words, a figure, a day, yes or no: whatever stands there, as it is written; true is yes, false no."""

    form: ClassVar[str] = "words, a figure or a day"

    def take(self, node: Any, walk: Walk, name: str) -> str | None:
        """The text, which only may not be empty."""
        text: str = node.value.strip()
        if text:
            return _TRUTHS.get(text, text)
        walk.problem(node, "L023", f"`{name}` has no value.", f"It takes {self.form}.")
        return None

    def schema(self, defs: dict[str, Schema]) -> Schema:
        """Any single value."""
        return {"type": ["string", "number", "boolean"]}


REFERENCE = Text(form="a reference", pattern=r"[A-Za-z0-9][A-Za-z0-9./_-]*", longest=60)
PRACTICE = Text(form="the code of a practice", pattern=r"[A-Z0-9][A-Z0-9-]*", longest=20)
SCHEME_ID = Text(form="an id such as somewhere/scheme-2016", pattern=r"[a-z0-9-]+/[a-z0-9-]+")
FIELDS = MappingOf(AsWritten(), key=TERM, what="the field")

ACTION = Record(
    {"reference": REFERENCE, "kind": Choice(KINDS), "practice": PRACTICE, "served": Day(), "by": Text()},
    {"grounds": ListOf(PROSE), "fields": FIELDS, "period_ends": Day(), "successors": ListOf(PRACTICE)},
)
MEMBER = Record(
    {"scheme": SCHEME_ID, "practice": PRACTICE, "from": Day(), "to": Day()},
    {"standing": Choice(tuple(each.value for each in Standing)), "closed_lists": YES_NO},
)
OPT_OUT = Record(
    {
        "practice": PRACTICE,
        "scheme": SCHEME_ID,
        "indicators": ListOf(Text(longest=20), fewest=1),
        "from": Day(),
        "to": Day(),
    },
    {"lawful": YES_NO, "may_be_used_for": ListOf(PROSE), "not_for": ListOf(PROSE)},
)
ACTIONS_SHAPE = Record(
    {"register": Text(longest=60), "actions": ListOf(ACTION)},
    {"members": ListOf(MEMBER), "opted_out": ListOf(OPT_OUT)},
)


def actions_schema() -> Schema:
    """The JSON Schema of a register of contract actions."""
    return json_schema(
        ACTIONS_SHAPE, title="A register of contract actions", address="contract-actions.schema.json"
    )
