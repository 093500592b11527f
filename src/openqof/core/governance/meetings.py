"""A meeting as it was: who came, what was declared and how handled, how members voted, what was decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from openqof.core.governance.bodies import Committee
from openqof.core.governance.interests import Item


@dataclass(frozen=True, slots=True)
class Handled:
    """How the chair handled one member's conflict in one item; times as written, 14:05."""

    person: str
    item: str
    handling: str
    by: str
    reason: str = ""
    left: str = ""
    returned: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """An interest that a member declared at the meeting itself, and whether the member stayed."""

    person: str
    item: str
    nature: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class Vote:
    """One member's vote: "for", "against" or "abstains", and why; `casting` for the chair's second."""

    person: str
    item: str
    vote: str
    reason: str = ""
    casting: bool = False


@dataclass(frozen=True, slots=True)
class Ballot:
    """The votes on an item; a blind ballot shows none before all who may vote have."""

    item: str
    votes: tuple[Vote, ...]
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of a committee.

    `present` are persons of its seats; `deputies` maps a deputy to whom he or she stands for.
    """

    id: str
    body: str
    committee: Committee
    on: date
    items: tuple[Item, ...]
    present: tuple[str, ...]
    deputies: tuple[tuple[str, str], ...] = ()
    in_public: bool = True
    declared: tuple[Declared, ...] = ()
    handled: tuple[Handled, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    chair: str = ""
    """Who took the chair; the chair of the committee where empty."""
    extra: tuple[str, ...] = field(default=())
    """Persons brought in for this meeting to restore a quorum, with seats of their own in the committee."""
