"""What a price says of itself: what its figures are, and who is in none of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from openqof.core.changes import Certainty, EndService, Guarantee, Suspend
from openqof.core.national import NationalYear
from openqof.core.tables import POOLED
from openqof.core.terms import BaseIncome, BasePoints, MeanOf, Missing, Reading, parts_of
from openqof.core.years import FinancialYear
from openqof.engine.terms.asks import lines_of
from openqof.impact.pricing import Elsewhere, Gone
from openqof.impact.worked import Told
from openqof.impact.working.ask import Ask
from openqof.impact.working.cautions import cautions
from openqof.impact.working.gone import Base, gone, moved, once
from openqof.impact.working.guarantee import RULES
from openqof.impact.working.income import Source
from openqof.impact.working.needs import here, named
from openqof.impact.working.outside import few
from openqof.impact.working.paying import paying, service, years_needed
from openqof.impact.working.pools import pool_remarks
from openqof.impact.working.rests import recalled_pence
from openqof.impact.working.roll import practices_of
from openqof.impact.working.streams import sweeps_all
from openqof.impact.working.unchanged import why_unchanged
from openqof.impact.working.whole import Parts

RESULTS_STAY = (
    "The results of a practice that is gone are not handed on: a successor is paid on its own results of the "
    "base year."
)
MERGED = (
    "A practice that took another's list over since has the other's base too, where the data names the "
    "successor: income is added up, points are averaged by list."
)
LACKS = {
    Missing.OTHERS: "A practice without one of the years is paid on the mean of those that it has.",
    Missing.NATIONAL: "A practice without a base year is paid as nationally.",
    Missing.NOTHING: "A practice without a base year is not paid, and is named.",
}


def told(parts: Parts) -> Told:
    """Everything the figures of a price need said beside them."""
    recalled, law = _recalled(parts)
    rolls = _rolls(parts)
    return Told(
        national=_national_says(parts),
        scheme=_scheme_says(parts),
        rule=" ".join(_rules(parts)),
        remarks=tuple(_remarks(parts)),
        gone=_gone(parts, rolls),
        elsewhere=_elsewhere(parts, rolls),
        files=_files(parts),
        recalled_pence=recalled,
        law=law,
    )


def _national_says(parts: Parts) -> str:
    year, source = parts.ask.law.year, parts.side.stands.source
    ended = any(isinstance(change.terms, EndService) for change in parts.ask.scheme.changes)
    more = ", and the services that the scheme ends" if ended else ""
    if not parts.ask.scheme.priced:
        return f"QOF income of {year}"
    if source is Source.CASH:
        return f"QOF income paid in cash in {year}{more}"
    if parts.pledge is not None or source is not Source.RESULTS:
        return f"QOF income earned in {year}{more}"
    return f"What QOF {year} pays for the results of the year{more}"


def _scheme_says(parts: Parts) -> str:
    priced, standing = parts.ask.scheme.priced, parts.standing
    kinds = {type(change.terms) for change in priced}
    if not priced:
        return "The same: the scheme does not change it"
    if kinds == {Guarantee} and parts.pledge is not None:
        how = "paid in cash" if parts.ask.reading is Reading.CASH else "earned"
        return f"QOF income {how} in {parts.pledge.terms.of}, guaranteed{_apart(parts)}"
    if kinds == {Suspend} and standing is not None and standing.bases and not parts.amounts:
        count, says = int(standing.suspended.sum()), named(str(base) for base in standing.bases)
        return f"The same with {count} suspended indicators paid at the results of {says}"
    names = [stream.name for stream in parts.streams if stream.change or stream.pence.any()]
    said = f"What the scheme pays: {named(dict.fromkeys(names))}" if names else "Nothing of QOF is paid"
    return said + _apart(parts)


def _apart(parts: Parts) -> str:
    """Which indicators the guaranteed income leaves out."""
    pledge = parts.pledge
    if pledge is None or not pledge.apart:
        return ""
    return f"; what {few(pledge.apart)} earned in {pledge.terms.of} is not in the guarantee"


def _rules(parts: Parts) -> Iterator[str]:
    if parts.pledge is not None:
        yield RULES[parts.pledge.terms.practices_gone]
    if parts.standing is not None and parts.standing.bases:
        yield RESULTS_STAY
    terms = [part for each in parts.amounts for part in parts_of(each.paying.amount)]
    based = [part for part in terms if isinstance(part, BaseIncome | BasePoints)]
    if based:
        yield MERGED
    means = [part.missing for part in terms if isinstance(part, MeanOf)]
    inside = {id(part) for mean in terms if isinstance(mean, MeanOf) for part in parts_of(mean)}
    alone = [part.missing for part in based if id(part) not in inside]
    yield from dict.fromkeys(LACKS[each] for each in (*means, *alone))


def _remarks(parts: Parts) -> Iterator[str]:
    scheme = parts.ask.scheme
    if parts.ask.is_over:
        yield _stands_in(parts.ask)
    if parts.pledge is not None and parts.pledge.terms.reading is not parts.ask.reading:
        own, shown = parts.pledge.terms.reading.in_words, parts.ask.reading.in_words
        yield f"The scheme guarantees income {own}; shown here is income {shown}."
    yield from parts.side.stands.remarks
    yield from parts.measured.remarks
    for change in scheme.changes:
        if isinstance(change.terms, EndService):
            line = service(change.terms.service, parts.ask.services).line
            yield f"{change.terms.service} ends: what was paid on its line, {line}, is compared too."
    yield from cautions(parts)
    yield from _without_floor(parts)
    yield from pool_remarks(parts.ask, parts.pools, parts.streams)
    if not parts.joined.all() and scheme.offer and scheme.offer.contracts:
        yield f"Offered to {named(scheme.offer.contracts)} practices; the others stay on national pay."
    yield from _closed_lists(parts)
    yield from why_unchanged(parts)


def _closed_lists(parts: Parts) -> Iterator[str]:
    offer, closed = parts.ask.scheme.offer, parts.ask.area.closed
    if offer is not None and not offer.closed_lists:
        if not closed:
            yield (
                "Practices with a closed list may not join. None was named (--closed-lists), so that all are "
                "priced as if their lists were open."
            )
        else:
            yield f"Closed lists, whose practices may not join: {len(closed)}."
    elif closed:
        yield f"Closed lists: {len(closed)}. The scheme does not bar them, so that their practices may join."


def _without_floor(parts: Parts) -> Iterator[str]:
    """What the scheme declares guaranteed and whose term can come to nothing."""
    for stream in parts.streams:
        declared = stream.certainty is Certainty.GUARANTEED and stream.change
        if declared and stream.pence.any() and not stream.guaranteed.any():
            yield (
                f"The scheme declares change {stream.change} guaranteed ({stream.name}). Its terms can come "
                f"to nothing in a year, so that none of it is counted as guaranteed here."
            )


def _stands_in(ask: Ask) -> str:
    """What a price on the year before the scheme's own rests on."""
    priced, runs = ask.law.year, ask.year_run
    return (
        f"The scheme runs in {runs}. Priced is {priced}, the last year under the law that it changes: "
        f"its practices, lists, results and value of a point stand in for those of {runs}. Where a term says "
        f"this year, that is {priced}."
    )


