"""QOF income of two years in one reading: as paid, as earned and published, or as earned and worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from openqof.core.national import NationalYear
from openqof.core.scheme import Reading
from openqof.core.tables import PREVALENCE
from openqof.core.years import FinancialYear
from openqof.engine.shapes import empty
from openqof.engine.tables import Tables
from openqof.impact.ask import Ask
from openqof.impact.earned import Earned, earned
from openqof.impact.needs import check_counts, check_payments, refuse
from openqof.impact.points_in_all import REMARK, by_indicator, income_in_all
from openqof.impact.roll import Practice, YearIncome, paid, practices_of

LIST_ONLY = (
    "The store does not hold the prevalence of both years, so in both the pounds follow the points, the "
    "value of a point and the list alone."
)


@dataclass(frozen=True, slots=True)
class Incomes:
    """The year priced and the base year; `results` are the base year's, None where payments give it."""

    now: YearIncome
    base: YearIncome
    results: Earned | None = None
    remarks: tuple[str, ...] = ()


def incomes(ask: Ask, base: FinancialYear) -> Incomes:
    """Both years' QOF income in the reading asked; BadInput where the store lacks it."""
    if ask.reading is Reading.CASH:
        check_payments(ask.scheme, ask.tables, (base, ask.law.year))
        return _as_paid(ask, base)
    published = _as_paid(ask, base)
    if _covers(published.now, ask) and _covers(published.base, ask):
        return published
    return _worked_out(ask, base)


def _as_paid(ask: Ask, base: FinancialYear) -> Incomes:
    now, then = (_published(ask, year) for year in (ask.law.year, base))
    return Incomes(now, then)


def _published(ask: Ask, year: FinancialYear) -> YearIncome:
    amounts = paid(ask.tables.payments, year, line="qof", reading=ask.reading, of=_ever_here(ask))
    return YearIncome(year, practices_of(ask.tables.practices, year), amounts)


def _ever_here(ask: Ask) -> pl.Series:
    """Practices that were the area's in any year of the tables."""
    ours = ask.tables.practices.filter(pl.col("commissioner").is_in(ask.area.codes))
    return ours.get_column("practice").unique()


def _covers(year: YearIncome, ask: Ask) -> bool:
    """Whether any practice of the area has an amount in the year."""
    return any(ask.area.holds(p) and code in year.income for code, p in year.practices.items())


def _worked_out(ask: Ask, base: FinancialYear) -> Incomes:
    year = ask.law.year
    check_counts(ask.scheme, ask.tables, (base, year))
    if ask.base_law is None:
        said = f"there is no law of {base} to work out what its results earned."
        raise refuse("P202", said, "Use --reading cash.")
    if not all(by_indicator(ask.tables, each) for each in (base, year)):
        return Incomes(
            income_in_all(ask.law, ask.tables), income_in_all(ask.base_law, ask.tables), remarks=(REMARK,)
        )
    weighted = _has_prevalence(ask.tables, base) and _has_prevalence(ask.tables, year)
    tables = ask.tables if weighted else replace(ask.tables, prevalence=empty(PREVALENCE))
    rolls = {each: practices_of(tables.practices, each) for each in (year, base)}
    chosen = frozenset(code for roll in rolls.values() for code, p in roll.items() if ask.area.holds(p))
    now = earned(ask.law, tables, nation=ask.nation, chosen=chosen)
    then = earned(ask.base_law, tables, nation=ask.nation, chosen=chosen)
    return Incomes(
        YearIncome(year, rolls[year], amounts(now)),
        YearIncome(base, rolls[base], amounts(then)),
        results=then,
        remarks=() if weighted else (LIST_ONLY,),
    )


def _has_prevalence(tables: Tables, year: FinancialYear) -> bool:
    return bool(tables.of(year).prevalence.height)


def amounts(results: Earned) -> dict[str, Decimal]:
    """What each practice earned, by code."""
    return {code: results.pounds(place) for place, code in enumerate(results.inputs.practices)}


def national_income(law: NationalYear, ask: Ask, practices: Mapping[str, Practice]) -> YearIncome:
    """What the law of the year pays the practices of the area: from results, else as paid in cash."""
    chosen = frozenset(code for code, p in practices.items() if ask.area.holds(p))
    has_counts = bool(ask.tables.of(law.year).counts.height)
    if has_counts:
        results = earned(law, ask.tables, nation=ask.nation, chosen=chosen)
        return YearIncome(law.year, practices, amounts(results))
    check_payments(ask.scheme, ask.tables, (law.year,))
    cash = paid(ask.tables.payments, law.year, line="qof", reading=Reading.CASH, of=_ever_here(ask))
    return YearIncome(law.year, practices, cash)
