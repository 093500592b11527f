"""The shape of a national year, of the list of sources, and of the history of indicators."""

from __future__ import annotations

from openqof.files.scalars import Schema
from openqof.files.shape import (
    Choice,
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
    whole,
)

BASIS = Choice(("found", "derived", "recalled"))
SOURCE = Text(form="the id of a source in sources.yaml", pattern=r"[a-z0-9][a-z0-9._-]*")
CODE = Text(form="an indicator code such as HYP006", pattern=r"[A-Z][A-Z0-9-]*(?:\([A-Z]\))?", longest=20)
GROUP_CODE = Text(form="a group code such as HYP", pattern=r"[A-Z][A-Z0-9-]*(?:\([A-Z]\))?", longest=20)
WORD = Text(form="a word in small letters", pattern=r"[a-z][a-z0-9_]*", longest=40)
ID = Text(form="an id in small letters, digits and dashes", pattern=r"[a-z0-9][a-z0-9-]*", longest=60)
KINDS = Choice(("floor", "protected", "paid_in_full", "suspended", "note"))
PERCENT = Number(0, 100, decimals=2)
POINTS = Number(0, 1000, decimals=3)

_PROVENANCE = {"source": SOURCE, "basis": BASIS}

SLIDING = Record({"from": PERCENT, "to": PERCENT}, {"at_lower": POINTS})
IMPROVEMENT = Record(
    {"years": whole(1, 5), "from": PERCENT, "to": Number(0, 100, decimals=2, words=("not found",))}
)
NORMALLY = Tagged(words=("register", "yes_no"), forms={"sliding": SLIDING})
PAYS = Tagged(
    words=("register", "yes_no"),
    forms={
        "sliding": SLIDING,
        "better_of": Record({"sliding": SLIDING, "improvement": IMPROVEMENT}),
        "protected": Record({"at": Year(), "normally": NORMALLY}),
    },
)

GROUP = Record(
    {"name": Text(longest=120), "domain": WORD, **_PROVENANCE},
    {"register": CODE, "prevalence_weighted": Flag(), "population": Text(longest=120)},
)
INDICATOR = Record(
    {
        "group": GROUP_CODE,
        "says": Text(longest=300),
        "points": POINTS,
        "pays": PAYS,
        "source": Either((SOURCE, Record({"points": SOURCE, "pays": SOURCE}))),
        "basis": Either((BASIS, Record({"points": BASIS, "pays": BASIS}))),
    },
    {"prevalence": Either((Text(form="a group code, or none", pattern=GROUP_CODE.pattern + "|none"),))},
)
ARRANGEMENT = Record(
    {"id": ID, "kind": KINDS, "says": Text(), **_PROVENANCE},
    {"terms": MappingOf(Text(anything=True), key=WORD)},
)
ASSERTS = Record(
    {
        "points": Number(0, 5000, decimals=3),
        "indicators": whole(0, 1000),
        "lower_sum": Number(0, 100000),
        "upper_sum": Number(0, 100000),
        "weighted_points": Number(0, 5000, decimals=3),
    },
    {"step_sum": Number(0, 5000, decimals=3), "protected_points": Number(0, 5000, decimals=3)},
    others=Number(0, 5000, decimals=3),
)

YEAR = Record(
    {
        "id": Text(form="an id such as qof/2015-16", pattern=r"qof(?:-scotland)?/20\d\d-\d\d"),
        "title": Text(longest=120),
        "nation": Choice(("England", "Scotland")),
        "year": Year(),
        "point_value": Record({"gbp": Number(0, 10000, decimals=2, above=True), **_PROVENANCE}),
        "average_list": Record({"patients": Number(0, 100000, decimals=1, above=True), **_PROVENANCE}),
        "aspiration": Record({"share": Number(0, 1, decimals=4), **_PROVENANCE}),
        "index_decimals": Record({"places": whole(0, 9, words=("none",)), **_PROVENANCE}),
        "asserts": ASSERTS,
        "groups": MappingOf(GROUP, key=GROUP_CODE, what="the group", twice="L062", fewest=1),
        "indicators": MappingOf(INDICATOR, key=CODE, what="the indicator", twice="L061", fewest=1),
    },
    {"arrangements": ListOf(ARRANGEMENT), "aliases": MappingOf(CODE, key=CODE, what="the alias")},
)

SOURCES = MappingOf(
    Record(
        {"title": Text(longest=300)},
        {
            "date": Text(form="a day, month or year", pattern=r"\d{4}(?:-\d\d){0,2}", anything=True),
            "address": Text(form="an address on the web", pattern=r"https?://\S+|[\w.-]+\.\w+\S*"),
        },
    ),
    key=SOURCE,
    what="the source",
)
_EVENT = Tagged(
    forms={"became": CODE, "retired": Year()},
    common={"in": Year(), "followed_by": ListOf(CODE, fewest=1), **_PROVENANCE},
)
HISTORY = MappingOf(Either((_EVENT, ListOf(_EVENT, fewest=1))), key=CODE, what="the indicator", twice="L061")


def year_schema() -> Schema:
    """The JSON Schema of a national year."""
    return json_schema(YEAR, title="A year of national QOF", address="national-year.schema.json")
