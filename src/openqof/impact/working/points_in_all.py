"""Income earned where points are known in all and not by indicator: list index, no prevalence."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import polars as pl

from openqof.core.money import from_pence
from openqof.core.money import to_pence as exact_pence
from openqof.core.national import NationalYear
from openqof.core.tables import SUMS, TOTAL
from openqof.core.years import FinancialYear
from openqof.engine.exact import exactly
from openqof.engine.pence import round_pence
from openqof.engine.tables import Tables
from openqof.impact.working.roll import YearIncome, practices_of

REMARK = (
    "The store holds the points of both years in all and not by indicator, so that in both the pounds follow "
    "the points, the value of a point and the list alone."
)


def by_indicator(tables: Tables, year: FinancialYear) -> bool:
    """Whether the store has results of the year by indicator."""
    rows = (pl.col("year") == str(year)) & ~pl.col("indicator").is_in(SUMS)
    return bool(tables.counts.lazy().filter(rows).head(1).collect().height)


def in_all(tables: Tables, year: FinancialYear) -> bool:
    """Whether the store has practices' points of the year in all."""
    return bool(totals(tables, year).height)


def income_in_all(law: NationalYear, tables: Tables) -> YearIncome:
    """Points in all × value of a point × list over the average list, to the penny."""
    income = {code: from_pence(pence) for code, pence in pence_in_all(law, tables).items()}
    return YearIncome(law.year, practices_of(tables.practices, law.year), income)


def pence_in_all(law: NationalYear, tables: Tables) -> dict[str, int]:
    """The same in pence by practice, of those whose list is known."""
    lists = tables.practices.filter(pl.col("year") == str(law.year)).select("practice", "list_size")
    rows = totals(tables, law.year).join(lists.drop_nulls(), on="practice").sort("practice")
    points, sizes = (rows.get_column(name).to_numpy() for name in ("points_published", "list_size"))
    value, average = Fraction(law.point_value.value), Fraction(law.average_list.value)
    whole = np.empty(len(points))
    for place in round_pence(points * sizes * float(100 * value / average), out=whole):
        pounds = exactly(float(points[place])) * exactly(float(sizes[place])) * value / average
        whole[place] = exact_pence(pounds)
    return dict(zip(rows.get_column("practice"), whole.astype(np.int64).tolist(), strict=True))


def totals(tables: Tables, year: FinancialYear) -> pl.DataFrame:
    """The year-end rows that hold practices' points in all."""
    wanted = (pl.col("year") == str(year)) & (pl.col("indicator") == TOTAL) & pl.col("month").is_null()
    return tables.counts.filter(wanted & pl.col("points_published").is_not_null())
