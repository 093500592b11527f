"""What practices are paid under a scheme: national QOF that stays, then a stream for each paying change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from openqof.core.changes import AddService, Certainty, Pay, Suspend, When
from openqof.core.terms import Share, Term
from openqof.engine.law import WholeArray
from openqof.engine.terms.facts import Facts
from openqof.engine.terms.fast import term_pence, worth
from openqof.impact.worked import AS_NATIONALLY, QOF, Stream
from openqof.impact.working.ask import Ask
from openqof.impact.working.cells import Ends
from openqof.impact.working.earned import BoolArray
from openqof.impact.working.guarantee import Guaranteed, or_actual
from openqof.impact.working.nationally import Nationally
from openqof.impact.working.paying import Paying
from openqof.impact.working.stays import Stays, of_year


@dataclass(frozen=True, slots=True, eq=False)
class Amount:
    """One pay term worked out: pence (p,) as facts stand, at least and at most, and where it is not known."""

    paying: Paying
    pence: WholeArray
    low: WholeArray
    high: WholeArray
    unknown: BoolArray


def term_of(each: Paying, ask: Ask) -> Term:
    """What is paid for the year: a part by days of a suspension, or of a service begun within the year."""
    terms, year = each.change.terms, ask.year_run
    part = 1.0
    if isinstance(terms, Suspend):
        part = of_year(terms, year)
    elif isinstance(terms, AddService) and terms.start is not None:
        part = year.days_between(terms.start, None) / year.days
    return each.amount if part == 1.0 else Share(Decimal(100 * part), each.amount)


def amounts(all_of: Sequence[Paying], ask: Ask, facts: Facts) -> tuple[Amount, ...]:
    """Every pay term worked out, for practices that join; nought for the others and where it is not known."""
    return tuple(_amount(each, term_of(each, ask), facts) for each in all_of)


def _amount(each: Paying, term: Term, facts: Facts) -> Amount:
    unknown = worth(term, facts).unknown & facts.joined
    value, low, high = (np.where(facts.joined, ends, 0) for ends in term_pence(term, facts))
    return Amount(each, value, low, high, unknown)


def back_to_national(joined: BoolArray, pledge: Guaranteed | None, instead: Sequence[Amount]) -> BoolArray:
    """Who joins and yet stays on national pay: what takes its place is not known for them."""
    back = np.zeros(len(joined), dtype=np.bool_)
    if pledge is not None:
        back |= joined & ~pledge.held
    for each in instead:
        back |= each.unknown
    return back


def first_stream(
    whole: Ends, kept: Ends, standing: Stays | None, *, stay: BoolArray, worth: Sequence[Amount]
) -> Stream:
    """National QOF that stays; all of it for those who `stay` on national pay.

    `whole` and `kept` (p,) are national pay, and what of it the scheme leaves. Where the worth of a
    suspension's term is not known, its indicators are paid on this year's results.
    """
    for each in worth if standing is not None else ():
        left = standing.left.get(each.paying.change.number) if standing is not None else None
        if left is not None:
            kept = (kept + left).where(each.unknown, kept)
    found = whole.where(stay, kept)
    sure = np.where(stay, 0, found.sure)
    return Stream(
        QOF, 0, AS_NATIONALLY, "", QOF, Certainty.AT_RISK, When(), found.pence, found.low, found.high, sure
    )


def whole_national(side: Nationally, of_law: Ends | None) -> Ends:
    """National pay of each practice, (p,), with what is least and most of it.

    From payments alone the least is nothing and the most is what was paid; with results beside them, the ends
    are those of the results, widened to hold what was paid.
    """
    none = np.zeros_like(side.pence)
    if of_law is None:
        return Ends(side.pence, none, side.pence, none)
    low, high = np.minimum(of_law.low, side.pence), np.maximum(of_law.high, side.pence)
    return Ends(side.pence, low, high, of_law.sure)


def guarantee_stream(number: int, pledge: Guaranteed, actual: Ends) -> Stream:
    """The guarantee, or what was achieved where the scheme lets a practice ask for that.

    `actual` (p,) is national pay of the indicators that the guarantee takes the place of.
    """
    terms, pence = pledge.terms, pledge.pence
    paid = np.where(pledge.held, or_actual(terms, pence, actual.pence), 0)
    most = np.where(pledge.held, np.maximum(or_actual(terms, pence, actual.high), paid), 0)
    name = f"Guarantee of QOF income of {terms.of}"
    return Stream(
        name, number, AS_NATIONALLY, "", QOF, Certainty.GUARANTEED, When(), paid, pence, most, pence,
        instead="qof", says_when=False,
    )  # fmt: skip


def pay_stream(each: Amount, *, without: BoolArray) -> Stream:
    """One pay term as a stream; nothing for practices that stay on national pay instead of it."""
    number, pay = each.paying.change.number, each.paying.pay
    pence, low, high = (np.where(without, 0, end) for end in (each.pence, each.low, each.high))
    if pay is None:
        return Stream(
            "Suspended indicators", number, AS_NATIONALLY, "", QOF, Certainty.GUARANTEED, When(), pence, low,
            high, low, instead="indicators", says_when=False,
        )  # fmt: skip
    sure_pence = low if pay.certainty is Certainty.GUARANTEED else np.zeros_like(low)
    return Stream(
        pay.what, number, pay.payer, pay.payee, pay.pot, pay.certainty, pay.when, pence, low, high,
        sure_pence, pay.covers, pay.instead_of,
    )  # fmt: skip


def sweeps_all(each: Paying) -> bool:
    """Whether a pay term takes the place of all national QOF income."""
    return isinstance(each.pay, Pay) and each.pay.instead_of == "qof"
