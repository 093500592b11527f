"""Changing the store as a whole: a copy is written aside, made safe on disk, then put in its place."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from openqof.core.changed import CHANGED
from openqof.datasets import codes, sql
from openqof.datasets.receipts import refusal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

WAIT_SECONDS = 30.0
MEMORY = "1GB"
"""What DuckDB may hold in memory while rows are kept; the rest goes to files beside the store."""


@contextmanager
def locked(store: Path) -> Iterator[None]:
    """Hold the store for one change at a time; BadInput when another command does not let go in time.

    SQLite's own file lock serves: it works on every system and is given up when its process dies. A link to
    a store is locked, and changed, where it leads.
    """
    store = store.resolve()
    try:
        store.parent.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(f"{store}.lock", timeout=WAIT_SECONDS, isolation_level=None)
    except (OSError, sqlite3.OperationalError) as error:
        raise refusal(str(store), codes.LOCKED, f"nothing can be written beside it: {error}.") from error
    with closing(lock):
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            hint = "Try again when it has finished."
            raise refusal(str(store), codes.LOCKED, "another command is changing the store.", hint) from error
        yield
        lock.rollback()


@contextmanager
def aside(store: Path) -> Iterator[DuckDBPyConnection]:
    """A connection to a copy of the store, which takes its place when the block ends well.

    The caller holds the lock, so any copy found here was left by a command that died.
    """

    named, store = store, store.resolve()
    _sweep(store)
    copy = store.with_name(f".{store.name}.new")
    if store.exists():
        shutil.copy2(store, copy)
    try:
        with (
            sql.reading_store(named),
            sql.connect(copy, config={"memory_limit": MEMORY}) as connection,
        ):
            yield connection
            connection.execute("CHECKPOINT")
        _settle(copy)
        put_in_place(copy, store)
    finally:
        _sweep(store)


def put_in_place(copy: Path, store: Path) -> None:
    """Swap the finished copy in; readers hold the old file until they close it."""
    CHANGED.add(store)
    os.replace(copy, store)  # noqa: PTH105 - Path.replace does the same, this is the name of the guarantee
    if os.name == "posix":
        _settle(store.parent)


def _settle(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(store: Path) -> None:
    for left in (f".{store.name}.new", f".{store.name}.new.wal"):
        store.with_name(left).unlink(missing_ok=True)
    shutil.rmtree(store.with_name(f".{store.name}.new.tmp"), ignore_errors=True)
