"""The bill by pot and payer, at different uptakes, and how far a scheme is from national QOF.

Practices of 5,000 and 10,000 patients earn £1,000 and £2,000 of QOF; the scheme pays each £1,500 instead.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from builders import indicator, national_year
from impact_builders import LAST, MADE_UP, THIS, scheme, suspended, tables
from openqof.core.changes import (
    Certainty,
    Contribution,
    EndService,
    Keep,
    Pay,
    Pool,
    Retire,
    SetPoints,
    Terms,
    When,
)
from openqof.core.scheme import Uptake
from openqof.core.terms import AHead, Chosen, Fixed, PoolShare, Share, Term
from openqof.engine.tables import Tables
from openqof.impact.assessment import Budget
from openqof.impact.budget import A_MEAN, OTHERS_GO_ON, budget
from openqof.impact.price import pricing_of, work
from openqof.impact.working.roll import Area

LAW = national_year(
    indicator("BP002"), indicator("DM002", 30), point_value=100, average_list=5000, year=str(THIS)
)
SERVICE = replace(scheme(), id="services/care", kind="service", line="care")


def data() -> Tables:
    practices = [
        {"year": str(year), "practice": code, "list_size": size}
        for year in (LAST, THIS)
        for code, size in (("A1", 5_000.0), ("A2", 10_000.0))
    ]
    counts = [
        {"year": str(year), "practice": code, "indicator": "BP002", "numerator": 80.0, "denominator": 100.0}
        for year in (LAST, THIS)
        for code in ("A1", "A2")
    ]
    care = [{"year": str(THIS), "practice": code, "line": "care", "amount": 40.0} for code in ("A1", "A2")]
    return tables(practices=practices, counts=counts, payments=care)


def pay(amount: Term, **more: object) -> Pay:
    made = Pay("p", "work", amount, "the body", "local", Certainty.GUARANTEED, When())
    return replace(made, **more)  # type: ignore[arg-type]


FLAT = pay(Fixed(Decimal(1500)), instead_of="qof")


def billed(*terms: Terms, joined: frozenset[str] | None = None, expected: int | None = None) -> Budget:
    uptake = Uptake(MADE_UP, expected=Decimal(expected)) if expected is not None else None
    given = replace(scheme(*terms), uptake=uptake)
    services = {"services/care": SERVICE}
    found = work(given, LAW, data(), area=Area(("T01",), joined), services=services)
    return budget(found, pricing_of(found))


def test_the_bill_if_all_join_if_those_better_off_do_and_at_the_expected_uptake() -> None:
    found = billed(FLAT, expected=40)
    assert (found.if_all, found.if_better_off, found.better_off) == (3000, 3500, 1)
    assert (found.expected, found.expected_uptake) == (3000, 40)
    assert A_MEAN in found.says


def test_the_bill_if_all_join_does_not_rest_on_who_is_priced_as_joining() -> None:
    assert billed(FLAT, joined=frozenset({"A2"})).if_all == billed(FLAT).if_all
    assert billed(pay(Fixed(Decimal(10))), expected=50).expected == Decimal(3010)


def test_without_an_expected_uptake_that_of_those_who_joined_is_taken_and_said() -> None:
    def of(uptake: Uptake) -> Budget:
        found = work(replace(scheme(FLAT), uptake=uptake), LAW, data(), area=Area(("T01",)))
        return budget(found, pricing_of(found))

    found = of(Uptake(MADE_UP, joined=1, of=4))
    assert (found.expected, found.expected_uptake) == (3000, 25)
    assert found.says[-1].endswith("1 of 4 joined, which is taken for it.")
    for unknown in (Uptake(MADE_UP, joined=3), Uptake(MADE_UP, of=4), Uptake(MADE_UP, joined=0, of=0)):
        assert (of(unknown).expected, of(unknown).expected_uptake) == (None, None)
    stated = of(Uptake(MADE_UP, joined=1, of=4, expected=Decimal(40)))
    assert (stated.expected_uptake, A_MEAN) == (40, stated.says[-1])


def test_pots_are_by_name_and_payer_and_say_what_is_sure() -> None:
    found = billed(pay(Fixed(Decimal(10))), pay(Fixed(Decimal(5)), certainty=Certainty.AT_RISK))
    assert [(pot.name, pot.payer, pot.pounds, pot.guaranteed) for pot in found.pots] == [
        ("National QOF", "as nationally", 3000, 0),
        ("local", "the body", 30, 20),
    ]
    assert found.if_all == sum(pot.pounds for pot in found.pots)


@pytest.mark.parametrize(("part", "left"), [(60, 40), (100, 0)])
def test_a_pool_says_what_it_has_left(part: int, left: int) -> None:
    pool = Pool("joint", (Contribution("the body", pounds=Decimal(100)),))
    share = Share(Decimal(part), PoolShare("joint", AHead(Decimal(1))))
    found = billed(pool, pay(share, pot="joint"))
    assert [(pot.name, pot.remainder) for pot in found.pots] == [("National QOF", None), ("joint", left)]


def test_a_pool_that_pays_more_than_it_holds_has_less_than_nothing_left() -> None:
    pool = Pool("joint", (Contribution("the body", pounds=Decimal(100)),))
    found = billed(pool, pay(Fixed(Decimal(75)), pot="joint"))
    assert found.pots[-1].remainder == Decimal(-50)
    assert any("The pool joint is overdrawn by £50.00: it holds £100.00" in line for line in found.says)


def test_shares_of_a_pool_are_scaled_to_it_and_never_overdraw_it() -> None:
    pool = Pool("joint", (Contribution("the body", pounds=Decimal(100)),))
    found = billed(pool, pay(PoolShare("joint", AHead(Decimal(1))), pot="joint"))
    assert (found.pots[-1].pounds, found.pots[-1].remainder) == (100, 0)
    assert not any("overdrawn" in line for line in found.says)


def test_a_pool_of_qof_follows_the_reading_of_the_price_and_says_so() -> None:
    pool = Pool("joint", (Contribution("the body", line="qof", percent=Decimal(50)),))
    found = billed(pool)
    assert found.pots[-1].remainder == 1500
    said = "The QOF income that fills the pool joint is that of 2015/16, as earned by the work of the year."
    assert said in found.says


def test_a_pool_that_nothing_is_paid_from_is_named_all_the_same() -> None:
    found = billed(Pool("idle", (Contribution("the body", pounds=Decimal(9)),)))
    assert [(pot.name, pot.pounds, pot.remainder) for pot in found.pots[1:]] == [("idle", 0, 9)]


def test_services_that_end_go_on_for_practices_outside() -> None:
    found = billed(EndService("services/care"), FLAT)
    assert (found.if_all, found.if_better_off) == (3000, 1500 + 2000 + 40)
    assert OTHERS_GO_ON in found.says


@pytest.mark.parametrize(
    ("terms", "percent"),
    [
        ((), 0),
        ((Retire(Chosen(("BP002",))),), 25),
        ((FLAT, Keep(Chosen(("DM002",)))), 25),
        ((FLAT,), 100),
        ((suspended("BP002"), SetPoints(Chosen(("DM002",)), percent=Decimal(50))), 100),
        ((pay(Fixed(Decimal(1))),), 0),
    ],
)
def test_the_distance_from_national_qof_is_the_share_of_points_that_the_scheme_sets(
    terms: tuple[Terms, ...], percent: int
) -> None:
    assert billed(*terms).distance == percent
