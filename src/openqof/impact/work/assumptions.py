"""What is supposed of work and chance, as the figures of impact use it."""

from __future__ import annotations

from openqof.core.assumptions import AUTOMATIC, TICK_BOX, Assumptions, Range, WorkKind
from openqof.files.assumptions import load_assumptions
from openqof.impact.assessment import Estimate

__all__ = [
    "AUTOMATIC",
    "TICK_BOX",
    "Assumptions",
    "estimate",
    "hours_a_patient",
    "load_assumptions",
    "times",
]

MINUTES = 60.0


def estimate(given: Range) -> Estimate:
    """A supposed range as plain numbers."""
    return Estimate(float(given.low), float(given.likely), float(given.high))


def times(estimates: Estimate, *others: Estimate | float) -> Estimate:
    """The product of ranges, low with low and high with high: the widest that they allow together."""
    low, likely, high = estimates.low, estimates.likely, estimates.high
    for each in others:
        other = each if isinstance(each, Estimate) else Estimate(each, each, each)
        low, likely, high = low * other.low, likely * other.likely, high * other.high
    return Estimate(low, likely, high)


def hours_a_patient(kind: WorkKind) -> Estimate:
    """Hours of clinicians and administrators together for each patient and year."""
    clinician, administrator = estimate(kind.clinician_minutes), estimate(kind.administrator_minutes)
    each = Estimate(
        (clinician.low + administrator.low) / MINUTES,
        (clinician.likely + administrator.likely) / MINUTES,
        (clinician.high + administrator.high) / MINUTES,
    )
    return times(estimate(kind.contacts), each)
