"""A run as JSON, for programs: every table, money and other figures as text, which keeps them exact."""

from __future__ import annotations

import json
from typing import Any

from openqof import __version__
from openqof.impact.assessment import Assessment
from openqof.impact.documents.shape import Table, plain
from openqof.impact.documents.tables import Run, tables
from openqof.impact.documents.tables_options import compared, summary_of_options
from openqof.impact.facts import facts


def as_json(run: Run) -> str:
    """The whole run as JSON text, ending in a line feed."""
    return json.dumps(contents(run), indent=1, ensure_ascii=False) + "\n"


def contents(run: Run) -> dict[str, Any]:
    """What the JSON holds: several options side by side, then each one's facts, and tables by their ids."""
    beside = (summary_of_options(run.options), compared(run.options)) if len(run.options) > 1 else ()
    return {
        "openqof": __version__,
        "command": run.command,
        **({"comparison": {table.id: _rows(table) for table in beside}} if beside else {}),
        "options": [_option(run, each) for each in run.options],
    }


def _option(run: Run, each: Assessment) -> dict[str, Any]:
    alone = Run((each,), run.command, run.files)
    return {
        **facts(each.pricing),
        "absent": dict(each.absent),
        "tables": {table.id: _rows(table) for table in tables(alone)},
    }


def _rows(table: Table) -> list[dict[str, str | None]]:
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, map(plain, row), strict=True)) for row in table.rows]
