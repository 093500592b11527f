"""openqof audit: files of what was done, by whom and why, in which every change of the past is found."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openqof.cli.common import (
    BAD_INPUT,
    Format,
    FormatOption,
    counted,
    remark,
    reports_problems,
    say,
    show_table,
    wrong_usage,
)

if TYPE_CHECKING:
    from openqof.governance.audit_chain import Entry
    from openqof.governance.audit_check import Audited
    from openqof.governance.audit_export import Wanted

_PROBLEMS = {key: key for key in ("file", "line", "column", "code", "message", "hint")}
_TABLE = {
    "n": "event", "when": "when", "who": "who", "acting_as": "acting as", "what": "what", "about": "about",
    "why": "why",
}  # fmt: skip
_HASH = re.compile("[0-9a-f]{64}")

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="an audit file")]
WhoOption = Annotated[str, typer.Option("--who", help="by this person; part of the name will do")]
ActingOption = Annotated[str, typer.Option("--acting-as", help="acting as this")]
WhatOption = Annotated[str, typer.Option("--what", help="of this action")]
AboutOption = Annotated[str, typer.Option("--about", help="about this")]
FromOption = Annotated[
    str, typer.Option("--from", metavar="DAY", help="from this day on (UTC), as 2016-04-01")
]
ToOption = Annotated[str, typer.Option("--to", metavar="DAY", help="to this day and with it")]


def verify(
    file: FileArgument,
    holds: Annotated[
        list[str] | None,
        typer.Option("--holds", metavar="SHA256", help="an event must have this sha256; may be given again"),
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Find every edit, deletion, insertion and reordering of an audit file.

    Exit code 0: it is as it was written. 1: it is not, with one line a problem. 2: wrong usage. Whoever can
    change the file and its head can write both anew: note elsewhere the sha256 that this prints, and ask for
    it later with --holds. As JSON: whether the file is whole, the count of its events, the sha256 (`head`)
    and time of the last, and every problem.

    Example: openqof audit verify decisions.audit
    """
    from openqof.governance.audit import verify as verified

    for word in holds or ():
        if not _HASH.fullmatch(word):
            wrong_usage(f'--holds "{word}" is no sha256: 64 figures and letters from a to f.')
    found = verified(file, holds=holds or ())
    if form is Format.TABLE:
        _tell(file, found)
    elif form is Format.JSON:
        _tell_program(file, found)
    else:
        show_table([asdict(problem) for problem in found.problems], _PROBLEMS, form=form)
    if not found.whole:
        raise typer.Exit(BAD_INPUT)


def _tell(file: Path, found: Audited) -> None:
    for problem in found.problems:
        say(str(problem))
    if found.problems:
        left = ", left by a stopped write" if found.mendable else ""
        say(f"{counted(len(found.problems), 'problem')}{left}.")
    elif found.count:
        say(f"{file}: {counted(found.count, 'event')}, as they were written. The last is of {found.when}.")
        say(f"sha256 {found.head}")
    else:
        say(f"{file}: no events yet.")


def _tell_program(file: Path, found: Audited) -> None:
    """What was found as JSON: the head to note, where the file is whole, and every problem."""
    problems = [asdict(problem) for problem in found.problems]
    answer = {
        "file": str(file),
        "whole": found.whole,
        "mendable": found.mendable,
        "count": found.count,
        "head": found.head or None,
        "when": found.when or None,
        "problems": problems,
    }
    say(json.dumps(answer, indent=1, ensure_ascii=False))


@reports_problems
def mend(file: FileArgument) -> None:
    """Put right what a stopped write left behind: half a line, or a head that was not brought up.

    Half a line is kept beside the file. Where anything else is wrong, nothing is changed.

    Example: openqof audit mend decisions.audit
    """
    from openqof.governance.audit import mend as mended

    done = mended(file)
    if done is None:
        say(f"{file}: nothing to mend.")
    else:
        say(f"{file}: {done.says}. It holds {counted(done.head.events, 'event')}.")


