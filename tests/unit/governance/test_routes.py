"""Whether a scheme may be adopted by the route it asks for, by what it does, who asks, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from openqof.core.changes import Certainty, LevelOf, Pay, Retire, SetPoints, Suspend, When
from openqof.core.governance.bodies import Body, ModelFrom
from openqof.core.governance.conditions import Fact, Facts, Is
from openqof.core.governance.packs import BodyKind, ConditionRule, Model, Pack, Rule
from openqof.core.governance.verdicts import Answer, Verdict
from openqof.core.scheme import Change, Runs, Said, Scheme
from openqof.core.sources import Basis, Provenance
from openqof.core.terms import BaseIncome, Chosen, Reading
from openqof.core.years import FinancialYear
from openqof.files.governance import load_packs
from openqof.files.load import load_scheme
from openqof.governance.packs import pack_on
from openqof.governance.routes import judged_as, route, route_of
from openqof.governance.standing import standing

HERE = Provenance("openqof", Basis.FOUND)
VOLUNTARY: Mapping[str, Fact] = {
    "route": "voluntary-alternative", "touches_qof": True, "suspends_qof": False, "protects_income": True,
    "starts": date(2017, 4, 1), "term_years": Decimal(1), "national_qof_offered": True,
    "joining_voluntary": True, "des_offered": True, "gms_entitlement_cut": False,
    "extractions_accepted": True, "double_payment": False, "pms_reviewed": True, "outcomes_shown": True,
    "inequalities_shown": True, "value_shown": True, "above_core_shown": True, "monitoring_stated": True,
    "novel_or_contentious": False, "settles_claim_above_100000": False, "lmc_consulted": True,
    "public_involved": True, "equality_assessed": True,
}  # fmt: skip
"""A scheme against which no rule of the guidance of 2016 stands."""
OWN = ("route", "touches_qof", "suspends_qof", "protects_income", "starts", "term_years")
STATED: Facts = {name: fact for name, fact in VOLUNTARY.items() if name not in OWN}
"""What a body states beside a document."""
DECEMBER_2016 = date(2016, 12, 1)


@cache
def packs() -> tuple[Pack, ...]:
    return load_packs()


def body(kind: BodyKind, model: Model, *, name: str = "An invented body", code: str = "X01") -> Body:
    return Body(code, name, kind, (ModelFrom(model, date(2013, 4, 1), HERE),), HERE)


DELEGATED = body(BodyKind.CCG, Model.DELEGATED)
JOINT = body(BodyKind.CCG, Model.JOINT)
INVOLVED = body(BodyKind.CCG, Model.INVOLVEMENT)
TEAM = body(BodyKind.AREA_TEAM, Model.NATIONAL)
BOARD = body(BodyKind.ICB, Model.DELEGATED)


def ask(who: Body, on: date = DECEMBER_2016, /, **facts: Fact) -> Verdict:
    return route_of({**VOLUNTARY, **facts}, who, on, packs())


def suspension(who: Body, on: date, /, **facts: Fact) -> Verdict:
    return ask(who, on, route="in-year-suspension", suspends_qof=True, **facts)


def against(verdict: Verdict) -> set[str]:
    return {reason.rule for reason in verdict.against}


def test_a_delegated_group_adopts_a_scheme_without_national_approval():
    for on in (date(2015, 4, 1), DECEMBER_2016, date(2018, 4, 1), date(2022, 6, 30)):
        verdict = ask(DELEGATED, on, nhs_england_approves=False, starts=date(2023, 4, 1))
        assert verdict.allowed, against(verdict)


def test_a_joint_committee_needs_both_sides():
    assert ask(JOINT, body_agrees=True, area_team_agrees=True).allowed
    assert against(ask(JOINT, body_agrees=True, area_team_agrees=False)) == {"ccg-2016:both-sides"}
    assert ask(JOINT, body_agrees=True).answer is Answer.NOT_SHOWN


def test_a_group_that_is_only_involved_may_not_adopt_one():
    verdict = ask(INVOLVED, nhs_england_approves=True, body_agrees=True)
    assert against(verdict) == {"ccg-2016:local-incentive-schemes-involvement"}


@pytest.mark.parametrize("agrees", [True, False])
def test_early_2014_followed_the_area_team(agrees):
    verdict = suspension(
        TEAM,
        date(2014, 1, 1),
        starts=date(2014, 1, 1),
        area_team_agrees=agrees,
        same_refused_elsewhere=True,
    )
    assert verdict.allowed is agrees
    wanted = set() if agrees else {"area-team-2013:area-team-agrees", "area-team-2013:single-operating-model"}
    assert against(verdict) == wanted


def test_the_alternative_of_2014_needed_national_approval_for_one_year():
    asked = {"area_team_agrees": True, "same_refused_elsewhere": True, "starts": date(2014, 4, 1)}
    on = date(2014, 6, 12)
    assert ask(TEAM, on, **asked, nhs_england_national_approves=True).allowed
    refused = ask(TEAM, on, **asked, nhs_england_national_approves=False)
    both = {"area-team-2013:national-approval", "area-team-2013:not-in-year-2014"}
    assert against(refused) == both
    long = ask(TEAM, on, **asked, nhs_england_national_approves=True, term_years=Decimal(2))
    assert against(long) == {"area-team-2013:one-year", "area-team-2013:not-in-year-2014"}
    part = ask(TEAM, on, **asked, nhs_england_national_approves=True, term_years=Decimal(3) / 12)
    assert against(part) == {"area-team-2013:not-in-year-2014"}
    ahead = ask(TEAM, date(2014, 4, 1), **asked, nhs_england_national_approves=True)
    assert ahead.allowed


def test_a_suspension_that_calls_itself_voluntary_is_told_so_and_refused():
    scheme = load_scheme("leeds/suspension-2017")
    called = replace(scheme, route=Said("voluntary-alternative", HERE))
    verdict = route(called, DELEGATED, date(2017, 1, 16), packs(), STATED)
    told = next(reason for reason in verdict.reasons if reason.rule == "route:judged-by-effect")
    assert "whatever it calls itself" in told.says
    assert against(verdict) == {"ccg-2016:no-suspension"}
    assert against(route(scheme, DELEGATED, date(2017, 1, 16), packs(), STATED)) == against(verdict)


def test_the_best_quarter_of_local_services_is_lawful_where_a_suspension_is_not():
    on = date(2022, 12, 1)
    scheme = load_scheme("lancashire/best-quarter-2022")
    assert route(scheme, BOARD, on, packs(), STATED).allowed
    refused = suspension(BOARD, on, starts=on, emergency_level=Decimal(3))
    (reason,) = refused.against
    assert (reason.rule, reason.needed_by) == ("icb-2022:no-suspension", date(2022, 9, 8))
    assert reason.says.endswith("It is too late: this was needed by 8 September 2022.")


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({"emergency_level": Decimal(4)}, Answer.YES),
        ({"emergency_level": Decimal(3)}, Answer.NO),
        ({"emergency_level": Decimal(0), "consultation_opened": date(2022, 10, 9)}, Answer.YES),
        ({"emergency_level": Decimal(0), "consultation_opened": date(2022, 10, 10)}, Answer.NO),
        ({"consultation_opened": date(2022, 10, 9)}, Answer.YES),
        ({}, Answer.NOT_SHOWN),
    ],
)
def test_a_board_suspends_in_an_emergency_or_after_twelve_weeks(facts, answer):
    verdict = suspension(BOARD, date(2023, 1, 1), starts=date(2023, 1, 1), **facts)
    assert verdict.answer is answer


@pytest.mark.parametrize(
    ("on", "more", "answer"),
    [
        (date(2022, 9, 1), {}, Answer.NO),
        (date(2022, 12, 31), {}, Answer.NO),
        (date(2023, 1, 1), {}, Answer.YES),
        (date(2023, 1, 1), {"consultation_closed": date(2022, 12, 31)}, Answer.YES),
        (date(2023, 1, 1), {"consultation_closed": date(2022, 11, 1)}, Answer.NO),
        (date(2022, 9, 1), {"consulted_weeks": Decimal(12)}, Answer.NO),
    ],
)
def test_a_consultation_has_run_by_the_day_of_the_decision(on, more, answer):
    known: Facts = {"consultation_opened": date(2022, 10, 9), "emergency_level": Decimal(0), **more}
    verdict = suspension(BOARD, on, starts=date(2023, 1, 2), **known)
    assert verdict.answer is answer


def test_the_twelve_weeks_count_from_the_day_on_which_work_stops():
    known: Facts = {"emergency_level": Decimal(0), "starts": date(2023, 4, 1), "stops": date(2024, 1, 1)}
    (reason,) = suspension(BOARD, date(2023, 9, 1), **known).against
    assert reason.needed_by == date(2023, 10, 9)
    late = suspension(BOARD, date(2023, 9, 1), **{**known, "stops": date(2023, 1, 1)})
    assert late.against[0].needed_by == date(2023, 1, 7)


def test_a_request_still_in_time_is_told_by_when():
    verdict = suspension(BOARD, date(2023, 9, 1), starts=date(2024, 1, 1), emergency_level=Decimal(0))
    (reason,) = verdict.against
    assert reason.needed_by == date(2023, 10, 9)
    assert reason.says.endswith("This is needed by 9 October 2023.")


def test_an_alternative_within_the_year_is_told_when_it_would_have_had_to_start():
    (reason,) = ask(DELEGATED, starts=date(2016, 10, 1)).against
    assert (reason.rule, reason.needed_by) == ("ccg-2016:not-in-year", date(2016, 4, 1))


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("national-qof-offered", {"national_qof_offered": False}),
        ("joining-voluntary", {"joining_voluntary": False}),
        ("des-offered", {"des_offered": False}),
        ("gms-entitlement", {"gms_entitlement_cut": True}),
        ("extractions-accepted", {"extractions_accepted": False}),
        ("no-double-payment", {"double_payment": True}),
        ("lmc-consulted", {"lmc_consulted": False}),
        ("public-involved", {"public_involved": False}),
        ("equality-assessed", {"equality_assessed": False}),
        ("not-in-year", {"starts": date(2017, 7, 1)}),
    ],
)
def test_each_standing_rule_refuses(rule, facts):
    assert against(ask(DELEGATED, **facts)) == {f"ccg-2016:{rule}"}
    pack = pack_on(packs(), BodyKind.CCG, DECEMBER_2016)
    assert pack is not None
    verdict = standing(pack, {**VOLUNTARY, **facts}, DECEMBER_2016)
    assert against(verdict) == {f"ccg-2016:{rule}"}
    assert standing(pack, VOLUNTARY, DECEMBER_2016).allowed


def test_from_2024_the_process_of_the_regime_is_a_standing_rule():
    start = {"starts": date(2024, 4, 1)}
    assert ask(BOARD, date(2023, 12, 31), **start).allowed
    assert against(ask(BOARD, date(2024, 1, 1), **start)) == {"icb-2022:psr-route"}
    assert ask(BOARD, date(2024, 1, 1), **start, psr_route="competitive process").allowed


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("novel-matters", {"novel_or_contentious": True}),
        ("over-five-years", {"term_years": Decimal(6)}),
        ("claims-above-100000", {"settles_claim_above_100000": True}),
    ],
)
@pytest.mark.parametrize(("who", "on", "pack"), [
    (DELEGATED, date(2016, 6, 1), "ccg-2014"), (DELEGATED, DECEMBER_2016, "ccg-2016"),
    (DELEGATED, date(2018, 6, 1), "ccg-2017"), (BOARD, date(2023, 6, 1), "icb-2022"),
])  # fmt: skip
def test_each_reserved_matter_needs_approval(rule, facts, who, on, pack):
    known: Facts = {**facts, "starts": date(2024, 4, 1)}
    assert against(ask(who, on, **known, nhs_england_approves=False)) == {f"{pack}:{rule}"}
    assert ask(who, on, **known, nhs_england_approves=True).allowed


@pytest.mark.parametrize(
    ("who", "on", "rule"),
    [
        (DELEGATED, DECEMBER_2016, "ccg-2016:national-contract-delegated"),
        (JOINT, DECEMBER_2016, "ccg-2016:national-contract-joint"),
        (INVOLVED, DECEMBER_2016, "ccg-2016:national-contract-involvement"),
        (TEAM, DECEMBER_2016, "area-team-2013:national-contract-national"),
        (BOARD, date(2025, 2, 1), "icb-2022:national-contract-delegated"),
    ],
)
def test_no_commissioner_adopts_a_national_change(who, on, rule):
    facts: Facts = {"route": "national-change", "touches_qof": True, "national_qof_offered": False}
    verdict = route_of({**facts, "directions_amended": True}, who, on, packs())
    (reason,) = verdict.against
    assert (verdict.answer, reason.rule) == (Answer.NO, rule)
    assert reason.says.endswith("nor adopts such a change: the Secretary of State decides.")
    amended = route_of({**facts, "directions_amended": False}, who, on, packs())
    assert {each.partition(":")[2] for each in against(amended)} >= {"directions-amended"}


LEEDS = load_scheme("leeds/suspension-2017")


@pytest.mark.parametrize(
    ("on", "rules"),
    [
        (date(2017, 1, 16), {"ccg-2016:no-suspension"}),
        (date(2016, 12, 31), {"ccg-2016:no-suspension-before-advice"}),
        (date(2016, 4, 2), {"ccg-2014:no-suspension"}),
        (date(2016, 4, 1), set()),
    ],
)
def test_a_suspension_whose_first_day_is_moved_back_is_one_by_the_day_it_is_adopted(on, rules):
    runs = replace(LEEDS.runs, first=date(2016, 4, 1))
    moved = replace(LEEDS, runs=runs, route=Said("voluntary-alternative", HERE))
    assert against(route(moved, DELEGATED, on, packs(), STATED)) == rules


def suspended(first: date, last: date | None) -> Scheme:
    """A voluntary scheme of a year that pays the level of a year before for work stopped in part of it."""
    every = Suspend(Chosen(every=True), first, LevelOf(FinancialYear(2015)), HERE, last)
    runs = Runs(date(2016, 4, 1), date(2017, 3, 31), HERE)
    called = Said("voluntary-alternative", HERE)
    return replace(LEEDS, runs=runs, route=called, changes=(Change(1, every, HERE),))


@pytest.mark.parametrize("on", [date(2016, 3, 1), date(2016, 6, 1)])
def test_work_that_stops_for_one_quarter_stops_within_the_year(on):
    quarter = suspended(date(2016, 4, 1), date(2016, 6, 30))
    assert against(route(quarter, DELEGATED, on, packs(), STATED)) == {"ccg-2014:no-suspension"}
    late = suspended(date(2017, 1, 1), None)
    assert against(route(late, DELEGATED, on, packs(), STATED)) == {"ccg-2014:no-suspension"}


@pytest.mark.parametrize(
    "stop",
    [
        Suspend(Chosen(every=True), date(2017, 1, 1), None, HERE),
        Retire(Chosen(every=True)),
        SetPoints(Chosen(every=True), percent=Decimal(0)),
    ],
)
def test_a_suspension_in_two_parts_is_refused_as_one(stop):
    income = BaseIncome(FinancialYear(2015), Reading.CASH)
    lump = Pay("lump", "a payment", income, "A body", "QOF", Certainty.GUARANTEED, When())
    two = tuple(Change(number, terms, HERE) for number, terms in enumerate((stop, lump), start=1))
    scheme = replace(LEEDS, changes=two, route=Said("voluntary-alternative", HERE))
    verdict = route(scheme, DELEGATED, date(2016, 12, 1), packs(), STATED)
    assert against(verdict) == {"ccg-2016:no-suspension-before-advice"}


def test_an_area_team_adopts_no_alternative_within_the_year_after_march_2014():
    agreed: Facts = {
        "area_team_agrees": True,
        "same_refused_elsewhere": False,
        "nhs_england_national_approves": True,
    }
    october = {"starts": date(2016, 10, 1)}
    assert against(ask(TEAM, date(2016, 9, 1), **agreed, **october)) == {"area-team-2013:not-in-year"}
    backdated = {"starts": date(2015, 4, 1)}
    assert against(ask(TEAM, date(2015, 6, 1), **agreed, **backdated)) == {"area-team-2013:not-in-year"}
    assert ask(TEAM, date(2014, 1, 1), **agreed, starts=date(2014, 1, 1)).allowed


def test_a_local_scheme_cannot_amend_the_directions():
    assert against(ask(DELEGATED, for_national_law=True)) == {"ccg-2016:not-national-law"}


def test_the_route_must_be_named_and_the_effect_known():
    facts = {name: fact for name, fact in VOLUNTARY.items() if name != "route"}
    unnamed = route_of(facts, DELEGATED, DECEMBER_2016, packs())
    assert against(unnamed) == {"route:one-of-three"}
    facts = {name: fact for name, fact in VOLUNTARY.items() if name != "suspends_qof"}
    assert against(route_of(facts, DELEGATED, DECEMBER_2016, packs())) == {"route:judged-by-effect"}


@pytest.mark.parametrize(
    ("named", "stops", "protects", "judged"),
    [
        ("voluntary-alternative", True, True, "in-year-suspension"),
        ("voluntary-alternative", True, False, "voluntary-alternative"),
        ("voluntary-alternative", False, True, "voluntary-alternative"),
        ("in-year-suspension", False, False, "in-year-suspension"),
        ("national-change", True, True, "national-change"),
        ("", True, True, "in-year-suspension"),
    ],
)
def test_a_scheme_is_judged_by_what_it_does(named, stops, protects, judged):
    assert judged_as({"route": named, "suspends_qof": stops, "protects_income": protects}) == judged


def test_what_leaves_national_qof_alone_is_a_local_service():
    verdict = ask(INVOLVED, touches_qof=False, starts=date(2016, 10, 1))
    assert verdict.allowed
    assert "ccg-2016:local-services-involvement" in verdict.rules


def test_a_body_adds_rules_of_its_own():
    rule = Rule("members-agree", "Member practices agree.", HERE)
    own = replace(DELEGATED, own_conditions=(ConditionRule(rule, "approval", Is("members_agreed", True)),))
    assert against(ask(own, members_agreed=False)) == {"own:members-agree"}
    assert ask(own, members_agreed=True).allowed


def test_a_body_without_rules_decides_nothing():
    assert against(ask(DELEGATED, date(2022, 7, 1))) == {"powers:rules-held"}


def test_a_verdict_cites_its_rules_with_their_sources():
    verdict = ask(DELEGATED)
    assert all(":" in reason.rule and reason.provenance.source for reason in verdict.reasons)
    assert len(verdict.rules) == len(verdict.reasons)
