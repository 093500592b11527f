"""A body that commissions: the shape of its file, and the body that is built of what was read."""

from __future__ import annotations

from collections.abc import Mapping

from openqof.core.governance.bodies import Body, Committee, ModelFrom
from openqof.core.governance.conditions import Facts
from openqof.core.governance.packs import BodyKind, Model
from openqof.core.governance.seats import CLASSES, OFFICES, Seat
from openqof.core.problems import BadInput
from openqof.core.sources import Basis
from openqof.files import governance_rules as rules
from openqof.files.canonical import fingerprint
from openqof.files.governance_body_check import OBSERVER, OWN_SOURCE, check_body
from openqof.files.governance_conditions import SEAT_RULE, seat_rule_from, words_in
from openqof.files.governance_pack import KIND
from openqof.files.governance_words import FACT, FACT_VALUE, ID, MARKS, SEAT_WORD, YES_NO
from openqof.files.scalars import Schema
from openqof.files.scheme_basics import CODE
from openqof.files.shape import (
    Choice,
    Day,
    ListOf,
    MappingOf,
    Record,
    Text,
    Value,
    Walk,
    bare,
    json_schema,
)

PERSON = Text(form="a name", longest=100)
SEAT_SHAPE = Record(
    {"person": PERSON, "of": Choice(CLASSES)},
    {"posts": ListOf(SEAT_WORD, fewest=1), "office": Choice(OFFICES), "votes": YES_NO},
)
"""A member of a committee."""

COMMITTEE_SHAPE = Record(
    {"name": Text(longest=200), "seats": ListOf(SEAT_SHAPE, fewest=1)},
    {
        "quorum": SEAT_RULE,
        "casting": YES_NO,
        "public": YES_NO,
        "rules": ListOf(rules.COMMITTEE_RULE),
        **MARKS,
    },
)
FACTS_SHAPE = MappingOf(FACT_VALUE, key=FACT, what="the fact")
"""Facts of one scheme by name."""

_SCHEME = Text(
    form="the id of a scheme, or all", pattern=r"[a-z0-9][a-z0-9-]*(?:/[a-z0-9][a-z0-9-]*)?", longest=120
)
BODY_SHAPE = Record(
    {
        "body": CODE,
        "name": Text(longest=200),
        "kind": KIND,
        "models": ListOf(Record({"model": rules.MODEL, "from": Day()}, MARKS), fewest=1),
    },
    {
        "lmcs": ListOf(Text(longest=200)),
        "practices": ListOf(CODE),
        "became": MappingOf(CODE, key=CODE, what="the practice"),
        "committees": MappingOf(COMMITTEE_SHAPE, key=ID, what="the committee"),
        "conditions": ListOf(rules.CONDITION_RULE),
        "clocks": ListOf(rules.CLOCK),
        "duties": ListOf(rules.DUTY),
        "facts": MappingOf(FACTS_SHAPE, key=_SCHEME, what="the scheme"),
        **MARKS,
    },
)
"""A body with its committees, its own rules, and what it states of schemes."""


def body_schema() -> Schema:
    """The JSON Schema of a body."""
    return json_schema(BODY_SHAPE, title="A body that commissions", address="body.schema.json")


def body_from(value: Value, walk: Walk, place: str) -> Body:
    """The body that a value read by `BODY_SHAPE` says; `place` names its file.

    Notes every problem of meaning in the walk, and raises BadInput with all problems of the walk if any.
    """
    check_body(value, walk)
    if walk.problems:
        raise BadInput(walk.problems)
    return _build(value, place)


def facts_from(value: Value) -> Mapping[str, Facts]:
    """What a body states of schemes, by the scheme's id or "all"."""
    stated = value.get("facts")
    return {
        scheme: {name: each.value for name, each in facts.items()}
        for scheme, facts in (stated.items() if stated is not None else ())
    }


def _build(value: Value, place: str) -> Body:
    plain = value.plain
    marks = rules.Marks(plain("source", OWN_SOURCE), Basis(plain("basis", Basis.FOUND)), place)
    return Body(
        code=plain("body"),
        name=plain("name"),
        kind=BodyKind(plain("kind")),
        models=tuple(_model(each, marks) for each in plain("models")),
        provenance=marks.of(value),
        lmcs=words_in(value.get("lmcs")),
        practices=words_in(value.get("practices")),
        committees=_committees(value, marks),
        own_conditions=rules.conditions(rules.values_in(value, "conditions"), marks),
        own_clocks=rules.clocks(rules.values_in(value, "clocks"), marks),
        own_duties=rules.duties(rules.values_in(value, "duties"), marks),
        became={old: new.value for old, new in became.items()} if (became := value.get("became")) else {},
        sha256=fingerprint(bare(value)),
    )


def _model(value: Value, marks: rules.Marks) -> ModelFrom:
    return ModelFrom(Model(value.plain("model")), value.plain("from"), marks.of(value))


def _committees(value: Value, marks: rules.Marks) -> tuple[Committee, ...]:
    found = value.get("committees")
    return tuple(_committee(name, each, marks) for name, each in (found.items() if found else ()))


def _committee(name: str, value: Value, marks: rules.Marks) -> Committee:
    quorum, provenance = value.get("quorum"), marks.of(value)
    own = rules.Marks(provenance.source, provenance.basis, marks.place)
    return Committee(
        id=name,
        name=value.plain("name"),
        seats=tuple(seat_from(each) for each in value.plain("seats")),
        quorum=None if quorum is None else seat_rule_from(quorum),
        provenance=provenance,
        casting=value.plain("casting", False),
        public=value.plain("public", True),
        own_rules=rules.committee_rules(rules.values_in(value, "rules"), own),
    )


def seat_from(value: Value) -> Seat:
    """The member that a value read by `SEAT_SHAPE` says; an observer has no vote."""
    plain = value.plain
    votes = plain("votes", plain("of") != OBSERVER)
    return Seat(plain("person"), plain("of"), words_in(value.get("posts")), plain("office", ""), votes)
