"""What a scheme document means against the law it changes: indicators, dates, conflicts, control totals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from openqof.core.national import NationalYear
from openqof.core.years import FinancialYear
from openqof.files.history import told
from openqof.files.scheme_build import bodies
from openqof.files.shape import Place, Value, Walk, did_you_mean, listed

CHECKED_HERE = ("indicators", "points", "points_returned", "points_net")
CHECKED_WHEN_PRICED = ("practices",)


@dataclass(frozen=True, slots=True)
class Laws:
    """The national year a scheme changes and the one after, as far as the library has them."""

    base: NationalYear
    after: NationalYear | None


@dataclass(frozen=True, slots=True)
class _Sets:
    """One place where a change sets what an indicator, or all of QOF, is paid."""

    change: int
    indicator: str
    place: Place


def check_meaning(document: Value, walk: Walk, *, laws: Laws | None, sources: Iterable[str]) -> None:
    """Note every problem of meaning; `laws` is None where the base year is not known, and is skipped."""
    _check_bodies(document, walk)
    _check_sources(document, walk, set(sources))
    _check_bands(document.get("bands"), walk)
    changes = list(_changes(document))
    _check_conflicts(changes, walk)
    if laws is None:
        return
    _check_runs(document, walk, laws.base.year)
    for number, change in changes:
        _check_change(number, change, walk, laws=laws, runs=document.get("runs"))
    _check_asserts(document, changes, walk, laws)


def _changes(document: Value) -> Iterator[tuple[int, Value]]:
    yield from enumerate(document.plain("changes", ()), start=1)


def _check_bodies(document: Value, walk: Walk) -> None:
    both = "body" in document.keys and "bodies" in document.keys
    if both:
        walk.problem(
            document.keys["bodies"], "L201", "the scheme has both `body` and `bodies`.", "Keep one of them."
        )
    elif not {"body", "bodies"} & set(document.keys):
        walk.problem(
            document, "L201", "the scheme names no body.", "Write `body: 10Y`, or `bodies: [99P, 99Q]`."
        )
    codes = bodies(document)
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        walk.problem(document["bodies"], "L201", f"`bodies` names {code} twice.", "Keep one of them.")


def _check_sources(value: Value, walk: Walk, sources: set[str]) -> None:
    """Every `source` anywhere in the document must be one that sources.yaml lists."""
    cited = value.get("source")
    if cited is not None and cited.value not in sources:
        hint = did_you_mean(cited.value, sources, otherwise="Add it to law/sources.yaml.")
        walk.problem(cited, "L067", f"source {cited.value} is not in sources.yaml.", hint)
    for part in _parts(value.value):
        _check_sources(part, walk, sources)


def _parts(value: Any) -> Iterable[Value]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, tuple) else ()


def _check_bands(bands: Value | None, walk: Walk) -> None:
    if bands is None or bands.get("near") is None or bands.get("far") is None:
        return
    if bands.plain("near") >= bands.plain("far"):
        said = f"the near band, {bands.plain('near')}%, is not below the far one, {bands.plain('far')}%."
        walk.problem(bands["far"], "L203", said, "Put the smaller percentage in `near`.")


def _check_runs(document: Value, walk: Walk, year: FinancialYear) -> None:
    runs = document.get("runs")
    if runs is None or runs.get("from") is None or runs.get("to") is None:
        return
    if runs.plain("from") > runs.plain("to"):
        said = f"the scheme ends on {runs.plain('to')}, before it begins on {runs.plain('from')}."
        walk.problem(runs["to"], "L204", said, "Check both days.")
    for key in ("from", "to"):
        if FinancialYear.of(runs.plain(key)) != year:
            said = f"`{key}` is {runs.plain(key)}, outside {year}, the year of {document.plain('base')}."
            hint = f"That year runs from {year.first_day} to {year.last_day}."
            walk.problem(runs[key], "L204", said, hint)
    _check_offer(document.get("offer"), walk, runs.plain("to"))


def _check_offer(offer: Value | None, walk: Walk, last: date) -> None:
    closes = None if offer is None else offer.get("closes")
    if closes is not None and closes.value > last:
        said = f"the offer closes on {closes.value}, after the scheme ends on {last}."
        walk.problem(closes, "L205", said, "Check both days.")


def _check_change(number: int, change: Value, walk: Walk, *, laws: Laws, runs: Value | None) -> None:
    terms = change[change.tag]
    if change.tag == "guarantee":
        _check_earlier(number, terms.get("of"), walk, laws.base.year)
        _check_hands_on(number, terms.get("hands_on"), walk)
    elif change.tag == "suspend":
        pay = terms.get("pay")
        _check_earlier(number, None if pay is None else pay.get("level_of"), walk, laws.base.year)
        _check_from(number, terms.get("from"), walk, runs)
        for indicator in terms.plain("indicators", ()):
            _check_indicator(number, indicator, walk, laws.base)


def _check_earlier(number: int, base: Value | None, walk: Walk, year: FinancialYear) -> None:
    if base is not None and base.value >= year:
        said = f"change {number} takes {base.value} as its base year, which is not before {year}."
        walk.problem(base, "L206", said, f"Name a year before {year}.")


def _check_hands_on(number: int, hands_on: Value | None, walk: Walk) -> None:
    for code, heir in () if hands_on is None else hands_on.items():
        if heir.value == code:
            walk.problem(
                heir, "L207", f"change {number} hands {code}'s base on to itself.", "Name its successor."
            )


def _check_from(number: int, start: Value | None, walk: Walk, runs: Value | None) -> None:
    first, last = (None, None) if runs is None else (runs.plain("from"), runs.plain("to"))
    if start is None or first is None or last is None or first > last or first <= start.value <= last:
        return
    where = "before the scheme begins" if start.value < first else "after the scheme ends"
    said = f"change {number} suspends from {start.value}, {where}."
    walk.problem(start, "L208", said, f"The scheme runs from {first} to {last}.")


def _check_indicator(number: int, indicator: Value, walk: Walk, law: NationalYear) -> None:
    name = indicator.value
    if name in law.indicators:
        return
    said = f'change {number} suspends "{name}", which QOF {law.year} does not have.'
    walk.problem(indicator, "L209", said, _mend(name, law))


def _mend(name: str, law: NationalYear) -> str:
    """What became of the indicator, else the nearest one of the year."""
    if became := told(name, law.year):
        return became
    if name in law.aliases:
        return f"In the law of {law.year} it is {law.aliases[name]}."
    known = law.indicators
    return did_you_mean(name, known, otherwise=f"openqof show {law.id} lists its {len(known)} indicators.")


def _check_conflicts(changes: list[tuple[int, Value]], walk: Walk) -> None:
    """Each indicator may be set once; a guarantee of all QOF income sets every one of them."""
    first: dict[str, _Sets] = {}
    whole: _Sets | None = None
    for each in (found for number, change in changes for found in _sets(number, change)):
        earlier = whole or (
            next(iter(first.values()), None) if not each.indicator else first.get(each.indicator)
        )
        if earlier is not None:
            _conflict(earlier, each, walk)
        if not each.indicator:
            whole = whole or each
        first.setdefault(each.indicator, each)


def _sets(number: int, change: Value) -> list[_Sets]:
    """What a change sets: named indicators, "" for the whole of QOF, nothing when it has no price."""
    if change.tag == "guarantee":
        return [_Sets(number, "", change[change.tag].place)]
    if change.tag == "suspend":
        named = change[change.tag].plain("indicators", ())
        return [_Sets(number, indicator.value, indicator.place) for indicator in named]
    return []


def _conflict(earlier: _Sets, later: _Sets, walk: Walk) -> None:
    if earlier.change == later.change:
        said = f"change {later.change} suspends {later.indicator} twice; first on line {earlier.place.line}."
        walk.problem(later.place, "L210", said, "Keep one of them.")
        return
    what = later.indicator or earlier.indicator or "the whole of QOF income"
    said = f"changes {earlier.change} and {later.change} both set what is paid for {what}."
    walk.problem(later.place, "L211", said, "Keep one of them.")


def _check_asserts(document: Value, changes: list[tuple[int, Value]], walk: Walk, laws: Laws) -> None:
    """Control totals of the suspended set; those about practices wait for the data.

    A set with a problem of its own is not added up: the totals would only say again that it is wrong.
    """
    asserts, complete = document.get("asserts"), not walk.problems
    if asserts is None:
        return
    true = _totals(changes, laws)
    for name, claimed in asserts.items():
        if name in CHECKED_WHEN_PRICED:
            continue
        if name not in CHECKED_HERE:
            known = (*CHECKED_HERE, *CHECKED_WHEN_PRICED)
            hint = did_you_mean(name, known, otherwise=f"Known are {listed(known)}.")
            walk.problem(asserts.keys[name], "L212", f"nothing checks the assertion `{name}`.", hint)
        elif not complete:
            continue
        elif true.get(name) is None:
            said = f"`{name}` cannot be checked: there is no law file of {laws.base.year.next}."
            walk.problem(claimed, "L213", said, "Leave the assertion out.")
        elif true[name] != claimed.value:
            said = f"asserts {name}: {claimed.value}, but the suspended set makes it {_figure(true[name])}."
            walk.problem(claimed, "L214", said, "Correct the assertion or the list of indicators.")


def _totals(changes: list[tuple[int, Value]], laws: Laws) -> Mapping[str, Decimal | None]:
    """Indicators and points suspended; what the year after puts back on those it keeps; the difference."""
    named = {each.indicator for number, change in changes for each in _sets(number, change)} - {""}
    known = [rule for name, rule in laws.base.indicators.items() if name in named]
    gross = sum((rule.points.value for rule in known), Decimal(0))
    returned = None if laws.after is None else laws.after.points - (laws.base.points - gross)
    net = None if returned is None else gross - returned
    return {
        "indicators": Decimal(len(named)),
        "points": gross,
        "points_returned": returned,
        "points_net": net,
    }


def _figure(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
