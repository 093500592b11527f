"""The shipped law files, read plainly: totals, provenance, history. Needs no published figures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

LAW = Path(__file__).parents[2] / "src" / "openqof" / "law"
ENGLAND = {
    "2013-14": (900, 121), "2014-15": (559, 81), "2015-16": (559, 77), "2016-17": (559, 77),
    "2017-18": (559, 77), "2018-19": (559, 77), "2019-20": (559, 68), "2020-21": (567, 68),
    "2021-22": (635, 72), "2022-23": (635, 72), "2023-24": (635, 76), "2024-25": (635, 76),
    "2025-26": (564, 44), "2026-27": (582, 43),
}  # fmt: skip
SCOTLAND = {"2013-14": (923, 124), "2014-15": (659, 75), "2015-16": (659, 74)}
DOMAINS = {
    "2013-14": {
        "clinical": 610,
        "public_health": 157,
        "quality_and_productivity": 100,
        "patient_experience": 33,
    },
    "2014-15": {"clinical": 435, "public_health": 124},
    "2018-19": {"clinical": 435, "public_health": 124},
    "2019-20": {"clinical": 379, "public_health": 106, "quality_improvement": 74},
    "2022-23": {"clinical": 401, "public_health": 160, "quality_improvement": 74},
    "2026-27": {"clinical": 437, "public_health": 145},
}
PROTECTED = {"2020-21": 354, "2023-24": 81, "2024-25": 212}
FILES = [*(f"national/{year}" for year in ENGLAND), *(f"national/scotland/{year}" for year in SCOTLAND)]


@cache
def read(name: str) -> dict[str, Any]:
    return yaml.safe_load((LAW / f"{name}.yaml").read_text(encoding="utf-8"))


def provenances(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every source with its basis, wherever they stand."""
    if isinstance(node, dict):
        if "source" in node or "basis" in node:
            yield node.get("source"), node.get("basis")
        for child in node.values():
            yield from provenances(child)
    elif isinstance(node, list):
        for child in node:
            yield from provenances(child)


