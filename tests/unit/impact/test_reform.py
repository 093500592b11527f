"""A scheme's law: the national year with typed changes, in any order, and the national one left alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest

from builders import indicator, national_year
from impact_builders import LAST, MADE_UP, THIS, guaranteed, scheme, suspended
from openqof.core.changes import (
    AddIndicator,
    Certainty,
    Keep,
    Pay,
    Replace,
    Retire,
    SetPays,
    SetPoints,
    Suspend,
    Terms,
    When,
)
from openqof.core.national import BetterOf, Improvement, NationalYear, Protected, Sliding, YesNo
from openqof.core.scheme import Scheme
from openqof.core.terms import EVERY, Chosen, Fixed
from openqof.files.load import load_year
from openqof.impact.working.reform import LOCAL, reform, settled, widened

STEPPED = Sliding(Decimal(40), Decimal(80), step=Decimal(2))
LAW = national_year(
    indicator("BP002"), indicator("DM002"), indicator("AF001", pays=STEPPED), indicator("QP001", 7, YesNo()),
    year=str(THIS),
)  # fmt: skip


def named(*names: str) -> Chosen:
    return Chosen(names)


def added(**more: object) -> AddIndicator:
    return replace(AddIndicator("LOC01", "a local one", Decimal(12), YesNo()), **more)  # type: ignore[arg-type]


def overriding(given: Scheme, number: int, *wins_over: int) -> Scheme:
    changes = [replace(c, overrides=wins_over) if c.number == number else c for c in given.changes]
    return replace(given, changes=tuple(changes))


def instead_of_qof() -> Pay:
    return Pay("whole", "all of it", Fixed(Decimal(1)), "b", "p", Certainty.AT_RISK, When(), instead_of="qof")


@pytest.mark.parametrize(
    "terms",
    [(), (guaranteed(),), (Keep(named("BP002")),), (instead_of_qof(),),
     (Suspend(EVERY, THIS.first_day, None, MADE_UP),)],
)  # fmt: skip
def test_what_only_says_who_is_paid_leaves_the_very_law(terms: tuple[Terms, ...]) -> None:
    assert reform(scheme(*terms), LAW) is LAW


def test_a_retired_indicator_goes_and_the_rest_stay() -> None:
    found = reform(scheme(Retire(named("BP002"))), LAW)
    assert list(found.indicators) == ["DM002", "AF001", "QP001"]
    assert found.points == LAW.points - 10
    assert found.sha256 == ""


def test_all_but_retires_the_others() -> None:
    found = reform(scheme(Retire(Chosen(("DM002",), every=True))), LAW)
    assert list(found.indicators) == ["DM002"]


def test_one_indicator_comes_in_the_place_of_others() -> None:
    found = reform(scheme(Replace(named("BP002", "DM002"), added(group="HYP"))), LAW)
    assert list(found.indicators) == ["AF001", "QP001", "LOC01"]
    assert found.indicators["LOC01"].group == "HYP"


def test_thresholds_named_change_and_the_others_stay() -> None:
    found = reform(scheme(SetPays(named("BP002", "AF001"), upper=Decimal(90))), LAW)
    assert found.indicators["BP002"].pays == Sliding(Decimal(40), Decimal(90))
    assert found.indicators["AF001"].pays == replace(STEPPED, upper=Decimal(90))


def test_thresholds_of_a_better_of_are_those_of_its_scale() -> None:
    route = Improvement(2, Decimal(1), Decimal(5))
    law = national_year(indicator("VI001", pays=BetterOf(STEPPED, route)), year=str(THIS))
    found = reform(scheme(SetPays(named("VI001"), lower=Decimal(20))), law).indicators["VI001"].pays
    assert found == BetterOf(replace(STEPPED, lower=Decimal(20)), route)


def test_a_whole_way_of_paying_may_be_set() -> None:
    assert reform(scheme(SetPays(named("QP001"), pays=STEPPED)), LAW).indicators["QP001"].pays == STEPPED


@pytest.mark.parametrize(
    ("terms", "points", "step"),
    [
        (SetPoints(named("AF001"), points=Decimal(5)), 5, 1),
        (SetPoints(named("AF001"), percent=Decimal(150)), 15, 3),
    ],
)
def test_points_are_so_many_or_a_percentage_and_a_step_keeps_its_share(
    terms: SetPoints, points: int, step: int
) -> None:
    rule = reform(scheme(terms), LAW).indicators["AF001"]
    assert (rule.points.value, rule.pays) == (points, replace(STEPPED, step=Decimal(step)))
    assert rule.points.provenance == MADE_UP


def test_a_suspended_indicator_is_protected_at_its_level() -> None:
    rule = reform(scheme(suspended("BP002")), LAW).indicators["BP002"]
    assert rule.pays == Protected(LAST, Sliding(Decimal(40), Decimal(80)))


def test_an_added_indicator_is_weighted_as_its_group_is() -> None:
    law = load_year("qof/2015-16")
    base = replace(scheme(added(group="HYP")), base=law.id)
    assert reform(base, law).indicators["LOC01"].prevalence == "HYP"
    alone = reform(scheme(added()), law)
    assert (alone.indicators["LOC01"].prevalence, alone.indicators["LOC01"].group) == (None, LOCAL)
    assert LOCAL in alone.groups
    assert LOCAL not in law.groups


def test_the_widened_law_reads_the_counts_of_what_is_retired_and_of_what_is_added() -> None:
    given = scheme(Retire(named("BP002")), added())
    assert set(widened(given, LAW).indicators) == {*LAW.indicators, "LOC01"}
    assert widened(scheme(Retire(named("BP002"))), LAW) is LAW


def test_the_national_law_is_left_as_it_was() -> None:
    law = load_year("qof/2015-16")
    before, sha = dict(law.indicators), law.sha256
    first, second = list(law.indicators)[:2]
    reform(scheme(Retire(named(first)), SetPoints(named(second), points=Decimal(1)), added()), law)
    assert (dict(law.indicators), law.sha256) == (before, sha)
    assert load_year("qof/2015-16") == law


def test_a_later_change_wins_over_the_one_it_overrides() -> None:
    both = scheme(Retire(named("BP002", "DM002")), SetPoints(named("BP002"), points=Decimal(3)))
    found = reform(overriding(both, 2, 1), LAW)
    assert "DM002" not in found.indicators
    assert found.indicators["BP002"].points.value == 3


def test_points_and_thresholds_of_one_indicator_stand_beside_each_other() -> None:
    both = scheme(SetPays(named("BP002"), upper=Decimal(90)), SetPoints(named("BP002"), points=Decimal(3)))
    rule = reform(both, LAW).indicators["BP002"]
    assert (rule.points.value, rule.pays) == (3, Sliding(Decimal(40), Decimal(90)))


def test_keep_carves_out_of_what_sets_every_indicator_wherever_it_stands() -> None:
    for terms in permutations((Keep(named("BP002")), guaranteed())):
        given = scheme(*terms)
        sweep = next(c.number for c in given.changes if not isinstance(c.terms, Keep))
        assert settled(given, LAW)[sweep] == ("DM002", "AF001", "QP001")


ANY: tuple[Terms, ...] = (
    Retire(named("BP002")),
    SetPays(named("DM002"), lower=Decimal(30)),
    SetPoints(named("QP001"), percent=Decimal(50)),
    suspended("AF001"),
    added(),
)


def test_any_order_of_changes_that_do_not_conflict_gives_one_law() -> None:
    def law_of(terms: tuple[Terms, ...]) -> NationalYear:
        return reform(scheme(*terms), LAW)

    wanted = law_of(ANY)
    assert all(law_of(each) == wanted for each in permutations(ANY))
