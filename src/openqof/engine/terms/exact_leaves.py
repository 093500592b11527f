"""The exact engine's terms without a term inside: what one practice is paid by each, in fractions."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from openqof.core.terms import (
    AHead,
    BaseIncome,
    BasePoints,
    BestPeriod,
    Capitation,
    Counted,
    Fixed,
    Item,
    Kpi,
    Missing,
    Part,
    Points,
    Reading,
    Standard,
    Tariff,
    TopUp,
    Uplift,
)
from openqof.engine.exact import exactly
from openqof.engine.terms.exact_reading import NONE, WHOLE, Range, counted, meets, number
from openqof.engine.terms.facts import Facts, Results

Leaf = Fixed | AHead | BaseIncome | BasePoints | Points | Item | Tariff | TopUp | BestPeriod | Capitation


def _same(amount: Fraction) -> Range:
    return amount, amount, amount


def _times(found: Range | None, by: Fraction) -> Range | None:
    if found is None:
        return None
    ends = (found[1] * by, found[2] * by)
    return found[0] * by, min(ends), max(ends)


def _flat(term: Fixed, facts: Facts, place: int, settles: bool) -> Range | None:
    return _same(Fraction(term.pounds))


def patients(of: Counted, facts: Facts, place: int) -> Range | None:
    """Whom an amount a head is paid for."""
    if of.kind == "measure":
        return counted(facts, of.name, place)
    figures = {"list": facts.list_size, "weighted list": facts.weighted_list}
    found = number(figures.get(of.kind, facts.registers.get(of.name)), place)
    return None if found is None else _same(found)


def _a_head(term: AHead, facts: Facts, place: int, settles: bool) -> Range | None:
    return _times(patients(term.of, facts, place), Fraction(term.pounds))


def _base_income(term: BaseIncome, facts: Facts, place: int, settles: bool) -> Range | None:
    income = number(facts.income.get((term.line, term.of, term.reading)), place)
    for uplift in term.uplift:
        by = _uplift(uplift, facts, facts.then.get(term.of), place)
        income = None if income is None or by is None else income * by
    return _settled(income, term.missing, facts, place, settles)


def _uplift(uplift: Uplift, facts: Facts, then: Results | None, place: int) -> Fraction | None:
    if then is None:
        return None
    if uplift is Uplift.POINT_VALUE:
        return exactly(facts.now.value) / exactly(then.value)
    if uplift is Uplift.PREVALENCE:
        return prevalence_change(then, facts.now, place)
    now, before = number(facts.now.list_index, place), number(then.list_index, place)
    return None if now is None or not before or before < 0 else now / before


def _base_points(term: BasePoints, facts: Facts, place: int, settles: bool) -> Range | None:
    then = facts.then.get(term.of)
    pounds = None if then is None else _points_then(term, facts.now, then, place)
    return _settled(pounds, term.missing, facts, place, settles)


def _points_then(term: BasePoints, now: Results, then: Results, place: int) -> Fraction | None:
    value = exactly((now if Uplift.POINT_VALUE in term.uplift else then).value)
    index = number((now if Uplift.LIST in term.uplift else then).list_index, place)
    points = _weighted(term, now, then, place)
    if points is None or index is None:
        return None
    if term.out_of is not None and term.scaled_to is not None:
        points *= Fraction(term.scaled_to) / Fraction(term.out_of)
    return points * value * index


def _weighted(term: BasePoints, now: Results, then: Results, place: int) -> Fraction | None:
    """Points of that year times prevalence factors of the year asked for."""
    rises = Uplift.PREVALENCE in term.uplift
    cells = {name: cell for name, cell, _ in _cells(then, place, now if rises else None)}
    if term.without_retired:
        cells = {name: cell * _moved(name, then, now) for name, cell in cells.items() if name in now.ids}
    if term.without_retired or not term.indicators.every:
        named = [cells[name] for name in term.indicators.of(then.ids) if name in cells]
        return sum(named, NONE) if named else None
    every = number(then.all_points, place)
    if every is None:
        return None
    weight = _mean_weight(then, place, every)
    if rises:
        weight *= prevalence_change(then, now, place)
    return every * weight - sum((cells.get(name, NONE) for name in term.indicators.names), NONE)


def _moved(name: str, then: Results, now: Results) -> Fraction:
    """The points of an indicator in the year priced over those it had; 1 where they are not known."""
    before, after = (
        None if year.available is None else number(year.available, year.ids.index(name))
        for year in (then, now)
    )
    return WHOLE if not before or before < 0 or after is None else after / before


def _cells(then: Results, place: int, now: Results | None) -> list[tuple[str, Fraction, Fraction]]:
    """Each indicator with its weighted points and its points, where both are known.

    Weighted as in `now` where that is asked for and has the indicator.
    """
    found = []
    for row, name in enumerate(then.ids):
        weights, at = (
            (then.weight, row) if now is None or name not in now.ids else (now.weight, now.ids.index(name))
        )
        points, weight = number(then.points[row], place), number(weights[at], place)
        if points is not None and weight is not None:
            found.append((name, points * weight, points))
    return found


def _mean_weight(then: Results, place: int, every: Fraction) -> Fraction:
    """What a point weighed: by the pounds the year was worth, else by its indicators, else 1."""
    pounds, index = number(then.pounds, place), number(then.list_index, place)
    if pounds is not None and index is not None and every * index * exactly(then.value) > 0:
        return pounds / (every * index * exactly(then.value))
    cells = _cells(then, place, None)
    points = sum((each[2] for each in cells), NONE)
    return sum((each[1] for each in cells), NONE) / points if points > 0 else WHOLE


def prevalence_change(then: Results, now: Results, place: int) -> Fraction:
    """How prevalence factors moved, weighted by the points of then."""
    before = sum((each[1] for each in _cells(then, place, None)), NONE)
    after = sum((each[1] for each in _cells(then, place, now)), NONE)
    return after / before if before > 0 else WHOLE


def _points(term: Points, facts: Facts, place: int, settles: bool) -> Range | None:
    now = facts.now
    index = number(now.list_index, place)
    meant = term.indicators.of(now.ids)
    found = []
    for row, name in enumerate(now.ids):
        points, weight = number(now.points[row], place), number(now.weight[row], place)
        if name in meant and points is not None and weight is not None:
            least, most = _end(now.least, row, place, NONE), _end(now.most, row, place, points)
            found.append([each * weight for each in (points, min(points, least), max(points, most))])
    if not found or index is None:
        return None
    value, low, high = (sum(column, NONE) * exactly(now.value) * index for column in zip(*found, strict=True))
    return value, low, high


def _end(ends: Any, row: int, place: int, otherwise: Fraction) -> Fraction:
    if ends is None:
        return otherwise
    own = ends[row]
    return exactly(float(own[place if len(own) > 1 else 0]))


def national(facts: Facts, place: int) -> Range | None:
    """National pay, of which nothing is sure, and which every point could raise."""
    now = number(facts.national, place)
    best = _points(Points(), facts, place, True)
    if now is None:
        return None
    return now, min(NONE, now), max(now, best[2]) if best is not None else max(NONE, now)


def _settled(
    amount: Fraction | None, missing: Missing, facts: Facts, place: int, settles: bool
) -> Range | None:
    if amount is not None:
        return _same(amount)
    return national(facts, place) if settles and missing is Missing.NATIONAL else None


def _item(term: Item, facts: Facts, place: int, settles: bool) -> Range | None:
    done = counted(facts, term.measure, place)
    caps = [] if term.most is None else [Fraction(term.most)]
    if term.most_a_thousand is not None:
        size = number(facts.list_size, place)
        if size is None:
            return None
        caps.append(Fraction(term.most_a_thousand) * size / 1000)
    if done is None:
        return None
    most = min(caps) if caps else done[2]
    paid = min([done[0], *caps])
    return _times((paid, min(NONE, paid), max(most, paid, NONE)), Fraction(term.pounds))


def _tariff(term: Tariff, facts: Facts, place: int, settles: bool) -> Range | None:
    value = low = high = NONE
    for measure, pounds in term.groups:
        found = _times(counted(facts, measure, place), Fraction(pounds))
        if found is None:
            return None
        value, low, high = value + found[0], low + found[1], high + found[2]
    if not term.kpis:
        return value, low, high
    marks = [_mark(kpi, facts, place) for kpi in term.kpis]
    weights = sum((Fraction(kpi.weight) for kpi in term.kpis), NONE)
    if any(mark is None for mark in marks):
        return None
    shares = [
        sum(
            (mark[end] * Fraction(kpi.weight) for kpi, mark in zip(term.kpis, marks, strict=True) if mark),
            NONE,
        )
        / (weights or 1)
        for end in range(3)
    ]
    corners = [share * amount for share in shares[1:] for amount in (low, high)]
    return shares[0] * value, min(corners), max(corners)


def _mark(kpi: Kpi, facts: Facts, place: int) -> Range | None:
    """1 at the full standard, ½ at the half one."""
    full = meets(facts, Standard(kpi.measure, kpi.full), place)
    half = meets(facts, Standard(kpi.measure, kpi.half), place)
    if full is None or half is None:
        return None
    value, low, high = (max(a, b / 2) for a, b in zip(full, half, strict=True))
    return value, low, high


def _top_up(term: TopUp, facts: Facts, place: int, settles: bool) -> Range | None:
    heads = patients(term.of, facts, place)
    paid = [number(facts.income.get((line, facts.now.year, Reading.CASH)), place) for line in term.lines]
    known = [each for each in paid if each is not None]
    if heads is None or not known:
        return None
    gaps = [max(NONE, Fraction(term.to) * each - sum(known)) for each in heads]
    shares = [_earned(part, facts, place) for part in term.parts]
    if any(share is None for share in shares):
        return None
    value, low, high = (sum((share[end] for share in shares if share), NONE) for end in range(3))
    corners = [share * gap for share in (low, high) for gap in gaps[1:]]
    return value * gaps[0], min(corners), max(corners)


def _earned(part: Part, facts: Facts, place: int) -> Range | None:
    """A part's share of the whole, by all of its standards or by the number met."""
    marks = [meets(facts, standard, place) for standard in part.standards]
    share = Fraction(part.share) / 100
    if any(mark is None for mark in marks):
        return None
    if not marks:
        return _same(share)

    def at(end: int) -> Fraction:
        met = sum(1 for mark in marks if mark and mark[end] == 1)
        return share * met / len(marks) if part.each else share * (met == len(marks))

    return at(0), at(1), at(2)


