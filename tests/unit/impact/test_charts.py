"""Charts: every figure drawn, in words too, and none needs colour alone."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from assessment_builders import assessment
from openqof.impact.assessment import CashFlow
from openqof.impact.charts.base import NARROW, WIDE, Size
from openqof.impact.charts.cash import area_chart, practice_chart, said
from openqof.impact.charts.more import groups_chart, options_chart, range_chart

EACH = assessment(practices=6)


def flow(*differences: tuple[int, int]) -> CashFlow:
    """One practice with £1.00 a month staying, and differences in pence in some months of joining."""
    assert EACH.cash is not None
    staying = np.full((1, 36), 100, dtype=np.int64)
    joining = staying.copy()
    for month, pence in differences:
        joining[0, month] += pence
    return replace(EACH.cash, staying=staying, joining=joining)


def words(each: CashFlow) -> str:
    return said(each, each.staying[0], each.joining[0])


def test_cash_in_words_names_the_deepest_month_and_the_end() -> None:
    assert words(flow((12, -5000), (30, 7000))) == (
        "Cash in the scheme is furthest behind that of staying in April 2013, by £50.00. "
        "By March 2015 it is ahead by £20.00."
    )


def test_cash_that_never_falls_behind_is_said_so() -> None:
    assert words(flow((12, 5000))).startswith("Cash in the scheme never falls behind that of staying.")
    assert words(flow((12, 5000), (20, -5000))).endswith("By March 2015 it is level.")
    assert words(flow()) == "Cash is the same in every month."


@pytest.mark.parametrize(
    ("differences", "ahead", "behind"), [(((12, 500),), 24, 0), (((12, -500), (14, 900)), 22, 2)]
)
def test_the_small_drawing_has_a_bar_for_each_month_ahead_or_behind(
    differences: tuple[tuple[int, int], ...], ahead: int, behind: int
) -> None:
    drawing = practice_chart(flow(*differences), 0, code="A1", name="A <b>")
    bars = re.findall(r'<path d="((?:M[^"]*?z)*)" fill="#', drawing)
    assert [each.count("z") for each in bars] == [ahead, behind]
    assert "<b>" not in drawing


def test_the_small_drawing_names_its_three_years_and_dashes_the_line_of_staying() -> None:
    drawing = practice_chart(flow((12, 1)), 0, code="A1", name="A")
    assert re.findall(r">(\d{4}/\d\d)<", drawing) == ["2012/13", "2013/14", "2014/15"]
    assert "stroke-dasharray" in drawing
    assert 'aria-labelledby="cash-A1-small-title cash-A1-small-desc"' in drawing


def test_nothing_of_the_small_drawing_lies_outside_it() -> None:
    drawing = practice_chart(flow((12, -900000), (30, 1900000)), 0, code="A1", name="A")
    box = re.search(r'viewBox="0 0 (\d+) (\d+)"', drawing)
    assert box is not None
    points = re.findall(r"M([\d.]+) ([\d.]+)v(-?[\d.]+)", drawing)
    assert points
    for x, top, down in points:
        assert 0 <= float(x) <= float(box[1])
        assert 0 <= float(top) + float(down) <= float(box[2])


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_every_practice_is_on_the_chart_of_ranges(size: Size) -> None:
    drawing = range_chart(EACH, size)
    for line in EACH.pricing.lines:
        assert line.practice in drawing


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_every_group_and_band_is_on_the_chart_of_groups(size: Size) -> None:
    drawing = groups_chart(EACH, EACH.groups[0], size)
    for label in ("smaller lists", "lower by more than 5%", "within 1%"):
        assert label in drawing


def test_long_labels_of_groups_go_on_in_the_next_line() -> None:
    row = replace(EACH.groups[0].rows[0], label="most deprived fifth of all")
    drawing = groups_chart(EACH, replace(EACH.groups[0], rows=(row,)), NARROW)
    assert "most deprived" in drawing
    assert "fifth of all" in drawing
    assert "…" not in drawing


def test_options_are_drawn_by_share_and_finer_near_nought_where_one_is_large() -> None:
    lines = tuple(replace(line, scheme=line.national * 4) for line in EACH.pricing.lines)
    large = replace(EACH, pricing=replace(EACH.pricing, lines=lines))
    drawing = options_chart((EACH, large), ("Small", "Large"), WIDE)
    for label in ("+100%", "+5%", "0%", "−5%", "finer near 0"):
        assert label in drawing
    assert "finer near 0" not in options_chart((EACH, EACH), ("A", "B"), WIDE)


def test_options_are_told_apart_by_shape_too() -> None:
    drawing = options_chart((EACH, EACH), ("Option 1", "Option 2"), WIDE)
    assert "Option 2" in drawing
    marks = set(re.findall(r'<path[^>]*aria-roledescription[^>]*d="([^"]*)"', drawing)) or set(
        re.findall(r'd="(M[^"]{8,}Z?)" fill="#', drawing)
    )
    assert len(marks) >= 2


def test_the_chart_of_cash_has_both_lines_and_says_what_they_do() -> None:
    assert EACH.cash is not None
    drawing = area_chart(EACH.cash, WIDE)
    assert "staying on national QOF" in drawing
    assert "joining the scheme" in drawing
    assert said(EACH.cash, EACH.cash.staying.sum(axis=0), EACH.cash.joining.sum(axis=0)) in drawing


def test_many_practices_are_drawn_without_their_names() -> None:
    many = assessment(practices=81)
    assert many.pricing.lines[3].practice not in range_chart(many, NARROW)
