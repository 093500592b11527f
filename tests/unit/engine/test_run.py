"""Whole practices under one law: registers, protection, gaps, order of rows, and what cannot be changed."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from decimal import Decimal

import numpy as np
import pytest

from builders import indicator, national_year, practice_year
from openqof.core.national import BetterOf, Improvement, Protected, Register, Sliding, YesNo
from openqof.core.years import FinancialYear
from openqof.engine.inputs import PracticeYear, align, only, practice_facts
from openqof.engine.law import law_arrays, with_improvement_upper
from openqof.engine.run import pay, totals

SCALE = Sliding(Decimal(40), Decimal(80))
LAW = national_year(
    indicator("HYP001", 6, Register(), prevalence="HYP"),
    indicator("HYP006", 20, SCALE, prevalence="HYP"),
    indicator("PC002", 3, YesNo(), group="PC"),
    indicator("CS002", 11, SCALE, group="CS", population="CS"),
)


def one(**changed: object) -> PracticeYear:
    usual: dict[str, object] = {
        "numerator": {"HYP006": 60, "CS002": 70, "PC002": 1},
        "denominator": {"HYP006": 100, "CS002": 100},
        "register": {"HYP": 800},
        "national_prevalence": {"HYP": 0.1},
    }
    return practice_year(LAW, **(usual | changed))  # type: ignore[arg-type]


def test_each_form_of_pay() -> None:
    result = pay(LAW, one())
    assert result.points[:, 0].tolist() == [6, 10, 3, 8.25]
    assert result.pence[:, 0].tolist() == [120_000, 200_000, 60_000, 165_000]


def test_nobody_on_the_register_earns_nothing_for_its_group_and_all_the_rest() -> None:
    assert pay(LAW, one(register={"HYP": 0})).points[:, 0].tolist() == [0, 0, 3, 8.25]


def test_a_register_on_an_empty_list_earns_points_and_no_pounds() -> None:
    result = pay(LAW, one(list_size=0))
    assert result.points[:, 0].tolist() == [6, 10, 3, 8.25]
    assert not result.pence.any()


def test_an_unweighted_group_is_not_touched_by_an_empty_register() -> None:
    law = national_year(indicator("SMOK001", 5, SCALE, group="HYP"), indicator("HYP001", 1, Register()))
    inputs = practice_year(law, numerator={"SMOK001": 9}, denominator={"SMOK001": 10}, register={"HYP": 0})
    assert pay(law, inputs).points[:, 0].tolist() == [5, 0]


def test_a_zero_denominator_earns_nothing_even_where_the_lower_threshold_is_zero() -> None:
    law = national_year(indicator("X1", 5, Sliding(Decimal(0), Decimal(50), Decimal(2))))
    inputs = practice_year(law, 3, numerator={"X1": [0, 0, 7]}, denominator={"X1": [0, 9, 0]})
    assert pay(law, inputs).points[0].tolist() == [0, 2, 0]


def test_points_published_stand_only_where_there_are_no_counts() -> None:
    given = {"HYP001": 6, "HYP006": 7.5, "PC002": 3, "CS002": 2}
    counted = pay(LAW, one(points_given=given)).points[:, 0].tolist()
    assert counted == [6, 10, 3, 8.25]
    inputs = one(points_given=given, numerator={}, denominator={}, register={})
    assert pay(LAW, inputs).points[:, 0].tolist() == [6, 7.5, 3, 2]


def test_protected_points_are_those_of_the_base_year_and_pay_normally_where_there_is_none() -> None:
    law = national_year(indicator("AST008", 6, Protected(FinancialYear(2023), SCALE)))
    inputs = practice_year(
        law, 2, numerator={"AST008": 80}, denominator={"AST008": 100}, base_points={"AST008": [4.2, np.nan]}
    )
    assert pay(law, inputs).points[0].tolist() == [4.2, 6]


def test_the_target_population_takes_the_place_of_the_list() -> None:
    inputs = one(population={"CS": 3_000}, national_population={"CS": 2_000})
    assert pay(LAW, inputs).pence[3, 0] == round(8.25 * 200 * 1.5 * 100)


def test_improvement_waits_for_an_upper_bound_and_the_baseline_law_stays_as_it_was() -> None:
    law = national_year(
        indicator("VI001", 18, BetterOf(Sliding(Decimal(89), Decimal(96)), Improvement(2, Decimal(5))))
    )
    inputs = practice_year(law, numerator={"VI001": 85}, denominator={"VI001": 100}, baseline={"VI001": 75})
    before = repr(law)
    assert pay(law, inputs).points[0, 0] == 0
    for upper in (Decimal(15), {"VI001": Decimal(15)}):
        assert pay(with_improvement_upper(law, upper), inputs).points[0, 0] == pytest.approx(9)
    assert with_improvement_upper(law, {"other": Decimal(15)}).indicators == law.indicators
    assert repr(law) == before


def test_no_practices_and_no_indicators() -> None:
    nobody = only(one(), [])
    assert pay(LAW, nobody).pence.shape == (4, 0)
    assert pay(LAW, nobody).pounds.shape == (4, 0)
    assert totals(LAW, nobody).pence.tolist() == []
    assert pay(replace(LAW, indicators={}), one()).totals().pence.tolist() == [0]


def test_rows_are_put_in_the_order_of_the_law_and_what_is_missing_is_not_reported() -> None:
    law = replace(LAW, indicators={name: LAW.indicators[name] for name in ("CS002", "HYP006")})
    result = pay(law, one(base_points={"HYP006": 1}, points_given={"CS002": 1}))
    assert result.points[:, 0].tolist() == [8.25, 10]
    wider = align(result.inputs, law_arrays(LAW))
    assert np.isnan(wider.numerator[LAW_ROW["PC002"], 0])
    assert align(wider, law_arrays(LAW)) is wider


LAW_ROW = {name: row for row, name in enumerate(LAW.indicators)}


def test_nothing_about_a_law_or_its_inputs_can_be_changed() -> None:
    inputs, arrays = one(), law_arrays(LAW)
    with pytest.raises(FrozenInstanceError):
        LAW.id = "other"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        inputs.practices = ()  # type: ignore[misc]
    with pytest.raises(TypeError):
        LAW.indicators["HYP001"] = LAW.indicators["HYP006"]  # type: ignore[index]
    for array in (
        arrays.points,
        arrays.lower,
        inputs.numerator,
        inputs.list_size,
        inputs.national.prevalence,
    ):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_inputs_of_the_wrong_shape_or_without_a_list_are_refused() -> None:
    with pytest.raises(ValueError, match=r"numerator has shape \(1, 1\)"):
        replace(one(), numerator=np.ones((1, 1)))
    with pytest.raises(
        ValueError, match="list_size is missing or negative for 1 practices, among them D00001"
    ):
        one(list_size=np.nan)
    with pytest.raises(ValueError, match="share_of_year"):
        one(share_of_year=1.5)


def test_a_law_whose_scales_run_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="X1: upper threshold 40 is below the lower, 60"):
        law_arrays(national_year(indicator("X1", 5, Sliding(Decimal(60), Decimal(40)))))
    ends_early = BetterOf(SCALE, Improvement(2, Decimal(5), Decimal(5)))
    with pytest.raises(ValueError, match="X1: improvement must be paid whole above 5"):
        law_arrays(national_year(indicator("X1", 5, ends_early)))


def test_a_practice_is_found_by_its_code() -> None:
    assert one().position("D00001") == 0
    with pytest.raises(KeyError):
        one().position("D99999")


def test_facts_leave_out_what_is_not_known() -> None:
    facts = practice_facts(one(), 0)
    assert set(facts.numerator) == {"HYP006", "PC002", "CS002"}
    assert len(facts.register) == 2 - 1
    assert "CS" not in facts.population
    assert "elsewhere" not in facts.numerator
    assert not facts.base_points
