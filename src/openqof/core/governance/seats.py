"""Members at a table, and a small language of what a committee must be: composition, quorum, who may vote."""

from __future__ import annotations

from dataclasses import dataclass

CLASSES = ("lay", "executive", "gp", "clinician", "nhs_england", "observer")
"""Lay (or non-executive), executive, a GP or practice manager of a practice, another clinician (nurse,
secondary-care doctor, retired GP, GP of another area), an officer of NHS England, an observer (Healthwatch,
health and wellbeing board, LMC)."""

CHAIR, VICE_CHAIR = "chair", "vice_chair"
OFFICES = (CHAIR, VICE_CHAIR)
VOTING, NON_VOTING = "voting", "non_voting"

POSTS = (
    "accountable_officer", "chief_officer", "chief_executive", "chief_operating_officer",
    "chief_finance_officer", "deputy_finance_officer", "chief_service_delivery", "head_of_contracting",
    "head_of_primary_care", "director_of_commissioning", "medical_director", "director_of_nursing",
    "chief_nurse", "deputy_chief_nurse", "nurse", "secondary_care_doctor", "retired_gp", "gp_elsewhere",
    "practice_manager", "clinical_chair", "clinical_lead", "audit_chair", "non_executive", "lay_person",
    "guardian", "public_health", "local_authority", "governing_body_member", "partner_member",
    "healthwatch", "health_and_wellbeing", "lmc", "patient_representative", "area_team_director",
)  # fmt: skip
"""The posts that a rule may name. A lay person is one who is no lay member of the governing body, and a
non-executive one who is: whoever holds a post is also of a class."""

WORDS = (*CLASSES, *OFFICES, VOTING, NON_VOTING, *POSTS)
"""All words that a rule on seats may mean members by."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A member: class, posts held (chief_finance_officer, audit_chair, healthwatch…), office, vote.

    `person` is a name, or the word that stands for one.
    """

    person: str
    of: str
    posts: tuple[str, ...] = ()
    office: str = ""
    votes: bool = True

    @property
    def terms(self) -> frozenset[str]:
        """All words that a rule may mean this member by; an observer never votes."""
        vote = VOTING if self.votes and self.of != "observer" else NON_VOTING
        return frozenset({self.of, *self.posts, vote, *filter(None, [self.office])})


@dataclass(frozen=True, slots=True)
class AtLeastSeats:
    """So many members at least; of those that any word of `of` means, of all where it is empty."""

    count: int
    of: tuple[str, ...] = ()
    votes: bool | None = None
    """Only those who vote, or who do not; either where None."""


@dataclass(frozen=True, slots=True)
class AtMostSeats:
    """So many members at most."""

    count: int
    of: tuple[str, ...] = ()
    votes: bool | None = None


@dataclass(frozen=True, slots=True)
class MajoritySeats:
    """Members that a word means are more than half of those who vote."""

    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShareSeats:
    """At least so much of the whole membership [percent] is there; counted against the full committee."""

    percent: int


@dataclass(frozen=True, slots=True)
class OfficeIs:
    """Whoever holds an office is meant by one of some words, and by none of others; an empty office fails."""

    office: str
    among: tuple[str, ...] = ()
    not_among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AllSeats:
    """Every part holds."""

    parts: tuple[SeatRule, ...]


@dataclass(frozen=True, slots=True)
class AnySeats:
    """At least one part holds."""

    parts: tuple[SeatRule, ...]


@dataclass(frozen=True, slots=True)
class NotSeats:
    """The part does not hold."""

    part: SeatRule


SeatRule = AtLeastSeats | AtMostSeats | MajoritySeats | ShareSeats | OfficeIs | AllSeats | AnySeats | NotSeats
