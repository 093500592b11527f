"""The days that conditions on time come down to."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from openqof.core.governance.conditions import Fact, Facts, InTime
from openqof.core.years import FinancialYear

INSTEAD = {"stops": "starts"}
"""What stands for a fact that is not stated: work stops on the first day of the scheme unless said later."""


def stated(facts: Facts, name: str) -> Fact | None:
    """A fact by name, or the one that stands for it; None where neither is stated."""
    return facts.get(name, facts.get(INSTEAD.get(name, name)))


def last_day(condition: InTime, facts: Facts) -> date | None:
    """The last day in time for a day that must lie before another; None where the other is not stated."""
    before = stated(facts, condition.before)
    return back(before, condition.count, condition.unit) if isinstance(before, date) else None


def back(from_day: date, count: int, unit: str) -> date:
    """The day so many days, weeks or months earlier; the end of the month where it is shorter."""
    if unit != "months":
        return from_day - timedelta(days=count * (7 if unit == "weeks" else 1))
    year, month = divmod(from_day.year * 12 + from_day.month - 1 - count, 12)
    return date(year, month + 1, min(from_day.day, calendar.monthrange(year, month + 1)[1]))


def first_day(of: date, period: str) -> date:
    """The first day of the financial year or of the quarter that a day lies in."""
    return (
        FinancialYear.of(of).first_day
        if period == "year"
        else date(of.year, 3 * ((of.month - 1) // 3) + 1, 1)
    )
