"""Everything the pay terms of a scheme ask about its practices, from the shared tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from openqof.core.changes import Pool
from openqof.core.national import NationalYear
from openqof.core.terms import Reading, Term
from openqof.core.years import FinancialYear
from openqof.engine.earlier import forerunner
from openqof.engine.frames import cells as placed
from openqof.engine.gather import gather
from openqof.engine.inputs import PracticeYear
from openqof.engine.law import FloatArray, WholeArray
from openqof.engine.points import achievement
from openqof.engine.terms.asks import improvements_of, lines_of, registers_of, results_of
from openqof.engine.terms.facts import Counts, Facts
from openqof.impact.working.ask import Ask
from openqof.impact.working.carried import carried, pounds_carried
from openqof.impact.working.earned import BoolArray
from openqof.impact.working.income import qof_in
from openqof.impact.working.nationally import Nationally
from openqof.impact.working.needs import lacking
from openqof.impact.working.points_in_all import by_indicator
from openqof.impact.working.results import results_now, results_then
from openqof.impact.working.roll import paid_pence

Line = tuple[str, FinancialYear, Reading]


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """What facts are gathered for: the national side, who joins, the scheme's law and the results."""

    side: Nationally
    joined: BoolArray
    law: NationalYear
    inputs: PracticeYear | None
    measures: Mapping[tuple[str, str], Counts]
    ended: Mapping[str, WholeArray]
    """Pence (p,) of services that end, by the pool they go into; "" where they go nowhere."""


def gather_facts(ask: Ask, stand: Standing, terms: Iterable[Term]) -> Facts:
    """The facts of the practices, in their order; BadInput where a year or line asked for is not held."""
    terms, side = tuple(terms), stand.side
    now = results_now(ask, side, stand.law, stand.inputs)
    years = sorted({year for term in terms for year in results_of(term)})
    _check_years(ask, years)
    improved = {each for term in terms for each in improvements_of(term)}
    return Facts(
        practices=side.practices,
        joined=stand.joined,
        networks=tuple(practice.network for practice in side.roll),
        contracts=tuple(practice.contract for practice in side.roll),
        list_size=_column(ask, side, "list_size"),
        weighted_list=_column(ask, side, "weighted_list"),
        national=side.pence / 100.0,
        now=now,
        registers=_registers(ask, stand, {name for term in terms for name in registers_of(term)}),
        then={year: results_then(ask, side, now, year) for year in years},
        income=_income(ask, side, {line for term in terms for line in lines_of(term)}),
        measures=stand.measures,
        past=_past(ask, stand, improved),
        pools=pools(ask, stand),
    )


def _check_years(ask: Ask, years: Iterable[FinancialYear]) -> None:
    held = set(ask.tables.counts.get_column("year").unique())
    missing = [year for year in years if str(year) not in held]
    if missing:
        raise lacking("P202", "results", ask.scheme, missing, Reading.ACCRUAL)


def _column(ask: Ask, side: Nationally, name: str) -> FloatArray:
    """A number of the practices table of the year priced, NaN where it is empty."""
    rows = ask.tables.practices.filter(pl.col("year") == str(ask.law.year))
    rows = rows.with_columns(pl.lit(name).alias("what")).select("practice", "what", name)
    found: FloatArray = placed(rows, "what", rows={name: 0}, practices=side.practices).array(name)[0]
    return found


def _registers(ask: Ask, stand: Standing, asked: Iterable[str]) -> dict[str, FloatArray]:
    """Registers by group: those that weight pay, and any other that the prevalence table has."""
    rows = {name: row for row, name in enumerate(sorted(asked))}
    prevalence = ask.tables.of(ask.law.year).prevalence
    found = placed(prevalence, "group", rows=rows, practices=stand.side.practices).array("register")
    registers = {name: found[row] for name, row in rows.items()}
    if stand.inputs is not None:
        for name, own in zip(stand.inputs.prevalence_keys, stand.inputs.register, strict=True):
            registers[name] = np.where(np.isnan(own), registers.get(name, own), own)
    return registers


def _income(
    ask: Ask, side: Nationally, asked: Iterable[tuple[str, FinancialYear | None, Reading]]
) -> dict[Line, FloatArray]:
    """Pounds by line, year and reading, with those of practices merged since."""
    lines = sorted({(line, year or ask.law.year, reading) for line, year, reading in asked})
    return {each: line_income(ask, side, *each) for each in lines}


