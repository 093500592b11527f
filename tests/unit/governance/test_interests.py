"""Conflicts of each member in each item, with the least handling and its reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from interest_builders import (
    GP_ONE,
    GP_TWO,
    LEVELS,
    ON,
    SEATS,
    body,
    entry,
    item,
    meeting,
    pack,
    register,
)
from openqof.core.governance.interests import Category, Conflict, Interest, Item, Register
from openqof.core.governance.meetings import Declared
from openqof.core.governance.seats import Seat
from openqof.core.governance.verdicts import Answer
from openqof.governance.interest_rules import rule_named
from openqof.governance.interest_words import is_patient
from openqof.governance.interests import conflict_verdict, conflicts, least_for, not_on_register

PARTNER = entry("r1", "Dr One", code="D00001")
TOUCHES = item(touches=("D00001",))


def found(
    *interests: Interest, about: Item = TOUCHES, seats: tuple[Seat, ...] = SEATS, on: date = ON
) -> tuple[Conflict, ...]:
    return conflicts(meeting(about, seats=seats, on=on), register(*interests), body(), pack())


def test_a_partner_whose_practice_is_touched_is_conflicted() -> None:
    (only,) = found(PARTNER)
    assert (only.person, only.item, only.interest, only.category) == ("Dr One", "i1", "r1", "financial")
    assert (only.kind, only.least, only.rules, only.pence) == (
        "actual", "speak but not vote", ("test:financial",), None,
    )  # fmt: skip
    assert only.why == (
        "Dr One has an interest in Ambermere Surgery (r1: Partner, since 1 April 2010), "
        "which is touched by item i1 (A local scheme)."
    )


def test_a_practice_that_gains_or_loses_is_said_in_pounds() -> None:
    gain, loss = item("i1", pounds={"D00001": 1200.5}), item("i2", pounds={"D00001": -300})
    one, two = conflicts(meeting(gain, loss), register(PARTNER), body(), pack())
    assert (one.pence, one.kind, one.least, one.rules) == (
        120_050,
        "actual",
        "leave the room",
        ("test:financial-gain",),
    )
    assert "which gains £1,200.50 a year by item i1" in one.why
    assert (two.pence, two.least) == (-30_000, "leave the room")
    assert "which loses £300 a year by item i2" in two.why


def test_a_practice_that_the_result_leaves_as_it_is_is_not_touched_by_it() -> None:
    assert found(PARTNER, about=item(pounds={"D00001": 0, "D00002": 10})) == ()


def test_a_practice_named_by_the_item_but_left_as_it_is_neither_gains_nor_loses() -> None:
    (only,) = found(PARTNER, about=item(touches=("D00001",), pounds={"D00001": 0}))
    assert (only.pence, only.least) == (0, "speak but not vote")
    assert "which neither gains nor loses by item i1" in only.why


@pytest.mark.parametrize(
    ("first", "last", "many"),
    [
        (date(2016, 10, 21), None, 1),
        (date(2016, 10, 22), None, 0),
        (date(2010, 1, 1), date(2016, 10, 21), 1),
        (date(2010, 1, 1), date(2016, 10, 20), 0),
    ],
)
def test_only_what_is_held_on_the_day_counts(first: date, last: date | None, many: int) -> None:
    assert len(found(replace(PARTNER, held_from=first, held_to=last))) == many


def test_an_entry_is_matched_by_its_code_before_its_name() -> None:
    other = replace(PARTNER, code="D00009")
    same_name = entry("r2", "Nurse N", code="D00001")
    assert [each.person for each in found(other, same_name)] == ["Nurse N"]


def test_an_entry_without_code_is_matched_by_the_exact_name_without_regard_to_spelling() -> None:
    known = entry("r2", "Nurse N", "St. Anne's Surgery", code="D00001")
    same = entry("r1", "Dr One", "ST ANNES  SURGERY")
    other = entry("r3", "Lay A", "St Anne's Surgery Annexe")
    both = found(same, known, other)
    assert [each.person for each in both] == ["Dr One", "Nurse N"]
    assert both[0].why.endswith("It was matched by its name, since the entry has no code.")


def test_an_item_may_touch_an_organisation_by_its_name() -> None:
    about = item(touches=("Brook Health Ltd",))
    (only,) = found(entry("r1", "Lay A", "Brook Health Ltd.", nature="Director"), about=about)
    assert only.person == "Lay A"


def test_of_two_practices_of_one_name_the_greater_amount_counts() -> None:
    named = [entry(f"r{n}", "Nurse N", "The Surgery", code=f"D0000{n}", nature="Nurse") for n in (1, 2)]
    about = item(pounds={"D00001": 10, "D00002": -400})
    one = next(each for each in found(entry("r9", "Lay A", "The Surgery"), *named, about=about))
    assert one.pence == -40_000


def test_an_indirect_interest_says_through_whom() -> None:
    held = entry(
        "r1",
        "Lay A",
        "Brook Health Ltd",
        code="BH1",
        category=Category.INDIRECT,
        through="the spouse",
        nature="Director",
    )
    (only,) = found(held, about=item(pounds={"BH1": 50}))
    assert (only.category, only.least) == ("indirect", "leave the room")
    assert "an indirect interest through the spouse in Brook Health Ltd" in only.why


def test_what_a_partner_in_the_practice_holds_is_indirect() -> None:
    other = entry("r2", "Dr Two", code="D00001")
    pharmacy = entry("r3", "Dr Two", "Brook Pharmacy", code="FA1", nature="Owner")
    one, two = found(PARTNER, other, pharmacy, about=item(touches=("FA1",)))
    assert (one.person, one.category, one.interest) == ("Dr One", "indirect", "r3")
    assert one.rules == ("test:indirect", "interests:partners-share")
    assert (
        "Dr One is a partner in Ambermere Surgery, as is Dr Two, who has an interest in Brook Pharmacy"
        in one.why
    )
    assert (two.person, two.category) == ("Dr Two", "financial")


def test_a_colleague_who_is_no_partner_shares_nothing() -> None:
    salaried = replace(PARTNER, nature="Salaried GP")
    other = entry("r2", "Dr Two", code="D00001")
    pharmacy = entry("r3", "Dr Two", "Brook Pharmacy", code="FA1", nature="Owner")
    assert [each.person for each in found(salaried, other, pharmacy, about=item(touches=("FA1",)))] == [
        "Dr Two"
    ]


def test_a_withheld_entry_says_nothing_of_itself() -> None:
    (only,) = found(replace(PARTNER, withheld_because="a risk to a person"))
    assert "Ambermere" not in only.why
    assert only.why.startswith("Dr One has an interest that is withheld from publication (r1)")


def test_every_gp_is_conflicted_where_the_item_pays_every_practice() -> None:
    one, two = found(about=item(touches_class="gp"))
    assert (one.person, one.category, one.kind, one.least) == (
        "Dr One",
        "whole-class",
        "actual",
        "leave the room",
    )
    assert one.why == "Item i1 (A local scheme) touches all GPs, of whom Dr One is one."
    assert (two.person, two.least, two.kind) == ("Dr Two", "note and stay", "potential")
    assert two.rules == ("test:whole-class-gain", "interests:no-vote-may-stay")
    assert two.why.endswith("Dr Two has no vote.")


def test_design_is_handled_more_mildly_than_price_and_award() -> None:
    about = item(touches_class="gp", design_only=True)
    assert least_for(found(PARTNER, about=about), "i1", "Dr One") == "speak but not vote"
    price = item(touches_class="gp")
    assert least_for(found(PARTNER, about=price), "i1", "Dr One") == "leave the room"


def test_design_is_milder_where_the_pack_has_one_rule_for_both() -> None:
    one_rule = pack({("whole-class", False): "leave the room"})
    about = meeting(item(touches_class="gp", design_only=True))
    first, _ = conflicts(about, None, body(), one_rule)
    assert (first.least, first.rules) == (
        "speak but not vote",
        ("test:whole-class", "interests:design-in-principle"),
    )
    first, _ = conflicts(meeting(item(touches_class="gp")), None, body(), one_rule)
    assert first.least == "leave the room"


def test_a_gp_without_a_vote_leaves_where_the_own_practice_gains_a_stated_amount() -> None:
    about = item(touches_class="gp", pounds={"D00002": 900})
    both = found(entry("r2", "Dr Two", code="D00002"), about=about)
    assert least_for(both, "i1", "Dr Two") == "leave the room"
    assert [each.pence for each in both if each.person == "Dr Two"] == [None, 90_000]


def test_an_entry_in_a_practice_of_a_whole_class_item_is_the_general_interest() -> None:
    both = found(entry("r2", "Dr Two", code="D00002"), about=item(touches_class="gp"))
    assert least_for(both, "i1", "Dr Two") == "note and stay"


def test_a_class_may_be_meant_by_a_post() -> None:
    (only,) = found(about=item(touches_class="chief_finance_officer"))
    assert only.person == "Officer F"


def test_a_lay_member_who_is_a_patient_declares_and_is_perceived_at_most() -> None:
    patient = entry("r4", "Lay A", code="D00001", category=Category.PERSONAL, nature="Registered patient")
    about = item(touches=("D00001",), pounds={"D00001": 700})
    (only,) = found(patient, about=about)
    assert (only.kind, only.least, only.pence) == ("perceived", "note and stay", None)
    assert only.rules == ("test:personal", "interests:patient-may-stay")


def test_a_post_in_a_patient_group_is_no_patient() -> None:
    nature = "Chair of the patient participation group"
    held = entry("r4", "Lay A", code="D00001", category=Category.PERSONAL, nature=nature)
    (only,) = found(held)
    assert (only.kind, only.least) == ("perceived", "speak but not vote")


def test_an_executive_is_not_conflicted_by_the_own_employer() -> None:
    post = entry("r5", "Officer F", "An invented group", code="X01", nature="Chief finance officer")
    about = item(touches=("X01",))
    assert found(post, about=about) == ()
    assert found(replace(post, code=""), about=about) == ()
    spouse = replace(post, category=Category.INDIRECT, through="the spouse", nature="Employee")
    assert len(found(spouse, about=about)) == 1
    assert len(found(replace(post, person="Dr One"), about=about)) == 1


def test_what_decides_nothing_is_a_potential_conflict() -> None:
    (only,) = found(PARTNER, about=item(touches=("D00001",), decides=""))
    assert only.kind == "potential"


def test_a_category_that_the_pack_does_not_name_is_noted() -> None:
    (only,) = conflicts(meeting(TOUCHES), register(PARTNER), body(), pack({}))
    assert (only.least, only.rules) == ("note and stay", ("interests:noted",))


def test_what_is_declared_at_the_meeting_counts() -> None:
    told = (
        Declared("Dr Two", "i1", "General interest as a GP", "financial"),
        Declared("Lay A", "i1", "Registered patient of a practice"),
        Declared("Nurse N", "i1", "Works for a practice"),
        Declared("A visitor", "i1", "Anything"),
    )
    held = conflicts(meeting(item(), declared=told), register(), body(), pack())
    assert [(each.person, each.kind, each.least, each.interest) for each in held] == [
        ("Lay A", "perceived", "note and stay", "declared at the meeting"),
        ("Dr Two", "potential", "note and stay", "declared at the meeting"),
        ("Nurse N", "actual", "speak but not vote", "declared at the meeting"),
    ]
    assert "without a category" in held[2].why


def test_a_deputy_is_compared_too() -> None:
    seen = conflicts(
        meeting(TOUCHES, deputies=(("Dr Three", "Dr One"),)),
        register(replace(PARTNER, person="Dr Three")), body(), pack(),
    )  # fmt: skip
    assert [each.person for each in seen] == ["Dr Three"]
    whole = conflicts(
        meeting(item(touches_class="gp"), deputies=(("Dr Three", "Dr One"),)), None, body(), pack()
    )
    assert [each.person for each in whole] == ["Dr One", "Dr Two", "Dr Three"]


def test_names_of_people_are_compared_without_regard_to_spelling() -> None:
    assert [each.person for each in found(replace(PARTNER, person="DR. ONE"))] == ["Dr One"]


def test_the_strongest_handling_counts() -> None:
    all_of = found(PARTNER, about=item(touches_class="gp", pounds={"D00001": 5}))
    assert least_for(all_of, "i1", "Dr One") == "leave the room"
    assert least_for(all_of, "i1", "Lay A") == "note and stay"


def test_members_of_whom_nothing_is_known_are_named() -> None:
    known: Register = register(PARTNER)
    assert not_on_register(meeting(TOUCHES, seats=(GP_ONE, GP_TWO)), known) == ("Dr Two",)


def test_the_verdict_cites_a_rule_for_every_reason() -> None:
    about = meeting(item(touches_class="gp"), item("i2", touches=("D00009",)))
    known = register(PARTNER, people=tuple(seat.person for seat in SEATS))
    verdict = conflict_verdict(about, known, body(), pack(), item="i1")
    assert verdict.answer is Answer.NO
    assert set(verdict.rules) == {"test:whole-class-gain", "interests:no-vote-may-stay"}
    clear = conflict_verdict(about, known, body(), pack(), item="i2")
    assert (clear.answer, clear.rules) == (Answer.YES, ("interests:compared",))
    assert "every item" in conflict_verdict(about, None, body(), pack()).question


def test_every_rule_cited_is_found_by_its_name() -> None:
    both = found(PARTNER, about=item(touches_class="gp"))
    assert all(rule_named(name, pack()) for each in both for name in each.rules)
    assert rule_named("test:none", pack()) is None
    assert len(LEVELS) == 8


def test_a_deputy_who_is_a_member_under_another_spelling_is_conflicted_under_both() -> None:
    told = meeting(TOUCHES, item("i2", touches_class="gp"), deputies=(("DR ONE", "Lay B"),))
    seen = conflicts(told, register(PARTNER), body(), pack())
    assert [each.person for each in seen if each.item == "i1"] == ["Dr One", "DR ONE"]
    assert {each.person: each.least for each in seen if each.item == "i2"} == {
        "Dr One": "leave the room", "Dr Two": "note and stay", "DR ONE": "leave the room",
    }  # fmt: skip


def test_a_member_without_a_vote_who_stands_for_one_with_a_vote_is_no_mere_listener() -> None:
    told = meeting(item(touches_class="gp"), deputies=(("DR TWO", "Lay B"),))
    seen = conflicts(told, None, body(), pack())
    assert least_for(seen, "i1", "Dr Two") == "leave the room"


@pytest.mark.parametrize("code", ["D 00001", "D-00001", "d\u201300001", " d00001", "D.00001"])
def test_codes_are_compared_without_spaces_and_hyphens(code: str) -> None:
    assert [each.person for each in found(PARTNER, about=item(touches=(code,)))] == ["Dr One"]
    assert [each.person for each in found(replace(PARTNER, code=code))] == ["Dr One"]
    (only,) = found(replace(PARTNER, code=code), about=item(pounds={"D00001": 5}))
    assert only.pence == 500


def test_a_practice_named_by_the_item_is_found_by_the_code_that_another_entry_gives_it() -> None:
    other_name = replace(PARTNER, organisation="The Ambermere Practice")
    told = entry(
        "r2", "Nurse N", "Ambermere Surgery", code="D00001", nature="Nurse", held_to=date(2011, 1, 1)
    )
    about = item(touches=("Ambermere Surgery",), pounds={"D00001": 700})
    (only,) = found(other_name, told, about=about)
    assert (only.person, only.pence) == ("Dr One", 70_000)
    no_code = entry("r3", "Lay A", "the ambermere practice", nature="Landlord")
    assert [(each.person, each.pence) for each in found(other_name, told, no_code, about=about)] == [
        ("Lay A", 70_000), ("Dr One", 70_000),
    ]  # fmt: skip


def test_partners_are_found_by_the_code_that_another_entry_gives_their_practice() -> None:
    other = entry("r2", "Dr Two", "The Ambermere Practice", code="D-00001")
    no_code = replace(PARTNER, code="")
    told = entry("r4", "Nurse N", code="D00001", nature="Nurse")
    pharmacy = entry("r3", "Dr Two", "Brook Pharmacy", code="FA1", nature="Owner")
    seen = found(no_code, other, told, pharmacy, about=item(touches=("FA1",)))
    assert [(each.person, each.category) for each in seen] == [
        ("Dr One", "indirect"),
        ("Dr Two", "financial"),
    ]


@pytest.mark.parametrize(
    ("held", "touched"), [("D00001", "D00009"), ("D00009", "D 00001"), ("D00002", "D00001")]
)
def test_an_interest_in_a_practice_is_one_in_what_it_became(held: str, touched: str) -> None:
    became = {"D00001": "D00005", "d-00005": "D00009", "D00002": "D00009"}
    told, known = meeting(item(touches=(touched,))), register(replace(PARTNER, code=held))
    assert conflicts(told, known, body(), pack()) == ()
    (only,) = conflicts(told, known, body(), pack(), became=became)
    assert only.person == "Dr One"
    assert conflict_verdict(told, known, body(), pack(), became=became).answer is Answer.NO


def test_practices_that_became_each_other_are_one() -> None:
    became = {"D00001": "D00002", "D00002": "D00001"}
    for code in became:
        told = meeting(item(touches=(code,), pounds={"D00001": 3, "D00002": 4}))
        (only,) = conflicts(told, register(PARTNER), body(), pack(), became=became)
        assert only.pence == 700


@pytest.mark.parametrize(
    ("nature", "category", "patient"),
    [
        ("Registered patient", Category.PERSONAL, True),
        ("The spouse is a registered patient", Category.PERSONAL, True),
        ("Patient of the practice", "", True),
        ("I am a patient at the surgery", "", True),
        ("I am a patient at the surgery that I own", "", False),
        ("Registered patient", "", True),
        ("Registered patient", Category.FINANCIAL, False),
        ("Patients", Category.PERSONAL, False),
        ("I own the practice and its patients list", "", False),
        ("Owner of the premises and a registered patient", "", False),
        ("Registered patient; also paid for sessions", "", False),
        ("Registered patient and shareholder", Category.PERSONAL, False),
        ("Doctor to a patient of the practice", "", False),
        ("Works with registered patients", "", False),
        ("\u00a35 per patient of the practice", "", False),
        ("Registered patient, and in its patient participation group", Category.PERSONAL, False),
    ],
)  # fmt: skip
def test_who_is_plainly_a_registered_patient(nature: str, category: str, patient: bool) -> None:
    assert is_patient(Declared("Lay A", "i1", nature, category)) is patient
