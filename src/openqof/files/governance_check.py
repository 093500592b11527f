"""What reads each kind of file of governance, for `check`; a reader is loaded only when it is needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from openqof.files.kinds import ACTIONS, BODY, DECISIONS, DRAFT, MEETING, PACK, PATH, REGISTER
from openqof.files.nodes import Document


def _pack(document: Document, path: Path) -> object:
    from openqof.files.governance import read_pack

    return read_pack(document, path)


def _body(document: Document, path: Path) -> object:
    from openqof.files.governance import read_body

    return read_body(document, path)


def _meeting(document: Document, path: Path) -> object:
    from openqof.files.meeting import read_meeting

    return read_meeting(document, path)


def _register(document: Document, path: Path) -> object:
    from openqof.files.register_read import load_register

    return load_register(path)


def _path(document: Document, path: Path) -> object:
    from openqof.files.path import read_path

    return read_path(document, path)


def _actions(document: Document, path: Path) -> object:
    from openqof.files.actions_read import actions_in

    return actions_in(document)


def _decisions(document: Document, path: Path) -> object:
    from openqof.files.decision_read import decisions_in

    return decisions_in(document)


def _draft(document: Document, path: Path) -> object:
    from openqof.files.decision_read import draft_in

    return draft_in(document)


GOVERNED: Mapping[str, Callable[[Document, Path], object]] = {
    PACK: _pack,
    BODY: _body,
    MEETING: _meeting,
    REGISTER: _register,
    PATH: _path,
    ACTIONS: _actions,
    DECISIONS: _decisions,
    DRAFT: _draft,
}
