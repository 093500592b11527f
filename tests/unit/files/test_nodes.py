"""Bytes to nodes: whatever is not one plain YAML document is a located problem."""

from __future__ import annotations

from pathlib import Path

import pytest

from openqof.core.problems import BadInput, Problem
from openqof.files.nodes import LARGEST, compose, read_document


def only_problem(text: str) -> Problem:
    with pytest.raises(BadInput) as caught:
        compose(text, name="f.yaml")
    [problem] = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "L006", 1, 1),
        ("# only a comment\n", "L006", 1, 1),
        ("a:\n\tb: 1", "L007", 2, 1),
        ("a: 1\nb: 'x\nc: 2\n", "L007", 2, 4),
        ("a: {b: 1\nc: 2\n", "L007", 1, 4),
        ("a: [1,\nb: 3", "L007", 1, 4),
        ("a: b: c", "L007", 1, 5),
        ("a: @x", "L007", 1, 4),
        ("a: 1\n---\nb: 2", "L007", 2, 1),
        ("%YAML 3.0\n---\na: 1", "L007", 1, 1),
        ("a: !thing 1", "L009", 1, 4),
        ("a: *b", "L008", 1, 4),
        ("a: 1\nb: x\0y", "L005", 2, 5),
        ("a: \x1b[31m", "L005", 1, 4),
    ],
)
def test_each_syntax_slip_is_one_problem_at_its_place(text: str, code: str, line: int, column: int) -> None:
    problem = only_problem(text)
    assert (problem.code, problem.line, problem.column) == (code, line, column)


@pytest.mark.parametrize("text", ["a: R&D", "a: 5 * 3", "a: x & y", "a: wow!", "a: '&b'", "a: b #*c"])
def test_words_with_signs_are_words(text: str) -> None:
    assert compose(text, name="f.yaml").root.value


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "- " * 500_000 + "a",
        "{a: " * 5_000 + "1" + "}" * 5_000,
        "? " * 200_000,
        "".join(" " * depth + "a:\n" for depth in range(1_500)),
    ],
    ids=["brackets", "dashes", "braces", "questions", "indentation"],
)
def test_deep_nesting_is_refused_before_it_is_composed(text: str) -> None:
    assert only_problem(text).code == "L010"


def test_an_alias_bomb_is_refused_unexpanded() -> None:
    layers = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    with pytest.raises(BadInput) as caught:
        compose("\n".join(layers), name="f.yaml")
    assert {problem.code for problem in caught.value.problems} == {"L008"}


def test_a_byte_order_mark_does_not_matter() -> None:
    assert compose("\ufeffa: 1", name="f.yaml").root.value[0][0].value == "a"


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)
    with pytest.raises(BadInput, match=r"2,000 MB"):
        read_document(path)
    assert LARGEST < 10_000_000


@pytest.mark.parametrize(
    "name", ["missing.yaml", "nowhere/missing.yaml", "file.yaml/inside.yaml", "a\0b", "x" * 5000]
)
def test_a_path_that_leads_nowhere_is_a_problem(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.yaml").write_text("a: 1")
    with pytest.raises(BadInput):
        read_document(tmp_path / name)


def test_the_nearest_file_is_suggested(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("a: 1")
    with pytest.raises(BadInput, match=r"Did you mean .*mine\.yaml\?"):
        read_document(tmp_path / "mnie.yaml")
