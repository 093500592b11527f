"""Merged practices, and the floor under points."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from builders import indicator, national_year, practice_year
from openqof.core.national import Register, Sliding
from openqof.core.years import FinancialYear
from openqof.engine.exact import share_exactly
from openqof.engine.floors import floor
from openqof.engine.inputs import PracticeYear
from openqof.engine.mergers import merge
from openqof.engine.run import pay

LEAP = FinancialYear(2015)
LAW = national_year(
    indicator("HYP001", 10, Register(), prevalence="HYP"),
    indicator("HYP006", 20, Sliding(Decimal(40), Decimal(80)), prevalence="HYP"),
    year="2015/16",
)


def three(**more: object) -> PracticeYear:
    return practice_year(
        LAW,
        3,
        list_size=[4_000, 8_000, 6_000],
        numerator={"HYP006": [30, 80, 50]},
        denominator={"HYP006": [50, 100, 100]},
        register={"HYP": [400, 800, 600]},
        national_prevalence={"HYP": 0.1},
        **more,  # type: ignore[arg-type]
    )


def test_ending_contracts_are_paid_to_their_last_day_and_the_new_one_from_the_next() -> None:
    before = three()
    merged = merge(
        before, ending=["D00001", "D00002"], successor="D00009", last_day=date(2015, 9, 30), year=LEAP
    )
    assert merged.practices == ("D00001", "D00002", "D00003", "D00009")
    assert [share_exactly(share) * 366 for share in merged.share_of_year] == [183, 183, 366, 183]
    assert merged.list_size.tolist() == [4_000, 8_000, 6_000, 12_000]
    assert merged.register[0].tolist() == [400, 800, 600, 1_200]
    assert merged.denominator[1, 3] == 150
    assert before.share_of_year.tolist() == [1, 1, 1]


def test_a_merger_of_equals_in_everything_but_size_moves_no_money() -> None:
    inputs = practice_year(
        LAW, 2, list_size=[4_000, 8_000], register={"HYP": [400, 800]}, national_prevalence={"HYP": 0.1},
        numerator={"HYP006": [30, 60]}, denominator={"HYP006": [50, 100]},
    )  # fmt: skip
    merged = merge(inputs, ending=inputs.practices, successor="D9", last_day=date(2015, 9, 30), year=LEAP)
    assert pay(LAW, merged).pounds.sum() == pytest.approx(pay(LAW, inputs).pounds.sum())


def test_a_successor_that_was_there_before_keeps_its_own_counts_and_year() -> None:
    merged = merge(three(), ending=["D00001"], successor="D00003", last_day=date(2015, 4, 1), year=LEAP)
    assert merged.practices == three().practices
    assert merged.share_of_year.tolist() == [1 / 366, 1, 1]
    assert merged.list_size.tolist() == three().list_size.tolist()


def test_what_cannot_be_added_up_is_averaged() -> None:
    inputs = three(
        baseline={"HYP006": [50, 80, 0]},
        base_points={"HYP006": [6, 9, 0]},
        points_given={"HYP001": [3, np.nan, 1]},
    )
    merged = merge(inputs, ending=["D00001", "D00002"], successor="D9", last_day=date(2015, 9, 30), year=LEAP)
    assert merged.baseline is not None
    assert merged.base_points is not None
    assert merged.points_given is not None
    assert merged.baseline[1, 3] == pytest.approx((50 * 50 + 80 * 100) / 150)
    assert merged.base_points[1, 3] == pytest.approx(8)
    assert merged.points_given[0, 3] == 3
    assert np.isnan(merged.base_points[0, 3])
    assert np.isnan(merged.numerator[0, 3])


def test_a_day_of_another_year_and_a_practice_that_is_not_there_are_refused() -> None:
    with pytest.raises(ValueError, match="2016-04-01 is not a day of 2015/16"):
        merge(three(), ending=["D00001"], successor="D9", last_day=date(2016, 4, 1), year=LEAP)
    with pytest.raises(KeyError):
        merge(three(), ending=["D7"], successor="D9", last_day=date(2015, 4, 1), year=LEAP)


def test_a_floor_lifts_those_who_claim_it_and_fell() -> None:
    result = pay(LAW, three())
    lifted = floor(result, [25, 40, np.nan], claimed=[True, True, True])
    assert result.points.sum(axis=0).tolist() == [20, 30, 15]
    assert lifted.points.tolist() == [5, 10, 0]
    assert lifted.pence.tolist() == [5 * 100_00, 10 * 200_00, 0]
    assert not floor(result, [25, 40, 30], claimed=[False, False, False]).pence.any()
