"""Precedents: like requests with what became of them and why, and counts of bids and agreements by area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openqof.core.governance.conditions import Fact, Facts
from openqof.core.governance.events import GRANTED, OUTCOMES, REFUSED
from openqof.core.governance.progress import Precedent
from openqof.core.governance.wording import number_of


@dataclass(frozen=True, slots=True)
class Like:
    """A precedent with the facts that it shares with a request, those in which it differs, and the rest.

    `differs` maps a fact to what it was then and what it is now; `unknown` are facts that only one states.
    """

    precedent: Precedent
    shares: tuple[str, ...]
    differs: Mapping[str, tuple[str, str]]
    unknown: tuple[str, ...]

    @property
    def alike(self) -> bool:
        """Whether nothing that both state differs."""
        return not self.differs

    @property
    def says(self) -> str:
        """How like it is, in words: 1 fact is the same and 2 differ (asked, starts)."""
        same = f"{number_of(len(self.shares), 'fact')} {'is' if len(self.shares) == 1 else 'are'} the same"
        if not self.differs:
            return same
        verb = "differs" if len(self.differs) == 1 else "differ"
        return f"{same} and {len(self.differs)} {verb} ({', '.join(self.differs)})"


@dataclass(frozen=True, slots=True)
class Count:
    """How many requests an area made and what became of them."""

    area: str
    bids: int
    outcomes: Mapping[str, int]


def as_words(facts: Facts) -> Mapping[str, str]:
    """Facts as precedents state them, in words: yes, no, a figure, a day."""
    return {name: _word(fact) for name, fact in facts.items()}


def _word(fact: Fact) -> str:
    return ("yes" if fact else "no") if isinstance(fact, bool) else str(fact)


def like(
    precedents: Iterable[Precedent], route: str, facts: Mapping[str, str], *, but: str = ""
) -> tuple[Like, ...]:
    """Requests by the same route, those most like it first; `but` leaves out a body's own."""
    found = [_compared(each, facts) for each in precedents if each.route == route and each.body != but]
    return tuple(sorted(found, key=lambda each: (len(each.differs), -len(each.shares), each.precedent.asked)))


def _compared(precedent: Precedent, facts: Mapping[str, str]) -> Like:
    then = precedent.facts or {}
    both = sorted(then.keys() & facts.keys())
    return Like(
        precedent,
        tuple(fact for fact in both if then[fact] == facts[fact]),
        {fact: (then[fact], facts[fact]) for fact in both if then[fact] != facts[fact]},
        tuple(sorted(then.keys() ^ facts.keys())),
    )


def decided_differently(found: Iterable[Like]) -> tuple[tuple[Precedent, Precedent], ...]:
    """Pairs of requests alike in every fact, of which one was granted and the other refused."""
    alike = [each.precedent for each in found if each.alike and each.shares]
    granted = [each for each in alike if each.outcome == GRANTED]
    refused = [each for each in alike if each.outcome == REFUSED]
    return tuple((yes, no) for yes in granted for no in refused if yes.facts == no.facts)


def counts(precedents: Iterable[Precedent]) -> tuple[Count, ...]:
    """Bids by area with what became of them, in the order of the areas' names; outcomes nobody had are 0."""
    by_area: dict[str, Counter[str]] = {}
    for each in precedents:
        by_area.setdefault(each.body, Counter())[each.outcome] += 1
    return tuple(
        Count(area, found.total(), {outcome: found[outcome] for outcome in OUTCOMES})
        for area, found in sorted(by_area.items())
    )


def totals(precedents: Iterable[Precedent]) -> Mapping[str, int]:
    """All requests by outcome."""
    found = Counter(each.outcome for each in precedents)
    return {outcome: found[outcome] for outcome in OUTCOMES}
