"""Who is there in a year, with what list, and what they were paid: the plain figures that prices compare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from openqof.core.money import from_pence
from openqof.core.tables import NATIONAL_ROWS
from openqof.core.terms import Reading
from openqof.core.years import FinancialYear
from openqof.engine.pence import to_pence

NOTHING = Decimal("0.00")
NATIONS = {**NATIONAL_ROWS, "Wales": "WALES", "Northern Ireland": "NI"}
"""What a scheme calls the body that stands for a whole nation."""


@dataclass(frozen=True, slots=True)
class Practice:
    """One practice in one year; "" where the data does not say."""

    code: str
    name: str
    commissioner: str
    patients: Decimal | None
    successor: str
    nation: str = ""
    network: str = ""
    contract: str = ""
    rurality: str = ""
    deprivation: float | None = None
    """IMD score: the higher, the more deprived."""
    decile: int | None = None
    """Of the nation: 1 is the most deprived tenth."""
    weighted: float | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """The commissioners or nations whose practices are priced, and which of them join; None when all do.

    `closed` are those whose list is closed to new patients, who join where the scheme lets them.
    """

    codes: tuple[str, ...]
    joined: frozenset[str] | None = None
    closed: frozenset[str] = frozenset()

    def holds(self, practice: Practice) -> bool:
        """Whether the practice is one of the area's."""
        return practice.commissioner in self.codes or NATIONS.get(practice.nation, "") in self.codes

    def joins(self, code: str) -> bool:
        """Whether the practice takes the scheme."""
        return self.joined is None or code in self.joined

    @property
    def rows(self) -> pl.Expr:
        """The rows of the practices table that are the area's."""
        nations = [nation for nation, code in NATIONS.items() if code in self.codes]
        under = pl.col("commissioner").is_in(self.codes).fill_null(False)
        return under | pl.col("nation").is_in(nations)


@dataclass(frozen=True, slots=True)
class YearIncome:
    """The practices of one year and the income of those that have one, in pounds to the penny."""

    year: FinancialYear
    practices: Mapping[str, Practice]
    income: Mapping[str, Decimal]


_COLUMNS = (
    "practice", "name", "commissioner", "list_size", "successor", "nation", "network", "contract", "rurality",
    "deprivation", "deprivation_decile", "weighted_list",
)  # fmt: skip


def practices_of(practices: pl.DataFrame, year: FinancialYear) -> dict[str, Practice]:
    """The practices of a year by code, in the order of their codes."""
    rows = practices.filter(pl.col("year") == str(year)).sort("practice").select(_COLUMNS).iter_rows()
    return {row[0]: _practice(*row) for row in rows}


def _practice(code: str, name: str | None, body: str | None, size: object, *more: Any) -> Practice:
    *words, deprivation, decile, weighted = more
    successor, nation, network, contract, rurality = (word or "" for word in words)
    return Practice(
        code, name or code, body or "", number(size), successor, nation, network, contract, rurality,
        deprivation, decile, weighted,
    )  # fmt: skip


def number(value: object) -> Decimal | None:
    """A cell as an exact decimal; None for an empty one."""
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        return Decimal(int(value))
    exact = Decimal(repr(value))
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact


def paid(
    payments: pl.DataFrame, year: FinancialYear, *, line: str, reading: Reading, of: pl.Series
) -> dict[str, Decimal]:
    """What each practice of a list was paid on one line of a year, in pounds to the penny."""
    wanted = pl.col("practice").is_in(of.implode())
    pence = paid_pence(payments.filter(wanted), year, lines=(line,), reading=reading)
    return {code: from_pence(amount) for code, amount in pence.items()}


def paid_pence(
    payments: pl.DataFrame, year: FinancialYear, *, lines: Iterable[str], reading: Reading
) -> dict[str, int]:
    """What each practice was paid on some lines of a year together, in pence: each amount to the penny."""
    wanted = (pl.col("year") == str(year)) & pl.col("line").is_in(list(lines))
    rows = payments.filter(wanted & (pl.col("reading") == reading.value)).select("practice", "amount")
    pence = to_pence(rows.get_column("amount").to_numpy())
    added = (
        rows.with_columns(pence=pl.Series(pence, dtype=pl.Int64)).group_by("practice").agg(pl.sum("pence"))
    )
    return dict(zip(added.get_column("practice"), added.get_column("pence"), strict=True))
