"""What must be true of every price, whatever the practices are paid."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import polars as pl
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from builders import indicator, national_year
from generative.engine_cases import cases
from impact_builders import LAST, MADE_UP, THIS, guaranteed, scheme, suspended, tables
from openqof.core.changes import (
    AddIndicator,
    Certainty,
    Keep,
    Pay,
    Retire,
    SetPays,
    SetPoints,
    Suspend,
    Terms,
    When,
)
from openqof.core.money import from_pence, to_pence
from openqof.core.national import NationalYear, YesNo
from openqof.core.scheme import Scheme
from openqof.core.terms import EVERY, AHead, BaseIncome, Chosen, Fixed, MeanOf, Points, Reading, Share
from openqof.engine.explain import explain
from openqof.engine.inputs import PracticeYear
from openqof.engine.run import pay
from openqof.engine.tables import Tables, practice_year
from openqof.files.load import load_year
from openqof.impact.price import price, pricing_of, work
from openqof.impact.pricing import banded
from openqof.impact.worked import Worked
from openqof.impact.working.cells import ends
from openqof.impact.working.needs import years_needed
from openqof.impact.working.roll import Area

LAW = national_year(indicator("BP002"), indicator("DM002"), indicator("QP001", 7, YesNo()), year=str(THIS))
CODES = [f"A{place}" for place in range(6)]


def named(*names: str) -> Chosen:
    return Chosen(names)


def paid(amount: object, **more: object) -> Pay:
    made = Pay("p", "local work", amount, "body", "local", Certainty.GUARANTEED, When())  # type: ignore[arg-type]
    return replace(made, **more)  # type: ignore[arg-type]


MEAN = MeanOf((BaseIncome(LAST, Reading.CASH), Points()))
WAYS = (
    scheme(),
    scheme(guaranteed()),
    scheme(guaranteed(or_actual_above=Decimal(5)), Keep(named("QP001")), paid(AHead(Decimal("1.23")))),
    scheme(suspended("BP002")),
    scheme(suspended("BP002", "QP001")),
    scheme(replace(suspended("BP002"), by_days=True), Retire(named("DM002"))),
    scheme(Suspend(EVERY, THIS.first_day, Share(Decimal("62.5"), Points()), MADE_UP), Keep(named("DM002"))),
    scheme(SetPoints(named("BP002"), percent=Decimal(70)), SetPays(named("DM002"), lower=Decimal(20))),
    scheme(paid(MEAN, instead_of="qof")),
)

practice_rows = st.lists(
    st.fixed_dictionaries(
        {
            "year": st.sampled_from([str(LAST), str(THIS)]),
            "practice": st.sampled_from(CODES),
            "list_size": st.integers(1, 30_000).map(float),
            "commissioner": st.sampled_from(["T01", "T01", "T02"]),
            "successor": st.sampled_from([None, *CODES]),
        }
    ),
    unique_by=lambda row: (row["year"], row["practice"]),
)


@st.composite
def areas(draw: st.DrawFn) -> Tables:
    """Practices of two years that come, go, move and merge, each with a payment and with results."""
    always = [{"year": str(year), "practice": "B0", "commissioner": "T01"} for year in (LAST, THIS)]
    rows = [*always, *draw(practice_rows)]
    keys = [{"year": row["year"], "practice": row["practice"]} for row in rows]
    pounds = st.floats(0, 1e6).map(lambda amount: round(amount, 2))
    payments = [key | {"amount": draw(pounds)} for key in keys]
    counts = []
    for key in keys:
        for name in ("BP002", "DM002"):
            denominator = draw(st.integers(0, 900))
            numerator = draw(st.integers(0, denominator))
            counts.append(key | {"indicator": name, "numerator": numerator, "denominator": denominator})
        counts.append(
            key | {"indicator": "QP001", "points_published": draw(st.sampled_from([0.0, 3.5, 7.0]))}
        )
    return tables(practices=rows, payments=payments, counts=counts)


schemes = st.sampled_from(WAYS)
area = st.sampled_from([Area(("T01",)), Area(("T01", "T02")), Area(("T01",), frozenset({"B0"}))])


@settings(max_examples=30)
@given(areas(), area)
def test_a_scheme_without_changes_gives_exactly_the_national_result(data: Tables, here: Area) -> None:
    found = price(scheme(), LAW, data, area=here)
    national = pay(LAW, practice_year(LAW, data, nation="England"))
    pence = dict(zip(national.inputs.practices, national.pence.sum(axis=0).tolist(), strict=True))
    assert found.change == 0
    for line in found.lines:
        assert to_pence(line.scheme) == to_pence(line.national) == pence[line.practice]


@settings(max_examples=30)
@given(areas(), area, schemes)
def test_totals_are_the_sums_of_the_lines_to_the_penny(data: Tables, here: Area, terms: Scheme) -> None:
    found = price(terms, LAW, data, area=here)
    assert found.national == sum((line.national for line in found.lines), Decimal(0))
    assert found.local == sum((line.scheme for line in found.lines), Decimal(0))
    assert found.change == sum((line.change for line in found.lines), Decimal(0))
    for line in found.lines:
        figures = (line.national, line.scheme, line.guaranteed, line.change)
        assert all(figure == figure.quantize(Decimal("0.01")) for figure in figures)


@settings(max_examples=30)
@given(areas(), area)
def test_no_base_is_paid_twice_or_lost_unsaid(data: Tables, here: Area) -> None:
    """Base income of the area's practices is paid once, or its practice is named, or does not join."""
    found = price(scheme(guaranteed()), LAW, data, area=here)
    handed = sum((gone.base or 0 for gone in found.gone if gone.successor), Decimal(0))
    base = {
        row["practice"]: Decimal(repr(row["amount"])).quantize(Decimal("0.01"))
        for row in data.of(LAST).payments.iter_rows(named=True)
    }
    own = sum((base.get(line.practice, 0) for line in found.lines if line.guaranteed), Decimal(0))
    assert sum((line.guaranteed for line in found.lines), Decimal(0)) == own + handed


