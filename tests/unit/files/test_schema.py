"""The JSON Schema for editors says what the reader says, as far as a schema can."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from openqof.files.national_shape import year_schema
from openqof.files.shipped import LAW, law_path, year_ids

BAD = Path(__file__).parents[2] / "bad"
WRITTEN = LAW / "national-year.schema.json"


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(year_schema())
    return jsonschema.Draft202012Validator(year_schema())


def document(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def test_the_schema_written_is_up_to_date() -> None:
    assert json.loads(WRITTEN.read_text(encoding="utf-8")) == year_schema(), (
        "run openqof schema year > src/openqof/law/national-year.schema.json"
    )


@pytest.mark.parametrize("law_id", year_ids())
def test_every_year_shipped_fits(law_id: str, validator: jsonschema.Draft202012Validator) -> None:
    assert list(validator.iter_errors(document(law_path(law_id)))) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("    points: 20", "    pionts: 20"),
        ("    points: 20", "    points: twenty"),
        ("    points: 20", "    points: NO"),
        ("    points: 20", "    points: -1"),
        ("    points: 20", "    points:"),
        ("says: The practice keeps a register of everyone with hypertension", "says: NO"),
        ("pays: yes_no", "pays: yesno"),
        ("pays: yes_no", "pays: {slide: {from: 1, to: 2}}"),
        ("year: 2024/25", "year: 2024"),
        ("basis: {points: found, pays: recalled}", "basis: {points: found, pays: sure}"),
        ("aspiration: {share: 0.80", "aspiration: {share: 80"),
        ("nation: England\n", ""),
    ],
)
def test_it_refuses_what_the_reader_refuses(
    right: str, wrong: str, validator: jsonschema.Draft202012Validator
) -> None:
    text = (BAD / "valid.yaml").read_text(encoding="utf-8")
    assert right in text
    assert not list(validator.iter_errors(yaml.safe_load(text)))
    assert list(validator.iter_errors(yaml.safe_load(text.replace(right, wrong, 1))))
