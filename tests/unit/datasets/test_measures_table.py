"""Own measures of schemes in the store: added from files, kept by period, and absent from older stores."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from openqof.cli.app import app
from openqof.core.problems import BadInput
from openqof.core.tables import MEASURES
from openqof.core.years import FinancialYear
from openqof.datasets import sql
from openqof.datasets.store import Store
from openqof.engine.shapes import check, empty, shaped

Write = Callable[..., Path]
YEAR = FinancialYear(2026)
ROWS = """year,practice,measure,period,numerator,denominator
2026/27,A81001,nwl/CRM01A,Q1,10,20
2026/27,A81001,nwl/CRM01A,,30,60
2026/27,A81002,nwl/CRM07,,5,
"""


@pytest.fixture
def older(store: Store, write: Write) -> Store:
    """A store as it was made before there were own measures."""
    store.add([write("payments.csv", "year,practice,line,reading,amount\n2026/27,A81001,qof,cash,5\n")])
    with sql.connect(store.path) as connection:
        connection.execute("DROP TABLE measures")
    return store


def test_a_file_of_measures_is_kept_with_no_period_as_the_whole_year(store: Store, write: Write) -> None:
    receipt = store.add([write("measures.csv", ROWS)])[0]
    assert receipt.taken == {"measures": 3}
    kept = store.tables(YEAR).measures
    assert kept.select("practice", "measure", "period", "numerator", "denominator").rows() == [
        ("A81001", "nwl/CRM01A", "", 30.0, 60.0),
        ("A81001", "nwl/CRM01A", "Q1", 10.0, 20.0),
        ("A81002", "nwl/CRM07", "", 5.0, None),
    ]


def test_parquet_does_as_well_and_needs_neither_period_nor_denominator(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "measures.parquet"
    columns = {"year": "2026/27", "practice": "A81001", "measure": "X", "numerator": 1.5}
    pl.DataFrame([columns]).write_parquet(path)
    store.add([path])
    assert store.tables(YEAR).measures.row(0)[:6] == ("2026/27", "A81001", "X", "", 1.5, None)


def test_practices_known_by_their_measures_alone_are_among_the_practices(store: Store, write: Write) -> None:
    store.add([write("measures.csv", ROWS)])
    assert set(store.tables(YEAR).practices.get_column("practice")) == {"A81001", "A81002"}
    assert store.years() == [YEAR]


def test_rows_that_cannot_be_used_are_left_out_and_said(store: Store, write: Write) -> None:
    bad = "2026/27,A81003,nwl/CRM07,,,\n2026/27,A81004,nwl/CRM07,,-4,\n"
    receipt = store.add([write("measures.csv", ROWS + bad)])[0]
    assert {left.reason: left.rows for left in receipt.left_out} == {
        "no numerator": 1,
        "numerator is negative": 1,
    }


def test_two_rows_for_one_whole_year_contradict_each_other(store: Store, write: Write) -> None:
    with pytest.raises(BadInput, match="A81001 nwl/CRM01A"):
        store.add([write("measures.csv", ROWS + "2026/27,A81001,nwl/CRM01A,,31,60\n")])


def test_an_older_store_opens_and_has_no_measures(older: Store) -> None:
    assert older.tables(YEAR).measures.equals(empty(MEASURES))
    assert older.tables(YEAR).practices.height == 1
    assert older.years() == [YEAR]


def test_an_older_store_takes_measures_and_gives_files_up(older: Store, write: Write) -> None:
    older.remove("payments.csv")
    assert older.years() == []
    older.add([write("measures.csv", ROWS)])
    assert older.tables(YEAR).measures.height == 3


def test_the_command_adds_lists_and_shows_them(tmp_path: Path, write: Write) -> None:
    at = ["--store", str(tmp_path / "store.duckdb")]
    added = CliRunner().invoke(app, ["data", "add", str(write("measures.csv", ROWS)), *at])
    assert "our own table measures, 2026/27" in added.output
    assert "3 measures" in added.output
    assert "our own table measures" in CliRunner().invoke(app, ["data", "list", *at]).output
    asked = ["data", "show", "measures", "--year", "2026/27", "--format", "csv", *at]
    shown = CliRunner().invoke(app, asked).output
    assert "2026/27,A81002,nwl/CRM07,,5.0" in shown


def test_an_empty_period_and_one_not_given_are_one_key() -> None:
    row = {"year": "2026/27", "practice": "A", "measure": "M", "numerator": 1.0, "file": "f"}
    frame = pl.DataFrame([{**row, "period": None}, {**row, "period": ""}])
    assert [problem.code for problem in check(frame, MEASURES)] == ["T106"]
    assert shaped(frame, MEASURES).get_column("period").to_list() == ["", ""]
