"""A national year as arrays, one entry an indicator, in the order of the law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from math import nan
from types import MappingProxyType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from openqof.core.national import BetterOf, Indicator, NationalYear, Pays, Protected, Register, Sliding, YesNo
from openqof.core.sources import Basis, Provenance

FloatArray = NDArray[np.float64]
WholeArray = NDArray[np.int64]

_Kept = TypeVar("_Kept", bound=np.generic)

NONE = -1
"""In an index column: the indicator is not weighted so."""


REGISTER, YES_NO, SLIDING, BETTER_OF, PROTECTED = range(5)
"""How an indicator pays, as the arrays hold it."""

_KIND_OF: Mapping[type[Pays], int] = {
    Register: REGISTER,
    YesNo: YES_NO,
    Sliding: SLIDING,
    BetterOf: BETTER_OF,
    Protected: PROTECTED,
}

NO_SCALE = Sliding(Decimal("NaN"), Decimal("NaN"))


@dataclass(frozen=True, slots=True, eq=False)
class LawArrays:
    """The law of a year for the array engine; every array is read-only and n indicators long.

    `normally` is the kind that pays where nothing is protected, equal to `kind` elsewhere.
    `lower` and `upper` are percent, NaN where the indicator has no scale; `step` is in points.
    `lower_share` and `upper_share` are the same thresholds as shares, for numerators over denominators.
    `improvement_lower` and `improvement_upper` are percentage points, NaN where that route is not priced.
    `prevalence` and `population` index `prevalence_keys` and `population_keys`, NONE where unweighted.
    `register` indexes `prevalence_keys` for register indicators, NONE for the rest.
    """

    law: NationalYear
    ids: tuple[str, ...]
    points: FloatArray
    lower: FloatArray
    upper: FloatArray
    lower_share: FloatArray
    upper_share: FloatArray
    step: FloatArray
    improvement_lower: FloatArray
    improvement_upper: FloatArray
    kind: NDArray[np.int8]
    normally: NDArray[np.int8]
    prevalence: WholeArray
    population: WholeArray
    register: WholeArray
    prevalence_keys: tuple[str, ...]
    population_keys: tuple[str, ...]
    point_value: float
    average_list: float
    index_decimals: int | None


KEPT = 32
"""How many laws' arrays are kept at hand: a price asks for the same few hundreds of times."""
_kept: dict[int, LawArrays] = {}


def law_arrays(law: NationalYear) -> LawArrays:
    """The arrays of a national year; ValueError where a threshold or an improvement ends before it begins.

    Kept by the law's identity, which its arrays hold on to, so that no other law can take its place.
    """
    kept = _kept.get(id(law))
    if kept is not None and kept.law is law:
        return kept
    if len(_kept) >= KEPT:
        _kept.pop(next(iter(_kept)), None)
    _kept[id(law)] = made = _made(law)
    return made


def _made(law: NationalYear) -> LawArrays:
    rules = tuple(law.indicators.values())
    registers = tuple(_register_key(rule) for rule in rules)
    weights = tuple(rule.prevalence for rule in rules)
    populations = tuple(rule.population for rule in rules)
    prevalence_keys, population_keys = _keys((*weights, *registers)), _keys(populations)
    normal = tuple(_normally(rule.pays) for rule in rules)
    scales = tuple(_scale(rule, pays) for rule, pays in zip(rules, normal, strict=True))
    improvements = tuple(_improvement(rule, pays) for rule, pays in zip(rules, normal, strict=True))
    return LawArrays(
        law=law,
        ids=tuple(law.indicators),
        points=_floats(float(rule.points.value) for rule in rules),
        lower=_floats(float(scale.lower) for scale in scales),
        upper=_floats(float(scale.upper) for scale in scales),
        # Divided as decimals, so that each is the float nearest to the share it stands for.
        lower_share=_floats(float(scale.lower / 100) for scale in scales),
        upper_share=_floats(float(scale.upper / 100) for scale in scales),
        step=_floats(float(scale.step) for scale in scales),
        improvement_lower=_floats(bounds[0] for bounds in improvements),
        improvement_upper=_floats(bounds[1] for bounds in improvements),
        kind=_kinds(rule.pays for rule in rules),
        normally=_kinds(normal),
        prevalence=_places(weights, prevalence_keys),
        population=_places(populations, population_keys),
        register=_places(registers, prevalence_keys),
        prevalence_keys=prevalence_keys,
        population_keys=population_keys,
        point_value=float(law.point_value.value),
        average_list=float(law.average_list.value),
        index_decimals=law.index_decimals,
    )


