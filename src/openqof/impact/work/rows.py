"""What each change of a scheme stops and starts, as pieces of work by practice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from openqof.core.assumptions import Assumptions, WorkKind
from openqof.core.changes import (
    AddIndicator,
    AddService,
    Bound,
    EndService,
    Replace,
    Require,
    Retire,
    Suspend,
)
from openqof.core.scheme import Change, Measure
from openqof.core.sources import Provenance
from openqof.core.years import FinancialYear
from openqof.engine.law import FloatArray
from openqof.impact.assessment import Estimate
from openqof.impact.work.assumptions import estimate, hours_a_patient, times
from openqof.impact.work.tasks import Tasks, own_hours, task
from openqof.impact.worked import Worked
from openqof.impact.working.paying import service
from openqof.impact.working.reform import new_indicators, settled, sweeps

STOPS, STARTS = "stops", "starts"
NOTHING = Estimate(0.0, 0.0, 0.0)
PERCENT, A_THOUSAND = 100.0, 1000.0


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One thing that a change stops or starts.

    `patients` and `practices` (p,) are those of practices that join; contacts and hours are for each of them.
    `beside_qof` where it is no part of national QOF's own work.
    """

    change: int
    what: str
    direction: str
    patients: FloatArray
    practices: FloatArray
    contacts: Estimate
    hours_a_patient: Estimate
    hours_a_practice: Estimate
    provenance: Provenance
    beside_qof: bool = False

    @property
    def hours_by_practice(self) -> FloatArray:
        """Likely hours of each practice, (p,)."""
        each, own = self.hours_a_patient.likely, self.hours_a_practice.likely
        found: FloatArray = self.patients * each + self.practices * own
        return found


def pieces(worked: Worked, assumptions: Assumptions, tasks: Tasks) -> tuple[Piece, ...]:
    """Every piece, in the order of the changes; of two changes that stop one indicator, the longer."""
    found = list(_stopped(worked, tasks))
    for change in worked.ask.scheme.changes:
        found += _started(change, worked, assumptions)
        found += _services(change, worked, assumptions)
        found += _required(change, worked, assumptions)
    found += _measured(worked, assumptions)
    return tuple(sorted(found, key=lambda piece: (piece.change, piece.direction != STOPS)))


def _stopped(worked: Worked, tasks: Tasks) -> Iterator[Piece]:
    """The indicators no longer worked for: suspended, retired, replaced, or paid whatever is achieved."""
    for name, (change, part) in _parts(worked).items():
        if name not in tasks.of:
            continue
        each = tasks.of[name]
        share = times(estimate(each.kind.stops), part / PERCENT)
        yield Piece(
            change=change.number,
            what=name,
            direction=STOPS,
            patients=np.where(worked.joined, each.patients, 0.0),
            practices=np.where(worked.joined, each.practices, 0).astype(np.float64),
            contacts=times(estimate(each.kind.contacts), share),
            hours_a_patient=times(hours_a_patient(each.kind), share),
            hours_a_practice=times(own_hours(each.kind), share),
            provenance=each.kind.provenance,
        )


def _parts(worked: Worked) -> Mapping[str, tuple[Change, float]]:
    """The change that stops each national indicator, and the part of the year it stops for."""
    ask = worked.ask
    found: dict[str, tuple[Change, float]] = {}
    for change in ask.scheme.changes:
        part = stopped_part(change, ask.year_run, worked)
        for name in settled(ask.scheme, ask.law)[change.number] if part else ():
            if name in ask.law.indicators and part > found.get(name, (change, 0.0))[1]:
                found[name] = (change, part)
    return {name: found[name] for name in ask.law.indicators if name in found}


def stopped_part(change: Change, year: FinancialYear, worked: Worked) -> float:
    """The part of the year for which a change ends the work on what it sets; 0 for one that does not."""
    terms, last = change.terms, worked.ask.scheme.runs.last
    if isinstance(terms, Suspend):
        ends = min(last, terms.end) if terms.end else last
        return year.days_between(terms.start, ends) / year.days
    if isinstance(terms, Retire | Replace):
        return 1.0
    if sweeps(change):
        return year.days_between(worked.ask.scheme.runs.first, last) / year.days
    return 0.0


