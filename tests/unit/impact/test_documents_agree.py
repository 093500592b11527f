"""One run written in every form says the same: page, PDF, workbook, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

import workbook_cells
from assessment_builders import FILES, assessment, bare, demonstration
from openqof.core.money import from_pence
from openqof.impact.assessment import Assessment, Estimate, Pot
from openqof.impact.documents import KINDS, made
from openqof.impact.documents.tables import SHEETS
from openqof.impact.worked import QOF

COMMAND = "openqof price made/up"
MONEY = ("national", "scheme", "guaranteed", "change", "lowest", "highest")
Figures = dict[str, dict[str, Decimal]]


def made_anew(suffix: str, *options: Assessment) -> bytes:
    return made(options or (assessment(practices=6),), suffix, command=COMMAND, files=FILES)


document = cache(made_anew)


def from_csv() -> Figures:
    rows = csv.DictReader(io.StringIO(document(".csv").decode()))
    return {row["practice"]: {key: Decimal(row[key]) for key in MONEY} for row in rows}


def from_json() -> Figures:
    rows = json.loads(document(".json"))["options"][0]["tables"]["practices"]
    return {row["practice"]: {key: Decimal(row[key]) for key in MONEY} for row in rows}


def from_zip() -> Figures:
    with ZipFile(io.BytesIO(document(".zip"))) as archive:
        rows = csv.DictReader(io.StringIO(archive.read("practices.csv").decode()))
        return {row["practice"]: {key: Decimal(row[key]) for key in MONEY} for row in rows}


def from_workbook() -> Figures:
    _, _, heads, *rows = workbook_cells.rows(workbook_cells.cells(document(".xlsx"))["Practices"])
    columns = {cell.value.lower(): letters for letters, cell in heads.items()}
    return {
        row["A"].value: {key: Decimal(row[columns[key]].value).quantize(Decimal("0.01")) for key in MONEY}
        for row in rows
        if row["A"].value != "Total"
    }


def written_money(text: str) -> Decimal:
    return Decimal(re.sub("[£,+]", "", text).replace("\N{MINUS SIGN}", "-"))


def from_page() -> Figures:
    table = re.search(r'<table class="stack every".*?</table>', document(".html").decode(), re.S)
    assert table is not None
    found: Figures = {}
    for row in re.findall(r"<tr role=\"row\"><th role=\"rowheader\".*?</tr>", table[0], re.S):
        code = re.search(r'class="code">([^<]*)<', row)
        if code is not None:
            cell = dict(re.findall(r'<td role="cell" class="n c-([a-z_]*)"[^>]*>([^<]*)</td>', row))
            found[code[1]] = {key: written_money(unescape(cell[key])) for key in MONEY}
    return found


def from_pdf(monkeypatch: pytest.MonkeyPatch) -> Figures:
    table = next(grid for grid in grids(set_in_pdf(monkeypatch)) if grid["look"] == "every")
    return {
        row["code"]: {c["key"]: written_money(c["text"]) for c in row["cells"] if c["key"] in MONEY}
        for row in table["rows"]
        if not row["foot"]
    }


def set_in_pdf(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What Typst was given to set."""
    import typst

    given: list[dict[str, Any]] = []

    def compile_too(source: Path, **how: Any) -> bytes:
        given.append(json.loads((source.parent / "report.json").read_text(encoding="utf-8")))
        return b""

    monkeypatch.setattr(typst, "compile", compile_too)
    made_anew(".pdf")
    return given[0]


def grids(whole: dict[str, Any]) -> list[dict[str, Any]]:
    return [block for section in whole["sections"] for block in section["blocks"] if block["kind"] == "grid"]


def truth() -> Figures:
    lines = assessment(practices=6).pricing.lines
    return {line.practice: {key: getattr(line, key) for key in MONEY} for line in lines}


@pytest.mark.parametrize("read", [from_csv, from_json, from_zip, from_workbook, from_page])
def test_every_form_has_the_same_figures_of_every_practice(read: Any) -> None:
    assert read() == truth()


def test_the_pdf_is_set_from_the_same_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    assert from_pdf(monkeypatch) == truth()


def test_the_same_run_gives_the_same_bytes_in_every_form() -> None:
    for suffix in KINDS:
        assert made_anew(suffix) == document(suffix), suffix


def test_no_clock_is_in_the_files_that_have_a_date() -> None:
    for suffix in (".xlsx", ".zip"):
        with ZipFile(io.BytesIO(document(suffix))) as archive:
            assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    with ZipFile(io.BytesIO(document(".xlsx"))) as archive:
        days = re.findall(r"(\d{4})-\d\d-\d\dT", archive.read("docProps/core.xml").decode())
    assert set(days) == {"1980"}


def test_the_pdf_is_a_tagged_document_with_its_fonts() -> None:
    pdf = document(".pdf")
    assert pdf.startswith(b"%PDF")
    for part in (b"/StructTreeRoot", b"/Lang", b"pdfuaid"):
        assert part in pdf
    fonts, files = (len(re.findall(name, pdf)) for name in (rb"/FontDescriptor\s", rb"/FontFile[23]?\s"))
    assert fonts
    assert files


def test_totals_are_the_sums_of_the_rows() -> None:
    _, _, heads, *rows = workbook_cells.rows(workbook_cells.cells(document(".xlsx"))["Practices"])
    columns = {cell.value: letters for letters, cell in heads.items()}
    *lines, foot = rows
    assert foot["A"].value == "Total"
    for says in ("National", "Scheme", "Change", "Guaranteed", "At risk", "Lowest", "Highest"):
        sums = sum(Decimal(row[columns[says]].value).quantize(Decimal("0.01")) for row in lines)
        assert Decimal(foot[columns[says]].value).quantize(Decimal("0.01")) == sums


