"""What is supposed of work and care: shipped, complete for every indicator, and changed by a user's file."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
import yaml

from openqof.core.problems import BadInput
from openqof.core.sources import Basis
from openqof.files.assumptions import SHIPPED
from openqof.files.assumptions_codes import ASSUMPTION_CODES
from openqof.files.assumptions_shape import PARTS, SPREADS, assumptions_schema
from openqof.files.check import check_file
from openqof.files.load import load_year
from openqof.files.shipped import LAW, law_path, year_ids
from openqof.impact.work.assumptions import hours_a_patient, load_assumptions

HEAD = "title: Ours\nsource: openqof\nbasis: recalled\n"
PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "change-assumptions.md"


def own(folder: Path, text: str) -> Path:
    path = folder / "ours.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def problems(folder: Path, text: str) -> list[tuple[int, str]]:
    with pytest.raises(BadInput) as caught:
        load_assumptions(own(folder, text))
    return [(problem.line, problem.code) for problem in caught.value.problems]


@pytest.mark.parametrize("law_id", year_ids())
def test_every_indicator_of_every_year_has_a_kind_of_work(law_id: str) -> None:
    found = load_assumptions()
    assert [name for name in load_year(law_id).indicators if found.kind_of(name) is None] == []


def test_every_kind_but_the_ones_without_patients_says_what_becomes_of_its_record() -> None:
    found = load_assumptions()
    pairs = {(each.kind, each.recorded) for each in found.indicators.values()}
    without = {kind for kind, recorded in pairs if found.fall_of(kind, recorded) is None}
    assert without == {"register", "management"}


def test_registers_in_law_are_registers_here() -> None:
    from openqof.core.national import Protected, Register

    found = load_assumptions()
    for law_id in year_ids():
        for name, rule in load_year(law_id).indicators.items():
            pays = rule.pays.normally if isinstance(rule.pays, Protected) else rule.pays
            assert isinstance(pays, Register) == (found.kind_of(name).id == "register"), name  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("kind", "recorded", "low", "likely", "high"),
    [
        ("advice", "tick-box", "-65.6", "-62.3", "-59.0"),
        ("outcome", "automatic", "-13.6", "-10.7", "-7.8"),
        ("measurement", "automatic", "-13.6", "-12.1", "-10.6"),
    ],
)
def test_three_falls_are_found_and_as_published(
    kind: str, recorded: str, low: str, likely: str, high: str
) -> None:
    change = load_assumptions().fall_of(kind, recorded).change  # type: ignore[union-attr]
    assert (change.low, change.likely, change.high) == (Decimal(low), Decimal(likely), Decimal(high))
    assert (change.provenance.source, change.provenance.basis) == ("nejm-2018-948", Basis.FOUND)


def test_what_was_read_nowhere_cites_this_project_as_recalled() -> None:
    for provenance in load_assumptions().provenances():
        assert (provenance.source == "openqof") == (provenance.basis is Basis.RECALLED)


def test_an_indicator_is_found_by_code_by_its_scottish_form_and_by_pattern() -> None:
    found = load_assumptions()
    assert found.classed("CHD002(S)") == found.classed("CHD002")
    assert found.kind_of("VI999").id == "vaccination"  # type: ignore[union-attr]
    assert found.classed("NEW001") is None


def test_a_users_file_sets_anew_what_it_names_and_leaves_the_rest(tmp_path: Path) -> None:
    text = """
kinds:
  review:
    clinician_minutes: {low: 20, likely: 30, high: 40}
  visit:
    says: Going to the patient's home
    contacts: {low: 1, likely: 1, high: 1}
    clinician_minutes: {low: 30, likely: 40, high: 60}
    administrator_minutes: {low: 0, likely: 0, high: 0}
    hours: {low: 0, likely: 0, high: 0}
    stops: {low: 0, likely: 0, high: 0}
indicators:
  - {kind: visit, recorded: tick-box, codes: [DEM*, DM012]}
risk:
  practice_year: {low: 0, likely: 0, high: 0}
