"""Aspiration by the month, and the balance after the year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from builders import indicator, national_year
from openqof.engine.cash import aspiration, balance, by_month, cash_year, gap, in_force, merged, uprating
from openqof.files.load import load_year

LAW = national_year(indicator("H1"))  # 2022/23, £200 a point, list 8,000, 70%


def test_a_share_of_last_year_is_paid_in_twelve_months() -> None:
    paid = aspiration(LAW, last_year=Fraction(100_000))
    assert (paid.method, paid.year_pence) == ("last year", 7_000_000)
    assert paid.months[0] == (date(2022, 4, 1), 583_334)
    assert paid.months[-1] == (date(2023, 3, 1), 583_333)
    assert paid.pence == 7_000_000
    assert paid.says == "70% of last year's achievement"


def test_last_year_is_uprated_by_the_value_of_a_point() -> None:
    last = replace(LAW, point_value=replace(LAW.point_value, value=LAW.point_value.value * 4 / 5))
    paid = aspiration(LAW, last_year=Fraction(100_000), last_law=last)
    assert paid.pence == 8_750_000
    assert "1.2500" in paid.says


def test_fewer_points_scale_last_year_down() -> None:
    scale = uprating(load_year("qof/2014-15"), load_year("qof/2013-14"))
    assert scale == Fraction(559, 900)
    paid = aspiration(load_year("qof/2014-15"), last_year=Fraction(90_000), last_law=load_year("qof/2013-14"))
    assert paid.pence == 3_913_000


def test_a_new_practice_is_paid_for_the_points_agreed_or_nothing() -> None:
    agreed = aspiration(
        LAW, last_year=None, points=Fraction(300), list_size=Fraction(4000), share=Fraction(1, 3)
    )
    assert (agreed.method, agreed.pence) == ("points", 1_000_000)
    nothing = aspiration(LAW, last_year=None)
    assert (nothing.method, nothing.pence, nothing.months) == ("none", 0, ())
    assert "no points agreed" in nothing.says


def test_months_outside_the_contract_are_not_paid() -> None:
    late = aspiration(LAW, last_year=Fraction(12_000), opened=date(2022, 10, 15))
    assert [first.month for first, _ in late.months] == [10, 11, 12, 1, 2, 3]
    assert late.pence == 6 * 70_000
    gone = aspiration(LAW, last_year=Fraction(12_000), closed=date(2022, 6, 1))
    assert [first.month for first, _ in gone.months] == [4, 5, 6]
    assert "9 months not in force" in gone.says


def test_a_month_is_in_force_when_any_day_of_it_is() -> None:
    assert in_force(date(2022, 12, 1), date(2022, 12, 31), None)
    assert not in_force(date(2022, 12, 1), date(2023, 1, 1), None)
    assert in_force(date(2022, 12, 1), None, date(2022, 12, 1))
    assert not in_force(date(2022, 12, 1), None, date(2022, 11, 30))


def test_the_balance_is_due_by_the_end_of_june_and_may_be_taken_back() -> None:
    paid = aspiration(LAW, last_year=Fraction(100_000))
    more, less = cash_year(LAW, 9_000_000, paid), cash_year(LAW, 6_000_000, paid)
    assert (more[-1].due, more[-1].pence, more[-1].what) == (date(2023, 6, 30), 2_000_000, "balance")
    assert (less[-1].pence, less[-1].what) == (-1_000_000, "clawback")
    assert balance(6_000_000, paid) == -1_000_000


def test_a_months_cash_holds_the_settlement_of_the_year_before() -> None:
    paid = aspiration(LAW, last_year=Fraction(100_000))
    received = dict(by_month(cash_year(LAW, 9_000_000, paid), LAW.year.next))
    assert received[date(2023, 6, 1)] == 2_000_000
    assert sum(received.values()) == 2_000_000


def test_leaving_moves_cash_between_years() -> None:
    staying = cash_year(LAW, 9_000_000, aspiration(LAW, last_year=Fraction(100_000)))
    leaving = cash_year(LAW, 9_000_000, aspiration(LAW, last_year=None))
    here = sum(pence for _, pence in gap(staying, leaving, LAW.year))
    after = sum(pence for _, pence in gap(staying, leaving, LAW.year.next))
    assert (here, after) == (-7_000_000, 7_000_000)


def test_a_merged_practice_takes_over_the_months_of_its_parts() -> None:
    first = aspiration(LAW, last_year=Fraction(100_000))
    second = aspiration(LAW, last_year=Fraction(50_000), opened=date(2022, 12, 1))
    both = merged((first, second))
    assert both.pence == first.pence + second.pence
    assert dict(both.months)[date(2022, 4, 1)] == first.months[0][1]
    assert "2 practices merged" in both.says
