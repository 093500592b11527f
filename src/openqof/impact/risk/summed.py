"""Achievement summed before it is drawn: the normal sum given the shocks.

Given what all indicators of a practice share, the shocks of the year, its indicators move independently, and
the pounds of some dozens of them together are near to normal. So the mean and the covariances of the baskets'
pounds are worked out at a few values of the shared shock, joined by polynomials, and only the sums are drawn:
one normal number for a practice, a basket and a draw, in place of two gammas, a binomial and a normal for
every indicator. For means and covariances a few dozen points stand for each indicator's rate and patients.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from openqof.engine.law import FloatArray
from openqof.engine.lines import WORKERS
from openqof.impact.risk.draws import REST, Basket, Posterior, Scale, Shocks, Spread, chunks, generator
from openqof.impact.risk.exact import each

CHUNK = 128
"""Practices worked on at a time."""

FEW = 24
"""Up to so many patients the binomial distribution is added up; above, a corrected normal stands for it."""

WIDEST = 3.6
"""The shared shock is looked at from so many standard deviations below to so many above."""

FARTHEST = 30.0
"""Log-odds beyond which a share is as good as nobody or everybody."""

DEGREE, DEGREE_OF_SPREAD = 4, 2
"""Degrees of the polynomials in the shared shock: of means, and of what is drawn around them."""

_NODES = np.cos((2 * np.arange(7) + 1) * np.pi / 14) * WIDEST
_RATES = 18
"""Different rates that stand for the distribution of one at each node; each takes its patients twice."""


def _normal(quantiles: FloatArray) -> FloatArray:
    return np.array([NormalDist().inv_cdf(float(each)) for each in quantiles])


_EVENLY = (np.arange(_RATES) + 0.5) / _RATES
_BY_GOLDEN_RATIO = 0.5 + 0.5 * ((np.arange(_RATES) * (np.sqrt(5.0) - 1.0) / 2.0 + 0.5 / _RATES) % 1.0)
_RATE = np.repeat(_normal(_EVENLY), 2)
_PEOPLE = np.repeat(_normal(_BY_GOLDEN_RATIO), 2) * np.tile([1.0, -1.0], _RATES)
_QUANTILE = np.stack([_BY_GOLDEN_RATIO, 1.0 - _BY_GOLDEN_RATIO], axis=1).ravel()
"""Points that fill the square of a rate's chance and its patients' evenly, as normal numbers.

Patients come in pairs above and below, so that they lean neither way at any rate.
"""

_SKEW = (_PEOPLE**2 - 1.0) / 6.0


def drawn(
    given: Posterior,
    baskets: Sequence[Basket],
    shocks: Shocks,
    spread: Spread,
    *,
    seed: int,
    baseline: FloatArray | None = None,
    workers: int = WORKERS,
) -> FloatArray:
    """Pence that each basket gains or loses on now, (b, p, draws)."""
    practices, draws = shocks.practice.shape
    gained = np.zeros((len(baskets), practices, draws))

    def work(columns: slice) -> None:
        found = _moments(given, baskets, columns, spread, baseline)
        shared = shocks.on_log_odds(spread, columns) / (spread.shared or 1.0)
        rng = generator(seed, REST, columns.start)
        _draw(found, shared, rng, out=gained[:, columns])

    each(chunks(practices, CHUNK), work, workers=workers)
    return gained


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Means (b, nodes, p) and covariances (b, b, nodes, p) of what baskets gain, in pence."""

    mean: FloatArray
    covariance: FloatArray


def _moments(
    given: Posterior, baskets: Sequence[Basket], columns: slice, spread: Spread, baseline: FloatArray | None
) -> Moments:
    width, count = given.denominator[:, columns].shape[1], len(baskets)
    mean = np.zeros((count, len(_NODES), width))
    covariance = np.zeros((count, count, len(_NODES), width))
    for row in range(len(given.denominator)):
        people = given.denominator[row, columns]
        if not people.any():
            continue
        share = _shares(given.alpha[row, columns], given.beta[row, columns], people, spread)
        own = None if baseline is None else baseline[row, columns, None]
        _add_row(mean, covariance, baskets, row, columns, share, own)
    return Moments(mean, covariance)


def _add_row(
    mean: FloatArray,
    covariance: FloatArray,
    baskets: Sequence[Basket],
    row: int,
    columns: slice,
    share: FloatArray,
    baseline: FloatArray | None,
) -> None:
    """Add one indicator, independent of the others given the shock, to means and covariances."""
    here = [(place, basket.scales[row]) for place, basket in enumerate(baskets)]
    earned: dict[Scale, FloatArray] = {}
    middle: dict[Scale, FloatArray] = {}
    together: dict[tuple[Scale, Scale], FloatArray] = {}
    for _, scale in here:
        if scale is not None and scale not in earned:
            points = scale.earned(share, baseline)
            middle[scale] = points.mean(axis=-1)
            earned[scale] = points - middle[scale][..., None]
    for place, scale in here:
        if scale is None:
            continue
        weight = baskets[place].weight[row, columns]
        mean[place] += (middle[scale] - baskets[place].now[row, columns]) * weight
        for other, beside in here[: place + 1]:
            if beside is None:
                continue
            pair = (scale, beside)
            if pair not in together:
                together[pair] = np.einsum("gpk,gpk->gp", earned[scale], earned[beside]) / len(_RATE)
            covariance[place, other] += together[pair] * weight * baskets[other].weight[row, columns]


