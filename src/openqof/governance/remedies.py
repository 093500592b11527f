"""What may be done where conflicts break a quorum: the pack's remedies in order, each tried here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement

from openqof.core.governance.interests import Conflict
from openqof.core.governance.meetings import Meeting
from openqof.core.governance.packs import Pack, Rule
from openqof.core.governance.seats import Seat
from openqof.core.governance.verdicts import Answer, Reason, Verdict
from openqof.core.governance.wording import called, listed, spelt
from openqof.governance import meeting_rules
from openqof.governance.chairs import able_to_preside, presiding, wrongly_taken
from openqof.governance.quorum import quorum

MOST = 6
"""How many people a remedy is tried with at most."""


@dataclass(frozen=True, slots=True)
class Brought:
    """Someone who may be brought in: the seat they would have, and what they are called, one and many."""

    seat: Seat
    one: str
    many: str


_LAY = Brought(Seat("", "lay"), "further lay member", "further lay members")
_LAY_ELSEWHERE = Brought(Seat("", "lay"), "lay member of another body", "lay members of other bodies")
_GP_ELSEWHERE = Brought(Seat("", "clinician", ("gp_elsewhere",)), "GP of another area", "GPs of other areas")
_BOARD = Brought(
    Seat("", "", ("health_and_wellbeing",)),
    "member of the health and wellbeing board",
    "members of the health and wellbeing board",
)
_OFFICER = Brought(Seat("", "nhs_england"), "officer of another team", "officers of another team")
BRINGS: Mapping[str, tuple[Brought, ...]] = {
    "more-lay": (_LAY,),
    "another-body": (_LAY_ELSEWHERE, _GP_ELSEWHERE),
    "health-and-wellbeing": (_BOARD,),
    "another-team": (_OFFICER,),
}
"""Whom a remedy brings in, by its id. A member of the health and wellbeing board counts as of no class."""
PASSES_ON = ("governing-body", "regional-team")
"""Remedies that take the item away from the committee."""


def remedies(meeting: Meeting, pack: Pack, conflicts: Iterable[Conflict], item: str) -> tuple[Reason, ...]:
    """The remedies of the pack in its order, each with whether it restores the quorum; none if it is met.

    Where the chair was taken by somebody who may not, whoever may stands first, and the rest is tried with
    the chair so taken. A remedy that brings people in is tried with one, two … of them. One that takes the
    item elsewhere works as far as this committee is concerned; of others, such as advice, it cannot be shown.
    """
    held = tuple(conflicts)
    if quorum(meeting, pack, held, item).allowed:
        return ()
    righted = _righted(meeting, pack, held, item)
    if righted is not None and quorum(righted, pack, held, item).allowed:
        return (_another_chair(righted, pack, held, item),)
    first = () if righted is None else (_another_chair(righted, pack, held, item),)
    rules = (rule for rule in pack.remedies if rule.in_force(meeting.on))
    return (*first, *(_tried(rule, righted or meeting, pack, held, item) for rule in rules))


def _righted(meeting: Meeting, pack: Pack, conflicts: Sequence[Conflict], item: str) -> Meeting | None:
    """The meeting with its chair not yet taken; None where it was not taken wrongly, or nobody may."""
    if wrongly_taken(meeting, pack) is None:
        return None
    free = replace(meeting, chair="")
    return free if presiding(free, item, conflicts, pack) else None


def _another_chair(meeting: Meeting, pack: Pack, conflicts: Sequence[Conflict], item: str) -> Reason:
    """Who is there and may take the chair of the item, and whether it is quorate then."""
    able = able_to_preside(meeting, item, conflicts, pack)
    office = next((seat.office for seat in meeting.committee.seats if seat.person == able[0]), "")
    who = f"{listed(able, joined='or')}{f', the {called(office)},' if office else ''}"
    verdict = quorum(meeting, pack, conflicts, item)
    short = "" if verdict.allowed else f"even so it is not quorate. {_missing(verdict)}"
    then = short or "with that the item is quorate."
    says = f"{who} is there and may take the chair; {then}"
    answer = Answer.YES if verdict.allowed else Answer.NO
    return meeting_rules.reason(meeting_rules.CHAIR, answer, says)


def _tried(rule: Rule, meeting: Meeting, pack: Pack, conflicts: Sequence[Conflict], item: str) -> Reason:
    answer, words = Answer.NOT_SHOWN, "By itself it makes nobody eligible."
    if rule.id in PASSES_ON:
        answer, words = Answer.YES, "The item leaves this committee, and its quorum is asked where it goes."
    elif rule.id in BRINGS:
        answer, words = _brought_in(BRINGS[rule.id], meeting, pack, conflicts, item)
    return Reason(pack.named(rule), f"{rule.says} {words}", answer, rule.provenance)


def _brought_in(
    kinds: Sequence[Brought], meeting: Meeting, pack: Pack, conflicts: Sequence[Conflict], item: str
) -> tuple[Answer, str]:
    """The fewest people with whom the item is quorate, or what is still missing with the most of them."""
    short = ""
    for group in _groups(kinds):
        verdict = quorum(_with(meeting, group), pack, conflicts, item)
        if verdict.allowed:
            return Answer.YES, f"With {_people(group)} the item is quorate."
        short = _missing(verdict)
    return Answer.NO, f"Not even {spelt(MOST)} of them make it quorate: {short}"


def _groups(kinds: Sequence[Brought]) -> Iterator[tuple[Brought, ...]]:
    """Groups of one, of two … people of the kinds."""
    for count in range(1, MOST + 1):
        yield from combinations_with_replacement(kinds, count)


def _with(meeting: Meeting, group: Sequence[Brought]) -> Meeting:
    """The meeting with people brought in, under names that nobody has."""
    seats = tuple(replace(each.seat, person=f"{each.one} {place}") for place, each in enumerate(group, 1))
    committee = replace(meeting.committee, seats=(*meeting.committee.seats, *seats))
    extra = (*meeting.extra, *(seat.person for seat in seats))
    return replace(meeting, committee=committee, extra=extra)


def _people(group: Sequence[Brought]) -> str:
    many = Counter(group)
    return listed(f"{spelt(count)} {each.one if count == 1 else each.many}" for each, count in many.items())


def _missing(verdict: Verdict) -> str:
    return next(iter(verdict.against)).says
