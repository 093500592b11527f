"""Conditions, rules on seats and stated facts as files write them, and what is built of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from openqof.core.governance.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Condition,
    FirstOf,
    InTime,
    Is,
    Known,
    Not,
    OneOf,
    leaves,
)
from openqof.core.governance.seats import (
    CLASSES,
    POSTS,
    WORDS,
    AllSeats,
    AnySeats,
    AtLeastSeats,
    AtMostSeats,
    MajoritySeats,
    NotSeats,
    OfficeIs,
    SeatRule,
    ShareSeats,
)
from openqof.files.governance_body_check import out_of_reach
from openqof.files.governance_conditions import CONDITION, SEAT_RULE, condition_from, seat_rule_from
from openqof.files.governance_conditions_check import check_condition, check_seat_rule
from openqof.files.governance_words import FACT_VALUE, YES_NO, FactValue, YesNo
from openqof.files.nodes import compose
from openqof.files.shape import Named, Value, Walk, read

TABLE = [
    frozenset({"lay", "chair", "voting"}),
    frozenset({"executive", "chief_nurse", "voting"}),
    frozenset({"gp", "non_voting"}),
]


def value_of(shape: Named | FactValue | YesNo, text: str) -> tuple[Value | None, list[str]]:
    walk = Walk("f.yaml")
    value, _ = read(shape, compose(text, name="f.yaml"), walk=walk)
    if value is not None and shape is CONDITION:
        check_condition(value, walk)
    elif value is not None and shape is SEAT_RULE:
        check_seat_rule(value, walk)
    return value, [problem.code for problem in walk.problems]


def accepted(shape: Named | FactValue | YesNo, text: str) -> Value:
    value, problems = value_of(shape, text)
    assert value is not None
    assert problems == []
    return value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{is: {fact: touches_qof, value: no}}", Is("touches_qof", False)),
        ("{is: {fact: route, value: national-change}}", Is("route", "national-change")),
        (
            "{one_of: {fact: psr_route, values: [a, direct award C]}}",
            OneOf("psr_route", ("a", "direct award C")),
        ),
        ("{at_least: {fact: emergency_level, value: 3}}", AtLeast("emergency_level", Decimal(3))),
        ("{at_most: {fact: term_years, value: 1.5}}", AtMost("term_years", Decimal("1.5"))),
        ("{known: asked}", Known("asked")),
        (
            "{in_time: {fact: asked, before: starts, count: 12, unit: weeks}}",
            InTime("asked", "starts", 12, "weeks"),
        ),
        ("{first_of: {fact: starts, period: quarter}}", FirstOf("starts", "quarter")),
        ("{all: [{known: asked}]}", AllOf((Known("asked"),))),
        ("{any: [{known: asked}, {known: ends}]}", AnyOf((Known("asked"), Known("ends")))),
        ("{not: {not: {known: asked}}}", Not(Not(Known("asked")))),
    ],
)
def test_every_form_of_condition_is_read(text: str, expected: Condition) -> None:
    assert condition_from(accepted(CONDITION, text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4", AtLeastSeats(4)),
        ("{at_least: {count: 2, of: [lay, nurse], votes: yes}}", AtLeastSeats(2, ("lay", "nurse"), True)),
        ("{at_most: {count: 0, of: [gp], votes: no}}", AtMostSeats(0, ("gp",), False)),
        ("{majority: {of: [lay, executive]}}", MajoritySeats(("lay", "executive"))),
        ("{share: 50}", ShareSeats(50)),
        ("{office: {office: vice_chair, among: [lay]}}", OfficeIs("vice_chair", ("lay",))),
        ("{office: {office: chair, not_among: [audit_chair]}}", OfficeIs("chair", (), ("audit_chair",))),
        ("{all: [4, {share: 50}]}", AllSeats((AtLeastSeats(4), ShareSeats(50)))),
        ("{any: [4, 5]}", AnySeats((AtLeastSeats(4), AtLeastSeats(5)))),
        ("{not: 4}", NotSeats(AtLeastSeats(4))),
    ],
)
def test_every_form_of_rule_on_seats_is_read(text: str, expected: SeatRule) -> None:
    assert seat_rule_from(accepted(SEAT_RULE, text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yes", True), ("false", False), ("2015-04-01", date(2015, 4, 1)), ("-2.5", Decimal("-2.5")),
        ("'3'", "3"), ("'yes'", "yes"), ("direct award C", "direct award C"),
    ],
)  # fmt: skip
def test_the_value_of_a_fact_has_the_type_of_its_spelling(text: str, expected: object) -> None:
    found = accepted(FACT_VALUE, text).value
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(("text", "code"), [("2015-02-30", "L033"), ("a: b", "L024"), ("'£5!'", "L034")])
def test_what_is_no_value_of_a_fact_is_refused(text: str, code: str) -> None:
    assert value_of(FACT_VALUE, text) == (None, [code])


def test_yes_and_no_are_read_and_other_words_refused() -> None:
    assert [accepted(YES_NO, word).value for word in ("yes", "no", "true", "false")] == [True, False] * 2
    assert [value_of(YES_NO, word)[1] for word in ("on", "Yes", "1")] == [["L031"]] * 3


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("{all: [{known: aksed}, {not: {known: x}}]}", ["G004", "G004"]),
        ("{is: {fact: starts, value: 2015-04-01}}", ["G005"]),
        ("{one_of: {fact: touches_qof, values: [yes, no]}}", ["G005"]),
        ("{is: {fact: starts, value: yes}}", ["G005"]),
        ("{is: {fact: term_years, value: '2'}}", ["G005"]),
        ("{one_of: {fact: route, values: [national-change, local]}}", ["G006"]),
        ("{first_of: {fact: touches_qof, period: year}}", ["G005"]),
        ("{in_time: {fact: starts, before: starts, count: 1, unit: days}}", ["G015"]),
        ("{at_least: {fact: nothing, value: 1}}", ["G004"]),
    ],
)
def test_conditions_ask_what_facts_can_answer(text: str, codes: list[str]) -> None:
    assert value_of(CONDITION, text)[1] == codes


def test_words_of_seat_rules_mean_members() -> None:
    assert value_of(SEAT_RULE, "{any: [{majority: {of: [laity]}}, {not: {at_most: {count: 1, of: [x]}}}]}")[
        1
    ] == [
        "G007",
        "G007",
    ]
    assert value_of(SEAT_RULE, "{office: {office: chair, among: [lay, gp], not_among: [gp]}}")[1] == ["G013"]


def test_leaves_are_the_conditions_that_ask_of_facts() -> None:
    value = accepted(CONDITION, "{all: [{known: asked}, {any: [{not: {known: ends}}]}]}")
    assert list(leaves(condition_from(value))) == [Known("asked"), Known("ends")]


def test_words_for_members_are_told_apart() -> None:
    assert len(set(WORDS)) == len(WORDS)
    assert not set(CLASSES) & set(POSTS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3", ""),
        ("4", "it asks for 4 members, and has 3"),
        ("{at_least: {count: 1, of: [gp], votes: no}}", ""),
        (
            "{at_least: {count: 1, of: [gp], votes: yes}}",
            "it asks for 1 member with a vote among GPs, and has none",
        ),
        ("{at_most: {count: 0}}", ""),
        ("{not: 1}", ""),
        ("{share: 100}", ""),
        ("{majority: {of: [lay]}}", ""),
        ("{majority: {of: [gp]}}", "it asks for 1 member among GPs, and has none"),
        ("{office: {office: chair, among: [lay]}}", ""),
        ("{office: {office: chair, among: [gp]}}", "its chair is not as asked"),
        ("{office: {office: vice_chair}}", "it has no vice-chair"),
        ("{any: [4, {at_least: {count: 1, of: [chief_nurse]}}]}", ""),
        ("{any: [4, 5]}", "it asks for 4 members, and has 3 and it asks for 5 members, and has 3"),
        (
            "{all: [2, {at_least: {count: 2, of: [lay]}}]}",
            "it asks for 2 members among lay members, and has 1",
        ),
    ],
)
def test_a_quorum_is_out_of_reach_only_where_no_attendance_reaches_it(text: str, said: str) -> None:
    assert out_of_reach(accepted(SEAT_RULE, text), TABLE) == said
