"""What pay terms rest on: own measures, services, pools and base years; and what no price can be made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from builders import indicator, national_year
from impact_builders import LAST, MADE_UP, THIS, both_years, guaranteed, scheme, suspended, tables
from openqof.core.changes import (
    AddIndicator,
    AddService,
    Contribution,
    EndService,
    Keep,
    Pool,
    Replace,
    Retire,
    SetPays,
    Suspend,
    Terms,
)
from openqof.core.national import Sliding, YesNo
from openqof.core.problems import BadInput
from openqof.core.scheme import Asserted, Measure, Said, Scheme
from openqof.core.terms import (
    EVERY,
    AHead,
    BaseIncome,
    BasePoints,
    Chosen,
    Fixed,
    Item,
    MeanOf,
    Missing,
    NetworkAll,
    Points,
    PoolShare,
    Reading,
    Share,
    Slide,
    Uplift,
)
from openqof.engine.tables import Tables
from openqof.impact.price import price, pricing_of, work
from openqof.impact.worked import Worked
from openqof.impact.working.roll import Area
from work_builders import AREA, LAW, QP_NOW, count, data, ends, named, pay, pence, results, worked

SCREENED = Measure("SCREEN", "screened", "share", MADE_UP, expected=Decimal(50))
NEW = AddIndicator("LOC01", "screening", Decimal(10), Sliding(Decimal(40), Decimal(80)), measure="SCREEN")


def test_an_added_indicator_is_counted_by_an_own_measure() -> None:
    held = data(measures=[{"practice": "A1", "measure": "SCREEN", "numerator": 70.0, "denominator": 100.0}])
    found = worked(NEW, on=held, measures={"SCREEN": SCREENED})
    assert pence(found, 0) == [195_000 + 75_000]


def test_an_own_measure_without_figures_is_taken_as_expected_and_that_is_said() -> None:
    found = worked(NEW, measures={"SCREEN": SCREENED})
    assert pence(found, 0) == [195_000 + 25_000]
    assert any("taken at the 50% that the scheme expects" in remark for remark in found.told.remarks)


def test_an_own_measure_that_nobody_expects_anything_of_is_not_known() -> None:
    silent = replace(SCREENED, expected=None)
    found = worked(
        pay(Slide("SCREEN", Decimal(0), Decimal(100), Fixed(Decimal(9)))), measures={"SCREEN": silent}
    )
    assert pence(found, 1) == [0]
    assert found.notes[0] == ("change 1 is not known for it: nothing paid for it",)


def test_an_added_indicator_without_a_measure_is_counted_by_its_code() -> None:
    held = data(counts=results(more=(count(THIS, "A1", "LOC01", 80),)))
    new = replace(NEW, measure="")
    assert pence(worked(new, on=held), 0) == [295_000]
    assert pence(worked(Replace(named("DM002"), new), on=held), 0) == [195_000]


def test_counts_expected_are_for_each_thousand_patients() -> None:
    visits = Measure("VISITS", "visits", "count", MADE_UP, expected=Decimal(4))
    found = worked(pay(Item("VISITS", Decimal(10))), measures={"VISITS": visits})
    assert pence(found, 1) == [20_000]


SERVICE = replace(
    scheme(pay(AHead(Decimal(1)))), id="services/care", kind="service", line="care", sha256="c" * 64
)


def with_service(*terms: Terms, on: Tables | None = None, area: Area = AREA) -> Worked:
    given: Mapping[str, Scheme] = {"services/care": SERVICE}
    return work(scheme(*terms), LAW, on or data(), area=area, services=given)


def test_an_added_service_brings_its_payments() -> None:
    found = with_service(AddService("services/care"))
    assert [(s.change, s.pence.tolist()) for s in found.streams] == [(0, [195_000]), (1, [500_000])]


def test_a_service_begun_within_the_year_is_paid_by_days() -> None:
    assert pence(with_service(AddService("services/care", date(2016, 1, 1))), 1) == [
        round(500_000 * 91 / 366)
    ]


def cared_for(*codes: str) -> Tables:
    return data(*codes, payments=[
        {"year": str(THIS), "practice": code, "line": "care", "amount": 30.0} for code in codes
    ])  # fmt: skip


def test_a_service_that_ends_is_part_of_what_the_scheme_is_compared_with() -> None:
    found = with_service(EndService("services/care"), on=cared_for("A1", "A2"),
                         area=Area(("T01",), frozenset({"A1"})))  # fmt: skip
    assert found.ended_pence.tolist() == [3_000, 0]
    assert found.before_pence.tolist() == [198_000, 195_000]
    line = pricing_of(found).lines[0]
    assert (line.national, line.ended, line.change) == (Decimal(1980), Decimal(30), Decimal(-30))


def test_an_ended_service_and_contributors_fill_a_pool_that_those_who_join_share() -> None:
    pool = Pool(
        "joint",
        (Contribution("the body", pounds=Decimal(100)), Contribution("QOF", line="qof", percent=Decimal(10))),
    )
    found = with_service(
        pool, EndService("services/care", pool="joint"),
        pay(PoolShare("joint", AHead(Decimal(1))), pot="joint"),
        on=cared_for("A1", "A2"),
    )  # fmt: skip
    assert found.pools == {"joint": 100 + 2 * 195 + 2 * 30}
    assert pence(found, 3) == [27_500, 27_500]


def test_what_a_pool_has_left_is_kept_or_shared() -> None:
    def shared(remainder: str) -> list[int]:
        pool = Pool("joint", (Contribution("the body", pounds=Decimal(100)),), remainder=remainder)
        share = Share(Decimal(60), PoolShare("joint", AHead(Decimal(1))))
        return pence(worked(pool, pay(share, pot="joint"), on=data("A1", "A2")), 2)

    assert (shared("kept"), shared("shared")) == ([3_000, 3_000], [5_000, 5_000])


def test_a_pool_asked_for_more_than_it_holds_is_scaled_down() -> None:
    pool = Pool("joint", (Contribution("the body", pounds=Decimal(100)),))
    share = pay(PoolShare("joint", AHead(Decimal(1))), pot="joint")
    first = pay(Fixed(Decimal(10)), pot="joint")
    found = worked(pool, share, share, first, on=data("A1", "A2"))
    assert [pence(found, n) for n in (2, 3, 4)] == [[2_000] * 2, [2_000] * 2, [1_000] * 2]


BEFORE = national_year(
    indicator("BP002"), indicator("GONE1"), point_value=90, average_list=5000, year=str(LAST)
)  # fmt: skip


@pytest.mark.parametrize(
    ("uplift", "indicators", "paid"),
    [
        (BasePoints(LAST).uplift, named("BP002"), 50_000),
        ((), named("BP002"), 45_000),
        ((), EVERY, 67_500),
        ((Uplift.POINT_VALUE,), EVERY, 75_000),
    ],
)
def test_points_of_an_earlier_year_are_brought_up_as_the_term_says(
    uplift: tuple[Uplift, ...], indicators: Chosen, paid: int
) -> None:
    """BP002 earned 5 points at 60%, an indicator that is gone 2.5 at 50%; a point was £90."""
    held = data(counts=results(more=(count(LAST, "A1", "GONE1", 50),)))
    term = BasePoints(LAST, indicators, uplift)
    found = work(scheme(pay(term)), LAW, held, area=AREA, base_law=BEFORE)
    assert pence(found, 1) == [paid]


def test_without_the_retired_only_points_that_are_still_there_are_paid_as_of_this_year() -> None:
    """BP002 earned half of its 10 points at 60%, of 20 this year; what is gone since pays nothing."""
    now = replace(LAW, indicators={**LAW.indicators, "BP002": indicator("BP002", points=20)})
    held = data(counts=results(more=(count(LAST, "A1", "GONE1", 50),)))
    term = BasePoints(LAST, uplift=(), without_retired=True)
    found = work(scheme(pay(term)), now, held, area=AREA, base_law=BEFORE)
    assert pence(found, 1) == [90_000]


def test_points_of_merged_practices_are_averaged_by_list() -> None:
    """A1 earned 5 points with 5,000 patients, A9 10 with 15,000: together 8.75."""
    gone = {"year": str(LAST), "practice": "A9", "list_size": 15_000.0, "successor": "A1"}
    held = data(practices=[*both_years("A1"), gone], counts=results(more=(count(LAST, "A9", "BP002", 80),)))
    term = BasePoints(LAST, named("BP002"))
    found = work(scheme(pay(term)), LAW, held, area=AREA, base_law=BEFORE)
    assert pence(found, 1) == [87_500]


def test_a_base_year_that_is_not_held_is_named() -> None:
    only = data(counts=[count(THIS, "A1", "BP002", 50)])
    with pytest.raises(BadInput) as refused:
        worked(pay(BasePoints(LAST)), on=only)
    assert [problem.code for problem in refused.value.problems] == ["P202"]


def test_income_of_a_practice_taken_over_since_is_added_to_its_successors() -> None:
    rows = [*both_years("A1"), {"year": str(LAST), "practice": "A9", "successor": "A1"}]
    payments = [{"year": str(LAST), "practice": code, "amount": 100.0} for code in ("A1", "A9")]
    term = BaseIncome(LAST, Reading.CASH)
    found = worked(pay(term), on=data(practices=rows, payments=payments))
    assert pence(found, 1) == [20_000]
    assert [(gone.practice, gone.successor) for gone in found.told.gone] == [("A9", "A1")]


def test_a_practice_without_the_base_is_paid_as_the_term_says() -> None:
    payments = [{"year": str(LAST), "practice": "A1", "amount": 100.0}]

    def paid(missing: Missing) -> list[int]:
        term = BaseIncome(LAST, Reading.CASH, missing=missing)
        found = worked(pay(term, instead_of="qof"), on=data("A1", "A2", payments=payments))
        assert "no QOF income of 2014/15" in found.notes[1]
        return found.scheme_pence.tolist()

    assert paid(Missing.NATIONAL) == [10_000, 195_000]
    # What is not known cannot take the place of anything.
    assert paid(Missing.NOTHING) == [10_000, 195_000]


def test_a_mean_of_years_is_of_those_a_practice_has() -> None:
    points = [
        {"year": year, "practice": code, "indicator": "TOTAL", "points_published": each}
        for year, code, each in (("2014/15", "A1", 10.0), ("2015/16", "A1", 20.0), ("2015/16", "A2", 30.0))
    ]
    term = MeanOf((BasePoints(LAST), Points()))
    held = tables(practices=both_years("A1", "A2"), counts=points)
    found = worked(pay(term, instead_of="qof"), on=held)
    assert found.national_pence.tolist() == [200_000, 300_000]
    assert pence(found, 1) == [150_000, 300_000]
    assert found.notes[1] == ("no points of 2014/15",)
    assert "paid on the mean of those that it has" in found.told.rule


def test_a_term_that_names_indicators_cannot_go_by_points_in_all() -> None:
    points = [{"year": "2015/16", "practice": "A1", "indicator": "TOTAL", "points_published": 10.0}]
    with pytest.raises(BadInput) as refused:
        worked(pay(Points(named("BP002"))), on=tables(practices=both_years("A1"), counts=points))
    assert [problem.code for problem in refused.value.problems] == ["P202"]


def test_a_practice_without_a_network_is_named_where_networks_count() -> None:
    rows = both_years("A1", network="N1") + both_years("A2")
    found = worked(pay(NetworkAll(Fixed(Decimal(5)))), on=data("A1", "A2", practices=rows))
    assert found.notes == ((), ("no network is known",))


def test_a_part_of_a_year_is_said() -> None:
    rows = both_years("A1", opened=date(2015, 10, 1))
    assert worked(on=data(practices=rows)).notes == (("in force for 183 of 366 days",),)


def test_another_law_is_refused_where_it_lacks_what_the_scheme_names() -> None:
    older = national_year(indicator("DM002", pays=YesNo()), year=str(LAST))
    given = scheme(suspended("BP002"), SetPays(named("DM002"), lower=Decimal(30)), guaranteed())
    with pytest.raises(BadInput) as refused:
        work(given, older, data(), area=AREA)
    said = [problem.message for problem in refused.value.problems]
    assert {problem.code for problem in refused.value.problems} == {"P208"}
    assert any("names BP002, which test/year does not have" in each for each in said)
    assert any("sets thresholds of DM002" in each for each in said)
    assert sum("which is not before 2014/15" in each for each in said) == 2


def test_thresholds_that_another_law_turns_round_are_refused() -> None:
    with pytest.raises(BadInput) as refused:
        worked(SetPays(named("BP002"), lower=Decimal(90)))
    assert "pay from 90% to 80%" in refused.value.problems[0].message


def test_a_document_that_says_why_it_has_no_price_is_refused_with_its_words() -> None:
    with pytest.raises(BadInput) as refused:
        worked(unpriced=Said("Nothing was read of its terms.", MADE_UP))
    assert refused.value.problems[0].code == "P209"
    assert "Nothing was read of its terms." in refused.value.problems[0].message


def test_there_is_no_cash_reading_of_a_changed_law_but_one_of_a_payment_beside_qof() -> None:
    payments = [{"year": str(THIS), "practice": "A1", "amount": 40.0}]
    held = data(payments=payments)
    with pytest.raises(BadInput) as refused:
        work(scheme(Retire(named("BP002"))), LAW, held, area=AREA, reading=Reading.CASH)
    assert refused.value.problems[0].code == "P205"
    found = work(scheme(pay(Fixed(Decimal(1)))), LAW, held, area=AREA, reading=Reading.CASH)
    assert found.scheme_pence.tolist() == [4_100]


def test_without_results_a_payment_beside_qof_is_priced_on_what_was_paid() -> None:
    held = data(counts=[], payments=[{"year": str(THIS), "practice": "A1", "amount": 40.0}])
    found = worked(pay(Fixed(Decimal(1))), on=held)
    assert (found.ask.reading, found.national) == (Reading.CASH, None)
    assert ends(found, 0) == (4_000, 0, 4_000, 0)


@pytest.mark.parametrize(
    ("claimed", "true"),
    [
        ({"national": Asserted(Decimal(1950))}, True),
        ({"total": Asserted(Decimal(1960), Decimal(1))}, True),
        ({"scheme": Asserted(Decimal(1960), Decimal("0.99"))}, False),
        ({"change": Asserted(Decimal(8)), "practices": Asserted(Decimal(2))}, False),
    ],
)
def test_pounds_that_a_scheme_asserts_are_checked(claimed: Mapping[str, Asserted], true: bool) -> None:
    given = replace(scheme(pay(Fixed(Decimal(9)))), asserts=claimed)
    if true:
        assert price(given, LAW, data(), area=AREA).change == 9
        return
    with pytest.raises(BadInput) as refused:
        price(given, LAW, data(), area=AREA)
    assert [problem.code for problem in refused.value.problems] == ["P206"] * len(claimed)


def test_a_scheme_that_changes_nothing_says_why() -> None:
    assert "Nothing in the scheme" in worked().told.remarks[-1]
    silent = [row for row in results() if row["indicator"] != "QP001"]
    said = worked(Retire(named("QP001")), on=data(counts=silent)).told.remarks[-1]
    assert said == "The scheme changes nothing here: no practice has a result for QP001."
    said = worked(SetPays(named("DM002"), lower=Decimal(40))).told.remarks[-1]
    assert "comes to the same" in said
    nobody = worked(pay(Fixed(Decimal(1))), area=Area(("T01",), frozenset())).told.remarks[-1]
    assert "No practice here joins" in nobody


def test_an_area_whose_practices_have_no_results_is_told_what_is_missing() -> None:
    elsewhere = data("A1", "B1", counts=results("B1"))
    rows = elsewhere.practices.with_columns(
        commissioner=pl.when(pl.col("practice") == "B1").then(pl.lit("T02")).otherwise(pl.col("commissioner"))
    )
    with pytest.raises(BadInput) as refused:
        worked(Retire(named("QP001")), on=replace(elsewhere, practices=rows))
    (problem,) = refused.value.problems
    assert problem.code == "P202"
    assert problem.message == "no results of 2015/16 for the practice of T01."


def test_a_whole_nation_is_an_area() -> None:
    found = price(scheme(bodies=("ENGLAND",)), LAW, data("A1", "A2"), area=Area(("ENGLAND",)))
    assert len(found.lines) == 2


def test_lines_have_their_streams_and_their_ends() -> None:
    line = pricing_of(worked(pay(AHead(Decimal(2))))).lines[0]
    assert line.parts == (("National QOF", Decimal(1950)), ("local work", Decimal(10_000)))
    assert (line.lowest, line.highest) == (Decimal(10_000), Decimal(12_700))


def test_every_indicator_may_be_suspended_but_those_kept() -> None:
    found = worked(Suspend(EVERY, THIS.first_day, None, MADE_UP), Keep(named("QP001")))
    assert pence(found, 0) == [QP_NOW]
