"""Choosing open terms: as good as trying everything, and honest about what binds and what does not fit."""

from __future__ import annotations

import builtins
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impact_builders import MADE_UP
from openqof.core.money import write_pounds
from openqof.core.problems import BadInput
from openqof.core.scheme import Parameter
from openqof.impact.design.blocks import Open, Priced, opened
from openqof.impact.design.design import Choice, Limits, choose
from openqof.impact.design.matrix import Entries, by_column, entries
from openqof.impact.design.says import ESTIMATE, binds, relaxes
from openqof.impact.design.solve import AIM, BILL

MEETING = 7


@dataclass(frozen=True)
class Area:
    """An invented area: what each value of each parameter pays each practice, and what two pay together."""

    open: tuple[Open, ...]
    pays: dict[tuple[str, str], np.ndarray]
    before: np.ndarray
    meets: frozenset[tuple[str, str]] = frozenset()
    refuses: frozenset[tuple[str, ...]] = frozenset()

    def price(self, values: Mapping[str, str]) -> Priced | None:
        if tuple(values.values()) in self.refuses:
            return None
        total = np.sum([self.pays[name, value] for name, value in values.items()], axis=0)
        for one, other in self.meets:
            total = total + MEETING * int(values[one]) * int(values[other])
        aim = int(self.pays[self.open[0].name, values[self.open[0].name]].sum())
        points = 1000 * sum(int(value) for value in values.values())
        return Priced(total, self.before, aim, points)


@st.composite
def areas(draw: st.DrawFn) -> Area:
    practices = draw(st.integers(1, 5))
    names = ("one", "two", "three")[: draw(st.integers(1, 3))]
    params = tuple(
        Open(name, name, tuple(str(n) for n in range(draw(st.integers(1, 4)))), "0") for name in names
    )
    amounts = st.lists(st.integers(-60_000, 90_000), min_size=practices, max_size=practices)
    pays = {
        (each.name, value): np.array(draw(amounts), dtype=np.int64)
        for each in params
        for value in each.values
    }
    pairs = [(one, other) for i, one in enumerate(names) for other in names[i + 1 :]]
    meets = frozenset(pair for pair in pairs if draw(st.integers(0, 3)) == 0)
    everything = [each for each in product(*(p.values for p in params)) if any(int(v) for v in each)]
    refused = draw(st.sets(st.sampled_from(everything), max_size=2)) if everything else set()
    return Area(params, pays, np.zeros(practices, dtype=np.int64), meets, frozenset(refused))


LIMITS = st.builds(
    Limits,
    st.integers(-2000, 3000).map(Decimal),
    st.none() | st.sampled_from([Decimal(0), Decimal(20), Decimal(50)]),
    st.none() | st.integers(0, 6).map(Decimal),
)


def searched(area: Area, limits: Limits) -> Choice:
    return choose(area.open, area.price, limits, joins=len(area.before))


def tried(area: Area, limits: Limits) -> tuple[int, int] | None:
    """Highest aim and, of those, lowest bill, by trying every combination."""
    found = []
    for values in product(*(each.values for each in area.open)):
        each = area.price(dict(zip((p.name for p in area.open), values, strict=True)))
        if each is None or each.scheme.sum() > limits.budget * 100:
            continue
        lower = int((each.scheme < each.before).sum())
        if limits.losing is not None and lower > int(limits.losing * len(each.before) / 100):
            continue
        if limits.points is not None and each.points < limits.points * 1000:
            continue
        found.append((each.aim, -int(each.scheme.sum())))
    best = max(found, default=None)
    return None if best is None else (best[0], -best[1])


@settings(max_examples=150)
@given(areas(), LIMITS)
def test_it_is_as_good_as_trying_everything(area: Area, limits: Limits) -> None:
    choice = searched(area, limits)
    found = None if choice.found is None else (choice.found.value(AIM), choice.found.value(BILL))
    assert found == tried(area, limits)
    again = area.price(choice.values)
    assert again is not None
    if choice.found is not None:
        assert np.array_equal(again.row, choice.found.row)


@settings(max_examples=40)
@given(areas(), LIMITS)
def test_what_it_says_has_words_whatever_was_found(area: Area, limits: Limits) -> None:
    choice = searched(area, limits)
    if choice.found is None:
        assert list(relaxes(choice.programme, choice.bounds, choice.confirms))
    else:
        assert list(binds(choice.programme, choice.found, choice.bounds, choice.confirms))


def simple(before: tuple[int, ...] = (0, 0)) -> Area:
    """A rate a head of 0 to 3 pounds for lists of 100 and 200, and a share kept that costs practices."""
    rate = Open("rate", "pounds a head", ("0", "1", "2", "3"), "0")
    cut = Open("cut", "pounds less", ("0", "100"), "0")
    pays = {("rate", str(n)): np.array([10_000 * n, 20_000 * n], dtype=np.int64) for n in range(4)}
    pays |= {("cut", "0"): np.array([0, 0]), ("cut", "100"): np.array([-15_000, -15_000])}
    return Area((rate, cut), pays, np.array(before, dtype=np.int64))


