"""The shape of a scheme document, and of the services and contracts that are documents of the same kind.

A new kind of change is one more entry in `CHANGES` (a term: in `TERM_FORMS`), one dataclass in core, one
builder beside this file, what it means in scheme_check, and what it is worth in engine.terms or impact.
"""

from __future__ import annotations

from openqof.files.scalars import Schema
from openqof.files.scheme_basics import (
    CODE,
    FOR,
    LINE,
    MARKS,
    MAY_JOIN,
    MAY_NOT_JOIN,
    NAME,
    PERCENT,
    PERIOD,
    PROSE,
    READING,
    said,
)
from openqof.files.scheme_changes_shape import CHANGE, CHANGES, MOST_CHANGES, Numbered
from openqof.files.scheme_parameters import PARAMETERS, settable
from openqof.files.shape import (
    Choice,
    Day,
    Either,
    Flag,
    ListOf,
    MappingOf,
    Number,
    Record,
    Text,
    json_schema,
    whole,
)

__all__ = ["CHANGES", "KINDS", "SCHEME", "scheme_schema"]

KINDS = ("scheme", "service", "contract")
ROUTES = Choice(("voluntary-alternative", "in-year-suspension", "national-change"))
MODELS = Choice(("greater-involvement", "joint", "delegated"))
WHERE = Choice(("most deprived fifth", "rural", "small lists"))
MEASURE = Record(
    {"says": PROSE, "kind": Choice(("count", "share", "pounds", "yes_no"))},
    {
        "numerator": PROSE,
        "denominator": PROSE,
        "read_from": PROSE,
        "expected": Number(0),
        "spread": Number(0),
        "periods": ListOf(PERIOD, fewest=1),
        "work": Text(),
        **MARKS,
    },
)
CLAIM = Either((Number(None), Record({"is": Number(None)}, {"within": Number(0)})))
OPTION = Record({"says": PROSE, "rejected_because": PROSE}, MARKS)
WORDS = ListOf(PROSE, fewest=1)

SCHEME = Record(
    {
        "id": Text(form="an id such as somerset/spqs-2014", pattern=r"[a-z0-9-]+/[a-z0-9-]+"),
        "title": Text(),
        "runs": Record({"from": Day(), "to": Day()}, MARKS),
        "because": said(),
        "changes": Numbered(CHANGE, most=MOST_CHANGES),
        **MARKS,
    },
    {
        "kind": Choice(KINDS),
        "body": CODE,
        "bodies": ListOf(CODE, fewest=1),
        "base": Text(form="the id of a national year such as qof/2015-16"),
        "route": said(ROUTES),
        "model": said(MODELS),
        "offer": Record(
            {"to": PROSE, "national_qof_stays": Flag()},
            {"closes": Day(), "contracts": FOR, "closed_lists": Choice((MAY_JOIN, MAY_NOT_JOIN)), **MARKS},
        ),
        "hypothesis": said(),
        "asks": Either((WORDS, Record({"questions": WORDS}, MARKS))),
        "options": ListOf(OPTION),
        "parameters": PARAMETERS,
        "measures": MappingOf(MEASURE, key=NAME, what="the measure"),
        "watch": Record(
            {"measure": PROSE},
            {"against": PROSE, "may_be_used_for": ListOf(PROSE), "not_for": ListOf(PROSE), **MARKS},
        ),
        "ends": Record({"how": PROSE}, {"notice": PROSE, **MARKS}),
        "bands": Record({"near": PERCENT, "far": PERCENT}, MARKS),
        "uptake": Record({}, {"joined": whole(0), "of": whole(0), "expected": PERCENT, **MARKS}),
        "results": ListOf(Record({"says": PROSE}, MARKS)),
        "status": said(),
        "unpriced": said(),
        "aim": Record({}, {"changes": ListOf(whole(1), fewest=1), "where": WHERE, **MARKS}),
        "line": LINE,
        "covers": ListOf(Text(), fewest=1),
        "notes": ListOf(Record({"says": PROSE}, {"reading": READING, **MARKS})),
        "asserts": MappingOf(CLAIM, key=Text(form="what is asserted")),
    },
)


def scheme_schema() -> Schema:
    """The JSON Schema of a scheme document; in changes and measures a value may be a parameter."""
    return settable(json_schema(SCHEME, title="A local scheme", address="local-scheme.schema.json"))
