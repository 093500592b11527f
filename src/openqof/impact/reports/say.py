"""Sentences that several pages of a report share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from openqof.core.changes import (
    AddIndicator,
    AddService,
    Bound,
    EndService,
    Guarantee,
    Keep,
    Pay,
    Replace,
    Report,
    Require,
    Retire,
    Suspend,
)
from openqof.core.scheme import Change
from openqof.core.sources import Basis
from openqof.impact.assessment import Assessment, Risk
from openqof.impact.charts.cash import after_leaving
from openqof.impact.charts.cash import said as cash_said
from openqof.impact.documents.shape import Kind, pounds, tenths, written
from openqof.impact.pricing import banded
from openqof.impact.words.figures import number_of, several
from openqof.impact.words.words import change_in_words, day

BRIEF = 150
"""Letters of a reason that stands whole beside its question."""


def money(value: Decimal) -> str:
    """£1,234.50 with a true minus."""
    return written(value, Kind.POUNDS)


def change(value: Decimal) -> str:
    """The same with its sign."""
    return written(value, Kind.CHANGE)


def roundly(value: Decimal) -> str:
    """Whole pounds, for what was drawn or supposed: £1,234."""
    return written(value, Kind.ROUND_POUNDS)


def roundly_between(low: Decimal, high: Decimal) -> str:
    """£1 to £2 in whole pounds; one figure where they are the same."""
    first, last = roundly(low), roundly(high)
    return first if first == last else f"{first} to {last}"


def between(low: Decimal, high: Decimal) -> str:
    """£1.00 to £2.00; one figure where they are the same."""
    return money(low) if low == high else f"{money(low)} to {money(high)}"


def hours(value: float) -> str:
    """1,234 hours; with a tenth only below ten, for an estimate is no finer."""
    found = tenths(value)
    return f"{written(found, Kind.ESTIMATE)} hours"


def changes_said(each: Assessment, changes: Iterable[Change]) -> tuple[str, ...]:
    """Changes in words, each with why it is made."""
    scheme = each.pricing.scheme
    return tuple(
        f"{change_in_words(one, scheme)} {one.why}".strip() if one.why else change_in_words(one, scheme)
        for one in changes
    )


def stops(each: Assessment) -> tuple[str, ...]:
    """What a practice that joins no longer does, or is no longer paid by."""
    found = [one for one in each.pricing.scheme.changes if _ends(one)]
    settled = any(isinstance(one.terms, Guarantee | Pay) for one in found)
    kept = any(isinstance(one.terms, Keep) for one in each.pricing.scheme.changes)
    but = ", but for the indicators kept" if kept else ""
    first = (f"What the practice achieves no longer changes its QOF income{but}.",) if settled else ()
    return (*first, *changes_said(each, found))


def _ends(one: Change) -> bool:
    terms = one.terms
    whole = isinstance(terms, Guarantee) or (isinstance(terms, Pay) and bool(terms.instead_of))
    return whole or isinstance(terms, Suspend | Retire | Replace | EndService)


def starts(each: Assessment) -> tuple[str, ...]:
    """What a practice that joins begins to do, or to be paid for; a change that does both stands once."""
    return changes_said(each, (one for one in each.pricing.scheme.changes if not _ends(one) and _begins(one)))


def _begins(one: Change) -> bool:
    terms = one.terms
    if isinstance(terms, Require):
        return terms.of is Bound.PRACTICE
    return isinstance(terms, AddIndicator | AddService | Report | Pay)


def body_does(each: Assessment) -> tuple[str, ...]:
    """What the commissioner is bound to do."""
    bound = (one for one in each.pricing.scheme.changes if isinstance(one.terms, Require))
    return changes_said(each, (one for one in bound if one.terms.of is Bound.BODY))  # type: ignore[union-attr]


def spread(each: Assessment) -> str:
    """How many practices see a change of each size, in a sentence."""
    found = [
        f"{number_of(band.practices, 'practice')} {band.label}"
        for band in banded(each.pricing)
        if band.practices
    ]
    return f"Against national income: {several(found)}." if found else "No practice has a figure."


def may_stay(each: Assessment) -> Iterator[str]:
    """Who may join until when, the right to stay on national QOF, and the way back."""
    scheme = each.pricing.scheme
    if scheme.offer:
        closes = f" until {day(scheme.offer.closes)}" if scheme.offer.closes else ""
        yield f"The offer is to {scheme.offer.to}{closes}."
        if scheme.offer.national_qof_stays:
            yield "A practice may decline and stay on national QOF."
        else:
            yield "The document does not say that a practice may stay on national QOF."
    else:
        yield "The document does not say who may join, nor that a practice may stay on national QOF."
    if scheme.ends:
        notice = f", with {scheme.ends.notice} notice" if scheme.ends.notice else ""
        yield f"It ends with: {scheme.ends.how}{notice}."
    else:
        yield "The document does not say how a practice leaves."


def cash(each: Assessment) -> Iterator[str]:
    """What joining and leaving do to cash, in the area."""
    flow = each.cash
    if flow is None:
        yield absent(each, "cash by month", "Cash by month is not known")
        return
    staying, joining = flow.staying.sum(axis=0), flow.joining.sum(axis=0)
    yield f"All practices together: {_lower(cash_said(flow, staying, joining))}"
    yield after_leaving(flow, staying, joining)
    behind, all_of = int((flow.behind.min(axis=1) < 0).sum()), len(flow.staying)
    if behind:
        who = f"All {all_of} practices are" if behind == all_of else f"{behind} of {all_of} practices are"
        yield f"{who} behind at some point; each one's own page shows when and by how much."


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def work(each: Assessment) -> Iterator[str]:
    """Hours freed or added, and pounds an hour."""
    found = each.workload
    if found is None:
        yield absent(each, "workload", "Hours are not known")
        return
    word = "less" if found.freed >= 0 else "more"
    yield f"In the whole area, about {hours(abs(found.freed))} a year {word} than on national QOF."
    before, after = found.pounds_an_hour
    if before is not None and after is not None:
        yield (
            f"Income over hours of the work that earns it: about {roundly(_cents(before))} an hour "
            f"nationally, {roundly(_cents(after))} under the scheme."
        )
    if found.freed > 0:
        yield "A form to record what freed hours are spent on: openqof headroom, with --form."


def _cents(number: float) -> Decimal:
    return pounds(number * 100)


def likely(each: Assessment) -> Iterator[str]:
    """The bill when achievement is drawn."""
    risk = each.risk
    if risk is None:
        yield absent(each, "risk", "The range of income is not known")
        return
    ways = ("nationally", risk.national_bill), ("under the scheme", risk.scheme_bill)
    said = (f"{roundly_between(pounds(bill[0]), pounds(bill[2]))} {way}" for way, bill in ways)
    yield f"In 90 of 100 draws of this year's achievement the bill is {several(said)}."


def drawn(risk: Risk, place: int) -> str:
    """One practice's income when achievement is drawn."""
    low, _, high = (pounds(value) for value in risk.scheme[:, place])
    below, _, above = (pounds(value) for value in risk.national[:, place])
    return (
        f"In 90 of 100 draws of this year's achievement: {roundly_between(low, high)} under the scheme, "
        f"{roundly_between(below, above)} on national QOF."
    )


