"""Pence of many practices at once: the same pennies as one practice at a time, none lost."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openqof.core.money import to_pence
from openqof.engine.cash import twelfths
from openqof.engine.cash_arrays import in_proportion, scaled, split

PENCE = st.integers(-(10**12), 10**12)
MANY = st.lists(PENCE, min_size=1, max_size=6)
SHARES = st.fractions(0, 10, max_denominator=10**9)


def whole(values: list[int]) -> np.ndarray:
    return np.array(values, dtype=np.int64)


@given(MANY)
def test_equal_months_are_the_twelfths_of_one_practice(pence: list[int]) -> None:
    assert split(whole(pence), np.ones(12, dtype=np.int64)).tolist() == [list(twelfths(p)) for p in pence]


@given(st.data())
def test_every_penny_is_shared_out_by_weight_and_within_one_of_its_share(data: st.DataObject) -> None:
    pence = whole(data.draw(MANY))
    weights = st.lists(st.integers(0, 10**6), min_size=5, max_size=5).filter(any)
    by = whole([data.draw(weights) for _ in pence])  # type: ignore[arg-type]
    shared = split(pence, by)
    assert (shared.sum(axis=1) == pence).all()
    for row, amount in enumerate(pence.tolist()):
        exact = [Fraction(amount * w, int(by[row].sum())) for w in by[row].tolist()]
        assert all(abs(part - share) <= 1 for part, share in zip(shared[row].tolist(), exact, strict=True))
        assert (shared[row][by[row] == 0] == 0).all()


def test_pence_without_a_month_to_pay_them_in_are_refused() -> None:
    nothing = np.zeros(3, dtype=np.int64)
    assert split(whole([0]), nothing).tolist() == [[0, 0, 0]]
    with pytest.raises(ValueError, match="no month"):
        split(whole([1]), nothing)


@given(MANY, SHARES, st.integers(1, 366))
def test_scaling_is_exact_and_half_up(pence: list[int], by: Fraction, days: int) -> None:
    exact = [to_pence(Fraction(p, 100) * by * Fraction(365, days)) for p in pence]
    assert scaled(whole(pence), by, np.full(len(pence), days), 365).tolist() == exact
    assert scaled(whole(pence), by).tolist() == [to_pence(Fraction(p, 100) * by) for p in pence]


@pytest.mark.parametrize(
    ("pence", "part", "of", "expected"),
    [(100, 1, 3, 33), (100, 2, 3, 67), (1, 1, 2, 1), (77, 5, 5, 77), (77, 0, 0, 77), (77, 5, 0, 0),
     (77, 0, 5, 0), (10**12, 10**12 - 1, 10**12, 10**12 - 1), (100, 300, 100, 300)],
)  # fmt: skip
def test_a_proportion_is_half_up_and_all_of_a_whole(pence: int, part: int, of: int, expected: int) -> None:
    assert in_proportion(whole([pence]), whole([part]), whole([of])).tolist() == [expected]
