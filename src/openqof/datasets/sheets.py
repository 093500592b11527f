"""A file made ready to read: its form, in UTF-8, rows of one width, columns by plain name."""

from __future__ import annotations

import codecs
import csv
import hashlib
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from openqof.core.problems import BadInput, Problem
from openqof.datasets import codes
from openqof.datasets.names import plain
from openqof.datasets.receipts import refusal

BLOCK = 1 << 20
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
"""How a zip begins: with a member, empty, or in parts."""
SAMPLE = 50
"""Rows looked at to tell what a file is."""
NAMED = 5
"""Rows of another width that are named."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as found: its headings, their plain spellings, a few rows, and a lazy frame of all of it.

    The frame's columns are the plain spellings; text as written for CSV, with `at_line` the line of each row.
    """

    name: str
    headings: tuple[str, ...]
    columns: tuple[str, ...]
    sample: tuple[dict[str, str], ...]
    frame: pl.LazyFrame
    is_text: bool


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes, read in blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def form_of(path: Path, name: str) -> str:
    """zip, parquet, json or csv by the first bytes; BadInput when it is none of these."""
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.strip():
        raise refusal(name, codes.EMPTY, "the file is empty.")
    if start.startswith(ZIP):
        return "zip"
    if start.startswith(b"PAR1"):
        return "parquet"
    return _form_of_text(start, name)


def _form_of_text(start: bytes, name: str) -> str:
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"<"):
        raise refusal(
            name,
            codes.WEB_PAGE,
            "this is a web page, not the data.",
            "Download the file again and look at it first.",
        )
    if text.startswith((b"{", b"[")):
        return "json"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise refusal(name, codes.WORKBOOK, "this is an Excel workbook.", "Save the sheet as CSV.")
    if text.startswith(b"%PDF") or (
        b"\0" in start and not start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    ):
        raise refusal(name, codes.UNKNOWN, "this is neither text, Parquet, JSON nor a zip.")
    return "csv"


def parquet_sheet(path: Path, name: str) -> Sheet:
    """A Parquet file as a sheet; its columns keep their types."""
    try:
        frame = pl.scan_parquet(path, glob=False)
        headings = frame.collect_schema().names()
        sample = frame.head(SAMPLE).collect()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise refusal(name, codes.UNREADABLE, "the Parquet file is damaged.", "Download it again.") from error
    columns = _columns(headings)
    rows = tuple(
        {c: str(v) for c, v in zip(columns, row, strict=True) if v is not None} for row in sample.rows()
    )
    named = frame.rename(dict(zip(headings, columns, strict=True))).with_row_index("at_line", offset=1)
    return Sheet(name, tuple(headings), columns, rows, named, is_text=False)


def csv_sheet(path: Path, name: str, staging: Path) -> Sheet:
    """A CSV file as a sheet, in UTF-8; the width of its rows is checked apart, once its kind is known."""
    path = in_utf8(path, staging)
    separator = _separator(path)
    headings, first = _beginning(path, name, separator)
    columns = _columns(headings)
    frame = pl.scan_csv(
        path,
        glob=False,
        separator=separator,
        infer_schema=False,
        new_columns=list(columns),
        row_index_name="at_line",
        row_index_offset=2,
    )
    rows = tuple(dict(zip(columns, row, strict=False)) for row in first)
    return Sheet(name, tuple(headings), columns, rows, frame, is_text=True)


def _beginning(path: Path, name: str, separator: str) -> tuple[list[str], list[list[str]]]:
    """The header and the first rows."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=separator)
        try:
            return next(reader, []), [row for row in islice(reader, SAMPLE) if row]
        except csv.Error as error:
            raise _unbalanced(name, error, reader.line_num) from error


def _unbalanced(name: str, error: csv.Error, line: int) -> BadInput:
    return refusal(name, codes.RAGGED, f"{error}.", "A quotation mark may be unbalanced.", line=line)


def without_header(path: Path, staging: Path, columns: tuple[str, ...]) -> pl.LazyFrame:
    """The rows of a CSV whose first row is already data, under the names given."""
    return pl.scan_csv(
        in_utf8(path, staging),
        glob=False,
        has_header=False,
        infer_schema=False,
        new_columns=list(columns),
        row_index_name="at_line",
        row_index_offset=1,
    )


def _columns(headings: list[str]) -> tuple[str, ...]:
    """Plain spellings, told apart where two are alike or one is blank."""
    seen: dict[str, int] = {}
    columns = []
    for heading in headings:
        name = plain(heading) or "blank"
        seen[name] = seen.get(name, 0) + 1
        columns.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return tuple(columns)


def in_utf8(path: Path, staging: Path) -> Path:
    """The file itself when it is UTF-8, else a copy of it that is: UTF-16 by its mark, else Windows-1252."""
    encoding = _encoding(path)
    if encoding == "utf-8":
        return path
    copy = staging / f"{path.name}.utf8"
    if not copy.exists():
        with (
            path.open(encoding=encoding, errors="replace", newline="") as source,
            copy.open("w", encoding="utf-8", newline="") as target,
        ):
            while block := source.read(BLOCK):
                target.write(block)
    return copy


def _encoding(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        file.seek(0)
        try:
            for block in iter(lambda: file.read(BLOCK), b""):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _separator(path: Path) -> str:
    with path.open(encoding="utf-8-sig") as file:
        first = file.readline()
    return max(",\t;|", key=first.count)


def check_widths(path: Path, sheet: Sheet, staging: Path) -> None:
    """BadInput naming the first rows that do not have as many fields as the header."""
    path, wrong, width = in_utf8(path, staging), list[tuple[int, int]](), len(sheet.headings)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=_separator(path))
        try:
            for row in reader:
                if len(row) != width and row and len(wrong) < NAMED:
                    wrong.append((reader.line_num, len(row)))
        except csv.Error as error:
            raise _unbalanced(sheet.name, error, reader.line_num) from error
        last = reader.line_num
    if wrong:
        raise BadInput([_ragged(sheet.name, line, fields, width=width, last=last) for line, fields in wrong])


def _ragged(name: str, line: int, fields: int, *, width: int, last: int) -> Problem:
    hint = "The file may be cut off: download it again." if line == last and fields < width else ""
    return Problem(name, line, 1, codes.RAGGED, f"{fields} fields where the header has {width}.", hint)
