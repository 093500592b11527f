"""The tables of the local store: the shared ones with the kind each row came from, and its own."""

from __future__ import annotations

from openqof.core.tables import TABLES, TEXT, Column, Table

VERSION = 1
"""The version of the store's own shape; a store of another version is refused, never altered."""

SQL_TYPES = {"text": "VARCHAR", "number": "DOUBLE", "whole": "BIGINT", "day": "DATE"}

MEMBERSHIPS = Table(
    "memberships",
    "practice, commissioner and day of joining",
    ("practice", "commissioner", "joined"),
    (
        Column("practice", TEXT, True, "practice code"),
        Column("commissioner", TEXT, True, "code of the body it belonged to"),
        Column("joined", "day", False, "first day"),
        Column("left_on", "day", False, "last day, empty while it lasts"),
        Column("file", TEXT, True, "sha256 of the file the row came from"),
    ),
)

SUCCESSIONS = Table(
    "successions",
    "practice and its successor",
    ("practice", "successor"),
    (
        Column("practice", TEXT, True, "code of the practice that ended"),
        Column("successor", TEXT, True, "code of the practice that took over its list"),
        Column("effective", "day", False, "day it took effect"),
        Column("file", TEXT, True, "sha256 of the file the row came from"),
    ),
)

KEPT = TABLES | {table.name: table for table in (MEMBERSHIPS, SUCCESSIONS)}
"""Every table rows are kept in. A practices row whose year is empty holds for any year."""

_OWN = """
CREATE TABLE about (version INTEGER NOT NULL);
CREATE TABLE files (
    sha256 VARCHAR NOT NULL, name VARCHAR NOT NULL, member VARCHAR NOT NULL, size BIGINT NOT NULL,
    added TIMESTAMP NOT NULL, kind VARCHAR NOT NULL, title VARCHAR NOT NULL, years VARCHAR[] NOT NULL,
    taken VARCHAR NOT NULL, left_out VARCHAR NOT NULL, remarks VARCHAR[] NOT NULL
);
"""


def table_sql(table: Table) -> str:
    """The statement that makes a table."""
    columns = [f'"{column.name}" {SQL_TYPES[column.kind]}' for column in table.columns]
    return f"CREATE TABLE {table.name} ({', '.join(columns)}, kind VARCHAR NOT NULL);"


def create_sql() -> str:
    """The statements that make an empty store."""
    tables = "\n".join(table_sql(table) for table in KEPT.values())
    return f"{_OWN}{tables}\nINSERT INTO about VALUES ({VERSION});"
