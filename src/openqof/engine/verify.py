"""Pounds worked out from published points, lists and registers, set against the pounds published as paid.

Points are taken as published; what is tested is the way from points to pounds. Where a table withholds or
leaves out a register, something stands in for it, and the result says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from openqof.core.national import NationalYear
from openqof.core.problems import BadInput, Problem
from openqof.engine.inputs import PracticeYear
from openqof.engine.law import NONE, FloatArray, LawArrays, law_arrays
from openqof.engine.pounds import list_index, population_index, prevalence_factor, unit_pounds
from openqof.engine.tables import Tables, practice_year
from openqof.engine.verify_inputs import StandIn, filled, one_nation, points_of, published_total
from openqof.engine.verify_reasons import NOTHING, Reason, Told, reasons

NEAR = (0.01, 0.02, 0.05)
"""The distances from the computed pounds that shares of practices are given for."""

FAR = 0.05
"""A practice further off than this is named."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How paid over computed lies: median, quartiles, and the shares of practices within NEAR of 1."""

    practices: int
    median: float
    lower_quartile: float
    upper_quartile: float
    within: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Verification:
    """Paid against computed.

    `practices`: one row a practice with points and a payment above 0: rank, practice, name, commissioner,
    commissioner_name, contract, list_size, points, computed and paid (pounds), ratio, reasons (list of the
    Reasons found) and why (those in words).
    `stand_ins` say what was used in place of registers not published. `reading` is that of the payments.
    `left_out` counts practices without points, list or payment.
    """

    law: NationalYear
    practices: pl.DataFrame
    spread: Spread
    stand_ins: tuple[StandIn, ...]
    reading: str
    left_out: int
    with_prevalence: bool


def verify_pounds(law: NationalYear, tables: Tables, *, prevalence: bool = True) -> Verification:
    """Recompute each practice's pounds and compare; BadInput when the year lacks points or payments.

    Without `prevalence` every point is paid by list alone, and total points are enough.
    """
    tables = one_nation(law, tables)
    paid, reading = _paid(law, tables)
    inputs, stand_ins = _inputs(law, tables, prevalence=prevalence)
    points, computed = _computed(law, tables, inputs, prevalence=prevalence)
    frame = pl.DataFrame({"practice": inputs.practices, "points": points, "computed": computed})
    frame = frame.join(paid, on="practice", how="full", coalesce=True)
    # In Polars NaN is above every number, so "above 0" alone would let it through.
    known = pl.col("computed").is_finite() & (pl.col("computed") > 0) & (pl.col("paid") > 0)
    compared = frame.filter(known.fill_null(False)).with_columns(ratio=pl.col("paid") / pl.col("computed"))
    named = _named(compared, tables)
    found = reasons(law, tables, inputs, stand_ins)
    return Verification(
        law,
        named.join(_found(inputs, found), on="practice", how="left", maintain_order="left"),
        spread(named.get_column("ratio")),
        stand_ins,
        reading,
        frame.height - compared.height,
        prevalence,
    )


def spread(ratios: pl.Series) -> Spread:
    """How ratios lie about 1; NaN throughout when there are none."""
    if not len(ratios):
        return Spread(0, *(float("nan"),) * 3, tuple(float("nan") for _ in NEAR))
    array = ratios.to_numpy()
    lower, median, upper = (float(q) for q in np.quantile(array, [0.25, 0.5, 0.75]))
    return Spread(
        len(array), median, lower, upper, tuple(float(np.mean(np.abs(array - 1) <= near)) for near in NEAR)
    )


def by_commissioner(verification: Verification) -> pl.DataFrame:
    """One row a commissioner: practices, paid, computed, their ratio, the median practice's; most first."""
    grouped = verification.practices.group_by("commissioner", maintain_order=True).agg(
        pl.col("commissioner_name").drop_nulls().first(),
        practices=pl.len(),
        paid=pl.col("paid").sum(),
        computed=pl.col("computed").sum(),
        median=pl.col("ratio").median(),
    )
    return (
        grouped.with_columns(ratio=pl.col("paid") / pl.col("computed"))
        .sort(["median", "commissioner"], descending=[True, False])
        .with_row_index("rank", offset=1)
    )


def _paid(law: NationalYear, tables: Tables) -> tuple[pl.DataFrame, str]:
    """QOF payments by practice, those as earned before those as paid in the year."""
    qof = tables.payments.filter(pl.col("line") == "qof")
    for reading in ("accrual", "cash"):
        rows = qof.filter(pl.col("reading") == reading)
        if rows.height:
            return rows.select("practice", paid="amount"), reading
    message = f"the store has no QOF payments of {law.year}, {law.nation}."
    raise BadInput([Problem("store", 0, 0, "V101", message, "Add a file of them: openqof data add PATH.")])


