"""The shape language: every problem of a document in one reading, and typed values with their places."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from openqof.core.problems import Problem
from openqof.core.years import FinancialYear
from openqof.files.nodes import compose
from openqof.files.shape import (
    Choice,
    Day,
    Either,
    Flag,
    ListOf,
    MappingOf,
    Named,
    Number,
    Record,
    Shape,
    Tagged,
    Text,
    Value,
    Walk,
    Year,
    bare,
    json_schema,
    read,
    whole,
)


def problems(shape: Shape, text: str) -> list[Problem]:
    return read(shape, compose(text, name="f.yaml"))[1]


def value(shape: Shape, text: str) -> Value:
    found, wrong = read(shape, compose(text, name="f.yaml"))
    assert not wrong
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("shape", "written", "meant"),
    [
        (Number(0, 100), "45", Decimal(45)),
        (Number(0, 100), "45.50", Decimal("45.50")),
        (Number(None), "-3", Decimal(-3)),
        (whole(0, 9), "7", 7),
        (whole(0, 9, words=("none",)), "none", "none"),
        (Text(), "plain words", "plain words"),
        (Text(), '"NO"', "NO"),
        (Text(), "'12'", "12"),
        (Text(anything=True), "2015-04-01", "2015-04-01"),
        (Choice(("a", "b")), "b", "b"),
        (Flag(), "true", True),
        (Flag(), "false", False),
        (Year(), "2015/16", FinancialYear(2015)),
        (Day(), "2015-04-01", date(2015, 4, 1)),
    ],
)
def test_values_are_read_as_meant(shape: Shape, written: str, meant: object) -> None:
    assert value(Record({"k": shape}), f"k: {written}")["k"].value == meant


@pytest.mark.parametrize(
    ("shape", "written", "code"),
    [
        (Number(0, 100), "010", "L028"),
        (Number(0, 100), "1_000", "L028"),
        (Number(0, 100), "1e1", "L028"),
        (Number(0, 100), "+5", "L028"),
        (Number(0, 100), ".5", "L028"),
        (Number(0, 100), "0x1F", "L028"),
        (Number(0, 100), "1:30", "L028"),
        (Number(0, 100), ".inf", "L028"),
        (Number(0, 100), "-.INF", "L028"),
        (Number(0, 100), "nan", "L028"),
        (Number(0, 100), "£5", "L028"),
        (Number(0, 100), "1,5", "L028"),
        (Number(0, 100), "2015-04-01", "L025"),
        (Number(0, 100), "forty", "L025"),
        (Number(0, 100), '"45"', "L025"),
        (Number(0, 100), "Yes", "L029"),
        (Number(0, 100), "~", "L023"),
        (Number(0, 100), "", "L023"),
        (Number(0, 100), "-1", "L026"),
        (Number(0, 100), "100.01", "L026"),
        (Number(0, 100, above=True), "0", "L026"),
        (Number(0), "9" * 5_000, "L026"),
        (Number(0, 100, decimals=2), "1.234", "L027"),
        (whole(), "1.5", "L027"),
        (Text(), "off", "L029"),
        (Text(), "null", "L023"),
        (Text(), "12", "L030"),
        (Text(), "0x1F", "L030"),
        (Text(), "2015-04-01", "L030"),
        (Text(), '""', "L023"),
        (Text(), "' '", "L023"),
        (Text(), "[a]", "L024"),
        (Text(), "{a: 1}", "L024"),
        (Text(pattern="[a-z]+"), "A", "L034"),
        (Text(longest=3), "abcd", "L039"),
        (Choice(("found", "derived")), "fuond", "L031"),
        (Flag(), "yes", "L036"),
        (Flag(), '"true"', "L036"),
        (Year(), "2015-16", "L032"),
        (Year(), "2015/17", "L032"),
        (Year(), "2015", "L032"),
        (Day(), "1 April 2015", "L033"),
        (Day(), "2015-02-29", "L033"),
        (ListOf(Text()), "a", "L024"),
        (ListOf(Text()), "", "L023"),
        (ListOf(Text(), fewest=1), "[]", "L038"),
        (MappingOf(Text()), "[a]", "L024"),
        (MappingOf(Text(), fewest=1), "{}", "L038"),
        (Tagged(words=("a",)), "b", "L031"),
        (Tagged(words=("a",)), "[a]", "L024"),
        (Tagged(words=("a",)), "", "L023"),
        (Tagged(forms={"f": Number()}), "{g: 1}", "L037"),
        (Either((Text(), Record({"a": Text()}))), "[a]", "L024"),
    ],
)
def test_each_slip_is_one_located_problem(shape: Shape, written: str, code: str) -> None:
    [problem] = problems(Record({"k": shape}), f"k: {written}")
    assert (problem.code, problem.line) == (code, 1)


def test_every_problem_comes_at_once_with_its_place() -> None:
    shape = Record({"a": Number(0, 10), "b": Text(), "c": ListOf(Number(0, 10))})
    found = problems(shape, "a: ten\nb: 12\nc: [1, two, 30]\nd: 4\n")
    assert [(p.line, p.column, p.code) for p in sorted(found)] == [
        (1, 4, "L025"),
        (2, 4, "L030"),
        (3, 8, "L025"),
        (3, 13, "L026"),
        (4, 1, "L021"),
    ]


def test_a_misspelt_required_key_is_one_problem() -> None:
    [problem] = problems(Record({"points": Number()}), "pionts: 4")
    assert problem.hint == "Did you mean `points`?"


def test_a_refused_value_is_absent_while_its_key_is_known() -> None:
    found, _ = read(Record({"a": Number(), "b": Number()}), compose("a: x\nb: 2", name="f.yaml"))
    assert found is not None
    assert found.get("a") is None
    assert found.keys["a"] == (1, 1)
    assert found.plain("b") == 2


def test_a_form_carries_its_tag_and_common_keys() -> None:
    shape = ListOf(Tagged(forms={"suspend": ListOf(Text()), "keep": Text()}, common={"why": Text()}))
    first, second = value(Record({"k": shape}), "k:\n  - suspend: [a, b]\n    why: time\n  - keep: c\n")[
        "k"
    ].value
    assert (first.tag, bare(first["suspend"]), first.plain("why")) == ("suspend", ["a", "b"], "time")
    assert (second.tag, second.plain("keep"), second.plain("why")) == ("keep", "c", None)


def test_a_shape_may_hold_itself() -> None:
    def term() -> Shape:
        return Tagged(forms={"amount": Number(), "best_of": ListOf(Named("term", term), fewest=1)})

    shape = Named("term", term)
    text = "best_of: [{amount: 1}, {best_of: [{amount: 2}]}]"
    assert bare(value(shape, text)) == {"best_of": [{"amount": 1}, {"best_of": [{"amount": 2}]}]}
    assert problems(shape, "best_of: [{amount: x}]")[0].column == 20
    assert json_schema(shape, title="t", address="a")["$defs"]["term"]["anyOf"]


def test_problems_inside_a_mapping_are_headed_by_its_key() -> None:
    shape = MappingOf(Record({"points": Number()}), what="the indicator", twice="L061")
    found = problems(shape, "A1: {points: x}\nA2:\nA1: {points: 1}\n? [b]\n: 1\n")
    assert [p.message for p in sorted(found)] == [
        'A1: `points` should be a number of 0 or more, but is "x".',
        "A2 has no value.",
        "The indicator A1 is written twice; first on line 1.",
        "A key should be a word, not a list.",
    ]


def test_checks_of_meaning_share_the_walk() -> None:
    walk = Walk("f.yaml")
    found, _ = read(Record({"a": Number()}), compose("a: 1", name="f.yaml"), walk=walk)
    assert found is not None
    with walk.about("HYP006"):
        walk.problem(found["a"], "L060", "the lower threshold is wrong.")
    assert [str(p) for p in walk.problems] == ["f.yaml:1:4  L060  HYP006: the lower threshold is wrong."]
