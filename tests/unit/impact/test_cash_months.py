"""Cash by month over three years: hand-worked cases of joining, leaving and the gap between."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import indicator, national_year
from impact_builders import MADE_UP, tables
from openqof.core.changes import Guarantee, PracticesGone, Suspend, When
from openqof.core.problems import BadInput
from openqof.core.scheme import Scheme
from openqof.core.terms import Chosen, Reading
from openqof.core.years import FinancialYear
from openqof.engine.cash import Entry, aspiration, balance, by_month, cash_year
from openqof.engine.law import WholeArray
from openqof.files.load import load_year
from openqof.impact.assessment import CashFlow
from openqof.impact.cash.months import Piece, cash_flow, cash_pieces, years_of_cash
from openqof.impact.worked import Stream, Worked
from worked_builders import achieved, of, pence, stays, stream, worked

LAW = national_year(indicator("H1"))  # 2022/23, 70% by the month; the library has no other year of it
YEAR = LAW.year
LAST, BEFORE, FIRST = YEAR.previous, FinancialYear(2020), FinancialYear(2019)
APRIL, JUNE = 0, 2
YEARS = slice(0, 12), slice(12, 24), slice(24, 36)


def runs(first: date = YEAR.first_day, last: date = YEAR.last_day, scheme: Scheme | None = None) -> Scheme:
    made = scheme or of()
    return replace(made, runs=replace(made.runs, first=first, last=last))


def steady(*streams: Stream, pounds: float = 100_000, **more: object) -> Worked:
    """One practice that earns the same in every year."""
    given_ = {"document": runs(), "law": LAW, **more}
    data = achieved({year: {"A": pounds} for year in (FIRST, BEFORE, LAST)})
    return worked(pence(pounds), *streams, data=data, **given_)  # type: ignore[arg-type]


def by_year(cash: WholeArray) -> list[int]:
    """Whole pounds of the first practice in each of the three years."""
    return [int(cash[0, year].sum()) // 100 for year in YEARS]


def paid_in(pieces_of: Worked, name: str) -> dict[int, int]:
    """Months, counted from April of the scheme's year, in which a piece is paid, and its pounds."""
    piece = next(each for each in cash_pieces(pieces_of).joining if each.what == name)
    return {month - 12: int(piece.pence[0, month]) // 100 for month in np.flatnonzero(piece.pence[0])}


def test_staying_is_seventy_percent_by_the_month_and_the_rest_in_june() -> None:
    flow = cash_flow(steady(stays(pence(100_000))))
    assert by_year(flow.staying) == [100_000, 100_000, 100_000]
    for june in (2, 14, 26):
        assert flow.staying[0, june] == 3_000_000 + 583_334
    assert flow.staying[0, 12:16].tolist() == [583_334, 583_334, 3_583_334, 583_334]
    assert flow.staying[0, 16:24].tolist() == [583_333] * 8
    assert flow.months[0] == date(2021, 4, 1)
    assert flow.months[35] == date(2024, 3, 1)


def test_a_guarantee_by_the_month_and_back_to_seventy_percent_leaves_a_gap_of_the_balance() -> None:
    # £100,000 guaranteed: £8,333 a month, and June still brings last year's £30,000. On leaving, national QOF
    # pays £5,833 a month and June brings nothing, for the year was paid in full.
    flow = cash_flow(steady(stays(pence(0)), stream(pence(100_000))))
    assert by_year(flow.joining) == [100_000, 130_000, 70_000]
    assert flow.joining[0, 12:16].tolist() == [833_334, 833_334, 3_833_334, 833_334]
    assert flow.joining[0, 24:28].tolist() == [583_334] * 4
    assert flow.staying[0, 24:28].tolist() == [583_334, 583_334, 3_583_334, 583_334]
    assert flow.behind[0, [11, 23, 25, 26, 35]].tolist() == [0, 3_000_000, 3_000_000, 0, 0]
    assert any("paid £70,000.00; had they stayed, £100,000.00" in line for line in flow.says)


def test_pay_after_the_year_end_puts_a_practice_behind_by_its_monthly_payments() -> None:
    flow = cash_flow(steady(stays(pence(0)), stream(pence(100_000), when=When("year end"))))
    assert by_year(flow.joining) == [100_000, 30_000, 170_000]
    assert flow.behind[0, [12, 23, 25, 26]].tolist() == [-583_334, -7_000_000, -8_166_668 + 1_166_668, 0]


def test_the_year_after_rests_on_the_shadow_of_the_scheme_s_year() -> None:
    # National QOF would have paid £120,000; the scheme paid £100,000.
    flow = cash_flow(
        worked(
            pence(120_000),
            stays(pence(0)),
            stream(pence(100_000)),
            data=achieved({year: {"A": 100_000} for year in (FIRST, BEFORE, LAST)}),
            law=LAW,
            document=runs(),
        )
    )
    assert flow.joining[0, YEARS[2]].sum() == 8_400_000
    assert flow.staying[0, YEARS[2]].sum() == 8_400_000 + 12_000_000 - 7_000_000


def test_what_stays_of_national_qof_is_paid_as_aspiration_and_balance_in_its_share() -> None:
    asked = steady(stays(pence(10_000)), stream(pence(90_000)))
    stay = next(each for each in cash_pieces(asked).joining if each.what == "National QOF")
    assert stay.pence[0, YEARS[1]].sum() == pytest.approx(700_000, abs=12)
    assert stay.pence[0].sum() == 1_000_000
    assert stay.pence[0, 26] == 1_000_000 - stay.pence[0, YEARS[1]].sum()


def test_who_does_not_join_is_paid_the_same_to_the_penny() -> None:
    data = achieved({year: {"A": 100_000, "B": 33_333.33} for year in (FIRST, BEFORE, LAST)})
    asked = worked(
        pence(100_000, 31_234.56),
        stays(pence(0, 31_234.56)),
        stream(pence(100_000, 0)),
        data=data,
        law=LAW,
        document=runs(),
        joined=(True, False),
    )
    flow = cash_flow(asked)
    assert (flow.behind[1] == 0).all()
    assert (flow.behind[0] != 0).any()


def days(*paid: tuple[date, str]) -> When:
    return When(days=tuple((day, Decimal(percent)) for day, percent in paid))


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (When("quarterly"), {3: 3_000, 6: 3_000, 9: 3_000, 12: 3_000}),
        (When("half-yearly"), {6: 6_000, 12: 6_000}),
        (When("at the start"), {0: 12_000}),
        (When("year end"), {14: 12_000}),
        (When("monthly"), dict.fromkeys(range(12), 1_000)),
        (days((date(2022, 7, 1), "45"), (date(2023, 7, 1), "55")), {3: 5_400, 15: 6_600}),
        (days((date(2022, 5, 1), "33.5"), (date(2030, 1, 1), "66.5")), {1: 4_020}),
    ],
    ids=lambda value: value.how if isinstance(value, When) else "",
)  # fmt: skip
def test_a_stream_is_paid_when_the_scheme_says(when: When, expected: dict[int, int]) -> None:
    asked = steady(stays(pence(100_000)), stream(pence(12_000), name="Pay", when=when))
    assert paid_in(asked, "Pay") == expected


