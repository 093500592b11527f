"""Terms that do not wait for the work of the year: flat amounts, and income or points of an earlier year."""

from __future__ import annotations

import numpy as np

from openqof.core.terms import (
    AHead,
    BaseIncome,
    BasePoints,
    Chosen,
    Counted,
    Fixed,
    Missing,
    Points,
    Uplift,
)
from openqof.engine.law import FloatArray
from openqof.engine.terms.facts import Results
from openqof.engine.terms.measured import numbers
from openqof.engine.terms.ranges import Work, Worth, between, chosen, fixed, scaled


def flat(term: Fixed, work: Work) -> Worth:
    """So many pounds a practice."""
    return fixed(work.everyone(float(term.pounds)))


def a_head(term: AHead, work: Work) -> Worth:
    """Pounds for each patient counted."""
    return scaled(counted(term.of, work), float(term.pounds))


def counted(of: Counted, work: Work) -> Worth:
    """Patients on the list, weighted or not, on a register, or counted by an own measure."""
    facts = work.facts
    match of.kind:
        case "list":
            return fixed(facts.list_size)
        case "weighted list":
            return fixed(facts.weighted_list)
        case "register":
            return fixed(facts.registers.get(of.name, work.everyone(np.nan)))
        case _:
            return numbers(facts, of.name)


def base_income(term: BaseIncome, work: Work) -> Worth:
    """Income of an earlier year on one line, brought up to this year by the uplifts it names."""
    income = work.facts.income.get((term.line, term.of, term.reading), work.everyone(np.nan))
    for uplift in term.uplift:
        income = income * _uplift(uplift, term, work)
    return settled(fixed(income), term.missing, work)


def _uplift(uplift: Uplift, term: BaseIncome, work: Work) -> FloatArray:
    now, then = work.facts.now, work.facts.then.get(term.of)
    if then is None:
        return work.everyone(np.nan)
    match uplift:
        case Uplift.POINT_VALUE:
            return work.everyone(now.value / then.value)
        case Uplift.LIST:
            return np.asarray(now.list_index / np.where(then.list_index > 0, then.list_index, np.nan))
        case Uplift.PREVALENCE:
            return prevalence_change(then, now)


def base_points(term: BasePoints, work: Work) -> Worth:
    """Points of an earlier year at that year's value, list and prevalence but for the uplifts."""
    now, then = work.facts.now, work.facts.then.get(term.of)
    if then is None:
        return settled(fixed(work.everyone(np.nan)), term.missing, work)
    value = now.value if Uplift.POINT_VALUE in term.uplift else then.value
    index = now.list_index if Uplift.LIST in term.uplift else then.list_index
    points = _weighted_points(term, then, now)
    pounds = points * value * index * _rescaled(term)
    return settled(fixed(pounds), term.missing, work)


def _rescaled(term: BasePoints) -> float:
    if term.out_of is None or term.scaled_to is None:
        return 1.0
    return float(term.scaled_to) / float(term.out_of)


def _weighted_points(term: BasePoints, then: Results, now: Results) -> FloatArray:
    """Points times prevalence factors; of every point of the year less those left out, or of those named."""
    rises = Uplift.PREVALENCE in term.uplift
    cells = then.points * (weights_now(then, now) if rises else then.weight)
    if term.without_retired:
        cells = cells * points_moved(then, now)
    if term.without_retired or not term.indicators.every:
        return known_sum(cells[rows_of(term.indicators, then)])
    change = prevalence_change(then, now) if rises else 1.0
    left_out = np.isin(np.array(then.ids, dtype=object), term.indicators.names)
    whole = then.all_points * mean_weight(then) * change
    return np.asarray(whole - np.nansum(cells[left_out], axis=0))


def points_moved(then: Results, now: Results) -> FloatArray:
    """For each indicator of then, (n, 1), its points of the year priced over those it had.

    NaN for one that the year priced has no longer; 1 where the points of either year are not known.
    """
    place = {name: row for row, name in enumerate(now.ids)}
    moved = np.array([1.0 if name in place else np.nan for name in then.ids])
    if then.available is None or now.available is None:
        return moved[:, None]
    for row, name in enumerate(then.ids):
        before = then.available[row]
        after = now.available[place[name]] if name in place else np.nan
        if before > 0 and not np.isnan(after):
            moved[row] = after / before
    return moved[:, None]


