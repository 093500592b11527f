"""Rows of counts to points: one row a practice and indicator, in batches of any size.

A row brings its own terms (points available, thresholds), or takes them from the law of a year.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import polars as pl

from openqof.core.national import BetterOf, NationalYear, Protected, Sliding
from openqof.core.years import FinancialYear
from openqof.engine.points import achievement as percent
from openqof.engine.points import points_for

WHO = ("practice", "indicator")
COUNTED = ("numerator", "denominator")
TERMS = ("points_available", "lower", "upper")
STEP, YEAR, MONTH = "step", "year", "month"
NUMBERS = (*COUNTED, *TERMS, STEP)
KNOWN = (*WHO, *COUNTED, *TERMS, STEP, YEAR, MONTH)
ADDED = ("achievement", "points")
SAME = 1e-9
"""Numbers nearer than this are the same number, written in binary."""


class Status(StrEnum):
    """How a row came by its points, or why it has none."""

    COMPUTED = "computed"
    ZERO = "denominator 0"
    NO_COUNTS = "no numerator or denominator"
    NO_TERMS = "no points or thresholds"
    OTHER_YEAR = "another year than the law's"
    NOT_ON_A_SCALE = "register, yes/no or protected"


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Where the terms of a row come from: `law` frame of a year or None, and whether the row's own win."""

    law: pl.DataFrame | None = None
    year: FinancialYear | None = None
    own: bool = True


_LAW_COLUMNS = {
    "indicator": pl.String(),
    "law_points_available": pl.Float64(),
    "law_lower": pl.Float64(),
    "law_upper": pl.Float64(),
    "law_step": pl.Float64(),
    "law_kind": pl.String(),
}


def terms_of(law: NationalYear, *, own: bool = True) -> Terms:
    """The terms of every indicator of a year, its aliases included; `own` lets a row's own terms win."""
    rows = [_terms(law, name, name) for name in law.indicators]
    rows += [_terms(law, alias, name) for alias, name in law.aliases.items() if alias not in law.indicators]
    return Terms(pl.DataFrame(rows, schema=_LAW_COLUMNS, orient="row"), law.year, own)


def _terms(law: NationalYear, written: str, name: str) -> tuple[object, ...]:
    """A row of the frame of terms; an indicator that is not paid on a scale of its counts has no numbers."""
    rule = law.indicators[name]
    scale = rule.pays.sliding if isinstance(rule.pays, BetterOf) else rule.pays
    kind = type(rule.pays).__name__.lower()
    if isinstance(rule.pays, Protected) or not isinstance(scale, Sliding):
        return (written, None, None, None, None, kind)
    numbers = (rule.points.value, scale.lower, scale.upper, scale.step)
    return (written, *(float(number) for number in numbers), kind)


def prepared(batch: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """The batch with working columns beside its own.

    `_read_numerator` … are the file's own numbers, null where not a number; `_numerator` … those used.
    `_kind` is how the law pays the indicator, null where it has none such; `_differs`, whether the row
    prints other terms than the law; `_here`, whether the row is of the year of the law; `_year_wrong`.
    """
    here, wrong = _years(batch, terms)
    batch = batch.with_columns(
        pl.col("indicator").cast(pl.String).str.strip_chars().alias("_indicator"),
        here.alias("_here"),
        wrong.alias("_year_wrong"),
        *(_number(batch, name).alias(f"_read_{name}") for name in NUMBERS),
    )
    if terms.law is None:
        return batch.with_columns(
            *(pl.col(f"_read_{name}").alias(f"_{name}") for name in NUMBERS),
            pl.lit(None, pl.String).alias("_kind"),
            pl.lit(False).alias("_differs"),
        )
    return _with_law(batch, terms.law, own=terms.own)


def _number(batch: pl.DataFrame, name: str) -> pl.Expr:
    if name not in batch.columns:
        return pl.lit(None, pl.Float64)
    column = pl.col(name)
    if batch.schema[name] == pl.String:
        column = column.str.strip_chars()
    number = column.cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number)


def _years(batch: pl.DataFrame, terms: Terms) -> tuple[pl.Expr, pl.Expr]:
    """Whether a row is of the law's year (one that names no year is), and whether its year is none at all."""
    if terms.year is None or YEAR not in batch.columns:
        return pl.lit(True), pl.lit(False)
    written = pl.col(YEAR).cast(pl.String)
    read = {text: _year(text) for text in batch.get_column(YEAR).cast(pl.String).unique().drop_nulls()}
    others = [text for text, year in read.items() if year != terms.year]
    wrong = [text for text, year in read.items() if year is None]
    return ~written.is_in(others).fill_null(False), written.is_in(wrong).fill_null(False)


def _year(written: str) -> FinancialYear | None:
    try:
        return FinancialYear.parse(written)
    except ValueError:
        return None


def _with_law(batch: pl.DataFrame, law: pl.DataFrame, *, own: bool) -> pl.DataFrame:
    law = law.rename({"indicator": "_indicator"})
    joined = batch.join(law, on="_indicator", how="left", maintain_order="left")
    names = (*TERMS, STEP)
    ours, theirs = {n: pl.col(f"_read_{n}") for n in names}, {n: pl.col(f"law_{n}") for n in names}
    return joined.with_columns(
        *(pl.col(f"_read_{name}").alias(f"_{name}") for name in COUNTED),
        *((pl.coalesce(ours[n], theirs[n]) if own else theirs[n]).alias(f"_{n}") for n in names),
        pl.any_horizontal((ours[n] - theirs[n]).abs() > SAME for n in TERMS)
        .fill_null(False)
        .alias("_differs"),
        pl.col("law_kind").alias("_kind"),
    )


def status() -> pl.Expr:
    """The Status of every row of a prepared batch."""
    counts = pl.all_horizontal(pl.col(f"_{name}").is_not_null() for name in COUNTED)
    scale = pl.all_horizontal(pl.col(f"_{name}").is_not_null() for name in TERMS)
    say = {one: pl.lit(str(one)) for one in Status}
    return (
        pl.when(~pl.col("_here")).then(say[Status.OTHER_YEAR])
        .when(~counts).then(say[Status.NO_COUNTS])
        .when(~scale & pl.col("_kind").is_not_null()).then(say[Status.NOT_ON_A_SCALE])
        .when(~scale).then(say[Status.NO_TERMS])
        .when(pl.col("_denominator") == 0).then(say[Status.ZERO])
        .otherwise(say[Status.COMPUTED])
    )  # fmt: skip


def with_points(batch: pl.DataFrame) -> pl.DataFrame:
    """A prepared batch with `_status`, `achievement` (percent) and `points`, null where there is none."""
    batch = batch.with_columns(status().alias("_status"))
    values = {name: batch.get_column(f"_{name}").fill_null(np.nan).to_numpy() for name in NUMBERS}
    achieved = percent(values["numerator"], values["denominator"])
    points = points_for(
        achieved,
        values["points_available"],
        lower=values["lower"],
        upper=values["upper"],
        step=np.nan_to_num(values[STEP]),
    )
    computed = pl.col("_status") == str(Status.COMPUTED)
    zero = pl.col("_status") == str(Status.ZERO)
    return batch.with_columns(
        pl.when(computed).then(pl.Series(achieved)).alias("achievement"),
        pl.when(computed).then(pl.Series(points)).when(zero).then(0.0).alias("points"),
    )
