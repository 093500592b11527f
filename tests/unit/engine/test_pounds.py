"""Points to pounds to pence: indices, factors, rounding."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import indicator, national_year, practice_year
from openqof.core.national import Register
from openqof.engine.exact import exactly, share_exactly
from openqof.engine.pence import round_pence, to_pence
from openqof.engine.pounds import list_index, population_index, prevalence_factor, unit_pounds
from openqof.engine.run import pay


def test_indices_are_left_as_they_are_unless_the_law_rounds_them() -> None:
    assert list_index(16_000, 9_374) == pytest.approx(1.706849)
    assert list_index(16_000, 9_374, decimals=2) == 1.71
    assert prevalence_factor(488, 16_000, 0.021, decimals=2) == 1.45


def test_a_half_in_the_last_decimal_goes_up_though_floating_point_has_it_below() -> None:
    assert list_index([1.005, 2.675], 1.0, decimals=2).tolist() == [1.01, 2.68]
    assert list_index(0.5, 1.0, decimals=0) == 1.0


def test_what_is_not_known_weights_nothing() -> None:
    assert prevalence_factor([np.nan, 50], 1_000, 0.05).tolist() == [1, 1]
    assert prevalence_factor(50, 1_000, np.nan) == prevalence_factor(50, 1_000, 0.0) == 1
    instead = np.array([0.7, 0.8])
    assert population_index([np.nan, 300], 200, instead).tolist() == [0.7, 1.5]
    assert population_index([100, 300], np.nan, instead) is instead


def test_an_empty_list_has_no_prevalence() -> None:
    assert prevalence_factor([0, 5], [0, 0], 0.1, decimals=2).tolist() == [0, 0]


def test_pounds_are_the_product_of_their_terms() -> None:
    unit = unit_pounds(200.0, index=[1.0, 0.5], prevalence=1.5, share_of_year=[1.0, 0.5])
    assert unit.tolist() == [300, 75]


def test_halves_of_a_penny() -> None:
    assert to_pence([0.005, 1.005, 2.675, -0.005, 0.0049999]).tolist() == [1, 101, 268, -1, 0]
    assert to_pence(np.array([[0.125]])).tolist() == [[13]]
    assert to_pence([]).tolist() == []


def test_a_row_says_which_of_its_pence_are_in_doubt() -> None:
    row, out = np.array([0.2, 1.5, 2.4999999, 3.49]), np.empty(4)
    assert round_pence(row, out=out).tolist() == [1, 2]
    assert out[[0, 3]].tolist() == [0, 3]


@pytest.mark.parametrize("value", ["150.01", "207.57", "0.01"])
def test_a_line_of_exactly_half_a_penny_is_rounded_up(value: str) -> None:
    law = national_year(indicator("HYP001", 1, Register()), point_value=value, average_list=8_000)
    inputs = practice_year(law, list_size=4_000, register={"HYP": 40})
    assert pay(law, inputs).pence[0, 0] == (round(float(value) * 100) + 1) // 2


def test_part_of_a_leap_year_is_its_days_exactly() -> None:
    # 61 of 366 days of £2.43 is 40.5p: a sixth is no binary fraction, and the half must still be seen.
    law = national_year(indicator("HYP001", 1, Register()), point_value="2.43", year="2015/16")
    inputs = practice_year(law, share_of_year=61 / 366, register={"HYP": 1})
    assert pay(law, inputs).pence[0, 0] == 41


@given(st.integers(0, 366), st.sampled_from([365, 366]))
def test_days_are_found_again_in_a_share(days: int, year: int) -> None:
    days = min(days, year)
    assert share_exactly(days / year) * year == days


@given(st.decimals(0, 100_000, places=4))
def test_a_float_stands_for_the_decimal_it_was_written_as(number: object) -> None:
    assert exactly(float(number)) == number  # type: ignore[arg-type]
