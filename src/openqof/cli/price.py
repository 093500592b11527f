"""openqof price: local schemes against national QOF, for every practice of an area."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openqof.cli.common import (
    Format,
    FormatOption,
    StoreOption,
    remark,
    reports_problems,
    say,
    wrong_usage,
)
from openqof.cli.sets import SetOption, values_of
from openqof.cli.writable import check_file, check_folder
from openqof.core.terms import Reading

if TYPE_CHECKING:
    from openqof.cli.price_ask import Asked
    from openqof.impact.assessment import Assessment

HELP = """Price a local scheme against national QOF, for every practice of an area.

The area is the scheme's own, or the commissioner named; DEMO is the invented area that openqof data demo
makes. Totals are the sums of the lines, to the penny. With --option, further schemes stand beside the first,
priced for the same area.

Example: openqof price aylesbury-vale/pcds-2015 --report aylesbury.html
"""


class Audience(StrEnum):
    """Who a report is for."""

    COMMISSIONER = "commissioner"
    PUBLIC = "public"


PUBLIC_RUN = (
    "--save with --audience public: a run folder holds every practice by name, for without that its figures "
    "could not be worked out again. Write the public's report with --report, and save the run without "
    "--audience."
)
KINDS = (".html", ".pdf", ".xlsx", ".csv", ".zip", ".json")
"""The kinds of report, by how the file's name ends."""

SchemeArgument = Annotated[str, typer.Argument(metavar="SCHEME", help="the id of a scheme, or a scheme file")]
AgainstOption = Annotated[
    str, typer.Option("--against", metavar="YEAR", help="the national year [default: the scheme's own]")
]
CommissionerOption = Annotated[
    str, typer.Option("--commissioner", metavar="CODE", help="price it for this body's practices")
]
OptionOption = Annotated[
    list[str] | None,
    typer.Option("--option", metavar="SCHEME", help="another scheme beside it; may be given again"),
]
PracticesOption = Annotated[
    str, typer.Option("--practices", metavar="all|FILE", help="who joins: all, or the codes in a file")
]
ClosedListsOption = Annotated[
    str, typer.Option("--closed-lists", metavar="FILE", help="whose lists are closed: the codes in a file")
]
ReadingOption = Annotated[
    Reading | None, typer.Option("--reading", help="cash or accrual [default: the scheme's own]")
]
AssumptionsOption = Annotated[
    Path | None,
    typer.Option(
        "--assumptions", metavar="FILE", help="your own figures of work and falls, over those shipped"
    ),
]
DrawsOption = Annotated[int, typer.Option("--draws", min=0, help="draws of the risk model; 0 leaves it out")]
SeedOption = Annotated[int, typer.Option("--seed", min=0, help="another number, other draws")]
ReportOption = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE", help="write a report: .html, .pdf, .xlsx, .csv, .zip or .json"),
]
AudienceOption = Annotated[
    Audience, typer.Option("--audience", help="of the report: for the public, practices are numbers")
]
SaveOption = Annotated[
    Path | None,
    typer.Option("--save", metavar="DIR", help="write a run folder that openqof verify can check again"),
]


def price(
    scheme: SchemeArgument,
    against: AgainstOption = "",
    commissioner: CommissionerOption = "",
    options: OptionOption = None,
    values: SetOption = None,
    practices: PracticesOption = "all",
    closed_lists: ClosedListsOption = "",
    reading: ReadingOption = None,
    assumptions: AssumptionsOption = None,
    draws: DrawsOption = 1000,
    seed: SeedOption = 2015,
    report: ReportOption = None,
    audience: AudienceOption = Audience.COMMISSIONER,
    save: SaveOption = None,
    form: FormatOption = Format.TABLE,
    store: StoreOption = None,
) -> None:
    """Run the command."""
    from openqof.cli.price_ask import Asked

    if report is not None and report.suffix.lower() not in KINDS:
        wrong_usage(f"--report {report}: its name is to end in {', '.join(KINDS[:-1])} or {KINDS[-1]}.")
    if save is not None and audience is Audience.PUBLIC:
        wrong_usage(PUBLIC_RUN)
    check_file("--report", report)
    check_folder("--save", save)
    asked = Asked(
        (scheme, *(options or ())), against, commissioner, values_of(values), practices, reading, assumptions,
        draws, seed, closed_lists,
    )  # fmt: skip
    _run(asked, store, form=form, report=report, audience=audience, save=save)


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    short = "Price a local scheme against national QOF, for every practice."
    app.command("price", help=HELP, short_help=short)(reports_problems(price))


