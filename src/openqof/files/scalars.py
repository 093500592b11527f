"""Shapes of single values: text, numbers, choices, years, days, yes or no."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import yaml

from openqof.core.years import FinancialYear
from openqof.files.values import Value, Walk, did_you_mean, listed, place_of

Schema = dict[str, Any]

YAML_WORDS = {"yes", "no", "on", "off", "y", "n", "true", "false", "null", "~"}
"""What programs take for truth, falsehood or nothing where it is not quoted, in small letters."""
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
_NUMBERLIKE = re.compile(
    r"[-+]?(?:\d[\d_,]*(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"  # 45, 1_000, 1,000, 1e3, .5
    r"|0[xob][\da-fA-F_]+|\d+(?::\d+)+"  # 0x1F and 1:30, which YAML counts in sixties
)
_NOT_FINITE = re.compile(r"[-+]?\.?(?:inf|nan|infinity)", re.IGNORECASE)
_DATELIKE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[Tt ].*)?")
_MOST_DIGITS = 18


class Shape:
    """What a place in a file may hold; `read` gives a Value, or None after noting the problem."""

    form: ClassVar[str] = "a single value"

    def read(self, node: Any, walk: Walk, name: str) -> Value | None:
        """Read a node; `name` is what problems call it."""
        raise NotImplementedError

    def schema(self, defs: dict[str, Schema]) -> Schema:
        """The JSON Schema of what is accepted; named parts are put into `defs`."""
        raise NotImplementedError

    def takes(self, node: Any) -> bool:
        """Whether the node is of this shape's kind: single value, list or mapping."""
        return isinstance(node, yaml.nodes.ScalarNode)


def is_plain(node: Any) -> bool:
    """Whether a scalar is written without quotes."""
    return node.style in (None, "")


def describe(node: Any) -> str:
    """What a node is, in words, for messages about the wrong kind of thing."""
    if isinstance(node, yaml.nodes.SequenceNode):
        return "a list"
    if isinstance(node, yaml.nodes.MappingNode):
        return "keys and values"
    return f'"{shorten(node.value)}"' if node.value else "empty"


def shorten(text: str) -> str:
    """Text cut to forty characters, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"


@dataclass(frozen=True, slots=True)
class Scalar(Shape):
    """What single values share: a list, a mapping or nothing in their place is a problem."""

    def read(self, node: Any, walk: Walk, name: str) -> Value | None:
        """Read a single value."""
        if not isinstance(node, yaml.nodes.ScalarNode):
            walk.problem(node, "L024", f"`{name}` should be {self.form}, but this is {describe(node)}.")
            return None
        if is_plain(node) and node.value in ("", "~", "null"):
            walk.problem(node, "L023", f"`{name}` has no value.", f"It takes {self.form}.")
            return None
        found = self.take(node, walk, name)
        return None if found is None else Value(found, place_of(node))

    def take(self, node: Any, walk: Walk, name: str) -> Any:
        """The value of a scalar node, or None after noting the problem."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Text(Scalar):
    """Words on one line; `pattern` restricts them, `form` says how; `anything` also takes bare figures."""

    form: str = "words"  # type: ignore[misc]
    pattern: str = ""
    longest: int = 1000
    anything: bool = False

    def take(self, node: Any, walk: Walk, name: str) -> str | None:
        """The words, refusing what YAML would read as something else."""
        text: str = node.value
        if is_plain(node) and _misread(text, walk, node, name, figures=self.anything):
            return None
        if not text.strip():
            walk.problem(node, "L023", f"`{name}` has no value.", f"It takes {self.form}.")
            return None
        if len(text) > self.longest:
            said = f"`{name}` has {len(text):,} characters; the most is {self.longest:,}."
            walk.problem(node, "L039", said, "Shorten it.")
            return None
        if self.pattern and not re.fullmatch(self.pattern, text):
            walk.problem(node, "L034", f'`{name}` should be {self.form}, but is "{shorten(text)}".')
            return None
        return text

    def schema(self, defs: dict[str, Schema]) -> Schema:
        """A string, or any single value."""
        if self.anything:
            return {"type": ["string", "number"]}
        found: Schema = {"type": "string", "minLength": 1, "maxLength": self.longest}
        return found | ({"pattern": f"^(?:{self.pattern})$"} if self.pattern else {})


