"""A scheme worked out: national side, reformed law, facts and streams put together in their order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from openqof.core.changes import EndService, Guarantee, LevelOf, Suspend
from openqof.core.national import NationalYear
from openqof.core.scheme import Change
from openqof.core.terms import BasePoints, Improvement, Points, Reading, Term, parts_of
from openqof.core.years import FinancialYear
from openqof.engine.inputs import PracticeYear, align
from openqof.engine.law import WholeArray, law_arrays
from openqof.engine.terms.facts import Facts
from openqof.impact.worked import Stream
from openqof.impact.working.ask import Ask
from openqof.impact.working.cells import Ends, ends, nothing
from openqof.impact.working.earned import BoolArray, Earned, known_results
from openqof.impact.working.facts import Standing, gather_facts, line_income
from openqof.impact.working.guarantee import Guaranteed, guaranteed
from openqof.impact.working.income import Source, check_by_indicator, grounds
from openqof.impact.working.nationally import Nationally, Remembered
from openqof.impact.working.needs import check_lists
from openqof.impact.working.outside import check_split, outside
from openqof.impact.working.own_measures import Measured, measured
from openqof.impact.working.paying import Paying, added_services, measures, paying, service
from openqof.impact.working.pools import pooled
from openqof.impact.working.reform import new_indicators, reform, settled, sweeps, widened
from openqof.impact.working.stays import Stays, stays
from openqof.impact.working.streams import (
    Amount,
    amounts,
    back_to_national,
    first_stream,
    guarantee_stream,
    pay_stream,
    sweeps_all,
    whole_national,
)


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Everything that a price is made of, before it is put into words."""

    ask: Ask
    law: NationalYear
    side: Nationally
    joined: BoolArray
    standing: Stays | None
    reformed: Earned | None
    pledge: Guaranteed | None
    amounts: tuple[Amount, ...]
    streams: tuple[Stream, ...]
    ended: WholeArray
    facts: Facts
    pools: dict[str, float]
    measured: Measured
    back: BoolArray


def parts(ask: Ask, asked: Reading | None, remembered: Remembered | None = None) -> Parts:
    """Work everything out; BadInput where the store lacks what the scheme asks for.

    `remembered` holds the national side of a price before this one, where it is the same.
    """
    law = reform(ask.scheme, ask.law)
    pays = paying(ask.scheme, ask.services)
    by_results = asks_results(ask, law, pays)
    pledge_of = guarantee_of(ask)
    base = None if pledge_of is None else _guarantee(pledge_of).of
    stands = grounds(ask, base, by_results=by_results, asked=asked)
    check_by_indicator(ask, level_years(ask))
    ask = replace(ask, reading=stands.reading)
    check_split(ask)
    if by_results or stands.source in (Source.RESULTS, Source.IN_ALL):
        check_lists(stands.tables, ask.area, ask.law.year)
    side = (remembered or Remembered()).nationally(ask, stands, widened(ask.scheme, ask.law))
    joined = who_joins(ask, side)
    own = _own_measures(ask, side)
    inputs = None if side.inputs is None else _counted(ask, side.inputs, own)
    standing = stays(ask, law, inputs) if inputs is not None and by_results else None
    pledge = None if pledge_of is None else _pledge(pledge_of, ask, side, joined)
    ended = {change.number: _ended(ask, side, change, joined) for change in ask.scheme.changes}
    facts = _facts(
        ask, law, side, joined=joined, inputs=inputs, standing=standing, own=own, ended=ended, pays=pays
    )
    filled = dict(facts.pools)
    facts = pooled(pays, ask, facts)
    worth = amounts(pays, ask, facts)
    streams, back = _streams(ask, side, joined, standing=standing, pledge=pledge, worth=worth)
    return Parts(
        ask=ask, law=law, side=side, joined=joined, standing=standing, reformed=_reformed(side, standing),
        pledge=pledge, amounts=worth, streams=streams, ended=sum_of(ended.values(), side), facts=facts,
        pools=filled, measured=own, back=back,
    )  # fmt: skip


def _guarantee(change: Change) -> Guarantee:
    assert isinstance(change.terms, Guarantee)
    return change.terms


def _pledge(change: Change, ask: Ask, side: Nationally, joined: BoolArray) -> Guaranteed:
    return guaranteed(_guarantee(change), ask, side, joined, left=outside(ask, change))


