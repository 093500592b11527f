"""The page a commissioner takes to a meeting, in a browser: narrow and wide, by keyboard, printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page
from typer.testing import CliRunner

from assessment_builders import assessment, bare, demonstration
from openqof.cli.app import app
from openqof.datasets.demo import keep
from openqof.datasets.store import Store
from openqof.impact.documents import Audience, write

pytestmark = pytest.mark.browser
SCHEMES = ("devon-cornwall/unplanned-admissions-2014", "aylesbury-vale/pcds-2015")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "store.duckdb"
    keep(Store.open(path))
    return path


@pytest.fixture(scope="module", params=[SCHEMES[:1], SCHEMES[1:], SCHEMES], ids=["one", "other", "both"])
def report(request: pytest.FixtureRequest, store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the command itself, of one scheme and of two side by side."""
    page = tmp_path_factory.mktemp("report") / "page.html"
    first, *others = request.param
    words = ["price", first, "--commissioner", "DEMO", "--draws", "50", "--store", str(store)]
    words += [word for other in others for word in ("--option", other)]
    result = CliRunner().invoke(app, [*words, "--report", str(page)])
    assert result.exit_code == 0, result.output
    return page


@pytest.fixture
def opened(browser: Browser, report: Path) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1180, "height": 1000})
    page.goto(report.as_uri())
    yield page
    page.close()


def unfold(page: Page) -> None:
    """Open everything that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


def charts(page: Page) -> Locator:
    return page.locator("figure svg:visible")


@pytest.mark.parametrize("width", [1180, 390])
def test_the_page_meets_the_accessibility_rules(opened: Page, width: int) -> None:
    """Given the report; when it is read at this width; then axe finds nothing to mend."""
    opened.set_viewport_size({"width": width, "height": 900})
    results = Axe().run(opened)
    assert results.violations_count == 0, results.generate_report()


def test_tables_that_were_folded_meet_the_accessibility_rules_too(browser: Browser, tmp_path: Path) -> None:
    """Given folded tables of months; when all are opened; then axe finds nothing to mend."""
    path = tmp_path / "page.html"
    write((assessment(practices=3),), path, command="openqof price x")
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto(path.as_uri())
    unfold(page)
    results = Axe().run(page)
    page.close()
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [1400, 1180, 768, 390, 320])
def test_nothing_is_wider_than_the_screen(opened: Page, width: int) -> None:
    """Given the report with all tables open; when the screen has this width; then nothing needs scrolling."""
    opened.set_viewport_size({"width": width, "height": 900})
    unfold(opened)
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


def test_no_text_is_cut_by_its_box(opened: Page) -> None:
    """Given a small screen; when every cell and figure is measured; then its text fits into it."""
    opened.set_viewport_size({"width": 390, "height": 900})
    unfold(opened)
    cut = opened.evaluate(
        "[...document.querySelectorAll('td, th[scope=row], .figure p, dd, li')]"
        ".filter(each => each.offsetParent && each.scrollWidth > each.clientWidth + 1).length"
    )
    assert cut == 0


@pytest.mark.parametrize(("width", "shown", "hidden"), [(1180, "wide", "narrow"), (390, "narrow", "wide")])
def test_one_chart_is_shown_the_one_that_fits(opened: Page, width: int, shown: str, hidden: str) -> None:
    """Given two drawings of each chart; when the screen has this width; then the one made for it is shown."""
    opened.set_viewport_size({"width": width, "height": 900})
    for place in range(opened.locator("figure .wide").count()):
        assert opened.locator(f".{shown} svg").nth(place).is_visible()
        assert not opened.locator(f".{hidden} svg").nth(place).is_visible()


@pytest.mark.parametrize("width", [1180, 390])
def test_letters_of_the_charts_are_large_enough_to_read(opened: Page, width: int) -> None:
    """Given every chart; when the screen has this width; then its letters are at least 10 pixels high."""
    opened.set_viewport_size({"width": width, "height": 900})
    unfold(opened)
    heights = opened.evaluate(
        "[...document.querySelectorAll('figure svg')].filter(each => each.getClientRects().length)"
        ".flatMap(svg => { const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;"
        " return [...svg.querySelectorAll('text')]"
        ".map(text => scale * parseFloat(getComputedStyle(text).fontSize)) })"
    )
    assert heights
    assert min(heights) >= 10


def test_nothing_drawn_lies_outside_its_chart(opened: Page) -> None:
    """Given every chart; when its letters are measured; then none is cut off at the edge."""
    unfold(opened)
    outside = opened.evaluate(
        "[...document.querySelectorAll('figure svg')].filter(each => each.getClientRects().length)"
        ".flatMap(svg => { const box = svg.getBoundingClientRect();"
        " return [...svg.querySelectorAll('text')].filter(text => {"
        " const own = text.getBoundingClientRect();"
        " return own.width && (own.left < box.left - 1 || own.right > box.right + 1) })"
        ".map(text => text.textContent) })"
    )
    assert outside == []


def test_the_heads_of_the_columns_stay_in_sight(opened: Page) -> None:
    """Given the table of practices; when its last line is scrolled to; then its heads are still there."""
    opened.locator(".every tfoot").first.scroll_into_view_if_needed()
    box = opened.locator(".every thead th").first.bounding_box()
    assert box is not None
    assert -1 <= box["y"] < 1000


def test_a_table_of_groups_is_seen_at_once_on_a_small_screen(opened: Page) -> None:
    """Given the tables of groups; when the screen is small; then each is a table that fits it."""
    opened.set_viewport_size({"width": 390, "height": 900})
    caption = opened.locator("caption", has_text=re.compile("^By "))
    tables = opened.locator("table.kept", has=caption)
    heights = [box["height"] for box in (each.bounding_box() for each in tables.all()) if box is not None]
    assert len(heights) >= 6
    assert max(heights) < 500


@pytest.mark.parametrize("width", [390, 320])
def test_the_figures_of_a_practice_fill_their_rows_on_a_small_screen(opened: Page, width: int) -> None:
    """Given a practice's figures; when the screen is small; then after the list no row is half empty."""
    opened.set_viewport_size({"width": width, "height": 900})
    fields = opened.locator(".every tbody tr").first.locator("td")
    tops = [round(box["y"]) for box in (field.bounding_box() for field in fields.all()) if box is not None]
    rows = [tops.count(top) for top in dict.fromkeys(tops)]
    assert rows == [1, 2, 2, 2, 2]


