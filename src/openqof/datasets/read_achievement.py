"""QOF achievement of practices: one row a practice, indicator and measure, or a column a measure."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from openqof.core.problems import BadInput, Problem
from openqof.core.years import FinancialYear
from openqof.datasets import codes, law_names, sql, wanted
from openqof.datasets.receipts import LeftOut, Reading
from openqof.datasets.source import Kind, Source, Spellings
from openqof.datasets.swap import MEMORY

MEASURES = {
    "ACHIEVED_POINTS": "points_published",
    "NUMERATOR": "numerator",
    "DENOMINATOR": "denominator",
    "PCAS": "adjusted",
    "EXCEPTIONS": "adjusted",
    "REGISTER": "register",
    "EXCLUSIONS": "excluded",
}
"""Measures of the published file and the column each fills; EXCEPTIONS became PCAS in 2019/20."""

LONG: Spellings = {
    "practice": ("practicecode",),
    "indicator": ("indicatorcode",),
    "measure": ("measure",),
    "value": ("value",),
    "region": ("regionodscode",),
}
WIDE: Spellings = {
    "practice": ("practicecode",),
    "indicator": ("indicatorcode",),
    "points_published": ("achievedpoints", "points"),
    "numerator": ("numerator",),
    "denominator": ("denominator",),
    "adjusted": ("exceptioncount", "exceptions", "pcas"),
    "register": ("registersize", "register", "diseaseregistersize"),
}
COUNTED = ("register", "denominator", "numerator", "adjusted", "excluded", "points_published")
SAID_TWICE = 5


def read_long(source: Source) -> Reading:
    """Counts from the long shape, which may be larger than memory: measures become columns on disk."""
    named = source.frame.with_columns(
        wanted.code("practice").alias("practice"),
        wanted.code("indicator").alias("indicator"),
        wanted.code("measure").str.replace_all(" ", "_").alias("measure"),
    ).with_columns(_indicator(source), wanted.respelt("measure", MEASURES))
    marked, staged = (source.staging / f"{stage}.parquet" for stage in ("marked", "long"))
    shown = ("practice", "indicator", "measure", "value")
    rows, left = wanted.part(named, _reasons(), shown=shown, staged=marked)
    region = wanted.code("region") if source.has("region") else pl.lit(None, pl.String)
    value = wanted.number("value").alias("value")
    long = rows.select("at_line", "practice", "indicator", "measure", value, region.alias("region"))
    long.sink_parquet(staged)
    marked.unlink()
    return _counts(source, _spread(staged, source.name), left)


def read_wide(source: Source) -> Reading:
    """Counts from a file with a column for each measure it has."""
    present = [c for c in COUNTED if source.has(c)]
    reasons = _row_reasons()
    for column in present:
        reasons[f"{column} is not a number"] = wanted.not_a_number(column)
        reasons[f"{column} is negative"] = (wanted.number(column) < 0).fill_null(False)
    rows, left = wanted.part(source.frame, reasons, shown=("practice", "indicator"))
    wide = rows.with_columns(wanted.code("indicator").alias("indicator")).select(
        "at_line",
        wanted.code("practice").alias("practice"),
        _indicator(source),
        *(wanted.number(c).alias(c) for c in present),
        pl.lit(None, pl.String).alias("region"),
    )
    return _counts(source, wide, left)


def _row_reasons() -> dict[str, pl.Expr]:
    return wanted.practice_reasons() | {"no indicator code": wanted.text("indicator").is_null()}


def _reasons() -> dict[str, pl.Expr]:
    return {
        **_row_reasons(),
        "a measure no table has a place for": ~pl.col("measure").is_in(COUNTED).fill_null(False),
        "a count withheld because it is small": wanted.suppressed("value"),
        "no value": wanted.no_value("value"),
        "a value that is not a number": wanted.not_a_number("value"),
        "a negative value": (wanted.number("value") < 0).fill_null(False),
    }


def _indicator(source: Source) -> pl.Expr:
    return wanted.respelt("indicator", law_names.spellings("England", _year(source)))


def _year(source: Source) -> FinancialYear:
    if source.year is None:
        raise ValueError(f"{source.name} was recognised without its year")
    return source.year


def _spread(staged: Path, name: str) -> pl.LazyFrame:
    """One row a practice and indicator, made within a bound on memory; BadInput on contradictions."""

    target = staged.with_name("spread.parquet")
    columns = ", ".join(
        f"max(value) FILTER (measure = '{c}') AS {c}, min(value) FILTER (measure = '{c}') AS {c}_least"
        for c in COUNTED
    )
    select = f"SELECT practice, indicator, min(at_line) AS at_line, any_value(region) AS region, {columns}"
    query = f"{select} FROM {sql.parquet(staged)} GROUP BY practice, indicator"
    with sql.connect(config={"memory_limit": MEMORY, "temp_directory": str(staged.parent)}) as connection:
        sql.rows(connection, f"COPY ({query}) TO {sql.quoted(target)} (FORMAT parquet)")
    staged.unlink()
    spread = pl.scan_parquet(target, glob=False)
    _check_agree(spread, name)
    return spread


def _check_agree(spread: pl.LazyFrame, name: str) -> None:
    wrong = pl.any_horizontal(pl.col(c) != pl.col(f"{c}_least") for c in COUNTED)
    found = (
        spread.filter(wrong)
        .select("at_line", "practice", "indicator")
        .collect(engine="streaming")
        .sort("at_line")
    )
    if found.height:
        problems = [
            Problem(
                name, line, 1, codes.CONTRADICTS, f"two values of one measure for {practice} {indicator}."
            )
            for line, practice, indicator in found.head(SAID_TWICE).iter_rows()
        ]
        more = found.height - SAID_TWICE
        if more > 0:
            problems.append(Problem(name, 0, 0, codes.CONTRADICTS, f"{more:,} more are given two values."))
        raise BadInput(problems)


def _counts(source: Source, wide: pl.LazyFrame, left: tuple[LeftOut, ...]) -> Reading:
    present = [c for c in COUNTED if c in wide.collect_schema().names()]
    over: tuple[str, ...] = ()
    if {"numerator", "denominator"} <= set(present):
        over = wanted.over_full(wide, shown=("practice", "indicator"))
    counts = wide.select("at_line", source.stamp, "practice", "indicator", *present)
    practices = (
        wide.group_by("practice")
        .agg(pl.col("region").drop_nulls().first())
        .select(source.stamp, "practice", "region", pl.lit("England").alias("nation"))
    )
    frames = {"counts": counts, "practices": practices}
    return Reading(frames, left, (*over, *law_names.remarks("England", counts)))


LONG_KIND = Kind(
    "qof_achievement",
    "QOF achievement by practice",
    LONG,
    ("practice", "indicator", "measure", "value"),
    read_long,
)
WIDE_KIND = Kind(
    "qof_indicators",
    "QOF achievement by practice, a column a measure",
    WIDE,
    ("practice", "indicator", "points_published"),
    read_wide,
)
EXCEPTIONS_KIND = Kind(
    "qof_exceptions", "QOF exceptions by practice", WIDE, ("practice", "indicator", "adjusted"), read_wide
)
REGISTERS_KIND = Kind(
    "qof_registers", "QOF registers by practice", WIDE, ("practice", "indicator", "register"), read_wide
)
