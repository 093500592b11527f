"""What must be true of every price, whatever the practices are paid."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from builders import indicator, national_year
from impact_builders import LAST, THIS, guaranteed, scheme, suspended, tables
from openqof.core.money import to_pence
from openqof.core.national import YesNo
from openqof.core.scheme import Scheme
from openqof.engine.run import pay
from openqof.engine.tables import Tables, practice_year
from openqof.files.load import load_year
from openqof.impact.price import price
from openqof.impact.pricing import banded
from openqof.impact.roll import Area

LAW = national_year(indicator("BP002"), indicator("DM002"), indicator("QP001", 7, YesNo()), year=str(THIS))
CODES = [f"A{place}" for place in range(6)]
WAYS = (scheme(), scheme(guaranteed()), scheme(suspended("BP002")), scheme(suspended("BP002", "QP001")))

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


@settings(max_examples=50)
@given(areas(), area)
def test_a_scheme_without_changes_gives_exactly_the_national_result(data: Tables, here: Area) -> None:
    found = price(scheme(), LAW, data, area=here)
    national = pay(LAW, practice_year(LAW, data, nation="England"))
    pence = dict(zip(national.inputs.practices, national.pence.sum(axis=0).tolist(), strict=True))
    assert found.change == 0
    for line in found.lines:
        assert to_pence(line.scheme) == to_pence(line.national) == pence[line.practice]


@settings(max_examples=50)
@given(areas(), area, schemes)
def test_totals_are_the_sums_of_the_lines_to_the_penny(data: Tables, here: Area, terms: Scheme) -> None:
    found = price(terms, LAW, data, area=here)
    assert found.national == sum((line.national for line in found.lines), Decimal(0))
    assert found.local == sum((line.scheme for line in found.lines), Decimal(0))
    assert found.change == sum((line.change for line in found.lines), Decimal(0))
    for line in found.lines:
        figures = (line.national, line.scheme, line.guaranteed, line.change)
        assert all(figure == figure.quantize(Decimal("0.01")) for figure in figures)


@settings(max_examples=50)
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


@settings(max_examples=50)
@given(areas(), area, schemes)
def test_every_practice_of_the_area_is_in_the_table_or_named(data: Tables, here: Area, terms: Scheme) -> None:
    found = price(terms, LAW, data, area=here)
    ours = {
        row["practice"]
        for row in data.practices.iter_rows(named=True)
        if row["commissioner"] in here.codes and (terms.priced or row["year"] == str(THIS))
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
