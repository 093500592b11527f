"""When pay becomes cash: aspiration by the month, and the balance after the year end.

A practice is paid a share of last year's achievement in monthly parts through the year, and the rest, or a
clawback, when achievement is known. So joining or leaving a scheme moves cash between years.
Source: the Statement of Financial Entitlements, aspiration and achievement payments, by way of the pages
the law files cite; what those leave open is an argument here, not a constant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from openqof.core.money import to_pence
from openqof.core.national import NationalYear
from openqof.core.years import FinancialYear

BALANCE_DUE = (6, 30)
"""Month and day, in the next year, by which the balance is due: the end of its first quarter."""


@dataclass(frozen=True, slots=True)
class Aspiration:
    """The monthly payments of one year: `pence` by month in force, and how they were worked out.

    `method` is "last year", "points" or "none". Months are worth a twelfth of the year each, rounded to the
    penny so that all of them sum to `year_pence`: the first months carry the odd pennies.
    """

    method: str
    year_pence: int
    months: tuple[tuple[date, int], ...]
    says: str

    @property
    def pence(self) -> int:
        """All months together."""
        return sum(amount for _, amount in self.months)


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of cash: the day it is due, its pence (below 0: taken back), and what it is."""

    due: date
    pence: int
    what: str
    year: FinancialYear


def uprating(law: NationalYear, last: NationalYear) -> Fraction:
    """What last year's achievement is scaled by: the value of a point and the number of points, new over old.

    That the number of points counts, as it must have in April 2014 when 900 became 559, is recalled.
    Source: the Statement of Financial Entitlements, monthly aspiration payments.
    """
    value = Fraction(law.point_value.value) / Fraction(last.point_value.value)
    return value * Fraction(law.points) / Fraction(last.points)


def aspiration(
    law: NationalYear,
    *,
    last_year: Fraction | None,
    last_law: NationalYear | None = None,
    points: Fraction | None = None,
    list_size: Fraction | None = None,
    share: Fraction | None = None,
    opened: date | None = None,
    closed: date | None = None,
) -> Aspiration:
    """The monthly payments of the law's year to one practice, in force from `opened` to `closed`.

    `last_year` is last year's achievement in pounds, before prevalence where the practice's contract says
    so; `last_law` last year's law, by which it is uprated. A practice with no last year is
    paid for the `points` it and its commissioner agreed, on its list, where they are given; else nothing.
    `share` is paid of either; the law's, unless given. Months before the contract or after it are not paid.
    """
    part = Fraction(law.aspiration.value) if share is None else share
    value = Fraction(law.point_value.value)
    if last_year is not None:
        scale = uprating(law, last_law) if last_law else Fraction(1)
        return _by_month(law, last_year * scale * part, opened, closed, method="last year", says=(
            f"{float(part):.0%} of last year's achievement"
            + (f", × {float(scale):.4f} for the value and number of points" if scale != 1 else "")
        ))  # fmt: skip
    if points is None or list_size is None:
        return Aspiration("none", 0, (), "no last year and no points agreed: nothing until the year end")
    year = points * value * list_size / Fraction(law.average_list.value) * part
    says = f"{float(part):.0%} of {float(points):g} points agreed, on the list"
    return _by_month(law, year, opened, closed, method="points", says=says)


def _by_month(
    law: NationalYear, pounds: Fraction, opened: date | None, closed: date | None, *, method: str, says: str
) -> Aspiration:
    year_pence = to_pence(pounds)
    whole = list(zip(law.year.months, twelfths(year_pence), strict=True))
    months = tuple((first, amount) for first, amount in whole if in_force(first, opened, closed))
    missed = len(whole) - len(months)
    return Aspiration(
        method, year_pence, months, says + (f"; {missed} months not in force" if missed else "")
    )


def twelfths(pence: int) -> tuple[int, ...]:
    """A year's pence in twelve months that differ by a penny at most, the larger first; they sum to it."""
    sign = -1 if pence < 0 else 1
    each, odd = divmod(abs(pence), 12)
    return tuple(sign * (each + (month < odd)) for month in range(12))


def in_force(first: date, opened: date | None, closed: date | None) -> bool:
    """Whether a contract ran on any day of the month that begins on `first`."""
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return (opened is None or opened < after) and (closed is None or closed >= first)


def balance(achieved_pence: int, paid: Aspiration) -> int:
    """Achievement less aspiration paid, in pence; below 0 it is taken back."""
    return achieved_pence - paid.pence


def cash_year(law: NationalYear, achieved_pence: int, paid: Aspiration) -> tuple[Entry, ...]:
    """Every movement of cash of one year of achievement, by day due; they sum to what was achieved."""
    monthly = [Entry(first, amount, "aspiration", law.year) for first, amount in paid.months]
    rest = balance(achieved_pence, paid)
    what = "balance" if rest >= 0 else "clawback"
    return (*monthly, Entry(date(law.year.start + 1, *BALANCE_DUE), rest, what, law.year))


def by_month(entries: tuple[Entry, ...], year: FinancialYear) -> tuple[tuple[date, int], ...]:
    """What a practice receives in each month of a financial year, whichever year it was earned in."""
    return tuple(
        (
            first,
            sum(
                entry.pence
                for entry in entries
                if (entry.due.year, entry.due.month) == (first.year, first.month)
            ),
        )
        for first in year.months
    )


def merged(parts: tuple[Aspiration, ...]) -> Aspiration:
    """What a merged practice is paid: month by month, the sum of what its parts were to be paid."""
    months: dict[date, int] = {}
    for part in parts:
        for first, amount in part.months:
            months[first] = months.get(first, 0) + amount
    methods = "; ".join(dict.fromkeys(part.method for part in parts))
    total = sum(part.year_pence for part in parts)
    return Aspiration(
        methods, total, tuple(sorted(months.items())), f"the sum of {len(parts)} practices merged"
    )


def gap(
    staying: tuple[Entry, ...], leaving: tuple[Entry, ...], year: FinancialYear
) -> tuple[tuple[date, int], ...]:
    """By month of a year, the cash of leaving (or joining) less that of staying."""
    there, here = by_month(leaving, year), by_month(staying, year)
    return tuple((first, one - other) for (first, one), (_, other) in zip(there, here, strict=True))
