"""A local scheme: who offers what to whom, from when to when, and how it changes a national year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from openqof.core.changes import Keep, Pool, Report, Require, Suspend, Terms
from openqof.core.national import NationalYear
from openqof.core.sources import Provenance
from openqof.core.terms import Reading
from openqof.core.years import FinancialYear


class _Stated(Protocol):
    """Anything with a provenance."""

    @property
    def provenance(self) -> Provenance: ...


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
    contracts: tuple[str, ...] = ()
    """The contracts whose practices may join; every one where none is named."""
    closed_lists: bool = True
    """Whether a practice whose list is closed to new patients may join."""


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
class Option:
    """A way that was considered and not taken, and why."""

    says: str
    rejected_because: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Uptake:
    """How many practices joined, and the share that a price supposes [percent] where it is not all."""

    provenance: Provenance
    joined: int | None = None
    of: int | None = None
    expected: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A local value of the document, that a copy sets anew.

    `value` is a number, or words or indicators in a tuple. Where `low`, `high` and `step` are given it is
    open: the terms may be chosen among them.
    """

    name: str
    says: str
    value: Decimal | tuple[str, ...]
    provenance: Provenance
    low: Decimal | None = None
    high: Decimal | None = None
    step: Decimal | None = None

    @property
    def open(self) -> bool:
        """Whether its value is to be chosen."""
        return self.low is not None and self.high is not None and self.step is not None


@dataclass(frozen=True, slots=True)
class Measure:
    """An own measure of the scheme: what is counted, where it is read, and what is expected of it.

    `kind` is count, share (percent of the denominator), pounds or yes_no. `expected` is what a practice is
    supposed to reach before there are figures: a count or pounds for each thousand patients, a share in
    percent; `spread` is the standard deviation between practices in the same unit. `work` names the kind of
    work, for hours.
    """

    id: str
    says: str
    kind: str
    provenance: Provenance
    numerator: str = ""
    denominator: str = ""
    read_from: str = ""
    expected: Decimal | None = None
    spread: Decimal | None = None
    periods: tuple[str, ...] = ()
    work: str = ""


@dataclass(frozen=True, slots=True)
class Asserted:
    """A figure that the scheme says of itself, true within so much either way."""

    value: Decimal
    within: Decimal = Decimal(0)

    def holds(self, found: Decimal | int) -> bool:
        """Whether the figure found is the one asserted."""
        return abs(found - self.value) <= self.within


@dataclass(frozen=True, slots=True)
class Aim:
    """What choosing open terms is to make as large as may be: the pounds that named changes pay.

    `changes` are their numbers, empty for all of the scheme's income; `where` is "" or "most deprived fifth",
    "rural" or "small lists", whose practices alone count.
    """

    provenance: Provenance
    changes: tuple[int, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change to the national year: its place in the list, its terms, and why it is made.

    `overrides` are the numbers of earlier changes that it wins over where both set one indicator.
    """

    number: int
    terms: Terms
    provenance: Provenance
    why: str = ""
    overrides: tuple[int, ...] = ()

    @property
    def priced(self) -> bool:
        """Whether the change moves money by itself."""
        return not isinstance(self.terms, Keep | Report | Require | Pool)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A whole scheme as its document states it; frozen, and separate from the national year it changes.

    `kind` is scheme, service or contract. `base` is "" for a document whose nation or year has no law here;
    then `unpriced` says why no price can be made.
    """

    id: str
    title: str
    bodies: tuple[str, ...]
    base: str
    runs: Runs
    because: Said
    changes: tuple[Change, ...]
    provenance: Provenance
    bands: Bands
    kind: str = "scheme"
    route: Said | None = None
    model: Said | None = None
    offer: Offer | None = None
    asks: Asked | None = None
    hypothesis: Said | None = None
    watch: Watch | None = None
    ends: Ends | None = None
    status: Said | None = None
    uptake: Uptake | None = None
    results: tuple[Said, ...] = ()
    options: tuple[Option, ...] = ()
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    aim: Aim | None = None
    unpriced: Said | None = None
    line: str = ""
    """Of a service: the line of the payments table that it is paid on."""
    covers: tuple[str, ...] = ()
    """Of a service or contract: topics, indicators and other services it already pays for."""
    notes: tuple[Note, ...] = ()
    asserts: Mapping[str, Asserted] = field(default_factory=dict)
    """By name: practices, indicators, points and pounds; those that need data are checked when priced."""
    file: str = ""
    sha256: str = ""

    @property
    def priced(self) -> tuple[Change, ...]:
        """The changes that move money, in the order of the document."""
        return tuple(change for change in self.changes if change.priced)

    def year_on(self, law: NationalYear) -> FinancialYear:
        """The year in which it runs and pays where a law prices it: the law's own, or the one after.

        It is the one after for a national change that starts from the law before it; then the year priced
        stands in for the year that it runs in.
        """
        runs = FinancialYear.of(self.runs.first)
        return runs if law.id == self.base and runs == law.year.next else law.year

    def provenances(self) -> Iterator[Provenance]:
        """The provenance of every stated fact, for counting what rests on what."""
        yield self.provenance
        yield from (fact.provenance for fact in self._facts() if fact is not None)
        for change in self.changes:
            yield change.provenance
            if isinstance(change.terms, Suspend):
                yield change.terms.pay_provenance

    def _facts(self) -> Iterator[_Stated | None]:
        yield from (self.runs, self.because, self.bands, self.route, self.model, self.offer, self.asks)
        yield from (self.hypothesis, self.watch, self.ends, self.status, self.uptake, self.aim, self.unpriced)
        for several in (self.notes, self.results, self.options):
            yield from several
        yield from self.parameters.values()
        yield from self.measures.values()