def test_what_is_due_after_the_last_month_is_left_out_and_said() -> None:
    late = days((date(2022, 5, 1), "50"), (date(2024, 5, 1), "50"))
    flow = cash_flow(steady(stays(pence(0)), stream(pence(12_000), name="Pay", when=late)))
    assert flow.says[-1] == "£6,000.00 of the scheme's pay is due after March 2024, the last month shown."


def test_a_scheme_of_one_quarter_is_paid_in_its_months_and_leaves_the_others_alone() -> None:
    # Monthly payments stand at £5,833 until December; with £70,000 of the QOF left they are cut to 70%.
    document = runs(date(2023, 1, 1), date(2023, 3, 31))
    asked = steady(stays(pence(70_000)), stream(pence(30_000), name="Pay", instead="qof"), document=document)
    assert paid_in(asked, "Pay") == {9: 10_000, 10: 10_000, 11: 10_000}
    flow = cash_flow(asked)
    assert (flow.joining[0, 12:21] == flow.staying[0, 12:21]).all()
    assert flow.joining[0, 21] == 1_000_000 + 408_333
    stay = next(each for each in cash_pieces(asked).joining if each.what == "National QOF")
    assert stay.pence[0, 26] == 7_000_000 - (4 * 583_334 + 5 * 583_333 + 3 * 408_333)


