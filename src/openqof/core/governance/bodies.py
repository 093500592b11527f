"""A body that commissions: what it is, under which model and from when, and its own rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from openqof.core.governance.packs import BodyKind, Clock, CommitteeRule, ConditionRule, Duty, Model
from openqof.core.governance.seats import Seat, SeatRule
from openqof.core.sources import Provenance


@dataclass(frozen=True, slots=True)
class ModelFrom:
    """The model of a body from a day on."""

    model: Model
    first: date
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Committee:
    """A committee of a body: its members, its quorum, and the rule of its terms of reference that says so.

    `casting` says whether the chair has a casting vote.
    """

    id: str
    name: str
    seats: tuple[Seat, ...]
    quorum: SeatRule | None
    provenance: Provenance
    casting: bool = False
    public: bool = True
    own_rules: tuple[CommitteeRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """A commissioner. `lmcs` are the local medical committees of its area; one LMC may span several bodies.

    The overlay (`own_conditions`, `own_clocks`, `own_duties`, the rules of committees) comes from its
    constitution and terms of reference; it adds to the pack of its time and cannot take anything from it.
    """

    code: str
    name: str
    kind: BodyKind
    models: tuple[ModelFrom, ...]
    provenance: Provenance
    lmcs: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    committees: tuple[Committee, ...] = ()
    own_conditions: tuple[ConditionRule, ...] = ()
    own_clocks: tuple[Clock, ...] = ()
    own_duties: tuple[Duty, ...] = ()
    became: Mapping[str, str] = field(default_factory=dict)
    """What practices that merged or closed became, by code: interests in one are interests in the other."""
    sha256: str = ""

    def model_on(self, on: date) -> ModelFrom | None:
        """The model in force on a day; None before the first."""
        past = [each for each in self.models if each.first <= on]
        return max(past, key=lambda each: each.first) if past else None
