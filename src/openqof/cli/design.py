"""openqof design: choose the terms a scheme leaves open, within a budget."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openqof.cli.common import (
    BAD_INPUT,
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
from openqof.cli.waiting import waiting
from openqof.core.terms import Reading

if TYPE_CHECKING:
    from openqof.core.scheme import Scheme
    from openqof.datasets.store import Store
    from openqof.engine.tables import Tables
    from openqof.impact.design.design import Design, Limits
    from openqof.impact.pricing import Line
    from openqof.impact.working.roll import Area

HELP = """Choose the terms that a scheme leaves open, within a budget.

The values of its open parameters (those with `between: {from, to, step}`) are chosen so that all that
practices are paid stays within the budget, no practice, or no more of them than allowed, is paid less than
nationally, and the aim of the scheme is highest. Where no values fit, the answer says what would have to
give, and the exit code is 1. Needs the solver HiGHS: pip install "openqof[design]".

Example: openqof design openqof/open-terms-2015 --budget 3300000 --no-practice-loses
"""
COLUMNS = {
    "parameter": "Parameter",
    "says": "What it is",
    "from": "From",
    "to": "To",
    "before": "In the document",
    "chosen": "Chosen",
}
RIGHT = ("from", "to", "before", "chosen")
MOST_POUNDS, MOST_POINTS = 100_000_000_000, 1_000_000
"""Bounds above these are slips of the pen: they bind nothing."""
NAMED = 10
"""How many practices paid less than nationally are named in the table for people."""

SchemeArgument = Annotated[str, typer.Argument(metavar="SCHEME", help="a scheme of the library, or a file")]
BudgetOption = Annotated[
    str, typer.Option("--budget", metavar="POUNDS", help="all that practices may be paid under the scheme")
]
NobodyOption = Annotated[
    bool, typer.Option("--no-practice-loses", help="no practice is paid less than nationally")
]
AtMostOption = Annotated[
    str, typer.Option("--losing-at-most", metavar="PERCENT", help="so many practices may be paid less")
]
PointsOption = Annotated[
    str, typer.Option("--min-points", metavar="N", help="points of national QOF that can still be earned")
]
CommissionerOption = Annotated[
    str, typer.Option("--commissioner", metavar="CODE", help="for this body's practices")
]
ReadingOption = Annotated[
    Reading | None, typer.Option("--reading", help="cash or accrual [default: the scheme's own]")
]


def design(
    scheme: SchemeArgument,
    budget: BudgetOption,
    no_practice_loses: NobodyOption = False,
    losing_at_most: AtMostOption = "",
    min_points: PointsOption = "",
    commissioner: CommissionerOption = "",
    reading: ReadingOption = None,
    form: FormatOption = Format.TABLE,
    store: StoreOption = None,
) -> None:
    """Run the command."""
    if no_practice_loses and losing_at_most:
        wrong_usage("Give --no-practice-loses or --losing-at-most, not both.")
    limits = _limits(budget, "0" if no_practice_loses else losing_at_most, min_points)
    from openqof.datasets.store import Store

    found = _designed(scheme, limits, Store.open(store), commissioner=commissioner, reading=reading)
    _show(found, _command(scheme, found, commissioner, reading), form)
    if not found.fits:
        raise typer.Exit(BAD_INPUT)


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    short = "Choose the terms that a scheme leaves open, within a budget."
    app.command("design", help=HELP, short_help=short)(reports_problems(design))


def _limits(budget: str, losing: str, points: str) -> Limits:
    from openqof.impact.design.design import Limits

    return Limits(
        budget=_number(budget, "--budget", high=MOST_POUNDS) or Decimal(0),
        losing=_number(losing, "--losing-at-most", high=100),
        points=_number(points, "--min-points", high=MOST_POINTS),
    )


def _number(written: str, option: str, *, high: int) -> Decimal | None:
    """A plain number, with or without £ and commas; None where nothing is given."""
    if not written:
        return None
    try:
        value = Decimal(written.strip().removeprefix("£").removesuffix("%").replace(",", ""))
    except InvalidOperation:
        wrong_usage(f"{option} {written}: write a number.")
    if not value.is_finite() or not 0 <= value <= high:
        wrong_usage(f"{option} {written}: write a number from 0 to {high:,}.")
    return value


def _designed(
    scheme: str, limits: Limits, store: Store, *, commissioner: str, reading: Reading | None
) -> Design:
    from openqof.cli.price_data import Data
    from openqof.files.load import load_scheme, load_year
    from openqof.impact.design.design import design as choose_terms
    from openqof.impact.working.checks import check_priced

    document = load_scheme(scheme)
    check_priced(document)
    law = load_year(document.base)
    with waiting("reading the store") as tell:
        tables = Data(store).tables(document, law)
        area = _area(document, tables.of(law.year), commissioner)
        return choose_terms(scheme, law, tables, limits, area=area, reading=reading, tell=tell)


def _area(scheme: Scheme, tables: Tables, commissioner: str) -> Area:
    """Whose practices the terms are for: all of them join."""
    from openqof.cli.held import as_known
    from openqof.impact.working.roll import Area

    bodies = tables.practices.get_column("commissioner").drop_nulls()
    return Area((as_known(commissioner, bodies),) if commissioner else scheme.bodies)


def _command(scheme: str, found: Design, commissioner: str, reading: Reading | None) -> str:
    """What prices the terms chosen, practice by practice."""
    words = ["openqof", "price", scheme]
    for each in found.parameters:
        words += ["--set", f"{each.name}={each.chosen}"]
    words += ["--commissioner", commissioner] if commissioner else []
    words += ["--reading", reading.value] if reading else []
    return shlex.join(words)


def _show(found: Design, command: str, form: Format) -> None:
    rows = [
        {
            "parameter": each.name,
            "says": each.says,
            "from": each.values[0],
            "to": each.values[-1],
            "before": each.before,
            "chosen": each.chosen if found.fits else "",
        }
        for each in found.parameters
    ]
    if form is Format.JSON:
        say(json.dumps(_facts(found, command), indent=1, ensure_ascii=False))
        return
    tell = say if form is Format.TABLE else remark
    if form is Format.TABLE:
        say(f"{found.title}\n")
    show_table(rows, COLUMNS, form=form, right=RIGHT)
    tell("")
    for line in _remarks(found, command):
        tell(line)


def _remarks(found: Design, command: str) -> Iterator[str]:
    from openqof.core.money import write_pounds

    limits = found.limits
    if not found.fits:
        yield "No values of the open parameters fit. What would have to give:"
        yield from (f"- {each}" for each in found.relaxes)
        return
    yield f"Bill {write_pounds(found.bill)}, of a budget of {write_pounds(limits.budget)}."
    yield f"Aim, {found.aim_says}: {write_pounds(found.aim)}."
    lower = len(found.lower)
    yield f"Paid less than nationally: {lower} of {counted(found.practices, 'practice')}."
    yield from (f"- {_practice(each)}" for each in found.lower[:NAMED])
    if lower > NAMED:
        yield f"- and {counted(lower - NAMED, 'more', 'more')}, in the price"
    yield "Nearest to national pay, at it or above:"
    yield from (f"- {_practice(each)}" for each in found.nearest)
    yield from found.binds
    yield f"Found by pricing {counted(found.priced, 'set')} of values. To see every practice:"
    yield f"  {command}"


def _practice(line: Line) -> str:
    from openqof.impact.words.words import signed

    return f"{line.practice} {line.name}: {signed(line.change)}"


def _facts(found: Design, command: str) -> dict[str, Any]:
    """Everything, for programs: amounts as text, which keeps them exact."""
    limits = found.limits
    return {
        "scheme": found.scheme,
        "fits": found.fits,
        "budget": str(limits.budget),
        "losing_at_most_percent": None if limits.losing is None else str(limits.losing),
        "min_points": None if limits.points is None else str(limits.points),
        "aim_is": found.aim_says,
        "parameters": [
            {"name": p.name, "says": p.says, "from": p.values[0], "to": p.values[-1], "before": p.before}
            | ({"chosen": p.chosen} if found.fits else {})
            for p in found.parameters
        ],
        **(
            {"bill": str(found.bill), "aim": str(found.aim), "points": str(found.points)}
            if found.fits
            else {}
        ),
        "practices": found.practices,
        "paid_less": [_figures(each) for each in found.lower] if found.fits else [],
        "nearest": [_figures(each) for each in found.nearest] if found.fits else [],
        "binds": list(found.binds),
        "relaxes": list(found.relaxes),
        "blocks": [list(block) for block in found.blocks],
        "priced": found.priced,
        "command": command if found.fits else "",
    }


def _figures(line: Line) -> dict[str, str]:
    figures = {"national": line.national, "scheme": line.scheme, "change": line.change}
    return {"practice": line.practice, "name": line.name} | {k: str(v) for k, v in figures.items()}
