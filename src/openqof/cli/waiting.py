"""Work that may take its time: on a terminal, after two seconds, a line says what is being done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

PATIENCE = 2.0
"""Seconds before anything is shown."""


@contextmanager
def waiting(first: str) -> Iterator[Callable[[str], None]]:
    """Yield what is to be told each step; nothing is shown where the output is no terminal."""
    from rich.console import Console

    console = Console(stderr=True)
    status = console.status(f"{first} …")
    timer = Timer(PATIENCE, status.start if console.is_terminal else _nothing)
    timer.daemon = True
    timer.start()
    try:
        yield lambda step: status.update(f"{step} …")
    finally:
        timer.cancel()
        timer.join()
        status.stop()


def _nothing() -> None:
    """Show nothing."""
