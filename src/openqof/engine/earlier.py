"""What a year looks back to: points of a protected indicator's base year, and a practice's own baseline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openqof.core.national import BetterOf, NationalYear, Protected
from openqof.core.years import FinancialYear
from openqof.engine.frames import Tables, cells
from openqof.engine.gather import gather, year_end
from openqof.engine.inputs import PracticeYear
from openqof.engine.law import REGISTER, FloatArray, law_arrays
from openqof.engine.points import achievement
from openqof.engine.run import pay
from openqof.files.history import events
from openqof.files.load import load_year


def law_of_year(law: NationalYear, year: FinancialYear) -> NationalYear:
    """The same nation's law of another year."""
    family, _, _ = law.id.partition("/")
    return load_year(f"{family}/{year.slug}")


def forerunner(law: NationalYear, indicator: str, then: NationalYear) -> str | None:
    """The code an indicator had in an earlier year's law; None where it had none.

    The year's own arrangements say first; then its own code, where the earlier year had it; then the
    history of renumbered indicators.
    """
    for arrangement in law.arrangements:
        pairs = (pair.split(" from ") for pair in arrangement.terms.get("forerunners", "").split(","))
        named = {pair[0].strip(): pair[1].strip() for pair in pairs if len(pair) == 2}
        if arrangement.terms.get("at") == str(then.year) and indicator in named:
            return named[indicator]
    if indicator in then.indicators:
        return indicator
    old = _renumbered_from(indicator, then)
    return old if old in then.indicators else None


def _renumbered_from(indicator: str, then: NationalYear) -> str | None:
    """Back through "became": AF005 became AF007, so AF007 was AF005."""
    before = {event.became: code for code, all_of in events().items() for event in all_of if event.became}
    code: str | None = indicator
    while code is not None and code not in then.indicators:
        code = before.pop(code, None)
    return code


@dataclass(frozen=True, slots=True, eq=False)
class Share:
    """Points earned in an earlier year as shares of those available then, (n, p) in that year's order."""

    law: NationalYear
    practices: Mapping[str, int]
    shares: FloatArray
    lists: FloatArray
    successor: Mapping[str, str]


def base_points(law: NationalYear, inputs: PracticeYear, base: Tables, *, nation: str) -> FloatArray | None:
    """Points that protected indicators were paid in the year they look back to, (n, p); None where none does.

    The share earned then is taken of this year's points, which differ where an indicator was replaced. A
    practice made of several gets the mean of theirs, weighted by list. NaN where the year is not known.
    """
    years = {pays.at for rule in law.indicators.values() if isinstance(pays := rule.pays, Protected)}
    found = np.full((len(inputs.indicators), len(inputs)), np.nan)
    for year in sorted(years):
        _fill_year(law, inputs, earned_in(law, base, year, nation=nation), found)
    return found if years else None


def earned_in(law: NationalYear, base: Tables, year: FinancialYear, *, nation: str) -> Share:
    """What every practice earned in an earlier year: as published where it was, else as computed."""
    then = law_of_year(law, year)
    tables = base.of(year)
    inputs = gather(then, tables, nation=nation).inputs
    published = _published(then, tables, inputs.practices)
    points = np.where(np.isnan(published), pay(then, inputs).points, published)
    available = np.array([float(rule.points.value) for rule in then.indicators.values()])[:, None]
    shares = np.divide(points, available, out=np.full(points.shape, np.nan), where=available > 0)
    shares[~_reported(then, inputs) & np.isnan(published)] = np.nan
    places = {code: place for place, code in enumerate(inputs.practices)}
    heirs = tables.practices.drop_nulls("successor").select("practice", "successor").rows()
    return Share(then, places, shares, inputs.list_size, dict(heirs))


def base_totals(
    law: NationalYear, inputs: PracticeYear, base: Tables, year: FinancialYear, *, nation: str
) -> FloatArray:
    """All points each practice earned in an earlier year, (p,); of a merged one, the mean by list."""
    then = earned_in(law, base, year, nation=nation)
    available = np.array([float(rule.points.value) for rule in then.law.indicators.values()])[:, None]
    totals = np.where(np.isnan(then.shares).all(axis=0), np.nan, np.nansum(then.shares * available, axis=0))
    found = np.full(len(inputs), np.nan)
    for column, places in _predecessors(inputs, then).items():
        found[column] = _mean(totals[places], then.lists[places])
    return found


