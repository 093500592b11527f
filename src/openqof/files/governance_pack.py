"""A rule pack: its shape, and the pack that is built of what was read."""

from __future__ import annotations

from openqof.core.governance.packs import BodyKind, Pack
from openqof.core.sources import Basis
from openqof.files import governance_rules as rules
from openqof.files.canonical import fingerprint
from openqof.files.governance_words import DAYS, ID, PROSE
from openqof.files.national_shape import BASIS, SOURCE
from openqof.files.scalars import Schema
from openqof.files.shape import Choice, ListOf, MappingOf, Record, Text, Value, bare, json_schema

KIND = Choice(tuple(kind.value for kind in BodyKind))
PARTS = {
    "powers": rules.POWER_RULE,
    "conditions": rules.CONDITION_RULE,
    "committee": rules.COMMITTEE_RULE,
    "clocks": rules.CLOCK,
    "fields": rules.FIELDS,
    "handling": rules.HANDLING,
    "duties": rules.DUTY,
    "remedies": rules.REMEDY,
}
"""The lists of rules of a pack, in the order in which a pack gives its rules."""

PACK_SHAPE = Record(
    {
        "pack": ID,
        "title": Text(longest=200),
        "kinds": ListOf(KIND, fewest=1),
        "in_force": Record({"from": DAYS["from"]}, {"to": DAYS["to"]}),
        "source": SOURCE,
        "basis": BASIS,
    },
    {
        "functions": MappingOf(PROSE, key=ID, what="the function"),
        **{part: ListOf(shape) for part, shape in PARTS.items()},
    },
)


def pack_schema() -> Schema:
    """The JSON Schema of a rule pack."""
    return json_schema(PACK_SHAPE, title="A rule pack of governance", address="governance.schema.json")


def build_pack(value: Value, place: str) -> Pack:
    """The pack of a document that was read without a problem; `place` names its file."""
    marks = rules.Marks(value.plain("source"), Basis(value.plain("basis")), place)
    days = value["in_force"]
    return Pack(
        id=value.plain("pack"),
        title=value.plain("title"),
        kinds=tuple(BodyKind(each.value) for each in value.plain("kinds")),
        first=days.plain("from"),
        last=days.plain("to"),
        functions=_functions(value),
        powers=rules.powers(rules.values_in(value, "powers"), marks),
        conditions=rules.conditions(rules.values_in(value, "conditions"), marks),
        committee=rules.committee_rules(rules.values_in(value, "committee"), marks),
        clocks=rules.clocks(rules.values_in(value, "clocks"), marks),
        fields=rules.fields(rules.values_in(value, "fields"), marks),
        handling=rules.handlings(rules.values_in(value, "handling"), marks),
        duties=rules.duties(rules.values_in(value, "duties"), marks),
        remedies=tuple(marks.rule(each) for each in rules.values_in(value, "remedies")),
        provenance=marks.of(value),
        sha256=fingerprint(bare(value)),
    )


def _functions(value: Value) -> dict[str, str]:
    found = value.get("functions")
    return {name: each.value for name, each in found.items()} if found is not None else {}
