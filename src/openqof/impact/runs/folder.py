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
from openqof.impact.assessment import Assessment
from openqof.impact.documents.tables import Run
from openqof.impact.runs.again import Compared, figures_moved, law_moved
from openqof.impact.runs.manifest import MANIFEST, Manifest, bound, document_name, problem, read, written
from openqof.impact.runs.place import is_taken, put, refused
from openqof.impact.runs.rendered import RENDERED, RESULTS, files_moved, made
from openqof.impact.runs.supposed import own_file, supposed_moved
from openqof.impact.words.figures import several

LACKING = frozenset({"P201", "P202", "P203", "P220"})
"""What a store that lacks the data says: then figures are not worked out again, and nothing is wrong."""

Again = Callable[[Path, Manifest], Sequence[Assessment]]


@dataclass(frozen=True, slots=True)
class Verified:
    """What checking a run folder found: problems, and what was not checked and why.

    `whole` says that every file came out again as it was saved.
    """

    manifest: Manifest | None
    problems: tuple[Problem, ...]
    remarks: tuple[str, ...] = ()
    whole: bool = False


def save(
    assessments: Sequence[Assessment],
    folder: Path,
    *,
    command: str,
    files: Mapping[str, str] | None = None,
) -> str:
    """Write a run folder, made where it is missing, and return the sha256 of the run.

    It holds each scheme's document, the practices that join where not all do, the user's own assumptions,
    practices.csv, assessment.json, report.html and manifest.json, with practices by name; nothing in it
    depends on the clock. It is written whole or not at all, and nothing is written where the folder holds the
    same run already. FileExistsError where it holds anything else, OSError where it cannot be written.
    """
    run = Run(tuple(assessments), command, dict(files or {}))
    contents = made(run) | _documents(run) | own_file(run.first.supposed)
    binds = bound(run, contents)
    put(folder, contents | {MANIFEST: written(binds)})
    return str(binds["run"])


def _documents(run: Run) -> dict[str, bytes]:
    """The document of each option that is a file, by the name it has in the folder."""
    files = [each.pricing.scheme.file for each in run.options]
    return {
        document_name(place): Path(file).read_bytes()
        for place, file in enumerate(files)
        if file and Path(file).is_file()
    }


def holds_run(folder: Path, *, commands: Sequence[str], documents: Sequence[Path]) -> bool:
    """Whether the folder holds a run that may be the one to be saved, as far as that is known before pricing.

    False where it is free. FileExistsError where it holds anything else: no run, one that was changed, one of
    none of the `commands` or of another version, or one of other documents.
    """
    if not is_taken(folder):
        return False
    try:
        manifest = read(folder)
    except BadInput as bad:
        raise refused(folder, "it is not empty, and holds no run that could be this one") from bad
    if verify(folder).problems:
        raise refused(folder, "it holds a run that was changed since, or one of another law")
    now = [sha256(path.read_bytes()).hexdigest() for path in documents if path.is_file()]
    then = [manifest.files.get(name) for name in manifest.documents if name]
    if manifest.command not in commands or manifest.version != __version__ or now != then:
        raise refused(folder, "it holds another run")
    return True


def verify(folder: Path, *, again: Again | None = None, held: Mapping[str, str] | None = None) -> Verified:
    """Check a run folder: every sha256, the law of the library, figures and files where `again` makes them.

    `again` works the run out anew from the folder's own documents; `held` are the names of the store's files
    by sha256, so that a store with all the data of the run is not taken to lack them. Each difference is one
    problem.
    """
    try:
        manifest = read(folder)
    except BadInput as bad:
        return Verified(None, bad.problems)
    problems = [*_bytes_moved(folder, manifest), *law_moved(folder, manifest.laws)]
    own = folder / manifest.own if manifest.own else None
    if own is None or all(each.file != str(own) for each in problems):
        problems += supposed_moved(folder, manifest.supposed, own)
    if again is None:
        remarks = ("The figures were not worked out again.", _bound_only("nothing was worked out again"))
        return Verified(manifest, tuple(sorted(problems)), remarks)
    alike = bool(manifest.supposed) and not any(
        each.code == "P297" or each.file == str(own) for each in problems
    )
    found = _Checked(folder, manifest, alike, dict(held or {})).against(again)
    everything = tuple(sorted([*problems, *found.problems]))
    return Verified(manifest, everything, found.remarks, found.whole and not everything)


def _bound_only(why: str) -> str:
    return f"{several(RENDERED)} were only checked against the manifest: {why}."


