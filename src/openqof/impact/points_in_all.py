"""Income earned where points are known in all and not by indicator: list index, no prevalence."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import polars as pl

from openqof.core.money import from_pence, to_pence
from openqof.core.national import NationalYear
from openqof.core.tables import SUMS, TOTAL
from openqof.core.years import FinancialYear
from openqof.engine.exact import exactly
from openqof.engine.tables import Tables
from openqof.impact.roll import YearIncome, practices_of

REMARK = (
    "The store holds the points of both years in all and not by indicator, so that in both the pounds follow "
    "the points, the value of a point and the list alone."
)


def by_indicator(tables: Tables, year: FinancialYear) -> bool:
    """Whether the store has results of the year by indicator."""
    of_year = tables.counts.filter(pl.col("year") == str(year))
    return bool(of_year.filter(~pl.col("indicator").is_in(SUMS)).height)


def in_all(tables: Tables, year: FinancialYear) -> bool:
    """Whether the store has practices' points of the year in all."""
    return bool(_totals(tables, year).height)


def income_in_all(law: NationalYear, tables: Tables) -> YearIncome:
    """Points in all × value of a point × list over the average list, to the penny."""
    practices = practices_of(tables.practices, law.year)
    income = {}
    for code, points in _totals(tables, law.year).select("practice", "points_published").iter_rows():
        patients = practices[code].patients if code in practices else None
        if patients is not None:
            income[code] = _pounds(law, exactly(points), Fraction(patients))
    return YearIncome(law.year, practices, income)


def _pounds(law: NationalYear, points: Fraction, patients: Fraction) -> Decimal:
    index = patients / Fraction(law.average_list.value)
    return from_pence(to_pence(points * Fraction(law.point_value.value) * index))


def _totals(tables: Tables, year: FinancialYear) -> pl.DataFrame:
    wanted = (pl.col("year") == str(year)) & (pl.col("indicator") == TOTAL)
    return tables.counts.filter(wanted & pl.col("points_published").is_not_null())