def _shares(alpha: FloatArray, beta: FloatArray, people: FloatArray, spread: Spread) -> FloatArray:
    """Shares of equal weight that stand for the distribution at each node, (nodes, p, fine).

    The rate is normal on the log-odds scale, with the beta distribution's own mean and variance there. Few
    patients follow from it by the binomial distribution itself, many by the normal quantile corrected for
    skewness (Cornish and Fisher's first term), as whole people between nobody and everybody.
    """
    centre = _digamma(alpha) - _digamma(beta) + spread.shared * _NODES[:, None]
    width = np.sqrt(_trigamma(alpha) + _trigamma(beta) + spread.indicator**2)
    rate = _expit(centre[..., None] + width[:, None] * _RATE)
    patients = np.maximum(people, 1.0)[:, None]
    count = np.sqrt(patients * rate * (1.0 - rate)) * _PEOPLE
    count += (1.0 - 2.0 * rate) * _SKEW
    count += patients * rate
    np.rint(count, out=count)
    np.clip(count, 0.0, patients, out=count)
    few = np.flatnonzero(people <= FEW)
    if few.size:
        count[:, few] = _few(rate[:, few], patients[few])
    shares: FloatArray = count / patients
    return shares


def _few(rate: FloatArray, patients: FloatArray) -> FloatArray:
    """Binomial quantiles of few patients, by adding up their probabilities."""
    chance = (1.0 - rate) ** patients
    below, odds, count = chance.copy(), rate / (1.0 - rate), np.zeros_like(rate)
    for number in range(int(patients.max())):
        count += below < _QUANTILE
        chance = chance * odds * np.maximum(patients - number, 0.0) / (number + 1.0)
        below += chance
    found: FloatArray = np.minimum(count, patients)
    return found


def _expit(log_odds: FloatArray) -> FloatArray:
    share: FloatArray = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -FARTHEST, FARTHEST)))
    return share


def _digamma(x: FloatArray) -> FloatArray:
    """The derivative of the logarithm of gamma: shifted up by four, then its asymptotic series."""
    far = x + 4.0
    square = 1.0 / (far * far)
    series = np.log(far) - 0.5 / far - square * (1 / 12 - square * (1 / 120 - square / 252))
    found: FloatArray = series - 1 / x - 1 / (x + 1) - 1 / (x + 2) - 1 / (x + 3)
    return found


def _trigamma(x: FloatArray) -> FloatArray:
    """Its derivative, by the same way."""
    far = x + 4.0
    square = 1.0 / (far * far)
    series = 1 / far + square / 2 + square / far * (1 / 6 - square * (1 / 30 - square / 42))
    found: FloatArray = series + 1 / x**2 + 1 / (x + 1) ** 2 + 1 / (x + 2) ** 2 + 1 / (x + 3) ** 2
    return found


def _draw(found: Moments, shared: FloatArray, rng: np.random.Generator, *, out: FloatArray) -> None:
    """Draw sums around the polynomial through the nodes, into `out` (b, p, draws)."""
    root = _root(found.covariance)
    for place in range(len(found.mean)):
        out[place] = _joined(found.mean[place], shared, DEGREE)
    for column in range(len(found.mean)):
        normal = rng.standard_normal(shared.shape)
        for place in range(column, len(found.mean)):
            if root[place, column].any():
                out[place] += normal * _joined(root[place, column], shared, DEGREE_OF_SPREAD)


def _root(covariance: FloatArray) -> FloatArray:
    """The lower triangular root; a basket that follows from those before it has nought on the diagonal."""
    root = np.zeros_like(covariance)
    for row in range(len(covariance)):
        for column in range(row + 1):
            rest = covariance[row, column] - (root[row, :column] * root[column, :column]).sum(axis=0)
            if row == column:
                floor = 1e-9 * covariance[row, row]
                root[row, row] = np.sqrt(np.where(rest > floor, rest, 0.0))
            else:
                pivot = root[column, column]
                root[row, column] = np.divide(rest, pivot, out=np.zeros_like(rest), where=pivot > 0)
    return root


def _joined(at_nodes: FloatArray, shared: FloatArray, degree: int) -> FloatArray:
    """A polynomial through values at the nodes (nodes, p), asked at the shocks (p, draws)."""
    fit = np.polynomial.polynomial.polyfit(_NODES, at_nodes, degree)
    value = np.broadcast_to(fit[degree][:, None], shared.shape).copy()
    for power in range(degree - 1, -1, -1):
        value *= shared
        value += fit[power][:, None]
    return value
