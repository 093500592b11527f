"""Clinical exposure: what may fall, whether anyone would see it, and whether registers stay safe."""

from __future__ import annotations

from openqof.core.assumptions import TICK_BOX
from openqof.impact.assessment import Exposure
from openqof.impact.exposure.parts import MET, NOT_SAID, OPEN, Subject, number, some
from openqof.impact.risk.falls import falls_of

CLINICAL_KIND = "clinical"
STEEP = -10.0
"""Percentage points from which an expected fall is called steep."""

NOTHING_WITHDRAWN = "No indicator loses its incentive."


def _exposure(question: str, state: str, why: str) -> Exposure:
    return Exposure(CLINICAL_KIND, question, state, why)


def recorded_care(subject: Subject) -> Exposure:
    """Whether recorded care is expected to fall."""
    question = "Is recorded care expected to hold?"
    if not subject.withdrawn:
        return _exposure(question, MET, NOTHING_WITHDRAWN)
    found = falls_of(subject.worked, subject.assumptions)
    steep = {n: f for n, f in found.items() if f is not None and float(f.change.likely) <= STEEP}
    if not steep:
        return _exposure(question, MET, "None of the indicators withdrawn is of a kind that fell steeply.")
    ticked = [name for name in steep if _recorded(subject, name) == TICK_BOX]
    worst = min(steep.values(), key=lambda fall: fall.change.likely)
    why = (
        f"{len(steep)} of {number(len(subject.withdrawn), 'indicator')} withdrawn are of kinds whose "
        f"recording is expected to fall by {-STEEP:.0f} percentage points or more, {len(ticked)} of them "
        f"recorded by tick-box; the steepest is {worst.kind}, by {-worst.change.likely:f}."
    )
    return _exposure(question, OPEN, why)


def _recorded(subject: Subject, name: str) -> str:
    found = subject.assumptions.classed(name)
    return found.recorded if found is not None else ""


def monitored(subject: Subject) -> Exposure:
    """Whether anyone watches the care that is no longer paid for."""
    question = "Is care watched once it is no longer paid for?"
    watch = subject.scheme.watch
    if not subject.withdrawn:
        return _exposure(question, MET, NOTHING_WITHDRAWN)
    if watch is None:
        return _exposure(question, NOT_SAID, "The document does not say what is watched.")
    against = f" against {watch.against}" if watch.against else ""
    if not watch.against:
        return _exposure(question, OPEN, f"{watch.measure} is watched, but against nothing that is named.")
    return _exposure(question, MET, f"{watch.measure} is watched{against}.")


def unwatched(subject: Subject) -> Exposure:
    """Which of the indicators withdrawn nobody reports any more."""
    question = "Are all indicators that lose their incentive still reported?"
    if not subject.withdrawn:
        return _exposure(question, MET, NOTHING_WITHDRAWN)
    if not subject.reports:
        return _exposure(question, NOT_SAID, "The document does not say what practices still report.")
    if any(report.indicators == "all" for report in subject.reports):
        return _exposure(question, MET, f"All indicators are, {subject.reports[0].level}.")
    told = " ".join(report.indicators for report in subject.reports)
    left = [name for name in subject.withdrawn if name not in told]
    if left:
        return _exposure(question, OPEN, f"Nothing says that {some(left)} are.")
    return _exposure(question, MET, "Every one of them is named.")


def registers(subject: Subject) -> Exposure:
    """Whether registers are still kept up: recall and prevalence rest on them."""
    question = "Are registers kept up?"
    gone = [name for name in subject.withdrawn if subject.kind(name) == "register"]
    if not gone:
        return _exposure(question, MET, "No register loses its incentive.")
    if any("register" in terms.what for _, terms in subject.obligations):
        return _exposure(question, MET, "Keeping registers is an obligation of the scheme.")
    why = (
        f"The pay of {number(len(gone), 'register')} goes ({some(gone)}). Recall of patients and the "
        "prevalence factors of national QOF rest on them, and nothing asks that they be kept up."
    )
    return _exposure(question, OPEN, why)


def still_done(subject: Subject) -> Exposure:
    """Whether something tells care not recorded from care not given."""
    question = "Could care that is no longer recorded be told from care that is no longer given?"
    if not subject.withdrawn:
        return _exposure(question, MET, NOTHING_WITHDRAWN)
    law = subject.worked.ask.law
    kept = [name for name in law.indicators if name not in subject.withdrawn]
    outcomes = [name for name in kept if subject.kind(name) == "outcome"]
    if outcomes:
        return _exposure(question, MET, f"Outcomes stay in national QOF: {some(outcomes)}.")
    if subject.scheme.measures:
        return _exposure(
            question, MET, f"The scheme has measures of its own: {some(subject.scheme.measures)}."
        )
    return _exposure(question, NOT_SAID, "No outcome stays, and the scheme has no measure of its own.")


CLINICAL = (recorded_care, monitored, unwatched, registers, still_done)