def rows_of(indicators: Chosen, results: Results) -> list[int]:
    """Which rows of the results are meant."""
    meant = set(indicators.of(results.ids))
    return [row for row, name in enumerate(results.ids) if name in meant]


def known_sum(cells: FloatArray) -> FloatArray:
    """The sum over rows of what is known; NaN where nothing is."""
    total = np.asarray(cells.sum(axis=0))
    gaps = np.flatnonzero(np.isnan(total)) if len(cells) else np.arange(len(total))
    # Most practices have every result: only the others are looked at cell by cell.
    some = cells[:, gaps]
    nothing = np.isnan(some).all(axis=0)
    total[gaps] = np.where(nothing, np.nan, np.nansum(some, axis=0))
    return total


def mean_weight(then: Results) -> FloatArray:
    """What a point was weighted by on average: from the pounds it was worth, else from its indicators."""
    at_par = then.all_points * then.value * then.list_index
    weighted, points = _both(then, then.weight)
    with np.errstate(divide="ignore", invalid="ignore"):
        by_indicator = np.where(points > 0, weighted / points, 1.0)
        return np.where((at_par > 0) & ~np.isnan(then.pounds), then.pounds / at_par, by_indicator)


def prevalence_change(then: Results, now: Results) -> FloatArray:
    """This year's prevalence factors over that year's, by the points of then; 1 where nothing is known."""
    after, before = _both(then, weights_now(then, now))[0], _both(then, then.weight)[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(before > 0, after / before, 1.0)


def _both(then: Results, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The sums of weighted points and of points, over indicators whose points and weight are known."""
    cells = then.points * weights
    weighted, points = cells.sum(axis=0), then.points.sum(axis=0)
    gaps = np.flatnonzero(np.isnan(weighted))
    known = ~np.isnan(cells[:, gaps])
    weighted[gaps] = np.where(known, cells[:, gaps], 0.0).sum(axis=0)
    points[gaps] = np.where(known, then.points[:, gaps], 0.0).sum(axis=0)
    return weighted, points


def weights_now(then: Results, now: Results) -> FloatArray:
    """Prevalence factors of this year for that year's indicators; that year's own where one has gone."""
    place = {name: row for row, name in enumerate(now.ids)}
    weights = then.weight.copy()
    for row, name in enumerate(then.ids):
        if name in place:
            weights[row] = now.weight[place[name]]
    return weights


def points(term: Points, work: Work) -> Worth:
    """What this year's law pays for the results on the indicators named, as far as they are known."""
    now = work.facts.now
    rows = rows_of(term.indicators, now)
    if not rows:
        return fixed(work.everyone(np.nan))
    every = len(rows) == len(now.ids)
    weight = now.weight if every else now.weight[rows]
    cells = (now.points if every else now.points[rows]) * weight
    low = np.minimum(cells, 0.0 if now.least is None else _end(now.least, now, rows) * weight)
    high = cells if now.most is None else np.maximum(cells, _end(now.most, now, rows) * weight)
    unit = now.value * now.list_index
    return Worth(*(known_sum(each) * unit for each in (cells, low, high)))


def _end(end: FloatArray, now: Results, rows: list[int]) -> FloatArray:
    """Points at one end of what can be earned."""
    return np.asarray(np.broadcast_to(end, now.points.shape)[rows])


def settled(worth: Worth, missing: Missing, work: Work) -> Worth:
    """National pay where the year is missing and the term says so; inside a mean, the mean decides."""
    if not work.settles or missing is not Missing.NATIONAL or not worth.unknown.any():
        return worth
    return chosen(worth.unknown, national_pay(work), worth)


def national_pay(work: Work) -> Worth:
    """National pay as it stands, nought at least, and at most what every point would bring."""
    return between(0.0, _all_points(work), value=work.facts.national)


def _all_points(work: Work) -> FloatArray:
    if not work.facts.now.ids:
        return work.facts.national
    best = points(Points(), work).high
    return np.where(np.isnan(best), work.facts.national, best)
