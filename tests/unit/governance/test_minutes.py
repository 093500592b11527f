"""Minutes as Markdown: who came, declared and was handled, votes and decisions."""

from __future__ import annotations

from dataclasses import replace

from committee_builders import (
    DR_SILENT,
    LAY_A,
    LAY_B,
    OFFICER_F,
    USUAL,
    ballot,
    body,
    conflict,
    conflicts,
    left,
    meeting,
    pack,
    some,
)
from openqof.core.governance.interests import Effects, Item
from openqof.core.governance.meetings import Declared, Handled
from openqof.core.governance.seats import Seat
from openqof.governance.minutes import minutes

ITEM = Item("i1", "The scheme | its price", decides="local-incentive-schemes")
WHOLE = """# Minutes of The primary care committee

An invented group, 21 October 2016. Held in public.

## Who came

| Who | Member as | Posts and office | Vote |
| --- | --- | --- | --- |
| Lay A | lay member | chair | yes |
| Lay B | lay member | vice-chair | yes |
| Officer E | executive member | chief officer | yes |
| Dr One | GP | – | yes |
| Dr Two | GP | – | yes |
| Deputy P | executive member, for Officer F | chief finance officer | yes |

In the chair: Lay A.

In attendance without a vote: Watcher W (Healthwatch).

Apologies: Lay C and Officer F.

## Interests declared, and how they were handled

| Item | Who | Nature | Why a conflict | Handling | By | Left | Returned |
| --- | --- | --- | --- | --- | --- | --- | --- |
| The scheme \\| its price | Dr One | Partner | Dr One is paid by the scheme. | leave the room | Lay A \
| 14:05 | 14:20 |
| The scheme \\| its price | Dr Two | – | Dr Two is paid by the scheme. | not minuted | – | – | – |

## 1. The scheme | its price

In the chair: Lay A. Quorate: At least four members are needed, and four are counted (Deputy P, Lay A, Lay B \
and Officer E). Not counted: Dr One (leave the room). Not counted: Dr Two (handling not minuted, leave the \
room asked).

| Who | Vote | Counted | Reason |
| --- | --- | --- | --- |
| Lay A | for | yes | – |
| Lay B | for | yes | – |
| Officer E | against | yes | – |
| Dr One | for | conflicted: leave the room | – |

**Carried: two for, one against and none abstained.**
"""


def test_the_whole_of_some_minutes() -> None:
    here = meeting(
        quorum=some(4),
        items=(ITEM,),
        present=("Lay A", "Lay B", "Officer E", "Dr One", "Dr Two", "Watcher W"),
        deputies=(("Deputy P", "Officer F"),),
        declared=(Declared("Dr One", "i1", "Partner"),),
        handled=(left("Dr One"),),
        ballots=(ballot("Lay A: for, Lay B: for, Officer E: against, Dr One: for"),),
    )
    assert minutes(here, body(), pack(), conflicts(["Dr One", "Dr Two"])) == WHOLE


def test_an_item_that_is_not_quorate_decides_nothing_and_says_the_ways_out() -> None:
    here = meeting((LAY_A, LAY_B, OFFICER_F), some(3), ballots=(ballot("Lay A: for, Lay B: for"),))
    text = minutes(here, body(), pack(), conflicts(["Officer F"]))
    assert "Not quorate: At least three members are needed, and two are counted" in text
    assert "**No decision: the item was not quorate.**" in text
    assert "- Call further lay members. With one further lay member the item is quorate." in text


def test_a_general_interest_of_a_member_without_a_vote_who_stays() -> None:
    seats = (LAY_A, LAY_B, OFFICER_F, DR_SILENT)
    stays = "note and stay"
    here = meeting(
        seats,
        some(3),
        declared=(
            Declared("Dr Silent", "i1", "General interest as a GP"),
            Declared("Lay B", "i1", "Registered patient of a practice"),
        ),
        handled=(
            Handled("Dr Silent", "i1", stays, "Lay A", "has no vote"),
            Handled("Lay B", "i1", stays, "Lay A", "a patient"),
        ),
    )
    text = minutes(here, body(), pack(), [conflict("Dr Silent", stays)])
    assert (
        "| Dr Silent | General interest as a GP | Dr Silent is paid by the scheme. | note and stay |" in text
    )
    assert "| Lay B | Registered patient of a practice | a patient | note and stay |" in text
    assert "(Dr Silent, Lay A, Lay B and Officer F)" in text


def test_without_interests_votes_or_absences() -> None:
    here = meeting((LAY_A, LAY_B), some(2), items=(Item("i1", "A report"),))
    text = minutes(here, body(), pack(), ())
    assert "None was declared or found." in text
    assert "No apologies." in text
    assert "**Noted.**" in text


def test_what_is_decided_by_a_casting_vote_a_private_item_and_the_run() -> None:
    item = replace(ITEM, public=False, effects=Effects({}, "f" * 64))
    votes = ballot("Lay A: for, Lay B: against", casting="Lay A: for")
    here = meeting(USUAL, some(2), casting=True, items=(item,), ballots=(votes,), in_public=False)
    text = minutes(here, body(), pack(), ())
    assert "Held in private.\n" in text
    assert "In the chair: Lay A. Held in private." in text
    assert f"The priced run it rests on has the fingerprint {'f' * 64}." in text
    assert "| Lay A (casting vote) | for | yes | – |" in text
    assert "with the casting vote for.**" in text


def test_a_blind_ballot_that_is_not_complete_is_not_shown() -> None:
    here = meeting(USUAL, some(2), ballots=(ballot("Lay A: for", blind=True),))
    text = minutes(here, body(), pack(), ())
    assert "**No decision: The ballot is blind, and six of the seven who may vote have not" in text
    assert "| Lay A | for |" not in text


def test_deputies_in_waiting_and_members_for_this_meeting() -> None:
    seats = (LAY_A, LAY_B, Seat("Lay X", "lay"), Seat("Board W", "", ("health_and_wellbeing",)))
    here = meeting(seats, some(2), deputies=(("Deputy P", "Lay B"),), extra=("Lay X",))
    text = minutes(here, body(), pack(), ())
    assert "In attendance without a seat: Deputy P, deputy of Lay B." in text
    assert "| Lay X | lay member, for this meeting | – | yes |" in text
    assert "| Board W | other member |" in text


def test_who_is_in_the_chair_where_it_was_taken_wrongly() -> None:
    text = minutes(meeting(USUAL, some(2), chair="Dr One"), body(), pack(), ())
    assert text.count("In the chair: Dr One, who may not be.") == 2
    here = meeting(USUAL, some(2), chair="Lay A", present=("Lay B", "Officer E", "Officer F"))
    text = minutes(here, body(), pack(), ())
    assert text.count("In the chair: not shown; Lay A is named, and was not there.") == 2
    assert "has no seat" not in text


def test_without_a_register_no_decision_is_shown() -> None:
    here = meeting(USUAL, some(2), ballots=(ballot("Lay A: for"),))
    text = minutes(here, body(), pack(), (), register=False)
    assert "Not shown to be quorate: The meeting names no register" in text
    assert "**No decision: the item is not shown to have been quorate.**" in text
