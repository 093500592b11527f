"""YAML's syntax errors in plain words, with the place where the mistake was made."""

from __future__ import annotations

from typing import Any

import yaml

from openqof.core.problems import Problem

_BY_CONTEXT = {
    "while scanning a quoted scalar": (
        "The quotation mark opened here is never closed.",
        "Close it, or double it if it is an apostrophe.",
    ),
    "while parsing a flow mapping": (
        "The bracket `{` opened here is not closed, or a comma is missing in it.",
        "Check the commas and the closing `}`.",
    ),
    "while parsing a flow sequence": (
        "The bracket `[` opened here is not closed, or a comma is missing in it.",
        "Check the commas and the closing `]`.",
    ),
}
_BY_PROBLEM = {
    "found character that cannot start any token": (
        "A value cannot start with this character.",
        "If it is a tab, use spaces; if it begins words, quote them.",
    ),
    "mapping values are not allowed": (
        "A colon stands where no key can be.",
        "Check the indentation; quote words that contain a colon and a space.",
    ),
    "block sequence entries are not allowed": (
        "A dash stands where no list can begin.",
        "Start the list on a line of its own, or quote words that begin with a dash.",
    ),
    "did not find expected key": (
        "The text here is neither a key nor a value.",
        "Check the indentation of this line and the quotation marks and brackets on the line before.",
    ),
    "did not find expected '-' indicator": ("A list goes over into keys here.", "Check the indentation."),
    "could not find expected ':'": ("A key has no colon after it.", "Write `key: value`."),
    "found unknown escape character": (
        "This backslash in double quotes starts nothing known.",
        "Use single quotes.",
    ),
    "but found another document": ("A second document starts here (`---`).", "One file holds one document."),
    "found undefined alias": ("`*` begins an undefined alias.", "Quote words that begin with `*`."),
}


def explain_syntax(error: yaml.YAMLError, *, name: str, lines: int) -> Problem:
    """The problem a syntax error is: at the opening quote or bracket where that is what went wrong."""
    problem, context = str(getattr(error, "problem", "") or ""), str(getattr(error, "context", "") or "")
    mark = getattr(error, "problem_mark", None)
    if context in _BY_CONTEXT and "escape" not in problem:
        message, hint = _BY_CONTEXT[context]
        mark = getattr(error, "context_mark", None) or mark
    else:
        message, hint = _plain(problem)
    line, column = _place(mark, lines)
    return Problem(name, line, column, "L007", message, hint)


def _plain(problem: str) -> tuple[str, str]:
    for start, words in _BY_PROBLEM.items():
        if problem.startswith(start):
            return words
    said = f" ({problem})" if problem else ""
    return f"This is not YAML{said}.", "Check indentation, quotation marks and brackets near this line."


def _place(mark: Any, lines: int) -> tuple[int, int]:
    if mark is None:
        return 1, 1
    if mark.line >= lines:
        return lines, 1
    return mark.line + 1, mark.column + 1
