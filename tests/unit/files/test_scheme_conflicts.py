"""Which changes may stand beside each other, and which need to say what they override."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openqof.files.load import load_year
from openqof.files.scheme_conflicts import Several
from openqof.files.shipped import service_ids
from scheme_texts import codes, paid, refused, scheme, text_of

KEEP = "keep: {indicators: [HYP006]}"
GUARANTEE = "guarantee: {income: qof, of: 2013/14, reading: cash}"
INSTEAD = paid("{fixed: 1}")[:-1] + ", instead_of: qof}"
SUSPEND = "suspend: {indicators: [HYP006], from: 2014-10-01, pay: nothing}"
SUSPEND_ALL = "suspend: {indicators: all, from: 2014-10-01, pay: nothing}"
SUSPEND_REST = "suspend: {indicators: {all_but: [HYP006]}, from: 2014-10-01, pay: nothing}"
RETIRE = "retire: {indicators: [HYP006]}"
THRESHOLDS = "set_thresholds: {indicators: [HYP006], to: 90}"
POINTS = "set_points: {indicators: [HYP006], points: 5}"
PAYS = "set_pays: {indicators: [HYP006], pays: {sliding: {from: 30, to: 90}}}"
REPLACE = "replace: {indicators: [HYP006], by: {id: X1, says: new, points: 5, pays: register}}"
ELSEWHERE = "set_points: {indicators: [CHD002], points: 5}"
ADD = "add_indicator: {id: X2, says: new, points: 5, pays: yes_no}"
REPORT = "report: {level: light, indicators: all}"

SETTING = [SUSPEND, RETIRE, THRESHOLDS, POINTS, PAYS, REPLACE]
BESIDE = [{POINTS, THRESHOLDS}, {POINTS, PAYS}]
SWEEPING = [GUARANTEE, INSTEAD, SUSPEND_ALL]


@pytest.mark.parametrize("first", [KEEP, *SETTING])
@pytest.mark.parametrize("second", [KEEP, *SETTING])
def test_two_changes_to_one_indicator_conflict(first: str, second: str, tmp_path: Path) -> None:
    second = second.replace("X1", "X3")
    if {first, second} in BESIDE:
        return
    assert codes(tmp_path, first, second) == ["L211"]
    assert codes(tmp_path, first, f"{{{second}, overrides: 1}}") == []


@pytest.mark.parametrize(
    ("first", "second"), [permutation for pair in BESIDE for permutation in permutations(sorted(pair))]
)
def test_points_and_the_scale_they_are_paid_on_stand_together(
    first: str, second: str, tmp_path: Path
) -> None:
    assert codes(tmp_path, first, second) == []
    assert codes(tmp_path, first, f"{{{second}, overrides: 1}}") == ["L217"]


def test_what_is_paid_at_the_lower_threshold_goes_by_the_points_set(tmp_path: Path) -> None:
    at_lower = "set_thresholds: {indicators: [HYP006], at_lower: 5}"
    assert codes(tmp_path, at_lower) == []
    assert codes(tmp_path, POINTS, at_lower) == ["L218"]
    assert codes(tmp_path, at_lower, "set_points: {indicators: [HYP006], percent: 25}") == ["L218"]
    assert codes(tmp_path, at_lower, "set_points: {indicators: [HYP006], percent: 75}") == []


@pytest.mark.parametrize("first", [*SWEEPING, SUSPEND_REST])
@pytest.mark.parametrize("second", [*SWEEPING, SUSPEND_REST])
def test_two_that_sweep_over_all_conflict(first: str, second: str, tmp_path: Path) -> None:
    assert codes(tmp_path, first, second) == ["L211"]
    if {first, second} <= {GUARANTEE, INSTEAD}:
        return
    assert codes(tmp_path, first, f"{{{second}, overrides: [1]}}") == []


@pytest.mark.parametrize("first", [GUARANTEE, INSTEAD])
@pytest.mark.parametrize("second", [GUARANTEE, INSTEAD])
def test_no_override_lets_two_stand_in_place_of_all_qof(first: str, second: str, tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, text_of((first, f"{{{second}, overrides: 1}}")))
    assert problem.code == "L211"
    assert problem.hint == "Keep one of them; `best_of` pays the higher of two amounts."


@pytest.mark.parametrize("sweeping", SWEEPING)
@pytest.mark.parametrize("setting", SETTING)
def test_what_sweeps_over_all_conflicts_with_what_sets_one(
    sweeping: str, setting: str, tmp_path: Path
) -> None:
    for pair in permutations((sweeping, setting)):
        assert codes(tmp_path, *pair) == ["L211"]
        assert codes(tmp_path, pair[0], f"{{{pair[1]}, overrides: 1}}") == []


@pytest.mark.parametrize("sweeping", SWEEPING)
def test_what_is_kept_is_carved_out_in_either_order_without_an_override(
    sweeping: str, tmp_path: Path
) -> None:
    for pair in permutations((sweeping, KEEP)):
        assert codes(tmp_path, *pair) == []
    assert codes(tmp_path, sweeping, f"{{{KEEP}, overrides: 1}}") == []


@pytest.mark.parametrize("beside", [ELSEWHERE, ADD, REPORT, SUSPEND_REST, paid("{fixed: 1}")])
def test_changes_that_set_different_things_stand_beside_each_other(beside: str, tmp_path: Path) -> None:
    sets_other = SUSPEND if beside != SUSPEND_REST else RETIRE
    for pair in permutations((beside, sets_other)):
        assert codes(tmp_path, *pair) == []


def test_what_is_kept_and_set_conflicts_with_the_keep_and_not_with_the_sweep(tmp_path: Path) -> None:
    problems = refused(tmp_path, text_of((GUARANTEE, KEEP, THRESHOLDS)))
    assert [problem.message for problem in problems] == ["Changes 2 and 3 both set what is paid for HYP006."]


def test_an_override_reaches_the_scheme_and_names_only_what_it_says(tmp_path: Path) -> None:
    changes = (SUSPEND, f"{{{PAYS}, overrides: 1}}", f"{{{THRESHOLDS}, overrides: [1, 2]}}")
    assert [change.overrides for change in scheme(tmp_path, *changes).changes] == [(), (1,), (1, 2)]
    assert codes(tmp_path, SUSPEND, f"{{{PAYS}, overrides: 1}}", f"{{{THRESHOLDS}, overrides: 2}}") == [
        "L211"
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ((f"{{{SUSPEND}, overrides: 1}}",), "which is not before it"),
        ((f"{{{SUSPEND}, overrides: 9}}",), "which is not before it"),
        ((REPORT, f"{{{SUSPEND}, overrides: 1}}"), "set nothing of the same"),
        ((ELSEWHERE, f"{{{SUSPEND}, overrides: 1}}"), "set nothing of the same"),
        ((SUSPEND, f"{{{REPORT}, overrides: 1}}"), "set nothing of the same"),
    ],
)
def test_an_override_of_nothing_is_a_problem(changes: tuple[str, ...], said: str, tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, text_of(changes))
    assert problem.code == "L217"
    assert said in problem.message


def test_many_indicators_in_conflict_are_one_problem(tmp_path: Path) -> None:
    law = load_year("qof/2014-15")
    every = f"[{', '.join(law.indicators)}]"
    listed = f"suspend: {{indicators: {every}, from: 2014-10-01, pay: nothing}}"
    (problem,) = refused(tmp_path, text_of((listed, f"retire: {{indicators: {every}}}")))
    first = list(law.indicators)[:3]
    assert f"{', '.join(first)} and {len(law.indicators) - 3} more." in problem.message


def test_a_change_that_meets_many_is_one_problem_of_the_nearest_and_how_many_more(tmp_path: Path) -> None:
    problems = refused(tmp_path, text_of((POINTS, POINTS, POINTS, "retire: {indicators: [HYP006]}")))
    assert [problem.code for problem in problems] == ["L211"] * 3
    assert problems[1].message.endswith("for HYP006; 1 earlier one meets change 3 too.")
    assert problems[2].message.startswith("Changes 3 and 4 both set")
    assert problems[2].message.endswith("; 2 earlier ones meet change 4 too.")
    assert "`overrides: [1, 2, 3]` in change 4" in problems[2].hint


def test_as_many_changes_as_may_stand_in_a_document_are_a_problem_each(tmp_path: Path) -> None:
    problems = refused(tmp_path, text_of(("set_points: {indicators: all, points: 5}",) * 200))
    assert len(problems) == 199
    assert len(problems[-1].hint) < 100
    (problem,) = refused(tmp_path, text_of((POINTS,) * 201))
    assert (problem.code, problem.message) == ("L040", "`changes` has 201 items.")


def test_as_many_changes_as_may_stand_in_a_document_may_override_all_before_them(tmp_path: Path) -> None:
    changes = (f"{{{POINTS}, overrides: {list(range(1, n))}}}" if n > 1 else POINTS for n in range(1, 201))
    assert codes(tmp_path, *changes) == []
    assert codes(tmp_path, POINTS, f"{{{POINTS}, overrides: {[1] * 201}}}") == ["L211", "L040"]


def test_of_changes_that_are_too_many_nothing_else_is_said(tmp_path: Path) -> None:
    parameter = "parameters: {rate: {value: 2, says: pounds}}\nchanges:"
    text = text_of((POINTS,) * 201).replace("changes:", parameter)
    assert [problem.code for problem in refused(tmp_path, text)] == ["L040"]


def test_conflicts_are_found_without_a_law(tmp_path: Path) -> None:
    text = text_of((SUSPEND_REST, "retire: {indicators: [CHD002]}"))
    unpriced = text.replace("base: qof/2014-15", "unpriced: There is no law of it.")
    assert [problem.code for problem in refused(tmp_path, unpriced)] == ["L211"]


def test_one_service_is_added_or_ended_once(tmp_path: Path) -> None:
    add, end = (f"{do}_service: {{service: {service_ids()[0]}}}" for do in ("add", "end"))
    other = f"end_service: {{service: {service_ids()[1]}}}"
    assert codes(tmp_path, add, end) == ["L211"]
    assert codes(tmp_path, add, other) == []


sets = st.builds(Several, st.frozensets(st.sampled_from("ABCD")), st.booleans())


@given(sets, sets)
def test_sets_of_indicators_are_sets(a: Several, b: Several) -> None:
    known = tuple("ABCDE")
    assert set((a & b).of(known)) == set(a.of(known)) & set(b.of(known))
    assert set((a | b).of(known)) == set(a.of(known)) | set(b.of(known))
    assert set((~a).of(known)) == set(known) - set(a.of(known))
    assert bool(a) or not a.of(known)
