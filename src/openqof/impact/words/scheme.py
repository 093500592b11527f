"""Everything a scheme states, as statements with their provenance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from openqof.core.changes import LevelOf, Suspend
from openqof.core.scheme import Measure, Offer, Parameter, Said, Scheme, Uptake, Watch
from openqof.core.sources import Provenance
from openqof.files.canonical import figure
from openqof.impact.words.changes import change_in_words, names_of
from openqof.impact.words.figures import day, percent, several
from openqof.impact.words.terms import line_in_words, term_in_words

_KINDS = {
    "count": "a count",
    "share": "a percentage",
    "pounds": "pounds",
    "yes_no": "yes or no",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing the scheme states, and its provenance."""

    about: str
    says: str
    provenance: Provenance


def statements(scheme: Scheme) -> tuple[Statement, ...]:
    """Everything the scheme states, each with the source and basis it names."""
    return (
        *_who_and_when(scheme),
        *_why(scheme),
        *_deal(scheme),
        *_parameters(scheme),
        *_measures(scheme),
        *(Statement(f"Change {c.number}", change_in_words(c, scheme), c.provenance) for c in scheme.changes),
        *_levels(scheme),
        *_watched(scheme),
        *_came_of_it(scheme),
        *_bands(scheme),
    )


def notes_stated(scheme: Scheme) -> tuple[Statement, ...]:
    """What a reader of the scheme's figures must know; a report of a price sets them apart."""
    return tuple(Statement("Note", note.text, note.provenance) for note in scheme.notes)


def _said(about: str, said: Said | None) -> Iterator[Statement]:
    if said is not None:
        yield Statement(about, said.text, said.provenance)


def _who_and_when(scheme: Scheme) -> Iterator[Statement]:
    label = "Commissioner" if len(scheme.bodies) == 1 else "Commissioners"
    yield Statement(label, ", ".join(scheme.bodies), scheme.provenance)
    runs = f"{day(scheme.runs.first)} to {day(scheme.runs.last)}"
    yield Statement("Runs", runs, scheme.runs.provenance)
    yield from _said("Status", scheme.status)
    yield from _said("No price", scheme.unpriced)
    if scheme.line:
        yield Statement("Paid on the line", line_in_words(scheme.line), scheme.provenance)
    if scheme.covers:
        yield Statement("Pays for", several(scheme.covers), scheme.provenance)


def _why(scheme: Scheme) -> Iterator[Statement]:
    yield from _said("Why", scheme.because)
    yield from _said("Hypothesis", scheme.hypothesis)
    if scheme.asks:
        yield Statement("Questions", " ".join(scheme.asks.questions), scheme.asks.provenance)
    for option in scheme.options:
        says = f"{option.says}. Not taken: {option.rejected_because}"
        yield Statement("Considered", says, option.provenance)
    if scheme.aim:
        yield Statement("Aim", _aim(scheme), scheme.aim.provenance)


def _aim(scheme: Scheme) -> str:
    aim = scheme.aim
    numbers = aim.changes if aim else ()
    what = f"what changes {several(map(str, numbers))} pay" if len(numbers) > 1 else "all scheme income"
    what = f"what change {numbers[0]} pays" if len(numbers) == 1 else what
    where = f" in the practices of: {aim.where}" if aim and aim.where else ""
    return f"Open terms are chosen so that {what} is as large as may be{where}"


def _deal(scheme: Scheme) -> Iterator[Statement]:
    for about, said in (("Legal route", scheme.route), ("Model", scheme.model)):
        if said is not None:
            yield Statement(about, said.text.replace("-", " "), said.provenance)
    if scheme.offer:
        yield Statement("Offer", _offer(scheme.offer), scheme.offer.provenance)
    if scheme.uptake:
        yield Statement("Uptake", uptake_in_words(scheme.uptake), scheme.uptake.provenance)


def _offer(offer: Offer) -> str:
    contracts = f" under {several(offer.contracts, joined='or')}" if offer.contracts else ""
    closes = f", until {day(offer.closes)}" if offer.closes else ""
    stays = "; national QOF stays open to the others" if offer.national_qof_stays else ""
    closed = "" if offer.closed_lists else "; a practice with a closed list may not join"
    return f"To {offer.to}{contracts}{closes}{stays}{closed}"


