"""Trees of a lawful file, broken in one place at a time, for the fuzzers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml


class Plain(yaml.CSafeDumper):  # type: ignore[misc]
    """A writer that writes out what stands in two places twice, since law files have no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def in_words(thing: Any) -> Any:
    """A tree as JSON has it: keys and days as words."""
    if isinstance(thing, dict):
        return {str(key): in_words(value) for key, value in thing.items()}
    if isinstance(thing, list):
        return [in_words(each) for each in thing]
    return str(thing) if isinstance(thing, date) else thing


def spots(tree: Any, trail: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The trail of keys and numbers to every part of a tree."""
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in inside:
        yield (*trail, key)
        yield from spots(value, (*trail, key))


def at(tree: Any, trail: tuple[Any, ...]) -> Any:
    for key in trail:
        tree = tree[key]
    return tree


def changed(tree: Any, trail: tuple[Any, ...], deed: str, value: Any) -> Any:
    """The tree with one part deleted, renamed, written again or replaced; parts are copied on the way."""
    key, rest = trail[0], trail[1:]
    copy = dict(tree) if isinstance(tree, dict) else list(tree)
    if rest:
        copy[key] = changed(copy[key], rest, deed, value)
    elif deed == "delete":
        del copy[key]
    elif deed == "rename" and isinstance(copy, dict):
        copy = {(str(value) if each == key else each): under for each, under in copy.items()}
    elif deed == "again" and isinstance(copy, list):
        copy.append(copy[key])
    else:
        copy[key] = value
    return copy
