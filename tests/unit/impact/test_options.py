"""Several options side by side, one row a practice."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from openqof.core.terms import Reading
from openqof.files.load import load_year
from openqof.impact.options import alike, side_by_side
from unit.cli.assessments import line, pricing

FIRST = pricing(line("P01", "100.00", "110.00"), line("P02", "200.00", "190.00"))
SECOND = pricing(line("P02", "200.00", "205.00"), line("P03", "300.00", "300.00"))


def test_every_practice_of_any_option_has_a_row() -> None:
    rows = side_by_side((FIRST, SECOND))
    assert [row.practice for row in rows] == ["P01", "P02", "P03"]
    changes = [[None if each is None else each.change for each in row.lines] for row in rows]
    assert changes == [[Decimal(10), None], [Decimal(-10), Decimal(5)], [None, Decimal(0)]]


def test_a_national_income_in_common_is_given_and_no_other() -> None:
    moved = pricing(line("P01", "101.00", "110.00"), line("P02", "200.00", "190.00"))
    assert [row.national for row in side_by_side((FIRST, moved))] == [None, Decimal(200)]
    assert [row.national for row in side_by_side((FIRST, SECOND))] == [None, Decimal(200), None]


def test_options_are_alike_when_year_and_reading_are() -> None:
    assert alike((FIRST, SECOND))
    assert not alike((FIRST, replace(SECOND, reading=Reading.ACCRUAL)))
    assert not alike((FIRST, replace(SECOND, law=load_year("qof/2014-15"))))
