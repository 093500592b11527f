"""Writing a table batch by batch: aside, and under its own name only when the whole of it is right."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from openqof.core.problems import BadInput, Problem

CSV, PARQUET = (".csv",), (".parquet", ".pq")


class Writer:
    """Writes frames one after another to a CSV or Parquet file, by the ending of its name."""

    def __init__(self, path: Path, *, typed: bool) -> None:
        self.path, self.typed = path, typed
        self._file: BinaryIO = path.open("wb")
        self._parquet: Any = None
        self._begun = False

    def __call__(self, frame: pl.DataFrame) -> None:
        """Write the next rows."""
        if self.typed:
            self._add_parquet(frame)
        else:
            frame.write_csv(self._file, include_header=not self._begun)
        self._begun = True

    def _add_parquet(self, frame: pl.DataFrame) -> None:
        from pyarrow import parquet

        arrow = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
        if self._parquet is None:
            self._parquet = parquet.ParquetWriter(self._file, arrow.schema, compression="zstd")
        self._parquet.write_table(arrow)

    def close(self) -> None:
        """Finish the file."""
        if self._parquet is not None:
            self._parquet.close()
        self._file.close()


@contextmanager
def written(path: Path | None) -> Iterator[Writer | None]:
    """A writer of a file that appears under its name when the block ends well, and not at all otherwise."""
    if path is None:
        yield None
        return
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    writer = _open(path, aside)
    try:
        yield writer
        writer.close()
        aside.replace(path)
    except BaseException:
        writer.close()
        aside.unlink(missing_ok=True)
        raise


def _open(path: Path, aside: Path) -> Writer:
    suffix = path.suffix.lower()
    if suffix not in (*CSV, *PARQUET):
        hint = "End its name in .csv or .parquet."
        raise BadInput(
            [Problem(str(path), 0, 0, "R214", "the result would be neither CSV nor Parquet.", hint)]
        )
    try:
        return Writer(aside, typed=suffix in PARQUET)
    except OSError as wrong:
        raise BadInput([Problem(str(path), 0, 0, "R215", f"cannot be written: {wrong.strerror}.")]) from wrong
