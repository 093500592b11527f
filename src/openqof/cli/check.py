"""openqof check: every problem of law files, or that there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from openqof.cli.common import BAD_INPUT, Format, FormatOption, counted, say, show_table
from openqof.core.problems import Problem

_COLUMNS = {key: key for key in ("file", "line", "column", "code", "message", "hint")}

PathsArgument = Annotated[
    list[Path] | None, typer.Argument(help="law files or folders of them [default: all law shipped]")
]


def check(paths: PathsArgument = None, form: FormatOption = Format.TABLE) -> None:
    """Check law files: every problem at once, with file, line, column, cause and cure.

    Example: openqof check schemes/mine.yaml
    """
    from openqof.files.check import check_paths

    files, problems = check_paths(paths or [])
    if form is Format.TABLE:
        _tell(problems, files=len(files))
    else:
        show_table([asdict(problem) for problem in problems], _COLUMNS, form=form)
    if problems:
        raise typer.Exit(BAD_INPUT)


def _tell(problems: Sequence[Problem], *, files: int) -> None:
    for problem in problems:
        say(str(problem))
    if problems:
        where = counted(len({problem.file for problem in problems}), "file")
        say(f"{counted(len(problems), 'problem')} in {where}. Nothing was read.")
    else:
        say(f"{counted(files, 'file')}, no problems")


def schema(
    kind: Annotated[
        str,
        typer.Argument(
            help="year, scheme, service or contract; "
            "pack, body, meeting, register, path, actions, decisions or draft"
        ),
    ],
) -> None:
    """Print the JSON Schema of a kind of law file, for editors.

    Example: openqof schema year
    """
    import json

    from openqof.cli.common import wrong_usage
    from openqof.files.governance_schemas import SCHEMAS
    from openqof.files.national_shape import year_schema
    from openqof.files.scheme_shape import KINDS, scheme_schema

    schemas = {"year": year_schema, **dict.fromkeys(KINDS, scheme_schema), **SCHEMAS}
    if kind not in schemas:
        wrong_usage(f"There is no schema called {kind}; there is one for: {', '.join(schemas)}.")
    say(json.dumps(schemas[kind](), indent=2, ensure_ascii=False))


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(check)
    app.command()(schema)
