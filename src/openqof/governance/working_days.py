"""Days counted: calendar days, working days with England's bank holidays, weeks, months and years."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

UNITS = ("days", "working days", "weeks", "months", "years")
_WEEK = 5


@cache
def bank_holidays(year: int) -> Mapping[date, str]:
    """England's bank and public holidays of a calendar year, one-off days among them, by day."""
    found = country_holidays("GB", subdiv="ENG", years=year)
    return {day: found[day] for day in sorted(found)}


def is_working(on: date) -> bool:
    """Whether a day is neither at a weekend nor a bank holiday."""
    return on.weekday() < _WEEK and on not in bank_holidays(on.year)


def working_days(first: date, last: date) -> int:
    """How many working days there are from one day to another, both counted; 0 where out of order."""
    if last < first:
        return 0
    free = sum(
        first <= day <= last and day.weekday() < _WEEK
        for year in range(first.year, last.year + 1)
        for day in bank_holidays(year)
    )
    return _weekdays(first, last) - free


def _weekdays(first: date, last: date) -> int:
    weeks, rest = divmod((last - first).days + 1, 7)
    return weeks * _WEEK + sum((first.weekday() + n) % 7 < _WEEK for n in range(rest))


def add_working_days(on: date, count: int) -> date:
    """The count-th working day after a day, before it where the count is negative; the day itself for 0."""
    found, missing = on, abs(count)
    forward = count > 0
    while missing:
        found = _add_weekdays(found, missing if forward else -missing)
        passed = working_days(_next(on), found) if forward else working_days(found, _next(on, -1))
        missing = abs(count) - passed
    return found


def _next(on: date, step: int = 1) -> date:
    return on + timedelta(days=step)


def _add_weekdays(on: date, count: int) -> date:
    weeks, rest = divmod(abs(count), _WEEK)
    step = 1 if count > 0 else -1
    if not rest and weeks:
        weeks, rest = weeks - 1, _WEEK
    found = on + timedelta(weeks=weeks * step)
    while rest:
        found = _next(found, step)
        rest -= found.weekday() < _WEEK
    return found


def add_months(on: date, count: int) -> date:
    """The same day so many months on, or the last of that month where it has no such day."""
    years, month = divmod(on.year * 12 + on.month - 1 + count, 12)
    return date(years, month + 1, min(on.day, monthrange(years, month + 1)[1]))


def month_end(on: date) -> date:
    """The last day of the month."""
    return on.replace(day=monthrange(on.year, on.month)[1])


def after(on: date, count: int, unit: str) -> date:
    """The day so long after another, which is not counted itself; ValueError for a unit there is not."""
    match unit:
        case "days":
            return on + timedelta(days=count)
        case "weeks":
            return on + timedelta(weeks=count)
        case "working days":
            return add_working_days(on, count)
        case "months":
            return add_months(on, count)
        case "years":
            return add_months(on, 12 * count)
    raise ValueError(f"{unit!r} is no unit of time; known are {', '.join(UNITS)}")


def before(on: date, count: int, unit: str) -> date:
    """The day so long before another."""
    return after(on, -count, unit)


def latest_start(end: date, count: int, unit: str) -> date:
    """The last day from which a time so long ends on a day or before it."""
    found = before(end, count, unit)
    while after(found, count, unit) > end:
        found -= timedelta(days=1)
    while after(found + timedelta(days=1), count, unit) <= end:
        found += timedelta(days=1)
    return found
