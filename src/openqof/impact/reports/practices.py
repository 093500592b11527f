"""Every practice: the table, who is not in it, and a page of its own for each."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from openqof.core.money import total
from openqof.impact.assessment import Assessment
from openqof.impact.charts.base import NAMED
from openqof.impact.charts.cash import after_leaving, practice_chart, said
from openqof.impact.documents import tables_practices as tables
from openqof.impact.documents.shape import Kind, Table, Value, columns, pounds, written
from openqof.impact.pricing import Line
from openqof.impact.reports import say
from openqof.impact.reports.blocks import Block, Drawing, Figure, Figures, Folded, Grid, Items, Section, Text
from openqof.impact.reports.detail import months
from openqof.impact.words.words import fate

FIGURES = (
    "practice", "name", "patients", "national", "scheme", "guaranteed", "change", "lowest", "highest",
    "percent", "per_patient", "notes",
)  # fmt: skip
GONE = columns(
    ("practice", "Practice"), ("name", "Name"), ("base", "Base", Kind.POUNDS), ("fate", "What becomes of it")
)


def every(each: Assessment) -> Iterator[Section]:
    """The table of all practices, then a page for each where there are not too many."""
    pricing = each.pricing
    table = tables.practices(each).only(*FIGURES)
    title = f"National: {pricing.national_says}. Scheme: {pricing.scheme_says}. In pounds"
    shown = Table(table.id, table.sheet, title, table.columns, table.rows, table.foot)
    own = len(pricing.lines) <= NAMED
    links = tuple(f"practice-{line.practice}" for line in pricing.lines) if own else ()
    blocks: list[Block] = [
        Text(("Totals are the sums of the lines, to the penny.",)),
        Grid(shown, "every", links),
    ]
    if not own:
        blocks.append(
            Text((f"With more than {NAMED} practices there is no page for each; the workbook has them.",))
        )
    yield Section("practices", "Every practice", tuple(blocks), page=True)
    yield Section("gone", "Practices that are gone, new or elsewhere", tuple(_gone(each)), level=3)
    if own:
        yield from _pages(each)


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
    common = _common(each)
    for line in each.pricing.lines:
        place = places.get(line.practice)
        blocks = tuple(_page(each, line, place, cash, common))
        title = f"{line.name} ({line.practice})" if line.name != line.practice else line.name
        yield Section(f"practice-{line.practice}", title, blocks, level=3, page=True, beside=True)


def _common(each: Assessment) -> list[Block]:
    """What is the same for every practice that joins."""
    found: list[Block] = [Items(stops, "Stops or no longer counts")] if (stops := say.stops(each)) else []
    found += [Items(starts, "Starts")] if (starts := say.starts(each)) else []
    return [*found, Items(tuple(say.may_stay(each)), "Your choice")]


def _page(
    each: Assessment, line: Line, place: int | None, cash: Table | None, common: list[Block]
) -> Iterator[Block]:
    yield _figures(each, line, place)
    yield from _parts(each, line, place)
    flow = each.cash
    if flow is not None and place is not None and line.joined:
        drawing = practice_chart(flow, place, code=line.practice, name=line.name)
        yield Drawing("Cash by month: dashed, staying; full line, joining", drawing)
        ways = flow, flow.staying[place], flow.joining[place]
        yield Text((said(*ways), after_leaving(*ways)))
    if each.risk is not None and place is not None:
        yield Text((_range(each, place),))
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
        Figure(
            "Guaranteed", say.money(line.guaranteed), f"{say.money(line.scheme - line.guaranteed)} at risk"
        ),
    ]
    freed = tables.hours_freed(each, place)
    if freed is not None:
        word = "freed" if freed >= 0 else "added"
        boxes.append(Figure(f"Hours {word}", written(abs(freed), Kind.TENTHS), "a year, an estimate"))
    return Figures(tuple(boxes), main=True)


def _parts(each: Assessment, line: Line, place: int | None) -> Iterator[Block]:
    if place is None:
        return
    found = Table(
        "parts", "Parts", "What it is paid", tables.PARTS, tuple(tables.parts_at(each, place, line.name))
    )
    if found.rows:
        cut = found.only("part", "certainty", "when", "pounds", "lowest", "highest")
        yield Grid(
            Table(f"parts-{line.practice}", "Parts", "What it is paid", cut.columns, cut.rows, _sum(cut)),
            "fine",
        )


def _sum(table: Table) -> tuple[Value, ...]:
    columns_of = zip(*table.rows, strict=True)
    sums = (total(value for value in column if isinstance(value, Decimal)) for column in columns_of)
    _, _, _, *figures = sums
    return (tables.TOTAL, "", "", *figures)


def _range(each: Assessment, place: int) -> str:
    assert each.risk is not None
    low, _, high = (pounds(value) for value in each.risk.scheme[:, place])
    below, _, above = (pounds(value) for value in each.risk.national[:, place])
    return (
        f"In 90 of 100 draws of this year's achievement: {say.between(low, high)} under the scheme, "
        f"{say.between(below, above)} on national QOF."
    )
