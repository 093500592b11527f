"""A register of contract actions read whole or refused whole."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from openqof.core.governance.packs import Pack
from openqof.core.governance.records import ActionRegister
from openqof.core.problems import BadInput
from openqof.files.actions_build import build_actions
from openqof.files.actions_check import check_actions
from openqof.files.actions_shape import ACTIONS_SHAPE
from openqof.files.governance import load_packs
from openqof.files.nodes import Document, read_document
from openqof.files.shape import Walk, read
from openqof.files.shipped import shown_path


@cache
def _packs() -> tuple[Pack, ...]:
    return load_packs()


def load_actions(path: str | Path) -> ActionRegister:
    """A register of contract actions; BadInput carries every problem of the file."""
    return actions_in(read_document(Path(path), name=shown_path(Path(path))))


def actions_in(document: Document) -> ActionRegister:
    """The register of a document already composed; BadInput carries every problem."""
    walk = Walk(document.name)
    value, _ = read(ACTIONS_SHAPE, document, walk=walk)
    if value is not None:
        check_actions(value, walk, _packs())
    if value is None or walk.problems:
        raise BadInput(walk.problems)
    return build_actions(value)
