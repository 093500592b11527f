"""Aylesbury Vale's guarantee on the published payments of 2014/15 and 2015/16."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from openqof.cli.app import app
from openqof.datasets.store import Store

pytestmark = pytest.mark.published
SCHEME = "aylesbury-vale/pcds-2015"


@pytest.fixture(scope="module")
def store(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "store.duckdb"
    payments = published / "data" / "england" / "payments"
    Store.open(path).add([payments / "14-15.csv", payments / "15-16.csv"])
    return path


@pytest.fixture(scope="module")
def printed(store: Path) -> str:
    result = CliRunner().invoke(app, ["price", SCHEME, "--store", str(store)])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def facts(store: Path) -> dict[str, Any]:
    result = CliRunner().invoke(app, ["price", SCHEME, "--store", str(store), "--format", "json"])
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_nineteen_practices_are_guaranteed_their_income_of_2014_15(facts: dict[str, Any]) -> None:
    assert facts["total"] == {
        "practices": "19",
        "patients": "206925",
        "national": "2296483.43",
        "scheme": "2566807.00",
        "guaranteed": "2566807.00",
        "at_risk": "0.00",
        "change": "270323.57",
        "lowest": "2566807.00",
        "highest": "2566807.00",
        "ended": "0.00",
    }


def test_lines_sum_to_the_total_to_the_penny(facts: dict[str, Any]) -> None:
    for figure in ("national", "scheme", "guaranteed", "change"):
        lines = sum(Decimal(line[figure]) for line in facts["practices"])
        assert lines == Decimal(facts["total"][figure])


def test_one_practice_is_as_published(facts: dict[str, Any]) -> None:
    (line,) = [each for each in facts["practices"] if each["practice"] == "K82019"]
    assert (line["national"], line["scheme"], line["change"]) == ("147718.96", "219095.00", "71376.04")


def test_the_two_practices_that_are_gone_are_named_with_their_base(
    facts: dict[str, Any],
) -> None:
    assert [(gone["practice"], gone["base"]) for gone in facts["gone"]] == [
        ("K82071", "68416.00"),
        ("K82608", "53937.00"),
    ]
    unpaid = sum(Decimal(gone["base"]) for gone in facts["gone"])
    assert Decimal(facts["total"]["guaranteed"]) + unpaid == Decimal("2689160.00")
    assert all("no successor is named" in gone["what_becomes_of_it"] for gone in facts["gone"])


def test_handed_on_in_the_scheme_the_whole_base_is_paid(store: Path, tmp_path: Path) -> None:
    from openqof.files.shipped import law_path

    text = law_path(SCHEME).read_text(encoding="utf-8")
    heirs = "practices_gone: successor, hands_on: {K82071: K82007, K82608: K82038}"
    own = tmp_path / "mine.yaml"
    own.write_text(text.replace("practices_gone: successor", heirs), encoding="utf-8")
    result = CliRunner().invoke(app, ["price", str(own), "--store", str(store), "--format", "json"])
    assert json.loads(result.stdout)["total"]["guaranteed"] == "2689160.00"


def test_the_table_names_the_practices_gone_and_says_what_the_cash_of_2014_15_holds(printed: str) -> None:
    wanted = (
        "Gone: K82071", "Gone: K82608", "a year of 900 points", "+270,324", "total     19 practices",
    )  # fmt: skip
    assert [each for each in wanted if each not in printed] == []


def test_the_accrual_reading_asks_for_results_of_both_years(store: Path) -> None:
    result = CliRunner().invoke(app, ["price", SCHEME, "--store", str(store), "--reading", "accrual"])
    assert result.exit_code == 1
    assert "QOF raw data of 2014/15" in result.stderr
    assert "QOF raw data of 2015/16" in result.stderr