QUARTER = runs(date(2023, 1, 1), date(2023, 3, 31))


def test_a_guarantee_that_comes_within_the_year_leaves_the_monthly_payments_and_settles_in_june() -> None:
    # 70% of £100,000 by the month to March, as if nothing were; June brings £110,000 less £70,000.
    guarantee = stream(pence(110_000), name="Guarantee", instead="qof", says_when=False)
    flow = cash_flow(steady(stays(pence(0)), guarantee, document=QUARTER))
    assert (flow.joining[0, :26] == flow.staying[0, :26]).all()
    assert flow.joining[0, 26] - 583_334 == 4_000_000
    assert flow.behind[0, [25, 26, 35]].tolist() == [0, 1_000_000, 1_000_000]
    assert by_year(flow.joining) == [100_000, 100_000, 110_000]


def test_the_year_after_such_a_guarantee_has_its_balance_and_no_gap_is_told() -> None:
    # £90,000 of £100,000 that national QOF would have paid: £10,000 less in June, and nothing else.
    guarantee = stream(pence(90_000), instead="qof", says_when=False)
    flow = cash_flow(steady(stays(pence(0)), guarantee, document=QUARTER))
    assert by_year(flow.joining) == [100_000, 100_000, 90_000]
    said = " ".join(flow.says)
    assert "no balance" not in said
    assert "monthly payments go on, and the rest comes at the end of June 2023" in said
    assert "cut to the part" not in said


def test_what_is_suspended_from_january_is_paid_on_to_march_and_settled_in_june() -> None:
    # £40,000 of QOF goes on by results; £60,000 is suspended and paid £50,000. Monthly payments stay £70,000.
    suspended = stream(pence(50_000), name="Suspended", instead="indicators", says_when=False)
    asked = steady(stays(pence(40_000)), suspended, document=QUARTER)
    flow = cash_flow(asked)
    assert (flow.joining[0, :26] == flow.staying[0, :26]).all()
    assert flow.joining[0, 26] - 583_334 == 9_000_000 - 7_000_000
    # Each has its part of the monthly payments, 50 of 90, and its own balance.
    assert paid_in(asked, "Suspended")[0] == 3_240
    assert sum(paid_in(asked, "Suspended").values()) == pytest.approx(50_000, abs=13)


def test_pay_at_the_year_end_in_place_of_qof_does_not_stop_the_monthly_payments_of_one_quarter() -> None:
    # As in Leeds: 80% at the points of the year before, in place of QOF, and 20% beside it, at the year end.
    at_the_end = When("year end")
    protected = stream(pence(80_000), name="Protected", instead="qof", when=at_the_end)
    earned = stream(pence(20_000), name="Earned", change=2, when=at_the_end)
    flow = cash_flow(steady(stays(pence(0)), protected, earned, document=QUARTER))
    assert (flow.joining[0] == flow.staying[0]).all()


def test_a_suspension_within_a_scheme_of_the_whole_year_does_not_stop_monthly_payments_either() -> None:
    terms = Suspend(Chosen(("H1",)), date(2023, 1, 1), None, MADE_UP)
    flow = cash_flow(steady(stays(pence(0)), document=runs(scheme=of(terms))))
    assert (flow.joining[0, :26] == flow.staying[0, :26]).all()
    assert flow.joining[0, 26] - 583_334 == -7_000_000


