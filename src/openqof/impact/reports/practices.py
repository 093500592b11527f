"""Every practice: the table, who is not in it, and a page of its own for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from openqof.core.money import total
from openqof.impact.assessment import Assessment
from openqof.impact.charts.base import NAMED
from openqof.impact.charts.cash import after_leaving, practice_chart, said
from openqof.impact.documents import tables_practices as tables
from openqof.impact.documents.paid import paid
from openqof.impact.documents.shape import Kind, Table, Value, columns, written
from openqof.impact.documents.tables import Run
from openqof.impact.pricing import Line
from openqof.impact.reports import say
from openqof.impact.reports.beside import pages_of_options
from openqof.impact.reports.blocks import Block, Drawing, Figure, Figures, Folded, Grid, Items, Section, Text
from openqof.impact.reports.detail import months
from openqof.impact.words.words import fate
from openqof.impact.worked import Stream

SUMS = "Totals are the sums of the lines, to the penny."
PAGES = "A page for each practice follows the tables; on a screen its name opens it."
NO_PAGES = f"With more than {NAMED} practices there is no page for each; the workbook has them."
GONE_TITLE = "Practices that are gone, new or elsewhere"
FIGURES = (
    "practice", "name", "patients", "national", "scheme", "guaranteed", "change", "lowest", "highest",
    "percent", "per_patient", "notes",
)  # fmt: skip
GONE = columns(
    ("practice", "Practice"), ("name", "Name"), ("base", "Base", Kind.POUNDS), ("fate", "What becomes of it")
)


def every(each: Assessment) -> Iterator[Section]:
    """The table of all practices, then a page for each where there are not too many."""
    own = len(each.pricing.lines) <= NAMED
    first = Text((SUMS, PAGES) if own else (SUMS,))
    blocks: list[Block] = [first, _figures_of_all(each, own=own)]
    if not own:
        blocks.append(Text((NO_PAGES,)))
    yield Section("practices", "Every practice", tuple(blocks), page=True)
    yield Section("gone", GONE_TITLE, tuple(_gone(each)), level=3)
    if own:
        yield from _pages(each)


def every_of_options(run: Run) -> Iterator[Section]:
    """The table of all practices under each option, then a page for each practice with all options."""
    own = max(len(each.pricing.lines) for each in run.options) <= NAMED
    first = Text((SUMS, PAGES if own else NO_PAGES))
    yield Section("practices", "Every practice", (first,), page=True)
    for place, (name, each) in enumerate(zip(run.names, run.options, strict=True), start=1):
        table = (_figures_of_all(each, own=own),)
        yield Section(f"option-{place}-practices", f"{name}: every practice", table, level=3)
        title = f"{name}: {GONE_TITLE[:1].lower()}{GONE_TITLE[1:]}"
        yield Section(f"option-{place}-gone", title, tuple(_gone(each)), level=3)
    if own:
        yield from pages_of_options(run)


def _figures_of_all(each: Assessment, *, own: bool) -> Grid:
    pricing = each.pricing
    table = tables.practices(each).only(*FIGURES)
    title = f"National: {pricing.national_says}. Scheme: {pricing.scheme_says}. In pounds"
    links = tuple(f"practice-{line.practice}" for line in pricing.lines) if own else ()
    return Grid(replace(table, title=title), "every", links)


def _gone(each: Assessment) -> Iterator[Block]:
    pricing = each.pricing
    if pricing.rule:
        yield Text((pricing.rule,))
    if pricing.gone:
        rows: list[tuple[Value, ...]] = [(g.practice, g.name, g.base, fate(g)) for g in pricing.gone]
        keys = (
            ("practice", "name", "base", "fate")
            if any(g.base is not None for g in pricing.gone)
            else ("practice", "name", "fate")
        )
        title = f"In the base year, but no longer there in {pricing.law.year}"
        yield Grid(Table("gone", "Practices", title, GONE, tuple(rows)).only(*keys))
    else:
        yield Text(("No practice of the base year is gone.",))
    if pricing.elsewhere:
        yield Items(tuple(f"{place.name} ({place.practice}): {place.why}." for place in pricing.elsewhere))
    new = [line for line in pricing.lines if line.joined and not line.guaranteed and line.notes]
    if new:
        yield Items(
            tuple(f"{line.name} ({line.practice}): {'; '.join(line.notes)}." for line in new),
            "On other terms",
        )


def _pages(each: Assessment) -> Iterator[Section]:
    places, cash = tables.places_of(each), tables.cash(each)
    common, streams = _common(each), paid(each)
    for line in each.pricing.lines:
        place = places.get(line.practice)
        blocks = tuple(_page(each, line, place, cash, common, streams))
        title = f"{line.name} ({line.practice})" if line.name != line.practice else line.name
        yield Section(f"practice-{line.practice}", title, blocks, level=3, page=True, beside=True)


def _common(each: Assessment) -> list[Block]:
    """What is the same for every practice that joins."""
    found: list[Block] = [Items(stops, "Stops or no longer counts")] if (stops := say.stops(each)) else []
    found += [Items(starts, "Starts")] if (starts := say.starts(each)) else []
    return [*found, Items(tuple(say.may_stay(each)), "Your choice")]


def _page(
    each: Assessment,
    line: Line,
    place: int | None,
    cash: Table | None,
    common: list[Block],
    streams: tuple[Stream, ...],
) -> Iterator[Block]:
    yield _figures(each, line, place)
    yield from _parts(each, line, place, streams)
    flow = each.cash
    if flow is not None and place is not None and line.joined:
        drawing = practice_chart(flow, place, code=line.practice, name=line.name)
        yield Drawing("Cash by month: dashed, staying; full line, joining", drawing)
        ways = flow, flow.staying[place], flow.joining[place]
        yield Text((said(*ways), after_leaving(*ways)))
    if each.risk is not None and place is not None:
        yield Text((say.drawn(each.risk, place),))
    if line.notes:
        yield Text(tuple(f"{note[:1].upper()}{note[1:]}." for note in line.notes), "inset")
    if not line.joined:
        yield Text(("This practice does not join: it stays on national QOF.",))
        return
    yield from common
    if cash is not None and flow is not None and place is not None:
        yield Folded("Cash by month as a table", Grid(months(cash, line.practice), "fine"))


def _figures(each: Assessment, line: Line, place: int | None) -> Figures:
    percent = written(line.percent, Kind.SHIFT)
    boxes = [
        Figure("Change", say.change(line.change), f"{percent} of national income"),
        Figure("National", say.money(line.national)),
        Figure("Scheme", say.money(line.scheme), f"can come to {say.between(line.lowest, line.highest)}"),
        Figure("Guaranteed", say.money(line.guaranteed), f"{say.money(line.at_risk)} at risk"),
    ]
    freed = tables.hours_freed(each, place)
    if freed is not None:
        word = "freed" if freed >= 0 else "added"
        boxes.append(Figure(f"Hours {word}", written(abs(freed), Kind.ESTIMATE), "a year, an estimate"))
    return Figures(tuple(boxes), main=True)


def _parts(each: Assessment, line: Line, place: int | None, streams: tuple[Stream, ...]) -> Iterator[Block]:
    if place is None:
        return
    rows = tuple(tables.parts_at(each, place, line.name, streams))
    found = Table("parts", "Parts", "What it is paid", tables.PARTS, rows)
    if found.rows:
        cut = found.only("part", "certainty", "when", "pounds", "lowest", "highest")
        yield Grid(
            Table(f"parts-{line.practice}", "Parts", "What it is paid", cut.columns, cut.rows, _sum(cut)),
            "fine",
            keep=("part", "certainty", "pounds"),
        )


def _sum(table: Table) -> tuple[Value, ...]:
    columns_of = zip(*table.rows, strict=True)
    sums = (total(value for value in column if isinstance(value, Decimal)) for column in columns_of)
    _, _, _, *figures = sums
    return (tables.TOTAL, "", "", *figures)