def _inputs(
    law: NationalYear, tables: Tables, *, prevalence: bool
) -> tuple[PracticeYear, tuple[StandIn, ...]]:
    """What weights the points, with something in place of every register not published."""
    without_points = replace(tables, practices=tables.practices.filter(pl.col("list_size") > 0))
    inputs = practice_year(law, without_points)
    return filled(law, tables, inputs) if prevalence else (inputs, ())


def _computed(
    law: NationalYear, tables: Tables, inputs: PracticeYear, *, prevalence: bool
) -> tuple[FloatArray, FloatArray]:
    """Points and pounds of each practice, (p,); NaN where no points are published."""
    arrays = law_arrays(law)
    index = list_index(inputs.list_size, arrays.average_list, decimals=arrays.index_decimals)
    by_list = unit_pounds(arrays.point_value, index=index, share_of_year=inputs.share_of_year)
    points = points_of(tables, inputs)
    total = published_total(tables, inputs)
    known = ~np.isnan(points).all(axis=0)
    summed = np.where(known, np.nansum(points, axis=0), np.nan)
    if not prevalence:
        earned = np.where(np.isnan(total), summed, total)
        return earned, earned * by_list
    if not known.any():
        message = f"the store has no points of {law.year} by indicator, only totals at most."
        hint = "Add --without prevalence to compare by list alone."
        raise BadInput([Problem("store", 0, 0, "V102", message, hint)])
    # Points in the total that belong to no indicator of the table are paid by list alone.
    rest = np.nan_to_num(total - summed)
    units = _units(arrays, inputs, index)
    pounds = rest * by_list + (np.nan_to_num(points) * units).sum(axis=0)
    return summed + rest, np.where(known, pounds, np.nan)


def _units(arrays: LawArrays, inputs: PracticeYear, index: FloatArray) -> FloatArray:
    """What one point of each indicator is worth to each practice, (n, p)."""
    out = np.empty((len(arrays.ids), len(inputs)))
    for row, (group, target) in enumerate(zip(arrays.prevalence, arrays.population, strict=True)):
        size, factor = index, np.ones(len(inputs))
        if target != NONE:
            size = population_index(
                inputs.population[target], float(inputs.national.population[target]), index
            )
        if group != NONE:
            national = float(inputs.national.prevalence[group])
            factor = prevalence_factor(
                inputs.register[group], inputs.list_size, national, decimals=arrays.index_decimals
            )
        out[row] = unit_pounds(
            arrays.point_value, index=size, prevalence=factor, share_of_year=inputs.share_of_year
        )
    return out


def _named(compared: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """The comparison with what is known of each practice, furthest above 1 first."""
    about = tables.practices.select(
        "practice", "name", "commissioner", "commissioner_name", "contract", "list_size"
    )
    return (
        compared.join(about, on="practice", how="left")
        .sort(["ratio", "practice"], descending=[True, False])
        .with_row_index("rank", offset=1)
        .select(
            "rank", "practice", "name", "commissioner", "commissioner_name", "contract", "list_size",
            "points", "computed", "paid", "ratio",
        )
    )  # fmt: skip


def _found(inputs: PracticeYear, found: Sequence[Told]) -> pl.DataFrame:
    columns = {
        "practice": inputs.practices,
        "reasons": [[str(reason) for reason in told] for told in found],
        "why": [", ".join(told.values()) or NOTHING for told in found],
    }
    return pl.DataFrame(
        columns, schema={"practice": pl.String, "reasons": pl.List(pl.String), "why": pl.String}
    )


def by_reason(verification: Verification) -> pl.DataFrame:
    """For each reason, and for none: practices with it, and the share of them further off than NEAR's first.

    A practice with two reasons is in both rows.
    """
    off = (pl.col("ratio") - 1).abs() > NEAR[0]
    exploded = verification.practices.with_columns(
        reason=pl.when(pl.col("reasons").list.len() > 0).then("reasons").otherwise([NOTHING])
    ).explode("reason")
    counted = exploded.group_by("reason").agg(practices=pl.len(), off=off.sum())
    order = pl.Enum([*(reason.value for reason in Reason), NOTHING])
    return counted.with_columns(pl.col("reason").cast(order), share=pl.col("off") / pl.col("practices")).sort(
        "reason"
    )
