"""What is asked of a price, and what each way of pricing answers."""

from __future__ import annotations

from dataclasses import dataclass

from openqof.core.national import NationalYear
from openqof.core.scheme import Reading, Scheme
from openqof.engine.tables import Tables
from openqof.impact.pricing import Elsewhere, Gone, Line, Rests
from openqof.impact.roll import Area


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be priced: scheme, law and data, whose practices, in which reading, of which nation."""

    scheme: Scheme
    law: NationalYear
    tables: Tables
    area: Area
    reading: Reading
    nation: str
    base_law: NationalYear | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What one way of pricing gives; `files` are the sha256 of the files its figures came from."""

    lines: tuple[Line, ...]
    gone: tuple[Gone, ...]
    elsewhere: tuple[Elsewhere, ...]
    national_says: str
    scheme_says: str
    rule: str
    remarks: tuple[str, ...]
    rests: Rests
    files: frozenset[str]
