"""Assumptions of a run: the user's own file kept with it, all of them bound by their sha256."""

from __future__ import annotations

from pathlib import Path

from openqof.core.assumptions import Assumptions
from openqof.core.problems import BadInput, Problem
from openqof.files.assumptions import load_assumptions

ASSUMPTIONS = "assumptions.yaml"
"""What the user's own file is called in the folder."""


def own_file(supposed: Assumptions | None) -> dict[str, bytes]:
    """The user's own file by its name in the folder; nothing where only the shipped ones were used."""
    if supposed is None or not supposed.own:
        return {}
    return {ASSUMPTIONS: Path(supposed.own).read_bytes()}


def bound_supposed(supposed: Assumptions | None) -> dict[str, str]:
    """What the manifest binds: the sha256 of shipped and own assumptions together."""
    return {} if supposed is None else {"sha256": supposed.sha256}


def supposed_moved(folder: Path, sha: str, own: Path | None) -> tuple[Problem, ...]:
    """A problem where the assumptions, the own file laid over those shipped, are not the ones of the run."""
    if not sha:
        return ()
    try:
        now = load_assumptions(own).sha256
    except BadInput as bad:
        return bad.problems
    if now == sha:
        return ()
    said = "the assumptions of work and chance in the library are not those of the run."
    hint = "Check it with the version of OpenQOF that made it."
    return (Problem(str(folder), 0, 0, "P297", said, hint),)
