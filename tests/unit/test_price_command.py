"""openqof price on the demonstration area: table, CSV, JSON, report, who joins, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from openqof.cli.app import app
from openqof.cli.verify_run import asked_again
from openqof.datasets.demo import keep
from openqof.datasets.store import Store
from openqof.files.load import load_scheme

SUSPENSION = "devon-cornwall/unplanned-admissions-2014"
GUARANTEE = "aylesbury-vale/pcds-2015"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "store.duckdb"
    keep(Store.open(path))
    return path


def run(store: Path, scheme: str, *options: str) -> Result:
    words = ["price", scheme, "--commissioner", "DEMO", "--store", str(store), "--draws", "20", *options]
    return CliRunner().invoke(app, words)


@pytest.mark.parametrize("scheme", [SUSPENSION, GUARANTEE])
def test_csv_lines_sum_to_the_totals_of_the_json(store: Path, scheme: str) -> None:
    lines = list(csv.DictReader(io.StringIO(run(store, scheme, "--format", "csv").stdout)))
    total = json.loads(run(store, scheme, "--format", "json").stdout)["total"]
    for figure in ("national", "scheme", "guaranteed", "change"):
        assert sum(Decimal(line[figure]) for line in lines) == Decimal(total[figure])


def test_every_practice_of_the_suspension_has_a_guaranteed_and_an_open_part(store: Path) -> None:
    found = json.loads(run(store, SUSPENSION, "--format", "json").stdout)
    assert len(found["practices"]) >= 35
    for line in found["practices"]:
        assert 0 < Decimal(line["guaranteed"]) < Decimal(line["scheme"])
    assert Decimal(found["rests_on"]["recalled_pounds"]) > 0


def test_both_readings_of_the_guarantee_run_and_differ(store: Path) -> None:
    cash, accrual = (
        json.loads(run(store, GUARANTEE, "--reading", reading, "--format", "json").stdout)
        for reading in ("cash", "accrual")
    )
    assert cash["total"]["scheme"] != accrual["total"]["scheme"]
    assert any("900 points" in note for note in cash["notes"])
    assert not any("900 points" in note for note in accrual["notes"])


def test_the_table_says_that_the_figures_are_invented_and_where_the_report_went(
    store: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    result = run(store, SUSPENSION, "--report", str(page))
    assert result.exit_code == 0
    assert "These figures are invented" in result.stdout
    assert f"Report: {page}" in result.stdout
    text = page.read_text(encoding="utf-8")
    assert "Invented figures" in text
    assert "openqof price devon-cornwall/unplanned-admissions-2014 --commissioner DEMO" in text


def test_only_the_practices_in_the_file_join(store: Path, tmp_path: Path) -> None:
    codes = tmp_path / "joined.csv"
    codes.write_text("practice\nD00001\nD00002\n", encoding="utf-8")
    result = run(store, SUSPENSION, "--practices", str(codes), "--format", "json")
    changed = [line for line in json.loads(result.stdout)["practices"] if Decimal(line["guaranteed"])]
    assert [line["practice"] for line in changed] == ["D00001", "D00002"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((SUSPENSION, "--reading", "cash"), 1, "P205"),
        ((SUSPENSION, "--practices", "nowhere.txt"), 1, "P207"),
        (("devon-cornwal/unplanned-admissions-2014",), 1, "Did you mean devon-cornwall"),
        (("nosuch/scheme",), 1, "There is no scheme of this name. Name aylesbury-vale/pcds-2015,"),
        (("qof/2015/16",), 1, "openqof show qof/2015-16"),
        ((SUSPENSION, "--report", "no/such/folder/page.html"), 2, "cannot be written"),
        ((SUSPENSION, "--report", "tests.html/page.html"), 2, "there is no folder tests.html."),
        ((SUSPENSION, "--report", "page.docx"), 2, "its name is to end in .html, .pdf"),
        ((SUSPENSION, "--set", "target"), 2, "--set name=value"),
        (("wales/inactive-set-2017",), 1, "cannot be priced"),
        ((SUSPENSION, "--option", "nosuch/scheme", "--option", "wales/qaif-2019"), 1, "2 problems."),
        ((SUSPENSION, "--against", "2015/16"), 1, "AF002"),
    ],
)
def test_what_cannot_be_done_is_said(store: Path, words: tuple[str, ...], code: int, said: str) -> None:
    result = run(store, *words)
    assert result.exit_code == code
    assert said in result.stderr


def test_what_cannot_be_written_is_refused_before_anything_is_priced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def priced(*_: object, **__: object) -> None:
        raise AssertionError("it was priced")

    monkeypatch.setattr("openqof.cli.price_ask.assessments", priced)
    folder, file = tmp_path / "page.html", tmp_path / "file"
    folder.mkdir()
    file.write_text("", encoding="utf-8")
    asked = {
        ("--report", str(folder)): "it is a folder.",
        ("--report", str(tmp_path / "no" / "page.html")): f"there is no folder {tmp_path / 'no'}.",
        ("--report", str(file / "page.html")): "is no folder.",
        ("--report", str(tmp_path / f"{'x' * 300}.html")): "File name too long.",
        ("--save", str(file)): "is no folder.",
        ("--save", str(file / "run")): "is no folder.",
    }
    for words, said in asked.items():
        result = run(tmp_path / "no store", SUSPENSION, *words)
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
        assert said in result.stderr
    monkeypatch.setattr("openqof.cli.writable.os.access", lambda *_: False)
    for words in (("--report", str(tmp_path / "page.pdf")), ("--save", str(tmp_path / "new" / "run"))):
        assert (
            f"nothing may be written in {tmp_path}." in run(tmp_path / "no store", SUSPENSION, *words).stderr
        )


def test_a_closed_list_is_named_in_a_file_and_kept_out_by_the_scheme(store: Path, tmp_path: Path) -> None:
    document = tmp_path / "open.yaml"
    text = Path(load_scheme(SUSPENSION).file).read_text(encoding="utf-8")
    offer = "offer: {to: every practice, national_qof_stays: true, closed_lists: may not join}\n"
    text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("offer:"))
    document.write_text(text.replace("\nbecause:", f"\n{offer}because:"), encoding="utf-8")
    codes = tmp_path / "closed.csv"
    codes.write_text("practice\nd00001\n", encoding="utf-8")
    result = run(store, str(document), "--closed-lists", str(codes), "--format", "json")
    found = json.loads(result.stdout)
    assert [line["practice"] for line in found["practices"] if not line["joined"]] == ["D00001"]
    assert f"--closed-lists {codes}" in found["command"]
    assert asked_again(found["command"]).closed_lists == str(codes)
    missing = run(store, str(document), "--closed-lists", "nowhere.txt")
    assert missing.exit_code == 1
    assert "the file that --closed-lists names cannot be read" in missing.stderr


@pytest.mark.parametrize("text", ["", "practice\n", "\n , \n"])
def test_a_file_of_practices_with_no_code_is_not_a_price_of_nobody(
    store: Path, tmp_path: Path, text: str
) -> None:
    codes = tmp_path / "nobody.csv"
    codes.write_text(text, encoding="utf-8")
    result = run(store, SUSPENSION, "--practices", str(codes))
    assert result.exit_code == 1
    assert "P207" in result.stderr


def test_many_codes_that_are_not_of_the_area_are_counted(store: Path, tmp_path: Path) -> None:
    codes = tmp_path / "strange.csv"
    codes.write_text("\n".join(f"X{number:05}" for number in range(25)), encoding="utf-8")
    result = run(store, SUSPENSION, "--practices", str(codes))
    assert result.exit_code == 1
    assert "X00009 and 15 more: not among" in result.stderr


def test_codes_are_taken_in_any_case(store: Path, tmp_path: Path) -> None:
    codes = tmp_path / "small.csv"
    codes.write_text("d00001\n", encoding="utf-8")
    words = ["price", SUSPENSION.upper(), "--commissioner", "demo", "--store", str(store)]
    result = CliRunner().invoke(app, [*words, "--practices", str(codes), "--format", "json"])
    changed = [line for line in json.loads(result.stdout)["practices"] if Decimal(line["guaranteed"])]
    assert [line["practice"] for line in changed] == ["D00001"]


def test_an_unknown_commissioner_is_answered_with_the_nearest(store: Path) -> None:
    result = CliRunner().invoke(app, ["price", GUARANTEE, "--commissioner", "DMO", "--store", str(store)])
    assert result.exit_code == 1
    assert "no commissioner DMO in it. Nearest: DEMO" in result.stderr


def test_why_nearly_all_rests_on_recalled_values_is_said(store: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    why = "of the 121 indicators of 2013/14, the points of all and the thresholds of 53 are recalled"
    assert why in " ".join(run(store, SUSPENSION, "--report", str(page)).stdout.split())
    text = page.read_text(encoding="utf-8")
    assert why in text
    assert "\N{MINUS SIGN}£" in text
    assert "-£" not in text


def test_an_empty_store_is_told_what_to_add(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["price", GUARANTEE, "--store", str(tmp_path / "none.duckdb")])
    assert result.exit_code == 1
    assert "no practice of 10Y in 2015/16" in result.stderr
    assert "openqof data demo" in result.stderr


def test_options_stand_side_by_side_and_each_has_its_own_figures(store: Path) -> None:
    result = run(store, GUARANTEE, "--option", "bolton/quality-contract-2015", "--reading", "accrual")
    assert result.exit_code == 0
    assert "2 options: Demonstration area" in result.stdout
    together = json.loads(run(store, GUARANTEE, "--option", SUSPENSION, "--format", "json").stdout)
    alone = json.loads(run(store, SUSPENSION, "--format", "json").stdout)
    assert together["options"][0]["total"] == alone["total"]
    assert together["options"][0]["fingerprint"] == alone["fingerprint"]


def test_a_scheme_beside_itself_is_refused_unless_its_terms_differ(store: Path) -> None:
    result = run(store, GUARANTEE, "--option", GUARANTEE)
    assert result.exit_code == 1
    assert "P249  is named twice" in result.stderr


def test_a_value_set_on_the_command_line_is_priced(store: Path) -> None:
    bolton = ("bolton/quality-contract-2015", "--format", "json")
    usual, higher = (json.loads(run(store, *bolton, *more).stdout) for more in ((), ("--set", "target=96")))
    assert Decimal(higher["total"]["scheme"]) > Decimal(usual["total"]["scheme"])
    assert "--set target=96" in higher["command"]


def test_a_scheme_is_priced_on_another_national_year(store: Path) -> None:
    found = json.loads(run(store, GUARANTEE, "--against", "2016/17", "--format", "json").stdout)
    assert found["law"] == "qof/2016-17"
    assert found["scheme_is"].endswith("in 2015/16, guaranteed")
    assert "--against 2016/17" in found["command"]


def test_the_json_holds_what_follows_from_the_price(store: Path) -> None:
    found = json.loads(run(store, SUSPENSION, "--format", "json").stdout)
    assert {grouping["by"] for grouping in found["groups"]} >= {"deprivation fifth", "rurality", "list size"}
    assert found["budget"]["if_all"] == found["total"]["scheme"]
    practices = len(found["practices"])
    for part in ("cash", "workload", "risk"):
        assert found[part] is not None or found["absent"]
    assert len(found["cash"]["joining"]) == practices
    assert len(found["cash"]["months"]) == 36


def test_draws_follow_the_seed(store: Path) -> None:
    words = (SUSPENSION, "--format", "json", "--seed")
    first, again, other = (json.loads(run(store, *words, seed).stdout)["risk"] for seed in ("7", "7", "8"))
    assert first == again
    assert first["scheme_bill"] != other["scheme_bill"]


def test_without_draws_the_risk_is_absent_and_said(store: Path) -> None:
    result = run(store, SUSPENSION, "--draws", "0")
    assert "risk: no draws were asked for." in result.stdout


@pytest.mark.parametrize("suffix", ["html", "xlsx", "csv", "zip", "json"])
def test_a_report_is_written_in_every_form(store: Path, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"report.{suffix}"
    assert run(store, GUARANTEE, "--report", str(path)).exit_code == 0
    assert path.stat().st_size > 1000


def test_a_public_report_names_no_practice(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "public.csv"
    assert run(store, GUARANTEE, "--report", str(path), "--audience", "public").exit_code == 0
    text = path.read_text(encoding="utf-8")
    assert "D00001" not in text
    assert "Ambermere" not in text


def test_a_run_folder_for_the_public_is_refused(store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    result = run(store, GUARANTEE, "--audience", "public", "--save", str(folder))
    assert result.exit_code == 2
    assert "a run folder holds every practice by name" in result.stderr
    assert not folder.exists()


def _document(path: Path, *changes: str, name: str) -> str:
    """A scheme file for the demonstration area, with these changes."""
    lines = [
        f"id: demo/{name}", f"title: {name}", "body: DEMO", "base: qof/2015-16",
        "runs: {from: 2015-04-01, to: 2016-03-31}", "because: it is so",
        "changes:" if changes else "changes: []", *(f"  - {each}" for each in changes),
        "source: openqof", "basis: recalled",
    ]  # fmt: skip
    file = path / f"{name}.yaml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(file)


def test_without_a_commissioner_options_are_priced_for_the_area_of_the_first(
    store: Path, tmp_path: Path
) -> None:
    first = _document(tmp_path, name="nothing")
    words = ["price", first, "--option", GUARANTEE, "--store", str(store), "--draws", "0"]
    result = CliRunner().invoke(app, [*words, "--format", "json"])
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["area"] == found["options"][0]["area"] == ["DEMO"]
    table = CliRunner().invoke(app, words).stdout
    assert "Option 1: Nothing in the scheme sets what QOF pays" in table
    assert "Option 2: Nothing" not in table


def test_a_scheme_that_changes_nothing_says_why_everywhere(store: Path, tmp_path: Path) -> None:
    apart = "pay: {id: a, what: an extra, amount: {for_contracts: {contracts: [APMS], pays: {fixed: 0}}}, "
    scheme = _document(
        tmp_path,
        "set_points: {indicators: [HYP006], percent: 100}",
        apart + "by: CCG, pot: p, certainty: at risk, when: monthly}",
        name="idle",
    )
    report = tmp_path / "idle.html"
    said = (
        "The scheme changes nothing here: change 1: what it pays comes to the same as national pay; "
        "change "
        "2: it pays no practice anything for “an extra”."
    )
    table = run(store, scheme, "--report", str(report)).stdout
    assert said in " ".join(table.split())
    assert said in " ".join(report.read_text(encoding="utf-8").split())
    assert said in json.loads(run(store, scheme, "--format", "json").stdout)["notes"]


def test_a_saved_run_can_be_checked_again_and_a_change_is_found(store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    options = ("--option", "bolton/quality-contract-2015", "--set", "target=96", "--save", str(folder))
    assert run(store, GUARANTEE, *options).exit_code == 0
    check = ["verify", str(folder), "--store", str(store)]
    result = CliRunner().invoke(app, check)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "is as it was written" in result.stdout
    lines = folder / "practices.csv"
    lines.write_text(lines.read_text(encoding="utf-8").replace("D00001", "D00009"), encoding="utf-8")
    result = CliRunner().invoke(app, check)
    assert result.exit_code == 1
    assert "P293" in result.stdout


def test_what_is_no_run_folder_is_said(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["verify", "run", str(tmp_path), "--files-only"])
    assert result.exit_code == 1
    assert "P291" in result.stdout
