"""Changes as a document writes them, what the reader makes of each, and documents that hold all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from openqof.core.changes import (
    AddIndicator,
    AddService,
    Bound,
    Certainty,
    Contribution,
    EndService,
    Guarantee,
    Keep,
    LevelOf,
    Pay,
    Pool,
    PracticesGone,
    Replace,
    Report,
    Require,
    Retire,
    SetPays,
    SetPoints,
    Suspend,
    Terms,
    When,
)
from openqof.core.national import BetterOf, Improvement, Register, Sliding, YesNo
from openqof.core.sources import Basis, Provenance
from openqof.core.terms import EVERY, Chosen, Fixed, Reading
from openqof.core.years import FinancialYear
from openqof.files.load import load_scheme
from openqof.files.scheme_changes_shape import CHANGES
from openqof.files.scheme_shape import SCHEME, scheme_schema
from openqof.files.scheme_terms_shape import TERM_FORMS
from openqof.files.shipped import service_ids
from scheme_texts import HEAD, codes, keys_of, paid, scheme

D = Decimal
ROOT = Path(__file__).parents[3]
GOOD = ROOT / "tests" / "good"
OCTOBER = date(2014, 10, 1)
HERE = Provenance("openqof", Basis.DERIVED, "")
SERVICE = service_ids()[0]
CHANGED: dict[str, Terms] = {
    "keep: {indicators: [AF001]}": Keep(Chosen(("AF001",))),
    "keep: {indicators: {all_but: [AF001]}}": Keep(Chosen(("AF001",), every=True)),
    "retire: {indicators: all}": Retire(EVERY),
    "suspend: {indicators: [AF001], from: 2014-10-01, pay: nothing}": (
        Suspend(Chosen(("AF001",)), OCTOBER, None, HERE)
    ),
    "suspend: {indicators: all, from: 2014-10-01, to: 2014-12-31, by_days: true, pay: {level_of: 2013/14}}": (
        Suspend(EVERY, OCTOBER, LevelOf(FinancialYear(2013)), HERE, date(2014, 12, 31), by_days=True)
    ),
    "suspend: {indicators: [AF001], from: 2014-10-01, pay: {fixed: 9}}": (
        Suspend(Chosen(("AF001",)), OCTOBER, Fixed(D(9)), HERE)
    ),
    "replace: {indicators: [AF001], by: {id: X1, says: new, points: 5, pays: register}}": (
        Replace(Chosen(("AF001",)), AddIndicator("X1", "new", D(5), Register()))
    ),
    "add_indicator: {id: X1, says: new, points: 5, pays: yes_no, group: AF}": (
        AddIndicator("X1", "new", D(5), YesNo(), "AF")
    ),
    "set_thresholds: {indicators: [CHD002], to: 95}": SetPays(Chosen(("CHD002",)), upper=D(95)),
    "set_thresholds: {indicators: [CHD002], from: 50, at_lower: 3}": (
        SetPays(Chosen(("CHD002",)), lower=D(50), step=D(3))
    ),
    "set_pays: {indicators: [CHD002], pays: {better_of: {sliding: {from: 40, to: 90}, "
    "improvement: {years: 2, from: 5, to: not found}}}}": (
        SetPays(Chosen(("CHD002",)), BetterOf(Sliding(D(40), D(90)), Improvement(2, D(5), None)))
    ),
    "set_points: {indicators: [CHD002], points: 9}": SetPoints(Chosen(("CHD002",)), points=D(9)),
    "set_points: {indicators: all, percent: 50}": SetPoints(EVERY, percent=D(50)),
    f"add_service: {{service: {SERVICE}, from: 2014-10-01}}": AddService(SERVICE, OCTOBER),
    f"end_service: {{service: {SERVICE}}}": EndService(SERVICE),
    "require: {of: body, what: provide training}": Require(Bound.BODY, "provide training"),
    "require: {of: practice, what: a diary, evidence: it, by: 2014-10-01, id: diary, hours: 12}": (
        Require(Bound.PRACTICE, "a diary", "it", OCTOBER, "diary", D(12))
    ),
    "report: {level: light, indicators: all}": Report("light", "all"),
    "report: {level: light, indicators: [AF001, CHD002]}": Report("light", "AF001, CHD002"),
    "guarantee: {income: qof, of: 2013/14, reading: accrual}": (
        Guarantee("qof", FinancialYear(2013), Reading.ACCRUAL)
    ),
    "guarantee: {income: qof, of: 2013/14, reading: cash, practices_gone: not paid, hands_on: {A1: B1}, "
    "or_actual_above: 10, share: 95}": (
        Guarantee(
            "qof",
            FinancialYear(2013),
            Reading.CASH,
            PracticesGone.NOT_PAID,
            {"A1": "B1"},
            D(10),
            D(95),
        )
    ),
    "pool: {id: pot, from: [{by: CCG, pounds: 9}, {by: practices, line: pms_balance, percent: 50}]}": (
        Pool(
            "pot",
            (Contribution("CCG", D(9)), Contribution("practices", None, "pms_balance", D(50))),
        )
    ),
    "pool: {id: pot, from: [{by: CCG, pounds: 9}], remainder: shared}": (
        Pool("pot", (Contribution("CCG", D(9)),), "shared")
    ),
    paid("{fixed: 9}", when="half-yearly"): (
        Pay("", "a test", Fixed(D(9)), "CCG", "test", Certainty.AT_RISK, When("half-yearly"))
    ),
    paid("{fixed: 9}", certainty="guaranteed", when="{2015-05-01: 55, 2014-07-01: 45}")[:-1]
    + ", id: core, to: the federation, instead_of: qof, covers: [plans]}": Pay(
        id="core",
        what="a test",
        amount=Fixed(D(9)),
        payer="CCG",
        pot="test",
        certainty=Certainty.GUARANTEED,
        when=When("", ((date(2014, 7, 1), D(45)), (date(2015, 5, 1), D(55)))),
        payee="the federation",
        instead_of="qof",
        covers=("plans",),
    ),
}


def without_place(terms: Terms) -> Terms:
    if not isinstance(terms, Suspend):
        return terms
    marks = Provenance(terms.pay_provenance.source, terms.pay_provenance.basis)
    return Suspend(terms.chosen, terms.start, terms.pay, marks, terms.end, terms.by_days)


@pytest.mark.parametrize("change", CHANGED, ids=lambda change: change[:50])
def test_a_change_is_read_as_it_is_written(change: str, tmp_path: Path) -> None:
    assert without_place(scheme(tmp_path, change).changes[0].terms) == CHANGED[change]


def test_every_change_is_tried() -> None:
    assert {change.split(":")[0] for change in CHANGED} == set(CHANGES)


def test_the_pay_of_a_suspension_takes_the_source_of_its_change(tmp_path: Path) -> None:
    suspend = "suspend: {indicators: [AF001], from: 2014-10-01, pay: nothing}"
    terms = scheme(tmp_path, f"{{{suspend}, source: press-2013-15, basis: found}}").changes[0].terms
    assert isinstance(terms, Suspend)
    assert (terms.pay_provenance.source, terms.pay_provenance.basis) == ("press-2013-15", Basis.FOUND)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("set_thresholds: {indicators: [CHD002]}", "L219"),
        ("set_thresholds: {indicators: [CHD002], from: 96}", "L218"),
        ("set_points: {indicators: [CHD002]}", "L219"),
        ("retire: {indicators: []}", "L038"),
        ("add_indicator: {id: X1, says: new, points: 5, pays: yes_no, group: AFF}", "L228"),
        ("add_indicator: {id: X1, says: new, points: 5, pays: {sliding: {from: 9, to: 9}}}", "L060"),
        ("add_indicator: {id: X1, says: new, points: 5, pays: yes_no, measure: plan}", "L220"),
        ("replace: {indicators: [AF001], by: {id: CHD002, says: new, points: 5, pays: register}}", "L229"),
        ("set_pays: {indicators: [CHD002], pays: {protected: {at: 2014/15, normally: register}}}", "L066"),
        ("pool: {id: pot, from: [{by: CCG, pounds: 9, line: qof}]}", "L219"),
        ("end_service: {service: SERVICE, pool: pot}", "L225"),
        ("add_service: {service: SERVICE, from: 2015-10-01}", "L208"),
        ("suspend: {indicators: [AF001], from: 2014-10-01, to: 2015-04-01, pay: nothing}", "L208"),
        ("report: {level: light, indicators: [AF999]}", "L209"),
        (paid("{fixed: 1}", when="{2014-03-01: 100}"), "L230"),
        (paid("{fixed: 1}", when="{2014-04-01: 99.5}"), "L231"),
        (paid("{fixed: 1}", when="{}"), "L038"),
    ],
)
def test_a_change_that_means_nothing_is_one_problem(change: str, code: str, tmp_path: Path) -> None:
    assert codes(tmp_path, change.replace("SERVICE", SERVICE)) == [code]


@pytest.mark.parametrize(
    "change",
    [
        "replace: {indicators: [AF001], by: {id: AF001, says: new, points: 5, pays: register}}",
        "set_thresholds: {indicators: all, at_lower: 0}",
        paid("{fixed: 1}", when="{2014-04-01: 50, 2015-06-01: 50}"),
    ],
)
def test_what_is_at_the_edge_is_accepted(change: str, tmp_path: Path) -> None:
    assert codes(tmp_path, change) == []


def test_a_refused_change_leaves_the_numbers_of_the_others_alone(tmp_path: Path) -> None:
    wrong = "reprot: {level: light, indicators: all}"
    retire = "retire: {indicators: [AF001]}"
    again = "{set_points: {indicators: [AF001], points: 1}, overrides: 2}"
    assert codes(tmp_path, wrong, retire, again) == ["L037"]


# Documents


def tags(node: Any) -> Iterator[tuple[str, Any]]:
    """Every key of a document with what stands under it."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield str(key), value
            yield from tags(value)
    elif isinstance(node, list):
        for each in node:
            yield from tags(each)


