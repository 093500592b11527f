"""Points and pounds of every year on one basis: as published in all where they are, else worked out."""

from __future__ import annotations

import numpy as np
import pytest

from builders import indicator, national_year
from impact_builders import LAST, THIS, scheme, tables
from openqof.core.changes import Certainty, Pay, When
from openqof.core.tables import TOTAL
from openqof.core.terms import BaseIncome, BasePoints, Reading, Term
from openqof.core.years import FinancialYear
from openqof.engine.tables import Tables
from openqof.impact.price import work
from openqof.impact.worked import Worked
from openqof.impact.working.roll import Area

LAW = national_year(indicator("BP002"), point_value=100, average_list=5000, year=str(THIS))
BEFORE = national_year(indicator("BP002"), point_value=100, average_list=5000, year=str(LAST))
BOTH = (LAST, THIS)
Row = dict[str, object]


def earlier(term: Term) -> Pay:
    return Pay("p", "work", term, "the body", "local", Certainty.GUARANTEED, When(), instead_of="qof")


def total(year: FinancialYear, code: str, points: float) -> Row:
    return {"year": str(year), "practice": code, "indicator": TOTAL, "points_published": points}


def result(year: FinancialYear, code: str) -> Row:
    counted = {"numerator": 90.0, "denominator": 100.0}
    return {"year": str(year), "practice": code, "indicator": "BP002", **counted}


def earned(year: FinancialYear, code: str, pounds: float) -> Row:
    return {"year": str(year), "practice": code, "reading": "accrual", "amount": pounds}


def data(*counts: Row, paid: tuple[Row, ...] = ()) -> Tables:
    rows = [{"year": str(year), "practice": code} for year in BOTH for code in ("A1", "A2")]
    return tables(practices=rows, counts=counts, payments=paid)


def priced(held: Tables, term: Term) -> Worked:
    return work(scheme(earlier(term)), LAW, held, area=Area(("T01",)), base_law=BEFORE)


RESULTS = tuple(result(year, "A1") for year in BOTH)
POINTS = (total(LAST, "A1", 6), total(LAST, "A2", 4), total(THIS, "A1", 5), total(THIS, "A2", 8))
INCOME = (earned(LAST, "A1", 600), earned(LAST, "A2", 400), earned(THIS, "A1", 550), earned(THIS, "A2", 880))


def test_a_practice_whose_results_are_not_published_is_priced_on_its_totals() -> None:
    # This year a point was worth £110 to both: 6 and 4 points of last year make £660 and £440.
    found = priced(data(*RESULTS, *POINTS, paid=INCOME), BasePoints(LAST))
    assert found.practices == ("A1", "A2")
    assert found.national_pence.tolist() == [55_000, 88_000]
    alone = priced(data(*POINTS, paid=INCOME), BasePoints(LAST))
    assert found.streams[1].pence.tolist() == alone.streams[1].pence.tolist()
    assert any("in all, also of practices" in remark for remark in found.told.remarks)
    assert not any("in all, also" in remark for remark in alone.told.remarks)


@pytest.mark.parametrize("paid", [INCOME[:2], INCOME[1:3]], ids=["one year", "parts of both"])
def test_without_totals_of_every_year_all_are_worked_out_from_results(paid: tuple[Row, ...]) -> None:
    mixed = priced(data(*RESULTS, *POINTS[:2], paid=paid), BasePoints(LAST))
    plain = priced(data(*RESULTS), BasePoints(LAST))
    assert mixed.practices == plain.practices == ("A1",)
    assert mixed.streams[1].pence.tolist() == plain.streams[1].pence.tolist() == mixed.national_pence.tolist()


def test_income_of_an_earlier_year_is_worked_out_where_that_of_the_year_priced_is() -> None:
    term = BaseIncome(LAST, Reading.ACCRUAL)
    both = [priced(data(*RESULTS, paid=paid), term) for paid in ((), INCOME[:1])]
    assert both[0].facts is not None
    assert both[0].streams[1].pence.tolist() == both[0].national_pence.tolist()
    assert np.array_equal(both[0].streams[1].pence, both[1].streams[1].pence)
    assert both[0].scheme_pence.tolist() == [100_000]  # ten points of £100
