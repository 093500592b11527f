"""In words: what keeps chosen terms from being better, and, where nothing fits, what would have to give."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from openqof.core.money import from_pence, write_pounds
from openqof.files.canonical import figure
from openqof.impact.design.solve import AIM, BILL, POINTS, Bounds, Found, Programme

ESTIMATE = "An estimate: there parameters meet, and priced together they come to other figures."
"""What is said of an answer that the programme adds up and that does not add up when it is priced."""

Confirms = Callable[[Found], bool]
"""Whether an answer, priced, comes to what the programme says of it."""


def binds(programme: Programme, found: Found, bounds: Bounds, confirms: Confirms) -> Iterator[str]:
    """What each bound costs the aim: found by solving again with the bound eased, and priced again."""
    best = programme.most(AIM, Bounds())
    if best is not None and best.value(AIM) <= found.value(AIM):
        yield "Nothing binds: no values of the parameters bring the aim higher."
        return
    if bounds.budget is not None:
        yield _budget(programme, found, bounds, bounds.budget, confirms)
    if bounds.losing is not None:
        yield _losing(programme, found, bounds, bounds.losing, confirms)
    if bounds.points is not None:
        yield _points(programme, found, bounds, confirms)


def _told(said: str, answer: Found, confirms: Confirms) -> str:
    """A sentence on an answer, marked as an estimate where pricing it comes to other figures."""
    return said if confirms(answer) else f"{said} {ESTIMATE}"


def _budget(programme: Programme, found: Found, bounds: Bounds, budget: int, confirms: Confirms) -> str:
    """What the least more of the budget that brings anything would bring."""
    left = _pounds(budget - found.value(BILL))
    more = programme.least_bill(replace(bounds, budget=None, aim=found.value(AIM) + 1))
    if more is None:
        return f"The budget has {left} left. It does not bind: more of it would not bring the aim higher."
    rise, needed = _pounds(more.value(AIM) - found.value(AIM)), _pounds(more.value(BILL) - budget)
    said = f"The budget binds: {left} of it is left, and {needed} more would bring the aim up by {rise}."
    return _told(f"{said} Less than that changes nothing.", more, confirms)


def _losing(programme: Programme, found: Found, bounds: Bounds, losing: int, confirms: Confirms) -> str:
    """What the fewest practices more that bring anything would bring."""
    held = f"{_practices(found.losing)} paid less than nationally, of {losing} allowed."
    fewest = programme.fewest_losing(replace(bounds, aim=found.value(AIM) + 1))
    more = None if fewest is None else programme.most(AIM, replace(bounds, losing=fewest.losing))
    if fewest is None or more is None:
        return f"{held} It does not bind: more of them would not bring the aim higher."
    rise = _pounds(more.value(AIM) - found.value(AIM))
    if fewest.losing == losing + 1:
        return _told(f"{held} It binds: one practice more would bring the aim up by {rise}.", more, confirms)
    said = f"{held} It binds: with {fewest.losing} allowed the aim would come up by {rise}"
    return _told(f"{said}, and fewer change nothing.", more, confirms)


def _points(programme: Programme, found: Found, bounds: Bounds, confirms: Confirms) -> str:
    """What asking for the least fewer points that bring anything would bring."""
    held = f"{_figure(found.value(POINTS))} points can be earned, of {_figure(bounds.points or 0)} asked for."
    eased = programme.most(POINTS, replace(bounds, points=None, aim=found.value(AIM) + 1))
    more = None if eased is None else programme.most(AIM, replace(bounds, points=eased.value(POINTS)))
    if eased is None or more is None:
        return f"{held} That does not bind."
    rise = _pounds(more.value(AIM) - found.value(AIM))
    said = f"{held} It binds: with {_figure(eased.value(POINTS))} asked for the aim would come up by {rise}"
    return _told(f"{said}, and with more it would not.", more, confirms)


def relaxes(programme: Programme, bounds: Bounds, confirms: Confirms) -> Iterator[str]:
    """Where nothing fits: the least that each bound must give with the others kept, or all together."""
    said = [*_one_alone(programme, bounds, confirms)]
    yield from said
    if not said:
        yield "No single bound is in the way: easing any one alone does not help."
        yield from _together(programme, bounds, confirms)


def _one_alone(programme: Programme, bounds: Bounds, confirms: Confirms) -> Iterator[str]:
    cheapest = programme.least_bill(replace(bounds, budget=None))
    if cheapest is not None:
        bill = cheapest.value(BILL)
        short = _pounds(bill - (bounds.budget or 0))
        said = f"The budget: {_pounds(bill)} is the least that keeps to the rest, {short} more."
        yield _told(said, cheapest, confirms)
    fewest = programme.fewest_losing(bounds) if bounds.losing is not None else None
    if fewest is not None:
        said = f"Practices: at least {_practices(fewest.losing)} paid less than nationally in this budget."
        yield _told(said, fewest, confirms)
    richest = programme.most(POINTS, replace(bounds, points=None)) if bounds.points is not None else None
    if richest is not None:
        said = f"Points: {_figure(richest.value(POINTS))} is the most that keeps to the rest."
        yield _told(said, richest, confirms)


def _together(programme: Programme, bounds: Bounds, confirms: Confirms) -> Iterator[str]:
    cheapest = programme.least_bill(Bounds())
    if cheapest is not None:
        held = f"with {_practices(cheapest.losing)} paid less than nationally"
        points = f"{_figure(cheapest.value(POINTS))} points"
        said = f"Without any bound the least bill is {_pounds(cheapest.value(BILL))}, {held} and {points}."
        yield _told(said, cheapest, confirms)
    richest = programme.most(POINTS, Bounds()) if bounds.points is not None else None
    if richest is not None:
        said = f"The most points that any values leave is {_figure(richest.value(POINTS))}."
        yield _told(said, richest, confirms)


def _pounds(pence: int) -> str:
    return write_pounds(from_pence(pence))


def _practices(number: int) -> str:
    return f"{number:,} practice{'' if number == 1 else 's'}"


def _figure(thousandths: int) -> str:
    return figure(Decimal(thousandths) / 1000)
