"""What terms draw from pools, and pools scaled to what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from openqof.core.terms import PoolShare, Term, parts_of
from openqof.engine.terms.facts import Facts
from openqof.engine.terms.fast import worth


def drawn(terms: Iterable[Term], facts: Facts) -> dict[str, float]:
    """Pounds that practices which join draw from each pool that the terms share, all terms together.

    A term's draw is what it is worth with the pool less what it is worth were the pool empty.
    """
    found: dict[str, float] = {}
    for term in terms:
        for pool in sorted({part.pool for part in parts_of(term) if isinstance(part, PoolShare)}):
            empty = replace(facts, pools={**facts.pools, pool: 0.0})
            more = worth(term, facts).value - worth(term, empty).value
            found[pool] = found.get(pool, 0.0) + float(np.nansum(more[facts.joined]))
    return found


def within_pools(terms: Iterable[Term], facts: Facts) -> Facts:
    """The facts with each pool that is drawn on for more than it holds scaled down, so that it suffices.

    Every term that shares out the whole of a pool draws all of it: two such terms get half each.
    """
    taken = drawn(tuple(terms), facts)
    return replace(facts, pools=_scaled(facts.pools, taken))


def _scaled(pools: Mapping[str, float], taken: Mapping[str, float]) -> dict[str, float]:
    over = {name: taken.get(name, 0.0) for name, pounds in pools.items() if taken.get(name, 0.0) > pounds > 0}
    return {name: pounds * pounds / over[name] if name in over else pounds for name, pounds in pools.items()}
