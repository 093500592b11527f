"""Terms made of terms: sums and limits, the best and the mean of several, pools, networks, conditions."""

from __future__ import annotations

import numpy as np

from openqof.core.terms import (
    BestOf,
    ForContracts,
    IfMet,
    Less,
    Limited,
    MeanOf,
    Missing,
    NetworkAll,
    PoolShare,
    Share,
    Standard,
    Sum,
    Term,
)
from openqof.engine.law import FloatArray, WholeArray
from openqof.engine.terms.exact import Exact
from openqof.engine.terms.facts import BoolArray, Facts
from openqof.engine.terms.fast_earned import together
from openqof.engine.terms.fast_given import national_pay
from openqof.engine.terms.measured import TIE, achieved, met
from openqof.engine.terms.ranges import Work, Worth, by_end, chosen, either_way, fixed, scaled

DUST = 1e-6
"""Pounds. A smaller claim on a pool may be what floating point left of nought: fractions decide."""


def total(term: Sum, work: Work) -> Worth:
    """The terms together."""
    return together([work.of(each) for each in term.terms], work)


def share(term: Share, work: Work) -> Worth:
    """A percentage of a term."""
    return scaled(work.of(term.of), float(term.percent) / 100.0)


def less(term: Less, work: Work) -> Worth:
    """A term less others, below nought only where it says so."""
    taken = together([work.of(each) for each in term.take], work)
    of = work.of(term.of)
    left = Worth(of.value - taken.value, of.low - taken.high, of.high - taken.low)
    if term.below_nought:
        return left
    return by_end(not_below_nought, left)


def not_below_nought(amount: FloatArray) -> FloatArray:
    """Nought where it is less."""
    return np.maximum(amount, 0.0)


def best_of(term: BestOf, work: Work) -> Worth:
    """The first, unless a later one is above it by the percentage asked; later ones not known are passed."""
    first, *later = (work.of(each) for each in term.terms)
    by = float(term.by_at_least) / 100.0
    best = Worth(
        _best(first.value, first.value, [each.value for each in later], by),
        _best(first.low, first.high if by else first.low, [each.low for each in later], by),
        _best(first.high, first.low if by else first.high, [each.high for each in later], by),
    )
    return _untied(term, best, [first, *later], work)


def _best(first: FloatArray, measure: FloatArray, later: list[FloatArray], by: float) -> FloatArray:
    """The highest of what stands far enough above `measure`, else the first."""
    best, bar = first, measure + by * np.abs(measure)
    for each in later:
        # A later one that is not known compares as False, and is passed.
        best = np.where((each >= bar) & (each > best), each, best)
    return best


def _untied(term: BestOf, best: Worth, terms: list[Worth], work: Work) -> Worth:
    """Let fractions decide where a later term stands at the bar, so that a hair would move pounds."""
    by = float(term.by_at_least) / 100.0
    if not by:
        return best
    tied = np.zeros(len(work.facts), dtype=bool)
    for bar in terms[0].ends:
        for end in (end for each in terms[1:] for end in each.ends):
            tied |= np.abs(end - bar - by * np.abs(bar)) <= TIE * np.maximum(1.0, np.abs(bar))
    return decided(best, tied, term, work)


def decided(worth: Worth, tied: BoolArray, term: Term, work: Work) -> Worth:
    """The same, with the places that are tied worked out in fractions."""
    exact = Exact(work.facts)
    ends = [end.copy() for end in worth.ends]
    for place in np.flatnonzero(tied):
        found = exact.range(term, int(place), settles=work.settles)
        for which, end in enumerate(ends):
            end[place] = np.nan if found is None else float(found[which])
    return Worth(*ends)


def mean_of(term: MeanOf, work: Work) -> Worth:
    """The mean of the terms a practice has; its own rule settles what is missing inside it."""
    each = [work.inside_mean(inside) for inside in term.terms]
    if term.missing is Missing.OTHERS:
        return by_end(_known_mean, *each)
    mean = by_end(lambda *ends: np.asarray(np.mean(ends, axis=0)), *each)
    if term.missing is Missing.NATIONAL and work.settles:
        return chosen(mean.unknown, national_pay(work), mean)
    return mean