@reports_problems
def record(
    file: FileArgument,
    who: Annotated[str, typer.Option("--who", help="who did it")],
    acting_as: Annotated[str, typer.Option("--acting-as", help="what they were acting as")],
    what: Annotated[str, typer.Option("--what", help="what was done")],
    about: Annotated[str, typer.Option("--about", help="what it was about: a scheme, a meeting, a practice")],
    before: Annotated[str, typer.Option("--before", help="the value before, as JSON")] = "",
    after: Annotated[str, typer.Option("--after", help="the value after, as JSON")] = "",
    why: Annotated[str, typer.Option("--why", help="the reason")] = "",
) -> None:
    """Add an event of this moment at the end of an audit file, which is begun where there is none.

    Example: openqof audit record decisions.audit --who "Officer F" --acting-as secretary --what published
    --about minutes/2016-10-21
    """
    from openqof.core.governance.audit import AuditEvent
    from openqof.governance.audit import append

    entry = append(file, AuditEvent(who, "", acting_as, what, about, before, after, why))
    say(f"{file}: event {entry.n:,}, {entry.event.when}")
    say(f"sha256 {entry.sha256}")


def show(
    file: FileArgument,
    who: WhoOption = "",
    acting_as: ActingOption = "",
    what: WhatOption = "",
    about: AboutOption = "",
    first: FromOption = "",
    last: ToOption = "",
    most: Annotated[int, typer.Option("--last", min=0, help="only the last so many; 0 for all")] = 100,
    form: FormatOption = Format.TABLE,
) -> None:
    """List events of an audit file, the last 100 of those asked for.

    The file is verified on the way: where it is not as it was written, that is said and the exit code is 1.

    Example: openqof audit show decisions.audit --who "Officer F" --from 2016-04-01
    """
    from collections import deque

    from openqof.governance.audit_export import COLUMNS, entries, row

    found: deque[Entry] = deque(maxlen=most or None)
    all_of_them = 0

    def take(entry: Entry, line: bytes) -> None:
        nonlocal all_of_them
        all_of_them += 1
        found.append(entry)

    checked = entries(file, _wanted(who, acting_as, what, about, (first, last)), take)
    columns = _TABLE if form is Format.TABLE else {name: name for name in COLUMNS}
    show_table([row(entry) for entry in found], columns, form=form, right=("n",))
    if len(found) < all_of_them:
        remark(f"The last {len(found):,} of {counted(all_of_them, 'event')}; --last 0 shows all.")
    _not_whole(file, checked)


def _not_whole(file: Path, found: Audited) -> None:
    """Say that the file is not as it was written, and leave with exit code 1."""
    if found.whole:
        return
    for problem in found.problems[:3]:
        remark(str(problem))
    remark(f"{counted(len(found.problems), 'problem')}. openqof audit verify {file} lists all.")
    raise typer.Exit(BAD_INPUT)


@reports_problems
def export(
    file: FileArgument,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="a new file: .jsonl or .csv")
    ],
    who: WhoOption = "",
    acting_as: ActingOption = "",
    what: WhatOption = "",
    about: AboutOption = "",
    first: FromOption = "",
    last: ToOption = "",
) -> None:
    """Write events of an audit file to a new file: JSON Lines, each the very line of the audit file, or CSV.

    The audit file is verified on the way: nothing is written where it is not whole.

    Example: openqof audit export decisions.audit -o decisions.csv
    """
    from openqof.cli.writable import check_file
    from openqof.governance.audit_export import FORMS
    from openqof.governance.audit_export import export as exported

    if output.suffix.casefold() not in FORMS:
        wrong_usage(f"-o {output}: the name should end in {' or '.join(FORMS)}, which says the form.")
    if output.exists():
        wrong_usage(f"{output} is there already. Name another file.")
    check_file("-o", output)
    count = exported(file, _wanted(who, acting_as, what, about, (first, last)), output)
    say(f"{output}: {counted(count, 'event')}")


def _wanted(who: str, acting_as: str, what: str, about: str, days: tuple[str, str]) -> Wanted:
    from datetime import UTC, datetime, time, timedelta

    from openqof.governance.audit_export import Wanted

    first, last = (_day(option, text) for option, text in zip(("--from", "--to"), days, strict=True))
    begin = datetime.combine(first, time(), UTC) if first else None
    end = datetime.combine(last, time(), UTC) + timedelta(days=1) if last else None
    return Wanted(who, acting_as, what, about, begin, end)


def _day(option: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        wrong_usage(f'{option} "{text}" is no day; write it as 2016-04-01.')


def register(app: typer.Typer) -> None:
    """Add the command group."""
    about = "Files of what was done, by whom and why, in which every change of the past is found."
    audit = typer.Typer(help=about, rich_markup_mode=None, no_args_is_help=True)
    for command in (verify, mend, record, show, export):
        audit.command()(command)
    app.add_typer(audit, name="audit")
