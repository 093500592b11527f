"""Pricing a guarantee: the income of the base year, against what this year pays."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from openqof.core.changes import Guarantee, PracticesGone
from openqof.engine.law import WholeArray
from openqof.impact.pricing import Gone
from openqof.impact.working.ask import Ask
from openqof.impact.working.earned import BoolArray, Earned
from openqof.impact.working.gone import Base, gone
from openqof.impact.working.income import Source, earned_in, pence_by_practice, qof_pence
from openqof.impact.working.nationally import Nationally
from openqof.impact.working.outside import without
from openqof.impact.working.roll import practices_of

RULES = {
    PracticesGone.SUCCESSOR: (
        "The base of a practice that is gone goes to the successor that the data or the scheme names. Where "
        "none is named it is not paid, and the practice is listed."
    ),
    PracticesGone.NOT_PAID: "The base of a practice that is gone is not paid, and the practice is listed.",
}


@dataclass(frozen=True, slots=True, eq=False)
class Guaranteed:
    """Pence (p,) that practices are guaranteed, `held` by those that have a base, their own or handed on."""

    terms: Guarantee
    base: Base
    pence: WholeArray
    held: BoolArray
    gone: tuple[Gone, ...]
    results: Earned | None = None
    """The base year's results, where its income was worked out from them, without pay for `apart`."""
    apart: tuple[str, ...] = ()
    """The indicators of the year priced that are not in the base."""


def guaranteed(
    terms: Guarantee, ask: Ask, side: Nationally, joined: BoolArray, *, left: tuple[str, ...] = ()
) -> Guaranteed:
    """The base-year income of every practice that joins, its own and any handed on to it.

    `left` are indicators that the guarantee does not take the place of: what they earned in the base year is
    taken out where it is known, which it is where income is worked out from results.
    """
    tables = side.stands.tables
    by_results = side.stands.source is Source.RESULTS
    results = earned_in(ask, side.stands, terms.of) if by_results else None
    apart = () if results is None else left
    results = None if results is None else without(results, apart, ask.law)
    pence = qof_pence(ask, side.stands, terms.of) if results is None else pence_by_practice(results)
    base = Base(terms.of, practices_of(tables.practices, terms.of), pence, terms.hands_on)
    lost = gone(
        base,
        now=side.everyone,
        paid=dict(zip(side.practices, side.roll, strict=True)),
        area=ask.area,
        taken=frozenset(code for code, takes in zip(side.practices, joined, strict=True) if takes),
        handed=terms.practices_gone is PracticesGone.SUCCESSOR,
    )
    place = {code: column for column, code in enumerate(side.practices)}
    amounts = np.array([pence.get(code, 0) for code in side.practices], dtype=np.int64)
    held = np.array([code in pence for code in side.practices], dtype=np.bool_)
    for each in lost:
        if each.successor:
            amounts[place[each.successor]] += pence[each.practice]
            held[place[each.successor]] = True
    held &= joined
    whole = np.where(held, percent_of(amounts, terms.share), 0)
    return Guaranteed(terms, base, whole, held, lost, results, apart)


def percent_of(pence: WholeArray, percent: Decimal) -> WholeArray:
    """A percentage of whole pence, half-up to the penny away from nought."""
    if percent == 100:
        return pence
    share = Fraction(percent) / 100
    size = np.abs(pence).astype(object)  # whole numbers without end: a long percentage overflows no product
    whole = (2 * size * share.numerator + share.denominator) // (2 * share.denominator)
    return np.where(pence < 0, -whole, whole).astype(np.int64)


def or_actual(terms: Guarantee, base: WholeArray, actual: WholeArray) -> WholeArray:
    """What was achieved where that is above the guarantee by the percentage that the scheme states."""
    if terms.or_actual_above is None:
        return base
    bar = Fraction(terms.or_actual_above) / 100 + 1
    above = actual * bar.denominator > base * bar.numerator
    return np.where(above, actual, base)
