"""Adopting a scheme word for word: what may differ, and what is then refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from openqof.core.scheme import Scheme
from openqof.files.load import load_scheme
from openqof.governance.templates import differences, verbatim

ID = "openqof/network-share-2021"


@pytest.fixture(scope="module")
def template() -> Scheme:
    return load_scheme(ID)


def test_a_copy_without_changes_differs_in_nothing(template: Scheme) -> None:
    copy = replace(template, id="invented/copy", title="A copy", bodies=("X01",), sha256="b" * 64)
    assert differences(template, template, copy) == ()
    assert verbatim(template, template, copy) == ()


def test_a_parameter_may_differ_and_is_said(template: Scheme) -> None:
    copy = load_scheme(ID, values={"a_head": "3"})
    (found,) = differences(template, load_scheme(ID, values={"a_head": "3"}), copy)
    assert found.may
    assert found.says == "The parameter a_head: here 3; in the template 2."
    assert verbatim(template, copy, copy) == ()


def test_terms_changed_by_hand_are_refused_each_with_its_place(template: Scheme) -> None:
    first = template.changes[0]
    changed = replace(template, because=replace(template.because, text="It is cheaper."), changes=(first,))
    found = verbatim(template, template, changed)
    assert {each.rule for each in found} == {"path:verbatim"}
    assert len(found) == 2
    assert any("here “It is cheaper”;" in each.says for each in found)
    assert all(each.says.endswith("Only local parameters may differ.") for each in found)


def test_a_parameter_that_only_one_declares_is_refused(template: Scheme) -> None:
    more = {
        **template.parameters,
        "own": replace(template.parameters["a_head"], name="own", value=Decimal(5)),
    }
    (found,) = verbatim(template, template, replace(template, parameters=more))
    assert found.says.startswith("The parameter own: here 5; in the template left out.")


def test_a_value_in_place_of_a_parameter_is_not_taken_for_one(template: Scheme) -> None:
    changed = load_scheme(ID, values={"network": "40"})
    found = verbatim(template, template, replace(changed, parameters=template.parameters))
    assert found
    assert all(each.says.startswith("Change ") for each in found)


def test_where_a_fact_was_read_is_no_difference(template: Scheme) -> None:
    other = replace(template.because, provenance=replace(template.because.provenance, place="elsewhere:1"))
    assert differences(template, template, replace(template, because=other)) == ()


def test_differences_are_said_in_plain_words_without_places() -> None:
    one, other = load_scheme("bolton/quality-contract-2015"), load_scheme("somerset/spqs-2014")
    said = [each.says for each in differences(other, other, one)]
    assert "The base year: here qof/2015-16; in the template qof/2014-15." in said
    for raw in (
        "Decimal(",
        "Provenance",
        "<",
        "{",
        ".yaml",
        "False",
        "True",
        "number 1",
        "_Basis",
        "financial year",
    ):
        assert not any(raw in each for each in said), raw
    assert any(each.startswith("Change 1: here pay (") for each in said)
    assert any(each.startswith("Change 4: here left out; in the template require (") for each in said)


def test_a_measure_that_is_expected_to_reach_more_is_one_difference(template: Scheme) -> None:
    bolton = load_scheme("bolton/quality-contract-2015")
    more = replace(bolton.measures["hours"], expected=Decimal(99))
    (found,) = differences(bolton, bolton, replace(bolton, measures={**bolton.measures, "hours": more}))
    assert found.says == "The measure hours, the expected value: here 99; in the template 95."
    without = {name: each for name, each in bolton.measures.items() if name != "hours"}
    (found,) = differences(bolton, bolton, replace(bolton, measures=without))
    assert found.says.startswith(
        "The measure hours: here left out; in the template measure (what it says “Open "
    )
