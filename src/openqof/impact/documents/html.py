"""A report as one HTML file that needs nothing else: no script, no style sheet, no request."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from openqof.impact.documents.shape import DASH, Column, Kind, Value, written
from openqof.impact.documents.tables import Run
from openqof.impact.reports.blocks import BASES, Grid
from openqof.impact.reports.page import document

_AMOUNT = re.compile("[+\N{MINUS SIGN}]£[0-9,.]*[0-9]")
TEMPLATES = Path(__file__).parent / "templates"


def as_html(run: Run) -> str:
    """The whole page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {
        "kind": lambda block: type(block).__name__.lower(),
        "rows": rows,
        "head": head,
        "unbroken": unbroken,
        "kept": kept,
        "folds": folds,
    }
    template = environment.get_template("report.html.jinja")
    style = Markup((TEMPLATES / "report.css").read_text(encoding="utf-8"))
    return template.render(document=document(run), style=style, bases=BASES)


def unbroken(said: str) -> Any:
    """Text whose amounts of money do not break at their sign."""
    from markupsafe import Markup, escape

    return Markup(_AMOUNT.sub(r'<span class="nb">\g<0></span>', str(escape(said))))


def rows(grid: Grid) -> list[dict[str, Any]]:
    """The rows of a table as a page sets them: a head of one or two cells, the notes under it, the figures.

    A code and a name are one head; notes stand below it; all else are cells with their labels.
    """
    table = grid.table
    keys = [column.key for column in table.columns]
    body = [
        _row(grid, keys, row, link=grid.links[at] if grid.links else "") for at, row in enumerate(table.rows)
    ]
    return body + ([_row(grid, keys, table.foot, foot=True)] if table.foot else [])


def head(grid: Grid) -> list[Any]:
    """The columns that have a heading of their own."""
    keys = [column.key for column in grid.table.columns]
    return [column for column in grid.table.columns if column.key not in _merged(keys)]


def kept(key: str, grid: Grid) -> bool:
    """Whether a column is shown on a small screen too."""
    return not grid.keep or key in grid.keep


def folds(grid: Grid) -> bool:
    """Whether a small screen has columns to unfold."""
    return bool(grid.keep) and not all(kept(column.key, grid) for column in head(grid))


def _merged(keys: list[str]) -> set[str]:
    """Columns that stand inside the first one."""
    return {key for key in ("name", "notes") if key in keys and keys[0] == "practice"}


def _row(
    grid: Grid, keys: list[str], row: tuple[Value, ...], *, link: str = "", foot: bool = False
) -> dict[str, Any]:
    by_key = dict(zip(keys, row, strict=True))
    merged = _merged(keys)
    first, code = str(row[0] or ""), ""
    if "name" in merged and by_key["name"] not in (None, "", first):
        first, code = str(by_key["name"]), first
    cells = [
        _cell(column, value, foot=foot)
        for column, value in zip(grid.table.columns[1:], row[1:], strict=True)
        if column.key not in merged
    ]
    said = first if grid.table.columns[0].kind is Kind.TEXT else written(row[0], grid.table.columns[0].kind)
    notes = str(by_key["notes"] or "") if "notes" in merged else ""
    return {"head": said or DASH, "code": code, "note": notes, "cells": cells, "link": link, "foot": foot}


def _cell(column: Column, value: Value, *, foot: bool) -> dict[str, Any]:
    """One figure with the heading that it stands under; a foot has nothing where nothing adds up."""
    nothing = foot and value in (None, "")
    return {
        "label": column.says,
        "text": "" if nothing else written(value, column.kind),
        "number": column.kind.is_number,
        "key": column.key,
        "basis": column.key == "basis" and value in BASES,
    }