def with_improvement_upper(law: NationalYear, upper: Decimal | Mapping[str, Decimal]) -> NationalYear:
    """A new year in which open improvement routes end at `upper` percentage points.

    One number serves every indicator whose own upper bound was not found; a mapping names indicators.
    The year given is left as it was. The new one carries no fingerprint, for no file says what it says.
    """
    indicators = {name: _closed(rule, _bound(upper, name)) for name, rule in law.indicators.items()}
    return replace(law, indicators=MappingProxyType(indicators), sha256="")


def _bound(upper: Decimal | Mapping[str, Decimal], name: str) -> Decimal | None:
    return upper.get(name) if isinstance(upper, Mapping) else upper


def _closed(rule: Indicator, upper: Decimal | None) -> Indicator:
    pays = rule.pays
    if upper is None or not isinstance(pays, BetterOf) or pays.improvement.upper is not None:
        return rule
    improvement = replace(pays.improvement, upper=upper)
    supposed = Provenance("supposed by the caller", Basis.RECALLED, rule.pays_provenance.place)
    return replace(rule, pays=replace(pays, improvement=improvement), pays_provenance=supposed)


def _register_key(rule: Indicator) -> str | None:
    """The register a register indicator is paid for: its own group's, whether or not that weights pay."""
    if not isinstance(_normally(rule.pays), Register):
        return None
    return rule.prevalence or rule.group


def _normally(pays: Pays) -> Register | YesNo | Sliding | BetterOf:
    return pays.normally if isinstance(pays, Protected) else pays


def _kinds(pays: Iterable[Pays]) -> NDArray[np.int8]:
    return _frozen(np.array([_KIND_OF[type(one)] for one in pays], dtype=np.int8))


def _scale(rule: Indicator, pays: Pays) -> Sliding:
    """The thresholds of an indicator, NaN where it has none."""
    sliding = pays.sliding if isinstance(pays, BetterOf) else pays
    if not isinstance(sliding, Sliding):
        return NO_SCALE
    if sliding.upper < sliding.lower:
        raise ValueError(f"{rule.id}: upper threshold {sliding.upper} is below the lower, {sliding.lower}")
    return sliding


def _improvement(rule: Indicator, pays: Pays) -> tuple[float, float]:
    """Percentage points where the improvement route begins and is paid whole, NaN where it is not priced."""
    if not isinstance(pays, BetterOf) or pays.improvement.upper is None:
        return (nan, nan)
    bounds = (pays.improvement.lower, pays.improvement.upper)
    if not bounds[1].is_finite() or bounds[1] <= bounds[0]:
        raise ValueError(f"{rule.id}: improvement must be paid whole above {bounds[0]}, not at {bounds[1]}")
    return (float(bounds[0]), float(bounds[1]))


def _keys(names: Iterable[str | None]) -> tuple[str, ...]:
    """The names used, each once, in the order of first use."""
    return tuple(dict.fromkeys(name for name in names if name is not None))


def _places(names: Iterable[str | None], keys: tuple[str, ...]) -> WholeArray:
    found = {key: place for place, key in enumerate(keys)}
    return _frozen(np.array([NONE if name is None else found[name] for name in names], dtype=np.int64))


def _floats(values: Iterable[float]) -> FloatArray:
    return _frozen(np.fromiter(values, dtype=np.float64))


def _frozen(array: NDArray[_Kept]) -> NDArray[_Kept]:
    array.flags.writeable = False
    return array
