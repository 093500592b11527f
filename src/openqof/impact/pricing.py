"""What pricing yields: a line a practice, who is gone or without a figure, and what it all rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from openqof.core.changes import Certainty
from openqof.core.money import from_pence, to_pence, total
from openqof.core.national import NationalYear
from openqof.core.scheme import Bands, Scheme
from openqof.core.sources import Basis
from openqof.core.terms import Reading


@dataclass(frozen=True, slots=True)
class Line:
    """One practice: its national and its scheme income, pounds to the penny, and what to know of them.

    `national` is what the scheme's income is compared with: national QOF, and `ended`, other income that the
    scheme ends. `guaranteed` is what the scheme declares sure once the practice has joined, at the least that
    its terms can come to. `lowest` and `highest` are what all scheme income can come to, whatever the year
    brings; `parts` are the streams that make it, by name.
    """

    practice: str
    name: str
    patients: Decimal | None
    national: Decimal
    scheme: Decimal
    guaranteed: Decimal
    joined: bool = True
    notes: tuple[str, ...] = ()
    lowest: Decimal = Decimal("0.00")
    highest: Decimal = Decimal("0.00")
    parts: tuple[tuple[str, Decimal], ...] = ()
    ended: Decimal = Decimal("0.00")

    @property
    def change(self) -> Decimal:
        """Pounds that the scheme adds to national income, or takes from it."""
        return self.scheme - self.national

    @property
    def at_risk(self) -> Decimal:
        """Pounds that the year can still take: neither declared sure nor held up by a term's own floor."""
        return self.scheme - max(self.guaranteed, self.lowest)

    @property
    def percent(self) -> Decimal | None:
        """The change as a percentage of national income; None where that is nought."""
        return share(self.change, self.national)

    @property
    def per_patient(self) -> Decimal | None:
        """The change in pounds a registered patient; None where the list is not known."""
        if not self.patients:
            return None
        return from_pence(to_pence(Fraction(self.change) / Fraction(self.patients)))


@dataclass(frozen=True, slots=True)
class Gone:
    """A practice of the base year that is not there in the year priced, and what the rule does with its base.

    `base` is its income of the base year, None where the base is results rather than pounds.
    """

    practice: str
    name: str
    patients: Decimal | None
    base: Decimal | None
    successor: str = ""
    clue: str = ""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A practice that no line stands for, and why."""

    practice: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Rests:
    """How many stated values are of each basis, and the pounds that touch a recalled one."""

    scheme_values: Mapping[Basis, int]
    law_values: Mapping[Basis, int]
    recalled_pounds: Decimal | None


@dataclass(frozen=True, slots=True)
class StreamTotal:
    """One stream over all practices, in pounds: what it is, who pays it from which pot, and its ends."""

    name: str
    change: int
    payer: str
    payee: str
    pot: str
    certainty: Certainty
    pounds: Decimal
    lowest: Decimal
    highest: Decimal
    guaranteed: Decimal


@dataclass(frozen=True, slots=True)
class Pricing:
    """A scheme priced for every practice of an area; totals are the sums of the lines.

    `national_says` and `scheme_says` say in words what the two figures of a line are; `rule` says what
    happens to practices of the base year that are gone; `remarks` are what the data made necessary to say.
    """

    scheme: Scheme
    law: NationalYear
    area: tuple[str, ...]
    area_name: str
    invented: bool
    reading: Reading
    national_says: str
    scheme_says: str
    rule: str
    remarks: tuple[str, ...]
    lines: tuple[Line, ...]
    gone: tuple[Gone, ...]
    elsewhere: tuple[Elsewhere, ...]
    rests: Rests
    files: tuple[str, ...]
    fingerprint: str
    streams: tuple[StreamTotal, ...] = ()

    @property
    def years(self) -> str:
        """The year in which the scheme runs, with the one priced where that stands in for it."""
        runs, priced = self.scheme.year_on(self.law), self.law.year
        return str(priced) if runs == priced else f"{runs}, priced on {priced}"

    def total(self, figure: Callable[[Line], Decimal]) -> Decimal:
        """The sum of one figure over the lines, in pounds."""
        return total(figure(line) for line in self.lines)

    @property
    def national(self) -> Decimal:
        """National income of all practices."""
        return self.total(lambda line: line.national)

    @property
    def local(self) -> Decimal:
        """Scheme income of all practices."""
        return self.total(lambda line: line.scheme)

    @property
    def change(self) -> Decimal:
        """What the scheme adds to, or takes from, the bill."""
        return self.local - self.national

    @property
    def guaranteed(self) -> Decimal:
        """What the scheme declares sure of its income, at the least that its terms can come to."""
        return self.total(lambda line: line.guaranteed)

    @property
    def at_risk(self) -> Decimal:
        """What the year can still take of scheme income, practice by practice."""
        return self.total(lambda line: line.at_risk)

    @property
    def lowest(self) -> Decimal:
        """The least that scheme income of all practices can come to."""
        return self.total(lambda line: line.lowest)

    @property
    def highest(self) -> Decimal:
        """The most that scheme income of all practices can come to."""
        return self.total(lambda line: line.highest)

    @property
    def ended(self) -> Decimal:
        """Other income that the scheme ends, a part of `national`."""
        return self.total(lambda line: line.ended)

    @property
    def patients(self) -> Decimal:
        """Registered patients of the practices whose list is known."""
        return sum((line.patients or Decimal(0) for line in self.lines), Decimal(0))


@dataclass(frozen=True, slots=True)
class Band:
    """How many practices, and patients, see a change of one size."""

    label: str
    practices: int
    patients: Decimal


RATIO = Decimal("1e-12")
"""How finely a percentage is kept, so that it is rounded once: where it is printed or written to a file."""


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """A percentage, None of nought."""
    return (part * 100 / whole).quantize(RATIO, ROUND_HALF_UP) if whole else None


def in_files(percent: Decimal) -> Decimal:
    """A percentage as files for programs have it, to two decimals."""
    return percent.quantize(Decimal("0.01"), ROUND_HALF_UP)


def banded(pricing: Pricing) -> tuple[Band, ...]:
    """Practices by size of change, lowest first, in the bands the scheme declares; neutral words.

    A change of exactly the edge counts as within it. A practice paid nothing nationally is "within" when the
    scheme pays it nothing either, else in the outermost band.
    """
    bands = pricing.scheme.bands
    sorted_lines: dict[int, list[Line]] = {place: [] for place in range(-2, 3)}
    for line in pricing.lines:
        sorted_lines[_place(line, bands)].append(line)
    return tuple(_band(label, sorted_lines[place]) for place, label in _labels(bands).items())


def _labels(bands: Bands) -> dict[int, str]:
    near, far = (f"{edge.normalize():f}%" for edge in (bands.near, bands.far))
    return {
        -2: f"lower by more than {far}",
        -1: f"lower by {near} to {far}",
        0: f"within {near}",
        1: f"higher by {near} to {far}",
        2: f"higher by more than {far}",
    }


def _place(line: Line, bands: Bands) -> int:
    """From -2 (far lower) to 2 (far higher), judged on the exact share, not on the rounded percentage."""
    if not line.change:
        return 0
    sign = 1 if line.change > 0 else -1
    if not line.national:
        return 2 * sign
    size = abs(Fraction(line.change) / Fraction(line.national)) * 100
    return sign * ((size > bands.near) + (size > bands.far))


def _band(label: str, lines: list[Line]) -> Band:
    return Band(label, len(lines), sum((line.patients or Decimal(0) for line in lines), Decimal(0)))
