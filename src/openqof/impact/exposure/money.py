"""Financial exposure: what is at risk, when cash is short, whether the base still fits, what comes after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from openqof.core.changes import Certainty, Guarantee, LevelOf, Suspend
from openqof.core.terms import BaseIncome, BasePoints, Uplift, parts_of
from openqof.core.years import FinancialYear
from openqof.impact.assessment import Exposure
from openqof.impact.exposure.parts import MET, NOT_SAID, OPEN, Subject, number, some
from openqof.impact.working.paying import paying
from openqof.impact.working.pools import overdrawn
from openqof.impact.working.roll import practices_of

KIND = "financial"
MUCH_AT_RISK, ONE_POT, GROWN = 30.0, 75.0, 5.0
"""Percentages from which an exposure is open: income at risk, income from one local pot, growth of a list."""

A_MONTH = 1.0 / 12.0


def _exposure(question: str, state: str, why: str) -> Exposure:
    return Exposure(KIND, question, state, why)


def at_risk(subject: Subject) -> Exposure:
    """How much of what the scheme pays has still to be earned."""
    question = "Is most of the income sure?"
    worked = subject.worked
    joined = worked.joined
    whole = float(worked.scheme_pence[joined].sum())
    if whole <= 0:
        return _exposure(question, NOT_SAID, "Nobody is paid anything by the scheme.")
    declared, lowest = (
        sum((ends[joined] for ends in each), start=np.zeros(int(joined.sum())))
        for each in ([s.guaranteed for s in worked.streams], [s.low for s in worked.streams])
    )
    held = float(np.maximum(np.maximum(declared, lowest), 0.0).sum())
    risky = max(0.0, 100.0 * (1.0 - held / whole))
    why = f"{risky:.0f}% of what the scheme pays is at risk: neither declared sure nor held up by its terms."
    return _exposure(question, OPEN if risky > MUCH_AT_RISK else MET, why)


def guaranteed(subject: Subject) -> Exposure:
    """Whether anything is guaranteed once a practice has joined."""
    question = "Is a part of the income guaranteed?"
    joined = subject.worked.joined
    sure = {s.name: float(s.guaranteed[joined].sum()) / 100.0 for s in subject.worked.streams}
    held = {name: pounds for name, pounds in sure.items() if pounds > 0}
    if not held:
        declared = [
            s.name for s in subject.worked.streams if s.change and s.certainty is Certainty.GUARANTEED
        ]
        more = f" Declared so, and can come to nothing: {some(declared)}." if declared else ""
        return _exposure(question, OPEN, f"Nothing is guaranteed.{more}")
    told = "; ".join(f"{name}, £{pounds:,.0f}" for name, pounds in held.items())
    return _exposure(question, MET, f"Guaranteed: {told}.")


def by_chance(subject: Subject) -> Exposure:
    """Whether chance can leave a practice below what it could be left with nationally."""
    question = "Is a bad year under the scheme no worse than one under national QOF?"
    if subject.risk is None:
        return _exposure(question, NOT_SAID, "Achievement was not drawn.")
    joined = subject.worked.joined
    below = (subject.risk.scheme[0] < subject.risk.national[0]) & joined
    count = int(below.sum())
    if not count:
        return _exposure(question, MET, "In one year of twenty, no practice would have less than nationally.")
    told = f"In one year of twenty, {count} of {number(int(joined.sum()), 'practice')} would have less."
    return _exposure(question, OPEN, told)


def cash_gap(subject: Subject) -> Exposure:
    """Whether cash falls behind on the way in or out."""
    question = "Does cash keep up with that of staying on national QOF?"
    if subject.cash is None:
        return _exposure(question, NOT_SAID, "Cash by month was not worked out.")
    joined = subject.worked.joined
    deepest = -np.minimum(subject.cash.behind.min(axis=1), 0)
    short = joined & (deepest > subject.worked.national_pence * A_MONTH)
    count = int(short.sum())
    if not count:
        return _exposure(question, MET, "No practice is ever more than a month's QOF income behind.")
    most = float(deepest[short].max()) / 100.0
    of = number(int(joined.sum()), "practice")
    why = f"More than a month's QOF income behind at some time: {count} of {of}, at most by £{most:,.0f}."
    return _exposure(question, OPEN, why)


def base_year(subject: Subject) -> Exposure:
    """Whether lists have outgrown the year that pay looks back to."""
    question = "Does the base year still fit the practices' lists?"
    bases = set(_bases(subject))
    if not bases:
        return _exposure(question, MET, "Nothing is paid by an earlier year, or what is follows the list.")
    first = min(bases)
    growth = _growth(subject, first)
    if not growth:
        return _exposure(question, NOT_SAID, f"The data has no lists of {first}.")
    grown = {code: rise for code, rise in growth.items() if rise > GROWN}
    if not grown:
        return _exposure(question, MET, f"No list has grown by more than {GROWN:.0f}% since {first}.")
    worst = max(grown, key=lambda code: grown[code])
    why = (
        f"Grown by more than {GROWN:.0f}% since {first}: {number(len(grown), 'practice')}, {worst} by "
        f"{grown[worst]:.0f}%. What is paid by that year does not grow with a list."
    )
    return _exposure(question, OPEN, why)


def _bases(subject: Subject) -> Iterator[FinancialYear]:
    """Earlier years by whose income or points practices are paid, lists left as they were then.

    A suspension at a level pays this year's list, so that only points are of the earlier year.
    """
    ask = subject.worked.ask
    for change in ask.scheme.changes:
        if isinstance(change.terms, Guarantee):
            yield change.terms.of
    for each in paying(ask.scheme, ask.services):
        for part in parts_of(each.amount):
            if isinstance(part, BaseIncome | BasePoints) and Uplift.LIST not in part.uplift:
                yield part.of


def _growth(subject: Subject, base: FinancialYear) -> Mapping[str, float]:
    """Percent by which each joining practice's list has grown since the base year."""
    then = practices_of(subject.worked.ask.tables.practices, base)
    found: dict[str, float] = {}
    for practice, joined in zip(subject.worked.roll, subject.worked.joined, strict=True):
        before = then.get(practice.code)
        if joined and before is not None and before.patients and practice.patients:
            found[practice.code] = float(100 * (practice.patients / before.patients - 1))
    return found


