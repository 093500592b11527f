"""Verification of pounds: by hand on small tables, and on the demonstration area, where it must be exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl
import pytest

from builders import indicator, national_year
from openqof.core.national import NationalYear, YesNo
from openqof.core.problems import BadInput
from openqof.core.tables import COUNTS, PAYMENTS, PRACTICES, PREVALENCE
from openqof.core.years import FinancialYear
from openqof.datasets import demo
from openqof.engine.shapes import empty, shaped
from openqof.engine.tables import Tables
from openqof.engine.verify import by_commissioner, by_reason, spread, verify_pounds
from openqof.engine.verify_inputs import How

YEAR = "2022/23"
Row = Mapping[str, object]

HYP = indicator("HYP001", 10, YesNo(), prevalence="HYP")
BP = indicator("BP002", 10, YesNo(), group="BP")


def law() -> NationalYear:
    """10 points by hypertension's register and 10 by the list; £200 a point, average list 8,000."""
    return national_year(HYP, BP)


def practice(code: str, size: float = 8000, **more: object) -> Row:
    known = {"year": YEAR, "practice": code, "nation": "England", "commissioner": "10Y", "contract": "GMS"}
    return {**known, "list_size": size, "file": "x", **more}


def counts(code: str, name: str, points: float | None = 10, **more: object) -> Row:
    known = {"year": YEAR, "practice": code, "indicator": name, "points_published": points}
    return {**known, "file": "x", **more}


def paid(code: str, amount: float, reading: str = "accrual") -> Row:
    return {
        "year": YEAR, "practice": code, "line": "qof", "reading": reading, "amount": amount, "file": "x",
    }  # fmt: skip


def tables(practices: list[Row], rows: list[Row], payments: list[Row]) -> Tables:
    """Shared tables of these rows and no prevalence table."""
    made = (
        shaped(pl.DataFrame(given, infer_schema_length=None), table) if given else empty(table)
        for given, table in ((practices, PRACTICES), (rows, COUNTS), (payments, PAYMENTS))
    )
    first, second, third = made
    return Tables(first, second, empty(PREVALENCE), third)


def two(register: tuple[float | None, float | None] = (1200, 400)) -> Tables:
    """Two practices of average list with all 20 points: 10 by hypertension's register, 10 by the list."""
    codes = ("A00001", "A00002")
    rows = [counts(code, "HYP001", register=on) for code, on in zip(codes, register, strict=True)]
    rows += [counts(code, "BP002") for code in codes]
    return tables([practice(code) for code in codes], rows, [paid("A00001", 5000), paid("A00002", 3000)])


def test_pounds_by_hand() -> None:
    # Pooled prevalence is 1,600 of 16,000: the first practice has 1.5 times it, the second half of it.
    result = verify_pounds(law(), two())
    computed = dict(result.practices.select("practice", "computed").rows())
    assert computed == {
        "A00001": pytest.approx(2000 * 1.5 + 2000),
        "A00002": pytest.approx(2000 * 0.5 + 2000),
    }
    assert result.spread.median == pytest.approx(1)
    assert result.reading == "accrual"
    assert result.stand_ins == ()


def test_without_prevalence_every_point_goes_by_the_list() -> None:
    result = verify_pounds(law(), two(), prevalence=False)
    assert result.practices.get_column("computed").to_list() == [4000, 4000]
    assert result.practices.get_column("practice").to_list() == ["A00001", "A00002"]


def test_a_withheld_register_stands_at_two_and_a_half_patients() -> None:
    result = verify_pounds(law(), two((1200, None)))
    (stand_in,) = result.stand_ins
    assert (stand_in.group, stand_in.how, stand_in.practices.tolist()) == ("HYP", How.WITHHELD, [False, True])
    computed = dict(result.practices.select("practice", "computed").rows())
    assert computed["A00002"] == pytest.approx(2000 + 2000 * 2.5 / (1202.5 / 2))
    why = dict(result.practices.select("practice", "why").rows())
    assert why == {"A00001": "nothing in the data tells", "A00002": "1 register withheld"}


def test_a_register_published_for_nobody_is_taken_from_the_denominators() -> None:
    given = two((None, None))
    denominators = pl.when(pl.col("indicator") == "HYP001").then(
        pl.when(pl.col("practice") == "A00001").then(900.0).otherwise(300.0)
    )
    result = verify_pounds(law(), Tables(given.practices, given.counts.with_columns(denominator=denominators),
                                         given.prevalence, given.payments))  # fmt: skip
    assert [one.how for one in result.stand_ins] == [How.DENOMINATOR]
    assert result.spread.median == pytest.approx(1)


