"""openqof points: a file of counts to the same file with points."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openqof.cli.common import Format, counted, remark, reports_problems, say, show_table, wrong_usage
from openqof.cli.year import law_of

if TYPE_CHECKING:
    from openqof.engine.rows.job import Job, Outcome

HELP = """Points for every row of a file of counts.

INPUT is a CSV or Parquet file with columns practice, indicator, numerator and denominator, and, where no
year is named or its law differs, points_available, lower and upper (percent) and, if there is one, step
(points paid as soon as the lower threshold is reached). The result holds the same rows with achievement
(percent) and points. Columns year and month, where there are any, tell rows of one practice and indicator
apart. A row without counts, as a register is, passes through with no points.

Example: openqof points counts.csv --year qof/2015-16 -o points.csv
"""


SourceArgument = Annotated[Path, typer.Argument(metavar="INPUT", help="counts, .csv or .parquet")]
OutOption = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="OUT", help="where the rows with points go")
]
LawOption = Annotated[
    str, typer.Option("--year", help="the law whose points and thresholds apply, such as qof/2015-16")
]
TermsOption = Annotated[
    str,
    typer.Option(
        "--terms", help="rows: a row's own points and thresholds go before the law's; law: they do not"
    ),
]
ColumnsOption = Annotated[
    str, typer.Option("--columns", help="what the file calls our columns: indicator=ind,numerator=num")
]
PublishedOption = Annotated[
    str, typer.Option("--published", metavar="COLUMN", help="compare with this column of points")
]
ToleranceOption = Annotated[
    float, typer.Option("--tolerance", min=0.0, help="points a row may be away and still agree")
]
DisagreementsOption = Annotated[
    Path | None, typer.Option("--disagreements", metavar="FILE", help="list every row that does not agree")
]


def points(
    source: SourceArgument,
    out: OutOption = None,
    year: LawOption = "",
    terms: TermsOption = "",
    columns: ColumnsOption = "",
    published: PublishedOption = "",
    tolerance: ToleranceOption = 0.005,
    disagreements: DisagreementsOption = None,
) -> None:
    """Run the command."""
    from openqof.engine.rows.files import rows_of, run

    _check_usage(out, year, terms, published, disagreements)
    _check_files(source, out, disagreements)
    job = _job(
        source=source, out=out, columns=_columns(columns), published=published or None,
        tolerance=tolerance, disagreements=disagreements, year=year, terms=terms,
    )  # fmt: skip
    with _rows_done(rows_of(source)) as on_rows:
        outcome = run(replace(job, on_rows=on_rows))
    _report(job, outcome)


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("points", help=HELP, short_help="Points for every row of a file of counts.")(
        reports_problems(points)
    )


def _check_usage(out: Path | None, year: str, terms: str, published: str, disagreements: Path | None) -> None:
    if out is None and not published:
        wrong_usage("Say where the points go: -o points.csv. Or compare only: --published COLUMN.")
    if terms not in ("", "rows", "law"):
        wrong_usage(f'--terms is "{terms}"; it can be rows or law.')
    if terms and not year:
        wrong_usage("--terms chooses between the rows and the law of a year; name one with --year.")
    if disagreements and not published:
        wrong_usage("--disagreements needs the column to compare with: --published COLUMN.")


def _check_files(source: Path, out: Path | None, disagreements: Path | None) -> None:
    """No file is written over another that the command names, by whatever path."""
    named = {"INPUT": source, "--out": out, "--disagreements": disagreements}
    seen: dict[tuple[int, int] | Path, str] = {}
    for name, path in named.items():
        if path is not None and (first := seen.setdefault(_place(path), name)) != name:
            wrong_usage(f"{name} names the same file as {first}, {path}; give it a name of its own.")


def _place(path: Path) -> tuple[int, int] | Path:
    """What tells a file from every other: links and relative paths lead to the same."""
    try:
        found = path.stat()
    except OSError:
        return Path(os.path.realpath(path))
    return found.st_dev, found.st_ino


def _columns(written: str) -> dict[str, str]:
    """--columns indicator=ind,numerator=num as a mapping."""
    from openqof.engine.rows.points import KNOWN

    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in written.split(","))):
        ours, _, named = (part.strip() for part in pair.partition("="))
        if not named or ours not in KNOWN:
            wrong_usage(
                f'--columns has "{pair}"; write ours=theirs, where ours is one of {", ".join(KNOWN)}.'
            )
        found[ours] = named
    return found


def _job(*, year: str, terms: str, **rest: Any) -> Job:
    from openqof.engine.rows.job import Job

    if not year:
        return Job(**rest)
    from openqof.engine.rows.points import terms_of
    from openqof.files.history import what_became

    law = law_of(year)
    return Job(
        terms=terms_of(law),
        own=None if not terms else terms == "rows",
        law=law.title,
        became=lambda indicator: what_became(indicator, law.year),
        **rest,
    )


@contextmanager
def _rows_done(total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar of rows done on a terminal, silent where standard error is not one."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    row_count = TextColumn("{task.completed:,.0f} rows")
    with Progress(
        BarColumn(),
        row_count,
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    ) as bar:
        task = bar.add_task("points", total=total)
        yield lambda rows: bar.update(task, completed=rows)


def _report(job: Job, outcome: Outcome) -> None:
    """What was done, on standard error but for the agreement, which is the answer."""
    from openqof.engine.rows.points import Status

    if outcome.shape:
        remark(f"Columns read as those of {outcome.shape}.")
    paid = outcome.statuses[Status.COMPUTED] + outcome.statuses[Status.ZERO]
    remark(
        f"{counted(outcome.rows, 'row')}, {paid:,} with points"
        + (f", written to {job.out}." if job.out else ".")
    )
    for status in Status:
        if outcome.statuses[status] and status is not Status.COMPUTED:
            remark(f"  {outcome.statuses[status]:,}  {status}{_OUTCOME[status]}")
    for line in _remarks(job, outcome):
        remark(line)
    if job.published:
        _agreement(job, outcome)


_OUTCOME = {
    "denominator 0": ": 0 points",
    "no numerator or denominator": ", as for a register: passed through, no points",
    "no points or thresholds": ": passed through, no points",
    "another year than the law's": ": passed through, no points",
    "register, yes/no or protected": " by the law of the year: passed through, no points",
}


def _remarks(job: Job, outcome: Outcome) -> Iterator[str]:
    if outcome.differing_terms:
        chosen = "their own were used" if outcome.own else "the law's were used"
        differing = counted(outcome.differing_terms, "row prints", "rows print")
        yield (
            f"  {differing} other points or thresholds than "
            f"{job.law}; {chosen} (--terms {'law' if outcome.own else 'rows'} for the others)."
        )
    if outcome.over_full:
        over = counted(outcome.over_full, "row has", "rows have")
        yield f"  {over} a numerator larger than the denominator: more than 100%, all the points."


def _agreement(job: Job, outcome: Outcome) -> None:
    """How many agree, and the first that do not."""
    share = 100 * outcome.agree / outcome.compared if outcome.compared else 0.0
    # Cut, not rounded: 99.9996% must not read as all of them.
    say(
        f"{outcome.agree:,} of {outcome.compared:,} rows with numerator, denominator above 0 and thresholds "
        f"agree with {job.published} within {job.tolerance:g} points ({int(share * 1000) / 1000:.3f}%)."
    )
    if outcome.zero_compared:
        say(f"{outcome.zero_agree:,} of {outcome.zero_compared:,} rows with denominator 0 agree (0 points).")
    if outcome.unpublished:
        bare = counted(outcome.unpublished, "row with points has", "rows with points have")
        say(f"{bare} no published figure to compare with.")
    if outcome.differing:
        _differing(job, outcome)


def _differing(job: Job, outcome: Outcome) -> None:
    say("")
    frame = outcome.differ
    rows = [{name: _short(value) for name, value in row.items()} for row in frame.iter_rows(named=True)]
    words = {"year", "month", "practice", "indicator"}
    show_table(
        rows, {name: name for name in frame.columns}, form=Format.TABLE, right=set(frame.columns) - words
    )
    more = outcome.differing - frame.height
    if job.disagreements:
        say(f"All {outcome.differing:,} that do not agree are in {job.disagreements}.")
    elif more > 0:
        say(f"And {more:,} more; list them all with --disagreements FILE.")


def _short(value: Any) -> Any:
    return f"{value:.10g}" if isinstance(value, float) else value
