"""No formula is made from data, no name is shown to the public, and what cannot be written is one problem."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

import workbook_cells
from assessment_builders import FILES, LEVEL, assessment, demonstration, filled
from openqof.core.problems import BadInput
from openqof.core.spreadsheets import guarded
from openqof.impact.assessment import Assessment
from openqof.impact.documents import KINDS, Audience, made, write

EVIL = ("=1+1", "+44 Surgery", "-2 Mill", "@SUM(A1)", '=HYPERLINK("http://x","y")')


def named(*names: str) -> Assessment:
    pricing = demonstration(practices=len(names))
    lines = (replace(line, name=name) for line, name in zip(pricing.lines, names, strict=True))
    return filled(replace(pricing, lines=tuple(lines)))


def document(suffix: str, each: Assessment, audience: Audience = Audience.COMMISSIONER) -> bytes:
    return made((each,), suffix, command="openqof price x", files=FILES, audience=audience)


@pytest.mark.parametrize("name", [*EVIL, "\ttab", "\rreturn"])
def test_text_that_looks_like_a_formula_is_guarded(name: str) -> None:
    assert guarded(name) == f"'{name}"


@pytest.mark.parametrize("name", ["Mill Surgery", "1st Practice", "", "£5 House"])
def test_other_text_is_left_as_it_is(name: str) -> None:
    assert guarded(name) == name


def test_no_cell_of_the_workbook_is_a_formula_and_names_are_as_given() -> None:
    book = workbook_cells.cells(document(".xlsx", named(*EVIL)))
    every = [cell for sheet in book.values() for cell in sheet.values()]
    assert not any(cell.formula for cell in every)
    assert {*EVIL, LEVEL} <= {cell.value for cell in every if cell.kind == "text"}


def test_names_in_csv_are_guarded_and_amounts_below_nought_are_not() -> None:
    rows = list(csv.DictReader(io.StringIO(document(".csv", named(*EVIL)).decode())))
    assert [row["name"] for row in rows] == [f"'{name}" for name in EVIL]
    assert any(row["change"].startswith("-") for row in rows)


def test_every_table_of_the_zip_is_guarded() -> None:
    with ZipFile(io.BytesIO(document(".zip", named(*EVIL)))) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist()]
    cells = [cell for text in texts for row in csv.reader(io.StringIO(text)) for cell in row]
    strange = [cell for cell in cells if cell.startswith(("=", "@"))]
    assert cells
    assert not strange


def test_names_are_escaped_on_the_page() -> None:
    page = document(".html", named("<script>alert(1)</script>", 'A & "B"')).decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("suffix", [".html", ".csv", ".json"])
def test_the_public_sees_numbers_in_place_of_codes_and_names(suffix: str) -> None:
    each = assessment(practices=6)
    text = document(suffix, each, Audience.PUBLIC).decode()
    people = [(line.practice, line.name) for line in each.pricing.lines]
    people += [(gone.practice, gone.name) for gone in each.pricing.gone]
    for code, name in people:
        assert code not in text
        assert name not in text
    assert "Practice 3" in text


def test_the_public_workbook_has_neither_codes_nor_names() -> None:
    each = assessment(practices=6)
    book = workbook_cells.cells(document(".xlsx", each, Audience.PUBLIC))
    texts = " ".join(cell.value for sheet in book.values() for cell in sheet.values())
    assert not [line for line in each.pricing.lines if line.practice in texts or line.name in texts]


def test_the_public_sees_the_same_figures() -> None:
    each = assessment(practices=6)

    def figures(audience: Audience) -> list[str]:
        rows = json.loads(document(".json", each, audience))["options"][0]["tables"]["practices"]
        return sorted(row["scheme"] for row in rows)

    assert figures(Audience.PUBLIC) == figures(Audience.COMMISSIONER)


def test_numbers_for_the_public_do_not_follow_the_order_of_codes() -> None:
    rows = json.loads(document(".json", assessment(), Audience.PUBLIC))["options"][0]["tables"]["practices"]
    numbers = [int(row["practice"]) for row in rows]
    assert len(set(numbers)) == len(numbers)
    assert numbers != sorted(numbers)


@pytest.mark.parametrize("suffix", KINDS)
def test_each_kind_is_written_by_its_suffix_in_any_case(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"report{suffix.upper()}"
    write((assessment(practices=3),), path, command="openqof price x")
    assert path.read_bytes() == made((assessment(practices=3),), suffix, command="openqof price x")


@pytest.mark.parametrize("name", ["report.docx", "report"])
def test_another_suffix_is_one_problem_with_the_kinds_there_are(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput) as bad:
        write((assessment(practices=3),), tmp_path / name, command="openqof price x")
    (problem,) = bad.value.problems
    assert problem.code == "P281"
    assert ".xlsx" in problem.hint
    assert not (tmp_path / name).exists()


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(BadInput) as bad:
        document(".pdf", assessment(practices=3))
    (problem,) = bad.value.problems
    assert problem.code == "P282"
    assert "openqof[documents]" in problem.hint
