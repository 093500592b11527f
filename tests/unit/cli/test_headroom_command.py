"""openqof headroom on the demonstration area: hours freed, the form, and the form filled in."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from openqof.cli.app import app
from openqof.datasets.demo import keep
from openqof.datasets.store import Store

SCHEME = "aylesbury-vale/pcds-2015"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "store.duckdb"
    keep(Store.open(path))
    return path


def run(store: Path, *options: str) -> Result:
    words = ["headroom", SCHEME, "--commissioner", "DEMO", "--store", str(store), *options]
    return CliRunner().invoke(app, words)


def listed(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.stderr
    found: list[dict[str, object]] = json.loads(result.stdout)
    return found


def filled(path: Path, rows: list[tuple[str, str, str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["practice", "month", "used_for", "hours"])
        writer.writerows(rows)
    return path


def test_every_practice_that_joins_has_its_hours(store: Path, tmp_path: Path) -> None:
    joining = tmp_path / "two.csv"
    joining.write_text("practice\nD00001\nD00003\n", encoding="utf-8")
    found = listed(run(store, "--practices", str(joining), "--format", "json"))
    assert [row["practice"] for row in found] == ["D00001", "D00003"]
    assert all(float(str(row["freed"])) > 0 for row in found)


def test_the_form_has_a_row_for_each_practice_and_month_and_is_never_overwritten(
    store: Path, tmp_path: Path
) -> None:
    form = tmp_path / "hours.csv"
    practices = len(listed(run(store, "--format", "json", "--form", str(form))))
    with form.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 12 * practices
    assert {row["used_for"] for row in rows} == {""}
    written = form.read_bytes()
    again = run(store, "--form", str(form))
    assert again.exit_code == 2
    assert "there already" in again.stderr
    assert form.read_bytes() == written


def test_forms_of_several_practices_are_added_up_beside_the_hours_freed(store: Path, tmp_path: Path) -> None:
    one = filled(tmp_path / "one.csv", [("D00001", "2015-05", "care planning", "12.5")])
    two = filled(
        tmp_path / "two.csv",
        [("D00002", "2015-06", "care planning", "4"), ("D00001", "2015-06", "training", "3")],
    )
    spent = ("--spent", str(one), "--spent", str(two))
    found = {row["practice"]: row for row in listed(run(store, *spent, "--format", "json"))}
    first = found["D00001"]
    assert (first["spent"], first["uses"]) == (15.5, "care planning 12.5; training 3.0")
    assert float(str(first["left"])) == pytest.approx(float(str(first["freed"])) - 15.5, abs=0.11)
    assert found["D00003"]["spent"] == 0
    said = run(store, *spent).stdout
    assert "19.5 hours recorded by 2 practices" in said
    assert "care planning: 16.5" in said


def test_every_problem_of_every_form_is_told(store: Path, tmp_path: Path) -> None:
    one = filled(tmp_path / "one.csv", [("D99999", "2015-05", "care", "1")])
    two = filled(tmp_path / "two.csv", [("D00001", "May", "care", "many")])
    result = run(store, "--spent", str(one), "--spent", str(two))
    assert result.exit_code == 1
    assert [code in result.stderr for code in ("P244", "P245", "P246")] == [True] * 3


def test_hours_of_assumptions_of_ones_own_are_others(store: Path, tmp_path: Path) -> None:
    own = tmp_path / "ours.yaml"
    own.write_text(
        "title: Ours\nsource: openqof\nbasis: recalled\nkinds:\n  review:\n"
        "    clinician_minutes: {low: 50, likely: 60, high: 70}\n",
        encoding="utf-8",
    )
    shipped, ours = (
        listed(run(store, "--format", "json", *more)) for more in ((), ("--assumptions", str(own)))
    )
    assert shipped != ours


def test_help_has_an_example() -> None:
    said = CliRunner().invoke(app, ["headroom", "--help"]).stdout
    assert "Example: openqof headroom" in said
    assert "--form" in said
    assert "--spent" in said