def _misread(text: str, walk: Walk, node: Any, name: str, *, figures: bool) -> bool:
    """Note that YAML takes unquoted text for something else than words, or figures where they may stand."""
    quoted = f'Quote it: "{shorten(text)}".'
    if text.casefold() in YAML_WORDS:
        said = f"`{name}` should be words, but YAML reads {text} as {_meaning(text)}."
        walk.problem(node, "L029", said, quoted)
    elif _NOT_FINITE.fullmatch(text) or (_NUMBERLIKE.fullmatch(text) and not figures):
        walk.problem(node, "L030", f"`{name}` should be words, but {shorten(text)} is a number.", quoted)
    elif _DATELIKE.fullmatch(text) and not figures:
        walk.problem(node, "L030", f"`{name}` should be words, but YAML reads {text} as a date.", quoted)
    else:
        return False
    return True


def _meaning(word: str) -> str:
    if word.casefold() in ("null", "~"):
        return "nothing"
    return "true" if word.casefold() in ("yes", "on", "y", "true") else "false"


@dataclass(frozen=True, slots=True)
class Number(Scalar):
    """A Decimal between low and high with at most so many decimals; `words` are accepted in its place."""

    low: Decimal | int | None = 0
    high: Decimal | int | None = None
    decimals: int = 6
    words: tuple[str, ...] = ()
    above: bool = False

    @property
    def form(self) -> str:  # type: ignore[override]
        """What is expected, in words."""
        kind = "a whole number" if self.decimals == 0 else "a number"
        return " or ".join([kind + self._range(), *self.words])

    def _range(self) -> str:
        if self.low is not None and self.high is not None:
            return (
                f" above {self.low}, at most {self.high}"
                if self.above
                else f" between {self.low} and {self.high}"
            )
        if self.low is not None:
            return f" above {self.low}" if self.above else f" of {self.low} or more"
        return "" if self.high is None else f" of at most {self.high}"

    def take(self, node: Any, walk: Walk, name: str) -> Decimal | int | str | None:
        """The number, refusing every other spelling of one."""
        text: str = node.value
        if text in self.words:
            return text
        if not is_plain(node) or not _NUMBER.fullmatch(text):
            code, said, hint = _why_not_number(text, plain=is_plain(node), form=self.form)
            walk.problem(node, code, f"`{name}` {said}", hint)
            return None
        return self._within(text, node, walk, name)

    def _within(self, text: str, node: Any, walk: Walk, name: str) -> Decimal | int | None:
        whole, _, places = text.partition(".")
        if len(places.rstrip("0")) > self.decimals:
            most = "a whole number" if self.decimals == 0 else f"a number of at most {self.decimals} decimals"
            walk.problem(node, "L027", f"`{name}` should be {most}, but is {shorten(text)}.")
            return None
        value = Decimal(text) if len(text) <= _MOST_DIGITS else None
        if value is None or not self._holds(value):
            walk.problem(node, "L026", f"`{name}` should be {self.form}, but is {shorten(text)}.")
            return None
        return int(whole) if self.decimals == 0 else value

    def _holds(self, value: Decimal) -> bool:
        low = self.low is None or (value > self.low if self.above else value >= self.low)
        return low and (self.high is None or value <= self.high)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        """A number or integer with its bounds, or one of the words."""
        found: Schema = {"type": "integer" if self.decimals == 0 else "number"}
        if self.low is not None:
            found["exclusiveMinimum" if self.above else "minimum"] = float(self.low)
        if self.high is not None:
            found["maximum"] = float(self.high)
        return {"anyOf": [found, {"enum": list(self.words)}]} if self.words else found


def whole(low: int | None = 0, high: int | None = None, *, words: tuple[str, ...] = ()) -> Number:
    """A whole number, read as an int."""
    return Number(low, high, decimals=0, words=words)


