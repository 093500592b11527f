"""openqof verify DIR: a run folder that openqof price --save wrote, checked again."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
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
)
from openqof.cli.sets import values_of
from openqof.core.terms import Reading

if TYPE_CHECKING:
    from openqof.cli.price_ask import Asked
    from openqof.datasets.store import Store
    from openqof.impact.assessment import Assessment
    from openqof.impact.runs.manifest import Manifest

_COLUMNS = {key: key for key in ("file", "code", "message", "hint")}

FolderArgument = Annotated[Path, typer.Argument(metavar="DIR", help="the folder that price --save wrote")]
FilesOnlyOption = Annotated[
    bool, typer.Option("--files-only", help="check the folder and the law, and work nothing out again")
]


@reports_problems
def run(
    folder: FolderArgument,
    files_only: FilesOnlyOption = False,
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Check a run folder: nothing in it was changed, the law is the same, the figures come out again.

    Figures and files are made again from the folder's own documents and the data of the store. A store
    without that data is said, with what was then only checked against the manifest, and is no problem. The
    word run may be left out.

    Example: openqof verify run runs/aylesbury
    """
    from openqof.datasets.store import Store
    from openqof.impact.runs.folder import verify

    kept = Store.open(store)
    found = verify(
        folder,
        again=None if files_only else lambda place, manifest: _again(place, manifest, kept),
        held={file.sha256: file.name for file in kept.files()},
    )
    if form is not Format.TABLE:
        show_table([asdict(problem) for problem in found.problems], _COLUMNS, form=form)
    for each in found.remarks:
        (say if form is Format.TABLE else remark)(each)
    if found.problems:
        for problem in found.problems if form is Format.TABLE else ():
            say(str(problem))
        remark(f"{counted(len(found.problems), 'problem')} in {folder}.")
        raise typer.Exit(BAD_INPUT)
    if form is Format.TABLE and found.manifest is not None:
        closing = "is as it was written" if found.whole else "shows no problem, as far as it was checked"
        say(f"{folder} {closing}. Run {found.manifest.run}")


def _again(folder: Path, manifest: Manifest, store: Store) -> Sequence[Assessment]:
    """The run worked out anew from the documents and the assumptions that the folder holds.

    A folder that binds no assumptions has no draws that could be made again.
    """
    from openqof.cli.price_ask import assessments
    from openqof.impact.runs.rendered import CLOSED, JOINED

    asked = asked_again(manifest.command)
    documents = zip(manifest.documents, asked.schemes, strict=True)
    schemes = tuple(str(folder / own) if own else written for own, written in documents)
    joined = folder / JOINED
    practices = str(joined) if joined.is_file() else asked.practices
    closed = str(folder / CLOSED) if (folder / CLOSED).is_file() else asked.closed_lists
    own = folder / manifest.own if manifest.own else None
    draws = asked.draws if manifest.supposed else 0
    again = replace(asked, schemes=schemes, practices=practices, assumptions=own, draws=draws)
    return assessments(replace(again, closed_lists=closed), store)


def asked_again(command: str) -> Asked:
    """What a command line of openqof price asked, from the words that a report ends with."""
    from openqof.cli.price_ask import Asked

    _, _, first, *words = shlex.split(command.splitlines()[-1])
    given: dict[str, list[str]] = {}
    for option, value in zip(words[::2], words[1::2], strict=True):
        given.setdefault(option, []).append(value)

    def last(option: str, usual: Any = "") -> Any:
        return given.get(option, [usual])[-1]

    assumptions, reading = last("--assumptions"), last("--reading")
    return Asked(
        schemes=(first, *given.get("--option", [])),
        against=last("--against"),
        commissioner=last("--commissioner"),
        values=values_of(given.get("--set")),
        practices=last("--practices", "all"),
        reading=Reading(reading) if reading else None,
        assumptions=Path(assumptions) if assumptions else None,
        draws=int(last("--draws", 1000)),
        seed=int(last("--seed", 2015)),
        closed_lists=last("--closed-lists"),
    )
