"""Shapes that the parts of a scheme document share."""

from __future__ import annotations

from openqof.core.terms import Reading
from openqof.files.national_shape import BASIS, PAYS, SOURCE
from openqof.files.national_shape import CODE as INDICATOR
from openqof.files.shape import Choice, Either, ListOf, Named, Number, Record, Shape, Tagged, Text

CODE = Text(form="a practice or commissioner code", pattern=r"[A-Z0-9]{2,9}")
GROUP = Text(form="a group code such as HYP", pattern=INDICATOR.pattern, longest=20)
LINE = Text(form="a line of the payments table such as global_sum", pattern=r"[a-z][a-z0-9_]*", longest=60)
NAME = Text(form="a name of letters, digits, dashes", pattern=r"[A-Za-z][A-Za-z0-9_-]*", longest=60)
SERVICE = Text(form="the id of a service such as services/minor-surgery-2014", pattern=r"services/[a-z0-9-]+")
PERIOD = Text(form="a period such as Q1", longest=40, anything=True)
PROSE = Text(longest=2000)
MARKS = {"source": SOURCE, "basis": BASIS}
MAY_JOIN, MAY_NOT_JOIN = "may join", "may not join"
CONTRACTS = ("GMS", "PMS", "APMS")
READING = Choice(tuple(reading.value for reading in Reading))

POUNDS = Number(0, 10_000_000_000)
RATE = Number(0, 1_000_000)
PERCENT = Number(0, 100)
ABOVE_NOUGHT = Number(0, 1_000_000, above=True)
POINTS = Number(0, 10_000, decimals=3)

_INDICATORS = ListOf(INDICATOR, fewest=1)
_CHOSEN = Either((_INDICATORS, Tagged(words=("all",), forms={"all_but": _INDICATORS})))
_COUNTED = Tagged(words=("list", "weighted list"), forms={"register": GROUP, "measure": NAME})
_STANDARD = Record({"measure": NAME, "at_least": Number(0)})


def stated_once(name: str, shape: Shape) -> Named:
    """A shape that the JSON Schema states once, under its name."""
    return Named(name, lambda: shape)


CHOSEN = stated_once("choice_of_indicators", _CHOSEN)
"""Indicators: a list, `all`, or `{all_but: [A]}`."""
COUNTED = stated_once("list_register_or_measure", _COUNTED)
STANDARD = stated_once("standard", _STANDARD)
WAY_OF_PAYING = stated_once("way_of_paying", PAYS)
FOR = ListOf(Choice(CONTRACTS), fewest=1)


def said(text: Text | Choice = PROSE) -> Either:
    """Words alone, or words with a source and basis of their own."""
    return Either((text, Record({"says": text}, MARKS)))
