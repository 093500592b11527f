"""The arrays and the fractions give one answer for pay terms, to the penny, at every end of the range."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from generative.term_cases import facts, lists, terms
from openqof.core.money import to_pence
from openqof.core.terms import AHead, Fixed, Less, PoolShare, Share, Sum, Term, parts_of
from openqof.engine.terms import term_pence, worth
from openqof.engine.terms.exact import Exact
from openqof.engine.terms.facts import Facts


def agree(term: Term, held: Facts) -> None:
    """Hold every practice's figures in pence against the fractions; what is not known, on both sides."""
    found, pence, exact = worth(term, held), term_pence(term, held), Exact(held)
    for place in range(len(held)):
        expected = exact.range(term, place)
        assert np.isnan([end[place] for end in found.ends]).tolist() == [expected is None] * 3
        if expected is not None:
            assert [int(end[place]) for end in pence] == [to_pence(end) for end in expected]


@settings(max_examples=400)
@given(terms(), facts())
def test_both_engines_agree_to_the_penny(term: Term, held: Facts) -> None:
    agree(term, held)


@settings(max_examples=200)
@given(terms(), facts())
def test_what_a_term_is_worth_lies_between_its_least_and_its_most(term: Term, held: Facts) -> None:
    for place in range(len(held)):
        found = Exact(held).range(term, place)
        if found is not None:
            assert found[1] <= found[0] <= found[2]


@settings(max_examples=200)
@given(
    st.lists(st.integers(1, 20_000), min_size=1, max_size=30),
    st.integers(1, 4000).map(lambda n: Decimal(n) / 1000),
    st.sampled_from([Decimal(50), Decimal(25), Decimal("12.5")]),
)
def test_half_pennies_are_rounded_as_fractions_say(sizes: list[int], rate: Decimal, percent: Decimal) -> None:
    held = lists(sizes)
    term = Share(percent, Sum((AHead(rate), Less(Fixed(Decimal("0.015")), (Fixed(Decimal("0.01")),)))))
    exact = [Fraction(percent) / 100 * (Fraction(rate) * size + Fraction("0.005")) for size in sizes]
    assert term_pence(term, held)[0].tolist() == [to_pence(each) for each in exact]


@settings(max_examples=200)
@given(
    st.lists(st.integers(0, 20_000), min_size=1, max_size=20),
    st.integers(0, 10**8).map(lambda pence: pence / 100),
)
def test_shares_of_a_pool_come_to_the_pool(sizes: list[int], pounds: float) -> None:
    held = replace(lists(sizes), pools={"pot": pounds})
    shared = worth(PoolShare("pot", AHead(Decimal(1))), held).value.sum()
    assert shared == pytest.approx(pounds if any(sizes) else 0.0, rel=1e-12)


@pytest.mark.parametrize("kind", get_args(Term), ids=lambda kind: kind.__name__)
def test_the_random_terms_reach_every_kind(kind: type[Any]) -> None:
    def known(case: tuple[Term, Facts]) -> bool:
        if not any(isinstance(part, kind) for part in parts_of(case[0])):
            return False
        value = worth(*case).value
        return bool(np.any(np.nan_to_num(value) > 0))

    many = settings(max_examples=20_000, phases=[Phase.generate])
    term, held = find(st.tuples(terms(), facts()), known, settings=many)
    assert fields(term)
    agree(term, held)
