"""The work that national QOF asks for: how many patients each indicator has, and what they take."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openqof.core.assumptions import Assumptions, WorkKind
from openqof.engine.law import FloatArray
from openqof.impact.assessment import Estimate
from openqof.impact.work.assumptions import estimate, hours_a_patient
from openqof.impact.worked import Worked
from openqof.impact.working.earned import BoolArray, Earned


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """The work of one indicator: patients by practice (p,), and where the practice works on it at all."""

    indicator: str
    kind: WorkKind
    patients: FloatArray
    practices: BoolArray

    @property
    def hours(self) -> FloatArray:
        """Likely hours a year by practice, (p,)."""
        each, own = hours_a_patient(self.kind).likely, float(self.kind.hours.likely)
        found: FloatArray = self.patients * each + self.practices * own
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Tasks:
    """Every indicator's work; `unknown` are indicators of no known kind. `hours` (p,) are all of them."""

    of: dict[str, Task]
    unknown: tuple[str, ...]
    hours: FloatArray
    counted: bool


def national_tasks(worked: Worked, assumptions: Assumptions) -> Tasks:
    """The work of the national year, of every practice of the price."""
    found: dict[str, Task] = {}
    unknown = []
    for name in worked.ask.law.indicators:
        kind = assumptions.kind_of(name)
        if kind is None:
            unknown.append(name)
        else:
            found[name] = task(name, kind, worked.national, len(worked))
    hours = np.sum([each.hours for each in found.values()], axis=0) if found else np.zeros(len(worked))
    return Tasks(found, tuple(unknown), hours, worked.national is not None)


def task(name: str, kind: WorkKind, side: Earned | None, practices: int) -> Task:
    """One indicator's work, from the results that a law is paid by; none where there are no results."""
    patients, works = np.zeros(practices), np.zeros(practices, dtype=np.bool_)
    if side is not None and name in side.inputs.indicators:
        row = side.inputs.indicators.index(name)
        patients = np.nan_to_num(side.inputs.denominator[row])
        works = np.logical_or.reduce(side.known, axis=0)
    return Task(name, kind, np.where(works, patients, 0.0), works)


def own_hours(kind: WorkKind) -> Estimate:
    """Hours a practice for what is done once a year."""
    return estimate(kind.hours)
