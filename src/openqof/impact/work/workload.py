"""Work of a scheme: what stops and starts, for how many patients, how long it takes, and pounds an hour."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openqof.core.assumptions import Assumptions
from openqof.core.problems import BadInput, Problem
from openqof.engine.law import FloatArray
from openqof.impact.assessment import Estimate, Workload, WorkRow
from openqof.impact.work.marginal import marginal
from openqof.impact.work.rows import STARTS, STOPS, Piece, pieces
from openqof.impact.work.tasks import Tasks, national_tasks
from openqof.impact.work.unknown import unknown_work
from openqof.impact.worked import Worked
from openqof.impact.working.needs import named

RULE = (
    "Pounds an hour: before, national QOF and what services ended paid, over the hours that their work "
    "takes. After, all that the scheme pays, over the hours that are left and those that start. Both are of "
    "practices that join."
)
SHARES = (
    "Of work that is no longer asked for, only the part that the assumptions suppose to end is counted as "
    "stopping; the rest is care that goes on."
)

NOT_COUNTED = "it is not counted. Name one in a file of your own."
RESULTS = "the QOF raw data of {year}: achievement, prevalence and practice lists"


def workload(worked: Worked, assumptions: Assumptions) -> Workload:
    """Hours of national QOF and of the scheme, by practice and by what each change stops and starts.

    Rows are of the whole area, practices that join; hours by practice are the likely ones. Patients are the
    denominators of the year's results. Minutes and contacts are the assumptions', low with low and high with
    high, so that ranges are wider than chance alone would make them. BadInput without results by indicator:
    nobody can say then how much work stops, and hours that start alone are no balance.
    """
    tasks = national_tasks(worked, assumptions)
    found = pieces(worked, assumptions, tasks)
    if not tasks.counted:
        raise _not_known(worked, found)
    stops = _by_practice(found, STOPS, len(worked))
    starts = _by_practice(found, STARTS, len(worked))
    before = tasks.hours + _ended(found, len(worked))
    after = before - stops + starts
    return Workload(
        rows=tuple(_row(piece) for piece in found),
        hours_before=before,
        hours_after=after,
        pounds_an_hour=_pounds_an_hour(worked, before, after),
        marginal=marginal(worked, assumptions),
        says=tuple(_says(tasks, found, unknown_work(worked, assumptions))),
    )


def _by_practice(found: Sequence[Piece], direction: str, practices: int) -> FloatArray:
    total = np.zeros(practices)
    for piece in found:
        if piece.direction == direction:
            total += piece.hours_by_practice
    return total


def _ended(found: Sequence[Piece], practices: int) -> FloatArray:
    """Hours of services that the scheme ends: they were worked before it, beside QOF."""
    total = np.zeros(practices)
    for piece in found:
        if piece.beside_qof and piece.direction == STOPS:
            total += piece.hours_by_practice
    return total


def _row(piece: Piece) -> WorkRow:
    return WorkRow(
        change=piece.change,
        what=piece.what,
        direction=piece.direction,
        patients=float(piece.patients.sum()),
        contacts=_summed(piece.contacts, float(piece.patients.sum())),
        hours=_hours(piece),
        provenance=piece.provenance,
    )


def _summed(each: Estimate, number: float) -> Estimate:
    return Estimate(each.low * number, each.likely * number, each.high * number)


def _hours(piece: Piece) -> Estimate:
    """Hours of all practices: those for each patient, and those for each practice."""
    patients, practices = float(piece.patients.sum()), float(piece.practices.sum())
    a, b = _summed(piece.hours_a_patient, patients), _summed(piece.hours_a_practice, practices)
    return Estimate(a.low + b.low, a.likely + b.likely, a.high + b.high)


def _pounds_an_hour(
    worked: Worked, before: FloatArray, after: FloatArray
) -> tuple[float | None, float | None]:
    joined = worked.joined
    was, is_ = float(before[joined].sum()), float(after[joined].sum())
    paid, now = (float(pence[joined].sum()) / 100.0 for pence in (worked.before_pence, worked.scheme_pence))
    return (paid / was if was > 0 else None, now / is_ if is_ > 0 else None)


def _says(tasks: Tasks, found: Sequence[Piece], unknown: Sequence[str]) -> list[str]:
    says = [RULE]
    if any(piece.direction == STOPS for piece in found):
        says.append(SHARES)
    if tasks.unknown:
        says.append(f"No kind of work is known for {named(tasks.unknown)}: {NOT_COUNTED}")
    return [*says, *unknown]


def _not_known(worked: Worked, found: Sequence[Piece]) -> BadInput:
    """Why there are no hours, with those that start where the scheme itself says them."""
    year = worked.ask.law.year
    low, likely, high = (
        sum(getattr(_hours(piece), end) for piece in found if piece.direction == STARTS)
        for end in ("low", "likely", "high")
    )
    starts = (
        f"; what the scheme asks for anew takes {likely:,.0f} hours a year (from {low:,.0f} to {high:,.0f}), "
        "as far as is known without them"
    )
    said = (
        f"the store has no results of {year} by indicator, which tell how much work there is and how much of "
        f"it stops{starts if likely else ''}."
    )
    return BadInput([Problem("the store", 0, 0, "P248", said, f"Add {RESULTS.format(year=year)}.")])
