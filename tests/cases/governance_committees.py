"""Answers the governance cases on composition, quorum, handling and votes, with the shipped packs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from openqof.core.governance.bodies import Body
from openqof.core.governance.decisions import Tally
from openqof.core.governance.interests import Conflict
from openqof.core.governance.packs import Pack
from openqof.core.governance.refusal import Refusal
from openqof.core.governance.verdicts import Answer, Reason, Verdict, decide
from openqof.files.governance import load_packs, read_body
from openqof.files.meeting import MeetingFile, read_meeting
from openqof.files.nodes import Document, compose
from openqof.governance.committees import composition, on_the_day
from openqof.governance.handling import handling
from openqof.governance.interests import conflicts
from openqof.governance.minutes import minutes
from openqof.governance.packs import pack_on
from openqof.governance.quorum import quorum
from openqof.governance.remedies import remedies
from openqof.governance.votes import tally

FOLDER = Path(__file__).parent / "governance"
FILES = ("composition.yaml", "quorum.yaml", "votes.yaml")
Case = Mapping[str, Any]


def cases() -> list[Case]:
    """Every case of the three files."""
    texts = [(FOLDER / name).read_text(encoding="utf-8") for name in FILES]
    return [_keyed(case) for text in texts for case in yaml.safe_load(text)]


def _keyed(case: Mapping[Any, Any]) -> Case:
    """The case with the key `on`, which YAML reads as true."""
    return {"on" if key is True else key: value for key, value in case.items()}


@cache
def packs() -> tuple[Pack, ...]:
    """The shipped rule packs, read once."""
    return load_packs()


def _document(part: object) -> Document:
    text = yaml.safe_dump(part, allow_unicode=True, sort_keys=False, width=10_000)
    return compose(text, name="case")


def body_of(case: Case) -> Body:
    """The body of a case."""
    return read_body(_document(case["body"]), FOLDER)[0]


def meeting_of(case: Case) -> MeetingFile:
    """The meeting of a case; the body may stand beside it."""
    stated = case["meeting"]
    inside = stated if "body" in stated else {"meeting": stated["meeting"], "body": case["body"], **stated}
    return read_meeting(_document(inside), FOLDER / "case.yaml")


def pack_of(file: MeetingFile) -> Pack:
    """The shipped pack of a meeting's day."""
    found = pack_on(packs(), file.body.kind, file.meeting.on)
    assert found is not None
    return found


def conflicts_of(file: MeetingFile) -> tuple[Conflict, ...]:
    """The conflicts that are worked out for a meeting."""
    return conflicts(file.meeting, file.register, file.body, pack_of(file))


def item_of(case: Case) -> str:
    """The item a case asks about: the one it names, else the first."""
    return str(case.get("item", case["meeting"]["items"][0]["id"]))


def _composition(case: Case) -> Verdict:
    if case.get("at", "appointment") == "meeting":
        file = meeting_of(case)
        return on_the_day(file.meeting, file.body, packs())
    body, on = body_of(case), case["on"]
    assert isinstance(on, date)
    committee = next(each for each in body.committees if each.id == case["committee"])
    return composition(committee, body, on, packs(), "appointment")


def _quorum(case: Case) -> Verdict:
    file = meeting_of(case)
    known = file.register is not None or not case.get("register_asked", False)
    return quorum(file.meeting, pack_of(file), conflicts_of(file), item_of(case), register=known)


def _handling(case: Case) -> Verdict:
    file = meeting_of(case)
    return handling(file.meeting, item_of(case), conflicts_of(file), pack_of(file))


def tally_of(case: Case) -> Tally | Refusal:
    """The votes of a case counted."""
    file = meeting_of(case)
    return tally(file.meeting, item_of(case), conflicts_of(file), pack_of(file))


def _tally(case: Case) -> Verdict:
    """Whether the vote was carried, as a verdict; not shown where the count is refused."""
    found = tally_of(case)
    if isinstance(found, Refusal):
        return decide("Carried?", [Reason(found.rule, found.says, Answer.NOT_SHOWN, found.provenance)])
    answer = Answer.YES if found.carried else Answer.NO
    out = " ".join(f"{person}: {why}." for person, why in found.not_counted.items())
    sides = f"{len(found.ayes)} for, {len(found.noes)} against, {len(found.abstained)} abstained."
    rules = pack_of(meeting_of(case)).provenance
    return decide("Carried?", [Reason("meeting:votes-counted", f"{sides} {out}", answer, rules)])


def remedies_of(case: Case) -> Sequence[Reason]:
    """The ways out of a broken quorum in a case, in order."""
    file = meeting_of(case)
    return remedies(file.meeting, pack_of(file), conflicts_of(file), item_of(case))


def minutes_of(case: Case) -> str:
    """The minutes of the meeting of a case."""
    file = meeting_of(case)
    return minutes(file.meeting, file.body, pack_of(file), conflicts_of(file))


ANSWERS: Mapping[str, Callable[[Case], Verdict]] = {
    "composition": _composition,
    "quorum": _quorum,
    "handling": _handling,
    "tally": _tally,
}
"""What each `ask` of these files is answered by."""