def test_points_in_the_total_and_of_no_indicator_go_by_the_list() -> None:
    given = two()
    total = pl.concat([given.counts, shaped(pl.DataFrame([counts("A00001", "TOTAL", 25)]), COUNTS)])
    result = verify_pounds(law(), Tables(given.practices, total, given.prevalence, given.payments))
    computed = dict(result.practices.select("practice", "computed").rows())
    assert computed["A00001"] == pytest.approx(5000 + 5 * 200)


def test_a_part_of_a_year_is_paid_for_its_days() -> None:
    given = two()
    opened = given.practices.with_columns(
        opened=pl.when(pl.col("practice") == "A00001").then(pl.date(2022, 10, 1))
    )
    result = verify_pounds(law(), Tables(opened, given.counts, given.prevalence, given.payments))
    row = result.practices.filter(pl.col("practice") == "A00001").row(0, named=True)
    assert row["computed"] == pytest.approx(5000 * 182 / 365)
    assert row["why"] == "contract ran for 50% of the year"


def test_as_earned_goes_before_as_paid_in_the_year() -> None:
    given = two()
    cash = shaped(pl.DataFrame([paid("A00001", 1, "cash"), paid("A00002", 1, "cash")]), PAYMENTS)
    both = Tables(given.practices, given.counts, given.prevalence, pl.concat([given.payments, cash]))
    assert verify_pounds(law(), both).reading == "accrual"
    only = Tables(given.practices, given.counts, given.prevalence, cash)
    assert verify_pounds(law(), only).reading == "cash"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (tables([practice("A00001")], [counts("A00001", "BP002")], []), "V101"),
        (tables([practice("A00001")], [counts("A00001", "TOTAL", 20)], [paid("A00001", 4000)]), "V102"),
        (tables([practice("10002", nation="Scotland")], [], []), "V103"),
    ],
)
def test_what_is_missing_is_said(given: Tables, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        verify_pounds(law(), given)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_total_points_are_enough_without_prevalence() -> None:
    given = tables([practice("A00001")], [counts("A00001", "TOTAL", 20)], [paid("A00001", 4000)])
    assert verify_pounds(law(), given, prevalence=False).spread.median == pytest.approx(1)


def test_practices_without_pay_or_points_are_counted_as_left_out() -> None:
    given = two()
    more = shaped(pl.DataFrame([practice("A00003"), practice("A00004")]), PRACTICES)
    unpaid = shaped(pl.DataFrame([counts("A00003", "BP002")]), COUNTS)
    extra = shaped(pl.DataFrame([paid("A00004", 10)]), PAYMENTS)
    result = verify_pounds(
        law(),
        Tables(
            pl.concat([given.practices, more]), pl.concat([given.counts, unpaid]), given.prevalence,
            pl.concat([given.payments, extra]),
        ),
    )  # fmt: skip
    assert result.left_out == 2
    assert result.spread.practices == 2


def test_spread_of_nothing_is_not_a_number() -> None:
    nothing = spread(pl.Series([], dtype=pl.Float64))
    assert nothing.practices == 0
    assert nothing.median != nothing.median


def test_by_commissioner_and_by_reason_add_up() -> None:
    result = verify_pounds(law(), two((1200, None)))
    (row,) = by_commissioner(result).rows(named=True)
    assert row["paid"] == 8000
    assert row["ratio"] == pytest.approx(8000 / row["computed"])
    told = {one["reason"]: one["practices"] for one in by_reason(result).rows(named=True)}
    assert told == {"registers withheld": 1, "nothing in the data tells": 1}


@pytest.fixture(scope="module")
def area() -> Tables:
    return demo.whole()


@pytest.mark.parametrize("year", ["2013/14", "2017/18", "2021/22", "2024/25", "2026/27"])
def test_the_demonstration_area_is_paid_what_its_points_come_to(area: Tables, year: str) -> None:
    one = FinancialYear.parse(year)
    result = verify_pounds(demo.laws()[one], area.of(one))
    # Points are published to two decimals: half a hundredth of a point off an indicator, at the most.
    assert result.practices.filter((pl.col("ratio") - 1).abs() > 0.002).is_empty()
    assert not result.practices.get_column("why").str.contains("points published").any()


def test_nobody_is_verified_by_the_law_of_another_nation() -> None:
    invented = tables([practice("D00001", nation="Demonstration")], [], [])
    scottish = replace(law(), nation="Scotland")
    with pytest.raises(BadInput, match=r"V103.*no practices of Scotland"):
        verify_pounds(scottish, invented)


def test_points_under_an_alias_are_those_of_the_indicator() -> None:
    given = two()
    by_alias = given.counts.with_columns(pl.col("indicator").replace("BP002", "BP02"))
    aliased = replace(law(), aliases={"BP02": "BP002"})
    result = verify_pounds(aliased, Tables(given.practices, by_alias, given.prevalence, given.payments))
    assert result.practices.equals(verify_pounds(law(), given).practices)
