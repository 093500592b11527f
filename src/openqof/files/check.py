"""Every problem of every law file named, or of all law shipped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from openqof.core.problems import BadInput, Problem
from openqof.files.assumptions import check_assumptions
from openqof.files.governance_check import GOVERNED
from openqof.files.kinds import FIRST_KEYS, SCHEME, SUPPOSED, YEAR, kind_of
from openqof.files.load import read_scheme_document, read_year
from openqof.files.national_history import check_history
from openqof.files.national_shape import HISTORY as HISTORY_SHAPE
from openqof.files.national_shape import SOURCES as SOURCES_SHAPE
from openqof.files.nodes import Document, read_document
from openqof.files.shape import Walk, read
from openqof.files.shipped import HISTORY, SOURCES, shipped_files, shown_path
from openqof.files.values import listed

Checker = Callable[[Document, Path], object]
_CHECKERS: Mapping[str, Checker] = {
    YEAR: read_year,
    SCHEME: read_scheme_document,
    SUPPOSED: check_assumptions,
    **GOVERNED,
}


def check_paths(paths: Iterable[str | Path] = ()) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """The files that paths stand for [default: all law shipped], and their problems by file and line."""
    files, problems = _files_in(paths)
    for path in files:
        problems += check_file(path)
    return files, tuple(sorted(problems))


def _files_in(paths: Iterable[str | Path]) -> tuple[tuple[Path, ...], list[Problem]]:
    """The files that paths stand for: themselves, the YAML files in folders, or all law shipped."""
    given = [Path(path) for path in paths]
    if not given:
        return shipped_files(), []
    files: list[Path] = []
    problems: list[Problem] = []
    for path in given:
        inside = _folder(path) if path.is_dir() else [path]
        if not inside:
            said = "There is no YAML file in this folder."
            problems.append(Problem(str(path), 0, 0, "L012", said, "Law files end in .yaml."))
        files += inside
    return tuple(dict.fromkeys(files)), problems


def _folder(path: Path) -> list[Path]:
    return sorted(file for file in path.rglob("*") if file.suffix in (".yaml", ".yml") and file.is_file())


def check_file(path: Path) -> Sequence[Problem]:
    """All problems of one file, whatever kind of law file it is."""
    try:
        document = read_document(path, name=shown_path(path))
        _checker(document, path)(document, path)
    except BadInput as bad:
        return bad.problems
    return ()


def _checker(document: Document, path: Path) -> Checker:
    """What reads this kind of file, told by its name where that is fixed, else by the keys it has."""
    if path.name == SOURCES.name:
        return _check_sources
    if path.name == HISTORY.name:
        return _check_history
    kind = kind_of(document)
    return _CHECKERS[kind] if kind else _unknown_kind(document)


def _unknown_kind(document: Document) -> NoReturn:
    said = "This is neither a national year, a local scheme, a file of assumptions nor one of governance."
    hint = (
        "A year has `groups` and `indicators`, a scheme `runs` and `changes`, assumptions `kinds`; "
        f"a file of governance begins with {listed(f'`{key}`' for key in FIRST_KEYS)}."
    )
    raise BadInput([Problem(document.name, 1, 1, "L011", said, hint)])


def _check_sources(document: Document, path: Path) -> None:
    _, problems = read(SOURCES_SHAPE, document)
    if problems:
        raise BadInput(problems)


def _check_history(document: Document, path: Path) -> None:
    walk = Walk(document.name)
    value, _ = read(HISTORY_SHAPE, document, walk=walk)
    if value is not None:
        check_history(value, walk, complete=path.resolve() == HISTORY.resolve())
    if walk.problems:
        raise BadInput(walk.problems)
