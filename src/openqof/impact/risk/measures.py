"""Own measures drawn: a share by its patients, counts and pounds by how much, yes or no by chance."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from openqof.core.scheme import Measure
from openqof.engine.law import FloatArray
from openqof.engine.terms.facts import Counts, Facts
from openqof.impact.risk.draws import MEASURES, Spread, generator, posterior
from openqof.impact.risk.tiles import counts_tiled

A_THOUSAND, HUNDRED = 1000.0, 100.0


@dataclass(frozen=True, slots=True, eq=False)
class MeasureDraws:
    """One own measure and period: what is drawn in place of its counts.

    `first` and `second` are alpha and beta of a share, shape and scale of a count or of pounds, the chance of
    a yes. Every block of draws has random numbers of its own, whatever the order they are asked for in.
    """

    key: tuple[str, str]
    counts: Counts
    first: FloatArray
    second: FloatArray
    place: tuple[int, ...]

    def draw(self, block: int, shift: FloatArray) -> Counts:
        """The counts of a block of draws, draw after draw, flat.

        `shift` (draws, p) moves a share's log-odds, as the practice's other work.
        """
        rng = generator(self.place[0], *self.place[1:], block)
        top = self._top(rng, shift)
        many = counts_tiled(self.counts, len(shift))
        known = ~np.isnan(many.numerator) & (many.numerator >= 0)
        return replace(many, numerator=np.where(known, top.ravel(), many.numerator))

    def _top(self, rng: np.random.Generator, shift: FloatArray) -> FloatArray:
        """Numerators (draws, p)."""
        kind = self.counts.kind
        if kind == "share":
            return self._share(rng, shift)
        if kind == "yes_no":
            return (rng.random(shift.shape) < self.first).astype(np.float64)
        top = rng.gamma(self.first, self.second, size=shift.shape)
        return rng.poisson(top).astype(np.float64) if kind == "count" else top

    def _share(self, rng: np.random.Generator, shift: FloatArray) -> FloatArray:
        share = np.clip(rng.beta(self.first, self.second, size=shift.shape), 1e-12, 1.0 - 1e-12)
        odds = share / (1.0 - share) * np.exp(shift)
        share = odds / (1.0 + odds)
        people = np.nan_to_num(self.counts.denominator)
        if self.counts.assumed:
            return share * people
        return rng.binomial(np.rint(people).astype(np.int64), share).astype(np.float64)


def measure_draws(
    key: tuple[str, str],
    counts: Counts,
    said: Measure | None,
    facts: Facts,
    spread: Spread,
    *,
    seed: int,
    place: int,
) -> MeasureDraws:
    """What a measure is drawn from: its counts where there are any, else what the scheme expects."""
    make = {"share": _shares, "yes_no": _chances}.get(counts.kind, _amounts)
    first, second = make(counts, said, facts, spread)
    return MeasureDraws(key, counts, first, second, (seed, MEASURES, place))


def _shares(
    counts: Counts, said: Measure | None, facts: Facts, spread: Spread
) -> tuple[FloatArray, FloatArray]:
    """Alpha and beta: of the expectation and its spread, else the posterior of the counts."""
    if counts.assumed:
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = np.nan_to_num(counts.numerator / counts.denominator)
        mean = np.clip(mean, 1e-6, 1.0 - 1e-6)
        wide = _spread(said)
        weight = mean * (1.0 - mean) / (wide / HUNDRED) ** 2 - 1.0 if wide else 1.0 / spread.between - 1.0
        weight = np.maximum(weight, 0.1)
        return mean * weight, (1.0 - mean) * weight
    none = np.full((1, len(facts)), np.nan)
    given = posterior(counts.numerator[None], counts.denominator[None], (none, none), spread)
    return given.alpha[0], given.beta[0]


def _spread(said: Measure | None) -> float:
    return 0.0 if said is None or said.spread is None else float(said.spread)


def _chances(
    counts: Counts, said: Measure | None, facts: Facts, spread: Spread
) -> tuple[FloatArray, FloatArray]:
    """The chance of a yes: as it is where it was reported, what is expected in percent where it was not."""
    now = (np.nan_to_num(counts.numerator) > 0).astype(np.float64)
    if counts.assumed and said is not None and said.expected is not None and said.expected > 1:
        now = np.full(len(facts), float(said.expected) / HUNDRED)
    return now, now


def _amounts(
    counts: Counts, said: Measure | None, facts: Facts, spread: Spread
) -> tuple[FloatArray, FloatArray]:
    """Shape and scale of a gamma distribution with the figure as its mean."""
    mean = np.maximum(np.nan_to_num(counts.numerator), 0.0)
    deviation = mean * spread.count
    if _spread(said):
        deviation = np.nan_to_num(facts.list_size) / A_THOUSAND * _spread(said)
    some = (mean > 0) & (deviation > 0)
    shape = np.where(some, (mean / np.where(some, deviation, 1.0)) ** 2, 1.0)
    return shape, np.where(mean > 0, mean / shape, 0.0)
