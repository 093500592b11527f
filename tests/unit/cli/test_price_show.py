"""What openqof price shows of an assessment: the table, the sections, the options, the files for programs."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from openqof.cli.common import Format
from openqof.cli.price_facts import csv_table, json_text
from openqof.cli.price_sections import sections
from openqof.cli.price_show import show, shown_name, whole
from unit.cli.assessments import assessment, line


def printed(capsys: pytest.CaptureFixture[str], *found: object) -> str:
    show(found or (assessment(),), "openqof price made-up", Format.TABLE)  # type: ignore[arg-type]
    return capsys.readouterr().out


def section(name: str) -> str:
    (lines,) = [lines for heading, lines in sections(assessment()) if heading.startswith(name)]
    return "\n".join(lines)


def test_the_table_comes_first_and_its_total_is_rounded_once(capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys)
    rows = [row for row in said.splitlines() if row.startswith(("P0", "total"))]
    assert rows[0].split() == [
        "P01",
        "Practice",
        "P01",
        "100",
        "200",
        "40",
        "160",
        "10",
        "900",
        "+100",
        "+99.6%",
    ]
    assert rows[1].startswith("P02*")
    assert rows[2].split()[3:] == ["401", "451", "80", "371", "20", "1,800", "+50", "+12.5%"]
    assert "* with a note: P02" in said.replace("*  ", "* ")
    assert said.index("total") < said.index("Budget")


def test_lines_fit_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert max(len(row) for row in printed(capsys).splitlines()) <= 120


def test_the_budget_names_pots_and_uptakes() -> None:
    said = section("Budget")
    assert "winter" in said
    assert "£1,235  £200 guaranteed, £50 left in the pool; the CCG" in said
    assert "if only those better off do (1)" in said
    assert "at the 80% expected" in said
    assert "12.3%  of national points changed" in said


def test_the_cash_gap_is_the_deepest_of_the_area_and_of_a_practice() -> None:
    said = section("Cash")
    assert "The area falls furthest behind in June 2015: -£60." in said
    assert "2 of 2 practices fall behind at some time, the most P01, -£30 in June 2015." in said
    assert "the area has £40 more" in said


def test_groups_too_many_for_a_terminal_are_left_to_the_files() -> None:
    said = section("Groups")
    assert "by rurality; not known for 1" in said
    assert "1 lower, 0 little changed, 1 higher" in said
    assert "Also by network: in the report" in said


def test_work_says_hours_and_the_dearest_last_points() -> None:
    said = section("Work")
    assert "stops   20 hours a year (from 10 to 40)" in said
    assert "12 hours freed in the whole area" in said
    assert "£120 before, £140 after" in said
    assert "Last points of DM017: 3.5 points, £700, 20 hours a year (from 10 to 40), £35 an hour" in said
    assert "AF007" not in said


def test_risk_exposures_overlaps_and_averages_each_have_their_lines() -> None:
    assert "£410" in section("Risk: 500 draws")
    assert "open: Is recall kept? Nothing says so." in section("Exposures")
    assert "Change 2 and services/unplanned-admissions-2014 both pay for care planning: £99" in section(
        "Double"
    )
    assert "other practices in the data together -£12" in section("National averages")


def test_what_has_no_answer_says_why() -> None:
    found = replace(assessment(), cash=None, risk=None, absent={"cash by month": "no year before"})
    said = dict(sections(found))
    assert said["Without an answer"] == ["cash by month: no year before."]
    assert not [heading for heading in said if heading.startswith(("Cash", "Risk"))]


def test_options_stand_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    other = assessment(line("P02", "300.40", "310.40"), line("P03", "50.00", "40.00"))
    said = printed(capsys, assessment(), other)
    rows = {row.split()[0]: row.split() for row in said.splitlines() if row.startswith(("P0", "total"))}
    assert rows["P01"][-4:] == ["+100", "+99.6%", "–", "–"]
    assert rows["P02"][-4:] == ["-50", "-16.6%", "+10", "+3.3%"]
    assert rows["P03"][-4:] == ["–", "–", "-10", "-20.0%"]
    assert rows["total"][-4:] == ["+50", "+12.5%", "0", "0.0%"]
    assert "hours freed" in said


def test_options_of_different_years_have_no_national_column(capsys: pytest.CaptureFixture[str]) -> None:
    from openqof.files.load import load_year

    first = assessment()
    other = replace(first, pricing=replace(first.pricing, law=load_year("qof/2014-15")))
    said = printed(capsys, first, other)
    assert "against national QOF of its own year" in said
    assert "national  option 1" not in said


def test_csv_has_the_pence_and_a_column_for_each_payment() -> None:
    rows, columns = csv_table((assessment(), assessment()))
    assert [row["option"] for row in rows] == [1, 1, 2, 2]
    assert rows[0]["national"] == "100.40"
    assert rows[0]["at_risk"] == "160.40"
    assert rows[0]["National QOF"] == Decimal("200.40")
    assert list(columns)[-1] == "National QOF"


def test_json_holds_every_part_and_every_option() -> None:
    found = json.loads(json_text((assessment(), assessment()), "openqof price made-up"))
    assert found["command"] == "openqof price made-up"
    assert found["practices"][0]["parts"] == {"National QOF": "200.40"}
    assert found["budget"]["pots"][0]["pounds"] == "1234.56"
    assert found["cash"]["joining"][0][14] == -2000
    assert len(found["cash"]["months"]) == 36
    assert found["risk"]["scheme_bill"] == [41000.0, 45000.0, 46000.0]
    assert found["exposures"][0]["state"] == "open"
    assert len(found["options"]) == 1


@pytest.mark.parametrize(
    ("pounds", "sign", "said"),
    [("0.49", True, "0"), ("0.50", True, "+1"), ("-0.50", False, "-1"), ("1234567.5", False, "1,234,568")],
)
def test_whole_pounds_round_half_up(pounds: str, sign: bool, said: str) -> None:
    assert whole(Decimal(pounds), sign=sign) == said


def test_long_names_are_cut() -> None:
    assert shown_name("Ashfold Green Medical Centre (invented)", 14) == "Ashfold Green…"
