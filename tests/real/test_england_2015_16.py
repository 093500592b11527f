"""England 2015/16: paid over points × value × list index, for every practice and commissioner."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from openqof.cli.app import app
from openqof.core.years import FinancialYear
from openqof.datasets.store import Store
from openqof.engine.verify import Verification, by_commissioner, verify_pounds
from openqof.files.load import load_year

pytestmark = pytest.mark.published


@pytest.fixture(scope="module")
def store(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    kept = Store.open(tmp_path_factory.mktemp("england") / "store.duckdb")
    kept.add([published / "data" / "england" / "qof" / "practice_points_2015-16_with_payments.csv"])
    return kept


@pytest.fixture(scope="module")
def result(store: Store) -> Verification:
    return verify_pounds(load_year("qof/2015-16"), store.tables(FinancialYear(2015)), prevalence=False)


def test_the_national_median(result: Verification) -> None:
    assert result.spread.practices == 7542
    assert result.spread.median == pytest.approx(1.023, abs=0.001)
    assert result.reading == "cash"


def test_the_commissioners_at_the_top(result: Verification) -> None:
    ranked = by_commissioner(result)
    assert ranked.get_column("commissioner").head(3).to_list() == ["11X", "05C", "00R"]
    median = dict(ranked.select("commissioner", "median").rows())
    assert median["11X"] == pytest.approx(1.501, abs=0.002)
    assert median["05C"] == pytest.approx(1.438, abs=0.002)
    assert median["00R"] == pytest.approx(1.435, abs=0.002)
    assert ranked.height == 209


def test_the_documented_command_ranks_them(store: Store) -> None:
    asked = ["verify", "pounds", "--year", "qof/2015-16", "--without", "prevalence", "--by", "commissioner"]
    printed = CliRunner().invoke(app, [*asked, "--store", str(store.path), "--format", "csv"])
    assert printed.exit_code == 0
    rows = list(csv.DictReader(printed.output.splitlines()))
    assert (rows[0]["rank"], rows[0]["commissioner"], rows[0]["commissioner_name"]) == (
        "1",
        "11X",
        "NHS SOMERSET CCG",
    )


def test_points_by_indicator_are_asked_for_with_prevalence(store: Store) -> None:
    printed = CliRunner().invoke(
        app, ["verify", "pounds", "--year", "qof/2015-16", "--store", str(store.path)]
    )
    assert printed.exit_code == 1
    assert "Add --without prevalence" in printed.output
