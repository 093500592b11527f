"""What the engine reads of one year: counts, lists, registers and national averages, as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from openqof.engine.exact import PracticeFacts, exactly, share_exactly
from openqof.engine.law import FloatArray, LawArrays

_BY_INDICATOR = ("numerator", "denominator", "base_points", "baseline", "points_given")


@dataclass(frozen=True, slots=True, eq=False)
class National:
    """National averages: `prevalence` (k,) as shares of the whole list, `population` (t,) mean a practice.

    NaN or 0 where an average is not known: then the practice's own prevalence or population weights nothing.
    """

    prevalence: FloatArray
    population: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class PracticeYear:
    """One year of p practices for n indicators, k registers and t target populations.

    Arrays are float64, made read-only; those of indicators are (n, p), each indicator's row contiguous.
    `numerator`, `denominator`: patients, NaN where not reported. A yes/no indicator is done where its
    numerator is above 0. `register` (k, p) and `population` (t, p): patients, NaN where not reported.
    `list_size` (p,): patients, none missing. `share_of_year` (p,): days in force over days of the year.
    `base_points`: points of the year a protected indicator looks back to. `baseline`: percent, the
    practice's own earlier mean. `points_given`: points published without counts, used only where the
    counts are not reported. These three may be None, or hold NaN where nothing is known.
    ValueError where shapes differ, a list size is missing or negative, or a share is outside 0 to 1.
    """

    practices: tuple[str, ...]
    indicators: tuple[str, ...]
    prevalence_keys: tuple[str, ...]
    population_keys: tuple[str, ...]
    list_size: FloatArray
    numerator: FloatArray
    denominator: FloatArray
    register: FloatArray
    population: FloatArray
    share_of_year: FloatArray
    national: National
    base_points: FloatArray | None = None
    baseline: FloatArray | None = None
    points_given: FloatArray | None = None

    def __post_init__(self) -> None:
        for name, shape in _shapes(self).items():
            given = getattr(self, name)
            if given is not None:
                object.__setattr__(self, name, _read_only(name, given, shape))
        object.__setattr__(self, "national", _national(self))
        _check_lists(self)

    def __len__(self) -> int:
        return len(self.practices)

    def position(self, practice: str) -> int:
        """The column of a practice; KeyError where it is not there."""
        try:
            return self.practices.index(practice)
        except ValueError:
            raise KeyError(practice) from None


def _shapes(inputs: PracticeYear) -> dict[str, tuple[int, ...]]:
    practices, rows = len(inputs.practices), (len(inputs.indicators), len(inputs.practices))
    return {
        "list_size": (practices,),
        "share_of_year": (practices,),
        "register": (len(inputs.prevalence_keys), practices),
        "population": (len(inputs.population_keys), practices),
        **dict.fromkeys(_BY_INDICATOR, rows),
    }


def _national(inputs: PracticeYear) -> National:
    return National(
        _read_only("national.prevalence", inputs.national.prevalence, (len(inputs.prevalence_keys),)),
        _read_only("national.population", inputs.national.population, (len(inputs.population_keys),)),
    )


def _read_only(name: str, given: ArrayLike, shape: tuple[int, ...]) -> FloatArray:
    """A read-only view of the caller's array, copied only where it is not contiguous float64."""
    array = np.ascontiguousarray(given, dtype=np.float64).view()
    if array.shape != shape:
        raise ValueError(f"{name} has shape {array.shape}; it must be {shape}")
    array.flags.writeable = False
    return array


def _check_lists(inputs: PracticeYear) -> None:
    bad = np.flatnonzero(~(inputs.list_size >= 0))
    if bad.size:
        named = ", ".join(inputs.practices[place] for place in bad[:5])
        raise ValueError(f"list_size is missing or negative for {bad.size} practices, among them {named}")
    if not (inputs.share_of_year >= 0).all() or not (inputs.share_of_year <= 1).all():
        raise ValueError("share_of_year must lie between 0 and 1")


