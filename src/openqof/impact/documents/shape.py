"""Tables of a report as plain values, and how a value of each kind is written for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from openqof.core.money import write_pounds
from openqof.impact.pricing import RATIO, in_files

Value = str | Decimal | int | date | None
DASH = "–"
MINUS = "\N{MINUS SIGN}"


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    POUNDS = "pounds"
    CHANGE = "change in pounds"
    """Pounds with a sign, so that the direction does not rest on colour."""
    PERCENT = "percent"
    SHIFT = "change in percent"
    WHOLE = "whole number"
    TENTHS = "number"
    ESTIMATE = "estimated number"
    """Whole; with a tenth only below ten, for an estimate is no finer."""
    ROUND_POUNDS = "estimated pounds"
    """Whole pounds, for what was drawn or supposed."""
    EXACT = "exact number"
    """To four decimals, as far as they say something."""
    MONTH = "month"

    @property
    def is_number(self) -> bool:
        """Whether its values are set to the right and can be added up or compared."""
        return self not in (Kind.TEXT, Kind.MONTH)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what programs and what people call it, and what it holds."""

    key: str
    says: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """One table: rows of values in the order of the columns; `foot` is a last row of totals.

    `sheet` is the sheet of a workbook that it stands on.
    """

    id: str
    sheet: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    foot: tuple[Value, ...] = ()

    def only(self, *keys: str) -> Table:
        """The same table with the columns named, in that order."""
        places = [[column.key for column in self.columns].index(key) for key in keys]
        columns = tuple(self.columns[place] for place in places)
        rows = tuple(tuple(row[place] for place in places) for row in self.rows)
        foot = tuple(self.foot[place] for place in places) if self.foot else ()
        return Table(self.id, self.sheet, self.title, columns, rows, foot)


def columns(*stated: tuple[str, str] | tuple[str, str, Kind]) -> tuple[Column, ...]:
    """Columns of short tuples: key, words and, where it is not text, the kind."""
    return tuple(Column(*each) for each in stated)


def pounds(pence: float) -> Decimal:
    """Pounds to the penny of pence that a draw or a sum of draws gave."""
    return (Decimal(repr(float(pence))) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def tenths(number: float | Decimal) -> Decimal:
    """A number to one decimal, halves away from nought; there is no minus nought."""
    exact = number if isinstance(number, Decimal) else Decimal(repr(float(number)))
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP) + Decimal("0.0")


def written(value: Value, kind: Kind) -> str:
    """A value as a page prints it; a dash where there is none."""
    if value is None or value == "":
        return DASH
    if isinstance(value, date):
        return f"{value:%B %Y}"
    if isinstance(value, str):
        return value
    return _figure(Decimal(value), kind).replace("-", MINUS)


def _figure(value: Decimal, kind: Kind) -> str:
    plus = "+" if value > 0 else ""
    match kind:
        case Kind.POUNDS:
            return write_pounds(value)
        case Kind.CHANGE:
            return plus + write_pounds(value)
        case Kind.PERCENT:
            return f"{tenths(value)}%"
        case Kind.SHIFT:
            shown = tenths(value)
            return f"{'+' if shown > 0 else ''}{shown}%"
        case Kind.TENTHS:
            return f"{tenths(value):,}"
        case Kind.ESTIMATE if abs(tenths(value)) < 10:
            return f"{tenths(value)}" if tenths(value) else "0"
        case Kind.ROUND_POUNDS:
            return write_pounds(value.quantize(Decimal(1), ROUND_HALF_UP)).removesuffix(".00")
        case Kind.EXACT:
            return f"{value.quantize(Decimal('0.0001'), ROUND_HALF_UP).normalize():,f}"
    return f"{value.quantize(Decimal(1), ROUND_HALF_UP):,}"


def plain(value: Value) -> str | None:
    """A value for programs: figures without signs of money, as text, which keeps them exact."""
    if isinstance(value, Decimal) and value.as_tuple().exponent == RATIO.as_tuple().exponent:
        return str(in_files(value))
    return None if value is None else str(value)


def joined(tables: Iterable[Table]) -> Table:
    """Tables of the same columns one below the other."""
    several = list(tables)
    first = several[0]
    rows = tuple(row for each in several for row in each.rows)
    return Table(
        first.id, first.sheet, first.title, first.columns, rows, first.foot if len(several) == 1 else ()
    )
