"""QOF income of the practices in one reading: as paid, as published, or as results earn it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

import polars as pl

from openqof.core.tables import PREVALENCE
from openqof.core.terms import Reading
from openqof.core.years import FinancialYear
from openqof.engine.shapes import empty
from openqof.engine.tables import Tables
from openqof.impact.working.ask import Ask
from openqof.impact.working.earned import Earned, earned
from openqof.impact.working.needs import check_counts, check_payments, here, lacking, refuse
from openqof.impact.working.paying import years_needed
from openqof.impact.working.points_in_all import REMARK, by_indicator, in_all, pence_in_all
from openqof.impact.working.roll import paid_pence

AS_PUBLISHED = (
    "Points and income of every year are those published of each practice in all, also of practices whose "
    "results by indicator are not."
)
LIST_ONLY = (
    "The store does not hold the prevalence of both years, so in both the pounds follow the points, the "
    "value of a point and the list alone."
)


class Source(StrEnum):
    """Where QOF income comes from."""

    CASH = "as paid within the year"
    PUBLISHED = "as earned and published"
    RESULTS = "as the results of the year earn"
    IN_ALL = "as points in all earn"


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a price stands on: the source of QOF income, the tables it is read from, what must be said.

    `totals` where points and income of every year asked for are taken as published, in all.
    """

    source: Source
    tables: Tables
    reading: Reading
    remarks: tuple[str, ...] = ()
    totals: bool = False


def grounds(ask: Ask, base: FinancialYear | None, *, by_results: bool, asked: Reading | None) -> Grounds:
    """Choose where QOF income comes from; BadInput where the store lacks it.

    `base` is the year of a guarantee, compared with this one in the same way; `by_results` where the scheme
    asks what indicators earn; `asked` the reading that was asked for by name.
    """
    years = tuple(year for year in (base, ask.law.year) if year is not None)
    if ask.reading is Reading.CASH:
        if by_results:
            check_by_indicator(ask, (ask.law.year,))
        check_payments(ask.scheme, ask.tables, years)
        return Grounds(Source.CASH, ask.tables, Reading.CASH)
    if by_results or base is not None:
        return _earned(ask, years, by_results=by_results)
    return _of_one_year(ask, asked)


def _earned(ask: Ask, years: tuple[FinancialYear, ...], *, by_results: bool) -> Grounds:
    """Of a guarantee: as published where both years are, else worked out alike in both."""
    if not by_results and all(_published(ask, year) for year in years):
        return Grounds(Source.PUBLISHED, ask.tables, Reading.ACCRUAL)
    check_counts(ask.scheme, ask.tables, years)
    for year in years:
        if ask.law_of(year) is None:
            said = f"there is no law of {year} to work out what its results earned."
            raise refuse("P202", said, "Use --reading cash.")
    if by_results:
        check_by_indicator(ask, years)
    elif not all(by_indicator(ask.tables, year) for year in years):
        return Grounds(Source.IN_ALL, ask.tables, Reading.ACCRUAL, (REMARK,) if len(years) > 1 else ())
    if len(years) == 1 or all(_has_prevalence(ask.tables, year) for year in years):
        return Grounds(Source.RESULTS, ask.tables, Reading.ACCRUAL)
    bare = replace(ask.tables, prevalence=empty(PREVALENCE))
    return Grounds(Source.RESULTS, bare, Reading.ACCRUAL, (LIST_ONLY,))


def _of_one_year(ask: Ask, asked: Reading | None) -> Grounds:
    """Of a scheme that leaves QOF as it is: results, else as published, in all, or as paid.

    Where it looks back, and points and income of all its years are published in all, every year is as
    published: what results earn in one year is not set beside what was published of another.
    """
    year = ask.law.year
    if _all_as_published(ask):
        return Grounds(Source.PUBLISHED, ask.tables, Reading.ACCRUAL, (AS_PUBLISHED,), totals=True)
    if by_indicator(ask.tables, year):
        return Grounds(Source.RESULTS, ask.tables, Reading.ACCRUAL)
    if _published(ask, year):
        return Grounds(Source.PUBLISHED, ask.tables, Reading.ACCRUAL)
    if in_all(ask.tables, year):
        return Grounds(Source.IN_ALL, ask.tables, Reading.ACCRUAL)
    if asked is Reading.ACCRUAL:
        check_counts(ask.scheme, ask.tables, (year,))
    check_payments(ask.scheme, ask.tables, (year,))
    return Grounds(Source.CASH, ask.tables, Reading.CASH)


