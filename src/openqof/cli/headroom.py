"""openqof headroom: hours that a scheme frees in each practice, and what they were spent on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openqof.cli.common import (
    Format,
    FormatOption,
    StoreOption,
    counted,
    remark,
    reports_problems,
    say,
    show_table,
    wrong_usage,
)
from openqof.cli.price import (
    AgainstOption,
    AssumptionsOption,
    CommissionerOption,
    PracticesOption,
    SchemeArgument,
)
from openqof.cli.sets import SetOption, values_of

if TYPE_CHECKING:
    from openqof.impact.assessment import Workload
    from openqof.impact.work.headroom import Headroom, Spent
    from openqof.impact.worked import Worked

HELP = """Hours that a scheme frees in each practice, and what they were spent on.

Without further options it lists the likely hours a year by practice. --form writes a form with a row for each
practice and month; filled in, --spent adds it up beside the hours freed. Practices may send in each its own.

Example: openqof headroom aylesbury-vale/pcds-2015 --form hours.csv
"""
FREED = {"practice": "practice", "name": "name", "freed": "hours freed"}
SPENT = FREED | {"spent": "hours spent", "left": "left", "uses": "spent on"}
NUMBERS = ("freed", "spent", "left")

FormOption = Annotated[
    Path | None, typer.Option("--form", metavar="FILE.csv", help="write the empty form; never over a file")
]
SpentOption = Annotated[
    list[Path] | None,
    typer.Option("--spent", metavar="FILE.csv", help="add up a form filled in; may be given again"),
]


def headroom(
    scheme: SchemeArgument,
    against: AgainstOption = "",
    commissioner: CommissionerOption = "",
    values: SetOption = None,
    practices: PracticesOption = "all",
    assumptions: AssumptionsOption = None,
    form: FormOption = None,
    spent: SpentOption = None,
    shape: FormatOption = Format.TABLE,
    store: StoreOption = None,
) -> None:
    """Run the command."""
    from openqof.cli.price_ask import Asked
    from openqof.impact.work.headroom import headroom as hours_freed
    from openqof.impact.work.headroom import read_spent
    from openqof.impact.work.workload import RULE

    if form is not None and form.exists():
        wrong_usage(f"{form} is there already, and may hold hours. Name another file.")
    asked = Asked(
        (scheme,), against, commissioner, values_of(values), practices, None, assumptions, draws=0, seed=0
    )
    worked, workload = _worked(asked, store)
    rows = hours_freed(worked, workload)
    found = read_spent(spent, rows) if spent else ()
    shown = [_spent(each, shape) for each in found] or [_freed(each, shape) for each in rows]
    show_table(shown, SPENT if found else FREED, form=shape, right=NUMBERS)
    unpriced = [said for said in workload.says if said != RULE]
    for line in (*_totals(rows, found), *unpriced):
        (say if shape is Format.TABLE else remark)(line)
    if form is not None:
        _write(form, rows, worked)


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    short = "Hours that a scheme frees, and what they were spent on."
    app.command("headroom", help=HELP, short_help=short)(reports_problems(headroom))


def _worked(asked: Any, store: Path | None) -> tuple[Worked, Workload]:
    """The scheme worked out, and its hours; BadInput where they are not known."""
    from openqof.cli.price_ask import assessments
    from openqof.core.problems import BadInput, Problem
    from openqof.datasets.store import Store

    (found,) = assessments(asked, Store.open(store))
    if found.workload is None:
        said = f"hours are not known: {found.absent.get('workload', 'nothing says them')}."
        raise BadInput([Problem("the store", 0, 0, "P248", said, "Add the QOF raw data of the year.")])
    return found.worked, found.workload


def _freed(row: Headroom, shape: Format) -> dict[str, Any]:
    return {"practice": row.practice, "name": row.name, "freed": _hours(row.hours, shape)}


def _spent(each: Spent, shape: Format) -> dict[str, Any]:
    uses = sorted(each.uses.items(), key=lambda use: -use[1])
    hours = {"freed": each.freed, "spent": each.hours, "left": each.left}
    return {
        "practice": each.practice,
        "name": each.name,
        "uses": "; ".join(f"{what} {number:,.1f}" for what, number in uses),
    } | {name: _hours(number, shape) for name, number in hours.items()}


def _hours(number: float, shape: Format) -> Any:
    return f"{number:,.0f}" if shape is Format.TABLE else round(number, 1)


def _totals(rows: Sequence[Headroom], found: Sequence[Spent]) -> Iterator[str]:
    """All practices together, and what most hours were spent on."""
    freed = sum(row.hours for row in rows)
    who = counted(len(rows), "practice")
    yield f"{who} that join: {freed:,.0f} hours freed a year, by the likely figures."
    if not found:
        return
    uses: dict[str, float] = {}
    for each in found:
        for what, number in each.uses.items():
            uses[what] = uses.get(what, 0.0) + number
    spent = sum(uses.values())
    by = sum(bool(each.uses) for each in found)
    yield f"{spent:,.1f} hours recorded by {counted(by, 'practice')}; {freed - spent:,.0f} not recorded."
    for what, number in sorted(uses.items(), key=lambda use: (-use[1], use[0])):
        yield f"  {what}: {number:,.1f}"


def _write(form: Path, rows: Sequence[Headroom], worked: Worked) -> None:
    from openqof.impact.work.headroom import template

    try:
        with form.open("x", encoding="utf-8", newline="") as file:
            file.write(template(rows, worked.ask.law.year.months))
    except OSError as error:
        wrong_usage(f"{form} cannot be written: {error.strerror}.")
    remark(f"Form: {form}. Filled in, add it up with --spent {form}")
