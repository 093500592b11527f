"""National figures of a year as JSON: registers and lists of England, the base of national prevalence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl

from openqof.datasets import codes
from openqof.datasets.names import read_year
from openqof.datasets.receipts import Reading, refusal
from openqof.datasets.sheets import Sheet
from openqof.datasets.source import Kind, Source

KEYS = ("period", "england", "icbs", "validation")


def json_source(path: Path, name: str, staging: Path) -> tuple[Kind, Source]:
    """The one JSON file known: England's and each ICB's sums of a year; BadInput when it is another."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise refusal(name, codes.UNREADABLE, "the JSON cannot be read.", "It may be cut off.") from error
    missing = [key for key in KEYS if not isinstance(found, dict) or key not in found]
    if missing:
        raise refusal(name, codes.UNKNOWN, f"this JSON is of no known kind: it has no {', '.join(missing)}.")
    if not _as_published(found):
        said = "its registers or list sizes are not numbers under the names published."
        raise refusal(name, codes.UNREADABLE, said, "It may have been changed.")
    year = read_year(str(found["period"]))
    if year is None:
        raise refusal(name, codes.BAD_YEAR, f'its period "{found["period"]}" is not a financial year.')
    sheet = Sheet(name, KEYS, KEYS, ({"period": str(year)},), _registers(found), is_text=False)
    return KIND, Source(name, path, staging, sheet, {}, year)


def _as_published(found: dict[str, Any]) -> bool:
    """Whether what is read of the file has the form it is published in."""
    if not all(isinstance(found[key], dict) for key in ("england", "validation")):
        return False
    groups = found["england"].get("prevalence", {})
    rows = groups.values() if isinstance(groups, dict) else (None,)
    return all(
        isinstance(row, dict) and isinstance(row.get("register"), int | float | None) for row in rows
    ) and isinstance(found["validation"].get("included_list_size"), int | float | None)


def _refuse_constant(written: str) -> None:
    raise ValueError(f"{written} is not a number")


def _registers(found: dict[str, Any]) -> pl.LazyFrame:
    """Each group's register over the whole list of the practices counted, whatever ages it is counted on."""
    whole = found["validation"].get("included_list_size")
    rows = [
        {"group": group, "register": row.get("register"), "list_size": whole}
        for group, row in found["england"].get("prevalence", {}).items()
    ]
    schema = {"group": pl.String, "register": pl.Float64, "list_size": pl.Float64}
    return pl.LazyFrame(rows, schema=schema).with_row_index("at_line", offset=1)


def read(source: Source) -> Reading:
    """The national row of each group; commissioners' and indicators' sums are not kept."""
    rows = source.sheet.frame.select(
        source.stamp, pl.lit("ENGLAND").alias("practice"), "group", "register", "list_size"
    )
    return Reading(
        {"prevalence": rows}, remarks=("sums of ICBs and indicators are not kept: they are not of practices",)
    )


KIND = Kind("qof_national", "national QOF figures", {}, (), read, dated=False)
