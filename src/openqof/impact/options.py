"""Several options side by side: one row a practice, one column an option."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from openqof.impact.pricing import Line, Pricing


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One practice: its line under every option, None where an option has none for it.

    `national` is its national income, None where the options have not one national income in common: they
    are of other years or readings, and each change is on its own.
    """

    practice: str
    name: str
    patients: Decimal | None
    national: Decimal | None
    lines: tuple[Line | None, ...]


def side_by_side(options: Sequence[Pricing]) -> tuple[OptionRow, ...]:
    """Every practice that any option has a line for, by code; at least one option."""
    by_code = [{line.practice: line for line in option.lines} for option in options]
    codes = sorted({code for lines in by_code for code in lines})
    return tuple(_row(tuple(lines.get(code) for lines in by_code)) for code in codes)


def alike(options: Sequence[Pricing]) -> bool:
    """Whether all options are compared with the same national income: one law and one reading."""
    return len({(option.law.id, option.law.sha256, option.reading) for option in options}) == 1


def _row(lines: tuple[Line | None, ...]) -> OptionRow:
    known = [line for line in lines if line is not None]
    nationals = {line.national for line in known}
    national = known[0].national if len(nationals) == 1 and len(known) == len(lines) else None
    return OptionRow(known[0].practice, known[0].name, known[0].patients, national, lines)
