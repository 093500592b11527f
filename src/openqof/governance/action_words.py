"""What the register of contract actions calls things, and which period is asked of which action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from openqof.core.governance.actions import Action

PERFORMANCE = ("remedial-notice", "breach-notice", "sanction", "termination")
"""Actions that hold something against a practice."""
NOTICES = ("remedial-notice", "breach-notice")
SAFETY = ("patient safety", "material financial loss")
"""Why a notice may leave less time than it otherwise must."""
AGREED, WITHOUT_CONSENT = "agreement", "without consent"
SANCTIONS = ("end obligations", "suspend obligations", "withhold money", "deduct money")

OWN_NOTICE = "contractor notice"
NOT_REMEDIED, REPEATED, CUMULATIVE = "not remedied", "repeated breach", "cumulative breaches"
BREACH = (NOT_REMEDIED, REPEATED, CUMULATIVE)
GROUNDS = (
    "agreement", OWN_NOTICE, "death", "false information", "loss of eligibility", "unlawful sub-contracting",
    *SAFETY, *BREACH,
)  # fmt: skip
"""Why a contract may be ended."""
NOT_AGAINST = ("agreement", OWN_NOTICE, "death")
"""Grounds that hold nothing against the practice."""
REMEDIED = "remedied"

WORDS: Mapping[str, tuple[str, ...]] = {
    "shorter because": SAFETY,
    "how": (AGREED, WITHOUT_CONSENT),
    "sanction": SANCTIONS,
    "ground": GROUNDS,
    "outcome": (REMEDIED, NOT_REMEDIED),
    "of": ("contracts", "lists"),
    "single handed": ("yes", "no"),
}
"""Fields that are one of some words."""
DAYS = ("takes effect", "until", "ends", "opens", "reopens", "data from", "data to", "withdrawn")
"""Fields that are a day, written 2016-04-01."""
_OWN: Mapping[str, Callable[[Action], str]] = {
    "reference": lambda action: action.reference,
    "kind": lambda action: action.kind,
    "practice": lambda action: action.practice,
    "served": lambda action: action.served.isoformat(),
    "by": lambda action: action.by,
    "grounds": lambda action: ", ".join(action.grounds),
    "successors": lambda action: ", ".join(action.successors),
    "period ends": lambda action: action.period_ends.isoformat() if action.period_ends else "",
}


def stated(action: Action, name: str) -> str:
    """What an action says under a name, whether of its own or among its fields; "" where it says nothing."""
    name = name.replace("_", " ")
    own = _OWN.get(name)
    return own(action) if own else action.fields.get(name, "").strip()


def day_of(action: Action, name: str) -> date | None:
    """The day under a name; None where there is none or it is no day."""
    try:
        return date.fromisoformat(stated(action, name))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Period:
    """A time asked of an action: under which clock, from what to what, for which cases, and what excuses it.

    It is asked where the field `when` is one of `values`, or always where `when` is "". `exactly` is for a
    period whose end the law fixes, at the end of its month.
    """

    about: str
    start: str
    end: str
    when: str = ""
    values: tuple[str, ...] = ()
    excused_by: str = ""
    exactly: bool = False
    and_when: tuple[str, tuple[str, ...]] = ("", ())

    def asked_of(self, action: Action) -> bool:
        """Whether the case is one that it is asked of."""
        cases = ((self.when, self.values), self.and_when)
        return all(not name or stated(action, name) in values for name, values in cases)


PERIODS: Mapping[str, tuple[Period, ...]] = {
    "remedial-notice": (
        Period("remedial-notice", "served", "period ends", excused_by="shorter because"),
    ),
    "sanction": (
        Period("sanction-notice", "served", "takes effect", excused_by="shorter because"),
        Period("sanction-suspension", "takes effect", "until", "sanction", ("suspend obligations",)),
    ),
    "variation": (
        Period(
            "variation-notice", "served", "takes effect", "how", (WITHOUT_CONSENT,), "not practicable because"
        ),
    ),
    "partnership-change": (Period("partnership-change-notice", "served", "takes effect"),),
    "termination": (
        Period("breach-termination", "served", "ends", "ground", BREACH, "shorter because"),
        Period(
            "contractor-termination", "served", "ends", "ground", (OWN_NOTICE,), exactly=True,
            and_when=("single handed", ("no", "")),
        ),
        Period(
            "single-handed-termination", "served", "ends", "ground", (OWN_NOTICE,), exactly=True,
            and_when=("single handed", ("yes",)),
        ),
    ),
    "list-closure": (
        Period("list-closure-least", "takes effect", "reopens"),
        Period("list-closure-most", "takes effect", "reopens"),
    ),
}  # fmt: skip
"""The periods of each kind of action; the counts are in the rule packs."""
FEWEST_SUCCESSORS = {"merger": (1, 1), "split": (2, None), "new-practice": (0, 0)}
"""How many practices follow: at least and at most, None for any number."""
