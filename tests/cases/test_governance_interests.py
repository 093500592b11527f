"""The governance cases on conflicts of interest and registers."""

from __future__ import annotations

import pytest

from cases.governance_interests import Case, answer, cases, conflicts_of
from openqof.core.governance.verdicts import Answer
from openqof.governance.interest_rules import strength

CASES = cases()
ON_CONFLICTS = [case for case in CASES if case["ask"] == "conflicts"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_answer_and_its_rules(case: Case) -> None:
    expect, verdict = case["expect"], answer(case)
    wanted = {True: "yes", False: "no"}.get(expect["answer"], expect["answer"])
    said = "\n".join(f"{each.answer} {each.rule}: {each.says}" for each in verdict.reasons)
    assert verdict.answer == Answer(wanted), said
    assert set(expect.get("reasons", ())) <= set(verdict.rules), said
    assert set(expect.get("against", ())) <= {each.rule for each in verdict.against}, said
    for words in expect.get("says", ()):
        assert words in said
    if "due" in expect:
        assert expect["due"] == sorted({each.needed_by for each in verdict.against if each.needed_by}), said


@pytest.mark.parametrize("case", ON_CONFLICTS, ids=[case["name"] for case in ON_CONFLICTS])
def test_the_handling_of_each_member(case: Case) -> None:
    found, expect = conflicts_of(case), case["expect"]
    strongest = {each.person: each for each in sorted(found, key=lambda each: strength(each.least))}
    assert {person: each.least for person, each in strongest.items()} == expect["handling"]
    kinds = {person: strongest[person].kind for person in expect.get("kinds", ())}
    assert kinds == expect.get("kinds", {})
    pounds = {each.person: each.pence / 100 for each in found if each.pence is not None}
    assert pounds == expect.get("pounds", pounds)


def test_there_are_at_least_thirty_cases() -> None:
    assert len(CASES) >= 30
    assert len({case["name"] for case in CASES}) == len(CASES)
