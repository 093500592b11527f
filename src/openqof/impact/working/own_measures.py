"""A scheme's own measures for the practices of a price: from the store, else as the scheme expects them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from openqof.core.scheme import Measure
from openqof.core.years import FinancialYear
from openqof.engine.frames import cells
from openqof.engine.law import FloatArray
from openqof.engine.tables import Tables
from openqof.engine.terms.facts import Counts

A_THOUSAND = 1000.0


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """Counts by (measure, period) and what must be said of where they came from."""

    counts: Mapping[tuple[str, str], Counts]
    remarks: tuple[str, ...]


def measured(
    wanted: Mapping[str, Measure],
    tables: Tables,
    *,
    documents: Sequence[str],
    year: FinancialYear,
    practices: tuple[str, ...],
    lists: FloatArray,
) -> Measured:
    """Every measure for the whole year and for each of its periods.

    `documents` are the ids of the scheme and its services, which may stand before a measure's own.
    A practice that the store has no figure of is taken at what the scheme expects: a count or pounds for each
    thousand patients, a share in percent. Where it expects nothing the figure is not known.
    """
    counts: dict[tuple[str, str], Counts] = {}
    remarks: list[str] = []
    frame = _rows(tables, documents, year)
    for measure in wanted.values():
        for period in ("", *measure.periods):
            found = _found(frame, measure, period, practices)
            counts[measure.id, period] = _filled(found, measure, period, lists)
        remarks += _said(measure, counts, practices, frame)
    return Measured(counts, tuple(remarks))


def _rows(tables: Tables, documents: Sequence[str], year: FinancialYear) -> pl.DataFrame:
    """The rows of a year by bare measure; those written with a document's id before it come first."""
    of_year = tables.measures.filter(pl.col("year") == str(year))
    ids = "|".join(re.escape(name) for name in documents)
    bare = pl.col("measure").str.replace(f"^(?:{ids})[/:]", "")
    rows = of_year.with_columns(
        bare.alias("measure"), (bare == pl.col("measure")).alias("plain"), pl.col("period").fill_null("")
    )
    return rows.sort("plain", maintain_order=True)


def _found(frame: pl.DataFrame, measure: Measure, period: str, practices: tuple[str, ...]) -> Counts:
    rows = frame.filter((pl.col("measure") == measure.id) & (pl.col("period") == period))
    if not rows.height and not period and measure.periods and measure.kind in ("count", "pounds"):
        rows = _added_up(frame.filter(pl.col("measure") == measure.id), measure)
    rows = rows.unique("practice", keep="first", maintain_order=True)
    placed = cells(rows, "measure", rows={measure.id: 0}, practices=practices)
    return Counts(placed.array("numerator")[0], placed.array("denominator")[0], kind=measure.kind)


def _added_up(rows: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """The whole year of practices that have every period."""
    rows = rows.filter(pl.col("period").is_in(measure.periods))
    rows = rows.unique(("practice", "period"), keep="first", maintain_order=True)
    parts = rows.group_by("practice", maintain_order=True)
    sums = parts.agg(pl.first("measure"), pl.sum("numerator"), pl.sum("denominator"), pl.len())
    return sums.filter(pl.col("len") == len(measure.periods))


def _filled(found: Counts, measure: Measure, period: str, lists: FloatArray) -> Counts:
    """The scheme's expectation where there is no figure."""
    absent = np.isnan(found.numerator)
    if not absent.any() or measure.expected is None:
        return found
    expected = float(measure.expected)
    if measure.kind in ("count", "pounds"):
        part = 1.0 / len(measure.periods) if period else 1.0
        top, bottom = lists / A_THOUSAND * expected * part, lists
    elif measure.kind == "yes_no":
        top, bottom = np.full(len(lists), float(expected > 0)), np.ones(len(lists))
    else:
        top, bottom = np.full(len(lists), expected), np.full(len(lists), 100.0)
    numerator = np.where(absent, top, found.numerator)
    denominator = np.where(absent, bottom, found.denominator)
    return Counts(numerator, denominator, assumed=bool(absent.all()), kind=measure.kind)


def _said(
    measure: Measure,
    counts: Mapping[tuple[str, str], Counts],
    practices: tuple[str, ...],
    frame: pl.DataFrame,
) -> Iterator[str]:
    """Whose figures are the scheme's expectation, and whose are not known."""
    held = frame.filter((pl.col("measure") == measure.id) & pl.col("practice").is_in(practices))
    without = len(practices) - held.get_column("practice").n_unique()
    if not without:
        return
    whom = "any practice" if without == len(practices) else counted(without)
    if measure.expected is None:
        yield f"{measure.id} ({measure.says}): no figure of {whom}, and the scheme expects none; not known."
    else:
        unit = {"share": "%", "yes_no": ""}.get(measure.kind, " for each thousand patients")
        taken = f"taken at the {measure.expected:f}{unit} that the scheme expects"
        yield f"{measure.id} ({measure.says}): no figure of {whom}; {taken}."


def counted(number: int) -> str:
    """1 practice, 2 practices."""
    return f"{number} practice{'' if number == 1 else 's'}"
