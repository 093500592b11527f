"""Every problem of every law file named, or of all law shipped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from openqof.core.problems import BadInput, Problem
from openqof.files.assumptions import check_assumptions
from openqof.files.load import read_scheme_document, read_year
from openqof.files.national_history import check_history
from openqof.files.national_shape import HISTORY as HISTORY_SHAPE
from openqof.files.national_shape import SOURCES as SOURCES_SHAPE
from openqof.files.nodes import Document, read_document
from openqof.files.shape import Walk, read
from openqof.files.shipped import HISTORY, SOURCES, shipped_files, shown_path

_OF_A_YEAR = {"nation", "point_value", "average_list", "aspiration", "groups", "indicators"}
_OF_A_SCHEME = {"body", "bodies", "base", "runs", "route", "model", "offer", "changes", "because", "unpriced"}
_OF_ASSUMPTIONS = {"kinds", "hours", "last_points", "falls", "risk", "studies"}

Checker = Callable[[Document, Path], object]


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


def is_scheme(path: Path) -> bool:
    """Whether a law file is a local scheme, by its keys; False for one that cannot be read."""
    try:
        document = read_document(path, name=shown_path(path))
        return _checker(document, path) is read_scheme_document
    except BadInput:
        return False


def _checker(document: Document, path: Path) -> Checker:
    """What reads this kind of file, told by its name where that is fixed, else by the keys it has."""
    if path.name == SOURCES.name:
        return _check_sources
    if path.name == HISTORY.name:
        return _check_history
    keys = _top_keys(document)
    readers: tuple[tuple[Checker, set[str]], ...] = (
        (read_year, _OF_A_YEAR),
        (read_scheme_document, _OF_A_SCHEME),
        (check_assumptions, _OF_ASSUMPTIONS),
    )
    fits, reader = max(((len(keys & known), reader) for reader, known in readers), key=lambda each: each[0])
    if not fits:
        _unknown_kind(document)
    return reader


def _top_keys(document: Document) -> set[str]:
    if not isinstance(document.root, yaml.nodes.MappingNode):
        return set()
    pairs: Sequence[tuple[Any, Any]] = document.root.value
    return {key.value for key, _ in pairs if isinstance(key, yaml.nodes.ScalarNode)}


def _unknown_kind(document: Document) -> None:
    said = "This is neither a national year, a local scheme nor a file of assumptions."
    hint = "A year has `groups` and `indicators`, a scheme `runs` and `changes`, assumptions `kinds`."
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
