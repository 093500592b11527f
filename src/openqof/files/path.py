"""The file of a path read whole or refused whole, with the bodies, precedents and template that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from openqof.core.governance.bodies import Body
from openqof.core.governance.conditions import Facts
from openqof.core.governance.events import SIMPLE_MAJORITY, BallotRule
from openqof.core.governance.progress import Event, Precedent
from openqof.core.problems import BadInput, Problem
from openqof.core.scheme import Scheme
from openqof.files.governance import body_from, facts_from, load_body
from openqof.files.governance_words import written
from openqof.files.kinds import PATH, kind_of
from openqof.files.load import load_scheme
from openqof.files.nodes import Document, read_document
from openqof.files.path_check import check_bodies, check_events, check_named
from openqof.files.path_shape import PATH_SHAPE, PRECEDENTS_SHAPE
from openqof.files.shape import Value, Walk, read
from openqof.files.shipped import law_path, place_name, shown_path

_ALL = "all"
_NOT_DETAILS = ("on", "by", "acting_as", "event")
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Template:
    """A scheme adopted word for word: as it stands, and with the values of the copy's parameters."""

    scheme: Scheme
    settled: Scheme


@dataclass(frozen=True, slots=True)
class PathFile:
    """What the file of a path says.

    `scheme` is None where it has no document. `stated` are the facts of the scheme by body, as the body and
    the file state them; what a document says is not among them. `on` is the day asked about: the one the file
    states, else that of its last event.
    """

    id: str
    scheme: Scheme | None
    route: str
    bodies: tuple[Body, ...]
    stated: Mapping[str, Facts]
    events: tuple[Event, ...]
    on: date
    precedents: tuple[Precedent, ...] = ()
    template: Template | None = None
    ballot: BallotRule = SIMPLE_MAJORITY


def load_path(path: str | Path) -> PathFile:
    """The path of a file; BadInput carries every problem of it and of the files it names."""
    file = Path(path)
    document = read_document(file, name=shown_path(file))
    if (kind := kind_of(document)) not in (PATH, ""):
        said = f"This is {kind}, not {PATH}."
        raise BadInput([Problem(document.name, 1, 1, "L011", said, "A path begins with `path`.")])
    return read_path(document, file)


def read_path(document: Document, path: Path) -> PathFile:
    """The path of a document already composed; files that it names are sought beside `path`."""
    walk = Walk(document.name)
    value, _ = read(PATH_SHAPE, document, walk=walk)
    if value is None:
        raise BadInput(walk.problems)
    check_events(value, walk)
    check_named(value, walk)
    found = _Reading(value, walk, path).found()
    if found is None or walk.problems:
        raise BadInput(walk.problems)
    return found


def precedents_from(value: Value) -> tuple[Precedent, ...]:
    """The precedents that a value read by `PRECEDENTS_SHAPE` says."""
    return tuple(_precedent(each) for each in value.value)


def load_precedents(path: str | Path) -> tuple[Precedent, ...]:
    """The precedents of a file; BadInput carries every problem."""
    document = read_document(Path(path), name=shown_path(Path(path)))
    value, problems = read(PRECEDENTS_SHAPE, document)
    if value is None or problems:
        raise BadInput(problems)
    return precedents_from(value)


