"""Conditions: three answers, the days they come down to, and what they lack in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from openqof.core.governance.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    FirstOf,
    InTime,
    Is,
    Known,
    Not,
    OneOf,
)
from openqof.core.governance.verdicts import Answer
from openqof.governance.condition_days import back, first_day
from openqof.governance.conditions import holds, needed_by, unmet

YES, NO, NOT_SHOWN = Answer.YES, Answer.NO, Answer.NOT_SHOWN
TWELVE_WEEKS = InTime("consultation_opened", "starts", 12, "weeks")
EMERGENCY = AtLeast("emergency_level", Decimal(4))
START = {"starts": date(2022, 12, 1)}


@pytest.mark.parametrize(
    ("condition", "facts", "answer"),
    [
        (Is("touches_qof", True), {"touches_qof": True}, YES),
        (Is("touches_qof", True), {"touches_qof": False}, NO),
        (Is("touches_qof", True), {}, NOT_SHOWN),
        (Is("route", "national-change"), {"route": "national-change"}, YES),
        (OneOf("route", ("a", "b")), {"route": "b"}, YES),
        (OneOf("route", ("a", "b")), {"route": "c"}, NO),
        (AtLeast("term_years", Decimal(5)), {"term_years": Decimal(5)}, YES),
        (AtLeast("term_years", Decimal(5)), {"term_years": Decimal("4.9")}, NO),
        (AtMost("term_years", Decimal(5)), {"term_years": Decimal("5.1")}, NO),
        (AtMost("term_years", Decimal(5)), {"term_years": "five"}, NOT_SHOWN),
        (Known("psr_route"), {"psr_route": "any"}, YES),
        (Known("psr_route"), {}, NOT_SHOWN),
        (FirstOf("starts", "year"), {"starts": date(2015, 4, 1)}, YES),
        (FirstOf("starts", "year"), {"starts": date(2015, 7, 1)}, NO),
        (FirstOf("starts", "quarter"), {"starts": date(2015, 7, 1)}, YES),
        (Not(Is("touches_qof", True)), {"touches_qof": False}, YES),
        (Not(Is("touches_qof", True)), {}, NOT_SHOWN),
    ],
)
def test_a_condition_answers(condition, facts, answer):
    assert holds(condition, facts) is answer


def test_one_part_refused_settles_all_and_one_that_holds_settles_any():
    parts = (Is("touches_qof", True), Is("des_offered", True))
    assert holds(AllOf(parts), {"touches_qof": False}) is NO
    assert holds(AllOf(parts), {"touches_qof": True}) is NOT_SHOWN
    assert holds(AnyOf(parts), {"touches_qof": True}) is YES
    assert holds(AnyOf(parts), {"touches_qof": False}) is NOT_SHOWN
    assert holds(AnyOf(parts), {"touches_qof": False, "des_offered": False}) is NO


@pytest.mark.parametrize(
    ("opened", "answer"), [(date(2022, 9, 8), YES), (date(2022, 9, 9), NO), (date(2022, 1, 1), YES)]
)
def test_the_last_day_of_twelve_weeks_is_in_time(opened, answer):
    assert holds(TWELVE_WEEKS, {**START, "consultation_opened": opened}) is answer


def test_a_day_not_stated_is_too_late_once_its_time_has_run_out():
    assert holds(TWELVE_WEEKS, START) is NOT_SHOWN
    assert holds(TWELVE_WEEKS, {**START, "asked": date(2022, 9, 8)}) is NOT_SHOWN
    assert holds(TWELVE_WEEKS, {**START, "asked": date(2022, 9, 9)}) is NO
    assert holds(TWELVE_WEEKS, {"asked": date(2022, 9, 9)}) is NOT_SHOWN


def test_days_are_counted_back():
    assert back(date(2022, 12, 1), 12, "weeks") == date(2022, 9, 8)
    assert back(date(2016, 3, 31), 1, "months") == date(2016, 2, 29)
    assert back(date(2016, 1, 15), 13, "months") == date(2014, 12, 15)
    assert back(date(2016, 3, 1), 1, "days") == date(2016, 2, 29)


def test_a_period_begins():
    assert first_day(date(2017, 1, 16), "year") == date(2016, 4, 1)
    assert first_day(date(2017, 1, 16), "quarter") == date(2017, 1, 1)
    assert first_day(date(2017, 12, 31), "quarter") == date(2017, 10, 1)


def test_what_was_needed_is_told_by_its_day():
    facts = {**START, "asked": date(2022, 12, 1), "emergency_level": Decimal(3)}
    assert needed_by(AnyOf((EMERGENCY, TWELVE_WEEKS)), facts) == date(2022, 9, 8)
    both = AllOf((TWELVE_WEEKS, InTime("lmc_opened", "starts", 4, "weeks")))
    assert needed_by(both, facts) == date(2022, 9, 8)
    either = AnyOf((TWELVE_WEEKS, InTime("lmc_opened", "starts", 4, "weeks")))
    assert needed_by(either, facts) == date(2022, 11, 3)
    assert needed_by(FirstOf("starts", "year"), facts) == date(2022, 4, 1)


def test_no_day_is_told_of_what_holds_or_has_none():
    assert needed_by(TWELVE_WEEKS, {**START, "consultation_opened": date(2022, 9, 1)}) is None
    assert needed_by(EMERGENCY, {}) is None
    assert needed_by(FirstOf("starts", "year"), {}) is None
    assert needed_by(AnyOf((EMERGENCY, Is("touches_qof", False))), {}) is None


@pytest.mark.parametrize(
    ("condition", "facts", "words"),
    [
        (Is("des_offered", True), {"des_offered": True}, ()),
        (
            Is("national_qof_offered", True),
            {"national_qof_offered": False},
            ("A practice may stay on national QOF (needed: yes; stated no)",),
        ),
        (
            AtMost("term_years", Decimal(5)),
            {},
            (
                "Length of the scheme or contract in years, extensions included "
                "(needed: at most 5; not stated)",
            ),
        ),
        (
            Not(Is("route", "in-year-suspension")),
            {"route": "in-year-suspension"},
            (
                "Which of the three routes the scheme asks for "
                "(needed: anything but in-year-suspension; stated in-year-suspension)",
            ),
        ),
        (
            TWELVE_WEEKS,
            {},
            (
                "Day on which public consultation opened "
                "(needed: 12 weeks before: first day of the scheme; not stated)",
            ),
        ),
        (
            Known("psr_route"),
            {},
            (
                "The process of the Provider Selection Regime that was recorded "
                "(needed: any answer; not stated)",
            ),
        ),
    ],
)
def test_what_is_missing_is_said(condition, facts, words):
    assert unmet(condition, facts) == words


def test_alternatives_stand_in_one_sentence():
    said = unmet(AnyOf((EMERGENCY, TWELVE_WEEKS)), {**START, "emergency_level": Decimal(3)})
    assert said == (
        "Either level of the NHS emergency in force, 0 for none (needed: at least 4; stated 3), "
        "or day on which public consultation opened (needed: by 8 September 2022; not stated)",
    )


def test_a_denial_is_brought_down_to_the_facts():
    facts = {"suspends_qof": True, "protects_income": True, "term_years": Decimal(3), "psr_route": "a"}
    both = Not(AllOf((Is("suspends_qof", True), Is("protects_income", True))))
    assert len(unmet(both, facts)) == 1
    either = Not(AnyOf((Is("suspends_qof", True), Is("protects_income", True))))
    assert len(unmet(either, facts)) == 2
    assert unmet(Not(Not(Is("suspends_qof", False))), facts) == unmet(Is("suspends_qof", False), facts)
    assert "needed: less than 3" in unmet(Not(AtLeast("term_years", Decimal(3))), facts)[0]
    assert "needed: more than 3" in unmet(Not(AtMost("term_years", Decimal(3))), facts)[0]
    assert "needed: nothing" in unmet(Not(Known("psr_route")), facts)[0]
    assert "needed: none of a or b" in unmet(Not(OneOf("psr_route", ("a", "b"))), facts)[0]
    first = {"starts": date(2015, 4, 1), "consultation_opened": date(2014, 4, 1)}
    assert "any but the first day of a financial year" in unmet(Not(FirstOf("starts", "year")), first)[0]
    assert "needed: after 7 January 2015" in unmet(Not(TWELVE_WEEKS), first)[0]


def test_work_stops_on_the_first_day_of_the_scheme_unless_a_later_one_is_stated():
    before = InTime("consultation_opened", "stops", 12, "weeks")
    opened = {"consultation_opened": date(2022, 9, 8)}
    assert holds(before, {**opened, **START}) is YES
    assert holds(before, {**opened, "stops": date(2022, 11, 30)}) is NO
    assert holds(Known("stops"), START) is YES
    assert needed_by(FirstOf("stops", "year"), START) == date(2022, 4, 1)
    assert "stated 1 December 2022" in unmet(FirstOf("stops", "year"), START)[0]
    assert holds(FirstOf("stops", "year"), {}) is NOT_SHOWN
