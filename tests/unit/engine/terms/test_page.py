"""The page of pay terms has every term, and the figures of the cases it points at."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from cases.formulas import FOLDER, read_case
from openqof.files.scheme_terms_shape import TERM_FORMS

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "pay-terms.md"
SECTIONS = {
    part.partition("\n")[0].strip(): " ".join(part.split())
    for part in re.split(r"^### ", PAGE.read_text(encoding="utf-8"), flags=re.M)[1:]
}
EXAMPLES = [
    (name, file, figure)
    for name, text in SECTIONS.items()
    for file, rest in re.findall(r"formulas/(F[\w-]+)\.yaml\)([^\[]*)", text)
    for figure in re.findall(r"\*\*£([\d,.]+)\*\*", rest)
]


def test_every_term_has_a_section() -> None:
    assert sorted(SECTIONS) == sorted(TERM_FORMS)


@pytest.mark.parametrize(("term", "file", "figure"), EXAMPLES)
def test_the_figure_is_the_case_s(term: str, file: str, figure: str) -> None:
    case = read_case(FOLDER / f"{file}.yaml")
    answers = {*case.pays.values(), *case.most.values()}
    assert Decimal(figure.replace(",", "")) in answers


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 18
