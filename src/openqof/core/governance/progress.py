"""The path of a scheme through its gates, and of each practice through its choice, as events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Gate(StrEnum):
    """What a scheme passes on its way, in the order in which they are usually passed."""

    OPTIONS = "options appraised"
    LMC = "LMC consulted"
    MEMBERS = "members consulted"
    PUBLIC = "public involved"
    EQUALITY = "equality assessed"
    STANDING = "standing rules checked"
    APPROVAL = "approved"
    DECISION = "committee decided"
    PUBLISHED = "published"


class Stage(StrEnum):
    """Where a scheme is."""

    DRAFT = "draft"
    IN_PREPARATION = "in preparation"
    DECIDED = "decided"
    PUBLISHED = "published"
    SIGN_UP = "sign-up open"
    IN_FORCE = "in force"
    SUSPENDED = "suspended"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


class Standing(StrEnum):
    """Where a practice is; every one of them leaves national QOF open to it."""

    NOT_OFFERED = "not offered"
    OFFERED = "offered"
    READING = "reading"
    JOINED = "joined"
    DECLINED = "declined"
    LEFT = "left"
    SUCCEEDED = "succeeded"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on the path; `what` is a key of `governance.path.EVENTS`.

    `details` hold what the event needs: gate, evidence, outcome, reasons, committee, decision, practice,
    signature, version, successor, question, holder, approver …
    """

    on: date
    by: str
    what: str
    details: Mapping[str, str]
    acting_as: str = ""


@dataclass(frozen=True, slots=True)
class GateState:
    """A gate: whether it is passed, by what evidence, and what it went through (opened, answered)."""

    gate: Gate
    needed: bool
    passed: date | None = None
    evidence: str = ""
    opened: date | None = None
    answered: date | None = None


@dataclass(frozen=True, slots=True)
class PracticeState:
    """A practice: where it stands, what it signed, and that national QOF is open to it, as it always is."""

    practice: str
    standing: Standing
    since: date
    version: str = ""
    signature: str = ""
    successor: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds a proposal, since when and on what question."""

    holder: str
    since: date
    question: str


@dataclass(frozen=True, slots=True)
class Path:
    """Where a scheme and its practices are after some events.

    `version` grows with every variation; a variation that practices have not signed does not bind them.
    """

    scheme: str
    stage: Stage
    gates: Mapping[Gate, GateState]
    practices: Mapping[str, PracticeState]
    version: int = 1
    held: Held | None = None
    events: tuple[Event, ...] = ()
    reasons: tuple[str, ...] = ()

    def open_to(self, practice: str) -> bool:
        """Whether a practice may be paid under national QOF: always."""
        return True


@dataclass(frozen=True, slots=True)
class Precedent:
    """A request of a body and what became of it: granted, refused or withdrawn, by whom, on what rules."""

    body: str
    route: str
    asked: date
    outcome: str
    by: str
    on: date | None = None
    reasons: tuple[str, ...] = ()
    facts: Mapping[str, str] | None = None