def suspended_level(subject: Subject) -> Exposure:
    """Whether points paid at an earlier level are those of a good year or a bad one."""
    question = "Is pay at an earlier year's level no lower than this year's work would earn?"
    levels = [c.terms.pay for c in subject.scheme.changes if isinstance(c.terms, Suspend)]
    if not any(isinstance(level, LevelOf) for level in levels):
        return _exposure(question, MET, "Nothing is paid at an earlier year's level of points.")
    worked = subject.worked
    lower = worked.joined & (worked.scheme_pence < worked.before_pence)
    count = int(lower.sum())
    if not count:
        return _exposure(question, MET, "No practice is paid less than its results of this year would earn.")
    of = number(int(worked.joined.sum()), "practice")
    return _exposure(
        question, OPEN, f"Paid less than their results of this year would earn: {count} of {of}."
    )


def one_pot(subject: Subject) -> Exposure:
    """Whether income hangs on one local pot, which a commissioner may close."""
    question = "Does income depend on no single local pot?"
    joined = subject.worked.joined
    pots: dict[str, float] = {}
    for stream in subject.worked.streams:
        if stream.change and stream.pot.casefold() not in ("qof", "national qof"):
            pots[stream.pot] = pots.get(stream.pot, 0.0) + float(stream.pence[joined].sum())
    whole = float(subject.worked.scheme_pence[joined].sum())
    if not pots or whole <= 0:
        return _exposure(question, MET, "All of it is QOF money.")
    largest = max(pots, key=lambda pot: pots[pot])
    share = 100.0 * pots[largest] / whole
    why = f"The largest local pot, {largest}, pays {share:.0f}% of what practices receive under the scheme."
    return _exposure(question, OPEN if share > ONE_POT else MET, why)


def pools(subject: Subject) -> Exposure:
    """Whether more is paid out of a pool than it holds."""
    question = "Does every pool hold what is paid out of it?"
    worked = subject.worked
    if not worked.pools:
        return _exposure(question, MET, "Nothing is paid out of a pool.")
    over = overdrawn(worked.ask, worked.pools, worked.streams)
    if not over:
        return _exposure(question, MET, "No more is paid out of any pool than there is in it.")
    told = "; ".join(f"{name}, by £{pounds:,.0f}" for name, pounds in over.items())
    return _exposure(question, OPEN, f"Overdrawn: {told}. Nothing says who pays the rest, or what is cut.")


def the_end(subject: Subject) -> Exposure:
    """What becomes of income when the scheme has run its course."""
    question = "Is it said what income follows when the scheme ends?"
    ends, last = subject.scheme.ends, subject.scheme.runs.last
    day = f"{last.day} {last:%B %Y}"
    if ends is None:
        return _exposure(question, NOT_SAID, f"It ends on {day}; what follows is not said.")
    if any(word in ends.how.casefold() for word in ("qof", "roll", "renew", "continue")):
        return _exposure(question, MET, f"It ends on {day}: {ends.how}.")
    return _exposure(question, OPEN, f"It ends on {day}: {ends.how}. Nothing rolls over.")


FINANCIAL = (
    at_risk, guaranteed, by_chance, cash_gap, base_year, suspended_level, one_pot, pools, the_end,
)  # fmt: skip
