"""Days counted against a plain day-by-day oracle, and England's bank holidays as they were."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openqof.governance.working_days import (
    add_months,
    add_working_days,
    after,
    bank_holidays,
    before,
    is_working,
    latest_start,
    month_end,
    working_days,
)

DAYS = st.dates(date(2010, 1, 1), date(2029, 12, 31))
COUNTS = st.integers(-80, 80)
UNITS = st.sampled_from(["days", "working days", "weeks", "months", "years"])


def walked(on: date, count: int) -> date:
    """The oracle: a day at a time."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        on += step
        left -= on.weekday() < 5 and on not in bank_holidays(on.year)
    return on


@given(DAYS, COUNTS)
def test_working_days_are_those_of_a_walk(on: date, count: int) -> None:
    assert add_working_days(on, count) == walked(on, count)


@given(DAYS, st.integers(0, 400))
def test_working_days_between_are_counted(first: date, length: int) -> None:
    days = [first + timedelta(days=n) for n in range(length + 1)]
    assert working_days(first, days[-1]) == sum(map(is_working, days))


@given(DAYS, st.integers(1, 60))
def test_there_and_back_is_never_later(on: date, count: int) -> None:
    there = add_working_days(on, count)
    assert is_working(there)
    assert working_days(on + timedelta(days=1), there) == count
    back = add_working_days(there, -count)
    assert back <= on
    assert not is_working(on) or back == on


@given(DAYS, st.integers(0, 36), UNITS)
def test_the_latest_start_ends_in_time_and_the_day_after_does_not(end: date, count: int, unit: str) -> None:
    start = latest_start(end, count, unit)
    assert after(start, count, unit) <= end
    assert after(start + timedelta(days=1), count, unit) > end


@given(DAYS, st.integers(-60, 60))
def test_months_keep_the_day_or_end_the_month(on: date, count: int) -> None:
    found = add_months(on, count)
    assert (found.year * 12 + found.month) - (on.year * 12 + on.month) == count
    assert found.day == on.day or (found.day < on.day and found == month_end(found))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2011, 4, 29), "Wedding"),
        (date(2012, 6, 5), "Jubilee"),
        (date(2020, 5, 8), "May Day"),
        (date(2022, 6, 2), "Spring"),
        (date(2022, 6, 3), "Jubilee"),
        (date(2022, 9, 19), "Funeral"),
        (date(2023, 5, 8), "Coronation"),
        (date(2016, 12, 27), "Christmas"),
        (date(2024, 3, 29), "Good Friday"),
        (date(2024, 4, 1), "Easter"),
    ],
)
def test_england_was_on_holiday(day: date, name: str) -> None:
    assert name in bank_holidays(day.year)[day]
    assert not is_working(day)


@pytest.mark.parametrize("day", [date(2020, 5, 4), date(2022, 5, 30), date(2016, 3, 17), date(2016, 8, 1)])
def test_england_worked_where_a_holiday_moved_or_another_nation_kept_one(day: date) -> None:
    assert is_working(day)


@pytest.mark.parametrize(
    ("on", "count", "unit", "found"),
    [
        (date(2016, 2, 1), 28, "days", date(2016, 2, 29)),
        (date(2015, 2, 1), 28, "days", date(2015, 3, 1)),
        (date(2016, 1, 31), 1, "months", date(2016, 2, 29)),
        (date(2015, 8, 31), 6, "months", date(2016, 2, 29)),
        (date(2016, 2, 29), 1, "years", date(2017, 2, 28)),
        (date(2016, 3, 24), 1, "working days", date(2016, 3, 29)),
        (date(2022, 9, 16), 1, "working days", date(2022, 9, 20)),
        (date(2023, 5, 5), 1, "working days", date(2023, 5, 9)),
        (date(2016, 12, 1), 12, "weeks", date(2017, 2, 23)),
    ],
)
def test_times_that_were_counted_by_hand(on: date, count: int, unit: str, found: date) -> None:
    assert after(on, count, unit) == found


def test_before_goes_the_other_way() -> None:
    assert before(date(2016, 3, 29), 1, "working days") == date(2016, 3, 24)
    assert before(date(2016, 3, 31), 1, "months") == date(2016, 2, 29)


def test_a_unit_that_there_is_not_is_an_error() -> None:
    with pytest.raises(ValueError, match="fortnights"):
        after(date(2016, 1, 1), 1, "fortnights")


def test_days_out_of_order_hold_no_working_day() -> None:
    assert working_days(date(2016, 1, 5), date(2016, 1, 4)) == 0