@settings(max_examples=30)
@given(areas(), area, schemes)
def test_every_practice_of_the_area_is_in_the_table_or_named(data: Tables, here: Area, terms: Scheme) -> None:
    found = price(terms, LAW, data, area=here)
    looked_at = [str(year) for year in years_needed(terms, THIS)]
    ours = {
        row["practice"]
        for row in data.practices.iter_rows(named=True)
        if row["commissioner"] in here.codes and row["year"] in looked_at
    }
    named = [each.practice for each in (*found.lines, *found.gone, *found.elsewhere)]
    assert len(found.lines) == len({line.practice for line in found.lines})
    assert ours <= set(named)
    assert sum(band.practices for band in banded(found)) == len(found.lines)


def test_pricing_leaves_the_national_law_as_it_was() -> None:
    law = load_year("qof/2015-16")
    before, rules = law.sha256, dict(law.indicators)
    keys = [{"year": str(year), "practice": "A1"} for year in (LAST, THIS)]
    data = tables(
        practices=[key | {"commissioner": "T01"} for key in keys],
        counts=[key | {"indicator": "BP002", "numerator": 50.0, "denominator": 100.0} for key in keys],
    )
    price(scheme(suspended("BP002")), law, data, area=Area(("T01",)))
    assert (law.sha256, dict(law.indicators)) == (before, rules)
    assert load_year("qof/2015-16") == law


@settings(max_examples=30)
@given(areas(), area)
def test_an_empty_scheme_is_national_qof_to_the_byte(data: Tables, here: Area) -> None:
    """Not only in total: the law object, every cell and every practice."""
    found = work(scheme(), LAW, data, area=here)
    assert found.reform is LAW
    assert found.national is not None
    assert found.reformed is found.national
    whole = pay(LAW, practice_year(LAW, data, nation="England"))
    place = [whole.inputs.practices.index(code) for code in found.practices]
    assert found.national.pence.tobytes() == np.ascontiguousarray(whole.pence[:, place]).tobytes()
    (stream,) = found.streams
    assert (
        stream.pence.tobytes()
        == found.national_pence.tobytes()
        == whole.pence[:, place].sum(axis=0).tobytes()
    )


