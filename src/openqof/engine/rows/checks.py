"""What is wrong with a file of counts: columns before it is read, rows batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

import polars as pl

from openqof.core.problems import Problem
from openqof.engine.rows.points import ADDED, COUNTED, KNOWN, NUMBERS, TERMS, WHO
from openqof.files.values import did_you_mean

LISTED = 50
"""How many rows of one kind of problem are listed before the rest are counted."""

SHAPES: Mapping[str, Mapping[str, str]] = {
    "the Scottish practice tables": {
        "indicator": "ind",
        "numerator": "num",
        "denominator": "denom",
        "points_available": "points",
        "lower": "lo",
        "upper": "up",
    },
}
"""Published shapes known by their column names: what each calls ours."""


def recognised(columns: Sequence[str]) -> tuple[str, Mapping[str, str]]:
    """The published shape whose columns these are and its names for ours; ("", {}) when none."""
    for shape, names in SHAPES.items():
        if set(names.values()) <= set(columns) and not set(names) & set(columns):
            return shape, names
    return "", {}


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one file: its name, what each is called here, and whether its rows have line numbers."""

    file: str
    columns: tuple[str, ...]
    lines: bool

    def place(self, name: str) -> int:
        """The number of a column, from 1; 0 when the file has none of that name."""
        return self.columns.index(name) + 1 if name in self.columns else 0

    def line(self, row: int) -> int:
        """The line of a row counted from 0: the heading is line 1 of a CSV, and Parquet has rows only."""
        return row + (2 if self.lines else 1)


def check_columns(layout: Layout, *, needs_terms: bool) -> tuple[Problem, ...]:
    """Missing columns, with the nearest of the file's own names, and names the result would write over."""
    needed = (*WHO, *COUNTED, *(TERMS if needs_terms else ()))
    spare = [name for name in layout.columns if name not in KNOWN]
    problems = [_missing(layout, name, spare) for name in needed if name not in layout.columns]
    for name in ADDED:
        if name in layout.columns:
            problems.append(_taken(layout, name))
    return tuple(problems)


def _missing(layout: Layout, name: str, spare: Sequence[str]) -> Problem:
    close = get_close_matches(name, spare, n=1, cutoff=0.5)
    hint = f"Is it {close[0]}? Then say --columns {name}={close[0]}." if close else ""
    if not hint and name in TERMS:
        hint = "Add it, or name the year whose law applies: --year qof/2015-16."
    if not hint:
        hint = f"The file has {', '.join(layout.columns)}."
    return Problem(layout.file, 0, 0, "R201", f"column {name} is missing.", hint)


