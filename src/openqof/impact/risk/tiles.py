"""The facts of several draws side by side, as if each draw had practices of its own, to work out at once."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np

from openqof.engine.law import FloatArray
from openqof.engine.terms.facts import Counts, Facts, Results


def tiled(facts: Facts, draws: int) -> Facts:
    """The facts of every practice once for each draw, draw after draw.

    Networks of different draws are different networks. Shares of pools are over everyone there is, so that
    facts with pools that terms share are not to be tiled.
    """
    if draws == 1:
        return facts
    return replace(
        facts,
        practices=facts.practices * draws,
        networks=tuple(name and f"{name} {draw}" for draw in range(draws) for name in facts.networks),
        contracts=facts.contracts * draws,
        joined=_tile(facts.joined, draws),
        list_size=_tile(facts.list_size, draws),
        weighted_list=_tile(facts.weighted_list, draws),
        national=_tile(facts.national, draws),
        now=_results(facts.now, draws),
        registers={key: _tile(each, draws) for key, each in facts.registers.items()},
        then={key: _results(each, draws) for key, each in facts.then.items()},
        income={key: _tile(each, draws) for key, each in facts.income.items()},
        measures={key: counts_tiled(each, draws) for key, each in facts.measures.items()},
        past={key: _tile(each, draws) for key, each in facts.past.items()},
        met={key: _tile(each, draws) for key, each in facts.met.items()},
    )


def counts_tiled(counts: Counts, draws: int) -> Counts:
    """The counts of every practice once for each draw."""
    return replace(
        counts, numerator=_tile(counts.numerator, draws), denominator=_tile(counts.denominator, draws)
    )


def _results(results: Results, draws: int) -> Results:
    """Every array that has practices; an end that stands for all of them stays as it is."""
    changed: dict[str, Any] = {}
    for field in fields(results):
        value = getattr(results, field.name)
        if isinstance(value, np.ndarray) and value.shape[-1] == len(results.list_index):
            changed[field.name] = _tile(value, draws)
    return replace(results, **changed)


def _tile(array: Any, draws: int) -> Any:
    return np.concatenate([array] * draws, axis=-1)


def by_draw(drawn: FloatArray, columns: slice) -> FloatArray:
    """Some draws of an array (p, draws), practice by practice and draw after draw."""
    return np.ascontiguousarray(drawn[:, columns].T).ravel()
