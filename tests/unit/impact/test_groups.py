"""Who has more and who has less, by what practices are like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest

from impact_builders import guaranteed, scheme
from openqof.files.load import load_year
from openqof.impact.assessment import Grouping
from openqof.impact.groups import groupings
from openqof.impact.pricing import Line, Pricing, Rests
from openqof.impact.worked import Worked
from openqof.impact.working.roll import Practice

D = Decimal


def practice(number: int, **more: object) -> Practice:
    made = Practice(f"P{number:02}", f"Practice {number}", "T01", D(1000 * number), "")
    return replace(made, **more)  # type: ignore[arg-type]


def grouped(roll: Sequence[Practice], changes: Sequence[int]) -> dict[str, Grouping]:
    lines = tuple(
        Line(each.code, each.name, each.patients, D(100), D(100 + change), D(0))
        for each, change in zip(roll, changes, strict=True)
    )
    pricing = Pricing(
        scheme=scheme(guaranteed()), law=load_year("qof/2015-16"), area=("T01",), area_name="Test",
        invented=True, reading=guaranteed().reading, national_says="", scheme_says="", rule="", remarks=(),
        lines=lines, gone=(), elsewhere=(), rests=Rests({}, {}, None), files=(), fingerprint="",
    )  # fmt: skip
    worked = cast(Worked, SimpleNamespace(roll=tuple(roll)))
    return {grouping.by: grouping for grouping in groupings(pricing, worked)}


def shape(grouping: Grouping) -> list[tuple[str, int]]:
    return [(row.label, row.practices) for row in grouping.rows]


def test_the_most_deprived_fifth_has_the_highest_scores() -> None:
    roll = [practice(n, deprivation=float(n)) for n in range(1, 11)]
    found = grouped(roll, range(10))["deprivation fifth"]
    assert shape(found) == [
        ("most deprived fifth", 2), ("second", 2), ("third", 2), ("fourth", 2), ("least deprived fifth", 2)
    ]  # fmt: skip
    assert found.rows[0].patients == D(19000)
    assert found.rows[0].scheme - found.rows[0].national == D(8 + 9)


def test_practices_with_one_score_are_in_one_fifth() -> None:
    roll = [practice(n, deprivation=5.0 if n < 9 else 50.0) for n in range(1, 11)]
    assert shape(grouped(roll, [0] * 10)["deprivation fifth"]) == [("most deprived fifth", 2), ("second", 8)]


def test_rows_add_up_to_the_whole_in_practices_patients_and_pounds() -> None:
    kinds = ("Urban", "Rural")
    roll = [practice(n, rurality=kinds[n % 2], contract="GMS" if n % 3 else "PMS") for n in range(1, 10)]
    found = grouped(roll, range(9))
    for grouping in found.values():
        assert sum(row.practices for row in grouping.rows) + grouping.unknown == 9
        assert sum((row.patients for row in grouping.rows), D(0)) == D(45000)
        assert sum((row.scheme - row.national for row in grouping.rows), D(0)) == sum(range(9))
        for row in grouping.rows:
            assert sum(band.practices for band in row.bands) == row.practices


def test_bands_are_those_of_the_scheme() -> None:
    roll = [practice(n, rurality="Rural" if n == 4 else "Urban") for n in range(1, 5)]
    urban = grouped(roll, [-9, 0, 3, 0])["rurality"].rows[1]
    assert {band.label: band.practices for band in urban.bands if band.practices} == {
        "lower by more than 5%": 1, "within 1%": 1, "higher by 1% to 5%": 1
    }  # fmt: skip


def test_practices_that_the_data_does_not_describe_are_counted_apart() -> None:
    roll = [practice(1, contract="GMS"), practice(2, contract="PMS"), practice(3)]
    found = grouped(roll, [0, 0, 0])["contract"]
    assert (shape(found), found.unknown) == ([("GMS", 1), ("PMS", 1)], 1)


def test_list_sizes_have_fixed_bands_and_quarters() -> None:
    roll = [practice(n, patients=D(size)) for n, size in enumerate((2999, 3000, 6000, 10000))]
    found = grouped(roll, [0, 0, 0, 0])
    assert shape(found["list size"]) == [
        ("under 3,000 patients", 1), ("3,000 to 5,999", 1), ("6,000 to 9,999", 1),
        ("10,000 patients and more", 1),
    ]  # fmt: skip
    assert shape(found["list size, in quarters"])[0] == ("smallest quarter of lists", 1)


def test_national_tenths_are_in_order() -> None:
    roll = [practice(n, decile=decile) for n, decile in enumerate((10, 2, 1, None), start=1)]
    found = grouped(roll, [0, 0, 0, 0])["national deprivation tenth"]
    assert [row.label for row in found.rows] == ["1, most deprived", "2", "10, least deprived"]
    assert found.unknown == 1


@pytest.mark.parametrize("by", ["contract", "network", "rurality", "deprivation fifth"])
def test_what_tells_nobody_apart_is_left_out(by: str) -> None:
    roll = [practice(n, contract="GMS") for n in range(1, 4)]
    assert by not in grouped(roll, [0, 0, 0])
