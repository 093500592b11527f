"""openqof explain: why a practice's figure is what it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openqof.cli.common import Format, FormatOption, StoreOption, reports_problems, say, show_table
from openqof.cli.held import Held, held
from openqof.cli.year import YearOption, find_indicator, law_of
from openqof.core.problems import BadInput, Problem

if TYPE_CHECKING:
    from openqof.engine.explain import Explanation, Line

HELP = """Why a figure is what it is: its terms, the rule each comes from, and how sure the rule is.

With --indicator the lines multiply to the pounds; without it there is a line for every indicator of the
practice, and they add up to the total.

Example: openqof explain --year 2025/26 --practice D00012 --indicator HYP008
"""
_COLUMNS = {"label": "label", "terms": "terms", "amount": "amount", "rule": "rule"}
_COLUMNS |= {"place": "place", "source": "source", "basis": "basis"}


def explain(
    year: YearOption,
    practice: Annotated[str, typer.Option("--practice", metavar="CODE", help="the practice, by its code")],
    indicator: Annotated[
        str, typer.Option("--indicator", metavar="CODE", help="one indicator; without it, all of them")
    ] = "",
    form: FormatOption = Format.TABLE,
    store: StoreOption = None,
) -> None:
    """Run the command."""
    from openqof.engine.explain import explain as why

    law = law_of(year)
    code = find_indicator(law, indicator).id if indicator else None
    here = held(law, store, practice=practice)
    practice = here.practice
    _check_there(here, practice)
    explanation = why(
        law, here.prepared.inputs, practice=practice, indicator=code, adjusted=_adjusted(here, practice, code)
    )
    _print(here, explanation, form)


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("explain", help=HELP, short_help="Why a practice's figure is what it is.")(
        reports_problems(explain)
    )


def _check_there(here: Held, practice: str) -> None:
    """A practice the store names may still have nothing to be paid on."""
    why = next((one.why for one in here.prepared.left_out if one.practice == practice), None)
    if why is not None:
        message = f"practice {practice} {why} in {here.law.year}: there is no figure to explain."
        raise BadInput([Problem(here.law.title, 0, 0, "K103", message)])


def _adjusted(here: Held, practice: str, code: str | None) -> float | None:
    """How many patients were excepted or adjusted out, where the store knows."""
    import polars as pl

    if code is None:
        return None
    written = [code, *(alias for alias, name in here.law.aliases.items() if name == code)]
    rows = here.tables.counts.filter(
        (pl.col("practice") == practice) & pl.col("indicator").is_in(written) & pl.col("month").is_null()
    )
    known = rows.get_column("adjusted").drop_nulls()
    return float(known[0]) if known.len() else None


def _print(here: Held, explanation: Explanation, form: Format) -> None:
    if form is Format.JSON:
        say(json.dumps(_facts(here, explanation), indent=1, ensure_ascii=False))
    elif form is Format.CSV:
        show_table([_row(line) for line in explanation.lines], _COLUMNS, form=form)
    elif explanation.indicator is None:
        _print_practice(here, explanation)
    else:
        _print_indicator(explanation)


def _print_indicator(explanation: Explanation) -> None:
    say(
        f"{explanation.indicator}  {explanation.title}        "
        f"practice {explanation.practice}, {explanation.year}"
    )
    rows = [_row(line) | {"where": _where(line)} for line in explanation.lines]
    widths = {key: max(len(row[key]) for row in rows) for key in ("label", "terms", "amount")}
    for row in rows:
        text = f"  {row['label']:<{widths['label']}}   {row['terms']:<{widths['terms']}}   "
        say((text + f"{row['amount']:>{widths['amount']}}   {row['where']}").rstrip())
    for note in explanation.notes:
        say(f"  Note: {note}.")


def _where(line: Line) -> str:
    return ", ".join(part for part in (line.rule, line.basis, line.place) if part)


def _print_practice(here: Held, explanation: Explanation) -> None:
    from openqof.core.money import from_pence, write_pounds

    recalled, whole = from_pence(explanation.recalled_pence), from_pence(explanation.pence)
    known = here.tables.practices.filter(here.tables.practices.get_column("practice") == explanation.practice)
    name = known.get_column("name")[0] or ""
    say(f"{explanation.practice}  {name}        {explanation.title}")
    rows = [_row(line) | {"says": here.law.indicators[line.label].says} for line in explanation.lines]
    total = {"label": "total", "terms": _points(explanation), "amount": write_pounds(whole)}
    columns = {"label": "indicator", "terms": "points", "amount": "pounds", "rule": "paid by"}
    show_table([*rows, total], {**columns, "basis": "basis", "place": "rule"}, right=("amount",))
    say("")
    for note in explanation.notes:
        say(f"Note: {note}.")
    values = ", ".join(f"{number:,} {basis}" for basis, number in explanation.values.items())
    say(f"Values of the year: {values}.")
    part = f"{write_pounds(recalled)} of {write_pounds(whole)}"
    say(f"{part} rests on points, thresholds or weights that are recalled.")


def _points(explanation: Explanation) -> str:
    return f"{len(explanation.lines)} indicators"


def _row(line: Line) -> dict[str, Any]:
    return {key: getattr(line, key) for key in _COLUMNS}


def _facts(here: Held, explanation: Explanation) -> dict[str, Any]:
    """The explanation as JSON has it; each value as an exact fraction, so that they can be multiplied."""
    from openqof.core.money import from_pence

    lines = [
        _row(line) | {"value": None if line.value is None else str(line.value)} for line in explanation.lines
    ]
    return {
        "law": here.law.id,
        "sha256": here.law.sha256,
        "title": explanation.title,
        "practice": explanation.practice,
        "year": explanation.year,
        "indicator": explanation.indicator,
        "lines": lines,
        "pounds": str(from_pence(explanation.pence)),
        "pence": explanation.pence,
        "recalled_pounds": str(from_pence(explanation.recalled_pence)),
        "values": {str(basis): number for basis, number in explanation.values.items()},
        "notes": list(explanation.notes),
    }