def test_the_good_document_has_every_key_change_and_term() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(GOOD.glob("*.yaml"))]
    found = [each for text in texts for each in tags(yaml.load(text, Loader=yaml.CSafeLoader))]
    shapes = {**SCHEME.required, **SCHEME.optional, **CHANGES, **TERM_FORMS}
    under = {name: {key for tag, value in found if tag == name for key, _ in tags(value)} for name in shapes}
    assert {
        name: keys_of(shape) - under[name] for name, shape in shapes.items() if keys_of(shape) - under[name]
    } == {}
    assert set(shapes) <= {tag for tag, _ in found}


def as_json(text: str) -> Any:
    return json.loads(json.dumps(_words(yaml.load(text, Loader=yaml.CSafeLoader))))


def _words(thing: Any) -> Any:
    if isinstance(thing, dict):
        return {str(key): _words(value) for key, value in thing.items()}
    if isinstance(thing, list):
        return [_words(each) for each in thing]
    return str(thing) if isinstance(thing, date) else thing


@pytest.mark.parametrize("name", ["every-change", "service", "unpriced"])
def test_the_schema_accepts_what_the_reader_accepts(name: str) -> None:
    path = GOOD / f"{name}.yaml"
    assert load_scheme(path).title
    validator = jsonschema.Draft202012Validator(scheme_schema())
    assert list(validator.iter_errors(as_json(path.read_text(encoding="utf-8")))) == []


