"""A scheme's own measures: from the store where it has them, else as the scheme expects, and said."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from impact_builders import MADE_UP, THIS, both_years, tables
from openqof.core.scheme import Measure
from openqof.impact.working.own_measures import Measured, measured

CODES = ("A1", "A2")
LISTS = np.array([5_000.0, 10_000.0])
VISITS = Measure("VISITS", "visits", "count", MADE_UP, periods=("Q1", "Q2"))
SHARE = Measure("SHARE", "a share", "share", MADE_UP, expected=Decimal(40))


def row(practice: str, numerator: float, *, measure: str = "VISITS", **more: object) -> dict[str, object]:
    return {"practice": practice, "measure": measure, "numerator": numerator} | more


def found(measure: Measure, *rows: dict[str, object]) -> Measured:
    held = tables(practices=both_years(*CODES), measures=rows)
    ids = ("test-area/made-up", "services/care")
    wanted = {measure.id: measure}
    return measured(wanted, held, documents=ids, year=THIS, practices=CODES, lists=LISTS)


def numerators(measure: Measure, *rows: dict[str, object], period: str = "") -> list[float]:
    return found(measure, *rows).counts[measure.id, period].numerator.tolist()


def test_a_measure_may_have_the_documents_id_before_it_and_that_row_comes_first() -> None:
    own = row("A1", 7.0, measure="test-area/made-up/VISITS")
    assert numerators(VISITS, row("A1", 5.0), own, row("A2", 3.0)) == [7.0, 3.0]
    service = row("A1", 8.0, measure="services/care:VISITS")
    assert numerators(VISITS, service, row("A2", 3.0)) == [8.0, 3.0]
    other = row("A1", 9.0, measure="elsewhere/scheme/VISITS")
    assert np.isnan(numerators(VISITS, other)[0])


def test_the_whole_year_is_its_periods_added_up_where_all_are_there() -> None:
    rows = [row("A1", 2.0, period="Q1"), row("A1", 3.0, period="Q2"), row("A2", 4.0, period="Q1")]
    whole = numerators(VISITS, *rows)
    assert whole[0] == 5.0
    assert np.isnan(whole[1])
    assert numerators(VISITS, *rows, period="Q1") == [2.0, 4.0]


@pytest.mark.parametrize(
    ("kind", "expected", "year", "period"),
    [("count", 4, [20.0, 40.0], [10.0, 20.0]), ("pounds", 2, [10.0, 20.0], [5.0, 10.0])],
)
def test_what_is_expected_is_for_each_thousand_patients_and_year(
    kind: str, expected: int, year: list[float], period: list[float]
) -> None:
    measure = replace(VISITS, kind=kind, expected=Decimal(expected))
    assert numerators(measure) == year
    assert numerators(measure, period="Q1") == period
    assert found(measure).counts["VISITS", ""].assumed


def test_a_share_is_expected_in_percent_and_a_yes_is_expected_or_not() -> None:
    counts = found(SHARE).counts["SHARE", ""]
    assert (100 * counts.numerator / counts.denominator).tolist() == [40.0, 40.0]
    done = Measure("DONE", "done", "yes_no", MADE_UP, expected=Decimal(1))
    assert numerators(done) == [1.0, 1.0]


def test_who_has_no_figure_is_counted_in_a_remark() -> None:
    one = found(SHARE, row("A1", 30.0, measure="SHARE", denominator=60.0))
    assert one.counts["SHARE", ""].numerator.tolist() == [30.0, 40.0]
    assert not one.counts["SHARE", ""].assumed
    said = "SHARE (a share): no figure of 1 practice; taken at the 40% that the scheme expects."
    assert one.remarks == (said,)
    assert found(VISITS).remarks == (
        "VISITS (visits): no figure of any practice, and the scheme expects none; not known.",
    )


def test_practices_that_all_have_figures_need_no_remark() -> None:
    rows = [row(code, 1.0, measure="SHARE", denominator=2.0) for code in CODES]
    assert found(SHARE, *rows).remarks == ()
