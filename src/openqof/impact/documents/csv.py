"""Tables as CSV: one file, or a file a table in a ZIP whose bytes do not depend on the clock."""

from __future__ import annotations

import csv
import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openqof.core.spreadsheets import guarded
from openqof.impact.documents.shape import Kind, Table, Value, plain
from openqof.impact.documents.tables import Run, tables

NO_CLOCK = (1980, 1, 1, 0, 0, 0)
"""The earliest day that a ZIP can hold."""


def as_csv(table: Table) -> str:
    """A table with a heading line; figures as plain numbers, text guarded against spreadsheets."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.key for column in table.columns])
    writer.writerows([_cells(table, row) for row in table.rows])
    return out.getvalue()


def _cells(table: Table, row: tuple[Value, ...]) -> list[str]:
    return [
        guarded(text) if column.kind is Kind.TEXT else text
        for column, text in zip(table.columns, (plain(value) or "" for value in row), strict=True)
    ]


def practices_csv(run: Run) -> str:
    """The table of practices alone."""
    return as_csv(next(table for table in tables(run) if table.id == "practices"))


def zipped(run: Run) -> bytes:
    """Every table as a file of its own."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for table in tables(run):
            entry = ZipInfo(f"{table.id}.csv", NO_CLOCK)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, as_csv(table))
    return out.getvalue()
