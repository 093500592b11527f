"""Points and pounds of very many practices, for simulations: float64 throughout, no line rounded.

Indicators with one weighting are added up before they are weighted, and the constant part of their scales
is taken off once, which leaves five passes over each row of counts. What is paid comes from `run`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openqof.core.national import NationalYear
from openqof.engine.inputs import PracticeYear, align
from openqof.engine.law import SLIDING, FloatArray, law_arrays
from openqof.engine.lines import CHUNK, WORKERS, Line, Span, each, earn, lines, share_achieved, spans
from openqof.engine.weights import Weighting, Weights, weights


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """Points and pounds of every practice, (p,)."""

    practices: tuple[str, ...]
    points: FloatArray
    pounds: FloatArray


def estimate(
    law: NationalYear, inputs: PracticeYear, *, chunk: int = CHUNK, workers: int = WORKERS
) -> Estimate:
    """Points and pounds of every practice; within rounding what `run.totals` gives, one penny a line.

    Needs memory for `chunk` practices at a time on each of `workers` threads, besides the result.
    """
    arrays = law_arrays(law)
    inputs = align(inputs, arrays)
    alike = _by_weighting(lines(arrays))
    points, pounds = np.zeros(len(inputs)), np.zeros(len(inputs))

    def work(span: Span) -> None:
        here = weights(arrays, inputs, span.columns)
        spare, together = np.empty(span.width), np.empty(span.width)
        for weighting, terms in alike.items():
            _add_up(span, here, terms, out=together, spare=spare)
            points[span.columns] += together
            together *= here.pence[weighting]
            pounds[span.columns] += together

    each(spans(arrays, inputs, chunk), work, workers=workers)
    pounds /= 100.0
    return Estimate(inputs.practices, points, pounds)


def _by_weighting(terms: tuple[Line, ...]) -> dict[Weighting, list[Line]]:
    out: dict[Weighting, list[Line]] = {}
    for line in terms:
        out.setdefault(line.weighting, []).append(line)
    return out


def _add_up(span: Span, weights: Weights, terms: list[Line], *, out: FloatArray, spare: FloatArray) -> None:
    """Points of indicators with one weighting, added up into `out`."""
    out.fill(-sum(line.slope * line.lower for line in terms if line.slope is not None and _plain(span, line)))
    for line in terms:
        if line.slope is not None and _plain(span, line):
            share_achieved(span, line, spare)
            spare.clip(line.lower, line.upper, out=spare)
            spare *= line.slope
        else:
            earn(span, weights, line, out=spare)
        out += spare
    nobody = weights.nobody_on.get(terms[0].weighting[0])
    if nobody is not None:
        np.copyto(out, 0.0, where=nobody)


def _plain(span: Span, line: Line) -> bool:
    """Whether counts alone decide the points."""
    return line.kind == SLIDING and not line.protected and span.inputs.points_given is None
