"""What reading a file gave: the rows by table, and a receipt of what was taken, left out and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from openqof.core.problems import BadInput, Problem


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows left out for one reason, with the first few of them named."""

    reason: str
    rows: int
    examples: tuple[str, ...] = ()

    def __str__(self) -> str:
        first = f" (first: {'; '.join(self.examples)})" if self.examples else ""
        return f"{self.rows:,} {'row' if self.rows == 1 else 'rows'}: {self.reason}{first}"


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows of one file by table, before they are kept.

    `frames` maps a table of the store to a lazy frame of its columns; nothing is collected here, so that
    a file larger than memory can pass through.
    """

    frames: Mapping[str, pl.LazyFrame] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was taken from one file, or one member of a zip, and what became of it.

    `state` is added, already kept, or not kept (recognised, but it holds nothing for the shared tables).
    """

    file: str
    sha256: str
    kind: str
    title: str
    years: tuple[str, ...]
    taken: Mapping[str, int]
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[str, ...] = ()
    state: str = "added"
    replaced: tuple[str, ...] = ()


def refusal(file: str, code: str, message: str, hint: str = "", *, line: int = 0) -> BadInput:
    """A file refused for one reason."""
    return BadInput([Problem(file, line, 1 if line else 0, code, message, hint)])
