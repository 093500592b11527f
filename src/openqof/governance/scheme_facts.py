"""The facts of a case that a scheme document states, beside what its body says of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from openqof.core.changes import (
    Certainty,
    Guarantee,
    Pay,
    Replace,
    Retire,
    SetPays,
    SetPoints,
    Suspend,
    Terms,
)
from openqof.core.governance.conditions import Fact, Facts
from openqof.core.national import Protected
from openqof.core.scheme import Runs, Scheme
from openqof.core.terms import BaseIncome, BasePoints, Term, parts_of
from openqof.core.years import FinancialYear

QOF = "qof"
NATIONAL = "national-change"


def facts_of(scheme: Scheme, stated: Facts) -> Facts:
    """What is known of a scheme by name: its document first, then what its body states, then what follows.

    The length of the scheme follows from its days where the body does not state one with extensions. Whether
    it is within a year may also follow from the day of the decision: `followed` says so.
    """
    return {"term_years": term_years(scheme.runs.first, scheme.runs.last), **stated, **_written(scheme)}


def followed(facts: Facts, on: date) -> Facts:
    """The facts of a case with those that follow once the day of the decision is known.

    What the day shows is not undone by what is stated: a scheme adopted after its first day is within a year.
    """
    within = in_year(facts, on)
    halted = within is True and facts.get("stops_qof") is True
    return {
        **facts,
        **({"in_year": within} if within is not None else {}),
        **({"suspends_qof": True} if halted else {}),
        **_stopping(facts),
        **_consulted(facts, on),
    }


def in_year(facts: Facts, on: date) -> bool | None:
    """Whether a scheme adopted on a day changes national QOF within a year; None where that is not known."""
    if facts.get("in_year") is True or facts.get("suspends_qof") is True:
        return True
    if facts.get("touches_qof") is False and facts.get("stops_qof") is not True:
        return False
    first = _stopping(facts).get("stops")
    if not isinstance(first, date):
        return None
    return on > first or not _year_start(first) or _part(facts)


def _part(facts: Facts) -> bool:
    """Whether what is stated without a document ends within a year; a document has said it of each change."""
    ends = facts.get("ends")
    return "stops_qof" not in facts and isinstance(ends, date) and not _year_end(ends)


def _stopping(facts: Facts) -> dict[str, Fact]:
    """The first day on which work stops or changes: never before the scheme itself."""
    days = [each for name in ("starts", "stops") if isinstance(each := facts.get(name), date)]
    return {"stops": max(days)} if days else {}


def _consulted(facts: Facts, on: date) -> dict[str, Fact]:
    """How many whole weeks a consultation has run by a day; its last day counts."""
    opened, closed = facts.get("consultation_opened"), facts.get("consultation_closed")
    if not isinstance(opened, date):
        return {}
    until = min(on, closed + timedelta(days=1)) if isinstance(closed, date) else on
    return {"consulted_weeks": Decimal(max(0, (until - opened).days) // 7)}


def _written(scheme: Scheme) -> dict[str, Fact]:
    terms = [change.terms for change in scheme.changes]
    halts = any(stops(each) for each in terms)
    spans = spans_of(terms, scheme.runs)
    parts = [first for first, last in spans if not _year_start(first) or not _year_end(last)]
    return {
        "starts": scheme.runs.first,
        "ends": scheme.runs.last,
        "stops": min(parts or [first for first, _ in spans], default=scheme.runs.first),
        "touches_qof": bool(spans),
        "stops_qof": halts,
        "suspends_qof": halts and bool(parts),
        "protects_income": any(protects(each) for each in terms),
        **({"in_year": True} if parts else {}),
        **_route(scheme),
        **({"national_qof_offered": scheme.offer.national_qof_stays} if scheme.offer else {}),
        **dict.fromkeys(_shown(scheme), True),
    }


def _route(scheme: Scheme) -> dict[str, Fact]:
    if scheme.route is None:
        return {}
    return {"route": scheme.route.text, "for_national_law": scheme.route.text == NATIONAL}


def _shown(scheme: Scheme) -> Iterable[str]:
    """What the document itself shows; what it leaves out may still be shown elsewhere."""
    if scheme.watch is not None and (scheme.watch.may_be_used_for or scheme.watch.not_for):
        yield "monitoring_stated"
    if scheme.ends is not None:
        yield "exit_stated"
    if scheme.asks is not None:
        yield "evaluation_stated"


def touches(terms: Terms) -> bool:
    """Whether a change alters what national QOF asks or pays; what only adds to it does not."""
    match terms:
        case Suspend() | Retire() | SetPays() | SetPoints() | Replace():
            return True
        case Guarantee():
            return terms.income == QOF
        case Pay():
            return terms.instead_of == QOF
    return False


def stops(terms: Terms) -> bool:
    """Whether work on national QOF stops by a change, in whole or in part, or is not what it pays for."""
    match terms:
        case SetPoints():
            return terms.points == 0 or terms.percent == 0
        case SetPays():
            return isinstance(terms.pays, Protected)
        case Suspend() | Retire() | Replace():
            return True
        case Guarantee() | Pay():
            return touches(terms)
    return False


def spans_of(terms: Iterable[Terms], runs: Runs) -> tuple[tuple[date, date], ...]:
    """The first and last day of every change to national QOF, within those of the scheme."""
    return tuple(_span(each, runs) for each in terms if touches(each))


def _span(terms: Terms, runs: Runs) -> tuple[date, date]:
    if not isinstance(terms, Suspend):
        return runs.first, runs.last
    return max(terms.start, runs.first), min(terms.end or runs.last, runs.last)


def _year_start(on: date) -> bool:
    return on == FinancialYear.of(on).first_day


def _year_end(on: date) -> bool:
    return on == FinancialYear.of(on).last_day


def protects(terms: Terms) -> bool:
    """Whether income is sure by another measure than the results of the year: an earlier level, or a term."""
    match terms:
        case Suspend():
            return terms.pay is not None
        case SetPays():
            return isinstance(terms.pays, Protected)
        case Replace():
            return isinstance(terms.by.pays, Protected)
        case Guarantee():
            return True
        case Pay():
            return terms.certainty is Certainty.GUARANTEED and (touches(terms) or _looks_back(terms.amount))
    return False


def _looks_back(amount: Term) -> bool:
    """Whether an amount goes by the income or the points of an earlier year."""
    return any(isinstance(each, BaseIncome | BasePoints) for each in parts_of(amount))


def term_years(first: date, last: date) -> Decimal:
    """The length of a scheme in years, by whole months begun."""
    after = last + timedelta(days=1)
    months = 12 * (after.year - first.year) + after.month - first.month + (after.day > first.day)
    return Decimal(months) / 12
