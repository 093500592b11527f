"""The shape of a scheme document.

A new kind of change is one more entry in `CHANGES`, one dataclass in core.scheme, one builder in
files.scheme_build and one pricer in impact.
"""

from __future__ import annotations

from openqof.core.scheme import Bound, PracticesGone, Reading
from openqof.files.national_shape import BASIS, SOURCE
from openqof.files.national_shape import CODE as INDICATOR
from openqof.files.scalars import Schema
from openqof.files.shape import (
    Choice,
    Day,
    Either,
    Flag,
    ListOf,
    MappingOf,
    Number,
    Record,
    Tagged,
    Text,
    Year,
    json_schema,
)

CODE = Text(form="a practice or commissioner code", pattern=r"[A-Z0-9]{2,9}")
PROSE = Text(longest=2000)
MARKS = {"source": SOURCE, "basis": BASIS}


def said(text: Text | Choice = PROSE) -> Either:
    """Words alone, or words with a source and basis of their own."""
    return Either((text, Record({"says": text}, MARKS)))


ROUTES = Choice(("voluntary-alternative", "in-year-suspension", "national-change"))
MODELS = Choice(("greater-involvement", "joint", "delegated"))
READING = Choice(tuple(reading.value for reading in Reading))

CHANGES = {
    "guarantee": Record(
        {"income": Choice(("qof",)), "of": Year(), "reading": READING},
        {
            "practices_gone": Choice(tuple(rule.value for rule in PracticesGone)),
            "hands_on": MappingOf(CODE, key=CODE, what="the practice"),
        },
    ),
    "suspend": Record(
        {
            "indicators": ListOf(INDICATOR, fewest=1),
            "from": Day(),
            "pay": Record({"level_of": Year()}, MARKS),
        }
    ),
    "report": Record({"level": Text(), "indicators": Text()}),
    "require": Record(
        {"of": Choice(tuple(bound.value for bound in Bound)), "what": PROSE}, {"evidence": PROSE, "by": Day()}
    ),
}

SCHEME = Record(
    {
        "id": Text(form="an id such as somerset/spqs-2014", pattern=r"[a-z0-9-]+/[a-z0-9-]+"),
        "title": Text(),
        "base": Text(form="the id of a national year such as qof/2015-16"),
        "runs": Record({"from": Day(), "to": Day()}, MARKS),
        "because": said(),
        "changes": ListOf(Tagged(forms=CHANGES, common={"why": PROSE, **MARKS})),
        **MARKS,
    },
    {
        "body": CODE,
        "bodies": ListOf(CODE, fewest=1),
        "route": said(ROUTES),
        "model": said(MODELS),
        "offer": Record({"to": PROSE, "national_qof_stays": Flag()}, {"closes": Day(), **MARKS}),
        "asks": Either((ListOf(PROSE, fewest=1), Record({"questions": ListOf(PROSE, fewest=1)}, MARKS))),
        "watch": Record(
            {"measure": PROSE},
            {"against": PROSE, "may_be_used_for": ListOf(PROSE), "not_for": ListOf(PROSE), **MARKS},
        ),
        "ends": Record({"how": PROSE}, {"notice": PROSE, **MARKS}),
        "bands": Record({"near": Number(0, 100), "far": Number(0, 100)}, MARKS),
        "notes": ListOf(Record({"says": PROSE}, {"reading": READING, **MARKS})),
        "asserts": MappingOf(Number(0), key=Text(form="what is asserted")),
    },
)


def scheme_schema() -> Schema:
    """The JSON Schema of a scheme document."""
    return json_schema(SCHEME, title="A local scheme", address="local-scheme.schema.json")
