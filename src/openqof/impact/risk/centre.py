"""Draws set about what is to be expected: the points of a practice's own share, and a little less.

Shocks that are as likely up as down take more than they give where most indicators earn all of their points,
for nothing is paid above the upper threshold. Practices work to stay above it, and the shocks do not know
that they do. So the draws keep their spread, and their mean is set to what was seen of one year and the next.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openqof.engine.law import FloatArray
from openqof.impact.risk.draws import Basket, Posterior, Spread

PASSES = 5
"""How often the mean is set: the bounds take a little of it back each time, less and less."""


def centre(
    gained: FloatArray,
    baskets: Sequence[Basket],
    given: Posterior,
    spread: Spread,
    baseline: FloatArray | None = None,
) -> None:
    """Move the draws (b, p, draws) of each practice, in place, so that their mean is what is expected.

    No draw then earns less than nothing, or more than all points. A practice without points to win stays
    below its expectation where it cannot be met.
    """
    for place, basket in enumerate(baskets):
        expected, least, most = _expected(basket, given, spread, baseline)
        draws = gained[place]
        for _ in range(PASSES):
            draws += (expected - draws.mean(axis=1))[:, None]
            np.clip(draws, least[:, None], most[:, None], out=draws)


def _expected(
    basket: Basket, given: Posterior, spread: Spread, baseline: FloatArray | None
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Pence that each practice is expected to gain on now, the least and the most it can, (p,) each."""
    mean = given.alpha / (given.alpha + given.beta)
    moves, now, most = (np.zeros(mean.shape[1]) for _ in range(3))
    for row, scale in enumerate(basket.scales):
        if scale is None:
            continue
        weight, points = basket.weight[row], basket.now[row]
        own = None if baseline is None else baseline[row]
        moves += (scale.earned(mean[row], own) - points) * weight
        now += points * weight
        most += (scale.points - points) * weight
    return spread.pull * moves - spread.slip * now, -now, most
