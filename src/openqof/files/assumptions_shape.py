"""The shape of a file of assumptions: of work, of care after an incentive goes, of chance."""

from __future__ import annotations

from openqof.files.national_shape import BASIS, ID, SOURCE
from openqof.files.scalars import Schema
from openqof.files.shape import Choice, ListOf, MappingOf, Number, Record, Text, json_schema

PARTS = ("contacts", "clinician_minutes", "administrator_minutes", "hours", "stops")
"""The figures of a kind of work."""

HOURS = ("obligation", "service")
"""What a practice is supposed to spend hours on where the scheme does not say how many."""

SPREADS = (
    "area_year", "practice_year", "indicator_year", "past_weight", "between", "count_spread", "pull", "slip",
)  # fmt: skip
"""The figures of the risk model."""

_MARKS = {"source": SOURCE, "basis": BASIS}


def _range(least: int, most: int) -> Record:
    bounds = Number(least, most, decimals=4)
    return Record({"low": bounds, "likely": bounds, "high": bounds}, {"says": Text(), **_MARKS})


_FIGURE, _PERCENTAGE = _range(0, 10_000), _range(0, 100)
_CODES = Text(
    form="an indicator code such as HYP006, or a pattern such as VI*",
    pattern=r"[A-Z][A-Z0-9*?-]*(?:\([A-Z]\))?",
    longest=20,
)
_RECORDED = Choice(("tick-box", "automatic"))
_KIND = Record({}, {"says": Text(), **dict.fromkeys(PARTS[:-1], _FIGURE), "stops": _PERCENTAGE, **_MARKS})
_CLASSED = Record({"kind": ID, "recorded": _RECORDED, "codes": ListOf(_CODES, fewest=1)}, _MARKS)
_FALL = Record(
    {"kind": ID, "change": _range(-100, 100)},
    {"recorded": _RECORDED, "says": Text(), "also": ListOf(SOURCE), **_MARKS},
)
_STUDY = Record({"design": Text(), "result": Text()}, _MARKS)

ASSUMPTIONS = Record(
    {"title": Text(longest=200), "source": SOURCE, "basis": BASIS},
    {
        "kinds": MappingOf(_KIND, key=ID, what="the kind"),
        "indicators": ListOf(_CLASSED),
        "hours": Record({}, dict.fromkeys(HOURS, _FIGURE)),
        "last_points": _FIGURE,
        "falls": ListOf(_FALL),
        "risk": Record({}, dict.fromkeys(SPREADS, _FIGURE)),
        "studies": MappingOf(_STUDY, key=SOURCE, what="the study"),
    },
)


def assumptions_schema() -> Schema:
    """The JSON Schema of a file of assumptions."""
    return json_schema(ASSUMPTIONS, title="Assumptions of work and risk", address="assumptions.schema.json")
