"""Pay terms in plain words: each a phrase that a sentence can go on with, "£1 a registered patient"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from openqof.core.terms import (
    AHead,
    BaseIncome,
    BasePoints,
    BestOf,
    BestPeriod,
    Capitation,
    Chosen,
    Counted,
    Fixed,
    ForContracts,
    IfMet,
    Improvement,
    Item,
    Kpi,
    Less,
    Limited,
    MeanOf,
    Missing,
    NetworkAll,
    Part,
    Points,
    PoolShare,
    Share,
    Slide,
    Standard,
    Sum,
    Tariff,
    Term,
    TopUp,
    Uplift,
)
from openqof.files.canonical import figure
from openqof.impact.words.figures import percent, several, short_pounds

Names = Mapping[str, str]
"""What the scheme calls its own measures, obligations and pools, by their ids."""

_LINES = {"qof": "QOF income", "global_sum": "global sum"}
_NAMED = 12
"""Up to so many indicators are named one by one."""
_UPLIFTS = {
    Uplift.LIST: "this year's list",
    Uplift.PREVALENCE: "this year's prevalence",
    Uplift.POINT_VALUE: "this year's value of a point",
}
_MISSING = {
    Missing.OTHERS: "of those that the practice has",
    Missing.NATIONAL: "a practice without one of them has its national pay",
    Missing.NOTHING: "a practice without one of them is paid nothing",
}


def term_in_words(term: Term, names: Names | None = None) -> str:
    """What a term pays, as a phrase; `names` say what the scheme's own measures and obligations are."""
    return _PHRASES[type(term)](term, names or {})


def chosen_in_words(chosen: Chosen) -> str:
    """Indicators as a sentence names them: "every indicator but CHD002", "HYP006 and DM009"."""
    if not chosen.names:
        return "every indicator" if chosen.every else "no indicator"
    known = len(chosen.names) <= _NAMED
    named = several(chosen.names) if known else f"{len(chosen.names)} indicators"
    return f"every indicator but {named}" if chosen.every else named


def line_in_words(line: str) -> str:
    """A line of the payments table: "qof" is QOF income."""
    return _LINES.get(line, line.replace("_", " "))


def counted_in_words(of: Counted, names: Names) -> str:
    """What an amount a head is a head of."""
    match of.kind:
        case "list":
            return "a registered patient"
        case "weighted list":
            return "a weighted patient"
        case "register":
            return f"a patient on the {of.name} register"
        case _:
            return f"for each counted as {_name(of.name, names)}"


def _name(own: str, names: Names) -> str:
    said = names.get(own, "")
    return f"“{said}” ({own})" if said else own


def _inside(term: Term, names: Names) -> str:
    """A term within another: in brackets where its words could run into those around it."""
    said = term_in_words(term, names)
    return f"({said})" if isinstance(term, _RUNS_ON) else said


def _fixed(term: Fixed, names: Names) -> str:
    return f"{short_pounds(term.pounds)} a practice"


def _a_head(term: AHead, names: Names) -> str:
    return f"{short_pounds(term.pounds)} {counted_in_words(term.of, names)}"


def _base_income(term: BaseIncome, names: Names) -> str:
    said = f"the practice's {line_in_words(term.line)} of {term.of}, {term.reading.in_words}"
    return f"{said}{_uplifted(term.uplift)}{_without(term.missing)}"


def _uplifted(uplift: tuple[Uplift, ...]) -> str:
    return f", brought up to {several(_UPLIFTS[each] for each in uplift)}" if uplift else ""


def _without(missing: Missing) -> str:
    """What happens without the year; national pay is what a reader expects, and is not said each time."""
    if missing is Missing.NOTHING:
        return "; a practice without that year is paid nothing"
    return "; a practice without that year has the mean of the others" if missing is Missing.OTHERS else ""


def _base_points(term: BasePoints, names: Names) -> str:
    said = f"the points that the practice earned in {term.of} on {chosen_in_words(term.indicators)}"
    if term.without_retired:
        said += ", as far as QOF still has them and out of the points that they have this year"
    if term.out_of is not None and term.scaled_to is not None:
        said += f", scaled from {figure(term.out_of)} to {figure(term.scaled_to)}"
    now = several(_UPLIFTS[each] for each in term.uplift)
    then = several(_UPLIFTS[each].replace("this", "that") for each in Uplift if each not in term.uplift)
    return f"{said}, at {several(part for part in (now, then) if part)}{_without(term.missing)}"


def _points(term: Points, names: Names) -> str:
    return f"what this year's results earn on {chosen_in_words(term.indicators)}"


def _slide(term: Slide, names: Names) -> str:
    how = f"nothing at {percent(term.lower)} or less, all of it from {percent(term.upper)}"
    return f"{_inside(term.pays, names)}, in proportion to {_name(term.measure, names)}: {how}"


def _item(term: Item, names: Names) -> str:
    said = f"{short_pounds(term.pounds)} for each counted as {_name(term.measure, names)}"
    caps = [f"{figure(term.most)} a practice"] if term.most is not None else []
    if term.most_a_thousand is not None:
        caps.append(f"{figure(term.most_a_thousand)} for each 1,000 patients")
    return f"{said}, up to {several(caps)}" if caps else said


def _tariff(term: Tariff, names: Names) -> str:
    groups = (f"{short_pounds(pounds)} for each counted as {_name(m, names)}" for m, pounds in term.groups)
    said = several(groups)
    if not term.kpis:
        return said
    return f"{said}, as far as these standards are met: {'; '.join(_kpi(kpi, names) for kpi in term.kpis)}"


