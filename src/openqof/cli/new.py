"""openqof new: a scheme of the library as a document of one's own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openqof.cli.common import BAD_INPUT, counted, ended, remark, reports_problems, say, wrong_usage
from openqof.cli.sets import SetOption, values_of

if TYPE_CHECKING:
    from openqof.core.years import FinancialYear
    from openqof.files.clone import Cloned

FromOption = Annotated[
    str, typer.Option("--from", metavar="SCHEME", help="the id of a scheme, or a scheme file")
]
BodyOption = Annotated[str, typer.Option("--body", metavar="CODE", help="whose scheme it becomes")]
YearOption = Annotated[str, typer.Option("--year", help="the financial year it is for, such as 2016/17")]
ToOption = Annotated[
    Path | None, typer.Option("--to", metavar="FILE", help="the file to write [default: named by its id]")
]


@reports_problems
def new(
    source: FromOption, body: BodyOption, year: YearOption, values: SetOption = None, to: ToOption = None
) -> None:
    """Copy a scheme of the library for another body and year, as a file to change.

    Its order, comments and sources stay; base years and days move with the year; uptake, results and notes
    of the other area are left out. What openqof check finds in the file is listed, and it is there to mend.

    Example: openqof new --from aylesbury-vale/pcds-2015 --body 11J --year 2016/17 --to mine.yaml
    """
    from openqof.files.clone import clone, write_clone

    made = clone(source, body=_body(body), year=_year(year), values=values_of(values))
    path = to or Path(f"{made.id.replace('/', '-')}.yaml")
    try:
        problems = write_clone(made, path)
    except FileExistsError:
        wrong_usage(f"{path} is there already. Name another file with --to; nothing is overwritten.")
    except OSError as error:
        wrong_usage(f"{path} cannot be written: {error.strerror}.")
    _tell(made, path)
    if problems:
        for problem in problems:
            remark(str(problem))
        remark(f"{counted(len(problems), 'problem')} to settle in {path}, then: openqof check {path}")
        raise typer.Exit(BAD_INPUT)
    say(f"It has no problems. Price it: openqof price {path}")


def _body(written: str) -> str:
    code = written.strip()
    if not re.fullmatch(r"[A-Za-z0-9]{2,9}", code):
        wrong_usage(f"--body {written}: a body is named by its code, 2 to 9 letters (A to Z) and figures.")
    return code.upper()


def _year(written: str) -> FinancialYear:
    from openqof.core.years import FinancialYear
    from openqof.files.load import is_year, law_runs

    try:
        return FinancialYear.parse(written)
    except ValueError as error:
        if is_year(written):
            wrong_usage(f"--year: there is no law of {written}. {law_runs()}")
        wrong_usage(f"--year: {ended(error)}")


def _tell(made: Cloned, path: Path) -> None:
    say(f"Written to {path}: {made.id}")
    if made.left_out:
        say(f"  left out  {', '.join(made.left_out)}: of the other area and year")
    if made.years_moved:
        way = "later" if made.years_moved > 0 else "earlier"
        say(f"  moved     base years and days, to {counted(abs(made.years_moved), 'year')} {way}")


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(short_help="Copy a scheme for another body and year.")(new)
