"""One file on its way in: the sheet with its columns under our names, its year and nation, for a reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from openqof.core.years import FinancialYear
from openqof.datasets.receipts import Reading
from openqof.datasets.sheets import Sheet

Spellings = Mapping[str, tuple[str, ...]]
"""Our name of a column: the plain spellings publishers have given it."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader is given. `year` is None for kinds that say their years themselves or hold for any."""

    name: str
    path: Path
    staging: Path
    sheet: Sheet
    columns: Mapping[str, str]
    year: FinancialYear | None = None

    @property
    def frame(self) -> pl.LazyFrame:
        """The rows, with `at_line` and the recognised columns under our names; others are left behind."""
        return self.sheet.frame.select(
            "at_line", *(pl.col(found).alias(ours) for ours, found in self.columns.items())
        )

    def has(self, column: str) -> bool:
        """Whether the file has a column, under any of its spellings."""
        return column in self.columns

    @property
    def stamp(self) -> pl.Expr:
        """The year as a column of every row."""
        return pl.lit(str(self.year) if self.year else None, dtype=pl.String).alias("year")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of published file: how it is told, what it is called, how it is read.

    `required` are the columns it cannot be without. `dated` is false for kinds whose rows say their own
    year or hold for any. `keeps` is false for those recognised but with nothing for the shared tables.
    """

    id: str
    title: str
    spellings: Spellings
    required: tuple[str, ...]
    read: Callable[[Source], Reading]
    dated: bool = True
    keeps: bool = True
    looks: Callable[[Sheet], bool] = field(default=lambda _: True)

    def find(self, sheet: Sheet) -> dict[str, str]:
        """Our column names mapped to the file's, for those it has."""
        found = {}
        for ours, spellings in self.spellings.items():
            present = [s for s in spellings if s in sheet.columns]
            if present:
                found[ours] = present[0]
        return found

    def missing(self, sheet: Sheet) -> list[str]:
        """The required columns the file does not have."""
        found = self.find(sheet)
        return [name for name in self.required if name not in found]


def same(*names: str) -> dict[str, tuple[str, ...]]:
    """Spellings of columns that publishers have always called what we call them."""
    return {name: (name.replace("_", ""),) for name in names}
