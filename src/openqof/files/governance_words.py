"""Single values of rule packs and bodies: yes or no, the value of a fact, the words of rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from openqof.core.governance.conditions import Fact
from openqof.files.national_shape import BASIS, ID, SOURCE
from openqof.files.scalars import Scalar, Schema, is_plain, shorten
from openqof.files.shape import Choice, Day, Text, Walk

__all__ = ["FACT", "ID", "MARKS", "PROSE", "SEAT_WORD", "TERM", "YES_NO", "FactValue", "YesNo"]

PROSE = Text(longest=600)
MARKS = {"source": SOURCE, "basis": BASIS}
DAYS = {"from": Day(), "to": Day()}
FACT = Text(form="the name of a fact", pattern=r"[a-z][a-z0-9_]*", longest=60)
SEAT_WORD = Text(form="a class, an office or a post", pattern=r"[a-z][a-z0-9_]*", longest=60)
TERM = Text(form="a word in small letters", pattern=r"[a-z][a-z0-9 _-]*", longest=60)
UNIT = Choice(("days", "working days", "weeks", "months", "years"))

_TRUTHS = {"yes": True, "no": False, "true": True, "false": False}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _/-]{0,79}")


@dataclass(frozen=True, slots=True)
class YesNo(Scalar):
    """yes or no, read as a truth value; true and false say the same."""

    form: ClassVar[str] = "yes or no"

    def take(self, node: Any, walk: Walk, name: str) -> bool | None:
        """The truth value."""
        if node.value in _TRUTHS:
            return _TRUTHS[node.value]
        walk.problem(node, "L031", f'`{name}` should be yes or no, but is "{shorten(node.value)}".')
        return None

    def schema(self, defs: dict[str, Schema]) -> Schema:
        """A boolean, or one of the words, since readers of YAML differ on them."""
        return {"enum": [True, False, "yes", "no"]}


YES_NO = YesNo()


@dataclass(frozen=True, slots=True)
class FactValue(Scalar):
    """What a fact is: yes or no, a day, a figure, or a word; quoted, it is a word whatever it looks like."""

    form: ClassVar[str] = "yes, no, a day, a figure or a word"

    def take(self, node: Any, walk: Walk, name: str) -> Fact | None:
        """The value, with the type that its spelling gives it."""
        text: str = node.value
        if is_plain(node):
            if text in _TRUTHS:
                return _TRUTHS[text]
            if _DAY.fullmatch(text):
                return Day().take(node, walk, name)
            if _NUMBER.fullmatch(text):
                return Decimal(text)
        if _WORD.fullmatch(text):
            return text
        walk.problem(node, "L034", f'`{name}` should be {self.form}, but is "{shorten(text)}".')
        return None

    def schema(self, defs: dict[str, Schema]) -> Schema:
        """Any single value."""
        return {"type": ["boolean", "number", "string"]}


FACT_VALUE = FactValue()


def form_of(fact: Fact) -> str:
    """What a value is, as messages call it."""
    match fact:
        case bool():
            return "yes or no"
        case Decimal():
            return "a figure"
        case date():
            return "a day"
    return "a word"


def written(fact: Fact) -> str:
    """A value as a file writes it."""
    return ("yes" if fact else "no") if isinstance(fact, bool) else str(fact)
