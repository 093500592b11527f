"""The page of problems, written from the codes and from cases that show each one.

A case is a text file: a title, the lines of valid.yaml taken out (`-`) and put in (`+`) or what was done to
the file (`*`), an empty line, and the exact text that `openqof check` answers with.
`make docs` writes the page from the folder of cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from openqof.files.problem_codes import (
    FILE_CODES,
    HISTORY_CODES,
    SHAPE_CODES,
    YEAR_CODES,
    Code,
)

_HEAD = """# Problems and their cures

`openqof check` names every problem of a law file at once: file, line, column, code, what is wrong, and the
nearest right answer. Nothing is read from a file that has one. Each code below has its cause and its cure,
and those of a national year a case: what was changed in a [small valid year](../../tests/bad/valid.yaml), and
the answer, word for word. [Schemes](scheme-problems.md) and [data](data-problems.md) have pages of their own.

<!-- written by `make docs`; change the codes or the cases, not this page -->
"""
_PARTS = {
    "The file": FILE_CODES,
    "Keys and values": SHAPE_CODES,
    "What a year means": YEAR_CODES,
    "The history of indicators": HISTORY_CODES,
}


@dataclass(frozen=True, slots=True)
class Case:
    """One documented breakage: what is done to the valid file, and the answer expected."""

    name: str
    title: str
    change: tuple[str, ...]
    expected: tuple[str, ...]

    @property
    def codes(self) -> frozenset[str]:
        """The codes in the answer."""
        return frozenset(re.findall(r"  ([A-Z]\d{3})  ", "\n".join(self.expected)))

    @property
    def deed(self) -> str:
        """What is done to the whole file, where lines alone do not say it."""
        return next((line[2:] for line in self.change if line.startswith("* ")), "")

    def edit(self, text: str) -> str:
        """The text with the lines replaced; ValueError unless they stand in it exactly once."""
        out = "".join(line[2:] + "\n" for line in self.change if line[:1] == "-")
        into = "".join(line[2:] + "\n" for line in self.change if line[:1] == "+")
        if not out:
            return text
        if text.count(out) != 1:
            raise ValueError(f"{self.name}: the lines to change stand {text.count(out)} times in the file")
        return text.replace(out, into)


def read_cases(folder: Path) -> tuple[Case, ...]:
    """The cases of a folder, by name."""
    return tuple(_read_case(path) for path in sorted(folder.glob("*.txt")))


def _read_case(path: Path) -> Case:
    head, _, answer = path.read_text(encoding="utf-8").partition("\n\n")
    title, *change = head.split("\n")
    return Case(path.stem, title, tuple(change), tuple(answer.strip("\n").split("\n")))


def write_page(cases: tuple[Case, ...]) -> str:
    """The page in Markdown."""
    parts = [_HEAD, *(example(case) for case in cases if not case.name.startswith("L"))]
    for title, codes in _PARTS.items():
        parts.append(f"## {title}\n")
        parts += [
            entry(name, code, [case for case in cases if case.name.split("-")[0] == name])
            for name, code in codes.items()
        ]
    return "\n".join(parts)


def entry(name: str, code: Code, cases: Iterable[Case]) -> str:
    """The part of a page on one code: its cause, its cure and the cases that show it."""
    text = f"### {name} {code.name}\n\n{code.cause} **Cure:** {code.cure}\n"
    return text + "".join(f"\n{example(case)}" for case in cases)


def example(case: Case) -> str:
    """One case: what was changed, and the answer."""
    change = "\n".join(case.change)
    answer = "\n".join(case.expected)
    return f"{case.title}:\n\n```diff\n{change}\n```\n\n```text\n{answer}\n```\n"
