"""Answers the governance cases on conflicts of interest and registers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from openqof.core.governance.interests import Conflict, Register
from openqof.core.governance.packs import BodyKind, Clock, Pack
from openqof.core.governance.verdicts import Verdict
from openqof.core.sources import Basis
from openqof.files.governance import load_packs
from openqof.files.governance_rules import CLOCK, Marks, clocks
from openqof.files.meeting import MeetingFile, read_meeting
from openqof.files.nodes import Document, compose
from openqof.files.register_read import register_from
from openqof.files.register_shape import REGISTER
from openqof.files.shape import ListOf, Walk, read
from openqof.governance.interests import conflict_verdict, conflicts
from openqof.governance.packs import pack_on
from openqof.governance.registers import register_verdict

FOLDER = Path(__file__).parent / "governance"
FILES = ("conflicts.yaml", "register.yaml")
Case = Mapping[str, Any]


def cases() -> list[Case]:
    """Every case of the two files; YAML reads the key `on` as a truth value."""
    found = [case for name in FILES for case in yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))]
    return [{"on" if key is True else key: part for key, part in case.items()} for case in found]


@cache
def packs() -> tuple[Pack, ...]:
    """The shipped rule packs, read once."""
    return load_packs()


def pack_of(kind: BodyKind, on: date) -> Pack:
    """The pack of a kind of body on a day."""
    found = pack_on(packs(), kind, on)
    assert found is not None
    return found


def document(part: object) -> Document:
    """A part of a case as the readers take it: composed YAML."""
    return compose(yaml.safe_dump(part, allow_unicode=True, sort_keys=False, width=10_000), name="case")


def meeting_of(case: Case) -> MeetingFile:
    """The meeting of a case, with its body, and its register where the case has one."""
    register = {"register": case["register"]} if "register" in case else {}
    whole = {**case["meeting"], "body": case["body"], **register}
    return read_meeting(document(whole), Path("case.yaml"))


def register_of(case: Case) -> Register:
    """The register of a case."""
    walk = Walk("case")
    value, _ = read(REGISTER, document(case["register"]), walk=walk)
    found = register_from(value, walk) if value is not None else None
    assert found is not None, walk.problems
    return found


def own_clocks(case: Case) -> tuple[Clock, ...]:
    """The clocks of the body's own overlay."""
    value, problems = read(ListOf(CLOCK), document(case.get("clocks", [])))
    assert value is not None and not problems
    return clocks(value.value, Marks("openqof", Basis.DERIVED, "case"))


def conflicts_of(case: Case) -> tuple[Conflict, ...]:
    """The conflicts of the meeting of a case in its item."""
    found = meeting_of(case)
    pack = pack_of(found.body.kind, found.meeting.on)
    every = conflicts(found.meeting, found.register, found.body, pack)
    return tuple(each for each in every if each.item == case["item"])


def answer(case: Case) -> Verdict:
    """The verdict on a case."""
    if case["ask"] == "register":
        pack = pack_of(BodyKind(case["kind"]), case["on"])
        return register_verdict(register_of(case), pack, case["on"], own_clocks(case))
    found = meeting_of(case)
    pack = pack_of(found.body.kind, found.meeting.on)
    return conflict_verdict(found.meeting, found.register, found.body, pack, item=case["item"])
