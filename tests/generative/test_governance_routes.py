"""Properties of routes: names change nothing, national QOF always stays on offer, more facts never unsay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from openqof.core.changes import (
    AddIndicator,
    Certainty,
    Guarantee,
    LevelOf,
    Pay,
    Replace,
    Retire,
    SetPays,
    SetPoints,
    Suspend,
    When,
)
from openqof.core.governance.bodies import Body, ModelFrom
from openqof.core.governance.conditions import DAY, FACTS, FIGURE, ROUTES, YES_NO, Fact, FactKind, Facts
from openqof.core.governance.packs import BodyKind, Model, Pack
from openqof.core.governance.verdicts import Answer
from openqof.core.national import Protected, YesNo
from openqof.core.scheme import Change, Runs, Said, Scheme
from openqof.core.sources import Basis, Provenance
from openqof.core.terms import (
    BaseIncome,
    BasePoints,
    BestOf,
    Chosen,
    Fixed,
    Points,
    Reading,
    Share,
    Sum,
    Term,
)
from openqof.core.years import FinancialYear
from openqof.files.governance import load_packs
from openqof.files.load import load_scheme
from openqof.governance.conditions import ASKED, holds, needed_by, unmet
from openqof.governance.powers import may
from openqof.governance.routes import route, route_of
from openqof.governance.scheme_facts import facts_of, followed

HERE = Provenance("openqof", Basis.FOUND)
DAYS = st.dates(date(2013, 4, 1), date(2026, 3, 31))
NAMES = st.text(min_size=1, max_size=30)


@cache
def packs() -> tuple[Pack, ...]:
    return load_packs()


def values(kind: FactKind) -> st.SearchStrategy[Fact]:
    match kind.form:
        case form if form == YES_NO:
            return st.booleans()
        case form if form == FIGURE:
            return st.integers(0, 9).map(Decimal)
        case form if form == DAY:
            return st.one_of(DAYS, st.builds(date, st.integers(2013, 2025), st.just(4), st.just(1)))
    return st.sampled_from(kind.words or ("a", "b"))


FACT_SETS = st.fixed_dictionaries({}, optional={name: values(kind) for name, kind in FACTS.items()})


@st.composite
def bodies(draw: st.DrawFn) -> Body:
    kind = draw(st.sampled_from(BodyKind))
    models = [Model.INVOLVEMENT, Model.JOINT, Model.DELEGATED] if kind is BodyKind.CCG else list(Model)
    froms = draw(st.lists(st.tuples(st.sampled_from(models), DAYS), max_size=3))
    code = draw(st.text("ABX0129", min_size=3, max_size=3))
    return Body(code, draw(NAMES), kind, tuple(ModelFrom(m, first, HERE) for m, first in froms), HERE)


@settings(deadline=None, max_examples=150)
@given(bodies(), bodies(), FACT_SETS, DAYS, st.sampled_from(["local-incentive-schemes", "complaints"]))
def test_swapping_the_names_of_two_bodies_changes_nothing(one: Body, two: Body, facts: Facts, on, function):
    swapped = replace(one, name=two.name, code=two.code), replace(two, name=one.name, code=one.code)
    for was, now in zip((one, two), swapped, strict=True):
        assert route_of(facts, was, on, packs()) == route_of(facts, now, on, packs())
        assert may(was, function, on, packs()) == may(now, function, on, packs())


@settings(deadline=None, max_examples=300)
@given(bodies(), FACT_SETS, DAYS, st.sampled_from(ROUTES))
def test_no_route_closes_off_national_qof(body: Body, facts: Facts, on, route):
    verdict = route_of({**facts, "route": route, "national_qof_offered": False}, body, on, packs())
    assert not verdict.allowed


@settings(deadline=None, max_examples=200)
@given(FACT_SETS, FACT_SETS)
def test_what_holds_still_holds_when_more_is_stated(facts: Facts, more: Facts):
    fewer = {name: fact for name, fact in facts.items() if name != ASKED}
    late = {ASKED, *(["stops"] if "starts" in fewer else [])}
    # Work stops on the first day of the scheme until another day is stated, which may say otherwise.
    every = {**{name: fact for name, fact in more.items() if name not in late}, **fewer}
    for pack in packs():
        for rule in pack.conditions:
            before, after = holds(rule.needs, fewer), holds(rule.needs, every)
            assert before in (after, Answer.NOT_SHOWN)


@settings(deadline=None, max_examples=150)
@given(FACT_SETS)
def test_what_does_not_hold_says_what_is_missing(facts: Facts):
    for pack in packs():
        for rule in pack.conditions:
            met = holds(rule.needs, facts) is Answer.YES
            assert met == (not unmet(rule.needs, facts))
            assert not met or needed_by(rule.needs, facts) is None


@settings(deadline=None, max_examples=150)
@given(bodies(), FACT_SETS, DAYS)
def test_every_verdict_cites_a_rule_for_every_reason(body: Body, facts: Facts, on):
    verdict = route_of(facts, body, on, packs())
    assert verdict.reasons
    assert all(reason.rule.partition(":")[2] and reason.provenance.source for reason in verdict.reasons)


EVERY = Chosen(every=True)
EARLIER = st.integers(2009, 2021).map(FinancialYear)
LOOKING_BACK: st.SearchStrategy[Term] = st.recursive(
    st.one_of(st.builds(BaseIncome, EARLIER, st.sampled_from(Reading)), st.builds(BasePoints, EARLIER)),
    lambda inner: st.one_of(
        st.builds(Share, st.integers(50, 100).map(Decimal), inner),
        st.builds(lambda one: Sum((Fixed(Decimal(5)), one)), inner),
        st.builds(lambda one: BestOf((one, Points())), inner),
    ),
    max_leaves=3,
)
"""Amounts that go by the income or the points of an earlier year, however they are wrapped."""
SPANS = st.tuples(DAYS, st.integers(1, 500)).map(lambda span: (span[0], span[0] + timedelta(days=span[1])))


def paid(amount: Term, instead_of: str = "") -> Pay:
    return Pay("lump", "x", amount, "A body", "QOF", Certainty.GUARANTEED, When(), instead_of=instead_of)


@st.composite
def suspensions(draw: st.DrawFn, name: str | None) -> tuple[Scheme, date, date]:
    """A scheme that stops work and protects income, in one part or in two, and when the work stops."""
    first, last = draw(SPANS)
    start, end = draw(st.just((first, last)) | st.tuples(st.dates(first, last), st.just(last)))
    day = Suspend(EVERY, start, None, HERE)
    year, amount = draw(EARLIER), draw(LOOKING_BACK)
    other = draw(st.sampled_from([
        (Retire(EVERY), paid(amount)), (SetPoints(EVERY, points=Decimal(0)), paid(amount)),
        (SetPoints(EVERY, percent=Decimal(0)), paid(amount)), (paid(amount, "qof"),),
        (Replace(EVERY, AddIndicator("X1", "x", Decimal(1), YesNo())), paid(amount)),
        (Guarantee("qof", year, Reading.CASH),), (SetPays(EVERY, pays=Protected(year, YesNo())),),
    ]))  # fmt: skip
    dated = draw(st.sampled_from([(replace(day, pay=LevelOf(year)),), (day, paid(amount))]))
    terms, begins = draw(st.sampled_from([(dated, start), (other, first)]))
    scheme = replace(
        load_scheme("leeds/suspension-2017"), runs=Runs(first, last, HERE), offer=None,
        route=Said(name, HERE) if name else None,
        changes=tuple(Change(number, each, HERE) for number, each in enumerate(terms, start=1)),
    )  # fmt: skip
    return scheme, begins, end


GOOD: Facts = {
    "national_qof_offered": True, "joining_voluntary": True, "des_offered": True,
    "gms_entitlement_cut": False, "extractions_accepted": True, "double_payment": False,
    "pms_reviewed": True, "outcomes_shown": True, "inequalities_shown": True, "value_shown": True,
    "above_core_shown": True, "monitoring_stated": True, "novel_or_contentious": False,
    "settles_claim_above_100000": False, "lmc_consulted": True, "public_involved": True,
    "equality_assessed": True, "area_team_agrees": True, "body_agrees": True, "nhs_england_approves": True,
    "nhs_england_national_approves": True, "directions_amended": True, "psr_route": "a process",
}  # fmt: skip
"""All that stands against no scheme."""
FREE = ("consultation_opened", "emergency_level")


@settings(deadline=None, max_examples=300)
@given(st.data(), st.sampled_from([BodyKind.CCG, BodyKind.ICB]), DAYS, st.sampled_from([*ROUTES, None]))
def test_no_group_or_board_stops_work_within_a_year_at_protected_income(data, kind, on, name):
    scheme, begins, end = data.draw(suspensions(name))
    at_year = begins == FinancialYear.of(begins).first_day and end == FinancialYear.of(end).last_day
    assume(not at_year or on > begins)
    stated = {fact: each for fact, each in data.draw(FACT_SETS).items() if fact not in FREE}
    body = Body("X01", "A body", kind, (ModelFrom(Model.DELEGATED, date(2013, 4, 1), HERE),), HERE)
    weeks = data.draw(st.sampled_from([{}, {"consultation_opened": on - timedelta(days=83)}]))
    level = data.draw(st.sampled_from([{}, {"emergency_level": Decimal(3)}]))
    for facts in ({**stated, **GOOD, **weeks, **level}, {**GOOD, **weeks, **level}):
        verdict = route(scheme, body, on, packs(), facts)
        assert not verdict.allowed
        facts_now = followed(facts_of(scheme, facts), on)
        assert facts_now["suspends_qof"] is True and facts_now["protects_income"] is True
