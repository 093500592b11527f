"""The Scottish tables: indicators, practices' totals, and counts collected after QOF ended there."""

from __future__ import annotations

import polars as pl

from openqof.core.tables import TOTAL
from openqof.core.years import FinancialYear
from openqof.datasets import law_names, wanted
from openqof.datasets.read_tables import year_text
from openqof.datasets.receipts import LeftOut, Reading
from openqof.datasets.sheets import Sheet
from openqof.datasets.source import Kind, Source, same

NOT_GIVEN = -9999
"""What the 2015/16 tables hold where a dementia register is not given."""
CONTRACTS = {"NGMS": "GMS"}
"""Scotland's name for GMS; its 17C (like PMS) and 2C (run by the board) are kept under their own names."""
REGISTER_OF = {"HF003": "HFLVSD", "HF004": "HFLVSD"}
"""Indicators weighted by another register than that of the area their code begins with."""
WITHOUT_REGISTER = ("SMOK001", "SMOK004")
"""Indicators whose register is every adult, not a group's."""
BOARDS = {
    "A": "Ayrshire and Arran",
    "B": "Borders",
    "F": "Fife",
    "G": "Greater Glasgow and Clyde",
    "H": "Highland",
    "L": "Lanarkshire",
    "N": "Grampian",
    "R": "Orkney",
    "S": "Lothian",
    "T": "Tayside",
    "V": "Forth Valley",
    "W": "Western Isles",
    "Y": "Dumfries and Galloway",
    "Z": "Shetland",
}
SHOWN = ("practice", "indicator")

INDICATORS = {
    **same("year", "practice", "contract", "register", "points", "achieved"),
    "indicator": ("ind",),
    "numerator": ("num",),
    "denominator": ("denom",),
    "share": ("prevrate",),
    "lower": ("lo",),
    "upper": ("up",),
    "withheld": ("numflag",),
    "register_withheld": ("registerflag",),
}
TOTALS = {
    **same(
        "year", "practice", "contract", "list_size", "weighted_list", "points_achieved", "points_available"
    ),
    "name": ("practicename",),
    "board": ("healthboard",),
    "amount": ("paymentgbp",),
}
AFTER = same("year", "practice", "list_size", "indicator", "numerator", "denominator")


def _code() -> pl.Expr:
    return wanted.code("practice").alias("practice")


def _reasons() -> dict[str, pl.Expr]:
    return {
        "not a practice code": ~wanted.is_practice("practice"),
        "year is not a financial year": year_text("year").is_null(),
    }


def read_indicators(source: Source) -> Reading:
    """Counts with the points and thresholds printed beside them, and the registers of their groups."""
    rows, left = wanted.part(source.frame, _reasons(), shown=SHOWN)
    whole = _in_our_words(rows)
    counts = whole.select(
        "year",
        "practice",
        "indicator",
        "register",
        "denominator",
        "numerator",
        "lower",
        "upper",
        pl.col("achieved").alias("points_published"),
        pl.col("points").alias("points_available"),
    )
    practices = (
        whole.group_by("year", "practice")
        .agg(_contract().first())
        .with_columns(pl.lit("Scotland").alias("nation"))
    )
    frames = {"counts": counts, "prevalence": _prevalence(whole), "practices": practices}
    remarks = (*wanted.over_full(rows, shown=SHOWN), *law_names.remarks("Scotland", counts))
    return Reading(frames, (*left, *_withheld(source)), remarks)


