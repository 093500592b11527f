"""Pay terms: small formulas that compose, each giving every practice an amount in pounds.

A term is data. `engine.terms` works it out for arrays of practices, and again, plainly, for one practice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum

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


class Uplift(StrEnum):
    """What of an earlier year's income or points is brought up to the year priced."""

    LIST = "list"
    PREVALENCE = "prevalence"
    POINT_VALUE = "point value"


class Missing(StrEnum):
    """What becomes of a practice without one of the years or periods a term asks for."""

    OTHERS = "mean of the others"
    """It is paid on those it has."""
    NATIONAL = "national pay"
    """It is paid as nationally."""
    NOTHING = "not paid"
    """It is paid nothing, and is listed."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Indicators of a year: those named, or every one but those named."""

    names: tuple[str, ...] = ()
    every: bool = False

    def of(self, known: tuple[str, ...]) -> tuple[str, ...]:
        """The indicators meant, in the order of the law."""
        return tuple(name for name in known if (name in self.names) != self.every)


EVERY = Chosen(every=True)


@dataclass(frozen=True, slots=True)
class Counted:
    """What an amount a head is multiplied by: "list", "weighted list", a register or an own measure."""

    kind: str
    """list, weighted list, register or measure."""
    name: str = ""
    """The group of a register, the id of a measure."""


RAW_LIST, WEIGHTED_LIST = Counted("list"), Counted("weighted list")


@dataclass(frozen=True, slots=True)
class Standard:
    """An own measure that is to reach a percentage."""

    measure: str
    at_least: Decimal


# Amounts that do not depend on the work of the year


@dataclass(frozen=True, slots=True)
class Fixed:
    """So many pounds a practice."""

    pounds: Decimal


@dataclass(frozen=True, slots=True)
class AHead:
    """Pounds for each patient counted."""

    pounds: Decimal
    of: Counted = RAW_LIST


@dataclass(frozen=True, slots=True)
class BaseIncome:
    """A practice's income of an earlier year on one line of its payments; uplifts scale the whole of it.

    `hands_on` names, for a practice that is gone, the practice its base goes to where the data names none;
    a merged practice has the sum of its parts.
    """

    of: FinancialYear
    reading: Reading
    line: str = "qof"
    uplift: tuple[Uplift, ...] = ()
    missing: Missing = Missing.NATIONAL


@dataclass(frozen=True, slots=True)
class BasePoints:
    """The points of an earlier year, paid at that year's value, list and prevalence but for the uplifts.

    `out_of` and `scaled_to` turn a year of, say, 923 points into one of 659. `indicators` are codes of the
    year priced; the law's history finds what each was called before. `without_retired` counts only those
    that the year priced still has, and takes the share earned of each out of its points of the year priced.
    """

    of: FinancialYear
    indicators: Chosen = EVERY
    uplift: tuple[Uplift, ...] = (Uplift.LIST, Uplift.PREVALENCE, Uplift.POINT_VALUE)
    out_of: Decimal | None = None
    scaled_to: Decimal | None = None
    missing: Missing = Missing.NATIONAL
    without_retired: bool = False


# Amounts earned by the work of the year


@dataclass(frozen=True, slots=True)
class Points:
    """What this year's law pays for this year's results on the indicators named."""

    indicators: Chosen = EVERY


@dataclass(frozen=True, slots=True)
class Slide:
    """An own measure: nothing of the term below `lower`, all at `upper`, straight between."""

    measure: str
    lower: Decimal
    upper: Decimal
    pays: Term


@dataclass(frozen=True, slots=True)
class Item:
    """Pounds for each thing done, up to a number of them and up to an amount, both a practice and year."""

    measure: str
    pounds: Decimal
    most: Decimal | None = None
    most_a_thousand: Decimal | None = None
    """No more than so many for each thousand patients of the list."""


