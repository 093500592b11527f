"""The file of a meeting read whole or refused whole, with its body and register."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from openqof.core.governance.bodies import Body, Committee
from openqof.core.governance.conditions import Facts
from openqof.core.governance.interests import Effects, Register
from openqof.core.governance.meetings import Meeting
from openqof.core.problems import BadInput, Problem
from openqof.files.governance import load_body
from openqof.files.governance_body import body_from, facts_from
from openqof.files.governance_rules import values_in
from openqof.files.kinds import MEETING, kind_of
from openqof.files.meeting_build import build_meeting
from openqof.files.meeting_check import check_items, check_people, check_times
from openqof.files.meeting_effects import effects_of
from openqof.files.meeting_schemes import check_schemes
from openqof.files.meeting_shape import MEETING_SHAPE
from openqof.files.nodes import Document, read_document
from openqof.files.register_read import load_register, register_from
from openqof.files.shape import Value, Walk, did_you_mean, read
from openqof.files.shipped import place_name, shown_path

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class MeetingFile:
    """A meeting, the body whose committee meets, what it states of schemes, and its register if given."""

    meeting: Meeting
    body: Body
    facts: Mapping[str, Facts]
    register: Register | None = None


def load_meeting(path: str | Path) -> MeetingFile:
    """The meeting of a file; BadInput carries every problem in it, in its body and in its register.

    Paths in the file are taken from the folder it stands in.
    """
    file = Path(path)
    document = read_document(file, name=shown_path(file))
    if (kind := kind_of(document)) not in (MEETING, ""):
        hint = "A meeting begins with `meeting`."
        raise BadInput([Problem(document.name, 1, 1, "L011", f"This is {kind}, not {MEETING}.", hint)])
    return read_meeting(document, file)


def read_meeting(document: Document, path: Path) -> MeetingFile:
    """The meeting of a document already composed; BadInput carries every problem."""
    walk = Walk(document.name)
    value, _ = read(MEETING_SHAPE, document, walk=walk)
    if value is None:
        raise BadInput(walk.problems)
    reading = _Reading(value, walk, path)
    found = reading.made()
    if found is None or walk.problems:
        raise BadInput(walk.problems)
    return found


@dataclass(frozen=True, slots=True)
class _Reading:
    """One file of a meeting as it is read; every problem goes to its walk."""

    value: Value
    walk: Walk
    path: Path

    def made(self) -> MeetingFile | None:
        """The meeting; None where a part that it needs was refused."""
        body, register = self._body(), self._register()
        committee = self._committee(body[0]) if body else None
        effects = self._effects()
        check_items(self.value, self.walk)
        check_times(self.value, self.walk)
        check_schemes(self.value, self.walk, self.path.parent)
        if committee is not None:
            check_people(self.value, self.walk, [seat.person for seat in committee.seats])
        if body is not None and register is not None:
            self._same_body(body[0], register)
        if body is None or committee is None or self.walk.problems:
            return None
        return MeetingFile(build_meeting(self.value, body[0], committee, effects), *body, register)

    def _body(self) -> tuple[Body, Mapping[str, Facts]] | None:
        value = self.value.get("body")
        if value is None:
            return None
        if isinstance(value.value, str):
            return self._told(lambda: load_body(self._beside(value)))
        walk = Walk(self.walk.file)
        return self._told(lambda: (body_from(value, walk, place_name(self.path)), facts_from(value)))

    def _register(self) -> Register | None:
        value = self.value.get("register")
        if value is None:
            return None
        if isinstance(value.value, str):
            return self._told(lambda: load_register(self._beside(value)))
        walk = Walk(self.walk.file)
        found = register_from(value, walk)
        self.walk.problems += walk.problems
        return found

    def _told(self, make: Callable[[], Made]) -> Made | None:
        """What is made; None where it has problems, which become those of the meeting."""
        try:
            return make()
        except BadInput as bad:
            self.walk.problems += bad.problems
            return None

    def _beside(self, value: Value) -> Path:
        return self.path.parent / str(value.value)

    def _committee(self, body: Body) -> Committee | None:
        value = self.value.get("committee")
        known = {each.id: each for each in body.committees}
        if value is None or value.value in known:
            return known[value.value] if value is not None else None
        hint = did_you_mean(value.value, known, otherwise=f"Known: {', '.join(known) or 'none'}.")
        self.walk.problem(value, "G501", f"there is no committee {value.value} in {body.name}.", hint)
        return None

    def _effects(self) -> dict[str, Effects]:
        """The effects of the items that have some, by id."""
        items = [each for each in values_in(self.value, "items") if each.get("id")]
        found = {each.plain("id"): effects_of(each, self.walk, self.path.parent) for each in items}
        return {item: effects for item, effects in found.items() if effects is not None}

    def _same_body(self, body: Body, register: Register) -> None:
        if register.body != body.code:
            said = f"the register is that of {register.body}, and the meeting one of {body.code}."
            self.walk.problem(self.value["register"], "G511", said, "Name the register of the body.")
