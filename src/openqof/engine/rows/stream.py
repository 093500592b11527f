"""One pass over a file of counts: check, compute, write and count, a batch at a time."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import polars as pl

from openqof.core.problems import Problem
from openqof.engine.rows.checks import Layout, Listed, check_rows, unknown_indicators
from openqof.engine.rows.job import Job, Outcome
from openqof.engine.rows.points import (
    ADDED,
    MONTH,
    NUMBERS,
    SAME,
    TERMS,
    WHO,
    YEAR,
    Status,
    prepared,
    with_points,
)
from openqof.engine.rows.twice import hashes, twice
from openqof.engine.rows.writers import Writer

DECIMALS = 10
SHOWN = 100
"""How many rows that disagree are kept to be shown."""


class Pass:
    """What has been written, counted and found wrong so far."""

    def __init__(self, job: Job, layout: Layout, *, published: str | None) -> None:
        self.job, self.layout, self.published = job, layout, published
        self.keys = [name for name in (*WHO, YEAR, MONTH) if name in layout.columns]
        self.rows = self.read = 0
        self.wrong = Listed()
        self.unknown: dict[str, tuple[int, int]] = {}
        self.hashes: list[np.ndarray[Any, np.dtype[np.uint64]]] = []
        self.tally: Counter[str] = Counter()
        self.differ = pl.DataFrame()
        self.may_be_short = False

    def take(self, batch: pl.DataFrame, write: Writer | None, apart: Writer | None) -> None:
        """Check one batch; compute, write and count it while nothing was found wrong."""
        # A blank line holds nothing; it is passed over, and counted so that later lines keep their numbers.
        filled = ~pl.all_horizontal(pl.all().is_null())
        start, self.read = self.read, self.read + batch.height
        batch = batch.filter(filled).with_columns(_row=_numbers(batch.select(filled).to_series(), start))
        ready = prepared(batch, self.job.terms)
        self.wrong = check_rows(ready, self.layout, so_far=self.wrong)
        self._note_unknown(ready)
        self.hashes.append(hashes(batch, self.keys))
        # A line with too few fields reads as one whose last fields are empty.
        self.may_be_short |= batch.to_series(len(self.layout.columns) - 1).null_count() > 0
        if not self.wrong.problems and not self.unknown:
            done = with_points(ready)
            self._count(done, apart)
            if write is not None:
                write(result(done, self.layout, typed=write.typed and self.layout.lines))
        self.rows += batch.height
        self.job.on_rows(self.rows)

    def _note_unknown(self, ready: pl.DataFrame) -> None:
        """Indicators the law does not have: each with its first row and how many rows name it."""
        if self.job.terms.law is None:
            return
        strange = pl.col("_here") & pl.col("_kind").is_null() & (pl.col("_indicator") != "")
        named = ready.filter(strange)
        for name, first, number in named.group_by("_indicator").agg(pl.col("_row").min(), pl.len()).rows():
            before = self.unknown.get(name, (first, 0))
            self.unknown[name] = (before[0], before[1] + number)

    def _count(self, done: pl.DataFrame, apart: Writer | None) -> None:
        self.tally.update(dict(done.get_column("_status").value_counts().rows()))
        paid = done.filter(pl.col("points").is_not_null())
        self.tally["differs"] += int(paid.get_column("_differs").sum())
        self.tally["over"] += int((paid.get_column("achievement") > 100).sum())
        if self.published is not None:
            self._compare(paid, self.published, apart)

    def _compare(self, paid: pl.DataFrame, published: str, apart: Writer | None) -> None:
        printed = pl.col(published).cast(pl.Float64, strict=False)
        known = paid.with_columns((pl.col("points") - printed).abs().alias("_gap"))
        known = known.filter(pl.col("_gap").is_not_null())
        self.tally["unpublished"] += paid.height - known.height
        # The tolerance itself agrees: a published figure rounded half up is exactly half a hundredth away.
        agrees = pl.col("_gap") <= self.job.tolerance + SAME
        for status, name in ((Status.COMPUTED, "compared"), (Status.ZERO, "zero")):
            some = known.filter(pl.col("_status") == str(status))
            self.tally[name] += some.height
            self.tally[f"{name} agree"] += some.filter(agrees).height
        self._list(known.filter(~agrees), published, apart)

    def _list(self, rows: pl.DataFrame, published: str, apart: Writer | None) -> None:
        numbers = [pl.col(f"_{name}").alias(name) for name in ("numerator", "denominator", *TERMS)]
        shown = rows.select(
            *self.keys, *numbers, "achievement", "points",
            pl.col(published).cast(pl.Float64, strict=False).alias("published"),
            pl.col("_gap").alias("difference"),
        )  # fmt: skip
        if apart is not None:
            apart(shown)
        if self.differ.height < SHOWN:
            self.differ = pl.concat([self.differ, shown.head(SHOWN - self.differ.height)], how="diagonal")

    def problems(self, frame: pl.LazyFrame) -> tuple[Problem, ...]:
        """Everything wrong with the file, once all of it was read."""
        if not self.rows:
            return (Problem(self.layout.file, 0, 0, "R211", "the file has a heading and no rows."),)
        law = self.job.terms.law
        known = [] if law is None else law.get_column("indicator").to_list()
        strange = unknown_indicators(
            self.unknown, known, self.layout, law=self.job.law, became=self.job.became
        )
        return (*self.wrong.closed(), *strange, *twice(frame, self.keys, self.hashes, self.layout))

    def outcome(self, shape: str) -> Outcome:
        """What was done, once the whole file was."""
        tally = self.tally
        return Outcome(
            rows=self.rows,
            statuses={str(status): tally[str(status)] for status in Status},
            differing_terms=tally["differs"],
            over_full=tally["over"],
            shape=shape,
            own=self.job.terms.own,
            compared=tally["compared"],
            agree=tally["compared agree"],
            zero_compared=tally["zero"],
            zero_agree=tally["zero agree"],
            unpublished=tally["unpublished"],
            differ=self.differ,
        )


def _numbers(filled: pl.Series, start: int) -> pl.Series:
    """The place in the file, from 0, of each filled row of a batch that starts at `start`."""
    return filled.arg_true().cast(pl.Int64) + start


def result(done: pl.DataFrame, layout: Layout, *, typed: bool) -> pl.DataFrame:
    """The file's own columns, then achievement and points to DECIMALS, so that 8.4 reads 8.4.

    `typed` makes numbers of the text of the columns we know.
    """
    numbers = [name for name in NUMBERS if typed and name in layout.columns]
    done = done.with_columns(pl.col(f"_read_{name}").alias(name) for name in numbers)
    return done.select(*layout.columns, *(pl.col(name).round(DECIMALS) for name in ADDED))
