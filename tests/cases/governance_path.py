"""Answers the governance cases on the path of a scheme."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from openqof.core.governance.packs import Pack
from openqof.core.governance.verdicts import Verdict
from openqof.files.governance import load_packs
from openqof.files.nodes import Document
from openqof.files.path import read_path
from openqof.governance.gates import Asked, Gated, gates

FILE = Path(__file__).parent / "governance" / "path.yaml"
Case = Mapping[str, Any]


class Plain(yaml.SafeLoader):
    """YAML in which the key `on` is a word, as it is for the readers of this project."""


Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if first not in "oO" or not tag.endswith(":bool")]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def packs() -> tuple[Pack, ...]:
    return load_packs()


def cases() -> list[Case]:
    """Every case, its path kept as the node that stands in the file."""
    text = FILE.read_text(encoding="utf-8")
    plain = yaml.load(text, Loader=Plain)
    nodes = yaml.compose(text, Loader=yaml.CBaseLoader).value
    return [{**case, "node": _part(node, "path")} for case, node in zip(plain, nodes, strict=True)]


def _part(node: Any, key: str) -> Any:
    return next(value for name, value in node.value if name.value == key)


def gated(case: Case) -> Mapping[str, Gated]:
    """How the scheme of a case stands with each of its bodies."""
    found = read_path(Document(case["name"], case["node"], 1), FILE)
    asked = [Asked(body, found.stated[body.code]) for body in found.bodies]
    return gates(found.id, found.route, asked, found.events, packs(), found.on, ballot=found.ballot)


def answer(case: Case) -> Verdict:
    """The verdict for the first body of a case."""
    return next(iter(gated(case).values())).verdict


ANSWERS = {"path": answer}