def test_parts_add_up_to_the_income_of_their_practice() -> None:
    tables = json.loads(document(".json"))["options"][0]["tables"]
    for row in tables["practices"]:
        parts = [part for part in tables["parts"] if part["practice"] == row["practice"]]
        assert len(parts) == 2
        assert sum(Decimal(part["pounds"]) for part in parts) == Decimal(row["scheme"])


def test_cash_of_all_practices_is_the_sum_of_theirs() -> None:
    cash = json.loads(document(".json"))["options"][0]["tables"]["cash"]
    for way in ("staying", "joining", "so_far"):
        whole = [Decimal(row[way]) for row in cash if row["practice"] == "All practices"]
        each = [Decimal(row[way]) for row in cash if row["practice"] != "All practices"]
        assert len(whole) == 36
        assert sum(each) == sum(whole)


def test_every_sheet_is_there_even_where_nothing_could_be_worked_out() -> None:
    book = workbook_cells.cells(document(".xlsx", bare(demonstration(practices=3))))
    assert tuple(book) == SHEETS
    said = {cell.value for sheet in ("Workload", "Risk", "Cash by month") for cell in book[sheet].values()}
    assert "Nothing to show: the store has nothing for workload." in said


def test_figures_are_numbers_in_the_workbook_and_text_in_json() -> None:
    row = workbook_cells.rows(workbook_cells.cells(document(".xlsx"))["Practices"])[3]
    assert {cell.kind for letters, cell in row.items() if "D" <= letters <= "M"} == {"number"}
    first = json.loads(document(".json"))["options"][0]["tables"]["practices"][0]
    assert isinstance(first["national"], str)


def test_several_options_stand_in_one_table_with_their_number() -> None:
    two = (assessment(practices=3), assessment("aylesbury-vale/pcds-2015", 3))
    rows = list(csv.DictReader(io.StringIO(document(".csv", *two).decode())))
    assert [row["option"] for row in rows] == ["Devon and Cornwall"] * 3 + ["Aylesbury Vale"] * 3
    whole = json.loads(document(".json", *two))
    assert len(whole["options"]) == 2
    for row, each in zip(whole["comparison"]["options"], two, strict=True):
        assert Decimal(row["change"]) == each.pricing.change
        assert int(row["higher"]) == sum(line.change > 0 for line in each.pricing.lines)


def test_the_workbook_sets_options_side_by_side_on_its_first_sheet() -> None:
    two = (assessment(practices=3), assessment("aylesbury-vale/pcds-2015", 3))
    cells = workbook_cells.cells(document(".xlsx", *two))["Summary"]
    said = [cell.value for cell in cells.values()]
    assert said[0].startswith("Two options for the demonstration area")
    heads = next(row for row in workbook_cells.rows(cells) if "Practices lower" in values(row))
    rows = workbook_cells.rows(cells)
    first = rows[rows.index(heads) + 1]
    change = next(letters for letters, cell in heads.items() if cell.value == "Change")
    assert Decimal(first[change].value).quantize(Decimal("0.01")) == two[0].pricing.change
    assert "Devon and Cornwall" in values(first)


def values(row: dict[str, Any]) -> list[str]:
    return [cell.value for cell in row.values()]


def with_level(each: Assessment) -> Assessment:
    """A quarter of the national QOF that stays is sure, as a suspension's level is."""
    first, *others = each.worked.streams
    sure = first.pence // 4
    streams = (replace(first, low=sure, guaranteed=sure, pot=QOF), *others)
    pounds, settled = (from_pence(int(pence.sum())) for pence in (first.pence, sure))
    pots = (Pot(QOF, first.payer, pounds, settled), *each.budget.pots)
    worked = replace(each.worked, streams=streams)
    return replace(each, worked=worked, budget=replace(each.budget, pots=pots))


def test_pay_at_an_earlier_level_is_a_part_of_its_own() -> None:
    each = with_level(assessment(practices=3))
    rows = json.loads(document(".json", each))["options"][0]["tables"]["parts"]
    for place, code in enumerate(each.worked.practices):
        level, stays, _ = [row for row in rows if row["practice"] == code]
        assert (level["part"], level["certainty"]) == (
            "National QOF, paid at the level of 2012/13", "guaranteed"
        )  # fmt: skip
        assert (stays["part"], stays["certainty"], stays["guaranteed"]) == (
            "National QOF that stays", "at risk", "0.00"
        )  # fmt: skip
        assert level["lowest"] == level["highest"] == level["pounds"]
        whole = from_pence(int(each.worked.streams[0].pence[place]))
        assert Decimal(level["pounds"]) + Decimal(stays["pounds"]) == whole


def test_the_pot_of_national_money_says_what_the_scheme_makes_of_it() -> None:
    each = with_level(assessment(practices=3))
    rows = json.loads(document(".json", each))["options"][0]["tables"]["pots"]
    level, stays, local = rows
    assert level["pot"].endswith("paid at the level of 2012/13")
    assert (level["pounds"], stays["guaranteed"]) == (level["guaranteed"], "0.00")
    whole = each.budget.pots[0]
    assert Decimal(level["pounds"]) + Decimal(stays["pounds"]) == whole.pounds
    assert local["pot"] == each.budget.pots[1].name


def test_work_of_the_whole_practice_has_no_patients() -> None:
    each = assessment(practices=3)
    assert each.workload is not None
    first, *rest = each.workload.rows
    none = Estimate(0, 0, 0)
    rows = (replace(first, patients=0.0, contacts=none), *rest)
    found = json.loads(document(".json", replace(each, workload=replace(each.workload, rows=rows))))
    row = found["options"][0]["tables"]["workload"][0]
    assert (row["patients"], row["contacts"]) == (None, None)
    assert Decimal(row["hours"]) == Decimal("220.0")
