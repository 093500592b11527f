"""What may be achieved next time: a posterior for every practice and indicator, and the scales that pay it.

Achievement of practice p on indicator i has, on the log-odds scale, the posterior of its own share plus three
shocks: of the year in the whole area, of the year in the practice, and of the indicator in the practice. The
patients of the denominator are then drawn one by one. What a practice then earns is set about what it is
expected to (centre.py). The posterior is a beta distribution: the area's mean with the weight that its
lasting spread between practices gives it, the practice's counts, and those of the year before at part of
their weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openqof.core.assumptions import Assumptions
from openqof.engine.law import BETTER_OF, FloatArray
from openqof.engine.lines import Line
from openqof.engine.points import better_of, points_for

BoolArray = NDArray[np.bool_]

LEAST_BETWEEN, MOST_BETWEEN = 1e-4, 0.5
"""Bounds of the share of the spread that lies between practices: within them its estimate is used."""

SUPPOSED_AS = 10.0
"""How many practices the spread supposed between practices counts as, beside those of the area."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The standard deviations of the shocks on the log-odds scale, and what else the model supposes.

    `pull` is how much of the way to the points of its shrunken share a practice goes in a year, `slip` the
    part of its points that it loses.
    """

    area: float
    practice: float
    indicator: float
    past_weight: float
    between: float
    count: float
    pull: float
    slip: float

    @property
    def own(self) -> float:
        """The standard deviation of what moves one indicator of one practice, the area's year left out."""
        return float(np.hypot(self.practice, self.indicator))

    @property
    def shared(self) -> float:
        """The standard deviation of what all indicators of a practice share."""
        return float(np.hypot(self.area, self.practice))


_NAMES = (
    "area_year", "practice_year", "indicator_year", "past_weight", "between", "count_spread", "pull", "slip",
)  # fmt: skip


def spread_of(assumptions: Assumptions) -> Spread:
    """The likely figures of the assumptions; KeyError where one is missing."""
    return Spread(*(float(assumptions.risk[name].likely) for name in _NAMES))


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """A beta distribution for each indicator and practice, (n, p); `denominator` 0 where nothing is drawn."""

    alpha: FloatArray
    beta: FloatArray
    denominator: FloatArray

    def only(self, rows: Sequence[int]) -> Posterior:
        """Some of its indicators, in the order given."""
        chosen = list(rows)
        return Posterior(self.alpha[chosen], self.beta[chosen], self.denominator[chosen])


def posterior(
    numerator: FloatArray,
    denominator: FloatArray,
    past: tuple[FloatArray, FloatArray],
    spread: Spread,
) -> Posterior:
    """Shrink each practice to its area and to its own past; counts (n, p), NaN where not reported.

    Counts hold the chance of their own year, which will not come again, so that however many patients there
    are, they tell no more of the next year than that chance allows.
    A numerator above its denominator, which published files hold, counts as all of it.
    """
    top, bottom = _known(numerator, denominator)
    mean = (top.sum(axis=1) + 0.5) / (bottom.sum(axis=1) + 1.0)
    possible = mean * (1.0 - mean)
    weight = _prior_weight(top, bottom, mean, spread)
    alpha, beta = mean * weight, (1.0 - mean) * weight
    alpha, beta = (
        np.repeat(alpha[:, None], top.shape[1], axis=1),
        np.repeat(beta[:, None], top.shape[1], axis=1),
    )
    for (reached, of), counts in (((top, bottom), 1.0), (_known(*past), spread.past_weight)):
        heard = counts / (1.0 + of * possible[:, None] * spread.own**2)
        alpha += heard * reached
        beta += heard * (of - reached)
    return Posterior(alpha, beta, bottom)