def uptake_in_words(uptake: Uptake) -> str:
    """How many joined, and what a price supposes: "55 of 75 practices joined"."""
    parts = []
    if uptake.joined is not None:
        of = f" of {uptake.of:,}" if uptake.of is not None else ""
        joined = "practice" if uptake.joined == 1 and not of else "practices"
        parts.append(f"{uptake.joined:,}{of} {joined} joined")
    elif uptake.of is not None:
        parts.append(f"open to {uptake.of:,} practices")
    if uptake.expected is not None:
        parts.append(f"{percent(uptake.expected)} expected")
    return "; ".join(parts) or "not known"


def _parameters(scheme: Scheme) -> Iterator[Statement]:
    for each in scheme.parameters.values():
        yield Statement(f"Local value {each.name}", _parameter(each), each.provenance)


def _parameter(each: Parameter) -> str:
    value = value_in_words(each.value)
    if each.open and each.low is not None and each.high is not None and each.step is not None:
        bounds = f"{figure(each.low)} to {figure(each.high)} in steps of {figure(each.step)}"
        return f"{each.says}: {value}, to be chosen from {bounds}"
    return f"{each.says}: {value}"


def value_in_words(value: Decimal | tuple[str, ...]) -> str:
    """The value of a parameter: a number, or words."""
    return figure(value) if isinstance(value, Decimal) else several(value)


def _measures(scheme: Scheme) -> Iterator[Statement]:
    for each in scheme.measures.values():
        yield Statement(f"Measure {each.id}", measure_in_words(each), each.provenance)


def measure_in_words(each: Measure) -> str:
    """What an own measure counts, where it is read and what is expected of it."""
    of = f": {each.numerator}" if each.numerator else ""
    of += f" of {each.denominator}" if each.denominator else ""
    parts = [f"{each.says}; {_KINDS.get(each.kind, each.kind)}{of}"]
    parts += [f"read from {each.read_from}"] if each.read_from else []
    parts += [f"by {several(each.periods)}"] if each.periods else []
    parts += [f"expected {_expected(each)}"] if each.expected is not None else []
    return "; ".join(parts)


def _expected(each: Measure) -> str:
    value = figure(each.expected or Decimal(0))
    unit = {"share": "%", "count": " for each 1,000 patients", "yes_no": "% of practices"}.get(each.kind, "")
    if each.kind == "pounds":
        return f"£{value} for each 1,000 patients"
    return f"{value}{unit}"


def _levels(scheme: Scheme) -> Iterator[Statement]:
    """The pay level of a suspended set, which may be less sure than the set itself."""
    for change in scheme.changes:
        terms = change.terms
        if not isinstance(terms, Suspend):
            continue
        if isinstance(terms.pay, LevelOf):
            says = f"At the results of {terms.pay.year}"
        else:
            says = "Nothing" if terms.pay is None else term_in_words(terms.pay, names_of(scheme))
        yield Statement(f"Change {change.number}, pay", says[:1].upper() + says[1:], terms.pay_provenance)


def _watched(scheme: Scheme) -> Iterator[Statement]:
    if scheme.watch:
        yield Statement("Monitoring", watch_in_words(scheme.watch), scheme.watch.provenance)
    if scheme.ends:
        notice = f", notice {scheme.ends.notice}" if scheme.ends.notice else ""
        yield Statement("Ends", f"{scheme.ends.how}{notice}", scheme.ends.provenance)


def watch_in_words(watch: Watch) -> str:
    """What is monitored, against what, and what for."""
    against = f", against {watch.against}" if watch.against else ""
    uses = f"; for {several(watch.may_be_used_for)}" if watch.may_be_used_for else ""
    never = f"; not for {several(watch.not_for)}" if watch.not_for else ""
    return f"{watch.measure}{against}{uses}{never}"


def _came_of_it(scheme: Scheme) -> Iterator[Statement]:
    for result in scheme.results:
        yield from _said("Result", result)


def _bands(scheme: Scheme) -> Iterator[Statement]:
    near, far = percent(scheme.bands.near), percent(scheme.bands.far)
    says = f"Within {near} is little change, beyond {far} is much"
    yield Statement("Bands", says, scheme.bands.provenance)