def _kpi(kpi: Kpi, names: Names) -> str:
    bars = f"all at {percent(kpi.full)}, half at {percent(kpi.half)}"
    return f"{_name(kpi.measure, names)}, weight {figure(kpi.weight)}, {bars}"


def _top_up(term: TopUp, names: Names) -> str:
    lines = several(line_in_words(line) for line in term.lines)
    to = f"{short_pounds(term.to)} {counted_in_words(term.of, names)}"
    parts = "; ".join(_part(part, names) for part in term.parts)
    return f"what lifts {lines} to {to}" + (f": {parts}" if parts else "")


def _part(part: Part, names: Names) -> str:
    standards = [_standard(each, names) for each in part.standards]
    if not standards:
        return f"{percent(part.share)} without a standard"
    if len(standards) == 1:
        return f"{percent(part.share)} for {standards[0]}"
    how = "in equal parts for each of these" if part.each else "when all of these are met"
    return f"{percent(part.share)} {how}: {several(standards)}"


def _standard(standard: Standard, names: Names) -> str:
    least = "at least " if standard.at_least < 100 else ""
    return f"{least}{percent(standard.at_least)} on {_name(standard.measure, names)}"


def _improvement(term: Improvement, names: Names) -> str:
    mean = "year before" if term.years == 1 else f"mean of the {term.years} years before"
    on = f"gain on the practice's own {mean} on {_name(term.of, names)}"
    points = f"nothing at {figure(term.lower)} percentage points or less, all of it from {figure(term.upper)}"
    return f"{_inside(term.pays, names)}, in proportion to the {on}: {points}"


def _best_period(term: BestPeriod, names: Names) -> str:
    best = f"in the best of {several(term.periods)}"
    times = f", times {figure(term.times)}" if term.times != 1 else ""
    return f"{short_pounds(term.pounds)} for each counted as {_name(term.measure, names)} {best}{times}"


def _capitation(term: Capitation, names: Names) -> str:
    budget = f"a budget of {short_pounds(term.pounds)} {counted_in_words(term.of, names)}"
    gain = f"{percent(term.gain)} of what is left, up to {percent(term.gain_cap)} of the budget"
    loss = f"bears {percent(term.loss)} of what is overspent, up to {percent(term.loss_cap)}"
    said = f"{budget} for {_name(term.spend, names)}, of which the practice has {gain}, and {loss}"
    return f"{said}; the budget itself is paid too" if term.pays_budget else said


def _pool_share(term: PoolShare, names: Names) -> str:
    return f"a share of the pool {_name(term.pool, names)}, in proportion to {_inside(term.by, names)}"


def _sum(term: Sum, names: Names) -> str:
    return ", plus ".join(_inside(each, names) for each in term.terms)


def _share(term: Share, names: Names) -> str:
    return f"{percent(term.percent)} of {_inside(term.of, names)}"


def _less(term: Less, names: Names) -> str:
    taken = several(_inside(each, names) for each in term.take)
    floor = ", even below nothing" if term.below_nought else ", but never below nothing"
    return f"{_inside(term.of, names)} less {taken}{floor}"


def _best_of(term: BestOf, names: Names) -> str:
    first, *others = (_inside(each, names) for each in term.terms)
    by = f" by at least {percent(term.by_at_least)}" if term.by_at_least else ""
    return f"{first}, or {several(others, joined='or')} where that is higher{by}" if others else first


def _mean_of(term: MeanOf, names: Names) -> str:
    said = f"the mean of {several(_inside(each, names) for each in term.terms)}"
    return f"{said}, {_MISSING[term.missing]}"


def _limited(term: Limited, names: Names) -> str:
    bounds = [f"no less than {_inside(term.least, names)}"] if term.least is not None else []
    bounds += [f"no more than {_inside(term.most, names)}"] if term.most is not None else []
    return f"{_inside(term.of, names)}, {several(bounds)}" if bounds else term_in_words(term.of, names)


def _network_all(term: NetworkAll, names: Names) -> str:
    meets = f" and reaches {_standard(term.standard, names)}" if term.standard else ""
    return f"{_inside(term.pays, names)}, when every practice of the network has joined{meets}"


def _if_met(term: IfMet, names: Names) -> str:
    asked = several(_name(each, names) for each in term.obligations)
    met = "is met" if len(term.obligations) == 1 else "are all met"
    return f"{_inside(term.pays, names)}, when {asked} {met}"


def _for_contracts(term: ForContracts, names: Names) -> str:
    whom = several(term.contracts)
    said = f"{_inside(term.pays, names)} for {whom} practices"
    if term.else_pays is None:
        return f"{said} and nothing for the others"
    return f"{said}, and {_inside(term.else_pays, names)} for the others"


_RUNS_ON = (
    Sum, Less, BestOf, MeanOf, Limited, NetworkAll, IfMet, ForContracts, Slide, Improvement, TopUp, Tariff,
    Capitation,
)  # fmt: skip
_PHRASES: dict[type[Any], Callable[[Any, Names], str]] = {
    Fixed: _fixed, AHead: _a_head, BaseIncome: _base_income, BasePoints: _base_points, Points: _points,
    Slide: _slide, Item: _item, Tariff: _tariff, TopUp: _top_up, Improvement: _improvement,
    BestPeriod: _best_period, Capitation: _capitation, PoolShare: _pool_share, Sum: _sum, Share: _share,
    Less: _less, BestOf: _best_of, MeanOf: _mean_of, Limited: _limited, NetworkAll: _network_all,
    IfMet: _if_met, ForContracts: _for_contracts,
}  # fmt: skip
"""What writes each kind of term."""
