"""The language of seats: whether the members at a table are what a rule asks, and what was counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from openqof.core.governance.seats import (
    AllSeats,
    AnySeats,
    AtLeastSeats,
    AtMostSeats,
    MajoritySeats,
    NotSeats,
    OfficeIs,
    Seat,
    SeatRule,
    ShareSeats,
)
from openqof.core.governance.wording import called, listed, member, members, sentence, spelt

OBSERVER = "observer"
Found = tuple[bool, str]


def meets(rule: SeatRule, seats: Sequence[Seat], whole: Sequence[Seat]) -> Found:
    """Whether those at the table meet a rule, and a sentence that says what was counted.

    `whole` is the full committee, against which a share is counted; an office that nobody at the table holds
    is judged by its holder there. Observers are no members and are never among those who vote: only a rule
    that names them by a word counts them. One member may serve several parts of a rule. The order of members
    does not matter.
    """
    met, words = _judged(rule, seats, whole)
    return met, sentence(words)


def has_vote(seat: Seat) -> bool:
    """Whether the member votes; an observer never does."""
    return seat.votes and seat.of != OBSERVER


def is_member(seat: Seat) -> bool:
    """Whether it is the seat of a member rather than of an observer."""
    return seat.of != OBSERVER


def counted(seats: Iterable[Seat], *, of: Sequence[str] = (), votes: bool | None = None) -> tuple[Seat, ...]:
    """Those whom any word means, or all members where there is none; by the vote stated, where asked for."""
    meant = (seat for seat in seats if (seat.terms & set(of) if of else is_member(seat)))
    return tuple(seat for seat in meant if votes is None or seat.votes is votes)


def _judged(rule: SeatRule, seats: Sequence[Seat], whole: Sequence[Seat]) -> Found:
    return _JUDGES[type(rule)](rule, seats, whole)


def _at_least(rule: AtLeastSeats, seats: Sequence[Seat], whole: Sequence[Seat]) -> Found:
    found = counted(seats, of=rule.of, votes=rule.votes)
    asked = f"at least {spelt(rule.count)} {_things(rule, one=rule.count == 1)}"
    needed = "is needed" if rule.count == 1 else "are needed"
    return len(found) >= rule.count, f"{asked} {needed}, and {_named(found)}"


def _at_most(rule: AtMostSeats, seats: Sequence[Seat], whole: Sequence[Seat]) -> Found:
    found = counted(seats, of=rule.of, votes=rule.votes)
    most = f"at most {spelt(rule.count)}" if rule.count else "no"
    asked = f"{most} {_things(rule, one=rule.count < 2)}"
    return len(found) <= rule.count, f"{asked} may be there, and {_named(found)}"


def _majority(rule: MajoritySeats, seats: Sequence[Seat], whole: Sequence[Seat]) -> Found:
    voters = [seat for seat in seats if has_vote(seat)]
    found = counted(voters, of=rule.of)
    met = 2 * len(found) > len(voters)
    share = "more than half" if met else "not more than half"
    few = spelt(len(found)) if found else "none"
    things = listed(map(members, rule.of))
    if not voters:
        return met, f"nobody there votes, so that {things} are not more than half"
    if len(voters) == 1:
        return met, f"only {voters[0].person}, {_kind(voters[0])}, votes, so that {things} are {share}"
    return met, f"{things} are {few} of the {spelt(len(voters))} who vote: {share}"


def _share(rule: ShareSeats, seats: Sequence[Seat], whole: Sequence[Seat]) -> Found:
    here, full = len(counted(seats)), len(counted(whole))
    met = bool(full) and here * 100 >= rule.percent * full
    return met, f"{rule.percent}% of the members are needed, and {_is_are(here)} counted of {spelt(full)}"


def _office(rule: OfficeIs, seats: Sequence[Seat], whole: Sequence[Seat]) -> Found:
    office = called(rule.office)
    holders = holding(rule.office, seats) or holding(rule.office, whole)
    if not holders:
        return False, f"nobody is {office}"
    wrong = [seat for seat in holders if not may_hold(rule, seat)]
    who = listed(f"{seat.person}, {_kind(seat)}" for seat in wrong or holders)
    return not wrong, f"the {office} is {who}" + (_has_to_be(rule) if wrong else "")


def _kind(seat: Seat) -> str:
    return member(seat.of) if seat.of else "a member of no class"


def holding(office: str, seats: Iterable[Seat]) -> tuple[Seat, ...]:
    """Those who hold an office, by name."""
    return tuple(sorted((seat for seat in seats if seat.office == office), key=lambda each: each.person))


def may_hold(rule: OfficeIs, seat: Seat) -> bool:
    """Whether the rule lets this member hold the office it speaks of."""
    words = seat.terms
    return (not rule.among or bool(words & set(rule.among))) and not words & set(rule.not_among)


def _has_to_be(rule: OfficeIs) -> str:
    wanted = f" has to be {listed(map(member, rule.among), joined='or')}" if rule.among else ""
    barred = f" may not be {listed(map(member, rule.not_among), joined='or')}" if rule.not_among else ""
    return f", and{wanted}{' and' if wanted and barred else ''}{barred}"


def _all(rule: AllSeats, seats: Sequence[Seat], whole: Sequence[Seat]) -> Found:
    found = [_judged(part, seats, whole) for part in rule.parts]
    short = [words for met, words in found if not met]
    return not short, "; ".join(short or [words for _, words in found])


def _any(rule: AnySeats, seats: Sequence[Seat], whole: Sequence[Seat]) -> Found:
    found = [_judged(part, seats, whole) for part in rule.parts]
    enough = [words for met, words in found if met]
    if enough:
        return True, "; ".join(enough)
    return False, "none of these holds: " + "; ".join(words for _, words in found)


def _not(rule: NotSeats, seats: Sequence[Seat], whole: Sequence[Seat]) -> Found:
    met, words = _judged(rule.part, seats, whole)
    return not met, f"{words}, which may not be" if met else words


_JUDGES: dict[type[SeatRule], Callable[[Any, Sequence[Seat], Sequence[Seat]], Found]] = {
    AtLeastSeats: _at_least,
    AtMostSeats: _at_most,
    MajoritySeats: _majority,
    ShareSeats: _share,
    OfficeIs: _office,
    AllSeats: _all,
    AnySeats: _any,
    NotSeats: _not,
}


def _things(rule: AtLeastSeats | AtMostSeats, *, one: bool) -> str:
    """What is counted, in words: "voting lay members", "chair or vice-chair"."""
    vote = {None: "", True: "voting ", False: "non-voting "}[rule.votes]
    if not rule.of:
        return f"{vote}{'member' if one else 'members'}"
    words = (_one(word) if one else members(word) for word in rule.of)
    return vote + listed(words, joined="or")


def _one(word: str) -> str:
    """A member without an article: "lay member", "other clinician"."""
    article, _, name = member(word).partition(" ")
    return called(word) if article == "another" else name


def _named(seats: Sequence[Seat]) -> str:
    """How many were counted, and who: "two are counted (Lay A and Lay B)"."""
    names = f" ({listed(sorted(seat.person for seat in seats))})" if seats else ""
    return f"{_is_are(len(seats))} counted{names}"


def _is_are(count: int) -> str:
    return "none is" if not count else f"{spelt(count)} {'is' if count == 1 else 'are'}"
