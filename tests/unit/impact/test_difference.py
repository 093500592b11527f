"""What stays, stops, starts and changes between two documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from impact_builders import MADE_UP, guaranteed, scheme, suspended
from openqof.core.changes import Bound, Keep, Report, Require, Retire, SetPoints, Suspend, Terms
from openqof.core.scheme import Parameter, Scheme
from openqof.core.terms import EVERY, AHead, Chosen
from openqof.files.load import load_year
from openqof.impact.difference.difference import Becomes, Difference, Row, compare

LAW = load_year("qof/2015-16")


def against_national(*terms: Terms) -> Difference:
    return compare(LAW, scheme(*terms))


def row(found: Difference, name: str) -> Row:
    (one,) = [each for each in found.rows if each.name == name]
    return one


def test_a_suspended_indicator_stops_though_it_is_paid() -> None:
    found = row(against_national(suspended("HYP006")), "HYP006")
    assert found.becomes is Becomes.STOPS
    assert found.before == "20 points, 45 to 80, on the year's results"
    assert found.now == "work stops on 1 January 2016, paid at the results of 2014/15"
    assert found.was == "on the year's results"


def test_a_retired_indicator_stops_and_has_no_after() -> None:
    found = row(against_national(Retire(Chosen(("HYP006",)))), "HYP006")
    assert (found.becomes, found.after) == (Becomes.STOPS, "")


def test_points_are_shown_before_and_after() -> None:
    found = row(against_national(SetPoints(Chosen(("HYP006",)), points=Decimal(9))), "HYP006")
    assert (found.becomes, found.was, found.now) == (Becomes.CHANGES, "20 points", "9 points")


def test_under_a_guarantee_only_what_is_kept_is_paid_on_results() -> None:
    found = against_national(guaranteed(), Keep(Chosen(("HYP006",))))
    assert row(found, "HYP006").becomes is Becomes.STAYS
    assert row(found, "DM017").now == "paid by the guarantee of change 1"
    assert row(found, "guarantee of QOF income").becomes is Becomes.STARTS


def test_a_suspension_paid_by_a_term_says_the_term() -> None:
    terms = Suspend(EVERY, date(2015, 4, 1), AHead(Decimal(9)), MADE_UP)
    assert row(against_national(terms), "HYP006").now.endswith("paid £9 a registered patient")


def test_obligations_and_reporting_start() -> None:
    found = against_national(Require(Bound.PRACTICE, "train its nurses"), Report("light", "all"))
    assert {each.about for each in found.of(Becomes.STARTS)} >= {"obligation", "reporting"}


def test_the_whole_national_year_stays_where_nothing_changes() -> None:
    found = against_national()
    stays = [each for each in found.of(Becomes.STAYS) if each.about == "indicator"]
    assert len(stays) == len(LAW.indicators)
    assert not [each for each in found.of(Becomes.CHANGES) if each.about == "indicator"]


def test_two_versions_differ_in_a_local_value_alone() -> None:
    first, second = _with_rate(2), _with_rate(3)
    differ = [each for each in compare(first, second).rows if each.becomes is not Becomes.STAYS]
    assert [(each.about, each.name, each.was, each.now) for each in differ] == [
        ("local value", "rate", "2", "3")
    ]


def _with_rate(value: int) -> Scheme:
    rate = Parameter("rate", "pounds a head", Decimal(value), MADE_UP)
    return replace(scheme(), parameters={"rate": rate})


def test_renumbered_indicators_are_one_row_in_either_direction() -> None:
    earlier, later = load_year("qof/2024-25"), load_year("qof/2025-26")
    forward, back = compare(earlier, later), compare(later, earlier)
    assert row(forward, "DM033").renamed == "DM036"
    assert row(back, "DM036").renamed == "DM033"
    assert not [each for each in forward.rows if each.name == "DM036"]
    assert row(forward, "AF001").becomes is Becomes.STOPS
    assert row(back, "AF001").becomes is Becomes.STARTS


def test_comparing_the_other_way_swaps_before_and_after() -> None:
    made = scheme(SetPoints(Chosen(("HYP006",)), points=Decimal(9)), Retire(Chosen(("DM017",))))
    there, back = compare(LAW, made), compare(made, LAW)
    turned = {Becomes.STOPS: Becomes.STARTS, Becomes.STARTS: Becomes.STOPS}
    for each in there.rows:
        other = row(back, each.name)
        assert (other.before, other.after) == (each.after, each.before)
        assert other.becomes is turned.get(each.becomes, each.becomes)


def test_a_document_without_a_national_year_is_compared_in_what_it_says() -> None:
    bare = scheme(Require(Bound.PRACTICE, "train its nurses"), base="")
    found = compare(scheme(), bare)
    assert row(found, "practice: train its nurses").becomes is Becomes.STARTS
    assert len([each for each in found.of(Becomes.STOPS) if each.about == "indicator"]) == len(LAW.indicators)
