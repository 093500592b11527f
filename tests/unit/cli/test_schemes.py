"""openqof library, show, new and compare as a user meets them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from openqof.cli.app import app
from openqof.files.assumptions import SHIPPED
from openqof.files.load import load_scheme
from openqof.files.shipped import scheme_ids, service_ids

GUARANTEE = "aylesbury-vale/pcds-2015"
SUSPENSION = "devon-cornwall/unplanned-admissions-2014"


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.stdout, result.stderr


def test_the_library_lists_every_document_once_and_says_what_each_does() -> None:
    rows = json.loads(run("library", "--format", "json")[1])
    assert [row["id"] for row in rows] == [*scheme_ids(), *service_ids()]
    for row in rows:
        assert row["title"]
        assert row["does"]
        assert row["found"] + row["derived"] + row["recalled"] > 0
        assert (row["priced"] == "no") == bool(row["why_not"])


def test_the_library_counts_what_each_document_rests_on() -> None:
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(run("library", "--format", "csv")[1]))}
    scheme = load_scheme(GUARANTEE)
    stated = len(list(scheme.provenances()))
    assert sum(int(rows[GUARANTEE][basis]) for basis in ("found", "derived", "recalled")) == stated
    assert rows["somerset/spqs-2014"]["joined"] == "55"
    assert rows["somerset/spqs-2014"]["of"] == "75"


def test_the_library_can_be_narrowed_to_services() -> None:
    code, said, _ = run("library", "--kind", "service")
    assert code == 0
    assert "services/dementia-2014" in said
    assert GUARANTEE not in said


@pytest.mark.parametrize("name", [*scheme_ids(), *service_ids()])
def test_every_document_of_the_library_can_be_shown(name: str) -> None:
    code, said, _ = run("show", name)
    assert code == 0
    assert f"({name})" in said
    assert all(
        len(line) <= 120 for line in said.splitlines()[1:] if "sha256" not in line and "openqof" not in line
    )
    assert len(json.loads(run("show", name, "--format", "json")[1])) >= 5


def test_what_has_no_price_says_why_and_offers_none() -> None:
    code, said, _ = run("show", "hammersmith-fulham/qof-plus-2008")
    assert code == 0
    assert "No price" in said
    assert "openqof price" not in said


def test_a_copy_is_written_checked_and_can_be_shown(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    code, said, _ = run("new", "--from", GUARANTEE, "--body", "11j", "--year", "2016/17", "--to", str(path))
    assert code == 0
    assert "It has no problems." in said
    assert run("check", str(path))[0] == 0
    assert "(11j/pcds-2016), a local scheme on qof/2016-17" in run("show", str(path))[1]


def test_a_copy_is_named_by_its_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new", "--from", GUARANTEE, "--body", "11J", "--year", "1617")[0] == 0
    assert load_scheme(Path("11j-pcds-2016.yaml")).bodies == ("11J",)


def test_the_problems_of_a_copy_are_those_of_check(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    words = ("new", "--from", SUSPENSION, "--body", "11J", "--year", "2015/16", "--to", str(path))
    code, said, complaint = run(*words)
    assert code == 1
    assert "Written to" in said
    checked = run("check", str(path))[1]
    assert complaint.splitlines()[:-1] == checked.splitlines()[:-1]
    assert "40 problems to settle" in complaint


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--body", "1", "--year", "2016/17"), "2 to 9 letters (A to Z) and figures"),
        (("--body", "\N{ARABIC-INDIC DIGIT ONE}J", "--year", "2016/17"), "2 to 9 letters (A to Z)"),
        (("--body", "11\N{LATIN SMALL LETTER SHARP S}", "--year", "2016/17"), "2 to 9 letters (A to Z)"),
        (("--body", "11J", "--year", "2014/16"), "did you mean 2014/15?\n"),
        (("--body", "11J", "--year", "next"), "write it as 2015/16.\n"),
        (("--body", "11J", "--year", "1900/01"), "there is no law of 1900/01. National law runs from qof/20"),
        (("--body", "11J", "--year", "2016/18"), "did you mean 2016/17"),
        (("--body", "11J", "--year", "2016/17", "--set", "target"), "--set name=value"),
        (("--body", "11J", "--year", "2016/17", "--to", "no/such/folder.yaml"), "cannot be written"),
    ],
)
def test_a_copy_that_is_asked_for_wrongly(words: tuple[str, ...], said: str) -> None:
    code, _, complaint = run("new", "--from", GUARANTEE, *words)
    assert code == 2
    assert said in complaint


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("mine\n", encoding="utf-8")
    code, _, complaint = run(
        "new", "--from", GUARANTEE, "--body", "11J", "--year", "2016/17", "--to", str(path)
    )
    assert (code, path.read_text(encoding="utf-8")) == (2, "mine\n")
    assert "is there already" in complaint


def test_an_unknown_parameter_is_a_problem_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    words = ("new", "--from", "bolton/quality-contract-2015", "--body", "11J", "--year", "2015/16")
    code, _, complaint = run(*words, "--set", "targe=96", "--to", str(path))
    assert code == 1
    assert "target" in complaint
    assert not path.exists()


def test_a_scheme_is_compared_with_its_own_year_when_one_is_named() -> None:
    code, said, _ = run("compare", SUSPENSION)
    assert code == 0
    assert said.startswith("From  Quality and Outcomes Framework 2013/14")
    assert "What stops\n  40 indicators" in said
    assert "work stops on 1 January 2014, paid at the results of 2012/13" in said
    rows = json.loads(run("compare", SUSPENSION, "--format", "json")[1])
    assert sum(row["about"] == "indicator" for row in rows) == 121


def test_two_versions_of_one_scheme_differ_in_the_value_that_was_set() -> None:
    bolton = "bolton/quality-contract-2015"
    code, said, _ = run("compare", bolton, bolton, "--set", "target=96", "--format", "csv")
    assert code == 0
    changed = [row for row in csv.DictReader(io.StringIO(said)) if row["becomes"] != "stays"]
    assert {(row["about"], row["name"]) for row in changed} >= {("local value", "target")}
    assert all("96" in row["after"] for row in changed)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("qof/2015-16",), "is a national year. Name two to compare."),
        (("northern-ireland/core-funding-2024",), "changes no national year"),
        (("nosuch/scheme", "qof/2015-16"), "neither a scheme nor a national year of this name"),
        (("aylesbury-vale/pcds-2051",), "Did you mean aylesbury-vale/pcds-2015?"),
        (("2099/00",), "There is no law of qof/2099-00. National law runs from"),
        (("qof/1900-01",), "There is no law of qof/1900-01. National law runs from"),
        (("nowhere.yaml",), "There is no such file"),
    ],
)
def test_what_cannot_be_compared_is_said(words: tuple[str, ...], said: str) -> None:
    code, _, complaint = run("compare", *words)
    assert code == 1
    assert said in complaint


@pytest.mark.parametrize("name", ["notes.txt", "notes.yaml"])
@pytest.mark.parametrize("text", ["root:secret", "secret: {key: 1}", "{secret", "- secret\n"])
def test_a_file_that_is_neither_is_said_to_be_so_without_a_word_of_it(
    tmp_path: Path, name: str, text: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    code, _, complaint = run("compare", GUARANTEE, str(path))
    assert code == 1
    assert complaint.count("\n") == 2
    assert "secret" not in complaint
    said = (
        "The bracket" if (name, text) == ("notes.yaml", "{secret") else "neither a scheme nor a national year"
    )
    assert said in complaint


def test_a_file_of_assumptions_is_not_compared() -> None:
    code, _, complaint = run("compare", str(SHIPPED[0]))
    assert code == 1
    assert "This is a file of assumptions, and cannot be compared." in complaint


def test_a_body_whose_code_programs_take_for_a_word_is_quoted(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    words = ("--body", "no", "--year", "2016/17", "--to", str(path))
    code, _, complaint = run("new", "--from", GUARANTEE, *words)
    assert (code, complaint) == (0, "")
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["body"] == "NO"


def test_one_changed_number_is_one_short_row_and_no_paragraph() -> None:
    bolton = "bolton/quality-contract-2015"
    _, said, _ = run("compare", bolton, bolton, "--set", "target=96")
    changes = said.partition("What changes")[2].partition("What stays")[0]
    assert "target: 95 → 96" in changes
    assert "£95 → £96, in “… and local enhanced to £95 a registered" in changes
    assert "before:" not in changes
    assert len(changes.split("\n")) < 8
    rows = json.loads(run("compare", bolton, bolton, "--set", "target=96", "--format", "json")[1])
    assert [row["changed"] for row in rows if row["becomes"] == "changes"] == ["£95 → £96", "95 → 96"]