def _all_as_published(ask: Ask) -> bool:
    """Whether the scheme asks for earlier years, and all have points and income as published, in all."""
    years = years_needed(ask.scheme, ask.law.year, ask.services)
    some = any(by_indicator(ask.tables, year) for year in years)
    whole = all(in_all(ask.tables, year) and _published(ask, year) for year in years)
    return some and whole and len(years) > 1


def check_by_indicator(ask: Ask, years: Iterable[FinancialYear]) -> None:
    """Refuse unless the store has results of the years by indicator."""
    missing = [year for year in years if not by_indicator(ask.tables, year)]
    if missing:
        raise lacking("P202", "results by indicator", ask.scheme, missing, Reading.ACCRUAL)


def _published(ask: Ask, year: FinancialYear) -> bool:
    """Whether any practice of the area has its QOF income of the year published as earned."""
    ours = here(ask.tables, ask.area, year).get_column("practice")
    wanted = (pl.col("line") == "qof") & (pl.col("reading") == Reading.ACCRUAL.value)
    rows = ask.tables.of(year).payments.filter(wanted & pl.col("practice").is_in(ours.implode()))
    return bool(rows.height)


def worked_out(ask: Ask, stands: Grounds, year: FinancialYear) -> bool:
    """Whether a year's income and points are worked out from its results, as those of the year priced are."""
    known = by_indicator(ask.tables, year) and ask.law_of(year) is not None
    return stands.source is Source.RESULTS and known


def _has_prevalence(tables: Tables, year: FinancialYear) -> bool:
    return bool(tables.of(year).prevalence.height)


def qof_pence(ask: Ask, stands: Grounds, year: FinancialYear) -> dict[str, int]:
    """QOF income of a year from one source, in pence by practice, of whoever was the area's in any year."""
    if stands.source in (Source.CASH, Source.PUBLISHED):
        reading = Reading.CASH if stands.source is Source.CASH else Reading.ACCRUAL
        return paid_pence(_of_ours(ask, stands.tables), year, lines=("qof",), reading=reading)
    if stands.source is Source.IN_ALL:
        law = ask.law_of(year)
        return {} if law is None else pence_in_all(law, stands.tables)
    results = earned_in(ask, stands, year)
    return {} if results is None else pence_by_practice(results)


def earned_in(ask: Ask, stands: Grounds, year: FinancialYear) -> Earned | None:
    """What the law of a year pays for its results; None where the library has no such law."""
    law = ask.law_of(year)
    if law is None:
        return None
    chosen = frozenset(_ever_here(ask, stands.tables))
    return earned(law, stands.tables, nation=ask.nation, chosen=chosen)


def _ever_here(ask: Ask, tables: Tables) -> pl.Series:
    """Practices that were the area's in any year of the tables."""
    return tables.practices.filter(ask.area.rows).get_column("practice").unique()


def _of_ours(ask: Ask, tables: Tables) -> pl.DataFrame:
    return tables.payments.filter(pl.col("practice").is_in(_ever_here(ask, tables).implode()))


def pence_by_practice(results: Earned) -> dict[str, int]:
    """What each practice earned, in pence by code."""
    return dict(zip(results.inputs.practices, results.pence.sum(axis=0).tolist(), strict=True))


def amounts(results: Earned) -> dict[str, Decimal]:
    """What each practice earned in pounds, by code."""
    return {code: results.pounds(place) for place, code in enumerate(results.inputs.practices)}


def qof_in(ask: Ask, stands: Grounds, year: FinancialYear, reading: Reading) -> dict[str, int]:
    """QOF income of a year in one reading, however the store can give it; nothing where it cannot.

    As earned it is worked out from results where the year priced is, and they are there, else as published.
    """
    if reading is Reading.CASH:
        return qof_pence(ask, Grounds(Source.CASH, ask.tables, reading), year)
    if _published(ask, year) and not worked_out(ask, stands, year):
        return qof_pence(ask, Grounds(Source.PUBLISHED, ask.tables, reading), year)
    source = Source.RESULTS if by_indicator(ask.tables, year) else Source.IN_ALL
    return qof_pence(ask, Grounds(source, ask.tables, reading), year)