def _best_period(term: BestPeriod, facts: Facts, place: int, settles: bool) -> Range | None:
    found = [counted(facts, term.measure, place, period) for period in term.periods]
    known = [each for each in found if each is not None]
    if not known:
        return None
    best, most = max(each[0] for each in known), max(each[2] for each in known)
    return _times((best, min(NONE, best), max(NONE, most)), Fraction(term.pounds) * Fraction(term.times))


def _capitation(term: Capitation, facts: Facts, place: int, settles: bool) -> Range | None:
    heads, spent = (
        _times(patients(term.of, facts, place), Fraction(term.pounds)),
        counted(facts, term.spend, place),
    )
    if heads is None or spent is None:
        return None
    value = _shared(term, heads[0], heads[0] - spent[0])
    ends = [value]
    for budget in heads[1:]:
        worst = -budget * Fraction(term.loss_cap) / 100 if term.loss else NONE
        ends += [_shared(term, budget, budget), worst + (budget if term.pays_budget else 0)]
    return value, min(ends), max(ends)


def _shared(term: Capitation, budget: Fraction, left: Fraction) -> Fraction:
    if left >= 0:
        share = min(left * _percent(term.gain), budget * _percent(term.gain_cap))
    else:
        share = max(left * _percent(term.loss), -budget * _percent(term.loss_cap))
    return share + budget if term.pays_budget else share


def _percent(value: Decimal) -> Fraction:
    return Fraction(value) / 100


LEAVES: dict[type[Leaf], Callable[[Any, Facts, int, bool], Range | None]] = {
    Fixed: _flat,
    AHead: _a_head,
    BaseIncome: _base_income,
    BasePoints: _base_points,
    Points: _points,
    Item: _item,
    Tariff: _tariff,
    TopUp: _top_up,
    BestPeriod: _best_period,
    Capitation: _capitation,
}
