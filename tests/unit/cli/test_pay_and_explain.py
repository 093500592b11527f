"""openqof pay and openqof explain, on the demonstration area."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields
from decimal import Decimal
from fractions import Fraction
from math import prod
from pathlib import Path
from typing import Any

import polars as pl
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


@pytest.mark.parametrize("upper", ["ten", "nan", "inf", "5", "0", "-1"])
def test_an_end_of_the_improvement_route_that_cannot_be_is_wrong_usage(store: Path, upper: str) -> None:
    result = openqof(store, "pay", "--year", "2026/27", f"--improvement-upper={upper}")
    assert result.exit_code == 2
    assert f'--improvement-upper is "{upper}"' in result.stderr


def test_an_end_of_the_route_is_wrong_usage_in_a_year_without_an_open_one(store: Path) -> None:
    result = openqof(store, "pay", "--year", "2015/16", "--improvement-upper", "15")
    assert result.exit_code == 2
    assert "no improvement route whose upper bound is open" in result.stderr


def test_an_open_improvement_route_is_said_to_be_unpriced_until_its_end_is_supposed(store: Path) -> None:
    plain = openqof(store, "pay", "--year", "2026/27").stderr
    assert "Not priced: the improvement route of VI001, VI002, VI003" in plain
    assert "--improvement-upper" in plain
    supposed = openqof(store, "pay", "--year", "2026/27", "--improvement-upper", "15").stderr
    assert "Not priced" not in supposed


@pytest.mark.parametrize(
    ("year", "line"),
    [
        ("2020/21", "Protected at 2018/19: 354 points are protected"),
        ("2021/22", "Protected at 2018/19: 315 points are protected"),
        ("2023/24", "Protected at 2022/23: The 19 registers"),
        ("2024/25", "Protected at 2023/24: 32 indicators"),
    ],
)
def test_what_is_protected_is_said_in_a_line(store: Path, year: str, line: str) -> None:
    assert line in openqof(store, "pay", "--year", year).stderr
    assert any(note.startswith(line) for note in said(store, "pay", "--year", year)["notes"])
    assert "Protected" not in openqof(store, "pay", "--year", "2022/23").stderr


def test_codes_and_years_are_taken_in_any_case_and_spelling(store: Path) -> None:
    plain = said(store, "pay", "--year", "qof/2015-16", "--practice", "D00012")
    assert said(store, "pay", "--year", "QOF/2015/16", "--practice", "d00012") == plain
    some = said(store, "pay", "--year", "2015/16", "--commissioner", "DEMO")
    assert said(store, "pay", "--year", "2015/16", "--commissioner", "demo") == some
    whole = said(store, "explain", "--year", "2015/16", "--practice", "d00012")
    assert whole["pounds"] == plain["total"]["pounds"]


def test_a_practice_of_later_years_only_is_placed_there(tmp_path: Path) -> None:
    built, path = demo.build(), tmp_path / "two.duckdb"
    for start in (2015, 2016):
        tables = built[FinancialYear(start)]
        if start == 2015:
            others = (getattr(tables, each.name) for each in fields(tables))
            tables = type(tables)(*(frame.filter(pl.col("practice") != "D00012") for frame in others))
        Store.open(path).put(str(start), tables, sha256=str(start) * 16, kind="demonstration", title="Part")
    result = openqof(path, "explain", "--year", "2015/16", "--practice", "d00012")
    assert result.exit_code == 1
    assert "is not in 2015/16; the store has it in 2016/17. Name 2016/17." in result.stderr


def test_lists_are_grouped_in_threes_for_people_and_plain_for_programs(store: Path) -> None:
    table = openqof(store, "pay", "--year", "2015/16", "--practice", "D00012").stdout
    line = said(store, "pay", "--year", "2015/16", "--practice", "D00012")["practices"][0]
    assert f" {int(line['list_size']):,} " in table
    assert "," not in line["list_size"]


def test_a_floor_rests_on_recalled_values_where_its_base_year_does(store: Path) -> None:
    from openqof.cli.paid import floor_is_recalled
    from openqof.files.load import load_year

    assert floor_is_recalled(load_year("qof/2019-20"), "covid-floor")
    plain = said(store, "pay", "--year", "2019/20")
    lifted = said(store, "pay", "--year", "2019/20", "--claim", "covid-floor")
    added = Decimal(lifted["total"]["pounds"]) - Decimal(plain["total"]["pounds"])
    assert Decimal(lifted["recalled_pounds"]) - Decimal(plain["recalled_pounds"]) == added > 0


def test_an_arrangement_not_applied_is_explained_with_one_full_stop(store: Path) -> None:
    said_ = openqof(store, "explain", "--year", "2019/20", "--practice", "D00012").stdout
    assert "due to Covid; not applied here.\n" in said_
    assert ".." not in said_


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
        (["pay", "--year", "2031/32"], "qof/2013-14 to qof/2026-27, and qof-scotland/2013-14"),
        (["pay", "--year", "2015/16", "--practice", "D0012"], "D00012"),
        (["pay", "--year", "banana"], "Write a year as 2015/16"),
        (["pay", "--year", "2025"], "Write a year as 2015/16"),
        (["pay", "--year", "qof-scotland/2020-21"], "qof-scotland/2013-14 to qof-scotland/2015-16"),
        (["pay", "--year", "qof-scotland/2015-16"], "42 practices, each of which is of Demonstration"),
        (
            ["explain", "--year", "2025/26", "--practice", "d00007"],
            "D00007 is not in 2025/26: it merged into D00043 in 2017/18. Name D00043",
        ),
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
