"""openqof price: a local scheme against national QOF, for every practice of an area."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
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
from openqof.core.problems import BadInput, Problem
from openqof.core.scheme import Reading

if TYPE_CHECKING:
    from openqof.core.national import NationalYear
    from openqof.core.scheme import Scheme
    from openqof.datasets.store import Store
    from openqof.engine.tables import Tables
    from openqof.impact.pricing import Line, Pricing
    from openqof.impact.roll import Area

HELP = """Price a local scheme against national QOF, for every practice of an area.

The area is the scheme's own, or the commissioner named; DEMO is the invented area that openqof data demo
makes. Totals are the sums of the lines, to the penny.

Example: openqof price aylesbury-vale/pcds-2015 --report aylesbury.html
"""
_COLUMNS = {
    "practice": "practice",
    "name": "name",
    "patients": "patients",
    "national": "national",
    "scheme": "scheme",
    "guaranteed": "guaranteed",
    "change": "change",
    "percent": "share",
    "per_patient": "a patient",
    "notes": "notes",
}
_RIGHT = ("patients", "national", "scheme", "guaranteed", "change", "percent", "per_patient")


SchemeArgument = Annotated[str, typer.Argument(metavar="SCHEME", help="the id of a scheme, or a scheme file")]
CommissionerOption = Annotated[
    str, typer.Option("--commissioner", metavar="CODE", help="price it for this body's practices")
]
PracticesOption = Annotated[
    str, typer.Option("--practices", metavar="all|FILE", help="who joins: all, or the codes in a file")
]
ReadingOption = Annotated[
    Reading | None, typer.Option("--reading", help="cash or accrual [default: the scheme's own]")
]
ReportOption = Annotated[
    Path | None, typer.Option("--report", metavar="FILE.html", help="write a page to read and print")
]


def price(
    scheme: SchemeArgument,
    commissioner: CommissionerOption = "",
    practices: PracticesOption = "all",
    reading: ReadingOption = None,
    report: ReportOption = None,
    form: FormatOption = Format.TABLE,
    store: StoreOption = None,
) -> None:
    """Run the command."""
    from openqof.datasets.store import Store
    from openqof.files.load import load_scheme, load_year
    from openqof.impact.price import price as run

    document = load_scheme(scheme)
    law = load_year(document.base)
    kept = Store.open(store)
    tables = _tables(kept, document, law)
    found = run(
        document,
        law,
        tables,
        area=_area(document, tables.of(law.year), commissioner, _joined(practices)),
        reading=reading,
        base_law=_base_law(document, law),
    )
    command = _command(scheme, commissioner, practices, reading, found)
    if report is not None:
        _write_report(report, found, kept, command)
    _show(found, command, form)
    if report is not None:
        (say if form is Format.TABLE else remark)(f"Report: {report}")


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    short = "Price a local scheme against national QOF, for every practice."
    app.command("price", help=HELP, short_help=short)(reports_problems(price))


def _tables(store: Store, scheme: Scheme, law: NationalYear) -> Tables:
    """The rows of every year the price reads, also of those the national law itself looks back to."""
    from openqof.cli.held import years_behind
    from openqof.engine.tables import Tables
    from openqof.impact.needs import years_needed

    held, tables = store.years(), Tables()
    for year in sorted({*years_needed(scheme, law.year), *years_behind(law)}):
        if year in held:
            tables = tables.plus(store.tables(year))
    return tables


def _base_law(scheme: Scheme, law: NationalYear) -> NationalYear | None:
    """The law of the base year, where the library has it."""
    from openqof.files.load import load_year
    from openqof.files.shipped import year_ids
    from openqof.impact.needs import base_year

    base = next((base_year(change.terms) for change in scheme.priced), None)
    law_id = f"{law.id.partition('/')[0]}/{base.slug}" if base else ""
    return load_year(law_id) if law_id in year_ids() else None


def _joined(practices: str) -> frozenset[str] | None:
    """The codes in a file, one a line or separated by commas; None when all join."""
    if practices == "all":
        return None
    try:
        text = Path(practices).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        said, hint = "the file that --practices names cannot be read.", "Give a text file of practice codes."
        raise BadInput([Problem(practices, 0, 0, "P207", said, hint)]) from error
    words = text.replace(",", " ").replace('"', " ").split()
    codes = frozenset(word for word in words if word.casefold() != "practice")
    if not codes:
        said, hint = "the file that --practices names has no practice code in it.", "Put in one code a line."
        raise BadInput([Problem(practices, 0, 0, "P207", said, hint)])
    return codes


def _area(scheme: Scheme, tables: Tables, commissioner: str, joined: frozenset[str] | None) -> Area:
    """Whose practices are priced, and which join: codes in any case, as the year's tables write them."""
    from openqof.cli.held import as_known
    from openqof.impact.roll import Area

    bodies, codes = (tables.practices.get_column(name).drop_nulls() for name in ("commissioner", "practice"))
    area = (as_known(commissioner, bodies),) if commissioner else scheme.bodies
    return Area(area, None if joined is None else frozenset(as_known(code, codes) for code in joined))


