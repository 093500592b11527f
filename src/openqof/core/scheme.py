"""A local scheme: who offers what to whom, from when to when, and how it changes a national year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from openqof.core.sources import Provenance
from openqof.core.years import FinancialYear


class Reading(StrEnum):
    """Which income of a year is meant."""

    CASH = "cash"
    """As paid within the year, whatever year it was earned in."""
    ACCRUAL = "accrual"
    """As earned by the year's work, whenever it was paid."""

    @property
    def in_words(self) -> str:
        """What the reading counts, as a sentence goes on with it."""
        return "as paid within the year" if self is Reading.CASH else "as earned by the work of the year"


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


@dataclass(frozen=True, slots=True)
class Said:
    """Something the scheme says, and where that was read."""

    text: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader of the figures must know; `reading` where it is about one reading of income only."""

    text: str
    provenance: Provenance
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions the scheme is to answer."""

    questions: tuple[str, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Runs:
    """First and last day of the scheme."""

    first: date
    last: date
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Offer:
    """Who may join, until when, and whether national QOF stays open to those who do not."""

    to: str
    national_qof_stays: bool
    provenance: Provenance
    closes: date | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """What is monitored, against what, and what the monitoring may and may not be used for."""

    measure: str
    provenance: Provenance
    against: str = ""
    may_be_used_for: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ends:
    """How a practice leaves and what notice either side gives."""

    how: str
    provenance: Provenance
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Bands:
    """Shares of national income, in percent, that part little change from some and some from much."""

    near: Decimal
    far: Decimal
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Guarantee:
    """The practice's income of an earlier year, whatever it achieves in this one.

    `hands_on` names, for a practice that is gone, the practice its base goes to where the data names none.
    """

    income: str
    of: FinancialYear
    reading: Reading
    practices_gone: PracticesGone = PracticesGone.SUCCESSOR
    hands_on: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LevelOf:
    """Pay the points that the practice's results of an earlier year earn on this year's scale."""

    year: FinancialYear


@dataclass(frozen=True, slots=True)
class Suspend:
    """Stop work on named indicators from a day on, and pay them at an agreed level."""

    indicators: tuple[str, ...]
    start: date
    pay: LevelOf
    pay_provenance: Provenance


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


Terms = Guarantee | Suspend | Report | Require


@dataclass(frozen=True, slots=True)
class Change:
    """One change to the national year: its place in the list, its terms, and why it is made."""

    number: int
    terms: Terms
    provenance: Provenance
    why: str = ""

    @property
    def priced(self) -> bool:
        """Whether the change moves money by itself."""
        return isinstance(self.terms, Guarantee | Suspend)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A whole scheme as its document states it; frozen, and separate from the national year it changes."""

    id: str
    title: str
    bodies: tuple[str, ...]
    base: str
    runs: Runs
    because: Said
    changes: tuple[Change, ...]
    provenance: Provenance
    bands: Bands
    route: Said | None = None
    model: Said | None = None
    offer: Offer | None = None
    asks: Asked | None = None
    watch: Watch | None = None
    ends: Ends | None = None
    notes: tuple[Note, ...] = ()
    asserts: Mapping[str, Decimal] = field(default_factory=dict)
    file: str = ""
    sha256: str = ""

    @property
    def priced(self) -> tuple[Change, ...]:
        """The changes that move money, in the order of the document."""
        return tuple(change for change in self.changes if change.priced)

    def provenances(self) -> Iterator[Provenance]:
        """The provenance of every stated fact, for counting what rests on what."""
        yield self.provenance
        stated = (self.runs, self.because, self.bands, self.route, self.model, self.offer, self.asks)
        yield from (fact.provenance for fact in (*stated, self.watch, self.ends) if fact is not None)
        yield from (note.provenance for note in self.notes)
        for change in self.changes:
            yield change.provenance
            if isinstance(change.terms, Suspend):
                yield change.terms.pay_provenance
