"""The results of a year as pay terms read them: points, and what a point of them was worth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from openqof.core.national import NationalYear
from openqof.core.tables import TOTAL
from openqof.core.terms import Reading
from openqof.core.years import FinancialYear
from openqof.engine.earlier import forerunner
from openqof.engine.frames import cells as placed
from openqof.engine.gather import gather, year_end
from openqof.engine.inputs import PracticeYear, align
from openqof.engine.law import NONE, FloatArray, law_arrays
from openqof.engine.pounds import list_index
from openqof.engine.run import Result, pay
from openqof.engine.tables import Tables
from openqof.engine.terms.facts import Results
from openqof.impact.working.ask import Ask
from openqof.impact.working.carried import carried, pounds_carried
from openqof.impact.working.cells import points_of
from openqof.impact.working.earned import known_results
from openqof.impact.working.income import Source, worked_out
from openqof.impact.working.nationally import Nationally
from openqof.impact.working.points_in_all import by_indicator, totals
from openqof.impact.working.roll import paid_pence


def results_now(ask: Ask, side: Nationally, law: NationalYear, inputs: PracticeYear | None) -> Results:
    """This year's results under a law; points in all as one row where indicators are not known."""
    earned_pounds = None if side.stands.source is Source.CASH else side.pence / 100.0
    if inputs is None or side.stands.totals:
        points = _in_all(ask, ask.law.year, side.practices)
        found = in_all(ask, ask.law, ask.law.year, side.practices, points, earned_pounds)
        return replace(found, least=found.points) if ask.is_over else found
    inputs = align(inputs, law_arrays(law))
    result = pay(law, inputs)
    points = np.where(known_results(law, inputs), result.points, np.nan)
    least, most = (points, points) if ask.is_over else points_of(law, inputs, result.points)
    national = np.isin(np.array(tuple(law.indicators), dtype=object), tuple(ask.law.indicators))
    pounds = earned_pounds
    if pounds is None and side.earned is not None:
        pounds = side.earned.pence.sum(axis=0) / 100.0
    return Results(
        year=law.year,
        ids=tuple(law.indicators),
        value=float(law.point_value.value),
        list_index=result.list_index,
        points=points,
        weight=weight(result),
        all_points=_known_sum(points[national]),
        pounds=np.full(len(inputs), np.nan) if pounds is None else pounds,
        least=least,
        most=most,
        available=_available(law),
    )


def _available(law: NationalYear) -> FloatArray:
    """The points that each indicator of a year has, (n,)."""
    return np.array([float(rule.points.value) for rule in law.indicators.values()])


def weight(result: Result) -> FloatArray:
    """What multiplies points beside value and list index, (n, p): prevalence, population, part year."""
    arrays, inputs, index = law_arrays(result.law), result.inputs, result.list_index
    out = np.ones(result.points.shape)
    factor, population = result.prevalence_factor, result.population_index
    for row, (prevalence, target) in enumerate(zip(arrays.prevalence, arrays.population, strict=True)):
        if prevalence != NONE:
            out[row] = factor[prevalence]
        if target != NONE:
            with np.errstate(divide="ignore", invalid="ignore"):
                out[row] *= np.where(index > 0, population[target] / index, 1.0)
    return out * inputs.share_of_year


def in_all(
    ask: Ask,
    law: NationalYear | None,
    year: FinancialYear,
    practices: tuple[str, ...],
    points: FloatArray,
    pounds: FloatArray | None,
) -> Results:
    """Points in all as one row, weighted by what they were worth where that is known."""
    nan = float("nan")
    value, average = (
        (nan, nan) if law is None else (float(law.point_value.value), float(law.average_list.value))
    )
    index = _lists(ask, year, practices) / average
    worth = np.full(len(practices), np.nan) if pounds is None else pounds
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = worth / (points * value * index)
    mean = np.where(np.isfinite(mean), mean, 1.0)
    return Results(year, (TOTAL,), value, index, points[None], mean[None], points, worth)


def _in_all(ask: Ask, year: FinancialYear, practices: tuple[str, ...]) -> FloatArray:
    """Points in all as published, (p,), those of merged practices averaged by list; NaN where not known."""
    rows = totals(ask.tables, year).select("practice", "points_published")
    codes = tuple(rows.get_column("practice"))
    way = carried(codes, ask.tables, year, to=practices)
    return way.mean(rows.get_column("points_published").to_numpy(), _lists(ask, year, codes))


