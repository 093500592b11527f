"""Contract actions in Python: the whole register, notices in their order, memberships that add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openqof.core.governance.actions import KINDS, Action
from openqof.core.governance.packs import BodyKind
from openqof.core.governance.progress import Standing
from openqof.core.governance.records import ActionRegister, Membership
from openqof.core.governance.verdicts import Answer
from openqof.core.years import FinancialYear
from openqof.files.governance import load_pack, load_packs
from openqof.governance.action_words import PERIODS
from openqof.governance.actions import before, check_action, check_register
from openqof.governance.membership import effects
from openqof.governance.termination import may_end, standing

PACKS = load_packs()
NOTICE = Action(
    "a1", "remedial-notice", "D00001", date(2016, 10, 21), "Officer A", (), {"breach": "b", "steps": "s"},
    period_ends=date(2016, 11, 18),
)  # fmt: skip
SCHEME = Membership("somewhere/scheme-2016", "D00001", date(2016, 4, 1), date(2017, 3, 31))


def test_each_action_is_judged_by_the_pack_of_its_own_day() -> None:
    later = replace(NOTICE, reference="a2", served=date(2023, 10, 2), period_ends=date(2023, 10, 30))
    first, second = check_register(ActionRegister("X01", (NOTICE, later)), PACKS, BodyKind.CCG)
    assert "ccg-2016:remedial-28" in first.rules
    assert second.answer is Answer.NOT_SHOWN
    (third,) = check_register(ActionRegister("X01", (later,)), PACKS, BodyKind.ICB)
    assert third.allowed


@given(st.integers(0, 60))
def test_a_notice_stands_from_28_days_on(days: int) -> None:
    ends = NOTICE.served + timedelta(days=days)
    verdict = check_action(replace(NOTICE, period_ends=ends), [load_pack("ccg-2016")])
    assert verdict.allowed == (days >= 28)
    if days < 28:
        assert "18 November 2016" in verdict.against[0].says
        assert verdict.against[0].needed_by == ends - timedelta(days=28)


def test_every_pack_has_the_clocks_and_fields_that_actions_ask_for() -> None:
    for pack in PACKS:
        assert {p.about for each in PERIODS.values() for p in each} <= {c.about for c in pack.clocks}, pack.id
        assert set(KINDS) <= {fields.record for fields in pack.fields}, pack.id


def test_a_kind_that_there_is_not_is_an_error() -> None:
    with pytest.raises(ValueError, match="no kind of action"):
        check_action(replace(NOTICE, kind="telling-off"), PACKS)


def test_notices_count_in_the_order_of_their_days() -> None:
    other = replace(NOTICE, reference="a2", served=date(2016, 9, 1), practice="D00002")
    late = replace(NOTICE, reference="a3", served=date(2017, 1, 1))
    assert before(late, (late, NOTICE, other)) == (NOTICE,)
    assert standing((late, NOTICE), date(2016, 12, 31)) == (NOTICE,)


def test_a_breach_is_known_by_its_clause_where_both_state_one() -> None:
    clause = {"breach": "Returns", "clause": "12.3"}
    first = replace(NOTICE, kind="breach-notice", fields=clause)
    second = replace(first, reference="a2", served=date(2017, 1, 4), fields={**clause, "breach": "Otherwise"})
    assert may_end((first, second), "D00001", date(2017, 2, 1)).allowed
    third = replace(second, fields={"breach": "Returns", "clause": "12.4"})
    assert may_end((first, third), "D00001", date(2017, 2, 1)).answer is Answer.NOT_SHOWN


def merger(on: date) -> Action:
    fields = {"takes effect": on.isoformat(), "of": "contracts"}
    return Action("a1", "merger", "D00001", date(2016, 4, 1), "Officer A", (), fields, None, ("D00002",))


@given(st.dates(date(2016, 4, 2), date(2017, 3, 31)))
def test_the_days_of_the_old_and_the_new_are_the_whole_year(on: date) -> None:
    old, new = effects(merger(on), [SCHEME])
    assert old.days + new.days == FinancialYear(2016).days
    assert (old.standing, new.standing) == (Standing.SUCCEEDED, Standing.JOINED)
    assert old.successors == ("D00002",)


def test_what_happens_after_the_scheme_touches_nothing() -> None:
    assert effects(merger(date(2017, 4, 1)), [SCHEME]) == ()


def test_a_notice_does_nothing_to_a_membership() -> None:
    assert effects(NOTICE, [SCHEME]) == ()


def test_a_practice_that_declined_is_not_carried_into_a_scheme() -> None:
    declined = replace(SCHEME, standing=Standing.DECLINED)
    assert effects(merger(date(2016, 10, 1)), [declined]) == ()
    split = replace(merger(date(2016, 10, 1)), kind="split", successors=("D00008", "D00009"))
    (stays,) = effects(split, [declined])
    assert stays.standing is Standing.DECLINED
