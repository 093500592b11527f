"""Files of assumptions read whole or refused whole, a user's own laid over those shipped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from openqof.core.assumptions import ANY, Assumptions, Classed, Fall, Range, Study, WorkKind
from openqof.core.problems import BadInput, Problem
from openqof.core.sources import Basis, Provenance
from openqof.files.assumptions_check import check_meaning
from openqof.files.assumptions_shape import ASSUMPTIONS, PARTS
from openqof.files.canonical import fingerprint
from openqof.files.kinds import SUPPOSED, kind_of
from openqof.files.nodes import Document, read_document
from openqof.files.shape import Value, Walk, bare, read
from openqof.files.shipped import LAW, place_name, shown_path
from openqof.files.sources import sources

FOLDER = LAW / "assumptions"
SHIPPED = (FOLDER / "work.yaml", FOLDER / "withdrawal.yaml")


def load_assumptions(path: str | Path | None = None) -> Assumptions:
    """What is supposed of work, of care after an incentive goes, and of chance.

    A file of the user's own, where one is given, is laid over the shipped ones: what it names it sets anew,
    and the rest stays. BadInput carries every problem of every file.
    """
    shipped = [_Read.of(read_document(each, name=shown_path(each)), each) for each in SHIPPED]
    known = frozenset(kind for each in shipped for kind in each.part("kinds"))
    files = [*shipped, *([] if path is None else [_own(Path(path))])]
    for each in files:
        each.check(known)
    problems = [problem for each in files for problem in each.walk.problems]
    if problems:
        raise BadInput(problems)
    found = _together(files)
    return found if path is None else replace(found, own=str(path))


def check_assumptions(document: Document, path: Path) -> None:
    """Refuse a document with any problem, for `check`; it may name the kinds of the shipped files."""
    found = _Read.of(document, path)
    beside = [_Read.of(read_document(each), each) for each in SHIPPED]
    found.check(frozenset(kind for each in beside for kind in each.part("kinds")))
    if found.walk.problems:
        raise BadInput(found.walk.problems)


def _own(path: Path) -> _Read:
    document = read_document(path, name=shown_path(path))
    if (kind := kind_of(document)) not in (SUPPOSED, ""):
        said, hint = (
            f"This is {kind}, not {SUPPOSED}.",
            "Assumptions have `kinds`, `hours`, `falls`, `risk`.",
        )
        raise BadInput([Problem(document.name, 1, 1, "L011", said, hint)])
    return _Read.of(document, path)


class _Read:
    """One file as read: its values, its problems, and the marks its figures have where they state none."""

    def __init__(self, value: Value | None, walk: Walk, path: Path) -> None:
        self.value, self.walk, self.place = value, walk, place_name(path)

    @classmethod
    def of(cls, document: Document, path: Path) -> _Read:
        walk = Walk(document.name)
        value, _ = read(ASSUMPTIONS, document, walk=walk)
        return cls(value, walk, path)

    def part(self, key: str) -> dict[str, Value]:
        """Names and values under a key of the file that has names."""
        found = self.value.get(key) if self.value else None
        return dict(found.items()) if found else {}

    def list(self, key: str) -> tuple[Value, ...]:
        """The items of a list of the file."""
        found: tuple[Value, ...] = self.value.plain(key, ()) if self.value else ()
        return found

    def check(self, known: frozenset[str]) -> None:
        if self.value is not None:
            check_meaning(self.value, self.walk, kinds=known, sources=sources())

    def mark(self, *values: Value) -> Provenance:
        """The provenance that the innermost value states, else those around it, else the file."""
        around = [*values, *([self.value] if self.value else [])]
        source = next(each.plain("source") for each in around if each.plain("source"))
        basis = next(each.plain("basis") for each in around if each.plain("basis"))
        return Provenance(source, Basis(basis), f"{self.place}:{values[0].place.line}")

    def range(self, value: Value, *around: Value) -> Range:
        low, likely, high = (value.plain(key) for key in ("low", "likely", "high"))
        return Range(low, likely, high, self.mark(value, *around))


def _together(files: list[_Read]) -> Assumptions:
    """The files laid over one another, the last on top."""
    kinds: dict[str, WorkKind] = {}
    indicators: dict[str, Classed] = {}
    falls: dict[tuple[str, str], Fall] = {}
    for each in files:
        for name, value in each.part("kinds").items():
            kinds[name] = _kind(each, name, value, kinds.get(name))
        _lay(indicators, each)
        falls |= {(fall.kind, fall.recorded): fall for fall in map(_maker(each, _fall), each.list("falls"))}
    return Assumptions(
        kinds=kinds,
        indicators=indicators,
        hours=_ranges(files, "hours"),
        last_points=_last(files),
        falls=tuple(falls.values()),
        risk=_ranges(files, "risk"),
        studies=tuple(_studies(files).values()),
        files=tuple(each.place for each in files),
        sha256=fingerprint([bare(each.value) for each in files]),
    )


def _maker(read: _Read, make: Callable[[_Read, Value], Any]) -> Callable[[Value], Any]:
    return lambda value: make(read, value)


def _kind(read: _Read, name: str, value: Value, under: WorkKind | None) -> WorkKind:
    """A kind whose figures the file names set anew, the others as they were."""
    parts: dict[str, Range] = {
        part: read.range(found, value) if (found := value.get(part)) else getattr(under, part)
        for part in PARTS
    }
    says = value.plain("says") or (under.says if under else name)
    return WorkKind(id=name, says=says, provenance=read.mark(value), **parts)


def _lay(indicators: dict[str, Classed], read: _Read) -> None:
    """Put a file's codes over those before; a pattern also takes the place of every code it matches."""
    for value in read.list("indicators"):
        found = Classed(value.plain("kind"), value.plain("recorded"), read.mark(value))
        for code in (each.value for each in value.plain("codes")):
            if any(sign in code for sign in ANY):
                for under in [name for name, old in indicators.items() if _elsewhere(old, found)]:
                    if fnmatchcase(under, code):
                        del indicators[under]
            indicators[code] = found


def _elsewhere(old: Classed, new: Classed) -> bool:
    """Whether the two stand in different files: within one file the closest name wins, whatever the order."""
    return old.provenance.place.rpartition(":")[0] != new.provenance.place.rpartition(":")[0]


def _fall(read: _Read, value: Value) -> Fall:
    plain = value.plain
    also = tuple(each.value for each in plain("also", ()))
    change = read.range(value["change"], value)
    return Fall(plain("kind"), plain("recorded", ""), plain("says", ""), change, also)


def _ranges(files: list[_Read], key: str) -> Mapping[str, Range]:
    return {name: each.range(value) for each in files for name, value in each.part(key).items()}


def _last(files: list[_Read]) -> Range:
    found = [(each, value) for each in files if each.value and (value := each.value.get("last_points"))]
    read, value = found[-1]
    return read.range(value)


def _studies(files: list[_Read]) -> dict[str, Study]:
    return {
        name: Study(name, value.plain("design"), value.plain("result"), each.mark(value))
        for each in files
        for name, value in each.part("studies").items()
    }
