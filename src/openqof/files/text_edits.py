"""Changes to the text of a YAML document that leave everything else, comments too, as it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from openqof.files.nodes import Node


@dataclass(slots=True)
class Edits:
    """Replacements by place in a text; made together, last first, so that places stay true."""

    text: str
    _made: list[tuple[int, int, str]] = field(default_factory=list)

    def replace(self, node: Node, words: str) -> None:
        """Write other words where a node stands."""
        self._made.append((node.start_mark.index, self.end_of(node), words))

    def replace_pair(self, key: Node, value: Node, words: str) -> None:
        """Write other words in place of a key and its value."""
        self._made.append((key.start_mark.index, self.end_of(value), words))

    def drop(self, key: Node, value: Node) -> None:
        """Take out a key on lines of its own, its value, and the comment lines that stand right above it."""
        start = self._with_comments(self.text.rfind("\n", 0, key.start_mark.index) + 1)
        stop = self.text.find("\n", self.end_of(value))
        self._made.append((start, len(self.text) if stop < 0 else stop + 1, ""))

    def insert_after(self, node: Node, words: str) -> None:
        """Write whole lines after the line that a node ends on."""
        stop = self.text.find("\n", self.end_of(node))
        place, lead = (len(self.text), "\n") if stop < 0 else (stop + 1, "")
        self._made.append((place, place, lead + words))

    def end_of(self, node: Node) -> int:
        """Where a node's own text ends: of lists and keys on lines, where the last thing in them does."""
        inside = list(_inside(node))
        if inside and not in_brackets(node):
            return self.end_of(inside[-1])
        stop: int = node.end_mark.index
        if isinstance(node, yaml.nodes.ScalarNode) and node.style in ("|", ">"):
            return len(self.text[:stop].rstrip())
        return stop

    def _with_comments(self, start: int) -> int:
        """The start of the comment lines right above a line; the line itself where there are none."""
        while start:
            above = self.text.rfind("\n", 0, start - 1) + 1
            if not self.text[above:start].lstrip().startswith("#"):
                break
            start = above
        return start

    def done(self) -> str:
        """The text with every edit made, and no more than one blank line where lines went."""
        text = self.text
        for start, stop, words in sorted(self._made, reverse=True):
            text = text[:start] + words + text[stop:]
        while "\n\n\n" in text:
            text = text.replace("\n\n\n", "\n\n")
        return text.rstrip("\n") + "\n"


def in_brackets(node: Node) -> bool:
    """Whether a list or mapping is written in brackets, on a line, rather than on lines of its own."""
    return isinstance(node, yaml.nodes.CollectionNode) and bool(node.flow_style)


def _inside(node: Node) -> Iterator[Node]:
    for each in node.value if isinstance(node, yaml.nodes.CollectionNode) else ():
        yield from each if isinstance(each, tuple) else (each,)


def pairs(node: Node | None) -> dict[str, tuple[Node, Node]]:
    """The keys of a mapping, each with the nodes of key and value; nothing for other nodes."""
    if not isinstance(node, yaml.nodes.MappingNode):
        return {}
    found: Iterable[tuple[Any, Node]] = node.value
    return {key.value: (key, value) for key, value in found if isinstance(key, yaml.nodes.ScalarNode)}


def scalars(node: Node) -> Iterator[Any]:
    """Every scalar below a node, keys too."""
    if isinstance(node, yaml.nodes.ScalarNode):
        yield node
    for each in _inside(node):
        yield from scalars(each)