def parts(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else [value]


def points(year: dict[str, Any], codes: Any = None) -> float:
    return sum(rule["points"] for code, rule in year["indicators"].items() if codes is None or code in codes)


def protected(year: dict[str, Any]) -> list[str]:
    return [code for code, rule in year["indicators"].items() if "protected" in rule["pays"]]


@pytest.mark.parametrize("year", ENGLAND)
def test_england_adds_up_to_the_published_totals(year: str) -> None:
    law = read(f"national/{year}")
    assert (points(law), len(law["indicators"])) == ENGLAND[year]
    assert (law["asserts"]["points"], law["asserts"]["indicators"]) == ENGLAND[year]


@pytest.mark.parametrize("year", SCOTLAND)
def test_scotland_adds_up_to_the_published_totals(year: str) -> None:
    law = read(f"national/scotland/{year}")
    assert (points(law), len(law["indicators"])) == SCOTLAND[year]


@pytest.mark.parametrize("year", DOMAINS)
def test_domains_add_up_to_the_published_totals(year: str) -> None:
    law = read(f"national/{year}")
    for domain, total in DOMAINS[year].items():
        codes = {
            c for c, rule in law["indicators"].items() if law["groups"][rule["group"]]["domain"] == domain
        }
        assert points(law, codes) == total


@pytest.mark.parametrize("year", PROTECTED)
def test_protected_points_are_those_published(year: str) -> None:
    law = read(f"national/{year}")
    assert points(law, protected(law)) == PROTECTED[year] == law["asserts"]["protected_points"]


def test_2020_21_splits_into_what_was_paid_how() -> None:
    law = read("national/2020-21")
    flu = points(law, {"CHD007", "COPD007", "DM018", "STIA009"})
    registers = points(law, {c for c, rule in law["indicators"].items() if rule["pays"] == "register"})
    screening, improvement = (
        points(law, {"CS005", "CS006"}),
        points(law, {"QI005", "QI006", "QI007", "QI008"}),
    )
    assert (flu, screening, registers, improvement) == (36, 22, 81, 74)
    assert flu + screening + registers + improvement + 354 == 567


def test_2021_22_moved_46_points_to_eight_prescribing_indicators() -> None:
    paid, planned = read("national/2021-22"), read("national/2022-23")
    changed = {
        code: rule["points"] - planned["indicators"][code]["points"]
        for code, rule in paid["indicators"].items()
        if code in planned["indicators"]
    }
    assert sum(change for change in changed.values() if change > 0) == 46
    assert sum(change for change in changed.values() if change < 0) == -46
    assert len([change for change in changed.values() if change > 0]) == 8


def test_2024_25_protects_32_indicators_and_they_retire_the_year_after() -> None:
    before, after = read("national/2024-25"), read("national/2025-26")
    assert len(protected(before)) == 32
    assert not set(protected(before)) & set(after["indicators"])


def test_2025_26_has_462_weighted_points() -> None:
    law = read("national/2025-26")
    unweighted = {
        code
        for code, rule in law["indicators"].items()
        if rule.get("prevalence") == "none" or not law["groups"][rule["group"]].get("prevalence_weighted")
    }
    assert points(law) - points(law, unweighted) == 462 == law["asserts"]["weighted_points"]


@pytest.mark.parametrize("name", FILES)
def test_every_value_has_a_source_and_a_basis(name: str) -> None:
    law, known = read(name), read("sources")
    for key in ("point_value", "average_list", "aspiration", "index_decimals"):
        assert {"source", "basis"} <= set(law[key])
    for rule in [*law["groups"].values(), *law["indicators"].values(), *law.get("arrangements", [])]:
        assert {"source", "basis"} <= set(rule)
    for source, basis in provenances(law):
        assert set(parts(source)) <= set(known)
        assert set(parts(basis)) <= {"found", "derived", "recalled"}


def test_every_source_is_cited_somewhere() -> None:
    texts = "".join(
        path.read_text(encoding="utf-8") for path in LAW.rglob("*.yaml") if path.name != "sources.yaml"
    )
    assert [source for source in read("sources") if source not in texts] == []


def test_the_same_indicator_keeps_its_words_unless_its_rule_changed() -> None:
    said: dict[str, set[str]] = {}
    for year in ENGLAND:
        for code, rule in read(f"national/{year}")["indicators"].items():
            said.setdefault(code, set()).add(rule["says"])
    assert {code for code, words in said.items() if len(words) > 1} == {"HYP003", "DEM004", "RA002", "DM036"}
    assert len(said) == 226


def events(code: str) -> list[dict[str, Any]]:
    told = read("national/history").get(code, [])
    return told if isinstance(told, list) else [told]


def test_history_says_what_became_of_every_indicator_each_time_it_left() -> None:
    for before, after in pairwise(ENGLAND):
        gone = set(read(f"national/{before}")["indicators"]) - set(read(f"national/{after}")["indicators"])
        for code in gone:
            years = [str(event.get("in", event.get("retired"))) for event in events(code)]
            assert after.replace("-", "/") in years, code


def test_history_names_the_year_and_the_successors_that_the_files_have() -> None:
    for code in read("national/history"):
        for event in events(code):
            assert {"source", "basis"} <= set(event)
            year = str(event.get("in", event.get("retired"))).replace("/", "-")
            now = read(f"national/{year}")["indicators"]
            before = read(f"national/{list(ENGLAND)[list(ENGLAND).index(year) - 1]}")["indicators"]
            assert code in before and code not in now
            assert {*event.get("followed_by", []), *([event["became"]] if "became" in event else [])} <= set(
                now
            )


def test_value_of_a_point_over_average_list_is_constant_from_2014_15() -> None:
    for year in list(ENGLAND)[1:]:
        law = read(f"national/{year}")
        pence = 100 * law["point_value"]["gbp"] / law["average_list"]["patients"]
        assert pence == pytest.approx(2.2142, abs=0.0002)
