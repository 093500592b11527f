"""A page for each practice with every option on it: what each would pay, how surely and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from openqof.impact.assessment import Assessment
from openqof.impact.charts.cash import after_leaving, practice_chart, said
from openqof.impact.documents import tables_practices as tables
from openqof.impact.documents.paid import paid
from openqof.impact.documents.shape import Column, Table, Value
from openqof.impact.documents.tables import Run
from openqof.impact.options import OptionRow, side_by_side
from openqof.impact.pricing import Line
from openqof.impact.reports import say
from openqof.impact.reports.blocks import Answers, Block, Drawing, Grid, Section
from openqof.impact.worked import Stream

FIGURES = (
    "national", "scheme", "change", "percent", "guaranteed", "lowest", "highest", "hours_freed",
    "deepest_gap", "gap_month",
)  # fmt: skip
PARTS = ("part", "certainty", "when", "pounds", "lowest", "highest")
KEPT = ("option", "change", "percent")


def pages_of_options(run: Run) -> Iterator[Section]:
    """A page a practice, in the order of codes."""
    made = tuple((name, each, paid(each)) for name, each in zip(run.names, run.options, strict=True))
    figures = [tables.practices(each) for each in run.options]
    for row in side_by_side([each.pricing for each in run.options]):
        title = f"{row.name} ({row.practice})" if row.name != row.practice else row.name
        blocks = (_figures(run, row, figures), *_parts(made, row), *_cash(run, row), _said(run, row))
        yield Section(f"practice-{row.practice}", title, blocks, level=3, page=True, many=True)


def _with_option(table: Table, rows: list[tuple[Value, ...]], title: str) -> Table:
    return Table(table.id, table.sheet, title, (Column("option", "Option"), *table.columns), tuple(rows))


def _figures(run: Run, row: OptionRow, figures: list[Table]) -> Grid:
    rows: list[tuple[Value, ...]] = []
    for name, table in zip(run.names, figures, strict=True):
        own = [one for one in table.rows if one[0] == row.practice]
        cut = replace(table, rows=tuple(own), foot=()).only(*FIGURES)
        rows += [(name, *one) for one in cut.rows]
    return Grid(_with_option(cut, rows, "Under each option, a year"), "fine", keep=KEPT)


def _parts(made: tuple[tuple[str, Assessment, tuple[Stream, ...]], ...], row: OptionRow) -> Iterator[Block]:
    rows: list[tuple[Value, ...]] = []
    for name, each, streams in made:
        place = tables.places_of(each).get(row.practice)
        found = () if place is None else tuple(tables.parts_at(each, place, row.name, streams))
        cut = Table("parts", "Parts", "", tables.PARTS, found).only(*PARTS)
        rows += [(name, *one) for one in cut.rows]
    if rows:
        keep = ("option", "part", "pounds")
        yield Grid(_with_option(cut, rows, "What it is paid, part by part"), "fine", keep=keep)


def _cash(run: Run, row: OptionRow) -> Iterator[Block]:
    for number, (name, each) in enumerate(zip(run.names, run.options, strict=True), start=1):
        place, line = tables.places_of(each).get(row.practice), row.lines[number - 1]
        if each.cash is None or place is None or line is None or not line.joined:
            continue
        code = f"{row.practice}-{number}"
        drawing = practice_chart(each.cash, place, code=code, name=f"{row.name}, {name}")
        yield Drawing(f"{name}: cash by month; dashed, staying", drawing)


def _said(run: Run, row: OptionRow) -> Answers:
    pairs = zip(run.names, run.options, row.lines, strict=True)
    return Answers(tuple((name, tuple(_sentences(each, line))) for name, each, line in pairs))


def _sentences(each: Assessment, line: Line | None) -> Iterator[str]:
    place = None if line is None else tables.places_of(each).get(line.practice)
    if line is None or place is None:
        yield "This option has no figure for the practice."
        return
    if not line.joined:
        yield "The practice does not join: it stays on national QOF."
        return
    if each.cash is not None:
        ways = each.cash, each.cash.staying[place], each.cash.joining[place]
        yield f"{said(*ways)} {after_leaving(*ways)}"
    if each.risk is not None:
        yield say.drawn(each.risk, place)
    yield from (f"{note[:1].upper()}{note[1:]}." for note in line.notes)
