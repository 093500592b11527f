"""Double payment between a scheme, enhanced services, premiums and the scheme itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from impact_builders import MADE_UP, scheme, tables
from openqof.core.changes import (
    AddIndicator,
    AddService,
    Certainty,
    EndService,
    Pay,
    Replace,
    Terms,
    When,
)
from openqof.core.national import YesNo
from openqof.core.scheme import Offer, Runs, Scheme
from openqof.core.terms import Chosen, Fixed, Item, Points, Term
from openqof.core.years import FinancialYear
from openqof.engine.law import WholeArray
from openqof.impact.assessment import Overlap
from openqof.impact.overlap import overlaps, services_in_force
from openqof.impact.worked import Worked
from worked_builders import pence, stays, stream, worked

LINE = "unplanned_admissions"
BOTH = {"A": 300.0, "B": 50.0}
FIXED = Fixed(Decimal(100))


def pays(*covers: str, amount: Term = FIXED, name: str = "p") -> Pay:
    return Pay(name, "care plans", amount, "CCG", "pot", Certainty.AT_RISK, When(), covers=covers)


def service(name: str = "services/admissions", *covers: str, **more: object) -> Scheme:
    usual: dict[str, object] = {
        "id": name,
        "title": f"The service {name}",
        "kind": "service",
        "line": LINE,
        "covers": covers or ("Care planning", "emergency admissions"),
    }
    return replace(scheme(bodies=("ENGLAND",)), **{**usual, **more})  # type: ignore[arg-type]


def asked(
    document: Scheme,
    *paid: WholeArray,
    line: str = LINE,
    amounts: Mapping[str, float] = BOTH,
    joined: tuple[bool, ...] = (True, True),
    pots: int = 9,
) -> Worked:
    """Two practices; the streams are those of changes 1, 2 …, the payments those of one line."""
    data = tables(
        practices=[{"year": "2015/16", "practice": code} for code in "AB"],
        payments=[{"year": "2015/16", "practice": c, "line": line, "amount": a} for c, a in amounts.items()],
    )
    streams = [stream(each, change=n, pot=f"pot {n % pots}") for n, each in enumerate(paid, start=1)]
    return worked(pence(1, 1), stays(pence(1, 1)), *streams, data=data, document=document, joined=joined)


def found(document: Scheme, price: Worked, *services: Scheme) -> tuple[Overlap, ...]:
    return overlaps(document, {each.id: each for each in services}, price)


def test_one_topic_paid_twice_is_named_with_the_smaller_of_the_two_payments() -> None:
    document = scheme(pays("care-planning", "frailty"))
    price = asked(document, pence(100, 100))
    assert found(document, price, service()) == (
        Overlap(1, "care plans", "The service services/admissions", ("care-planning",), Decimal("150.00")),
    )


def test_only_practices_that_join_are_counted() -> None:
    document = scheme(pays("care planning"))
    price = asked(document, pence(100, 100), joined=(True, False))
    assert found(document, price, service())[0].pounds == Decimal("100.00")


def test_where_no_payments_are_known_the_overlap_has_no_pounds() -> None:
    document = scheme(pays("care planning"))
    assert found(document, asked(document, pence(100, 100), line="other"), service())[0].pounds is None


def test_a_service_that_pays_the_practices_nothing_is_no_double_payment() -> None:
    document = scheme(pays("care planning"))
    price = asked(document, pence(100, 100), amounts={"C": 200.0})
    assert found(document, price, service()) == ()


@pytest.mark.parametrize(
    "other",
    [
        service("services/admissions", "opening hours"),
        service(runs=Runs(date(2014, 4, 1), date(2015, 3, 31), MADE_UP)),
        service(bodies=("SCOTLAND",)),
        service(bodies=("T02",)),
        service(kind="scheme"),
    ],
    ids=["another topic", "another year", "another nation", "another area", "no service"],
)
def test_other_documents_do_not_count(other: Scheme) -> None:
    document = scheme(pays("care planning"))
    assert found(document, asked(document, pence(100, 100)), other) == ()


def test_services_of_the_area_count_and_those_of_england_in_the_invented_nation() -> None:
    document = scheme(pays("care planning"))
    price = asked(document, pence(100, 100))
    assert found(document, price, service(bodies=("T01",)))
    assert found(document, replace(price, ask=replace(price.ask, nation="Demonstration")), service())
    assert not found(document, replace(price, ask=replace(price.ask, nation="Scotland")), service())


def test_services_the_scheme_ends_do_not_count() -> None:
    document = scheme(pays("care planning"), EndService("services/admissions"))
    price = asked(document, pence(100, 100))
    assert found(document, price, service()) == ()
    assert (
        found(document, price, service(), service("services/other"))[0].also == "The service services/other"
    )


def test_services_on_one_line_are_one_overlap() -> None:
    document = scheme(pays("care planning"))
    both = found(document, asked(document, pence(100, 100)), service(), service("services/more"))
    assert [each.also for each in both] == ["The service services/admissions and The service services/more"]


def test_an_added_service_overlaps_with_another_and_not_with_itself() -> None:
    document = scheme(AddService("services/early"))
    early = service("services/early", "emergency admissions", title="Early start")
    price = asked(document, pence(200, 20))
    assert [(each.what, each.also, each.pounds) for each in found(document, price, early, service())] == [
        ("Early start", "The service services/admissions", Decimal("220.00"))
    ]


@pytest.mark.parametrize(
    "terms",
    [
        AddIndicator("DEM099", "says", Decimal(5), YesNo(), group="DEM"),
        Replace(Chosen(("DEM002",)), AddIndicator("X1", "says", Decimal(5), YesNo(), measure="dementia")),
        pays(amount=Points(Chosen(("DEM002",)))),
        pays(amount=Item("dem-002", Decimal(5))),
    ],
    ids=["group", "measure of a replacement", "points", "measure"],
)
def test_indicators_and_measures_are_topics_too(terms: Terms) -> None:
    document = scheme(terms)
    price = asked(document)
    other = service("services/dementia", "dementia", "DEM002", "DEM 002")
    assert len(found(document, price, other)) == 1
    assert found(document, price, service("services/dementia", "diabetes")) == ()


def test_a_premium_is_found_by_its_contract() -> None:
    document = scheme(pays("access"))
    premium = service(
        "contracts/pms", "access", "frailty", kind="contract", line="pms_balance", bodies=("T01",)
    )
    price = asked(document, pence(1000, 1000), line="pms_balance", amounts={"A": 640.0, "B": 0.0})
    assert found(document, price, premium)[0].pounds == Decimal("640.00")


def test_two_changes_of_one_scheme_that_cover_one_thing() -> None:
    document = scheme(pays("access", "frailty"), pays("Frailty", name="q"), pays("prescribing", name="r"))
    price = asked(document, pence(100, 100), pence(30, 400), pence(5, 5))
    assert found(document, price) == (
        Overlap(2, "care plans", "change 1: care plans", ("Frailty",), Decimal("130.00")),
    )


def test_parts_of_one_payment_from_one_pot_are_no_double_payment() -> None:
    document = scheme(pays("frailty"), pays("frailty", name="q"))
    assert found(document, asked(document, pence(100, 100), pence(30, 400), pots=1)) == ()


def test_an_added_indicator_and_a_payment_for_its_group_are_two_for_one_thing() -> None:
    added = AddIndicator("DEM099", "says", Decimal(5), YesNo(), group="DEM")
    document = scheme(pays("dementia"), added)
    (both,) = found(document, asked(document, pence(100, 100)))
    assert (both.what, both.also) == ("indicator DEM099", "change 1: care plans")
    assert both.pounds == Decimal("200.00")


def test_a_contract_counts_for_the_practices_that_have_it() -> None:
    document = scheme(pays("access"))
    offer = Offer("PMS practices", national_qof_stays=True, provenance=MADE_UP, contracts=("PMS",))
    premium = service("contracts/pms", "access", kind="contract", offer=offer)
    price = asked(document, pence(100, 100))
    assert found(document, price, premium) == ()
    roll = (replace(price.roll[0], contract="GMS"), replace(price.roll[1], contract="PMS"))
    assert found(document, replace(price, roll=roll), premium)[0].pounds == Decimal("50.00")


def test_no_overlap_is_below_nought() -> None:
    document = scheme(pays("care planning"))
    price = asked(document, np.array([-500, 100], dtype=np.int64))
    assert found(document, price, service())[0].pounds == Decimal("1.00")


def test_the_library_s_services_of_a_year() -> None:
    held = services_in_force(FinancialYear(2014))
    assert {"services/unplanned-admissions-2014", "openqof/pms-premium-2014"} <= set(held)
    assert all(each.kind in ("service", "contract") for each in held.values())
    assert "services/unplanned-admissions-2015" not in held
    assert services_in_force(FinancialYear(2004)) == {}