@dataclass(frozen=True, slots=True)
class Kpi:
    """A weighted standard: all of its weight at `full`, half at `half`, nothing below."""

    measure: str
    weight: Decimal
    full: Decimal
    half: Decimal


@dataclass(frozen=True, slots=True)
class Tariff:
    """Patients of each group times its tariff, times the share of the standards' weights that is met.

    Without standards the whole is paid. `groups` are own measures that count patients, with pounds each.
    """

    groups: tuple[tuple[str, Decimal], ...]
    kpis: tuple[Kpi, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a top-up, in percent: paid when all its standards are met, or by the number met."""

    share: Decimal
    standards: tuple[Standard, ...]
    each: bool = False


@dataclass(frozen=True, slots=True)
class TopUp:
    """What lifts the lines named to an amount a head, split into parts that standards earn."""

    to: Decimal
    of: Counted
    lines: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Improvement:
    """A term paid for percentage points gained on the practice's own mean of earlier years, straight
    between `lower` and `upper`; on an own measure or on an indicator of the law.
    """

    of: str
    years: int
    lower: Decimal
    upper: Decimal
    pays: Term
    own: bool = False
    """Whether `of` is an own measure."""


@dataclass(frozen=True, slots=True)
class BestPeriod:
    """The best of several periods of an own measure that counts, times the pounds and times `times`."""

    measure: str
    periods: tuple[str, ...]
    pounds: Decimal
    times: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Capitation:
    """A budget a head for what a measure spends; the practice shares what is left, or what is overspent.

    Shares are percent of the difference, caps percent of the budget. `pays_budget` where the budget itself
    is paid to the practice or its organisation.
    """

    pounds: Decimal
    of: Counted
    spend: str
    gain: Decimal
    loss: Decimal
    gain_cap: Decimal
    loss_cap: Decimal
    pays_budget: bool = False


@dataclass(frozen=True, slots=True)
class PoolShare:
    """A share of a pool by a term: a practice's over all practices that join."""

    pool: str
    by: Term


# How terms combine


@dataclass(frozen=True, slots=True)
class Sum:
    """The terms together."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage of a term."""

    percent: Decimal
    of: Term


@dataclass(frozen=True, slots=True)
class Less:
    """A term less others; below nought only where `below_nought` says so."""

    of: Term
    take: tuple[Term, ...]
    below_nought: bool = False


@dataclass(frozen=True, slots=True)
class BestOf:
    """The first term, unless a later one is above it by the percentage asked; then the highest such."""

    terms: tuple[Term, ...]
    by_at_least: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class MeanOf:
    """The mean of the terms that the practice has; `missing` says what happens where it lacks one."""

    terms: tuple[Term, ...]
    missing: Missing = Missing.OTHERS


@dataclass(frozen=True, slots=True)
class Limited:
    """A term held between two others."""

    of: Term
    least: Term | None = None
    most: Term | None = None


@dataclass(frozen=True, slots=True)
class NetworkAll:
    """A term paid when every practice of the network has joined, and meets the standard where one is set."""

    pays: Term
    standard: Standard | None = None


@dataclass(frozen=True, slots=True)
class IfMet:
    """A term paid when obligations are met, named by their ids in the scheme."""

    obligations: tuple[str, ...]
    pays: Term


@dataclass(frozen=True, slots=True)
class ForContracts:
    """A term for practices with one of the contracts named; the others are paid `else_pays`, or nothing."""

    contracts: tuple[str, ...]
    pays: Term
    else_pays: Term | None = None


Term = (
    Fixed | AHead | BaseIncome | BasePoints | Points | Slide | Item | Tariff | TopUp | Improvement
    | BestPeriod | Capitation | PoolShare | Sum | Share | Less | BestOf | MeanOf | Limited | NetworkAll
    | IfMet | ForContracts
)  # fmt: skip


def parts_of(term: Term) -> Iterator[Term]:
    """The term and every term inside it."""
    yield term
    for field in fields(term):
        value = getattr(term, field.name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Term):
                yield from parts_of(each)