def _in_our_words(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Years, codes and indicators as we write them; marks that stand for nothing made empty."""
    dated = rows.with_columns(year_text("year"), _code(), wanted.code("indicator").alias("indicator"))
    years = dated.select(pl.col("year").unique().sort()).collect().get_column("year")
    return dated.with_columns(
        indicator=law_names.spelt("Scotland", map(FinancialYear.parse, years), "indicator"),
        register=pl.when(pl.col("register") >= 0).then(pl.col("register")),
        share=pl.when(pl.col("share") > 0).then(pl.col("share")),
    )


def _prevalence(whole: pl.LazyFrame) -> pl.LazyFrame:
    """One register a group. The whole list is what the register and its share of the list make it."""
    bare = pl.col("indicator").str.strip_suffix("(S)")
    area = bare.str.replace("-", "", literal=True).str.extract(r"^([A-Z]+)")
    group = pl.coalesce(bare.replace_strict(REGISTER_OF, default=None), area)
    size = (100 * pl.col("register") / pl.col("share")).round(0)
    return (
        whole.filter(pl.col("register").is_not_null(), ~bare.is_in(WITHOUT_REGISTER))
        .select("year", "practice", group.alias("group"), "register", size.alias("list_size"))
        .group_by("year", "practice", "group")
        .agg(pl.col("register").max(), pl.col("list_size").max())
    )


def _contract() -> pl.Expr:
    return wanted.code("contract").replace(CONTRACTS).alias("contract")


def _withheld(source: Source) -> tuple[LeftOut, ...]:
    """What the rows are kept without."""
    missing = {
        "kept without numerator and denominator, withheld because they are small": wanted.suppressed(
            "withheld"
        ),
        "kept without register, withheld because it is small": wanted.suppressed("register_withheld"),
        f"kept without register, given as {NOT_GIVEN}": (pl.col("register") == NOT_GIVEN).fill_null(False),
    }
    found = (
        source.frame.select(wrong.sum().alias(why) for why, wrong in missing.items())
        .collect()
        .row(0, named=True)
    )
    return tuple(LeftOut(why, rows) for why, rows in found.items() if rows)


def read_totals(source: Source) -> Reading:
    """Practices with their lists, points as the row TOTAL, and the QOF pounds of the year, earned in it."""
    rows, left = wanted.part(source.frame, _reasons())
    whole = rows.with_columns(year_text("year"), _code())
    # Not wanted.code: Z, which elsewhere says "not applicable", is Shetland.
    board = pl.col("board").cast(pl.String).str.strip_chars().str.to_uppercase()
    practices = whole.select(
        "year",
        "practice",
        pl.lit("Scotland").alias("nation"),
        wanted.text("name").alias("name"),
        board.alias("commissioner"),
        board.replace_strict(BOARDS, default=None).alias("commissioner_name"),
        _contract(),
        pl.col("list_size").cast(pl.Float64),
        "weighted_list",
    )
    counts = whole.select(
        "year",
        "practice",
        pl.lit(TOTAL).alias("indicator"),
        pl.col("points_achieved").alias("points_published"),
        pl.col("points_available").cast(pl.Float64),
    )
    payments = whole.filter(pl.col("amount").is_not_null()).select(
        "year", "practice", pl.lit("qof").alias("line"), pl.lit("accrual").alias("reading"), "amount"
    )
    return Reading({"practices": practices, "counts": counts, "payments": payments}, left)


def read_after(source: Source) -> Reading:
    """Counts of the years after, and the lists printed beside them."""
    rows, left = wanted.part(source.frame, _reasons(), shown=SHOWN)
    whole = rows.with_columns(year_text("year"), _code(), wanted.code("indicator").alias("indicator"))
    counts = whole.select(
        "year", "practice", "indicator", pl.col("numerator", "denominator").cast(pl.Float64)
    )
    lists = whole.group_by("year", "practice").agg(pl.col("list_size").cast(pl.Float64).max())
    practices = lists.with_columns(pl.lit("Scotland").alias("nation"))
    return Reading({"counts": counts, "practices": practices}, left, wanted.over_full(rows, shown=SHOWN))


def _is_scottish(sheet: Sheet) -> bool:
    codes = [row.get("practice", "") for row in sheet.sample]
    return not sheet.is_text and all(len(code) == 5 and code.isdigit() for code in codes)


KINDS = (
    Kind(
        "scotland_indicators",
        "Scottish QOF indicators by practice",
        INDICATORS,
        tuple(INDICATORS),
        read_indicators,
        dated=False,
        looks=_is_scottish,
    ),
    Kind(
        "scotland_practices",
        "Scottish QOF practice totals",
        TOTALS,
        tuple(TOTALS),
        read_totals,
        dated=False,
        looks=_is_scottish,
    ),
    Kind(
        "scotland_after",
        "Scottish counts after QOF",
        AFTER,
        tuple(AFTER),
        read_after,
        dated=False,
        looks=_is_scottish,
    ),
)
