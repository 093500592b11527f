"""Like requests, and what became of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from openqof.core.governance.progress import Precedent
from openqof.governance.precedents import as_words, counts, decided_differently, like, totals

ROUTE = "in-year-suspension"
FACTS = {"suspends_qof": "yes", "protects_income": "yes", "lmc_consulted": "yes"}


def request(body: str, outcome: str, **facts: str) -> Precedent:
    reasons = ("It was asked before.",)
    return Precedent(
        body, ROUTE, date(2014, 1, 6), outcome, "the area team", reasons=reasons, facts={**FACTS, **facts}
    )


GRANTED, REFUSED = request("X01", "granted"), request("X02", "refused")
OTHER = request("X03", "refused", lmc_consulted="no")
PLAN = Precedent("X04", "voluntary-alternative", date(2014, 2, 1), "waiting", "NHS England")
ALL = (GRANTED, REFUSED, OTHER, PLAN, request("X02", "withdrawn", lmc_consulted="no"))


def test_like_requests_come_before_those_that_differ() -> None:
    found = like(ALL, ROUTE, FACTS)
    assert [each.precedent.body for each in found] == ["X01", "X02", "X03", "X02"]
    assert [each.alike for each in found] == [True, True, False, False]
    assert found[2].differs == {"lmc_consulted": ("no", "yes")}


def test_a_body_may_leave_its_own_requests_out() -> None:
    assert "X02" not in {each.precedent.body for each in like(ALL, ROUTE, FACTS, but="X02")}


def test_facts_that_only_one_states_are_told_apart() -> None:
    (found, *_) = like([GRANTED], ROUTE, {"protects_income": "yes", "value_shown": "no"})
    assert found.shares == ("protects_income",)
    assert found.unknown == ("lmc_consulted", "suspends_qof", "value_shown")


def test_like_requests_decided_differently_are_found() -> None:
    assert decided_differently(like(ALL, ROUTE, FACTS)) == ((GRANTED, REFUSED),)
    assert decided_differently(like((GRANTED, OTHER), ROUTE, FACTS)) == ()


def test_bids_are_counted_by_area_and_outcome() -> None:
    found = {each.area: (each.bids, dict(each.outcomes)) for each in counts(ALL)}
    assert found["X02"] == (2, {"granted": 0, "refused": 1, "withdrawn": 1, "waiting": 0})
    assert list(found) == ["X01", "X02", "X03", "X04"]
    assert totals(ALL) == {"granted": 1, "refused": 2, "withdrawn": 1, "waiting": 1}


def test_swapping_two_names_swaps_nothing_else() -> None:
    swapped = [Precedent("X02", *_rest(GRANTED)), Precedent("X01", *_rest(REFUSED)), OTHER]
    assert [each.outcomes for each in counts(swapped)[:2]] == [each.outcomes for each in counts(ALL[:2])][
        ::-1
    ]


def _rest(one: Precedent) -> tuple[object, ...]:
    return (one.route, one.asked, one.outcome, one.by, one.on, one.reasons, one.facts)


def test_facts_are_written_as_precedents_state_them() -> None:
    facts = {"a": True, "b": False, "c": Decimal("4"), "d": date(2014, 1, 6), "e": "word"}
    assert as_words(facts) == {"a": "yes", "b": "no", "c": "4", "d": "2014-01-06", "e": "word"}


def test_how_like_a_request_is_is_said_in_words() -> None:
    said = [each.says for each in like(ALL, ROUTE, FACTS)]
    assert said[0] == "3 facts are the same"
    assert said[-1] == "2 facts are the same and 1 differs (lmc_consulted)"
    (one,) = like((GRANTED,), ROUTE, {"lmc_consulted": "yes", "suspends_qof": "no", "protects_income": "no"})
    assert one.says == "1 fact is the same and 2 differ (protects_income, suspends_qof)"
