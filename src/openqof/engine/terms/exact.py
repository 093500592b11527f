"""Pay terms in exact fractions, one practice at a time, to be read as their specification.

It shares no formula with the arrays: the two are compared on random terms and facts, and where a figure lies
too near half a penny, or a threshold, for floating point, this one decides. A pool or a network asks for the
other practices' figures too, which are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from openqof.core.terms import (
    BestOf,
    ForContracts,
    IfMet,
    Improvement,
    Less,
    Limited,
    MeanOf,
    Missing,
    NetworkAll,
    PoolShare,
    Share,
    Slide,
    Sum,
    Term,
)
from openqof.engine.exact import exactly
from openqof.engine.terms.exact_leaves import LEAVES, Leaf, national
from openqof.engine.terms.exact_reading import Range, gain, meets, reached, slid
from openqof.engine.terms.facts import Facts

NOTHING = Fraction(0)
NONE: Range = (NOTHING, NOTHING, NOTHING)


def exact_worth(term: Term, facts: Facts, place: int) -> Fraction | None:
    """Pounds of a term to the practice at `place` of the facts; None where it is not known."""
    found = Exact(facts).range(term, place)
    return None if found is None else found[0]


class Exact:
    """Works terms out for the practices of one set of facts."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._claims: dict[tuple[PoolShare, bool], _Claims] = {}
        self._whole: dict[tuple[NetworkAll, str | int], bool | None] = {}
        self._networks: dict[str, list[int]] = {}
        for place, name in enumerate(facts.networks):
            self._networks.setdefault(name, []).append(place)

    def range(self, term: Term, place: int, *, settles: bool = True) -> Range | None:
        """Pounds as the facts stand, at least and at most; None where they are not known.

        `settles` is False inside a mean, whose own rule then decides about missing years.
        """
        if isinstance(term, Leaf):
            return LEAVES[type(term)](term, self.facts, place, settles)
        return _COMBINED[type(term)](self, term, place, settles)

    def all_of(self, terms: tuple[Term, ...], place: int, settles: bool) -> list[Range] | None:
        """Each term's range; None where one of them is not known."""
        found = [self.range(each, place, settles=settles) for each in terms]
        known = [each for each in found if each is not None]
        return known if len(known) == len(found) else None

    def slide(self, term: Slide, place: int, settles: bool) -> Range | None:
        """The share of the scale that is earned, times what it pays."""
        share = slid(reached(self.facts, term.measure, place), term.lower, term.upper)
        return _product(share, self.range(term.pays, place, settles=settles))

    def improvement(self, term: Improvement, place: int, settles: bool) -> Range | None:
        """The share of the scale by what was gained, times what it pays."""
        share = slid(gain(self.facts, term, place), term.lower, term.upper)
        return _product(share, self.range(term.pays, place, settles=settles))

    def sum(self, term: Sum, place: int, settles: bool) -> Range | None:
        """The terms together."""
        found = self.all_of(term.terms, place, settles)
        return None if found is None else _added(found)

    def share(self, term: Share, place: int, settles: bool) -> Range | None:
        """A percentage, which may be below nought and then turns the ends round."""
        of = self.range(term.of, place, settles=settles)
        if of is None:
            return None
        value, *ends = (end * Fraction(term.percent) / 100 for end in of)
        return value, min(ends), max(ends)

    def less(self, term: Less, place: int, settles: bool) -> Range | None:
        """At least: the least of the term less the most of what is taken."""
        of = self.range(term.of, place, settles=settles)
        taken = self.all_of(term.take, place, settles)
        if of is None or taken is None:
            return None
        value, low, high = _added(taken)
        left = (of[0] - value, of[1] - high, of[2] - low)
        return left if term.below_nought else _each(max, left, NONE)

    def best_of(self, term: BestOf, place: int, settles: bool) -> Range | None:
        """The first unless a later one is far enough above it.

        At least it is what is above the first however high that turns out; at most what is above it at its
        lowest. Without a percentage it is the highest throughout.
        """
        first, *later = (self.range(each, place, settles=settles) for each in term.terms)
        if first is None:
            return None
        known = [each for each in later if each is not None]
        by = Fraction(term.by_at_least) / 100

        def highest(at: int, against: int) -> Fraction:
            bar = first[against] + by * abs(first[against])
            return max([first[at], *(each[at] for each in known if each[at] >= bar)])

        if by == 0:
            return highest(0, 0), highest(1, 1), highest(2, 2)
        return highest(0, 0), highest(1, 2), highest(2, 1)

    def mean_of(self, term: MeanOf, place: int, settles: bool) -> Range | None:
        """The mean of what is known, or of all or nothing, as the term says."""
        found = [self.range(each, place, settles=False) for each in term.terms]
        known = [each for each in found if each is not None]
        if known and (term.missing is Missing.OTHERS or len(known) == len(found)):
            value, low, high = _added(known)
            return value / len(known), low / len(known), high / len(known)
        return national(self.facts, place) if settles and term.missing is Missing.NATIONAL else None

    def limited(self, term: Limited, place: int, settles: bool) -> Range | None:
        """Held above the one and then below the other."""
        held = self.range(term.of, place, settles=settles)
        for bound, choose in ((term.least, max), (term.most, min)):
            if bound is None or held is None:
                continue
            other = self.range(bound, place, settles=settles)
            held = None if other is None else _each(choose, held, other)
        return held

    def pool_share(self, term: PoolShare, place: int, settles: bool) -> Range | None:
        """One's own claim over everybody's, of the pool: at least against the most of the others."""
        pool = self.facts.pools.get(term.pool)
        if pool is None:
            return None
        if not self.facts.joined[place]:
            return NONE
        key = (term, settles)
        if key not in self._claims:
            self._claims[key] = self._put_forward(term, settles)
        return self._claims[key].share(place, exactly(pool))

    def _put_forward(self, term: PoolShare, settles: bool) -> _Claims:
        """Claims of all who have joined; one below nought is nought."""
        claims: dict[int, Range | None] = {}
        for place in range(len(self.facts)):
            if self.facts.joined[place]:
                found = self.range(term.by, place, settles=settles)
                claims[place] = None if found is None else _each(max, found, NONE)
        known = [each for each in claims.values() if each is not None]
        return _Claims(claims, _added(known))

    def network_all(self, term: NetworkAll, place: int, settles: bool) -> Range | None:
        """Paid where nobody in the network stands out; nought at least, and all of it at most."""
        key = (term, self.facts.networks[place] or place)
        if key not in self._whole:
            self._whole[key] = self._is_whole(term, place)
        whole = self._whole[key]
        return None if whole is None else self._perhaps(whole, term.pays, place, settles)

    def _is_whole(self, term: NetworkAll, place: int) -> bool | None:
        """Whether nobody in the practice's network stands out; None where that is not known."""
        name = self.facts.networks[place]
        others = self._networks[name] if name else [place]
        if not all(self.facts.joined[each] for each in others):
            return False
        if term.standard is None:
            return True
        marks = [meets(self.facts, term.standard, each) for each in others]
        if any(mark is not None and mark[0] == 0 for mark in marks):
            return False
        return None if None in marks else True

    def if_met(self, term: IfMet, place: int, settles: bool) -> Range | None:
        """Paid where every obligation is met; one that nobody recorded counts as met."""
        if not term.obligations:
            return self.range(term.pays, place, settles=settles)
        records = [self.facts.met[each] for each in term.obligations if each in self.facts.met]
        return self._perhaps(all(record[place] for record in records), term.pays, place, settles)

    def _perhaps(self, paid: bool, pays: Term, place: int, settles: bool) -> Range | None:
        """What is paid where a condition holds that the year may still turn."""
        amount = self.range(pays, place, settles=settles)
        if amount is None:
            return None if paid else NONE
        value = amount[0] if paid else NOTHING
        return value, min(NOTHING, *amount), max(NOTHING, *amount)

    def for_contracts(self, term: ForContracts, place: int, settles: bool) -> Range | None:
        """One term for some contracts, another or nothing for the rest."""
        if self.facts.contracts[place] in term.contracts:
            return self.range(term.pays, place, settles=settles)
        if term.else_pays is None:
            return NONE
        return self.range(term.else_pays, place, settles=settles)


