"""Each change of a scheme in plain words: a sentence or two that can be read aloud."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openqof.core.changes import (
    AddIndicator,
    AddService,
    Bound,
    Certainty,
    Contribution,
    EndService,
    Guarantee,
    Keep,
    LevelOf,
    Pay,
    Pool,
    PracticesGone,
    Replace,
    Report,
    Require,
    Retire,
    SetPays,
    SetPoints,
    Suspend,
    Terms,
    When,
)
from openqof.core.scheme import Change, Scheme
from openqof.core.terms import Chosen
from openqof.files.canonical import figure
from openqof.files.words import pays_in_words
from openqof.impact.words.figures import day, month, number_of, percent, several, short_pounds
from openqof.impact.words.terms import Names, chosen_in_words, line_in_words, term_in_words

_A_FEW = 3
_APRIL = 4
_WHEN = {
    "monthly": "monthly",
    "quarterly": "a month after each quarter",
    "half-yearly": "half-yearly",
    "at the start": "at the start",
    "year end": "three months after the year end",
}


def change_in_words(change: Change, scheme: Scheme | None = None) -> str:
    """What one change does, in a sentence or two; with the scheme, in its own names for measures."""
    return _SENTENCES[type(change.terms)](change.terms, names_of(scheme))


def names_of(scheme: Scheme | None) -> Names:
    """What the scheme calls its own measures and obligations, by their ids."""
    if scheme is None:
        return {}
    asked = {c.terms.id: c.terms.what for c in scheme.changes if isinstance(c.terms, Require) and c.terms.id}
    return asked | {name: measure.says for name, measure in scheme.measures.items()}


def when_in_words(when: When) -> str:
    """When a payment is made: "monthly", "45% in July 2014 and 55% in May 2015"."""
    if when.days:
        return several(f"{percent(share)} in {month(start)}" for start, share in when.days)
    return _WHEN.get(when.how, when.how)


def _whose(chosen: Chosen) -> str:
    """The indicators at the head of a sentence."""
    said = chosen_in_words(chosen)
    return said[:1].upper() + said[1:]


def _verb(chosen: Chosen, one: str, many: str) -> str:
    return one if chosen.every or len(chosen.names) == 1 else many


def _keep(terms: Keep, names: Names) -> str:
    verb = _verb(terms.indicators, "stays as it is", "stay as they are")
    return f"{_whose(terms.indicators)} {verb} nationally, and paid on the year's results."


def _suspend(terms: Suspend, names: Names) -> str:
    whole = _verb(terms.chosen, "it is", "they are")
    until = f" until {day(terms.end)}" if terms.end else ""
    by_days = ", for the days suspended," if terms.by_days else ""
    head = f"Work on {_amount_of(terms.chosen)} stops on {day(terms.start)}{until}; {whole}{by_days}"
    if isinstance(terms.pay, LevelOf):
        return f"{head} paid at the practice's results of {terms.pay.year}."
    if terms.pay is None:
        return f"{head} unpaid for the whole year." if _in_part(terms) else f"{head} not paid."
    return f"{head} paid {term_in_words(terms.pay, names)}."


def _in_part(terms: Suspend) -> bool:
    """Whether work stops for a part of the year, and yet its pay goes by the whole of it."""
    begins = (terms.start.month, terms.start.day) == (_APRIL, 1)
    return not terms.by_days and (terms.end is not None or not begins)


def _amount_of(chosen: Chosen) -> str:
    """A few indicators by name, more by number."""
    by_name = chosen.every or len(chosen.names) <= _A_FEW
    return chosen_in_words(chosen) if by_name else number_of(len(chosen.names), "indicator")


def _retire(terms: Retire, names: Names) -> str:
    return f"{_whose(terms.indicators)} {_verb(terms.indicators, 'is', 'are')} no longer asked for, nor paid."


def _set_pays(terms: SetPays, names: Names) -> str:
    head = f"{_whose(terms.indicators)} {_verb(terms.indicators, 'is', 'are')} paid otherwise"
    if terms.pays is not None:
        return f"{head}: {pays_in_words(terms.pays, None)}."
    bars = (("from", terms.lower), ("to", terms.upper))
    said = [f"{word} {percent(value)}" for word, value in bars if value is not None]
    said += [f"{figure(terms.step)} points at the lower threshold"] if terms.step is not None else []
    return f"{head}: {', '.join(said)}."


def _set_points(terms: SetPoints, names: Names) -> str:
    verb = _verb(terms.indicators, "is", "are")
    if terms.percent is not None:
        return f"{_whose(terms.indicators)} {verb} worth {percent(terms.percent)} of the national points."
    each = "" if verb == "is" and not terms.indicators.every else " each"
    points = "no points" if not terms.points else f"{figure(terms.points)} points"
    return f"{_whose(terms.indicators)} {verb} worth {points}{each}."


def _add_indicator(terms: AddIndicator, names: Names) -> str:
    return f"A new indicator, {_new(terms)}."


def _new(terms: AddIndicator) -> str:
    weighted = f", weighted by the prevalence of {terms.group}" if terms.group else ""
    return f"{terms.id} ({terms.says}): {pays_in_words(terms.pays, terms.points)}{weighted}"


def _replace(terms: Replace, names: Names) -> str:
    verb = _verb(terms.indicators, "goes", "go")
    return f"{_whose(terms.indicators)} {verb}, and in the place comes {_new(terms.by)}."


def _guarantee(terms: Guarantee, names: Names) -> str:
    whole = "" if terms.share == 100 else f"{percent(terms.share)} of "
    said = f"Practices are guaranteed {whole}their QOF income of {terms.of}, {terms.reading.in_words}."
    if terms.or_actual_above is not None:
        by = f" by more than {percent(terms.or_actual_above)}" if terms.or_actual_above else ""
        said += f" One whose results earn more{by} may ask for what they earn."
    if terms.practices_gone is PracticesGone.NOT_PAID:
        said += " The income of a practice that is gone is not paid."
    return said


def _pay(terms: Pay, names: Names) -> str:
    whom = terms.payee[:1].upper() + terms.payee[1:] if terms.payee else "Practices"
    verb = "is" if terms.payee else "are"
    sure = "guaranteed" if terms.certainty is Certainty.GUARANTEED else "to be earned"
    paid = f"Paid by {terms.payer} out of the pot “{terms.pot}”, {when_in_words(terms.when)}; {sure}"
    instead = "; in place of all national QOF but what is kept" if terms.instead_of else ""
    covers = f" It covers {several(terms.covers)}." if terms.covers else ""
    return (
        f"{whom} {verb} paid for {terms.what}: {term_in_words(terms.amount, names)}. {paid}{instead}.{covers}"
    )


def _add_service(terms: AddService, names: Names) -> str:
    start = f" from {day(terms.start)}" if terms.start else ""
    return f"The service {terms.service} is offered with the scheme{start}."


def _end_service(terms: EndService, names: Names) -> str:
    pool = f", and goes into the pool {terms.pool}" if terms.pool else ""
    return f"The service {terms.service} ends; what it paid stops{pool}."


def _pool(terms: Pool, names: Names) -> str:
    filled = several(_contribution(each) for each in terms.contributions)
    left = "shared out too" if terms.remainder == "shared" else "kept"
    return f"The pool {terms.id} is filled by {filled}; what no payment takes is {left}."


def _contribution(each: Contribution) -> str:
    if each.pounds is not None:
        return f"{each.by} with {short_pounds(each.pounds)}"
    part = "" if each.percent == 100 else f"{percent(each.percent)} of "
    return f"{each.by} with {part}the {line_in_words(each.line)} of the practices that join"


def _report(terms: Report, names: Names) -> str:
    return f"Practices go on reporting {terms.indicators} indicators; reporting is {terms.level}."


def _require(terms: Require, names: Names) -> str:
    who = "Each practice" if terms.of is Bound.PRACTICE else "The commissioner"
    parts = [f"{who} is to {terms.what}"]
    parts += [f"by {day(terms.by)}"] if terms.by else []
    parts += [f"shown by {terms.evidence}"] if terms.evidence else []
    parts += [f"{figure(terms.hours)} hours a practice and year"] if terms.hours is not None else []
    return ", ".join(parts) + "."


_SENTENCES: dict[type[Any], Callable[[Any, Names], str]] = {
    Keep: _keep, Suspend: _suspend, Retire: _retire, SetPays: _set_pays, SetPoints: _set_points,
    AddIndicator: _add_indicator, Replace: _replace, Guarantee: _guarantee, Pay: _pay,
    AddService: _add_service, EndService: _end_service, Pool: _pool, Report: _report, Require: _require,
}  # fmt: skip
"""What writes each kind of change."""


def in_few_words(scheme: Scheme) -> str:
    """What the changes of a scheme do, each in a phrase: for a list of many schemes."""
    phrases: dict[str, list[str]] = {}
    for change in scheme.changes:
        for head, names in _few(change.terms):
            phrases.setdefault(head, []).extend(names)
    said = "; ".join(head.format(_at_most(names)) for head, names in phrases.items())
    said = said or "asks for nothing and pays nothing"
    return said[:1].upper() + said[1:]


def _at_most(names: list[str]) -> str:
    """Indicators of several changes together: a few by name, more by number."""
    return several(names) if len(names) <= _A_FEW else f"{len(names)} indicators"


def _few(terms: Terms) -> list[tuple[str, list[str]]]:
    """A phrase with a gap for indicators, and those that fill it; nothing for what a list leaves out."""
    match terms:
        case Suspend():
            return [(f"suspends {{}}, paid {_level(terms)}", _list(terms.chosen))]
        case Retire() | Replace() | Keep():
            verb = type(terms).__name__.lower()
            return [(f"{verb}s {{}}", _list(terms.indicators))]
        case SetPays() | SetPoints():
            what = "thresholds" if isinstance(terms, SetPays) else "points"
            return [(f"sets the {what} of {{}}", _list(terms.indicators))]
        case AddIndicator():
            return [("adds {}", [terms.id])]
    said = _few_payments(terms)
    return [(said.replace("{", "{{").replace("}", "}}"), [])] if said else []


def _few_payments(terms: Terms) -> str:
    match terms:
        case Guarantee():
            return f"guarantees QOF income of {terms.of}"
        case Pay():
            return f"pays for {terms.what}"
        case AddService() | EndService():
            return f"{'starts' if isinstance(terms, AddService) else 'ends'} {terms.service}"
        case Pool():
            return f"pools money in {terms.id}"
        case _:
            return ""


def _list(chosen: Chosen) -> list[str]:
    return [chosen_in_words(chosen)] if chosen.every else list(chosen.names)


def _level(terms: Suspend) -> str:
    if isinstance(terms.pay, LevelOf):
        return f"at {terms.pay.year}"
    return "nothing" if terms.pay is None else "otherwise"
