"""The payment vectors of docs/reference/vectors.md, which is their only copy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fnmatch import fnmatch
from pathlib import Path

import pytest

from builders import practice_year
from openqof.core.national import NationalYear
from openqof.engine.exact import pay_practice
from openqof.engine.inputs import PracticeYear, practice_facts
from openqof.engine.law import law_arrays
from openqof.engine.run import pay
from openqof.files.load import load_year

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "vectors.md"


@dataclass(frozen=True)
class Vector:
    """One row of the page, as written."""

    vector: str
    law: str
    indicators: str
    points_each: str
    achieved: str
    list_size: str
    register: str
    national: str
    decimals: str
    points: str
    pounds: str


def vectors() -> list[Vector]:
    rows = [line.strip("|").split("|") for line in PAGE.read_text().splitlines() if line.startswith("|")]
    return [Vector(*(cell.strip() for cell in row)) for row in rows[2:]]


def number(written: str) -> float:
    """16,000 as 16000 and 2.10% as 0.021."""
    plain = Decimal(written.replace(",", "").rstrip("%"))
    return float(plain / 100 if written.endswith("%") else plain)


def law_of(vector: Vector) -> NationalYear:
    """The year's law with the indicators, points and rounding of the row."""
    law = load_year(vector.law)
    chosen = {name: rule for name, rule in law.indicators.items() if fnmatch(name, vector.indicators)}
    if vector.points_each != "-":
        each = Decimal(vector.points_each)
        chosen = {name: replace(one, points=replace(one.points, value=each)) for name, one in chosen.items()}
    decimals = law.index_decimals if vector.decimals == "-" else int(vector.decimals)
    return replace(law, indicators=chosen, index_decimals=decimals)


def practice_of(vector: Vector, law: NationalYear) -> PracticeYear:
    """One practice as the row has it."""
    average = vector.list_size == "average"
    size = float(law.average_list.value) if average else number(vector.list_size)
    national = 0.01 if vector.national == "average" else number(vector.national)
    register = size * national if vector.register == "average" else number(vector.register)
    achieved = 1000 if vector.achieved == "all" else 1000 * number(vector.achieved)
    keys = law_arrays(law).prevalence_keys
    return practice_year(
        law,
        list_size=size,
        numerator=dict.fromkeys(law.indicators, achieved),
        denominator=dict.fromkeys(law.indicators, 1000),
        register=dict.fromkeys(keys, register),
        national_prevalence=dict.fromkeys(keys, national),
    )


def test_the_page_holds_the_six_vectors() -> None:
    assert len({vector.vector for vector in vectors()}) == len(vectors()) >= 6


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector.vector)
def test_a_vector_comes_out_as_published(vector: Vector) -> None:
    law = law_of(vector)
    inputs = practice_of(vector, law)
    result = pay(law, inputs)
    assert result.points.sum() == pytest.approx(number(vector.points), abs=1e-9)
    if vector.pounds != "-":
        amount = Decimal(vector.pounds.replace(",", "").removeprefix("£"))
        paid = Decimal(int(result.pence.sum())) / 100
        assert paid.quantize(amount) == amount


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector.vector)
def test_the_exact_engine_gives_the_same_lines(vector: Vector) -> None:
    law = law_of(vector)
    inputs = practice_of(vector, law)
    lines = pay_practice(law, practice_facts(inputs, 0))
    assert [line.pence for line in lines] == pay(law, inputs).pence[:, 0].tolist()
