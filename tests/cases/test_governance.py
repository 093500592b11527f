"""Every governance case has the answer it expects by the rules it expects, and every rule has a case."""

from __future__ import annotations

import pytest

from cases.governance_cases import answered, cases, expected, invented, uncovered

NAMES = tuple(cases())


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_and_its_rules(name: str) -> None:
    found = answered(name)
    expect, verdict = found.case["expect"], found.verdict
    said = "\n".join(f"{each.answer} {each.rule}: {each.says}" for each in verdict.reasons)
    assert verdict.answer is expected(expect["answer"]), said
    assert set(expect.get("reasons", ())) <= set(verdict.rules), said
    assert set(expect.get("against", ())) <= {each.rule for each in verdict.against}, said
    for words in expect.get("says", ()):
        assert words in said
    if "needed_by" in expect:
        assert expect["needed_by"] in {each.needed_by for each in verdict.reasons}, said


def test_every_verdict_cites_rules_that_stand_somewhere() -> None:
    for name in NAMES:
        found = answered(name)
        assert found.verdict.reasons, name
        assert all(each.says and each.provenance.source for each in found.verdict.reasons), name
        assert not invented(found.reached, found.case), name


@pytest.mark.parametrize(
    "rule",
    [
        "path:nonsense", "decisions:xyz", "meeting:none", "interests:none", "registers:none", "route:none",
        "powers:none", "contract-actions:none", "packs:none", "case:none", "ccg-2016:none", "nowhere:stated",
        "stated", "", "own:none", "own:quorum", "own:members-agree",
    ],
)  # fmt: skip
def test_a_rule_that_stands_nowhere_is_found_out(rule: str) -> None:
    plain = "sister-registers: Of gifts all is said, 2015"
    assert invented([rule, "decisions:stated"], cases()[plain]) == (rule,)


def test_the_rules_of_a_body_stand_only_in_its_own_cases() -> None:
    cited = {name: [each for each in answered(name).reached if each.startswith("own:")] for name in NAMES}
    rules = {rule for own in cited.values() for rule in own}
    assert rules >= {"own:a-nurse", "own:call-in-10", "own:members-agree", "own:quorum", "own:twice-a-year"}
    for rule in rules - {"own:quorum"}:
        elsewhere = [name for name in NAMES if not invented([rule], cases()[name])]
        assert 0 < len(elsewhere) < len(NAMES) / 20, (rule, elsewhere)


def test_every_rule_of_every_pack_is_reached_by_a_case() -> None:
    assert {pack: rules for pack, rules in uncovered().items() if rules} == {}


def test_there_are_at_least_120_cases() -> None:
    assert len(NAMES) >= 120


@pytest.mark.parametrize(
    "word", ["Somerset", "Cumbria", "Kent", "North Yorkshire", "Birmingham", "SPQS", "Leeds", "Lancashire"]
)
def test_the_cases_that_history_names_are_there(word: str) -> None:
    assert [name for name in NAMES if word in name]
