"""Deprivation by practice: a plain table of scores and deciles, and the shape Fingertips gives."""

from __future__ import annotations

import polars as pl

from openqof.datasets import wanted
from openqof.datasets.receipts import Reading
from openqof.datasets.source import Kind, Source, Spellings

SCORES: Spellings = {
    "practice": ("practicecode", "gppracticecode", "practice"),
    "deprivation": ("imdscore", "imd2019score", "imd2015score", "imd2025score", "deprivationscore"),
    "deprivation_decile": ("imddecile", "deprivationdecile"),
}
FINGERTIPS: Spellings = {
    "practice": ("areacode",),
    "area_type": ("areatype",),
    "indicator": ("indicatorname",),
    "period": ("timeperiod",),
    "value": ("value",),
}


def read_scores(source: Source) -> Reading:
    """Scores and deciles, which hold for any year; decile 1 is the most deprived tenth."""
    reasons = {
        "not a practice code": ~wanted.is_practice("practice"),
        "no score": wanted.no_value("deprivation"),
        "a score that is not a number": wanted.not_a_number("deprivation"),
    }
    rows, left = wanted.part(source.frame, reasons)
    columns = [wanted.code("practice").alias("practice"), wanted.number("deprivation").alias("deprivation")]
    if source.has("deprivation_decile"):
        columns.append(wanted.number("deprivation_decile").cast(pl.Int64).alias("deprivation_decile"))
    return Reading({"practices": rows.select(*columns, pl.lit("England").alias("nation"))}, left)


def read_fingertips(source: Source) -> Reading:
    """The latest deprivation score of each practice; other indicators and areas are left out."""
    about = wanted.text("indicator").str.to_lowercase()
    reasons = {
        "not about deprivation": ~about.str.contains(r"deprivation|\bimd\b").fill_null(False),
        "not a practice": ~wanted.is_practice("practice"),
        "no score": wanted.number("value").is_null(),
    }
    rows, left = wanted.part(source.frame, reasons, shown=("practice", "indicator"))
    latest = (
        rows.select(
            wanted.code("practice").alias("practice"),
            wanted.text("period").alias("period"),
            wanted.number("value").alias("deprivation"),
            "at_line",
        )
        .sort("period", "at_line")
        .group_by("practice")
        .agg(pl.col("deprivation").last())
    )
    return Reading({"practices": latest.with_columns(pl.lit("England").alias("nation"))}, left)


KINDS = (
    Kind(
        "deprivation",
        "deprivation by practice",
        SCORES,
        ("practice", "deprivation"),
        read_scores,
        dated=False,
    ),
    Kind(
        "fingertips",
        "Fingertips indicator data",
        FINGERTIPS,
        ("practice", "area_type", "indicator", "period", "value"),
        read_fingertips,
        dated=False,
    ),
)
