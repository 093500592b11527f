"""One indicator for a run of neighbouring practices: from counts to points to pence, in the caller's rows."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openqof.engine import exact
from openqof.engine.inputs import PracticeYear, practice_facts
from openqof.engine.law import BETTER_OF, PROTECTED, REGISTER, YES_NO, FloatArray, LawArrays
from openqof.engine.pence import NEAR, round_pence
from openqof.engine.points import FULL, JUST_OVER, better_of, points_for
from openqof.engine.weights import Weighting, Weights

CHUNK = 65_536
"""Practices worked on at a time: few enough for a core's cache, enough for two threads to share the work."""

WORKERS = min(4, os.cpu_count() or 1)
"""Threads, where there is more than one chunk."""

NOTHING = -1e9
"""The share achieved where there is none: below every threshold, one of 0 included, and finite times 0."""


@dataclass(frozen=True, slots=True)
class Line:
    """The terms of one indicator as plain floats, which cost less to hand to NumPy than its own scalars.

    Thresholds are shares. `slope` is points for a whole share, None where the scale has a step or no
    length. `doubt` is the error of a pound, per pound that a point is worth, that floating point may make.
    """

    row: int
    name: str
    kind: int
    protected: bool
    points: float
    lower: float
    upper: float
    step: float
    improvement: tuple[float, float]
    slope: float | None
    doubt: float
    register: int
    weighting: Weighting


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """Some neighbouring practices of a year under a law."""

    law: LawArrays
    inputs: PracticeYear
    columns: slice

    @property
    def width(self) -> int:
        """How many practices."""
        return int(self.columns.stop - self.columns.start)


def spans(law: LawArrays, inputs: PracticeYear, chunk: int) -> list[Span]:
    """All practices, `chunk` of them at a time."""
    count = len(inputs)
    return [Span(law, inputs, slice(start, min(start + chunk, count))) for start in range(0, count, chunk)]


def each(spans: Sequence[Span], work: Callable[[Span], None], *, workers: int) -> None:
    """Do the work of every span, on so many threads: NumPy holds no lock while it computes.

    Divisions by 0 pass quietly here; they are looked for and answered in `share_achieved`.
    """

    def quietly(span: Span) -> None:
        with np.errstate(divide="ignore", invalid="ignore"):
            work(span)

    if workers == 1 or len(spans) < 2:
        for span in spans:
            quietly(span)
        return
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(quietly, spans))


def lines(law: LawArrays) -> tuple[Line, ...]:
    """Every indicator's terms, in the order of the law."""
    columns = (
        law.normally, law.kind == PROTECTED, law.points, law.lower_share, law.upper_share, law.step,
        law.improvement_lower, law.improvement_upper, law.register, law.prevalence, law.population,
    )  # fmt: skip
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return tuple(_line(row, law.ids[row], *terms) for row, terms in enumerate(rows))


def _line(
    row: int, name: str, kind: int, protected: bool, points: float, lower: float, upper: float, step: float,
    better: float, best: float, register: int, prevalence: int, population: int,
) -> Line:  # fmt: skip
    slides = upper > lower
    slope = points / (upper - lower) * JUST_OVER if slides and step == 0 else None
    # A share carries an error near 1e-16, which a short scale magnifies, and then come a few roundings.
    narrowest = min((span for span in (upper - lower, (best - better) / FULL) if span > 0), default=1.0)
    doubt = points * (1e-15 / narrowest + 1e-14)
    return Line(
        row, name, kind, protected, points, lower, upper, step, (better, best), slope, doubt, register,
        (prevalence, population),
    )  # fmt: skip


def earn(span: Span, line: Line, nobody: NDArray[np.bool_] | None, *, out: FloatArray) -> FloatArray:
    """Points of one indicator, into `out`: none for `nobody`, practices whose register is empty."""
    if line.kind == REGISTER:
        _all_for(span, span.inputs.register[line.register, span.columns], line, out)
    elif line.kind == YES_NO:
        _all_for(span, span.inputs.numerator[line.row, span.columns], line, out)
    else:
        _slide(span, line, out)
    if line.protected and span.inputs.base_points is not None:
        _put_known(out, span.inputs.base_points[line.row, span.columns])
    if nobody is not None:
        np.copyto(out, 0.0, where=nobody)
    return out


def whole_pence(
    span: Span, weights: Weights, line: Line, points: FloatArray, *, out: FloatArray, spare: FloatArray
) -> None:
    """Whole pence of the points of one indicator, into `out`; `spare` is overwritten."""
    np.multiply(points, weights.pence[line.weighting], out=spare)
    near = _doubt(span, line, weights.largest[line.weighting])
    for place in round_pence(spare, out=out, near=near):
        facts = practice_facts(span.inputs, span.columns.start + int(place))
        out[place] = exact.pay_line(span.law.law, facts, line.name).pence


def _all_for(span: Span, count: FloatArray, line: Line, out: FloatArray) -> None:
    """All points where a count is above 0; where it is not reported, the points published."""
    np.multiply(count > 0, line.points, out=out)
    if span.inputs.points_given is not None:
        _put_known(out, span.inputs.points_given[line.row, span.columns], where=np.isnan(count))


def _slide(span: Span, line: Line, out: FloatArray) -> None:
    inputs, columns = span.inputs, span.columns
    share_achieved(span, line, out)
    if line.kind == BETTER_OF and inputs.baseline is not None:
        _better(line, out, inputs.baseline[line.row, columns])
    else:
        _scale(line, out)
    if inputs.points_given is not None:
        unreported = np.isnan(inputs.numerator[line.row, columns]) | np.isnan(
            inputs.denominator[line.row, columns]
        )
        _put_known(out, inputs.points_given[line.row, columns], where=unreported)


def share_achieved(span: Span, line: Line, out: FloatArray) -> FloatArray:
    """Numerator over denominator. Division rounds to nearest: what equals a threshold equals its float."""
    inputs, columns = span.inputs, span.columns
    np.divide(inputs.numerator[line.row, columns], inputs.denominator[line.row, columns], out=out)
    # One look at the largest finds every division by 0 and every count not reported.
    if not np.maximum.reduce(out) < np.inf:
        out[np.flatnonzero(~(out < np.inf))] = NOTHING
    return out


def _scale(line: Line, share: FloatArray) -> None:
    """Turn shares into points, in place."""
    if line.slope is None:
        points_for(share, line.points, lower=line.lower, upper=line.upper, step=line.step, out=share)
        return
    np.subtract(share, line.lower, out=share)
    np.multiply(share, line.slope, out=share)
    share.clip(0.0, line.points, out=share)


def _better(line: Line, share: FloatArray, baseline: FloatArray) -> None:
    """Turn shares into the better of points by threshold and by improvement, in place."""
    achieved = share * FULL
    _scale(line, share)
    lower, upper = line.improvement
    share[:] = better_of(share, achieved, baseline, line.points, lower=lower, upper=upper)


def _put_known(points: FloatArray, known: FloatArray, where: NDArray[np.bool_] | None = None) -> None:
    """Overwrite points with those known, where they are and where `where` holds."""
    is_known = ~np.isnan(known)
    np.copyto(points, known, where=is_known if where is None else is_known & where)


def _doubt(span: Span, line: Line, unit: float) -> float:
    """How near half a penny, in pence, floating point cannot be trusted; NEAR covers every real year."""
    handed = (span.inputs.base_points, span.inputs.points_given)
    rows = [array[line.row, span.columns] for array in handed if array is not None]
    most = max((float(np.fmax.reduce(known, initial=0.0)) for known in rows), default=0.0)
    return max(NEAR, unit * (line.doubt + 1e-14 * most))
