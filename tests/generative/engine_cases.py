"""Laws and practices nobody would write, for holding the two engines against each other."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from hypothesis import strategies as st

from builders import indicator, national_year
from openqof.core.national import (
    BetterOf,
    Improvement,
    Indicator,
    NationalYear,
    Pays,
    Protected,
    Register,
    Sliding,
    YesNo,
)
from openqof.core.years import FinancialYear
from openqof.engine.inputs import National, PracticeYear
from openqof.engine.law import law_arrays

GROUPS = ("AA", "BB", "CC")
UNKNOWN = st.just(float("nan"))


def decimals(low: object, high: object, places: int) -> st.SearchStrategy[Decimal]:
    """Numbers of up to so many places, whole ones as often as not."""
    whole = st.integers(int(Decimal(str(low)).to_integral_value()), int(Decimal(str(high)))).map(Decimal)
    return whole | st.decimals(str(low), str(high), places=places)


@st.composite
def slidings(draw: st.DrawFn, points: Decimal) -> Sliding:
    """Thresholds in order, sometimes the same, sometimes with a step."""
    lower, upper = sorted((draw(decimals(0, 100, 1)), draw(decimals(0, 100, 1))))
    step = draw(st.just(Decimal(0)) | st.sampled_from([points, points / 2, Decimal(0)]))
    return Sliding(lower, upper, step)


@st.composite
def better(draw: st.DrawFn, points: Decimal) -> BetterOf:
    lower = draw(decimals(0, 10, 1))
    upper = draw(st.none() | st.decimals("0.1", "20", places=1).map(lambda more: lower + more))
    return BetterOf(draw(slidings(points)), Improvement(years=2, lower=lower, upper=upper))


@st.composite
def pays(draw: st.DrawFn, points: Decimal) -> Pays:
    normal = st.just(Register()) | st.just(YesNo()) | slidings(points)
    at = FinancialYear(2018)
    protected = normal.map(lambda normally: Protected(at=at, normally=normally))
    return draw(normal | better(points) | protected)


@st.composite
def indicators(draw: st.DrawFn, name: str) -> Indicator:
    points = draw(decimals("0.5", "60", 1))
    return indicator(
        name,
        points,
        draw(pays(points)),
        group=draw(st.sampled_from(GROUPS)),
        prevalence=draw(st.sampled_from([*GROUPS, None])),
        population=draw(st.sampled_from([None, None, None, *GROUPS])),
    )


@st.composite
def laws(draw: st.DrawFn) -> NationalYear:
    """One to five indicators of any kind; indices rounded to 0 to 3 places, or not at all."""
    count = draw(st.sampled_from([3, 2, 4, 5, 1]))
    return national_year(
        *[draw(indicators(f"XX{number:03d}")) for number in range(count)],
        point_value=draw(decimals("0.01", "300", 2)),
        average_list=draw(st.integers(1, 12_000).map(Decimal) | decimals(5_000, 12_000, 2)),
        index_decimals=draw(st.none() | st.integers(0, 3)),
    )


SOME = st.integers(1, 40).map(float) | st.integers(1, 30_000).map(float)
COUNTS = SOME | SOME | SOME | st.just(0.0) | UNKNOWN
LISTS = SOME | SOME | SOME | st.just(0.0)
SHARES = (
    st.just(1.0) | st.integers(0, 365).map(lambda d: d / 365) | st.integers(0, 366).map(lambda d: d / 366)
)
POINTS = UNKNOWN | st.integers(0, 6_000).map(lambda hundredths: hundredths / 100)
PERCENT = UNKNOWN | st.integers(0, 1_000).map(lambda tenths: tenths / 10)
KNOWN = st.integers(1, 3_000).map(lambda per: per / 10_000)
AVERAGES = KNOWN | KNOWN | KNOWN | st.just(0.0) | UNKNOWN


@st.composite
def numerators(draw: st.DrawFn, law: NationalYear, denominator: np.ndarray) -> np.ndarray:
    """Counts, many of them exactly at a threshold, some above their denominator."""
    out = np.empty(denominator.shape)
    for row, rule in enumerate(law.indicators.values()):
        scale = rule.pays.sliding if isinstance(rule.pays, BetterOf) else rule.pays
        at = (scale.lower, scale.upper) if isinstance(scale, Sliding) else (Decimal(50),)
        for place, whole in enumerate(denominator[row].tolist()):
            exactly = [] if whole != whole else [float(Decimal(whole) * share / 100) for share in at]
            whole_ones = [count for count in exactly if count == int(count)]
            out[row, place] = draw(st.sampled_from(whole_ones) | COUNTS if whole_ones else COUNTS)
    return out


@st.composite
def practice_years(draw: st.DrawFn, law: NationalYear) -> PracticeYear:
    """Inputs of no to four practices with every kind of gap."""
    arrays, practices = law_arrays(law), draw(st.sampled_from([2, 1, 3, 4, 0]))

    def table(rows: int, values: st.SearchStrategy[float]) -> np.ndarray:
        drawn = draw(st.lists(values, min_size=rows * practices, max_size=rows * practices))
        return np.array(drawn, dtype=float).reshape(rows, practices)

    count, kinds, sizes = len(arrays.ids), len(arrays.prevalence_keys), len(arrays.population_keys)
    denominator = table(count, COUNTS | st.sampled_from([100.0, 200.0, 1_000.0]))
    optional = {
        name: table(count, values) if draw(st.booleans()) else None
        for name, values in (("base_points", POINTS), ("baseline", PERCENT), ("points_given", POINTS))
    }
    return PracticeYear(
        practices=tuple(f"D{place:05d}" for place in range(practices)),
        indicators=arrays.ids,
        prevalence_keys=arrays.prevalence_keys,
        population_keys=arrays.population_keys,
        list_size=table(1, LISTS)[0],
        numerator=draw(numerators(law, denominator)),
        denominator=denominator,
        register=table(kinds, COUNTS),
        population=table(sizes, COUNTS),
        share_of_year=table(1, SHARES)[0],
        national=National(
            np.array(draw(st.lists(AVERAGES, min_size=kinds, max_size=kinds)), dtype=float),
            np.array(draw(st.lists(COUNTS, min_size=sizes, max_size=sizes)), dtype=float),
        ),
        **optional,
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[NationalYear, PracticeYear]:
    """A law and a year of practices under it."""
    law = draw(laws())
    return law, draw(practice_years(law))