def align(inputs: PracticeYear, law: LawArrays) -> PracticeYear:
    """The same practices with rows in the order of a law: a reform's, or another year's.

    Indicators, registers and populations the inputs do not hold come out as not reported.
    """
    if _keys_of(inputs) == (law.ids, law.prevalence_keys, law.population_keys):
        return inputs
    changed: dict[str, Any] = {
        name: _rows(getattr(inputs, name), inputs.indicators, law.ids)
        for name in _BY_INDICATOR
        if getattr(inputs, name) is not None
    }
    national = National(
        prevalence=_rows(inputs.national.prevalence, inputs.prevalence_keys, law.prevalence_keys),
        population=_rows(inputs.national.population, inputs.population_keys, law.population_keys),
    )
    return replace(
        inputs,
        indicators=law.ids,
        prevalence_keys=law.prevalence_keys,
        population_keys=law.population_keys,
        register=_rows(inputs.register, inputs.prevalence_keys, law.prevalence_keys),
        population=_rows(inputs.population, inputs.population_keys, law.population_keys),
        national=national,
        **changed,
    )


def _keys_of(inputs: PracticeYear) -> tuple[tuple[str, ...], ...]:
    return (inputs.indicators, inputs.prevalence_keys, inputs.population_keys)


def _rows(array: FloatArray, have: Sequence[str], want: Sequence[str]) -> FloatArray:
    """Rows named `want` of an array whose rows are named `have`, NaN for those it lacks."""
    place = {name: row for row, name in enumerate(have)}
    out = np.full((len(want), *array.shape[1:]), np.nan)
    for row, name in enumerate(want):
        if name in place:
            out[row] = array[place[name]]
    return out


def only(inputs: PracticeYear, positions: Sequence[int]) -> PracticeYear:
    """The inputs of some practices, by column, in the order given."""
    chosen = np.asarray(positions, dtype=np.int64)
    changed = {
        field.name: getattr(inputs, field.name)[..., chosen]
        for field in fields(inputs)
        if isinstance(getattr(inputs, field.name), np.ndarray)
    }
    return replace(inputs, practices=tuple(inputs.practices[place] for place in chosen), **changed)


def practice_facts(inputs: PracticeYear, position: int) -> PracticeFacts:
    """One practice as exact fractions, for the exact engine; what is NaN is not known."""
    by_indicator = {name: _column(inputs, name, inputs.indicators, position) for name in _BY_INDICATOR}
    return PracticeFacts(
        practice=inputs.practices[position],
        list_size=exactly(inputs.list_size[position]),
        share_of_year=share_exactly(float(inputs.share_of_year[position])),
        register=_column(inputs, "register", inputs.prevalence_keys, position),
        population=_column(inputs, "population", inputs.population_keys, position),
        national_prevalence=_Known(inputs.prevalence_keys, inputs.national.prevalence),
        national_population=_Known(inputs.population_keys, inputs.national.population),
        **by_indicator,
    )


def _column(inputs: PracticeYear, name: str, keys: tuple[str, ...], position: int) -> Mapping[str, Fraction]:
    array = getattr(inputs, name)
    return {} if array is None else _Known(keys, array[:, position])


@dataclass(frozen=True, slots=True, eq=False)
class _Known(Mapping[str, Fraction]):
    """The numbers of a column that are known, made fractions only when asked for."""

    keys_: tuple[str, ...]
    values_: FloatArray

    def __getitem__(self, key: str) -> Fraction:
        if key not in self.keys_:
            raise KeyError(key)
        value = float(self.values_[self.keys_.index(key)])
        if value != value:
            raise KeyError(key)
        return exactly(value)

    def __iter__(self) -> Iterator[str]:
        return (key for key, value in zip(self.keys_, self.values_, strict=True) if value == value)

    def __len__(self) -> int:
        return int(np.count_nonzero(~np.isnan(self.values_)))
