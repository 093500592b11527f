"""Every shipped document loads and says where it is from; the English ones are held to the national law."""

from __future__ import annotations

from decimal import Decimal

import pytest

from openqof.core.changes import Pay, Suspend
from openqof.core.national import BetterOf, NationalYear, Protected, Sliding
from openqof.core.scheme import Scheme
from openqof.core.terms import Share, Tariff, TopUp, parts_of
from openqof.files.load import load_scheme, load_year
from openqof.files.shipped import law_path, scheme_ids, service_ids
from openqof.impact.working.reform import reform

DOCUMENTS = (*scheme_ids(), *service_ids())
RENAMED = {"DM033": "DM036", "AST011": "AST012", "DM022": "DM034", "DM023": "DM035"}
"""Codes of 2024/25 and what they are in 2025/26."""


def reformed(name: str) -> tuple[NationalYear, NationalYear]:
    scheme = load_scheme(name)
    law = load_year(scheme.base)
    return law, reform(scheme, law)


def scale(law: NationalYear, code: str) -> tuple[Decimal, Decimal, Decimal]:
    rule = law.indicators[code]
    assert isinstance(rule.pays, Sliding)
    return rule.points.value, rule.pays.lower, rule.pays.upper


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_loads_under_its_own_id_and_says_why_it_is(name: str) -> None:
    scheme = load_scheme(name)
    assert scheme.id == name
    assert scheme.because.text
    assert scheme.changes
    assert bool(scheme.base) != (scheme.unpriced is not None)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_that_was_read_nowhere_is_called_found(name: str) -> None:
    own = {"openqof", "team-knowledge"}
    marks = [each for each in load_scheme(name).provenances() if each.source in own]
    assert [each.place for each in marks if each.basis.value == "found"] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_begins_with_what_it_is_in_words(name: str) -> None:
    first, *_ = law_path(name).read_text(encoding="utf-8").splitlines()
    assert first.startswith("# ")


@pytest.mark.parametrize("name", service_ids())
def test_a_service_names_its_line_and_what_it_covers(name: str) -> None:
    service = load_scheme(name)
    assert (service.kind, bool(service.line), bool(service.covers)) == ("service", True, True)


@pytest.mark.parametrize("name", [each for each in scheme_ids() if each.startswith("openqof/")])
def test_an_example_says_that_it_is_one(name: str) -> None:
    scheme = load_scheme(name)
    assert scheme.title.startswith("Example")
    assert (scheme.provenance.source, scheme.provenance.basis.value) == ("openqof", "recalled")


def test_the_suspended_forty_are_341_points_net_of_ten_that_return() -> None:
    scheme = load_scheme("devon-cornwall/unplanned-admissions-2014")
    law, after = load_year("qof/2013-14"), load_year("qof/2014-15")
    (suspended,) = [each.terms for each in scheme.changes if isinstance(each.terms, Suspend)]
    gross = sum(law.indicators[code].points.value for code in suspended.indicators)
    assert (len(suspended.indicators), gross) == (40, 351)
    assert law.points - after.points == 341


def test_the_retirement_leaves_the_points_and_scales_of_the_law_of_2025_26() -> None:
    law, after = reformed("england/retirement-2025")
    next_year = load_year("qof/2025-26")
    assert (law.points, after.points, next_year.points) == (635, 564, 564)
    assert {RENAMED.get(code, code) for code in after.indicators} == set(next_year.indicators)
    for code in after.indicators:
        assert scale(after, code) == scale(next_year, RENAMED.get(code, code)), code


def test_protection_taken_off_leaves_every_point_and_protects_none() -> None:
    law, after = reformed("england/protection-2024")
    protected = [code for code, rule in law.indicators.items() if isinstance(rule.pays, Protected)]
    assert (len(protected), sum(law.indicators[code].points.value for code in protected)) == (32, 212)
    assert law.points == after.points == 635
    for code in protected:
        rule = law.indicators[code].pays
        assert isinstance(rule, Protected)
        assert after.indicators[code].pays == rule.normally, code


def test_the_improvement_route_is_complete_and_its_gain_can_be_set_anew() -> None:
    scheme = load_scheme("england/improvement-2026", values={"full_gain": "20"})
    law = load_year(scheme.base)
    after = reform(scheme, law)
    for code in ("VI001", "VI002", "VI003"):
        before, now = law.indicators[code].pays, after.indicators[code].pays
        assert isinstance(before, BetterOf)
        assert isinstance(now, BetterOf)
        assert (before.improvement.upper, now.improvement.upper) == (None, 20)
        assert (before.sliding, before.improvement.lower) == (now.sliding, now.improvement.lower)


def payments(scheme: Scheme) -> list[Pay]:
    return [each.terms for each in scheme.changes if isinstance(each.terms, Pay)]


@pytest.mark.parametrize("name", ["services/unplanned-admissions-2014", "services/unplanned-admissions-2015"])
def test_the_components_of_a_service_are_the_whole(name: str) -> None:
    shares = [
        part.percent
        for pay in payments(load_scheme(name))
        for part in parts_of(pay.amount)
        if isinstance(part, Share)
    ]
    assert sum(shares) == 100


def test_weights_and_parts_are_the_whole() -> None:
    (crm,) = payments(load_scheme("north-west-london/crm-2026"))
    (bolton,) = payments(load_scheme("bolton/quality-contract-2015"))
    assert isinstance(crm.amount, Tariff)
    assert isinstance(bolton.amount, TopUp)
    assert sum(kpi.weight for kpi in crm.amount.kpis) == 100
    assert sum(part.share for part in bolton.amount.parts) == 100
