"""A scheme of the library as a document of one's own: another body, another year, local values set anew.

The text is changed by places, so that comments, order and wording stay; what belongs to the other area alone
(uptake, results, status, notes on its figures, assertions) is left out, and a note says what was copied.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from yaml.nodes import SequenceNode

from openqof.core.national import NationalYear
from openqof.core.problems import Problem
from openqof.core.scheme import Scheme
from openqof.core.years import FinancialYear
from openqof.files.canonical import figure
from openqof.files.check import check_file
from openqof.files.load import find_law, load_scheme, read_scheme_document
from openqof.files.nodes import Document, Node, compose, read_document
from openqof.files.scalars import YAML_WORDS
from openqof.files.shipped import scheme_ids, service_ids, shown_path, year_ids
from openqof.files.text_edits import Edits, in_brackets, pairs, scalars

LEFT_OUT = ("uptake", "results", "status", "unpriced", "notes", "asserts")
"""What belongs to the other area and year alone."""
_OURS = {"source": "openqof", "basis": "recalled"}
"""What a value of one's own cites."""
_DAY = re.compile(r"^(\d{4})-(\d\d)-(\d\d)$")
_YEAR = re.compile(r"^(20\d\d)([/-])(\d\d)$")
_DATED = ("offer", "changes")
"""Where days move with the year; sources keep the dates they have."""


@dataclass(frozen=True, slots=True)
class Cloned:
    """A copy as text: what it is called, what of the other document was left out, how far years moved."""

    id: str
    text: str
    left_out: tuple[str, ...]
    years_moved: int


def clone(
    id_or_path: str | Path, *, body: str, year: FinancialYear, values: Mapping[str, str] | None = None
) -> Cloned:
    """Copy a scheme for another body and year, its parameters set to the values given.

    Base years, days and the national year move by as many years as lie between the old year and the new.
    BadInput with every problem of the scheme copied, or of the values.
    """
    path, text = _text(id_or_path)
    scheme = load_scheme(id_or_path, values=values)
    return _Clone(scheme, compose(text, name=shown_path(path)), text, year).made(body, values or {})


def on_year(id_or_path: str | Path, law: NationalYear, *, values: Mapping[str, str] | None = None) -> Scheme:
    """A scheme as it would read on another national year: base years and days move along, nothing else.

    What it asserts of prices it asserts of its own year alone, so that the copy asserts nothing.
    BadInput with every problem of the scheme on that year, such as indicators it does not have.
    """
    path, text = _text(id_or_path)
    document = compose(text, name=shown_path(path))
    scheme = load_scheme(id_or_path)
    runs = FinancialYear(law.year.start + _after_base(scheme))
    moved = _Clone(scheme, document, text, runs).moved_to(law.id)
    read = read_scheme_document(compose(moved, name=document.name), path, values)
    about = f"Of the scheme as written, for {FinancialYear.of(scheme.runs.first)}: "
    notes = tuple(replace(note, text=f"{about}{note.text}") for note in read.notes)
    return replace(read, asserts={}, notes=notes)


def _after_base(scheme: Scheme) -> int:
    """How many years after its base a scheme runs: one, for a national change from the law before it."""
    if not scheme.base:
        return 0
    base = FinancialYear.parse(scheme.base.rpartition("/")[2])
    return FinancialYear.of(scheme.runs.first).start - base.start


def _text(id_or_path: str | Path) -> tuple[Path, str]:
    path = find_law(id_or_path, (*scheme_ids(), *service_ids()), kind="scheme")
    name = shown_path(path)
    read_document(path, name=name)
    return path, path.read_text(encoding="utf-8-sig")


def write_clone(made: Cloned, path: Path) -> tuple[Problem, ...]:
    """Write a copy to a new file, and say what `openqof check` finds in it.

    FileExistsError where the file is there already: nothing is overwritten.
    """
    with path.open("x", encoding="utf-8") as file:
        file.write(made.text)
    return tuple(check_file(path))


def clone_id(original: str, *, body: str, year: FinancialYear) -> str:
    """The id of a copy: aylesbury-vale/pcds-2015 for 11J and 2016/17 is 11j/pcds-2016."""
    name = re.sub(r"-20\d\d(-\d\d)?$", "", original.rpartition("/")[2])
    return f"{body.casefold()}/{name}-{year.start}"


