"""Points by domain of each practice beside what it was paid, and tables by commissioner that are not kept."""

from __future__ import annotations

import polars as pl

from openqof.core.tables import SUMS
from openqof.datasets import wanted
from openqof.datasets.read_tables import year_text
from openqof.datasets.receipts import Reading
from openqof.datasets.source import Kind, Source, Spellings

LINES = {
    "global_sum": "global_sum",
    "mpig": "mpig",
    "pms_balance": "pms_balance",
    "qof": "qof",
    "local_incentive": "local_enhanced",
    "all_payments": "total",
}

POINTS: Spellings = {
    "practice": ("practice",),
    "year": ("year",),
    **{d: (d.lower(),) for d in ("CL", "PH", "PHAS")},
    "TOTAL": ("total",),
    "all_payments": ("total_2",),
    "commissioner": ("ccg",),
    "commissioner_name": ("ccgname",),
    "network": ("pcn",),
    "contract": ("contract",),
    "rurality": ("rurality",),
    "opened": ("open",),
    "closed": ("close",),
    "list_size": ("registered",),
    "weighted_list": ("weighted",),
    **{line: (line.replace("_", ""),) for line in LINES if line != "all_payments"},
}
CODES = ("commissioner", "network", "contract")


def read_points(source: Source) -> Reading:
    """Points by domain as rows CL, PH, PHAS and TOTAL, the practices, and their payments in cash.

    A practice without payments has no year of its own in the file and takes the one the others have.
    """
    rows, left = wanted.part(source.frame, {"not a practice code": ~wanted.is_practice("practice")})
    whole = rows.with_columns(
        year_text("year").fill_null(year_text("year").drop_nulls().first()),
        wanted.code("practice").alias("practice"),
    )
    counts = _long(whole, SUMS, "indicator", "points_published")
    payments = _long(whole, tuple(line for line in LINES if source.has(line)), "line", "amount").with_columns(
        pl.col("line").replace(LINES), pl.lit("cash").alias("reading")
    )
    unpaid = rows.filter(wanted.no_value("year")).select(pl.len()).collect().item()
    remarks = (f"{unpaid} practices have points but no payments in the file",) if unpaid else ()
    return Reading(
        {"counts": counts, "payments": payments, "practices": _practices(source, whole)}, left, remarks
    )


def _long(whole: pl.LazyFrame, columns: tuple[str, ...], name: str, value: str) -> pl.LazyFrame:
    numbers = whole.select("year", "practice", *(wanted.number(c).alias(c) for c in columns))
    return numbers.unpivot(
        on=list(columns), index=["year", "practice"], variable_name=name, value_name=value
    ).filter(pl.col(value).is_not_null())


def _practices(source: Source, whole: pl.LazyFrame) -> pl.LazyFrame:
    forms = {
        "list_size": wanted.number,
        "weighted_list": wanted.number,
        "opened": wanted.day,
        "closed": wanted.day,
    }
    known = [*CODES, "commissioner_name", "rurality", *forms]
    columns = (
        (forms.get(c) or (wanted.code if c in CODES else wanted.text))(c).alias(c)
        for c in known
        if source.has(c)
    )
    return whole.select("year", "practice", pl.lit("England").alias("nation"), *columns)


def read_commissioners(source: Source) -> Reading:
    """Nothing is kept: the shared tables hold practices, not their commissioners' sums."""
    return Reading(remarks=("it holds commissioners, not practices, so nothing of it is kept",))


KINDS = (
    Kind(
        "practice_points",
        "QOF points by domain with payments",
        POINTS,
        ("practice", "year", *SUMS, "commissioner", "qof"),
        read_points,
        dated=False,
    ),
    Kind(
        "commissioner_indicators",
        "QOF by commissioner and indicator",
        {
            "year": ("year",),
            "commissioner": ("ccg", "icb", "subicb"),
            "indicator": ("indicator",),
            "score": ("score",),
            "max": ("max",),
        },
        ("year", "commissioner", "indicator", "score", "max"),
        read_commissioners,
        dated=False,
        keeps=False,
    ),
    Kind(
        "commissioner_registers",
        "QOF registers by commissioner",
        {
            "year": ("year",),
            "commissioner": ("ccg", "icb", "subicb"),
            "sheet": ("sheet",),
            "register": ("register",),
            "list_size": ("listsize",),
        },
        ("year", "commissioner", "sheet", "register", "list_size"),
        read_commissioners,
        dated=False,
        keeps=False,
    ),
)
