"""A year of national QOF as law: groups, indicators, how each pays, what is special."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from openqof.core.sources import Amount, Provenance
from openqof.core.years import FinancialYear


@dataclass(frozen=True, slots=True)
class Register:
    """Full points for keeping a register with anyone on it."""


@dataclass(frozen=True, slots=True)
class YesNo:
    """Full points when the thing was done."""


@dataclass(frozen=True, slots=True)
class Sliding:
    """Nothing below the lower threshold, all at the upper, straight between; a step is paid at the lower."""

    lower: Decimal
    upper: Decimal
    step: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Improvement:
    """Percentage points gained over the practice's own mean of earlier years; upper None where not found."""

    years: int
    lower: Decimal
    upper: Decimal | None = None


@dataclass(frozen=True, slots=True)
class BetterOf:
    """The better of the thresholds and the improvement on the practice's own baseline."""

    sliding: Sliding
    improvement: Improvement


@dataclass(frozen=True, slots=True)
class Protected:
    """The points earned in an earlier year; `normally` pays a practice that has no such year."""

    at: FinancialYear
    normally: Register | YesNo | Sliding


Pays = Register | YesNo | Sliding | BetterOf | Protected


@dataclass(frozen=True, slots=True)
class Group:
    """A clinical or other area: the register its prevalence is counted on, and what its pay follows."""

    id: str
    name: str
    domain: str
    provenance: Provenance
    register: str | None = None
    prevalence_weighted: bool = False
    population: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of a year.

    `prevalence` names the group whose register weights its pay, None when nothing does;
    `population` names the target population used in place of the list, None for the list.
    """

    id: str
    group: str
    says: str
    points: Amount
    pays: Pays
    pays_provenance: Provenance
    prevalence: str | None = None
    population: str | None = None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A special arrangement of a year, in words and in terms that the engine reads."""

    id: str
    kind: str
    says: str
    provenance: Provenance
    terms: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NationalYear:
    """The whole law of one nation and year; frozen, so that no reform can alter it."""

    id: str
    title: str
    nation: str
    year: FinancialYear
    point_value: Amount
    average_list: Amount
    aspiration: Amount
    index_decimals: int | None
    index_decimals_provenance: Provenance
    groups: Mapping[str, Group]
    indicators: Mapping[str, Indicator]
    arrangements: tuple[Arrangement, ...]
    aliases: Mapping[str, str]
    asserts: Mapping[str, Decimal]
    file: str = ""
    sha256: str = ""

    @property
    def points(self) -> Decimal:
        """All points of the year."""
        return sum((i.points.value for i in self.indicators.values()), Decimal(0))

    def provenances(self) -> Iterator[Provenance]:
        """The provenance of every value, for counting what rests on what."""
        yield from (a.provenance for a in (self.point_value, self.average_list, self.aspiration))
        yield self.index_decimals_provenance
        yield from (group.provenance for group in self.groups.values())
        for indicator in self.indicators.values():
            yield indicator.points.provenance
            yield indicator.pays_provenance
        yield from (arrangement.provenance for arrangement in self.arrangements)
