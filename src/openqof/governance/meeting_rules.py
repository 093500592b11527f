"""Rules of procedure that every committee keeps, whatever its pack; verdicts cite them as meeting:…"""

from __future__ import annotations

from openqof.core.governance.packs import Rule
from openqof.core.governance.verdicts import Answer, Reason
from openqof.core.sources import Basis, Provenance

_RECALLED = Provenance("team-knowledge", Basis.RECALLED)
_CHOSEN = Provenance("openqof", Basis.DERIVED)

CHAIR = Rule(
    "chair-of-item",
    "The vice-chair takes the chair where the chair is absent or conflicted, and else an eligible lay member "
    "whom those present choose.",
    _RECALLED,
)
HANDLED = Rule(
    "handled-at-least",
    "Whoever is in the chair decides how a conflict is handled, at least as strongly as the rules ask, and "
    "it is minuted.",
    _RECALLED,
)
DECLARED = Rule(
    "declared-and-minuted",
    "What a member declares at the meeting is minuted with how it was handled.",
    _RECALLED,
)
VOTES = Rule(
    "votes-counted",
    "Only members who are there, have a vote and are free of a conflict are counted.",
    _RECALLED,
)
BLIND = Rule("blind-ballot", "A blind ballot shows nothing before all who may vote have.", _CHOSEN)
QUORUM = Rule("quorum-stated", "The terms of reference of a committee state its quorum.", _CHOSEN)
REGISTER = Rule(
    "register-held", "What an item touches is held against the register of interests of the body.", _CHOSEN
)
PROCEDURE = (CHAIR, HANDLED, DECLARED, VOTES, BLIND, QUORUM, REGISTER)
"""Every rule of procedure."""


def named(rule: Rule) -> str:
    """A rule of procedure as verdicts cite it: meeting:chair-of-item."""
    return f"meeting:{rule.id}"


def reason(rule: Rule, answer: Answer, says: str) -> Reason:
    """A reason that cites a rule of procedure."""
    return Reason(named(rule), says, answer, rule.provenance)
