"""Pay terms at their edges: nobody on a list or register, nothing known, pools, networks, ties."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from generative.term_cases import NOW, THEN, lists
from openqof.core.terms import (
    AHead,
    BaseIncome,
    BasePoints,
    BestOf,
    BestPeriod,
    Capitation,
    Chosen,
    Counted,
    Fixed,
    ForContracts,
    IfMet,
    Improvement,
    Item,
    Kpi,
    Less,
    Limited,
    MeanOf,
    Missing,
    NetworkAll,
    Part,
    Points,
    PoolShare,
    Reading,
    Share,
    Slide,
    Standard,
    Sum,
    Tariff,
    Term,
    TopUp,
    Uplift,
)
from openqof.engine.terms import (
    drawn,
    exact_worth,
    explain_term,
    improvements_of,
    lines_of,
    measures_of,
    registers_of,
    results_of,
    term_pence,
    within_pools,
    worth,
    years_of,
)
from openqof.engine.terms.facts import Counts, Facts

NAN = float("nan")
POUND = AHead(Decimal(1))
INCOME = BaseIncome(THEN, Reading.CASH)


def facts(*sizes: int, **more: Any) -> Facts:
    return replace(lists(list(sizes)), **more)


def array(*figures: float) -> np.ndarray:
    return np.array(figures, dtype=np.float64)


def share(top: list[float], bottom: list[float]) -> dict[tuple[str, str], Counts]:
    return {("plans", ""): Counts(array(*top), array(*bottom))}


def paid(term: Term, held: Facts) -> list[float | None]:
    """Pounds to each practice by the arrays, held against the fractions; None where not known."""
    found = worth(term, held).value
    for place, value in enumerate(found):
        exact = exact_worth(term, held, place)
        assert (exact is None) == bool(np.isnan(value))
        if exact is not None:
            assert float(exact) == pytest.approx(float(value), abs=1e-9)
    return [None if np.isnan(value) else round(float(value), 6) for value in found]


def test_an_empty_list_is_paid_nothing_and_a_register_not_reported_is_not_known() -> None:
    held = facts(0, 10, registers={"HYP": array(0, NAN)})
    assert paid(POUND, held) == [0, 10]
    assert paid(AHead(Decimal(2), Counted("register", "HYP")), held) == [0, None]
    assert paid(AHead(Decimal(2), Counted("register", "DM")), held) == [None, None]


def test_nobody_in_the_denominator_earns_nothing_now_or_at_most() -> None:
    held = facts(10, 10, measures=share([0, 8], [0, 10]))
    for term in (
        Slide("plans", Decimal(0), Decimal(80), Fixed(Decimal(100))),
        Slide("plans", Decimal(80), Decimal(80), Fixed(Decimal(100))),
        TopUp(
            Decimal(10), Counted("list"), ("pms",), (Part(Decimal(100), (Standard("plans", Decimal(0)),)),)
        ),
    ):
        with_line = replace(held, income={("pms", NOW, Reading.CASH): array(0, 0)})
        assert paid(term, with_line) == [0, 100]
        assert worth(term, with_line).high.tolist() == [0, 100]


def test_a_standard_is_met_exactly_at_its_percentage() -> None:
    held = facts(1, 1, 1, measures=share([7, 641, 640], [100, 1000, 1000]))
    assert paid(Slide("plans", Decimal("64.1"), Decimal("64.1"), Fixed(Decimal(1))), held) == [0, 1, 0]
    assert paid(Slide("plans", Decimal(7), Decimal(7), Fixed(Decimal(1))), held) == [1, 1, 1]


def test_a_gain_exactly_at_its_threshold_counts_though_floats_fall_short() -> None:
    # 8.2 − 3.2 is 4.999999999999999 in floating point.
    held = facts(1, past={("VI001", NOW): array(8.2), ("VI001", THEN): array(3.2)})
    assert 8.2 - 3.2 < 5
    assert paid(Improvement("VI001", 1, Decimal(5), Decimal(5), Fixed(Decimal(9))), held) == [9]


def test_yes_or_no_pays_all_or_nothing() -> None:
    signed = {("signed", ""): Counts(array(3, 0, NAN), array(NAN, NAN, NAN), kind="yes_no")}
    held = facts(1, 1, 1, measures=signed)
    assert paid(Slide("signed", Decimal(50), Decimal(100), Fixed(Decimal(8))), held) == [8, 0, None]
    assert paid(Item("signed", Decimal(5)), held) == [5, 0, None]
    assert worth(Item("signed", Decimal(5)), held).high.tolist()[:2] == [5, 5]


def test_an_item_stops_at_its_caps() -> None:
    done = {("done", ""): Counts(array(50, 50, 3), array(NAN, NAN, NAN), kind="count")}
    held = facts(2500, 10_000, 2500, measures=done)
    term = Item("done", Decimal(2), most=Decimal(40), most_a_thousand=Decimal(5))
    assert paid(term, held) == [25, 80, 6]
    assert worth(term, held).high.tolist() == [25, 80, 25]


@pytest.mark.parametrize(
    ("missing", "expected"),
    [(Missing.NATIONAL, [70, 500]), (Missing.NOTHING, [70, None]), (Missing.OTHERS, [70, None])],
)
def test_a_missing_year_is_settled_as_the_term_says(missing: Missing, expected: list[float | None]) -> None:
    held = facts(1, 1, income={("qof", THEN, Reading.CASH): array(70, NAN)}, national=array(90, 500))
    assert paid(replace(INCOME, missing=missing), held) == expected


def test_inside_a_mean_the_mean_settles_what_is_missing() -> None:
    held = facts(1, 1, income={("qof", THEN, Reading.CASH): array(70, NAN)}, national=array(90, 500))
    terms = (INCOME, Fixed(Decimal(30)))
    assert paid(MeanOf(terms), held) == [50, 30]
    assert paid(MeanOf(terms, Missing.NATIONAL), held) == [50, 500]
    assert paid(MeanOf(terms, Missing.NOTHING), held) == [50, None]
    assert paid(MeanOf((Sum((INCOME, INCOME)), Fixed(Decimal(30)))), held) == [85, 30]
    assert paid(MeanOf((INCOME,)), held) == [70, None]


def test_what_is_not_known_makes_what_is_around_it_not_known() -> None:
    unknown = AHead(Decimal(1), Counted("register", "DM"))
    held = facts(5, contracts=("PMS",), met={"train": np.array([False])})
    for term in (
        Sum((POUND, unknown)),
        Less(POUND, (unknown,)),
        Limited(POUND, most=unknown),
        BestOf((unknown, POUND)),
        ForContracts(("PMS",), unknown, POUND),
    ):
        assert paid(term, held) == [None]
        assert term_pence(term, held)[0].tolist() == [0]
    for term in (
        IfMet(("train",), unknown),
        BestOf((Fixed(Decimal(0)), unknown)),
        ForContracts(("GMS",), unknown),
    ):
        assert paid(term, held) == [0]


def test_the_first_is_paid_until_a_later_one_is_far_enough_above_it() -> None:
    def best(later: str, by: str = "10") -> list[float | None]:
        return paid(BestOf((Fixed(Decimal(100)), Fixed(Decimal(later))), Decimal(by)), facts(1))

    assert best("109.99") == [100] and best("110") == [110]
    assert best("100.01", by="0") == [100.01]
    nothing_first = BestOf((Fixed(Decimal(0)), Fixed(Decimal("0.01"))), Decimal(50))
    assert paid(nothing_first, facts(1)) == [0.01]


def test_a_later_one_exactly_at_the_bar_counts_though_floats_fall_short() -> None:
    # 10.05 and a tenth of it come to 11.055000000000001 in floating point.
    assert 10.05 + 0.1 * 10.05 > 11.055
    term = BestOf((Fixed(Decimal("10.05")), Fixed(Decimal("11.055"))), Decimal(10))
    assert paid(term, facts(1)) == [11.055]


def test_pools_are_shared_by_those_who_join() -> None:
    joined = np.array([True, True, False])
    held = facts(100, 300, 600, joined=joined, pools={"pot": 1000.0})
    assert paid(PoolShare("pot", POUND), held) == [250, 750, 0]
    nobody = replace(held, joined=np.zeros(3, dtype=bool))
    assert paid(PoolShare("pot", POUND), nobody) == [0, 0, 0]
    assert paid(PoolShare("pot", Fixed(Decimal(0))), held) == [0, 0, 0]
    assert paid(PoolShare("no pot", POUND), held) == [None, None, None]


def test_what_floating_point_leaves_of_nought_is_no_claim() -> None:
    left = Less(Sum((Fixed(Decimal("0.1")), Fixed(Decimal("0.2")))), (Fixed(Decimal("0.3")),))
    held = facts(1, 1, pools={"pot": 1000.0})
    assert paid(PoolShare("pot", left), held) == [0, 0]


def test_a_pool_drawn_on_for_more_than_it_holds_is_scaled_down() -> None:
    held = facts(100, 300, pools={"pot": 1000.0, "spare": 50.0})
    terms = (PoolShare("pot", POUND), PoolShare("pot", Fixed(Decimal(1))))
    assert drawn(terms, held) == pytest.approx({"pot": 2000.0})
    within = within_pools(terms, held)
    assert within.pools == pytest.approx({"pot": 500.0, "spare": 50.0})
    assert sum(worth(term, within).value.sum() for term in terms) == pytest.approx(1000.0)
    half = (Share(Decimal(50), PoolShare("pot", POUND)),)
    assert within_pools(half, held).pools == held.pools


def test_networks_are_whole_or_broken() -> None:
    held = facts(
        1, 1, 1, 1, 1,
        networks=("N", "N", "S", "S", ""),
        joined=np.array([True, True, True, False, True]),
        measures=share([9, 9, 9, 9, 7], [10, 10, 10, 10, 10]),
    )  # fmt: skip
    assert paid(NetworkAll(Fixed(Decimal(5))), held) == [5, 5, 0, 0, 5]
    asked = NetworkAll(Fixed(Decimal(5)), Standard("plans", Decimal(80)))
    assert paid(asked, held) == [5, 5, 0, 0, 0]
    unknown = replace(held, measures=share([9, NAN, 9, 9, 9], [10, 10, 10, 10, 10]))
    assert paid(asked, unknown) == [None, None, 0, 0, 5]
    fails = replace(held, measures=share([1, NAN, 9, 9, 9], [10, 10, 10, 10, 10]))
    assert paid(asked, fails) == [0, 0, 0, 0, 5]


def test_capitation_shares_within_its_caps() -> None:
    spent = {
        ("spend", ""): Counts(array(90_000, 20_000, 110_000, 900_000, NAN), array(*[NAN] * 5), kind="pounds")
    }
    held = facts(1000, 1000, 1000, 1000, 1000, measures=spent)
    term = Capitation(
        Decimal(100), Counted("list"), "spend", Decimal(50), Decimal(25), Decimal(20), Decimal(10)
    )
    assert paid(term, held) == [5000, 20_000, -2500, -10_000, None]
    found = worth(term, held)
    assert (found.low.tolist()[:4], found.high.tolist()[:4]) == ([-10_000] * 4, [20_000] * 4)
    assert paid(replace(term, pays_budget=True), held)[:2] == [105_000, 120_000]


def test_base_points_of_some_and_of_all_but_some() -> None:
    held = lists([1])
    one = array(1)
    then = replace(
        held.now, year=THEN, ids=("A", "B"), value=100.0, list_index=one,
        points=np.array([[10.0], [20.0]]), weight=np.array([[2.0], [0.5]]),
        all_points=array(50.0), pounds=array(4000.0),
    )  # fmt: skip
    now = replace(then, year=NOW, value=200.0, weight=np.array([[3.0], [0.5]]))
    held = replace(held, now=now, then={THEN: then})
    named = BasePoints(THEN, Chosen(("A",)), uplift=())
    assert paid(named, held) == [10 * 2 * 100]
    assert paid(replace(named, uplift=tuple(Uplift)), held) == [10 * 3 * 200]
    # All points are worth what the year was worth; all but A leaves A's part off.
    assert paid(BasePoints(THEN, uplift=()), held) == [4000]
    assert paid(BasePoints(THEN, Chosen(("A",), every=True), uplift=()), held) == [4000 - 2000]
    # This year's factors on the points of then: (30 + 10) over (20 + 10).
    assert paid(BasePoints(THEN, uplift=(Uplift.PREVALENCE,)), held) == [pytest.approx(4000 * 4 / 3)]
    scaled = BasePoints(THEN, uplift=(), out_of=Decimal(100), scaled_to=Decimal(25))
    assert paid(scaled, held) == [1000]


def test_base_points_without_the_retired_are_out_of_the_points_of_this_year() -> None:
    held = lists([1])
    then = replace(
        held.now, year=THEN, ids=("A", "B", "GONE"), value=100.0, list_index=array(1),
        points=np.array([[5.0], [20.0], [7.0]]), weight=np.ones((3, 1)), all_points=array(40.0),
        available=array(10, 25, 7),
    )  # fmt: skip
    now = replace(then, year=NOW, ids=("A", "B", "NEW"), points=np.zeros((3, 1)), available=array(20, 25, 9))
    held = replace(held, now=now, then={THEN: then})
    term = BasePoints(THEN, uplift=(), without_retired=True)
    # Half of A's 10 points were earned, which are 20 now; B is as it was, GONE is left out with the rest.
    assert paid(term, held) == [(10 + 20) * 100]
    assert paid(replace(term, indicators=Chosen(("B",), every=True)), held) == [10 * 100]
    assert paid(replace(term, indicators=Chosen(("A", "GONE"))), held) == [10 * 100]
    assert paid(replace(term, indicators=Chosen(("GONE",)), missing=Missing.NOTHING), held) == [None]
    unsaid = replace(held, then={THEN: replace(then, available=None)})
    assert paid(term, unsaid) == [(5 + 20) * 100]


def test_half_pennies_go_up_and_of_a_loss_down() -> None:
    held = facts(1, 3)
    assert term_pence(AHead(Decimal("0.005")), held)[0].tolist() == [1, 2]
    loss = Less(Fixed(Decimal(0)), (AHead(Decimal("0.005")),), below_nought=True)
    assert term_pence(loss, held)[0].tolist() == [-1, -2]


EVERYTHING = Sum(
    (
        AHead(Decimal(1), Counted("register", "HYP")),
        AHead(Decimal(1), Counted("measure", "plans")),
        replace(INCOME, uplift=(Uplift.LIST,)),
        BasePoints(THEN.previous),
        Improvement("VI001", 2, Decimal(5), Decimal(10), Item("visits", Decimal(1))),
        Improvement("reviews", 1, Decimal(5), Decimal(10), Fixed(Decimal(1)), own=True),
        BestPeriod("visits", ("Q1", "Q2"), Decimal(1)),
        TopUp(
            Decimal(1),
            Counted("register", "DM"),
            ("pms",),
            (Part(Decimal(1), (Standard("flu", Decimal(1)),)),),
        ),
        Tariff((("high", Decimal(1)),), (Kpi("seen", Decimal(1), Decimal(1), Decimal(0)),)),
        Capitation(*(Decimal(1), Counted("measure", "heads"), "spend", *[Decimal(1)] * 4)),
        NetworkAll(Slide("smoking", Decimal(0), Decimal(1), Points()), Standard("carers", Decimal(1))),
    )
)


def test_a_term_says_what_it_asks_for() -> None:
    assert years_of(EVERYTHING) == {THEN, THEN.previous}
    assert years_of(Improvement("VI001", 3, Decimal(5), Decimal(10), POUND), NOW) == {
        THEN, THEN.previous, THEN.previous.previous,
    }  # fmt: skip
    assert results_of(EVERYTHING) == {THEN, THEN.previous}
    assert results_of(INCOME) == frozenset()
    assert improvements_of(EVERYTHING) == {("VI001", 2, False), ("reviews", 1, True)}
    assert lines_of(EVERYTHING) == {("qof", THEN, Reading.CASH), ("pms", None, Reading.CASH)}
    assert registers_of(EVERYTHING) == {"HYP", "DM"}
    whole_year = {"plans", "visits", "reviews", "flu", "high", "seen", "heads", "spend", "smoking", "carers"}
    assert measures_of(EVERYTHING) == {(name, "") for name in whole_year} | {
        ("visits", "Q1"),
        ("visits", "Q2"),
    }


def test_an_explanation_names_every_step_and_comes_to_the_figure() -> None:
    held = facts(1000, measures=share([85], [100]), contracts=("PMS",), networks=("N",))
    plans = Slide("plans", Decimal(50), Decimal(90), Fixed(Decimal(800)))
    steps = explain_term(Sum((AHead(Decimal("1.5")), plans)), held, 0)
    assert [(step.label, step.pounds, step.depth) for step in steps] == [
        ("a head", 1500, 1),
        ("fixed", 800, 2),
        ("slide", 700, 1),
        ("together", 2200, 0),
    ]
    assert steps[0].says == "£1.50 × 1,000 on the list"
    assert steps[2].says == "plans at 85: 0.875 of the scale from 50 to 90"


def test_one_figure_changes_a_practice_by_what_the_explanation_says() -> None:
    term = Sum((POUND, Slide("plans", Decimal(50), Decimal(90), AHead(Decimal(2)))))
    before = facts(1000, measures=share([70], [100]))
    after = replace(before, measures=share([71], [100]))
    said = explain_term(term, after, 0)[-1].pounds
    assert said is not None
    moved = term_pence(term, after)[0] - term_pence(term, before)[0]
    told = explain_term(term, before, 0)[-1].pounds
    assert told is not None and said - told == Fraction(50)
    assert moved.tolist() == [5000]
