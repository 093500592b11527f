"""Every English document that can be priced has a price on the demonstration area."""

from __future__ import annotations

import numpy as np
import pytest

from openqof.datasets.demo import whole
from openqof.engine.tables import Tables
from openqof.files.load import load_scheme, load_year
from openqof.files.shipped import scheme_ids, service_ids
from openqof.impact.price import work
from openqof.impact.working.roll import Area

PRICED = [
    name for name in (*scheme_ids(), *service_ids()) if load_scheme(name).base.startswith("qof/")
]  # the demonstration area has no Scottish results


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


@pytest.mark.parametrize(
    "name", ["aylesbury-vale/pcds-2015", "somerset/suspension-2014", "somerset/spqs-2014"]
)
def test_a_guarantee_of_an_earlier_year_is_near_what_national_qof_pays(
    name: str, demonstration: Tables
) -> None:
    scheme = load_scheme(name)
    found = work(scheme, load_year(scheme.base), demonstration, area=Area(("DEMO",)))
    assert found.scheme_pence.sum() == pytest.approx(found.national_pence.sum(), rel=0.25)
