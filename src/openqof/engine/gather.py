"""Shared tables of a year to the arrays the engine works on, and who was left out and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from openqof.core.national import NationalYear
from openqof.core.tables import DEMONSTRATION, NATIONAL_ROWS, SUMS
from openqof.engine.frames import Cells, Tables, cells
from openqof.engine.inputs import National, PracticeYear
from openqof.engine.law import FloatArray, LawArrays, law_arrays

LAW_SHARED = {"England": DEMONSTRATION}
"""The invented nation of the demonstration area goes by England's law."""


@dataclass(frozen=True, slots=True, order=True)
class LeftOut:
    """A practice the tables name that the arrays do not hold, and why."""

    practice: str
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """The arrays of a year, the nation they are of, who was left out, and indicators the law does not have.

    `unknown` gives how many rows name each such indicator.
    """

    inputs: PracticeYear
    nation: str
    left_out: tuple[LeftOut, ...]
    unknown: dict[str, int]


def gather(
    law: NationalYear, tables: Tables, *, nation: str | None = None, uncounted: bool = False
) -> Gathered:
    """The practices of one nation in the law's year.

    The nation is the one given; else the law's own, or, where the tables hold none of it, the one that goes
    by its law (LAW_SHARED): no practice is paid by the law of a nation it does not belong to. With
    `uncounted`, practices that have a list but no count of any indicator of the year are kept.
    """
    tables = tables.of(law.year)
    arrays = law_arrays(law)
    nation = nation or nation_of(law, tables)
    counts = year_end(law, tables.counts)
    kept, left_out = _roll(law, tables.practices, nation, counts=counts, uncounted=uncounted)
    codes, list_size = kept.get_column("practice").to_list(), kept.get_column("list_size").to_numpy()
    placed = cells(
        counts, "indicator", rows={name: i for i, name in enumerate(law.indicators)}, practices=codes
    )
    register = _registers(law, arrays, tables, placed, codes)
    population = _by_group(tables.prevalence, "target_population", arrays.population_keys, codes)
    inputs = PracticeYear(
        practices=tuple(codes),
        indicators=arrays.ids,
        prevalence_keys=arrays.prevalence_keys,
        population_keys=arrays.population_keys,
        list_size=list_size,
        numerator=_numerators(law, placed),
        denominator=placed.array("denominator"),
        register=register,
        population=population,
        share_of_year=_shares(law, kept),
        national=_national(tables, arrays, nation, register=register, population=population, lists=list_size),
        points_given=_points_given(law, placed),
    )
    return Gathered(inputs, nation, left_out, _unknown(law, counts, codes))


def nation_of(law: NationalYear, tables: Tables) -> str:
    """The law's own nation; where the tables hold none of it, the one they hold that goes by its law."""
    held = set(tables.practices.get_column("nation"))
    shared = LAW_SHARED.get(law.nation, law.nation)
    return shared if law.nation not in held and shared in held else law.nation


def _roll(
    law: NationalYear, practices: pl.DataFrame, nation: str, *, counts: pl.DataFrame, uncounted: bool
) -> tuple[pl.DataFrame, tuple[LeftOut, ...]]:
    """The practices to pay, by code, and those that cannot be, with the reason."""
    year, needs_counts = law.year, pl.lit(not uncounted)
    practices = practices.sort("practice")
    named = counts.get_column("practice").unique()
    counted = counts.filter(pl.col("indicator").is_in(list(law.indicators))).get_column("practice").unique()
    reason = (
        pl.when(pl.col("nation") != nation).then(pl.format("is of {}, not {}", "nation", pl.lit(nation)))
        .when(pl.col("closed") < year.first_day).then(pl.format("closed on {}, before the year", "closed"))
        .when(pl.col("opened") > year.last_day).then(pl.format("opened on {}, after the year", "opened"))
        .when(pl.col("list_size").is_null()).then(pl.lit("has no list size"))
        .when(pl.col("list_size") <= 0).then(pl.lit("has nobody on its list"))
        .when(needs_counts & ~pl.col("practice").is_in(named.implode())).then(pl.lit("has no counts"))
        .when(needs_counts & ~pl.col("practice").is_in(counted.implode()))
        .then(pl.lit("has no counts of the year's indicators, only others or sums"))
    )  # fmt: skip
    judged = practices.with_columns(reason.alias("why"))
    out = [LeftOut(*row) for row in judged.drop_nulls("why").select("practice", "why").rows()]
    known = set(practices.get_column("practice"))
    out += [LeftOut(code, "has counts but is not among the practices") for code in named if code not in known]
    return judged.filter(pl.col("why").is_null()), tuple(sorted(out))


