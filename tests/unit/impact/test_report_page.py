"""The page of a run: a part for each reader, links that lead somewhere, nothing fetched, neutral words."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from assessment_builders import FILES, assessment, bare, demonstration, filled
from impact_builders import MADE_UP
from openqof.core.scheme import Ends, Offer, Option, Said, Watch
from openqof.impact.assessment import Assessment, Estimate, Exposure, Marginal
from openqof.impact.documents import made
from openqof.impact.documents.tables import Run
from openqof.impact.documents.tables_options import names_of, short
from openqof.impact.pricing import Elsewhere
from openqof.impact.reports.blocks import Document
from openqof.impact.reports.page import document

TWO = ("devon-cornwall/unplanned-admissions-2014", "aylesbury-vale/pcds-2015")


@cache
def page(*options: Assessment) -> str:
    return made(options, ".html", command="openqof price x", files=FILES).decode()


def pages(*options: Assessment) -> Document:
    return document(Run(options, "openqof price x", FILES))


def part(html: str, name: str) -> str:
    found = re.search(rf'<section[^>]*aria-labelledby="{name}(?:-name)?">.*?</section>', html, re.S)
    assert found is not None
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", found[0]))


def with_scheme(**more: object) -> Assessment:
    pricing = demonstration(practices=3)
    return filled(replace(pricing, scheme=replace(pricing.scheme, **more)))  # type: ignore[arg-type]


def test_there_is_a_part_for_each_reader_and_each_begins_a_printed_page() -> None:
    first = pages(assessment(practices=3)).sections[:3]
    assert [each.id for each in first] == ["commissioner", "practice", "lmc"]
    assert all(each.page for each in first)


def test_the_contents_list_every_part_once() -> None:
    html = page(assessment(practices=3))
    listed = re.findall(r'<li><a href="#([^"]*)">', html)
    assert listed == re.findall(r'<h2 id="((?!contents)[^"]*)"', html)


@pytest.mark.parametrize("make", [assessment, lambda: bare(demonstration(practices=3))])
def test_every_link_leads_to_an_id_and_no_id_is_twice(make: object) -> None:
    html = page(make(), assessment(TWO[1], 3))  # type: ignore[operator]
    ids = re.findall(r'\bid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]*)"', html)) <= set(ids)


def test_nothing_is_fetched_and_nothing_runs() -> None:
    html = page(assessment(practices=3))
    assert "default-src 'none'; style-src 'unsafe-inline'" in html
    assert not re.search(r"<script|<link|<img|@import|\bsrc=|javascript:", html)
    assert not re.findall(r'(?:href|src)="(?!#)', html)


def test_every_chart_has_a_title_and_a_description() -> None:
    drawings = re.findall(r"<svg.*?</svg>", page(assessment(practices=3)), re.S)
    assert len(drawings) >= 9
    for drawing in drawings:
        named = re.search(r'role="img" aria-labelledby="([^ "]*) ([^"]*)"', drawing)
        assert named is not None
        assert f'<title id="{named[1]}">' in drawing
        assert f'<desc id="{named[2]}">' in drawing


@pytest.mark.parametrize("word", ["winner", "loser", "loses", "wins", "better off", "worse off"])
def test_words_are_neutral(word: str) -> None:
    html = page(with_scheme(notes=()), assessment(TWO[1], 3))
    said = re.sub(r"<style>.*?</style>", "", html, flags=re.S)
    assert word not in said.casefold()


def test_the_commissioner_reads_the_bill_who_joins_and_what_is_open() -> None:
    each = assessment(practices=6)
    said = part(page(each), "commissioner")
    for figure in ("Change in the bill", "At risk", "Lowest to highest"):
        assert figure in said
    assert f"£{each.budget.if_better_off:,}" in said
    assert "Who pays if a practice leaves early?" in said
    assert "Are registers still checked?" not in said


def test_a_practice_reads_what_stops_what_starts_and_that_it_may_stay() -> None:
    offer = Offer("all practices", True, MADE_UP)
    said = part(
        page(with_scheme(offer=offer, ends=Ends("back to national QOF", MADE_UP, "3 months"))), "practice"
    )
    assert re.search(r"What stops or no longer counts .*Work on 40 indicators stops", said)
    assert re.search(r"What starts .*start the unplanned admissions service", said)
    assert "may decline and stay on national QOF" in said
    assert "back to national QOF, with 3 months notice" in said


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"offer": None}, "does not say who may join"),
        ({"offer": Offer("all practices", False, MADE_UP)}, "does not say that a practice may stay"),
        ({"ends": None}, "does not say how a practice leaves"),
    ],
)
def test_what_the_document_does_not_say_is_said(more: dict[str, object], said: str) -> None:
    assert said in part(page(with_scheme(**more)), "practice")


def test_the_lmc_reads_the_spread_the_ends_of_the_list_and_the_use_of_monitoring() -> None:
    watch = Watch("shadow QOF", MADE_UP, may_be_used_for=("support",), not_for=("performance action",))
    pricing = demonstration(practices=20)
    scheme = replace(pricing.scheme, watch=watch)
    each = filled(replace(pricing, scheme=scheme))
    said = part(page(each), "lmc")
    lines = sorted(pricing.lines, key=lambda line: line.change)
    for line in (*lines[:5], *lines[-5:]):
        assert line.practice in said
    assert lines[9].practice not in said
    assert "may be used for support. It is not for performance action" in said


def test_every_practice_has_a_page_of_its_own() -> None:
    each = assessment(practices=6)
    html = page(each)
    for line in each.pricing.lines:
        said = part(html, f"practice-{line.practice}")
        for figure in (line.scheme, line.guaranteed, line.lowest, line.highest):
            assert f"£{figure:,}" in said
        assert "Hours freed" in said
        assert "Cash in the scheme" in said
        assert "Stops or no longer counts" in said


def test_a_practice_that_does_not_join_is_told_that_it_stays() -> None:
    pricing = demonstration(practices=3)
    lines = (replace(pricing.lines[0], joined=False), *pricing.lines[1:])
    said = part(page(filled(replace(pricing, lines=lines))), "practice-D00001")
    assert "does not join: it stays on national QOF" in said
    assert "Starts" not in said


def test_months_are_shown_from_the_first_year_in_which_the_ways_differ() -> None:
    html = page(assessment(practices=3))
    found = re.search(r'<section[^>]*aria-labelledby="practice-D00002-name">.*?</section>', html, re.S)
    assert found is not None
    months = re.findall(r'scope="row">([A-Z][a-z]+ \d{4})<', found[0])
    assert (months[0], months[-1], len(months)) == ("April 2013", "March 2015", 24)


def test_many_practices_have_the_table_and_no_page_each() -> None:
    html = page(assessment(practices=81))
    assert 'id="practice-D00001"' not in html
    assert 'href="#practice-' not in html
    assert "there is no page for each" in html


def test_what_could_not_be_worked_out_is_said_with_the_reason() -> None:
    html = page(bare(demonstration(practices=3)))
    for name, why in (("cash", "cash by month"), ("work", "workload"), ("range", "risk")):
        assert f"the store has nothing for {why}" in part(html, name)
    assert "the store has nothing for national averages" in part(html, "rest")


def test_an_area_without_a_single_figure_still_has_a_page() -> None:
    html = page(bare(replace(demonstration(practices=3), lines=())))
    assert "No practice has a figure." in part(html, "commissioner")


def test_options_stand_side_by_side_a_row_a_practice() -> None:
    options = tuple(assessment(each, 3) for each in TWO)
    html = page(*options)
    table = re.search(r"<caption>Change in income.*?</table>", html, re.S)
    assert table is not None
    assert re.findall(r'scope="col"[^>]*>([^<]*)<', table[0]) == [
        "Practice", "Devon and Cornwall", "Devon and Cornwall, share", "Aylesbury Vale",
        "Aylesbury Vale, share",
    ]  # fmt: skip
    assert table[0].count('scope="row"') == 4
    for each in options:
        assert each.pricing.scheme.title in part(html, "options")
    assert 'id="options"' not in page(options[0])


def test_a_report_of_options_is_titled_by_none_of_them_and_begins_with_the_comparison() -> None:
    options = tuple(assessment(each, 3) for each in TWO)
    found = pages(*options)
    assert found.title == "Two options for the demonstration area"
    assert pages(options[1], options[1]).title == "Two options for the demonstration area, 2015/16"
    assert [each.id for each in found.sections[:4]] == [
        "options", "option-1-commissioner", "option-1-practice", "option-1-lmc"
    ]  # fmt: skip
    said = part(page(*options), "options")
    for figure in ("National", "Guaranteed", "Lowest", "Highest", "Practices lower", "Hours freed"):
        assert figure in said
    for each in options:
        assert f"£{round(each.pricing.local):,}" in said


def test_every_option_has_its_own_pages_headed_by_its_name() -> None:
    options = tuple(assessment(each, 3) for each in TWO)
    html = page(*options)
    for place, (name, each) in enumerate(zip(("Devon and Cornwall", "Aylesbury Vale"), options, strict=True)):
        for reader in ("commissioner", "practice", "lmc", "cash"):
            assert f"{name}: " in part(html, f"option-{place + 1}-{reader}")
        assert f"£{each.pricing.local:,}" in part(html, f"option-{place + 1}-commissioner")
    own = part(html, "practice-D00002")
    for each in options:
        assert f"£{each.pricing.lines[1].scheme:,}" in own


def test_options_of_one_title_are_told_apart() -> None:
    same = assessment(practices=3)
    names = names_of((same, same))
    assert len(set(names)) == 2
    assert all(same.pricing.scheme.title in name for name in names)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Bolton Quality Contract", "Bolton Quality Contract"),
        ("Devon and Cornwall early start of the unplanned admissions service", "Devon and Cornwall"),
        ("Scotland's transitional quality arrangements of 2016/17", "Scotland"),
        ("Sandwell and West Birmingham Primary Care Commissioning Framework", "Sandwell and West Birmingham"),
        ("a scheme whose title has no name at its head at all", "a scheme whose title has no nam…"),
    ],
)
def test_the_short_name_of_a_scheme_is_at_the_head_of_its_title(title: str, name: str) -> None:
    assert short(title) == name


def test_what_is_open_carries_its_reason_in_short() -> None:
    each = assessment(practices=3)
    long = (
        "The pay of many registers goes. " + "Recall of patients rests on them, and nothing asks more. " * 3
    )
    exposures = (
        Exposure("financial", "Who pays?", "open", "The document does not say."),
        Exposure("clinical", "Are registers kept up?", "not said", long),
        Exposure("clinical", "Is care watched?", "met", "It is."),
    )
    said = part(page(replace(each, exposures=exposures)), "commissioner")
    assert "Who pays? Open: the document does not say." in said
    assert re.search(r"Are registers kept up\? Not said: the pay of many registers goes\.(?! Recall)", said)
    assert "Is care watched?" not in said


def test_last_points_stand_dearest_first_without_those_of_hardly_any_patient() -> None:
    each = assessment(practices=3)
    assert each.workload is not None
    hours = Estimate(10, 20, 30)
    rows = (
        Marginal("DEAR1", 3.0, Decimal("100.40"), 40.0, hours, 5.02),
        Marginal("FEW1", 1.0, Decimal("400.00"), 4.0, hours, 20.0),
        Marginal("CHEAP1", 9.0, Decimal("900.00"), 90.0, hours, 45.0),
        Marginal("BRIEF1", 9.0, Decimal("900.00"), 90.0, Estimate(0.1, 0.5, 0.6), 1800.0),
    )
    said = part(page(replace(each, workload=replace(each.workload, marginal=rows))), "work")
    assert re.search(r"DEAR1 .*CHEAP1", said)
    assert "£5 " in said
    assert "FEW1" not in said
    assert "BRIEF1" not in said
    assert "Left out: 2 indicators" in said


def test_the_least_of_the_scheme_stands_beside_that_of_national_qof() -> None:
    pricing = demonstration(practices=3)
    lines = tuple(replace(line, lowest=Decimal("1.00")) for line in pricing.lines)
    said = part(page(filled(replace(pricing, lines=lines))), "practice")
    assert "3 of 3 practices would be paid less than national QOF pays on this year" in said
    assert "what national QOF itself would pay at its least is not known" in said


def test_what_is_recalled_is_marked_where_it_stands() -> None:
    html = page(with_scheme())
    assert '<span class="basis basis--recalled">recalled</span>' in html
    assert "4 statements of the scheme are recalled, not read again" in part(html, "commissioner")
    pounds = replace(demonstration(practices=3).rests, recalled_pounds=Decimal("1234.50"))
    each = filled(replace(demonstration(practices=3), rests=pounds))
    assert "£1,234.50 of scheme income rests on recalled values" in part(page(each), "commissioner")


def test_options_not_taken_and_results_are_told() -> None:
    taken = Option("Stay as it is.", "it helps nobody", MADE_UP)
    each = with_scheme(options=(taken,), results=(Said("Half of them joined.", MADE_UP),))
    said = part(page(each), "rest")
    assert "Not taken: it helps nobody" in said
    assert "Half of them joined." in said


def test_the_end_has_the_command_and_every_fingerprint() -> None:
    each = assessment(practices=3)
    said = part(page(each), "again")
    for mark in ("openqof price x", each.pricing.law.sha256, each.pricing.scheme.sha256, "demonstration.csv"):
        assert mark in said


def test_practices_elsewhere_and_gone_are_named() -> None:
    pricing = replace(demonstration(practices=3), elsewhere=(Elsewhere("Z1", "Far House", "it moved"),))
    said = part(page(filled(pricing)), "gone")
    assert "Far House (Z1): it moved." in said
    assert "Gone Surgery" in said
