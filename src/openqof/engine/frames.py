"""The shared tables together, and their rows by their place in an array."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from openqof.core.problems import BadInput
from openqof.core.tables import COUNTS, MEASURES, PAYMENTS, PRACTICES, PREVALENCE, TABLES
from openqof.core.years import FinancialYear
from openqof.engine.law import FloatArray
from openqof.engine.shapes import check, empty, shaped


@dataclass(frozen=True, slots=True)
class Tables:
    """The shared tables, of one year or several; each a Polars frame of core.tables shape."""

    practices: pl.DataFrame = field(default_factory=lambda: empty(PRACTICES))
    counts: pl.DataFrame = field(default_factory=lambda: empty(COUNTS))
    prevalence: pl.DataFrame = field(default_factory=lambda: empty(PREVALENCE))
    payments: pl.DataFrame = field(default_factory=lambda: empty(PAYMENTS))
    measures: pl.DataFrame = field(default_factory=lambda: empty(MEASURES))

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

    def plus(self, other: Tables) -> Tables:
        """These rows and another's, as when years are put together."""
        return Tables(**{n: pl.concat([getattr(self, n), getattr(other, n)]) for n in TABLES})


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Rows of a frame with the place of each: `row` and `column` of the arrays they fill."""

    frame: pl.DataFrame
    shape: tuple[int, int]

    def array(self, name: str) -> FloatArray:
        """One column of the frame as a (rows, columns) array, NaN where there is no row or no number."""
        out = np.full(self.shape, np.nan)
        values = self.frame.get_column(name).cast(pl.Float64).fill_null(np.nan).to_numpy()
        out[self.frame.get_column("row").to_numpy(), self.frame.get_column("column").to_numpy()] = values
        return out


def cells(frame: pl.DataFrame, key: str, *, rows: Mapping[str, int], practices: Sequence[str]) -> Cells:
    """The rows of a frame whose `key` is in `rows` and whose practice is in `practices`."""
    placed = frame.join(_places("column", "practice", practices), on="practice").join(
        pl.DataFrame({key: list(rows), "row": list(rows.values())}, schema={key: pl.String, "row": pl.Int64}),
        on=key,
    )
    return Cells(placed, (max(rows.values(), default=-1) + 1, len(practices)))


def _places(name: str, key: str, values: Sequence[str]) -> pl.DataFrame:
    return pl.DataFrame({key: values, name: range(len(values))}, schema={key: pl.String, name: pl.Int64})
