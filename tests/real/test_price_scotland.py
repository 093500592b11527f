"""Scotland's mean of three years, for every practice of the published totals."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from openqof.core.money import to_pence
from openqof.core.scheme import Scheme
from openqof.core.years import FinancialYear
from openqof.datasets.store import Store
from openqof.engine.tables import Tables
from openqof.files.load import load_scheme, load_year
from openqof.impact.price import price, work
from openqof.impact.pricing import Pricing
from openqof.impact.worked import Worked
from openqof.impact.working.roll import Area

pytestmark = pytest.mark.published
YEARS = tuple(FinancialYear(start) for start in (2013, 2014, 2015))
OUT_OF = {2013: 923, 2014: 659, 2015: 659}
LAW = load_year("qof-scotland/2015-16")
AREA = Area(("SCOTLAND",))
MEAN = """
id: scotland/mean-of-three
title: The mean of three years' points out of 659, made up for a test
body: SCOTLAND
base: qof-scotland/2015-16
runs: {from: 2015-04-01, to: 2016-03-31}
because: A test prices it on what practices earned.
changes:
  - pay:
      what: the mean of three years
      instead_of: qof
      amount:
        mean_of:
          - base_points: {of: 2013/14, out_of: 923, scaled_to: 659}
          - base_points: {of: 2014/15}
          - points: {indicators: all}
      by: the health board
      pot: core
      certainty: guaranteed
      when: monthly
source: openqof
basis: derived
"""


@pytest.fixture(scope="module")
def tables(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    store = Store.open(tmp_path_factory.mktemp("store") / "store.duckdb")
    store.add([published / "data" / "scotland" / "practice_totals_2013-14_to_2015-16.parquet"])
    held = [store.tables(year) for year in YEARS]
    return held[0].plus(held[1]).plus(held[2])


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    path = tmp_path_factory.mktemp("scheme") / "mean-of-three.yaml"
    path.write_text(MEAN, encoding="utf-8")
    return load_scheme(path)


@pytest.fixture(scope="module")
def found(scheme: Scheme, tables: Tables) -> Worked:
    return work(scheme, LAW, tables, area=AREA)


@pytest.fixture(scope="module")
def priced(scheme: Scheme, tables: Tables) -> Pricing:
    return price(scheme, LAW, tables, area=AREA)


def rows_of(tables: Tables, year: FinancialYear) -> dict[str, tuple[Fraction, Fraction, Fraction]]:
    """Points out of 659, list and pounds of the published table itself, by practice."""
    of_year = tables.of(year)
    points = of_year.counts.select("practice", "points_published")
    lists, paid = (
        of_year.practices.select("practice", "list_size"),
        of_year.payments.select("practice", "amount"),
    )
    rows = points.join(lists, on="practice").join(paid, on="practice").iter_rows()
    scale = Fraction(659, OUT_OF[year.start])
    exact = {code: tuple(Fraction(Decimal(repr(each))) for each in more) for code, *more in rows}
    return {code: (points * scale, size, pounds) for code, (points, size, pounds) in exact.items()}


def test_every_practice_of_the_last_year_is_priced_and_the_others_are_named(priced: Pricing) -> None:
    """1,010 practices have points in some year, 851 in all: 40 of the last year lack one, 119 are gone."""
    lacking = [line for line in priced.lines if any(note.startswith("no points of") for note in line.notes)]
    assert (len(priced.lines), len(lacking), len(priced.gone)) == (891, 40, 119)
    assert len(priced.lines) - len(lacking) == 851
    assert len(lacking) + len(priced.gone) == 159
    assert "paid on the mean of those that it has" in priced.rule


def test_each_practice_is_paid_the_mean_of_its_points_at_what_a_point_was_worth_to_it(
    found: Worked, tables: Tables
) -> None:
    """Worked out again from the table: mean points × pounds of 2015/16 over points of 2015/16."""
    years = [rows_of(tables, year) for year in YEARS]
    last = years[-1]
    stream = found.streams[1].pence.tolist()
    for code, pence in zip(found.practices, stream, strict=True):
        points = [year[code][0] for year in years if code in year]
        worth = Fraction(to_pence(last[code][2]), 100) / last[code][0] if last[code][0] else Fraction(0)
        assert abs(pence - to_pence(sum(points) / len(points) * worth)) <= 1, code


def test_totals_are_the_sums_of_lines_and_near_what_qof_paid(priced: Pricing, tables: Tables) -> None:
    assert priced.local == sum((line.scheme for line in priced.lines), Decimal(0))
    paid = tables.of(YEARS[-1]).payments.get_column("amount").sum()
    assert abs(float(priced.national) - paid) < 5
    assert abs(priced.local / priced.national - 1) < Decimal("0.002")


def test_the_library_document_splits_the_same_mean_into_core_and_quality(tables: Tables) -> None:
    """About £20 million was marked for quality, a quarter of the whole."""
    document = load_scheme("scotland/transition-2016")
    totals: Mapping[str, Decimal] = {
        stream.name: stream.pounds
        for stream in price(document, LAW, tables, area=AREA).streams
        if stream.change
    }
    core, quality = sorted(totals.values(), reverse=True)
    assert abs(quality / (core + quality) - Decimal("0.25")) < Decimal("0.0001")
    assert Decimal(19_000_000) < quality < Decimal(22_000_000)


def test_a_practice_with_all_three_years_is_paid_on_all_three(found: Worked, tables: Tables) -> None:
    years = [rows_of(tables, year) for year in YEARS]
    common = pl.Series(sorted(set(years[0]) & set(years[1]) & set(years[2])))
    assert len(common) == 851
    place = found.practices.index(common[0])
    assert found.notes[place] == ()
