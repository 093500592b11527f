"""What a verification reads of the shared tables, and what stands in for registers not published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openqof.core.national import NationalYear
from openqof.core.problems import BadInput, Problem
from openqof.core.tables import NATIONAL_ROWS, POOLED, TOTAL
from openqof.engine.frames import Tables, cells
from openqof.engine.gather import nation_of, year_end
from openqof.engine.inputs import PracticeYear
from openqof.engine.law import FloatArray

WITHHELD = 2.5
"""Stands in for a register withheld because one to four patients are on it."""

TARGET = 0.1
"""A denominator is taken for a target population only where it is at least this share of the lists."""


class How(StrEnum):
    """The ways something stands in for what was not published."""

    WITHHELD = f"registers withheld, taken as {WITHHELD} patients"
    DENOMINATOR = "registers not published, taken as the largest denominator they weight"
    POPULATION = "target populations not published, taken as the largest denominator"


@dataclass(frozen=True, slots=True, eq=False)
class StandIn:
    """What stands in for a group's register or population: how, and which practices (p,) it stands in for."""

    group: str
    how: How
    practices: NDArray[np.bool_]


def one_nation(law: NationalYear, tables: Tables) -> Tables:
    """The tables of the nation that goes by the law, counts under its codes; BadInput where none does."""
    nation = nation_of(law, tables)
    practices = tables.practices.filter(pl.col("nation") == nation)
    if not practices.height:
        message = f"the store has no practices of {law.nation} in {law.year}."
        raise BadInput(
            [Problem("store", 0, 0, "V103", message, "Add a file of them: openqof data add PATH.")]
        )
    keep = pl.col("practice").is_in([*practices.get_column("practice"), NATIONAL_ROWS[nation]])
    counts = year_end(law, tables.counts.filter(keep))
    return Tables(practices, counts, tables.prevalence.filter(keep), tables.payments.filter(keep))


def points_of(tables: Tables, inputs: PracticeYear) -> FloatArray:
    """Points as published, (n, p); NaN where none are."""
    return grid(tables.counts, "points_published", inputs.indicators, inputs.practices)


def published_total(tables: Tables, inputs: PracticeYear) -> FloatArray:
    """A practice's points in all where the store has them, (p,); NaN elsewhere."""
    return grid(tables.counts, "points_published", (TOTAL,), inputs.practices).reshape(-1)


def grid(
    counts: pl.DataFrame, column: str, indicators: Iterable[str], practices: tuple[str, ...]
) -> FloatArray:
    """One column of year-end counts as indicators by practices; NaN where there is no row."""
    rows = {name: row for row, name in enumerate(indicators)}
    return cells(counts, "indicator", rows=rows, practices=practices).array(column)


def filled(
    law: NationalYear, tables: Tables, inputs: PracticeYear
) -> tuple[PracticeYear, tuple[StandIn, ...]]:
    """The inputs with every register known, and every target population that something can stand in for.

    A register published for other practices and not for this one is taken as withheld. Where a group's
    register is published for nobody, the largest denominator among the indicators it weights stands in.
    National averages are worked out anew over what then stands, unless they were published.
    """
    counted = np.nan_to_num(grid(tables.counts, "denominator", inputs.indicators, inputs.practices))
    reported = np.asarray((~np.isnan(points_of(tables, inputs))).any(axis=0), dtype=np.bool_)
    known = _Known(law, inputs, counted, reported)
    register, said = _registers(known)
    population, targets = _populations(known)
    national = replace(
        inputs.national,
        prevalence=_prevalence(tables, inputs, register, {one.group for one in said}),
        population=_means(inputs, population, {one.group for one in targets}),
    )
    changed = replace(inputs, register=register, population=population, national=national)
    return changed, (*said, *targets)


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What stand-ins are made from: denominators (n, p), and which practices have points (p,)."""

    law: NationalYear
    inputs: PracticeYear
    counted: FloatArray
    reported: NDArray[np.bool_]

    def largest(self, weighted: Iterable[bool]) -> FloatArray:
        """The largest denominator of some indicators, (p,), NaN for practices without points."""
        rows = self.counted[[row for row, one in enumerate(weighted) if one]]
        return np.where(self.reported, rows.max(axis=0, initial=0.0), np.nan)


def _registers(known: _Known) -> tuple[FloatArray, list[StandIn]]:
    register, said = np.array(known.inputs.register), []
    rules = known.law.indicators
    for row, group in enumerate(known.inputs.prevalence_keys):
        absent = np.isnan(register[row]) & known.reported
        weighted = [rules[name].prevalence == group for name in known.inputs.indicators]
        if not absent.any() or not any(weighted):
            continue
        largest = known.largest(weighted)
        if (known.reported & ~absent).any():
            register[row][absent] = WITHHELD
            said.append(StandIn(group, How.WITHHELD, absent))
        elif np.nansum(largest) > 0:
            register[row] = largest
            said.append(StandIn(group, How.DENOMINATOR, known.reported))
    return register, said


def _populations(known: _Known) -> tuple[FloatArray, list[StandIn]]:
    population, said = np.array(known.inputs.population), []
    rules = known.law.indicators
    for row, group in enumerate(known.inputs.population_keys):
        largest = known.largest(rules[name].population == group for name in known.inputs.indicators)
        if np.isnan(population[row]).all() and np.nansum(largest) > TARGET * known.inputs.list_size.sum():
            population[row] = largest
            said.append(StandIn(group, How.POPULATION, known.reported))
    return population, said


def _means(inputs: PracticeYear, population: FloatArray, changed: set[str]) -> FloatArray:
    out = np.array(inputs.national.population)
    for row, group in enumerate(inputs.population_keys):
        if group in changed:
            out[row] = np.nanmean(population[row])
    return out


def _prevalence(tables: Tables, inputs: PracticeYear, register: FloatArray, changed: set[str]) -> FloatArray:
    """National shares of the list: as published, else pooled anew for the groups something stands in for."""
    national = pl.col("practice").is_in([*NATIONAL_ROWS.values()]) & pl.col("register").is_not_null()
    rows = tables.prevalence.filter(national & (pl.col("file") != POOLED))
    published = set(rows.get_column("group"))
    out = np.array(inputs.national.prevalence)
    for row, group in enumerate(inputs.prevalence_keys):
        known = ~np.isnan(register[row])
        if group not in published and known.any() and (group in changed or np.isnan(out[row])):
            out[row] = register[row][known].sum() / inputs.list_size[known].sum()
    return out
