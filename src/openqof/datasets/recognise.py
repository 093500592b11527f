"""What a file is: told by its columns, whatever their spelling; its name only dates it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from openqof.core.years import FinancialYear
from openqof.datasets import codes
from openqof.datasets.kinds import HEADERLESS, KINDS, UNDATED
from openqof.datasets.names import year_of_path
from openqof.datasets.receipts import refusal
from openqof.datasets.sheets import Sheet, check_widths, csv_sheet, form_of, parquet_sheet
from openqof.datasets.source import Kind, Source


def recognise(
    path: Path, name: str, *, staging: Path, year: FinancialYear | None = None, folders: tuple[str, ...] = ()
) -> tuple[Kind, Source]:
    """The kind of a file and what its reader needs; BadInput when it is of none, or its year is not known.

    `folders` are names around it that may say the year: its zip, its folder.
    """
    form = form_of(path, name)
    if form == "json":
        from openqof.datasets.read_national import json_source

        return json_source(path, name, staging)
    if form == "zip":
        raise refusal(
            name, codes.UNKNOWN, "a zip within a zip is not opened.", "Unpack it and add what is inside."
        )
    sheet = parquet_sheet(path, name) if form == "parquet" else csv_sheet(path, name, staging)
    kind = kind_of(sheet)
    if sheet.is_text:
        check_widths(path, sheet, staging)
    source = Source(name, path, staging, sheet, kind.find(sheet))
    if kind.dated:
        source = _dated(source, year or year_of_path(name, *folders))
    return kind, source


def kind_of(sheet: Sheet) -> Kind:
    """The kind a sheet is of; BadInput naming the nearest one and the columns it would need."""
    for kind in HEADERLESS if sheet.is_text else ():
        if kind.looks(sheet):
            return kind
    for kind in (*KINDS, *UNDATED):
        if not kind.missing(sheet) and kind.looks(sheet):
            if not sheet.sample:
                raise refusal(sheet.name, codes.EMPTY, "the file holds nothing but its header.")
            return kind
    raise _nearest(sheet)


def resembles(sheet: Sheet) -> tuple[Kind, list[str]]:
    """The kind with the smallest share of its required columns missing, and those missing."""
    lacking = [(kind, missing) for kind in KINDS if (missing := kind.missing(sheet))]
    return min(lacking, key=lambda one: len(one[1]) / len(one[0].required))


def _nearest(sheet: Sheet) -> Exception:
    kind, missing = resembles(sheet)
    if len(missing) == len(kind.required):
        found = ", ".join(sheet.headings[:6])
        return refusal(
            sheet.name,
            codes.UNKNOWN,
            "this is no kind of file that can be read.",
            f"Its columns begin {found}." if found.strip() else "",
        )
    wanted = ", ".join(name.upper() for name in missing)
    columns = "column" if len(missing) == 1 else "columns"
    return refusal(
        sheet.name,
        codes.COLUMNS,
        f"this looks most like {kind.title}, but {columns} {wanted} cannot be found.",
    )


def _dated(source: Source, year: FinancialYear | None) -> Source:
    if year is None:
        raise refusal(
            source.name,
            codes.NO_YEAR,
            "which financial year it holds is not said, in the file or its name.",
            "Give it: --year 2015/16.",
        )
    return replace(source, year=year)
