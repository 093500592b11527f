"""Registers read from YAML, with every problem at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from openqof.core.governance.interests import Category, Register
from openqof.core.problems import BadInput
from openqof.files.nodes import compose
from openqof.files.register_codes import REGISTER_CODES
from openqof.files.register_read import load_register, register_from
from openqof.files.register_shape import REGISTER, register_schema
from openqof.files.shape import Walk, read

GOOD = """\
register: X01
people: {Dr One: [GP partner], Lay A: [lay member]}
decision_makers: [Dr One]
interests:
  - {id: r1, person: Dr One, organisation: Ambermere Surgery, code: D00001, category: financial,
     nature: Partner, from: 2010-04-01, declared: 2016-04-01, recorded: 2016-04-05, approved_by: Lay A}
  - {id: r2, person: Lay A, roles: [patient], organisation: Brook Surgery, category: non-financial personal,
     nature: Registered patient, from: 2001-01-01, to: 2016-01-01, withheld: A risk to a person}
nil_returns: [{person: Lay A, declared: 2016-04-01}]
gifts: [{id: g1, person: Lay A, offered: 2016-04-01, what: A hamper, by: A firm, pounds: 30.50, accepted: no}]
breaches: [{id: b1, found: 2016-04-01, nature: A late entry, action: Advice, published: 2016-05-01}]
training: [{person: Lay A, completed: 2016-04-01}]
reviewed: {Dr One: 2016-04-01}
"""


def load(text: str, folder: Path) -> Register:
    path = folder / "register.yaml"
    path.write_text(text, encoding="utf-8")
    return load_register(path)


def test_a_register_is_read_whole(tmp_path: Path) -> None:
    found = load(GOOD, tmp_path)
    first, second = found.interests
    assert (first.roles, first.decision_maker, first.approved_by) == (("GP partner",), True, "Lay A")
    assert (first.held_from, first.recorded, first.code) == (date(2010, 4, 1), date(2016, 4, 5), "D00001")
    assert (second.roles, second.decision_maker, second.category) == (("patient",), False, Category.PERSONAL)
    assert (second.held_to, second.withheld_because) == (date(2016, 1, 1), "A risk to a person")
    assert (found.gifts[0].pounds, found.gifts[0].accepted) == (30.5, False)
    assert found.breaches[0].published == date(2016, 5, 1)
    assert found.reviewed == {"Dr One": date(2016, 4, 1)}


def test_the_least_register_has_people_alone(tmp_path: Path) -> None:
    found = load("register: X01\npeople: {Lay A: [lay member]}\n", tmp_path)
    assert (found.interests, found.reviewed, found.decision_makers) == ((), None, frozenset())


BAD = """\
register: X01
people: {Dr One: [GP partner], dr. one: [GP], Lay A: [lay member]}
decision_makers: [Dr Onne]
interests:
  - {id: r1, person: Dr One, organisation: Ambermere Surgery, category: financial, nature: Partner,
     from: 2010-04-01, to: 2009-04-01, declared: 2016-04-05, recorded: 2016-04-01, through: Dr One}
  - {id: r1, person: Nobody Known, organisation: Brook, category: financial, nature: Owner, from: 2010-04-01,
     recorded: 2016-04-01}
gifts: [{id: r1, person: Lay A, offered: 2016-04-01, what: A pen, by: X, accepted: no, declared: 2016-03-01}]
breaches: [{id: b1, found: 2016-04-01, nature: A late entry, published: 2016-03-01}]
training: [{person: Lay C, completed: 2016-04-01}]
reviewed: {Lay D: 2016-04-01}
"""


def test_every_problem_comes_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        load(BAD, tmp_path)
    assert [(each.line, each.code) for each in refused.value.problems] == [
        (2, "G408"), (3, "G401"), (6, "G402"), (6, "G403"), (6, "G407"), (7, "G404"), (7, "G401"),
        (8, "G403"), (9, "G404"), (9, "G405"), (10, "G406"), (11, "G401"), (12, "G401"),
    ]  # fmt: skip
    assert {each.code for each in refused.value.problems} == set(REGISTER_CODES)
    said = [str(each).partition("  ")[2] for each in refused.value.problems]
    assert "G401  Dr Onne is not among the people of the register. Did you mean Dr One?" in said[1]
    assert (
        said[2] == "G402  The entry r1 is held to 1 April 2009 but only from 1 April 2010. Correct the days."
    )


def test_problems_of_form_and_meaning_come_together(tmp_path: Path) -> None:
    text = GOOD.replace("category: financial", "category: money").replace("to: 2016-01-01", "to: 2000-01-01")
    with pytest.raises(BadInput) as refused:
        load(text, tmp_path)
    assert [each.code for each in refused.value.problems] == ["L031", "G402"]


def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="L024"):
        load("- a list\n", tmp_path)


def test_a_file_of_another_kind_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"L011  This is a body, not a register of interests\."):
        load("body: X01\nname: An invented group\n", tmp_path)


def test_a_register_inside_another_file_is_read_with_its_walk() -> None:
    walk = Walk("meeting.yaml")
    value, _ = read(REGISTER, compose(GOOD, name="meeting.yaml"), walk=walk)
    assert value is not None
    found = register_from(value, walk)
    assert found is not None and found.body == "X01"
    walk.problem((1, 1), "L021", "something else of the meeting.")
    assert register_from(value, walk) is None


def test_the_schema_names_what_must_be_there() -> None:
    assert register_schema()["required"] == ["register", "people"]
