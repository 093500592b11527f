"""Each documented breakage of a rule pack or a body gives its answer, and every code is documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from openqof.cli.app import app
from openqof.files import governance_codes
from openqof.files import governance_page as words
from openqof.files.check import check_file
from openqof.files.governance_body import BODY_SHAPE, COMMITTEE_SHAPE
from openqof.files.governance_catalogue import PARTS, write_page
from openqof.files.governance_conditions import CONDITION_FORMS, SEAT_FORMS
from openqof.files.governance_keys import BODY, KINDS, PACK
from openqof.files.governance_pack import PACK_SHAPE
from openqof.files.governance_rules import REMEDY
from openqof.files.governance_schemas import SCHEMAS
from openqof.files.problem_catalogue import Case, read_cases
from openqof.files.shape import Record

ROOT = Path(__file__).parents[3]
BAD = ROOT / "tests" / "bad" / "governance"
TABLES = (*PACK, *BODY, *(each for kind in KINDS.values() for each in kind))
CASES = tuple(case for case in read_cases(BAD) if case.name.split("-")[0] in ("pack", "body"))
READERS = ("governance_conditions_check", "governance_rules_check", "governance_pack_check")
ELSEWHERE = {"G001"}
"""A code met elsewhere: only a shipped pack is held against the name of its file."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_breakage_gives_its_answer(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = f"{case.name.split('-')[0]}.yaml"
    Path(name).write_text(case.edit((BAD / name).read_text(encoding="utf-8")), encoding="utf-8")
    result = CliRunner().invoke(app, ["check", name])
    assert result.stdout.rstrip("\n").split("\n") == list(case.expected)
    assert result.exit_code == 1


@pytest.mark.parametrize("name", ["pack.yaml", "body.yaml"])
def test_the_files_they_are_made_from_are_valid(name: str) -> None:
    assert check_file(BAD / name) == ()


def test_each_case_shows_the_code_it_is_named_after() -> None:
    named = [case for case in CASES if "many" not in case.name]
    assert [case.name for case in named if case.name.split("-")[1] not in case.codes] == []


def test_every_code_is_documented_and_shown() -> None:
    files = [
        ROOT / "src" / "openqof" / "files" / f"{name}.py" for name in (*READERS, "governance_body_check")
    ]
    used = {code for path in files for code in re.findall(r'"(G0\d\d)"', path.read_text(encoding="utf-8"))}
    assert used == set(governance_codes.GOVERNANCE_CODES)
    shown = {code for case in CASES for code in case.codes}
    assert used - shown == ELSEWHERE


def test_no_two_files_of_governance_give_one_code_two_meanings() -> None:
    codes = [code for part in PARTS.values() for code in part]
    assert sorted(code for code in set(codes) if codes.count(code) > 1) == []


def test_the_pages_are_up_to_date() -> None:
    folder = ROOT / "docs" / "reference"
    problems = (folder / "governance-problems.md").read_text(encoding="utf-8")
    assert problems == write_page(read_cases(BAD)), "run make docs"
    assert (folder / "governance-files.md").read_text(encoding="utf-8") == words.write_page(), "run make docs"


@pytest.mark.parametrize(
    ("keys", "shape"),
    [
        (words.PACK_KEYS, PACK_SHAPE),
        (words.BODY_KEYS, BODY_SHAPE),
        (words.COMMITTEE_KEYS, COMMITTEE_SHAPE),
        (words.RULE_KEYS, REMEDY),
        *((each.says, each.shape) for each in TABLES),
    ],
)
def test_the_page_has_every_key(keys: dict[str, str], shape: Record) -> None:
    assert set(keys) == {*shape.required, *shape.optional}


def test_every_kind_of_file_of_governance_has_its_table() -> None:
    assert {"pack", "body", *KINDS} == set(SCHEMAS)
    page = words.write_page()
    for heading in ("A meeting", "A register of interests", "The path of a scheme", "An event"):
        assert f"## {heading}\n" in page
    for key in ("template", "bodies", "ballot", "deputies", "extra", "blind", "opted_out", "rests_on"):
        assert f"| `{key}` |" in page
    assert "| `events` | yes | a list of keys | What happened, in the order in which it did. |" in page


def test_the_page_of_words_has_every_form_with_an_example_that_reads(tmp_path: Path) -> None:
    assert set(words.CONDITIONS) == set(CONDITION_FORMS)
    assert set(words.SEATS) == set(SEAT_FORMS)
    text = (BAD / "pack.yaml").read_text(encoding="utf-8")
    voluntary, majority = "{is: {fact: joining_voluntary, value: yes}}", "{majority: {of: [lay, executive]}}"
    swaps = [(voluntary, shown.strip("`")) for shown, _ in words.CONDITIONS.values()]
    swaps += [(majority, shown.strip("`")) for shown, _ in words.SEATS.values()]
    for old, new in swaps:
        assert old in text
        path = tmp_path / "pack.yaml"
        path.write_text(text.replace(old, new), encoding="utf-8")
        assert check_file(path) == (), new
