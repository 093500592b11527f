"""Who holds a proposal, and for how long."""

from __future__ import annotations

from datetime import timedelta

from openqof.governance.tracker import waiting
from path_builders import FIRST, LMC, NATIONAL, PREPARED, clock, event, reached, rules

HELD = rules(approval=NATIONAL, clocks=(clock("answer-lmc", 28), clock("answer-request", 14)))
ON = FIRST + timedelta(days=20)
ASKED = (
    event("lmc-opened", lmc=LMC, question="Is the price right?"),
    event("approval-asked", approver="nhs-england", question="May it be adopted?"),
    event("question-put", FIRST + timedelta(days=1), holder="Officer B", question="What does it cost?"),
)


def test_every_open_question_is_told_with_its_holder_and_days() -> None:
    found = waiting(reached(*ASKED, held=HELD), ON, HELD)
    assert [(each.holder, each.question, each.days) for each in found] == [
        (LMC, "Is the price right?", 20),
        ("NHS England", "May it be adopted?", 20),
        ("Officer B", "What does it cost?", 19),
    ]


def test_waits_run_against_the_clock_of_the_pack() -> None:
    lmc, approver, other = waiting(reached(*ASKED, held=HELD), ON, HELD)
    assert (lmc.late, lmc.due) == (False, FIRST + timedelta(days=28))
    assert approver.late
    assert approver.rule is not None
    assert approver.rule.name == "pack:answer-request-14"
    assert (other.due, other.rule) == (None, None)
    assert approver.says == (
        "NHS England has held it for 20 days, since 1 September 2015; it was due by 15 September 2015."
    )
    assert other.says.endswith("no clock runs.")


def test_the_path_says_who_has_held_it_longest() -> None:
    path = reached(*ASKED, held=HELD)
    assert path.held is not None
    assert path.held.holder == LMC


def test_an_answer_passes_the_question_on() -> None:
    answered = event("lmc-answered", lmc=LMC, response="No.")
    (found,) = waiting(reached(ASKED[0], answered), ON, rules())
    assert (found.holder, found.question) == ("the body", f"What is replied to {LMC}?")


def test_nothing_waits_once_all_is_answered() -> None:
    path = reached(*PREPARED)
    assert waiting(path, ON, rules()) == ()
    assert path.held is None


def test_a_question_answered_may_be_put_again() -> None:
    put = event("question-put", holder="Officer B", question="Why?")
    done = event("question-answered", holder="Officer B", answer="Because.")
    assert len(waiting(reached(put, done, put), ON, rules())) == 1


def test_the_wait_begins_with_a_capital() -> None:
    path = reached(ASKED[0], event("lmc-answered", lmc=LMC, response="No."))
    (found,) = waiting(path, FIRST + timedelta(days=1), rules())
    assert found.says.startswith("The body has held it for 1 day, since 1 September 2015")
