"""Publication, call-in and the standstill: days as they fall, own rules beside those of the pack."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from openqof.core.governance.decisions import Procurement
from openqof.core.governance.packs import Clock, Duty, Rule
from openqof.core.governance.verdicts import Answer
from openqof.core.sources import Basis, Provenance
from openqof.files.governance import load_pack
from openqof.governance.action_periods import clock_for
from openqof.governance.procurement import (
    QUESTIONS,
    STANDSTILL,
    WAITING,
    check_procurement,
    fields_on,
    standstill,
)
from openqof.governance.publication import Due, call_in, due, may_act
from openqof.governance.working_days import is_working, working_days

OWN = Provenance("the-body", Basis.FOUND)
ICB, CCG = load_pack("icb-2022"), load_pack("ccg-2016")
CLOCK = Clock(
    Rule("quick-minutes", "Minutes are published within five working days.", OWN),
    "publish-minutes",
    5,
    "working days",
    "met",
)
DUTY = Duty(
    Rule("value-published", "The value of every award is published.", OWN),
    "publication",
    "value",
    "publish-minutes",
)


def test_a_stricter_clock_of_the_body_counts() -> None:
    started = {"met": date(2016, 10, 21)}
    pack_only = due([CCG], on=date(2016, 10, 24), started=started)
    own = due([CCG], on=date(2016, 10, 24), started=started, own_clocks=[CLOCK])
    by = {each.named: each.by for each in own}
    assert by["ccg-2016:minutes-published"] == date(2016, 10, 28)
    assert {each.named: each.by for each in pack_only}["ccg-2016:minutes-published"] == date(2016, 11, 18)


def test_a_duty_of_the_body_stands_beside_those_of_the_pack() -> None:
    found = due([CCG], on=date(2016, 11, 1), started={"met": date(2016, 10, 21)}, own_duties=[DUTY])
    assert found[-1].named == "own:value-published"
    assert found[-1].says == f"{DUTY.rule.says} Due by 18 November 2016."


def test_every_state_of_a_duty() -> None:
    started = {"met": date(2016, 10, 21), "decided": date(2016, 10, 3)}
    found = due([CCG], on=date(2016, 11, 1), started=started, done={"register of gifts": date(2016, 5, 1)})
    states = {each.duty.what: each.state for each in found}
    assert states["minutes"] is Due.OPEN
    assert states["decisions"] is Due.OVERDUE
    assert states["register of gifts"] is Due.DONE
    assert states["nil returns"] is Due.UNDATED
    late = due([CCG], on=date(2016, 12, 1), started=started, done={"minutes": date(2016, 11, 30)})
    assert {each.duty.what: each.state for each in late}["minutes"] is Due.LATE
    assert "due by 18 November 2016" in next(each.says for each in late if each.state is Due.LATE)


def test_call_in_begins_the_day_after_publication() -> None:
    found = call_in([CCG], date(2016, 10, 3))
    assert found is not None
    assert (found[0], found[2], found[3]) == ("ccg-2016:call-in-5", date(2016, 10, 4), date(2016, 10, 10))


def test_without_a_period_for_call_in_a_published_decision_is_acted_on() -> None:
    verdict = may_act([], date(2016, 10, 4), published_on=date(2016, 10, 3))
    assert verdict.allowed
    assert call_in([], date(2016, 10, 3)) is None


@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)))
def test_a_standstill_leaves_eight_working_days_after_its_first(published: date) -> None:
    found = clock_for(STANDSTILL, published, [ICB])
    assert found is not None
    first, last = standstill(published, found[1])
    assert (first - published).days == 1
    assert is_working(last)
    assert working_days(first, last) - is_working(first) == 8


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 25))
def test_an_award_stands_only_after_the_standstill(published: date, days: int) -> None:
    awarded = date.fromordinal(published.toordinal() + days)
    fields = {
        "process": WAITING[0],
        "notice published": published.isoformat(),
        "awarded": awarded.isoformat(),
    }
    found = clock_for(STANDSTILL, published, [ICB])
    assert found is not None
    last = standstill(published, found[1])[1]
    verdict = check_procurement(Procurement("p1", awarded, fields), [ICB])
    answers = {each.rule: each.answer for each in verdict.reasons}
    assert (answers["decisions:award-after-standstill"] is Answer.YES) == (awarded > last)


def test_the_regime_begins_on_its_day() -> None:
    before = [fields.rule.id for _, fields in fields_on([ICB], date(2023, 12, 31))]
    after = [fields.rule.id for _, fields in fields_on([ICB], date(2024, 1, 1))]
    assert "psr-fields" not in before
    assert {"psr-fields", "psr-criteria-fields"} <= set(after)


def test_the_questions_are_there_in_every_pack_that_pays_practices() -> None:
    for pack in (CCG, ICB, load_pack("ccg-2014"), load_pack("ccg-2017")):
        records = {fields.record for _, fields in fields_on([pack], pack.first, practice=True)}
        assert QUESTIONS in records, pack.id