def _known(numerator: FloatArray, denominator: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The counts, both nought where either is not reported or nobody is in the denominator."""
    known = ~np.isnan(numerator) & (denominator > 0)
    bottom = np.where(known, np.rint(np.where(known, denominator, 0.0)), 0.0)
    return np.where(known, np.minimum(np.where(known, numerator, 0.0), bottom), 0.0), bottom


def _prior_weight(top: FloatArray, bottom: FloatArray, mean: FloatArray, spread: Spread) -> FloatArray:
    """How many patients the area's mean counts as: one over the intraclass correlation, less one.

    The correlation by analysis of variance of shares between practices, less what the shocks of the year
    explain of it, which are drawn anew; the spread supposed counts as that of a few practices more.
    """
    present, possible = bottom > 0, mean * (1.0 - mean)
    others, everyone = present.sum(axis=1) - 1.0, bottom.sum(axis=1)
    share = np.divide(top, bottom, out=np.zeros_like(top), where=present)
    around = (bottom * (share - mean[:, None]) ** 2).sum(axis=1) / possible
    room = everyone - (bottom**2).sum(axis=1) / np.maximum(everyone, 1.0) - others
    seen = np.where(room > 0, np.maximum(others, 0.0), 0.0)
    found = np.divide(around - others, room, out=np.zeros_like(mean), where=room > 0)
    lasting = np.maximum(found - possible * spread.own**2, 0.0)
    lasting = (seen * lasting + SUPPOSED_AS * spread.between) / (seen + SUPPOSED_AS)
    weight: FloatArray = 1.0 / np.clip(lasting, LEAST_BETWEEN, MOST_BETWEEN) - 1.0
    return weight


@dataclass(frozen=True, slots=True)
class Scale:
    """How a share is turned into points; thresholds are shares, improvement is percentage points."""

    points: float
    lower: float
    upper: float
    step: float = 0.0
    improvement: tuple[float, float] | None = None

    @classmethod
    def of(cls, line: Line) -> Scale:
        """The scale of an indicator that slides."""
        improvement = line.improvement if line.kind == BETTER_OF else None
        return cls(line.points, line.lower, line.upper, line.step, improvement)

    def earned(self, share: FloatArray, baseline: FloatArray | None) -> FloatArray:
        """Points for shares; `baseline` in percent, of a shape that broadcasts, None where there is none."""
        if self.improvement is None and self.step == 0 and self.upper > self.lower:
            slope = self.points / (self.upper - self.lower)
            scaled: FloatArray = np.clip((share - self.lower) * slope, 0.0, self.points)
            return scaled
        points = points_for(share, self.points, lower=self.lower, upper=self.upper, step=self.step)
        if self.improvement is None or baseline is None:
            return points
        lower, upper = self.improvement
        return better_of(points, share * 100.0, baseline, self.points, lower=lower, upper=upper)


@dataclass(frozen=True, slots=True, eq=False)
class Basket:
    """Indicators that are paid together: what is earned on each now, and what a point of it is worth.

    `scales` are by row, None where the basket does not hold the indicator. `weight` is pence a point and
    `now` the points now, both (n, p); the weight is nought where nothing is drawn.
    """

    name: str
    scales: tuple[Scale | None, ...]
    weight: FloatArray
    now: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Shocks:
    """Standard normal draws: of the area (draws,), of each practice (p, draws)."""

    area: FloatArray
    practice: FloatArray

    def on_log_odds(self, spread: Spread, columns: slice = slice(None)) -> FloatArray:
        """What the shocks move the log-odds of some practices by, (practices, draws)."""
        moved: FloatArray = spread.area * self.area + spread.practice * self.practice[columns]
        return moved


def generator(seed: int, *place: int) -> np.random.Generator:
    """A stream of random numbers of its own for each place it is used in."""
    return np.random.default_rng(np.random.SeedSequence([seed, *place]))


AREA, PRACTICE, CELLS, REST, MEASURES, FALLS = range(6)
"""The places: shocks of the area and of practices, single cells, sums of cells, own measures, falls."""


def shocks(practices: int, *, draws: int, seed: int) -> Shocks:
    """The shocks that every figure of one run shares."""
    area = generator(seed, AREA).standard_normal(draws)
    return Shocks(area, generator(seed, PRACTICE).standard_normal((practices, draws)))


def chunks(practices: int, size: int) -> Sequence[slice]:
    """Neighbouring practices, `size` at a time."""
    return [slice(start, min(start + size, practices)) for start in range(0, practices, size)]
