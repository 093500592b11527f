"""Pools of a scheme: what is in them, what fixed amounts take first, and shares scaled to what is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from openqof.core.changes import Pool
from openqof.core.money import from_pence, to_pence, write_pounds
from openqof.core.scheme import Scheme
from openqof.core.terms import PoolShare, Term, parts_of
from openqof.engine.terms.facts import Facts
from openqof.engine.terms.pools import drawn, within_pools
from openqof.impact.worked import Stream
from openqof.impact.working.ask import Ask
from openqof.impact.working.paying import Paying, paying
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


def pot_of(ask: Ask, stream: Stream, pools: Mapping[str, float]) -> str:
    """The pool that a stream is paid from, by the name of its pot or a term that shares it; else its pot."""
    if stream.pot in pools:
        return stream.pot
    terms = [each.amount for each in paying(ask.scheme, ask.services) if each.change.number == stream.change]
    return next(iter(sorted(pool for term in terms for pool in shares(term))), stream.pot)


def left_in(ask: Ask, pools: Mapping[str, float], streams: Sequence[Stream]) -> dict[str, Decimal]:
    """Pounds that each pool has left when all is paid; below nought where more is paid than it holds."""
    left = {pool: from_pence(to_pence(Decimal(repr(pounds)))) for pool, pounds in pools.items()}
    for stream in streams:
        pot = pot_of(ask, stream, pools)
        if pot in left:
            left[pot] -= from_pence(int(stream.pence.sum()))
    return left


def overdrawn(ask: Ask, pools: Mapping[str, float], streams: Sequence[Stream]) -> dict[str, Decimal]:
    """Pounds that are paid out of a pool beyond what it holds, of those of which more is."""
    return {pool: -pounds for pool, pounds in left_in(ask, pools, streams).items() if pounds < 0}


def pool_remarks(ask: Ask, pools: Mapping[str, float], streams: Sequence[Stream]) -> Iterator[str]:
    """What to know of the pools: which QOF income fills one, and from which more is paid than it holds."""
    year = ask.law.year
    for pool in pools_of(ask.scheme):
        if any(each.line == "qof" for each in pool.contributions):
            yield f"The QOF income that fills the pool {pool.id} is that of {year}, {ask.reading.in_words}."
    for name, pounds in overdrawn(ask, pools, streams).items():
        held, more = (write_pounds(each) for each in (Decimal(repr(pools[name])), pounds))
        yield (
            f"The pool {name} is overdrawn by {more}: it holds {held}, and what is paid out of it does not "
            f"go by what is there. Shares of a pool are scaled to what is left in it; other amounts are not."
        )
