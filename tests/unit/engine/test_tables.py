"""The shared tables: what the check refuses, and how they become the engine's arrays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import numpy as np
import polars as pl
import pytest

from builders import MADE_UP, indicator, national_year
from openqof.core.national import Arrangement, Group, NationalYear, Register, YesNo
from openqof.core.problems import BadInput
from openqof.core.tables import COUNTS, PAYMENTS, PRACTICES, TABLES, Table
from openqof.engine.run import pay
from openqof.engine.tables import Tables, check, empty, practice_year, prepare
from unit_tables import count, counts, practice, register, rows, tables


def codes(frame: pl.DataFrame, table: Table) -> list[str]:
    return [problem.code for problem in check(frame, table)]


GOOD = {"practice": "A", "indicator": "H1", "numerator": 1.0, "denominator": 2.0}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_an_empty_table_of_the_right_shape_is_right(table: Table) -> None:
    assert codes(empty(table), table) == []


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (counts(GOOD), []),
        (counts(GOOD).drop("practice"), ["T101"]),
        (counts(GOOD).rename({"numerator": "numeratr"}), ["T102"]),
        (counts(GOOD).with_columns(numerator=pl.lit("one")), ["T103"]),
        (counts({**GOOD, "practice": None}), ["T104"]),
        (counts({**GOOD, "indicator": " "}), ["T104"]),
        (counts({**GOOD, "year": "2022-23"}), ["T105"]),
        (counts({**GOOD, "year": "2022/24"}), ["T105"]),
        (counts(GOOD, GOOD), ["T106"]),
        (counts({**GOOD, "numerator": float("nan")}), ["T107"]),
        (counts({**GOOD, "numerator": -1.0}), ["T108"]),
        (counts({**GOOD, "numerator": 3.0}), []),
        (
            rows(PRACTICES, {"practice": "A", "opened": date(2020, 1, 2), "closed": date(2020, 1, 1)}),
            ["T110"],
        ),
    ],
)
def test_what_is_wrong_with_a_table_is_said(frame: pl.DataFrame, expected: list[str]) -> None:
    table = PRACTICES if "opened" in frame.columns else COUNTS
    assert codes(frame, table) == expected


def test_a_misnamed_column_is_named_with_the_right_one() -> None:
    said = [str(p) for p in check(counts(GOOD).rename({"practice": "practce"}), COUNTS)]
    assert any("Is it practce?" in line for line in said)
    assert any("Did you mean practice?" in line for line in said)


def test_months_of_one_indicator_are_rows_of_their_own() -> None:
    frame = counts(
        {**GOOD, "month": None}, {**GOOD, "month": date(2022, 4, 30)}, {**GOOD, "month": date(2022, 5, 31)}
    )
    assert codes(frame, COUNTS) == []


def test_duplicates_are_named_up_to_three() -> None:
    frame = counts(*({**GOOD, "practice": f"P{n}"} for n in (1, 1, 2, 2, 3, 3, 4, 4)))
    assert "2022/23 P1 H1" in check(frame, COUNTS)[0].message
    assert "and 1 more" in check(frame, COUNTS)[0].message


def test_an_indicator_the_year_has_not_is_wrong_when_the_law_is_known() -> None:
    frame = counts({**GOOD, "indicator": "DM011"}, {**GOOD, "indicator": "HREF"}, GOOD)
    found = check(frame, COUNTS, law=law())
    assert [(p.code, p.hint) for p in found] == [
        ("T111", "It was retired in 2014/15."),
        ("T111", "Did you mean HREG?"),
    ]


def test_a_payment_taken_back_is_below_nought() -> None:
    assert codes(rows(PAYMENTS, {"practice": "A", "amount": -5.0}), PAYMENTS) == []


def test_tables_are_refused_whole_with_every_problem() -> None:
    wrong = Tables(counts=counts({**GOOD, "numerator": -1.0}), practices=empty(PRACTICES).drop("practice"))
    with pytest.raises(BadInput) as bad:
        wrong.checked()
    assert {problem.code for problem in bad.value.problems} == {"T101", "T108"}


def law(**changed: Any) -> NationalYear:
    made = national_year(
        indicator("HREG", 6, Register(), prevalence="HYP"),
        indicator("H1", 20, prevalence="HYP"),
        indicator("Q1", 10, YesNo(), group="QI"),
        indicator("C1", 10, group="CS", population="CS"),
    )
    groups = {
        "HYP": Group("HYP", "Hypertension", "clinical", MADE_UP, "HREG", True),
        "QI": Group("QI", "Quality", "quality", MADE_UP),
        "CS": Group("CS", "Screening", "public_health", MADE_UP, population="women aged 25 to 64"),
    }
    return replace(made, groups=MappingProxyType(groups), **changed)


def test_counts_registers_and_averages_land_in_their_places() -> None:
    given = tables(
        [practice("A"), practice("B", list_size=4000.0)],
        [count("A", "H1", 60, 100), count("B", "H1", 8, 10), count("B", "HREG", register=300)],
        [register("A", 1200)],
    )
    inputs = practice_year(law(), given)
    assert inputs.practices == ("A", "B")
    assert inputs.numerator[1].tolist() == [60, 8]
    assert inputs.register.tolist() == [[1200, 300]]
    assert inputs.national.prevalence.tolist() == [1500 / 12000]


def test_the_nations_own_row_goes_before_the_pool() -> None:
    given = tables(
        [practice("A")],
        [count("A", "H1", 60, 100)],
        [register("A", 1200), register("ENGLAND", 7e6, list_size=5e7)],
    )
    assert practice_year(law(), given).national.prevalence.tolist() == [0.14]


def test_a_register_without_a_row_of_its_own_is_the_one_printed_beside() -> None:
    given = tables([practice("A")], [count("A", "H1", 60, 100, register=777)])
    assert practice_year(law(), given).register.tolist() == [[777]]


def test_target_populations_and_their_mean() -> None:
    people = [
        register(code, None, group="CS", target_population=number)
        for code, number in (("A", 900.0), ("B", 1100.0))
    ]
    inputs = practice_year(
        law(), tables([practice("A"), practice("B")], [count("A", "H1"), count("B", "H1")], people)
    )
    assert inputs.population.tolist() == [[900, 1100]]
    assert inputs.national.population.tolist() == [1000]


@pytest.mark.parametrize(
    ("year", "columns", "share"),
    [
        ("2022/23", {"opened": date(2022, 10, 1)}, 182 / 365),
        ("2022/23", {"closed": date(2022, 4, 30)}, 30 / 365),
        ("2023/24", {"opened": date(2024, 2, 29)}, 32 / 366),
        ("2022/23", {"opened": date(2010, 1, 1), "closed": date(2030, 1, 1)}, 1.0),
    ],
)
def test_a_part_of_a_year_is_days_over_days(year: str, columns: dict[str, Any], share: float) -> None:
    from openqof.core.years import FinancialYear

    given = tables([practice("A", year=year, **columns)], [count("A", "H1", 1, 2, year=year)])
    assert practice_year(law(year=FinancialYear.parse(year)), given).share_of_year.tolist() == [share]


def test_who_cannot_be_paid_is_named_with_the_reason() -> None:
    given = tables(
        [
            practice("A"), practice("B", list_size=None), practice("C", list_size=0.0),
            practice("D", closed=date(2021, 6, 1)), practice("E", opened=date(2024, 6, 1)),
            practice("F", nation="Scotland"), practice("G"),
        ],
        [count(code, "H1", 1, 2) for code in "ABCDEFX"],
    )  # fmt: skip
    left_out = {one.practice: one.why for one in prepare(law(), given).left_out}
    assert left_out == {
        "B": "has no list size",
        "C": "has nobody on its list",
        "D": "closed on 2021-06-01, before the year",
        "E": "opened on 2024-06-01, after the year",
        "F": "is of Scotland, not England",
        "G": "has no counts",
        "X": "has counts but is not among the practices",
    }


def test_another_nation_is_paid_when_asked_for() -> None:
    given = tables(
        [practice("A"), practice("D", nation="Demonstration")], [count(c, "H1", 1, 2) for c in "AD"]
    )
    assert practice_year(law(), given).practices == ("A",)
    assert practice_year(law(), given, nation="Demonstration").practices == ("D",)


def test_a_nation_alone_in_the_tables_is_the_one_paid() -> None:
    given = tables([practice("D", nation="Demonstration")], [count("D", "H1", 1, 2)])
    assert practice_year(law(), given).practices == ("D",)


def test_points_published_stand_where_nothing_was_counted() -> None:
    given = tables(
        [practice("A")],
        [
            count("A", "Q1", points_published=7),
            count("A", "H1", 60, 100, points_published=3),
            count("A", "HREG", points_published=6),
        ],
    )
    inputs = practice_year(law(), given)
    assert inputs.points_given is not None
    assert inputs.points_given[:, 0].tolist()[2] == 7
    assert np.isnan(inputs.points_given[1, 0])
    assert pay(law(), inputs).points[:, 0].tolist() == [6, 10, 7, 0]


def test_an_arrangement_that_pays_in_full_does() -> None:
    full = Arrangement("all", "paid_in_full", "Paid in full", MADE_UP, {"indicators": "Q1"})
    given = tables([practice("A")], [count("A", "H1", 0, 1), count("A", "Q1", 0, 1, points_published=0)])
    assert pay(law(arrangements=(full,)), practice_year(law(arrangements=(full,)), given)).points[2, 0] == 10


def test_indicators_the_law_has_not_are_counted_not_lost() -> None:
    given = tables(
        [practice("A")], [count("A", "H1", 1, 2), count("A", "COPD006", 1, 2), count("A", "DM011", 1, 2)]
    )
    unknown = prepare(law(), given).unknown
    assert unknown["COPD006"][1] == 1
    assert "2014/15" in unknown["DM011"][0]


def test_a_row_by_the_laws_own_code_goes_before_its_alias() -> None:
    named = law(aliases=MappingProxyType({"HYP-1": "H1"}))
    given = tables(
        [practice("A"), practice("B")],
        [count("A", "HYP-1", 1, 2), count("A", "H1", 2, 2), count("B", "HYP-1", 1, 2)],
    )
    assert practice_year(named, given).numerator[1].tolist() == [2, 1]


def test_months_do_not_enter_the_year() -> None:
    given = tables([practice("A")], [count("A", "H1", 1, 2), count("A", "H1", 2, 2, month=date(2022, 4, 30))])
    assert practice_year(law(), given).numerator[1].tolist() == [1]


def test_the_value_of_a_point_enters_nowhere_here() -> None:
    given = tables([practice("A")], [count("A", "H1", 60, 100)], [register("A", 1200)])
    result = pay(law(), practice_year(law(), given))
    assert Decimal(int(result.pence.sum())).scaleb(-2) == Decimal("3200.00")


def test_a_practice_known_by_its_sums_only_is_left_out_unless_asked_for() -> None:
    given = tables(
        [practice("A"), practice("B")], [count("A", "H1", 1, 2), count("B", "TOTAL", points_published=500)]
    )
    prepared = prepare(law(), given)
    assert [(one.practice, one.why) for one in prepared.left_out] == [
        ("B", "has no counts of the year's indicators, only others or sums")
    ]
    assert prepared.unknown == {}
    assert practice_year(law(), given).practices == ("A", "B")


def test_no_practice_is_paid_by_the_law_of_another_nation() -> None:
    given = tables([practice("S", nation="Scotland")], [count("S", "H1", 1, 2)])
    assert [one.why for one in prepare(law(), given).left_out] == ["is of Scotland, not England"]
