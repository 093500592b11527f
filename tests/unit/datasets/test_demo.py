"""The demonstration area: one seed one area, invented throughout, of a plausible size, odd cases included."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from openqof.cli.app import app
from openqof.core.problems import BadInput
from openqof.core.tables import TABLES
from openqof.core.years import FinancialYear
from openqof.datasets import demo
from openqof.datasets.demo_area import (
    CLOSING,
    MERGED,
    MERGED_ON,
    MERGING,
    MOVER,
    NEW,
    RECEIVERS,
    SMALL,
    STUDENTS,
    YEARS,
    lists,
)  # fmt: skip
from openqof.datasets.demo_counts import counted, levels
from openqof.datasets.demo_registers import POPULATIONS, spreads
from openqof.datasets.store import Store
from openqof.engine.law import law_arrays
from openqof.engine.run import pay
from openqof.engine.tables import Tables, practice_year

SOME_YEAR = FinancialYear(2015)


@pytest.fixture(scope="module")
def area() -> Tables:
    return demo.whole()


def qof(area: Tables, reading: str) -> pl.DataFrame:
    return area.payments.filter((pl.col("line") == "qof") & (pl.col("reading") == reading))


def amount(area: Tables, year: str, practice: str, reading: str) -> float:
    rows = qof(area, reading).filter((pl.col("year") == year) & (pl.col("practice") == practice))
    return float(rows.get_column("amount").item())


def test_the_same_seed_gives_the_same_bytes(area: Tables) -> None:
    again = demo.whole()
    for name in TABLES:
        assert getattr(again, name).write_csv() == getattr(area, name).write_csv()
    assert demo.fingerprint(again) == demo.fingerprint(area)


def test_another_seed_gives_another_area(area: Tables) -> None:
    other = demo.whole(seed=demo.SEED + 1)
    assert demo.fingerprint(other) != demo.fingerprint(area)
    assert other.practices.get_column("practice").to_list() == area.practices.get_column("practice").to_list()


def test_there_is_something_of_every_year(area: Tables) -> None:
    for name in ("practices", "counts", "prevalence", "payments"):
        years = getattr(area, name).get_column("year").unique().sort().to_list()
        assert years == [str(year) for year in YEARS]


def test_everything_says_that_it_is_invented(area: Tables) -> None:
    assert area.practices.get_column("name").str.ends_with("(invented)").all()
    assert area.practices.get_column("commissioner_name").str.ends_with("(invented)").all()
    assert set(area.practices.get_column("nation")) == {"Demonstration"}
    for name in TABLES:
        assert getattr(area, name).get_column("file").unique().to_list() == [
            "demonstration area, invented, seed 2015"
        ]


def test_names_hold_letters_beyond_ascii(area: Tables) -> None:
    assert area.practices.get_column("name").str.contains("Tŷ Glaslyn|Llanfôr|Château|Énnoc").any()


def test_every_law_is_covered_by_levels_and_prevalence() -> None:
    for law in demo.laws().values():
        missing = [
            rule.id for rule in law.indicators.values() if counted(rule.pays) and rule.id not in levels()
        ]
        arrays = law_arrays(law)
        assert not missing, law.id
        assert set(arrays.prevalence_keys) <= set(spreads()), law.id
        assert set(arrays.population_keys) <= set(POPULATIONS), law.id


def test_lists_are_of_the_size_of_the_nation_s(area: Tables) -> None:
    for year, law in demo.laws().items():
        own = area.practices.filter((pl.col("year") == str(year)) & (pl.col("commissioner") == "DEMO"))
        mean = float(own.get_column("list_size").mean() or 0)
        assert 0.85 < mean / float(law.average_list.value) < 1.15
        assert 38 <= own.height <= 41


def test_points_published_are_those_of_the_engine(area: Tables) -> None:
    for year, law in demo.laws().items():
        result = pay(law, practice_year(law, area.of(year), base=area, earlier=area))
        computed = dict(zip(result.inputs.practices, result.totals().pence.tolist(), strict=True))
        paid = qof(area, "accrual").filter(pl.col("year") == str(year))
        assert {p: round(100 * a) for p, a in paid.select("practice", "amount").rows()} == computed, year


def test_what_a_year_earns_is_like_england(area: Tables) -> None:
    whole = (
        area.practices.filter(pl.col("commissioner") == "DEMO")
        .group_by("year")
        .agg(pl.col("list_size").sum())
    )
    earned = (
        qof(area, "accrual")
        .join(area.practices.select("year", "practice", "commissioner"), on=["year", "practice"])
        .filter(pl.col("commissioner") == "DEMO").group_by("year").agg(pl.col("amount").sum())
    )  # fmt: skip
    each = dict(earned.join(whole, on="year").select("year", pl.col("amount") / pl.col("list_size")).rows())
    assert 17 < each["2013/14"] < 21
    assert 10.5 < each["2015/16"] < 13
    assert 11 < each["2024/25"] < 15


def test_cash_is_aspiration_and_last_year_s_balance(area: Tables) -> None:
    # 2014/15 fell from 900 points to 559, so its cash still holds the balance of the larger year.
    for practice in ("D00001", "D00011"):
        last, now = amount(area, "2014/15", practice, "accrual"), amount(area, "2015/16", practice, "accrual")
        paid = amount(area, "2015/16", practice, "cash")
        assert min(last, now) * 0.9 < paid < max(last, now) * 1.1
        assert amount(area, "2014/15", practice, "cash") > amount(area, "2014/15", practice, "accrual")


def test_total_is_the_sum_of_the_other_lines_in_cash(area: Tables) -> None:
    cash = area.payments.filter(pl.col("reading") == "cash")
    summed = (
        cash.filter(pl.col("line") != "total")
        .group_by("year", "practice")
        .agg(pl.col("amount").sum().round(2))
    )
    total = cash.filter(pl.col("line") == "total").select("year", "practice", total="amount")
    joined = summed.join(total, on=["year", "practice"])
    assert joined.height == total.height == summed.height
    assert joined.filter((pl.col("amount") - pl.col("total")).abs() > 0.005).is_empty()


def test_a_merger_leaves_a_successor_with_both_lists(area: Tables) -> None:
    year = str(FinancialYear.of(MERGED_ON))
    practices = area.practices.filter(pl.col("year") == year)
    gone = practices.filter(pl.col("practice").is_in(MERGING))
    joint = practices.filter(pl.col("practice") == MERGED)
    assert gone.get_column("successor").to_list() == [MERGED, MERGED]
    assert joint.get_column("opened").item() == MERGED_ON
    assert joint.get_column("list_size").item() == pytest.approx(gone.get_column("list_size").sum(), abs=2)
    after = area.practices.filter(pl.col("year") > year)
    assert after.filter(pl.col("practice").is_in(MERGING)).is_empty()


def test_a_closure_hands_its_list_to_its_neighbours(area: Tables) -> None:
    law_of = demo.laws()
    average = dict.fromkeys(law_of, 8000.0)
    sizes = lists(demo.SEED, average)
    codes = list(demo.CODES)
    before, after = sizes[FinancialYear(2018)], sizes[FinancialYear(2019)]
    grown = sum(after[codes.index(code)] - before[codes.index(code)] for code in RECEIVERS)
    assert grown == pytest.approx(after[codes.index(CLOSING)], rel=0.4)
    closing = area.practices.filter((pl.col("practice") == CLOSING) & pl.col("closed").is_not_null())
    assert closing.get_column("year").to_list() == ["2019/20"]
    assert closing.get_column("successor").to_list() == [None]


def test_a_new_practice_is_paid_for_its_days(area: Tables) -> None:
    first = area.practices.filter(pl.col("practice") == NEW).sort("year").row(0, named=True)
    assert first["year"] == "2021/22"
    assert first["list_size"] < 2500
    assert amount(area, "2021/22", NEW, "cash") == 0
    assert amount(area, "2021/22", NEW, "accrual") < 0.6 * amount(area, "2022/23", NEW, "accrual")


def test_a_practice_moves_to_the_neighbouring_commissioner_and_back(area: Tables) -> None:
    rows = (
        area.practices.filter(pl.col("practice") == MOVER).sort("year").select("year", "commissioner").rows()
    )
    assert [year for year, commissioner in rows if commissioner == "DEMB"] == [
        "2014/15",
        "2015/16",
        "2016/17",
    ]


def test_empty_registers_and_empty_denominators_are_among_the_cases(area: Tables) -> None:
    empty = area.prevalence.filter((pl.col("register") == 0) & pl.col("practice").is_in([SMALL, STUDENTS]))
    assert set(empty.get_column("practice")) == {SMALL, STUDENTS}
    nobody = area.counts.filter(pl.col("denominator") == 0)
    assert nobody.height > 10
    assert (nobody.get_column("points_published") <= 100).all()
    of_the_empty = area.counts.filter((pl.col("practice") == SMALL) & (pl.col("indicator") == "OST002"))
    assert of_the_empty.get_column("points_published").to_list() == [0.0] * of_the_empty.height


def test_achievement_dips_in_the_pandemic(area: Tables) -> None:
    of = (
        area.counts.filter(pl.col("indicator") == "DM021")
        .group_by("year")
        .agg(pl.col("numerator").sum() / pl.col("denominator").sum())
    )
    share = dict(of.rows())
    assert share["2020/21"] < share["2019/20"] - 0.04
    assert share["2023/24"] > share["2020/21"] + 0.04


def test_the_store_keeps_it_and_gives_it_up(area: Tables, tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store.duckdb")
    receipt = demo.keep(store)
    assert receipt.taken["practices"] == area.practices.height
    assert "invented" in receipt.title
    demo.keep(store, seed=7)
    assert len(store.files()) == 1
    kept = store.tables(SOME_YEAR)
    assert set(kept.practices.get_column("commissioner")) == {"DEMO", "DEMB"}
    store.remove(demo.NAME)
    assert store.files() == []
    with pytest.raises(BadInput):
        store.tables(SOME_YEAR, required=True)


def test_the_command_puts_it_in_and_remove_takes_it_out(tmp_path: Path) -> None:
    at = ["--store", str(tmp_path / "store.duckdb")]
    added = CliRunner().invoke(app, ["data", "demo", "--seed", "7", *at])
    assert added.exit_code == 0
    assert "Demonstration area, invented, seed 7, 2012/13 to 2026/27" in added.output
    assert CliRunner().invoke(app, ["data", "remove", "demo", *at]).exit_code == 0
    assert Store.open(tmp_path / "store.duckdb").files() == []
