"""Composition at appointment and on the day, and who takes the chair."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from committee_builders import (
    DR_ONE,
    DR_TWO,
    LAY_A,
    LAY_B,
    LAY_C,
    MAJORITY,
    OFFICER_E,
    OFFICER_F,
    ON,
    USUAL,
    body,
    committee,
    conflicts,
    meeting,
    pack,
    rule,
    some,
)
from openqof.core.governance.packs import CommitteeRule
from openqof.core.governance.seats import Seat
from openqof.core.governance.verdicts import Answer
from openqof.governance.chairs import chair_of, presiding
from openqof.governance.committees import composition, on_the_day

CLINICAL_CHAIR = Seat("Dr One", "gp", office="chair")
GP_MAJORITY = (LAY_A, LAY_B, LAY_C, DR_ONE, DR_TWO, Seat("Dr Three", "gp"), Seat("Dr Four", "gp"))


def test_a_usual_committee_is_composed_as_the_rules_ask() -> None:
    found = composition(committee(), body(), ON, [pack()])
    assert found.allowed
    assert found.rules == (
        "test-2016:chair-is-lay",
        "test-2016:lay-executive-majority",
        "test-2016:three-lay",
    )


def test_a_clinician_chair_is_refused() -> None:
    found = composition(committee((CLINICAL_CHAIR, LAY_B, LAY_C)), body(), ON, [pack()])
    assert found.answer is Answer.NO
    assert [each.rule for each in found.against] == ["test-2016:chair-is-lay"]
    assert found.against[0].says == (
        "The chair is a lay member. The chair is Dr One, a GP, and has to be a lay member and may not be an "
        "audit chair."
    )


def test_a_gp_majority_is_refused_at_appointment_and_on_the_day() -> None:
    at_appointment = composition(committee(GP_MAJORITY), body(), ON, [pack()])
    assert [each.rule for each in at_appointment.against] == ["test-2016:lay-executive-majority"]
    came = meeting(present=("Lay A", "Dr One", "Dr Two"))
    assert [each.rule for each in on_the_day(came, body(), [pack()]).against] == [
        "test-2016:lay-executive-majority"
    ]


def test_advice_that_is_not_met_is_said_and_not_refused() -> None:
    found = composition(committee((LAY_A, LAY_B, OFFICER_F)), body(), ON, [pack()])
    assert found.allowed
    assert found.reasons[-1].says == (
        "Three lay members sit on it. At least three lay members are needed, and two are counted (Lay A and "
        "Lay B). This is advice, comply or explain: the committee may depart from it, and says why."
    )


def test_rules_of_appointment_are_not_asked_on_the_day() -> None:
    found = on_the_day(meeting(), body(), [pack()])
    assert "test-2016:three-lay" not in found.rules


def test_the_committee_adds_rules_of_its_own() -> None:
    own = CommitteeRule(rule("a-nurse", "A nurse sits on it."), some(1, "chief_nurse"))
    found = composition(committee(own_rules=(own,)), body(), ON, [pack()])
    assert [each.rule for each in found.against] == ["own:a-nurse"]


def test_a_rule_counts_only_on_its_days() -> None:
    later = CommitteeRule(replace(MAJORITY.rule, first=date(2017, 1, 1)), MAJORITY.needs)
    found = composition(committee(GP_MAJORITY), body(), ON, [pack(later)])
    assert not found.reasons


def test_without_a_pack_nothing_is_shown() -> None:
    for found in (composition(committee(), body(), ON, []), on_the_day(meeting(), body(), [])):
        assert (found.answer, found.rules) == (Answer.NOT_SHOWN, ("packs:in-force",))


def test_the_chair_takes_the_chair() -> None:
    assert presiding(meeting(), "i1", (), pack()) == "Lay A"
    assert chair_of(meeting(), "i1", (), pack()).says == "Lay A takes the chair."


def test_the_vice_chair_takes_the_chair_if_the_chair_is_conflicted() -> None:
    found = chair_of(meeting(), "i1", conflicts(["Lay A"]), pack())
    assert found.says == "Lay A is absent or conflicted, so that the vice-chair, Lay B, takes the chair."
    assert (found.answer, found.rule) == (Answer.YES, "meeting:chair-of-item")


def test_else_an_eligible_lay_member_is_chosen_who_is_not_barred() -> None:
    seats = (*USUAL, Seat("Lay D", "lay"))
    found = chair_of(meeting(seats), "i1", conflicts(["Lay A", "Lay B"]), pack())
    assert found.says.endswith("a lay member is chosen, who may be Lay D.")
    assert presiding(meeting(seats), "i1", conflicts(["Lay A", "Lay B"]), pack()) == "Lay D"


def test_nobody_may_take_the_chair_where_only_the_audit_chair_is_left() -> None:
    found = chair_of(meeting(), "i1", conflicts(["Lay A", "Lay B"]), pack())
    assert found.answer is Answer.NO
    assert presiding(meeting(), "i1", conflicts(["Lay A", "Lay B"]), pack()) == ""


def test_a_vice_chair_who_is_a_clinician_does_not_take_the_chair() -> None:
    seats = (LAY_A, Seat("Dr One", "gp", office="vice_chair"), Seat("Lay D", "lay"), OFFICER_E)
    assert presiding(meeting(seats), "i1", conflicts(["Lay A"]), pack()) == "Lay D"


def test_whoever_took_the_chair_wrongly_stands_against_it() -> None:
    for person, says in (
        ("Dr One", "Dr One took the chair, and may not: The chair is Dr One, a GP"),
        ("Watcher W", "Watcher W took the chair, and has no vote on this committee."),
        ("Stranger", "Stranger is named in the chair, and has no seat at this meeting."),
    ):
        found = chair_of(meeting(chair=person), "i1", (), pack())
        assert found.answer is Answer.NO
        assert found.says.startswith(says)


def test_a_clinician_in_the_chair_on_the_day_is_refused() -> None:
    found = on_the_day(meeting(chair="Dr One"), body(), [pack()])
    assert [each.rule for each in found.against] == ["test-2016:chair-is-lay"]


def test_a_chair_who_was_not_there_is_said_so() -> None:
    here = meeting(chair="Lay A", present=("Lay B", "Officer E"))
    assert chair_of(here, "i1", (), pack()).says == "Lay A is named in the chair, and was not there."


def test_whoever_may_stay_and_speak_presides_where_nobody_else_may() -> None:
    spoken = conflicts(["Lay A"], "speak but not vote")
    here = meeting((LAY_A, OFFICER_E))
    assert presiding(here, "i1", spoken, pack()) == "Lay A"
    assert chair_of(here, "i1", spoken, pack()).says.endswith(
        "by leave to stay and speak, and without a vote."
    )
    assert presiding(meeting(), "i1", spoken, pack()) == "Lay B"
    assert presiding(here, "i1", conflicts(["Lay A"]), pack()) == ""