def _rolls(parts: Parts) -> dict[FinancialYear, Base]:
    """Who was there in each base year."""
    years = {*_level_years(parts), *_term_years(parts)}
    found = {year: Base(year, practices_of(parts.ask.tables.practices, year)) for year in sorted(years)}
    return found if parts.pledge is None else {parts.pledge.base.year: parts.pledge.base, **found}


def _gone(parts: Parts, rolls: dict[FinancialYear, Base]) -> tuple[Gone, ...]:
    """Practices of a base year that are nowhere in the year priced, each once."""
    found = list(parts.pledge.gone) if parts.pledge is not None else []
    found += [
        each for year in _level_years(parts) for each in _gone_from(parts, rolls[year], by_results=True)
    ]
    found += [
        each for year in _term_years(parts) for each in _gone_from(parts, rolls[year], by_results=False)
    ]
    first: dict[str, Gone] = {}
    for each in found:
        first.setdefault(each.practice, each)
    return tuple(first.values())


def _gone_from(parts: Parts, base: Base, *, by_results: bool) -> tuple[Gone, ...]:
    """Those of one year; results stay with the practice, what a term is based on goes to a successor."""
    side = parts.side
    paid = dict(zip(side.practices, side.roll, strict=True))
    taken = frozenset(np.array(side.practices, dtype=object)[parts.joined].tolist())
    if not by_results:
        return gone(base, now=side.everyone, paid=paid, area=parts.ask.area, taken=taken)
    lost = gone(base, now=side.everyone, paid=paid, area=parts.ask.area, taken=taken, handed=False)
    return tuple(_with_clue(each, base) for each in lost)


