"""What decisions are recorded from, who takes part in schemes, and what events of practices do to that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from openqof.core.governance.actions import Action
from openqof.core.governance.decisions import Decision, Procurement
from openqof.core.governance.packs import Rule
from openqof.core.governance.progress import Standing

APPROVED, REJECTED = "approved", "rejected"
OUTCOMES = (APPROVED, REJECTED)
"""What a committee may have decided on a proposal."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a decision says beyond what the meeting itself shows.

    `rejected` are the alternatives with the reason against each; `value_pence` the whole value; `run` the
    fingerprint of the priced run; `rests_on` maps laws, files and data to their fingerprints.
    """

    reference: str
    outcome: str
    reasons: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    rejected: tuple[tuple[str, str], ...] = ()
    dispensations: tuple[str, ...] = ()
    value_pence: int | None = None
    run: str = ""
    rests_on: Mapping[str, str] = field(default_factory=dict)
    review: date | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """A practice in a scheme, from the day it joined to the last day of the agreement.

    `closed_lists` says whether the scheme takes practices whose list is closed to new patients.
    """

    scheme: str
    practice: str
    first: date
    last: date
    standing: Standing = Standing.JOINED
    closed_lists: bool = True


@dataclass(frozen=True, slots=True)
class OptOut:
    """Indicators that a practice leaves out under a scheme, and what the scheme lets them be used for.

    `lawful` is false where the scheme was not decided as its time asks or the practice had not joined it.
    """

    practice: str
    scheme: str
    indicators: tuple[str, ...]
    first: date
    last: date
    lawful: bool = True
    may_be_used_for: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """What an event does to one practice's part in one scheme, from a day on.

    `days` of the `of` days of the financial year count for pay; `base_year` are the practices whose figures
    of the base year count for it, `share` the percentage of them.
    """

    scheme: str
    practice: str
    standing: Standing
    since: date
    says: str
    rule: Rule
    days: int = 0
    of: int = 0
    successors: tuple[str, ...] = ()
    base_year: tuple[str, ...] = ()
    share: Decimal = Decimal(100)


@dataclass(frozen=True, slots=True)
class ActionRegister:
    """The contract actions of a body, with the schemes its practices are in and what they left out."""

    body: str
    actions: tuple[Action, ...]
    members: tuple[Membership, ...] = ()
    opted_out: tuple[OptOut, ...] = ()


CALLED_IN, SETTLED = "called in", "settled"
"""What was done about a call-in, beside what the duties of a pack name."""


@dataclass(frozen=True, slots=True)
class DoneAbout:
    """What was done about a decision or a procurement on a day: decisions published, called in, settled."""

    of: str
    what: str
    on: date


@dataclass(frozen=True, slots=True)
class DecisionRegister:
    """The register of decisions of a body and of its decisions to procure, and what was done about them."""

    body: str
    decisions: tuple[Decision, ...] = ()
    procurements: tuple[Procurement, ...] = ()
    done: tuple[DoneAbout, ...] = ()
