"""Small hand-made laws and practices for tests, with nothing in them that a test did not ask for."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

import numpy as np

from openqof.core.national import Group, Indicator, NationalYear, Pays, Sliding
from openqof.core.sources import Amount, Basis, Provenance
from openqof.core.years import FinancialYear
from openqof.engine.inputs import National, PracticeYear
from openqof.engine.law import law_arrays

MADE_UP = Provenance("test", Basis.RECALLED, "test.yaml:1")
USUAL_SCALE = Sliding(Decimal(40), Decimal(80))


def amount(value: object) -> Amount:
    """A number with a test's provenance."""
    return Amount(Decimal(str(value)), MADE_UP)


def indicator(
    name: str,
    points: object = 10,
    pays: Pays = USUAL_SCALE,
    *,
    group: str = "HYP",
    prevalence: str | None = None,
    population: str | None = None,
) -> Indicator:
    """One indicator, unweighted unless asked."""
    return Indicator(
        id=name,
        group=group,
        says="made up for a test",
        points=amount(points),
        pays=pays,
        pays_provenance=MADE_UP,
        prevalence=prevalence,
        population=population,
    )


def national_year(
    *indicators: Indicator,
    point_value: object = 200,
    average_list: object = 8000,
    year: str = "2022/23",
    index_decimals: int | None = None,
) -> NationalYear:
    """A frozen year of the indicators given."""
    names = dict.fromkeys(rule.group for rule in indicators)
    groups = {name: Group(name, name, "clinical", MADE_UP) for name in names}
    return NationalYear(
        id="test/year",
        title="A year made up for a test",
        nation="England",
        year=FinancialYear.parse(year),
        point_value=amount(point_value),
        average_list=amount(average_list),
        aspiration=amount("0.7"),
        index_decimals=index_decimals,
        index_decimals_provenance=MADE_UP,
        groups=MappingProxyType(groups),
        indicators=MappingProxyType({rule.id: rule for rule in indicators}),
        arrangements=(),
        aliases=MappingProxyType({}),
        asserts=MappingProxyType({}),
    )


def practice_year(
    law: NationalYear,
    practices: int = 1,
    *,
    list_size: object = 8000,
    share_of_year: object = 1.0,
    numerator: Mapping[str, object] = MappingProxyType({}),
    denominator: Mapping[str, object] = MappingProxyType({}),
    register: Mapping[str, object] = MappingProxyType({}),
    population: Mapping[str, object] = MappingProxyType({}),
    national_prevalence: Mapping[str, float] = MappingProxyType({}),
    national_population: Mapping[str, float] = MappingProxyType({}),
    base_points: Mapping[str, object] | None = None,
    baseline: Mapping[str, object] | None = None,
    points_given: Mapping[str, object] | None = None,
) -> PracticeYear:
    """Inputs by name; a number stands for every practice, and what is not named is not reported."""
    arrays = law_arrays(law)

    def rows(given: Mapping[str, object], keys: tuple[str, ...]) -> np.ndarray:
        unknown = set(given) - set(keys)
        assert not unknown, f"the law has no {unknown}"
        out = np.full((len(keys), practices), np.nan)
        for name, value in given.items():
            out[keys.index(name)] = value
        return out

    def maybe(given: Mapping[str, object] | None) -> np.ndarray | None:
        return None if given is None else rows(given, arrays.ids)

    return PracticeYear(
        practices=tuple(f"D{place:05d}" for place in range(1, practices + 1)),
        indicators=arrays.ids,
        prevalence_keys=arrays.prevalence_keys,
        population_keys=arrays.population_keys,
        list_size=np.broadcast_to(np.asarray(list_size, dtype=float), (practices,)),
        share_of_year=np.broadcast_to(np.asarray(share_of_year, dtype=float), (practices,)),
        numerator=rows(numerator, arrays.ids),
        denominator=rows(denominator, arrays.ids),
        register=rows(register, arrays.prevalence_keys),
        population=rows(population, arrays.population_keys),
        national=National(
            np.array([national_prevalence.get(key, np.nan) for key in arrays.prevalence_keys]),
            np.array([national_population.get(key, np.nan) for key in arrays.population_keys]),
        ),
        base_points=maybe(base_points),
        baseline=maybe(baseline),
        points_given=maybe(points_given),
    )
