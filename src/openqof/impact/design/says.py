"""In words: what keeps chosen terms from being better, and, where nothing fits, what would have to give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from openqof.core.money import from_pence, write_pounds
from openqof.files.canonical import figure
from openqof.impact.design.solve import AIM, BILL, POINTS, Bounds, Found, Programme


def binds(programme: Programme, found: Found, bounds: Bounds) -> Iterator[str]:
    """What each bound costs the aim: found by solving again with the bound eased."""
    best = programme.most(AIM, Bounds())
    if best is not None and best.value(AIM) <= found.value(AIM):
        yield "Nothing binds: no values of the parameters bring the aim higher."
        return
    if bounds.budget is not None:
        yield _budget(programme, found, bounds, bounds.budget)
    if bounds.losing is not None:
        yield _losing(programme, found, bounds, bounds.losing)
    if bounds.points is not None:
        yield _points(programme, found, bounds)


def _budget(programme: Programme, found: Found, bounds: Bounds, budget: int) -> str:
    left = f"The budget has {_pounds(budget - found.value(BILL))} left."
    higher = replace(bounds, budget=None, aim=found.value(AIM) + 1)
    more = programme.least_bill(higher)
    if more is None:
        return f"{left} It does not bind: more of it would not bring the aim higher."
    rise, needed = _pounds(more.value(AIM) - found.value(AIM)), more.value(BILL) - budget
    if needed <= 100:
        return f"{left} It binds: one pound more would bring the aim up by {rise}."
    first = f"one pound more changes nothing; {_pounds(needed)} more would bring the aim up by {rise}"
    return f"{left} It binds: {first}."


def _losing(programme: Programme, found: Found, bounds: Bounds, losing: int) -> str:
    held = f"{_practices(found.losing)} paid less than nationally, of {losing} allowed."
    one_more = programme.most(AIM, replace(bounds, losing=losing + 1))
    rise = 0 if one_more is None else one_more.value(AIM) - found.value(AIM)
    if rise > 0:
        return f"{held} It binds: one practice more would bring the aim up by {_pounds(rise)}."
    free = programme.most(AIM, replace(bounds, losing=None))
    rise = 0 if free is None else free.value(AIM) - found.value(AIM)
    if free is None or rise <= 0:
        return f"{held} It does not bind: more of them would not bring the aim higher."
    return f"{held} One more changes nothing; {free.losing} would bring the aim up by {_pounds(rise)}."


def _points(programme: Programme, found: Found, bounds: Bounds) -> str:
    held = f"{_figure(found.value(POINTS))} points can be earned, of {_figure(bounds.points or 0)} asked for."
    free = programme.most(AIM, replace(bounds, points=None))
    rise = 0 if free is None else free.value(AIM) - found.value(AIM)
    if free is None or rise <= 0:
        return f"{held} That does not bind."
    return f"{held} It binds: {_figure(free.value(POINTS))} would bring the aim up by {_pounds(rise)}."


def relaxes(programme: Programme, bounds: Bounds) -> Iterator[str]:
    """Where nothing fits: the least that each bound must give with the others kept, or all together."""
    said = [*_one_alone(programme, bounds)]
    yield from said
    if not said:
        yield "No single bound is in the way: easing any one alone does not help."
        yield from _together(programme, bounds)


def _one_alone(programme: Programme, bounds: Bounds) -> Iterator[str]:
    cheapest = programme.least_bill(replace(bounds, budget=None))
    if cheapest is not None:
        short = _pounds(cheapest.value(BILL) - (bounds.budget or 0))
        yield (
            f"The budget: {_pounds(cheapest.value(BILL))} is the least that keeps to the rest, {short} more."
        )
    fewest = programme.fewest_losing(bounds) if bounds.losing is not None else None
    if fewest is not None:
        yield f"Practices: at least {_practices(fewest.losing)} paid less than nationally in this budget."
    richest = programme.most(POINTS, replace(bounds, points=None)) if bounds.points is not None else None
    if richest is not None:
        yield f"Points: {_figure(richest.value(POINTS))} is the most that keeps to the rest."


def _together(programme: Programme, bounds: Bounds) -> Iterator[str]:
    cheapest = programme.least_bill(Bounds())
    if cheapest is not None:
        held = f"with {_practices(cheapest.losing)} paid less than nationally"
        points = f"{_figure(cheapest.value(POINTS))} points"
        yield f"Without any bound the least bill is {_pounds(cheapest.value(BILL))}, {held} and {points}."
    richest = programme.most(POINTS, Bounds()) if bounds.points is not None else None
    if richest is not None:
        yield f"The most points that any values leave is {_figure(richest.value(POINTS))}."


def _pounds(pence: int) -> str:
    return write_pounds(from_pence(pence))


def _practices(number: int) -> str:
    return f"{number:,} practice{'' if number == 1 else 's'}"


def _figure(thousandths: int) -> str:
    return figure(Decimal(thousandths) / 1000)
