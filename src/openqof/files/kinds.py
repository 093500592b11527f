"""What kind of law file a document is, told by the keys it has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from openqof.core.problems import BadInput
from openqof.files.nodes import Document, read_document

YEAR, SCHEME, SUPPOSED = "a national year", "a scheme", "a file of assumptions"
_KEYS = {
    YEAR: {"nation", "point_value", "average_list", "aspiration", "groups", "indicators"},
    SCHEME: {"body", "bodies", "base", "runs", "route", "model", "offer", "changes", "because", "unpriced"},
    SUPPOSED: {"kinds", "indicators listed", "hours", "last_points", "falls", "risk", "studies"},
}


def kind_of(document: Document) -> str:
    """The kind whose keys it has most of; "" where it has none of any."""
    keys = _top_keys(document)
    fits, kind = max(((len(keys & known), kind) for kind, known in _KEYS.items()), key=lambda each: each[0])
    return kind if fits else ""


def kind_of_file(path: Path) -> str:
    """The kind of a file; "" for one that cannot be read as YAML."""
    try:
        return kind_of(read_document(path))
    except BadInput:
        return ""


def _top_keys(document: Document) -> set[str]:
    if not isinstance(document.root, yaml.nodes.MappingNode):
        return set()
    pairs: Sequence[tuple[Any, Any]] = document.root.value
    return {_told(key.value, under) for key, under in pairs if isinstance(key, yaml.nodes.ScalarNode)}


def _told(key: str, under: yaml.nodes.Node) -> str:
    """The key, told apart where two kinds of file have it: a year names indicators, assumptions list them."""
    return f"{key} listed" if key == "indicators" and isinstance(under, yaml.nodes.SequenceNode) else key
