"""A year read whole: the frozen law it becomes, and where each value of it stands."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path

import pytest

from openqof.core.national import BetterOf, Improvement, Protected, Register, Sliding, YesNo
from openqof.core.problems import BadInput
from openqof.core.sources import Basis
from openqof.core.years import FinancialYear
from openqof.files.check import check_paths
from openqof.files.load import load_year
from openqof.files.shipped import LAW, law_path, year_ids
from openqof.files.sources import sources

VALID = Path(__file__).parents[2] / "bad" / "valid.yaml"


@pytest.mark.parametrize("law_id", year_ids())
def test_every_year_shipped_is_read(law_id: str) -> None:
    law = load_year(law_id)
    assert law.id == law_id
    assert law.points == law.asserts["points"]
    assert len(law.indicators) == law.asserts["indicators"]
    assert len(law.sha256) == 64


def test_no_file_shipped_has_a_problem() -> None:
    files, problems = check_paths()
    assert set(files) == set(LAW.rglob("*.yaml"))
    assert problems == ()


def test_every_way_of_paying_is_read() -> None:
    pays = {code: indicator.pays for code, indicator in load_year(VALID).indicators.items()}
    assert pays["HYP001"] == Register()
    assert pays["PC002"] == YesNo()
    assert pays["HYP006"] == Sliding(Decimal(45), Decimal(80))
    assert pays["VI001"] == Sliding(Decimal(90), Decimal(95), Decimal(3))
    assert pays["VI002"] == BetterOf(Sliding(Decimal(86), Decimal(96)), Improvement(2, Decimal(5), None))
    assert pays["HF001"] == Protected(FinancialYear(2023), Register())


def test_what_weights_an_indicator_is_settled_on_reading() -> None:
    law = load_year(VALID)
    weights = {code: (each.prevalence, each.population) for code, each in law.indicators.items()}
    assert weights["HYP006"] == ("HYP", None)
    assert weights["HF003"] == ("HFLVSD", None)
    assert weights["SMOK004"] == (None, None)
    assert weights["CS005"] == (None, "CS")
    assert weights["VI001"] == (None, None)


def test_each_value_knows_where_it_stands() -> None:
    law = load_year("qof/2015-16")
    text = law_path("qof/2015-16").read_text(encoding="utf-8").split("\n")
    indicator = law.indicators["HYP006"]
    file, _, line = indicator.points.provenance.place.partition(":")
    assert file == "national/2015-16.yaml"
    assert text[int(line) - 1].strip() == "points: 20"
    assert indicator.points.provenance.basis is Basis.FOUND
    _, _, line = indicator.pays_provenance.place.partition(":")
    assert text[int(line) - 1].strip().startswith("pays: {sliding: {from: 45, to: 80}}")
    assert indicator.pays_provenance.basis is Basis.RECALLED
    assert {provenance.source for provenance in law.provenances()} <= set(sources())


def test_the_law_cannot_be_altered() -> None:
    law = load_year(VALID)
    with pytest.raises(dataclasses.FrozenInstanceError):
        law.title = "mine"  # type: ignore[misc]
    with pytest.raises(TypeError):
        law.indicators["HYP006"] = law.indicators["HYP001"]  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError):
        law.indicators["HYP006"].points.value = Decimal(1)  # type: ignore[misc]
    with pytest.raises(TypeError):
        law.arrangements[0].terms["at"] = "2010/11"  # type: ignore[index]


def test_a_file_not_shipped_is_cited_by_its_path() -> None:
    law = load_year(VALID)
    assert law.file == str(VALID)
    assert law.point_value.provenance.place == f"{VALID}:7"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("qof/2015-61", "Did you mean qof/2015-16?"),
        ("qof-scotland/2016-17", "qof-scotland/2013-14 to qof-scotland/2015-16."),
        ("2012/13", "National law runs from qof/2013-14 to qof/2026-27"),
        ("banana", "Write a year as 2015/16"),
        ("xyz", "`openqof show` lists all"),
    ],
)
def test_an_id_that_is_not_there_gives_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(BadInput) as caught:
        load_year(name)
    assert caught.value.problems[0].code == "L013"
    assert hint in caught.value.problems[0].hint


def test_a_year_in_a_file_of_another_name_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openqof.files.load.LAW", tmp_path)
    path = tmp_path / "2019-20.yaml"
    path.write_text(VALID.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(BadInput, match=r"the file is named 2019-20\.yaml\. Name it 2024-25\.yaml"):
        load_year(path)


def test_a_folder_that_is_not_there_is_said_once() -> None:
    _, bad = check_paths([VALID.parent / "no-such-folder", VALID])
    assert [problem.code for problem in bad] == ["L001"]
