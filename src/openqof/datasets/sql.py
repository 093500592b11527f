"""Small steps with DuckDB: rows, frames and one value, each query run to its end."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl
    from duckdb import DuckDBPyConnection


def rows(connection: DuckDBPyConnection, query: str, **values: Any) -> list[tuple[Any, ...]]:
    """All rows of a query; `values` fill its $names."""
    return list(connection.execute(query, values or None).fetchall())


def value(connection: DuckDBPyConnection, query: str, **values: Any) -> Any:
    """The first value of the first row, None where there is no row."""
    found = rows(connection, query, **values)
    return found[0][0] if found else None


def frame(
    connection: DuckDBPyConnection, query: str, values: Mapping[str, Any] | None = None
) -> pl.DataFrame:
    """A query's rows as a Polars frame."""
    made: pl.DataFrame = connection.sql(query, params=dict(values) if values else None).pl()
    return made


def parquet(path: Path) -> str:
    """A Parquet file as a table in a query, whatever signs its path has."""
    return f"read_parquet({quoted(path)})"


def quoted(path: Path) -> str:
    """A path as a string in a statement."""
    escaped = str(path).replace("'", "''")
    return f"'{escaped}'"
