"""Conflicts in sentences: the entry, the item, and the amount in pounds."""

from __future__ import annotations

import re

from openqof.core.governance import wording
from openqof.core.governance.interests import Category, Interest, Item
from openqof.core.governance.meetings import Declared
from openqof.core.governance.seats import Seat
from openqof.governance.seats import has_vote
from openqof.governance.touched import Match

_PATIENT = r"(?:registered patient\b(?!['’])|(?<!per )patient of\b|a patient at\b)"
_SAYS_PATIENT = re.compile(rf"\b{_PATIENT}", re.IGNORECASE)
_PLAIN_PATIENT = re.compile(
    rf"(?:(?:i|he|she|they)(?: am| is| are|['’]m|['’]s) |is |am )?(?:also )?(?:an? |the )?{_PATIENT}",
    re.IGNORECASE,
)
_NOT_ONLY_PATIENT = re.compile(
    r"\b(?:own(?:s|ed|er|ers|ing|ership)?|co-?own\w*|proprietor\w*|belongs?|partner\w*|director\w*"
    r"|share(?:s|holder|holders|holding|holdings)?|stake\w*|invest\w*|landlord|landlady|lease\w*|let"
    r"|rent\w*|propert\w+|premises|loans?|lend\w*|pay(?:s|ing|ment|ments)?|paid|unpaid|salar\w+|wages?"
    r"|fees?|income|earn\w*|profits?|money|financial\w*|pension\w*|contract\w*|consult\w*|commission\w*"
    r"|employ\w*|business|company|sell\w*|supplie\w*|supply\w*|runs?|managers?|works?|working|principal"
    r"|locum|receives?|grants?|gains?|list)\b|£",
    re.IGNORECASE,
)
_NOT_PATIENT = re.compile(
    r"\bpatient(?:s'|s)? (?:participation|group|forum|voice|liaison|transport)", re.IGNORECASE
)
_GENERAL = re.compile(r"\bgeneral interest\b", re.IGNORECASE)


def is_patient(stated: Interest | Declared) -> bool:
    """Whether an interest is plainly that of a registered patient, and speaks of neither ownership nor pay.

    One of another category than personal never is; one without a category has to begin by saying so.
    """
    if stated.category not in ("", Category.PERSONAL):
        return False
    nature = " ".join(stated.nature.split())
    says = _SAYS_PATIENT.search(nature) if stated.category else _PLAIN_PATIENT.match(nature)
    return bool(says) and not _NOT_PATIENT.search(nature) and not _NOT_ONLY_PATIENT.search(nature)


def is_general(declared: Declared) -> bool:
    """Whether a member declared no more than the general interest of a class."""
    return bool(_GENERAL.search(declared.nature))


def entry_words(item: Item, person: str, interest: Interest, match: Match) -> str:
    """Why an entry of the member's own is touched."""
    if interest.withheld_because:
        return f"{person} has {_withheld(interest)}, {_by(item, match)}"
    manner = "an indirect interest" if interest.category is Category.INDIRECT else "an interest"
    through = f" through {interest.through}" if interest.through else ""
    return f"{person} has {manner}{through} in {_entry(interest)}, {_by(item, match)}"


def partner_words(item: Item, person: str, partner: Interest, interest: Interest, match: Match) -> str:
    """Why an interest of a partner in the member's practice is touched."""
    who = f"{person} is a partner in {partner.organisation}, as is"
    if interest.withheld_because:
        return f"{who} another, who has {_withheld(interest)}, {_by(item, match)}"
    return f"{who} {partner.person}, who has an interest in {_entry(interest)}, {_by(item, match)}"


def class_words(item: Item, seat: Seat) -> str:
    """Why a whole class is touched, and the member with it."""
    says = (
        f"I{_item(item)[1:]} touches all {wording.members(item.touches_class)}, of whom {seat.person} is one."
    )
    says += " It decides no price or award." if item.design_only else ""
    return says if has_vote(seat) else f"{says} {seat.person} has no vote."


def declared_words(item: Item, declared: Declared) -> str:
    """What a member declared at the meeting."""
    category = "" if declared.category else " without a category"
    nature = declared.nature.rstrip(".")
    return f"{declared.person} declared an interest in {_item(item)}{category}: {nature}."


def _entry(interest: Interest) -> str:
    nature = interest.nature.rstrip(".")
    return f"{interest.organisation} ({interest.id}: {nature}, since {wording.day(interest.held_from)})"


def _withheld(interest: Interest) -> str:
    return f"an interest that is withheld from publication ({interest.id})"


def _by(item: Item, match: Match) -> str:
    """What the item does to the organisation: which gains £1,200.50 a year by item i1 (Title)."""
    named = " It was matched by its name, since the entry has no code." if match.by_name else ""
    return f"which {_does(match.pence)} {_item(item)}.{named}"


def _does(pence: int | None) -> str:
    if pence is None:
        return "is touched by"
    if pence == 0:
        return "neither gains nor loses by"
    return f"{'gains' if pence > 0 else 'loses'} {wording.pence(abs(pence))} a year by"


def _item(item: Item) -> str:
    return f"item {item.id} ({item.title})"
