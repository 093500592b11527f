"""Own measures of the demonstration area: what shipped schemes count, drawn about what they expect.

A practice keeps its level over the years and is moved by the need of its patients: where there is more of it,
more is done and spent, and standards are harder to reach. A year before a scheme's is a little lower.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import polars as pl

from openqof.core.changes import Pay
from openqof.core.scheme import Measure, Scheme
from openqof.core.tables import MEASURES
from openqof.core.years import FinancialYear
from openqof.datasets.demo_area import CODES, YEARS, practices, stream
from openqof.datasets.demo_words import label
from openqof.engine.law import FloatArray
from openqof.engine.shapes import empty, shaped
from openqof.engine.terms.asks import improvements_of
from openqof.files.load import load_scheme
from openqof.files.shipped import scheme_ids, service_ids

NATIONAL = "qof"
"""The family of laws that the invented nation goes by."""
NEED, LASTING, PASSING = 0.35, 0.8, 0.49
"""What moves a practice, as parts of the spread: need, its own habit, the year. Their squares add up to 1."""
NEED_SPREAD = 0.9
"""The standard deviation of the need of a practice's patients."""
A_YEAR = 0.25
"""How much lower each year before a scheme's is, as a part of the spread."""
SPREAD = 0.15
"""The spread of a measure that states none, as a part of what it expects."""
FEWEST, MOST = 0.01, 0.08
"""The share of a list that a measure's denominator is, drawn between these."""


@lru_cache(maxsize=1)
def documents() -> tuple[Scheme, ...]:
    """Every shipped scheme, service and contract that changes a year of the demonstration."""
    loaded = (load_scheme(name) for name in (*scheme_ids(), *service_ids()))
    return tuple(each for each in loaded if each.base.startswith(f"{NATIONAL}/") and own_year(each) in YEARS)


def own_year(document: Scheme) -> FinancialYear:
    """The year that a document changes."""
    return FinancialYear.parse(document.base.partition("/")[2])


def measures_table(seed: int, year: FinancialYear, sizes: FloatArray) -> pl.DataFrame:
    """The measures of a year; `sizes` are the lists in the order of CODES, NaN where no contract ran.

    A measure stands under its own id, and under that of its document and its own where several have it.
    """
    needed = list(_needed(year))
    several = {name for name, count in Counter(each.id for _, each in needed).items() if count > 1}
    frames = [
        _rows(f"{document.id}/{each.id}" if each.id in several else each.id, drawn, period)
        for document, each in needed
        for period, drawn in _periods(seed, document, each, year, sizes).items()
    ]
    if not frames:
        return empty(MEASURES)
    table = pl.concat(frames).with_columns(year=pl.lit(str(year)), file=pl.lit(label(seed)))
    return shaped(table, MEASURES)


def _needed(year: FinancialYear) -> Iterator[tuple[Scheme, Measure]]:
    """The measures asked of a year: a document's own, and those that its improvements look back to."""
    for document in documents():
        back = _looked_back(document)
        for measure in document.measures.values():
            if 0 <= own_year(document).start - year.start <= back.get(measure.id, 0):
                yield document, measure


def _looked_back(document: Scheme) -> dict[str, int]:
    """How many years before its own a document's improvements look back to, by measure."""
    found: dict[str, int] = {}
    for change in document.changes:
        for name, years, own in improvements_of(change.terms.amount) if isinstance(change.terms, Pay) else ():
            if own:
                found[name] = max(years, found.get(name, 0))
    return found


def _rows(name: str, drawn: FloatArray, period: str) -> pl.DataFrame:
    """The rows of one measure and period, of the practices there are; `drawn` is (2, p)."""
    columns = {"practice": CODES, "numerator": drawn[0], "denominator": drawn[1]}
    rows = pl.DataFrame(columns).filter(pl.col("numerator").is_not_nan()).fill_nan(None)
    return rows.with_columns(measure=pl.lit(name), period=pl.lit(period))


def _periods(
    seed: int, document: Scheme, measure: Measure, year: FinancialYear, sizes: FloatArray
) -> dict[str, FloatArray]:
    """Numerator and denominator (2, p) by period, "" for the whole year, which is the periods together."""
    if measure.expected is None:
        return {}
    periods = measure.periods or ("",)
    made = {
        period: _drawn(seed, document, measure, year, sizes, period=period, part=1 / len(periods))
        for period in periods
    }
    whole = np.min if measure.kind == "yes_no" else np.sum
    return {"": np.asarray(whole(list(made.values()), axis=0), dtype=np.float64)} | made


def _drawn(
    seed: int,
    document: Scheme,
    measure: Measure,
    year: FinancialYear,
    sizes: FloatArray,
    *,
    period: str,
    part: float,
) -> FloatArray:
    """Numerator and denominator of one period, (2, p); counts and pounds have no denominator."""
    name = (document.id, measure.id)
    draw = stream(seed, "measure", *name, year, period)
    level = _levels(seed, document, measure, year, draw)
    if measure.kind == "yes_no":
        done = (draw.random(len(CODES)) < level / 100).astype(np.float64)
        return _where_open(sizes, done, np.ones(len(CODES)))
    if measure.kind == "share":
        eligible = stream(seed, "eligible", *name).uniform(FEWEST, MOST)
        of = np.maximum(1, draw.binomial(np.nan_to_num(sizes).astype(np.int64), eligible))
        return _where_open(sizes, draw.binomial(of, level / 100).astype(np.float64), of.astype(np.float64))
    open_for = np.array([practice.share(year) for practice in practices(seed)])
    amount = level * np.nan_to_num(sizes) / 1000 * open_for * part
    counted = draw.poisson(amount) if measure.kind == "count" else np.round(amount, 2)
    return _where_open(sizes, counted.astype(np.float64), np.full(len(CODES), np.nan))


def _levels(
    seed: int, document: Scheme, measure: Measure, year: FinancialYear, draw: np.random.Generator
) -> FloatArray:
    """What each practice is at: percent, or for each thousand patients."""
    expected = float(measure.expected or 0)
    spread = float(measure.spread) if measure.spread is not None else SPREAD * expected
    counted = measure.kind in ("count", "pounds")
    need = np.array([practice.need for practice in practices(seed)]) / NEED_SPREAD
    lasting = stream(seed, "measure level", document.id, measure.id).normal(0.0, 1.0, len(CODES))
    score = (NEED if counted else -NEED) * need + LASTING * lasting
    score += PASSING * draw.normal(0.0, 1.0, len(CODES))
    score -= A_YEAR * (own_year(document).start - year.start)
    return np.clip(expected + spread * score, 0.0, np.inf if counted else 100.0)


def _where_open(sizes: FloatArray, *rows: FloatArray) -> FloatArray:
    return np.array([np.where(np.isnan(sizes), np.nan, row) for row in rows])