class _Reading:
    """One path while it is read: its value, its problems, and the folder that other files are sought in."""

    def __init__(self, value: Value, walk: Walk, path: Path) -> None:
        self.value, self.walk, self.path = value, walk, path

    def found(self) -> PathFile | None:
        """Everything the file says; None where there is any problem."""
        bodies = tuple(self._bodies())
        scheme = self._try(self._scheme)
        precedents = self._try(self._precedents) or ()
        template = self._try(lambda: self._template(scheme))
        check_bodies(self.value, [body for body, _ in bodies], self.walk)
        route = self._route(scheme)
        if self.walk.problems:
            return None
        events = tuple(_event(each) for each in self.value.plain("events"))
        id_ = scheme.id if scheme else self.value.plain("path")
        return PathFile(
            id=id_,
            scheme=scheme,
            route=route,
            bodies=tuple(body for body, _ in bodies),
            stated={body.code: self._facts(id_, facts) for body, facts in bodies},
            events=events,
            precedents=precedents,
            template=template,
            ballot=self._ballot(),
            on=self.value.plain("on") or max(event.on for event in events),
        )

    def _try(self, make: Callable[[], Read]) -> Read | None:
        """What could be made; the problems of another file join those of this one."""
        try:
            return make()
        except BadInput as error:
            self.walk.problems += [each for each in error.problems if each not in self.walk.problems]
            return None

    def _bodies(self) -> Iterator[tuple[Body, Mapping[str, Facts]]]:
        one = self.value.get("body")
        for each in (*([one] if one else ()), *self.value.plain("bodies", ())):
            found = self._try(self._body_of(each))
            if found is not None:
                yield found

    def _body_of(self, value: Value) -> Callable[[], tuple[Body, Mapping[str, Facts]]]:
        if isinstance(value.value, str):
            return lambda: load_body(self._beside(value.value))
        place = f"{place_name(self.path)}:{value.place.line}"
        return lambda: (body_from(value, Walk(self.walk.file), place), facts_from(value))

    def _beside(self, named: str) -> Path:
        return self.path.parent / named

    def _scheme(self) -> Scheme | None:
        named = self.value.plain("path")
        if named is None or ("route" in self.value.keys and not self._has_document(named)):
            return None
        return load_scheme(self._document(named))

    def _has_document(self, named: str) -> bool:
        return named.endswith((".yaml", ".yml")) or law_path(named).exists()

    def _document(self, named: str) -> str | Path:
        """A scheme by its id, or its file, sought beside this one."""
        return self._beside(named) if named.endswith((".yaml", ".yml")) else named

    def _template(self, scheme: Scheme | None) -> Template | None:
        named = self.value.get("template")
        if named is None:
            return None
        if scheme is None:
            self.walk.problem(named, "G309", "there is no document to compare with the template.", "")
            return None
        template = load_scheme(self._document(named.value))
        return Template(template, load_scheme(self._document(named.value), values=_values(template, scheme)))

    def _precedents(self) -> tuple[Precedent, ...]:
        value = self.value.get("precedents")
        if value is None:
            return ()
        return (
            load_precedents(self._beside(value.value))
            if isinstance(value.value, str)
            else precedents_from(value)
        )

    def _route(self, scheme: Scheme | None) -> str:
        stated = scheme.route.text if scheme and scheme.route else ""
        route: str = self.value.plain("route", stated)
        if not route and "route" not in self.value.keys:
            said = "neither the path nor a document says by which route the scheme goes."
            self.walk.problem(self.value, "G306", said, "Write `route`.")
        return route

    def _facts(self, id_: str, stated: Mapping[str, Facts]) -> Facts:
        """What the body states of all schemes, then of this one, then what the file states."""
        own = self.value.get("facts")
        here = {name: each.value for name, each in own.items()} if own else {}
        return {**stated.get(_ALL, {}), **stated.get(id_, {}), **here}

    def _ballot(self) -> BallotRule:
        stated = self.value.get("ballot")
        return (
            BallotRule(stated.plain("turnout", 0), stated.plain("share", 50)) if stated else SIMPLE_MAJORITY
        )


def _values(template: Scheme, copy: Scheme) -> dict[str, str]:
    """The copy's values of the parameters that both have, as `load_scheme` takes them."""
    both = [name for name in template.parameters if name in copy.parameters]
    return {name: _said(copy.parameters[name].value) for name in both}


def _said(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _event(value: Value) -> Event:
    details = {key: _detail(each) for key, each in value.items() if key not in _NOT_DETAILS}
    plain = value.plain
    return Event(plain("on"), plain("by"), plain("event"), details, plain("acting_as", ""))


def _detail(value: Value) -> str:
    found = value.value
    return ("yes" if found else "no") if isinstance(found, bool) else str(found)


def _precedent(value: Value) -> Precedent:
    plain = value.plain
    facts = value.get("facts")
    return Precedent(
        body=plain("body"),
        route=plain("route"),
        asked=plain("asked"),
        outcome=plain("outcome"),
        by=plain("by"),
        on=plain("on"),
        reasons=tuple(each.value for each in plain("reasons", ())),
        facts={name: written(each.value) for name, each in facts.items()} if facts else None,
    )
