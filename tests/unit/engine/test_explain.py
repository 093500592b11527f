"""Explanations in words: what is out of the ordinary is said."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from builders import MADE_UP, indicator, national_year, practice_year
from openqof.core.national import (
    Arrangement,
    BetterOf,
    Group,
    Improvement,
    NationalYear,
    Pays,
    Protected,
    Register,
    Sliding,
    YesNo,
)
from openqof.core.sources import Basis, Provenance
from openqof.core.years import FinancialYear
from openqof.engine.explain import Explanation, enough_decimals, explain, rests_on_recalled

SCALE = Sliding(Decimal(40), Decimal(80))
THEN = FinancialYear(2018)


def law(pays: Pays = SCALE, **weights: Any) -> NationalYear:
    made = national_year(indicator("H1", 20, pays, **weights))
    group = Group("HYP", "Hypertension", "clinical", MADE_UP, "HREG", True, "women aged 25 to 64")
    return replace(made, groups=MappingProxyType({"HYP": group}))


def told(made: NationalYear, **facts: Any) -> Explanation:
    return explain(made, practice_year(made, **facts), practice="D00001", indicator="H1")


def terms(explanation: Explanation, label: str = "points") -> str:
    return next(line.terms for line in explanation.lines if line.label == label)


def counts(numerator: float, denominator: float) -> dict[str, Any]:
    return {"numerator": {"H1": numerator}, "denominator": {"H1": denominator}}


def test_a_figure_is_explained_term_by_term() -> None:
    told_ = told(
        law(prevalence="HYP"),
        **counts(60, 100),
        list_size=9000,
        register={"HYP": 1800},
        national_prevalence={"HYP": 0.16},
    )
    assert [(line.label, line.terms, line.amount) for line in told_.lines] == [
        ("achievement", "60 of 100", "60.0000%"),
        ("points", "20 × (60 − 40) / (80 − 40)", "10"),
        ("value", "× £200", "£2,000.00"),
        ("list", "× 9,000 / 8,000", "× 1.125"),
        ("prevalence", "× 20.0000% / 16.0000%", "× 1.25"),
        ("pounds", "", "£2,812.50"),
    ]
    assert told_.notes == ()


@pytest.mark.parametrize(
    ("numerator", "expected"),
    [
        (80, "20: 80 is at or above 80"),
        (40, "0: 40 is at 40"),
        (39, "0: 39 is below 40"),
        (50, "20 × (50 − 40) / (80 − 40)"),
    ],
)
def test_thresholds_are_told(numerator: int, expected: str) -> None:
    assert terms(told(law(), **counts(numerator, 100))) == expected


def test_a_step_is_told() -> None:
    stepped = law(Sliding(Decimal(40), Decimal(80), Decimal(3)))
    assert terms(told(stepped, **counts(40, 100))) == "3 + (20 − 3) × (40 − 40) / (80 − 40)"


@pytest.mark.parametrize(
    ("pays", "facts", "expected", "note"),
    [
        (SCALE, counts(0, 0), "0: nobody in the denominator", "nobody is in the denominator"),
        (SCALE, {}, "0: not reported", "counts and points are not reported"),
        (SCALE, {"points_given": {"H1": 7}}, "as published", "points as published, not computed"),
        (YesNo(), {"numerator": {"H1": 1}}, "20: done", ""),
        (YesNo(), {"numerator": {"H1": 0}}, "0: not done", ""),
        (YesNo(), {"points_given": {"H1": 20}}, "as published", "the answer is not reported"),
        (Register(), {"register": {"HYP": 5}}, "20: 5 on the register", ""),
        (Register(), {"points_given": {"H1": 20}}, "as published", "the register is not reported"),
        (
            Protected(THEN, SCALE),
            {"base_points": {"H1": 12}},
            "protected: as earned in 2018/19",
            "protected at those of 2018/19",
        ),
        (
            Protected(THEN, SCALE),
            counts(90, 100),
            "20: 90 is at or above 80",
            "nothing is known of that year",
        ),
    ],
)
def test_how_points_came_about_is_told(pays: Pays, facts: dict[str, Any], expected: str, note: str) -> None:
    told_ = told(law(pays), **facts)
    assert terms(told_) == expected
    assert any(note in said for said in told_.notes) if note else told_.notes == ()


def test_nobody_on_the_register_earns_nothing() -> None:
    told_ = told(
        law(prevalence="HYP"), **counts(90, 100), register={"HYP": 0}, national_prevalence={"HYP": 0.1}
    )
    assert terms(told_) == "0: nobody on the register"
    assert told_.pence == 0


def test_a_register_not_known_weights_nothing_and_it_is_said() -> None:
    assert "prevalence weights nothing" in told(law(prevalence="HYP"), **counts(90, 100)).notes[0]


def test_the_list_stands_in_for_a_target_population_that_is_not_known() -> None:
    told_ = told(law(population="HYP"), **counts(90, 100))
    assert terms(told_, "list") == "× 8,000 / 8,000"
    assert "the list stands in" in told_.notes[0]


def test_a_target_population_is_told() -> None:
    told_ = told(
        law(population="HYP"), **counts(90, 100), population={"HYP": 1500}, national_population={"HYP": 1000}
    )
    assert terms(told_, "population") == "× 1,500 / 1,000"


def test_a_part_of_a_year_is_told_in_days() -> None:
    told_ = told(law(), **counts(90, 100), share_of_year=73 / 365)
    assert terms(told_, "part year") == "× 73 of 365 days"
    assert told_.pence == 80_000


@pytest.mark.parametrize(
    ("upper", "baseline", "expected"),
    [
        (None, 30, "upper bound was not found"),
        (Decimal(15), None, "earlier years are not known"),
        (Decimal(15), 30, "improvement of 20 percentage points on the practice's own 30%"),
    ],
)
def test_the_improvement_route_is_told(upper: Decimal | None, baseline: float | None, expected: str) -> None:
    better = law(BetterOf(SCALE, Improvement(2, Decimal(5), upper)))
    told_ = told(better, **counts(50, 100), baseline={"H1": baseline} if baseline else None)
    assert expected in told_.notes[0]


def test_indices_rounded_by_law_are_said_to_be() -> None:
    rounded = replace(law(), index_decimals=2)
    told_ = told(rounded, **counts(90, 100), list_size=9050)
    assert terms(told_, "list") == "× 9,050 / 8,000, to 2 decimals"
    assert next(line.amount for line in told_.lines if line.label == "list") == "× 1.13"


def test_a_whole_practice_says_what_rests_on_recalled_values() -> None:
    found = Provenance("read", Basis.FOUND, "test.yaml:9")
    rule = indicator("H2", 10)
    known = replace(rule, points=replace(rule.points, provenance=found), pays_provenance=found)
    made = national_year(indicator("H1", 20), known)
    group = replace(made.groups[rule.group], provenance=found)
    assert rests_on_recalled(made, made.indicators["H2"])
    made = replace(made, groups={**made.groups, rule.group: group})
    assert not rests_on_recalled(made, made.indicators["H2"])
    floor = Arrangement("floor", "floor", "Nobody gets less than before", MADE_UP)
    made = replace(made, arrangements=(floor,))
    inputs = practice_year(made, numerator={"H1": 9, "H2": 9}, denominator={"H1": 9, "H2": 9})
    whole = explain(made, inputs, practice="D00001")
    assert [line.amount for line in whole.lines] == ["£4,000.00", "£2,000.00"]
    assert (whole.pence, whole.recalled_pence) == (600_000, 400_000)
    assert whole.notes == ("floor: Nobody gets less than before; not applied here",)


def test_a_product_no_decimals_can_write_is_written_as_fractions() -> None:
    from fractions import Fraction

    third = Fraction(1, 3)
    assert enough_decimals(Fraction(3), [third, Fraction(1, 200)], 1) is None
    assert enough_decimals(Fraction(1), [third], 33) == 4


def test_an_unknown_practice_or_indicator_is_a_key_error() -> None:
    made = law()
    with pytest.raises(KeyError):
        explain(made, practice_year(made), practice="nobody")
    with pytest.raises(KeyError):
        explain(made, practice_year(made), practice="D00001", indicator="X")
