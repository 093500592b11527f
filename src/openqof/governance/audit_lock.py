"""One writer at a time to an audit file, on every system."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path

from openqof.core.problems import BadInput, Problem
from openqof.governance import audit_codes as codes

WAIT_SECONDS = 30.0


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an audit file; BadInput when another command does not let go of it in time.

    SQLite's own file lock serves: it works on every system and is given up when its process dies.
    """
    try:
        lock = sqlite3.connect(lock_of(path), timeout=WAIT_SECONDS, isolation_level=None)
    except sqlite3.OperationalError as error:
        raise _refused(path, f"nothing can be written beside it: {error}.") from error
    with closing(lock):
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            said = "another command is writing to it, or nothing can be written beside it"
            raise _refused(path, f"{said}: {error}.", "Try again when that has finished.") from error
        yield
        lock.rollback()


def locked_for_reading(path: Path) -> AbstractContextManager[None]:
    """Hold an audit file that is written to on this machine; a copy put aside for reading needs no lock."""
    return locked(path) if lock_of(path).exists() and _is_writable(path) else nullcontext()


def lock_of(path: Path) -> Path:
    """The file that serves as the lock."""
    return path.with_name(f"{path.name}.lock")


def _is_writable(path: Path) -> bool:
    return os.access(lock_of(path), os.W_OK) and os.access(path.parent, os.W_OK)


def _refused(path: Path, message: str, hint: str = "") -> BadInput:
    return BadInput([Problem(str(path), 0, 0, codes.LOCKED, message, hint)])