def year_end(law: NationalYear, counts: pl.DataFrame) -> pl.DataFrame:
    """Year-end rows under the law's codes; where both a code and its alias have a row, the code's stays."""
    rows = counts.filter(pl.col("month").is_null())
    known = {alias: code for alias, code in law.aliases.items() if alias not in law.indicators}
    renamed = rows.with_columns(
        pl.col("indicator").replace(known), pl.col("indicator").is_in(list(known)).alias("by_alias")
    )
    if not renamed.get_column("by_alias").any():
        return renamed  # one row a practice and indicator, as the table's key has it
    return renamed.sort("by_alias", maintain_order=True).unique(
        ("practice", "indicator"), keep="first", maintain_order=True
    )


def _unknown(law: NationalYear, counts: pl.DataFrame, practices: Sequence[str]) -> dict[str, int]:
    known = [*law.indicators, *SUMS]
    strange = counts.filter(~pl.col("indicator").is_in(known) & pl.col("practice").is_in(list(practices)))
    return dict(strange.group_by("indicator").len().sort("indicator").rows())


def _shares(law: NationalYear, kept: pl.DataFrame) -> FloatArray:
    """Days in force over days of the year, 366 in a leap year."""
    days = [law.year.days_between(*row) for row in kept.select("opened", "closed").rows()]
    return np.array(days, dtype=np.float64) / law.year.days


def _points_given(law: NationalYear, placed: Cells) -> FloatArray:
    """Points as published, where counts are not reported; all the points where the year pays them in full."""
    given = placed.array("points_published")
    counted = ~np.isnan(placed.array("numerator")) & ~np.isnan(placed.array("denominator"))
    given[counted] = np.nan
    for row, name in enumerate(law.indicators):
        if name in paid_in_full(law):
            given[row] = float(law.indicators[name].points.value)
    return given


def _numerators(law: NationalYear, placed: Cells) -> FloatArray:
    """Patients achieved; not those of an indicator that is paid in full whatever was counted."""
    found = placed.array("numerator")
    for row, name in enumerate(law.indicators):
        if name in paid_in_full(law):
            found[row] = np.nan
    return found


def paid_in_full(law: NationalYear) -> tuple[str, ...]:
    """Indicators whose points every practice gets by an arrangement of the year."""
    named = [
        name.strip()
        for arrangement in law.arrangements
        if arrangement.kind == "paid_in_full"
        for name in arrangement.terms.get("indicators", "").split(",")
    ]
    return tuple(name for name in named if name in law.indicators)


def _by_group(frame: pl.DataFrame, column: str, keys: Sequence[str], codes: Sequence[str]) -> FloatArray:
    rows = {key: place for place, key in enumerate(keys)}
    return cells(frame, "group", rows=rows, practices=codes).array(column)


def _registers(
    law: NationalYear, arrays: LawArrays, tables: Tables, placed: Cells, codes: Sequence[str]
) -> FloatArray:
    """Patients on each register: from the prevalence table, else from the register indicator's own row.

    A register that no indicator keeps is printed beside the indicators it weights: the largest of them.
    """
    found = _by_group(tables.prevalence, "register", arrays.prevalence_keys, codes)
    printed = placed.array("register")
    rows = {name: row for row, name in enumerate(law.indicators)}
    for place, key in enumerate(arrays.prevalence_keys):
        own = rows.get(law.groups[key].register or "") if key in law.groups else None
        if own is not None:
            _fill(found[place], printed[own])
        beside = np.flatnonzero(arrays.prevalence == place)
        if beside.size:
            _fill(found[place], np.fmax.reduce(printed[beside], axis=0))
    return found


def _fill(line: FloatArray, other: FloatArray) -> None:
    gap = np.isnan(line)
    line[gap] = other[gap]


def _national(
    tables: Tables,
    arrays: LawArrays,
    nation: str,
    *,
    register: FloatArray,
    population: FloatArray,
    lists: FloatArray,
) -> National:
    """The nation's own row where there is one; else registers over lists, pooled, and mean populations."""
    row = NATIONAL_ROWS.get(nation, nation.upper())
    printed = _by_group(tables.prevalence, "register", arrays.prevalence_keys, [row])[:, 0]
    over = _by_group(tables.prevalence, "list_size", arrays.prevalence_keys, [row])[:, 0]
    means = _by_group(tables.prevalence, "target_population", arrays.population_keys, [row])[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        prevalence = np.where(over > 0, printed / over, np.nan)
        known = ~np.isnan(register)
        whole = (known * lists).sum(axis=1)
        pooled = np.where(whole > 0, np.nansum(register, axis=1) / whole, np.nan)
    _fill(prevalence, pooled)
    _fill(means, np.array([_mean(line) for line in population]))
    return National(prevalence, means)


def _mean(line: FloatArray) -> float:
    known = line[~np.isnan(line)]
    return float(known.mean()) if known.size else float("nan")
