"""openqof pay and openqof explain, on the demonstration area."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from fractions import Fraction
from math import prod
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from openqof.cli.app import app
from openqof.core.money import to_pence
from openqof.core.years import FinancialYear
from openqof.datasets import demo
from openqof.datasets.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "demo.duckdb"
    demo.keep(Store.open(path))
    return path


def openqof(store: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--store", str(store)])


def said(store: Path, *arguments: str) -> Any:
    result = openqof(store, *arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


YEARS = [f"qof/{FinancialYear(start).slug}" for start in range(2013, 2027)]


@pytest.mark.parametrize("year", YEARS)
def test_every_year_pays_and_the_total_is_the_sum_of_its_lines(store: Path, year: str) -> None:
    facts = said(store, "pay", "--year", year, "--detail")
    pounds = [Decimal(line["pounds"]) for line in facts["practices"]]
    assert Decimal(facts["total"]["pounds"]) == sum(pounds) > 0
    assert sum(Decimal(line["points"]) for line in facts["practices"]) == Decimal(facts["total"]["points"])
    assert sum(Decimal(line["pounds"]) for line in facts["lines"]) == sum(pounds)
    assert len(pounds) >= 40
    assert 0 <= Decimal(facts["recalled_pounds"]) <= sum(pounds)
    assert facts["nation"] == "Demonstration"
    assert facts["unknown_indicators"] == []


def test_a_commissioners_practices_and_one_practice(store: Path) -> None:
    everyone = said(store, "pay", "--year", "2015/16")["practices"]
    some = said(store, "pay", "--year", "2015/16", "--commissioner", "DEMO")["practices"]
    one = said(store, "pay", "--year", "2015/16", "--practice", "D00012")["practices"]
    assert 0 < len(some) < len(everyone)
    assert [line for line in everyone if line["practice"] == "D00012"] == one
    assert all(line in everyone for line in some)


def test_csv_has_a_line_a_practice_and_no_more(store: Path) -> None:
    result = openqof(store, "pay", "--year", "2015/16", "--format", "csv")
    lines = list(csv.DictReader(io.StringIO(result.stdout)))
    assert len(lines) == len(said(store, "pay", "--year", "2015/16")["practices"])
    assert Decimal(lines[0]["pounds"]) > 0
    assert "recalled" in result.stderr


def test_the_table_ends_with_the_total(store: Path) -> None:
    result = openqof(store, "pay", "--year", "2015/16", "--commissioner", "DEMO")
    total = Decimal(said(store, "pay", "--year", "2015/16", "--commissioner", "DEMO")["total"]["pounds"])
    assert result.stdout.splitlines()[-1].startswith("total")
    assert result.stdout.splitlines()[-1].endswith(f"£{total:,}")


def test_a_supposed_end_of_the_improvement_route_pays_no_less(store: Path) -> None:
    plain = said(store, "pay", "--year", "2026/27")["total"]
    supposed = said(store, "pay", "--year", "2026/27", "--improvement-upper", "10")["total"]
    assert Decimal(supposed["pounds"]) >= Decimal(plain["pounds"])


@pytest.mark.parametrize("upper", ["ten", "nan", "inf", "5", "-1"])
def test_an_end_of_the_improvement_route_that_cannot_be_is_wrong_usage(store: Path, upper: str) -> None:
    result = openqof(store, "pay", "--year", "2026/27", f"--improvement-upper={upper}")
    assert result.exit_code == 2
    assert f'--improvement-upper is "{upper}"' in result.stderr


def test_what_an_arrangement_would_change_is_said(store: Path) -> None:
    assert "claimed with --claim covid-floor" in openqof(store, "pay", "--year", "2019/20").stderr


def test_a_floor_claimed_lifts_those_below_it_and_nobody_else(store: Path) -> None:
    plain = said(store, "pay", "--year", "2019/20")["practices"]
    lifted = said(store, "pay", "--year", "2019/20", "--claim", "covid-floor", "--detail")
    before = {
        line["practice"]: Decimal(line["points"])
        for line in said(store, "pay", "--year", "2018/19")["practices"]
    }
    for was, now in zip(plain, lifted["practices"], strict=True):
        base = before.get(was["practice"])
        floor = max(Decimal(was["points"]), base) if base is not None else Decimal(was["points"])
        assert abs(Decimal(now["points"]) - floor) <= Decimal(
            "0.05"
        )  # a base as published, indicator by indicator
    assert sum(Decimal(line["pounds"]) for line in lifted["lines"]) == Decimal(lifted["total"]["pounds"])
    assert Decimal(lifted["total"]["pounds"]) > sum(Decimal(line["pounds"]) for line in plain)
    assert openqof(store, "pay", "--year", "2015/16", "--claim", "covid-floor").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "said_"),
    [
        (["pay", "--year", "2015/16", "--commissioner", "DMO"], "DEMO"),
        (["pay", "--year", "qof-scotland/2015-16"], "is of Demonstration, not Scotland"),
        (
            ["explain", "--year", "qof-scotland/2015-16", "--practice", "D00012"],
            "is not the law of Demonstration",
        ),
        (["pay", "--year", "2031/32"], "qof/2021-22"),
        (["pay", "--year", "2015/16", "--practice", "D0012"], "D00012"),
        (["explain", "--year", "2015/16", "--practice", "d00012"], "D00012"),
        (["explain", "--year", "2015/16", "--practice", "D00012", "--indicator", "BP02"], "BP002"),
        (
            ["explain", "--year", "2015/16", "--practice", "D00012", "--indicator", "DM011"],
            "It was retired in 2014/15.",
        ),
    ],
)
def test_a_wrong_name_is_a_problem_with_the_nearest_right_one(
    store: Path, arguments: list[str], said_: str
) -> None:
    result = openqof(store, *arguments)
    assert said_ in result.output
    assert "Traceback" not in result.output
    assert result.exit_code == 1


def test_an_empty_store_says_how_to_fill_it(tmp_path: Path) -> None:
    for arguments in (["pay", "--year", "2015/16"], ["explain", "--year", "2015/16", "--practice", "D00012"]):
        result = openqof(tmp_path / "none.duckdb", *arguments)
        assert result.exit_code == 1
        assert "openqof data demo" in result.stderr
        assert "openqof data add" in result.stderr
    assert not (tmp_path / "none.duckdb").exists()


def test_an_indicator_is_explained_and_its_factors_multiply(store: Path) -> None:
    facts = said(store, "explain", "--year", "2025/26", "--practice", "D00012", "--indicator", "HYP008")
    values = [Fraction(line["value"]) for line in facts["lines"] if line["value"]]
    assert to_pence(prod(values, start=Fraction(1))) == facts["pence"]
    assert [line["label"] for line in facts["lines"]][:3] == ["achievement", "points", "value"]
    assert "adjusted" in facts["lines"][0]["terms"]
    assert facts["lines"][1]["place"].startswith("national/2025-26.yaml:")
    table = openqof(
        store, "explain", "--year", "2025/26", "--practice", "D00012", "--indicator", "hyp008"
    ).stdout
    assert f"£{Decimal(facts['pounds']):,}" in table
    assert "value of a point, found" in table


@pytest.mark.parametrize("year", ["qof/2015-16", "qof/2020-21", "qof/2024-25"])
def test_a_practice_explained_is_what_it_is_paid(store: Path, year: str) -> None:
    explained = said(store, "explain", "--year", year, "--practice", "D00012")
    paid = said(store, "pay", "--year", year, "--practice", "D00012", "--detail")
    assert explained["pounds"] == paid["total"]["pounds"]
    assert explained["recalled_pounds"] == paid["recalled_pounds"]
    assert [line["label"] for line in explained["lines"]] == [line["indicator"] for line in paid["lines"]]
    table = openqof(store, "explain", "--year", year, "--practice", "D00012").stdout
    assert "recalled" in table.splitlines()[-1]
    assert "Values of the year" in table


def test_protected_and_full_payments_are_noted(store: Path) -> None:
    protected = said(store, "explain", "--year", "2024/25", "--practice", "D00012", "--indicator", "AST008")
    assert "protected at those of 2023/24" in protected["notes"][0]
    full = said(store, "explain", "--year", "2020/21", "--practice", "D00012", "--indicator", "QI005")
    assert "paid in full" in full["notes"][0]


def test_a_practice_that_cannot_be_paid_is_not_explained_but_named(tmp_path: Path) -> None:
    import polars as pl

    path = tmp_path / "part.duckdb"
    tables = demo.build()[FinancialYear(2015)]
    bare = pl.when(pl.col("practice") != "D00012").then("list_size").alias("list_size")
    without = type(tables)(
        tables.practices.with_columns(bare), tables.counts, tables.prevalence.clear(), tables.payments.clear()
    )
    Store.open(path).put("part", without, sha256="0" * 64, kind="demonstration", title="Part")
    paid = openqof(path, "pay", "--year", "2015/16")
    assert "Left out, has no list size: D00012." in paid.stderr
    explained = openqof(path, "explain", "--year", "2015/16", "--practice", "D00012")
    assert explained.exit_code == 1
    assert "has no list size" in explained.stderr


def test_a_floor_of_a_year_the_store_lacks_is_a_problem(tmp_path: Path) -> None:
    year = FinancialYear(2019)
    Store.open(tmp_path / "one.duckdb").put(
        "one", demo.build()[year], sha256="0" * 64, kind="demonstration", title="One year"
    )
    result = openqof(tmp_path / "one.duckdb", "pay", "--year", "2019/20", "--claim", "covid-floor")
    assert result.exit_code == 1
    assert "looks back to 2018/19" in result.stderr
