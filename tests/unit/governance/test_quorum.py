"""Quorum of an item on members still eligible after handling, and what restores it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committee_builders import (
    DR_ONE,
    DR_SILENT,
    DR_TWO,
    LAY_A,
    LAY_B,
    LAY_CHAIR,
    OFFICER_F,
    USUAL,
    WATCHER,
    all_of,
    conflict,
    conflicts,
    left,
    meeting,
    pack,
    some,
)
from openqof.core.governance.seats import AnySeats, Seat, ShareSeats
from openqof.core.governance.verdicts import Answer
from openqof.governance.quorum import eligible, quorum
from openqof.governance.remedies import remedies
from quorum_rules import CHAIR_OR_VICE, SITES, Site

FREE = pack(LAY_CHAIR)


def people(seats: tuple[Seat, ...]) -> list[str]:
    return [seat.person for seat in seats]


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
def test_the_five_rules_before_and_after_recusals(site: Site) -> None:
    here = meeting(site.seats, site.rule)
    assert quorum(here, FREE, (), "i1").reasons[0].answer is Answer.YES
    for person in site.needed:
        found = quorum(here, FREE, conflicts([person]), "i1")
        assert (found.reasons[0].rule, found.reasons[0].answer) == ("own:quorum", Answer.NO)
        assert f"Not counted: {person} (handling not minuted, leave the room asked)." in found.reasons[0].says


def test_the_majority_is_asked_of_those_still_eligible() -> None:
    seats = (LAY_A, LAY_B, OFFICER_F, DR_ONE, DR_TWO)
    found = quorum(meeting(seats, some(3)), pack(), conflicts(["Lay B", "Officer F"]), "i1")
    assert [each.rule for each in found.against] == ["test-2016:lay-executive-majority"]
    assert found.reasons[0].says.endswith(
        "Not counted: Lay B and Officer F (handling not minuted, leave the room asked)."
    )


def test_a_recused_chair_is_followed_by_the_vice_chair() -> None:
    found = quorum(meeting(USUAL, all_of(some(4), CHAIR_OR_VICE)), pack(), conflicts(["Lay A"]), "i1")
    assert found.allowed
    assert found.reasons[-1].says.endswith("the vice-chair, Lay B, takes the chair.")


def test_a_committee_that_states_no_quorum_shows_none() -> None:
    found = quorum(meeting(), pack(), (), "i1")
    assert (found.answer, found.against[0].rule) == (Answer.NOT_SHOWN, "meeting:quorum-stated")


def test_each_item_has_a_quorum_of_its_own() -> None:
    other = conflict("Dr One", item="i2")
    assert quorum(meeting(USUAL, some(7)), pack(), [other], "i1").allowed


def test_the_stronger_of_what_is_asked_and_done_counts() -> None:
    asked_to_leave = conflicts(["Dr One"])
    stayed = meeting(handled=(left("Dr One", handling="note and stay"),))
    assert "Dr One" not in people(eligible(stayed, "i1", asked_to_leave))
    gone = meeting(handled=(left("Dr One"),))
    assert "Dr One" not in people(eligible(gone, "i1", conflicts(["Dr One"], "note and stay")))
    assert "Dr One" in people(eligible(meeting(), "i1", conflicts(["Dr One"], "note and stay")))


def test_a_member_without_a_vote_who_speaks_and_does_not_vote_takes_full_part() -> None:
    here = meeting((LAY_A, DR_SILENT, DR_ONE))
    found = eligible(here, "i1", conflicts(["Dr Silent", "Dr One"], "speak but not vote"))
    assert people(found) == ["Lay A", "Dr Silent"]


def test_a_deputy_takes_the_seat_of_a_member_who_did_not_come_but_not_the_office() -> None:
    deputy = (("Deputy P", "Officer F"), ("Deputy Q", "Lay A"), ("Deputy R", "Officer F"))
    here = meeting(deputies=deputy, present=("Lay B", "Dr One"))
    found = eligible(here, "i1", ())
    assert people(found) == ["Lay B", "Dr One", "Deputy P", "Deputy Q"]
    assert found[2].posts == ("chief_finance_officer",)
    assert found[3].office == ""


def test_a_deputy_steps_in_for_a_conflicted_member_and_has_conflicts_of_their_own() -> None:
    here = meeting((LAY_A, LAY_B, OFFICER_F), deputies=(("Deputy P", "Officer F"),))
    assert people(eligible(here, "i1", ())) == ["Lay A", "Lay B", "Officer F"]
    assert people(eligible(here, "i1", conflicts(["Officer F"]))) == ["Lay A", "Lay B", "Deputy P"]
    assert people(eligible(here, "i1", conflicts(["Officer F", "Deputy P"]))) == ["Lay A", "Lay B"]


def test_whoever_has_a_seat_stands_for_nobody_else() -> None:
    here = meeting((LAY_A, LAY_B, OFFICER_F), present=("Lay A", "Lay B"), deputies=(("Lay B", "Officer F"),))
    assert people(eligible(here, "i1", ())) == ["Lay A", "Lay B"]


def test_those_brought_in_count_but_are_no_part_of_the_full_committee() -> None:
    extra = Seat("Lay X", "lay")
    here = meeting(
        (LAY_A, LAY_B, DR_ONE, extra), ShareSeats(100), extra=("Lay X",), present=("Lay A", "Lay B")
    )
    assert quorum(here, pack(), (), "i1").allowed


def test_observers_attend_and_are_not_counted() -> None:
    found = quorum(meeting((LAY_A, LAY_B, WATCHER), some(3)), pack(), (), "i1")
    assert found.against[0].says.startswith("At least three members are needed, and two are counted")


def test_an_unknown_item_is_an_error() -> None:
    with pytest.raises(KeyError):
        quorum(meeting(), pack(), (), "i9")


def test_remedies_are_tried_in_the_order_of_the_pack() -> None:
    seats = (LAY_A, LAY_B, DR_ONE, DR_TWO)
    here = meeting(seats, all_of(some(4), some(2, "lay")))
    found = remedies(here, pack(), conflicts(["Lay B", "Dr Two"]), "i1")
    assert [(each.rule, each.answer) for each in found] == [
        ("test-2016:more-lay", Answer.YES),
        ("test-2016:another-body", Answer.YES),
        ("test-2016:health-and-wellbeing", Answer.NO),
        ("test-2016:governing-body", Answer.YES),
        ("test-2016:national-advice", Answer.NOT_SHOWN),
    ]
    assert found[0].says == "Call further lay members. With two further lay members the item is quorate."
    assert found[1].says.endswith("With two lay members of other bodies the item is quorate.")
    assert found[2].says.startswith(
        "Invite a member of the health and wellbeing board. Not even six of them make it quorate: "
        "At least two lay members are needed, and one is counted (Lay A)."
    )


def test_lay_members_do_not_help_where_a_gp_is_needed() -> None:
    here = meeting((LAY_A, LAY_B, DR_ONE), all_of(some(2), some(1, "gp", "gp_elsewhere")))
    found = {each.rule: each for each in remedies(here, pack(), conflicts(["Dr One"]), "i1")}
    assert found["test-2016:more-lay"].answer is Answer.NO
    assert found["test-2016:another-body"].says.endswith("With one GP of another area the item is quorate.")


def test_a_further_lay_member_may_take_the_chair() -> None:
    here = meeting((LAY_A, OFFICER_F, DR_ONE), some(3))
    found = remedies(here, pack(), conflicts(["Lay A"]), "i1")
    assert found[0].says.endswith("With one further lay member the item is quorate.")


def test_a_quorate_item_needs_no_remedy() -> None:
    assert remedies(meeting(USUAL, some(4)), pack(), (), "i1") == ()


RECUSED = st.sets(st.sampled_from([seat.person for seat in USUAL]))
MONOTONE = st.sampled_from([*(site.rule for site in SITES.values()), some(3), ShareSeats(60)])


@given(MONOTONE, RECUSED, RECUSED)
def test_a_further_recusal_never_makes_an_item_quorate(
    rule: AnySeats, recused: set[str], further: set[str]
) -> None:
    here = meeting(USUAL, rule)
    if quorum(here, FREE, conflicts(recused), "i1").reasons[0].answer is Answer.NO:
        assert quorum(here, FREE, conflicts(recused | further), "i1").reasons[0].answer is Answer.NO


@given(st.permutations(USUAL), RECUSED)
def test_the_order_of_seats_does_not_matter(shuffled: list[Seat], recused: set[str]) -> None:
    one, other = meeting(USUAL, some(4)), meeting(shuffled, some(4))
    held = conflicts(sorted(recused))
    assert quorum(one, pack(), held, "i1").reasons == quorum(other, pack(), held, "i1").reasons


def test_without_a_register_the_quorum_is_not_shown() -> None:
    found = quorum(meeting(USUAL, some(4)), pack(), (), "i1", register=False)
    assert (found.answer, [each.rule for each in found.against]) == (
        Answer.NOT_SHOWN,
        ["meeting:register-held"],
    )


def test_a_chair_wrongly_taken_stands_against_it_and_the_chair_there_comes_first() -> None:
    here = meeting(USUAL, some(4), chair="Dr One")
    found = quorum(here, pack(), (), "i1")
    assert [each.rule for each in found.against] == ["test-2016:chair-is-lay", "meeting:chair-of-item"]
    ways = remedies(here, pack(), (), "i1")
    assert [(each.rule, each.answer) for each in ways] == [("meeting:chair-of-item", Answer.YES)]
    assert ways[0].says == "Lay A, the chair, is there and may take the chair; with that the item is quorate."
    ways = remedies(here, pack(), conflicts(["Lay A"]), "i1")
    assert ways[0].says.startswith("Lay B, the vice-chair, is there")


def test_where_another_chair_is_not_enough_the_rest_is_tried_with_it() -> None:
    ways = remedies(meeting((LAY_A, DR_ONE), some(3), chair="Dr One"), pack(LAY_CHAIR), (), "i1")
    assert [(each.rule, each.answer) for each in ways][:2] == [
        ("meeting:chair-of-item", Answer.NO),
        ("test-2016:more-lay", Answer.YES),
    ]
