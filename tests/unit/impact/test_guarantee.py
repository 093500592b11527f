"""A guarantee pays the base year's income: to whom, of whom, and what is said of the others."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest

from builders import indicator, national_year
from impact_builders import FILE, LAST, THIS, both_years, guaranteed, scheme, tables
from openqof.core.changes import PracticesGone
from openqof.core.money import from_pence, to_pence
from openqof.core.problems import BadInput
from openqof.core.scheme import Asserted
from openqof.core.terms import Reading
from openqof.engine.tables import Tables
from openqof.impact.price import price
from openqof.impact.pricing import Pricing
from openqof.impact.working.roll import Area

LAW = national_year(indicator("BP002"), year=str(THIS))
AREA = Area(("T01",))


def pay(year: object, practice: str, amount: float, **more: object) -> dict[str, object]:
    return {"year": str(year), "practice": practice, "amount": amount, **more}


def priced(data: Tables, *, area: Area = AREA, reading: Reading | None = None, **terms: object) -> Pricing:
    return price(scheme(guaranteed(**terms)), LAW, data, area=area, reading=reading)  # type: ignore[arg-type]


def two(**more: object) -> Tables:
    payments = [pay(LAST, "A1", 1000), pay(LAST, "A2", 500), pay(THIS, "A1", 900.01), pay(THIS, "A2", 600)]
    return tables(practices=both_years("A1", "A2", **more), payments=payments)


def test_each_practice_is_paid_its_base_year_and_totals_are_sums_of_lines() -> None:
    found = priced(two())
    assert [(line.national, line.scheme, line.guaranteed) for line in found.lines] == [
        (Decimal("900.01"), Decimal(1000), Decimal(1000)),
        (Decimal(600), Decimal(500), Decimal(500)),
    ]
    assert [line.change for line in found.lines] == [Decimal("99.99"), Decimal(-100)]
    assert (found.national, found.local, found.change) == (
        Decimal("1500.01"),
        Decimal(1500),
        Decimal("-0.01"),
    )
    assert found.lines[0].percent == Decimal("11.109876556927")
    assert found.lines[1].per_patient == Decimal("-0.02")
    assert found.files == (FILE,)


def test_a_practice_without_a_base_year_stays_on_national_pay() -> None:
    data = two().plus(
        tables(practices=[{"year": "2015/16", "practice": "A3"}], payments=[pay(THIS, "A3", 70)])
    )
    line = priced(data).lines[2]
    assert (line.scheme, line.guaranteed) == (line.national, Decimal(0))
    assert line.notes == ("no income in 2014/15: national pay",)


def test_a_practice_that_does_not_join_stays_on_national_pay() -> None:
    line = priced(two(), area=Area(("T01",), frozenset({"A1"}))).lines[1]
    assert (line.joined, line.scheme, line.guaranteed) == (False, Decimal(600), Decimal(0))


def gone(**more: object) -> Tables:
    practices = [{"year": "2014/15", "practice": "A9", "name": "Old Mill", "list_size": 1000.0, **more}]
    return two().plus(tables(practices=practices, payments=[pay(LAST, "A9", 250)]))


def test_a_practice_that_is_gone_is_named_and_not_paid_where_no_successor_is_named() -> None:
    found = priced(gone())
    assert found.local == Decimal(1500)
    assert [(g.practice, g.name, g.base, g.successor) for g in found.gone] == [("A9", "Old Mill", 250, "")]
    assert found.gone[0].clue == "no successor is named"


def test_where_its_list_may_have_gone_is_said_but_not_acted_on() -> None:
    data = gone()
    heir = (pl.col("practice") == "A2") & (pl.col("year") == "2015/16")
    grown = data.practices.with_columns(list_size=pl.when(heir).then(6100.0).otherwise("list_size"))
    found = priced(Tables(grown, data.counts, data.prevalence, data.payments))
    assert "the list of A2 A2 rose by 1,100" in found.gone[0].clue
    assert found.local == Decimal(1500)


def test_a_successor_in_the_data_takes_the_base_over() -> None:
    found = priced(gone(successor="A2"))
    assert found.lines[1].scheme == Decimal(750)
    assert found.lines[1].notes == ("with the base of A9 Old Mill",)
    assert found.gone[0].successor == "A2"


def test_a_successor_in_the_scheme_comes_before_the_one_in_the_data() -> None:
    found = priced(gone(successor="A2"), hands_on={"A9": "A1"})
    assert [line.scheme for line in found.lines] == [Decimal(1250), Decimal(500)]


def test_successors_are_followed_to_one_that_is_still_there() -> None:
    data = gone(successor="A8").plus(
        tables(practices=[{"year": "2014/15", "practice": "A8", "successor": "A1"}])
    )
    assert priced(data).lines[0].scheme == Decimal(1250)


def test_successors_that_name_each_other_end_in_nobody() -> None:
    data = gone(successor="A8").plus(
        tables(practices=[{"year": "2014/15", "practice": "A8", "successor": "A9"}])
    )
    assert priced(data).gone[0].successor == ""


def test_a_successor_that_does_not_join_is_not_paid_the_base() -> None:
    found = priced(gone(successor="A2"), area=Area(("T01",), frozenset({"A1"})))
    assert found.lines[1].scheme == Decimal(600)
    assert found.gone[0].clue == "its successor A2 is not among the practices that join"


def test_a_scheme_may_leave_every_practice_that_is_gone_unpaid() -> None:
    found = priced(gone(successor="A2"), practices_gone=PracticesGone.NOT_PAID)
    assert (found.local, found.gone[0].successor) == (Decimal(1500), "")


def test_a_practice_under_another_commissioner_is_elsewhere_not_gone() -> None:
    moved = [
        {"year": "2014/15", "practice": "A7"},
        {"year": "2015/16", "practice": "A7", "commissioner": "T02"},
    ]
    data = two().plus(tables(practices=moved, payments=[pay(LAST, "A7", 80), pay(THIS, "A7", 90)]))
    found = priced(data)
    assert not found.gone
    assert [(each.practice, each.why) for each in found.elsewhere] == [
        ("A7", "in 2015/16 under T02: not here")
    ]


def test_a_practice_that_came_from_another_commissioner_brings_its_base() -> None:
    came = [
        {"year": "2014/15", "practice": "A7", "commissioner": "T02"},
        {"year": "2015/16", "practice": "A7"},
    ]
    data = two().plus(tables(practices=came, payments=[pay(LAST, "A7", 80), pay(THIS, "A7", 90)]))
    assert priced(data).lines[2].scheme == Decimal(80)


def test_a_practice_without_a_figure_this_year_is_named() -> None:
    data = two().plus(tables(practices=[{"year": "2015/16", "practice": "A6", "name": "Quiet"}]))
    assert [(e.practice, e.why) for e in priced(data).elsewhere] == [
        ("A6", "no income in 2015/16: not in the table")
    ]


def test_the_accrual_reading_takes_published_accruals_where_both_years_have_them() -> None:
    rows = [pay(LAST, "A1", 40, reading="accrual"), pay(THIS, "A1", 50, reading="accrual")]
    found = priced(tables(practices=both_years("A1"), payments=rows), reading=Reading.ACCRUAL)
    assert [(line.national, line.scheme) for line in found.lines] == [(Decimal(50), Decimal(40))]
    assert "The scheme guarantees income as paid within the year" in found.remarks[0]


def test_the_accrual_reading_goes_by_points_in_all_where_indicators_are_not_known() -> None:
    points = [
        {"year": year, "practice": "A1", "indicator": "TOTAL", "points_published": each}
        for year, each in (("2014/15", 500.0), ("2015/16", 520.25))
    ]
    base = national_year(indicator("BP002"), year=str(LAST))
    data = tables(practices=both_years("A1"), counts=points)
    found = price(scheme(guaranteed()), LAW, data, area=AREA, reading=Reading.ACCRUAL, base_law=base)
    a_point = Fraction(LAW.point_value.value) * 5000 / Fraction(LAW.average_list.value)
    expected = [from_pence(to_pence(a_point * Fraction(each))) for each in ("520.25", "500")]
    assert [found.lines[0].national, found.lines[0].scheme] == expected
    assert any("in all and not by indicator" in remark for remark in found.remarks)


def test_points_in_all_of_one_year_only_are_not_enough() -> None:
    points = [{"year": "2015/16", "practice": "A1", "indicator": "TOTAL", "points_published": 500.0}]
    with pytest.raises(BadInput) as refused:
        priced(tables(practices=both_years("A1"), counts=points), reading=Reading.ACCRUAL)
    assert {problem.code for problem in refused.value.problems} == {"P202"}


def test_a_missing_year_is_named_with_the_command_that_brings_it() -> None:
    only = tables(practices=both_years("A1"), payments=[pay(THIS, "A1", 5)])
    with pytest.raises(BadInput) as refused:
        priced(only)
    (problem,) = refused.value.problems
    assert problem.code == "P201"
    assert "openqof data add 14-15.csv (NHS Payments to General Practice 2014/15" in problem.hint
    assert "openqof data demo" in problem.hint


def test_an_area_without_practices_and_a_stranger_who_joins_are_refused() -> None:
    for area, code in ((Area(("X99",)), "P203"), (Area(("T01",), frozenset({"Z1"})), "P204")):
        with pytest.raises(BadInput) as refused:
            priced(two(), area=area)
        assert [problem.code for problem in refused.value.problems] == [code]


def test_an_untrue_count_of_practices_is_refused_on_the_schemes_own_area_only() -> None:
    from dataclasses import replace

    wrong = replace(scheme(guaranteed()), asserts={"practices": Asserted(Decimal(3))})
    with pytest.raises(BadInput) as refused:
        price(wrong, LAW, two(), area=AREA)
    assert refused.value.problems[0].code == "P206"
    elsewhere = two(commissioner="T05")
    assert len(price(wrong, LAW, elsewhere, area=Area(("T05",))).lines) == 2
    of_another_year = replace(wrong, base="qof/2016-17")
    assert len(price(of_another_year, LAW, two(), area=AREA).lines) == 2


def test_the_fingerprint_follows_from_who_joins_and_from_the_files() -> None:
    plain = priced(two()).fingerprint
    assert priced(two()).fingerprint == plain
    others = [
        priced(two(), area=Area(("T01",), frozenset({"A1", "A2"}))),
        priced(Tables(two().practices, payments=two().payments.with_columns(file=pl.lit("0" * 64)))),
    ]
    assert [other.fingerprint == plain for other in others] == [False, False]
