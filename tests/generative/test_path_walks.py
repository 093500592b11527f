"""Random walks over the path of a scheme: what may never be, whatever is tried in whatever order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from openqof.core.governance.conditions import ROUTES, Condition, Fact
from openqof.core.governance.events import EVENTS, PRACTICE_EVENTS, SCHEME_EVENTS
from openqof.core.governance.packs import BodyKind, Model, Pack
from openqof.core.governance.progress import Event, Gate, Path, Stage, Standing
from openqof.core.governance.refusal import Refusal
from openqof.files.governance import load_packs
from openqof.governance.gates import Asked, gates
from openqof.governance.path import apply
from openqof.governance.routes import route_of
from openqof.governance.versions import bound, last_days, settled
from path_builders import (
    BOTH,
    FIRST,
    LMC,
    NATIONAL,
    PRACTICES,
    PREPARED,
    PUBLISHED,
    SHA,
    SIGN_UP,
    begun,
    body,
    event,
    rules,
)

LMCS = (LMC, "Another invented LMC")
APPROVERS = ("nhs-england", "area-team", "body")
FOLLOWER = "D00009"
RUNNING = (Stage.IN_FORCE, Stage.SUSPENDED)
_FIGURES = {"asked": "3", "answered": "2", "agreed": "2", "entitled": "3", "ayes": "2", "noes": "1"}
_WORDS = ("evidence", "reasons", "response", "reply", "question", "answer", "signature", "committee")


class Walk(RuleBasedStateMachine):
    """A path, the events tried, and what was kept of them beside it, by other means."""

    @initialize(
        gates=st.sets(st.sampled_from(Gate), max_size=9),
        approval=st.sampled_from([None, BOTH, NATIONAL]),
        lmcs=st.sampled_from([(LMC,), LMCS, ()]),
    )
    def begin(self, gates: set[Gate], approval: Condition | None, lmcs: tuple[str, ...]) -> None:
        needed = (gates - {Gate.APPROVAL}) | {Gate.DECISION}
        self.rules = rules(*needed, approval=approval, lmcs=lmcs)
        self.path: Path = begun(self.rules)
        self.today = FIRST
        self.kept: list[Event] = []
        self.refused: list[Event] = []
        self.signed: dict[str, set[str]] = {}

    def tried(self, what: str, details: dict[str, str]) -> None:
        event = Event(self.today, "Officer A", what, details)
        before = self.path
        found = apply(before, event, self.rules)
        if isinstance(found, Refusal):
            assert found.rule
            assert found.says
            self.refused.append(event)
            return
        self.kept.append(event)
        self.path = found
        if "signature" in details:
            who = details.get("successor", details["practice"])
            version = details.get("version") or before.practices[details["practice"]].version
            self.signed.setdefault(who, set()).add(version)

    @rule(days=st.integers(min_value=0, max_value=120))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(data=st.data(), what=st.sampled_from(sorted(EVENTS)))
    def anything_is_tried(self, data: st.DataObject, what: str) -> None:
        self.tried(what, self.details(data, what))

    @precondition(lambda self: self.path.stage in (Stage.DRAFT, Stage.IN_PREPARATION))
    @rule()
    def the_scheme_is_prepared(self) -> None:
        """A whole preparation, so that walks get far; any step of it may be refused."""
        for lmc in self.rules.lmcs or (LMC,):
            for what in ("lmc-opened", "lmc-answered", "lmc-replied", "lmc-evidenced"):
                self.tried(what, self.plain(what) | {"lmc": lmc})
        for what in ("options-appraised", "members-balloted", "public-involved", "equality-assessed"):
            self.tried(what, self.plain(what))
        self.tried("standing-rules-checked", self.plain("standing-rules-checked"))
        for approver in APPROVERS:
            for what in ("approval-asked", "approved"):
                self.tried(what, self.plain(what) | {"approver": approver})

    @precondition(lambda self: self.path.stage in (Stage.IN_PREPARATION, Stage.DECIDED, Stage.PUBLISHED))
    @rule(
        tries=st.integers(min_value=1, max_value=3),
        quorate=st.sampled_from(["yes", "no"]),
        conflicted=st.sampled_from(["0", "1", "2"]),
    )
    def the_scheme_goes_on(self, tries: int, quorate: str, conflicted: str) -> None:
        for what in ("decided", "published", "sign-up-opened")[:tries]:
            voted = {"quorate": quorate, "conflicted_votes": conflicted} if what == "decided" else {}
            self.tried(what, self.plain(what) | voted)

    @precondition(lambda self: self.path.stage in (Stage.SIGN_UP, Stage.IN_FORCE))
    @rule(practice=st.sampled_from(PRACTICES))
    def a_practice_joins(self, practice: str) -> None:
        for what in ("offered", "joined"):
            self.tried(what, self.plain(what) | {"practice": practice})

    @precondition(lambda self: self.path.stage is Stage.SIGN_UP)
    @rule()
    def the_scheme_begins(self) -> None:
        self.tried("commenced", self.plain("commenced"))

    @precondition(lambda self: self.path.stage in RUNNING)
    @rule(earlier=st.sampled_from(["stays", "ends"]), asked=st.booleans())
    def the_scheme_is_varied(self, earlier: str, asked: bool) -> None:
        for lmc in (self.rules.lmcs or (LMC,)) if asked else ():
            for what in ("lmc-opened", "lmc-answered", "lmc-replied", "lmc-evidenced"):
                self.tried(what, self.plain(what) | {"lmc": lmc})
        for approver in APPROVERS:
            for what in ("approval-asked", "approved"):
                self.tried(what, self.plain(what) | {"approver": approver})
        closes = {"closes": self.day(60)} if earlier == "ends" else {}
        self.tried("varied", self.plain("varied") | {"earlier": earlier} | closes)

    def day(self, later: int) -> str:
        return (self.today + timedelta(days=later)).isoformat()

    def plain(self, what: str) -> dict[str, str]:
        """The details an event needs, as they would be if nothing were amiss."""
        return {name: self.detail(name) for name in EVENTS[what].needs}

    def detail(self, name: str) -> str:
        if name in _FIGURES or name in _WORDS:
            return _FIGURES.get(name, f"some {name}")
        days = {"last_day": self.day(365), "closes": self.day(30), "notice": self.day(-5)}
        others = {"outcome": "yes", "quorate": "yes", "conflicted_votes": "0", "decision": SHA, "lmc": LMC}
        rest = {"version": str(self.path.version), "practice": PRACTICES[0], "successor": FOLLOWER}
        last = {"approver": "nhs-england", "holder": "Officer B", "earlier": "stays"}
        return {**days, **others, **rest, **last}[name]

    def details(self, data: st.DataObject, what: str) -> dict[str, str]:
        """Details drawn at random, among them those that no rule should let through."""
        found = self.plain(what)
        spoilt = {
            "practice": (*PRACTICES, FOLLOWER, "D99999"),
            "successor": (*PRACTICES, FOLLOWER),
            "version": ("1", "2", "3", "0"),
            "lmc": LMCS,
            "approver": APPROVERS,
            "quorate": ("yes", "no"),
            "conflicted_votes": ("0", "1", "2"),
            "outcome": ("yes", "no"),
            "ayes": ("0", "1", "2", "9"),
            "last_day": (self.day(-1), self.day(0), self.day(90)),
            "notice": (self.day(-5), self.day(5)),
            "decision": (SHA, "x"),
        }
        for name in found.keys() & spoilt.keys():
            found[name] = data.draw(st.sampled_from(spoilt[name]), label=name)
        if what in PRACTICE_EVENTS and data.draw(st.integers(0, 9)) == 0:
            found["national_qof"] = data.draw(st.sampled_from(["no", "closed", "withdrawn", "open"]))
        if what == "succeeded" and data.draw(st.booleans()):
            found["signature"] = "Dr Two"
        return found

    @invariant()
    def every_practice_has_national_qof(self) -> None:
        path = getattr(self, "path", None)
        if path is None:
            return
        assert all(path.open_to(code) for code in path.practices)
        assert all(each.details.get("national_qof", "open") == "open" for each in path.events)
        assert set(PRACTICES) <= set(path.practices)

    @precondition(lambda self: hasattr(self, "path"))
    @invariant()
    def nothing_is_in_force_with_a_gate_unpassed(self) -> None:
        whats = [each.what for each in self.kept]
        if self.path.stage not in (*RUNNING, Stage.SIGN_UP):
            return
        assert all(self.path.gates[gate].passed for gate in self.rules.gates)
        since = max((n for n, what in enumerate(whats) if what == "redrafted"), default=-1)
        assert {"decided", "published", "sign-up-opened"} <= set(whats[since + 1 :])
        assert self.path.stage is Stage.SIGN_UP or "commenced" in whats[since + 1 :]

    @precondition(lambda self: hasattr(self, "path"))
    @invariant()
    def nobody_in_conflict_decided(self) -> None:
        for each in self.kept:
            assert each.details.get("conflicted_votes", "0") == "0"
            assert each.details.get("quorate", "yes") == "yes"

    @precondition(lambda self: hasattr(self, "path"))
    @invariant()
    def every_variation_went_to_every_lmc(self) -> None:
        heard: set[str] = set()
        for each in self.kept:
            if each.what == "lmc-evidenced":
                heard.add(each.details["lmc"])
            if each.what == "varied" and Gate.LMC in self.rules.gates:
                assert heard >= set(self.rules.lmcs)
                assert heard
            if each.what in ("varied", "commenced", "redrafted"):
                heard = set()

    @precondition(lambda self: hasattr(self, "path"))
    @invariant()
    def the_joint_model_had_both_sides(self) -> None:
        if not self.rules.approvals or self.path.stage not in RUNNING:
            return
        approved = {each.details["approver"] for each in self.kept if each.what == "approved"}
        assert approved & {"nhs-england", "area-team"}
        assert "decided" in {each.what for each in self.kept}

    @precondition(lambda self: hasattr(self, "path"))
    @invariant()
    def a_version_binds_only_those_who_signed_it(self) -> None:
        for version, practices in bound(self.path, self.today).items():
            assert int(version) <= self.path.version
            assert all(version in self.signed.get(code, set()) for code in practices)
        days = last_days(self.path)
        if settled(self.path, self.today).stage in RUNNING:
            assert all(days[int(version)] >= self.today for version in bound(self.path, self.today))

    @precondition(lambda self: hasattr(self, "path"))
    @invariant()
    def nobody_is_bound_when_it_is_over(self) -> None:
        now = settled(self.path, self.today)
        if now.stage in (Stage.ENDED, Stage.WITHDRAWN, Stage.REFUSED, Stage.DRAFT):
            assert bound(self.path, self.today) == {}
        if now.stage in RUNNING:
            assert max(last_days(now).values()) >= self.today

    @precondition(lambda self: hasattr(self, "path"))
    @invariant()
    def nothing_is_lost(self) -> None:
        assert list(self.path.events) == self.kept
        versions = sum(each.what in ("varied", "redrafted") for each in self.kept)
        assert self.path.version == 1 + versions
        for each in self.path.practices.values():
            assert (each.standing is Standing.SUCCEEDED) == bool(each.successor)


Walk.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestWalks = Walk.TestCase


def test_a_walk_that_does_everything_right_gets_to_the_end() -> None:
    """The walks above are of use only if the steps that they take can lead into force."""
    walk = Walk()
    walk.begin(set(SCHEME_GATES), BOTH, LMCS)
    walk.the_scheme_is_prepared()
    walk.the_scheme_goes_on(3, "yes", "0")
    walk.a_practice_joins(PRACTICES[0])
    walk.the_scheme_begins()
    assert walk.path.stage is Stage.IN_FORCE
    walk.the_scheme_is_varied("ends", True)
    assert walk.path.version == 2
    walk.time_passes(61)
    assert settled(walk.path, walk.today).practices[PRACTICES[0]].standing is Standing.LEFT
    assert walk.today > date(2015, 9, 1)


SCHEME_GATES = tuple(gate for event in SCHEME_EVENTS.values() for gate in event.after)


KEPT: dict[str, Fact] = {
    **dict.fromkeys(
        ("national_qof_offered", "joining_voluntary", "des_offered", "extractions_accepted"), True
    ),
    **dict.fromkeys(("above_core_shown", "monitoring_stated", "pms_reviewed"), True),
    **dict.fromkeys(("gms_entitlement_cut", "double_payment", "novel_or_contentious"), False),
    **dict.fromkeys(("settles_claim_above_100000", "same_refused_elsewhere", "for_national_law"), False),
    **dict.fromkeys(("touches_qof", "suspends_qof", "protects_income", "directions_amended"), False),
    "term_years": Decimal(1),
}
"""What is known of a scheme that no rule stands against; events show the rest, but for directions."""
BODIES = (
    (BodyKind.CCG, Model.DELEGATED, date(2016, 9, 1), date(2017, 4, 1)),
    (BodyKind.CCG, Model.JOINT, date(2016, 9, 1), date(2017, 4, 1)),
    (BodyKind.CCG, Model.INVOLVEMENT, date(2017, 9, 1), date(2018, 1, 1)),
    (BodyKind.ICB, Model.DELEGATED, date(2022, 11, 1), date(2023, 4, 1)),
    (BodyKind.ICB, Model.DELEGATED, date(2022, 11, 1), date(2023, 2, 1)),
    (BodyKind.AREA_TEAM, Model.NATIONAL, date(2013, 10, 1), date(2014, 1, 1)),
)
Who = tuple[BodyKind, Model, date, date]
SPOILT = st.dictionaries(
    st.sampled_from(sorted(KEPT.keys() - {"term_years"})), st.sampled_from([True, False, None]), max_size=4
)
OPENED = st.sampled_from([None, 0, 90])
LEVELS = st.sampled_from([None, Decimal(3), Decimal(4)])


@cache
def packs() -> tuple[Pack, ...]:
    return load_packs()


def done(who: Who, *, approved: bool) -> list[Event]:
    """A path on which everything is done, with or without the approvals."""
    _, _, first, starts = who
    asked = [
        Event(FIRST, "Officer A", what, {"approver": approver, **said})
        for approver in ("nhs-england", "nhs-england-nationally", "area-team")
        for what, said in (("approval-asked", {"question": "May it?"}), ("approved", {"evidence": "minute"}))
    ]
    before = [replace(each, on=first) for each in (*PREPARED, *(asked if approved else ()), *PUBLISHED[-2:])]
    begins = event("commenced", last_day=(starts + timedelta(days=300)).isoformat())
    return [*before, replace(SIGN_UP[-1], on=starts - timedelta(days=20)), replace(begins, on=starts)]


def in_force(who: Who, route: str, facts: Mapping[str, Fact], *, approved: bool) -> bool:
    kind, model, _, starts = who
    asked = Asked(body(model=model, kind=kind, lmcs=(LMC,), practices=PRACTICES), facts)
    found = gates("invented/scheme", route, [asked], done(who, approved=approved), packs(), starts)
    return found[asked.body.code].path.stage is Stage.IN_FORCE


def known(
    who: Who, spoilt: Mapping[str, bool | None], opened: int | None, level: Fact | None
) -> dict[str, Fact]:
    """The facts of a scheme, some of them true, false or left out."""
    _, _, first, starts = who
    days = {} if opened is None else {"consultation_opened": first - timedelta(days=opened)}
    facts = {**KEPT, "starts": starts, **days, "emergency_level": level, **spoilt}
    return {name: fact for name, fact in facts.items() if fact is not None}


TRIED = {
    "who": st.sampled_from(BODIES),
    "route": st.sampled_from(ROUTES),
    "spoilt": SPOILT,
    "opened": OPENED,
    "level": LEVELS,
    "approved": st.booleans(),
}
SHOWN: dict[str, Fact] = {
    **dict.fromkeys(("outcomes_shown", "inequalities_shown", "value_shown", "lmc_consulted"), True),
    **dict.fromkeys(("public_involved", "equality_assessed", "body_agrees"), True),
}
AGREED = ("nhs_england_approves", "nhs_england_national_approves", "area_team_agrees")


@settings(max_examples=150, deadline=None)
@given(**TRIED)
def test_what_comes_into_force_may_be_adopted(
    who: Who,
    route: str,
    spoilt: dict[str, bool | None],
    opened: int | None,
    level: Fact | None,
    approved: bool,
) -> None:
    """A check of the same facts says yes to whatever is let through, but to what NHS England approved."""
    facts = known(who, spoilt, opened, level)
    if not in_force(who, route, facts, approved=approved):
        return
    assert route != ROUTES[2]
    assert facts["national_qof_offered"] is True
    kind, model, first, _ = who
    agreed = dict.fromkeys(AGREED, approved or kind is BodyKind.AREA_TEAM)
    asked = body(model=model, kind=kind)
    found = route_of({**facts, **SHOWN, **agreed, "route": route}, asked, first, packs())
    against = {each.rule.partition(":")[2] for each in found.against}
    by_approval = {"local-incentive-schemes-involvement"} if approved else set()
    assert against <= by_approval, against


@settings(max_examples=150, deadline=None)
@given(**TRIED, left=st.sampled_from(sorted(KEPT)), truth=st.booleans())
def test_leaving_a_fact_out_is_never_better_than_stating_it(
    who: Who, route: str, spoilt: dict[str, bool | None], opened: int | None, level: Fact | None,
    approved: bool, left: str, truth: bool,
) -> None:  # fmt: skip
    facts = known(who, spoilt, opened, level)
    without = {name: fact for name, fact in facts.items() if name != left}
    if left == "for_national_law" or not in_force(who, route, without, approved=approved):
        return
    stated: Fact = Decimal(9 * truth) if left == "term_years" else truth
    assert in_force(who, route, {**without, left: stated}, approved=approved)


@pytest.mark.parametrize("who", BODIES[:-1])
def test_a_scheme_that_no_rule_stands_against_comes_into_force(who: Who) -> None:
    assert in_force(who, ROUTES[0], known(who, {}, None, None), approved=True)