def test_a_guarantee_of_a_whole_year_is_still_paid_by_the_month() -> None:
    guarantee = stream(pence(120_000), name="Guarantee", instead="qof", says_when=False)
    assert paid_in(steady(stays(pence(0)), guarantee), "Guarantee") == dict.fromkeys(range(12), 10_000)


def of_cash(*streams: Stream, paid: float, earned: float, **more: object) -> Worked:
    """A price of cash of £`paid`, where the tables say that the year priced earned £`earned`."""
    data = achieved({**{year: {"A": 100_000} for year in (FIRST, BEFORE, LAST)}, YEAR: {"A": earned}})
    return worked(pence(paid), *streams, data=data, law=LAW, document=runs(), reading=Reading.CASH, **more)  # type: ignore[arg-type]


def test_a_price_of_cash_takes_what_the_year_earned_from_the_tables_where_they_have_it() -> None:
    # £103,000 was paid within the year; it earned £110,000, so June brings £40,000 and the next year £77,000.
    flow = cash_flow(of_cash(stays(pence(103_000)), paid=103_000, earned=110_000))
    assert by_year(flow.staying) == [100_000, 100_000, 77_000 + 40_000]
    assert (flow.joining == flow.staying).all()
    said = " ".join(flow.says)
    assert "2022/23: as earned, as published" in said
    assert "The price is of cash, £103,000.00 in 2022/23; what 2022/23 earned is £110,000.00" in said


def test_what_stays_of_a_price_of_cash_is_the_same_part_of_what_was_earned() -> None:
    half = of_cash(stays(pence(50_000)), paid=100_000, earned=120_000)
    flow = cash_flow(half)
    assert flow.behind[0, 35] == -6_000_000
    swept = of_cash(stays(pence(0)), stream(pence(90_000), instead="qof"), paid=0, earned=120_000)
    assert cash_flow(swept).behind[0, 35] == 9_000_000 - 12_000_000


def test_quarterly_pay_of_one_quarter_comes_whole_in_april() -> None:
    document = runs(date(2023, 1, 1), date(2023, 3, 31))
    pays = stream(pence(30_000), name="Pay", when=When("quarterly"))
    assert paid_in(steady(stays(pence(100_000)), pays, document=document), "Pay") == {12: 30_000}


def test_income_that_ends_is_part_of_staying_in_the_year_alone() -> None:
    flow = cash_flow(steady(stays(pence(100_000)), ended=pence(6_000)))
    assert by_year(flow.staying) == [100_000, 106_000, 100_000]
    assert flow.behind[0, 35] == -600_000
    assert any("Income that the scheme ends" in line for line in flow.says)


def test_monthly_payments_are_uprated_by_the_laws_of_both_years() -> None:
    # Of 900 points in 2013/14, 559 were left in 2014/15, at much the same value; 2015/16 has £160.15 a point.
    law, next_law = load_year("qof/2014-15"), load_year("qof/2015-16")
    years = (FinancialYear(2011), FinancialYear(2012), FinancialYear(2013))
    document = runs(date(2014, 4, 1), date(2015, 3, 31))
    data = achieved({year: {"A": 90_000} for year in years})
    flow = cash_flow(worked(pence(50_000), stays(pence(50_000)), data=data, law=law, document=document))
    monthly = flow.staying[0].copy()
    monthly[[2, 14, 26]] = 0
    assert monthly[12:14].tolist() == [326_084, 326_084]
    assert monthly[17] == 326_083
    value = next_law.point_value.value * next_law.points / (law.point_value.value * law.points)
    assert monthly[24] == pytest.approx(float(50_000 * value * 70 / 12), abs=1)
    said = "are 43.5% (70% × 559/900 for the points) of what 2013/14 earned"
    assert any(said in each for each in flow.says)


