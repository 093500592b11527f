"""Files already in the shape of a shared table: CSV or Parquet with our own column names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from openqof.core.tables import (
    COUNTS,
    DAY,
    MEASURES,
    NUMBER,
    PAYMENTS,
    PRACTICES,
    PREVALENCE,
    WHOLE,
    Column,
    Table,
)
from openqof.datasets import law_names, wanted
from openqof.datasets.receipts import Reading
from openqof.datasets.source import Kind, Source, same


def _reader(table: Table) -> Callable[[Source], Reading]:
    def read(source: Source) -> Reading:
        """The rows as they are, once their required columns are filled and their numbers are numbers."""
        given = {*source.columns, "year"} - {"file"}
        present = [column for column in table.columns if column.name in given]
        frame = source.frame if source.has("year") else source.frame.with_columns(source.stamp)
        shown = tuple(name for name in _shown(table) if name in given)
        rows, left = wanted.part(frame, _reasons(table, present), shown=shown)
        whole = rows.select("at_line", *(_value(column) for column in present))
        return Reading({table.name: whole}, left, _remarks(table, whole))

    return read


def _remarks(table: Table, rows: pl.LazyFrame) -> tuple[str, ...]:
    """What to say of rows of counts that are kept as they are."""
    if table is not COUNTS:
        return ()
    over: tuple[str, ...] = ()
    if {"numerator", "denominator"} <= set(rows.collect_schema().names()):
        over = wanted.over_full(rows, shown=_shown(table))
    scottish = pl.col("practice").str.contains(r"^\d{5}$")
    return (
        *over,
        *law_names.remarks("England", rows.filter(~scottish)),
        *law_names.remarks("Scotland", rows.filter(scottish)),
    )


def _shown(table: Table) -> tuple[str, ...]:
    return tuple(name for name in table.key if name not in ("year", "month"))


def _reasons(table: Table, present: list[Column]) -> dict[str, pl.Expr]:
    reasons = {}
    for column in present:
        if column.required:
            reasons[f"no {column.name}"] = wanted.text(column.name).is_null()
        if column.kind in (NUMBER, WHOLE):
            unread = wanted.number(column.name).is_null()
            reasons[f"{column.name} is not a number"] = (
                unread if column.required else wanted.not_a_number(column.name)
            )
            if table is not PAYMENTS:
                reasons[f"{column.name} is negative"] = (wanted.number(column.name) < 0).fill_null(False)
        elif column.kind == DAY:
            unread = ~wanted.no_value(column.name) & wanted.day(column.name).is_null()
            reasons[f"{column.name} is not a day"] = unread
    reasons["year is not a financial year"] = _year("year").is_null()
    return reasons


def _value(column: Column) -> pl.Expr:
    if column.name == "year":
        return _year("year")
    if column.kind in (NUMBER, WHOLE):
        value = wanted.number(column.name)
        return (value.cast(pl.Int64) if column.kind == WHOLE else value).alias(column.name)
    if column.kind == DAY:
        return wanted.day(column.name).alias(column.name)
    return (wanted.code if column.name == "practice" else wanted.text)(column.name).alias(column.name)


def _year(column: str) -> pl.Expr:
    """A year as 2015/16, from 2015/16, 2015-16, 201516 or 2015/2016; null where it is none of these."""
    written = pl.col(column).cast(pl.String).str.strip_chars()
    first = written.str.extract(r"^(20\d\d)[-/]?(?:20)?\d\d$").cast(pl.Int64, strict=False)
    second = written.str.extract(r"^20\d\d[-/]?(?:20)?(\d\d)$").cast(pl.Int64, strict=False)
    ours = pl.format("{}/{}", first, second.cast(pl.String).str.zfill(2))
    return pl.when((first + 1) % 100 == second).then(ours).alias(column)


year_text = _year


def _kind(table: Table, *required: str) -> Kind:
    return Kind(
        "table",
        f"our own table {table.name}",
        same(*(n for n in table.names if n != "file")),
        required,
        _reader(table),
        dated=False,
    )


KINDS = (
    _kind(MEASURES, "year", "practice", "measure", "numerator"),
    _kind(PAYMENTS, "year", "practice", "line", "reading", "amount"),
    _kind(PREVALENCE, "year", "practice", "group"),
    _kind(COUNTS, "year", "practice", "indicator"),
    _kind(PRACTICES, "year", "practice", "nation"),
)
UNDATED = tuple(replace(kind, required=kind.required[1:], dated=True) for kind in KINDS)
"""The same without their first column, the year, which --year or the file's name then gives."""
