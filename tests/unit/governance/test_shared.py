"""A scheme of several bodies: an LMC asked once for all it spans, and each body deciding for itself."""

from __future__ import annotations

from openqof.core.governance.progress import Event, Gate, Stage
from openqof.core.governance.refusal import Refusal
from openqof.governance.shared import meant, spans, walk_shared
from path_builders import DECIDED, LMC, PREPARED, SIGN_UP, begun, event, rules

SOUTH = "Another invented LMC"
RULES = {"X01": rules(lmcs=(LMC,)), "X02": rules(lmcs=(LMC, SOUTH))}
PATHS = {"X01": begun(RULES["X01"], ("D00001",)), "X02": begun(RULES["X02"], ("E00001",))}
SECOND = tuple(Event(each.on, each.by, each.what, {**each.details, "lmc": SOUTH}) for each in PREPARED[1:5])


def by(body: str, one: Event) -> Event:
    return Event(one.on, one.by, one.what, {**one.details, "body": body})


BALLOT, DECISION = PREPARED[5], DECIDED[-1]
ALONE = (BALLOT, DECISION)
COMMON = tuple(each for each in PREPARED if each is not BALLOT)
REST = SIGN_UP[len(DECIDED) :]
BEGINS = event("commenced", last_day="2016-08-31")


def test_an_lmc_may_span_bodies() -> None:
    assert spans(RULES) == {LMC: ("X01", "X02"), SOUTH: ("X02",)}


def test_an_lmc_that_spans_bodies_is_asked_once_for_all() -> None:
    found = walk_shared(PATHS, COMMON, RULES)
    assert found.refused == ()
    assert found.paths["X01"].gates[Gate.LMC].passed
    assert not found.paths["X02"].gates[Gate.LMC].passed
    assert walk_shared(PATHS, (*COMMON, *SECOND), RULES).paths["X02"].gates[Gate.LMC].passed


def test_each_body_decides_for_itself() -> None:
    events = (*COMMON, *SECOND, *(by("X01", each) for each in ALONE), *REST, BEGINS)
    found = walk_shared(PATHS, events, RULES)
    assert found.in_force_for == ("X01",)
    assert found.paths["X02"].stage is Stage.IN_PREPARATION
    assert {(body, refusal.rule) for body, _, refusal in found.refused} == {("X02", "path:stage")}
    both = (*COMMON, *SECOND, *(by(body, each) for body in PATHS for each in ALONE), *REST, BEGINS)
    assert walk_shared(PATHS, both, RULES).in_force_for == ("X01", "X02")


def test_a_decision_that_names_no_body_is_refused() -> None:
    found = walk_shared(PATHS, (*COMMON, *SECOND, *ALONE), RULES)
    assert [(body, refusal.rule) for body, _, refusal in found.refused] == [("", "path:bodies")] * 2
    only = {"X01": PATHS["X01"]}
    assert walk_shared(only, DECIDED, {"X01": RULES["X01"]}).paths["X01"].stage is Stage.DECIDED


def test_an_event_of_a_practice_is_of_its_own_body() -> None:
    assert meant(event("offered", practice="E00001"), PATHS, RULES) == ("X02",)
    strange = meant(event("offered", practice="D99999"), PATHS, RULES)
    assert isinstance(strange, Refusal)
    assert isinstance(meant(by("X09", DECISION), PATHS, RULES), Refusal)
