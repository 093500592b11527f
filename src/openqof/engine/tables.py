"""The shared tables as the engine takes them."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from openqof.core.problems import BadInput
from openqof.core.tables import COUNTS, PAYMENTS, PRACTICES, PREVALENCE, TABLES
from openqof.core.years import FinancialYear
from openqof.engine.shapes import check, empty, shaped

__all__ = ["Tables", "check", "empty", "shaped"]


@dataclass(frozen=True, slots=True)
class Tables:
    """The four shared tables, of one year or several; each a Polars frame of core.tables shape."""

    practices: pl.DataFrame = field(default_factory=lambda: empty(PRACTICES))
    counts: pl.DataFrame = field(default_factory=lambda: empty(COUNTS))
    prevalence: pl.DataFrame = field(default_factory=lambda: empty(PREVALENCE))
    payments: pl.DataFrame = field(default_factory=lambda: empty(PAYMENTS))

    def checked(self) -> Tables:
        """These tables with columns put in order; BadInput with every problem when anything is wrong."""
        frames = {name: getattr(self, name) for name in TABLES}
        problems = [p for name, frame in frames.items() for p in check(frame, TABLES[name])]
        if problems:
            raise BadInput(problems)
        return Tables(**{name: shaped(frame, TABLES[name]) for name, frame in frames.items()})

    def of(self, year: FinancialYear) -> Tables:
        """The rows of one year."""
        return Tables(**{name: getattr(self, name).filter(pl.col("year") == str(year)) for name in TABLES})
