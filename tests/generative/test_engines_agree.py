"""The array engine and the exact engine, on laws and practices nobody would write, agree to the penny."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from builders import amount
from generative.engine_cases import cases, laws, pays
from openqof.core.national import NationalYear
from openqof.engine.estimate import estimate, estimates
from openqof.engine.exact import ExactLine, pay_practice
from openqof.engine.inputs import PracticeYear, only, practice_facts
from openqof.engine.law import law_arrays, with_improvement_upper
from openqof.engine.pence import to_pence
from openqof.engine.run import pay, totals

Case = tuple[NationalYear, PracticeYear]


def exactly(law: NationalYear, inputs: PracticeYear) -> list[tuple[ExactLine, ...]]:
    return [pay_practice(law, practice_facts(inputs, place)) for place in range(len(inputs))]


@settings(max_examples=400)
@given(cases())
def test_every_line_agrees_to_the_penny(case: Case) -> None:
    law, inputs = case
    result, lines = pay(law, inputs), exactly(law, inputs)
    assert result.pence.T.tolist() == [[line.pence for line in one] for one in lines]


@given(cases())
def test_points_achievement_and_pounds_agree(case: Case) -> None:
    law, inputs = case
    result = pay(law, inputs)
    achieved, pounds = result.achievement, result.pounds
    for place, lines in enumerate(exactly(law, inputs)):
        for row, line in enumerate(lines):
            assert result.points[row, place] == pytest.approx(float(line.points), rel=1e-9, abs=1e-9)
            assert pounds[row, place] == pytest.approx(float(line.pounds), rel=1e-9, abs=1e-9)
            percent = np.nan if line.achievement is None else float(line.achievement)
            assert achieved[row, place] == pytest.approx(percent, nan_ok=True)


@given(cases())
def test_the_factors_of_a_result_are_those_of_the_exact_lines(case: Case) -> None:
    law, inputs = case
    result, arrays = pay(law, inputs), law_arrays(law)
    for place, lines in enumerate(exactly(law, inputs)):
        for row, line in enumerate(lines):
            size, kind = arrays.population[row], arrays.prevalence[row]
            index = result.list_index if size < 0 else result.population_index[size]
            factor = 1.0 if kind < 0 else result.prevalence_factor[kind, place]
            assert float(line.index) == pytest.approx(index[place], rel=1e-12)
            assert float(line.prevalence_factor) == pytest.approx(factor, rel=1e-12)


@given(cases(), st.integers(1, 5))
def test_totals_are_the_sum_of_their_lines_whatever_the_chunk(case: Case, chunk: int) -> None:
    law, inputs = case
    kept, unkept = pay(law, inputs), totals(law, inputs, chunk=chunk, workers=2)
    assert kept.totals().pence.tolist() == unkept.pence.tolist() == kept.pence.sum(axis=0).tolist()
    assert unkept.points == pytest.approx(kept.points.sum(axis=0))


@given(cases(), st.integers(1, 5))
def test_an_estimate_is_the_totals_before_rounding(case: Case, chunk: int) -> None:
    law, inputs = case
    supposed, result = estimate(law, inputs, chunk=chunk, workers=2), pay(law, inputs)
    assert supposed.points == pytest.approx(result.points.sum(axis=0), abs=1e-9)
    assert supposed.pounds == pytest.approx(result.pounds.sum(axis=0), rel=1e-9, abs=1e-6)


@st.composite
def reforms(draw: st.DrawFn) -> tuple[NationalYear, NationalYear, PracticeYear]:
    """A law, another that changes some of its indicators, and practices."""
    law, inputs = draw(cases())
    changed = {
        name: replace(rule, points=amount(draw(st.integers(0, 50))), pays=draw(pays(rule.points.value)))
        if draw(st.booleans())
        else rule
        for name, rule in law.indicators.items()
    }
    reform = replace(law, indicators=changed, point_value=amount(draw(st.integers(1, 300))))
    return law, reform, inputs


@given(reforms())
def test_laws_estimated_together_come_out_as_alone(
    case: tuple[NationalYear, NationalYear, PracticeYear],
) -> None:
    law, reform, inputs = case
    together = estimates((law, reform, law), inputs, chunk=3)
    for one, found in zip((law, reform, law), together, strict=True):
        alone = estimate(one, inputs)
        assert found.points == pytest.approx(alone.points, abs=1e-9)
        assert found.pounds == pytest.approx(alone.pounds, rel=1e-9, abs=1e-9)


@given(cases(), st.randoms(use_true_random=False))
def test_a_practice_is_paid_the_same_whoever_stands_beside_it(case: Case, random: object) -> None:
    law, inputs = case
    places = list(range(len(inputs)))
    random.shuffle(places)  # type: ignore[attr-defined]
    assert pay(law, only(inputs, places)).pence.tolist() == pay(law, inputs).pence[:, places].tolist()


@given(cases())
def test_rows_may_come_in_any_order(case: Case) -> None:
    law, inputs = case
    reverse = replace(law, indicators=dict(reversed(law.indicators.items())))
    assert pay(reverse, inputs).pence[::-1].tolist() == pay(law, inputs).pence.tolist()


@given(cases(), st.integers(1, 50))
def test_more_patients_achieved_never_earn_less(case: Case, more: int) -> None:
    law, inputs = case
    better = replace(inputs, numerator=inputs.numerator + more)
    assert (pay(law, better).pence >= pay(law, inputs).pence).all()


@given(cases(), st.integers(2, 7))
def test_a_point_worth_more_pays_as_much_more(case: Case, times: int) -> None:
    law, inputs = case
    dearer = replace(law, point_value=replace(law.point_value, value=law.point_value.value * times))
    for before, after in zip(exactly(law, inputs), exactly(dearer, inputs), strict=True):
        assert [line.pounds * times for line in before] == [line.pounds for line in after]
    assert (abs(pay(dearer, inputs).pence - pay(law, inputs).pence * times) <= times / 2 + 1).all()


@given(cases(), st.integers(2, 7))
def test_a_practice_twice_as_large_in_everything_earns_the_same_points(case: Case, times: int) -> None:
    law, inputs = case
    larger = replace(
        inputs,
        list_size=inputs.list_size * times,
        register=inputs.register * times,
        numerator=inputs.numerator * times,
        denominator=inputs.denominator * times,
    )
    assert pay(law, larger).points == pytest.approx(pay(law, inputs).points)


@given(cases())
def test_paying_changes_nothing_it_was_given(case: Case) -> None:
    law, inputs = case
    before, arrays = repr(law), [np.copy(inputs.numerator), np.copy(inputs.register)]
    pay(law, inputs)
    with_improvement_upper(law, Decimal(99))
    assert repr(law) == before
    for then, now in zip(arrays, (inputs.numerator, inputs.register), strict=True):
        assert np.array_equal(then, now, equal_nan=True)


@given(laws())
def test_an_open_improvement_route_closed_by_the_caller_is_a_new_year(law: NationalYear) -> None:
    closed = with_improvement_upper(law, Decimal(99))
    assert set(closed.indicators) == set(law.indicators)
    changed = [name for name, rule in closed.indicators.items() if rule != law.indicators[name]]
    assert all(law.indicators[name].pays.improvement.upper is None for name in changed)  # type: ignore[union-attr]
    assert all(closed.indicators[name].pays.improvement.upper == 99 for name in changed)  # type: ignore[union-attr]


@given(st.lists(st.integers(-10_000_000, 10_000_000), max_size=8))
def test_halves_of_a_penny_go_away_from_zero(half_pence: list[int]) -> None:
    away = [(abs(half) + 1) // 2 * (1 if half >= 0 else -1) for half in half_pence]
    assert to_pence([half / 200 for half in half_pence]).tolist() == away


@given(cases())
def test_no_one_is_paid_without_a_list(case: Case) -> None:
    law, inputs = case
    assume(len(inputs))
    nobody = replace(
        inputs, list_size=np.zeros(len(inputs)), population=np.full(inputs.population.shape, np.nan)
    )
    assert not pay(law, nobody).pence.any()
