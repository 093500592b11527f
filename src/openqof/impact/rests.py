"""How much of a price rests on values that are recalled rather than found."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from openqof.core.money import from_pence
from openqof.core.national import NationalYear
from openqof.core.scheme import Scheme
from openqof.core.sources import count_by_basis
from openqof.engine.explain import rests_on_recalled
from openqof.engine.law import WholeArray
from openqof.impact.pricing import Rests


def without_law(scheme: Scheme) -> Rests:
    """For a price made from payments alone, which uses no value of the law."""
    return Rests(count_by_basis(scheme.provenances()), count_by_basis(()), None)


def with_law(scheme: Scheme, law: NationalYear, pence: WholeArray) -> Rests:
    """For a price made from points; `pence` (indicators, practices) are those of the scheme."""
    recalled = np.array([rests_on_recalled(law, rule) for rule in law.indicators.values()], dtype=bool)
    pounds: Decimal = from_pence(int(pence[recalled].sum()))
    return Rests(count_by_basis(scheme.provenances()), count_by_basis(law.provenances()), pounds)
