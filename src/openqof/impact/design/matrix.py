"""The rows of a programme as HiGHS takes them: column by column, and only what is not nought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openqof.engine.law import FloatArray, WholeArray


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Some entries of a matrix, those of one column after another: where they stand, and what they are."""

    column: WholeArray
    row: WholeArray
    value: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """A matrix by columns: where each begins, (columns + 1,), and the row and figure of every entry."""

    rows: int
    start: NDArray[np.int32]
    index: NDArray[np.int32]
    value: FloatArray


def entries(table: FloatArray | WholeArray, *, first_row: int = 0, per: float = 1.0) -> Entries:
    """What is not nought of a table of columns by rows, (columns, rows), divided by `per`."""
    column, row = np.nonzero(table)
    return Entries(column, row + first_row, table[column, row] / per)


def by_column(parts: Sequence[Entries], *, rows: int, columns: int) -> Matrix:
    """Entries of several parts put together; within a column in the order of the parts."""
    counts = [np.bincount(part.column, minlength=columns) for part in parts]
    start = np.concatenate([[0], np.cumsum(np.sum(counts, axis=0))]).astype(np.int32)
    index, value = np.empty(start[-1], dtype=np.int32), np.empty(start[-1])
    filled = start[:-1].astype(np.int64)
    for part, count in zip(parts, counts, strict=True):
        before = np.cumsum(count) - count
        place = filled[part.column] + np.arange(len(part.column)) - before[part.column]
        index[place], value[place] = part.row, part.value
        filled += count
    return Matrix(rows, start, index, value)
