"""Where a value comes from and how sure it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Basis(StrEnum):
    """How sure a value is."""

    FOUND = "found"
    """Read in the source named."""
    DERIVED = "derived"
    """Worked out by arithmetic from found values."""
    RECALLED = "recalled"
    """Known to the authors and not re-read; may be corrected."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """The source of a value, how sure it is, and the file and line it stands on."""

    source: str
    basis: Basis
    place: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of the law with its provenance."""

    value: Decimal
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Source:
    """An instrument or publication that values are cited from."""

    id: str
    title: str
    date: str = ""
    address: str = ""


def count_by_basis(provenances: Iterable[Provenance]) -> dict[Basis, int]:
    """How many values are found, derived and recalled, in that order, zeros included."""
    counts = Counter(p.basis for p in provenances)
    return {basis: counts.get(basis, 0) for basis in Basis}
