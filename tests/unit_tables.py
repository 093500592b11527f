"""Rows of the shared tables for tests: what is not said is filled with something plain."""

from __future__ import annotations

from typing import Any

import polars as pl

from openqof.core.tables import COUNTS, PRACTICES, PREVALENCE, Table
from openqof.engine.tables import Tables, empty, shaped

FILLERS: dict[str, object] = {
    "year": "2022/23",
    "nation": "England",
    "file": "made",
    "line": "qof",
    "reading": "cash",
}


def rows(table: Table, *given: dict[str, Any]) -> pl.DataFrame:
    """A frame of the table's shape; required columns not given are filled with something plain."""
    needed = [column.name for column in table.columns if column.required]
    filled = [{**{n: FILLERS.get(n, "") for n in needed if n not in row}, **row} for row in given]
    schema = empty(table).schema
    return shaped(
        pl.DataFrame(filled, schema_overrides={k: v for k, v in schema.items() if k in filled[0]}), table
    )


def counts(*given: dict[str, Any]) -> pl.DataFrame:
    return rows(COUNTS, *given)


def practice(code: str, **columns: Any) -> dict[str, Any]:
    return {
        "practice": code,
        "list_size": 8000.0,
        "opened": None,
        "closed": None,
        "successor": None,
        **columns,
    }


def count(
    code: str, name: str, numerator: float | None = None, denominator: float | None = None, **more: Any
) -> dict[str, Any]:
    return {"practice": code, "indicator": name, "numerator": numerator, "denominator": denominator,
            "register": None, "points_published": None, "month": None, **more}  # fmt: skip


def tables(
    practices: list[dict[str, Any]],
    counted: list[dict[str, Any]],
    prevalence: list[dict[str, Any]] | None = None,
) -> Tables:
    return Tables(
        practices=rows(PRACTICES, *practices),
        counts=counts(*counted),
        prevalence=rows(PREVALENCE, *prevalence) if prevalence else empty(PREVALENCE),
    ).checked()


def register(code: str, patients: float | None, **columns: Any) -> dict[str, Any]:
    return {
        "practice": code,
        "group": "HYP",
        "register": patients,
        "list_size": 8000.0,
        "target_population": None,
        **columns,
    }
