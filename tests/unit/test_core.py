"""Years, money and counting by basis."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openqof.core.money import from_pence, to_pence, write_pounds
from openqof.core.sources import Basis, Provenance, count_by_basis
from openqof.core.years import FinancialYear


@pytest.mark.parametrize("text", ["2015/16", "2015-16", "201516", "15-16", "1516", "2015/2016", " 2015/16 "])
def test_a_year_is_read_however_it_is_written(text: str) -> None:
    assert FinancialYear.parse(text) == FinancialYear(2015)


@pytest.mark.parametrize("text", ["2015", "2015/17", "15/15", "", "twenty", "2015/16/17"])
def test_a_year_that_does_not_follow_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a financial year"):
        FinancialYear.parse(text)


def test_a_slip_in_a_year_is_mended() -> None:
    with pytest.raises(ValueError, match="did you mean 2015/16"):
        FinancialYear.parse("2015/17")


def test_the_turn_of_the_century_and_its_neighbours() -> None:
    assert str(FinancialYear(2099)) == "2099/00"
    assert FinancialYear.parse("2099/00").next == FinancialYear(2100)


def test_a_leap_year_has_366_days_and_twelve_months() -> None:
    year = FinancialYear.parse("2015/16")
    assert (year.days, year.previous.days) == (366, 365)
    assert year.months[0] == date(2015, 4, 1)
    assert year.months[-1] == date(2016, 3, 1)
    assert len(set(year.months)) == 12


@pytest.mark.parametrize(
    ("opened", "closed", "days"),
    [
        (None, None, 366),
        (date(2015, 10, 1), None, 183),
        (None, date(2015, 4, 1), 1),
        (date(2016, 4, 1), None, 0),
        (None, date(2015, 3, 31), 0),
        (date(2016, 2, 29), date(2016, 2, 29), 1),
    ],
)
def test_days_a_contract_ran(opened: date | None, closed: date | None, days: int) -> None:
    assert FinancialYear(2015).days_between(opened, closed) == days


@given(st.dates(date(2004, 4, 1), date(2090, 3, 31)))
def test_every_day_falls_in_its_year(day: date) -> None:
    year = FinancialYear.of(day)
    assert year.first_day <= day <= year.last_day
    assert FinancialYear.parse(str(year)) == FinancialYear.parse(year.slug) == year


@pytest.mark.parametrize(
    ("pounds", "pence"),
    [("0.005", 1), ("0.004999", 0), ("-0.005", -1), ("1.115", 112), ("2.675", 268), ("1e6", 100_000_000)],
)
def test_half_a_penny_goes_up_away_from_zero(pounds: str, pence: int) -> None:
    assert to_pence(Decimal(pounds)) == pence
    assert to_pence(Fraction(Decimal(pounds))) == pence


@given(st.integers(-(10**12), 10**12))
def test_pence_and_pounds_are_the_same_money(pence: int) -> None:
    assert to_pence(from_pence(pence)) == pence


def test_pounds_are_written_with_the_sign_first() -> None:
    assert write_pounds(Decimal("-1234.5")) == "-£1,234.50"
    assert write_pounds(Fraction(1, 3)) == "£0.33"


def test_counting_by_basis_names_all_three() -> None:
    counts = count_by_basis([Provenance("a", Basis.FOUND), Provenance("b", Basis.FOUND)])
    assert counts == {Basis.FOUND: 2, Basis.DERIVED: 0, Basis.RECALLED: 0}


def test_a_provenance_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Provenance("a", Basis.FOUND).basis = Basis.RECALLED  # type: ignore[misc]
