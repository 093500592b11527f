"""The list of exposures: every question's states, from the document and from the figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import polars as pl
import pytest

from impact_builders import LAST, MADE_UP, THIS, scheme
from openqof.core.changes import (
    Bound,
    Certainty,
    Contribution,
    Guarantee,
    Keep,
    LevelOf,
    Pay,
    Pool,
    Report,
    Require,
    Retire,
    Suspend,
    Terms,
    When,
)
from openqof.core.scheme import Ends, Measure, Offer, Scheme, Watch
from openqof.core.terms import BaseIncome, Chosen, Fixed, ForContracts, Item, Reading, Term, Uplift
from openqof.impact.assessment import CashFlow, Exposure, Risk
from openqof.impact.exposure.all import exposures
from openqof.impact.worked import Worked
from risk_builders import data, worked

RETIRED = Retire(Chosen(("SMOK005", "HYP001")))
LEVEL = Suspend(Chosen(("SMOK005",)), date(2015, 4, 1), LevelOf(LAST), MADE_UP)
BOTH = data(years=(LAST, THIS))


def pay(amount: Term, pot: str = "pot", certainty: Certainty = Certainty.AT_RISK) -> Pay:
    return Pay("p", "a payment", amount, "the body", pot, certainty, When())


def ask(question: str, found: Worked, **more: object) -> Exposure:
    """The answer to the one question that has the words."""
    (answer,) = [each for each in exposures(found, **more) if question in each.question]  # type: ignore[arg-type]
    return answer


def document(*terms: Terms, **more: object) -> Scheme:
    return replace(scheme(*terms), **more)  # type: ignore[arg-type]


def state(question: str, *terms: Terms, **more: object) -> str:
    return ask(question, worked(document=document(*terms, **more), tables=BOTH)).state


def test_every_question_is_answered_once_in_its_order() -> None:
    found = exposures(worked(RETIRED))
    assert [each.kind for each in found] == sorted(
        (each.kind for each in found), key=["clinical", "contractual", "financial"].index
    )
    assert len({each.question for each in found}) == len(found)
    assert {each.state for each in found} <= {"met", "open", "not said"}
    assert all(each.why.endswith(".") for each in found)


def test_a_scheme_that_withdraws_nothing_exposes_no_care() -> None:
    found = exposures(worked(pay(Fixed(Decimal(100)))))
    assert {each.state for each in found if each.kind == "clinical"} == {"met"}


@pytest.mark.parametrize(
    ("kept", "expected"),
    [(("DM007", "THY002", "HYP001", "QP001"), "open"), (("SMOK005", "DM007", "THY002"), "met")],
)
def test_steep_falls_are_told_by_the_kind_of_what_is_withdrawn(kept: tuple[str, ...], expected: str) -> None:
    assert state("expected to hold", Guarantee("qof", LAST, Reading.ACCRUAL), Keep(Chosen(kept))) == expected


def test_the_steepest_fall_is_named_with_how_it_is_recorded() -> None:
    why = ask("expected to hold", worked(RETIRED)).why
    assert "1 of 2 indicators" in why
    assert "1 of them recorded by tick-box" in why
    assert "62.3" in why


@pytest.mark.parametrize(
    ("watch", "expected"),
    [
        (None, "not said"),
        (Watch("points", MADE_UP), "open"),
        (Watch("points", MADE_UP, against="last year"), "met"),
    ],
)
def test_care_is_watched_against_something(watch: Watch | None, expected: str) -> None:
    assert state("watched once", RETIRED, watch=watch) == expected


@pytest.mark.parametrize(
    ("report", "expected"),
    [((), "not said"), ((Report("light", "all"),), "met"), ((Report("light", "SMOK005"),), "open")],
)
def test_what_is_reported_covers_what_is_withdrawn(report: tuple[Terms, ...], expected: str) -> None:
    assert state("still reported", RETIRED, *report) == expected


def test_registers_are_safe_when_kept_or_asked_for() -> None:
    asked = Require(Bound.PRACTICE, "keep every register as before")
    assert state("registers kept up", RETIRED) == "open"
    assert state("registers kept up", RETIRED, asked) == "met"
    assert state("registers kept up", Retire(Chosen(("SMOK005",)))) == "met"


def test_care_not_recorded_is_told_from_care_not_given_by_an_outcome() -> None:
    assert state("told from", RETIRED) == "met"
    assert state("told from", Retire(Chosen(("SMOK005", "DM007")))) == "not said"


@pytest.mark.parametrize(
    ("watch", "expected"),
    [
        (None, "not said"),
        (Watch("points", MADE_UP), "open"),
        (Watch("points", MADE_UP, not_for=("payment",)), "open"),
        (Watch("points", MADE_UP, not_for=("Performance action",)), "met"),
    ],
)
def test_monitoring_is_barred_from_contract_action(watch: Watch | None, expected: str) -> None:
    assert state("breach", RETIRED, watch=watch) == expected


@pytest.mark.parametrize(
    ("ends", "leaves", "follows"),
    [
        (None, "not said", "not said"),
        (Ends("it is over", MADE_UP), "open", "open"),
        (Ends("back to national QOF", MADE_UP, "3 months"), "met", "met"),
    ],
)
def test_how_it_ends(ends: Ends | None, leaves: str, follows: str) -> None:
    assert state("how a practice leaves", RETIRED, ends=ends) == leaves
    assert state("what income follows", RETIRED, ends=ends) == follows


@pytest.mark.parametrize(
    ("offer", "expected"),
    [(None, "not said"), (Offer("all", True, MADE_UP), "met"), (Offer("all", False, MADE_UP), "open")],
)
def test_the_right_to_national_qof(offer: Offer | None, expected: str) -> None:
    assert state("right to national QOF", RETIRED, offer=offer) == expected


def test_obligations_say_their_evidence_and_day() -> None:
    bare = Require(Bound.PRACTICE, "train")
    full = replace(bare, evidence="attendance", by=date(2015, 12, 31))
    assert state("evidence and its day", RETIRED) == "met"
    assert state("evidence and its day", full) == "met"
    assert state("evidence and its day", full, bare) == "open"
    assert state("evidence and its day", replace(bare, of=Bound.BODY)) == "met"


def test_practices_with_other_contracts_are_provided_for() -> None:
    others = data(contract="PMS")
    question = "PMS and APMS"
    assert state(question, RETIRED) == "met"
    found = ask(question, worked(RETIRED, tables=others))
    assert (found.state, "6 practices with PMS" in found.why) == ("not said", True)
    by_kind = pay(ForContracts(("PMS",), Fixed(Decimal(10))))
    assert ask(question, worked(by_kind, tables=others)).state == "met"
    offered = document(RETIRED, offer=Offer("all", True, MADE_UP, contracts=("GMS", "PMS")))
    assert ask(question, worked(document=offered, tables=others)).state == "met"


def test_income_is_sure_or_at_risk() -> None:
    pledge = Guarantee("qof", LAST, Reading.ACCRUAL)
    assert (state("most of the income sure", pledge), state("part of the income", pledge)) == ("met", "met")
    assert (state("most of the income sure", RETIRED), state("part of the income", RETIRED)) == (
        "open",
        "open",
    )


def test_what_is_not_declared_sure_and_has_a_floor_is_not_at_risk() -> None:
    # £100 to each, at risk by its word, and yet the term cannot come to less.
    fixed = ask("most of the income sure", worked(pay(Fixed(Decimal(100)), certainty=Certainty.AT_RISK)))
    declared = ask(
        "most of the income sure", worked(pay(Fixed(Decimal(100)), certainty=Certainty.GUARANTEED))
    )
    assert fixed == declared
    answer = ask("part of the income", worked(pay(Fixed(Decimal(100)), certainty=Certainty.AT_RISK)))
    assert answer.state == "open"


def test_a_guarantee_that_can_come_to_nothing_is_named_as_declared() -> None:
    falls = Item("calls", Decimal(10), most=Decimal(100))
    measures = {"calls": Measure("calls", "calls", "count", MADE_UP, expected=Decimal(5))}
    given = document(pay(falls, certainty=Certainty.GUARANTEED), measures=measures)
    answer = ask("part of the income", worked(document=given))
    assert (answer.state, answer.why) == (
        "open", "Nothing is guaranteed. Declared so, and can come to nothing: a payment."
    )  # fmt: skip
    assert any("declares change 1 guaranteed" in remark for remark in worked(document=given).told.remarks)


def test_a_pool_that_is_overdrawn_is_open() -> None:
    question, pool = "Does every pool hold", Pool("pot", (Contribution("b", pounds=Decimal(50)),))
    assert ask(question, worked(pay(Fixed(Decimal(100))))).why == "Nothing is paid out of a pool."
    enough = Pool("pot", (Contribution("b", pounds=Decimal(100_000)),))
    assert ask(question, worked(enough, pay(Fixed(Decimal(100))))).state == "met"
    over = ask(question, worked(pool, pay(Fixed(Decimal(100)))))
    assert over.state == "open"
    assert over.why.startswith("Overdrawn: pot, by £")


def test_a_list_that_outgrew_the_base_year_is_told() -> None:
    grown = BOTH.practices.with_columns(
        list_size=pl.when(pl.col("year") == str(THIS)).then(6000.0).otherwise(pl.col("list_size"))
    )
    tables = replace(BOTH, practices=grown)
    pledge = Guarantee("qof", LAST, Reading.ACCRUAL)
    question = "base year still fit"
    found = ask(question, worked(pledge, tables=tables))
    assert (found.state, "20%" in found.why) == ("open", True)
    assert ask(question, worked(pledge, tables=BOTH)).state == "met"
    assert ask(question, worked(RETIRED, tables=tables)).state == "met"


def test_a_base_that_follows_the_list_does_not_go_out_of_date() -> None:
    income = BaseIncome(LAST, Reading.ACCRUAL, uplift=(Uplift.LIST,))
    assert state("base year still fit", pay(income)) == "met"


def test_pay_at_a_lower_level_is_told() -> None:
    better = data(years=(LAST,), share=0.5)
    worse = data(years=(LAST,), share=0.7)
    for before, expected in ((better, "open"), (worse, "met")):
        counts = pl.concat([before.counts, data(share=0.6).counts])
        assert (
            ask("earlier year's level", worked(LEVEL, tables=replace(BOTH, counts=counts))).state == expected
        )


def test_one_local_pot_that_pays_nearly_all_is_told() -> None:
    small, large = pay(Fixed(Decimal(100))), pay(Fixed(Decimal(100_000)))
    assert (state("single local pot", small), state("single local pot", large)) == ("met", "open")
    assert state("single local pot", replace(large, pot="QOF")) == "met"


def test_cash_that_falls_behind_by_more_than_a_month_is_told() -> None:
    given = worked(RETIRED)
    month = given.national_pence // 12
    late = np.zeros((6, 36), dtype=np.int64)
    late[0, 3] = -month[0] - 100
    cash = CashFlow(LAST.months * 3, np.zeros_like(late), late, ())
    question = "Does cash keep up"
    assert ask(question, given).state == "not said"
    assert ask(question, given, cash=cash).state == "open"
    assert ask(question, given, cash=replace(cash, joining=late // 2)).state == "met"


def test_a_bad_year_is_compared_with_a_bad_year() -> None:
    given = worked(RETIRED)
    bill, ends = np.zeros(3), np.full((3, 6), 100.0)
    even = Risk(10, 1, ends, ends, bill, bill, (), ())
    below = replace(even, scheme=ends - np.eye(3, 6))
    question = "bad year under the scheme"
    assert ask(question, given).state == "not said"
    assert ask(question, given, risk=even).state == "met"
    assert "1 of 6 practices" in ask(question, given, risk=below).why
