"""The path of a scheme: each gate, each refusal with its rule, each end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from openqof.core.governance.conditions import AllOf, InTime, Is
from openqof.core.governance.events import DETAILS, EVENTS, PRACTICE_EVENTS, SCHEME_EVENTS
from openqof.core.governance.progress import Event, Gate, Stage, Standing
from openqof.core.governance.verdicts import Answer
from openqof.governance.path import as_of, verdict
from openqof.governance.path_rules import Asking, BallotRule
from path_builders import (
    BOTH,
    DECIDED,
    FIRST,
    IN_FORCE,
    LAST,
    LMC,
    LMC_AGAIN,
    NATIONAL,
    OFFERED,
    OPENED,
    PREPARED,
    PUBLISHED,
    SHA,
    SIGN_UP,
    VARIED,
    VOTED,
    begun,
    cited,
    clock,
    event,
    reached,
    refused,
    rules,
    walked,
)

OTHER = "Another invented LMC"


def test_a_scheme_passes_every_gate_and_comes_into_force() -> None:
    path = reached(*IN_FORCE)
    assert path.stage is Stage.IN_FORCE
    assert all(state.passed for state in path.gates.values() if state.needed)
    assert path.events == IN_FORCE
    assert path.practices["D00001"].standing is Standing.JOINED


def test_every_event_names_details_that_there_are() -> None:
    for kind in EVENTS.values():
        assert set(kind.needs) | set(kind.may) <= set(DETAILS)
    assert not set(SCHEME_EVENTS) & set(PRACTICE_EVENTS)


def test_every_stage_and_standing_is_reached_by_some_event() -> None:
    stages = {after for kind in SCHEME_EVENTS.values() for after in kind.moves.values()}
    standings = {after for kind in PRACTICE_EVENTS.values() for after in kind.moves.values()}
    assert stages == set(Stage)
    assert standings | {Standing.NOT_OFFERED} == set(Standing)


@pytest.mark.parametrize("left_out", range(len(PREPARED)))
def test_no_committee_decides_before_what_is_needed(left_out: int) -> None:
    events = [each for number, each in enumerate(PREPARED) if number != left_out]
    found = walked(*events, event("decided", **VOTED))
    assert found.path.stage is Stage.IN_PREPARATION
    assert found.refused[-1][0].what == "decided"
    assert found.refused[-1][1].rule.startswith("pack:")


def test_a_gate_that_is_not_needed_does_not_stand_in_the_way() -> None:
    held = rules(Gate.DECISION, Gate.PUBLISHED)
    events = (event("options-appraised", evidence="paper"), *SIGN_UP[len(PREPARED) :])
    assert reached(*events, held=held).stage is Stage.SIGN_UP


@pytest.mark.parametrize(
    ("one", "rule"),
    [
        (event("approve-everything"), "path:events"),
        (event("options-appraised"), "path:events"),
        (event("options-appraised", evidence="x", colour="blue"), "path:events"),
        (event("members-balloted", entitled="three", ayes="2", noes="0", evidence="x"), "path:events"),
        (event("options-appraised", evidence="x", national_qof="closed"), "path:national-qof"),
        (event("published", evidence="x"), "path:stage"),
        (event("joined", practice="D00001", signature="Dr One", version="1"), "path:stage"),
        (event("lmc-opened", lmc=OTHER), "path:lmc"),
        (event("lmc-answered", lmc=LMC, response="Yes."), "path:lmc"),
        (event("lmc-silent", lmc=LMC, evidence="x"), "path:lmc"),
        (event("approval-asked", approver="nhs-england", question="May it?"), "path:approvers"),
        (event("question-answered", holder="Officer B", answer="No."), "path:questions"),
        (event("members-consulted", asked="2", answered="3", agreed="1", evidence="x"), "path:counts"),
        (event("members-consulted", asked="3", answered="2", agreed="3", evidence="x"), "path:counts"),
        (event("members-balloted", entitled="3", ayes="3", noes="1", evidence="x"), "path:counts"),
        (event("standing-rules-checked", outcome="no", evidence="x"), "path:events"),
    ],
)
def test_an_event_that_may_not_come_is_refused_by_a_rule(one: Event, rule: str) -> None:
    assert refused(begun(rules()), one).rule == rule


def test_an_event_dated_before_the_last_is_refused() -> None:
    path = reached(*PREPARED)
    late = event("question-put", FIRST - timedelta(days=1), holder="Officer B", question="Why?")
    assert refused(path, late).rule == "path:events"


def test_an_lmc_is_asked_once_in_a_round() -> None:
    path = reached(*PREPARED[:2])
    assert "has been asked already" in refused(path, event("lmc-opened", lmc=LMC)).says


def test_every_lmc_of_the_area_is_consulted() -> None:
    held = rules(lmcs=(LMC, OTHER))
    path = reached(*PREPARED, held=held)
    assert path.gates[Gate.LMC].passed is None
    assert refused(path, event("decided", **VOTED), held).rule == "pack:lmc"
    second = [replace(each, details={**each.details, "lmc": OTHER}) for each in PREPARED[1:5]]
    assert reached(*PREPARED, *second, event("decided", **VOTED), held=held).stage is Stage.DECIDED


def test_silence_counts_only_once_the_clock_has_run() -> None:
    held = rules(clocks=(clock("answer-lmc", 28),))
    path = reached(*PREPARED[:2], held=held)
    on_the_day = event("lmc-silent", FIRST + timedelta(days=28), lmc=LMC, evidence="no letter")
    assert refused(path, on_the_day, held).rule == "pack:answer-lmc-28"
    after = event("lmc-silent", FIRST + timedelta(days=29), lmc=LMC, evidence="no letter")
    filed = event("lmc-evidenced", FIRST + timedelta(days=29), lmc=LMC, evidence="letters sent")
    assert reached(*PREPARED[:2], after, filed, held=held).gates[Gate.LMC].passed
    assert refused(reached(*PREPARED[:2]), after).rule == "path:silence"


@pytest.mark.parametrize(
    ("ayes", "noes", "abstained", "carried"),
    [("2", "1", "0", True), ("1", "1", "0", False), ("1", "2", "0", False), ("0", "0", "3", False)],
)
def test_a_ballot_passes_the_gate_only_when_it_carries(
    ayes: str, noes: str, abstained: str, carried: bool
) -> None:
    ballot = event("members-balloted", entitled="3", ayes=ayes, noes=noes, abstained=abstained, evidence="x")
    assert bool(reached(ballot).gates[Gate.MEMBERS].passed) is carried


def test_a_ballot_needs_the_turnout_and_share_of_the_constitution() -> None:
    held = rules(ballot=BallotRule(turnout=60, share=66))
    low = event("members-balloted", entitled="10", ayes="5", noes="0", evidence="x")
    enough = event("members-balloted", entitled="10", ayes="4", noes="2", evidence="x")
    narrow = event("members-balloted", entitled="100", ayes="66", noes="34", evidence="x")
    assert not reached(low, held=held).gates[Gate.MEMBERS].passed
    assert reached(enough, held=held).gates[Gate.MEMBERS].passed
    assert not reached(narrow, held=held).gates[Gate.MEMBERS].passed


def test_a_lost_ballot_closes_the_gate_that_a_consultation_passed() -> None:
    asked = event("members-consulted", asked="3", answered="2", agreed="2", evidence="x")
    lost = event("members-balloted", entitled="3", ayes="0", noes="3", evidence="x")
    assert reached(asked).gates[Gate.MEMBERS].passed
    assert not reached(asked, lost).gates[Gate.MEMBERS].passed


def test_a_consultation_does_not_undo_a_lost_ballot_and_needs_an_answer() -> None:
    lost = event("members-balloted", entitled="3", ayes="0", noes="3", evidence="x")
    asked = event("members-consulted", asked="3", answered="2", agreed="2", evidence="x")
    silent = event("members-consulted", asked="3", answered="0", agreed="0", evidence="x")
    assert not reached(lost, asked).gates[Gate.MEMBERS].passed
    assert not reached(silent).gates[Gate.MEMBERS].passed


def test_a_check_of_standing_rules_that_fails_is_kept_and_passes_nothing() -> None:
    failed = event("standing-rules-checked", outcome="no", evidence="x", reasons="It pays twice.")
    path = reached(failed)
    assert path.gates[Gate.STANDING].passed is None
    assert path.events == (failed,)


def test_rules_that_the_facts_break_cannot_be_found_kept() -> None:
    kept = Asking(cited("des-offered"), Is("des_offered", True))
    held = rules(standing=(kept,), facts={"des_offered": False})
    one = event("standing-rules-checked", outcome="yes", evidence="x")
    assert refused(begun(held), one, held).rule == "pack:des-offered"


CHECK = event("standing-rules-checked", outcome="yes", evidence="x")


def test_rules_that_the_facts_leave_open_cannot_be_found_kept() -> None:
    held = rules(standing=(Asking(cited("des-offered"), Is("des_offered", True)),))
    found = refused(begun(held), CHECK, held)
    assert found.rule == "pack:des-offered"
    assert found.says.startswith("It is not shown that it keeps a rule")


def test_a_broken_rule_is_named_before_one_that_is_left_open() -> None:
    standing = (
        Asking(cited("first"), Is("des_offered", True)),
        Asking(cited("second"), Is("in_year", False)),
    )
    held = rules(standing=standing, facts={"in_year": True})
    assert refused(begun(held), CHECK, held).rule == "pack:second"


def test_what_a_gate_shows_is_asked_once_the_committee_decides() -> None:
    both = AllOf((Is("lmc_consulted", True), Is("des_offered", True)))
    held = rules(standing=(Asking(cited("both"), both),))
    assert refused(reached(*PREPARED, held=held), event("decided", **VOTED), held).rule == "pack:both"
    stated = rules(standing=(Asking(cited("both"), both),), facts={"des_offered": True})
    assert reached(*IN_FORCE, held=stated).stage is Stage.IN_FORCE


def test_the_last_lmc_is_asked_in_time() -> None:
    asked = Asking(cited("asked"), InTime("lmc_opened", "starts", 4, "weeks"))
    late = rules(standing=(asked,), facts={"starts": FIRST + timedelta(days=27)})
    assert refused(reached(*PREPARED[:-1], held=late), CHECK, late).rule == "pack:asked"
    assert reached(*DECIDED, held=rules(standing=(asked,), facts={"starts": LAST})).stage is Stage.DECIDED


def test_directions_are_amended_by_the_secretary_of_state() -> None:
    held = rules(standing=(Asking(cited("amended"), Is("directions_amended", True)),))
    assert refused(begun(held), CHECK, held).rule == "pack:amended"
    asked = event("approval-asked", approver="secretary-of-state", question="Are they amended?")
    agreed = event("approved", approver="secretary-of-state", evidence="directions")
    assert reached(asked, agreed, CHECK, held=held).gates[Gate.STANDING].passed
    stated = replace(held, facts={"directions_amended": False})
    assert refused(reached(asked, agreed, held=stated), CHECK, stated).rule == "pack:amended"


def test_a_variation_keeps_the_standing_rules_of_its_day() -> None:
    later = rules(standing=(Asking(cited("des-offered"), Is("des_offered", True)),))
    assert refused(reached(*IN_FORCE, *LMC_AGAIN), VARIED, later).rule == "pack:des-offered"


@pytest.mark.parametrize("what", ["decided", "adoption-refused"])
def test_a_committee_that_is_not_quorate_decides_nothing(what: str) -> None:
    details = {**VOTED, "quorate": "no"} | ({"reasons": "x"} if what == "adoption-refused" else {})
    assert refused(reached(*PREPARED), event(what, **details)).rule == "path:quorum"


@pytest.mark.parametrize(("count", "says"), [("1", "A vote of a member"), ("2", "2 votes of members")])
def test_a_conflicted_vote_counted_undoes_a_decision(count: str, says: str) -> None:
    found = refused(reached(*PREPARED), event("decided", **{**VOTED, "conflicted_votes": count}))
    assert found.rule == "path:conflicts"
    assert found.says.startswith(says)


@pytest.mark.parametrize("sha", ["", "abc", "A" * 64, "g" * 64])
def test_a_decision_needs_the_fingerprint_of_its_record(sha: str) -> None:
    found = refused(reached(*PREPARED), event("decided", **{**VOTED, "decision": sha}))
    assert found.rule == "path:events"


def test_a_committee_may_decide_against_it() -> None:
    path = reached(*PREPARED, event("adoption-refused", **VOTED, reasons="It costs too much."))
    assert (path.stage, path.reasons) == (Stage.REFUSED, ("It costs too much.",))
    assert refused(path, event("published", evidence="x")).rule == "path:stage"


def test_the_joint_model_needs_both_sides() -> None:
    held = rules(approval=BOTH)
    assert (
        refused(reached(*DECIDED, held=held), event("published", evidence="x"), held).rule == "pack:approval"
    )
    asked = event("approval-asked", approver="area-team", question="Do you agree?")
    agreed = event("approved", approver="area-team", evidence="minute")
    assert refused(reached(*DECIDED, held=held), agreed, held).rule == "path:approvers"
    path = reached(*DECIDED, asked, agreed, event("published", evidence="x"), held=held)
    assert path.stage is Stage.PUBLISHED
    assert path.gates[Gate.APPROVAL].passed == FIRST
    alone = reached(*PREPARED, asked, agreed, held=held)
    assert alone.gates[Gate.APPROVAL].passed is None


def test_greater_involvement_needs_nhs_england() -> None:
    held = rules(approval=NATIONAL)
    asked = event("approval-asked", approver="area-team", question="May it be adopted?")
    no = event("approval-refused", approver="area-team", reasons="It is not for one area.")
    assert reached(*PREPARED, asked, held=held).held is not None
    path = reached(*PREPARED, asked, no, held=held)
    assert (path.stage, path.reasons, path.held) == (Stage.REFUSED, ("It is not for one area.",), None)


def test_whoever_has_no_say_cannot_refuse() -> None:
    assert refused(
        reached(*DECIDED), event("approval-refused", approver="nhs-england", reasons="x")
    ).rule == ("path:approvers")


def test_nothing_is_acted_on_while_it_may_be_called_in() -> None:
    held = rules(clocks=(clock("call-in", 5, "days"),))
    path = reached(*PUBLISHED, held=held)
    assert refused(path, event("sign-up-opened", FIRST + timedelta(days=5)), held).rule == "pack:call-in-5"
    assert reached(*PUBLISHED, event("sign-up-opened", FIRST + timedelta(days=6)), held=held)


def test_a_scheme_withdrawn_keeps_its_reasons_and_events() -> None:
    path = reached(*SIGN_UP, *OFFERED, event("withdrawn", reasons="The money went elsewhere."))
    assert path.stage is Stage.WITHDRAWN
    assert path.reasons == ("The money went elsewhere.",)
    assert len(path.events) == len(SIGN_UP) + len(OFFERED) + 1
    assert {each.standing for each in path.practices.values()} == {Standing.NOT_OFFERED}


def test_a_scheme_drafted_anew_passes_its_gates_again() -> None:
    path = reached(*IN_FORCE[:-1], event("redrafted", reasons="The LMC asked for another price."))
    assert (path.stage, path.version) == (Stage.DRAFT, 2)
    assert not any(state.passed or state.opened for state in path.gates.values())
    assert path.practices["D00001"].standing is Standing.NOT_OFFERED
    again = reached(*IN_FORCE[:-1], event("redrafted", reasons="x"), *DECIDED)
    assert again.stage is Stage.DECIDED


def test_a_last_day_lies_ahead() -> None:
    path = reached(*SIGN_UP)
    assert refused(path, event("commenced", OPENED, last_day="2015-09-30")).rule == "path:last-day"


def test_a_scheme_ends_on_its_last_day_of_itself() -> None:
    found = as_of(begun(rules()), IN_FORCE, rules(), LAST)
    assert found.path.stage is Stage.IN_FORCE
    after = as_of(begun(rules()), IN_FORCE, rules(), LAST + timedelta(days=1)).path
    assert after.stage is Stage.ENDED
    assert after.practices["D00001"].standing is Standing.LEFT
    assert after.practices["D00001"].signature == "Dr One"
    late = event("joined", LAST + timedelta(days=1), practice="D00003", signature="Dr Two", version="1")
    assert refused(reached(*IN_FORCE), late).rule == "path:stage"


def test_the_end_is_on_the_last_day_or_said_to_be_early() -> None:
    path = reached(*IN_FORCE)
    assert refused(path, event("ended", OPENED)).rule == "path:last-day"
    assert reached(*IN_FORCE, event("ended", LAST)).stage is Stage.ENDED
    early = event("ended-early", OPENED, **VOTED, reasons="Care fell.", notice="2015-09-15")
    assert reached(*IN_FORCE, early).reasons == ("Care fell.",)
    assert refused(path, replace(early, on=LAST)).rule == "path:last-day"
    assert (
        refused(path, replace(early, details={**early.details, "notice": "2015-12-01"})).rule == "path:notice"
    )


def test_a_scheme_is_suspended_and_resumed_with_reasons() -> None:
    stopped = event("suspended", OPENED, reasons="A flu wave.")
    path = reached(*IN_FORCE, stopped)
    assert (path.stage, path.reasons) == (Stage.SUSPENDED, ("A flu wave.",))
    assert reached(*IN_FORCE, stopped, event("resumed", OPENED, reasons="It passed.")).stage is Stage.IN_FORCE
    assert as_of(begun(rules()), (*IN_FORCE, stopped), rules(), date(2017, 1, 1)).path.stage is Stage.ENDED


def test_a_variation_goes_to_the_lmc_and_the_committee_again() -> None:
    path = reached(*IN_FORCE)
    assert refused(path, VARIED).rule == "pack:lmc"
    varied = reached(*IN_FORCE, *LMC_AGAIN, VARIED)
    assert (varied.version, varied.stage) == (2, Stage.IN_FORCE)
    conflicted = replace(VARIED, details={**VARIED.details, "conflicted_votes": "1"})
    assert refused(reached(*IN_FORCE, *LMC_AGAIN), conflicted).rule == "path:conflicts"
    assert refused(varied, VARIED).rule == "pack:lmc"


def test_a_variation_is_approved_again_where_approval_is_needed() -> None:
    held = rules(approval=BOTH)
    asked = event("approval-asked", approver="area-team", question="Do you agree?")
    agreed = event("approved", approver="area-team", evidence="minute")
    before = (*PREPARED, asked, agreed, *IN_FORCE[len(PREPARED) :], *LMC_AGAIN)
    assert refused(reached(*before, held=held), VARIED, held).rule == "pack:approval"
    again = [replace(each, on=OPENED) for each in (asked, agreed)]
    assert reached(*before, *again, VARIED, held=held).version == 2
    no = event("variation-refused", OPENED, approver="area-team", reasons="Too dear.")
    assert reached(*before, again[0], no, again[0], held=held).stage is Stage.IN_FORCE


def test_the_verdict_cites_a_rule_for_every_gate_and_refusal() -> None:
    held = rules()
    found = verdict(walked(*IN_FORCE), held, OPENED)
    assert found.answer is Answer.YES
    assert set(found.rules) == {each.name for each in held.gates.values()} | {"path:stage"}
    short = walked(*PREPARED, event("decided", **{**VOTED, "quorate": "no"}))
    no = verdict(short, held, FIRST)
    assert no.answer is Answer.NO
    assert {each.rule for each in no.against} == {
        "pack:decision",
        "pack:published",
        "path:stage",
        "path:quorum",
    }


def test_a_fingerprint_is_kept_as_the_evidence_of_the_decision() -> None:
    assert reached(*DECIDED).gates[Gate.DECISION].evidence == SHA
