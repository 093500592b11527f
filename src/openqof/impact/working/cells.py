"""National pay of practices as results stand, at least and at most, and what of it is sure.

The least is nothing for what the year's work earns, the most every point of the year, both at the practice's
own list and prevalence. A register, a protected indicator and one that the year pays in full do not move.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from openqof.core.national import NationalYear
from openqof.engine.exact import exactly, pay_line
from openqof.engine.gather import paid_in_full
from openqof.engine.inputs import PracticeYear, practice_facts
from openqof.engine.law import PROTECTED, REGISTER, FloatArray, LawArrays, WholeArray, law_arrays
from openqof.engine.lines import CHUNK, Line, Span, lines, spans
from openqof.engine.pence import NEAR, round_pence
from openqof.engine.weights import weights
from openqof.impact.working.earned import BoolArray

Part = WholeArray | FloatArray | None


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """Whole pence of each practice, (p,): as results stand, least, most, and what the year cannot take."""

    pence: WholeArray
    low: WholeArray
    high: WholeArray
    sure: WholeArray

    def __add__(self, other: Ends) -> Ends:
        return Ends(
            self.pence + other.pence, self.low + other.low, self.high + other.high, self.sure + other.sure
        )

    def less(self, other: Ends) -> Ends:
        """These without the other."""
        return Ends(
            self.pence - other.pence, self.low - other.low, self.high - other.high, self.sure - other.sure
        )

    def where(self, here: BoolArray, other: Ends) -> Ends:
        """These where `here` holds, the other elsewhere."""
        return Ends(
            np.where(here, self.pence, other.pence),
            np.where(here, self.low, other.low),
            np.where(here, self.high, other.high),
            np.where(here, self.sure, other.sure),
        )


def nothing(practices: int) -> Ends:
    """No pay at all."""
    none = np.zeros(practices, dtype=np.int64)
    return Ends(none, none, none, none)


def settled(pence: WholeArray, rows: BoolArray, where: BoolArray) -> Ends:
    """Sums of pay (n, p) that nothing in the year can move, over some indicators and cells."""
    sums: WholeArray = np.where(where[rows], pence[rows], 0).sum(axis=0)
    return Ends(sums, sums, sums, sums)


def ends(
    law: NationalYear,
    inputs: PracticeYear,
    pence: WholeArray,
    rows: BoolArray,
    where: BoolArray | None = None,
) -> Ends:
    """Sums of what the law pays over some indicators, and over some cells where `where` (n, p) is given.

    `pence` (n, p) is what `pay` gives for the inputs, whose rows are in the law's order.
    """
    arrays = law_arrays(law)
    out = tuple(np.zeros(len(inputs)) for _ in range(4))
    steady, known = _steady(arrays), dict(_protected(arrays, inputs))
    for span in spans(arrays, inputs, CHUNK):
        columns = span.columns
        for row, most in _every_point(span, rows):
            sure = known[row][columns] if row in known else None
            found = _of_row(pence[row, columns], most, stays=bool(steady[row]), sure=sure)
            mask = None if where is None else where[row, columns]
            for total, part in zip(out, found, strict=True):
                if part is not None:
                    total[columns] += part if mask is None else np.where(mask, part, 0)
    return Ends(*(total.astype(np.int64) for total in out))


def _of_row(
    paid: WholeArray, most: FloatArray, *, stays: bool, sure: BoolArray | None
) -> tuple[WholeArray, Part, Part, Part]:
    """One indicator as results stand, at least, at most, and sure; None for nothing."""
    if stays:
        return paid, paid, paid, None if sure is None else np.where(sure, paid, 0)
    high = np.maximum(most, paid)  # a few files publish more points than there are
    if sure is None:
        return paid, None, high, None
    settled = np.where(sure, paid, 0)
    return paid, settled, np.where(sure, paid, high), settled


def _every_point(span: Span, rows: BoolArray) -> Iterator[tuple[int, FloatArray]]:
    """Pence of each indicator if it earned all its points; the array is used again for the next."""
    here = weights(span.law, span.inputs, span.columns)
    whole, spare = np.empty(span.width), np.empty(span.width)
    for line in lines(span.law):
        if rows[line.row]:
            np.multiply(here.pence[line.weighting], line.points, out=spare)
            if (nobody := here.nobody_on.get(line.weighting[0])) is not None:
                spare[nobody] = 0.0
            near = max(NEAR, here.largest[line.weighting] * (line.doubt + 1e-14 * line.points))
            for place in round_pence(spare, out=whole, near=near):
                whole[place] = _exactly(span, line, int(place))
            yield line.row, whole


def _exactly(span: Span, line: Line, place: int) -> int:
    """The pence of all points of one indicator, where floating point stands too near half a penny."""
    facts = practice_facts(span.inputs, span.columns.start + place)
    full = {line.name: exactly(line.points)}
    reported = replace(facts, numerator={}, denominator={}, base_points={}, points_given=full)
    return pay_line(span.law.law, reported, line.name).pence


def _steady(arrays: LawArrays) -> BoolArray:
    """Indicators that the year's work does not move: registers, and those that the year pays in full."""
    in_full = np.isin(np.array(arrays.ids, dtype=object), paid_in_full(arrays.law))
    steady: BoolArray = (arrays.normally == REGISTER) | in_full
    return steady


def _protected(arrays: LawArrays, inputs: PracticeYear) -> Iterator[tuple[int, BoolArray]]:
    """Protected indicators, each with the practices that an earlier year settles it for."""
    if inputs.base_points is not None:
        for row in np.flatnonzero(arrays.kind == PROTECTED):
            yield int(row), np.logical_not(np.isnan(inputs.base_points[row]))


def part_of(inputs: PracticeYear, of_year: float) -> PracticeYear:
    """The same practices with contracts that ran for a part of their time."""
    return inputs if of_year == 1.0 else replace(inputs, share_of_year=inputs.share_of_year * of_year)


def points_of(law: NationalYear, inputs: PracticeYear, points: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The fewest and the most points that the year can still earn, (n, p), beside those that it has."""
    arrays = law_arrays(law)
    least = np.zeros_like(points)
    most = np.maximum(points, arrays.points[:, None])
    for row in np.flatnonzero(_steady(arrays)).tolist():
        least[row] = most[row] = points[row]
    for row, known in _protected(arrays, inputs):
        for end in (least, most):
            np.copyto(end[row], points[row], where=known)
    return least, most
