"""The shape of changes: one entry for each dataclass of core.changes."""

from __future__ import annotations

from typing import Any

from openqof.core.changes import Bound, Certainty, PracticesGone
from openqof.files.national_shape import CODE as INDICATOR
from openqof.files.scheme_basics import (
    CHOSEN,
    CODE,
    GROUP,
    LINE,
    MARKS,
    NAME,
    PERCENT,
    POINTS,
    POUNDS,
    PROSE,
    READING,
    SERVICE,
    WAY_OF_PAYING,
)
from openqof.files.scheme_terms_shape import TERM, TERM_FORMS
from openqof.files.shape import (
    Choice,
    Day,
    Either,
    Flag,
    ListOf,
    MappingOf,
    Number,
    Record,
    Shape,
    Tagged,
    Text,
    Value,
    Walk,
    Year,
    whole,
)
from openqof.files.values import place_of

MOMENTS = ("monthly", "quarterly", "half-yearly", "at the start", "year end")
DAY = Text(form="a day such as 2014-07-01", pattern=r"\d{4}-\d\d-\d\d", anything=True)

NEW_INDICATOR = Record(
    {"id": INDICATOR, "says": PROSE, "points": POINTS, "pays": WAY_OF_PAYING},
    {"group": GROUP, "measure": NAME},
)
SUSPENDED_PAY = Tagged(
    words=("nothing",),
    forms={"level_of": Year(), **TERM_FORMS},
    common=MARKS,
    called="a pay term, {level_of: …} or nothing",
)
CONTRIBUTION = Record({"by": PROSE}, {"pounds": POUNDS, "line": LINE, "percent": PERCENT})
MOST_CHANGES = 200
"""Changes of one document, each of which is held against every other: more than any scheme has need of."""
ONE_OR_MORE = Either((whole(1, 999), ListOf(whole(1, 999), fewest=1, most=MOST_CHANGES)))

CHANGES: dict[str, Shape] = {
    "keep": Record({"indicators": CHOSEN}),
    "suspend": Record(
        {"indicators": CHOSEN, "from": Day(), "pay": SUSPENDED_PAY}, {"to": Day(), "by_days": Flag()}
    ),
    "retire": Record({"indicators": CHOSEN}),
    "replace": Record({"indicators": CHOSEN, "by": NEW_INDICATOR}),
    "set_thresholds": Record({"indicators": CHOSEN}, {"from": PERCENT, "to": PERCENT, "at_lower": POINTS}),
    "set_pays": Record({"indicators": CHOSEN, "pays": WAY_OF_PAYING}),
    "set_points": Record({"indicators": CHOSEN}, {"points": POINTS, "percent": Number(0, 1000)}),
    "add_indicator": NEW_INDICATOR,
    "add_service": Record({"service": SERVICE}, {"from": Day()}),
    "end_service": Record({"service": SERVICE}, {"pool": NAME}),
    "require": Record(
        {"of": Choice(tuple(bound.value for bound in Bound)), "what": PROSE},
        {"evidence": PROSE, "by": Day(), "id": NAME, "hours": Number(0, 10_000)},
    ),
    "report": Record({"level": Text(), "indicators": Either((Text(), ListOf(INDICATOR, fewest=1)))}),
    "guarantee": Record(
        {"income": Choice(("qof",)), "of": Year(), "reading": READING},
        {
            "practices_gone": Choice(tuple(rule.value for rule in PracticesGone)),
            "hands_on": MappingOf(CODE, key=CODE, what="the practice"),
            "or_actual_above": Number(0, 1000),
            "share": Number(0, 200, above=True),
        },
    ),
    "pool": Record(
        {"id": NAME, "from": ListOf(CONTRIBUTION, fewest=1)}, {"remainder": Choice(("kept", "shared"))}
    ),
    "pay": Record(
        {
            "what": PROSE,
            "amount": TERM,
            "by": Text(),
            "pot": Text(),
            "certainty": Choice(tuple(certainty.value for certainty in Certainty)),
            "when": Either((Choice(MOMENTS), MappingOf(PERCENT, key=DAY, what="the day", fewest=1))),
        },
        {"id": NAME, "to": Text(), "instead_of": Choice(("qof",)), "covers": ListOf(Text(), fewest=1)},
    ),
}
CHANGE = Tagged(forms=CHANGES, common={"why": PROSE, "overrides": ONE_OR_MORE, **MARKS}, called="a change")


class Numbered(ListOf):
    """A list that keeps the places of refused items, so that the rest keep their numbers."""

    def read(self, node: Any, walk: Walk, name: str) -> Value | None:
        """Read every item; one that was refused is a Value without tag."""
        if not self.fits(node, walk, name):
            return None
        numbered = enumerate(node.value, start=1)
        items = ((each, self.item.read(each, walk, f"{name}, item {n}")) for n, each in numbered)
        return Value(tuple(value or Value({}, place_of(each)) for each, value in items), place_of(node))
