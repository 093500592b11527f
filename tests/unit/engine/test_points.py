"""Counts to points: thresholds, steps, gaps, and what published files hold that they should not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openqof.engine.points import achievement, better_of, points_for


def test_achievement_is_percent_of_the_denominator() -> None:
    assert achievement([612, 0], [803, 10]) == pytest.approx([76.2142, 0], abs=1e-4)


@pytest.mark.parametrize("pair", [(0, 0), (5, 0), (np.nan, 10), (3, np.nan), (np.nan, np.nan)])
def test_nothing_is_achieved_of_nobody_or_of_what_is_not_reported(pair: tuple[float, float]) -> None:
    reached = achievement(*pair)
    assert np.isnan(reached)
    assert points_for(reached, 10, lower=0, upper=80) == 0
    assert points_for(reached, 10, lower=0, upper=80, step=4) == 0


def test_a_numerator_above_its_denominator_shows_and_earns_no_more_than_all() -> None:
    reached = achievement(12, 10)
    assert reached == 120
    assert points_for(reached, 10, lower=40, upper=80) == 10


@pytest.mark.parametrize(
    ("percent", "points"), [(0, 0), (40, 0), (60, 5), (80, 10), (100, 10), (79.999, 9.99975)]
)
def test_a_sliding_scale(percent: float, points: float) -> None:
    assert points_for(percent, 10, lower=40, upper=80) == pytest.approx(points, abs=1e-12)


@pytest.mark.parametrize(("percent", "points"), [(89.99, 0), (90, 3), (92.5, 10.5), (95, 18), (99, 18)])
def test_a_step_is_paid_as_soon_as_the_lower_threshold_is_reached(percent: float, points: float) -> None:
    assert points_for(percent, 18, lower=90, upper=95, step=3) == pytest.approx(points, abs=1e-12)


@pytest.mark.parametrize(("percent", "points"), [(49.9, 0), (50, 7), (60, 7)])
def test_one_threshold_for_both_is_all_or_nothing(percent: float, points: float) -> None:
    assert points_for(percent, 7, lower=50, upper=50) == points


def test_thresholds_may_differ_row_by_row() -> None:
    given_rows = points_for(
        [50, 50, 92.5], [10, 20, 18], lower=[0, 50, 90], upper=[100, 90, 95], step=[0, 5, 3]
    )
    assert given_rows == pytest.approx([5, 5, 10.5])


@given(st.integers(1, 3_000), st.integers(0, 99), st.integers(1, 100), st.integers(1, 60))
def test_exactly_at_a_threshold_is_exactly_none_or_all(many: int, lower: int, more: int, points: int) -> None:
    upper = min(100, lower + more)
    at_lower, at_upper = achievement([lower * many, upper * many], 100 * many)
    assert points_for(at_lower, points, lower=lower, upper=upper) == 0
    assert points_for(at_upper, points, lower=lower, upper=upper) == points


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 60))
def test_points_lie_between_none_and_all(percent: float, other: float, points: float) -> None:
    lower, upper = sorted((other, 90.0))
    assert 0 <= points_for(percent, points, lower=lower, upper=upper) <= points


def test_the_better_of_scale_and_improvement() -> None:
    scale = points_for([88, 95, 80], 18, lower=89, upper=96)
    best = better_of(scale, [88, 95, 80], [78, 94, np.nan], 18, lower=5, upper=15)
    assert best == pytest.approx([9, scale[1], 0])


def test_improvement_is_not_priced_while_its_upper_bound_is_unknown() -> None:
    assert better_of(4.0, 99, 10, 18, lower=5, upper=np.nan) == 4


def test_shapes_broadcast_and_buffers_are_used() -> None:
    out = np.empty((2, 3))
    assert achievement(np.ones((2, 3)), [[2.0], [4.0]], out=out) is out
    assert points_for(out, 10, lower=[[0], [25]], upper=50, out=out) is out
    assert out.tolist() == [[10, 10, 10], [0, 0, 0]]
