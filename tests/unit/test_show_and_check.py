"""openqof show, check and schema as a user meets them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from openqof.cli.app import app

VALID = str(Path(__file__).parents[1] / "bad" / "valid.yaml")


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.stdout, result.stderr


def test_check_of_nothing_checks_all_law() -> None:
    code, said, _ = run("check")
    assert code == 0
    assert said.endswith(" files, no problems\n")


def test_check_lists_problems_as_data_too(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: 1\n", encoding="utf-8")
    code, said, _ = run("check", str(bad), "--format", "json")
    assert code == 1
    assert json.loads(said)[0]["code"] == "L011"
    code, said, _ = run("check", str(bad), "--format", "csv")
    assert said.startswith("file,line,column,code,message,hint\n")


def test_check_counts_problems_and_files(tmp_path: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text("groups: 1\n", encoding="utf-8")
    code, said, _ = run("check", str(tmp_path))
    assert code == 1
    assert said.endswith("in 2 files. Nothing was read.\n")


def test_show_of_a_year_says_what_its_values_rest_on() -> None:
    code, said, _ = run("show", "qof/2015-16")
    assert code == 0
    assert "559 in 77 indicators: clinical 435, public health 124" in said
    assert "£160.15" in said
    assert " found, " in said
    assert "sha256" in said
    assert "\nHYP006 " in said


def test_show_of_a_year_as_data() -> None:
    code, said, _ = run("show", "2026/27", "--format", "json")
    facts = json.loads(said)
    assert code == 0
    assert facts["id"] == "qof/2026-27"
    assert facts["indicators"]["VI001"]["pays"]["kind"] == "BetterOf"
    assert facts["indicators"]["VI001"]["pays"]["improvement"]["upper"] is None
    assert set(facts["values"]) == {"found", "derived", "recalled"}
    assert run("show", "2026/27", "--format", "csv")[1].startswith("id,group,points,pays,")


def test_show_of_an_indicator_gives_words_and_sources() -> None:
    code, said, _ = run("show", "qof/2015-16", "HYP006")
    assert code == 0
    assert "nothing up to 45%, 20 points from 80%, in proportion between" in said
    assert "the list and the prevalence of Hypertension (HYP, register HYP001)" in said
    assert "found, national/2015-16.yaml:" in said
    assert "NHS Digital indicator mapping file" in said


@pytest.mark.parametrize(
    ("indicator", "words"),
    [
        ("HF001", "the points earned in 2023/24; a practice without that year: 4 points for a register"),
        ("PC002", "3 points when it is done"),
        ("VI001", "nothing below 90%, 3 points at 90%, 18 points from 95%, in proportion between"),
        (
            "VI002",
            "improvement on the practice's own mean of the 2 years before, from 5 percentage points to an",
        ),
        ("SMOK004", "the list, and no prevalence"),
        ("HF003", "the list and the prevalence of Heart failure with LVSD (HFLVSD)"),
        ("CS005", "the practice's women aged 25 to 64, in place of its list"),
        ("HYP6", "Latest blood pressure"),
        ("hyp006", "Latest blood pressure"),
    ],
)
def test_show_puts_each_way_of_paying_in_words(indicator: str, words: str) -> None:
    code, said, _ = run("show", VALID, indicator)
    assert code == 0
    assert words in said


@pytest.mark.parametrize(
    ("law", "indicator", "hint"),
    [
        ("qof/2015-16", "HYP005", "HYP005 was retired in 2014/15."),
        ("qof/2025-26", "DM033", "DM033 became DM036 in 2025/26."),
        ("qof/2015-16", "hyp06", "Did you mean HYP006?"),
    ],
)
def test_show_of_an_indicator_that_is_not_there(law: str, indicator: str, hint: str) -> None:
    code, _, complaint = run("show", law, indicator)
    assert code == 1
    assert "L076" in complaint
    assert hint in complaint


def test_show_of_a_year_that_is_not_there() -> None:
    code, _, complaint = run("show", "qof/2015-61")
    assert code == 1
    assert "Did you mean qof/2015-16?" in complaint


@pytest.mark.parametrize("law", ["QOF/2015-16", "qof/2015/16", "qof-scotland/2015/16", "1516"])
def test_show_takes_a_year_in_any_case_and_spelling(law: str) -> None:
    code, said, _ = run("show", law)
    assert code == 0
    assert "2015/16" in said.splitlines()[0]


@pytest.mark.parametrize("written", ["aylesbury-vale/pcds-2015", "Aylesbury-Vale/PCDS-2015", "file"])
def test_show_of_a_scheme_says_what_it_states_and_what_prices_it(written: str) -> None:
    from openqof.files.shipped import law_path

    known = "aylesbury-vale/pcds-2015"
    code, said, _ = run("show", str(law_path(known)) if written == "file" else written)
    assert code == 0
    assert "(aylesbury-vale/pcds-2015), a local scheme on qof/2015-16" in said
    assert "Practices are guaranteed their QOF income of 2014/15" in said
    assert "6 are found, 4 derived and 9 recalled" in said
    assert "openqof price aylesbury-vale/pcds-2015" in said
    assert "openqof check " in said
    rows = json.loads(run("show", known, "--format", "json")[1])
    assert {row["about"] for row in rows} >= {"Commissioner", "Runs", "Why", "Change 1"}


def test_schema_prints_the_schema_of_a_year() -> None:
    assert json.loads(run("schema", "year")[1])["title"] == "A year of national QOF"
    assert run("schema", "yaer")[0] == 2


def test_a_year_is_loaded_without_anything_heavy() -> None:
    program = (
        "import sys; from openqof.files.load import load_year; load_year('qof/2015-16');"
        "sys.exit(bool({'numpy', 'polars', 'pydantic', 'duckdb', 'typer'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