def _run(
    asked: Asked,
    store: Path | None,
    *,
    form: Format,
    report: Path | None,
    audience: Audience,
    save: Path | None,
) -> None:
    """Price, print, and write what is to be written."""
    from openqof.cli.price_ask import assessments
    from openqof.cli.price_show import show
    from openqof.datasets.store import Store

    with _writing(save):
        held = save is not None and _holds_run(save, asked)
    kept = Store.open(store)
    found = assessments(asked, kept)
    command, files = command_of(asked, found), {file.sha256: file.name for file in kept.files()}
    show(found, command, form)
    tell = say if form is Format.TABLE else remark
    with _writing(report or save):
        if report is not None:
            _report(found, report, audience, command=command, files=files)
            tell(f"Report: {report}")
        if save is not None:
            from openqof.impact.runs.folder import save as save_run

            save_run(found, save, command=command, files=files)
            done = f"{save} holds this very run; nothing was written" if held else f"Run folder: {save}"
            tell(f"{done}. To check it again: openqof verify {save}")


def _holds_run(folder: Path, asked: Asked) -> bool:
    """Whether the folder holds a run that may be this one; OSError where it holds anything else."""
    from openqof.files.load import load_scheme
    from openqof.impact.runs.folder import holds_run
    from openqof.impact.runs.place import is_taken

    if not is_taken(folder):
        return False
    words = _words_of(asked)
    documents = [Path(load_scheme(each).file) for each in asked.schemes]
    return holds_run(folder, commands=(words, _DEMO + words), documents=documents)


_DEMO = "openqof data demo\n"


def command_of(asked: Asked, found: Sequence[Assessment]) -> str:
    """What gives these figures again."""
    return (_DEMO if any(each.pricing.invented for each in found) else "") + _words_of(asked)


def _words_of(asked: Asked) -> str:
    """The command line of what was asked, without what is at its usual."""
    words = ["openqof", "price", asked.schemes[0]]
    words += ["--against", asked.against] if asked.against else []
    words += ["--commissioner", asked.commissioner] if asked.commissioner else []
    for each in asked.schemes[1:]:
        words += ["--option", each]
    for name, value in asked.values.items():
        words += ["--set", f"{name}={value}"]
    words += ["--practices", asked.practices] if asked.practices != "all" else []
    words += ["--closed-lists", asked.closed_lists] if asked.closed_lists else []
    words += ["--reading", asked.reading.value] if asked.reading else []
    words += ["--assumptions", str(asked.assumptions)] if asked.assumptions else []
    words += ["--draws", str(asked.draws)] if asked.draws != 1000 else []
    words += ["--seed", str(asked.seed)] if asked.seed != 2015 else []
    return shlex.join(words)


def _report(
    found: Sequence[Assessment], path: Path, audience: Audience, *, command: str, files: Mapping[str, str]
) -> None:
    from openqof.impact.documents import Audience as Readers
    from openqof.impact.documents import write

    write(found, path, command=command, files=files, audience=Readers(audience.value))


@contextmanager
def _writing(path: Path | None) -> Iterator[None]:
    """A file that cannot be written is wrong usage, in one line."""
    try:
        yield
    except OSError as error:
        wrong_usage(f"{error.filename or path} cannot be written: {error.strerror}.")
