"""Published values made into ours: numbers, codes and days; rows that cannot be used told apart."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from openqof.datasets.receipts import LeftOut

BLANK = ("", "-", "–")
"""A cell left empty, or with the dash of a printed table."""
NO_TEXT = ("", "-", "–", ":", "..", "n/a", "null", "none", "unknown")
"""What publishers write, in small letters, where there is nothing to say."""
NO_VALUE = (*NO_TEXT, "na", "z", "x", "u")
"""And what else they write where a number would be."""
SUPPRESSED = ("*", "c", "suppressed", "[c]")
"""What they write where a small number is withheld."""
EXAMPLES = 3

PRACTICE_CODE = r"^(?:[A-Z][A-Z0-9]{5}|[0-9]{5})$"
"""English codes are a letter and five more signs, Scottish ones five digits."""


def text(column: str) -> pl.Expr:
    """A text column trimmed, empty where nothing is said."""
    trimmed = pl.col(column).cast(pl.String).str.strip_chars()
    return pl.when(~trimmed.str.to_lowercase().is_in(NO_TEXT)).then(trimmed)


def code(column: str) -> pl.Expr:
    """A code, in capitals."""
    return text(column).str.to_uppercase()


def number(column: str) -> pl.Expr:
    """A number, whatever its thousands commas and pound signs; null where it is not one."""
    bare = pl.col(column).cast(pl.String).str.replace_all(r"[£,\s%]", "")
    minus = bare.str.replace(r"^\((.*)\)$", "-$1")
    value = minus.cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value)


def no_value(column: str) -> pl.Expr:
    """Whether a cell says nothing."""
    return _small(column).is_null() | _small(column).is_in(NO_VALUE)


def blank(column: str) -> pl.Expr:
    """Whether a cell is empty or a dash: not given, with nothing more to say of it."""
    return _small(column).is_null() | _small(column).is_in(BLANK)


def suppressed(column: str) -> pl.Expr:
    """Whether a cell is withheld because the number is small."""
    return _small(column).is_in(SUPPRESSED).fill_null(False)


def not_a_number(column: str) -> pl.Expr:
    """Whether a cell says something that is not a number."""
    return ~no_value(column) & ~suppressed(column) & number(column).is_null()


def _small(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).str.strip_chars().str.to_lowercase()


def day(column: str) -> pl.Expr:
    """A day written 20160401, 01/04/2016, 2016-04-01 or 01APR2016; null where it is none of these."""
    written = pl.col(column).cast(pl.String).str.strip_chars().str.slice(0, 11)
    forms = ("%Y%m%d", "%d/%m/%Y", "%Y-%m-%d", "%d%b%Y", "%d-%b-%Y", "%d-%m-%Y")
    return pl.coalesce(written.str.to_date(form, strict=False) for form in forms)


def is_practice(column: str) -> pl.Expr:
    """Whether a cell is a practice code."""
    return code(column).str.contains(PRACTICE_CODE).fill_null(False)


def practice_reasons() -> dict[str, pl.Expr]:
    """Why the `practice` of a row may not be one: it stands for a total, for nothing, or is no code."""
    total = code("practice").is_in(["ENG", "ENGLAND", "TOTAL"]).fill_null(False)
    return {
        "a total, not a practice": total,
        "no practice code": text("practice").is_null(),
        "not a practice code": ~is_practice("practice"),
    }


def respelt(column: str, spellings: Mapping[str, str]) -> pl.Expr:
    """A column with some spellings replaced, in a form that streams where `replace` does not."""
    chosen = [pl.when(pl.col(column) == theirs).then(pl.lit(ours)) for theirs, ours in spellings.items()]
    return pl.coalesce(*chosen, pl.col(column)).alias(column)


def part(
    frame: pl.LazyFrame,
    reasons: Mapping[str, pl.Expr],
    *,
    shown: tuple[str, ...] = ("practice",),
    staged: Path | None = None,
) -> tuple[pl.LazyFrame, tuple[LeftOut, ...]]:
    """The rows to take, and those left out counted by the first reason that holds, with examples.

    `shown` names the columns that tell a row apart beside its `at_line`. With `staged`, the frame is
    gone through once, into that file, and the rest is done from there.
    """
    chain = pl.coalesce(pl.when(wrong).then(pl.lit(reason)) for reason, wrong in reasons.items())
    marked = frame.with_columns(left_out_because=chain)
    if staged is not None:
        marked.sink_parquet(staged)
        marked = pl.scan_parquet(staged, glob=False)
    kept = marked.filter(pl.col("left_out_because").is_null()).drop("left_out_because")
    return kept, _counted(marked, list(reasons), shown)


def over_full(frame: pl.LazyFrame, *, shown: tuple[str, ...]) -> tuple[str, ...]:
    """A remark on rows whose numerator is larger than their denominator, which published files do hold."""
    larger = (number("numerator") > number("denominator")).fill_null(False)
    _, found = part(frame, {"kept, though the numerator is larger than the denominator": larger}, shown=shown)
    return tuple(map(str, found))


def _counted(marked: pl.LazyFrame, order: list[str], shown: tuple[str, ...]) -> tuple[LeftOut, ...]:
    example = pl.concat_str(
        pl.format("line {}", "at_line"),
        *(pl.col(c).cast(pl.String) for c in shown),
        separator=" ",
        ignore_nulls=True,
    )
    counted = (
        marked.filter(pl.col("left_out_because").is_not_null())
        .group_by("left_out_because")
        .agg(pl.len(), example.sort_by("at_line").head(EXAMPLES).alias("examples"))
        .collect(engine="streaming")
    )
    left = [LeftOut(reason, rows, tuple(examples)) for reason, rows, examples in counted.iter_rows()]
    return tuple(sorted(left, key=lambda one: order.index(one.reason)))
