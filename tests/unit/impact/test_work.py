"""Streams of a scheme: what stays of national QOF, what each change pays, its ends and what is sure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from builders import indicator, national_year
from impact_builders import LAST, MADE_UP, THIS, both_years, guaranteed, scheme, suspended
from openqof.core.changes import (
    Certainty,
    Keep,
    LevelOf,
    Retire,
    SetPays,
    SetPoints,
    Suspend,
    Terms,
)
from openqof.core.national import Register
from openqof.core.problems import BadInput
from openqof.core.scheme import Offer, Runs
from openqof.core.terms import (
    RAW_LIST,
    AHead,
    Fixed,
    Points,
    Share,
)
from openqof.impact.price import work
from openqof.impact.worked import Worked
from openqof.impact.working.roll import Area
from work_builders import (
    AREA,
    BP_NOW,
    DM_NOW,
    LAW,
    QP_NOW,
    data,
    ends,
    named,
    of,
    pay,
    pence,
    worked,
)


def test_national_qof_may_come_to_nothing_or_to_every_point() -> None:
    found = worked()
    assert ends(found, 0) == (BP_NOW + DM_NOW + QP_NOW, 0, 270_000, 0)
    assert found.scheme_pence.tolist() == found.national_pence.tolist()
    assert found.reform is LAW


def test_a_register_stays_as_it_is_at_both_ends() -> None:
    law = national_year(indicator("HYP001", 6, Register()), indicator("BP002"), year=str(THIS),
                        point_value=100, average_list=5000)  # fmt: skip
    rows = [{"year": str(THIS), "practice": "A1", "group": "HYP", "register": 50.0, "list_size": 5000.0}]
    found = work(scheme(), law, data(prevalence=rows), area=AREA)
    assert ends(found, 0) == (60_000 + BP_NOW, 60_000, 160_000, 0)


def test_a_payment_beside_qof_is_a_stream_of_its_own() -> None:
    found = worked(pay(AHead(Decimal(2))))
    assert (pence(found, 0), pence(found, 1)) == ([195_000], [1_000_000])
    assert ends(found, 1) == (1_000_000, 1_000_000, 1_000_000, 0)
    assert [(s.payer, s.pot, s.name) for s in of(found, 1)] == [("the body", "local", "local work")]


def test_what_is_guaranteed_is_the_least_of_a_guaranteed_payment() -> None:
    term = Points(named("BP002", "DM002"))
    found = worked(pay(term, certainty=Certainty.GUARANTEED))
    assert ends(found, 1) == (BP_NOW + DM_NOW, 0, 200_000, 0)
    sure = worked(pay(AHead(Decimal(2), RAW_LIST), certainty=Certainty.GUARANTEED))
    assert ends(sure, 1)[3] == 1_000_000


def test_points_of_a_year_that_was_over_when_the_scheme_began_are_sure() -> None:
    """A national change starts from the law before it, whose results move no more."""
    after = Runs(date(2016, 4, 1), date(2017, 3, 31), MADE_UP)
    term = pay(Points(named("BP002")), certainty=Certainty.GUARANTEED)
    assert ends(worked(term, runs=after, base=LAW.id), 1) == (BP_NOW,) * 4
    assert ends(worked(term, base=LAW.id), 1) == (BP_NOW, 0, 100_000, 0)


def test_what_takes_the_place_of_qof_leaves_the_indicators_kept() -> None:
    found = worked(Keep(named("DM002")), pay(Fixed(Decimal(500)), instead_of="qof"))
    assert (pence(found, 0), pence(found, 2)) == ([DM_NOW], [50_000])
    assert of(found, 2)[0].instead == "qof"


def test_a_guarantee_with_indicators_kept_pays_those_on_top() -> None:
    payments = [{"year": str(year), "practice": "A1", "amount": 1500.0} for year in (LAST, THIS)]
    found = worked(guaranteed(), Keep(named("QP001")), on=data(payments=payments))
    assert (pence(found, 0), pence(found, 1)) == ([QP_NOW], [150_000])
    assert found.national_pence.tolist() == [150_000]
    assert ends(found, 0) == (QP_NOW, 0, 70_000, 0)


def test_a_guarantee_stands_beside_a_payment_and_mixes_with_services() -> None:
    payments = [{"year": str(year), "practice": "A1", "amount": 1500.0} for year in (LAST, THIS)]
    found = worked(guaranteed(), pay(Fixed(Decimal(7))), on=data(payments=payments))
    assert [pence(found, n) for n in (0, 1, 2)] == [[0], [150_000], [700]]


@pytest.mark.parametrize(
    ("above", "paid"), [(None, 150_000), (Decimal(10), 150_000), (Decimal("9.9"), 165_000)]
)
def test_what_was_achieved_may_be_asked_for_where_it_is_so_much_above(
    above: Decimal | None, paid: int
) -> None:
    rows = [
        {"year": str(y), "practice": "A1", "amount": amount} for y, amount in ((LAST, 1500.0), (THIS, 1650.0))
    ]
    found = worked(guaranteed(or_actual_above=above), on=data(payments=rows))
    assert pence(found, 1) == [paid]
    assert of(found, 1)[0].guaranteed.tolist() == [150_000]


def test_a_share_of_the_base_is_guaranteed_half_up() -> None:
    rows = [{"year": str(year), "practice": "A1", "amount": 33.33} for year in (LAST, THIS)]
    found = worked(guaranteed(share=Decimal(50)), on=data(payments=rows))
    assert pence(found, 1) == [1667]


def test_a_practice_that_does_not_join_has_national_pay_and_nothing_else() -> None:
    found = worked(pay(Fixed(Decimal(9))), Retire(named("BP002")), on=data("A1", "A2"),
                   area=Area(("T01",), frozenset({"A1"})))  # fmt: skip
    assert (pence(found, 0), pence(found, 1)) == ([DM_NOW + QP_NOW, 195_000], [900, 0])
    assert found.notes[1] == ("not joined: national pay",)


def test_contracts_that_the_offer_leaves_out_stay_national() -> None:
    rows = both_years("A1", contract="PMS") + both_years("A2", contract="GMS") + both_years("A3")
    offer = Offer("GMS practices", True, MADE_UP, contracts=("GMS",))
    found = worked(pay(Fixed(Decimal(1))), on=data("A1", "A2", "A3", practices=rows), offer=offer)
    assert pence(found, 1) == [0, 100, 100]
    assert found.notes[0] == ("PMS, to which the scheme is not offered: national pay",)


def test_a_closed_list_keeps_a_practice_out_where_the_scheme_says_so_and_nowhere_else() -> None:
    area = Area(("T01",), closed=frozenset({"A1"}))
    offer = Offer("all practices", True, MADE_UP)

    def priced(offer: Offer, area: Area) -> Worked:
        return worked(pay(Fixed(Decimal(1))), on=data("A1", "A2"), area=area, offer=offer)

    let_in = priced(offer, area)
    assert (pence(let_in, 1), let_in.notes[0]) == ([100, 100], ())
    assert any("so that their practices may join" in each for each in let_in.told.remarks)
    kept_out = priced(replace(offer, closed_lists=False), area)
    assert pence(kept_out, 1) == [0, 100]
    assert pence(kept_out, 0) == [195_000, 195_000]
    assert kept_out.notes[0] == ("its list is closed, and the scheme is not offered to it: national pay",)
    unsaid = priced(replace(offer, closed_lists=False), Area(("T01",)))
    assert pence(unsaid, 1) == [100, 100]
    assert any("None was named (--closed-lists)" in each for each in unsaid.told.remarks)


def test_a_closed_list_elsewhere_is_refused_beside_a_practice_that_joins_elsewhere() -> None:
    area = Area(("T01",), frozenset({"Z1"}), closed=frozenset({"Z2"}))
    with pytest.raises(BadInput) as refused:
        worked(pay(Fixed(Decimal(1))), on=data("A1"), area=area)
    assert [(each.code, each.message[:2]) for each in refused.value.problems] == [
        ("P204", "Z1"),
        ("P204", "Z2"),
    ]


def test_practices_of_another_nation_than_the_laws_are_refused_with_the_law_to_name() -> None:
    rows = both_years("A1", nation="Scotland")
    with pytest.raises(BadInput) as refused:
        worked(pay(Fixed(Decimal(1))), on=data("A1", practices=rows))
    (problem,) = refused.value.problems
    assert problem.code == "P215"
    assert "the law of England, and the practices of T01 are of Scotland" in problem.message
    assert "--against qof-scotland/2015-16" in problem.hint
    assert (
        len(worked(pay(Fixed(Decimal(1))), on=data("A1", practices=both_years("A1", nation="Demonstration"))))
        == 1
    )


def test_suspended_for_nothing_the_indicators_leave_and_nothing_comes() -> None:
    found = worked(Suspend(named("BP002", "QP001"), THIS.first_day, None, MADE_UP))
    assert pence(found, 0) == [DM_NOW]
    assert [stream.change for stream in found.streams] == [0]


def test_suspended_and_paid_by_a_term_the_term_is_a_stream() -> None:
    term = Share(Decimal(80), Points(named("BP002", "DM002")))
    found = worked(Suspend(named("BP002", "DM002"), THIS.first_day, term, MADE_UP))
    assert (pence(found, 0), pence(found, 1)) == ([QP_NOW], [100_000])
    assert of(found, 1)[0].instead == "indicators"


def test_a_suspension_paid_by_days_pays_each_part_of_the_year_its_own_way() -> None:
    """The last quarter is 91 of 366 days: 91/366 at last year's 5 points, the rest at this year's 2.5."""
    quarter = Suspend(named("BP002"), date(2016, 1, 1), LevelOf(LAST), MADE_UP, by_days=True)
    found = worked(quarter)
    level, rest = round(50_000 * 91 / 366), round(25_000 * 275 / 366)
    assert pence(found, 0) == [level + rest + DM_NOW + QP_NOW]
    assert ends(found, 0)[1] == level
    assert ends(found, 0)[3] == level


def test_a_suspension_paid_by_a_term_and_by_days_pays_the_term_for_its_days() -> None:
    terms = Suspend(named("BP002"), date(2016, 1, 1), Fixed(Decimal(366)), MADE_UP, by_days=True)
    found = worked(terms)
    assert pence(found, 1) == [9_100]
    assert pence(found, 0) == [round(25_000 * 275 / 366) + DM_NOW + QP_NOW]


def test_a_suspension_is_sure_where_an_earlier_year_settles_it() -> None:
    found = worked(suspended("BP002"))
    assert ends(found, 0) == (50_000 + DM_NOW + QP_NOW, 50_000, 220_000, 50_000)
    assert found.reformed is not None
    assert found.reformed.pence[0].tolist() == [50_000]


@pytest.mark.parametrize(
    ("terms", "paid"),
    [
        (Retire(named("BP002")), DM_NOW + QP_NOW),
        (SetPoints(named("DM002"), percent=Decimal(50)), BP_NOW + DM_NOW // 2 + QP_NOW),
        (SetPays(named("BP002"), lower=Decimal(0), upper=Decimal(50)), 100_000 + DM_NOW + QP_NOW),
    ],
)
def test_a_changed_law_pays_this_years_results(terms: Terms, paid: int) -> None:
    found = worked(terms)
    assert pence(found, 0) == [paid]
    assert found.national_pence.tolist() == [195_000]
