"""Run folders: a price written down with all it follows from, so that anyone can check it again later."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from openqof import __version__
from openqof.core.problems import BadInput, Problem
from openqof.files.canonical import fingerprint
from openqof.impact.assessment import Assessment
from openqof.impact.documents.csv import practices_csv
from openqof.impact.documents.html import as_html
from openqof.impact.documents.json import as_json
from openqof.impact.documents.tables import Run
from openqof.impact.runs.again import figures_moved, law_moved

MANIFEST, JOINED, RESULTS = "manifest.json", "joined.csv", "assessment.json"
FORM = 1
"""The form of the manifest; another number, another form."""
LACKING = frozenset({"P201", "P202", "P203", "P220"})
"""What a store that lacks the data says: then figures are not worked out again, and nothing is wrong."""

Again = Callable[[Path, "Manifest"], Sequence[Assessment]]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What binds a run folder: `files` are sha256 by name, `run` is the sha256 of all the rest.

    `schemes` and `laws` hold id and sha256 of each option, `documents` the file of each option's document,
    "" where it could not be copied. `data` are sha256 of the files that the figures come from.
    """

    command: str
    schemes: tuple[tuple[str, str], ...]
    documents: tuple[str, ...]
    laws: tuple[tuple[str, str], ...]
    data: tuple[str, ...]
    files: Mapping[str, str]
    run: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What checking a run folder found: problems, and what was not checked and why."""

    manifest: Manifest | None
    problems: tuple[Problem, ...]
    remarks: tuple[str, ...] = ()


def save(
    assessments: Sequence[Assessment],
    folder: Path,
    *,
    command: str,
    files: Mapping[str, str] | None = None,
) -> str:
    """Write a run folder, made where it is missing, and return the sha256 of the run.

    It holds each scheme's document, the practices that join where not all do, practices.csv,
    assessment.json, report.html and manifest.json, with practices by name; nothing in it depends on the
    clock. OSError where it cannot be written.
    """
    run = Run(tuple(assessments), command, dict(files or {}))
    contents = _contents(run)
    manifest = _manifest(run, contents)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    (folder / MANIFEST).write_bytes(text.encode("utf-8"))
    return str(manifest["run"])


def _contents(run: Run) -> dict[str, bytes]:
    """Every file of the folder but the manifest, by name."""
    made = {"practices.csv": practices_csv(run), RESULTS: as_json(run), "report.html": as_html(run)}
    contents = {name: text.encode("utf-8") for name, text in made.items()}
    for place, each in enumerate(run.options):
        path = Path(each.pricing.scheme.file)
        if each.pricing.scheme.file and path.is_file():
            contents[_document(place)] = path.read_bytes()
    joined = run.first.worked.ask.area.joined
    if joined is not None:
        contents[JOINED] = "".join(f"{code}\n" for code in ("practice", *sorted(joined))).encode("utf-8")
    return contents


def _document(place: int) -> str:
    return f"scheme-{place + 1}.yaml"


def _manifest(run: Run, contents: Mapping[str, bytes]) -> dict[str, Any]:
    prices = [each.pricing for each in run.options]
    bound = {
        "form": FORM,
        "openqof": __version__,
        "command": run.command,
        "schemes": [{"id": each.scheme.id, "sha256": each.scheme.sha256} for each in prices],
        "documents": [_document(n) if _document(n) in contents else "" for n in range(len(prices))],
        "laws": [{"id": each.law.id, "sha256": each.law.sha256} for each in prices],
        "data": sorted({sha for each in prices for sha in each.files}),
        "fingerprints": [each.fingerprint for each in prices],
        "files": {name: sha256(content).hexdigest() for name, content in contents.items()},
    }
    return bound | {"run": fingerprint(bound)}


def verify(folder: Path, *, again: Again | None = None) -> Verified:
    """Check a run folder: every sha256, the law of the library, and the figures where `again` makes them.

    `again` works the run out anew from the folder's own documents. Each difference is one problem.
    """
    try:
        manifest = read(folder)
    except BadInput as bad:
        return Verified(None, bad.problems)
    problems = [*_files_moved(folder, manifest), *law_moved(folder, manifest.laws)]
    if again is None:
        return Verified(manifest, tuple(sorted(problems)), ("The figures were not worked out again.",))
    found, remarks = _again(folder, manifest, again)
    return Verified(manifest, tuple(sorted([*problems, *found])), remarks)


def read(folder: Path) -> Manifest:
    """The manifest of a run folder; BadInput where there is none, or where it was changed."""
    path = folder / MANIFEST
    try:
        bound = json.loads(path.read_text(encoding="utf-8"))
        run = bound.pop("run")
        same = fingerprint(bound) == run
        manifest = _read(bound, run)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        said = f"this is no run folder: it has no {MANIFEST} in the form that openqof price --save writes."
        raise BadInput([_problem(path, "P291", said, "Name the folder that --save wrote.")]) from error
    if not same:
        said = "the manifest was changed after the run: it no longer comes to the run's sha256."
        raise BadInput([_problem(path, "P292", said, "Ask for the folder again from whoever made it.")])
    return manifest


def _read(bound: Mapping[str, Any], run: str) -> Manifest:
    if bound["form"] != FORM:
        raise ValueError(bound["form"])
    names = (*bound["files"], *filter(None, bound["documents"]))
    if any(Path(name).name != name for name in names):
        raise ValueError(names)
    pairs = {
        what: tuple((str(each["id"]), str(each["sha256"])) for each in bound[what])
        for what in ("schemes", "laws")
    }
    return Manifest(
        command=str(bound["command"]),
        documents=tuple(map(str, bound["documents"])),
        data=tuple(map(str, bound["data"])),
        files={str(name): str(sha) for name, sha in bound["files"].items()},
        run=str(run),
        **pairs,
    )


def _files_moved(folder: Path, manifest: Manifest) -> list[Problem]:
    """One problem for each file that is gone or no longer the one of the run."""
    found = []
    for name, sha in manifest.files.items():
        path = folder / name
        if not path.is_file():
            found.append(_problem(path, "P293", "the file is part of the run and is not there.", ""))
        elif sha256(path.read_bytes()).hexdigest() != sha:
            said = "the file was changed after the run: it no longer has the sha256 of the manifest."
            found.append(_problem(path, "P293", said, ""))
    return found


def _again(folder: Path, manifest: Manifest, again: Again) -> tuple[list[Problem], tuple[str, ...]]:
    """What differs from the saved figures when they are worked out again.

    A store without the data is no fault.
    """
    try:
        assessments = _made(folder, manifest, again)
        saved = json.loads((folder / RESULTS).read_text(encoding="utf-8"))
    except BadInput as bad:
        if {problem.code for problem in bad.problems} <= LACKING:
            said = "; ".join(problem.message for problem in bad.problems)
            return [], (f"The figures were not worked out again: {said}",)
        return list(bad.problems), ("The figures could not be worked out again.",)
    except (OSError, ValueError):
        return [], ("The figures were not compared: the saved ones cannot be read.",)
    found = figures_moved(folder / RESULTS, Run(tuple(assessments), manifest.command), saved, manifest.data)
    return found, (f"Figures of {len(assessments[0].pricing.lines)} practices were worked out again.",)


def _made(folder: Path, manifest: Manifest, again: Again) -> Sequence[Assessment]:
    """The run worked out again; BadInput where its command cannot be read as one of openqof price."""
    try:
        return again(folder, manifest)
    except (ValueError, IndexError) as error:
        said = "the command of the manifest is not one of openqof price."
        raise BadInput([_problem(folder / MANIFEST, "P291", said, "Ask for the folder again.")]) from error


def _problem(path: Path, code: str, message: str, hint: str) -> Problem:
    return Problem(str(path), 0, 0, code, message, hint)
