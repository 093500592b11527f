"""What a year looks back to: protected points through renumbering and mergers, and baselines."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from openqof.engine.earlier import forerunner
from openqof.engine.tables import Tables, practice_year
from openqof.files.load import load_year
from unit_tables import count, practice, register, tables

THIS, THEN = load_year("qof/2024-25"), load_year("qof/2023-24")


def of(year: str, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**row, "year": year} for row in rows]


def base(law_id: str, given: Tables) -> Any:
    law = load_year(law_id)
    inputs = practice_year(law, given, base=given)
    assert inputs.base_points is not None
    return lambda name, place=0: inputs.base_points[inputs.indicators.index(name), place]  # type: ignore[index]


@pytest.mark.parametrize(
    ("now", "name", "then", "old"),
    [
        ("2024-25", "AST008", "2023-24", "AST008"),
        ("2023-24", "COPD015", "2022-23", "COPD009"),
        ("2020-21", "CHD008", "2018-19", "CHD002"),
        ("2020-21", "HF007", "2018-19", None),
        ("2015-16", "AF007", "2014-15", "AF004"),
    ],
)
def test_an_indicator_is_found_under_its_earlier_code(
    now: str, name: str, then: str, old: str | None
) -> None:
    assert forerunner(load_year(f"qof/{now}"), name, load_year(f"qof/{then}")) == old


def test_protected_points_are_those_published_in_the_base_year() -> None:
    given = tables(
        of("2024/25", practice("A")) + of("2023/24", practice("A")),
        of("2024/25", count("A", "AST008", 1, 100))
        + of("2023/24", count("A", "AST008", 90, 100, points_published=4.25)),
    )
    assert base("qof/2024-25", given)("AST008") == pytest.approx(4.25)


def test_protected_points_are_computed_where_none_were_published() -> None:
    given = tables(
        of("2024/25", practice("A")) + of("2023/24", practice("A")),
        of("2024/25", count("A", "AST008", 1, 100)) + of("2023/24", count("A", "AST008", 100, 100)),
    )
    assert base("qof/2024-25", given)("AST008") == float(THEN.indicators["AST008"].points.value)


def test_a_practice_without_a_base_year_has_no_protected_points() -> None:
    given = tables(
        of("2024/25", practice("A"), practice("B")) + of("2023/24", practice("A")),
        of("2024/25", count("A", "AST008", 1, 100), count("B", "AST008", 1, 100))
        + of("2023/24", count("A", "AST008", 9, 10)),
    )
    assert np.isnan(base("qof/2024-25", given)("AST008", 1))


def test_the_share_of_an_indicator_replaced_is_taken_of_this_years_points() -> None:
    old, new = (
        load_year(f"qof/{y}").indicators[c].points.value
        for y, c in (("2018-19", "CHD002"), ("2020-21", "CHD008"))
    )
    given = tables(
        of("2020/21", practice("A")) + of("2018/19", practice("A")),
        of("2020/21", count("A", "CHD008", 0, 10))
        + of("2018/19", count("A", "CHD002", points_published=float(old) / 2)),
    )
    assert old != new
    assert base("qof/2020-21", given)("CHD008") == pytest.approx(float(new) / 2)


def test_a_merged_practice_has_the_mean_of_its_parts_weighted_by_list() -> None:
    given = tables(
        of("2024/25", practice("A", list_size=12000.0))
        + of("2023/24", practice("A", list_size=9000.0), practice("B", list_size=3000.0, successor="A")),
        of("2024/25", count("A", "AST008", 1, 100))
        + of("2023/24", count("A", "AST008", points_published=5), count("B", "AST008", points_published=1)),
    )
    assert base("qof/2024-25", given)("AST008") == pytest.approx((5 * 9 + 1 * 3) / 12)


def test_a_register_is_protected_by_the_register_itself() -> None:
    given = tables(
        of("2024/25", practice("A")) + of("2023/24", practice("A")),
        of("2024/25", count("A", "AF001")) + of("2023/24", count("A", "AF001")),
        of("2023/24", register("A", 100, group="AF")),
    )
    assert base("qof/2024-25", given)("AF001") == float(THEN.indicators["AF001"].points.value)


def test_a_baseline_is_the_mean_of_all_its_years_or_none() -> None:
    law = load_year("qof/2026-27")
    given = tables(
        [row for year in ("2026/27", "2025/26", "2024/25") for row in of(year, practice("A"))],
        of("2026/27", count("A", "VI001", 90, 100), count("A", "VI002", 90, 100))
        + of("2025/26", count("A", "VI001", 80, 100), count("A", "VI002", 80, 100))
        + of("2024/25", count("A", "VI001", 70, 100)),
    )
    inputs = practice_year(law, given, earlier=given)
    assert inputs.baseline is not None
    found = {name: inputs.baseline[inputs.indicators.index(name), 0] for name in ("VI001", "VI002")}
    assert found["VI001"] == pytest.approx(75)
    assert np.isnan(found["VI002"])


def test_years_that_look_back_to_nothing_have_neither() -> None:
    given = tables([practice("A", year="2015/16")], [count("A", "AF006", 1, 2, year="2015/16")])
    inputs = practice_year(load_year("qof/2015-16"), given, base=given, earlier=given)
    assert inputs.base_points is None
    assert inputs.baseline is None