def test_the_budget_says_what_more_of_it_would_bring() -> None:
    choice = searched(simple(), Limits(Decimal(320), Decimal(0)))
    assert choice.values == {"rate": "2", "cut": "100"}
    assert choice.found is not None
    # £3 a head costs £900, or £600 with the cut: £280 above the budget, for £300 more.
    assert list(binds(choice.programme, choice.found, choice.bounds, choice.confirms)) == [
        "The budget binds: £20.00 of it is left, and £280.00 more would bring the aim up by £300.00. Less "
        "than that changes nothing.",
        "0 practices paid less than nationally, of 0 allowed. It does not bind: more of them would not bring "
        "the aim higher.",
    ]


def test_one_practice_more_paid_less_is_said_where_it_helps() -> None:
    choice = searched(simple(before=(8_000, 0)), Limits(Decimal(300), Decimal(0)))
    assert choice.values == {"rate": "1", "cut": "0"}
    assert choice.found is not None
    said = list(binds(choice.programme, choice.found, choice.bounds, choice.confirms))
    assert said[1] == (
        "0 practices paid less than nationally, of 0 allowed. It binds: one practice more would bring the "
        "aim up by £300.00."
    )


@settings(max_examples=150, deadline=None)
@given(areas(), LIMITS)
def test_what_it_says_binds_is_the_least_that_brings_anything(area: Area, limits: Limits) -> None:
    area = replace(area, meets=frozenset(), refuses=frozenset())
    choice = searched(area, limits)
    if choice.found is None:
        return
    aim, bounds = choice.found.value(AIM), choice.bounds
    said = " ".join(binds(choice.programme, choice.found, bounds, choice.confirms))
    better = [each for each in every(area) if each.aim > aim]

    def kept(each: Priced, *, apart_from: str) -> bool:
        lower, bill = int((each.scheme < each.before).sum()), int(each.scheme.sum())
        return (
            (apart_from == "budget" or bill <= limits.budget * 100)
            and (apart_from == "losing" or bounds.losing is None or lower <= bounds.losing)
            and (apart_from == "points" or bounds.points is None or each.points >= bounds.points)
        )

    bills = [int(each.scheme.sum()) for each in better if kept(each, apart_from="budget")]
    lowers = [int((e.scheme < e.before).sum()) for e in better if kept(e, apart_from="losing")]
    points = [each.points for each in better if kept(each, apart_from="points")]
    more = re.search(r"and (\S+) more would bring the aim up", said)
    assert (more[1] if more else None) == (
        write_pounds(min(bills) / Decimal(100) - limits.budget) if bills else None
    )
    if bounds.losing is not None:
        found = re.search(r"It binds: (?:with (\d+) allowed|(one) practice more)", said)
        allowed = None if found is None else int(found[1] or bounds.losing + 1)
        assert allowed == min(lowers, default=None)
    if bounds.points is not None:
        asked = re.search(r"It binds: with (\S+) asked for", said)
        assert (Decimal(asked[1]) * 1000 if asked else None) == max(points, default=None)


def every(area: Area) -> list[Priced]:
    """Every combination, priced."""
    names = [each.name for each in area.open]
    found = (area.price(dict(zip(names, v, strict=True))) for v in product(*(o.values for o in area.open)))
    return [each for each in found if each is not None]


def test_the_fewest_practices_that_bring_anything_are_named() -> None:
    cut = Open("cut", "pounds less", ("0", "1", "2"), "0")
    pays = {"0": [0, 0, 0, 0, 0], "1": [-1, -1, -1, 9_000, 0], "2": [-1, -1, -1, -1, 90_000]}
    made = {("cut", value): np.array(pence, dtype=np.int64) for value, pence in pays.items()}
    choice = searched(Area((cut,), made, np.zeros(5, dtype=np.int64)), Limits(Decimal(10_000), Decimal(0)))
    assert choice.found is not None
    said = list(binds(choice.programme, choice.found, choice.bounds, choice.confirms))[1]
    assert said == (
        "0 practices paid less than nationally, of 0 allowed. It binds: with 3 allowed the aim would come up "
        "by £89.97, and fewer change nothing."
    )


def test_a_value_refused_but_for_another_is_still_found() -> None:
    low, high = Open("low", "", ("1", "2", "3"), "1"), Open("high", "", ("1", "2", "3"), "1")

    def price(values: Mapping[str, str]) -> Priced | None:
        if values["low"] > values["high"]:
            return None
        aim = 100 * int(values["low"])
        return Priced(np.array([aim]), np.array([0]), aim, 0)

    choice = choose((low, high), price, Limits(Decimal(100)), joins=1)
    assert choice.values["low"] == "3"


def test_a_cut_pays_for_the_rate_where_nobody_falls_below() -> None:
    choice = searched(simple(), Limits(Decimal(300), Decimal(0)))
    assert choice.values == {"rate": "2", "cut": "100"}


