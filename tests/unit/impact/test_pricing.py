"""Bands, shares, words and the page: what a Pricing says of itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from builders import indicator, national_year
from impact_builders import LAST, THIS, both_years, guaranteed, scheme, tables
from openqof.core.scheme import Note
from openqof.core.terms import Reading
from openqof.impact.charts.change import NARROW, WIDE, chart
from openqof.impact.documents.shape import MINUS, Kind, plain, written
from openqof.impact.price import price
from openqof.impact.pricing import Line, Pricing, banded, share
from openqof.impact.words.words import notes, signed, signed_percent
from openqof.impact.working.roll import Area

LAW = national_year(indicator("BP002"), year=str(THIS))


def line(code: str, national: object, local: object, patients: object = 100) -> Line:
    figures = (Decimal(str(figure)) for figure in (patients, national, local))
    size, paid, offered = figures
    return Line(code, f"Practice {code}", size, paid, offered, offered)


def pricing(*lines: Line) -> Pricing:
    payments = [{"year": str(year), "practice": "A1", "amount": 10.0} for year in (LAST, THIS)]
    data = tables(practices=both_years("A1", name="<b>Mill & Son</b>"), payments=payments)
    found = price(scheme(guaranteed()), LAW, data, area=Area(("T01",)))
    return replace(found, lines=lines) if lines else found


@pytest.mark.parametrize(
    ("local", "band"),
    [
        ("94.99", "lower by more than 5%"), ("95.00", "lower by 1% to 5%"), ("98.99", "lower by 1% to 5%"),
        ("99.00", "within 1%"), ("100", "within 1%"), ("101.00", "within 1%"),
        ("101.01", "higher by 1% to 5%"), ("105.00", "higher by 1% to 5%"),
        ("105.01", "higher by more than 5%"),
    ],
)  # fmt: skip
def test_a_change_at_an_edge_is_within_it(local: str, band: str) -> None:
    assert [each.label for each in banded(pricing(line("A1", 100, local))) if each.practices] == [band]


def test_a_practice_paid_nothing_nationally_is_in_an_outer_band_when_the_scheme_pays_it() -> None:
    bands = {each.label: each.practices for each in banded(pricing(line("A1", 0, 5), line("A2", 0, 0)))}
    assert (bands["higher by more than 5%"], bands["within 1%"]) == (1, 1)


def test_bands_count_patients_too_and_all_bands_hold_everyone() -> None:
    found = pricing(line("A1", 100, 150, 300), line("A2", 100, 150, 200), line("A3", 100, 100, 50))
    bands = banded(found)
    assert bands[-1].patients == 500
    assert sum(band.practices for band in bands) == 3
    assert sum(band.patients for band in bands) == found.patients == 550


def test_a_list_that_is_not_known_gives_no_figure_a_patient() -> None:
    unknown = replace(line("A1", 100, 150), patients=None)
    assert unknown.per_patient is None
    assert pricing(unknown).patients == 0


def test_signs_are_written_and_nothing_is_written_without_one() -> None:
    assert [signed(Decimal(n)) for n in ("1234.5", "-0.01", "0")] == ["+£1,234.50", "-£0.01", "£0.00"]
    assert [signed_percent(n) for n in (Decimal("2.25"), Decimal("-0.04"), None)] == ["+2.3%", "0.0%", "–"]


def test_a_note_on_one_reading_is_said_of_that_reading_only() -> None:
    found = pricing()
    said = [Note(text, found.scheme.provenance, of) for text, of in (("cash", Reading.CASH), ("any", None))]
    noted = replace(found, scheme=replace(found.scheme, notes=tuple(said)))
    assert notes(noted) == ("cash", "any", *found.remarks)
    assert notes(replace(noted, reading=Reading.ACCRUAL)) == ("any", *found.remarks)


def test_the_chart_has_a_title_and_a_description_and_takes_the_width_it_is_given() -> None:
    found = pricing(line("A1", 100, 150), line("A2", 100, 60))
    for size in (WIDE, NARROW):
        svg = chart(found, size)
        assert 'role="img"' in svg
        assert "from Practice A1 (+£50.00) to Practice A2 (\N{MINUS SIGN}£40.00)" in svg
        assert "width:100%" in svg


def test_a_whole_country_is_drawn_without_names() -> None:
    svg = chart(pricing(*(line(f"A{n}", 100, 100 + n) for n in range(200))), WIDE)
    assert ">A100" not in svg
    assert "One bar for each of 200 practices" in svg


def test_a_share_is_rounded_once_where_it_is_printed() -> None:
    exact = share(Decimal("-2.0457"), Decimal(100)), share(Decimal("-4043.55"), Decimal("197664.82"))
    assert [signed_percent(each) for each in exact] == ["-2.0%", "-2.0%"]
    assert [written(each, Kind.SHIFT) for each in exact] == [f"{MINUS}2.0%"] * 2
    assert plain(exact[1]) == "-2.05"
