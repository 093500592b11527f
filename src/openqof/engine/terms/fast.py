"""Pay terms for all practices at once, to the penny."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from openqof.core.money import to_pence
from openqof.core.terms import (
    AHead,
    BaseIncome,
    BasePoints,
    BestOf,
    BestPeriod,
    Capitation,
    Fixed,
    ForContracts,
    IfMet,
    Improvement,
    Item,
    Less,
    Limited,
    MeanOf,
    NetworkAll,
    Points,
    PoolShare,
    Share,
    Slide,
    Sum,
    Tariff,
    Term,
    TopUp,
)
from openqof.engine.law import FloatArray, WholeArray
from openqof.engine.pence import round_pence
from openqof.engine.terms import fast_combined as combined
from openqof.engine.terms import fast_earned as earned
from openqof.engine.terms import fast_given as given
from openqof.engine.terms.exact import Exact
from openqof.engine.terms.exact_reading import Range
from openqof.engine.terms.facts import Facts
from openqof.engine.terms.ranges import Work, Worth

NEAR = 1e-4
"""Pence. Terms inside terms add up what floating point lost: nearer to a half than this, fractions decide."""


def worth(term: Term, facts: Facts) -> Worth:
    """What a term is worth to each practice in pounds, as the facts stand, at least and at most.

    Three (p,) arrays, not rounded; NaN where a fact it asks for is not known. Whether the practice has joined
    matters to pools and networks only: what others are paid is for the caller to leave out.
    """
    return _worth(term, facts, settles=True)


def term_pence(term: Term, facts: Facts) -> tuple[WholeArray, WholeArray, WholeArray]:
    """The same in whole pence, half-up; nought where it is not known, which `worth` tells."""
    found, decided = worth(term, facts), _Decided(term, Exact(facts))
    value, low, high = (_pence(end, which, decided) for which, end in enumerate(found.ends))
    return value, low, high


class _Decided:
    """The term in fractions at the places that are asked for, each worked out once."""

    def __init__(self, term: Term, exact: Exact) -> None:
        self.term, self.exact = term, exact
        self.found: dict[int, Range | None] = {}

    def pence(self, place: int, which: int) -> int:
        if place not in self.found:
            self.found[place] = self.exact.range(self.term, place)
        ends = self.found[place]
        return 0 if ends is None else to_pence(ends[which])


def _pence(pounds: FloatArray, which: int, decided: _Decided) -> WholeArray:
    """Whole pence, the places near a half from fractions."""
    pence = np.where(np.isnan(pounds), 0.0, pounds) * 100.0
    whole = np.empty_like(pence)
    # A float of a large amount is coarser than that of a small one.
    near = max(NEAR, float(np.max(np.abs(pence), initial=0.0)) * 1e-12)
    for place in round_pence(pence, out=whole, near=near):
        whole[place] = decided.pence(int(place), which)
    return whole.astype(np.int64)


def _worth(term: Term, facts: Facts, *, settles: bool) -> Worth:
    work = Work(
        facts,
        of=lambda inside: _worth(inside, facts, settles=settles),
        inside_mean=lambda inside: _worth(inside, facts, settles=False),
        settles=settles,
    )
    return _RULES[type(term)](term, work)


_RULES: dict[type[Term], Callable[[Any, Work], Worth]] = {
    Fixed: given.flat,
    AHead: given.a_head,
    BaseIncome: given.base_income,
    BasePoints: given.base_points,
    Points: given.points,
    Slide: earned.slide,
    Item: earned.item,
    Tariff: earned.tariff,
    TopUp: earned.top_up,
    Improvement: earned.improvement,
    BestPeriod: earned.best_period,
    Capitation: earned.capitation,
    PoolShare: combined.pool_share,
    Sum: combined.total,
    Share: combined.share,
    Less: combined.less,
    BestOf: combined.best_of,
    MeanOf: combined.mean_of,
    Limited: combined.limited,
    NetworkAll: combined.network_all,
    IfMet: combined.if_met,
    ForContracts: combined.for_contracts,
}