def line_income(ask: Ask, side: Nationally, line: str, year: FinancialYear, reading: Reading) -> FloatArray:
    """What the practices were paid on one line; BadInput where nobody has an amount on it.

    QOF of the year priced is the national pay of the price, whatever its reading.
    """
    if line == "qof" and year == ask.law.year:
        return side.pence / 100.0
    if line == "qof":
        pence = qof_in(ask, side.stands, year, reading)
    else:
        pence = paid_pence(ask.tables.payments, year, lines=(line,), reading=reading)
    if not pence:
        raise lacking("P201", f"payments on the line {line}", ask.scheme, [year], reading)
    found = pounds_carried(pence, ask.tables, year, to=side.practices)
    paid_at_all = pounds_carried(_anything(ask, year, reading), ask.tables, year, to=side.practices)
    # A practice with other payments of the year and none on this line was paid nothing on it.
    nothing = np.isnan(found) & ~np.isnan(paid_at_all) & (line != "qof")
    return np.where(nothing, 0.0, found)


def _anything(ask: Ask, year: FinancialYear, reading: Reading) -> dict[str, int]:
    rows = ask.tables.payments.filter((pl.col("year") == str(year)) & (pl.col("reading") == reading.value))
    return dict.fromkeys(rows.get_column("practice").unique(), 0)


def _past(
    ask: Ask, stand: Standing, asked: Iterable[tuple[str, int, bool]]
) -> dict[tuple[str, FinancialYear], FloatArray]:
    """Achievement in percent of what improvement is paid on: of the years before, and of this one."""
    found: dict[tuple[str, FinancialYear], FloatArray] = {}
    for name, years, own in sorted(asked):
        before = [FinancialYear(ask.law.year.start - back) for back in range(1, years + 1)]
        for year in before:
            found[name, year] = (
                _measured(ask, stand, name, year) if own else _achieved(ask, stand, name, year)
            )
        if not own and stand.inputs is not None and name in stand.inputs.indicators:
            row = stand.inputs.indicators.index(name)
            found[name, ask.law.year] = achievement(
                stand.inputs.numerator[row], stand.inputs.denominator[row]
            )
    return found


def _achieved(ask: Ask, stand: Standing, name: str, year: FinancialYear) -> FloatArray:
    """Percent of an earlier year: merged practices' patients together; NaN where not known."""
    then = ask.law_of(year)
    old = None if then is None else forerunner(ask.law, name, then)
    if then is None or old is None or not by_indicator(ask.tables, year):
        return np.full(len(stand.side.practices), np.nan)
    inputs = gather(then, ask.tables, nation=ask.nation).inputs
    row = inputs.indicators.index(old)
    way = carried(inputs.practices, ask.tables, year, to=stand.side.practices)
    return achievement(way.added(inputs.numerator[row]), way.added(inputs.denominator[row]))


def _measured(ask: Ask, stand: Standing, name: str, year: FinancialYear) -> FloatArray:
    """The same of an own measure that the store has of an earlier year."""
    rows = ask.tables.measures.filter(
        (pl.col("year") == str(year)) & (pl.col("measure") == name) & (pl.col("period").fill_null("") == "")
    )
    codes = tuple(rows.get_column("practice"))
    way = carried(codes, ask.tables, year, to=stand.side.practices)
    top, bottom = (
        rows.get_column(each).fill_null(np.nan).to_numpy() for each in ("numerator", "denominator")
    )
    return achievement(way.added(top), way.added(bottom))


def pools(ask: Ask, stand: Standing) -> dict[str, float]:
    """Pounds in each pool: what contributors put in, and what services that end leave to it."""
    found = {}
    for change in ask.scheme.changes:
        if isinstance(change.terms, Pool):
            found[change.terms.id] = _filled(ask, stand, change.terms)
    return found


def _filled(ask: Ask, stand: Standing, pool: Pool) -> float:
    pounds = 0.0
    for each in pool.contributions:
        if each.pounds is not None:
            pounds += float(each.pounds)
        if each.line:
            paid = line_income(ask, stand.side, each.line, ask.law.year, Reading.CASH)
            pounds += float(np.nansum(paid[stand.joined])) * float(each.percent) / 100.0
    left = stand.ended.get(pool.id)
    return pounds if left is None else pounds + float(left[stand.joined].sum()) / 100.0
