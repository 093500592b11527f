"""National QOF by the month for the practices of a price: aspiration on the year before, and the balance."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from openqof.core.years import FinancialYear
from openqof.engine.cash import uprating
from openqof.engine.cash_arrays import scaled, split
from openqof.engine.law import WholeArray
from openqof.impact.cash.years import (
    YearEarned,
    a_year_on,
    at_the_end,
    earlier,
    handovers,
    own_year,
    years_of_cash,
)
from openqof.impact.worked import Worked
from openqof.impact.working.needs import how, refuse

TWELFTHS = np.ones(12, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class National:
    """A year's achievement, and the aspiration paid in its months on that of the year before, (p, 12) pence.

    Where there is nothing of the year before, the aspiration is on the year's own achievement.
    """

    earned: YearEarned
    aspiration: WholeArray

    @property
    def balance(self) -> WholeArray:
        """What is paid, or taken back, in June after the year, (p,)."""
        rest: WholeArray = self.earned.pence - self.aspiration.sum(axis=1)
        return rest


def national_years(worked: Worked) -> tuple[National, ...]:
    """The scheme's year, last, and the unbroken years before it that there is anything of.

    A scheme of the year after the one priced has that year stand in for its own. BadInput where there is
    nothing of the year before the one priced.
    """
    held: list[YearEarned] = []
    for year in reversed(years_of_cash(worked.ask.law)[:-1]):
        found = earlier(worked, year)
        if found is None:
            break
        held.insert(0, found)
    if not held:
        year = worked.ask.law.year.previous
        said = f"nothing says what was earned in {year}, on which the monthly payments of {year.next} rest."
        raise refuse("P220", said, f"Add it: {how(worked.ask.reading, year)}.")
    past = [_past(worked, each, before) for each, before in zip(held, (held[0], *held), strict=False)]
    now = _own(worked, own_year(worked), held[-1])
    if not worked.ask.is_over:
        return (*past, now)
    return (*past, now, _own(worked, a_year_on(now.earned), now.earned))


def year_after(worked: Worked, now: National) -> WholeArray:
    """The aspiration of the year after, (p, 12) pence: on what national QOF pays for the scheme's year."""
    ends = at_the_end(worked, now.earned)
    return np.where(ends.months, in_twelfths(worked, ends, ends.year.next), 0)


def rate(worked: Worked, of: FinancialYear, year: FinancialYear) -> Fraction:
    """The share of one year's achievement that is paid monthly in another, uprated where both laws are known.

    Where the library has no law of the other year, the law of the price stands for it; so it does from the
    year that it stands in for on, whose achievement is in its money.
    """
    ask = worked.ask
    if ask.is_over and year > ask.law.year:
        return Fraction(ask.law.aspiration.value)
    law, last = ask.law_of(year), ask.law_of(of)
    scale = uprating(law, last) if law and last else Fraction(1)
    return Fraction((law or ask.law).aspiration.value) * scale


def in_twelfths(worked: Worked, of: YearEarned, year: FinancialYear) -> WholeArray:
    """A full year's aspiration on an achievement, (p, 12): that of a part of a year is taken as a rate."""
    paid_on, whole = np.maximum(of.pence, 0), of.year.days
    days = np.where(of.days > 0, of.days, whole)
    return split(scaled(paid_on, rate(worked, of.year, year), days, whole), TWELFTHS)


def _past(worked: Worked, earned: YearEarned, before: YearEarned) -> National:
    paid = in_twelfths(worked, before, earned.year)
    return National(earned, np.where(earned.months, paid, 0))


def _own(worked: Worked, earned: YearEarned, before: YearEarned) -> National:
    """The year priced; whoever takes a list over within it takes over its monthly payments too."""
    whole = in_twelfths(worked, before, earned.year)
    paid = np.where(earned.months, whole, 0)
    for each in handovers(worked):
        paid[each.to, each.month + 1 :] += whole[each.of, each.month + 1 :]
    return National(earned, paid)
