"""The facts that a scheme document states."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

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
    Terms,
    When,
)
from openqof.core.governance.conditions import Fact, Facts
from openqof.core.national import Protected, YesNo
from openqof.core.scheme import Change, Runs
from openqof.core.sources import Basis, Provenance
from openqof.core.terms import BaseIncome, BasePoints, Chosen, Fixed, Reading, Share, Sum, Term
from openqof.core.years import FinancialYear
from openqof.files.load import load_scheme
from openqof.files.shipped import scheme_ids
from openqof.governance.scheme_facts import facts_of, followed, in_year, protects, stops, term_years

HERE = Provenance("openqof", Basis.FOUND)


@pytest.mark.parametrize(
    ("scheme", "touches", "stops", "protected"),
    [
        ("somerset/suspension-2014", True, True, True),
        ("devon-cornwall/unplanned-admissions-2014", True, True, True),
        ("leeds/suspension-2017", True, True, True),
        ("somerset/spqs-2014", True, False, False),
        ("dudley/quality-outcomes-2016", True, False, True),
        ("lancashire/best-quarter-2022", False, False, False),
        ("bolton/quality-contract-2015", False, False, False),
        ("england/retirement-2025", True, False, False),
    ],
)
def test_what_a_scheme_does_to_national_qof(scheme, touches, stops, protected):
    facts = facts_of(load_scheme(scheme), {})
    assert (facts["touches_qof"], facts["suspends_qof"], facts["protects_income"]) == (
        touches,
        stops,
        protected,
    )


@pytest.mark.parametrize("scheme", scheme_ids())
def test_every_document_of_the_library_states_its_facts(scheme):
    facts = facts_of(load_scheme(scheme), {})
    assert facts.get("for_national_law", False) == (facts.get("route") == "national-change")
    assert facts["starts"] < facts["ends"]
    assert facts["term_years"] > 0


def test_the_document_goes_before_what_is_stated_but_for_the_length():
    stated = {"starts": date(2000, 1, 1), "term_years": Decimal(7), "des_offered": True}
    facts = facts_of(load_scheme("somerset/spqs-2014"), stated)
    assert facts["starts"] == date(2014, 4, 1)
    assert facts["term_years"] == 7
    assert facts["des_offered"] is True


def test_what_the_document_leaves_out_may_be_stated():
    scheme = load_scheme("lancashire/best-quarter-2022")
    assert "monitoring_stated" not in facts_of(scheme, {})
    assert facts_of(scheme, {"monitoring_stated": True})["monitoring_stated"] is True
    assert facts_of(scheme, {})["exit_stated"] is True


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (date(2014, 4, 1), date(2015, 3, 31), Decimal(1)),
        (date(2014, 4, 1), date(2019, 3, 31), Decimal(5)),
        (date(2014, 1, 1), date(2014, 3, 31), Decimal(3) / 12),
        (date(2014, 1, 15), date(2014, 2, 20), Decimal(2) / 12),
        (date(2014, 4, 1), date(2019, 4, 1), Decimal(61) / 12),
    ],
)
def test_length_in_years(first, last, years):
    assert term_years(first, last) == years


EVERY = Chosen(every=True)
LAST = FinancialYear(2015)
INCOME = BaseIncome(LAST, Reading.CASH)


def paid(amount: Term, *, sure: bool = True, instead_of: str = "") -> Pay:
    certainty = Certainty.GUARANTEED if sure else Certainty.AT_RISK
    return Pay("lump", "a payment", amount, "A body", "QOF", certainty, When(), instead_of=instead_of)


def of(*terms: Terms, first: date = date(2016, 4, 1), last: date = date(2017, 3, 31)) -> Facts:
    scheme = load_scheme("leeds/suspension-2017")
    changes = tuple(Change(number, each, HERE) for number, each in enumerate(terms, start=1))
    return facts_of(replace(scheme, changes=changes, runs=Runs(first, last, HERE)), {})


@pytest.mark.parametrize(
    ("terms", "stop"),
    [
        (Suspend(EVERY, date(2016, 4, 1), None, HERE), True),
        (Retire(EVERY), True),
        (SetPoints(EVERY, percent=Decimal(0)), True),
        (SetPoints(EVERY, points=Decimal(0)), True),
        (SetPoints(EVERY, percent=Decimal(50)), False),
        (Replace(EVERY, AddIndicator("X1", "x", Decimal(1), YesNo())), True),
        (Guarantee("qof", LAST, Reading.CASH), True),
        (SetPays(EVERY, pays=Protected(LAST, YesNo())), True),
        (SetPays(EVERY, lower=Decimal(0)), False),
        (paid(INCOME), False),
        (paid(INCOME, instead_of="qof"), True),
    ],
)
def test_work_stops_by_effect(terms, stop):
    assert stops(terms) is stop


@pytest.mark.parametrize(
    ("terms", "protected"),
    [
        (Suspend(EVERY, date(2016, 4, 1), None, HERE), False),
        (Suspend(EVERY, date(2016, 4, 1), LevelOf(LAST), HERE), True),
        (Guarantee("qof", LAST, Reading.CASH), True),
        (paid(INCOME), True),
        (paid(Share(Decimal(90), Sum((Fixed(Decimal(1)), BasePoints(LAST))))), True),
        (paid(Fixed(Decimal(1))), False),
        (paid(Fixed(Decimal(1)), instead_of="qof"), True),
        (paid(INCOME, sure=False), False),
        (Retire(EVERY), False),
        (SetPays(EVERY, pays=Protected(LAST, YesNo())), True),
        (Replace(EVERY, AddIndicator("X1", "x", Decimal(1), Protected(LAST, YesNo()))), True),
    ],
)
def test_income_is_protected_where_it_is_sure_whatever_the_work(terms, protected):
    assert protects(terms) is protected


@pytest.mark.parametrize(
    "stop",
    [
        Suspend(EVERY, date(2017, 1, 1), None, HERE),
        Retire(EVERY),
        SetPoints(EVERY, percent=Decimal(0)),
        Replace(EVERY, AddIndicator("X1", "x", Decimal(1), YesNo())),
    ],
)
def test_a_suspension_in_two_parts_is_one(stop):
    facts = of(stop, paid(INCOME), first=date(2017, 1, 1))
    names = ("touches_qof", "stops_qof", "suspends_qof", "protects_income", "in_year")
    assert {name: facts[name] for name in names} == dict.fromkeys(names, True)
    assert facts["stops"] == date(2017, 1, 1)


@pytest.mark.parametrize(
    ("terms", "first", "within"),
    [
        ([Suspend(EVERY, date(2017, 1, 1), None, HERE)], date(2017, 1, 1), True),
        ([Suspend(EVERY, date(2016, 4, 1), None, HERE)], date(2016, 4, 1), None),
        ([Suspend(EVERY, date(2016, 4, 1), None, HERE, date(2016, 6, 30))], date(2016, 4, 1), True),
        ([Retire(EVERY), Suspend(EVERY, date(2016, 10, 1), None, HERE)], date(2016, 10, 1), True),
        ([Suspend(EVERY, date(2015, 10, 1), None, HERE)], date(2016, 4, 1), None),
        ([], date(2016, 4, 1), None),
    ],
)
def test_a_change_counts_from_its_own_day(terms, first, within):
    facts = of(*terms)
    assert (facts["stops"], facts.get("in_year")) == (first, within)


def test_a_scheme_that_ends_within_a_year_changes_a_part_of_it():
    assert of(Retire(EVERY), last=date(2016, 6, 30))["in_year"] is True
    assert "in_year" not in of(paid(INCOME), last=date(2016, 6, 30))


PLAIN: Facts = {"touches_qof": True, "starts": date(2016, 4, 1)}


@pytest.mark.parametrize(
    ("facts", "on", "within"),
    [
        ({}, date(2016, 4, 1), False),
        ({}, date(2016, 4, 2), True),
        ({"starts": date(2016, 7, 1)}, date(2016, 3, 1), True),
        ({"stops": date(2016, 7, 1)}, date(2016, 3, 1), True),
        ({"stops": date(2017, 4, 1)}, date(2016, 6, 1), False),
        ({"stops": date(2016, 1, 1)}, date(2016, 6, 1), True),
        ({"ends": date(2016, 6, 30)}, date(2016, 3, 1), True),
        ({"ends": date(2017, 3, 31)}, date(2016, 3, 1), False),
        ({"in_year": False}, date(2016, 6, 1), True),
        ({"in_year": True}, date(2016, 3, 1), True),
        ({"suspends_qof": True}, date(2016, 3, 1), True),
        ({"touches_qof": False}, date(2016, 6, 1), False),
        ({"touches_qof": False, "stops_qof": True}, date(2016, 6, 1), True),
    ],
)
def test_within_a_year(facts, on, within):
    assert in_year({**PLAIN, **facts}, on) is within


def test_what_is_not_known_of_the_days_stays_so():
    assert in_year({"touches_qof": True}, date(2016, 6, 1)) is None
    assert followed({"in_year": False}, date(2016, 6, 1)) == {"in_year": False}


def test_what_stops_work_and_is_adopted_late_suspends():
    facts = of(Retire(EVERY))
    assert followed(facts, date(2016, 4, 1))["suspends_qof"] is False
    assert followed(facts, date(2016, 4, 2))["suspends_qof"] is True


@pytest.mark.parametrize(
    ("closed", "on", "weeks"),
    [
        (None, date(2022, 10, 1), 0),
        (None, date(2022, 12, 31), 11),
        (None, date(2023, 1, 1), 12),
        (date(2022, 12, 31), date(2023, 2, 1), 12),
        (date(2022, 10, 15), date(2023, 2, 1), 1),
        (date(2023, 3, 1), date(2023, 1, 1), 12),
    ],
)
def test_a_consultation_runs_from_its_opening_to_its_close(closed, on, weeks):
    facts: dict[str, Fact] = {"consultation_opened": date(2022, 10, 9)}
    known = facts if closed is None else {**facts, "consultation_closed": closed}
    assert followed(known, on)["consulted_weeks"] == weeks