def _published(law: NationalYear, tables: Tables, practices: Sequence[str]) -> FloatArray:
    rows = {name: row for row, name in enumerate(law.indicators)}
    placed = cells(year_end(law, tables.counts), "indicator", rows=rows, practices=practices)
    return placed.array("points_published")


def _reported(law: NationalYear, inputs: PracticeYear) -> NDArray[np.bool_]:
    """Where a result was reported: counts, points, or the register that a register indicator keeps."""
    arrays = law_arrays(law)
    known: NDArray[np.bool_] = ~np.isnan(inputs.numerator)
    if inputs.points_given is not None:
        known |= ~np.isnan(inputs.points_given)
    for row in np.flatnonzero(arrays.normally == REGISTER):
        known[row] |= ~np.isnan(inputs.register[arrays.register[row]])
    return known


def _fill_year(law: NationalYear, inputs: PracticeYear, then: Share, found: FloatArray) -> None:
    before = _predecessors(inputs, then)
    alone = [(column, places[0]) for column, places in before.items() if len(places) == 1]
    merged = {column: places for column, places in before.items() if len(places) > 1}
    here, there = np.array(alone, dtype=np.int64).reshape(-1, 2).T
    old_rows = {name: row for row, name in enumerate(then.law.indicators)}
    for row, (name, rule) in enumerate(law.indicators.items()):
        if not isinstance(rule.pays, Protected) or rule.pays.at != then.law.year:
            continue
        old = forerunner(law, name, then.law)
        if old is None:
            continue
        shares, points = then.shares[old_rows[old]], float(rule.points.value)
        found[row, here] = np.where(then.lists[there] > 0, shares[there], np.nan) * points
        for column, places in merged.items():
            found[row, column] = _mean(shares[places], then.lists[places]) * points


def _predecessors(inputs: PracticeYear, then: Share) -> dict[int, list[int]]:
    """The earlier year's practices each of these goes back to: itself, and those it took over since."""
    here = {code: column for column, code in enumerate(inputs.practices)}
    before: dict[int, list[int]] = {}
    for code, place in then.practices.items():
        heir: str | None = code
        seen: set[str] = set()
        while heir is not None and heir not in here and heir not in seen:
            seen.add(heir)
            heir = then.successor.get(heir)
        if heir in here:
            before.setdefault(here[heir], []).append(place)
    return before


def _mean(values: FloatArray, weights: FloatArray) -> float:
    known = ~np.isnan(values)
    if not known.any() or not weights[known].sum():
        return float("nan")
    return float(np.average(values[known], weights=weights[known]))


def baselines(law: NationalYear, inputs: PracticeYear, earlier: Tables, *, nation: str) -> FloatArray | None:
    """Percent, (n, p): the mean achievement of the years an improvement is measured from; None where none is.

    NaN where any of those years is not known: a mean of fewer is another baseline.
    """
    routes = {
        name: rule.pays.improvement.years
        for name, rule in law.indicators.items()
        if isinstance(rule.pays, BetterOf)
    }
    if not routes:
        return None
    found = np.full((len(inputs.indicators), len(inputs)), np.nan)
    rows = {name: row for row, name in enumerate(law.indicators)}
    years = _years_before(law.year, max(routes.values()))
    achieved = [_achieved(law, inputs, earlier, year, nation=nation) for year in years]
    for name, number in routes.items():
        found[rows[name]] = np.mean([known[rows[name]] for known in achieved[:number]], axis=0)
    return found


def _years_before(year: FinancialYear, number: int) -> list[FinancialYear]:
    return [FinancialYear(year.start - back) for back in range(1, number + 1)]


def _achieved(
    law: NationalYear, inputs: PracticeYear, earlier: Tables, year: FinancialYear, *, nation: str
) -> FloatArray:
    """Achievement of an earlier year under this year's codes and practices, (n, p) percent."""
    out = np.full((len(inputs.indicators), len(inputs)), np.nan)
    if not earlier.counts.filter(pl.col("year") == str(year)).height:
        return out
    then = law_of_year(law, year)
    old = gather(then, earlier, nation=nation).inputs
    percent = achievement(old.numerator, old.denominator)
    columns = {code: place for place, code in enumerate(old.practices)}
    pairs = [(here, columns[code]) for here, code in enumerate(inputs.practices) if code in columns]
    here, there = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    for row, name in enumerate(law.indicators):
        before = forerunner(law, name, then)
        if before is not None:
            out[row, here] = percent[old.indicators.index(before), there]
    return out
