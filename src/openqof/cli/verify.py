"""openqof verify: figures worked out here against figures published, and saved runs checked again."""

from __future__ import annotations

from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from openqof.cli.common import (
    Format,
    FormatOption,
    StoreOption,
    counted,
    reports_problems,
    say,
    show_table,
    wrong_usage,
)
from openqof.cli.verify_run import run
from openqof.cli.year import YearOption, law_of

if TYPE_CHECKING:
    from openqof.engine.verify import Spread, Verification


class By(StrEnum):
    """What a row of the result is."""

    PRACTICE = "practice"
    COMMISSIONER = "commissioner"


class Without(StrEnum):
    """What the computed pounds may leave out."""

    PREVALENCE = "prevalence"


PRACTICE_COLUMNS = {
    "rank": "rank", "practice": "practice", "commissioner": "commissioner", "contract": "contract",
    "list_size": "list", "points": "points", "computed": "computed", "paid": "paid", "ratio": "paid/computed",
    "why": "what the data tell",
}  # fmt: skip
COMMISSIONER_COLUMNS = {
    "rank": "rank", "commissioner": "commissioner", "commissioner_name": "name", "practices": "practices",
    "computed": "computed", "paid": "paid", "ratio": "paid/computed", "median": "median practice",
}  # fmt: skip
NUMBERS = ("rank", "practices", "list_size", "points", "computed", "paid", "ratio", "median")


@reports_problems
def pounds(
    year: YearOption,
    by: Annotated[By, typer.Option("--by", help="one row a practice, or one a commissioner")] = By.PRACTICE,
    without: Annotated[
        Without | None, typer.Option("--without", help="leave out the prevalence factor")
    ] = None,
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Pounds worked out from published points, list and prevalence, against the pounds paid.

    As a table: how many practices are within 1%, 2% and 5%, and each that is further off with what the data
    tell of it. As csv or json: every practice.

    Example: openqof verify pounds --year qof-scotland/2013-14 --by practice
    """
    from openqof.datasets.store import Store
    from openqof.engine.verify import by_commissioner, verify_pounds

    law = law_of(year)
    tables = Store.open(store).tables(law.year, required=True)
    result = verify_pounds(law, tables, prevalence=without is None)
    columns, rows = PRACTICE_COLUMNS, result.practices
    if by is By.COMMISSIONER:
        columns, rows = COMMISSIONER_COLUMNS, by_commissioner(result)
    if form is Format.TABLE:
        _summary(result)
        if by is By.PRACTICE:
            _explained(result)
            rows = _far(result)
    show_table([_shown(row, form) for row in rows.iter_rows(named=True)], columns, form=form, right=NUMBERS)


def _summary(result: Verification) -> None:
    spread = result.spread
    formula = "points × value × list index" + (" × prevalence factor" if result.with_prevalence else "")
    say(f"{result.law.title}: pounds paid ({result.reading}) over {formula}")
    say(f"{counted(spread.practices, 'practice')} compared")
    if result.left_out:
        points = "points by indicator" if result.with_prevalence else "points"
        say(f"{counted(result.left_out, 'practice')} left out: no {points}, no list or no payment above 0")
    say(
        f"median {spread.median:.4f}, "
        f"half of them from {spread.lower_quartile:.4f} to {spread.upper_quartile:.4f}"
    )
    say(_within(spread))
    for line in _stand_ins(result):
        say(line)
    say()


def _stand_ins(result: Verification) -> list[str]:
    """One line for each way something stands in for what was not published, with its groups."""
    from openqof.engine.verify_inputs import How

    groups: dict[How, list[str]] = {}
    for one in sorted(result.stand_ins, key=lambda one: (-int(one.practices.sum()), one.group)):
        many = f" {one.practices.sum()}" if one.how is How.WITHHELD else ""
        groups.setdefault(one.how, []).append(one.group + many)
    return [f"{how}: {', '.join(names)}" for how, names in groups.items()]


def _within(spread: Spread) -> str:
    from openqof.engine.verify import NEAR

    shares = zip(NEAR, spread.within, strict=True)
    return "within " + ", ".join(f"{near:.0%}: {share:.1%}" for near, share in shares)


def _explained(result: Verification) -> None:
    """How much more often practices of each kind are off: what explains the rest."""
    from openqof.engine.verify import NEAR, by_reason

    rows = [{**row, "share": f"{row['share']:.1%}"} for row in by_reason(result).iter_rows(named=True)]
    off = f"off by over {NEAR[0]:.0%}"
    columns = {"reason": "what the data tell", "practices": "practices", "off": off, "share": "share"}
    show_table(rows, columns, right=("practices", "off", "share"))
    say()


def _far(result: Verification) -> Any:
    import polars as pl

    from openqof.engine.verify import FAR

    far = result.practices.filter((pl.col("ratio") - 1).abs() > FAR)
    say(f"{counted(far.height, 'practice')} further off than {FAR:.0%}:")
    return far


def _shown(row: dict[str, Any], form: Format) -> dict[str, Any]:
    """Numbers as a person reads them in a table, and plainly rounded for programs."""
    if form is not Format.TABLE:
        digits = {"ratio": 6, "median": 6, "computed": 2, "paid": 2, "points": 3}
        return {key: round(value, digits[key]) if key in digits else value for key, value in row.items()}
    formats = {
        "list_size": "{:,.0f}", "points": "{:,.1f}", "computed": "{:,.2f}", "paid": "{:,.2f}",
        "ratio": "{:.4f}", "median": "{:.4f}",
    }  # fmt: skip
    return {key: formats[key].format(value) if key in formats else value for key, value in row.items()}


_WITH_VALUE = ("--store", "--format")
"""Options of a check after which a word is a value, and no folder."""


class OrFolder(TyperGroup):
    """A group in which what is no command is a run folder; of the two of one name, the folder."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """`verify DIR` is `verify run DIR`."""
        if args and not args[0].startswith("-") and self._is_folder(args):
            args = ["run", *args]
        return super().resolve_command(ctx, args)

    def _is_folder(self, args: list[str]) -> bool:
        """Whether the first word names a folder; what looks like a misspelt command is refused."""
        first, there = args[0], Path(args[0]).exists()
        if first in self.commands:
            return there and not _completes(first, args[1:])
        near = get_close_matches(first, self.commands, n=1) if Path(first).name == first else []
        if near and not there:
            wrong_usage(f'There is no command or folder "{first}". Did you mean openqof verify {near[0]}?')
        return True


def _completes(command: str, words: list[str]) -> bool:
    """Whether a command has after it what it cannot do without: a folder to run, a year of pounds."""
    if command != "run":
        return bool(words)
    before = ["", *words]
    return any(
        not word.startswith("-") and last not in _WITH_VALUE
        for last, word in zip(before, words, strict=False)
    )


def register(app: typer.Typer) -> None:
    """Add the command group."""
    about = "Figures worked out here against figures published, or a saved run against what it says."
    verify = typer.Typer(help=about, rich_markup_mode=None, no_args_is_help=True, cls=OrFolder)
    verify.command("pounds")(pounds)
    verify.command("run")(run)
    app.add_typer(verify, name="verify")