"""
    shipped, found = load_assumptions(), load_assumptions(own(tmp_path, text))
    assert found.kinds["review"].clinician_minutes.likely == 30
    assert found.kinds["review"].contacts == shipped.kinds["review"].contacts
    assert [found.kind_of(name).id for name in ("DEM004", "DM012", "DM013")] == ["visit", "visit", "advice"]  # type: ignore[union-attr]
    assert found.risk["practice_year"].likely == 0
    assert found.risk["area_year"] == shipped.risk["area_year"]
    assert found.kinds["review"].clinician_minutes.provenance.place.endswith("ours.yaml:7")
    assert found.sha256 != shipped.sha256


def test_every_problem_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    text = """kinds:
  advice:
    contacts: {low: 2, likely: 1, high: 3}
  vist:
    stops: {low: 0, likely: 50, high: 101}
indicators:
  - {kind: advise, recorded: tick-box, codes: [DM012, DM012]}
  - {kind: advice, recorded: by hand, codes: [DM013]}
falls:
  - {kind: advice, change: {low: -1, likely: 0, high: 0}, also: [nobody-2020]}
  - {kind: advice, change: {low: -1, likely: 0, high: 0}}
rsik: {}
"""
    assert problems(tmp_path, text) == [
        (6, "A301"), (8, "A304"), (8, "L026"), (10, "A302"), (10, "A303"), (11, "L031"), (13, "L067"),
        (14, "A305"), (15, "L021"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "indicators:\n  - {kind: advice, recorded: tick-box, codes: [DM012]}\n",
        "falls:\n  - {kind: advice, change: {low: -2, likely: -1, high: 0}}\n",
        "risk:\n  pull: {low: 0, likely: 0.5, high: 1}\n",
        "hours:\n  service: {low: 1, likely: 2, high: 3}\n",
    ],
    ids=["indicators", "falls", "risk", "hours"],
)
def test_a_file_with_one_part_alone_is_checked_as_assumptions(tmp_path: Path, text: str) -> None:
    path = own(tmp_path, text)
    assert check_file(path) == ()
    path.write_text(path.read_text(encoding="utf-8") + "nothing: 1\n", encoding="utf-8")
    assert [(problem.code, problem.line) for problem in check_file(path)] == [("L021", 4 + text.count("\n"))]


def test_a_year_is_still_one_by_its_indicators(tmp_path: Path) -> None:
    path = tmp_path / "year.yaml"
    path.write_text("id: qof/2099-00\nindicators:\n  HYP001: {}\n", encoding="utf-8")
    assert any("point_value" in problem.message for problem in check_file(path))


def test_a_file_that_is_not_there_is_a_problem_and_not_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        load_assumptions(tmp_path / "nothing.yaml")


def test_hours_of_a_patient_are_contacts_times_minutes() -> None:
    kind = load_assumptions().kinds["review"]
    assert hours_a_patient(kind).likely == pytest.approx(1 * (15 + 4) / 60)
    assert hours_a_patient(kind).high == pytest.approx(1.5 * (25 + 8) / 60)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_schema_accepts_what_is_shipped_and_is_the_one_written(path: Path) -> None:
    validator = jsonschema.Draft202012Validator(assumptions_schema())
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    assert list(validator.iter_errors(document)) == []
    assert json.loads((LAW / "assumptions.schema.json").read_text()) == assumptions_schema()


def test_what_the_models_ask_for_is_shipped() -> None:
    found = load_assumptions()
    assert set(found.risk) == set(SPREADS)
    assert all(getattr(kind, part) is not None for kind in found.kinds.values() for part in PARTS)


def test_every_code_of_the_reader_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [code for code in ASSUMPTION_CODES if code not in page] == []


@pytest.mark.parametrize(
    ("law", "kind"),
    [("aylesbury-vale/pcds-2015", "a scheme"), ("qof/2015-16", "a national year")],
)
def test_a_law_file_of_another_kind_is_one_problem(law: str, kind: str) -> None:
    with pytest.raises(BadInput) as bad:
        load_assumptions(law_path(law))
    (problem,) = bad.value.problems
    assert problem.code == "L011"
    assert problem.message == f"This is {kind}, not a file of assumptions."
