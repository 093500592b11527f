"""Nothing is paid twice, unpaid unsaid, or priced at nothing: what is taken out, remarked on or refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from impact_builders import LAST, MADE_UP, THIS, guaranteed, scheme
from openqof.core.changes import (
    Keep,
    LevelOf,
    Retire,
    SetPays,
    SetPoints,
    Suspend,
    Terms,
)
from openqof.core.national import YesNo
from openqof.core.problems import BadInput, Problem
from openqof.core.scheme import Scheme
from openqof.core.terms import AHead, BaseIncome, BasePoints, Chosen, Fixed, Less, Reading
from openqof.engine.earlier import forerunner
from openqof.engine.tables import Tables
from openqof.files.load import load_year
from openqof.impact.difference.sides import side
from openqof.impact.overlap import overlaps
from openqof.impact.price import pricing_of, work
from openqof.impact.words.changes import change_in_words
from openqof.impact.worked import Worked
from work_builders import AREA, DM_NOW, LAW, count, data, named, pay, pence, results, worked

BP_THEN, DM_THEN, QP_THEN = 50_000, 100_000, 70_000
THEN = replace(LAW, id="qof/2014-15", year=LAST, sha256="then")
EARNED = guaranteed(Reading.ACCRUAL)


def after(first: Terms, *later: Terms) -> Scheme:
    """A scheme whose later changes all override the first."""
    given = scheme(first, *later)
    rest = tuple(replace(change, overrides=(1,)) for change in given.changes[1:])
    return replace(given, changes=(given.changes[0], *rest))


def found(given: Scheme, on: Tables | None = None, **more: object) -> Worked:
    return work(given, LAW, on or data(), area=AREA, base_law=THEN, **more)  # type: ignore[arg-type]


def paid(was: float, now: float) -> Tables:
    rows = [{"year": str(year), "practice": "A1", "amount": x} for year, x in ((LAST, was), (THIS, now))]
    return data(payments=rows)


def refused(given: Scheme, on: Tables, **more: object) -> Problem:
    with pytest.raises(BadInput) as told:
        found(given, on, **more)
    (problem,) = told.value.problems
    return problem


def test_a_kept_indicator_is_out_of_the_guarantee_of_what_was_earned() -> None:
    """2014/15 earned £500 + £1,000 + £700; DM002 is kept, so £1,200 is guaranteed and £1,000 paid beside."""
    price = found(scheme(EARNED, Keep(named("DM002"))))
    assert (pence(price, 0), pence(price, 1)) == ([DM_NOW], [BP_THEN + QP_THEN])
    assert price.told.scheme == (
        "QOF income earned in 2014/15, guaranteed; what DM002 earned in 2014/15 is not in the guarantee"
    )
    assert not overlaps(price.ask.scheme, {}, price)


def test_the_share_guaranteed_is_a_share_of_what_is_left() -> None:
    price = found(scheme(replace(EARNED, share=Decimal(50)), Keep(named("DM002"))))
    assert pence(price, 1) == [(BP_THEN + QP_THEN) // 2]


@pytest.mark.parametrize(
    ("later", "stays", "beside"),
    [
        (SetPoints(named("DM002"), points=Decimal(5)), 50_000, 0),
        (SetPays(named("DM002"), pays=YesNo()), 100_000, 0),
        (Retire(named("DM002")), 0, 0),
        (Suspend(named("DM002"), date(2015, 4, 1), None, MADE_UP), 0, 0),
        (Suspend(named("DM002"), date(2015, 4, 1), LevelOf(LAST), MADE_UP), 100_000, 0),
        (Suspend(named("DM002"), date(2015, 4, 1), Fixed(Decimal(30)), MADE_UP), 0, 3_000),
    ],
)
def test_what_a_later_change_wins_back_is_out_of_the_guarantee(later: Terms, stays: int, beside: int) -> None:
    price = found(after(EARNED, later))
    assert (pence(price, 0), pence(price, 1)) == ([stays], [BP_THEN + QP_THEN])
    assert sum(pence(price, 2)) == beside
    assert price.scheme_pence.tolist() == [stays + beside + BP_THEN + QP_THEN]


def test_the_base_is_found_under_the_code_that_an_indicator_had_then() -> None:
    law, then = load_year("qof/2015-16"), load_year("qof/2014-15")
    pairs = ((name, forerunner(law, name, then)) for name in law.indicators)
    now, old = next((name, old) for name, old in pairs if old and old != name)
    rows = [count(THIS, "A1", name, 90) for name in (now, "HYP006")]
    rows += [count(LAST, "A1", name, 90) for name in (old, "HYP006")]
    none = data(counts=[row | {"numerator": 0.0} if row["indicator"] == old else row for row in rows])
    whole = work(scheme(EARNED), law, data(counts=rows), area=AREA)
    kept = work(scheme(EARNED, Keep(named(now))), law, data(counts=rows), area=AREA)
    bare = work(scheme(EARNED), law, none, area=AREA)
    assert 0 < pence(kept, 1)[0] == pence(bare, 1)[0] < pence(whole, 1)[0]


def test_a_practice_may_ask_for_what_the_guaranteed_indicators_earned() -> None:
    """Without DM002 it is guaranteed £1,200 and earned £950; with BP002 now at 80% it earned £1,700."""
    terms = replace(EARNED, or_actual_above=Decimal(5))
    assert pence(found(after(terms, Retire(named("DM002")))), 1) == [120_000]
    rows = [row for row in results() if (row["year"], row["indicator"]) != (str(THIS), "BP002")]
    better = data(counts=[*rows, count(THIS, "A1", "BP002", 80)])
    assert pence(found(after(terms, Retire(named("DM002"))), better), 1) == [170_000]


def test_in_cash_the_guarantee_stays_whole_and_what_is_paid_twice_is_named_with_its_pounds() -> None:
    price = found(scheme(guaranteed(), Keep(named("DM002"))), paid(1500, 1400))
    assert (pence(price, 0), pence(price, 1)) == ([DM_NOW], [150_000])
    (said,) = (each for each in price.told.remarks if "twice" in each)
    assert said.startswith("Change 1: in the guarantee of QOF income of 2014/15 is pay for DM002")
    (twice,) = overlaps(price.ask.scheme, {}, price)
    assert (twice.change, twice.topics, twice.pounds) == (1, ("DM002",), Decimal(1000))


def test_in_cash_points_set_over_a_guarantee_are_named_too() -> None:
    price = found(after(guaranteed(), SetPoints(named("DM002"), points=Decimal(5))), paid(1500, 1400))
    assert [each.pounds for each in overlaps(price.ask.scheme, {}, price)] == [Decimal(500)]


@pytest.mark.parametrize(
    "ends", [Retire(named("DM002")), Suspend(named("DM002"), date(2015, 4, 1), None, MADE_UP)]
)
def test_in_cash_an_indicator_without_pay_cannot_be_taken_out_of_a_guarantee(ends: Terms) -> None:
    problem = refused(after(guaranteed(), ends), paid(1500, 1400))
    assert (problem.code, "--reading accrual" in problem.hint) == ("P216", True)
    assert problem.message.startswith(
        "change 2 ends the pay of DM002, but change 1 guarantees income in cash"
    )
    assert pence(found(after(guaranteed(), ends), reading=Reading.ACCRUAL), 1) == [BP_THEN + QP_THEN]


@pytest.mark.parametrize(
    ("amount", "twice"),
    [
        (BaseIncome(LAST, Reading.CASH), True),
        (BasePoints(LAST), True),
        (BasePoints(LAST, Chosen(("DM002",), every=True)), False),
        (BaseIncome(LAST, Reading.CASH, line="other"), False),
        (AHead(Decimal(9)), False),
    ],
)
def test_a_base_in_place_of_qof_is_named_where_kept_indicators_are_in_it(amount: object, twice: bool) -> None:
    rows = [{"year": str(LAST), "practice": "A1", "amount": 1500.0, "line": x} for x in ("qof", "other")]
    given = scheme(pay(amount, instead_of="qof"), Keep(named("DM002")))
    price = found(given, data(payments=rows))
    assert any("is pay for DM002, which the scheme pays beside it" in x for x in price.told.remarks) is twice
    assert [each.pounds for each in overlaps(given, {}, price)] == [Decimal(1000)] * twice


def stopped(*, by_days: bool = False, **more: object) -> Suspend:
    return replace(
        Suspend(named("DM002"), date(2015, 10, 1), None, MADE_UP, by_days=by_days),
        **{"end": date(2015, 12, 31), **more},  # type: ignore[arg-type]
    )


def test_a_part_of_the_year_unpaid_for_the_whole_of_it_is_said() -> None:
    price = worked(stopped())
    assert pence(price, 0) == [25_000 + 70_000]
    assert (
        "Change 1: DM002, suspended from 1 October 2015 to 31 December 2015: unpaid for the whole year, "
        "because achievement is judged once; `by_days: true` pays by days."
    ) in price.told.remarks
    by_days = worked(stopped(by_days=True))
    assert pence(by_days, 0) == [25_000 + 70_000 + round(100_000 * (1 - 92 / 366))]
    whole = worked(stopped(start=date(2015, 4, 1), end=None))
    assert not any("whole year" in said for each in (by_days, whole) for said in each.told.remarks)


def test_the_last_day_of_a_suspension_is_in_its_words_and_in_a_comparison() -> None:
    given = replace(scheme(replace(stopped(), chosen=named("HYP006"))), base="qof/2015-16")
    words = change_in_words(given.changes[0], given)
    assert words == (
        "Work on HYP006 stops on 1 October 2015 until 31 December 2015; it is unpaid for the whole year."
    )
    says = side(given).entries["indicator", "HYP006"].says
    assert "until 31 December 2015, unpaid for the whole year" in says


def test_a_practice_with_two_rows_of_one_year_is_a_problem_that_names_it() -> None:
    held = data("A1", "A2", "A3")
    again = held.practices.filter((pl.col("practice") != "A3") & (pl.col("year") == str(THIS)))
    problem = refused(scheme(), replace(held, practices=pl.concat([held.practices, again])))
    assert (problem.code, problem.message) == ("P217", "more than one row of 2015/16 for A1, A2.")


def test_each_year_with_rows_twice_is_named() -> None:
    held = data()
    with pytest.raises(BadInput) as told:
        found(scheme(EARNED), replace(held, practices=pl.concat([held.practices, held.practices])))
    assert [each.message for each in told.value.problems] == [
        "more than one row of 2014/15 for A1.", "more than one row of 2015/16 for A1.",
    ]  # fmt: skip


@pytest.mark.parametrize("size", [None, 0.0])
@pytest.mark.parametrize("given", [scheme(), scheme(EARNED), scheme(Retire(named("DM002")))])
def test_lists_of_nobody_are_a_problem_and_not_an_answer_of_nothing(
    size: float | None, given: Scheme
) -> None:
    held = data("A1", "A2")
    empty = held.practices.with_columns(list_size=pl.lit(size, dtype=pl.Float64))
    problem = refused(given, replace(held, practices=empty))
    assert (problem.code, problem.message) == (
        "P218", "none of the 2 practices of T01 in 2015/16 has anybody on its list.",
    )  # fmt: skip


def test_cash_is_priced_without_lists() -> None:
    held = paid(1500, 1400)
    empty = held.practices.with_columns(list_size=pl.lit(None, dtype=pl.Float64))
    assert pence(found(scheme(guaranteed()), replace(held, practices=empty)), 1) == [150_000]


def test_an_income_below_nought_is_counted_in_a_remark() -> None:
    less = Less(Fixed(Decimal(10)), (Fixed(Decimal(30)),), below_nought=True)
    price = worked(pay(less, instead_of="qof"), on=data("A1", "A2"))
    assert price.scheme_pence.tolist() == [-2_000, -2_000]
    said = "The scheme's income of 2 practices is below nought: more is taken off than is paid."
    assert said in pricing_of(price).remarks
    mild = worked(pay(less), on=data("A1", "A2"))
    assert not any("below nought" in each for each in mild.told.remarks)