@settings(max_examples=30)
@given(areas(), area, schemes)
def test_the_least_and_the_most_hold_what_is_paid_and_streams_add_up_to_the_line(
    data: Tables, here: Area, terms: Scheme
) -> None:
    found = work(terms, LAW, data, area=here)
    for stream in found.streams:
        assert (stream.low <= stream.pence).all()
        assert (stream.pence <= stream.high).all()
        assert (stream.guaranteed <= stream.low).all()
        assert not stream.change or not stream.pence[~found.joined].any()
    priced = pricing_of(found)
    for line in priced.lines:
        assert sum((pounds for _, pounds in line.parts), Decimal(0)) == line.scheme
        assert line.guaranteed <= line.lowest <= line.scheme <= line.highest
    by_stream = sum((stream.pounds for stream in priced.streams), Decimal(0))
    assert by_stream == priced.local


@settings(max_examples=20)
@given(areas(), area, schemes)
def test_a_practice_that_does_not_join_is_paid_as_nationally(data: Tables, here: Area, terms: Scheme) -> None:
    found = work(terms, LAW, data, area=Area(here.codes, frozenset({"B0"})))
    outside = np.array([code != "B0" for code in found.practices])
    assert found.scheme_pence[outside].tolist() == found.national_pence[outside].tolist()


ADDED = AddIndicator("LOC01", "a local one", Decimal(4), YesNo())
FREE: tuple[Terms, ...] = (
    Retire(named("DM002")),
    SetPoints(named("QP001"), percent=Decimal(50)),
    suspended("BP002"),
    ADDED,
    paid(AHead(Decimal("0.37"))),
    paid(Fixed(Decimal(12)), id="q"),
)


def _streams(found: Worked) -> list[tuple[str, list[int], list[int], list[int]]]:
    rows = [(s.name, s.pence.tolist(), s.low.tolist(), s.high.tolist()) for s in found.streams]
    return sorted(rows)


@settings(max_examples=20)
@given(areas(), st.permutations(FREE))
def test_any_order_of_changes_that_do_not_conflict_pays_the_same(data: Tables, terms: list[Terms]) -> None:
    first, other = (work(scheme(*each), LAW, data, area=Area(("T01",))) for each in (FREE, terms))
    assert first.reform == other.reform
    assert _streams(first) == _streams(other)


@settings(max_examples=30)
@given(cases())
def test_the_ends_of_national_pay_hold_every_result(case: tuple[NationalYear, PracticeYear]) -> None:
    """Whatever is counted, pay lies between nothing of the work and every point of the year."""
    law, inputs = case
    found = pay(law, inputs)
    rows = np.ones(len(law.indicators), dtype=np.bool_)
    bounds = ends(law, found.inputs, found.pence, rows)
    assert bounds.pence.tolist() == found.pence.sum(axis=0).tolist()
    for counts in (np.zeros_like(inputs.numerator), inputs.denominator):
        other = replace(inputs, numerator=np.where(np.isnan(inputs.numerator), np.nan, counts))
        paid_then = pay(law, other).pence.sum(axis=0)
        assert (bounds.low <= paid_then).all()
        assert (paid_then <= bounds.high).all()


@settings(max_examples=30)
@given(areas(), st.data())
def test_one_count_changes_income_by_what_explain_says(data: Tables, draw: st.DataObject) -> None:
    counted = data.counts.filter((pl.col("year") == str(THIS)) & (pl.col("denominator") > 0))
    assume(counted.height)
    row = counted.row(draw.draw(st.integers(0, counted.height - 1)), named=True)
    here = (pl.col("year") == str(THIS)) & (pl.col("practice") == row["practice"])
    here &= pl.col("indicator") == row["indicator"]
    better = pl.when(here).then(pl.col("denominator")).otherwise(pl.col("numerator"))
    changed = replace(data, counts=data.counts.with_columns(numerator=better))
    given_scheme = scheme(paid(AHead(Decimal(2))))
    before, after = (
        {
            line.practice: line.scheme
            for line in price(given_scheme, LAW, each, area=Area(("T01", "T02"))).lines
        }
        for each in (data, changed)
    )
    inputs = [practice_year(LAW, each, nation="England") for each in (data, changed)]
    said = [explain(LAW, each, practice=row["practice"], indicator=row["indicator"]).pence for each in inputs]
    moved = {code: pounds - before[code] for code, pounds in after.items() if pounds != before[code]}
    expected = from_pence(said[1] - said[0])
    assert moved == ({row["practice"]: expected} if expected else {})