def absent(each: Assessment, name: str, otherwise: str) -> str:
    """Why an answer is absent."""
    why = each.absent.get(name, "")
    return f"{otherwise}: {why}" if why else f"{otherwise}."


def opened(each: Assessment, *, reasons: bool = True) -> tuple[str, ...]:
    """The questions that are open or that the document does not answer, with or without reasons in short."""
    return tuple(
        f"{found.question} {found.state.capitalize()}{_briefly(found.why) if reasons else '.'}"
        for found in each.exposures
        if found.state != "met"
    )


def _briefly(why: str) -> str:
    """A reason after a colon: all of it where it is short, else its first sentence."""
    found = why if len(why) <= BRIEF else re.split(r"(?<=[.!?]) (?=[A-Z])", why)[0]
    if not found:
        return "."
    return f": {_lower(found) if found[1:2].islower() or found[1:2] == ' ' else found}"


def recalled(each: Assessment) -> str:
    """How much rests on what was recalled, in a sentence."""
    rests = each.pricing.rests
    stated = rests.scheme_values.get(Basis.RECALLED, 0)
    are = "is" if stated == 1 else "are"
    said = f"{number_of(stated, 'statement')} of the scheme {are} recalled, not read again"
    if rests.recalled_pounds:
        said += f"; {money(rests.recalled_pounds)} of scheme income rests on recalled values of the law"
    return f"{said}. They are marked below."
