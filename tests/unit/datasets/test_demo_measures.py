"""Own measures and enhanced services of the demonstration area: what shipped documents count and pay for."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import polars as pl
import pytest

from impact_builders import MADE_UP, scheme
from openqof.core.changes import Certainty, Pay, When
from openqof.core.scheme import Change, Measure
from openqof.core.terms import RAW_LIST, AHead, Improvement
from openqof.core.years import FinancialYear
from openqof.datasets import demo, demo_measures, demo_services
from openqof.datasets.demo_area import CODES, lists, practices
from openqof.datasets.demo_measures import documents, measures_table, own_year
from openqof.engine.law import FloatArray
from openqof.engine.tables import Tables

YEAR = FinancialYear(2015)


@pytest.fixture(scope="module")
def area() -> Tables:
    return demo.whole()


@pytest.fixture(scope="module")
def sizes() -> FloatArray:
    return lists(demo.SEED, {YEAR: 7233.0})[YEAR]


def named(area: Tables, year: str, name: str, period: str = "") -> pl.DataFrame:
    return area.measures.filter(
        (pl.col("year") == year) & (pl.col("measure") == name) & (pl.col("period") == period)
    )


def test_every_measure_of_a_document_that_can_be_priced_is_drawn_in_its_year(area: Tables) -> None:
    assert documents()
    for document in documents():
        for measure in document.measures.values():
            names = (measure.id, f"{document.id}/{measure.id}")
            for period in ("", *measure.periods):
                rows = area.measures.filter(
                    pl.col("measure").is_in(names)
                    & (pl.col("year") == str(own_year(document)))
                    & (pl.col("period") == period)
                )
                assert rows.height > 38, (document.id, measure.id, period)
                assert rows.get_column("practice").n_unique() == rows.height


def test_a_year_has_rows_of_its_practices_and_of_no_other(area: Tables) -> None:
    for year, name in area.measures.select("year", "measure").unique().rows():
        there = area.practices.filter(pl.col("year") == year).get_column("practice")
        assert set(named(area, year, name).get_column("practice")) == set(there)


def test_shares_are_spread_about_what_is_expected(area: Tables) -> None:
    rows = named(area, "2015/16", "diabetes").with_columns(
        pct=100 * pl.col("numerator") / pl.col("denominator")
    )
    assert rows.get_column("pct").mean() == pytest.approx(58, abs=4)
    assert 5 < float(rows.get_column("pct").std() or 0) < 14
    assert (rows.get_column("denominator") >= rows.get_column("numerator")).all()
    assert (rows.get_column("denominator") >= 1).all()


def test_counts_and_pounds_follow_the_list(area: Tables) -> None:
    lists_of = area.practices.filter(pl.col("year") == "2026/27").select("practice", "list_size")
    rows = named(area, "2026/27", "group1").join(lists_of, on="practice")
    each = 1000 * rows.get_column("numerator").sum() / rows.get_column("list_size").sum()
    assert each == pytest.approx(49.5, rel=0.1)
    assert rows.get_column("denominator").is_null().all()
    assert (rows.get_column("numerator") == rows.get_column("numerator").round()).all()
    assert rows.select(pl.corr("numerator", "list_size")).item() > 0.8


def test_the_whole_year_is_its_periods_together(area: Tables) -> None:
    quarters = [named(area, "2022/23", "activity", each) for each in ("Q1", "Q2", "Q3")]
    summed = np.sum([each.sort("practice").get_column("numerator").to_numpy() for each in quarters], axis=0)
    whole = named(area, "2022/23", "activity").sort("practice").get_column("numerator").to_numpy()
    assert whole == pytest.approx(summed)


def test_a_yes_or_no_is_one_or_nought(area: Tables) -> None:
    rows = named(area, "2015/16", "booking")
    assert set(rows.get_column("numerator")) == {0.0, 1.0}
    assert set(rows.get_column("denominator")) == {1.0}


def test_two_documents_with_one_name_for_a_measure_are_kept_apart(area: Tables) -> None:
    of_year = set(area.measures.filter(pl.col("year") == "2015/16").get_column("measure"))
    assert "bolton/quality-contract-2015/screening" in of_year
    assert "openqof/apms-contract-2015/screening" in of_year
    assert "screening" not in of_year


# Documents made up for the tests


def own(name: str, kind: str, **more: object) -> Measure:
    usual: dict[str, object] = {"expected": Decimal(50), "spread": Decimal(5)}
    return Measure(name, "made up", kind, MADE_UP, **{**usual, **more})  # type: ignore[arg-type]


def table(
    patch: pytest.MonkeyPatch,
    sizes: FloatArray,
    *made: Measure,
    year: FinancialYear = YEAR,
    **more: object,
) -> pl.DataFrame:
    document = replace(scheme(), measures={each.id: each for each in made}, **more)  # type: ignore[arg-type]
    patch.setattr(demo_measures, "documents", lambda: (document,))
    return measures_table(demo.SEED, year, sizes)


def test_more_need_means_more_to_do_and_standards_further_off(
    monkeypatch: pytest.MonkeyPatch, sizes: FloatArray
) -> None:
    # What one measure hides behind its own chance, the mean of forty shows.
    made = [own(f"{kind}{n}", kind) for kind in ("share", "count") for n in range(40)]
    rows = table(monkeypatch, sizes, *made)
    need = {practice.code: practice.need for practice in practices(demo.SEED)}
    size = dict(zip(CODES, sizes.tolist(), strict=True))
    for kind, wanted in (("share", -1), ("count", 1)):
        of_kind = rows.filter(pl.col("measure").str.starts_with(kind))
        sums = of_kind.group_by("practice").agg(pl.sum("numerator"), pl.sum("denominator")).rows()
        level = [top / (bottom or size[code]) for code, top, bottom in sums]
        assert wanted * np.corrcoef(level, [need[code] for code, *_ in sums])[0, 1] > 0.6


def test_years_that_an_improvement_looks_back_to_are_drawn_and_a_little_lower(
    monkeypatch: pytest.MonkeyPatch, sizes: FloatArray
) -> None:
    pays = AHead(Decimal(1), RAW_LIST)
    amount = Improvement("reviews", 2, Decimal(0), Decimal(10), pays, own=True)
    pay = Pay("p", "reviews", amount, "CCG", "pot", Certainty.AT_RISK, When())
    changes = (Change(1, pay, MADE_UP),)
    made = (own("reviews", "share"), own("other", "share"))
    means = {}
    for year in (2012, 2013, 2014, 2015, 2016):
        rows = table(monkeypatch, sizes, *made, year=FinancialYear(year), changes=changes)
        found = set(rows.get_column("measure"))
        assert found == {2015: {"reviews", "other"}, 2014: {"reviews"}, 2013: {"reviews"}}.get(year, set())
        reviews = rows.filter(pl.col("measure") == "reviews")
        if reviews.height:
            means[year] = reviews.select((pl.col("numerator") / pl.col("denominator")).mean()).item()
    assert means[2013] < means[2014] < means[2015]


def test_a_measure_of_which_nothing_is_expected_is_not_drawn(
    monkeypatch: pytest.MonkeyPatch, sizes: FloatArray
) -> None:
    rows = table(
        monkeypatch, sizes, own("known", "pounds", spread=None), own("unknown", "count", expected=None)
    )
    assert rows.get_column("measure").unique().to_list() == ["known"]
    assert rows.filter(pl.col("numerator") != pl.col("numerator").round(2)).is_empty()


# Enhanced services


def paid(area: Tables, year: str, line: str) -> pl.DataFrame:
    rows = area.payments.filter((pl.col("year") == year) & (pl.col("line") == line))
    lists_of = area.practices.filter(pl.col("year") == year).select("practice", "list_size", "contract")
    return rows.join(lists_of, on="practice")


def test_services_are_paid_in_the_years_they_run(area: Tables) -> None:
    years = {
        line: set(area.payments.filter(pl.col("line") == line).get_column("year"))
        for line in ("unplanned_admissions", "dementia", "extended_hours", "risk_profiling")
    }
    assert years["unplanned_admissions"] == {"2014/15", "2015/16"}
    assert years["extended_hours"] == years["dementia"] == {"2013/14", "2014/15", "2015/16"}
    assert years["risk_profiling"] == {"2013/14"}


def test_a_service_is_paid_its_pounds_a_head(area: Tables) -> None:
    # £2.87 a patient in five components, and £1.90: everyone takes part and meets what is asked.
    for line, each in (("unplanned_admissions", 2.87), ("extended_hours", 1.90)):
        rows = paid(area, "2014/15", line)
        assert rows.height > 38
        assert rows.filter((pl.col("amount") - pl.col("list_size") * each).abs() > 0.006).is_empty()


def test_a_service_is_paid_for_what_it_counts(area: Tables) -> None:
    rows = paid(area, "2015/16", "learning_disabilities").join(
        named(area, "2015/16", "checks").select("practice", "numerator"), on="practice"
    )
    document = next(each for each in documents() if each.id == "services/learning-disabilities-2015")
    price = float(document.parameters["a_check"].value)  # type: ignore[arg-type]
    assert rows.filter((pl.col("amount") - pl.col("numerator") * price).abs() > 0.006).is_empty()


def test_the_correction_of_the_global_sum_is_paid_to_gms_alone_and_fades(area: Tables) -> None:
    first, later = paid(area, "2014/15", "mpig"), paid(area, "2017/18", "mpig")
    assert set(first.filter(pl.col("amount") > 0).get_column("contract")) == {"GMS"}
    assert later.get_column("amount").sum() < 0.7 * first.get_column("amount").sum()
    assert paid(area, "2024/25", "mpig").get_column("amount").sum() == 0


def test_a_practice_open_for_a_part_of_the_year_is_paid_a_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # D00025 closes on 30 June 2019: 91 of 366 days.
    year = FinancialYear(2019)
    sizes = lists(demo.SEED, {year: 8000.0})[year]
    amount = AHead(Decimal(2), RAW_LIST)
    pay = Pay("p", "a service", amount, "NHS England", "pot", Certainty.GUARANTEED, When())
    document = replace(scheme(pay), kind="service", base="qof/2019-20", line="made_up")
    monkeypatch.setattr(demo_services, "documents", lambda: (document,))
    lines = demo_services.service_lines(demo.SEED, year, sizes, measures_table(demo.SEED, year, sizes))
    place = CODES.index("D00025")
    assert lines["made_up"][place] == pytest.approx(2 * sizes[place] * 91 / 366)
    assert np.isnan(lines["made_up"][np.isnan(sizes)]).all()
