"""What every command shares: where the store is, how tables and problems are shown, exit codes."""

from __future__ import annotations

import csv
import json
import signal
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from enum import StrEnum
from functools import partial, wraps
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from openqof.core.changed import CHANGED
from openqof.core.problems import BadInput, Problem
from openqof.core.spreadsheets import guarded, guarded_cell

DONE, BAD_INPUT, WRONG_USAGE, STOPPED = 0, 1, 2, 130


class Format(StrEnum):
    """How a result is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


_CONTROLS = dict.fromkeys({*range(32), *range(0x7F, 0xA0)} - {ord("\t"), ord("\n")})
"""Control characters but tab and newline, to nothing."""

FormatOption = Annotated[Format, typer.Option("--format", help="table for people, csv or json for programs")]
StoreOption = Annotated[
    Path | None,
    typer.Option("--store", help="the local store [default: $OPENQOF_STORE, else your data folder]"),
]


def say(text: str = "") -> None:
    """Print a line to standard output."""
    typer.echo(text.translate(_CONTROLS))


def remark(text: str) -> None:
    """Print a line to standard error, so that a table sent to a file stays clean."""
    typer.echo(text.translate(_CONTROLS), err=True)


def refuse(problems: Iterable[Problem], *, closing: str = "") -> NoReturn:
    """List every problem on standard error and leave with exit code 1."""
    for problem in problems:
        remark(str(problem))
    if closing:
        remark(closing)
    raise typer.Exit(BAD_INPUT)


def wrong_usage(message: str) -> NoReturn:
    """Say how the command was misused and leave with exit code 2."""
    remark(message)
    raise typer.Exit(WRONG_USAGE)


def ended(said: object) -> str:
    """What is said with its full stop, unless it ends in a question."""
    return text if (text := str(said)).endswith("?") else f"{text}."


def counted(number: int, one: str, many: str = "") -> str:
    """1 problem, 2 problems, 1,204 practices."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def reports_problems(
    command: Callable[..., None] | None = None, *, changes: bool = False
) -> Callable[..., Any]:
    """Turn BadInput into a list of problems and exit code 1, and Ctrl-C into one line and exit code 130.

    A command that `changes` the store also says when nothing was changed.
    """
    if command is None:
        return partial(reports_problems, changes=changes)

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> None:
        nothing = " Nothing was changed." if changes else ""
        CHANGED.clear()
        try:
            command(*args, **kwargs)
        except BadInput as bad:
            refuse(bad.problems, closing=f"{counted(len(bad.problems), 'problem')}.{nothing}")
        except KeyboardInterrupt as stop:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            remark("Stopped." if CHANGED else "Stopped. Nothing was changed.")
            raise typer.Exit(STOPPED) from stop

    return wrapped


def show_table(
    rows: Sequence[Mapping[str, Any]],
    columns: Mapping[str, str],
    *,
    form: Format = Format.TABLE,
    right: Iterable[str] = (),
) -> None:
    """Print rows: `columns` maps each key to its heading, `right` names the keys set to the right."""
    if form is Format.JSON:
        say(json.dumps([{key: row.get(key) for key in columns} for row in rows], default=str, indent=1))
    elif form is Format.CSV:
        _show_csv(rows, columns)
    else:
        _show_lines(rows, columns, set(right))


def _show_csv(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> None:
    """A heading and rows by key, with text that a spreadsheet would run put in order."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([guarded(key) for key in columns])
    writer.writerows([guarded_cell(_seen(row.get(key))) for key in columns] for row in rows)


def _seen(value: Any) -> Any:
    """Text without control characters, of which a carriage return would break the line; all else as it is."""
    return value.translate(_CONTROLS) if isinstance(value, str) else value


def _show_lines(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str], right: set[str]) -> None:
    """Plain aligned columns: they survive a pipe, a mail and a screen reader."""
    cells = [[_write(row.get(key)) for key in columns] for row in rows]
    table = [list(columns.values()), *cells]
    widths = [max(len(line[i]) for line in table) for i in range(len(columns))]
    for line in table:
        padded = (
            cell.rjust(width) if key in right else cell.ljust(width)
            for cell, width, key in zip(line, widths, columns, strict=True)
        )
        say("  ".join(padded).rstrip())


def _write(value: Any) -> str:
    """A value as a cell, without the control characters a file may hold: a terminal would obey them."""
    return "" if value is None else str(value).translate(_CONTROLS)


def progress(label: str) -> AbstractContextManager[Any]:
    """A progress bar on a terminal, silent where the output is not one."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    return Progress(
        TextColumn(label), BarColumn(), DownloadColumn(), TimeRemainingColumn(),
        console=console, disable=not console.is_terminal, transient=True,
    )  # fmt: skip
