"""A run as a workbook: a sheet a subject, figures as numbers, and no formula made from data."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openqof import __version__
from openqof.impact.documents.shape import Column, Kind, Table, Value
from openqof.impact.documents.tables import SHEETS, Run, tables
from openqof.impact.documents.tables_options import title_of

FORMATS = {
    Kind.POUNDS: "£#,##0.00;[Red]-£#,##0.00",
    Kind.CHANGE: "+£#,##0.00;[Red]-£#,##0.00;£0.00",
    Kind.PERCENT: '0.0"%"',
    Kind.SHIFT: '+0.0"%";[Red]-0.0"%";0.0"%"',
    Kind.WHOLE: "#,##0",
    Kind.TENTHS: "#,##0.0",
    Kind.ESTIMATE: "[>=10]#,##0;[<=-10]-#,##0;0.0",
    Kind.ROUND_POUNDS: "£#,##0;[Red]-£#,##0",
    Kind.EXACT: "#,##0.####",
    Kind.MONTH: "mmm yyyy",
    Kind.TEXT: "@",
}
MADE = datetime(1980, 1, 1)
"""A fixed day, so that the same run gives the same bytes."""
OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False,
    "default_date_format": "mmm yyyy",
}  # fmt: skip
WIDEST, SAMPLE = 60, 200
"""Letters of the widest column, and rows that a width is judged on."""


def workbook(run: Run) -> bytes:
    """The workbook as bytes; the same run gives the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    title = title_of(run.options)
    book.set_properties({"title": title, "comments": f"OpenQOF {__version__}", "created": MADE})
    looks = _looks(book)
    found = tables(run)
    for name in SHEETS:
        _sheet(book.add_worksheet(name), [table for table in found if table.sheet == name], looks, run)
    book.close()
    return out.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    looks = {
        kind.value: book.add_format({"num_format": form, "valign": "top"}) for kind, form in FORMATS.items()
    }
    looks |= {
        f"{kind.value} total": book.add_format({"num_format": form, "bold": True, "top": 1})
        for kind, form in FORMATS.items()
    }
    looks["title"] = book.add_format({"bold": True, "font_size": 13})
    looks["head"] = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    return looks


def _sheet(sheet: Any, shown: list[Table], looks: dict[str, Any], run: Run) -> None:
    """The tables of a sheet one below the other; the heads of a sheet of one table stay in sight."""
    sheet.write_string(0, 0, title_of(run.options), looks["title"])
    if not shown:
        sheet.write_string(2, 0, _nothing(sheet.get_name(), run))
    row = 2
    for table in shown:
        sheet.write_string(row, 0, table.title, looks["title"])
        _heads(sheet, row + 1, table, looks)
        row = _body(sheet, row + 2, table, looks) + 1
    if len(shown) == 1:
        sheet.freeze_panes(4, 2 if shown[0].columns[0].key == "practice" else 1)
    _widths(sheet, shown)


def _nothing(name: str, run: Run) -> str:
    """Why a sheet is empty."""
    why = run.first.absent.get(name.lower(), "")
    return f"Nothing to show: {why}" if why else "Nothing to show."


def _heads(sheet: Any, row: int, table: Table, looks: dict[str, Any]) -> None:
    for place, column in enumerate(table.columns):
        sheet.write_string(row, place, column.says, looks["head"])


def _body(sheet: Any, row: int, table: Table, looks: dict[str, Any]) -> int:
    for values in table.rows:
        for place, (column, value) in enumerate(zip(table.columns, values, strict=True)):
            _write(sheet, row, place, (column, value), looks[column.kind.value])
        row += 1
    if table.foot:
        for place, (column, value) in enumerate(zip(table.columns, table.foot, strict=True)):
            _write(sheet, row, place, (column, value), looks[f"{column.kind.value} total"])
        row += 1
    return row


def _write(sheet: Any, row: int, place: int, cell: tuple[Column, Value], look: Any) -> None:
    """Text is written as text whatever it begins with: the format "@" and no reading of it as a formula."""
    value = cell[1]
    if value is None or value == "":
        sheet.write_blank(row, place, None, look)
    elif isinstance(value, Decimal | int):
        sheet.write_number(row, place, float(value), look)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, look)
    else:
        sheet.write_string(row, place, value, look)


def _widths(sheet: Any, shown: list[Table]) -> None:
    widths: dict[int, int] = {}
    for table in shown:
        for place, column in enumerate(table.columns):
            least = 14 if column.kind.is_number else max(12, len(column.says))
            cells = (len(str(row[place] or "")) + 2 for row in table.rows[:SAMPLE])
            widths[place] = min(WIDEST, max([least, widths.get(place, 0), *cells]))
    for place, width in widths.items():
        sheet.set_column(place, place, width)
