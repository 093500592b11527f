"""Scheme payments under drawn results: terms that depend on them worked out anew in every draw."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

import numpy as np

from openqof.core.changes import Guarantee
from openqof.core.scheme import Measure
from openqof.core.terms import (
    AHead,
    BestPeriod,
    Capitation,
    Chosen,
    Counted,
    Improvement,
    Item,
    Missing,
    NetworkAll,
    Points,
    PoolShare,
    Slide,
    Tariff,
    Term,
    TopUp,
    parts_of,
)
from openqof.engine.law import FloatArray
from openqof.engine.terms.facts import Counts, Facts
from openqof.engine.terms.fast import worth
from openqof.impact.risk.draws import Spread
from openqof.impact.risk.measures import MeasureDraws, measure_draws
from openqof.impact.risk.tiles import by_draw, tiled
from openqof.impact.worked import Stream, Worked
from openqof.impact.working.guarantee import or_actual
from openqof.impact.working.paying import measures, paying
from openqof.impact.working.streams import term_of

TOGETHER = 8_000
"""Practices times draws that terms are worked out for at once."""

PENNY = 0.005
"""Pounds below which a payment is none."""

_EARNED = (Slide, Item, Tariff, TopUp, BestPeriod, Capitation, Improvement, Points)


@dataclass(frozen=True, slots=True, eq=False)
class Redrawn:
    """A stream that results move: its term, with what it was worth as priced."""

    stream: Stream
    term: Term
    before: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """What a scheme's own payments are drawn from: streams, named indicators and own measures."""

    redrawn: tuple[Redrawn, ...]
    actual: tuple[tuple[Stream, Guarantee], ...]
    held: tuple[Stream, ...]
    points: Mapping[str, Chosen]
    improved: tuple[str, ...]
    measured: tuple[MeasureDraws, ...]
    over: bool


def drawing(worked: Worked, spread: Spread, *, seed: int) -> Drawing:
    """Sort the scheme's streams into those that results move and those that stand.

    National results of a year that was over when the scheme began are known, and move no payment of its own.
    """
    over = worked.ask.is_over
    moved = {place: term for place, term in _with_terms(worked) if term is not None and depends(term, over)}
    points = {} if over else _points(moved.values())
    actual = tuple(_or_actual(worked))
    known = [
        worked.streams[0],
        *(worked.streams[place] for place in moved),
        *(stream for stream, _ in actual),
    ]
    held = [stream for stream in worked.streams if all(stream is not each for each in known)]
    return Drawing(
        redrawn=tuple(_redrawn(worked, moved, points)),
        actual=actual,
        held=tuple(stream for stream in held if _at_risk(stream)),
        points=points,
        improved=() if over else _improved(moved.values()),
        measured=tuple(_measured(worked, moved.values(), spread, seed)),
        over=over,
    )


def _redrawn(worked: Worked, moved: Mapping[int, Term], points: Mapping[str, Chosen]) -> Iterator[Redrawn]:
    if worked.facts is None:
        return
    stand = _with_points(worked.facts, points)
    for place, term in moved.items():
        swapped = _swap(term, points)
        yield Redrawn(worked.streams[place], swapped, worth(swapped, stand).value)


def _at_risk(stream: Stream) -> bool:
    """Whether the ends of a stream say that something can move it."""
    return bool((stream.high > stream.low).any())


def _with_terms(worked: Worked) -> Iterator[tuple[int, Term | None]]:
    """The place of each stream after the first, and its term; a guarantee has none."""
    ask = worked.ask
    terms = iter(sorted(paying(ask.scheme, ask.services), key=lambda each: each.change.number))
    guarantees = {c.number for c in ask.scheme.changes if isinstance(c.terms, Guarantee)}
    for place, stream in enumerate(worked.streams):
        if place == 0:
            continue
        each = None if stream.change in guarantees else next(terms, None)
        yield place, None if each is None else term_of(each, ask)


def depends(term: Term, over: bool) -> bool:
    """Whether results or measures still move a term; `over` when the year's national results are known."""
    return any(
        (isinstance(part, _EARNED) and not (over and _national(part)))
        or (isinstance(part, AHead) and part.of.kind == "measure")
        or (isinstance(part, NetworkAll) and part.standard is not None)
        or (getattr(part, "missing", None) is Missing.NATIONAL and not over)
        for part in parts_of(term)
    )


def _national(part: Term) -> bool:
    """Whether a part is paid for results of the national year."""
    return isinstance(part, Points) or (isinstance(part, Improvement) and not part.own)


def _improved(terms: Collection[Term]) -> tuple[str, ...]:
    """The indicators of the law whose improvement is paid."""
    parts = (part for term in terms for part in parts_of(term))
    return tuple(sorted({each.of for each in parts if isinstance(each, Improvement) and not each.own}))


def _or_actual(worked: Worked) -> Iterator[tuple[Stream, Guarantee]]:
    terms = {change.number: change.terms for change in worked.ask.scheme.changes}
    for stream in worked.streams[1:]:
        found = terms[stream.change]
        if isinstance(found, Guarantee) and found.or_actual_above is not None:
            yield stream, found


