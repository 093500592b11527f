"""Every document that can be priced has a price on the demonstration area; Scotland's by England's law."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from openqof.core.problems import BadInput
from openqof.datasets.demo import whole
from openqof.engine.tables import Tables
from openqof.files.clone import on_year
from openqof.files.load import load_scheme, load_year
from openqof.files.shipped import scheme_ids, service_ids
from openqof.impact.cash.months import cash_flow
from openqof.impact.facts import facts
from openqof.impact.price import pricing_of, work
from openqof.impact.working.roll import Area

DOCUMENTS = [name for name in (*scheme_ids(), *service_ids()) if load_scheme(name).unpriced is None]
PRICED = [name for name in DOCUMENTS if load_scheme(name).base.startswith("qof/")]
SCOTLAND = "scotland/transition-2016"


@pytest.fixture(scope="module")
def demonstration() -> Tables:
    return whole()


@pytest.mark.parametrize("name", PRICED)
def test_it_has_a_price_within_what_the_year_can_bring(name: str, demonstration: Tables) -> None:
    scheme = load_scheme(name)
    found = work(scheme, load_year(scheme.base), demonstration, area=Area(("DEMO",)))
    assert len(found) > 30
    assert found.scheme_pence.sum() > 0
    for stream in found.streams:
        assert np.all(stream.low <= stream.pence), stream.name
        assert np.all(stream.pence <= stream.high), stream.name
        assert np.all(stream.guaranteed <= stream.pence), stream.name


def test_of_other_nations_there_is_scotlands_which_asks_for_englands_law(demonstration: Tables) -> None:
    assert set(DOCUMENTS) - set(PRICED) == {SCOTLAND}
    scheme = load_scheme(SCOTLAND)
    with pytest.raises(BadInput) as refused:
        work(scheme, load_year(scheme.base), demonstration, area=Area(("DEMO",)))
    (problem,) = refused.value.problems
    assert problem.code == "P215"
    assert "--against qof/2015-16" in problem.hint


def test_scotlands_mean_of_three_years_has_a_price_by_englands_law(demonstration: Tables) -> None:
    (said,) = [note.text for note in load_scheme(SCOTLAND).notes if "--against" in note.text]
    values = {"of_2013_14": "900", "to_points": "559"}
    assert all(f"--set {name}={value}" in said for name, value in values.items())
    law = load_year("qof/2015-16")
    found = work(on_year(SCOTLAND, law, values=values), law, demonstration, area=Area(("DEMO",)))
    assert found.scheme_pence.sum() == pytest.approx(found.national_pence.sum(), rel=0.02)
    assert any("runs in 2016/17. Priced is 2015/16" in remark for remark in found.told.remarks)


def test_a_change_of_the_year_after_its_base_says_its_own_days_and_the_year_priced(
    demonstration: Tables,
) -> None:
    scheme = load_scheme("england/retirement-2025")
    found = work(scheme, load_year(scheme.base), demonstration, area=Area(("DEMO",)))
    priced = pricing_of(found)
    assert priced.years == "2025/26, priced on 2024/25"
    assert facts(priced)["runs"] == {"from": "2025-04-01", "to": "2026-03-31"}
    assert cash_flow(found).months[12] == date(2025, 4, 1)
    assert any("runs in 2025/26. Priced is 2024/25" in note for note in facts(priced)["notes"])


@pytest.mark.parametrize("kept", ["", "DM007, HYP006", "CHD002"])
def test_spqs_pays_what_qof_does_whichever_indicators_are_kept(kept: str, demonstration: Tables) -> None:
    scheme = load_scheme("somerset/spqs-2014", values={"kept": kept} if kept else None)
    found = work(scheme, load_year(scheme.base), demonstration, area=Area(("DEMO",)))
    assert found.scheme_pence.sum() == pytest.approx(found.national_pence.sum(), rel=0.02)


@pytest.mark.parametrize(
    "name", ["aylesbury-vale/pcds-2015", "somerset/suspension-2014", "somerset/spqs-2014"]
)
def test_a_guarantee_of_an_earlier_year_is_near_what_national_qof_pays(
    name: str, demonstration: Tables
) -> None:
    scheme = load_scheme(name)
    found = work(scheme, load_year(scheme.base), demonstration, area=Area(("DEMO",)))
    assert found.scheme_pence.sum() == pytest.approx(found.national_pence.sum(), rel=0.25)
