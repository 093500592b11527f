"""What each practice must know of its figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from openqof.core.terms import BaseIncome, BasePoints, NetworkAll, parts_of
from openqof.impact.working.earned import BoolArray
from openqof.impact.working.needs import named
from openqof.impact.working.streams import sweeps_all
from openqof.impact.working.whole import Parts, may_join, shut_out


def notes(parts: Parts) -> tuple[tuple[str, ...], ...]:
    """What to know of each practice's figures, in their order."""
    found: list[list[str]] = [[] for _ in parts.side.practices]
    for place, note in _notes(parts):
        found[place].append(note)
    return tuple(tuple(each) for each in found)


def _notes(parts: Parts) -> Iterator[tuple[int, str]]:
    yield from _of_joining(parts)
    yield from _of_the_guarantee(parts)
    yield from _of_suspended(parts)
    yield from _of_amounts(parts)
    yield from _of_bases(parts)
    yield from _of_part_years(parts)


def _places(where: BoolArray) -> list[int]:
    return [int(place) for place in np.flatnonzero(where)]


def _of_joining(parts: Parts) -> Iterator[tuple[int, str]]:
    offer = parts.ask.scheme.offer
    for place in _places(~parts.joined):
        contract = parts.side.roll[place].contract
        if offer is not None and not may_join(contract, offer.contracts):
            yield place, f"{contract}, to which the scheme is not offered: national pay"
        elif shut_out(parts.ask, parts.side.roll[place].code):
            yield place, "its list is closed, and the scheme is not offered to it: national pay"
        else:
            yield place, "not joined: national pay"


def _of_the_guarantee(parts: Parts) -> Iterator[tuple[int, str]]:
    pledge = parts.pledge
    if pledge is None:
        return
    place = {code: column for column, code in enumerate(parts.side.practices)}
    for lost in pledge.gone:
        if lost.successor:
            yield place[lost.successor], f"with the base of {lost.practice} {lost.name}"
    for without in _places(parts.joined & ~pledge.held):
        yield without, f"no income in {pledge.terms.of}: national pay"
    stream = next(each for each in parts.streams if each.change and each.name.startswith("Guarantee"))
    for above in _places(stream.pence > pledge.pence):
        yield above, "paid on what it achieved, which is above the guarantee"


def _of_suspended(parts: Parts) -> Iterator[tuple[int, str]]:
    standing = parts.standing
    if standing is None or not standing.bases:
        return
    count, base = int(standing.suspended.sum()), named(str(year) for year in standing.bases)
    settled = standing.at_base.sum(axis=0)
    for place in _places(parts.joined & (settled < count)):
        if not settled[place]:
            yield place, f"no results of {base}: paid on this year's"
        else:
            left = count - int(settled[place])
            yield place, f"{left} of {count} suspended have no result of {base}: paid on this year's"


def _of_amounts(parts: Parts) -> Iterator[tuple[int, str]]:
    """Whose pay of a change is not known, and who has no network where one is asked for."""
    for each in parts.amounts:
        if sweeps_all(each.paying):
            instead = "national pay"
        else:
            instead = "paid on this year's results" if each.paying.pay is None else "nothing paid for it"
        for place in _places(each.unknown):
            yield place, f"change {each.paying.change.number} is not known for it: {instead}"
        if any(isinstance(part, NetworkAll) for part in parts_of(each.paying.amount)):
            alone = [i for i, p in enumerate(parts.side.roll) if parts.joined[i] and not p.network]
            yield from ((place, "no network is known") for place in alone)


def _of_bases(parts: Parts) -> Iterator[tuple[int, str]]:
    """Who lacks the points or income of a year that a term is based on."""
    facts = parts.facts
    terms = [part for each in parts.amounts for part in parts_of(each.paying.amount)]
    for year in sorted({part.of for part in terms if isinstance(part, BasePoints)}):
        yield from _lacking(np.isnan(facts.then[year].all_points), parts, f"no points of {year}")
    asked = {(t.line, t.of, t.reading) for t in terms if isinstance(t, BaseIncome)}
    for line, year, reading in sorted(asked):
        what = "QOF income" if line == "qof" else f"income on {line}"
        yield from _lacking(np.isnan(facts.income[line, year, reading]), parts, f"no {what} of {year}")


def _lacking(absent: BoolArray, parts: Parts, note: str) -> Iterable[tuple[int, str]]:
    return ((place, note) for place in _places(absent & parts.joined))


def _of_part_years(parts: Parts) -> Iterator[tuple[int, str]]:
    inputs, days = parts.side.inputs, parts.ask.law.year.days
    if inputs is None:
        return
    for place in _places(inputs.share_of_year < 1):
        yield place, f"in force for {round(inputs.share_of_year[place] * days)} of {days} days"