def guarantee_of(ask: Ask) -> Change | None:
    """The guarantee of QOF income that no later change takes away whole."""
    sets = settled(ask.scheme, ask.law)
    held = (c for c in ask.scheme.changes if isinstance(c.terms, Guarantee) and sets[c.number])
    return next(held, None)


def asks_reading(change: Change) -> Reading:
    """The reading of a guarantee."""
    return _guarantee(change).reading


def level_years(ask: Ask) -> tuple[FinancialYear, ...]:
    """The years at which suspended indicators are paid."""
    terms = [change.terms for change in ask.scheme.changes if settled(ask.scheme, ask.law)[change.number]]
    levels = [each.pay for each in terms if isinstance(each, Suspend)]
    return tuple(sorted({level.year for level in levels if isinstance(level, LevelOf)}))


def changes_law(ask: Ask, law: NationalYear) -> bool:
    """Whether the scheme sets what indicators pay, by a new law or by a suspension."""
    sets = settled(ask.scheme, ask.law)
    suspends = (isinstance(each.terms, Suspend) and sets[each.number] for each in ask.scheme.changes)
    return law is not ask.law or any(suspends)


def asks_results(ask: Ask, law: NationalYear, pays: Iterable[Paying]) -> bool:
    """Whether the price needs what indicators earn: the law changes, some are kept, or a term names them."""
    named = any(names_indicators(each.amount) for each in pays)
    return named or changes_law(ask, law) or some_kept(ask, law)


def some_kept(ask: Ask, law: NationalYear) -> bool:
    """Whether something takes the place of QOF and leaves some indicators."""
    sets = settled(ask.scheme, ask.law)
    taken = {name for change in ask.scheme.changes if sweeps(change) for name in sets[change.number]}
    return bool(taken) and any(name not in taken for name in law.indicators)


def names_indicators(term: Term) -> bool:
    """Whether a term asks for results by indicator, and not for points in all."""
    return any(
        (isinstance(part, Points | BasePoints) and bool(part.indicators.names or not part.indicators.every))
        or (isinstance(part, BasePoints) and part.without_retired)
        or (isinstance(part, Improvement) and not part.own)
        for part in parts_of(term)
    )


def who_joins(ask: Ask, side: Nationally) -> BoolArray:
    """The practices that take the scheme: those that join, of the contracts and lists it is offered to."""
    offer = ask.scheme.offer
    open_to = offer.contracts if offer else ()
    joins = [
        ask.area.joins(p.code) and may_join(p.contract, open_to) and not shut_out(ask, p.code)
        for p in side.roll
    ]
    return np.array(joins, dtype=np.bool_)


def shut_out(ask: Ask, code: str) -> bool:
    """Whether a practice may not join for its closed list."""
    offer = ask.scheme.offer
    return offer is not None and not offer.closed_lists and code in ask.area.closed


def may_join(contract: str, open_to: tuple[str, ...]) -> bool:
    """Whether the scheme is offered to a contract; one that the data does not say may join."""
    return not open_to or not contract or contract in open_to


def _own_measures(ask: Ask, side: Nationally) -> Measured:
    return measured(
        measures(ask.scheme, ask.services),
        ask.tables,
        documents=(ask.scheme.id, *added_services(ask.scheme)),
        year=ask.law.year,
        practices=side.practices,
        lists=np.array([float(p.patients) if p.patients is not None else np.nan for p in side.roll]),
    )


def _counted(ask: Ask, inputs: PracticeYear, own: Measured) -> PracticeYear:
    """The inputs with the scheme's own measures as the counts of indicators that they count."""
    counted = {new.id: own.counts[new.measure, ""] for new, _ in new_indicators(ask.scheme) if new.measure}
    if not counted:
        return inputs
    numerator, denominator = inputs.numerator.copy(), inputs.denominator.copy()
    for name, counts in counted.items():
        row = inputs.indicators.index(name)
        numerator[row], denominator[row] = counts.numerator, counts.denominator
    return replace(inputs, numerator=numerator, denominator=denominator)


def _ended(ask: Ask, side: Nationally, change: Change, joined: BoolArray) -> WholeArray:
    """Pence (p,) of a service that the change ends, for practices that join."""
    none = np.zeros(len(joined), dtype=np.int64)
    if not isinstance(change.terms, EndService):
        return none
    line = service(change.terms.service, ask.services).line
    paid = line_income(ask, side, line, ask.law.year, Reading.CASH)
    return np.where(joined, np.rint(np.nan_to_num(paid) * 100.0).astype(np.int64), none)