@dataclass(frozen=True, slots=True)
class _Claims:
    """What each who has joined puts forward for a pool, and the sums."""

    by_place: dict[int, Range | None]
    sums: Range

    def share(self, place: int, pool: Fraction) -> Range | None:
        own = self.by_place[place]
        if own is None:
            return None
        against = (self.sums[0] - own[0], self.sums[2] - own[2], self.sums[1] - own[1])
        value, low, high = (
            pool * mine / (mine + others) if mine else NOTHING
            for mine, others in zip(own, against, strict=True)
        )
        return value, low, high


def _added(ranges: list[Range]) -> Range:
    return (
        sum((each[0] for each in ranges), NOTHING),
        sum((each[1] for each in ranges), NOTHING),
        sum((each[2] for each in ranges), NOTHING),
    )


def _each(choose: Callable[[Fraction, Fraction], Fraction], one: Range, other: Range) -> Range:
    return choose(one[0], other[0]), choose(one[1], other[1]), choose(one[2], other[2])


def _product(share: Range | None, amount: Range | None) -> Range | None:
    """A share of an amount: the ends are among the products of the ends."""
    if share is None or amount is None:
        return None
    corners = [s * a for s in share[1:] for a in amount[1:]]
    return share[0] * amount[0], min(corners), max(corners)


_COMBINED: dict[type[Term], Callable[[Exact, Any, int, bool], Range | None]] = {
    Slide: Exact.slide,
    Improvement: Exact.improvement,
    Sum: Exact.sum,
    Share: Exact.share,
    Less: Exact.less,
    BestOf: Exact.best_of,
    MeanOf: Exact.mean_of,
    Limited: Exact.limited,
    PoolShare: Exact.pool_share,
    NetworkAll: Exact.network_all,
    IfMet: Exact.if_met,
    ForContracts: Exact.for_contracts,
}
