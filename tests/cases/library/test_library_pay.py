"""Runs the cases of pay.yaml: the shipped documents, one practice at a time, in arrays and in fractions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from openqof.core.changes import Pay
from openqof.core.scheme import Scheme
from openqof.core.terms import Reading
from openqof.core.years import FinancialYear
from openqof.engine.law import FloatArray
from openqof.engine.terms import exact_worth, term_pence
from openqof.engine.terms.facts import Counts, Facts, Results
from openqof.files.load import load_scheme

CASES = yaml.safe_load(Path(__file__).with_name("pay.yaml").read_text(encoding="utf-8"))


def column(practices: list[dict[str, Any]], key: str, default: float) -> FloatArray:
    return np.array([float(each.get(key, default)) for each in practices])


def year_of(scheme: Scheme) -> FinancialYear:
    return FinancialYear.of(scheme.runs.first)


def no_results(year: FinancialYear, size: int) -> Results:
    none = np.zeros(size)
    return Results(year, (), 0.0, none, np.zeros((0, size)), np.zeros((0, size)), none, none)


def keys(practices: list[dict[str, Any]], part: str) -> list[str]:
    return sorted({key for each in practices for key in each.get(part, {})})


def values(practices: list[dict[str, Any]], part: str, key: str) -> FloatArray:
    return np.array([float(each.get(part, {}).get(key, np.nan)) for each in practices])


def income(practices: list[dict[str, Any]]) -> dict[tuple[str, FinancialYear, Reading], FloatArray]:
    named = {key: key.split() for key in keys(practices, "income")}
    return {
        (line, FinancialYear.parse(year), Reading.CASH): values(practices, "income", key)
        for key, (line, year) in named.items()
    }


def measures(scheme: Scheme, practices: list[dict[str, Any]]) -> dict[tuple[str, str], Counts]:
    found = {}
    for key in keys(practices, "measures"):
        name, _, period = key.partition(" ")
        figures, kind = values(practices, "measures", key), scheme.measures[name].kind
        found[name, period] = Counts(figures, np.full(len(practices), 100.0), kind=kind)
    return found


def facts_of(scheme: Scheme, case: dict[str, Any]) -> Facts:
    practices = [case["practice"], *case.get("others", [])]
    size = len(practices)
    unmet = {name for each in practices for name in each.get("unmet", [])}
    return Facts(
        practices=tuple(f"D{n:05}" for n in range(size)),
        joined=np.array([each.get("joined", True) for each in practices]),
        networks=("DN1",) * size,
        contracts=tuple(each.get("contract", "GMS") for each in practices),
        list_size=column(practices, "list", 10_000),
        weighted_list=column(practices, "weighted list", 10_000),
        national=np.zeros(size),
        now=no_results(year_of(scheme), size),
        income=income(practices),
        measures=measures(scheme, practices),
        pools={name: float(pounds) for name, pounds in case.get("pools", {}).items()},
        met={name: np.array([name not in each.get("unmet", []) for each in practices]) for name in unmet},
    )


def payment(scheme: Scheme, name: str) -> Pay:
    (found,) = [c.terms for c in scheme.changes if isinstance(c.terms, Pay) and c.terms.id == name]
    return found


@pytest.mark.parametrize("case", CASES, ids=[f"{case['scheme']}: {case['says']}" for case in CASES])
def test_the_practice_is_paid_what_the_case_says(case: dict[str, Any]) -> None:
    scheme = load_scheme(case["scheme"], values=case.get("values"))
    amount, facts = payment(scheme, case["payment"]).amount, facts_of(scheme, case)
    pence, low, high = (int(each[0]) for each in term_pence(amount, facts))
    assert Decimal(pence) / 100 == Decimal(str(case["gives"]))
    assert low <= pence <= high
    exact = exact_worth(amount, facts, 0)
    assert exact is not None
    assert abs(exact * 100 - pence) <= Fraction(1, 2)
