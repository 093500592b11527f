"""Registers against their clocks, and what of them is public."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from interest_builders import GP_ONE, GP_TWO, MARKS, body, clock, entry, item, meeting, pack, register, rule
from openqof.core.governance.interests import Breach, Category, Gift, NilReturn, Register, Training
from openqof.core.governance.packs import Duty, Fields
from openqof.core.governance.seats import AtLeastSeats, Seat
from openqof.core.governance.verdicts import Answer
from openqof.core.problems import BadInput
from openqof.files.meeting import read_meeting
from openqof.files.nodes import compose
from openqof.governance.exposure import exposure
from openqof.governance.interests import conflict_verdict, not_known
from openqof.governance.registers import checked, published, register_verdict, rule_of_register
from openqof.governance.seats import meets

ON = date(2017, 1, 31)
TOUCHES = item(touches=("D00001",))
PARTNER = entry("r1", "Dr One", code="D00001")
SAID = date(2016, 12, 1)
FRESH = entry("r1", "Dr One", held_from=date(2016, 11, 20), declared=SAID, recorded=SAID)
TRAINED = Training("Dr One", date(2016, 6, 1))
GOOD = register(FRESH, training=(TRAINED,), reviewed={"Dr One": SAID})
GIFT = Gift("g1", "Dr One", date(2016, 12, 1), "A hamper", "Brook Health Ltd", 30.0, False)
BREACH = Breach("b1", date(2016, 12, 1), "An interest was declared late", "Advice was given")


def about(found: Register, on: date = ON, **parts: object) -> list[str]:
    return [each.about for each in checked(found, pack(**parts), on)]  # type: ignore[arg-type]


def test_a_register_in_order_has_no_findings() -> None:
    assert about(GOOD) == []
    verdict = register_verdict(GOOD, pack(), ON)
    assert verdict.answer is Answer.YES
    assert set(verdict.rules) >= {
        "test:record",
        "test:review",
        "test:show",
        "test:keep",
        "registers:nil-return",
    }


@pytest.mark.parametrize(
    ("recorded", "on", "late"),
    [
        (date(2016, 12, 29), ON, False),
        (date(2016, 12, 30), ON, True),
        (None, date(2016, 12, 29), False),
        (None, date(2016, 12, 30), True),
        (date(2016, 12, 20), date(2016, 12, 10), False),
    ],
)
def test_an_interest_is_recorded_within_28_days(recorded: date | None, on: date, late: bool) -> None:
    held = replace(GOOD, interests=(replace(FRESH, recorded=recorded),))
    assert ("record-interest" in about(held, on)) is late


def test_a_late_record_says_by_when() -> None:
    held = replace(GOOD, interests=(replace(FRESH, recorded=None),))
    (only,) = checked(held, pack(), ON)
    assert (only.person, only.entry, only.rule, only.due) == (
        "Dr One",
        "r1",
        "test:record",
        date(2016, 12, 29),
    )
    assert only.says == (
        "The entry r1 of Dr One was declared on 1 December 2016 and has not been recorded; "
        "it was due by 29 December 2016."
    )


def test_an_interest_that_arose_while_on_the_register_is_declared_in_time() -> None:
    old = entry("r0", "Dr One", "Another", declared=date(2016, 4, 1), recorded=date(2016, 4, 1))
    late = replace(FRESH, held_from=date(2016, 11, 2))
    assert about(replace(GOOD, interests=(old, late))) == ["declare-interest"]
    assert about(replace(GOOD, interests=(old, replace(late, held_from=date(2016, 11, 3))))) == []
    undeclared = replace(late, declared=None, recorded=None)
    assert about(replace(GOOD, interests=(old, undeclared))) == ["declare-interest"]


def test_an_interest_from_before_the_person_came_is_not_late() -> None:
    assert about(replace(GOOD, interests=(replace(FRESH, held_from=date(1999, 1, 1)),))) == []


@pytest.mark.parametrize(
    ("last", "on", "late"),
    [
        (date(2016, 8, 31), date(2017, 2, 28), False),
        (date(2016, 8, 31), date(2017, 3, 1), True),
        (date(2015, 8, 31), date(2016, 2, 29), False),
        (date(2015, 8, 31), date(2016, 3, 1), True),
    ],
)
def test_a_review_every_six_months_ends_with_the_month(last: date, on: date, late: bool) -> None:
    held = replace(GOOD, interests=(replace(FRESH, declared=last, recorded=last, held_from=last),))
    held = replace(held, reviewed={"Dr One": last}, training=(Training("Dr One", last),))
    assert ("review-interests" in about(held, on)) is late


def test_without_a_review_the_last_declaration_counts() -> None:
    assert "review-interests" in about(replace(GOOD, reviewed=None), date(2017, 6, 2))
    assert "review-interests" not in about(replace(GOOD, reviewed=None), date(2017, 6, 1))


def test_an_own_clock_of_the_body_counts_beside_the_pack() -> None:
    own = clock("quarterly", "review-interests", 1, "months")
    (only,) = checked(GOOD, pack(), ON, (own,))
    assert (only.rule, only.due) == ("own:quarterly", date(2017, 1, 1))


def test_whoever_has_nothing_to_declare_says_so() -> None:
    silent = replace(GOOD, people={"Dr One": (), "Lay A": ()}, training=(TRAINED, Training("Lay A", SAID)))
    (only,) = checked(silent, pack(), ON)
    assert (only.about, only.person, only.rule) == ("nil-return", "Lay A", "registers:nil-return")
    assert about(replace(silent, nil_returns=(NilReturn("Lay A", SAID),))) == []
    assert about(replace(silent, nil_returns=(NilReturn("Lay A", date(2017, 2, 1)),))) == ["nil-return"]


def test_a_nil_return_from_before_the_last_interest_ended_is_none() -> None:
    ended = replace(FRESH, held_to=date(2016, 12, 20))
    held = replace(GOOD, interests=(ended,), nil_returns=(NilReturn("Dr One", date(2016, 11, 1)),))
    assert about(held) == ["nil-return"]
    assert about(replace(held, nil_returns=(NilReturn("Dr One", date(2016, 12, 20)),))) == []


def test_the_pack_may_ask_for_nil_returns_itself() -> None:
    duty = Duty(rule("nil"), "publication", "nil returns")
    silent = replace(GOOD, interests=())
    assert [each.rule for each in checked(silent, pack(duties=(duty,)), ON)] == ["test:nil"]


def test_training_is_missing_or_over() -> None:
    missing = replace(GOOD, training=())
    assert [each.says for each in checked(missing, pack(), ON)] == ["Dr One has not completed the training."]
    leap = replace(GOOD, training=(Training("Dr One", date(2016, 2, 29)),))
    assert about(leap, date(2017, 2, 28)) == []
    assert about(leap, date(2017, 3, 1)) == ["renew-training"]


def test_a_pack_without_a_training_clock_asks_for_none() -> None:
    assert about(replace(GOOD, training=()), clocks=()) == []


def test_gifts_are_declared_even_where_they_are_declined() -> None:
    held = replace(GOOD, gifts=(GIFT,))
    (only,) = checked(held, pack(), ON)
    assert (only.about, only.rule) == ("gifts", "registers:gifts-declared")
    assert only.says == "A hamper (g1), offered to Dr One on 1 December 2016, is not declared."
    clocks = (("gift", "declare-gift", 28, "days"),)
    assert about(held, date(2016, 12, 29), clocks=clocks) == []
    assert about(held, date(2016, 12, 30), clocks=clocks) == ["declare-gift"]
    told = replace(GOOD, gifts=(replace(GIFT, declared=date(2017, 1, 10)),))
    assert about(told, clocks=clocks) == ["declare-gift"]


def test_breaches_are_published_without_names() -> None:
    assert about(replace(GOOD, breaches=(BREACH,))) == ["breaches"]
    clocks = (("breach", "publish-breach", 28, "days"),)
    assert about(replace(GOOD, breaches=(BREACH,)), date(2016, 12, 29), clocks=clocks) == []
    assert about(replace(GOOD, breaches=(BREACH,)), clocks=clocks) == ["publish-breach"]
    named = replace(BREACH, nature="Dr One declared late", published=date(2016, 12, 2))
    assert about(replace(GOOD, breaches=(named,))) == ["breaches"]
    assert published(replace(GOOD, breaches=(named,)), pack(), ON).breaches == ()


def test_an_entry_is_kept_six_years_and_then_removed() -> None:
    ended = replace(FRESH, held_from=date(2010, 1, 1), held_to=date(2012, 2, 29))
    held = replace(GOOD, interests=(ended, replace(FRESH, id="r2")))
    training = (Training("Dr One", date(2018, 1, 1)),)
    later = replace(held, training=training, reviewed={"Dr One": date(2018, 2, 1)})
    assert about(later, date(2018, 2, 28)) == []
    (only,) = checked(later, pack(), date(2018, 3, 1))
    assert (only.about, only.due) == ("keep-interest", date(2018, 2, 28))
    assert only.says.endswith("was kept to 28 February 2018: it is due to be removed.")


def test_an_end_at_the_end_of_all_days_is_never_over() -> None:
    held = replace(GOOD, interests=(replace(FRESH, held_to=date.max),))
    assert about(held) == []
    assert published(held, pack(), ON).interests[0].until == date.max


def test_required_fields_left_empty_are_named() -> None:
    fields = Fields(rule("fields"), "interest", ("person", "through", "approved_by", "to", "held by whom"))
    (only,) = checked(GOOD, pack(fields=(fields,)), ON)
    assert only.says == "The entry r1 of Dr One does not state approved by."
    indirect = replace(FRESH, category=Category.INDIRECT, approved_by="Lay A")
    (only,) = checked(replace(GOOD, interests=(indirect,)), pack(fields=(fields,)), ON)
    assert only.says == "The entry r1 of Dr One does not state through."


def test_the_verdict_follows_the_duties_of_the_pack() -> None:
    duties = (
        Duty(rule("trained"), "training", "training in conflicts of interest", "renew-training"),
        Duty(rule("shown"), "publication", "register of interests"),
    )
    asked = pack(duties=duties)
    good, bad = (register_verdict(each, asked, ON) for each in (GOOD, replace(GOOD, training=())))
    assert {"test:trained", "test:shown"} <= set(good.rules)
    assert {each.rule for each in bad.against} == {"test:training", "test:trained"}
    assert any(each.says.endswith("Public: 1 interest.") for each in good.reasons)
    named = [rule_of_register(each, asked) for each in good.rules]
    assert all(named)


# What is public


def test_an_ended_interest_stays_public_for_six_months() -> None:
    ended = replace(GOOD, interests=(replace(FRESH, held_to=date(2017, 8, 31)),))
    (only,) = published(ended, pack(), date(2018, 2, 28)).interests
    assert only.until == date(2018, 2, 28)
    assert published(ended, pack(), date(2018, 3, 1)).interests == ()
    leap = replace(GOOD, interests=(replace(FRESH, held_to=date(2019, 8, 31)),))
    assert len(published(leap, pack(), date(2020, 2, 29)).interests) == 1
    assert published(leap, pack(), date(2020, 3, 1)).interests == ()


def test_without_a_clock_an_interest_is_public_while_it_is_held() -> None:
    ended = replace(GOOD, interests=(replace(FRESH, held_to=date(2017, 8, 31)),))
    assert len(published(ended, pack(clocks=()), date(2017, 8, 31)).interests) == 1
    assert published(ended, pack(clocks=()), date(2017, 9, 1)).interests == ()


def test_an_entry_is_public_from_the_day_it_was_declared() -> None:
    assert published(GOOD, pack(), date(2016, 11, 30)).interests == ()


def test_a_withheld_entry_shows_the_reason_alone() -> None:
    held = replace(GOOD, interests=(replace(FRESH, withheld_because="A risk to a person"),))
    (only,) = published(held, pack(), ON).interests
    assert (dict(only.fields), only.withheld_because) == ({}, "A risk to a person")


def test_nothing_but_the_fields_of_the_pack_is_public() -> None:
    fields = Fields(
        rule("fields"), "interest", ("person", "organisation"), ("nature", "approved_by", "recorded")
    )
    held = replace(GOOD, interests=(replace(FRESH, approved_by="Lay A", mitigation="None"),))
    (only,) = published(held, pack(fields=(fields,)), ON).interests
    assert dict(only.fields) == {
        "person": "Dr One", "organisation": "Ambermere Surgery", "nature": "Partner",
    }  # fmt: skip
    (usual,) = published(held, pack(), ON).interests
    assert usual.fields["from"] == "20 November 2016"
    assert "approved_by" not in usual.fields


def test_decision_makers_alone_are_published_where_the_pack_says_so() -> None:
    other = entry("r2", "Clerk C", declared=SAID)
    held = replace(
        register(FRESH, other, decision_makers=frozenset({"Dr One"})),
        gifts=(replace(GIFT, declared=SAID), replace(GIFT, id="g2", person="Clerk C", declared=SAID)),
    )
    every = published(held, pack(), ON)
    assert (len(every.interests), len(every.gifts), every.decision_makers_only) == (2, 2, False)
    duty = Duty(rule("deciders"), "publication", "register of interests of decision-makers")
    some = published(held, pack(duties=(duty,)), ON)
    assert [each.fields["person"] for each in some.interests] == ["Dr One"]
    assert [each.fields["person"] for each in some.gifts] == ["Dr One"]
    assert some.rules == ("test:show", "test:deciders")


def test_gifts_and_breaches_are_public_once_told() -> None:
    held = replace(GOOD, gifts=(GIFT,), breaches=(BREACH,))
    assert (published(held, pack(), ON).gifts, published(held, pack(), ON).breaches) == ((), ())
    told = replace(GOOD, gifts=(replace(GIFT, declared=SAID),), breaches=(replace(BREACH, published=SAID),))
    shown = published(told, pack(), ON)
    assert dict(shown.gifts[0].fields) == {
        "person": "Dr One", "offered": "1 December 2016", "what": "A hamper", "by": "Brook Health Ltd",
        "value": "£30", "accepted": "no",
    }  # fmt: skip
    assert dict(shown.breaches[0].fields) == {
        "found": "1 December 2016", "nature": "An interest was declared late", "action": "Advice was given",
    }  # fmt: skip
    assert MARKS.source == "openqof"


MEETING = """
meeting: 2016-10-21
committee: c
present: [Lay A]
items: [{id: i1, title: A scheme}]
body:
  body: X01
  name: A body
  kind: ccg
  models: [{model: delegated, from: 2015-04-01}]
  committees:
    c:
      name: A committee
      seats:
        - {person: Lay A, of: lay, office: chair}
        - {person: Lay C, of: lay}
        - {person: Dr One, of: gp}
