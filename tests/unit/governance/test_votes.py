"""Votes counted: whose count, whose do not and why, casting votes, blind ballots."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from committee_builders import DR_SILENT, LAY_A, OFFICER_E, OFFICER_F, USUAL, ballot, conflicts, meeting, pack
from openqof.core.governance.decisions import Tally
from openqof.core.governance.meetings import Ballot, Meeting, Vote
from openqof.core.governance.refusal import Refusal
from openqof.governance.votes import tally

SEATS = (*USUAL, DR_SILENT)
PEOPLE = [seat.person for seat in SEATS]


def counted(here: Meeting, *recused: str) -> Tally:
    found = tally(here, "i1", conflicts(recused), pack())
    assert isinstance(found, Tally)
    return found


def test_more_for_than_against_carries_it() -> None:
    found = counted(meeting(ballots=(ballot("Lay A: for, Lay B: for, Dr One: against, Lay C: abstains"),)))
    assert found == Tally("i1", ("Lay A", "Lay B"), ("Dr One",), ("Lay C",), {}, "", True)


def test_a_tie_does_not_carry() -> None:
    assert not counted(meeting(ballots=(ballot("Lay A: for, Dr One: against"),))).carried


def test_votes_that_do_not_count_are_listed_with_the_reason() -> None:
    votes = ballot("Lay A: for, Dr One: for, Dr Silent: for, Watcher W: for, Stranger: for, Dr Two: against")
    here = meeting(SEATS, present=tuple(each for each in PEOPLE if each != "Dr Two"), ballots=(votes,))
    found = counted(here, "Dr One")
    assert (found.ayes, found.noes) == (("Lay A",), ())
    assert found.not_counted == {
        "Dr One": "conflicted: handling not minuted, leave the room asked",
        "Dr Silent": "has no vote on this committee",
        "Watcher W": "has no vote on this committee",
        "Stranger": "is no member of this committee",
        "Dr Two": "was not there",
    }


def test_who_votes_twice_is_not_counted() -> None:
    found = counted(meeting(ballots=(ballot("Lay A: for, Lay A: against, Lay B: for"),)))
    assert (found.ayes, found.not_counted) == (("Lay B",), {"Lay A": "voted twice"})


def test_a_casting_vote_counts_only_where_the_committee_has_one() -> None:
    tied = (ballot("Lay A: for, Lay B: against", casting="Lay A: for"),)
    found = counted(meeting(ballots=tied))
    assert not found.carried
    assert found.not_counted == {"Lay A (casting vote)": "the committee has no casting vote"}
    found = counted(meeting(casting=True, ballots=tied))
    assert (found.carried, found.casting) == (True, "for")


def test_a_casting_vote_against_or_kept_back_does_not_carry() -> None:
    for vote in ("against", "abstains"):
        tied = (ballot("Lay A: for, Lay B: against", casting=f"Lay A: {vote}"),)
        assert not counted(meeting(casting=True, ballots=tied)).carried


def test_only_whoever_is_in_the_chair_has_it_and_only_on_a_tie() -> None:
    tied = (ballot("Lay A: for, Lay B: against", casting="Lay B: for"),)
    found = counted(meeting(casting=True, ballots=tied))
    assert found.not_counted == {"Lay B (casting vote)": "was not in the chair of this item"}
    clear = (ballot("Lay A: for, Lay B: for, Lay C: against", casting="Lay A: for"),)
    found = counted(meeting(casting=True, ballots=clear))
    assert found.not_counted == {"Lay A (casting vote)": "the votes were not tied"}
    assert found.casting == ""


def test_the_vice_chair_has_the_casting_vote_where_the_chair_is_conflicted() -> None:
    tied = (ballot("Lay B: for, Lay C: against, Lay A: against", casting="Lay B: for"),)
    assert counted(meeting(casting=True, ballots=tied), "Lay A").carried


def test_a_blind_ballot_shows_nothing_before_all_have_voted() -> None:
    votes = "Lay A: for, Lay B: for, Lay C: for, Officer E: for, Officer F: for, Dr One: against"
    found = tally(meeting(ballots=(ballot(votes, blind=True),)), "i1", (), pack())
    assert isinstance(found, Refusal)
    assert found.rule == "meeting:blind-ballot"
    assert found.says == (
        "The ballot is blind, and one of the seven who may vote has not: nothing of it is shown."
    )
    assert counted(meeting(ballots=(ballot(votes, blind=True),)), "Dr Two").carried


def test_an_item_without_a_vote_is_refused() -> None:
    found = tally(meeting(), "i1", (), pack())
    assert isinstance(found, Refusal)
    assert (found.rule, found.says) == ("meeting:votes-counted", "Nobody has voted on this item.")


_VOTES = st.lists(st.tuples(st.sampled_from([*PEOPLE, "Stranger"]), st.sampled_from(["for", "against"])))


@given(_VOTES, st.sets(st.sampled_from(PEOPLE)))
def test_no_conflicted_vote_is_ever_counted(cast: list[tuple[str, str]], recused: set[str]) -> None:
    votes = Ballot("i1", tuple(Vote(person, "i1", vote) for person, vote in cast))
    found = counted(meeting(SEATS, ballots=(votes,)), *sorted(recused))
    in_count = {*found.ayes, *found.noes}
    assert not in_count & {*recused, "Stranger", "Watcher W", "Dr Silent"}
    assert {person for person, _ in cast} == in_count | {*found.not_counted}


def test_a_chair_who_may_speak_but_not_vote_has_no_casting_vote() -> None:
    votes = ballot("Officer E: for, Officer F: against", casting="Lay A: for")
    here = meeting((LAY_A, OFFICER_E, OFFICER_F), casting=True, ballots=(votes,))
    found = tally(here, "i1", conflicts(["Lay A"], "speak but not vote"), pack())
    assert isinstance(found, Tally)
    assert not found.carried
