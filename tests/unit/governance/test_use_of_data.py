"""The use of data: refused with an event to log, and opt-outs read from a scheme itself."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from openqof.core.governance.actions import Action
from openqof.core.governance.records import Membership, OptOut
from openqof.core.governance.verdicts import Answer
from openqof.files.load import load_scheme
from openqof.governance.use_of_data import may_ground, opt_outs, refused

NOW = datetime(2016, 10, 21, 9, 30, tzinfo=UTC)


def notice(*grounds: str, kind: str = "breach-notice", **fields: str) -> Action:
    return Action("a1", kind, "D00001", date(2014, 10, 1), "Officer A", grounds, {"breach": "b", **fields})


def left_out(**parts: object) -> OptOut:
    found = {
        "practice": "D00001", "scheme": "somewhere/scheme-2014", "indicators": ("HYP006",),
        "first": date(2014, 4, 1), "last": date(2015, 3, 31), **parts,
    }  # fmt: skip
    return OptOut(**found)  # type: ignore[arg-type]


def test_a_refusal_comes_with_an_event_to_log() -> None:
    verdict, event = refused(
        notice("HYP006"), [left_out()], who="Officer A", acting_as="commissioner", when=NOW
    )
    assert verdict.answer is Answer.NO
    assert event is not None
    assert (event.who, event.acting_as, event.about) == ("Officer A", "commissioner", "a1")
    assert event.when == "2016-10-21T09:30:00+00:00"
    assert json.loads(event.after)["grounds"] == ["HYP006"]
    assert "HYP006" in event.why


def test_what_is_allowed_needs_no_event() -> None:
    verdict, event = refused(notice("DM002"), [left_out()], who="A", acting_as="b", when=NOW)
    assert verdict.allowed
    assert event is None


def test_an_event_needs_its_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        refused(notice("HYP006"), [left_out()], who="A", acting_as="b", when=NOW.replace(tzinfo=None))


@pytest.mark.parametrize(
    "ground", ["HYP006", "hyp006", "HYP006: 61.2% against 80%", "Low results (HYP006, DM002)"]
)
def test_an_indicator_is_found_in_the_words_of_a_ground(ground: str) -> None:
    assert may_ground(notice(ground), [left_out()]).answer is Answer.NO


@pytest.mark.parametrize("ground", ["HYP0061", "HYP00", "hypertension", "XHYP006"])
def test_a_longer_or_shorter_word_is_another(ground: str) -> None:
    assert may_ground(notice(ground), [left_out()]).allowed


@pytest.mark.parametrize("kind", ["merger", "discretionary-payment", "variation"])
def test_what_holds_nothing_against_a_practice_is_free(kind: str) -> None:
    assert may_ground(notice("HYP006", kind=kind), [left_out()]).allowed


def test_a_contractor_s_own_notice_is_free() -> None:
    own = notice("HYP006", kind="termination", ground="contractor notice")
    assert may_ground(own, [left_out()]).allowed
    forced = notice("HYP006", kind="termination", ground="patient safety")
    assert may_ground(forced, [left_out()]).answer is Answer.NO


@pytest.mark.parametrize(
    "use", ["performance action", "Performance actions", "breach notices", "contract action"]
)
def test_a_scheme_may_name_the_use_in_several_words(use: str) -> None:
    assert may_ground(notice("HYP006"), [left_out(may_be_used_for=(use,))]).allowed


@pytest.mark.parametrize("use", ["payment", "support", "sanction"])
def test_another_use_is_not_this_one(use: str) -> None:
    assert not may_ground(notice("HYP006"), [left_out(may_be_used_for=(use,))]).allowed


def test_another_practice_s_opt_out_is_its_own() -> None:
    assert may_ground(notice("HYP006"), [left_out(practice="D00002")]).allowed


def test_opt_outs_of_a_scheme_of_the_library() -> None:
    scheme = load_scheme("somerset/spqs-2014")
    member = Membership(scheme.id, "D00001", date(2014, 7, 1), date(2015, 3, 31))
    stranger = Membership("somewhere/else-2014", "D00002", date(2014, 7, 1), date(2015, 3, 31))
    found = opt_outs(scheme, [member, stranger], ("HYP006", "DM007", "SMOK002"))
    assert found
    assert {each.practice for each in found} == {"D00001"}
    assert all(each.first >= date(2014, 7, 1) and each.not_for == ("payment",) for each in found)
    assert [each.indicators for each in found] == [("HYP006", "SMOK002")]
    assert may_ground(notice("HYP006"), found).answer is Answer.NO
    assert may_ground(notice("DM007"), found).allowed


def test_opt_outs_of_a_suspension_are_of_its_days() -> None:
    scheme = load_scheme("devon-cornwall/unplanned-admissions-2014")
    member = Membership(scheme.id, "D00001", scheme.runs.first, scheme.runs.last)
    (found,) = opt_outs(scheme, [member], ("HYP006", "DM007"), lawful=False)
    assert not found.lawful
    assert scheme.runs.first <= found.first <= found.last <= scheme.runs.last
