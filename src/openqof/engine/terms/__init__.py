"""Pay terms worked out for practices: fast in arrays, plainly in fractions, and explained."""

from __future__ import annotations

from openqof.engine.terms.asks import (
    improvements_of,
    lines_of,
    measures_of,
    registers_of,
    results_of,
    years_of,
)
from openqof.engine.terms.exact import exact_worth
from openqof.engine.terms.explain import Step, explain_term
from openqof.engine.terms.fast import term_pence, worth
from openqof.engine.terms.pools import drawn, within_pools
from openqof.engine.terms.ranges import Worth

__all__ = [
    "Step",
    "Worth",
    "drawn",
    "exact_worth",
    "explain_term",
    "improvements_of",
    "lines_of",
    "measures_of",
    "registers_of",
    "results_of",
    "term_pence",
    "within_pools",
    "worth",
    "years_of",
]
