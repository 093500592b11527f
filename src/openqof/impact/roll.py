"""Who is there in a year, with what list, and what they were paid: the plain figures that prices compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from openqof.core.money import from_pence, to_pence
from openqof.core.scheme import Reading
from openqof.core.years import FinancialYear

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Practice:
    """One practice in one year."""

    code: str
    name: str
    commissioner: str
    patients: Decimal | None
    successor: str


@dataclass(frozen=True, slots=True)
class Area:
    """The commissioners whose practices are priced, and which of them join; None when all do."""

    codes: tuple[str, ...]
    joined: frozenset[str] | None = None

    def holds(self, practice: Practice) -> bool:
        """Whether the practice is one of the area's."""
        return practice.commissioner in self.codes

    def joins(self, code: str) -> bool:
        """Whether the practice takes the scheme."""
        return self.joined is None or code in self.joined


@dataclass(frozen=True, slots=True)
class YearIncome:
    """The practices of one year and the income of those that have one, in pounds to the penny."""

    year: FinancialYear
    practices: Mapping[str, Practice]
    income: Mapping[str, Decimal]


def practices_of(practices: pl.DataFrame, year: FinancialYear) -> dict[str, Practice]:
    """The practices of a year by code, in the order of their codes."""
    rows = practices.filter(pl.col("year") == str(year)).sort("practice").iter_rows(named=True)
    return {row["practice"]: _practice(row) for row in rows}


def _practice(row: Mapping[str, object]) -> Practice:
    def text(key: str) -> str:
        return str(row[key] or "")

    name = text("name") or text("practice")
    return Practice(text("practice"), name, text("commissioner"), number(row["list_size"]), text("successor"))


def number(value: object) -> Decimal | None:
    """A cell as an exact decimal; None for an empty one."""
    if value is None:
        return None
    exact = Decimal(repr(value))
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact


def paid(
    payments: pl.DataFrame, year: FinancialYear, *, line: str, reading: Reading, of: pl.Series
) -> dict[str, Decimal]:
    """What each practice of a list was paid on one line of a year, in pounds to the penny."""
    wanted = (pl.col("year") == str(year)) & (pl.col("line") == line) & (pl.col("reading") == reading.value)
    wanted &= pl.col("practice").is_in(of.implode())
    amounts: dict[str, Decimal] = {}
    for code, amount in payments.filter(wanted).select("practice", "amount").iter_rows():
        amounts[code] = amounts.get(code, NOTHING) + from_pence(to_pence(Decimal(repr(amount))))
    return amounts
