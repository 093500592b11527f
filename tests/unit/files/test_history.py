"""What became of indicators, and what their history may not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from openqof.core.years import FinancialYear
from openqof.files.check import check_file
from openqof.files.history import told, what_became
from openqof.files.national_history import check_history
from openqof.files.national_shape import HISTORY as SHAPE
from openqof.files.nodes import compose
from openqof.files.shape import Walk, read

SURE = "source: compared-years, basis: derived"


def test_an_indicator_that_left_is_told_from_the_year_it_left() -> None:
    assert what_became("HYP005", FinancialYear(2014)) == "retired in 2014/15"
    assert what_became("HYP005", FinancialYear(2026)) == "retired in 2014/15"
    assert what_became("HYP005", FinancialYear(2013)) is None
    assert what_became("DM033", FinancialYear(2025)) == "became DM036 in 2025/26"
    assert what_became("NONE01", FinancialYear(2025)) is None


def test_it_is_told_as_a_sentence() -> None:
    assert told("HYP005", FinancialYear(2015)) == "HYP005 was retired in 2014/15."
    assert told("DM033", FinancialYear(2025)) == "DM033 became DM036 in 2025/26."


@pytest.mark.parametrize(
    ("event", "code", "said"),
    [
        (f"AF003: {{became: AF005, in: 2014/15, {SURE}}}", "", ""),
        (f"AF003: {{became: AF005, {SURE}}}", "L022", "AF003: `in` is missing."),
        (f"AF003: {{became: AF005, in: 2011/12, {SURE}}}", "L080", "do not reach 2011/12"),
        (f"AF001: {{retired: 2014/15, {SURE}}}", "L081", "AF001 is still in 2014/15."),
        (f"AF003: {{retired: 2016/17, {SURE}}}", "L081", "AF003 is not in 2015/16 either."),
        (f"AF003: {{became: AF055, in: 2014/15, {SURE}}}", "L082", "AF055 is not an indicator of 2014/15."),
        ("AF003: {became: AF005, in: 2014/15, source: rumour, basis: found}", "L067", "source rumour"),
        (f"AF003: {{vanished: 2014/15, {SURE}}}", "L037", "but is `vanished`"),
    ],
)
def test_an_event_the_years_contradict_is_a_problem(event: str, code: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "history.yaml"
    path.write_text(event + "\n", encoding="utf-8")
    problems = check_file(path)
    assert [problem.code for problem in problems] == ([code] if code else [])
    assert said in "".join(problem.message for problem in problems)


def test_nobody_leaves_a_complete_history_without_a_word() -> None:
    walk = Walk("history.yaml")
    value, _ = read(
        SHAPE, compose(f"AF003: {{became: AF005, in: 2014/15, {SURE}}}", name="history.yaml"), walk=walk
    )
    assert value is not None
    check_history(value, walk, complete=True)
    said = {problem.message for problem in walk.problems}
    assert {problem.code for problem in walk.problems} == {"L083"}
    assert "HYP005 is in 2013/14 and not in 2014/15, but its history does not say so." in said


def test_a_code_that_left_twice_is_told_by_the_year_asked() -> None:
    assert what_became("HYP003", FinancialYear(2013)) is None
    assert what_became("HYP003", FinancialYear(2016)) == "retired in 2014/15"
    assert what_became("HYP003", FinancialYear(2024)) == "became HYP008 in 2023/24"


def test_what_carries_the_work_on_is_named() -> None:
    assert (
        told("CHD002", FinancialYear(2019)) == "CHD002 was retired in 2019/20, followed by CHD008 and CHD009."
    )


def test_a_second_leaving_needs_its_own_event() -> None:
    walk = Walk("history.yaml")
    text = f"HYP003: {{retired: 2014/15, {SURE}}}"
    value, _ = read(SHAPE, compose(text, name="history.yaml"), walk=walk)
    assert value is not None
    check_history(value, walk, complete=True)
    assert any("HYP003 is in 2022/23 and not in 2023/24" in problem.message for problem in walk.problems)
