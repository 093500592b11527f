"""What is printed adds up: printed factors multiply to the pence, months sum to the year."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import prod

from hypothesis import given
from hypothesis import strategies as st

from builders import indicator, national_year, practice_year
from openqof.core.money import to_pence
from openqof.core.national import BetterOf, Improvement, Pays, Protected, Register, Sliding, YesNo
from openqof.core.years import FinancialYear
from openqof.engine.cash import aspiration, by_month, cash_year, in_force, merged, twelfths
from openqof.engine.explain import explain
from openqof.engine.run import pay

SCALES = st.builds(
    lambda lower, width, step: Sliding(Decimal(lower), Decimal(lower + width), Decimal(step)),
    st.integers(0, 60),
    st.integers(1, 40),
    st.sampled_from([0, 0, 3]),
)
PAYS: st.SearchStrategy[Pays] = st.one_of(
    SCALES,
    st.just(Register()),
    st.just(YesNo()),
    st.builds(Protected, st.just(FinancialYear(2018)), st.one_of(st.just(Register()), SCALES)),
    st.builds(
        lambda scale, upper: BetterOf(scale, Improvement(2, Decimal(5), upper)),
        SCALES,
        st.sampled_from([None, Decimal(15)]),
    ),
)
COUNT = st.one_of(st.none(), st.integers(0, 900))
NUMBER = re.compile(r"[\d,]+(?:\.\d+)?(?:/[\d,]+)?")


def named(value: object) -> dict[str, object]:
    return {} if value is None else {"H1": value}


@st.composite
def cases(draw: st.DrawFn) -> tuple:  # type: ignore[type-arg]
    weighted, peopled = draw(st.booleans()), draw(st.booleans())
    rule = indicator(
        "H1",
        draw(st.decimals(3, 60, places=1)),
        draw(PAYS),
        prevalence="HYP" if weighted else None,
        population=None if weighted or not peopled else "HYP",
    )
    law = national_year(
        rule,
        point_value=draw(st.decimals(100, 300, places=2)),
        average_list=draw(st.integers(5_000, 11_000)),
        index_decimals=draw(st.sampled_from([None, None, 2])),
    )
    denominator = draw(COUNT)
    numerator = None if denominator is None else draw(st.integers(0, denominator))
    register, people = draw(COUNT), draw(COUNT)
    needs_register = (
        weighted
        or isinstance(rule.pays, Register)
        or isinstance(getattr(rule.pays, "normally", None), Register)
    )
    inputs = practice_year(
        law,
        list_size=draw(st.integers(1, 40_000)),
        share_of_year=draw(st.integers(1, 365)) / 365,
        numerator=named(numerator),
        denominator=named(denominator),
        register={"HYP": register} if needs_register and register is not None else {},
        population={"HYP": people} if rule.population and people is not None else {},
        national_prevalence={"HYP": draw(st.floats(0.001, 0.3))} if needs_register else {},
        national_population={"HYP": draw(st.floats(1, 4000))} if rule.population else {},
        base_points=named(draw(st.one_of(st.none(), st.floats(0, 60)))),
        baseline=named(draw(st.one_of(st.none(), st.floats(0, 100)))),
        points_given=named(draw(st.one_of(st.none(), st.floats(0, 60)))),
    )
    return law, inputs


@given(cases())
def test_the_printed_factors_multiply_to_the_engines_pence(case: tuple) -> None:  # type: ignore[type-arg]
    law, inputs = case
    explanation = explain(law, inputs, practice="D00001", indicator="H1")
    assert explanation.pence == pay(law, inputs).pence[0, 0]
    factors = [line for line in explanation.lines if line.value is not None]
    assert to_pence(prod((line.value for line in factors), start=Fraction(1))) == explanation.pence
    for line in factors:
        if line.label != "value":  # its amount is a running product; its value is in its terms
            assert printed(line.amount) == line.value
    assert printed(next(line.terms for line in factors if line.label == "value")) == Fraction(
        law.point_value.value
    )


def printed(text: str) -> Fraction:
    found = NUMBER.search(text)
    assert found is not None
    return Fraction(found.group().replace(",", ""))


@given(cases())
def test_a_practices_lines_add_up_to_the_engines_pence(case: tuple) -> None:  # type: ignore[type-arg]
    law, inputs = case
    whole = explain(law, inputs, practice="D00001")
    assert whole.pence == pay(law, inputs).pence.sum()
    assert (
        to_pence(sum((line.value for line in whole.lines if line.value is not None), Fraction(0)))
        == whole.pence
    )


MONEY = st.integers(-(10**8), 10**8)
DAYS = st.one_of(st.none(), st.dates(date(2021, 1, 1), date(2024, 1, 1)))


@given(MONEY)
def test_twelve_months_are_the_year_and_differ_by_a_penny_at_most(pence: int) -> None:
    months = twelfths(pence)
    assert sum(months) == pence
    assert max(months) - min(months) <= 1


@given(
    achieved=st.integers(0, 10**8),
    last=st.one_of(st.none(), st.fractions(0, 10**6)),
    points=st.one_of(st.none(), st.fractions(0, 600)),
    opened=DAYS,
    length=st.integers(0, 900),
    share=st.sampled_from([Decimal("0.6"), Decimal("0.7"), Decimal("0.8")]),
)
def test_the_cash_of_a_year_sums_to_what_was_achieved(
    achieved: int,
    last: Fraction | None,
    points: Fraction | None,
    opened: date | None,
    length: int,
    share: Decimal,
) -> None:
    law, before = national_year(indicator("H1")), national_year(indicator("H1", 12))
    closed = None if opened is None else opened + timedelta(days=length)
    paid = aspiration(
        law, last_year=last, last_law=before, points=points, list_size=Fraction(8000),
        share=Fraction(share), opened=opened, closed=closed,
    )  # fmt: skip
    entries = cash_year(law, achieved, paid)
    assert sum(entry.pence for entry in entries) == achieved
    two_years = [*by_month(entries, law.year), *by_month(entries, law.year.next)]
    assert sum(pence for _, pence in two_years) == achieved
    assert all(in_force(first, opened, closed) for first, _ in paid.months)
    if opened is None:
        assert paid.pence == paid.year_pence


@given(st.lists(st.fractions(0, 10**6), min_size=1, max_size=4))
def test_a_merged_practice_is_paid_what_its_parts_were(last_years: list[Fraction]) -> None:
    law = national_year(indicator("H1"))
    parts = tuple(aspiration(law, last_year=last) for last in last_years)
    assert merged(parts).pence == sum(part.pence for part in parts)
