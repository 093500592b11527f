"""What kind of law file a document is, told by its first key, or by the keys it has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from openqof.core.problems import BadInput
from openqof.files.nodes import Document, read_document

YEAR, SCHEME, SUPPOSED = "a national year", "a scheme", "a file of assumptions"
PACK, BODY, MEETING = "a rule pack", "a body", "a meeting"
REGISTER, PATH = "a register of interests", "the path of a scheme"
ACTIONS, DECISIONS, DRAFT = (
    "a register of contract actions",
    "a register of decisions",
    "the draft of a decision",
)
FIRST_KEYS = {
    "pack": PACK,
    "body": BODY,
    "meeting": MEETING,
    "register": REGISTER,
    "path": PATH,
    "decisions_of": DECISIONS,
    "draft": DRAFT,
}
"""The first key of each kind of file of governance."""
_KEYS = {
    YEAR: {"nation", "point_value", "average_list", "aspiration", "groups", "indicators"},
    SCHEME: {"body", "bodies", "base", "runs", "route", "model", "offer", "changes", "because", "unpriced"},
    SUPPOSED: {"kinds", "indicators listed", "hours", "last_points", "falls", "risk", "studies"},
}


def kind_of(document: Document) -> str:
    """The kind its first key says, else the one whose keys it has most of; "" where it has none of any."""
    keys = _top_keys(document)
    if first := _by_first_key(keys):
        return first
    fits, kind = max(
        ((len({*keys} & known), kind) for kind, known in _KEYS.items()), key=lambda each: each[0]
    )
    return kind if fits else ""


def _by_first_key(keys: tuple[str, ...]) -> str:
    """The kind of governance that the first key says; a scheme may begin with its body."""
    kind = FIRST_KEYS.get(next(iter(keys), ""), "")
    if kind == BODY and _KEYS[SCHEME] & {*keys} - {"body"}:
        return ""
    return ACTIONS if kind == REGISTER and "actions" in keys else kind


def kind_of_file(path: Path) -> str:
    """The kind of a file; "" for one that cannot be read as YAML."""
    try:
        return kind_of(read_document(path))
    except BadInput:
        return ""


def _top_keys(document: Document) -> tuple[str, ...]:
    """The keys of the document, in the order written."""
    if not isinstance(document.root, yaml.nodes.MappingNode):
        return ()
    pairs: Sequence[tuple[Any, Any]] = document.root.value
    return tuple(_told(key.value, under) for key, under in pairs if isinstance(key, yaml.nodes.ScalarNode))


def _told(key: str, under: yaml.nodes.Node) -> str:
    """The key, told apart where two kinds of file have it: a year names indicators, assumptions list them."""
    return f"{key} listed" if key == "indicators" and isinstance(under, yaml.nodes.SequenceNode) else key
