"""Registers of interests, gifts, breaches and training, and what an item of a meeting touches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Category(StrEnum):
    """The categories of the guidance."""

    FINANCIAL = "financial"
    PROFESSIONAL = "non-financial professional"
    PERSONAL = "non-financial personal"
    INDIRECT = "indirect"


@dataclass(frozen=True, slots=True)
class Interest:
    """One entry of a register. Days are when it was held, declared and recorded.

    `organisation` is a name; `code` its code where it has one (a practice, a body, a provider), by which it
    is matched with what an item touches. `through` says through whom, for an indirect interest, or for a
    partner's.
    """

    id: str
    person: str
    roles: tuple[str, ...]
    organisation: str
    category: Category
    nature: str
    held_from: date
    held_to: date | None = None
    code: str = ""
    through: str = ""
    mitigation: str = ""
    declared: date | None = None
    recorded: date | None = None
    approved_by: str = ""
    decision_maker: bool = True
    withheld_because: str = ""


@dataclass(frozen=True, slots=True)
class NilReturn:
    """A person's statement that there is nothing to declare."""

    person: str
    declared: date


@dataclass(frozen=True, slots=True)
class Gift:
    """A gift, hospitality or sponsorship offered to a person."""

    id: str
    person: str
    offered: date
    what: str
    by: str
    pounds: float | None
    accepted: bool
    declared: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Breach:
    """A breach of the rules on interests, published without names."""

    id: str
    found: date
    nature: str
    action: str = ""
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Training:
    """Training in conflicts of interest that a person completed."""

    person: str
    completed: date


@dataclass(frozen=True, slots=True)
class Register:
    """All registers of a body; `people` are all who must declare, with their roles, and whether they decide.

    `reviewed` is when a person last confirmed all of their entries.
    """

    body: str
    people: Mapping[str, tuple[str, ...]]
    decision_makers: frozenset[str]
    interests: tuple[Interest, ...] = ()
    nil_returns: tuple[NilReturn, ...] = ()
    gifts: tuple[Gift, ...] = ()
    breaches: tuple[Breach, ...] = ()
    training: tuple[Training, ...] = ()
    reviewed: Mapping[str, date] | None = None


@dataclass(frozen=True, slots=True)
class Effects:
    """What a priced run says each practice gains or loses by an item, in pence a year, and which run."""

    pence: Mapping[str, int]
    fingerprint: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an agenda: what it decides, and the practices and organisations it touches, by code.

    `touches_class` is a class of members whom it touches as a whole ("gp": every practice is paid by it),
    else "". `design_only` marks an in-principle discussion in which no price or award is decided. `decides`
    is the function it decides on, "" where it only notes.
    """

    id: str
    title: str
    touches: tuple[str, ...] = ()
    touches_class: str = ""
    decides: str = ""
    scheme: str = ""
    effects: Effects | None = None
    design_only: bool = False
    public: bool = True


@dataclass(frozen=True, slots=True)
class Conflict:
    """A member's interest that an item touches.

    `kind` is "actual", "potential" or "perceived". `pence` is what the member's practice gains or loses by
    the engine's own result, None where it says nothing. `least` is the mildest handling that the pack
    allows. `why` is a sentence that names the entry, the item and the amount; `rules` are the rules that
    decided, as cited.
    """

    person: str
    item: str
    interest: str
    category: str
    kind: str
    why: str
    least: str
    rules: tuple[str, ...]
    pence: int | None = None
