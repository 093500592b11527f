"""The packs shipped: one for every day of each kind of body, whole, and without a place name."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

import openqof
from openqof.core.governance.actions import KINDS
from openqof.core.governance.packs import BodyKind, Model, Power
from openqof.core.sources import Basis
from openqof.files.governance import load_packs, pack_ids
from openqof.files.shipped import LAW
from openqof.governance.packs import conditions_on, in_force, pack_on, rules_on
from openqof.governance.working_days import after, latest_start

PACKS = load_packs()
HOME = Path(openqof.__file__).parent
NOT_PLACES = {"england", "openqof"}
PLACES = {
    word
    for folder in (LAW / "local").iterdir()
    if folder.name not in NOT_PLACES
    for word in folder.name.split("-")
    if len(word) > 4
} | {"cumbria", "kent", "yorkshire", "birmingham"}


def test_the_five_packs_are_shipped():
    assert pack_ids() == ("area-team-2013", "ccg-2014", "ccg-2016", "ccg-2017", "icb-2022")


def test_every_day_has_one_pack_of_a_group_and_none_after():
    day = date(2013, 4, 1)
    while day <= date(2022, 6, 30):
        assert sum(BodyKind.CCG in p.kinds and p.first <= day <= (p.last or day) for p in PACKS) == 1
        day += timedelta(days=1)
    assert pack_on(PACKS, BodyKind.CCG, date(2022, 7, 1)) is None
    assert pack_on(PACKS, BodyKind.ICB, date(2022, 6, 30)) is None


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_a_pack_is_whole(pack):
    for part in (pack.powers, pack.conditions, pack.committee, pack.clocks, pack.fields, pack.handling):
        assert part
    assert pack.duties and pack.remedies
    models = {each.model for each in pack.powers}
    asked = {(each.function, each.model) for each in pack.powers}
    assert asked == {(function, model) for function in pack.functions for model in models}
    assert {each.record for each in pack.fields} >= {*KINDS, "interest", "decision", "procurement"}


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_every_route_has_what_it_asks(pack):
    on = pack.last or date(2025, 4, 1)
    for route in ("in-year-suspension", "national-change"):
        assert any(each.routes == (route,) for each in conditions_on(pack.conditions, on, route=route))
    kinds = {each.kind for each in conditions_on(pack.conditions, on, route="voluntary-alternative")}
    assert {"approval", "standing"} <= kinds


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_no_body_changes_the_national_contract(pack):
    national = {each.power for each in pack.powers if each.function == "national-contract"}
    assert national == {Power.NONE}


@pytest.mark.parametrize(
    "path",
    [*(LAW / "governance").glob("*.yaml"), *(HOME / "governance").glob("*.py")],
    ids=lambda path: path.name,
)
def test_no_place_is_named(path):
    words = set(re.findall(r"[a-z]+", path.read_text(encoding="utf-8").casefold()))
    assert not words & PLACES


def test_rules_of_a_day_leave_out_those_of_other_days():
    pack = next(each for each in PACKS if each.id == "icb-2022")
    before, after = date(2023, 12, 31), date(2024, 1, 1)
    named = {rule.id for rule in rules_on(pack, after)} - {rule.id for rule in rules_on(pack, before)}
    assert "psr-route" in named and "standstill-8" in named
    assert len(in_force(pack.powers, before)) < len(pack.powers)
    assert {rule.id for rule in pack.remedies} <= {rule.id for rule in rules_on(pack, after)}


def test_conditions_are_asked_of_their_model_alone():
    pack = next(each for each in PACKS if each.id == "ccg-2016")
    asked = {
        model: {
            each.rule.id
            for each in conditions_on(
                pack.conditions, date(2016, 12, 1), route="voluntary-alternative", model=model
            )
        }
        for model in (Model.JOINT, Model.DELEGATED)
    }
    assert "both-sides" in asked[Model.JOINT] - asked[Model.DELEGATED]
    assert "novel-matters" in asked[Model.DELEGATED] - asked[Model.JOINT]


@pytest.mark.parametrize(
    ("about", "count", "unit", "least"),
    [
        ("remedial-notice", 28, "days", True),
        ("variation-notice", 14, "days", True),
        ("partnership-change-notice", 28, "days", True),
        ("contractor-termination", 6, "months", True),
        ("single-handed-termination", 3, "months", True),
        ("sanction-suspension", 6, "months", False),
    ],
)
@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_periods_of_contract_actions(pack, about, count, unit, least):
    (clock,) = [each for each in pack.clocks if each.about == about]
    assert (clock.count, clock.unit, clock.least) == (count, unit, least)


@pytest.mark.parametrize(
    ("pack", "months"), [("ccg-2014", 12), ("ccg-2016", 6), ("ccg-2017", 12), ("icb-2022", 12)]
)
def test_registers_are_reviewed_by_edition(pack, months):
    found = next(each for each in PACKS if each.id == pack)
    clocks = {each.about: (each.count, each.unit) for each in found.clocks}
    assert clocks["review-interests"] == (months, "months")
    assert clocks["record-interest"] == (28, "days")
    assert clocks["publish-interest-after-end"] == (6, "months")
    assert clocks["keep-interest"] == (6, "years")


@pytest.mark.parametrize("year", [2016, 2017, 2018, 2020])
@pytest.mark.parametrize("pack", ["ccg-2014", "ccg-2016", "ccg-2017"])
def test_notice_to_leave_delegation_is_given_by_the_end_of_september(pack, year):
    found = next(each for each in PACKS if each.id == pack)
    (clock,) = [each for each in found.clocks if each.about == "leave-delegation"]
    assert latest_start(date(year, 3, 31), clock.count, clock.unit) == date(year - 1, 9, 30)
    assert after(date(year - 1, 10, 1), clock.count, clock.unit) > date(year, 3, 31)


NOT_FOUND = {
    "procurement-fields", "psr-criteria-fields", "pharmacy-eye-dental-to-2023", "minutes-published",
    "meets-in-public", "area-team-agrees", "national-approval", "one-year", "general-practice-national",
    "enhanced-services-national", "local-services-national", "national-qof-offered-before",
    "no-suspension-before-advice", "no-suspension-before-note", "not-in-year", "not-in-year-2014",
}  # fmt: skip
"""Rules that were read of another time or of few bodies, and of no law or guidance of their own time."""


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_what_is_carried_into_another_time_is_not_called_found(pack):
    called = {rule.id: rule.provenance.basis for rule in pack.rules() if rule.id in NOT_FOUND}
    assert Basis.FOUND not in called.values()
    assert called["procurement-fields"] is Basis.RECALLED


@pytest.mark.parametrize(
    ("rule", "first"),
    [
        ("national-qof-offered", date(2014, 11, 10)),
        ("joining-voluntary", date(2014, 11, 10)),
        ("gms-entitlement", date(2014, 11, 10)),
        ("lmc-consulted", date(2014, 11, 10)),
        ("minutes-published", date(2014, 12, 1)),
        ("meets-in-public", date(2014, 12, 1)),
        ("standing-invitations", date(2014, 12, 1)),
    ],
)
def test_what_was_read_of_late_2014_holds_from_then(rule, first):
    pack = next(each for each in PACKS if each.id == "ccg-2014")
    assert rule in {each.id for each in rules_on(pack, first)}
    assert rule not in {each.id for each in rules_on(pack, first - timedelta(days=1))}


def test_contract_periods_read_in_texts_of_2015_are_derived_before_them():
    for pack in PACKS:
        cited = [rule for rule in pack.rules() if rule.provenance.source == "gms-regulations-2015"]
        assert cited
        if pack.first < date(2015, 12, 1):
            assert {rule.provenance.basis for rule in cited} == {Basis.DERIVED}
