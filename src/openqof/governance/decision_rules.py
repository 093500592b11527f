"""The rules of decision records that hold in every pack; what a pack asks beyond them it says itself."""

from __future__ import annotations

from openqof.core.governance.packs import Rule
from openqof.core.governance.verdicts import Answer, Reason
from openqof.core.sources import Basis, Provenance

_OWN = Provenance("openqof", Basis.DERIVED)
ID = "decisions"
STATED = Rule("stated", "A record has a reference and an outcome, approved or rejected.", _OWN)
CARRIED = Rule("carried", "A decision rests on votes that were counted and carried it.", _OWN)
HANDLED = Rule("conflicts-handled", "Every conflict in an item is handled at least as its pack asks.", _OWN)
ROUTED = Rule(
    "route-open",
    "What is approved is within the powers of the body, a scheme by a route that is open to it.",
    _OWN,
)
CORRECTED = Rule(
    "corrected-by-new-record", "A record is never changed; a new record names what it corrects.", _OWN
)
PUBLISHED = Rule("published", "What is to be published is published in its time.", _OWN)
CALLED_IN = Rule("call-in-over", "A decision is acted on once its period for call-in is over.", _OWN)
CHOICES = Rule("psr-process", "A process of the Provider Selection Regime is one of its five.", _OWN)
AWARDED = Rule("award-after-standstill", "A contract is awarded once the standstill is over.", _OWN)
RULES = (STATED, CARRIED, HANDLED, ROUTED, CORRECTED, PUBLISHED, CALLED_IN, CHOICES, AWARDED)
"""All of them, for a list of the rules that cases reach."""


def reason_of(rule: Rule, holds: bool, otherwise: str, *, so: str = "", answer: Answer = Answer.NO) -> Reason:
    """A reason under a rule: yes where it holds, with `so`; else the answer, with `otherwise`."""
    said = so if holds else otherwise
    says = f"{rule.says} {said}" if said else rule.says
    return Reason(f"{ID}:{rule.id}", says, Answer.YES if holds else answer, rule.provenance)