def _started(change: Change, worked: Worked, assumptions: Assumptions) -> Iterator[Piece]:
    """An indicator that the scheme brings, whose kind is its measure's, or its code's."""
    terms = change.terms.by if isinstance(change.terms, Replace) else change.terms
    if not isinstance(terms, AddIndicator):
        return
    kind = kind_of_new(terms, worked, assumptions)
    if kind is not None:
        each = task(terms.id, kind, worked.reformed, len(worked))
        yield _whole(change.number, terms.id, kind, worked, each.patients)


def kind_of_new(new: AddIndicator, worked: Worked, assumptions: Assumptions) -> WorkKind | None:
    """The kind of an indicator that the scheme brings: that of its measure, else that of its code."""
    own = worked.ask.scheme.measures.get(new.measure)
    stated = assumptions.kinds.get(own.work) if own is not None else None
    return stated or assumptions.kind_of(new.id)


def _measured(worked: Worked, assumptions: Assumptions) -> Iterator[Piece]:
    """Own measures of a stated kind of work, but for those that count an indicator of the scheme's."""
    counted = {new.measure for new, _ in new_indicators(worked.ask.scheme)}
    for measure in worked.ask.scheme.measures.values():
        kind = assumptions.kinds.get(measure.work)
        if kind is not None and measure.id not in counted:
            yield _whole(0, measure.id, kind, worked, patients_of(measure, worked))


def patients_of(measure: Measure, worked: Worked) -> FloatArray:
    """Who a measure is about: the denominator of a share, as many as a count says; nobody where not known."""
    counts = worked.facts.measures.get((measure.id, "")) if worked.facts is not None else None
    lists = np.array([float(practice.patients or 0) for practice in worked.roll])
    if measure.kind == "count":
        expected = float(measure.expected or 0) * lists / A_THOUSAND
        return np.nan_to_num(counts.numerator) if counts is not None else expected
    if counts is None or counts.assumed or measure.kind != "share":
        return np.zeros(len(worked))
    return np.nan_to_num(counts.denominator)


def _whole(change: int, what: str, kind: WorkKind, worked: Worked, patients: FloatArray) -> Piece:
    """A year's work of one kind that starts."""
    return Piece(
        change=change,
        what=what,
        direction=STARTS,
        patients=np.where(worked.joined, patients, 0.0),
        practices=worked.joined.astype(np.float64),
        contacts=estimate(kind.contacts),
        hours_a_patient=hours_a_patient(kind),
        hours_a_practice=own_hours(kind),
        provenance=kind.provenance,
        beside_qof=True,
    )


def _services(change: Change, worked: Worked, assumptions: Assumptions) -> Iterator[Piece]:
    """An enhanced service that begins or ends: the hours its obligations state, else those supposed."""
    terms = change.terms
    if not isinstance(terms, AddService | EndService):
        return
    direction = STARTS if isinstance(terms, AddService) else STOPS
    stated = _stated_hours(terms.service, worked)
    given = assumptions.hours["service"]
    hours = stated if stated is not None else estimate(given)
    yield _once(change, terms.service, direction, hours, given.provenance, worked)


def _stated_hours(name: str, worked: Worked) -> Estimate | None:
    document = service(name, worked.ask.services)
    stated = [c.terms.hours for c in document.changes if isinstance(c.terms, Require) and c.terms.hours]
    total = float(sum(stated))
    return Estimate(total, total, total) if stated else None


def _required(change: Change, worked: Worked, assumptions: Assumptions) -> Iterator[Piece]:
    """An obligation of the practice: the hours it states, else those supposed."""
    terms = change.terms
    if not isinstance(terms, Require) or terms.of is not Bound.PRACTICE:
        return
    given = assumptions.hours["obligation"]
    if terms.hours is None:
        yield _once(change, terms.what, STARTS, estimate(given), given.provenance, worked)
    else:
        stated = float(terms.hours)
        yield _once(change, terms.what, STARTS, Estimate(stated, stated, stated), change.provenance, worked)


def _once(
    change: Change, what: str, direction: str, hours: Estimate, provenance: Provenance, worked: Worked
) -> Piece:
    """What a practice does once, for no patient in particular."""
    none = np.zeros(len(worked))
    joined = worked.joined.astype(np.float64)
    return Piece(
        change.number, what, direction, none, joined, NOTHING, NOTHING, hours, provenance, beside_qof=True
    )
