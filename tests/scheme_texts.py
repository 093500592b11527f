"""Scheme documents for the tests of the reader: a small one to which lines are added."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from openqof.core.problems import BadInput, Problem
from openqof.core.scheme import Scheme
from openqof.files.load import load_scheme
from openqof.files.shape import Either, ListOf, MappingOf, Named, Record, Tagged

HEAD = """\
id: test-area/made-2014
title: A scheme made for a test
body: 10Y
base: qof/2014-15
runs: {from: 2014-04-01, to: 2015-03-31}
because: The test wants it.
source: openqof
basis: derived
"""
MEASURES = """\
measures:
  plans: {says: care plans made, kind: count, periods: [Q1, Q2]}
  seen: {says: patients reviewed, kind: share}
  spent: {says: cost of prescribing, kind: pounds}
  agreed: {says: a plan is agreed, kind: yes_no}
"""
PAY = "pay: {{what: a test, by: CCG, pot: test, certainty: {certainty}, when: {when}, amount: {amount}}}"


def written(folder: Path, text: str) -> Path:
    """The text in a file of its own."""
    path = folder / "scheme.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def scheme(folder: Path, *changes: str, head: str = HEAD) -> Scheme:
    """The scheme with these changes, each one line of YAML."""
    return load_scheme(written(folder, text_of(changes, head)))


def text_of(changes: tuple[str, ...], head: str = HEAD) -> str:
    """The document with these changes."""
    return head + "changes:\n" + "".join(f"  - {change}\n" for change in changes)


def paid(amount: str, *, certainty: str = "at risk", when: str = "monthly") -> str:
    """A payment of an amount, as one change."""
    return PAY.format(amount=amount, certainty=certainty, when=when)


def refused(folder: Path, text: str) -> tuple[Problem, ...]:
    """The problems of a document that is refused."""
    with pytest.raises(BadInput) as bad:
        load_scheme(written(folder, text))
    return bad.value.problems


def codes(folder: Path, *changes: str, head: str = HEAD) -> list[str]:
    """The codes of the problems of a scheme with these changes, none where it is accepted."""
    try:
        scheme(folder, *changes, head=head)
    except BadInput as bad:
        return [problem.code for problem in bad.problems]
    return []


def head_for(amount: str) -> str:
    """The document's head with the own measures that an amount goes by, and no others."""
    lines = MEASURES.splitlines(keepends=True)
    used = [
        line for line in lines[1:] if any(f"{mark}{line.split(':')[0].strip()}" in amount for mark in ": {")
    ]
    return HEAD + (lines[0] + "".join(used) if used else "")


def keys_of(shape: Any) -> set[str]:
    """The keys that a shape itself can have, through lists and choices."""
    if isinstance(shape, Named):
        return keys_of(shape.make())
    if isinstance(shape, Record):
        return {*shape.required, *shape.optional}
    if isinstance(shape, Either):
        return {key for each in shape.shapes for key in keys_of(each)}
    if isinstance(shape, ListOf | MappingOf):
        return keys_of(shape.item)
    return set(shape.common) if isinstance(shape, Tagged) else set()
