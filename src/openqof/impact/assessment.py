"""Everything that is known of a scheme before it is signed: the answers side by side, as plain values.

Money is pounds to the penny (Decimal) or pence in arrays; hours and draws are floats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from openqof.core.assumptions import Assumptions
from openqof.core.sources import Provenance
from openqof.engine.law import FloatArray, WholeArray
from openqof.impact.pricing import Band, Pricing
from openqof.impact.worked import Worked


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Practices of one kind: how many, their patients and pounds, and how they spread over the bands."""

    label: str
    practices: int
    patients: Decimal
    national: Decimal
    scheme: Decimal
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The practices by one thing about them: "deprivation fifth", "list size" …; `unknown` have no value."""

    by: str
    says: str
    rows: tuple[GroupRow, ...]
    unknown: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class CashFlow:
    """Cash by month, (p, 36) pence, over the year before, the year and the year after.

    `staying` on national QOF, `joining` the scheme and leaving it at its end. `gap` of a practice is the
    deepest its cash in the scheme falls behind that of staying, counted from the first month.
    """

    months: tuple[date, ...]
    staying: WholeArray
    joining: WholeArray
    says: tuple[str, ...]

    @property
    def behind(self) -> WholeArray:
        """(p, 36): cash so far in the scheme less cash so far on national QOF, in pence."""
        difference: WholeArray = (self.joining - self.staying).cumsum(axis=1)
        return difference


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its range: low, likely and high."""

    low: float
    likely: float
    high: float


@dataclass(frozen=True, slots=True)
class WorkRow:
    """Work that stops or starts: of which change, on what, for how many patients, contacts and hours a year.

    `direction` is "stops" or "starts".
    """

    change: int
    what: str
    direction: str
    patients: float
    contacts: Estimate
    hours: Estimate
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Marginal:
    """What the last points of an indicator cost: from where practices are to all points, in the area.

    `each` is pounds an hour for those last points.
    """

    indicator: str
    points: float
    pounds: Decimal
    patients: float
    hours: Estimate
    each: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Workload:
    """Work of the whole area and by practice; `pounds_an_hour` before and after, None without hours."""

    rows: tuple[WorkRow, ...]
    hours_before: FloatArray
    hours_after: FloatArray
    pounds_an_hour: tuple[float | None, float | None]
    marginal: tuple[Marginal, ...]
    says: tuple[str, ...]

    @property
    def freed(self) -> float:
        """Hours a year that stop less those that start, in the whole area."""
        return float((self.hours_before - self.hours_after).sum())


@dataclass(frozen=True, slots=True, eq=False)
class Risk:
    """Income when achievement is drawn: the 5, 50 and 95% points in pence, (3, p), and the bill's, (3,)."""

    draws: int
    seed: int
    national: FloatArray
    scheme: FloatArray
    national_bill: FloatArray
    scheme_bill: FloatArray
    falls: tuple[tuple[str, Estimate, Provenance], ...]
    """Kinds of indicator whose work stops: expected change of recorded care, in percentage points."""
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pot:
    """One pot: who fills it, what the scheme pays from it, and what is left where it is a pool."""

    name: str
    payer: str
    pounds: Decimal
    guaranteed: Decimal
    remainder: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """The bill: by pot, at different uptakes, and how far the scheme is from national QOF.

    `if_better_off` is the bill when only practices that gain join, `expected` at the expected uptake, None
    where none is stated. `distance` is the share of national points changed, in percent.
    """

    pots: tuple[Pot, ...]
    if_all: Decimal
    if_better_off: Decimal
    better_off: int
    expected: Decimal | None
    expected_uptake: Decimal | None
    distance: Decimal
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exposure:
    """One thing that practices or patients are exposed to after the change, and what answers it.

    `kind` is clinical, contractual or financial; `state` is "met", "open" or "not said".
    """

    kind: str
    question: str
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two payments for one thing: a change of the scheme and a service or premium that pays for it too."""

    change: int
    what: str
    also: str
    topics: tuple[str, ...]
    pounds: Decimal | None


@dataclass(frozen=True, slots=True)
class Averages:
    """National averages if the practices that join leave national QOF and are no longer counted.

    `others` is what that changes for the other practices in the tables, in pounds.
    """

    list_before: Decimal
    list_after: Decimal
    prevalence: tuple[tuple[str, float, float], ...]
    others: Decimal
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """A price with everything that follows from it; None where the data does not allow an answer."""

    worked: Worked
    pricing: Pricing
    groups: tuple[Grouping, ...]
    budget: Budget
    cash: CashFlow | None
    workload: Workload | None
    risk: Risk | None
    exposures: tuple[Exposure, ...]
    overlaps: tuple[Overlap, ...]
    averages: Averages | None
    absent: Mapping[str, str] = field(default_factory=dict)
    """Why an answer is absent, by its name."""
    supposed: Assumptions | None = None
    """What hours, exposures and draws were worked out with."""
