"""The calendar of a day comes to the days that the code which applies each period comes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from openqof.core.governance.actions import Action
from openqof.core.governance.events import APPROVERS
from openqof.core.governance.packs import Clock, Pack, Rule
from openqof.core.governance.progress import Event, Path, Stage
from openqof.core.governance.verdicts import Answer
from openqof.core.sources import Basis, Provenance
from openqof.files.governance import load_packs
from openqof.governance import tracker
from openqof.governance.action_periods import periods
from openqof.governance.action_words import PERIODS
from openqof.governance.clocks import Bound, Running, calendar
from openqof.governance.path_rules import Cited, PathRules
from openqof.governance.publication import due, may_act
from openqof.governance.register_checks import CHECKS
from openqof.governance.register_clocks import KEEP, SHOW, clocks_of

PACKS = {pack.id: pack for pack in load_packs()}
DAYS = (date(2014, 3, 3), date(2015, 12, 1), date(2016, 12, 12), date(2018, 3, 29), date(2024, 12, 16))
OWN = Provenance("test", Basis.RECALLED)
HELD = [
    (pack, on)
    for pack in PACKS.values()
    for on in DAYS
    if pack.first <= on and (pack.last is None or on <= pack.last)
]
ASKED = {
    "answer-lmc": ("lmc-opened", {"lmc": "LMC"}),
    "reply-lmc": ("lmc-answered", {"lmc": "LMC"}),
    "answer-request": ("approval-asked", {"approver": next(iter(APPROVERS)), "question": "May it?"}),
    "answer-question": ("question-put", {"holder": "Officer B", "question": "What does it cost?"}),
}


def one(pack: Pack, on: date, about: str) -> Running:
    (found,) = calendar(pack, on, about=about)
    return found


def test_every_clock_in_force_is_listed_once_by_its_name() -> None:
    assert len(HELD) >= len(DAYS)
    for pack, on in HELD:
        found = calendar(pack, on)
        named = [pack.named(each.rule) for each in pack.clocks if each.rule.in_force(on)]
        assert [each.named for each in found] == named
        assert all(each.start == on < each.day for each in found)


def test_open_questions_are_due_on_the_day_of_the_calendar() -> None:
    assert {*ASKED} == {*tracker.CLOCKS.values()}
    for pack, on in HELD:
        named = {
            each.about: (each, Cited(pack.named(each.rule), each.rule.says, OWN)) for each in pack.clocks
        }
        for about, (what, details) in ASKED.items():
            path = Path("scheme", Stage.DRAFT, {}, {}, events=(Event(on, "Officer A", what, details),))
            (held,) = tracker.waiting(path, on, PathRules(gates={}, clocks=named))
            found = one(pack, on, about)
            assert held.rule is not None
            assert (held.due, held.rule.name, found.bound) == (found.day, found.named, Bound.LAST)


def test_duties_are_due_on_the_day_of_the_calendar() -> None:
    for pack, on in HELD:
        timed = [each for each in pack.duties if each.clock.startswith("publish-") and each.rule.in_force(on)]
        assert timed
        for duty in timed:
            found = one(pack, on, duty.clock)
            states = due([pack], on=on, started={found.clock.start: on}, about=[duty.about])
            assert found.day in {each.by for each in states if each.duty == duty}


def test_a_decision_may_be_acted_on_from_the_day_of_the_calendar() -> None:
    for pack, on in HELD:
        found = one(pack, on, "call-in")
        assert found.bound is Bound.FIRST
        for late, answer in ((0, Answer.YES), (1, Answer.NO)):
            asked = found.day - timedelta(days=late)
            assert may_act([pack], asked, published_on=on).answer is answer


def test_the_clocks_of_registers_come_to_the_same_day() -> None:
    for pack, on in HELD:
        for about in CHECKS:
            for timed in clocks_of(about, pack, on=on):
                found = one(pack, on, about)
                assert found.day == timed.due(on) + timedelta(days=about in (SHOW, KEEP))
                assert (found.bound is Bound.FIRST) == (about in (SHOW, KEEP))


@pytest.mark.parametrize("kind", PERIODS)
def test_actions_that_end_on_the_day_of_the_calendar_stand_and_a_day_off_they_do_not(kind: str) -> None:
    for pack, on in HELD:
        for period in PERIODS[kind]:
            found = one(pack, on, period.about)
            wrong = found.day + timedelta(days=1 if found.bound is Bound.LAST else -1)
            assert (found.bound is Bound.ONLY) == period.exactly
            for day, answer in ((found.day, Answer.YES), (wrong, Answer.NO)):
                said = periods(_action(kind, period.about, on, day), [pack])
                assert answer is next(each.answer for each in said if each.rule == found.named)


def _action(kind: str, about: str, on: date, end: date) -> Action:
    """An action whose period under a clock starts on a day and ends on another."""
    period = next(each for each in PERIODS[kind] if each.about == about)
    cases = {name: values[0] for name, values in ((period.when, period.values), period.and_when) if name}
    fields = {**cases, period.start: on.isoformat(), period.end: end.isoformat()}
    return Action("a1", kind, "D00001", on, "Officer A", (), fields, period_ends=end)


def test_delegation_is_left_on_a_1_april_after_the_whole_of_the_notice() -> None:
    pack = PACKS["ccg-2016"]
    left = {on: one(pack, on, "leave-delegation").day for on in (date(2016, 9, 30), date(2016, 10, 1))}
    assert left == {date(2016, 9, 30): date(2017, 4, 1), date(2016, 10, 1): date(2018, 4, 1)}


def test_the_clocks_of_the_body_stand_after_those_of_the_pack() -> None:
    pack, on = PACKS["ccg-2016"], date(2016, 12, 12)
    own = Clock(Rule("call-in-10", "Ten.", OWN), "call-in", 10, "working days", "published")
    over = replace(own, rule=replace(own.rule, last=date(2016, 12, 11)))
    packed, mine = calendar(pack, on, about="call-in", own_clocks=(own, over))
    assert (packed.named, mine.named) == ("ccg-2016:call-in-5", "own:call-in-10")
    assert (mine.bound, mine.day) == (Bound.FIRST, date(2016, 12, 29))
    assert mine.says == "Ten. From 12 December 2016 the first day allowed is 29 December 2016."


def test_beyond_the_last_day_that_there_is_stands_the_last() -> None:
    assert {each.day for each in calendar(PACKS["icb-2022"], date.max)} == {date.max}
