"""The ways of pricing: a guarantee from two years' income, a suspended set from two years' results."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from openqof.core.scheme import Guarantee, PracticesGone, Reading, Suspend
from openqof.core.tables import POOLED
from openqof.core.years import FinancialYear
from openqof.impact.ask import Answer, Ask
from openqof.impact.earned import Earned, earned
from openqof.impact.guarantee import guarantee, moved, without_figure
from openqof.impact.income import Incomes, incomes, national_income
from openqof.impact.needs import check_counts, here, named, years_needed
from openqof.impact.pricing import Elsewhere, Gone, Line, Rests
from openqof.impact.rests import with_law, without_law
from openqof.impact.roll import NOTHING, Practice, YearIncome, practices_of
from openqof.impact.suspend import lines, suspend_all

RULES = {
    PracticesGone.SUCCESSOR: (
        "The base of a practice that is gone goes to the successor that the data or the scheme names. Where "
        "none is named it is not paid, and the practice is listed."
    ),
    PracticesGone.NOT_PAID: "The base of a practice that is gone is not paid, and the practice is listed.",
}
RESULTS_STAY = (
    "The results of a practice that is gone are not handed on: a successor is paid on its own results of the "
    "base year."
)
NOTHING_CHANGES = "Nothing in the scheme sets what QOF pays, so every practice keeps its national pay."


def answer(ask: Ask) -> Answer:
    """Price the one kind of change a scheme has; without any, its practices keep national pay."""
    terms = [change.terms for change in ask.scheme.priced]
    guaranteed = [each for each in terms if isinstance(each, Guarantee)]
    suspended = [each for each in terms if isinstance(each, Suspend)]
    if guaranteed:
        return _guaranteed(ask, guaranteed[0])
    return _suspended(ask, suspended) if suspended else _unchanged(ask)


def _guaranteed(ask: Ask, terms: Guarantee) -> Answer:
    year, income = ask.law.year, incomes(ask, terms.of)
    found = guarantee(terms, now=income.now, base=income.base, area=ask.area)
    how = "paid in cash" if ask.reading is Reading.CASH else "earned"
    return Answer(
        lines=found.lines,
        gone=found.gone,
        elsewhere=found.elsewhere,
        national_says=f"QOF income {how} in {year}",
        scheme_says=f"QOF income {how} in {terms.of}, guaranteed",
        rule=RULES[terms.practices_gone],
        remarks=(*_other_reading(terms, ask.reading), *income.remarks),
        rests=_rests_of(ask, income),
        files=_files_of(ask, (year, terms.of), results=income.results is not None),
    )


def _other_reading(terms: Guarantee, shown: Reading) -> tuple[str, ...]:
    if terms.reading is shown:
        return ()
    return (f"The scheme guarantees income {terms.reading.in_words}; shown here is income {shown.in_words}.",)


def _rests_of(ask: Ask, income: Incomes) -> Rests:
    if income.results is None or ask.base_law is None:
        return without_law(ask.scheme)
    return with_law(ask.scheme, ask.base_law, income.results.pence)


def _suspended(ask: Ask, terms: list[Suspend]) -> Answer:
    year, bases = ask.law.year, sorted({each.pay.year for each in terms})
    check_counts(ask.scheme, ask.tables, (*bases, year))
    practices = practices_of(ask.tables.practices, year)
    chosen = frozenset(_of_area(practices.values(), ask))
    national = earned(ask.law, ask.tables, nation=ask.nation, chosen=chosen)
    found = suspend_all(terms, national, ask.tables, nation=ask.nation)
    count, says = int(found.rows.sum()), named(str(base) for base in bases)
    return Answer(
        lines=lines(national, found, practices=practices, area=ask.area),
        gone=tuple(_gone(ask, bases, year)),
        elsewhere=tuple(_elsewhere(ask, national, bases)),
        national_says=f"What QOF {year} pays for the results of the year",
        scheme_says=f"The same with {count} suspended indicators paid at the results of {says}",
        rule=RESULTS_STAY,
        remarks=(),
        rests=with_law(ask.scheme, ask.law, found.pence),
        files=_files_of(ask, (*bases, year), results=True),
    )


def _gone(ask: Ask, bases: Iterable[FinancialYear], year: FinancialYear) -> Iterable[Gone]:
    """Practices of the area in a base year that are nowhere in the year priced; results have no price."""
    now = practices_of(ask.tables.practices, year)
    seen = {code: p for base in bases for code, p in practices_of(ask.tables.practices, base).items()}
    for code, lost in seen.items():
        if ask.area.holds(lost) and code not in now:
            clue = f"succeeded by {lost.successor}" if lost.successor else "no successor is named"
            yield Gone(code, lost.name, lost.patients, None, clue=clue)


def _elsewhere(ask: Ask, national: Earned, bases: Iterable[FinancialYear]) -> Iterable[Elsewhere]:
    now = YearIncome(national.law.year, practices_of(ask.tables.practices, national.law.year), {})
    for code in _of_area(now.practices.values(), ask):
        if code not in national.inputs.practices:
            yield Elsewhere(code, now.practices[code].name, f"no results of {now.year}: not in the table")
    for base in bases:
        yield from moved(now, YearIncome(base, practices_of(ask.tables.practices, base), {}), ask.area)


def _of_area(practices: Iterable[Practice], ask: Ask) -> list[str]:
    return [practice.code for practice in practices if ask.area.holds(practice)]


def _unchanged(ask: Ask) -> Answer:
    practices = practices_of(ask.tables.practices, ask.law.year)
    now = national_income(ask.law, ask, practices)
    same = [
        Line(p.code, p.name, p.patients, now.income[code], now.income[code], NOTHING, ask.area.joins(code))
        for code, p in practices.items()
        if ask.area.holds(p) and code in now.income
    ]
    return Answer(
        lines=tuple(same),
        gone=(),
        elsewhere=without_figure(now, ask.area),
        national_says=f"QOF income of {now.year}",
        scheme_says="The same: the scheme does not change it",
        rule="",
        remarks=(NOTHING_CHANGES,),
        rests=without_law(ask.scheme),
        files=_files_of(ask, years_needed(ask.scheme, now.year), results=True),
    )


def _files_of(ask: Ask, years: Iterable[FinancialYear], *, results: bool) -> frozenset[str]:
    """The files that rows of the years came from: practices and payments of the area, or all results.

    National averages rest on every practice, so a price from results rests on every file of results.
    """
    found: set[str] = set()
    for year in years:
        tables = ask.tables.of(year)
        roll = here(ask.tables, ask.area, year)
        wanted = pl.col("practice").is_in(roll.get_column("practice").implode())
        frames = [roll, tables.payments.filter(wanted & (pl.col("line") == "qof"))]
        frames += [tables.counts, tables.prevalence] if results else []
        found |= {file for frame in frames for file in frame.get_column("file").unique()}
    return frozenset(found - {POOLED})