def _with_clue(lost: Gone, base: Base) -> Gone:
    heir = base.practices[lost.practice].successor
    clue = f"succeeded by {heir}" if heir else "no successor is named"
    return Gone(lost.practice, lost.name, lost.patients, None, clue=clue)


def _level_years(parts: Parts) -> list[FinancialYear]:
    return [] if parts.standing is None else list(parts.standing.bases)


def _term_years(parts: Parts) -> list[FinancialYear]:
    """The years that pay terms are based on."""
    terms = [part for each in parts.amounts for part in parts_of(each.paying.amount)]
    found = {part.of for part in terms if isinstance(part, BaseIncome | BasePoints)}
    return sorted(found - {parts.ask.law.year})


def _elsewhere(parts: Parts, rolls: dict[FinancialYear, Base]) -> tuple[Elsewhere, ...]:
    ask, side = parts.ask, parts.side
    found = list(side.missing)
    for base in rolls.values():
        found += moved(base, now=side.everyone, area=ask.area, year=ask.law.year)
    return once(found)


def _recalled(parts: Parts) -> tuple[int | None, NationalYear | None]:
    """Scheme income on recalled values of the law that paid it; None where no law did."""
    pledge, standing, national = parts.pledge, parts.standing, parts.side.earned
    if pledge is not None and pledge.results is not None:
        return recalled_pence(pledge.results.law, pledge.results.pence), pledge.results.law
    if standing is not None:
        return recalled_pence(standing.law, standing.pence), parts.ask.law
    if parts.ask.scheme.priced and national is not None and parts.side.stands.source is Source.RESULTS:
        swept = pledge is not None or any(sweeps_all(each.paying) for each in parts.amounts)
        return (0 if swept else recalled_pence(national.law, national.pence)), national.law
    return None, None


def _files(parts: Parts) -> frozenset[str]:
    """The files that rows came from: practices and payments of the area, or all results.

    National averages rest on every practice, so a price from results rests on every file of results.
    """
    ask = parts.ask
    by_results = parts.side.stands.source in (Source.RESULTS, Source.IN_ALL) or parts.standing is not None
    asked = {line for each in paying(ask.scheme, ask.services) for line, _, _ in lines_of(each.amount)}
    found: set[str] = set()
    for year in years_needed(ask.scheme, ask.law.year, ask.services):
        tables, roll = ask.tables.of(year), here(ask.tables, ask.area, year)
        ours = pl.col("practice").is_in(roll.get_column("practice").implode())
        frames = [roll, tables.payments.filter(ours & pl.col("line").is_in(["qof", *asked])), tables.measures]
        frames += [tables.counts, tables.prevalence] if by_results or not ask.scheme.priced else []
        found |= {file for frame in frames for file in frame.get_column("file").unique()}
    return frozenset(found - {POOLED})
