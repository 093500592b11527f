"""Write the reference pages and schemas that follow from the code, the law files and the documented cases."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import click
import typer
from pack_pages import page as pack_page

from openqof.cli.app import app
from openqof.core.sources import count_by_basis
from openqof.core.tables import TABLES
from openqof.datasets import codes as dataset_codes
from openqof.engine import codes as engine_codes
from openqof.files import governance_catalogue, governance_page, problem_catalogue, scheme_catalogue
from openqof.files.assumptions_shape import assumptions_schema
from openqof.files.governance_schemas import SCHEMAS
from openqof.files.load import load_year
from openqof.files.national_shape import year_schema
from openqof.files.scalars import Schema
from openqof.files.scheme_shape import scheme_schema
from openqof.files.shipped import year_ids
from openqof.governance import diagram

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"
NOTE = "<!-- written by `make docs`; change the code, not this page -->\n\n"


def commands() -> str:
    """Every command with its help, as the terminal prints it."""
    root = typer.main.get_command(app)
    pages = [NOTE, "# Commands\n\n", "What each command of `openqof` takes, as `--help` prints it.\n"]
    for path, command in _walk(root, ("openqof",)):
        context = click.Context(command, info_name=" ".join(path), terminal_width=96, max_content_width=96)
        pages.append(f"\n## {' '.join(path)}\n\n```\n{command.get_help(context).rstrip()}\n```\n")
    return "".join(pages)


def _walk(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    for name, child in sorted(getattr(command, "commands", {}).items()):
        yield from _walk(child, (*path, name))


def tables() -> str:
    """The shared tables, column by column."""
    pages = [NOTE, "# The shared tables\n\n"]
    pages.append(
        "Everything OpenQOF reads becomes these tables; everything it works out is read from them.\n"
    )
    for table in TABLES.values():
        pages.append(f"\n## {table.name}\n\nOne row is one {table.row}.\n\n")
        pages.append("| column | kind | must be filled | meaning |\n|---|---|---|---|\n")
        for column in table.columns:
            must = "yes" if column.required else ""
            pages.append(f"| `{column.name}` | {column.kind} | {must} | {column.says} |\n")
    return "".join(pages)


def years() -> str:
    """Every year of national law with its totals and how much of it is found, derived and recalled."""
    pages = [NOTE, "# Years of national QOF\n\n"]
    pages.append("`openqof show qof/2015-16` prints a year; `openqof check` proves its totals.\n\n")
    pages.append(
        "| law | points | indicators | value of a point | average list | found | derived | recalled |\n"
        "|---|--:|--:|--:|--:|--:|--:|--:|\n"
    )
    pages.extend(_year_row(law_id) for law_id in year_ids())
    return "".join(pages)


def _year_row(law_id: str) -> str:
    law = load_year(law_id)
    basis = " | ".join(str(n) for n in count_by_basis(law.provenances()).values())
    value, patients = law.point_value.value, law.average_list.value
    counts = f"{law.points.normalize():f} | {len(law.indicators)}"
    return f"| `{law.id}` | {counts} | £{value} | {patients:,} | {basis} |\n"


def data_problems() -> str:
    """The codes of problems in data, by the letter they begin with."""
    parts = [NOTE, "# Problems with data\n\n"]
    parts.append("A message says where it is and how to mend it; this page says what each code stands for.\n")
    codes = dataset_codes.CODES | engine_codes.CODES
    for letter, about in LETTERS.items():
        parts.append(f"\n## {letter}: {about}\n\n| code | cause |\n|---|---|\n")
        parts.extend(f"| {code} | {cause} |\n" for code, cause in sorted(codes.items()) if code[0] == letter)
    return "".join(parts)


LETTERS = {
    "D": "files and the store",
    "K": "what a command asks of the store",
    "R": "rows of counts given to `openqof points`",
    "T": "the shared tables",
    "V": "verifying against published figures",
}
LAW = ROOT / "src" / "openqof" / "law"


def _schema(make: Callable[[], Schema]) -> str:
    return json.dumps(make(), indent=2) + "\n"


CASES = ROOT / "tests" / "bad"
PAGES: dict[Path, Callable[[], str]] = {
    REFERENCE / "commands.md": commands,
    REFERENCE / "tables.md": tables,
    REFERENCE / "years.md": years,
    REFERENCE / "problems.md": lambda: problem_catalogue.write_page(problem_catalogue.read_cases(CASES)),
    REFERENCE / "scheme-problems.md": lambda: scheme_catalogue.write_page(
        problem_catalogue.read_cases(CASES / "schemes")
    ),
    REFERENCE / "governance-problems.md": lambda: governance_catalogue.write_page(
        problem_catalogue.read_cases(CASES / "governance")
    ),
    REFERENCE / "governance-files.md": governance_page.write_page,
    REFERENCE / "scheme-path.md": diagram.page,
    REFERENCE / "governance-packs.md": lambda: NOTE + pack_page(),
    REFERENCE / "data-problems.md": data_problems,
    LAW / "national-year.schema.json": lambda: json.dumps(year_schema(), indent=2) + "\n",
    LAW / "local-scheme.schema.json": lambda: json.dumps(scheme_schema(), indent=2) + "\n",
    LAW / "assumptions.schema.json": lambda: json.dumps(assumptions_schema(), indent=2) + "\n",
    **{LAW / schema()["$id"]: partial(_schema, schema) for schema in SCHEMAS.values()},
}


def main() -> None:
    """Write the pages, or with --check say which are out of date."""
    stale = []
    for page, write in PAGES.items():
        text = write()
        if "--check" not in sys.argv:
            page.write_text(text, encoding="utf-8")
        elif not page.exists() or page.read_text(encoding="utf-8") != text:
            stale.append(page.name)
    if stale:
        sys.exit(f"out of date: {', '.join(stale)}. Run `make docs`.")


if __name__ == "__main__":
    main()
