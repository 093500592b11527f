"""What is supposed of work and of care when no figure says it: kinds of work, minutes, falls, spreads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase

from openqof.core.sources import Provenance

TICK_BOX, AUTOMATIC = "tick-box", "automatic"
"""How care comes onto the record: somebody enters a code, or a laboratory or a prescription does."""

ANY = "*?["
"""What makes a code a pattern."""


@dataclass(frozen=True, slots=True)
class Range:
    """A supposed figure: low, likely and high, and where it is from."""

    low: Decimal
    likely: Decimal
    high: Decimal
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class WorkKind:
    """A kind of indicator work.

    `contacts` are contacts for each patient and year; minutes are those of one contact. `hours` are a
    practice's, for what is done once a year. `stops` is the percentage of the work that ends when nobody
    asks for it any more: the rest is care that goes on.
    """

    id: str
    says: str
    contacts: Range
    clinician_minutes: Range
    administrator_minutes: Range
    hours: Range
    stops: Range
    provenance: Provenance

    def ranges(self) -> Iterator[Range]:
        """Its figures, in the order of the file."""
        yield from (self.contacts, self.clinician_minutes, self.administrator_minutes, self.hours, self.stops)


@dataclass(frozen=True, slots=True)
class Classed:
    """The kind of work an indicator is, and how the care it counts comes onto the record."""

    kind: str
    recorded: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Fall:
    """Expected change of recorded care in the first year after its incentive goes, percentage points.

    `recorded` is "" where the figure is for the kind however it is recorded. `also` are further sources.
    """

    kind: str
    recorded: str
    says: str
    change: Range
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Study:
    """A study of what happened when incentives went: what it looked at, what it found, in our words."""

    id: str
    design: str
    result: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Assumptions:
    """All that is supposed, from the shipped files and a user's own.

    `indicators` are by code or pattern; `hours` are a practice's for an obligation or a service;
    `last_points` is how many times the usual contacts the last patients take. `risk` holds the spreads of
    the risk model by name. `files` name what was read, `sha256` is of everything together; `own` is where
    a user's own file is, "" where there is none.
    """

    kinds: Mapping[str, WorkKind]
    indicators: Mapping[str, Classed]
    hours: Mapping[str, Range]
    last_points: Range
    falls: tuple[Fall, ...]
    risk: Mapping[str, Range]
    studies: tuple[Study, ...]
    files: tuple[str, ...]
    sha256: str
    own: str = ""

    def classed(self, code: str) -> Classed | None:
        """What an indicator is: by its code, by its code without a nation's mark, by the closest pattern."""
        bare = code.partition("(")[0]
        found = self.indicators.get(code) or self.indicators.get(bare)
        if found is not None:
            return found
        patterns = [each for each in self.indicators if any(sign in each for sign in ANY)]
        near = [each for each in patterns if fnmatchcase(code, each) or fnmatchcase(bare, each)]
        return self.indicators[max(near, key=len)] if near else None

    def kind_of(self, code: str) -> WorkKind | None:
        """The kind of work an indicator is, None where nothing is said of it."""
        found = self.classed(code)
        return None if found is None else self.kinds[found.kind]

    def fall_of(self, kind: str, recorded: str) -> Fall | None:
        """The expected change for a kind: the figure for the way it is recorded before the general one."""
        of_kind = [fall for fall in self.falls if fall.kind == kind]
        for wanted in (recorded, ""):
            for fall in of_kind:
                if fall.recorded == wanted:
                    return fall
        return None

    def provenances(self) -> Iterator[Provenance]:
        """The provenance of every figure, for counting what rests on what."""
        for kind in self.kinds.values():
            yield from (each.provenance for each in kind.ranges())
        yield from (each.provenance for each in self.indicators.values())
        for ranges in (self.hours, self.risk):
            yield from (each.provenance for each in ranges.values())
        yield self.last_points.provenance
        yield from (fall.change.provenance for fall in self.falls)
