"""Handling at least as strong as the rules ask, decided by whoever is in the chair, and minuted."""

from __future__ import annotations

import pytest

from committee_builders import DR_SILENT, LAY_A, LAY_B, LAY_D, USUAL, conflict, conflicts, left, meeting, pack
from openqof.core.governance.meetings import Declared, Handled
from openqof.core.governance.packs import HANDLINGS
from openqof.core.governance.seats import Seat
from openqof.core.governance.verdicts import Answer
from openqof.governance.handling import handling, voters, why_no_vote

RULE = "test-2016:direct-gain"


def test_nobody_conflicted_is_a_plain_yes() -> None:
    found = handling(meeting(), "i1", (), pack())
    assert found.allowed
    assert found.reasons[0].says == "Nobody there has a conflict in this item."


@pytest.mark.parametrize(
    ("done", "least", "answer"),
    [
        (done, least, Answer.YES if strength >= weight else Answer.NO)
        for strength, done in enumerate(HANDLINGS)
        for weight, least in enumerate(HANDLINGS)
    ],
)
def test_handling_is_as_strong_as_asked(done: str, least: str, answer: Answer) -> None:
    here = meeting(handled=(left("Dr One", handling=done),))
    found = handling(here, "i1", [conflict("Dr One", least)], pack())
    assert (found.answer, found.rules) == (answer, (RULE,))


def test_what_was_done_is_said() -> None:
    found = handling(meeting(handled=(left("Dr One"),)), "i1", conflicts(["Dr One"]), pack())
    assert found.reasons[0].says == (
        "Dr One is paid by the scheme. At the least: leave the room. "
        "Minuted: leave the room, left at 14:05, returned at 14:20."
    )


def test_a_conflict_without_a_minute_is_not_shown() -> None:
    found = handling(meeting(), "i1", conflicts(["Dr One"]), pack())
    assert found.answer is Answer.NOT_SHOWN
    assert found.reasons[0].says.endswith("No handling is minuted.")


def test_leaving_is_minuted_with_its_time() -> None:
    here = meeting(handled=(Handled("Dr One", "i1", "leave the room", "Lay A"),))
    found = handling(here, "i1", conflicts(["Dr One"]), pack())
    assert found.reasons[0].says.endswith("The time of leaving is not minuted.")


def test_conflicts_of_members_who_did_not_come_need_no_handling() -> None:
    found = handling(meeting(present=("Lay A", "Lay B")), "i1", conflicts(["Dr One"]), pack())
    assert found.allowed


def test_nobody_decides_on_a_conflict_of_their_own() -> None:
    here = meeting(handled=(left("Lay A"),))
    found = handling(here, "i1", conflicts(["Lay A"]), pack())
    assert found.against[0].says == "Lay A decided how a conflict of their own was handled."
    here = meeting(handled=(left("Lay A", by="Lay B"),))
    assert handling(here, "i1", conflicts(["Lay A"]), pack()).allowed


def test_only_whoever_is_in_the_chair_decides() -> None:
    here = meeting(handled=(left("Dr One", by="Officer F"),))
    found = handling(here, "i1", conflicts(["Dr One"]), pack())
    assert found.against[0].says == (
        "Officer F decided how the conflict of Dr One was handled, while it was for Lay A to decide."
    )


def test_the_vice_chair_decides_on_a_chair_who_stays() -> None:
    noted = conflicts(["Lay A"], "note and stay")
    for by, answer in (("Lay B", Answer.YES), ("Lay A", Answer.NO), ("Officer F", Answer.NO)):
        here = meeting(handled=(Handled("Lay A", "i1", "note and stay", by),))
        assert handling(here, "i1", noted, pack()).answer is answer


def test_any_lay_member_who_may_be_chosen_decides_where_chair_and_vice_chair_are_away() -> None:
    seats = (*USUAL, LAY_D, Seat("Lay E", "lay"))
    here = meeting(seats, present=("Lay D", "Lay E", "Dr One"), handled=(left("Dr One", by="Lay E"),))
    assert handling(here, "i1", conflicts(["Dr One"]), pack()).allowed


def test_a_member_without_a_vote_who_stays_does_speak_but_not_vote() -> None:
    here = meeting((LAY_A, LAY_B, DR_SILENT), handled=(left("Dr Silent", handling="note and stay"),))
    assert handling(here, "i1", [conflict("Dr Silent", "speak but not vote")], pack()).allowed


def test_what_was_declared_is_minuted_with_its_handling() -> None:
    declared = (Declared("Lay B", "i1", "Registered patient of a practice"),)
    found = handling(meeting(declared=declared), "i1", (), pack())
    assert (found.answer, found.rules) == (Answer.NOT_SHOWN, ("meeting:declared-and-minuted",))
    stays = (Handled("Lay B", "i1", "note and stay", "Lay A"),)
    found = handling(meeting(declared=declared, handled=stays), "i1", (), pack())
    assert found.allowed
    assert found.reasons[0].says == (
        "Lay B declared: Registered patient of a practice. Minuted: note and stay."
    )


def test_who_may_vote() -> None:
    seats = (*USUAL, DR_SILENT)
    found = voters(meeting(seats), "i1", conflicts(["Dr One"]))
    assert [seat.person for seat in found] == ["Lay A", "Lay B", "Lay C", "Officer E", "Officer F", "Dr Two"]


@pytest.mark.parametrize(
    ("person", "why"),
    [
        ("Lay A", ""),
        ("Dr One", "conflicted: handling not minuted, leave the room asked"),
        ("Dr Silent", "has no vote on this committee"),
        ("Watcher W", "has no vote on this committee"),
        ("Dr Two", "was not there"),
        ("Stranger", "is no member of this committee"),
        ("Deputy P", "deputy of Lay A, whose place is not free"),
    ],
)
def test_why_a_vote_does_not_count(person: str, why: str) -> None:
    seats = (*USUAL, DR_SILENT)
    here = meeting(
        seats,
        present=tuple(seat.person for seat in seats if seat.person != "Dr Two"),
        deputies=(("Deputy P", "Lay A"),),
    )
    assert why_no_vote(here, "i1", person, conflicts(["Dr One"])) == why


def test_what_one_person_wrongly_decided_is_said_once() -> None:
    here = meeting(handled=(left("Dr One", by="Officer F"), left("Dr Two", by="Officer F")))
    found = handling(here, "i1", conflicts(["Dr One", "Dr Two"]), pack())
    assert [each.says for each in found.against] == [
        "Officer F decided how the conflicts of Dr One and Dr Two were handled, while it was for Lay A to "
        "decide."
    ]


def test_the_others_decide_on_whoever_presides_and_nobody_decides_on_their_own() -> None:
    seats = (LAY_A, LAY_B, Seat("Officer F", "executive"))
    held = [*conflicts(["Lay A"]), *conflicts(["Lay B"], "note and stay")]
    for by, answer in (("Officer F", Answer.YES), ("Lay B", Answer.NO), ("Lay A", Answer.NO)):
        done = (left("Lay A", by="Lay B"), Handled("Lay B", "i1", "note and stay", by))
        assert handling(meeting(seats, handled=done), "i1", held, pack()).answer is answer


def test_a_chair_who_may_stay_and_speak_decides_on_the_vice_chair() -> None:
    held = [*conflicts(["Lay A"], "speak but not vote"), *conflicts(["Lay B"], "note and stay")]
    done = (
        Handled("Lay A", "i1", "speak but not vote", "Lay B"),
        Handled("Lay B", "i1", "note and stay", "Lay A"),
    )
    assert handling(meeting((LAY_A, LAY_B), handled=done), "i1", held, pack()).allowed
