"""Parameters: declared once, put wherever they are asked for, set anew by whoever loads the scheme."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
import yaml

from openqof.core.changes import Pay, Suspend
from openqof.core.problems import BadInput
from openqof.core.scheme import Scheme
from openqof.core.terms import BasePoints, Chosen, Fixed, Item, Sum
from openqof.core.years import FinancialYear
from openqof.files.load import load_scheme
from openqof.files.scheme_shape import scheme_schema
from scheme_texts import HEAD, paid, refused, text_of, written

D = Decimal
PARAMETERS = """\
parameters:
  target: {value: 95, says: pounds, between: {from: 80, to: 110, step: 5}}
  kept: {value: [AF001, CHD002], says: indicators}
  base_year: {value: 2012/13, says: a year}
  start: {value: 2014-10-01, says: a day}
  counted: {value: plans, says: a measure}
  hoped: {value: 12, says: what is expected}
measures:
  plans: {says: care plans, kind: count, expected: {parameter: hoped}}
  visits: {says: visits, kind: count}
"""
AMOUNT = (
    "{sum: [{fixed: {parameter: target}}, {base_points: {of: {parameter: base_year}}}, "
    "{item: {measure: {parameter: counted}, pounds: 1}}, {item: {measure: visits, pounds: 1}}]}"
)
SUSPEND = "suspend: {indicators: {parameter: kept}, from: {parameter: start}, pay: nothing}"
TEXT = text_of((SUSPEND, paid(AMOUNT)), HEAD + PARAMETERS)


def load(folder: Path, values: Mapping[str, str] | None = None) -> Scheme:
    return load_scheme(written(folder, TEXT), values=values)


def set_badly(folder: Path, **values: str) -> list[str]:
    with pytest.raises(BadInput) as bad:
        load(folder, values)
    return [str(problem).partition("  ")[2] for problem in bad.value.problems]


def terms_of(scheme: Scheme) -> tuple[Suspend, Sum]:
    suspend, pay = (change.terms for change in scheme.changes)
    assert isinstance(suspend, Suspend)
    assert isinstance(pay, Pay) and isinstance(pay.amount, Sum)
    return suspend, pay.amount


def test_a_parameter_stands_for_a_number_a_list_a_year_a_day_or_a_word(tmp_path: Path) -> None:
    scheme = load(tmp_path)
    suspend, amount = terms_of(scheme)
    assert (suspend.chosen, suspend.start) == (Chosen(("AF001", "CHD002")), date(2014, 10, 1))
    assert amount.terms[:3] == (
        Fixed(D(95)),
        BasePoints(FinancialYear(2012)),
        Item("plans", D(1)),
    )
    assert scheme.measures["plans"].expected == 12


def test_values_given_take_the_place_of_those_declared(tmp_path: Path) -> None:
    given = {
        "target": "100",
        "kept": "HYP006, DM017",
        "base_year": "2013/14",
        "counted": "visits",
        "start": "2014-11-01",
    }
    text = TEXT.replace("measure: visits", "measure: plans")
    scheme = load_scheme(written(tmp_path, text), values=given)
    suspend, amount = terms_of(scheme)
    assert (suspend.chosen, suspend.start) == (Chosen(("HYP006", "DM017")), date(2014, 11, 1))
    assert amount.terms[:3] == (
        Fixed(D(100)),
        BasePoints(FinancialYear(2013)),
        Item("visits", D(1)),
    )
    assert scheme.parameters["target"].value == 100
    assert scheme.parameters["kept"].value == ("HYP006", "DM017")


def test_a_parameter_between_two_is_open(tmp_path: Path) -> None:
    parameters = load(tmp_path).parameters
    target = parameters["target"]
    assert (target.open, target.low, target.high, target.step) == (True, 80, 110, 5)
    assert not parameters["hoped"].open
    assert parameters["base_year"].value == ("2012/13",)


def test_the_fingerprint_follows_the_value_and_not_who_set_it(tmp_path: Path) -> None:
    plain = load(tmp_path).sha256
    assert load(tmp_path, {"target": "95"}).sha256 == plain
    assert load(tmp_path, {"target": "100"}).sha256 != plain
    edited = load_scheme(written(tmp_path, TEXT.replace("value: 95", "value: 100"))).sha256
    assert load(tmp_path, {"target": "100"}).sha256 == edited


def test_setting_what_is_not_there_or_cannot_be_is_a_problem(tmp_path: Path) -> None:
    assert set_badly(tmp_path, taget="96") == [
        "L241  There is no parameter taget to set. Did you mean target?"
    ]
    assert set_badly(tmp_path, target="many")[0].startswith(
        'L242  The parameter target is a number, and is set to "many".'
    )
    assert set_badly(tmp_path, target="115") == [
        "L244  The parameter target is 115, not between 80 and 110. Set it within them."
    ]
    assert set_badly(tmp_path, target="96")[0].startswith(
        "L244  The parameter target is 96, which steps of 5 from 80"
    )
    assert set_badly(tmp_path, target="")[0].startswith("L242")


def test_several_values_set_badly_are_told_at_once(tmp_path: Path) -> None:
    found = set_badly(tmp_path, kept="AF999", base_year="2014/15", counted="plan", start="soon")
    assert [said[:4] for said in found] == ["L209", "L033", "L206", "L220"]
    assert all("The value is that of the parameter" in said for said in found)


def test_a_list_set_to_nothing_is_a_problem(tmp_path: Path) -> None:
    assert {said[:4] for said in set_badly(tmp_path, kept=" , ")} == {"L038"}


def test_a_problem_with_a_value_is_placed_where_it_is_used(tmp_path: Path) -> None:
    problems = refused(tmp_path, TEXT.replace("[AF001, CHD002]", "[AF001, CHD999]"))
    line = next(n for n, each in enumerate(TEXT.splitlines(), 1) if "suspend" in each)
    assert [(problem.code, problem.line) for problem in problems] == [("L209", line)]
    assert "The value is that of the parameter kept." in problems[0].message


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("{parameter: target}", "95", ["L243"]),
        ("{parameter: target}", "{parameter: tarmac}", ["L243", "L240"]),
        ("{parameter: target}", "{parameter: targit}", ["L240"]),
        ("{parameter: target}", "{parameter: [target]}", ["L243", "L024"]),
        ("{parameter: target}", "{parameter: target, twice: 2}", ["L243", "L024"]),
        ("{parameter: target}", "{parameter: kept}", ["L243", "L024"]),
        ("value: 95, ", "", ["L022"]),
        ("value: 95", "value: {a: 1}", ["L024", "L024"]),
        ("from: 80, to: 110", "from: 110, to: 80", ["L244"]),
        ("from: 80", "from: low", ["L025"]),
        ("says: a measure}", "says: a measure, between: {from: 1, to: 2}}", ["L244"]),
    ],
)
def test_each_slip_is_told_once(old: str, new: str, codes: list[str], tmp_path: Path) -> None:
    assert [problem.code for problem in refused(tmp_path, TEXT.replace(old, new))] == codes


@pytest.mark.parametrize("place", ["parameters", "changes", "measures"])
@pytest.mark.parametrize("thing", ["[]", "12", "{parameter: target}", "", "[[{parameter: x}]]"])
def test_nothing_in_their_place_gives_a_traceback(place: str, thing: str, tmp_path: Path) -> None:
    document = yaml.safe_load(TEXT)
    rest = yaml.safe_dump({key: value for key, value in document.items() if key != place}, sort_keys=False)
    assert refused(tmp_path, f"{place}: {thing}\n{rest}")


def test_the_schema_takes_a_parameter_for_any_value_of_a_change_or_measure() -> None:
    validator = jsonschema.Draft202012Validator(scheme_schema())
    document = yaml.safe_load(TEXT)
    document["runs"] = {"from": "2014-04-01", "to": "2015-03-31"}
    document["parameters"]["start"]["value"] = "2014-10-01"
    assert list(validator.iter_errors(document)) == []
    document["title"] = {"parameter": "target"}
    assert list(validator.iter_errors(document))
