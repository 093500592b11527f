"""How much of a price rests on values that are recalled rather than found."""

from __future__ import annotations

import numpy as np

from openqof.core.money import from_pence
from openqof.core.national import NationalYear
from openqof.core.scheme import Scheme
from openqof.core.sources import count_by_basis
from openqof.engine.explain import rests_on_recalled
from openqof.engine.law import WholeArray
from openqof.impact.pricing import Rests


def rests(scheme: Scheme, law: NationalYear | None, recalled_pence: int | None) -> Rests:
    """Values by basis, and the pounds on recalled ones; no law for a price made from payments alone."""
    values = count_by_basis(() if law is None else law.provenances())
    pounds = None if recalled_pence is None else from_pence(recalled_pence)
    return Rests(count_by_basis(scheme.provenances()), values, pounds)


def recalled_pence(law: NationalYear, pence: WholeArray) -> int:
    """Pence, of (indicators, practices), that rest on recalled points, thresholds or weights of the law."""
    recalled = np.array([rests_on_recalled(law, rule) for rule in law.indicators.values()], dtype=bool)
    return int(pence[recalled].sum())