def test_nothing_of_the_year_before_is_refused_with_what_to_add() -> None:
    data = achieved({BEFORE: {"A": 1000}}, practices=[{"year": str(YEAR), "practice": "A"}])
    with pytest.raises(BadInput) as refused:
        cash_flow(worked(pence(1000), stays(pence(1000)), data=data, law=LAW, document=runs()))
    assert [problem.code for problem in refused.value.problems] == ["P220"]
    assert "2021/22" in refused.value.problems[0].message


def test_older_years_that_are_absent_are_supposed_and_said() -> None:
    only = achieved({LAST: {"A": 100_000}})
    flow = cash_flow(worked(pence(100_000), stays(pence(100_000)), data=only, law=LAW, document=runs()))
    assert by_year(flow.staying) == [70_000, 100_000, 100_000]
    assert any("balance of 2020/21, due in June 2021, is left out" in line for line in flow.says)
    two = achieved({BEFORE: {"A": 100_000}, LAST: {"A": 100_000}})
    flow = cash_flow(worked(pence(100_000), stays(pence(100_000)), data=two, law=LAW, document=runs()))
    assert by_year(flow.staying) == [100_000, 100_000, 100_000]
    assert any("nothing of 2019/20" in line for line in flow.says)
    assert not any("left out" in line for line in flow.says)


