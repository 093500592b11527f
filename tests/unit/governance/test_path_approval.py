"""An approval of a scheme by the rules of the day."""

from __future__ import annotations

from openqof.core.governance.progress import Gate
from openqof.core.governance.refusal import Refusal
from openqof.governance.path import apply
from path_builders import BOTH, NATIONAL, event, reached, rules


def test_an_approval_that_rules_of_a_later_day_ask_for_is_asked_for_then() -> None:
    national, joint = rules(Gate.APPROVAL, approval=NATIONAL), rules(Gate.APPROVAL, approval=BOTH)
    asks = event("approval-asked", approver="nhs-england", question="May it be offered?")
    approves = event("approved", approver="nhs-england", evidence="x")
    before = reached(asks, approves, held=national)
    assert before.gates[Gate.APPROVAL].passed
    after = apply(before, event("options-appraised", evidence="x"), joint)
    assert not isinstance(after, Refusal)
    assert after.gates[Gate.APPROVAL].passed is None
