"""Several options side by side: what a reader compares first, before the pages of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from openqof.impact.charts.base import NARROW, WIDE
from openqof.impact.charts.more import options_chart
from openqof.impact.documents.shape import Column, Kind, Table, Value, written
from openqof.impact.documents.tables import Run
from openqof.impact.documents.tables_options import compared, summary_of_options
from openqof.impact.options import alike
from openqof.impact.reports.blocks import Block, Drawing, Grid, Items, Section, Text

MOST_KEPT = 3
"""Options whose columns a small screen has room for."""
_WHAT = (
    "Lower and higher count practices against national income. Hours freed are an estimate; a minus is work "
    "that is added. The cash gap is the furthest that the area's cash falls behind that of staying on "
    "national QOF in three years."
)
_BASES = "Each option stands against national QOF of its own year or reading: shares compare, pounds do not."


def options(run: Run) -> Iterator[Section]:
    """The options side by side: figures of the whole area, then a row a practice; nothing for one option."""
    if len(run.options) < 2:
        return
    same = alike([each.pricing for each in run.options])
    blocks: list[Block] = [
        Items(tuple(_told(run)), "What is compared"),
        _area(run),
        Text((_WHAT,) if same else (_WHAT, _BASES), "quiet"),
        Drawing(
            "Change in each practice's income under each option, as a share of its national income",
            options_chart(run.options, run.names, WIDE), options_chart(run.options, run.names, NARROW),
        ),
        _practices(run),
    ]  # fmt: skip
    yield Section("options", "The options side by side", tuple(blocks), page=True)


def _told(run: Run) -> Iterator[str]:
    for name, each in zip(run.names, run.options, strict=True):
        scheme = each.pricing.scheme
        title = "" if scheme.title == name else f"{scheme.title}, "
        yield f"{name}: {title}{each.pricing.years}. {scheme.because.text}"


def figures(run: Run) -> Table:
    """A row a figure and a column an option: the summary turned, each figure written as its kind is."""
    whole = summary_of_options(run.options)
    shown = [
        place for place, column in enumerate(whole.columns)
        if column.key not in ("option", "title", "scheme_id", "years")
    ]  # fmt: skip
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (whole.columns[place].says, *(_roundly(row[place], whole.columns[place].kind) for row in whole.rows))
        for place in shown
    )
    heads = (Column(f"option_{place}", name, Kind.POUNDS) for place, name in enumerate(run.names, start=1))
    title = "The whole area, in whole pounds"
    return Table("figures", "Summary", title, (Column("figure", "A year"), *heads), rows)


def _roundly(value: Value, kind: Kind) -> str:
    """A figure as its kind is written, pounds without pence."""
    if kind in (Kind.POUNDS, Kind.CHANGE) and isinstance(value, Decimal):
        plus = "+" if kind is Kind.CHANGE and value > 0 else ""
        return plus + written(value, Kind.ROUND_POUNDS)
    return written(value, kind)


def _area(run: Run) -> Grid:
    table = figures(run)
    keep = tuple(column.key for column in table.columns) if len(run.options) <= MOST_KEPT else ()
    return Grid(table, "figures-of", keep=keep)


def _practices(run: Run) -> Grid:
    table = compared(run.options)
    shares = [column.key for column in table.columns if column.key.startswith("percent_")]
    return Grid(table, "fine", keep=("practice", *shares[:MOST_KEPT]))


def marked(section: Section, mark: str) -> Section:
    """The section of one option: its id, and the ids within its drawings, are its own."""
    blocks = tuple(_own(block, mark) for block in section.blocks)
    return replace(section, id=f"{mark}-{section.id}", blocks=blocks)


def _own(block: Block, mark: str) -> Block:
    if not isinstance(block, Drawing):
        return block
    return replace(block, wide=_ids(block.wide, mark), narrow=_ids(block.narrow, mark))


def _ids(svg: str, mark: str) -> str:
    svg = re.sub(r'\bid="', f'id="{mark}-', svg)
    svg = re.sub(r'aria-labelledby="(\S+) (\S+)"', rf'aria-labelledby="{mark}-\1 {mark}-\2"', svg)
    return svg.replace("url(#", f"url(#{mark}-")
