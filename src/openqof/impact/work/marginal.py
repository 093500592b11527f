"""The last points of the year: what it takes to bring every practice from where it is to all points."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from openqof.core.assumptions import Assumptions
from openqof.core.money import from_pence
from openqof.engine.law import BETTER_OF, PROTECTED, SLIDING, law_arrays
from openqof.engine.lines import Line, lines
from openqof.engine.weights import Weights, weights
from openqof.impact.assessment import Estimate, Marginal
from openqof.impact.work.assumptions import estimate, hours_a_patient, times
from openqof.impact.worked import Worked
from openqof.impact.working.earned import Earned


def marginal(worked: Worked, assumptions: Assumptions) -> tuple[Marginal, ...]:
    """Each sliding indicator's last points in the area, dearest first: the fewest pounds an hour.

    Patients are those short of the upper threshold in each practice, whole ones; hours are those of its kind,
    with the contacts that the last patients are supposed to take; pounds are the points not yet earned at
    this year's value, list and prevalence. Indicators that nobody is short on, or of no known kind, are left
    out. Empty without results.
    """
    side = worked.national
    if side is None or not len(side.inputs):
        return ()
    arrays = law_arrays(side.law)
    worth = weights(arrays, side.inputs)
    short = [line for line in lines(arrays) if line.kind in (SLIDING, BETTER_OF)]
    found = [row for line in short for row in _last(line, side, worth, assumptions)]
    return tuple(sorted(found, key=lambda row: (row.each is None, row.each, row.indicator)))


def _last(line: Line, side: Earned, worth: Weights, assumptions: Assumptions) -> Iterator[Marginal]:
    kind = assumptions.kind_of(line.name)
    if kind is None:
        return
    numerator, denominator = side.inputs.numerator[line.row], side.inputs.denominator[line.row]
    open_to = (denominator > 0) & ~np.isnan(numerator) & ~_settled(line, side)
    wanted = np.ceil(line.upper * np.where(open_to, denominator, 0.0) - 1e-9)
    patients = np.where(open_to, np.maximum(wanted - np.nan_to_num(numerator), 0.0), 0.0)
    points = np.where(patients > 0, np.maximum(line.points - side.points[line.row], 0.0), 0.0)
    if not points.any():
        return
    pounds = from_pence(int(np.rint((points * worth.pence[line.weighting]).sum())))
    hours = times(hours_a_patient(kind), estimate(assumptions.last_points), float(patients.sum()))
    yield Marginal(line.name, float(points.sum()), pounds, float(patients.sum()), hours, _each(pounds, hours))


def _settled(line: Line, side: Earned) -> np.ndarray:
    """Practices whose points an earlier year has settled."""
    base = side.inputs.base_points
    if base is None or law_arrays(side.law).kind[line.row] != PROTECTED:
        return np.zeros(len(side.inputs), dtype=np.bool_)
    return np.array(~np.isnan(base[line.row]), dtype=np.bool_)


def _each(pounds: Decimal, hours: Estimate) -> float | None:
    return float(pounds) / hours.likely if hours.likely > 0 else None
