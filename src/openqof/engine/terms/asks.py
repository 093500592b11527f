"""Which facts a term asks for, so that a caller gathers those and no more."""

from __future__ import annotations

from openqof.core.terms import (
    AHead,
    BaseIncome,
    BasePoints,
    BestPeriod,
    Capitation,
    Counted,
    Improvement,
    Item,
    NetworkAll,
    Reading,
    Slide,
    Tariff,
    Term,
    TopUp,
    parts_of,
)
from openqof.core.years import FinancialYear

Line = tuple[str, FinancialYear | None, Reading]
"""A line of the payments, the year (None for the year priced) and the reading."""


def years_of(term: Term, now: FinancialYear | None = None) -> frozenset[FinancialYear]:
    """The earlier years whose income, points or achievement it asks for; those of improvement need `now`."""
    found: set[FinancialYear] = set()
    for part in parts_of(term):
        if isinstance(part, BaseIncome | BasePoints):
            found.add(part.of)
        elif isinstance(part, Improvement) and now is not None:
            found.update(FinancialYear(now.start - back) for back in range(1, part.years + 1))
    return frozenset(found)


def results_of(term: Term) -> frozenset[FinancialYear]:
    """The earlier years whose points it asks for: base points, and income with an uplift."""
    return frozenset(
        part.of
        for part in parts_of(term)
        if isinstance(part, BasePoints) or (isinstance(part, BaseIncome) and part.uplift)
    )


def improvements_of(term: Term) -> frozenset[tuple[str, int, bool]]:
    """What improvement is paid on: the indicator or own measure, over how many years, whether own."""
    return frozenset((p.of, p.years, p.own) for p in parts_of(term) if isinstance(p, Improvement))


def lines_of(term: Term) -> frozenset[Line]:
    """The lines of the payments that it asks for; those of a top-up are of the year priced, in cash."""
    found: set[Line] = set()
    for part in parts_of(term):
        if isinstance(part, BaseIncome):
            found.add((part.line, part.of, part.reading))
        elif isinstance(part, TopUp):
            found.update((line, None, Reading.CASH) for line in part.lines)
    return frozenset(found)


def measures_of(term: Term) -> frozenset[tuple[str, str]]:
    """The own measures that it asks for, with the period; "" for the whole year."""
    found: set[tuple[str, str]] = set()
    for part in parts_of(term):
        if isinstance(part, BestPeriod):
            found.update((part.measure, period) for period in part.periods)
        else:
            found.update((measure, "") for measure in _whole_year(part))
    return frozenset(found)


def _whole_year(part: Term) -> list[str]:
    of = _counted(part)
    own = [of.name] if of is not None and of.kind == "measure" else []
    match part:
        case Slide() | Item():
            own.append(part.measure)
        case Tariff():
            own += [*(measure for measure, _ in part.groups), *(kpi.measure for kpi in part.kpis)]
        case TopUp():
            own += [each.measure for share in part.parts for each in share.standards]
        case Improvement() if part.own:
            own.append(part.of)
        case Capitation():
            own.append(part.spend)
        case NetworkAll() if part.standard is not None:
            own.append(part.standard.measure)
    return own


def registers_of(term: Term) -> frozenset[str]:
    """The groups whose registers amounts a head are paid on."""
    counted = (_counted(part) for part in parts_of(term))
    return frozenset(of.name for of in counted if of is not None and of.kind == "register")


def _counted(part: Term) -> Counted | None:
    return part.of if isinstance(part, AHead | TopUp | Capitation) else None
