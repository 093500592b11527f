"""The language of seats: what is counted, in words, and that it agrees with a plain evaluator."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committee_builders import (
    DR_ONE,
    DR_SILENT,
    DR_TWO,
    LAY_A,
    LAY_B,
    LAY_C,
    OFFICER_F,
    USUAL,
    WATCHER,
    some,
)
from openqof.core.governance.seats import (
    CLASSES,
    OFFICES,
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
from openqof.governance.seats import meets
from quorum_rules import SITES, Site


@pytest.mark.parametrize(
    ("rule", "seats", "met", "says"),
    [
        (
            some(2, "lay"),
            (LAY_B, LAY_A),
            True,
            "At least two lay members are needed, and two are counted (Lay A and Lay B).",
        ),
        (some(2, "lay"), (DR_ONE,), False, "At least two lay members are needed, and none is counted."),
        (
            some(1, "chair", "vice_chair"),
            (LAY_B,),
            True,
            "At least one chair or vice-chair is needed, and one is counted (Lay B).",
        ),
        (
            AtLeastSeats(1, ("gp",), votes=True),
            (DR_SILENT,),
            False,
            "At least one voting GP is needed, and none is counted.",
        ),
        (some(2), (LAY_A, WATCHER), False, "At least two members are needed, and one is counted (Lay A)."),
        (
            AtMostSeats(1, ("gp",)),
            (DR_ONE, DR_TWO),
            False,
            "At most one GP may be there, and two are counted (Dr One and Dr Two).",
        ),
        (
            MajoritySeats(("lay", "executive")),
            (LAY_A, OFFICER_F, DR_ONE, DR_SILENT),
            True,
            "Lay members and executive members are two of the three who vote: more than half.",
        ),
        (
            MajoritySeats(("gp",)),
            (LAY_A, DR_ONE),
            False,
            "GPs are one of the two who vote: not more than half.",
        ),
        (
            OfficeIs("chair", ("lay",)),
            (Seat("Dr One", "gp", office="chair"),),
            False,
            "The chair is Dr One, a GP, and has to be a lay member.",
        ),
        (
            OfficeIs("chair", ("lay",), ("audit_chair",)),
            (Seat("Lay C", "lay", ("audit_chair",), "chair"),),
            False,
            "The chair is Lay C, a lay member, and has to be a lay member and may not be an audit chair.",
        ),
        (OfficeIs("chair", ("lay",)), (DR_ONE,), False, "Nobody is chair."),
        (
            NotSeats(MajoritySeats(("gp",))),
            (DR_ONE,),
            False,
            "Only Dr One, a GP, votes, so that GPs are more than half, which may not be.",
        ),
        (
            NotSeats(MajoritySeats(("gp",))),
            (Seat("Nurse N", "clinician"), DR_SILENT),
            True,
            "Only Nurse N, another clinician, votes, so that GPs are not more than half.",
        ),
        (
            some(1, "clinician"),
            (LAY_A,),
            False,
            "At least one other clinician is needed, and none is counted.",
        ),
        (
            NotSeats(MajoritySeats(("gp",))),
            (LAY_A, LAY_B),
            True,
            "GPs are none of the two who vote: not more than half.",
        ),
        (
            MajoritySeats(("lay",)),
            (DR_SILENT,),
            False,
            "Nobody there votes, so that lay members are not more than half.",
        ),
        (
            AnySeats((some(2, "lay"), some(1, "gp"))),
            (LAY_A,),
            False,
            "None of these holds: at least two lay members are needed, and one is counted (Lay A); "
            "at least one GP is needed, and none is counted.",
        ),
        (
            AllSeats((some(1, "lay"), some(1, "gp"))),
            (LAY_A,),
            False,
            "At least one GP is needed, and none is counted.",
        ),
    ],
)
def test_says_what_was_counted(rule: SeatRule, seats: Sequence[Seat], met: bool, says: str) -> None:
    assert meets(rule, seats, seats) == (met, says)


def test_a_share_is_of_the_full_committee() -> None:
    met, says = meets(ShareSeats(50), (LAY_A, LAY_B, WATCHER), USUAL)
    assert (met, says) == (False, "50% of the members are needed, and two are counted of seven.")
    assert meets(ShareSeats(50), (LAY_A, LAY_B, LAY_C, DR_ONE), USUAL)[0]


def test_an_office_whose_holder_is_away_is_judged_by_its_holder() -> None:
    assert meets(OfficeIs("vice_chair", ("lay",)), (LAY_A,), USUAL)[0]


def test_an_observer_with_a_vote_is_counted_by_a_rule_that_names_observers() -> None:
    rule = AtMostSeats(0, ("observer",), votes=True)
    assert not meets(rule, (Seat("Watcher W", "observer"),), ())[0]
    assert meets(rule, (WATCHER,), ())[0]


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
def test_the_five_rules_are_met_by_the_least_of_members_and_by_no_fewer(site: Site) -> None:
    assert meets(site.rule, site.seats, site.seats)[0]
    for person in site.needed:
        left = [seat for seat in site.seats if seat.person != person]
        assert not meets(site.rule, left, site.seats)[0], person


WORDS = (*CLASSES, *OFFICES, "chief_nurse", "audit_chair", "voting", "non_voting")
SEATS = st.lists(
    st.builds(
        Seat,
        person=st.sampled_from([f"P{number}" for number in range(8)]),
        of=st.sampled_from(CLASSES),
        posts=st.sampled_from([(), ("chief_nurse",), ("audit_chair",)]),
        office=st.sampled_from(["", "", "", *OFFICES]),
        votes=st.booleans(),
    ),
    unique_by=lambda seat: seat.person,
    max_size=8,
)
_OF = st.lists(st.sampled_from(WORDS), max_size=3, unique=True).map(tuple)
_SOME_OF = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True).map(tuple)
_VOTES = st.sampled_from([None, True, False])
MONOTONE_LEAVES = st.one_of(
    st.builds(AtLeastSeats, st.integers(0, 5), _OF, _VOTES), st.builds(ShareSeats, st.integers(1, 100))
)
LEAVES = st.one_of(
    MONOTONE_LEAVES,
    st.builds(AtMostSeats, st.integers(0, 4), _OF, _VOTES),
    st.builds(MajoritySeats, _SOME_OF),
    st.builds(OfficeIs, st.sampled_from(OFFICES), _OF, _OF),
)


def _nested(leaves: st.SearchStrategy[SeatRule], *, negated: bool) -> st.SearchStrategy[SeatRule]:
    def wider(inner: st.SearchStrategy[SeatRule]) -> st.SearchStrategy[SeatRule]:
        parts = st.lists(inner, max_size=3).map(tuple)
        forms = [st.builds(AllSeats, parts), st.builds(AnySeats, parts)]
        return st.one_of(*forms, *([st.builds(NotSeats, inner)] if negated else []))

    return st.recursive(leaves, wider, max_leaves=6)


RULES = _nested(LEAVES, negated=True)
MONOTONE = _nested(MONOTONE_LEAVES, negated=False)


def _plainly(rule: SeatRule, seats: Sequence[Seat], whole: Sequence[Seat]) -> bool:
    """The same by trying groups of members and by longhand, without a shared line of code."""
    match rule:
        case AtLeastSeats(count, of, votes):
            return any(all(_fits(each, of, votes) for each in group) for group in combinations(seats, count))
        case AtMostSeats(count, of, votes):
            return not _plainly(AtLeastSeats(count + 1, of, votes), seats, whole)
        case MajoritySeats(of):
            voters = [each for each in seats if each.votes and each.of != "observer"]
            return sum(1 if _fits(each, of, None) else -1 for each in voters) > 0
        case ShareSeats(percent):
            here, full = (len([each for each in some if each.of != "observer"]) for some in (seats, whole))
            return full > 0 and here / full >= percent / 100 - 1e-12
        case OfficeIs(office, among, not_among):
            holders = [each for each in seats if each.office == office]
            holders = holders or [each for each in whole if each.office == office]
            good = [
                each
                for each in holders
                if (not among or _fits(each, among, None)) and not any(_is(each, word) for word in not_among)
            ]
            return bool(holders) and len(good) == len(holders)
        case AllSeats(parts):
            return False not in [_plainly(part, seats, whole) for part in parts]
        case AnySeats(parts):
            return True in [_plainly(part, seats, whole) for part in parts]
        case NotSeats(part):
            return not _plainly(part, seats, whole)


def _fits(seat: Seat, of: Sequence[str], votes: bool | None) -> bool:
    if votes is not None and seat.votes != votes:
        return False
    return any(_is(seat, word) for word in of) if of else seat.of != "observer"


def _is(seat: Seat, word: str) -> bool:
    if word in ("voting", "non_voting"):
        return seat.votes == (word == "voting")
    return word == seat.of or word == seat.office or word in seat.posts


@given(RULES, SEATS, SEATS)
def test_agrees_with_a_plain_evaluator(rule: SeatRule, seats: list[Seat], whole: list[Seat]) -> None:
    assert meets(rule, seats, whole)[0] == _plainly(rule, seats, whole)


@given(MONOTONE, SEATS, st.integers(0, 7))
def test_recusing_a_member_never_meets_a_rule_that_was_not_met(
    rule: SeatRule, seats: list[Seat], place: int
) -> None:
    fewer = seats[:place] + seats[place + 1 :]
    if not meets(rule, seats, seats)[0]:
        assert not meets(rule, fewer, seats)[0]


@given(RULES, SEATS.flatmap(lambda seats: st.tuples(st.just(seats), st.permutations(seats))))
def test_the_order_of_members_does_not_matter(rule: SeatRule, both: tuple[list[Seat], list[Seat]]) -> None:
    seats, shuffled = both
    assert meets(rule, seats, seats) == meets(rule, shuffled, shuffled)
