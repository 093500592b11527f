"""The check every shared table passes before it enters the engine: columns, kinds, keys and plain sense."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

import polars as pl

from openqof.core.national import NationalYear
from openqof.core.problems import Problem
from openqof.core.tables import DAY, NUMBER, PAYMENTS, TEXT, WHOLE, Table
from openqof.core.years import FinancialYear
from openqof.files.history import what_became

NAMED = 3
"""How many offending rows a problem names before it says how many more there are."""

_DTYPES: Mapping[str, pl.DataType] = {
    TEXT: pl.String(), NUMBER: pl.Float64(), WHOLE: pl.Int64(), DAY: pl.Date(),
}  # fmt: skip
_KIND_SAID = {TEXT: "text", NUMBER: "numbers", WHOLE: "whole numbers", DAY: "days"}

Found = Iterator[tuple[str, str, str]]


def schema(table: Table) -> dict[str, pl.DataType]:
    """The Polars type of every column of a shared table, in its order."""
    return {column.name: _DTYPES[column.kind] for column in table.columns}


def empty(table: Table) -> pl.DataFrame:
    """A frame of the table's shape with no rows."""
    return pl.DataFrame(schema=schema(table))


def shaped(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The frame with exactly the table's columns, in its order and types; absent optional ones are null.

    Where an empty cell of a column stands for something, that is put in.
    """
    types = schema(table)
    made = frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in types.items()
    )
    return made.with_columns(blanks(table))


def blanks(table: Table) -> list[pl.Expr]:
    """For every column whose empty cells stand for something, the column with that put in."""
    return [pl.col(c.name).fill_null(c.blank) for c in table.columns if c.blank is not None]


def check(
    frame: pl.DataFrame, table: Table, *, file: str = "", law: NationalYear | None = None
) -> tuple[Problem, ...]:
    """Everything wrong with a frame meant as one of the shared tables; empty when it may enter the engine.

    Columns and kinds come first; rows are looked at in the columns that are there and of the right kind.
    With a `law`, indicators of its year that it does not have are wrong too.
    """
    looks = (_columns, _empties, _years, _duplicates, _numbers, _days)
    found = [one for look in looks for one in look(frame, table)]
    if law is not None and _usable(frame, table, "year", "indicator"):
        found += _indicators(frame, law)
    file = file or f"table {table.name}"
    return tuple(Problem(file, 0, 0, code, message, hint) for code, message, hint in found)


def is_kind(dtype: pl.DataType, kind: str) -> bool:
    """Whether a column type may stand for a kind; a column of nulls only may stand for any."""
    if dtype == pl.Null:
        return True
    if kind == TEXT:
        return dtype in (pl.String, pl.Categorical, pl.Enum)
    if kind == DAY:
        return dtype == pl.Date
    return dtype.is_integer() if kind == WHOLE else dtype.is_numeric()


def rows(frame: pl.DataFrame, wrong: pl.Expr) -> str:
    """The first few rows an expression holds for, by practice and indicator: row 3 (A81001 AF001)."""
    bad = frame.with_row_index("row", offset=1).filter(wrong)
    known = [name for name in ("practice", "indicator", "group", "line", "measure") if name in frame.columns]
    named = []
    for row in bad.head(NAMED).iter_rows(named=True):
        who = " ".join(str(row[name]) for name in known if row[name] is not None)
        named.append(f"row {row['row']:,}" + (f" ({who})" if who else ""))
    return and_more(named, bad.height)


def and_more(first: list[str], count: int) -> str:
    """The first few of a list, and how many more there are."""
    return ", ".join(first) + (f" and {count - len(first):,} more" if count > len(first) else "")


def _columns(frame: pl.DataFrame, table: Table) -> Found:
    strange = [name for name in frame.columns if name not in table.names]
    for column in table.columns:
        if column.name in frame.columns:
            dtype = frame.schema[column.name]
            if not is_kind(dtype, column.kind):
                message = f"column {column.name} holds {_said(dtype)}, not {_KIND_SAID[column.kind]}."
                yield "T103", message, f"It is the {column.says}."
        elif column.required:
            close = get_close_matches(column.name, strange, n=1, cutoff=0.5)
            hint = f"Is it {close[0]}? Rename that column." if close else f"It is the {column.says}."
            yield "T101", f"column {column.name} is missing from {table.name}.", hint
    absent = [name for name in table.names if name not in frame.columns]
    for name in strange:
        close = get_close_matches(name, absent, n=1)
        hint = f"Did you mean {close[0]}?" if close else f"Its columns are {', '.join(table.names)}."
        yield "T102", f"{table.name} has no column {name}.", hint


def _said(dtype: pl.DataType) -> str:
    if dtype == pl.String:
        return "text"
    return "numbers" if dtype.is_numeric() else str(dtype).lower()


def _usable(frame: pl.DataFrame, table: Table, *names: str) -> bool:
    kinds = {column.name: column.kind for column in table.columns}
    return all(n in frame.columns and n in kinds and is_kind(frame.schema[n], kinds[n]) for n in names)


def _empties(frame: pl.DataFrame, table: Table) -> Found:
    for column in table.columns:
        if not column.required or not _usable(frame, table, column.name):
            continue
        absent = pl.col(column.name).is_null()
        if column.kind == TEXT and frame.schema[column.name] == pl.String and column.name != "file":
            absent = absent | (pl.col(column.name).str.strip_chars() == "")
        if frame.select(absent.any()).item():
            message = f"column {column.name} is empty in {rows(frame, absent)}."
            yield "T104", message, "Every row must have it."


def _years(frame: pl.DataFrame, table: Table) -> Found:
    if not _usable(frame, table, "year"):
        return
    for written in frame.get_column("year").cast(pl.String).unique().drop_nulls().sort():
        try:
            year = FinancialYear.parse(written)
        except ValueError as wrong:
            yield "T105", f"year: {wrong}.", ""
            continue
        if str(year) != written:
            yield "T105", f'year "{written}" is not written as a financial year is.', f"Write it as {year}."


def _duplicates(frame: pl.DataFrame, table: Table) -> Found:
    """Rows that share a key. A month not given at all is the year end, a period the whole year."""
    key = [name for name in table.key if name in frame.columns]
    if not frame.height or any(name not in key for name in table.key if name not in ("month", "period")):
        return
    filled = frame.with_columns(pl.col("period").fill_null("")) if "period" in key else frame
    again = filled.group_by(key, maintain_order=True).len().filter(pl.col("len") > 1)
    if again.height:
        first = [" ".join(str(v) for v in row[:-1] if v is not None) for row in again.head(NAMED).rows()]
        message = f"more than one row for {and_more(first, again.height)}."
        yield "T106", message, f"There is one row a {table.row}."


def _numbers(frame: pl.DataFrame, table: Table) -> Found:
    for column in table.columns:
        if column.kind not in (NUMBER, WHOLE) or not _usable(frame, table, column.name):
            continue
        value = pl.col(column.name).cast(pl.Float64)
        endless = ~value.is_finite()
        if frame.select(endless.any()).item():
            yield "T107", f"{column.name} is not a number in {rows(frame, endless)}.", "Leave it empty."
        # A payment may be negative: money taken back. No count, list or threshold can be.
        if table is not PAYMENTS and frame.select((value < 0).any()).item():
            yield "T108", f"{column.name} is negative in {rows(frame, value < 0)}.", ""


def _indicators(frame: pl.DataFrame, law: NationalYear) -> Found:
    known = [*law.indicators, *law.aliases]
    of_year = frame.filter((pl.col("year") == str(law.year)) & ~pl.col("indicator").is_in(known))
    for name, number in of_year.group_by("indicator").len().sort("indicator").rows():
        became, close = what_became(name, law.year), get_close_matches(name, known, n=1)
        was = "was " if became and became.startswith("retired") else ""
        hint = f"It {was}{became}." if became else f"Did you mean {close[0]}?" if close else ""
        counted = f"{number:,} row{'s' if number != 1 else ''}"
        yield "T111", f"{law.title} has no indicator {name} ({counted}).", hint


def _days(frame: pl.DataFrame, table: Table) -> Found:
    # A numerator above its denominator is no problem: published files hold some, and it earns all points.
    if not _usable(frame, table, "opened", "closed"):
        return
    wrong = pl.col("opened") > pl.col("closed")
    if pl.Null not in (frame.schema["opened"], frame.schema["closed"]) and frame.select(wrong.any()).item():
        yield "T110", f"opened is later than closed in {rows(frame, wrong)}.", ""
