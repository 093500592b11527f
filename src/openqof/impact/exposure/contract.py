"""Contractual exposure: what is still asked of a practice, what may be held against it, how it gets out."""

from __future__ import annotations

from collections import Counter

from openqof.core.changes import Pay
from openqof.core.terms import ForContracts, parts_of
from openqof.impact.assessment import Exposure
from openqof.impact.exposure.parts import MET, NOT_SAID, OPEN, Subject, number, some

KIND = "contractual"
ACTION = ("performance", "breach", "remedial", "contract", "sanction")
"""Words that name action against a practice under its contract."""


def _exposure(question: str, state: str, why: str) -> Exposure:
    return Exposure(KIND, question, state, why)


def extraction(subject: Subject) -> Exposure:
    """Whether national data are still extracted from practices."""
    question = "Is it said what national data practices still let be extracted?"
    if subject.reports:
        told = "; ".join(f"{report.indicators}: {report.level}" for report in subject.reports)
        return _exposure(question, MET, f"It is: {told}.")
    if not subject.withdrawn:
        return _exposure(question, MET, "National QOF is reported as it was.")
    why = "National extraction may go on for indicators that are no longer paid; the document does not say."
    return _exposure(question, NOT_SAID, why)


def use_of_data(subject: Subject) -> Exposure:
    """Whether what is watched may lead to breach or remedial notices."""
    question = "Is monitoring barred from breach and remedial notices?"
    watch = subject.scheme.watch
    if watch is None:
        return _exposure(question, NOT_SAID, "The document does not say what monitoring may be used for.")
    barred = [use for use in watch.not_for if any(word in use.casefold() for word in ACTION)]
    if barred:
        return _exposure(question, MET, f"It may not be used for {some(barred)}.")
    if watch.not_for:
        return _exposure(
            question, OPEN, f"Ruled out is {some(watch.not_for)}, not action under the contract."
        )
    return _exposure(question, OPEN, "The document watches, and rules no use out.")


def way_out(subject: Subject) -> Exposure:
    """How the scheme ends for a practice, and with what notice."""
    question = "Is it said how a practice leaves, and with what notice?"
    ends = subject.scheme.ends
    if ends is None:
        return _exposure(question, NOT_SAID, "The document does not say how it ends.")
    if not ends.notice:
        return _exposure(question, OPEN, f"It ends so: {ends.how}. No notice is stated.")
    return _exposure(question, MET, f"It ends so: {ends.how}. Notice: {ends.notice}.")


def right_to_qof(subject: Subject) -> Exposure:
    """Whether national QOF stays open to every practice."""
    question = "Does the right to national QOF stay?"
    offer = subject.scheme.offer
    if offer is None:
        return _exposure(question, NOT_SAID, "The document makes no offer that says so.")
    if offer.national_qof_stays:
        return _exposure(
            question, MET, "The offer says that national QOF stays open to those who do not join."
        )
    return _exposure(question, OPEN, "The offer says that national QOF does not stay open.")


def obligations(subject: Subject) -> Exposure:
    """Whether obligations can be shown to be met."""
    question = "Does every obligation say its evidence and its day?"
    if not subject.obligations:
        return _exposure(question, MET, "The practice has no obligation.")
    bare = [terms.what for _, terms in subject.obligations if not terms.evidence or terms.by is None]
    count = number(len(subject.obligations), "obligation")
    if not bare:
        return _exposure(question, MET, f"It does: {count}.")
    return _exposure(question, OPEN, f"Of {count}, without evidence or day: {some(bare)}.")


def contracts(subject: Subject) -> Exposure:
    """Whether PMS and APMS practices, with deals of their own, are thought of."""
    question = "Are PMS and APMS practices provided for?"
    held = Counter(
        practice.contract
        for practice, joined in zip(subject.worked.roll, subject.worked.joined, strict=True)
        if joined
    )
    if set(held) <= {"GMS"}:
        return _exposure(question, MET, "Every practice that joins has a GMS contract.")
    terms = [change.terms for change in subject.scheme.changes if isinstance(change.terms, Pay)]
    if any(isinstance(part, ForContracts) for each in terms for part in parts_of(each.amount)):
        return _exposure(question, MET, "Pay is set by kind of contract.")
    offer = subject.scheme.offer
    if offer is not None and offer.contracts:
        return _exposure(
            question, MET, f"The offer names the contracts it is made to: {some(offer.contracts)}."
        )
    others = {kind: count for kind, count in held.items() if kind not in ("GMS", "")}
    if not others:
        return _exposure(question, NOT_SAID, "The data does not say which contract practices hold.")
    told = " and ".join(f"{number(count, 'practice')} with {kind}" for kind, count in sorted(others.items()))
    return _exposure(question, NOT_SAID, f"{told} join, and the document names no kind of contract.")


CONTRACTUAL = (extraction, use_of_data, way_out, right_to_qof, obligations, contracts)
