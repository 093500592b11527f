"""What is asked of a file of counts, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from openqof.engine.rows.points import Terms


def _unheard_of(indicator: str) -> str | None:
    return None


def _silent(rows: int) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Job:
    """What to do: read `source`, write `out` (or nothing), compare with the column `published`.

    `columns` maps our names to the file's. `law` names the law the terms come from, for messages, and
    `became` says what happened to an indicator it does not have. `tolerance` is in points. `disagreements`
    takes every row whose points are not the published ones. `on_rows` hears the number of rows done.
    `own` says whether a row's own terms go before the law's; None: they do, except where the file is of a
    published shape known by its columns, whose terms nobody asked for.
    """

    source: Path
    out: Path | None = None
    terms: Terms = field(default_factory=Terms)
    columns: Mapping[str, str] = field(default_factory=dict)
    published: str | None = None
    tolerance: float = 0.005
    disagreements: Path | None = None
    law: str = ""
    own: bool | None = None
    became: Callable[[str], str | None] = _unheard_of
    on_rows: Callable[[int], None] = _silent


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What was done.

    `statuses` counts rows by Status; `own` says whether a row's own terms went before the law's;
    `differing_terms` counts rows that print other terms than the law, `over_full` those above 100%.

    `compared` and `agree` count rows with numerator, denominator above 0 and thresholds, and a published
    figure; `zero_compared` and `zero_agree` those with denominator 0. `unpublished` have points but no
    published figure. `differ` holds the first rows that do not agree, `differing` how many there are.
    """

    rows: int
    statuses: Mapping[str, int]
    differing_terms: int
    over_full: int
    shape: str
    own: bool
    compared: int
    agree: int
    zero_compared: int
    zero_agree: int
    unpublished: int
    differ: pl.DataFrame

    @property
    def differing(self) -> int:
        """Rows whose points are not the published ones."""
        return self.compared - self.agree + self.zero_compared - self.zero_agree
