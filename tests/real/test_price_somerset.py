"""Somerset: a guarantee of 2014/15 on the published payments, and its own documents on the same file."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from openqof.core.scheme import Scheme
from openqof.core.terms import Reading
from openqof.core.years import FinancialYear
from openqof.datasets.store import Store
from openqof.engine.tables import Tables
from openqof.files.load import load_scheme, load_year
from openqof.impact.price import pricing_of, work
from openqof.impact.worked import Worked
from openqof.impact.working.roll import Area

pytestmark = pytest.mark.published
AREA = Area(("11X",))
LAST, THIS = FinancialYear(2014), FinancialYear(2015)
GUARANTEE = """
id: somerset/guarantee-2015
title: A guarantee of Somerset's QOF income of 2014/15, made up for a test
body: 11X
base: qof/2015-16
runs: {from: 2015-04-01, to: 2016-03-31}
because: A test prices it on what practices were paid.
changes:
  - guarantee: {income: qof, of: 2014/15, reading: cash}
asserts: {practices: 74, national: {is: 7761504, within: 1}, total: {is: 9741220, within: 1}}
source: openqof
basis: derived
"""


@pytest.fixture(scope="module")
def tables(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    store = Store.open(tmp_path_factory.mktemp("store") / "store.duckdb")
    payments = published / "data" / "england" / "payments"
    store.add([payments / "14-15.csv", payments / "15-16.csv"])
    return store.tables(LAST).plus(store.tables(THIS))


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    path = tmp_path_factory.mktemp("scheme") / "guarantee-2015.yaml"
    path.write_text(GUARANTEE, encoding="utf-8")
    return load_scheme(path)


@pytest.fixture(scope="module")
def found(scheme: Scheme, tables: Tables) -> Worked:
    return work(scheme, load_year("qof/2015-16"), tables, area=AREA)


def published_pence(tables: Tables, year: FinancialYear, codes: tuple[str, ...]) -> dict[str, int]:
    """QOF of the file itself, in pence."""
    rows = tables.payments.filter(
        (pl.col("year") == str(year)) & (pl.col("line") == "qof") & pl.col("practice").is_in(codes)
    )
    return {
        code: int((Decimal(repr(amount)) * 100).to_integral_value())
        for code, amount in rows.select("practice", "amount").iter_rows()
    }


def test_every_practice_is_guaranteed_what_the_file_says_it_was_paid(found: Worked, tables: Tables) -> None:
    now, then = (published_pence(tables, year, found.practices) for year in (THIS, LAST))
    assert len(found) == 74
    assert dict(zip(found.practices, found.national_pence.tolist(), strict=True)) == now
    handed = {gone.successor for gone in found.told.gone if gone.successor}
    paid = dict(zip(found.practices, found.scheme_pence.tolist(), strict=True))
    for code in found.practices:
        if code not in handed:
            assert paid[code] == then.get(code, now[code])


def test_totals_are_the_sums_of_lines_and_streams(found: Worked) -> None:
    priced = pricing_of(found)
    assert priced.national == sum((line.national for line in priced.lines), Decimal(0))
    assert priced.local == sum((line.scheme for line in priced.lines), Decimal(0))
    assert priced.local == sum((stream.pounds for stream in priced.streams), Decimal(0))
    assert priced.guaranteed == priced.lowest == priced.highest == priced.local
    assert priced.reading is Reading.CASH


def test_the_published_year_of_the_base_is_all_paid_or_named(found: Worked, tables: Tables) -> None:
    """75 practices and £9,741,220 in 2014/15: what is not paid on is the base of a practice that is named."""
    roll = tables.practices.filter((pl.col("year") == str(LAST)) & (pl.col("commissioner") == "11X"))
    base = published_pence(tables, LAST, tuple(roll.get_column("practice")))
    assert (len(base), round(sum(base.values()) / 100)) == (75, 9_741_220)
    lost = sum((gone.base or Decimal(0) for gone in found.told.gone if not gone.successor), Decimal(0))
    assert int(np.sum(found.streams[1].pence)) + int(lost * 100) == sum(base.values())