def _lists(ask: Ask, year: FinancialYear, practices: tuple[str, ...]) -> FloatArray:
    """Lists of a year, those of practices merged since added up; NaN where not known."""
    rows = ask.tables.practices.filter(pl.col("year") == str(year)).select("practice", "list_size")
    codes, sizes = (
        tuple(rows.get_column("practice")),
        rows.get_column("list_size").fill_null(np.nan).to_numpy(),
    )
    return carried(codes, ask.tables, year, to=practices).added(sizes)


def results_then(ask: Ask, side: Nationally, now: Results, year: FinancialYear) -> Results:
    """An earlier year's results, its indicators under the codes they have now."""
    then = ask.law_of(year)
    if year == ask.law.year:
        return now
    published = _published_pounds(ask, side, year)
    if then is None or side.stands.totals or not by_indicator(ask.tables, year):
        points = _in_all(ask, year, side.practices)
        found = in_all(ask, then, year, side.practices, points, published)
        return found if now.ids == (TOTAL,) else _spread(found, now)
    computed = worked_out(ask, side.stands, year)
    return _by_indicator(ask, side, now, then, published=None if computed else published, computed=computed)


def _published_pounds(ask: Ask, side: Nationally, year: FinancialYear) -> FloatArray | None:
    pence = paid_pence(ask.tables.payments, year, lines=("qof",), reading=Reading.ACCRUAL)
    return pounds_carried(pence, ask.tables, year, to=side.practices) if pence else None


def _spread(found: Results, now: Results) -> Results:
    """Points in all beside a year whose indicators are known: none of its indicators is."""
    nowhere = np.full(now.points.shape, np.nan)
    return replace(found, ids=now.ids, points=nowhere, weight=np.ones(nowhere.shape))


def _by_indicator(
    ask: Ask,
    side: Nationally,
    now: Results,
    then: NationalYear,
    *,
    published: FloatArray | None,
    computed: bool,
) -> Results:
    """Results by indicator: points as its law has them where `computed`, else as published where they are."""
    tables = ask.tables.of(then.year)
    inputs = gather(then, tables, nation=ask.nation).inputs
    result = pay(then, inputs)
    given = np.full_like(result.points, np.nan) if computed else _printed(then, tables, inputs.practices)
    points = np.where(np.isnan(given), result.points, given)
    points[~known_results(then, inputs) & np.isnan(given)] = np.nan
    way = carried(inputs.practices, ask.tables, then.year, to=side.practices)
    lists, chosen = inputs.list_size, _rows_now(ask, now, then)
    worth = way.added(result.pence.sum(axis=0) / 100.0)
    in_full = _in_all(ask, then.year, side.practices)
    summed = way.mean(_known_sum(points), lists)
    value, average = float(then.point_value.value), float(then.average_list.value)
    return Results(
        year=then.year,
        ids=now.ids,
        value=value,
        list_index=list_index(way.added(lists), average, decimals=then.index_decimals),
        points=_chosen(way.mean(points, lists), chosen),
        weight=_chosen(way.mean(weight(result), lists), chosen),
        all_points=summed if computed else np.where(np.isnan(in_full), summed, in_full),
        available=_chosen(_available(then)[:, None], chosen)[:, 0],
        pounds=worth if published is None else np.where(np.isnan(published), worth, published),
    )


def _printed(then: NationalYear, tables: Tables, practices: tuple[str, ...]) -> FloatArray:
    """Points as published, (n, p); NaN where none were."""
    rows = {name: row for row, name in enumerate(then.indicators)}
    counts = year_end(then, tables.counts.filter(pl.col("points_published").is_not_null()))
    return placed(counts, "indicator", rows=rows, practices=practices).array("points_published")


def _rows_now(ask: Ask, now: Results, then: NationalYear) -> list[int]:
    """For each indicator of now, its row in the law of then; NONE where it had no forerunner."""
    rows = {name: row for row, name in enumerate(then.indicators)}
    return [rows.get(forerunner(ask.law, name, then) or "", NONE) for name in now.ids]


def _chosen(array: FloatArray, rows: list[int]) -> FloatArray:
    """The rows wanted, NaN for those that are not there."""
    padded = np.concatenate([array, np.full((1, array.shape[1]), np.nan)])
    return np.asarray(padded[rows])


def _known_sum(points: FloatArray) -> FloatArray:
    nothing = np.isnan(points).all(axis=0)
    return np.where(nothing, np.nan, np.nansum(points, axis=0))
