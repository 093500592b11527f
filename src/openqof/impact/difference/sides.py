"""One side of a comparison: everything that a scheme, or a national year alone, asks and pays, by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from openqof.core.changes import (
    AddService,
    EndService,
    Guarantee,
    LevelOf,
    Pay,
    Pool,
    Report,
    Require,
    Suspend,
)
from openqof.core.money import write_pounds
from openqof.core.national import Indicator, NationalYear, Protected
from openqof.core.scheme import Change, Scheme
from openqof.core.years import FinancialYear
from openqof.files.canonical import figure
from openqof.files.load import load_year
from openqof.files.words import pays_in_short
from openqof.impact.words.changes import change_in_words, names_of
from openqof.impact.words.figures import day, percent
from openqof.impact.words.scheme import measure_in_words, value_in_words, watch_in_words
from openqof.impact.words.terms import term_in_words
from openqof.impact.working.reform import reform, settled, sweeps

Key = tuple[str, str]
RESULTS = "on the year's results"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a document says of one thing, in parts; `stopped` where it is there but nobody is to do it.

    `points` are those of an indicator, which the first part says.
    """

    parts: tuple[str, ...]
    stopped: bool = False
    points: Decimal | None = None

    @property
    def says(self) -> str:
        """All the parts."""
        return ", ".join(self.parts)


def together(several: Sequence[Entry]) -> Entry:
    """Indicators that became one: their points added up, and what else is said of them side by side."""
    points = sum((each.points or Decimal(0) for each in several), Decimal(0))
    others = (dict.fromkeys(parts) for parts in zip(*(each.parts[1:] for each in several), strict=False))
    said = (in_points(points), *(" and ".join(each) for each in others))
    return Entry(said, all(each.stopped for each in several), points)


@dataclass(frozen=True, slots=True)
class Side:
    """A document as entries by kind and name, in the order of the law and then of the document."""

    year: FinancialYear
    entries: dict[Key, Entry] = field(default_factory=dict)


def side(document: Scheme | NationalYear) -> Side:
    """The entries of a scheme under its law, or of a national year by itself."""
    if isinstance(document, NationalYear):
        return Side(document.year, dict(_law_alone(document)))
    law = load_year(document.base) if document.base else None
    entries = dict(_indicators(document, law)) | dict(_national(law)) if law else {}
    year = law.year if law else FinancialYear.of(document.runs.first)
    return Side(year, entries | dict(_document(document)))


def _law_alone(law: NationalYear) -> Iterator[tuple[Key, Entry]]:
    for code, rule in law.indicators.items():
        yield ("indicator", code), Entry((*_worth(rule), _usual(rule)), points=rule.points.value)
    yield from _national(law)
    yield from _runs(law.year.first_day, law.year.last_day)


def _worth(rule: Indicator) -> tuple[str, str]:
    pays = rule.pays.normally if isinstance(rule.pays, Protected) else rule.pays
    return in_points(rule.points.value), pays_in_short(pays)


def in_points(points: Decimal) -> str:
    """33 points."""
    return f"{figure(points)} point{'s' if points != 1 else ''}"


def _usual(rule: Indicator) -> str:
    """Whose results an indicator is paid on where no change of a scheme says otherwise."""
    return f"paid at the results of {rule.pays.at}" if isinstance(rule.pays, Protected) else RESULTS


def _national(law: NationalYear) -> Iterator[tuple[Key, Entry]]:
    yield ("national value", "a point"), Entry((write_pounds(law.point_value.value),))
    yield ("national value", "average list"), Entry((f"{law.average_list.value:,} patients",))
    yield ("national value", "aspiration"), Entry((percent(law.aspiration.value * 100),))


def _runs(first: date, last: date) -> Iterator[tuple[Key, Entry]]:
    yield ("date", "runs from"), Entry((day(first),))
    yield ("date", "runs to"), Entry((day(last),))


def _indicators(scheme: Scheme, law: NationalYear) -> Iterator[tuple[Key, Entry]]:
    """Each indicator that the scheme leaves or adds, with what it pays there."""
    ways = _ways(scheme, law)
    for code, rule in reform(scheme, law).indicators.items():
        way = ways.get(code, Entry((_usual(rule),)))
        yield ("indicator", code), Entry((*_worth(rule), *way.parts), way.stopped, rule.points.value)


def _ways(scheme: Scheme, law: NationalYear) -> dict[str, Entry]:
    """How the indicators are paid that are not paid on the year's results."""
    sets = settled(scheme, law)
    ways: dict[str, Entry] = {}
    for change in sorted(scheme.changes, key=lambda each: not sweeps(each)):
        terms, way = change.terms, None
        if isinstance(terms, Suspend):
            way = Entry((_suspended(terms, scheme),), stopped=True)
        elif isinstance(terms, Guarantee):
            way = Entry((f"paid by the guarantee of change {change.number}",))
        elif isinstance(terms, Pay) and terms.instead_of:
            way = Entry((f"paid by change {change.number} in place of points",))
        ways |= dict.fromkeys(sets[change.number], way) if way else {}
    return ways


def _suspended(terms: Suspend, scheme: Scheme) -> str:
    since = f"work stops on {day(terms.start)}" + (f" until {day(terms.end)}" if terms.end else "")
    if isinstance(terms.pay, LevelOf):
        return f"{since}, paid at the results of {terms.pay.year}"
    if terms.pay is None:
        return f"{since}, {'not paid for those days' if terms.by_days else 'unpaid for the whole year'}"
    paid = f"paid {term_in_words(terms.pay, names_of(scheme))}"
    return f"{since}, {paid}"


def _document(scheme: Scheme) -> Iterator[tuple[Key, Entry]]:
    """Everything but the indicators."""
    for change in scheme.changes:
        yield from _change(change, scheme)
    yield from _runs(scheme.runs.first, scheme.runs.last)
    if scheme.offer and scheme.offer.closes:
        yield ("date", "offer closes"), Entry((day(scheme.offer.closes),))
    for name, parameter in scheme.parameters.items():
        yield ("local value", name), Entry((value_in_words(parameter.value),))
    for name, measure in scheme.measures.items():
        yield ("measure", name), Entry((measure_in_words(measure),))
    yield ("commissioner", "body"), Entry((", ".join(scheme.bodies),))
    if scheme.watch:
        yield ("monitoring", scheme.watch.measure), Entry((watch_in_words(scheme.watch),))
    if scheme.ends:
        yield ("ending", "how"), Entry((scheme.ends.how,))
        if scheme.ends.notice:
            yield ("ending", "notice"), Entry((scheme.ends.notice,))


def _change(change: Change, scheme: Scheme) -> Iterator[tuple[Key, Entry]]:
    terms, says = change.terms, change_in_words(change, scheme)
    match terms:
        case Guarantee():
            yield ("payment", "guarantee of QOF income"), Entry((says,))
        case Pay():
            yield ("payment", terms.id or terms.what), Entry((says,))
        case Pool():
            yield ("pool", terms.id), Entry((says,))
        case AddService() | EndService():
            yield ("service", terms.service), Entry((says,), stopped=isinstance(terms, EndService))
        case Require():
            yield ("obligation", terms.id or f"{terms.of}: {terms.what}"), Entry((says,))
        case Report():
            yield ("reporting", terms.indicators), Entry((says,))
        case _:
            return