def test_a_service_says_what_it_is_paid_on_and_covers() -> None:
    service = load_scheme(GOOD / "service.yaml")
    assert (service.kind, service.line, service.covers) == (
        "service",
        "small_test",
        ("care planning", "AF004"),
    )


def test_a_document_without_a_law_runs_for_years_and_names_indicators_nobody_checks() -> None:
    unpriced = load_scheme(GOOD / "unpriced.yaml")
    assert (unpriced.base, unpriced.runs.first.year, unpriced.runs.last.year) == ("", 2017, 2019)
    assert unpriced.unpriced is not None and unpriced.unpriced.text.startswith("There is no national law")


def test_everything_said_carries_its_own_source() -> None:
    full = load_scheme(GOOD / "every-change.yaml")
    said = (full.route, full.offer, full.uptake, full.status, full.aim, full.watch, full.ends)
    assert [each.provenance.basis for each in said if each is not None] == [Basis.RECALLED] * len(said)
    assert full.offer is not None
    assert not full.offer.closed_lists
    assert full.options[0].provenance.basis is Basis.RECALLED
    assert full.measures["seen"].provenance.basis is Basis.DERIVED
    assert full.parameters["rate"].provenance.place == f"{GOOD / 'every-change.yaml'}:24"


def test_what_is_asserted_keeps_its_tolerance() -> None:
    asserts = load_scheme(GOOD / "every-change.yaml").asserts
    assert asserts["total"].holds(D(1_005_000)) and not asserts["total"].holds(D("1005000.01"))
    assert asserts["change"].holds(D("-20.5")) and not asserts["change"].holds(D("-20.51"))


@pytest.mark.parametrize(
    ("runs", "route", "found"),
    [
        ("2015-04-01 2016-03-31", "national-change", []),
        ("2014-04-01 2015-03-31", "national-change", []),
        ("2014-10-01 2015-09-30", "national-change", ["L204"]),
        ("2016-04-01 2017-03-31", "national-change", ["L204", "L204"]),
        ("2015-04-01 2016-03-31", "voluntary-alternative", ["L204", "L204"]),
    ],
)
def test_only_a_national_change_starts_from_the_law_of_the_year_before(
    runs: str, route: str, found: list[str], tmp_path: Path
) -> None:
    first, last = runs.split()
    head = HEAD.replace("{from: 2014-04-01, to: 2015-03-31}", f"{{from: {first}, to: {last}}}")
    assert codes(tmp_path, "retire: {indicators: [AF001]}", head=head + f"route: {route}\n") == found
