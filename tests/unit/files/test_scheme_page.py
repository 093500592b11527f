"""The page on scheme files names every key, change and term there is, and its examples are lawful."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from openqof.files.check import check_file
from openqof.files.scheme_changes_shape import CHANGES
from openqof.files.scheme_parameters import PARAMETERS
from openqof.files.scheme_shape import MEASURE, SCHEME
from openqof.files.scheme_terms_shape import TERM_FORMS
from openqof.files.scheme_totals import CHECKED_HERE, CHECKED_WHEN_PRICED
from openqof.files.shape import Shape
from scheme_texts import HEAD, codes, head_for, keys_of, paid, text_of, written

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "scheme-file.md").read_text(encoding="utf-8")
PARTS = {part.split("\n", 1)[0]: part for part in PAGE.split("\n## ")[1:]}
ROW = re.compile(r"^\| `(\w+)` \|.*\| `(.+)` \|$", re.M)
AROUND = (
    "require: {of: practice, what: a diary, id: diary}",
    "pool: {id: winter, from: [{by: CCG, pounds: 9}]}",
)


def examples(part: str) -> dict[str, str]:
    return dict(ROW.findall(PARTS[part]))


def missing(part: str, shapes: Mapping[str, Shape]) -> set[str]:
    """Keys that the part does not name."""
    return {
        key
        for shape in shapes.values()
        for key in keys_of(shape)
        if not re.search(rf"\b{key}\b", PARTS[part])
    }


def test_the_page_has_every_key_change_term_and_assertion() -> None:
    assert set(examples("Changes")) == set(CHANGES)
    assert set(examples("Pay terms")) == set(TERM_FORMS)
    assert missing("Changes", CHANGES) == missing("Pay terms", TERM_FORMS) == set()
    assert missing("Measures", {"": MEASURE}) <= {"source", "basis"}
    assert missing("Parameters", {"": PARAMETERS}) <= {"source", "basis"}
    rows = set(re.findall(r"`(\w+)", PARTS["What a document asserts"]))
    assert {*CHECKED_HERE, *CHECKED_WHEN_PRICED} <= rows
    rest = {**SCHEME.required, **SCHEME.optional}
    assert missing("The document", {"": SCHEME}) == set()
    skipped = ("parameters", "measures", "changes", "asserts")
    assert missing("The document", {key: shape for key, shape in rest.items() if key not in skipped}) == set()


@pytest.mark.parametrize("change", examples("Changes"))
def test_the_example_of_a_change_is_lawful(change: str, tmp_path: Path) -> None:
    example = examples("Changes")[change]
    assert example.startswith(f"{change}: ")
    assert codes(tmp_path, *AROUND, example, head=head_for(example)) == []


@pytest.mark.parametrize("term", examples("Pay terms"))
def test_the_example_of_a_term_is_lawful_and_has_every_key(term: str, tmp_path: Path) -> None:
    example = examples("Pay terms")[term]
    assert example.startswith(f"{{{term}: ")
    assert codes(tmp_path, *AROUND, paid(example), head=head_for(example)) == []
    assert {key for key in keys_of(TERM_FORMS[term]) if not re.search(rf"\b{key}\b", example)} == set()


def test_the_longer_examples_are_lawful_where_they_are_used(tmp_path: Path) -> None:
    parameters, measures = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
    used = (
        "keep: {indicators: {parameter: kept}}",
        paid("{slide: {measure: CRM01A, from: 40, to: 80, pays: {fixed: {parameter: target}}}}"),
        paid("{item: {measure: plans, pounds: 1}}"),
    )
    assert check_file(written(tmp_path, text_of(used, HEAD + parameters + measures))) == ()
