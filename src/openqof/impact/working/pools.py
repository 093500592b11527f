"""Pools of a scheme: what is in them, what fixed amounts take first, and shares scaled to what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from openqof.core.changes import Pool
from openqof.core.scheme import Scheme
from openqof.core.terms import PoolShare, Term, parts_of
from openqof.engine.terms.facts import Facts
from openqof.engine.terms.pools import drawn, within_pools
from openqof.impact.working.ask import Ask
from openqof.impact.working.paying import Paying
from openqof.impact.working.streams import amounts, term_of


def pooled(all_of: Sequence[Paying], ask: Ask, facts: Facts) -> Facts:
    """The facts with every pool as its shares divide it.

    Amounts paid out of a pot of the pool's name come first. Shares that ask for more than is left are scaled
    down together; where the scheme shares what is left over, they are scaled up to take all of it.
    """
    if not facts.pools:
        return facts
    terms = [term_of(each, ask) for each in all_of]
    left = {name: max(pounds - _taken(name, all_of, ask, facts), 0.0) for name, pounds in facts.pools.items()}
    divided = within_pools(terms, replace(facts, pools=left))
    return _shared_out(ask.scheme, terms, divided)


def _taken(pool: str, all_of: Sequence[Paying], ask: Ask, facts: Facts) -> float:
    """What terms that are no share of the pool are paid out of it."""
    fixed = [each for each in all_of if each.pay and each.pay.pot == pool and pool not in shares(each.amount)]
    return sum(float(each.pence.sum()) / 100.0 for each in amounts(fixed, ask, facts))


def _shared_out(scheme: Scheme, terms: Sequence[Term], facts: Facts) -> Facts:
    taken = drawn(terms, facts)
    more = {
        pool.id: facts.pools[pool.id] / taken[pool.id]
        for pool in pools_of(scheme)
        if pool.remainder == "shared" and 0 < taken.get(pool.id, 0.0) < facts.pools[pool.id]
    }
    return replace(facts, pools={name: pounds * more.get(name, 1.0) for name, pounds in facts.pools.items()})


def shares(term: Term) -> frozenset[str]:
    """The pools that a term shares out."""
    return frozenset(part.pool for part in parts_of(term) if isinstance(part, PoolShare))


def pools_of(scheme: Scheme) -> Iterator[Pool]:
    """The pools of a scheme, in the order of its changes."""
    for change in scheme.changes:
        if isinstance(change.terms, Pool):
            yield change.terms
