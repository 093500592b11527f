"""The first stream: national QOF as far as it stays, or stays as reformed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from openqof.core.changes import LevelOf, Suspend
from openqof.core.national import NationalYear
from openqof.core.scheme import Change, Scheme
from openqof.core.years import FinancialYear
from openqof.engine.inputs import PracticeYear, align
from openqof.engine.law import FloatArray, WholeArray, law_arrays
from openqof.engine.run import pay
from openqof.impact.working.ask import Ask
from openqof.impact.working.cells import Ends, ends, nothing, part_of
from openqof.impact.working.cells import settled as at_level
from openqof.impact.working.earned import BoolArray
from openqof.impact.working.levels import level_points
from openqof.impact.working.reform import settled, sweeps


@dataclass(frozen=True, slots=True, eq=False)
class Stays:
    """What is paid for indicators under the scheme: `pence` by indicator of the law and practice, (n, p).

    `kept` sums the indicators that stay national money. `left` are those that a change pays by a term, by its
    number: what a practice keeps where the term's worth is not known. `at_base` are cells that another year
    settles, `suspended` the indicators it was to settle, `bases` the years.
    """

    law: NationalYear
    inputs: PracticeYear
    points: FloatArray
    pence: WholeArray
    kept: Ends
    left: Mapping[int, Ends]
    at_base: BoolArray
    suspended: BoolArray
    bases: tuple[FinancialYear, ...]


def stays(ask: Ask, law: NationalYear, inputs: PracticeYear) -> Stays:
    """Pay the indicators of the scheme's law; suspended ones at their level, for their part of the year."""
    inputs = align(inputs, law_arrays(law))
    inputs = replace(inputs, base_points=level_points(ask, law, inputs))
    suspensions = tuple(_suspensions(ask.scheme, ask.law))
    bare = _unsuspended(law, ask.law, {name for _, names in suspensions for name in names})
    free = align(inputs, law_arrays(bare))
    result = pay(bare, free)
    rows = _rows(ask, law)
    work = _Work(law, bare, inputs, free, result.points, result.pence)
    for change, names in suspensions:
        which = np.isin(np.array(tuple(law.indicators), dtype=object), names)
        work.suspend(change, which, ask.year_run)
        rows = rows & ~which
    kept = ends(bare, free, result.pence, rows) + work.more
    at_base, bases = work.at_base, tuple(sorted(work.bases))
    return Stays(law, inputs, work.points, work.paid, kept, work.left, at_base, work.suspended, bases)


class _Work:
    """Pay as the suspensions change it, one after another; they name different indicators."""

    def __init__(
        self,
        law: NationalYear,
        bare: NationalYear,
        inputs: PracticeYear,
        free: PracticeYear,
        points: FloatArray,
        pence: WholeArray,
    ) -> None:
        self.law, self.bare, self.inputs, self.free, self.pence = law, bare, inputs, free, pence
        self.points, self.paid = points, pence.copy()
        self.more = nothing(len(inputs))
        self.left: dict[int, Ends] = {}
        self.bases: set[FinancialYear] = set()
        self.at_base = np.zeros(pence.shape, dtype=np.bool_)
        self.suspended = np.zeros(len(pence), dtype=np.bool_)

    def suspend(self, change: Change, rows: BoolArray, year: FinancialYear) -> None:
        """Pay some indicators at their level, or leave them to the change's term."""
        terms = change.terms
        assert isinstance(terms, Suspend)
        share = of_year(terms, year)
        rest = part_of(self.free, 1 - share)
        pence = pay(self.bare, rest).pence if share < 1 else None
        if isinstance(terms.pay, LevelOf):
            self._level(rows, share, rest, pence)
            self.bases.add(terms.pay.year)
        else:
            over = nothing(len(rest)) if pence is None else ends(self.bare, rest, pence, rows)
            self.left[change.number] = ends(self.bare, self.free, self.pence, rows).less(over)
            self.more = self.more + over
            self.paid[rows] = 0 if pence is None else pence[rows]

    def _level(self, rows: BoolArray, share: float, rest: PracticeYear, pence: WholeArray | None) -> None:
        """At the points of the base year where these are known, else as results stand."""
        base = self.inputs.base_points
        known = rows[:, None] & (np.isnan(self.pence) if base is None else ~np.isnan(base))
        level = pay(self.law, part_of(self.inputs, share))
        self.more = self.more + at_level(level.pence, rows, known)
        self.more = self.more + ends(self.bare, self.free, self.pence, rows, ~known)
        paid = level.pence
        if pence is not None:
            self.more, paid = self.more + ends(self.bare, rest, pence, rows, known), paid + pence
        np.copyto(self.paid, paid, where=known)
        self.points = np.where(known, level.points, self.points)
        self.at_base, self.suspended = self.at_base | known, self.suspended | rows


def _suspensions(scheme: Scheme, law: NationalYear) -> Iterator[tuple[Change, tuple[str, ...]]]:
    """The suspensions with the indicators that each is left with."""
    sets = settled(scheme, law)
    for change in scheme.changes:
        if isinstance(change.terms, Suspend) and sets[change.number]:
            yield change, sets[change.number]


def _unsuspended(law: NationalYear, national: NationalYear, names: set[str]) -> NationalYear:
    """The scheme's law with the indicators named as they are nationally: nothing else is done to them."""
    if not names:
        return law
    rules = {
        name: national.indicators[name] if name in names else rule for name, rule in law.indicators.items()
    }
    return replace(law, indicators=MappingProxyType(rules), sha256="")


def of_year(terms: Suspend, year: FinancialYear, *, by_days: bool = False) -> float:
    """The part of the year that a suspension pays: all of it, but for one that is paid by days."""
    if not (terms.by_days or by_days):
        return 1.0
    return year.days_between(terms.start, terms.end) / year.days


def _rows(ask: Ask, law: NationalYear) -> BoolArray:
    """The indicators that are still national money: all but those that something is paid in place of."""
    sets = settled(ask.scheme, ask.law)
    replaced = {name for change in ask.scheme.changes if sweeps(change) for name in sets[change.number]}
    return np.array([name not in replaced for name in law.indicators], dtype=np.bool_)