class _Clone:
    """One copy being made: the old document, its text, the year it is to run in, and the edits."""

    def __init__(self, scheme: Scheme, document: Document, text: str, year: FinancialYear) -> None:
        self.scheme, self.year = scheme, year
        self.edits, self.keys = Edits(text), pairs(document.root)
        self.moved = year.start - FinancialYear.of(scheme.runs.first).start
        self.left_out = tuple(key for key in LEFT_OUT if key in self.keys)

    def made(self, body: str, values: Mapping[str, str]) -> Cloned:
        """The copy for another body."""
        name = clone_id(self.scheme.id, body=body, year=self.year)
        self._head(name, body)
        self._base(self._law_id())
        self._runs()
        self._shift(frozenset(values))
        for each in values:
            self._set(each)
        for key in self.left_out:
            self.edits.drop(*self.keys[key])
        self._note()
        return Cloned(name, self.edits.done(), self.left_out, self.moved)

    def moved_to(self, law_id: str) -> str:
        """The same document on another year."""
        self._base(law_id)
        self._runs()
        self._shift(frozenset())
        return self.edits.done()

    def _head(self, name: str, body: str) -> None:
        """Id, title and body."""
        self._rewrite("id", f"id: {name}")
        self._rewrite("title", f"title: {_quoted(f'{self.scheme.title}, copied for {body}')}")
        self._rewrite("bodies" if "bodies" in self.keys else "body", f"body: {_quoted(body)}")

    def _base(self, law_id: str) -> None:
        if "base" in self.keys:
            self._rewrite("base", f"base: {law_id}")
        else:
            self.edits.insert_after(self.keys["title"][1], f"base: {law_id}\n")

    def _rewrite(self, key: str, words: str) -> None:
        self.edits.replace_pair(*self.keys[key], words)

    def _law_id(self) -> str:
        """The national year of the same nation where its law is shipped, else England's."""
        family = self.scheme.base.partition("/")[0]
        year = FinancialYear(self.year.start - _after_base(self.scheme))
        law_id = f"{family}/{year.slug}"
        return law_id if law_id in year_ids() else f"qof/{year.slug}"

    def _runs(self) -> None:
        """The same part of the new year; the whole of it where the old one ran over several."""
        first, last = (_moved(day, self.moved) for day in (self.scheme.runs.first, self.scheme.runs.last))
        last, ours = min(last, self.year.last_day), ", ".join(f"{k}: {v}" for k, v in _OURS.items())
        self._rewrite("runs", f"runs: {{from: {first}, to: {last}, {ours}}}")

    def _shift(self, apart_from: frozenset[str]) -> None:
        """Years and days in the offer and the changes, and years among the local values not set anew."""
        dated = [self.keys[key][1] for key in _DATED if key in self.keys]
        for name, (_, parameter) in pairs(self._under("parameters")).items():
            value = pairs(parameter).get("value")
            dated += [value[1]] if value and name not in apart_from else []
        for node in (each for top in dated for each in scalars(top) if self.moved):
            self._shift_one(node)

    def _shift_one(self, node: Any) -> None:
        if _DAY.match(node.value):
            self.edits.replace(node, str(_moved(date.fromisoformat(node.value), self.moved)))
        elif found := _YEAR.match(node.value):
            later = FinancialYear(int(found[1]) + self.moved)
            self.edits.replace(node, str(later).replace("/", found[2]))

    def _under(self, key: str) -> Node | None:
        return self.keys[key][1] if key in self.keys else None

    def _set(self, name: str) -> None:
        """The value given for a parameter: this body's own, and marked so."""
        parameter = pairs(self._under("parameters"))[name][1]
        parts = pairs(parameter)
        key, node = parts["value"]
        words = _value(self.scheme.parameters[name].value, several=isinstance(node, SequenceNode))
        missing = [f"{each}: {ours}" for each, ours in _OURS.items() if each not in parts]
        between = ", " if in_brackets(parameter) else f"\n{' ' * key.start_mark.column}"
        self.edits.replace(node, between.join([words, *missing]))
        for each in _OURS.keys() & parts.keys():
            self.edits.replace(parts[each][1], _OURS[each])

    def _note(self) -> None:
        """Where the copy comes from, and what it does not say."""
        last = max((value for _, value in self.keys.values()), key=self.edits.end_of)
        self.edits.insert_after(last, _note(self.scheme, self.left_out, self.moved))


def _note(scheme: Scheme, left_out: tuple[str, ...], moved: int) -> str:
    out = f" Left out, as its own: {', '.join(left_out)}." if left_out else ""
    years = f"{abs(moved)} year{'s' if abs(moved) != 1 else ''} {'later' if moved > 0 else 'earlier'}"
    dates = f" Its years and days are put {years}." if moved else ""
    says = (
        f"Copied from {scheme.id} (sha256 {scheme.sha256[:12]}).{out}{dates} What is found was found of that "
        "scheme, and holds here only if this body takes it over."
    )
    lines = textwrap.wrap(says, 104, initial_indent=" " * 6, subsequent_indent=" " * 6)
    return "\nnotes:\n  - says: >-\n" + "\n".join(lines) + "\n    source: openqof\n    basis: derived\n"


def _moved(day: date, years: int) -> date:
    """The same day some years on; 29 February is the 28th in a year without one."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _value(value: Decimal | tuple[str, ...], *, several: bool) -> str:
    """A parameter's value as YAML has it: a list where it was one."""
    if isinstance(value, Decimal):
        return figure(value)
    words = [_quoted(word) for word in value]
    return f"[{', '.join(words)}]" if several else words[0]


def _quoted(words: str) -> str:
    """Words as a YAML scalar, in quotes unless they are plain and mean themselves to every program."""
    plain = re.fullmatch(r"[A-Za-z][\w/.-]*(?: [\w/.,-]+)*", words) and not words.endswith(",")
    if plain and words.casefold() not in YAML_WORDS:
        return words
    return "'" + words.replace("'", "''") + "'"
