"""Several sources made one row: which source wins for which column, and how a year's tables are read.

A column is taken from the first source, in the order below, that fills it. The order is by closeness to
what pays: tables given in our own shape first, then the QOF publication of the year, payments, lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from openqof.core.tables import (
    COUNTS,
    MEASURES,
    NATIONAL_ROWS,
    PAYMENTS,
    POOLED,
    PRACTICES,
    PREVALENCE,
    Table,
)
from openqof.core.years import FinancialYear
from openqof.datasets import sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from openqof.engine.tables import Tables

ORDER = (
    "table",
    "demonstration",
    "qof_geographies",
    "scotland_practices",
    "qof_achievement",
    "qof_indicators",
    "qof_exceptions",
    "qof_registers",
    "qof_organisations",
    "qof_prevalence",
    "scotland_indicators",
    "scotland_after",
    "payments",
    "practice_points",
    "registered",
    "registered_ages",
    "qof_national",
    "memberships",
    "practice_list",
    "deprivation",
    "fingertips",
    "codes",
)
"""Kinds of file, the one whose word counts most first."""

ORDER_OF = {
    "list_size": (
        "table",
        "demonstration",
        "scotland_practices",
        "qof_prevalence",
        "payments",
        "practice_points",
    ),
    "name": ("table", "demonstration", "qof_geographies", "scotland_practices", "payments", "practice_list"),
}
"""Columns with an order of their own: the QOF list pays, the payments one is only the last known."""


def year_tables(connection: DuckDBPyConnection, year: FinancialYear, commissioner: str | None) -> Tables:
    """The shared tables of one year; those of one commissioner's practices when it is named."""
    from openqof.engine.tables import Tables, shaped

    practices = shaped(_practices(connection, year), PRACTICES)
    counts, prevalence, payments, measures = (
        shaped(_merged(connection, table, year), table) for table in (COUNTS, PREVALENCE, PAYMENTS, MEASURES)
    )
    prevalence = with_national_rows(_with_lists(prevalence, practices), practices)
    if commissioner is not None:
        practices = practices.filter(pl.col("commissioner") == commissioner)
        wanted = practices.get_column("practice")
        counts, payments, measures = (
            frame.filter(pl.col("practice").is_in(wanted.implode())) for frame in (counts, payments, measures)
        )
        national = [*NATIONAL_ROWS.values()]
        prevalence = prevalence.filter(
            pl.col("practice").is_in(wanted.implode()) | pl.col("practice").is_in(national)
        )
    return Tables(practices, counts, prevalence, payments, measures)


def _merged(connection: DuckDBPyConnection, table: Table, year: FinancialYear) -> pl.DataFrame:
    """The rows of a year, those of several sources with one key made one."""
    from openqof.engine.shapes import empty

    if table.name not in sql.tables(connection):
        return empty(table)
    source = f"(SELECT * FROM {table.name} WHERE year = '{year}')"
    if sql.value(connection, f"SELECT count(DISTINCT kind) FROM {source}") < 2:
        return sql.frame(connection, f"SELECT * EXCLUDE (kind) FROM {source} ORDER BY {_listed(table.key)}")
    return sql.frame(connection, merge_sql(table, source))


def merge_sql(table: Table, source: str) -> str:
    """SQL that makes rows of one key one row, each column from the first source that fills it."""
    keys = _listed(table.key)
    chosen = ", ".join(_first(name) for name in table.names if name not in table.key)
    return f"SELECT {keys}, {chosen} FROM {source} GROUP BY {keys} ORDER BY {keys}"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _first(column: str) -> str:
    filled = f'FILTER (WHERE "{column}" IS NOT NULL)'
    return f'first("{column}" ORDER BY {_rank(column)}, file) {filled} AS "{column}"'


def _rank(column: str) -> str:
    order = [*ORDER_OF.get(column, ()), *(kind for kind in ORDER if kind not in ORDER_OF.get(column, ()))]
    return f"list_position({order!r}, kind)"


def _practices(connection: DuckDBPyConnection, year: FinancialYear) -> pl.DataFrame:
    """Practices with any row of the year; what holds for any year is added to them, never on its own."""
    merged = merge_sql(PRACTICES, "facts")
    others = sorted(
        sql.tables(connection) & {table.name for table in (COUNTS, PAYMENTS, PREVALENCE, MEASURES)}
    )
    seen = " UNION ".join(f"SELECT practice, kind, file FROM {name} WHERE year = $year" for name in others)
    query = f"""
    WITH seen AS ({seen}), dated AS (
        SELECT * FROM practices WHERE year = $year
        UNION ALL BY NAME
        SELECT $year AS year, practice, {_NATION} AS nation, 'codes' AS kind, min(file) AS file
        FROM seen WHERE practice NOT IN {tuple(NATIONAL_ROWS.values())} GROUP BY practice
    ), codes AS (SELECT DISTINCT practice FROM dated), facts AS (
        SELECT * FROM dated
        UNION ALL BY NAME
        SELECT * REPLACE ($year AS year) FROM practices JOIN codes USING (practice) WHERE year IS NULL
        UNION ALL BY NAME
        SELECT $year AS year, practice, commissioner, 'memberships' AS kind, file
        FROM memberships JOIN codes USING (practice)
        WHERE coalesce(joined, DATE '1900-01-01') <= $last AND coalesce(left_on, DATE '2900-01-01') >= $last
        UNION ALL BY NAME
        SELECT $year AS year, practice, successor, kind, file FROM successions JOIN codes USING (practice)
    ) {merged}"""
    return sql.frame(connection, query, {"year": str(year), "last": year.last_day})


_NATION = "CASE WHEN regexp_full_match(practice, '[0-9]{5}') THEN 'Scotland' ELSE 'England' END"
"""Scottish practice codes are five digits; English ones begin with a letter."""


def _with_lists(prevalence: pl.DataFrame, practices: pl.DataFrame) -> pl.DataFrame:
    """The rows with the practice's own list where the register's source gave none."""
    lists = practices.select("practice", own_list=pl.col("list_size"))
    joined = prevalence.join(lists, on="practice", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("list_size", "own_list").alias("list_size")).drop("own_list")


def with_national_rows(prevalence: pl.DataFrame, practices: pl.DataFrame) -> pl.DataFrame:
    """The rows with a national one for each group that has none: registers over whole lists, pooled.

    Practices whose register is not reported are in neither sum. A target population is the mean a practice.
    """
    national = [*NATIONAL_ROWS.values()]
    nations = practices.select("practice", pl.col("nation").replace(NATIONAL_ROWS))
    rows = prevalence.filter(~pl.col("practice").is_in(national)).join(nations, on="practice", how="left")
    counted = pl.col("register").is_not_null() & pl.col("list_size").is_not_null()
    pooled = rows.group_by("year", pl.col("nation").fill_null("ENGLAND").alias("practice"), "group").agg(
        pl.col("register").filter(counted).sum(),
        pl.col("list_size").filter(counted).sum(),
        pl.col("target_population").mean(),
        file=pl.lit(POOLED),
    )
    given = prevalence.filter(pl.col("practice").is_in(national))
    missing = pooled.join(given, on=("year", "practice", "group"), how="anti")
    nothing = (pl.col("list_size") == 0) & pl.col("target_population").is_null()
    emptied = missing.filter(~nothing).with_columns(
        pl.when(pl.col("list_size") > 0).then(pl.col("register", "list_size"))
    )
    return pl.concat([prevalence, emptied.select(prevalence.columns).sort("practice", "group")])