def _taken(layout: Layout, name: str) -> Problem:
    hint = "Rename the column, or leave it out."
    if name == "points":
        hint = f"Say what it is (--columns points_available={name}, --published {name}) or rename it."
    return Problem(
        layout.file, 0, 0, "R202", f"the file already has a column {name}, which the result adds.", hint
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """Problems of rows so far: the first of each kind, and how many of each kind there are."""

    problems: tuple[Problem, ...] = ()
    counts: Mapping[tuple[str, int], int] = field(default_factory=dict)

    def plus(self, code: str, column: int, found: Sequence[Problem], number: int) -> Listed:
        """With some more of one kind: those found are listed as far as there is room."""
        so_far = self.counts.get((code, column), 0)
        room = max(0, LISTED - so_far)
        counts = {**self.counts, (code, column): so_far + number}
        return Listed((*self.problems, *found[:room]), counts)

    def closed(self) -> tuple[Problem, ...]:
        """All problems, the last listed of each kind saying how many more there are."""
        last: dict[tuple[str, int], int] = {(p.code, p.column): at for at, p in enumerate(self.problems)}
        out = list(self.problems)
        for key, at in last.items():
            more = self.counts[key] - sum((p.code, p.column) == key for p in self.problems)
            if more:
                hint = f"{out[at].hint} And {more:,} more rows like it.".strip()
                out[at] = replace(out[at], hint=hint)
        return tuple(out)


Say = Callable[[Mapping[str, object]], tuple[str, str]]


def check_rows(batch: pl.DataFrame, layout: Layout, *, so_far: Listed) -> Listed:
    """The problems of a prepared batch, added to those so far; `_row` is the place in the file, from 0."""
    for code, column, wrong, say in _looks(batch):
        bad = batch.filter(wrong)
        if bad.height:
            found = [
                _problem(layout, code, column, row, say) for row in bad.head(LISTED).iter_rows(named=True)
            ]
            so_far = so_far.plus(code, layout.place(column), found, bad.height)
    return so_far


def _problem(layout: Layout, code: str, column: str, row: Mapping[str, object], say: Say) -> Problem:
    message, hint = say(row)
    who = " ".join(str(row[name]) for name in WHO if row[name] is not None)
    line = layout.line(int(str(row["_row"])))
    return Problem(
        layout.file, line, layout.place(column), code, f"{who}: {message}" if who else message, hint
    )


def _looks(batch: pl.DataFrame) -> Iterator[tuple[str, str, pl.Expr, Say]]:
    for name in WHO:
        absent = pl.col(name).is_null() | (pl.col(name).cast(pl.String).str.strip_chars() == "")
        yield "R203", name, absent, _says(f"{name} is empty.")
    for name in NUMBERS:
        if name in batch.columns:
            yield "R204", name, _not_a_number(batch, name), _not_number(name)
            yield "R205", name, pl.col(f"_read_{name}") < 0, _negative(name)
    counted = pl.all_horizontal(pl.col(f"_{name}").is_not_null() for name in COUNTED)
    yield "R206", "lower", counted & (pl.col("_lower") >= pl.col("_upper")), _thresholds
    yield "R209", "year", pl.col("_year_wrong"), _wrong_year
    yield "R207", "step", pl.col("_step") > pl.col("_points_available"), _step


def _not_a_number(batch: pl.DataFrame, name: str) -> pl.Expr:
    written = pl.col(name).is_not_null()
    if batch.schema[name] == pl.String:
        written = written & (pl.col(name).str.strip_chars() != "")
    return written & pl.col(f"_read_{name}").is_null()


def _says(message: str) -> Say:
    return lambda row: (message, "")


def _not_number(name: str) -> Say:
    hint = "Leave a count that is not known empty, and write numbers without commas, signs or letters."
    return lambda row: (f'{name} is "{row[name]}", which is not a number.', hint)


def _negative(name: str) -> Say:
    return lambda row: (f"{name} is {row[name]}; it cannot be below 0.", "")


def _thresholds(row: Mapping[str, object]) -> tuple[str, str]:
    message = f"the lower threshold, {row['_lower']:g}, is not below the upper, {row['_upper']:g}."
    return message, "Thresholds are percent, the lower first."


def _wrong_year(row: Mapping[str, object]) -> tuple[str, str]:
    return f'year is "{row["year"]}", which is not a financial year.', "Write it as 2015/16."


def _step(row: Mapping[str, object]) -> tuple[str, str]:
    return f"the step, {row['_step']:g}, is more than the points available, {row['_points_available']:g}.", ""


def what_happened(became: str) -> str:
    """A sentence of what became of an indicator: It was retired in 2014/15."""
    return f"It {'was ' if became.startswith('retired') else ''}{became}."


def unknown_indicators(
    seen: Mapping[str, tuple[int, int]],
    known: Sequence[str],
    layout: Layout,
    *,
    law: str,
    became: Callable[[str], str | None],
) -> tuple[Problem, ...]:
    """A problem for each indicator the law does not have; `seen` gives its first row and number of rows."""
    problems = []
    for name, (first, number) in sorted(seen.items(), key=lambda item: item[1]):
        after = became(name) or became(name.upper())
        hint = what_happened(after) if after else did_you_mean(name, known)
        message = f"{law} has no indicator {name} ({number:,} row{'s' if number != 1 else ''})."
        problems.append(
            Problem(layout.file, layout.line(first), layout.place("indicator"), "R208", message, hint)
        )
    return tuple(problems)