"""


def codes(text: str) -> list[str]:
    try:
        read_meeting(compose(text, name="m.yaml"), Path("m.yaml"))
    except BadInput as bad:
        return [each.code for each in bad.problems]
    return []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("deputies: {Dr Three: Lay C}", []),
        ("deputies: {DR ONE: Lay C}", ["G503"]),
        ("deputies: {Dr. Oné: Lay C}", ["G503"]),
        ("deputies: {Dr Three: Lay C, DR  THREE: Dr One}", ["G503"]),
        ("extra: [{person: lay a, of: lay}]", ["G506"]),
        ("extra: [{person: Lay D, of: lay}, {person: LAY D, of: lay}]", ["G506"]),
        ("extra: [{person: Lay D, of: lay}]\ndeputies: {lay d: Lay C}", ["G503"]),
    ],
)
def test_a_meeting_has_nobody_twice_however_spelt(more: str, code: list[str]) -> None:
    assert codes(f"{MEETING}{more}\n") == code


@pytest.mark.parametrize("name", ["lay a", "Lay. A", "LAY  A", "Láy A"])
def test_a_committee_has_nobody_twice_however_spelt(name: str) -> None:
    assert codes(f"{MEETING}        - {{person: {name}, of: lay}}\n") == ["G021"]


def test_without_a_register_interests_are_not_known() -> None:
    verdict = conflict_verdict(meeting(TOUCHES), None, body(), pack())
    assert (verdict.answer, verdict.rules) == (Answer.NOT_SHOWN, ("interests:compared",))
    assert verdict.reasons[0].says == "The interests of the members are not known: no register is stated."
    assert not_known(meeting(TOUCHES), None) == verdict.reasons
    touched = conflict_verdict(meeting(item(touches_class="gp")), None, body(), pack())
    assert touched.answer is Answer.NO
    assert Answer.NOT_SHOWN in {each.answer for each in touched.against}


def test_members_missing_from_the_register_stand_in_the_way() -> None:
    about = meeting(item(touches=("D00009",)), seats=(GP_ONE, GP_TWO))
    verdict = conflict_verdict(about, register(PARTNER), body(), pack())
    assert verdict.answer is Answer.NOT_SHOWN
    assert "The interests of Dr Two are not known" in verdict.against[0].says
    known = register(PARTNER, people=("DR ONE", "dr. two"))
    assert conflict_verdict(about, known, body(), pack()).answer is Answer.YES
    assert not_known(about, known) == ()


@pytest.mark.parametrize("present", [("Lay A",), ("Lay A", "Dr Three")])
def test_a_deputy_counts_in_what_a_decision_is_worth(present: tuple[str, ...]) -> None:
    told = meeting(item(pounds={"D00001": 100}), present=present, deputies=(("Dr Three", "Dr One"),))
    known = register(replace(PARTNER, person="Dr Three"))
    risk = exposure(told, "i1", register=known, body=body(), pack=pack())
    assert [(each.person, each.pence) for each in risk.stakes] == [("Dr Three", 10_000)]
    merged = exposure(
        told, "i1", register=register(entry("r1", "Dr Three", code="D00008")), body=body(), pack=pack(),
        became={"D00001": "D00008"},
    )  # fmt: skip
    assert merged.present == 10_000


def test_an_observer_never_counts_as_voting() -> None:
    watchers = [Seat(f"Watcher {number}", "observer") for number in range(4)]
    assert not meets(AtLeastSeats(4, ("voting",)), watchers, watchers)[0]
    assert meets(AtLeastSeats(4, ("non_voting",)), watchers, watchers)[0]
    assert watchers[0].terms == {"observer", "non_voting"}
