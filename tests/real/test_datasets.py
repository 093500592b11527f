"""Every published file is recognised, and what is taken of it agrees with what is known of it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from openqof.core.years import FinancialYear
from openqof.datasets.receipts import Receipt
from openqof.datasets.store import Store
from openqof.files.load import load_year

pytestmark = pytest.mark.published
OTHER_SPELLING = "nhspaymentsgp-16-17-csv.csv"
Y2013, Y2014, Y2015, Y2016, Y2020, Y2022, Y2024 = map(
    FinancialYear, (2013, 2014, 2015, 2016, 2020, 2022, 2024)
)

EXPECTED = {
    "14-15.csv": ("payments", "2014/15", {"practices": 7959, "payments": 286524}),
    "15-16.csv": ("payments", "2015/16", {"practices": 7841, "payments": 313640}),
    "16-17.csv": ("payments", "2016/17", {"practices": 7763, "payments": 263942}),
    "17-18.csv": ("payments", "2017/18", {"practices": 7543, "payments": 256462}),
    "practice_imd_2019.csv": ("deprivation", "", {"practices": 6437}),
    "MAPPING_INDICATORS_2021_v2.csv": ("qof_mapping", "", {}),
    "MAPPING_INDICATORS_2324.csv": ("qof_mapping", "", {}),
    "MAPPING_NHS_GEOGRAPHIES_2021.csv": ("qof_geographies", "2020/21", {"practices": 6571}),
    "MAPPING_NHS_GEOGRAPHIES_2223.csv": ("qof_geographies", "2022/23", {"practices": 6378}),
    "MAPPING_PCAS_EXCL_TO_INDICATOR_2021_v2.csv": ("qof_adjustments", "", {}),
    "ORGANISATION_REFERENCE_2021.csv": ("qof_organisations", "2020/21", {"counts": 6571, "practices": 6571}),
    "PRACTICE_VALIDATION_OUTCOMES_2021.csv": ("qof_validation", "", {}),
    "PREVALENCE_2021_v2.csv": ("qof_prevalence", "2020/21", {"prevalence": 21 * 6571, "practices": 6571}),
    "PREVALENCE_2223.csv": ("qof_prevalence", "2022/23", {"prevalence": 21 * 6378, "practices": 6378}),
    "ccg_indicator_2014-15_to_2018-19.parquet": ("commissioner_indicators", "", {}),
    "ccg_registers_2014-15_to_2018-19.parquet": ("commissioner_registers", "", {}),
    "practice_points_2015-16_with_payments.csv": (
        "practice_points", "2015/16", {"counts": 4 * 7619, "payments": 6 * 7607, "practices": 7619},
    ),
    "qof-2024-25.json": ("qof_national", "2024/25", {"prevalence": 21}),
    "practice_indicator_2013-14_to_2015-16.parquet": (
        "scotland_indicators", "2013/14 2014/15 2015/16",
        {"counts": 249822, "prevalence": 50337, "practices": 2732},
    ),
    "practice_totals_2013-14_to_2015-16.parquet": (
        "scotland_practices", "2013/14 2014/15 2015/16",
        {"practices": 2782, "counts": 2782, "payments": 2782},
    ),
    "after_abolition_2016-17_to_2018-19.parquet": (
        "scotland_after", "2016/17 2017/18 2018/19", {"counts": 66875, "practices": 2675},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def filled(published: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, dict[str, Receipt]]:
    data = published / "data"
    files = [
        p for p in sorted(data.rglob("*")) if p.is_file() and p.name not in ("README.md", OTHER_SPELLING)
    ]
    store = Store.open(tmp_path_factory.mktemp("filled") / "store.duckdb")
    return store, {receipt.file: receipt for receipt in store.add(files)}


@pytest.fixture(scope="module")
def store(filled: tuple[Store, dict[str, Receipt]]) -> Store:
    return filled[0]


def test_every_file_is_recognised(filled: tuple[Store, dict[str, Receipt]]) -> None:
    receipts = filled[1]
    assert {f: (r.kind, " ".join(r.years), dict(r.taken)) for f, r in receipts.items()} == EXPECTED


def test_nothing_is_left_out_but_what_is_withheld(filled: tuple[Store, dict[str, Receipt]]) -> None:
    left = {f: [(one.rows, one.reason) for one in r.left_out] for f, r in filled[1].items() if r.left_out}
    assert left == {
        "practice_indicator_2013-14_to_2015-16.parquet": [
            (19006, "kept without numerator and denominator, withheld because they are small"),
            (9114, "kept without register, withheld because it is small"),
            (68, "kept without register, given as -9999"),
        ]
    }


def test_every_indicator_kept_is_in_the_law(filled: tuple[Store, dict[str, Receipt]]) -> None:
    assert filled[1]["practice_indicator_2013-14_to_2015-16.parquet"].remarks == ()


def test_indicators_agree_with_the_law(filled: tuple[Store, dict[str, Receipt]]) -> None:
    for file in ("MAPPING_INDICATORS_2021_v2.csv", "MAPPING_INDICATORS_2324.csv"):
        assert filled[1][file].remarks == ("agrees with the law",)


@pytest.mark.parametrize(
    ("code", "year", "practices", "pounds"),
    [
        ("10Y", Y2014, 21, 2_689_160),
        ("10Y", Y2015, 19, 2_296_483),
        ("11X", Y2014, 75, 9_741_220),
        ("11X", Y2015, 74, 7_761_504),
    ],
)
def test_areas(store: Store, code: str, year: FinancialYear, practices: int, pounds: int) -> None:
    tables = store.tables(year, code)
    paid = tables.payments.filter(line="qof", reading="cash")
    assert (tables.practices.height, round(paid["amount"].sum())) == (practices, pounds)
    assert set(paid["practice"]) == set(tables.practices["practice"])


def test_england_2016_17(store: Store) -> None:
    """£690.8m in all; £689.8m to practices with 1,000 patients or more, the figure usually quoted."""
    tables = store.tables(Y2016)
    qof = tables.payments.filter(line="qof").join(tables.practices, on="practice")
    assert round(qof["amount"].sum() / 1e6, 1) == 690.8
    assert round(qof.filter(pl.col("list_size") >= 1000)["amount"].sum() / 1e6, 1) == 689.8


def test_both_spellings_of_2016_17_give_the_same_rows(store: Store, published: Path, tmp_path: Path) -> None:
    other = Store.open(tmp_path / "other.duckdb")
    other.add([published / "data" / "england" / "payments" / OTHER_SPELLING])
    english = pl.col("practice").str.contains("^[A-Z]")
    mine, theirs = (s.tables(Y2016) for s in (store, other))
    assert mine.payments.drop("file").equals(theirs.payments.drop("file"))
    columns = [
        "practice",
        "name",
        "commissioner",
        "contract",
        "list_size",
        "weighted_list",
        "rurality",
        "opened",
        "closed",
    ]
    assert mine.practices.filter(english).select(columns).equals(theirs.practices.select(columns))


def test_two_sources_of_2015_16_do_not_double(store: Store) -> None:
    payments = store.tables(Y2015).payments.filter(line="qof", reading="cash")
    assert payments["practice"].is_unique().all()
    assert payments.height == 7841


def test_scottish_practices_with_all_three_years(store: Store) -> None:
    years = [
        set(store.tables(y).practices.filter(nation="Scotland")["practice"]) for y in (Y2013, Y2014, Y2015)
    ]
    assert len(set.intersection(*years)) == 851


def test_scottish_counts_are_as_published(store: Store, published: Path) -> None:
    path = published / "data" / "scotland" / "practice_indicator_2013-14_to_2015-16.parquet"
    raw = pl.read_parquet(path).filter(pl.col("year") == "201415")
    counts = store.tables(Y2014).counts.filter(pl.col("indicator") != "TOTAL").sort("practice", "indicator")
    raw = raw.with_columns(pl.col("practice").cast(pl.String)).sort("practice", "ind")
    names = {
        "practice": "practice",
        "indicator": "ind",
        "numerator": "num",
        "denominator": "denom",
        "points_published": "achieved",
        "upper": "up",
    }
    for ours, theirs in names.items():
        assert counts[ours].equals(raw[theirs]), ours


def test_a_misprinted_scottish_code_is_put_right(store: Store) -> None:
    indicators = set(store.tables(Y2013).counts["indicator"])
    assert "DM010(S)" in indicators
    assert "DM0010(S)" not in indicators


def test_scottish_groups_and_lists_are_those_of_the_law(store: Store) -> None:
    for year in (Y2013, Y2014, Y2015):
        tables = store.tables(year)
        groups = set(tables.prevalence.filter(practice="SCOTLAND")["group"])
        assert groups <= set(load_year(f"qof-scotland/{year.slug}").groups)
        scotland = tables.practices.filter(nation="Scotland").select("practice", own="list_size")
        lists = tables.prevalence.join(scotland, on="practice").filter(pl.col("own").is_not_null())
        assert (lists["list_size"] == lists["own"]).all()


def test_whole_lists_and_national_prevalence(store: Store) -> None:
    for year, practices in ((Y2020, 6571), (Y2022, 6378)):
        prevalence = store.tables(year).prevalence
        own = prevalence.filter(pl.col("practice") != "ENGLAND")
        assert own.group_by("practice").agg(pl.col("list_size").n_unique())["list_size"].max() == 1
        national = prevalence.filter(practice="ENGLAND")
        assert (own["practice"].n_unique(), national.height) == (practices, 21)
        assert national["list_size"].n_unique() == 1
        pooled = own.filter(group="AST")["register"].sum() / own.filter(group="AST")["list_size"].sum()
        row = national.filter(group="AST")
        assert row["register"].item() / row["list_size"].item() == pytest.approx(pooled, rel=1e-12)


def test_national_rows_of_2024_25(store: Store) -> None:
    rows = store.tables(Y2024).prevalence
    assert set(rows["practice"]) == {"ENGLAND"}
    assert set(rows["list_size"]) == {63_766_671}
    assert rows.filter(group="HYP")["register"].item() == 9_711_491


def test_two_practices_of_aylesbury_vale_are_gone(store: Store) -> None:
    were = set(store.tables(Y2014, "10Y").practices["practice"])
    gone = were - set(store.tables(Y2015).practices["practice"])
    events = {e.practice: (e.year, e.kind) for e in store.practices_over_time() if e.practice in gone}
    assert events == dict.fromkeys(gone, ("2014/15", "closed"))
    assert len(gone) == 2


def test_every_year_passes_the_engines_check(store: Store) -> None:
    for year in store.years():
        store.tables(year).checked()
