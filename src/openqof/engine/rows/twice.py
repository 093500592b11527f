"""Rows that name the same practice and indicator, found with eight bytes a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from openqof.core.problems import Problem
from openqof.engine.rows.checks import LISTED, Layout

Hashes = np.ndarray[Any, np.dtype[np.uint64]]


def hashes(batch: pl.DataFrame, keys: Sequence[str]) -> Hashes:
    """A number for every row, the same for the same key: 8 bytes where the key itself takes tens."""
    key = pl.struct(pl.col(name).cast(pl.String).str.strip_chars() for name in keys)
    return batch.select(key.hash(seed=0)).to_series().to_numpy()


def twice(
    frame: pl.LazyFrame, keys: Sequence[str], seen: Sequence[Hashes], layout: Layout
) -> tuple[Problem, ...]:
    """A problem for each key with more than one row; the file is read again only when there may be one."""
    ordered = np.concatenate(seen) if seen else np.empty(0, dtype=np.uint64)
    ordered.sort()
    again = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    if not again.size:
        return ()
    rows = _rows_with(frame, keys, pl.Series(again))
    # Two keys may share a number by chance; only rows whose keys are equal are the same.
    same = rows.group_by(keys, maintain_order=True).agg("_row").filter(pl.col("_row").list.len() > 1)
    return tuple(_problem(row, layout, same.height) for row in same.head(LISTED).rows())


def _rows_with(frame: pl.LazyFrame, keys: Sequence[str], wanted: pl.Series) -> pl.DataFrame:
    found, start = [], 0
    for batch in frame.select(keys).collect_batches(maintain_order=True):
        numbered = batch.with_row_index("_row", offset=start)
        found.append(numbered.filter(pl.Series(hashes(batch, keys)).is_in(wanted.implode())))
        start += batch.height
    text = [pl.col(name).cast(pl.String).str.strip_chars() for name in keys]
    return pl.concat(found).with_columns(text)


def _problem(row: tuple[Any, ...], layout: Layout, number: int) -> Problem:
    *key, places = row
    lines = [layout.line(place) for place in places]
    where = "lines" if layout.lines else "rows"
    who = " ".join(str(part) for part in key if part is not None)
    message = f"{who} has {len(lines)} rows: {where} {', '.join(str(line) for line in lines[:5])}"
    message += " …" if len(lines) > 5 else "."
    hint = "One row a practice and indicator, or a column year or month that tells them apart."
    if number > LISTED:
        hint += f" {number:,} practices and indicators are so."
    return Problem(layout.file, lines[1], layout.place("indicator"), "R210", message, hint)
