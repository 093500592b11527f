"""What suspended indicators are paid at: an earlier year's results on this year's scales."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import polars as pl

from openqof.core.national import NationalYear, Protected
from openqof.core.years import FinancialYear
from openqof.engine.earlier import forerunner
from openqof.engine.inputs import PracticeYear, align
from openqof.engine.law import FloatArray, law_arrays
from openqof.engine.tables import Tables, practice_year
from openqof.impact.columns import columns
from openqof.impact.working.ask import Ask
from openqof.impact.working.earned import BoolArray, as_of, run


def level_points(ask: Ask, law: NationalYear, inputs: PracticeYear) -> FloatArray | None:
    """Points of protected indicators, (n, p): those the national law protects, and those the scheme suspends.

    A suspended one earns what the base year's results earn on this year's scale, or the points published
    without counts, never more than it offers. NaN where there is no result; None where nothing is protected.
    Rows in the order of `law`, the scheme's.
    """
    inputs = align(inputs, law_arrays(law))
    years = {rule.pays.at for rule in law.indicators.values() if isinstance(rule.pays, Protected)}
    if not years:
        return None
    own = inputs.base_points
    found = np.full(inputs.numerator.shape, np.nan) if own is None else own.copy()
    for year in sorted(years):
        rows = _suspended_to(ask, law, year)
        if rows.any():
            found[rows] = _earned_then(ask, law, year, inputs)[rows]
    return found


def _suspended_to(ask: Ask, law: NationalYear, year: FinancialYear) -> BoolArray:
    """Which indicators the scheme, and not the national law, pays at a year."""
    national = ask.law.indicators
    rules = law.indicators.items()
    protected = (
        isinstance(r.pays, Protected) and r.pays.at == year and r != national.get(n) for n, r in rules
    )
    return np.fromiter(protected, dtype=np.bool_)


def _earned_then(ask: Ask, law: NationalYear, year: FinancialYear, inputs: PracticeYear) -> FloatArray:
    """Points of a base year's results on this year's scales, NaN where there are none."""
    scales = _open(law)
    then = _of_these(ask.tables.of(year), inputs.practices)
    then = as_of(replace(then, counts=_under_new_codes(ask, then.counts, year)), law.year)
    whole = practice_year(scales, then, nation=ask.nation)
    result = run(scales, align(columns(whole, inputs.practices), law_arrays(scales)))
    return np.where(result.known, np.minimum(result.points, law_arrays(scales).points[:, None]), np.nan)


def _open(law: NationalYear) -> NationalYear:
    """The law with every indicator paid as it is where nothing protects it."""
    rules = {
        name: replace(rule, pays=rule.pays.normally) if isinstance(rule.pays, Protected) else rule
        for name, rule in law.indicators.items()
    }
    return replace(law, indicators=MappingProxyType(rules), sha256="")


def _of_these(tables: Tables, practices: tuple[str, ...]) -> Tables:
    """The rows of some practices: points need no national average."""
    ours = pl.col("practice").is_in(practices)
    counts, prevalence = tables.counts.filter(ours), tables.prevalence.filter(ours)
    return Tables(practices=tables.practices.filter(ours), counts=counts, prevalence=prevalence)


def _under_new_codes(ask: Ask, counts: pl.DataFrame, year: FinancialYear) -> pl.DataFrame:
    """Counts of an earlier year under the codes that its indicators have in the year priced."""
    return counts.with_columns(pl.col("indicator").replace(dict(renamed(ask, year))))


def renamed(ask: Ask, year: FinancialYear) -> Iterator[tuple[str, str]]:
    """The code an indicator had in an earlier year, and the one it has now, where they differ.

    A code that is another indicator's now is left alone, so that no row stands for two.
    """
    then = ask.law_of(year)
    if then is None:
        return
    for name in ask.law.indicators:
        old = forerunner(ask.law, name, then)
        if old is not None and old != name and old not in ask.law.indicators:
            yield old, name