def _why_not_number(text: str, *, plain: bool, form: str) -> tuple[str, str, str]:
    """Code, cause and hint for a scalar that is not a plainly written number."""
    shown = shorten(text)
    if not plain:
        return "L025", f'should be {form}, but "{shown}" is quoted words.', "Write a number without quotes."
    if text.casefold() in YAML_WORDS:
        return "L029", f"should be {form}, but YAML reads {shown} as {_meaning(text)}.", "Write a number."
    if _NOT_FINITE.fullmatch(text):
        return "L028", f"should be {form}, but {shown} is not a finite number.", "Write the number itself."
    if _DATELIKE.fullmatch(text):
        return "L025", f"should be {form}, but YAML reads {shown} as a date.", "Write a number."
    if _NUMBERLIKE.fullmatch(text):
        return "L028", f"is written {shown}, which programs read differently.", _plainly(text)
    if re.fullmatch(r"£?\s*[\d.,]+\s*%?", text):
        return "L028", f"is written {shown}: a number stands alone.", _plainly(re.sub(r"[£%\s]", "", text))
    return "L025", f'should be {form}, but is "{shown}".', "Write a number in figures."


def _plainly(text: str) -> str:
    stripped = re.sub(r"[_,]", "", text).lstrip("+")
    if re.fullmatch(r"\d+(\.\d+)?|\.\d+", stripped):
        return f"Write {Decimal(stripped):f}."
    return "Write it in ordinary figures, such as 1234.5."


@dataclass(frozen=True, slots=True)
class Choice(Scalar):
    """One of the words listed."""

    options: tuple[str, ...] = ()

    @property
    def form(self) -> str:  # type: ignore[override]
        """The words, as a sentence lists them."""
        return listed(self.options)

    def take(self, node: Any, walk: Walk, name: str) -> str | None:
        """The word, or the nearest one as a hint."""
        if node.value in self.options:
            return str(node.value)
        hint = did_you_mean(node.value, self.options)
        walk.problem(node, "L031", f'`{name}` should be {self.form}, but is "{shorten(node.value)}".', hint)
        return None

    def schema(self, defs: dict[str, Schema]) -> Schema:
        """An enumeration."""
        return {"enum": list(self.options)}


@dataclass(frozen=True, slots=True)
class Flag(Scalar):
    """true or false."""

    form: ClassVar[str] = "true or false"

    def take(self, node: Any, walk: Walk, name: str) -> bool | None:
        """The truth value; YAML's other words for it are refused, since readers differ on them."""
        if is_plain(node) and node.value in ("true", "false"):
            return bool(node.value == "true")
        word = node.value.casefold()
        hint = f"Write {_meaning(word)}." if word in YAML_WORDS - {"null", "~"} else "Write true or false."
        walk.problem(node, "L036", f'`{name}` should be true or false, but is "{shorten(node.value)}".', hint)
        return None

    def schema(self, defs: dict[str, Schema]) -> Schema:
        """A boolean."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Year(Scalar):
    """A financial year written 2015/16."""

    form: ClassVar[str] = "a financial year such as 2015/16"

    def take(self, node: Any, walk: Walk, name: str) -> FinancialYear | None:
        """The year, with the spelling meant as a hint."""
        try:
            year = FinancialYear.parse(node.value)
        except ValueError as error:
            said = f'`{name}` should be {self.form}, but is "{shorten(node.value)}".'
            walk.problem(node, "L032", said, meant_year(error))
            return None
        if str(year) == node.value:
            return year
        walk.problem(node, "L032", f"`{name}` is written {shorten(node.value)}.", f"Write {year}.")
        return None

    def schema(self, defs: dict[str, Schema]) -> Schema:
        """A string of the form 2015/16."""
        return {"type": "string", "pattern": r"^20\d\d/\d\d$"}


def meant_year(error: ValueError) -> str:
    """The hint in an error of FinancialYear.parse, where it has one."""
    _, found, year = str(error).partition("did you mean ")
    return f"Did you mean {year}" if found else ""


@dataclass(frozen=True, slots=True)
class Day(Scalar):
    """A day written 2015-04-01."""

    form: ClassVar[str] = "a day such as 2015-04-01"

    def take(self, node: Any, walk: Walk, name: str) -> date | None:
        """The day."""
        try:
            if re.fullmatch(r"\d{4}-\d\d-\d\d", node.value):
                return date.fromisoformat(node.value)
        except ValueError:
            walk.problem(node, "L033", f"`{name}` is {node.value}, which no calendar has.", "Check the day.")
            return None
        walk.problem(node, "L033", f'`{name}` should be {self.form}, but is "{shorten(node.value)}".')
        return None

    def schema(self, defs: dict[str, Schema]) -> Schema:
        """A date."""
        return {"type": "string", "format": "date"}