def _command(
    scheme: str, commissioner: str, practices: str, reading: Reading | None, pricing: Pricing
) -> str:
    """What gives these figures again."""
    words = ["openqof", "price", scheme]
    words += ["--commissioner", commissioner] if commissioner else []
    words += ["--practices", practices] if practices != "all" else []
    words += ["--reading", reading.value] if reading else []
    first = "openqof data demo\n" if pricing.invented else ""
    return first + shlex.join(words)


def _write_report(path: Path, pricing: Pricing, store: Store, command: str) -> None:
    from openqof.impact.report import report

    names = {file.sha256: file.name for file in store.files()}
    try:
        path.write_text(report(pricing, command=command, files=names), encoding="utf-8")
    except OSError as error:
        wrong_usage(f"The report cannot be written to {path}: {error.strerror}.")


def _show(pricing: Pricing, command: str, form: Format) -> None:
    if form is Format.JSON:
        say(json.dumps(_facts(pricing, command), indent=1, ensure_ascii=False))
    elif form is Format.CSV:
        show_table([_plain(line) for line in pricing.lines], _COLUMNS, form=form)
        for each in _remarks(pricing):
            remark(each)
    else:
        _show_lines(pricing)


def _show_lines(pricing: Pricing) -> None:
    say(f"{pricing.scheme.title}: {pricing.area_name}, {pricing.law.year}")
    say(f"National: {pricing.national_says}. Scheme: {pricing.scheme_says}.\n")
    rows = [*(_written(line) for line in pricing.lines), _total(pricing)]
    show_table(rows, _COLUMNS, right=_RIGHT)
    say()
    for each in _remarks(pricing):
        say(each)


def _written(line: Line) -> dict[str, Any]:
    from openqof.core.money import write_pounds
    from openqof.impact.words import signed, signed_percent

    return {
        "practice": line.practice,
        "name": line.name,
        "patients": None if line.patients is None else f"{line.patients:,.0f}",
        "national": write_pounds(line.national),
        "scheme": write_pounds(line.scheme),
        "guaranteed": write_pounds(line.guaranteed),
        "change": signed(line.change),
        "percent": signed_percent(line.percent),
        "per_patient": None if line.per_patient is None else signed(line.per_patient),
        "notes": "; ".join(line.notes),
    }


def _total(pricing: Pricing) -> dict[str, Any]:
    """The sums of the lines."""
    from openqof.impact.pricing import Line

    name = counted(len(pricing.lines), "practice")
    whole = Line("total", name, pricing.patients, pricing.national, pricing.local, pricing.guaranteed)
    return _written(whole)


def _plain(line: Line) -> dict[str, Any]:
    """A line for programs: figures without signs of money, as text, which keeps them exact."""
    figures = ("patients", "national", "scheme", "guaranteed", "change", "percent", "per_patient")
    values = {name: getattr(line, name) for name in figures}
    said = {name: None if value is None else str(value) for name, value in values.items()}
    return {"practice": line.practice, "name": line.name, **said, "notes": "; ".join(line.notes)}


def _remarks(pricing: Pricing) -> Iterator[str]:
    """What the table cannot say: how it spreads, who is gone, what to know, what it rests on."""
    from openqof.core.money import write_pounds
    from openqof.impact.pricing import banded
    from openqof.impact.words import fate, notes

    if pricing.invented:
        yield "These figures are invented: the demonstration area, no real practice."
    spread = (f"{band.label} {band.practices}" for band in banded(pricing) if band.practices)
    yield f"Practices by size of change: {', '.join(spread)}."
    if pricing.rule:
        yield pricing.rule
    for gone in pricing.gone:
        base = "" if gone.base is None else f", base {write_pounds(gone.base)}"
        yield f"Gone: {gone.practice} {gone.name}{base}: {fate(gone)}."
    for each in pricing.elsewhere:
        yield f"Not in the table: {each.practice} {each.name}: {each.why}."
    yield from notes(pricing)
    yield from _rests(pricing)
    yield f"Fingerprint {pricing.fingerprint}"


def _rests(pricing: Pricing) -> Iterator[str]:
    from openqof.core.money import write_pounds
    from openqof.impact.words import counted_by_basis, why_recalled

    rests = pricing.rests
    yield f"Of what the scheme states, {counted_by_basis(rests.scheme_values)}."
    if rests.recalled_pounds is not None:
        part, why = write_pounds(rests.recalled_pounds), why_recalled(pricing)
        said = f"{part} of scheme income is for indicators whose points, thresholds or weights are recalled"
        yield f"{said}{': ' + why if why else ''}."


def _facts(pricing: Pricing, command: str) -> dict[str, Any]:
    from openqof.impact.facts import facts

    lines = [_plain(line) for line in pricing.lines]
    return {**facts(pricing), "command": command, "practices": lines}
