"""Payments of the demonstration area for enhanced services, at each one's own terms: everyone takes part."""

from __future__ import annotations

import numpy as np
import polars as pl

from openqof.core.changes import Pay
from openqof.core.scheme import Scheme
from openqof.core.terms import Term
from openqof.core.years import FinancialYear
from openqof.datasets.demo_area import CODES, practices, weighted
from openqof.datasets.demo_measures import documents, own_year
from openqof.engine.frames import cells
from openqof.engine.law import FloatArray
from openqof.engine.terms import measures_of, worth
from openqof.engine.terms.facts import Counts, Facts, Results

SERVICE = "service"
PAID_ALREADY = ("local_enhanced",)
"""Lines that the demonstration has of its own, for all years."""


def service_lines(
    seed: int, year: FinancialYear, sizes: FloatArray, measures: pl.DataFrame
) -> dict[str, FloatArray]:
    """Pounds by payments line in the order of CODES, NaN where no contract ran; services may share a line.

    Whoever takes part is supposed to meet what is asked.
    """
    lines: dict[str, FloatArray] = {}
    for document in documents():
        if document.kind == SERVICE and own_year(document) == year and document.line not in PAID_ALREADY:
            paid = _paid(seed, document, sizes, measures)
            lines[document.line] = lines.get(document.line, np.zeros(len(CODES))) + paid
    return lines


def _paid(seed: int, document: Scheme, sizes: FloatArray, measures: pl.DataFrame) -> FloatArray:
    """What a service pays each practice for its part of the year."""
    year = own_year(document)
    amounts = [change.terms.amount for change in document.changes if isinstance(change.terms, Pay)]
    facts = _facts(seed, year, sizes, _counts(amounts, document, measures))
    earned = np.sum([np.nan_to_num(worth(amount, facts).value) for amount in amounts], axis=0)
    open_for = np.array([practice.share(year) for practice in practices(seed)])
    return np.where(np.isnan(sizes), np.nan, earned * open_for)


def _counts(amounts: list[Term], document: Scheme, measures: pl.DataFrame) -> dict[tuple[str, str], Counts]:
    """The measures that the terms of a service count."""
    found = {}
    for name, period in {asked for amount in amounts for asked in measures_of(amount)}:
        names = (name, f"{document.id}/{name}")
        rows = measures.filter(pl.col("measure").is_in(names) & (pl.col("period") == period))
        placed = cells(rows, "measure", rows=dict.fromkeys(names, 0), practices=CODES)
        found[name, period] = Counts(placed.array("numerator")[0], placed.array("denominator")[0])
    return found


def _facts(seed: int, year: FinancialYear, sizes: FloatArray, counts: dict[tuple[str, str], Counts]) -> Facts:
    """The practices as services see them: their lists and measures, without any results of QOF."""
    everyone, nobody = practices(seed), np.zeros(len(CODES))
    need = [
        weighted(each, size) if size == size else np.nan for each, size in zip(everyone, sizes, strict=True)
    ]
    none = np.zeros((0, len(CODES)))
    results = Results(year, (), 0.0, nobody, none, none, nobody, nobody)
    return Facts(
        practices=CODES,
        joined=~np.isnan(sizes),
        networks=tuple(each.network for each in everyone),
        contracts=tuple(each.contract for each in everyone),
        list_size=sizes,
        weighted_list=np.array(need),
        national=nobody,
        now=results,
        measures=counts,
    )