def _known_mean(*ends: FloatArray) -> FloatArray:
    """The mean of those known; NaN where none is."""
    known = (~np.isnan(ends)).sum(axis=0)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.nansum(ends, axis=0) / known)


def limited(term: Limited, work: Work) -> Worth:
    """A term held between two others; where they cross, the upper one holds."""
    held = work.of(term.of)
    if term.least is not None:
        held = by_end(np.maximum, held, work.of(term.least))
    return held if term.most is None else by_end(np.minimum, held, work.of(term.most))


def pool_share(term: PoolShare, work: Work) -> Worth:
    """A practice's claim over those of all who join, of what is in the pool."""
    facts, pool = work.facts, work.facts.pools.get(term.pool, np.nan)
    claim = claims(term, work)
    value, low, high = (np.where(np.isnan(end), 0.0, end) for end in claim.ends)
    share = Worth(_part(value, _others(value)), _part(low, _others(high)), _part(high, _others(low)))
    unknown = facts.joined & claim.unknown
    return by_end(lambda end: np.where(unknown, np.nan, end * pool), share)


def claims(term: PoolShare, work: Work) -> Worth:
    """What each puts forward: nought of those who have not joined, and in place of less than nought."""
    claim = work.of(term.by)
    dusty = np.zeros(len(work.facts), dtype=bool)
    for end in claim.ends:
        dusty |= (end != 0) & (np.abs(end) < DUST)
    if dusty.any():
        claim = decided(claim, dusty, term.by, work)
    return by_end(lambda end: np.where(work.facts.joined, np.maximum(end, 0.0), 0.0), claim)


def _others(claims: FloatArray) -> FloatArray:
    """The sum of all but one's own, without subtracting: what is left of nothing is nothing."""
    before = np.concatenate([[0.0], np.cumsum(claims)[:-1]])
    after = np.concatenate([np.cumsum(claims[::-1])[::-1][1:], [0.0]])
    return np.asarray(before + after)


def _part(own: FloatArray, others: FloatArray) -> FloatArray:
    """Own over all; nought where nobody puts anything forward."""
    return np.where(own > 0, own / np.where(own > 0, own + others, 1.0), 0.0)


def network_all(term: NetworkAll, work: Work) -> Worth:
    """A term paid when everyone in the network has joined, and meets the standard where there is one."""
    facts = work.facts
    meets = work.everyone(1.0) if term.standard is None else _met(term.standard, facts)
    which = networks(facts)
    broken = _any_of(which, ~facts.joined | (meets == 0))
    unknown = _any_of(which, np.isnan(meets)) & ~broken
    found = either_way(~broken, work.of(term.pays))
    return by_end(lambda end: np.where(unknown, np.nan, end), found)


def _met(standard: Standard, facts: Facts) -> FloatArray:
    return met(achieved(facts, standard.measure), standard.at_least)


def networks(facts: Facts) -> WholeArray:
    """A number for each practice's network; a practice without one is a network of its own."""
    names = np.array(facts.networks, dtype=str)
    known, which = np.unique(names, return_inverse=True)
    return np.where(names == "", len(known) + np.arange(len(facts)), which)


def _any_of(which: WholeArray, condition: BoolArray) -> BoolArray:
    """Whether any practice of the same network is so."""
    return np.bincount(which, weights=condition)[which] > 0


def if_met(term: IfMet, work: Work) -> Worth:
    """A term paid when all the obligations named are met."""
    kept = np.ones(len(work.facts), dtype=bool)
    for each in term.obligations:
        kept &= work.facts.met.get(each, kept)
    return either_way(kept, work.of(term.pays)) if term.obligations else work.of(term.pays)


def for_contracts(term: ForContracts, work: Work) -> Worth:
    """A term for some contracts, another or nothing for the rest."""
    of_them = np.isin(np.array(work.facts.contracts, dtype=str), term.contracts)
    rest = fixed(work.everyone(0.0)) if term.else_pays is None else work.of(term.else_pays)
    return chosen(of_them, work.of(term.pays), rest)