def _bytes_moved(folder: Path, manifest: Manifest) -> list[Problem]:
    """One problem for each file that is gone, is no longer the one of the run, or is a stranger."""
    found = []
    for name, sha in manifest.files.items():
        path = folder / name
        if not path.is_file():
            found.append(problem(path, "P293", "the file is part of the run and is not there."))
        elif sha256(path.read_bytes()).hexdigest() != sha:
            said = "the file was changed after the run: it no longer has the sha256 of the manifest."
            found.append(problem(path, "P293", said))
    for path in folder.iterdir():
        if path.name not in manifest.files and path.name != MANIFEST:
            said = "this is no part of the run: the manifest does not have it."
            found.append(problem(path, "P298", said, "Move it out of the folder."))
    return found


@dataclass(frozen=True, slots=True)
class _Checked:
    """A run folder held against the run worked out again; `alike` where what is supposed is the same."""

    folder: Path
    manifest: Manifest
    alike: bool
    held: Mapping[str, str]

    def against(self, again: Again) -> Verified:
        """What differs, which figures were compared, and whether every file came out again."""
        try:
            run = Run(tuple(self._made(again)), self.manifest.command, self.manifest.names)
        except BadInput as bad:
            return self._not_made(bad)
        saved = self._saved()
        if saved is None:
            return Verified(None, (), ("The figures were not compared: the saved ones were changed.",))
        compared = Compared(self.alike)
        try:
            found = figures_moved(self.folder / RESULTS, run, saved, self.manifest.data, compared=compared)
        except (AttributeError, TypeError, KeyError, ValueError):
            said = "the file does not hold the figures of a run."
            return Verified(None, (problem(self.folder / RESULTS, "P296", said),))
        remarks = (*compared.remarks(run), *self._renamed())
        if why := self._why_not(found):
            return Verified(None, tuple(found), (*remarks, f"Beyond these figures, {_bound_only(why)}"))
        return self._rendered(run, remarks)

    def _made(self, again: Again) -> Sequence[Assessment]:
        """The run worked out again; BadInput where its command cannot be read as one of openqof price."""
        try:
            return again(self.folder, self.manifest)
        except (ValueError, IndexError) as error:
            said = "the command of the manifest is not one of openqof price."
            where = self.folder / MANIFEST
            raise BadInput([problem(where, "P291", said, "Ask for the folder again.")]) from error

    def _not_made(self, bad: BadInput) -> Verified:
        """A store without the data is no fault; one that has them all is no excuse."""
        data = self.manifest.data
        lacks = not data or not set(data) <= self.held.keys()
        if lacks and {each.code for each in bad.problems} <= LACKING:
            said = "; ".join(each.message for each in bad.problems)
            remark = f"The figures were not worked out again: {said}"
            return Verified(None, (), (remark, _bound_only("the store lacks the data")))
        return Verified(None, bad.problems, ("The figures could not be worked out again.",))

    def _saved(self) -> Any:
        """The figures as saved; None where they are gone or not the manifest's, which is told already."""
        path = self.folder / RESULTS
        content = path.read_bytes() if path.is_file() else b""
        if sha256(content).hexdigest() != self.manifest.files.get(RESULTS):
            return None
        try:
            return json.loads(content) or ()
        except ValueError:
            return ()

    def _renamed(self) -> list[str]:
        """Files of data that the store calls otherwise than the run did: of the same bytes all the same."""
        names = self.manifest.names.items()
        return [
            f'The file that the run calls "{name}" is called "{self.held[sha]}" in the store.'
            for sha, name in names
            if self.held.get(sha, name) != name
        ]

    def _why_not(self, found: Sequence[Problem]) -> str:
        """Why files are not written anew and compared; "" where they are."""
        if found:
            return "figures or data differ"
        if self.manifest.version != __version__:
            return f"OpenQOF {self.manifest.version} made the run, and this is {__version__}"
        if law_moved(self.folder, self.manifest.laws):
            return "the library has another law"
        return "" if self.alike else "hours and draws rest on assumptions that are not known to be the same"

    def _rendered(self, run: Run, remarks: tuple[str, ...]) -> Verified:
        """What differs of the files written anew."""
        found, near = files_moved(self.folder, run, self.manifest)
        if near:
            said = f"Last digits of draws came out otherwise in {several(near)}, as processors round."
            return Verified(None, tuple(found), (*remarks, said))
        if found:
            return Verified(None, tuple(found), remarks)
        said = f"{several(RENDERED)}, made again, are byte for byte what the run wrote."
        return Verified(None, (), (*remarks, said), whole=True)