def sum_of(several: Iterable[WholeArray], side: Nationally) -> WholeArray:
    """Arrays of pence added up."""
    return sum(several, start=np.zeros(len(side.practices), dtype=np.int64))


def _facts(
    ask: Ask,
    law: NationalYear,
    side: Nationally,
    *,
    joined: BoolArray,
    inputs: PracticeYear | None,
    standing: Stays | None,
    own: Measured,
    ended: dict[int, WholeArray],
    pays: tuple[Paying, ...],
) -> Facts:
    both = _both(ask.law, law)
    inputs = None if inputs is None else _with_levels(align(inputs, law_arrays(both)), standing)
    ends = [(c.number, c.terms.pool) for c in ask.scheme.changes if isinstance(c.terms, EndService)]
    into = {pool: sum_of((ended[n] for n, goes in ends if goes == pool), side) for _, pool in ends}
    stand = Standing(side, joined, both, inputs, own.counts, into)
    return gather_facts(ask, stand, [each.amount for each in pays])


def _both(national: NationalYear, law: NationalYear) -> NationalYear:
    """The scheme's law with the indicators beside that it retires: their results are known all the same."""
    rules = {**national.indicators, **law.indicators}
    return law if len(rules) == len(law.indicators) else replace(law, indicators=rules, sha256="")


def _with_levels(inputs: PracticeYear, standing: Stays | None) -> PracticeYear:
    """The inputs with the points that suspended indicators are paid at."""
    if standing is None or standing.inputs.base_points is None:
        return inputs
    place = {name: row for row, name in enumerate(inputs.indicators)}
    rows = [place[name] for name in standing.inputs.indicators]
    points = np.full(inputs.numerator.shape, np.nan)
    points[rows] = standing.inputs.base_points
    return replace(inputs, base_points=points)


def _reformed(side: Nationally, standing: Stays | None) -> Earned | None:
    if standing is None:
        return side.earned
    known = known_results(standing.law, standing.inputs)
    return Earned(standing.law, standing.inputs, standing.points, standing.pence, known)


def _streams(
    ask: Ask,
    side: Nationally,
    joined: BoolArray,
    *,
    standing: Stays | None,
    pledge: Guaranteed | None,
    worth: tuple[Amount, ...],
) -> tuple[tuple[Stream, ...], BoolArray]:
    """National QOF that stays, then every paying change in its order; and who stays on national pay."""
    whole = whole_national(side, _of_law(side))
    swept = pledge is not None or any(sweeps_all(each.paying) for each in worth)
    kept = _kept(standing, whole, swept=swept)
    back = back_to_national(joined, pledge, [each for each in worth if sweeps_all(each.paying)])
    first = first_stream(whole, kept, standing, stay=~joined | back, worth=worth)
    found = [
        (each.paying.change.number, pay_stream(each, without=back & sweeps_all(each.paying)))
        for each in worth
    ]
    if pledge is not None:
        change = next(c for c in ask.scheme.changes if c.terms is pledge.terms)
        actual = _without(whole, side, outside(ask, change))
        found.append((change.number, guarantee_stream(change.number, pledge, actual)))
    return (first, *(stream for _, stream in sorted(found, key=lambda each: each[0]))), back


def _of_law(side: Nationally) -> Ends | None:
    """What the national law pays for the results, and its ends; None where there are no results."""
    earned = side.earned
    if earned is None:
        return None
    return ends(earned.law, earned.inputs, earned.pence, np.ones(len(earned.pence), dtype=np.bool_))


def _without(whole: Ends, side: Nationally, names: tuple[str, ...]) -> Ends:
    """National pay but that of some indicators."""
    earned = side.earned
    if earned is None or not names:
        return whole
    rows = np.array([name in names for name in earned.law.indicators], dtype=np.bool_)
    return whole.less(ends(earned.law, earned.inputs, earned.pence, rows))


def _kept(standing: Stays | None, whole: Ends, *, swept: bool) -> Ends:
    """What stays national money for those who join."""
    if standing is not None:
        return standing.kept
    return nothing(len(whole.pence)) if swept else whole
