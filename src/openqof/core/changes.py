"""The typed changes that a scheme makes to a national year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from openqof.core.national import Pays
from openqof.core.sources import Provenance
from openqof.core.terms import Chosen, Reading, Term
from openqof.core.years import FinancialYear


class PracticesGone(StrEnum):
    """What becomes of the base of a practice that is no longer there in the year priced."""

    SUCCESSOR = "successor"
    """It goes to the successor that the data or the scheme names; without one it is listed and not paid."""
    NOT_PAID = "not paid"
    """It is not paid, and is listed."""


class Bound(StrEnum):
    """Whom an obligation binds."""

    PRACTICE = "practice"
    BODY = "body"


class Certainty(StrEnum):
    """Whether a payment is sure once the practice has joined, or is to be earned."""

    GUARANTEED = "guaranteed"
    AT_RISK = "at risk"


@dataclass(frozen=True, slots=True)
class When:
    """When a payment is made: monthly, quarterly, half-yearly, at the start, at the year end, or on days.

    `days` maps first days of months to percentages of the year's amount, in place of a word; "year end" is
    paid three months after it, "quarterly" a month after each quarter.
    """

    how: str = "monthly"
    days: tuple[tuple[date, Decimal], ...] = ()


# Changes to national indicators


@dataclass(frozen=True, slots=True)
class Keep:
    """The indicators stay as they are nationally, inside a change that sets the rest."""

    indicators: Chosen


@dataclass(frozen=True, slots=True)
class LevelOf:
    """Pay the points that the practice's results of an earlier year earn on this year's scale."""

    year: FinancialYear


@dataclass(frozen=True, slots=True)
class Suspend:
    """Stop work on indicators from a day on, until a day or the end; pay them at a level, a term, or not."""

    chosen: Chosen
    start: date
    pay: LevelOf | Term | None
    pay_provenance: Provenance
    end: date | None = None
    """The last day; the pay of the part of the year is by days where `by_days` says so."""
    by_days: bool = False

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators named; empty where every indicator is suspended."""
        return () if self.chosen.every else self.chosen.names


@dataclass(frozen=True, slots=True)
class Retire:
    """The indicators are no longer asked for, nor paid."""

    indicators: Chosen


@dataclass(frozen=True, slots=True)
class SetPays:
    """Other thresholds, or another way of paying, for the indicators named.

    `pays` is a whole way of paying; else `lower`, `upper` and `step` replace those thresholds that they name.
    """

    indicators: Chosen
    pays: Pays | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    step: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SetPoints:
    """Other points for the indicators named: so many each, or a percentage of the national ones."""

    indicators: Chosen
    points: Decimal | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AddIndicator:
    """An indicator that national QOF does not have, paid in its form: on points.

    It is counted by an own measure of the scheme, or by a code that the counts table holds. `group` is a
    group of the national year, whose register weights it, or "" for none.
    """

    id: str
    says: str
    points: Decimal
    pays: Pays
    group: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Replace:
    """Indicators of the year go, and another comes in their place."""

    indicators: Chosen
    by: AddIndicator


# Changes that pay or ask for something else


@dataclass(frozen=True, slots=True)
class Guarantee:
    """The practice's income of an earlier year, whatever it achieves in this one.

    `hands_on` names, for a practice that is gone, the practice its base goes to where the data names none.
    `or_actual_above`: the practice may ask for what it achieved where that is above the guarantee by so many
    percent. `share` is the percentage guaranteed.
    """

    income: str
    of: FinancialYear
    reading: Reading
    practices_gone: PracticesGone = PracticesGone.SUCCESSOR
    hands_on: Mapping[str, str] = field(default_factory=dict)
    or_actual_above: Decimal | None = None
    share: Decimal = Decimal(100)


@dataclass(frozen=True, slots=True)
class Pay:
    """An amount beside national QOF, or in place of all of it: what for, how much, who pays and when.

    `instead_of` is "" or "qof": then all national QOF income ends but that of indicators kept.
    `covers` are topics, indicators or services it pays for, by which a double payment is found.
    """

    id: str
    what: str
    amount: Term
    payer: str
    pot: str
    certainty: Certainty
    when: When
    payee: str = ""
    """An organisation paid for its practices; "" for the practices themselves."""
    instead_of: str = ""
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AddService:
    """An enhanced service of the library, offered with the scheme or started early."""

    service: str
    start: date | None = None


@dataclass(frozen=True, slots=True)
class EndService:
    """An enhanced service that ends: its payments stop, or go into a pool."""

    service: str
    pool: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one contributor puts into a pool: pounds, or a payment line of the practices that join."""

    by: str
    pounds: Decimal | None = None
    line: str = ""
    percent: Decimal = Decimal(100)


@dataclass(frozen=True, slots=True)
class Pool:
    """A pot that several fill and terms share out; what no term takes is kept, or shared as `remainder` says.

    `remainder` is "kept" or "shared"; an overdrawn pool scales its shares down.
    """

    id: str
    contributions: tuple[Contribution, ...]
    remainder: str = "kept"


@dataclass(frozen=True, slots=True)
class Report:
    """What the practice still reports; it has no price."""

    level: str
    indicators: str


@dataclass(frozen=True, slots=True)
class Require:
    """An obligation on the practice or on the body; it has no price of its own."""

    of: Bound
    what: str
    evidence: str = ""
    by: date | None = None
    id: str = ""
    """What pay terms call it by."""
    hours: Decimal | None = None
    """Hours of a practice's time a year that it takes, where known."""


Terms = (
    Keep | Suspend | Retire | SetPays | SetPoints | AddIndicator | Replace | Guarantee | Pay | AddService
    | EndService | Pool | Report | Require
)  # fmt: skip
