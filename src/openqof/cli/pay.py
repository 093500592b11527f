"""openqof pay: points and pounds of every practice of a year."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openqof.cli.common import (
    Format,
    FormatOption,
    StoreOption,
    remark,
    reports_problems,
    say,
    show_table,
    wrong_usage,
)
from openqof.cli.held import Held, held, members
from openqof.cli.year import YearOption, law_of
from openqof.core.money import write_pounds
from openqof.core.problems import BadInput, Problem

if TYPE_CHECKING:
    from openqof.cli.paid import Paid
    from openqof.core.national import Arrangement, NationalYear
    from openqof.engine.floors import Floor
    from openqof.engine.run import Result

HELP = """Points and pounds of every practice of a year, from the store.

The total is the sum of the lines, and each line the sum of its indicators, each rounded to the penny. What
could not be paid is named with the reason, and how much of the total rests on recalled values is said.

Example: openqof pay --year qof/2015-16 --commissioner DEMO
"""
_COLUMNS = {
    "practice": "practice",
    "name": "name",
    "list_size": "list",
    "points": "points",
    "pounds": "pounds",
}
_DETAIL = {"practice": "practice", "indicator": "indicator", "achievement": "achieved %"}
_DETAIL |= {"points": "points", "pounds": "pounds"}
_RIGHT = ("list_size", "achievement", "points", "pounds")

CommissionerOption = Annotated[
    str, typer.Option("--commissioner", metavar="CODE", help="only the practices of this body")
]
PracticeOption = Annotated[str, typer.Option("--practice", metavar="CODE", help="only this practice")]
DetailOption = Annotated[bool, typer.Option("--detail", help="a line for every indicator")]
ClaimOption = Annotated[
    str,
    typer.Option("--claim", metavar="ID", help="a floor of the year that these practices claim: covid-floor"),
]
UpperOption = Annotated[
    str,
    typer.Option(
        "--improvement-upper",
        metavar="PP",
        help="percentage points at which improvement earns all points, for years that leave it open",
    ),
]


def pay(
    year: YearOption,
    commissioner: CommissionerOption = "",
    practice: PracticeOption = "",
    detail: DetailOption = False,
    claim: ClaimOption = "",
    improvement_upper: UpperOption = "",
    form: FormatOption = Format.TABLE,
    store: StoreOption = None,
) -> None:
    """Run the command."""
    from openqof.cli.paid import facts, remarks

    law = _supposing(law_of(year), improvement_upper)
    paid = _paid(law, store, commissioner=commissioner, practice=practice, claim=claim)
    if form is Format.JSON:
        say(json.dumps(facts(paid, detail=detail), indent=1, ensure_ascii=False))
        return
    _show(paid, detail=detail, form=form)
    for line in remarks(paid):
        remark(line)


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("pay", help=HELP, short_help="Points and pounds of every practice of a year.")(
        reports_problems(pay)
    )


def _supposing(law: NationalYear, upper: str) -> NationalYear:
    """The law with open improvement routes closed at a number the user supposes."""
    if not upper:
        return law
    from openqof.cli.paid import open_routes
    from openqof.engine.law import law_arrays, with_improvement_upper

    if not open_routes(law):
        wrong_usage(
            f"{law.title} has no improvement route whose upper bound is open; leave --improvement-upper out."
        )

    try:
        supposed = with_improvement_upper(law, Decimal(upper))
        law_arrays(supposed)
    except (ArithmeticError, ValueError) as error:
        why = f" {error}." if isinstance(error, ValueError) else ""
        said = f'--improvement-upper is "{upper}"; it is a number of percentage points, such as 10.'
        wrong_usage(said + why)
    return supposed


def _paid(law: NationalYear, store: Path | None, *, commissioner: str, practice: str, claim: str) -> Paid:
    from openqof.cli.paid import Paid
    from openqof.engine.inputs import only
    from openqof.engine.run import pay as run

    arrangement = _claimed(law, claim) if claim else None
    here = held(law, store, commissioner=commissioner, practice=practice)
    wanted, practice = members(here.tables, here.commissioner), here.practice

    def asked_for(code: str) -> bool:
        return (wanted is None or code in wanted) and (not practice or code == practice)

    whole = here.prepared.inputs
    result = run(law, only(whole, [i for i, code in enumerate(whole.practices) if asked_for(code)]))
    return Paid(
        held=here,
        result=result,
        left_out=tuple(one for one in here.prepared.left_out if asked_for(one.practice)),
        about={row["practice"]: row for row in here.tables.practices.iter_rows(named=True)},
        claim=claim,
        floor=None if arrangement is None else _floor(here, result, arrangement),
    )


def _claimed(law: NationalYear, claim: str) -> Arrangement:
    """The floor of the year that is claimed."""
    floors = {one.id: one for one in law.arrangements if one.kind == "floor"}
    if claim not in floors:
        has = f"it has {', '.join(floors)}" if floors else "it has none"
        wrong_usage(f'{law.title} has no floor "{claim}" to claim; {has}.')
    return floors[claim]


def _floor(here: Held, result: Result, arrangement: Arrangement) -> Floor:
    from openqof.core.years import FinancialYear
    from openqof.engine.earlier import base_totals
    from openqof.engine.floors import floor
    from openqof.engine.tables import Tables

    year = FinancialYear.parse(arrangement.terms["at"])
    before = here.before or Tables()
    if str(year) not in before.counts.get_column("year"):
        message = f"{arrangement.id} looks back to {year}, of which the store has no counts."
        hint = "Add that year, or leave --claim out."
        raise BadInput([Problem(here.law.file, 0, 0, "K106", message, hint)])
    totals = base_totals(here.law, result.inputs, before, year, nation=here.prepared.nation)
    return floor(result, totals)


def _show(paid: Paid, *, detail: bool, form: Format) -> None:
    from openqof.cli.paid import indicator_lines, practice_lines, total_of

    lines = list(indicator_lines(paid)) if detail else practice_lines(paid)
    columns = _DETAIL if detail else _COLUMNS
    if form is Format.CSV:
        show_table(lines, columns, form=form)
        return
    total = total_of(lines, what="line" if detail else "practice")
    written = [
        {**line, **_size(line), "points": f"{line['points']:,}", "pounds": write_pounds(line["pounds"])}
        for line in (*lines, total)
    ]
    show_table(written, columns, form=form, right=_RIGHT)


def _size(line: dict[str, Any]) -> dict[str, str]:
    """The list size of a line as a person reads it, where the line has one."""
    return {"list_size": f"{Decimal(line['list_size']):,f}"} if "list_size" in line else {}