def test_nobody_lower_is_to_the_penny() -> None:
    area = simple(before=(10_000, 0))
    assert searched(area, Limits(Decimal(1000), Decimal(0))).found is not None
    area = simple(before=(30_001, 0))
    choice = searched(area, Limits(Decimal(1000), Decimal(0)))
    assert choice.found is None
    said = list(relaxes(choice.programme, choice.bounds, choice.confirms))
    assert said == ["Practices: at least 1 practice paid less than nationally in this budget."]


def test_a_budget_that_is_too_small_says_the_least_that_would_do() -> None:
    choice = searched(simple(before=(20_000, 0)), Limits(Decimal(100), Decimal(0)))
    said = list(relaxes(choice.programme, choice.bounds, choice.confirms))
    assert said[0] == "The budget: £600.00 is the least that keeps to the rest, £500.00 more."
    assert "at least 1 practice" in said[1]


def test_nothing_binds_where_the_best_of_all_fits() -> None:
    choice = searched(simple(), Limits(Decimal(10_000)))
    assert choice.found is not None
    assert list(binds(choice.programme, choice.found, choice.bounds, choice.confirms)) == [
        "Nothing binds: no values of the parameters bring the aim higher."
    ]


def test_parameters_that_meet_are_one_block() -> None:
    area = simple()
    apart = searched(area, Limits(Decimal(10_000)))
    assert [block.names for block in apart.programme.blocks] == [("rate",), ("cut",)]
    together = searched(
        Area(area.open, area.pays, area.before, frozenset({("rate", "cut")})), Limits(Decimal(10_000))
    )
    assert [block.names for block in together.programme.blocks] == [("rate", "cut")]


def test_too_many_combinations_are_refused_with_their_names() -> None:
    values = tuple(str(n) for n in range(150))
    params = (Open("one", "", values, "0"), Open("two", "", values, "0"))

    def price(chosen: Mapping[str, str]) -> Priced:
        amount = int(chosen["one"]) * int(chosen["two"])
        return Priced(np.array([amount]), np.array([0]), amount, 0)

    with pytest.raises(
        BadInput, match=r"one \(150 values\) and two \(150 values\) meet.*22,500 combinations"
    ):
        choose(params, price, Limits(Decimal(1)), joins=1)


def test_too_many_figures_in_all_are_refused_before_they_are_priced() -> None:
    practices, values = 600_000, tuple(str(n) for n in range(50))
    params = (Open("one", "", values, "0"), Open("two", "", values, "0"))
    priced: list[Mapping[str, str]] = []

    def price(chosen: Mapping[str, str]) -> Priced:
        priced.append(chosen)
        each = np.full(practices, int(chosen["one"]) + int(chosen["two"]))
        return Priced(each, np.zeros(practices, dtype=np.int64), 0, 0)

    with pytest.raises(
        BadInput, match="100 combinations to price, for 600,000 practices: 60,000,000 figures"
    ):
        choose(params, price, Limits(Decimal(1)), joins=practices)
    assert len(priced) < 6


def test_an_answer_that_does_not_come_out_when_it_is_priced_is_called_an_estimate() -> None:
    choice = searched(simple(), Limits(Decimal(120), losing=Decimal(0)))
    assert choice.found is not None
    assert choice.confirms(choice.found)
    sure = list(binds(choice.programme, choice.found, choice.bounds, choice.confirms))
    unsure = list(binds(choice.programme, choice.found, choice.bounds, lambda _: False))
    assert any("would bring the aim up" in each for each in sure)
    for said, estimate in zip(sure, unsure, strict=True):
        more = f" {ESTIMATE}" if "would bring the aim up" in said else ""
        assert estimate == said + more


def test_the_matrix_of_a_programme_is_built_by_columns() -> None:
    table = np.array([[5, 0, 7], [0, 0, 0], [0, 4, 0]])
    found = by_column(
        [entries(table, per=2.0), Entries(np.array([1, 2]), np.array([3, 3]), np.array([9.0, 1.0]))],
        rows=4,
        columns=3,
    )
    assert found.start.tolist() == [0, 2, 3, 5]
    assert found.index.tolist() == [0, 2, 3, 1, 3]
    assert found.value.tolist() == [2.5, 3.5, 9.0, 2.0, 1.0]


def test_the_values_of_an_open_parameter_reach_its_upper_limit() -> None:
    parameter = Parameter(
        "rate", "a rate", Decimal("0.3"), MADE_UP, Decimal(0), Decimal("0.5"), Decimal("0.1")
    )
    assert opened([parameter])[0].values == ("0", "0.1", "0.2", "0.3", "0.4", "0.5")
    shut = Parameter("rate", "a rate", Decimal("0.3"), MADE_UP)
    assert opened([shut]) == ()


def test_without_the_solver_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "highspy":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(BadInput, match=r"P210.*openqof\[design\]"):
        searched(simple(), Limits(Decimal(100)))
