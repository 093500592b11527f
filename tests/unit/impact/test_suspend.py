"""A suspended set is paid at the base year's results on this year's scale; everything else stays as it is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from builders import indicator, national_year
from impact_builders import LAST, THIS, both_years, guaranteed, scheme, suspended, tables
from openqof.core.national import Sliding, YesNo
from openqof.core.problems import BadInput
from openqof.core.sources import Basis
from openqof.core.terms import Reading
from openqof.engine.tables import Tables
from openqof.impact.price import price
from openqof.impact.pricing import Pricing
from openqof.impact.working.roll import Area

LAW = national_year(
    indicator("BP002"), indicator("DM002"), indicator("QP001", 7, YesNo()),
    point_value=100, average_list=5000, year=str(THIS),
)  # fmt: skip
AREA = Area(("T01",))


def count(
    year: object, practice: str, name: str, numerator: float | None, **more: object
) -> dict[str, object]:
    row = {"year": str(year), "practice": practice, "indicator": name, "numerator": numerator}
    return row | ({"denominator": 100.0} if numerator is not None else {}) | more


def results(*more: dict[str, object]) -> Tables:
    """One practice: BP002 at 60% then 50%, DM002 at 80% in both; on a scale from 40 to 80 for 10 points."""
    rows = [
        count(LAST, "A1", "BP002", 60), count(THIS, "A1", "BP002", 50),
        count(LAST, "A1", "DM002", 80), count(THIS, "A1", "DM002", 80),
    ]  # fmt: skip
    return tables(practices=both_years("A1"), counts=[*rows, *more])


def priced(data: Tables, *names: str, area: Area = AREA) -> Pricing:
    return price(scheme(suspended(*names)), LAW, data, area=area)


def test_the_suspended_indicator_is_paid_at_last_years_achievement_the_other_at_this_years() -> None:
    (line,) = priced(results(), "BP002").lines
    assert line.national == Decimal("250.00") + Decimal("1000.00")
    assert line.scheme == Decimal("500.00") + Decimal("1000.00")
    assert (line.guaranteed, line.scheme - line.guaranteed) == (Decimal("500.00"), Decimal("1000.00"))


def test_last_years_achievement_is_put_on_this_years_scale() -> None:
    law = national_year(
        indicator("BP002", 10, Sliding(Decimal(50), Decimal(70))),
        point_value=100, average_list=5000, year=str(THIS),
    )  # fmt: skip
    (line,) = price(scheme(suspended("BP002")), law, results(), area=AREA).lines
    assert (line.national, line.scheme) == (Decimal(0), Decimal(500))


def test_this_years_list_values_them() -> None:
    data = results()
    doubled = data.practices.with_columns(list_size=10000.0)
    (line,) = priced(Tables(doubled, data.counts), "BP002").lines
    assert line.guaranteed == Decimal(1000)


def test_points_published_without_counts_are_taken_and_never_more_than_the_year_offers() -> None:
    data = results(
        count(LAST, "A1", "QP001", None, points_published=9.0),
        count(THIS, "A1", "QP001", None, points_published=2.0),
    )
    (line,) = priced(data, "QP001").lines
    assert line.guaranteed == Decimal(700)
    assert line.scheme - line.national == Decimal(500)


def test_a_practice_without_a_base_year_keeps_this_years_and_says_so() -> None:
    new = tables(practices=[{"year": "2015/16", "practice": "A2"}], counts=[count(THIS, "A2", "BP002", 70)])
    line = priced(results().plus(new), "BP002").lines[1]
    assert (line.national, line.scheme, line.guaranteed) == (Decimal(750), Decimal(750), Decimal(0))
    assert line.notes == ("no results of 2014/15: paid on this year's",)


def test_an_indicator_without_a_base_year_result_keeps_this_years_and_says_so() -> None:
    data = results(count(THIS, "A1", "QP001", None, points_published=2.0))
    (line,) = priced(data, "BP002", "QP001").lines
    assert line.guaranteed == Decimal(500)
    assert line.notes == ("1 of 2 suspended have no result of 2014/15: paid on this year's",)


def test_a_practice_that_does_not_join_is_paid_nationally() -> None:
    (line,) = priced(results(), "BP002", area=Area(("T01",), frozenset())).lines
    assert (line.scheme, line.guaranteed, line.joined) == (line.national, Decimal(0), False)


def test_a_practice_that_is_gone_is_named_without_pounds() -> None:
    lost = tables(
        practices=[{"year": "2014/15", "practice": "A8", "name": "Old Mill", "successor": "A1"}],
        counts=[count(LAST, "A8", "BP002", 70)],
    )
    found = priced(results().plus(lost), "BP002")
    assert [(g.practice, g.base, g.clue) for g in found.gone] == [("A8", None, "succeeded by A1")]
    assert found.lines[0].guaranteed == Decimal(500)


def test_a_practice_without_results_is_named() -> None:
    data = results().plus(tables(practices=both_years("A5")))
    assert [each.practice for each in priced(data, "BP002").elsewhere] == ["A5"]


def test_two_suspensions_do_the_same_in_either_order() -> None:
    one, other = suspended("BP002"), suspended("DM002")
    first = price(scheme(one, other), LAW, results(), area=AREA)
    second = price(scheme(other, one), LAW, results(), area=AREA)
    assert first.lines == second.lines
    assert first.lines[0].guaranteed == Decimal(1500)


def test_what_rests_on_recalled_values_is_counted_in_pounds() -> None:
    found = priced(results(), "BP002")
    assert found.rests.recalled_pounds == found.local
    assert found.rests.law_values[Basis.FOUND] == 0


def test_there_is_no_cash_reading_of_a_suspended_set() -> None:
    with pytest.raises(BadInput) as refused:
        price(scheme(suspended("BP002")), LAW, results(), area=AREA, reading=Reading.CASH)
    assert refused.value.problems[0].code == "P205"


def test_a_missing_year_of_results_is_named_with_the_command_that_brings_it() -> None:
    only = tables(practices=both_years("A1"), counts=[count(THIS, "A1", "BP002", 50)])
    with pytest.raises(BadInput) as refused:
        priced(only, "BP002")
    (problem,) = refused.value.problems
    assert (problem.code, "QOF raw data of 2014/15" in problem.hint) == ("P202", True)


def test_a_guarantee_in_the_accrual_reading_works_both_years_out_from_results() -> None:
    base_law = national_year(
        indicator("BP002"), indicator("DM002"), point_value=90, average_list=5000, year=str(LAST)
    )
    terms = guaranteed(Reading.ACCRUAL)
    found = price(scheme(terms), LAW, results(), area=AREA, base_law=base_law)
    assert [(line.national, line.scheme) for line in found.lines] == [(Decimal(1250), Decimal(1350))]
    assert "the list alone" in found.remarks[0]


def test_without_a_law_of_the_base_year_results_cannot_be_worked_out() -> None:
    with pytest.raises(BadInput) as refused:
        price(scheme(guaranteed(Reading.ACCRUAL)), LAW, results(), area=AREA)
    assert "no law of 2014/15" in refused.value.problems[0].message
