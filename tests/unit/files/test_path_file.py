"""The file of a path: read whole, or refused with every problem at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from openqof.core.problems import BadInput
from openqof.files.path import load_path, load_precedents
from openqof.files.path_codes import PATH_CODES
from openqof.files.path_shape import path_schema

BODY = """\
body: X01
name: An invented group
kind: ccg
lmcs: [An invented LMC]
practices: [D00001]
models: [{model: delegated, from: 2015-04-01}]
facts:
  all: {des_offered: yes, value_shown: no}
  invented/scheme: {value_shown: yes}
"""
PATH = """\
path: invented/scheme
route: voluntary-alternative
body: body.yaml
facts: {pms_reviewed: yes}
ballot: {turnout: 50}
precedents:
  - {body: X02, route: in-year-suspension, asked: 2014-01-06, outcome: refused, by: the area team,
     on: 2014-02-01, reasons: [Too late.], facts: {protects_income: yes, term_years: 1}}
events:
  - {on: 2015-10-01, by: Officer A, acting_as: commissioner, event: options-appraised, evidence: paper 1}
  - {on: 2015-10-05, by: Officer A, event: standing-rules-checked, outcome: yes, evidence: paper 2}
  - {on: 2015-10-06, by: Officer A, event: members-balloted, entitled: 3, ayes: 2, noes: 1, evidence: 12}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "body.yaml").write_text(BODY, encoding="utf-8")
    return tmp_path


def write(folder: Path, text: str, name: str = "path.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def codes(folder: Path, text: str) -> list[str]:
    with pytest.raises(BadInput) as found:
        load_path(write(folder, text))
    return [problem.code for problem in found.value.problems]


def test_a_path_is_read_with_its_body_events_and_precedents(folder: Path) -> None:
    found = load_path(write(folder, PATH))
    assert (found.id, found.scheme, found.route) == ("invented/scheme", None, "voluntary-alternative")
    assert [body.code for body in found.bodies] == ["X01"]
    assert found.stated["X01"] == {"des_offered": True, "value_shown": True, "pms_reviewed": True}
    assert found.on == date(2015, 10, 6)
    assert (found.ballot.turnout, found.ballot.share) == (50, 50)
    assert found.events[1].details == {"outcome": "yes", "evidence": "paper 2"}
    assert found.events[2].details["ayes"] == "2"
    assert found.precedents[0].facts == {"protects_income": "yes", "term_years": "1"}


def test_a_scheme_of_the_library_gives_its_route(folder: Path) -> None:
    text = PATH.replace("invented/scheme", "bolton/quality-contract-2015").replace(
        "route: voluntary-alternative\nbody", "body"
    )
    found = load_path(write(folder, text))
    assert found.scheme is not None
    assert found.route == "voluntary-alternative"


def test_a_template_is_read_with_the_values_of_the_copy(folder: Path) -> None:
    text = PATH.replace("invented/scheme", "openqof/network-share-2021", 1)
    found = load_path(write(folder, text + "template: openqof/network-share-2021\n"))
    assert found.template is not None
    assert found.template.settled.changes == found.template.scheme.changes


def test_bodies_may_stand_in_the_file_and_share_the_scheme(folder: Path) -> None:
    inline = "{body: X02, name: Another, kind: ccg, models: [{model: joint, from: 2015-04-01}]}"
    found = load_path(write(folder, PATH.replace("body: body.yaml", f"bodies: [body.yaml, {inline}]")))
    assert [body.code for body in found.bodies] == ["X01", "X02"]


def test_precedents_may_stand_in_a_file_of_their_own(folder: Path) -> None:
    text = "- {body: X02, route: national-change, asked: 2014-01-06, outcome: waiting, by: NHS England}\n"
    path = write(folder, text, "precedents.yaml")
    assert load_precedents(path)[0].outcome == "waiting"
    cut = PATH[: PATH.index("precedents:")] + "precedents: precedents.yaml\n" + PATH[PATH.index("events:") :]
    assert load_path(write(folder, cut)).precedents[0].body == "X02"


def test_every_problem_is_told_at_once_with_its_place(folder: Path) -> None:
    text = """\
path: invented/scheme
body: body.yaml
on: 2015-13-01
events:
  - {on: 2015-10-01, by: Officer A, event: option-appraised, evidence: x}
  - {on: 2015-10-01, by: Officer A, event: lmc-answered, lmc: An invented LMC, votes: 3, quorate: perhaps}
  - {on: 2015-10-01, by: Officer A, event: lmc-opened, lmc: An invented LMC, ayes: 3, body: X09}
"""
    with pytest.raises(BadInput) as found:
        load_path(write(folder, text))
    problems = {(each.line, each.code) for each in found.value.problems}
    wanted = {
        (3, "L033"),
        (5, "G301"),
        (6, "G302"),
        (6, "G303"),
        (6, "L021"),
        (6, "L031"),
        (7, "G303"),
        (7, "G307"),
    }
    assert wanted <= problems
    assert any("Did you mean options-appraised?" in each.hint for each in found.value.problems)


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("body: body.yaml\n", "", "G304"),
        ("body: body.yaml\n", "body: body.yaml\nbodies: [body.yaml]\n", "G304"),
        ("body: body.yaml\n", "bodies: [body.yaml, body.yaml]\n", "G305"),
        ("route: voluntary-alternative\n", "", "L013"),
        (PATH[: PATH.index("body:")], "path: services/minor-surgery-2014\n", "G306"),
        ("path: invented/scheme\n", "path: invented/scheme\ntemplate: openqof/network-share-2021\n", "G309"),
        ("body: body.yaml\n", "body: nobody.yaml\n", "L001"),
    ],
)
def test_each_problem_has_its_code(folder: Path, before: str, after: str, code: str) -> None:
    assert code in codes(folder, PATH.replace(before, after, 1))


def test_practices_stand_under_one_body(folder: Path) -> None:
    models = "[{model: joint, from: 2015-04-01}]"
    inline = f"{{body: X02, name: Another, kind: ccg, practices: [D00001], models: {models}}}"
    assert codes(folder, PATH.replace("body: body.yaml", f"bodies: [body.yaml, {inline}]")) == ["G308"]


def test_a_file_of_another_kind_is_said_to_be_one(folder: Path) -> None:
    with pytest.raises(BadInput, match="not the path of a scheme"):
        load_path(folder / "body.yaml")


def test_the_schema_is_a_schema_and_up_to_date() -> None:
    import json

    import jsonschema

    jsonschema.Draft202012Validator.check_schema(path_schema())
    kept = Path(__file__).parents[3] / "src" / "openqof" / "law" / "path.schema.json"
    assert json.loads(kept.read_text(encoding="utf-8")) == path_schema()
    assert set(PATH_CODES) == {f"G30{number}" for number in range(1, 10)}
