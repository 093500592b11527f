"""A file of counts to a file of points, streamed: memory stays small whatever the number of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from openqof.core.problems import BadInput, Problem
from openqof.engine.rows.checks import Layout, check_columns, recognised
from openqof.engine.rows.foreign import foreign
from openqof.engine.rows.job import Job, Outcome
from openqof.engine.rows.points import ADDED, TERMS
from openqof.engine.rows.stream import Pass
from openqof.engine.rows.uneven import uneven
from openqof.engine.rows.writers import CSV, PARQUET, written

BATCH = 200_000
PUBLISHED = "points_published"


def run(job: Job) -> Outcome:
    """Do the job; BadInput with every problem, and then no file is left behind."""
    frame, layout, shape, published = _open(job)
    own = job.own if job.own is not None else not shape or any(term in job.columns for term in TERMS)
    job = replace(job, terms=replace(job.terms, own=own))
    work = Pass(job, layout, published=published)
    with written(job.out) as out, written(job.disagreements) as apart:
        try:
            for batch in frame.collect_batches(chunk_size=BATCH, maintain_order=True):
                work.take(batch, out, apart)
        except pl.exceptions.PolarsError as wrong:
            found = uneven(job.source, len(layout.columns)) if layout.lines else ()
            raise BadInput(found or [_unreadable(job.source, wrong)]) from wrong
        short = uneven(job.source, len(layout.columns)) if layout.lines and work.may_be_short else ()
        if problems := (*short, *work.problems(frame)):
            raise BadInput(problems)
    return work.outcome(shape)


def rows_of(source: Path) -> int | None:
    """How many rows a Parquet file says it has; None for a CSV, which must be read to know."""
    if source.suffix.lower() not in PARQUET or not source.is_file():
        return None
    try:
        return int(pl.scan_parquet(source, glob=False).select(pl.len()).collect().item())
    except pl.exceptions.PolarsError:
        return None


def _open(job: Job) -> tuple[pl.LazyFrame, Layout, str, str | None]:
    """The file as a lazy frame under our names, its layout, the shape it was recognised as, and the name
    the published column has here.
    """
    frame = _scan(job.source)
    try:
        theirs = frame.collect_schema().names()
    except (pl.exceptions.PolarsError, OSError) as wrong:
        raise BadInput([_unreadable(job.source, wrong)]) from wrong
    shape, names = _names(job, theirs)
    if problems := [*_absent(job, theirs), *_clashing(job, theirs, names)]:
        raise BadInput(problems)
    frame = frame.rename({named: ours for ours, named in names.items()})
    layout = Layout(str(job.source), tuple(frame.collect_schema().names()), job.source.suffix.lower() in CSV)
    if wrong_columns := check_columns(layout, needs_terms=job.terms.law is None):
        raise BadInput(wrong_columns)
    return frame, layout, shape, next((o for o, t in names.items() if t == job.published), job.published)


def _scan(source: Path) -> pl.LazyFrame:
    if source.suffix.lower() in CSV:
        if other := foreign(source):
            raise BadInput([other])
        # As text: a practice code keeps its zeros, and a word in a number is told from an empty cell.
        return pl.scan_csv(source, infer_schema=False, glob=False)
    if source.suffix.lower() in PARQUET:
        return pl.scan_parquet(source, glob=False)
    hint = "Give a .csv or .parquet file."
    raise BadInput([Problem(str(source), 0, 0, "R212", "is neither CSV nor Parquet by its name.", hint)])


def _unreadable(source: Path, wrong: Exception) -> Problem:
    if isinstance(wrong, pl.exceptions.NoDataError):
        return Problem(str(source), 0, 0, "R211", "the file is empty.", "It needs a heading and rows.")
    if isinstance(wrong, FileNotFoundError):
        return Problem(str(source), 0, 0, "R212", "there is no such file.")
    said = (str(wrong).strip() or type(wrong).__name__).splitlines()[0].rstrip(".")
    hint = "Every line needs the same number of columns, and the file UTF-8." if source.suffix in CSV else ""
    return Problem(str(source), 0, 0, "R213", f"cannot be read: {said}.", hint)


def _absent(job: Job, theirs: Sequence[str]) -> list[Problem]:
    """Columns the user named that the file does not have."""
    wanted = [*job.columns.values(), *([job.published] if job.published else [])]
    problems = []
    for name in dict.fromkeys(wanted):
        if name not in theirs:
            close = get_close_matches(name, theirs, n=1)
            hint = f"Did you mean {close[0]}?" if close else f"The file has {', '.join(theirs)}."
            problems.append(Problem(str(job.source), 0, 0, "R201", f"there is no column {name}.", hint))
    return problems


def _clashing(job: Job, theirs: Sequence[str], names: Mapping[str, str]) -> list[Problem]:
    """Columns that would take a name another column has already."""
    return [
        Problem(
            str(job.source), 0, 0, "R202", f"both {ours} and {named} would be {ours}.", "Rename one of them."
        )
        for ours, named in names.items()
        if ours != named and ours in theirs and ours not in names.values()
    ]


def _names(job: Job, theirs: Sequence[str]) -> tuple[str, Mapping[str, str]]:
    """The published shape the file was recognised as, and what it calls our columns.

    A published column called as one the result adds becomes points_published.
    """
    shape, known = recognised(theirs)
    names = {**known, **job.columns}
    if job.published in ADDED and job.published not in names.values():
        names[PUBLISHED] = str(job.published)
    return shape, names
