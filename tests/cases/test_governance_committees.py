"""Composition, quorum, handling and votes: each case has the answer it expects, by the rules it expects."""

from __future__ import annotations

from typing import Any

import pytest

from cases import governance_committees as answers
from openqof.core.governance.verdicts import Answer

CASES = answers.cases()


def _named(case: dict[str, Any]) -> str:
    return str(case["name"])


def answer(word: object) -> Answer:
    """The answer a case expects; YAML reads yes and no as truth values."""
    return Answer(("no", "yes")[word] if isinstance(word, bool) else word)


@pytest.mark.parametrize("case", CASES, ids=_named)
def test_case(case: dict[str, Any]) -> None:
    expect = case["expect"]
    found = answers.ANSWERS[case["ask"]](case)
    told = "\n".join(f"{each.answer}  {each.rule}  {each.says}" for each in found.reasons)
    assert found.answer is answer(expect["answer"]), told
    assert set(expect.get("reasons", ())) <= set(found.rules), told
    if "against" in expect:
        assert [each.rule for each in found.against] == expect["against"], told
    for words in expect.get("says", ()):
        assert words in told, told


@pytest.mark.parametrize("case", [each for each in CASES if "remedies" in each["expect"]], ids=_named)
def test_remedies_of_a_case(case: dict[str, Any]) -> None:
    found = {each.rule: each.answer for each in answers.remedies_of(case)}
    assert found == {rule: answer(word) for rule, word in case["expect"]["remedies"].items()}


@pytest.mark.parametrize("case", [each for each in CASES if "minutes" in each["expect"]], ids=_named)
def test_minutes_of_a_case(case: dict[str, Any]) -> None:
    text = answers.minutes_of(case)
    for words in case["expect"]["minutes"]:
        assert words in text, text


def test_names_of_cases_are_told_apart() -> None:
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names))