def test_the_keyboard_reaches_the_content_first(opened: Page) -> None:
    """Given the report; when Tab and Enter are pressed; then the skip link has led to the main content."""
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.className") == "skip"
    opened.keyboard.press("Enter")
    assert opened.evaluate("document.activeElement.id") == "main"


def test_the_contents_lead_to_each_part(opened: Page) -> None:
    """Given the contents; when an entry is followed; then the part of that name is at the top."""
    several = opened.locator("#options").count() > 0
    readers = ("for a practice", "for the LMC")
    own = [f"Aylesbury Vale: {name}" for name in readers] if several else ["For a practice", "For the LMC"]
    for name in (*own, "Every practice"):
        opened.locator("nav").get_by_role("link", name=name).click()
        box = opened.get_by_role("heading", name=name, exact=True).bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 200


def test_a_practice_is_found_from_the_table_of_all(opened: Page) -> None:
    """Given the table of practices; when a name is followed; then that practice's own page opens, alone."""
    assert opened.locator(".own > details[open]").count() == 0
    opened.locator(".every").first.get_by_role("link", name="Ambermere Surgery").click()
    assert opened.locator(".own > details[open]").count() == 1
    assert opened.locator("#practice-D00001 table").first.is_visible()
    box = opened.locator("#practice-D00001-name").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 200


def test_the_page_asks_for_nothing_else(browser: Browser, report: Path) -> None:
    """Given the report; when it is opened; then no other file or address is asked for."""
    page, asked = browser.new_page(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.as_uri())
    page.close()
    assert asked == [report.as_uri()]


def test_the_total_on_the_page_is_the_sum_of_the_lines_on_the_page(opened: Page) -> None:
    """Given the table; when its changes are added up as they are written; then the total is what it says."""
    table = opened.locator(".every").first
    written = table.locator("tbody td.c-change").all_inner_texts()
    total = table.locator("tfoot td.c-change").inner_text()
    assert len(written) >= 39
    assert sum(map(_pence, written)) == _pence(total)


def _pence(written: str) -> int:
    for sign, plain in (("£", ""), (",", ""), (".", ""), ("+", ""), ("\N{MINUS SIGN}", "-")):
        written = written.replace(sign, plain)
    return int(written)


def test_each_reader_and_each_practice_begins_a_printed_page(opened: Page) -> None:
    """Given the report; when it is printed; then there is a page for each reader and for each practice."""
    opened.emulate_media(media="print")
    starts = opened.evaluate(
        "[...document.querySelectorAll('section')]"
        ".filter(each => getComputedStyle(each).breakBefore === 'page')"
        ".map(each => each.getAttribute('aria-labelledby'))"
    )
    first = starts[1:4] if starts[0] == "options" else starts[:3]
    assert [name.split("-")[-1] for name in first] == ["commissioner", "practice", "lmc"]
    assert len([name for name in starts if name.startswith("practice-")]) >= 39
    assert opened.pdf(format="A4").startswith(b"%PDF")


def test_folded_tables_are_printed(opened: Page) -> None:
    """Given a folded table; when the page is printed; then its rows take room."""
    opened.emulate_media(media="print")
    box = opened.locator("details:not(.narrow) table:visible").first.bounding_box()
    assert box is not None
    assert box["height"] > 100


@pytest.mark.parametrize("width", [1180, 390])
def test_a_page_of_nothing_but_a_price_is_whole_too(browser: Browser, tmp_path: Path, width: int) -> None:
    """Given a price and nothing else; when its page is read; then it fits and axe finds nothing to mend."""
    path = tmp_path / "page.html"
    write((bare(demonstration(practices=3)),), path, command="openqof price x")
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(path.as_uri())
    results, wide = Axe().run(page), page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert results.violations_count == 0, results.generate_report()
    assert wide <= width


def test_the_public_page_shows_no_practice_by_name(browser: Browser, tmp_path: Path) -> None:
    """Given a page for the public; when its text and drawings are read; then no code or name is there."""
    path, each = tmp_path / "page.html", assessment(practices=6)
    write((each,), path, command="openqof price x", audience=Audience.PUBLIC)
    page = browser.new_page()
    page.goto(path.as_uri())
    text = page.evaluate("document.documentElement.textContent")
    page.close()
    assert "Practice 2" in text
    assert not [line for line in each.pricing.lines if line.practice in text or line.name in text]


def test_a_reader_takes_one_sheet_of_paper(opened: Page) -> None:
    """Given the report; when it is printed on A4; then no reader or practice needs a second sheet."""
    opened.set_viewport_size({"width": 703, "height": 1032})
    opened.emulate_media(media="print")
    heights = opened.evaluate(
        "[...document.querySelectorAll('section')]"
        ".map(each => [each.getAttribute('aria-labelledby'), each.getBoundingClientRect().height])"
        ".filter(([name]) => /^(option-.-)?(commissioner|practice-|practice$|lmc)/.test(name))"
    )
    assert len(heights) >= 42
    assert [name for name, height in heights if height > 1032] == []
