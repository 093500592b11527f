"""Small steps with DuckDB: rows, frames and one value, each query run to its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openqof.core.problems import BadInput
from openqof.datasets import codes
from openqof.datasets.receipts import refusal

if TYPE_CHECKING:
    import polars as pl
    from duckdb import DuckDBPyConnection


INTERRUPTED = "Query interrupted"
"""What DuckDB says in a RuntimeError when Ctrl-C comes in the middle of a query."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Make what DuckDB raises for a Ctrl-C the KeyboardInterrupt that it is."""
    import duckdb

    try:
        yield
    except duckdb.InterruptException as error:
        raise KeyboardInterrupt from error
    except RuntimeError as error:
        if INTERRUPTED in str(error):
            raise KeyboardInterrupt from error
        raise


def connect(
    path: Path | str = ":memory:", *, read_only: bool = False, config: Mapping[str, str] | None = None
) -> DuckDBPyConnection:
    """A connection that writes no progress bar of its own among what a command prints."""
    import duckdb

    connection = duckdb.connect(str(path), read_only=read_only, config=dict(config or {}))
    connection.execute("SET enable_progress_bar = false")
    return connection


@contextmanager
def reading_store(path: Path) -> Iterator[None]:
    """Around everything done with a store's rows: BadInput naming the store where they cannot be read."""
    import duckdb

    with stoppable():
        try:
            yield
        except duckdb.InterruptException:
            raise
        except duckdb.Error as error:
            if isinstance(error, duckdb.OutOfMemoryException) or "No space left" in str(error):
                message = f"there is no room left: {str(error).splitlines()[0].rstrip('.')}."
                raise refusal(str(path), codes.LOCKED, message) from error
            raise damaged(path, "a part of it cannot be read: the file is damaged.") from error


def damaged(path: Path, message: str) -> BadInput:
    """The refusal of a file that is not a store of ours, or no longer one."""
    hint = "Move it away, or name another with --store, and add the files again."
    return refusal(str(path), codes.OTHER_STORE, message, hint)


def rows(connection: DuckDBPyConnection, query: str, **values: Any) -> list[tuple[Any, ...]]:
    """All rows of a query; `values` fill its $names."""
    with stoppable():
        return list(connection.execute(query, values or None).fetchall())


def value(connection: DuckDBPyConnection, query: str, **values: Any) -> Any:
    """The first value of the first row, None where there is no row."""
    found = rows(connection, query, **values)
    return found[0][0] if found else None


def tables(connection: DuckDBPyConnection) -> frozenset[str]:
    """The tables there are: a store made by an earlier program may lack the latest."""
    return frozenset(row[0] for row in rows(connection, "SELECT table_name FROM duckdb_tables()"))


def frame(
    connection: DuckDBPyConnection, query: str, values: Mapping[str, Any] | None = None
) -> pl.DataFrame:
    """A query's rows as a Polars frame."""
    with stoppable():
        made: pl.DataFrame = connection.sql(query, params=dict(values) if values else None).pl()
    return made


def parquet(path: Path) -> str:
    """A Parquet file as a table in a query, whatever signs its path has."""
    return f"read_parquet({quoted(path)})"


def quoted(path: Path) -> str:
    """A path as a string in a statement."""
    escaped = str(path).replace("'", "''")
    return f"'{escaped}'"
