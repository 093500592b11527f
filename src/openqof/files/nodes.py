"""From a file on disk to YAML nodes that know their line and column; everything wrong becomes a Problem.

`read_document(path)` gives a `Document` or raises `BadInput`.  The loader is libyaml's base loader: every
scalar stays the text that was written, so that `NO`, `010` and `1e3` can be reported, not reinterpreted.
"""

from __future__ import annotations

import re
import stat
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import yaml

from openqof.core.problems import BadInput, Problem
from openqof.files.syntax import explain_syntax

Node = yaml.nodes.Node
LARGEST = 5_000_000
DEEPEST = 40

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_MARKED = re.compile(r"(?:^|[\s\[{,:-])[&*!]\S", re.MULTILINE)
_INDENTED = re.compile(r"^[ \-?:]{50,}", re.MULTILINE)
_BRACKETS = re.compile(r"[\[\]{}]")
_OPENS = (yaml.events.MappingStartEvent, yaml.events.SequenceStartEvent)
_CLOSES = (yaml.events.MappingEndEvent, yaml.events.SequenceEndEvent)


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file: the name problems call it by, its top node, how many lines it has."""

    name: str
    root: Node
    lines: int


def read_document(path: Path, *, name: str = "") -> Document:
    """Read and compose one file; `name` is what problems call it [default: the path as given]."""
    name = name or str(path)
    return compose(_text(_bytes(path, name), name), name=name)


def compose(text: str, *, name: str) -> Document:
    """Compose YAML text to nodes; raises BadInput for anything that is not one plain YAML document."""
    text = text.removeprefix("\ufeff")
    lines = max(1, len(text.splitlines()))
    _refuse_controls(text, name)
    _refuse_depth(text, name)
    _refuse_marks(text, name)
    try:
        root = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        raise BadInput([explain_syntax(error, name=name, lines=lines)]) from error
    if root is None:
        _refuse(name, "L006", "The file is empty.", "Copy one that openqof check accepts.", at=(1, 1))
    return Document(name, root, lines)


def _refuse(name: str, code: str, message: str, hint: str, *, at: tuple[int, int] = (0, 0)) -> NoReturn:
    raise BadInput([Problem(name, *at, code, message, hint)])


def _bytes(path: Path, name: str) -> bytes:
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            _refuse(name, "L002", "This is a folder, not a file.", "Name a file in it.")
        if not stat.S_ISREG(found.st_mode):
            _refuse(name, "L002", "This is not an ordinary file.", "Name a YAML file.")
        if found.st_size > LARGEST:
            size = f"{found.st_size / 1e6:,.0f} MB"
            _refuse(name, "L003", f"The file is {size}; a law file is under 5 MB.", "Is it a law file?")
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        _refuse(name, "L001", "There is no such file.", _neighbour(path))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        _refuse(name, "L002", f"The file cannot be read: {reason}.", "Check its name and permissions.")


def _neighbour(path: Path) -> str:
    from difflib import get_close_matches

    try:
        beside = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return f"Nor is there a folder {path.parent}."
    near = get_close_matches(path.name, beside, n=1, cutoff=0.7)
    return f"Did you mean {path.parent / near[0]}?" if near else "Check the name."


def _text(raw: bytes, name: str) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        _refuse(name, "L004", "The file is saved as UTF-16.", "Save it as UTF-8.", at=(1, 1))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        message = f"Byte 0x{raw[error.start]:02x} is not UTF-8."
        _refuse(name, "L004", message, "Save the file as UTF-8.", at=(line, column))


def _refuse_controls(text: str, name: str) -> None:
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    problems = []
    for found in _CONTROL.finditer(text):
        line = bisect_right(starts, found.start())
        at = (line, found.start() - starts[line - 1] + 1)
        message = f"There is an invisible character here (U+{ord(found.group()):04X})."
        problems.append(Problem(name, *at, "L005", message, "Delete it."))
    if problems:
        raise BadInput(problems[:20])


def _refuse_depth(text: str, name: str) -> None:
    """Refuse what is nested too deep before the composer, which recurses, sees it."""
    depth = deepest = 0
    for bracket in _BRACKETS.findall(text):
        depth = max(0, depth + (1 if bracket in "[{" else -1))
        deepest = max(deepest, depth)
    if deepest < DEEPEST and not _INDENTED.search(text):
        return
    depth = 0
    for event in _quietly(yaml.parse(text, Loader=yaml.CBaseLoader)):
        depth += isinstance(event, _OPENS) - isinstance(event, _CLOSES)
        if depth > DEEPEST:
            at = (event.start_mark.line + 1, event.start_mark.column + 1)
            _refuse(
                name, "L010", f"Lists and keys are nested more than {DEEPEST} deep.", "Flatten them.", at=at
            )


def _refuse_marks(text: str, name: str) -> None:
    """Refuse anchors, aliases and tags: a law file says each thing where it stands, and holds no objects."""
    if not _MARKED.search(text):
        return
    problems = []
    for token in _quietly(yaml.scan(text, Loader=yaml.CBaseLoader)):
        at = (token.start_mark.line + 1, token.start_mark.column + 1)
        if isinstance(token, (yaml.tokens.AnchorToken, yaml.tokens.AliasToken)):
            sign = "&" if isinstance(token, yaml.tokens.AnchorToken) else "*"
            said = f"`{sign}{token.value}` is a YAML shorthand, which law files do not use."
            problems.append(Problem(name, *at, "L008", said, "Write the value out, or quote words."))
        elif isinstance(token, yaml.tokens.TagToken):
            said = "A YAML tag (`!…`) stands here, which law files do not use."
            problems.append(Problem(name, *at, "L009", said, "Delete it, or quote words."))
    if problems:
        raise BadInput(problems[:20])


def _quietly(tokens: Iterator[Any]) -> Iterator[Any]:
    """Tokens or events up to the first syntax error, which composing will report."""
    try:
        yield from tokens
    except yaml.YAMLError:
        return
