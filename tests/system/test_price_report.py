"""The page a commissioner takes to a meeting, in a browser: narrow and wide, by keyboard, printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from typer.testing import CliRunner

from openqof.cli.app import app
from openqof.datasets.demo import keep
from openqof.datasets.store import Store

pytestmark = pytest.mark.browser
CHROMIUM = Path("/usr/bin/chromium")
SCHEMES = ("devon-cornwall/unplanned-admissions-2014", "aylesbury-vale/pcds-2015")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as play:
        opened = play.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module", params=SCHEMES)
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    keep(Store.open(folder / "store.duckdb"))
    page = folder / "page.html"
    words = ["price", request.param, "--commissioner", "DEMO", "--store", str(folder / "store.duckdb")]
    assert CliRunner().invoke(app, [*words, "--report", str(page)]).exit_code == 0
    return page


@pytest.fixture
def opened(browser: Browser, report: Path) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.goto(report.as_uri())
    yield page
    page.close()


@pytest.mark.parametrize("width", [1400, 390])
def test_the_page_meets_the_accessibility_rules(opened: Page, width: int) -> None:
    """Given the report; when it is read at this width; then axe finds nothing to mend."""
    opened.set_viewport_size({"width": width, "height": 900})
    results = Axe().run(opened)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [1400, 768, 390, 320])
def test_nothing_is_wider_than_the_screen(opened: Page, width: int) -> None:
    """Given the report; when the screen has this width; then there is no need to scroll sideways."""
    opened.set_viewport_size({"width": width, "height": 900})
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "shown", "hidden"), [(1400, "wide", "narrow"), (390, "narrow", "wide")])
def test_one_chart_is_shown_the_one_that_fits(opened: Page, width: int, shown: str, hidden: str) -> None:
    """Given two drawings of the chart; when the screen has this width; then the one made for it is shown."""
    opened.set_viewport_size({"width": width, "height": 900})
    assert opened.locator(f".{shown} svg").is_visible()
    assert not opened.locator(f".{hidden} svg").is_visible()


@pytest.mark.parametrize("width", [1400, 390])
def test_letters_of_the_chart_are_large_enough_to_read(opened: Page, width: int) -> None:
    """Given the chart; when the screen has this width; then its letters are at least 11 pixels high."""
    opened.set_viewport_size({"width": width, "height": 900})
    drawing = opened.locator("figure svg:visible")
    box = drawing.bounding_box()
    viewed = drawing.evaluate("svg => svg.viewBox.baseVal.width")
    assert box is not None
    assert 13 * box["width"] / viewed >= 11


def test_the_heads_of_the_columns_stay_in_sight(opened: Page) -> None:
    """Given the table of practices; when its last line is scrolled to; then its heads are still there."""
    opened.locator(".every tfoot").scroll_into_view_if_needed()
    box = opened.locator(".every thead th").first.bounding_box()
    assert box is not None
    assert -1 <= box["y"] < 1000


@pytest.mark.parametrize(("width", "across"), [(390, 3), (320, 2)])
def test_the_fields_of_a_practice_fill_their_rows_on_a_small_screen(
    opened: Page, width: int, across: int
) -> None:
    """Given a practice's seven fields; when the screen is small; then after the list no row is half empty."""
    opened.set_viewport_size({"width": width, "height": 900})
    fields = opened.locator(".every tbody tr").first.locator("td")
    tops = [box["y"] for box in (field.bounding_box() for field in fields.all()) if box is not None]
    rows = [tops.count(top) for top in dict.fromkeys(tops)]
    assert rows == [1] + [across] * (6 // across)


def test_the_keyboard_reaches_the_content_first(opened: Page) -> None:
    """Given the report; when Tab and Enter are pressed; then the skip link has led to the main content."""
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.className") == "skip"
    opened.keyboard.press("Enter")
    assert opened.evaluate("document.activeElement.id") == "main"


def test_the_page_asks_for_nothing_else(browser: Browser, report: Path) -> None:
    """Given the report; when it is opened; then no other file or address is asked for."""
    page, asked = browser.new_page(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.as_uri())
    page.close()
    assert asked == [report.as_uri()]


def test_the_total_on_the_page_is_the_sum_of_the_lines_on_the_page(opened: Page) -> None:
    """Given the table; when its changes are added up as they are written; then the total is what it says."""
    opened.set_viewport_size({"width": 1400, "height": 900})
    written = opened.locator(".every tbody tr td:nth-of-type(5)").all_inner_texts()
    total = opened.locator(".every tfoot tr td:nth-of-type(5)").inner_text()
    assert sum(map(_pence, written)) == _pence(total)


def _pence(written: str) -> int:
    return int(
        written.replace("£", "")
        .replace(",", "")
        .replace(".", "")
        .replace("+", "")
        .replace("\N{MINUS SIGN}", "-")
    )


def test_it_prints(opened: Page) -> None:
    """Given the report; when it is printed; then it is a document of a few pages."""
    assert opened.pdf(format="A4").startswith(b"%PDF")
