"""Pay terms as a document writes them, and what the reader makes of each."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from openqof.core.changes import Pay
from openqof.core.terms import (
    EVERY,
    AHead,
    BaseIncome,
    BasePoints,
    BestOf,
    BestPeriod,
    Capitation,
    Chosen,
    Counted,
    Fixed,
    ForContracts,
    IfMet,
    Improvement,
    Item,
    Kpi,
    Less,
    Limited,
    MeanOf,
    Missing,
    NetworkAll,
    Part,
    Points,
    PoolShare,
    Reading,
    Share,
    Slide,
    Standard,
    Sum,
    Tariff,
    Term,
    TopUp,
    Uplift,
)
from openqof.core.years import FinancialYear
from openqof.files.scheme_terms_shape import TERM_FORMS
from scheme_texts import codes, head_for, paid, scheme

D = Decimal
LAST, ONE = FinancialYear(2013), Fixed(D(1))
DIARY = "require: {of: practice, what: keep a diary, id: diary}"
POT = "pool: {id: pot, from: [{by: CCG, pounds: 100}]}"
TERMS: dict[str, Term] = {
    "{fixed: 12.5}": Fixed(D("12.5")),
    "{a_head: {pounds: 2}}": AHead(D(2), Counted("list")),
    "{a_head: {pounds: 2, of: weighted list}}": AHead(D(2), Counted("weighted list")),
    "{a_head: {pounds: 2, of: {register: HYP}}}": AHead(D(2), Counted("register", "HYP")),
    "{a_head: {pounds: 2, of: {measure: plans}}}": AHead(D(2), Counted("measure", "plans")),
    "{base_income: {of: 2013/14, reading: cash}}": BaseIncome(LAST, Reading.CASH),
    "{base_income: {of: 2013/14, reading: accrual, line: pms_balance, uplift: [list], missing: not paid}}": (
        BaseIncome(LAST, Reading.ACCRUAL, "pms_balance", (Uplift.LIST,), Missing.NOTHING)
    ),
    "{base_points: {of: 2013/14}}": BasePoints(LAST),
    "{base_points: {of: 2013/14, indicators: {all_but: [AF001]}, uplift: [], out_of: 923, scaled_to: 659}}": (
        BasePoints(LAST, Chosen(("AF001",), every=True), (), D(923), D(659))
    ),
    "{base_points: {of: 2013/14, without_retired: true}}": BasePoints(LAST, without_retired=True),
    "{points: {}}": Points(EVERY),
    "{points: {indicators: [AF001]}}": Points(Chosen(("AF001",))),
    "{slide: {measure: seen, from: 40, to: 80, pays: {fixed: 1}}}": Slide("seen", D(40), D(80), ONE),
    "{item: {measure: plans, pounds: 10}}": Item("plans", D(10)),
    "{item: {measure: plans, pounds: 10, most: 200, most_a_thousand: 5}}": Item("plans", D(10), D(200), D(5)),
    "{tariff: {groups: {plans: 107.08}}}": Tariff((("plans", D("107.08")),)),
    "{tariff: {groups: {plans: 1}, kpis: [{measure: seen, weight: 100, full: 50, half: 30}]}}": (
        Tariff((("plans", D(1)),), (Kpi("seen", D(100), D(50), D(30)),))
    ),
    "{top_up: {to: 95, of: list, lines: [global_sum], parts: [{share: 100, standards: []}]}}": (
        TopUp(D(95), Counted("list"), ("global_sum",), (Part(D(100), ()),))
    ),
    "{top_up: {to: 95, of: weighted list, lines: [qof], parts: "
    "[{share: 100, standards: [{measure: seen, at_least: 50}], each: true}]}}": (
        TopUp(
            D(95),
            Counted("weighted list"),
            ("qof",),
            (Part(D(100), (Standard("seen", D(50)),), each=True),),
        )
    ),
    "{improvement: {of: AF004, years: 2, from: 5, to: 15, pays: {fixed: 1}}}": (
        Improvement("AF004", 2, D(5), D(15), ONE)
    ),
    "{improvement: {of: seen, own: true, years: 1, from: 5, to: 15, pays: {fixed: 1}}}": (
        Improvement("seen", 1, D(5), D(15), ONE, own=True)
    ),
    "{best_period: {measure: plans, periods: [Q1, Q2], pounds: 3, times: 4}}": (
        BestPeriod("plans", ("Q1", "Q2"), D(3), D(4))
    ),
    "{capitation: {pounds: 9, of: list, spend: spent, gain: 50, loss: 25, gain_cap: 5, loss_cap: 2}}": (
        Capitation(D(9), Counted("list"), "spent", D(50), D(25), D(5), D(2))
    ),
    "{pool_share: {pool: pot, by: {fixed: 1}}}": PoolShare("pot", ONE),
    "{sum: [{fixed: 1}, {fixed: 1}]}": Sum((ONE, ONE)),
    "{share: {percent: 75, of: {fixed: 1}}}": Share(D(75), ONE),
    "{less: {of: {fixed: 1}, take: [{fixed: 1}], below_nought: true}}": Less(ONE, (ONE,), below_nought=True),
    "{best_of: [{fixed: 1}, {points: {}}]}": BestOf((ONE, Points())),
    "{best_of: {terms: [{fixed: 1}], by_at_least: 10}}": BestOf((ONE,), D(10)),
    "{mean_of: [{fixed: 1}]}": MeanOf((ONE,), Missing.OTHERS),
    "{mean_of: {terms: [{fixed: 1}], missing: not paid}}": MeanOf((ONE,), Missing.NOTHING),
    "{limited: {of: {points: {}}, least: {fixed: 1}}}": Limited(Points(), least=ONE),
    "{limited: {of: {points: {}}, most: {fixed: 1}}}": Limited(Points(), most=ONE),
    "{network_all: {pays: {fixed: 1}}}": NetworkAll(ONE),
    "{network_all: {pays: {fixed: 1}, standard: {measure: seen, at_least: 60}}}": (
        NetworkAll(ONE, Standard("seen", D(60)))
    ),
    "{if_met: {obligations: [diary], pays: {fixed: 1}}}": IfMet(("diary",), ONE),
    "{for_contracts: {contracts: [GMS, PMS], pays: {fixed: 1}, else_pays: {fixed: 1}}}": (
        ForContracts(("GMS", "PMS"), ONE, ONE)
    ),
}


@pytest.mark.parametrize("amount", TERMS, ids=lambda amount: amount[1:40])
def test_a_term_is_read_as_it_is_written(amount: str, tmp_path: Path) -> None:
    found = scheme(tmp_path, DIARY, POT, paid(amount), head=head_for(amount)).changes[2].terms
    assert isinstance(found, Pay)
    assert found.amount == TERMS[amount]


def test_every_term_is_tried() -> None:
    assert {amount[1:].split(":")[0] for amount in TERMS} == set(TERM_FORMS)


SURE = [
    "{fixed: 1}",
    "{fixed: 0}",
    "{a_head: {pounds: 0}}",
    "{a_head: {pounds: 2, of: {register: HYP}}}",
    "{base_income: {of: 2013/14, reading: cash}}",
    "{mean_of: [{base_points: {of: 2013/14}}]}",
    "{best_of: [{points: {}}, {fixed: 1}]}",
    "{sum: [{points: {}}, {fixed: 1}]}",
    "{limited: {of: {points: {}}, least: {fixed: 1}}}",
    "{top_up: {to: 95, of: list, lines: [qof], parts: [{share: 100, standards: []}]}}",
    "{pool_share: {pool: pot, by: {fixed: 1}}}",
    "{for_contracts: {contracts: [GMS], pays: {points: {}}, else_pays: {fixed: 1}}}",
    "{best_period: {measure: plans, periods: [Q1], pounds: 3}}",
]
TO_BE_EARNED = [
    "{points: {}}",
    "{a_head: {pounds: 2, of: {measure: plans}}}",
    "{slide: {measure: seen, from: 40, to: 80, pays: {fixed: 1}}}",
    "{item: {measure: plans, pounds: 10}}",
    "{tariff: {groups: {plans: 107.08}}}",
    "{top_up: {to: 95, of: list, lines: [qof], "
    "parts: [{share: 100, standards: [{measure: seen, at_least: 5}]}]}}",
    "{improvement: {of: AF004, years: 2, from: 5, to: 15, pays: {fixed: 1}}}",
    "{capitation: {pounds: 9, of: list, spend: spent, gain: 50, loss: 25, gain_cap: 5, loss_cap: 2}}",
    "{if_met: {obligations: [diary], pays: {fixed: 1}}}",
    "{network_all: {pays: {fixed: 1}}}",
    "{share: {percent: 50, of: {points: {}}}}",
    "{limited: {of: {points: {}}, most: {fixed: 1}}}",
    "{for_contracts: {contracts: [GMS], pays: {points: {}}}}",
]


@pytest.mark.parametrize("amount", SURE)
def test_what_is_paid_whatever_happens_may_be_guaranteed(amount: str, tmp_path: Path) -> None:
    pay = paid(amount, certainty="guaranteed")
    assert codes(tmp_path, DIARY, POT, pay, head=head_for(amount)) == []


@pytest.mark.parametrize("amount", TO_BE_EARNED)
def test_what_is_to_be_earned_may_not_be_guaranteed(amount: str, tmp_path: Path) -> None:
    pay = paid(amount, certainty="guaranteed")
    assert codes(tmp_path, DIARY, POT, pay, head=head_for(amount)) == ["L235"]
    assert codes(tmp_path, DIARY, POT, paid(amount), head=head_for(amount)) == []


WRONG = {
    "{item: {measure: agreed, pounds: 1}}": "L222",
    "{a_head: {pounds: 2, of: {measure: seen}}}": "L222",
    "{capitation: {pounds: 9, of: list, spend: plans, gain: 5, loss: 2, gain_cap: 5, loss_cap: 2}}": "L222",
    "{improvement: {of: plans, own: true, years: 1, from: 5, to: 15, pays: {fixed: 1}}}": "L222",
    "{improvement: {of: AF04, years: 2, from: 5, to: 15, pays: {fixed: 1}}}": "L209",
    "{improvement: {of: AF004, years: 2, from: 15, to: 15, pays: {fixed: 1}}}": "L234",
    "{base_points: {of: 2013/14, out_of: 923}}": "L219",
    "{base_income: {of: 2014/15, reading: cash}}": "L206",
    "{points: {indicators: [AF001, AF001]}}": "L210",
    "{base_points: {of: 2013/14, indicators: {all_but: [AF999]}}}": "L209",
    "{network_all: {pays: {fixed: 1}, standard: {measure: seen, at_least: 160}}}": "L222",
    "{sum: []}": "L038",
    "{tariff: {groups: {}}}": "L038",
    "{for_contracts: {contracts: [APM], pays: {fixed: 1}}}": "L031",
    "{improvement: {of: AF004, years: 6, from: 5, to: 15, pays: {fixed: 1}}}": "L026",
    "12": "L031",
}


@pytest.mark.parametrize("amount", WRONG)
def test_a_term_that_means_nothing_is_one_problem(amount: str, tmp_path: Path) -> None:
    assert codes(tmp_path, paid(amount), head=head_for(amount)) == [WRONG[amount]]


def test_a_term_within_terms_is_checked_wherever_it_stands(tmp_path: Path) -> None:
    half = "{share: {percent: 50, of: {base_points: {of: 2014/15}}}}"
    inner = f"{{slide: {{measure: seen, from: 80, to: 40, pays: {half}}}}}"
    amount = f"{{best_of: [{{fixed: 1}}, {{limited: {{of: {inner}, most: {{fixed: 9}}}}}}]}}"
    assert sorted(codes(tmp_path, paid(amount), head=head_for(amount))) == ["L206", "L234"]
