"""The governance cases on contract actions, decision records, procurement and publication."""

from __future__ import annotations

import pytest

from cases.governance_records import ANSWERS, Case, cases, effects_of
from openqof.core.governance.verdicts import Answer

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_answer_and_its_rules(case: Case) -> None:
    expect, verdict = case["expect"], ANSWERS[case["ask"]](case)
    answer = {True: "yes", False: "no"}.get(expect["answer"], expect["answer"])
    said = "\n".join(f"{each.answer} {each.rule}: {each.says}" for each in verdict.reasons)
    assert verdict.answer == Answer(answer), said
    assert set(expect.get("reasons", ())) <= set(verdict.rules), said
    assert set(expect.get("against", ())) <= {each.rule for each in verdict.against}, said
    for words in expect.get("says", ()):
        assert words in said
    if "needed_by" in expect:
        assert expect["needed_by"] in {each.needed_by for each in verdict.reasons}, said


WITH_EFFECTS = [case for case in CASES if "effects" in case["expect"]]


@pytest.mark.parametrize("case", WITH_EFFECTS, ids=[case["name"] for case in WITH_EFFECTS])
def test_the_effect_on_membership(case: Case) -> None:
    found = effects_of(case)
    assert len(found) == len(case["expect"]["effects"])
    for each, wanted in zip(found, case["expect"]["effects"], strict=True):
        for name, value in wanted.items():
            is_ = getattr(each, name)
            assert (list(is_) if isinstance(is_, tuple) else is_) == value, (name, each.says)


def test_there_are_at_least_thirty_cases() -> None:
    assert len(CASES) >= 30
    assert len({case["name"] for case in CASES}) == len(CASES)
