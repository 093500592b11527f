"""Terms that the work of the year earns: own measures, items, tariffs, top-ups, improvement, capitation."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from openqof.core.terms import (
    BestPeriod,
    Capitation,
    Improvement,
    Item,
    Kpi,
    Part,
    Reading,
    Slide,
    Tariff,
    TopUp,
)
from openqof.engine.exact import exactly
from openqof.engine.law import FloatArray
from openqof.engine.terms.facts import Facts
from openqof.engine.terms.fast_given import counted
from openqof.engine.terms.measured import Achieved, achieved, numbers, percent, scale, standard
from openqof.engine.terms.ranges import Work, Worth, between, by_end, fixed, scaled, times


def slide(term: Slide, work: Work) -> Worth:
    """A term by how far an own measure stands between two thresholds."""
    return times(scale(achieved(work.facts, term.measure), term.lower, term.upper), work.of(term.pays))


def item(term: Item, work: Work) -> Worth:
    """Pounds for each thing done, up to a number of them."""
    facts, done = work.facts, numbers(work.facts, term.measure)
    cap = work.everyone(np.inf)
    if term.most is not None:
        cap = np.minimum(cap, float(term.most))
    if term.most_a_thousand is not None:
        cap = np.minimum(cap, float(term.most_a_thousand) * facts.list_size / 1000.0)
    most = np.where(np.isinf(cap), done.high, cap)
    return scaled(between(0.0, most, value=np.minimum(done.value, cap)), float(term.pounds))


def tariff(term: Tariff, work: Work) -> Worth:
    """Patients of each group at its tariff, times the share of the standards' weights that is met."""
    patients = [scaled(numbers(work.facts, measure), float(pounds)) for measure, pounds in term.groups]
    whole = together(patients, work)
    if not term.kpis:
        return whole
    weights = float(sum(kpi.weight for kpi in term.kpis))
    shares = [scaled(_kpi(kpi, work), float(kpi.weight)) for kpi in term.kpis]
    return times(scaled(together(shares, work), 1.0 / weights if weights else 0.0), whole)


def _kpi(kpi: Kpi, work: Work) -> Worth:
    """1 at the full standard, a half at the half one, else 0."""
    reached = achieved(work.facts, kpi.measure)
    full, half = standard(reached, kpi.full), standard(reached, kpi.half)
    return by_end(lambda whole, part: np.maximum(whole, part / 2.0), full, half)


def together(parts: list[Worth], work: Work) -> Worth:
    """The sum of several; not known where one of them is not."""
    total = fixed(work.everyone(0.0))
    for part in parts:
        total = by_end(np.add, total, part)
    return total


def top_up(term: TopUp, work: Work) -> Worth:
    """What the lines named lack of an amount a head, by the parts that standards earn."""
    patients = counted(term.of, work)
    target = scaled(patients, float(term.to))
    paid = lines_paid(term, work.facts)
    gap = by_end(lambda end: np.maximum(end - paid, 0.0), target)
    return times(together([_part(part, work) for part in term.parts], work), gap)


def lines_paid(term: TopUp, facts: Facts) -> FloatArray:
    """What the lines paid in cash this year; a line without a figure is nought, if another has one."""
    nothing = np.full(len(facts), np.nan)
    lines = [facts.income.get((line, facts.now.year, Reading.CASH), nothing) for line in term.lines]
    paid = np.array([nothing, *lines])
    return np.where(np.isnan(paid).all(axis=0), np.nan, np.nansum(paid, axis=0))


def _part(part: Part, work: Work) -> Worth:
    """The share of the top-up that a part earns, as a fraction of 1."""
    marks = [standard(achieved(work.facts, each.measure), each.at_least) for each in part.standards]
    if not marks:
        return fixed(work.everyone(float(part.share) / 100.0))
    met = scaled(together(marks, work), 1.0 / len(marks))
    if not part.each:
        met = by_end(_whole_or_nothing, met)
    return scaled(met, float(part.share) / 100.0)


def _whole_or_nothing(share: FloatArray) -> FloatArray:
    return np.where(np.isnan(share), np.nan, np.where(share > 1.0 - 1e-9, 1.0, 0.0))


def improvement(term: Improvement, work: Work) -> Worth:
    """A term by percentage points gained on the practice's own mean of earlier years."""
    return times(scale(gained(term, work.facts), term.lower, term.upper), work.of(term.pays))


def gained(term: Improvement, facts: Facts) -> Achieved:
    """How far this year stands above the mean of the earlier years known; NaN without one of them."""
    past = _past(term, facts)
    known = ~np.isnan(past)
    with np.errstate(divide="ignore", invalid="ignore"):
        base = np.where(known, past, 0.0).sum(axis=0) / known.sum(axis=0)
    now = this_year(term, facts)

    def exact(place: int) -> Fraction:
        before = [exactly(each) for each in past[:, place] if not np.isnan(each)]
        return now.exact(place) - sum(before, Fraction(0)) / len(before)

    return Achieved(now.now - base, now.least - base, now.most - base, now.nobody, exact)


def _past(term: Improvement, facts: Facts) -> FloatArray:
    year, nothing = facts.now.year, np.full(len(facts), np.nan)
    years = [year]
    for _ in range(term.years):
        years.append(years[-1].previous)
    return np.array([nothing, *(facts.past.get((term.of, each), nothing) for each in years[1:])])


def this_year(term: Improvement, facts: Facts) -> Achieved:
    """This year's achievement of the own measure, or of the national indicator in percent."""
    if term.own:
        return achieved(facts, term.of)
    nothing = np.full(len(facts), np.nan)
    now = facts.past.get((term.of, facts.now.year), nothing)
    return percent(now, np.zeros(len(facts), dtype=bool), lambda place: exactly(now[place]))


def best_period(term: BestPeriod, work: Work) -> Worth:
    """The best of several periods of what counts, times pounds and times."""
    periods = [numbers(work.facts, term.measure, period) for period in term.periods]
    best = np.fmax.reduce([work.everyone(np.nan), *(each.value for each in periods)])
    most = np.fmax.reduce([work.everyone(np.nan), *(each.high for each in periods)])
    return scaled(between(0.0, most, value=best), float(term.pounds) * float(term.times))


def capitation(term: Capitation, work: Work) -> Worth:
    """A share of what a budget a head leaves, or of what is overspent, each within its cap."""
    budget = scaled(counted(term.of, work), float(term.pounds))
    spent = numbers(work.facts, term.spend).value
    ends = (_outcome(term, each, np.zeros_like(each)) for each in (budget.low, budget.high))
    worst = (_at_worst(term, each) for each in (budget.low, budget.high))
    return between(*ends, *worst, value=_outcome(term, budget.value, spent))


def _outcome(term: Capitation, budget: FloatArray, spent: FloatArray) -> FloatArray:
    left = budget - spent
    gain = np.minimum(left * float(term.gain) / 100.0, budget * float(term.gain_cap) / 100.0)
    loss = np.minimum(-left * float(term.loss) / 100.0, budget * float(term.loss_cap) / 100.0)
    share = np.where(np.isnan(left), np.nan, np.where(left >= 0, gain, -loss))
    return share + budget if term.pays_budget else share


def _at_worst(term: Capitation, budget: FloatArray) -> FloatArray:
    """However much is spent: the cap of the loss, where a loss is shared at all."""
    loss = budget * float(term.loss_cap) / 100.0 if term.loss else np.zeros_like(budget)
    return budget - loss if term.pays_budget else -loss