def test_each_year_s_aspiration_rests_on_the_year_before_it() -> None:
    earned = {FIRST: {"A": 60_000.0}, BEFORE: {"A": 80_000.0}, LAST: {"A": 100_000.0}}
    asked = worked(pence(110_000), stays(pence(110_000)), data=achieved(earned), law=LAW, document=runs())
    cash = cash_flow(asked).staying[0]
    balances = [80_000 - 42_000, 100_000 - 56_000, 110_000 - 70_000]
    assert [int(cash[june] - cash[june + 1]) // 100 for june in (2, 14, 26)] == balances
    assert by_year(cash_flow(asked).staying) == [56_000 + 38_000, 70_000 + 44_000, 77_000 + 40_000]


def a_year_later(*streams: Stream, **more: object) -> Worked:
    """A practice that earned £80,000, £90,000 and £100,000, and a scheme of the year after the last."""
    year = YEAR.next
    document = replace(runs(year.first_day, year.last_day), base=LAW.id)
    data = achieved({BEFORE: {"A": 80_000}, LAST: {"A": 90_000}})
    return worked(pence(100_000), *streams, data=data, law=LAW, document=document, **more)  # type: ignore[arg-type]


def test_a_scheme_of_the_year_after_the_one_priced_is_paid_in_its_own_months() -> None:
    flow = cash_flow(a_year_later(stays(pence(0)), stream(pence(120_000))))
    assert (flow.months[0], flow.months[12], flow.months[35]) == (
        YEAR.first_day, YEAR.next.first_day, date(YEAR.start + 3, 3, 1),
    )  # fmt: skip
    # Until it begins the two are alike: 70% of £90,000 by the month, and £90,000 less 70% of £80,000 in June.
    assert flow.staying[0, :12].tolist() == flow.joining[0, :12].tolist()
    assert by_year(flow.staying) == [63_000 + 34_000, 70_000 + 37_000, 70_000 + 30_000]
    # The balance of the year priced, £100,000 less 70% of £90,000, still comes when the scheme has begun.
    assert by_year(flow.joining) == [63_000 + 34_000, 120_000 + 37_000, 70_000]
    assert flow.joining[0, 12 + JUNE] == 1_000_000 + 3_700_000


def test_that_the_year_priced_stands_in_is_said_with_both_years() -> None:
    said = " ".join(cash_flow(a_year_later(stays(pence(0)), stream(pence(120_000)))).says)
    assert "The scheme runs in 2023/24" in said
    assert "2022/23, the year priced, stands in for it" in said
    assert "of 2023/24: supposed to be that of 2022/23" in said
    assert "supposed to end with 2023/24" in said


def test_who_closes_in_the_year_that_stands_in_is_gone_in_the_year_after_the_scheme() -> None:
    row = {"year": str(YEAR), "practice": "A", "closed": date(YEAR.start, 9, 30)}
    document = replace(runs(YEAR.next.first_day, YEAR.next.last_day), base=LAW.id)
    data = achieved({LAST: {"A": 90_000}, YEAR: {"A": 50_000}}, practices=[row])
    flow = cash_flow(worked(pence(50_000), stays(pence(50_000)), data=data, law=LAW, document=document))
    assert flow.staying[0, 12:18].all()
    assert not flow.staying[0, 18:24].any()
    assert flow.staying[0, 24:].nonzero()[0].tolist() == [JUNE]


def test_a_price_of_cash_says_so() -> None:
    data = tables(
        practices=[{"year": str(LAST), "practice": "A"}],
        payments=[{"year": str(LAST), "practice": "A", "amount": 100_000.0}],
    )
    asked = worked(
        pence(100_000), stays(pence(100_000)), data=data, law=LAW, document=runs(), reading=Reading.CASH
    )
    flow = cash_flow(asked)
    assert by_year(flow.staying)[1:] == [100_000, 100_000]
    assert "2021/22: QOF payments in cash, in place of what was earned" in flow.says[0]
    assert any("price is of cash" in line for line in flow.says)


def test_results_are_paid_by_the_law_of_their_year_where_no_pay_is_published() -> None:
    last_law = load_year("qof/2014-15")
    code = next(iter(last_law.indicators))
    asked = worked(
        pence(100_000),
        stays(pence(100_000)),
        data=tables(
            practices=[{"year": "2014/15", "practice": "A"}],
            counts=[{"year": "2014/15", "practice": "A", "indicator": code, "register": 100.0}],
        ),
    )
    pieces = cash_pieces(asked)
    points = last_law.indicators[code].points.value
    value = points * last_law.point_value.value * 5000 / last_law.average_list.value
    assert pieces.years[0].earned.pence[0] == pytest.approx(float(value) * 100, abs=1)
    assert "what its law pays for its results" in pieces.years[0].earned.says


# Practices that come, go and merge

PARTS = [
    {"year": str(LAST), "practice": "P", "successor": "A"},
    {"year": str(BEFORE), "practice": "P"},
    {"year": str(FIRST), "practice": "P"},
]


def test_the_achievement_of_a_practice_that_is_gone_goes_to_its_successor() -> None:
    each_year = {year: {"A": 60_000, "P": 40_000} for year in (FIRST, BEFORE, LAST)}
    data = achieved(each_year, practices=PARTS)
    asked = worked(pence(100_000), stays(pence(100_000)), data=data, law=LAW, document=runs())
    assert by_year(cash_flow(asked).staying) == [100_000, 100_000, 100_000]


def test_the_scheme_s_word_on_who_took_over_comes_first() -> None:
    each_year = {year: {"A": 60_000, "B": 1, "P": 40_000} for year in (FIRST, BEFORE, LAST)}
    terms = Guarantee("qof", LAST, Reading.ACCRUAL, PracticesGone.SUCCESSOR, {"P": "B"})
    asked = worked(
        pence(60_000, 40_001),
        stays(pence(60_000, 40_001)),
        data=achieved(each_year, practices=PARTS),
        law=LAW,
        document=runs(scheme=of(terms)),
    )
    flow = cash_flow(asked)
    assert by_year(flow.staying) == [60_000, 60_000, 60_000]
    assert flow.staying[1].sum() == 3 * 4_000_100


def test_a_successor_within_the_year_takes_over_the_monthly_payments() -> None:
    # P closes on 30 September and A opens the day after: half of P's £70,000 comes to each.
    practices = [
        {"year": str(YEAR), "practice": "P", "closed": date(2022, 9, 30), "successor": "A"},
        {"year": str(YEAR), "practice": "A", "opened": date(2022, 10, 1)},
    ]
    asked = worked(
        pence(50_000, 50_000),
        stays(pence(50_000, 50_000)),
        data=achieved({year: {"P": 100_000} for year in (FIRST, BEFORE, LAST)}, practices=practices),
        law=LAW,
        document=runs(),
        codes=("P", "A"),
    )
    flow = cash_flow(asked)
    monthly = flow.staying.copy()
    monthly[:, [2, 14, 26]] = 0
    assert (monthly[0, 12:18].any(), monthly[0, 18:].any()) == (True, False)
    assert (monthly[1, :18].any(), monthly[1, 18:24].sum()) == (False, 6 * 583_333)
    # In the year after, A is paid on the whole of what both earned, and each has its own balance in June.
    assert monthly[1, 24:].sum() + 583_334 == 7_000_000
    assert flow.staying[0, 26] + flow.staying[1, 26] - 583_334 == 10_000_000 - 7_000_000
    assert any("takes over its monthly payments" in line for line in flow.says)


def test_a_practice_that_closes_has_its_last_balance_and_nothing_by_the_month() -> None:
    practices = [{"year": str(YEAR), "practice": "A", "closed": date(2022, 9, 15)}]
    data = achieved({year: {"A": 100_000} for year in (FIRST, BEFORE, LAST)}, practices=practices)
    flow = cash_flow(worked(pence(46_000), stays(pence(46_000)), data=data, law=LAW, document=runs()))
    paid = 4 * 583_334 + 2 * 583_333
    assert flow.staying[0, 18:26].tolist() == [0] * 8
    assert flow.staying[0, 26:].tolist() == [4_600_000 - paid, *[0] * 9]


def test_a_new_practice_waits_for_june_and_then_counts_as_a_full_year() -> None:
    # Open for half of the year, £20,000 earned: paid in June; the year after is 70% of £40,000.
    practices = [{"year": str(YEAR), "practice": "B", "opened": date(2022, 10, 1)}]
    data = achieved({year: {"A": 100_000} for year in (FIRST, BEFORE, LAST)}, practices=practices)
    asked = worked(
        pence(100_000, 20_000),
        stays(pence(0, 0)),
        stream(pence(100_000, 20_000), name="Pay"),
        data=data,
        law=LAW,
        document=runs(),
    )
    flow = cash_flow(asked)
    assert flow.staying[1, :26].sum() - flow.staying[1, 24:26].sum() == 0
    yearly = round(2_000_000 * 365 / 182 * 0.7)
    assert flow.staying[1, 24:].sum() == 2_000_000 + yearly
    # The scheme pays it in the months it is there.
    assert flow.joining[1, 12:24].tolist() == [0] * 6 + [333_334] * 2 + [333_333] * 4
    assert any("1 practice ran for a part of the year" in line for line in flow.says)
    assert any("1 practice earned nothing in 2021/22" in line for line in flow.says)


def test_money_taken_back_in_a_year_is_no_ground_for_monthly_payments() -> None:
    data = achieved({FIRST: {"A": 1000}, BEFORE: {"A": 1000}, LAST: {"A": -500}})
    cash = cash_flow(worked(pence(1000), stays(pence(1000)), data=data, law=LAW, document=runs())).staying[0]
    assert cash[14] == -50_000 - 70_000
    assert cash[12] == cash[23] == 0


def test_pay_of_a_year_in_which_no_contract_ran_stands_as_it_is() -> None:
    practices = [{"year": str(LAST), "practice": "A", "opened": YEAR.first_day}]
    data = achieved({LAST: {"A": 100_000}}, practices=practices)
    cash = cash_flow(worked(pence(1000), stays(pence(1000)), data=data, law=LAW, document=runs())).staying[0]
    assert cash[12] == 583_334


def test_the_years_that_are_read_end_with_the_law_s_own() -> None:
    assert years_of_cash(LAW) == (FIRST, BEFORE, LAST, YEAR)


# Whatever is paid is paid once

AMOUNTS = st.integers(0, 40_000_000)
HOW = st.sampled_from(["monthly", "quarterly", "half-yearly", "at the start", "year end"])
DAYS = st.lists(
    st.tuples(st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.decimals("0.1", "99.9", places=1)),
    min_size=1,
    max_size=5,
).map(lambda days: When(days=tuple(days)))
WHEN = st.one_of(HOW.map(When), DAYS)
INSTEAD = st.sampled_from(["", "indicators", "qof"])
STARTS = st.dates(date(2022, 4, 1), date(2023, 3, 31))


@st.composite
def prices(draw: st.DrawFn) -> Worked:
    count = draw(st.integers(1, 4))
    codes = "ABCD"[:count]
    some = st.lists(AMOUNTS, min_size=count, max_size=count).map(lambda each: np.array(each, dtype=np.int64))
    first = draw(STARTS)
    data = achieved(
        {
            year: {code: int(each) / 100 for code, each in zip(codes, draw(some), strict=True)}
            for year in (FIRST, BEFORE, LAST)
        },
        practices=[
            {"year": str(YEAR), "practice": code, "opened": draw(st.none() | STARTS)} for code in codes
        ],
    )
    streams = [
        stream(
            draw(some), change=n + 1, when=draw(WHEN), instead=draw(INSTEAD), says_when=draw(st.booleans())
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    return worked(
        draw(some), stays(draw(some)), *streams, data=data, law=LAW,
        document=runs(first, draw(st.dates(first, date(2023, 3, 31)))), ended=draw(some),
    )  # fmt: skip


@given(prices())
def test_what_every_stream_pays_adds_up_to_the_price_to_the_penny(asked: Worked) -> None:
    flow, pieces = cash_flow(asked), cash_pieces(asked)
    of_the_scheme = pieces.joining[2:-1]
    for each, piece in zip(asked.streams, of_the_scheme, strict=True):
        assert (piece.pence.sum(axis=1) + after(piece) == each.pence).all()
    own = [*pieces.staying[2:-1]]
    assert (sum(piece.pence.sum(axis=1) for piece in own) == asked.before_pence).all()
    assert _ends_level(asked, flow, sum(after(piece) for piece in pieces.joining))


@given(AMOUNTS, AMOUNTS, st.none() | STARTS, st.none() | STARTS)
def test_staying_agrees_with_the_plain_reckoning_of_one_practice(
    last: int, now: int, opened: date | None, closed: date | None
) -> None:
    practices = [{"year": str(YEAR), "practice": "A", "opened": opened, "closed": closed}]
    if opened and closed and opened > closed:
        practices[0] |= {"opened": closed, "closed": opened}
    data = achieved({year: {"A": last / 100} for year in (FIRST, BEFORE, LAST)}, practices=practices)
    national = np.array([now], dtype=np.int64)
    flow = cash_flow(worked(national, stays(national), data=data, law=LAW, document=runs()))
    ran = {"opened": practices[0]["opened"], "closed": practices[0]["closed"]}
    before = aspiration(LAW, last_year=Fraction(last, 100))
    paid = aspiration(LAW, last_year=Fraction(last, 100), **ran)
    entries = [*cash_year(LAW, now, paid), Entry(date(2022, 6, 30), balance(last, before), "balance", LAST)]
    assert flow.staying[0, 12:24].tolist() == [each for _, each in by_month(tuple(entries), YEAR)]
    rest = [entry.pence for entry in entries if entry.due == date(2023, 6, 30)]
    assert flow.staying[0, 26] - flow.staying[0, 27] in (rest[0], rest[0] + 1)


def after(piece: Piece) -> np.ndarray:
    """What is due after the last month."""
    return np.zeros(len(piece.pence), dtype=np.int64) if piece.later is None else piece.later


def _ends_level(asked: Worked, flow: CashFlow, later: np.ndarray) -> bool:
    """Cash of the three years differs by what the scheme's year differs by, less what is due later."""
    difference = asked.scheme_pence - asked.before_pence - later
    return bool((flow.behind[:, -1] == difference).all())