def _points(terms: Collection[Term]) -> dict[str, Chosen]:
    """The sets of indicators that terms pay national points for, each with a name of its own."""
    found = dict.fromkeys(
        part.indicators for term in terms for part in parts_of(term) if isinstance(part, Points)
    )
    return {f"points drawn {place}": chosen for place, chosen in enumerate(found)}


def _swap(term: Term, points: Mapping[str, Chosen]) -> Term:
    """The term with national points as pounds that a measure counts, so that they can be drawn."""
    if isinstance(term, Points) and points:
        name = next(name for name, chosen in points.items() if chosen == term.indicators)
        return AHead(Decimal(1), Counted("measure", name))
    changed: dict[str, Any] = {}
    for field in fields(term):
        value = getattr(term, field.name)
        if isinstance(value, Term):
            changed[field.name] = _swap(value, points)
        elif isinstance(value, tuple) and any(isinstance(each, Term) for each in value):
            changed[field.name] = tuple(_swap(each, points) for each in value)
    return replace(term, **changed) if changed else term


def _with_points(facts: Facts, points: Mapping[str, Chosen]) -> Facts:
    """The facts with each set of indicators' pounds as they stand."""
    pounds = {name: worth(Points(chosen), facts).value for name, chosen in points.items()}
    return replace(facts, measures={**facts.measures, **_as_counts(pounds)})


def _as_counts(pounds: Mapping[str, FloatArray]) -> dict[tuple[str, str], Counts]:
    return {(name, ""): Counts(each, each, kind="pounds") for name, each in pounds.items()}


def _measured(worked: Worked, terms: Collection[Term], spread: Spread, seed: int) -> Iterator[MeasureDraws]:
    """A drawing for every own measure that the terms ask of, as far as there is anything to draw."""
    facts = worked.facts
    if facts is None or not terms:
        return
    said: Mapping[str, Measure] = measures(worked.ask.scheme, worked.ask.services)
    for place, (key, counts) in enumerate(sorted(facts.measures.items())):
        yield measure_draws(key, counts, said.get(key[0]), facts, spread, seed=seed, place=place)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What the scheme's own payments follow in each draw; arrays (p, draws).

    `national` is pence of all national QOF, `replaced` of what a guarantee takes the place of. `points` are
    pence that each named set of indicators gains, `shares` what is achieved on indicators by their code.
    `shift` is what the shocks move every log-odds of a practice by.
    """

    national: FloatArray
    replaced: FloatArray
    points: Mapping[str, FloatArray]
    shares: Mapping[str, FloatArray]
    shift: FloatArray


def redraw(worked: Worked, plan: Drawing, drawn: Drawn) -> FloatArray:
    """Pence that all scheme streams together gain or lose on their price, (p, draws)."""
    gained = np.zeros_like(drawn.national)
    actual = np.rint(drawn.replaced).astype(np.int64)
    for stream, terms in plan.actual:
        base = np.broadcast_to(stream.guaranteed[:, None], actual.shape)
        gained += np.where(base > 0, or_actual(terms, base, actual) - stream.pence[:, None], 0.0)
    if worked.facts is None or not plan.redrawn:
        return gained
    stand, size = _with_points(worked.facts, plan.points), _block(worked, plan)
    blocks = [slice(start, start + size) for start in range(0, gained.shape[1], size)]
    many, wide = stand, 1
    for number, block in enumerate(blocks):
        width = gained[:, block].shape[1]
        if width != wide:
            many, wide = tiled(stand, width), width
        here = _facts(many, plan, drawn, number, block)
        for each in plan.redrawn:
            value = worth(each.term, here).value.reshape(width, -1).T
            gained[:, block] += 100.0 * _moved(worked, each, value)
    return gained


def _block(worked: Worked, plan: Drawing) -> int:
    """How many draws are worked out at once: one by one where practices share a pool."""
    pooled = any(isinstance(part, PoolShare) for each in plan.redrawn for part in parts_of(each.term))
    return 1 if pooled else max(1, TOGETHER // max(1, len(worked)))


def _moved(worked: Worked, each: Redrawn, value: FloatArray) -> FloatArray:
    """Pounds above the price, (p, draws); nought for who does not join, or is paid nationally instead."""
    paid = worked.joined & ((each.stream.pence != 0) | (np.abs(each.before) < PENNY))
    return np.nan_to_num(np.where(paid[:, None], value - each.before[:, None], 0.0))


def _facts(many: Facts, plan: Drawing, drawn: Drawn, number: int, block: slice) -> Facts:
    """The facts of a block of draws."""
    shift = drawn.shift[:, block].T
    own = {each.key: each.draw(number, shift) for each in plan.measured}
    pounds = {
        name: many.measures[name, ""].numerator + by_draw(gain, block) / 100.0
        for name, gain in drawn.points.items()
    }
    past, year = dict(many.past), many.now.year
    for name, share in drawn.shares.items():
        now = by_draw(share, block) * 100.0
        past[name, year] = np.where(np.isnan(now), past[name, year], now)
    measures_now = {**many.measures, **own, **_as_counts(pounds)}
    if plan.over:
        return replace(many, measures=measures_now)
    national = by_draw(drawn.national, block) / 100.0
    return replace(many, measures=measures_now, past=past, national=national)
