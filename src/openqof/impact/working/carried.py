"""An earlier year's figures carried to the practices of a price, with those of practices merged since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from openqof.core.years import FinancialYear
from openqof.engine.law import FloatArray, WholeArray
from openqof.engine.tables import Tables


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """Where an earlier year's practices stand among `count`: `source` columns go to `target` ones."""

    count: int
    source: WholeArray
    target: WholeArray

    def added(self, values: FloatArray) -> FloatArray:
        """Sums (…, p) of what is known, NaN where nothing is."""
        totals, known = self._over(np.nan_to_num(values)), self._over((~np.isnan(values)).astype(np.float64))
        return np.where(known > 0, totals, np.nan)

    def mean(self, values: FloatArray, weights: FloatArray) -> FloatArray:
        """Weighted means (…, p) of what is known; NaN where nothing with weight is. One alone stays."""
        known = np.where(np.isnan(values) | np.isnan(weights), 0.0, weights)
        whole = self._over(known)
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = np.where(whole > 0, self._over(np.nan_to_num(values) * known) / whole, np.nan)
        alone = np.bincount(self.target, minlength=self.count)[self.target] == 1
        mean[..., self.target[alone]] = values[..., self.source[alone]]
        return mean

    def _over(self, values: FloatArray) -> FloatArray:
        out = np.zeros((self.count, *values.shape[:-1]))
        np.add.at(out, self.target, np.moveaxis(values[..., self.source], -1, 0))
        return np.moveaxis(out, 0, -1)


def carried(codes: tuple[str, ...], tables: Tables, year: FinancialYear, *, to: tuple[str, ...]) -> Carried:
    """Each earlier practice to itself, or to who took its list over since, where that one is priced.

    `tables` say of the earlier year, or of a later one, who succeeded whom.
    """
    heirs = _heirs(tables, year)
    place = {code: column for column, code in enumerate(to)}
    pairs = [(column, place.get(_heir(code, heirs, place), -1)) for column, code in enumerate(codes)]
    found = np.array([pair for pair in pairs if pair[1] >= 0], dtype=np.int64).reshape(-1, 2)
    return Carried(len(to), found[:, 0], found[:, 1])


def _heirs(tables: Tables, year: FinancialYear) -> dict[str, str]:
    named = tables.practices.filter(pl.col("year") >= str(year)).drop_nulls("successor").sort("year")
    return dict(named.select("practice", "successor").iter_rows())


def _heir(code: str, heirs: Mapping[str, str], place: Mapping[str, int]) -> str:
    seen: set[str] = set()
    while code not in place and code in heirs and code not in seen:
        seen.add(code)
        code = heirs[code]
    return code


def pounds_carried(
    pence: Mapping[str, int], tables: Tables, year: FinancialYear, *, to: tuple[str, ...]
) -> FloatArray:
    """Pounds (p,) of an earlier year with those of practices merged since; NaN where there were none."""
    codes = tuple(pence)
    amounts = np.array(list(pence.values()), dtype=np.float64) / 100.0
    return carried(codes, tables, year, to=to).added(amounts)
