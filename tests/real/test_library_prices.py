"""Documents of the library priced on published figures, against what was published of them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from openqof.core.problems import BadInput
from openqof.core.terms import Reading
from openqof.core.years import FinancialYear
from openqof.datasets.store import Store
from openqof.engine.law import WholeArray
from openqof.engine.tables import Tables
from openqof.files.load import load_scheme, load_year
from openqof.impact.price import work
from openqof.impact.worked import Worked
from openqof.impact.working.roll import Area

pytestmark = pytest.mark.published


@pytest.fixture(scope="module")
def england(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store.open(tmp_path_factory.mktemp("england") / "store.duckdb")
    payments = published / "data" / "england" / "payments"
    store.add([payments / f"{year}.csv" for year in ("15-16", "16-17", "17-18")])
    return store


def dudley(store: Store, year: FinancialYear) -> pl.DataFrame:
    """Payments in cash, by line, of Dudley's practices with a weighted list in the year."""
    tables = store.tables(year)
    lists = tables.practices.filter((pl.col("commissioner") == "05C") & (pl.col("weighted_list") > 0))
    lines = tables.payments.filter(reading="cash").pivot(on="line", index="practice", values="amount")
    return lists.select("practice", "weighted_list").join(lines, on="practice")


@pytest.fixture(scope="module")
def scotland(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store.open(tmp_path_factory.mktemp("scotland") / "store.duckdb")
    folder = published / "data" / "scotland"
    names = ("practice_indicator", "practice_totals")
    store.add([folder / f"{name}_2013-14_to_2015-16.parquet" for name in names])
    return store


def worked(name: str, store: Store, *, reading: Reading | None = None) -> Worked:
    scheme = load_scheme(name)
    tables = Tables()
    for year in store.years():
        tables = tables.plus(store.tables(year))
    return work(scheme, load_year(scheme.base), tables, area=Area(scheme.bodies), reading=reading)


def pounds(pence: WholeArray) -> Decimal:
    return Decimal(int(pence.sum())) / 100


def test_scotland_marks_about_twenty_million_for_quality(scotland: Store) -> None:
    found = worked("scotland/transition-2016", scotland)
    core, quality = (pounds(stream.pence) for stream in found.streams if stream.change)
    assert float(quality) == pytest.approx(20_000_000, rel=0.05)
    assert float(quality / (core + quality)) == pytest.approx(0.25, abs=1e-6)
    assert float(pounds(found.scheme_pence) / pounds(found.national_pence)) == pytest.approx(1, abs=0.01)


def test_scotland_is_priced_whole_and_as_published_whichever_files_are_beside(
    scotland: Store, published: Path, tmp_path: Path
) -> None:
    totals = Store.open(tmp_path / "store.duckdb")
    totals.add([published / "data" / "scotland" / "practice_totals_2013-14_to_2015-16.parquet"])
    both, alone = (worked("scotland/transition-2016", store) for store in (scotland, totals))
    assert (len(both), both.practices) == (891, alone.practices)
    assert (both.national_pence == alone.national_pence).all()
    for stream, other in zip(both.streams, alone.streams, strict=True):
        assert (stream.pence == other.pence).all()
    assert any("those published of each practice in all" in remark for remark in both.told.remarks)


def test_scotland_is_refused_where_results_have_no_lists(published: Path, tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store.duckdb")
    store.add([published / "data" / "scotland" / "practice_indicator_2013-14_to_2015-16.parquet"])
    with pytest.raises(BadInput) as refused:
        worked("scotland/transition-2016", store)
    assert "none of the 870 practices" in refused.value.problems[0].message


def test_liverpool_is_paid_what_its_local_line_held(england: Store) -> None:
    found = worked("liverpool/gp-specification-2015", england, reading=Reading.CASH)
    (paid,) = (pounds(stream.pence) for stream in found.streams if stream.change)
    assert len(found) == 93
    # £33.07 a weighted patient is the published line to the nearest penny a head.
    assert abs(paid - pounds(found.ended_pence)) < Decimal("0.005") * Decimal(564_638)


def test_tower_hamlets_hands_on_its_qof_of_2016_17_in_seventy_and_thirty(england: Store) -> None:
    found = worked("tower-hamlets/networks-2017", england, reading=Reading.CASH)
    practice, network = (pounds(stream.pence) for stream in found.streams if stream.change)
    assert float(practice / (practice + network)) == pytest.approx(0.7, abs=1e-6)
    before = england.tables(FinancialYear(2016)).payments.filter(line="qof", reading="cash")
    base = before.filter(pl.col("practice").is_in(found.practices)).get_column("amount").sum()
    assert float(practice + network) == pytest.approx(base, abs=1)


def test_dudleys_figures_are_those_of_the_payments(england: Store) -> None:
    scheme = load_scheme("dudley/quality-outcomes-2016")
    told = " ".join(each.text for each in (*scheme.results, *scheme.notes))
    counted = []
    for start in (2015, 2016, 2017):
        paid = dudley(england, FinancialYear(start))
        counted.append(len(paid))
        for line in ("qof", "local_enhanced"):
            a_head = paid.get_column(line).sum() / paid.get_column("weighted_list").sum()
            assert f"£{a_head:.2f}" in told, (start, line)
            if start == 2015:
                value = scheme.parameters[line.removesuffix("_enhanced") + "_a_head"]
                assert (str(value.value), value.provenance.basis.value) == (f"{a_head:.2f}", "derived")
    assert counted == [47, 46, 46]
    without = paid.filter(pl.col("qof") == 0).height
    assert f"{without} of {len(paid)} practices" in told


def test_dudley_pays_a_weighted_head_of_qof_and_local_services(england: Store) -> None:
    found = worked("dudley/quality-outcomes-2016", england, reading=Reading.CASH)
    assert found.facts is not None
    heads = float(found.facts.weighted_list.sum())
    (outcomes,) = (pounds(stream.pence) for stream in found.streams if stream.change)
    assert float(outcomes) == pytest.approx(24.16 * heads, abs=1)
    assert pounds(found.before_pence) > outcomes  # 2016/17 paid both: the last of QOF, and the framework


def test_bolton_tops_up_no_practice_that_is_at_its_target(england: Store) -> None:
    found = worked("bolton/quality-contract-2015", england, reading=Reading.CASH)
    assert found.facts is not None
    year, lines = FinancialYear(2015), ("global_sum", "mpig", "pms_balance", "local_enhanced")
    held = sum(found.facts.income[line, year, Reading.CASH] for line in lines)
    (top,) = (stream for stream in found.streams if stream.change)
    assert len(found) == 50
    reached = held >= 95 * found.facts.list_size
    assert reached.any()
    assert not top.pence[reached].any()
    assert top.pence[~reached].all()
