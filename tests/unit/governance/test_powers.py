"""What a body may decide, by function, model and day, against the table as it was gathered."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from openqof.core.governance.bodies import Body, ModelFrom
from openqof.core.governance.packs import BodyKind, Model, Pack
from openqof.core.governance.verdicts import Answer
from openqof.core.sources import Basis, Provenance
from openqof.files.governance import load_packs
from openqof.governance.powers import may

HERE = Provenance("openqof", Basis.FOUND)
DECIDES, JOINTLY, NO_PART = Answer.YES, Answer.YES, Answer.NO
TABLE = {
    "general-practice": "idd",
    "pharmacy-eye-dental": "iii",
    "local-incentive-schemes": "ndd",
    "budget-management": "ndd",
    "contract-performance": "idd",
    "complaints": "ndn",
    "performers-list": "nnn",
    "new-practices-closures-mergers": "ndd",
    "contract-design": "ndd",
    "enhanced-services": "ndd",
    "discretionary-payments": "ndd",
    "out-of-area-urgent-care": "ndd",
    "local-services": "ddd",
    "national-contract": "nnn",
    "liability": "nnn",
}
"""Greater involvement, joint, delegated: decides (jointly or alone), involved, none."""
MODELS = (Model.INVOLVEMENT, Model.JOINT, Model.DELEGATED)
DAYS = {"ccg-2014": date(2015, 6, 1), "ccg-2016": date(2016, 12, 1), "ccg-2017": date(2018, 6, 1)}


@cache
def packs() -> tuple[Pack, ...]:
    return load_packs()


def body(kind: BodyKind, *models: tuple[Model, date], name: str = "An invented body") -> Body:
    return Body("X01", name, kind, tuple(ModelFrom(model, first, HERE) for model, first in models), HERE)


@pytest.mark.parametrize("pack", DAYS)
@pytest.mark.parametrize("function", TABLE)
@pytest.mark.parametrize("model", MODELS)
def test_every_function_under_every_model(pack, function, model):
    word = TABLE[function][MODELS.index(model)]
    verdict = may(body(BodyKind.CCG, (model, date(2014, 10, 1))), function, DAYS[pack], packs())
    assert verdict.allowed == (word == "d")
    (reason,) = verdict.reasons
    assert reason.rule.startswith(f"{pack}:{function}-")
    assert ("decides nothing" in reason.says) == (word == "i")


@pytest.mark.parametrize("function", [each for each in TABLE if each != "general-practice"])
def test_a_joint_power_says_that_it_is_joint(function):
    verdict = may(body(BodyKind.CCG, (Model.JOINT, date(2015, 4, 1))), function, date(2016, 12, 1), packs())
    alone = function in ("local-services",)
    assert (verdict.allowed and not alone) == ("together with NHS England" in verdict.reasons[0].says)


@pytest.mark.parametrize(
    ("model", "on", "allowed"),
    [
        (Model.DELEGATED, date(2015, 3, 31), False),
        (Model.DELEGATED, date(2015, 4, 1), True),
        (Model.JOINT, date(2014, 9, 30), False),
        (Model.JOINT, date(2014, 10, 1), True),
        (Model.INVOLVEMENT, date(2015, 4, 1), False),
    ],
)
def test_powers_are_dated(model, on, allowed):
    group = body(BodyKind.CCG, (model, date(2013, 4, 1)))
    assert may(group, "discretionary-payments", on, packs()).allowed is allowed


def test_a_group_that_states_no_model_has_the_weakest():
    verdict = may(body(BodyKind.CCG), "local-incentive-schemes", date(2016, 12, 1), packs())
    assert verdict.rules == ("ccg-2016:local-incentive-schemes-involvement",)


def test_a_kind_of_body_with_one_model_needs_not_state_it():
    assert may(body(BodyKind.ICB), "local-incentive-schemes", date(2023, 1, 1), packs()).allowed
    assert may(body(BodyKind.AREA_TEAM), "discretionary-payments", date(2014, 1, 1), packs()).allowed


@pytest.mark.parametrize(
    ("function", "on", "allowed"),
    [
        ("pharmacy-eye-dental", date(2023, 3, 31), False),
        ("pharmacy-eye-dental", date(2023, 4, 1), True),
        ("complaints", date(2023, 6, 30), False),
        ("complaints", date(2023, 7, 1), True),
        ("enhanced-services", date(2022, 7, 1), True),
        ("performers-list", date(2025, 1, 1), False),
        ("national-contract", date(2025, 1, 1), False),
        ("discretionary-payments", date(2025, 1, 1), True),
    ],
)
def test_boards(function, on, allowed):
    board = body(BodyKind.ICB, (Model.DELEGATED, date(2022, 7, 1)))
    assert may(board, function, on, packs()).allowed is allowed


def test_an_area_team_leaves_local_services_to_groups():
    team = body(BodyKind.AREA_TEAM, (Model.NATIONAL, date(2013, 4, 1)))
    assert not may(team, "local-services", date(2013, 4, 1), packs()).allowed
    group = body(BodyKind.CCG, (Model.INVOLVEMENT, date(2013, 4, 1)))
    assert may(group, "local-services", date(2013, 4, 1), packs()).allowed


def test_where_no_rule_holds_the_answer_says_so():
    group = body(BodyKind.CCG, (Model.DELEGATED, date(2015, 4, 1)))
    gone = may(group, "discretionary-payments", date(2022, 7, 1), packs())
    assert (gone.answer, gone.rules) == (Answer.NO, ("powers:rules-held",))
    odd = may(group, "ambulances", date(2016, 12, 1), packs())
    assert (odd.answer, odd.rules) == (Answer.NOT_SHOWN, ("powers:function-known",))
    national = body(BodyKind.CCG, (Model.NATIONAL, date(2013, 4, 1)))
    none = may(national, "discretionary-payments", date(2016, 12, 1), packs())
    assert (none.answer, none.rules) == (Answer.NO, ("powers:power-stated",))


def test_enhanced_services_are_held_by_somebody_at_all_times():
    team = body(BodyKind.AREA_TEAM, (Model.NATIONAL, date(2013, 4, 1)))
    group = body(BodyKind.CCG, (Model.INVOLVEMENT, date(2013, 4, 1)))
    for on in (date(2013, 6, 1), date(2015, 6, 1), date(2018, 6, 1)):
        assert may(team, "enhanced-services", on, packs()).allowed
        assert not may(group, "enhanced-services", on, packs()).allowed
        local = may(group, "local-services", on, packs())
        assert local.allowed and "enhanced ones among them" in local.reasons[0].says
        assert not may(team, "local-services", on, packs()).allowed
