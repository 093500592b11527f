"""The governance cases on the path of a scheme."""

from __future__ import annotations

import pytest

from cases.governance_path import Case, cases, gated
from openqof.core.governance.verdicts import Answer
from openqof.governance.gates import Gated

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_path_stands_where_the_case_says(case: Case) -> None:
    found, expect = gated(case), case["expect"]
    first = next(iter(found.values()))
    said = "\n".join(f"{each.answer} {each.rule}: {each.says}" for each in first.verdict.reasons)
    assert first.verdict.answer == Answer("yes" if expect["answer"] is True else "no"), said
    assert set(expect.get("reasons", ())) <= set(first.verdict.rules), said
    assert set(expect.get("against", ())) <= {each.rule for each in first.verdict.against}, said
    _check_path(first, expect, said)
    for code, stage in expect.get("others", {}).items():
        assert found[code].path.stage == stage
    for code, rules in expect.get("other_refused", {}).items():
        assert [refusal.rule for _, refusal in found[code].refused] == rules


def _check_path(found: Gated, expect: Case, said: str) -> None:
    if "stage" in expect:
        assert found.path.stage == expect["stage"], said
    if "refused" in expect:
        assert [refusal.rule for _, refusal in found.refused] == expect["refused"], said
    if "bound" in expect:
        assert {version: list(codes) for version, codes in found.bound.items()} == expect["bound"]
    if "because" in expect:
        assert list(found.path.reasons) == expect["because"]
    for code, standing in expect.get("practices", {}).items():
        assert found.path.practices[code].standing == standing
        assert found.path.open_to(code)
    _check_waiting(found, expect)


def _check_waiting(found: Gated, expect: Case) -> None:
    if "open" in expect:
        assert [each.holder for each in found.waiting] == expect["open"]
    if "late" in expect:
        assert [each.holder for each in found.waiting if each.late] == expect["late"]
    if "questions" in expect:
        assert [each.question for each in found.waiting] == expect["questions"]


def test_there_are_at_least_twenty_five_cases() -> None:
    assert len(CASES) >= 25
    assert len({case["name"] for case in CASES}) == len(CASES)
