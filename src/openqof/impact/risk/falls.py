"""What becomes of recorded care where its incentive goes, and of what national QOF would then count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from openqof.core.assumptions import AUTOMATIC, TICK_BOX, Assumptions, Fall
from openqof.core.changes import Replace, Retire, Suspend
from openqof.core.sources import Provenance
from openqof.engine.law import FloatArray
from openqof.impact.assessment import Estimate
from openqof.impact.risk.baskets import Table, baskets
from openqof.impact.risk.draws import FALLS, Basket, generator
from openqof.impact.work.assumptions import estimate
from openqof.impact.worked import Worked
from openqof.impact.working.reform import settled, sweeps

STEPS = 25
"""How many sizes of a fall its cost is worked out at; between them it is joined by straight lines."""


@dataclass(frozen=True, slots=True)
class Shadow:
    """What national QOF, were it still counted, would lose by the falls: 5, 50 and 95%, in pounds."""

    low: float
    middle: float
    high: float


def withdrawn(worked: Worked) -> tuple[str, ...]:
    """The national indicators whose incentive goes, for those who join, in the order of the law."""
    ask = worked.ask
    sets = settled(ask.scheme, ask.law)
    gone = {
        name
        for change in ask.scheme.changes
        if sweeps(change) or isinstance(change.terms, Suspend | Retire | Replace)
        for name in sets[change.number]
    }
    return tuple(name for name in ask.law.indicators if name in gone)


def falls_of(worked: Worked, assumptions: Assumptions) -> Mapping[str, Fall | None]:
    """The expected fall of every indicator withdrawn; None where nothing is supposed of its kind."""
    found: dict[str, Fall | None] = {}
    for name in withdrawn(worked):
        classed = assumptions.classed(name)
        found[name] = None if classed is None else assumptions.fall_of(classed.kind, classed.recorded)
    return found


def falls(worked: Worked, assumptions: Assumptions) -> tuple[tuple[str, Estimate, Provenance], ...]:
    """Each kind of indicator withdrawn, once, the steepest expected fall first."""
    kinds = dict.fromkeys(fall for fall in falls_of(worked, assumptions).values() if fall is not None)
    rows = [(_label(fall), estimate(fall.change), fall.change.provenance) for fall in kinds]
    return tuple(sorted(rows, key=lambda row: row[1].likely))


def _label(fall: Fall) -> str:
    how = {TICK_BOX: "by tick-box", AUTOMATIC: "automatically"}.get(fall.recorded)
    return f"{fall.kind}, recorded {how}" if how else fall.kind


def shadow(worked: Worked, assumptions: Assumptions, table: Table, *, draws: int, seed: int) -> Shadow | None:
    """Draw a size of fall for each kind, the same for all practices, and add up what it costs in points.

    From results as they stand, of practices that join; None where what falls is not counted or costs
    nothing.
    """
    found = {name: fall for name, fall in falls_of(worked, assumptions).items() if fall is not None}
    if worked.national is None or not found:
        return None
    basket, cost = baskets(worked, table, {})[0], np.zeros(draws)
    for place, fall in enumerate(dict.fromkeys(found.values())):
        names = [name for name, each in found.items() if each == fall]
        change = _sizes(fall, generator(seed, FALLS, place), draws)
        cost += _cost(worked, table, basket, names, change)
    if not cost.any():
        return None
    low, middle, high = np.percentile(cost, [5, 50, 95]) / 100.0
    return Shadow(float(low), float(middle), float(high))


def _sizes(fall: Fall, rng: np.random.Generator, draws: int) -> FloatArray:
    """Percentage points, from a triangle with the supposed figures as its corners."""
    ends = estimate(fall.change)
    if ends.low == ends.high:
        return np.full(draws, ends.likely)
    return rng.triangular(ends.low, ends.likely, ends.high, draws)


def _cost(worked: Worked, table: Table, basket: Basket, names: list[str], change: FloatArray) -> FloatArray:
    """Pence that the indicators lose, all practices that join together, for changes in percentage points."""
    national = worked.national
    assert national is not None
    sizes = np.linspace(float(change.min()), float(change.max()), STEPS)
    lost = np.zeros(STEPS)
    for name in names:
        row, own = table.row(name), national.inputs.indicators.index(name)
        scale, people = basket.scales[row], table.given.denominator[row]
        if scale is None:
            continue
        share = np.divide(national.inputs.numerator[own], people, out=np.zeros_like(people), where=people > 0)
        baseline = None if table.baseline is None else table.baseline[row]
        for step, size in enumerate(sizes):
            points = scale.earned(np.maximum(share + size / 100.0, 0.0), baseline)
            lost[step] += ((basket.now[row] - points) * basket.weight[row])[worked.joined].sum()
    return np.interp(change, sizes, lost)
