"""What differs between a run as it was saved and as it comes out now: law, data, every figure of money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from openqof.core.problems import BadInput, Problem
from openqof.files.load import load_year
from openqof.impact.assessment import Assessment
from openqof.impact.documents.shape import Kind, Table, plain, written
from openqof.impact.documents.tables import Run, option
from openqof.impact.documents.tables_practices import parts, practices

CHECKED = frozenset({"national", "scheme", "pounds", "guaranteed", "lowest", "highest"})
"""Figures of the price that all others follow from; those are bound by the sha256 of their file."""
SHOWN = 12
"""Figures named one by one; the rest are counted."""


def law_moved(folder: Path, laws: Sequence[tuple[str, str]]) -> list[Problem]:
    """One problem for each law of the run that the library has otherwise, or no longer."""
    found = []
    for law_id, sha in dict.fromkeys(laws):
        try:
            now = load_year(law_id).sha256
        except BadInput:
            now = ""
        if now != sha:
            said = (
                f"the law {law_id} of the library is not the one of the run."
                if now
                else (f"the library has no law {law_id}, which the run was priced by.")
            )
            found.append(
                Problem(str(folder), 0, 0, "P294", said, "Check it with the version of OpenQOF that made it.")
            )
    return found


def figures_moved(path: Path, run: Run, saved: Mapping[str, Any], data: Sequence[str]) -> list[Problem]:
    """One problem for each file of data and each figure that differs, up to a number of them."""
    found = list(_data(path, run, data))
    options = saved.get("options", [])
    if len(options) != len(run.options):
        said = f"{len(options)} options were saved, and {len(run.options)} were worked out."
        return [*found, Problem(str(path), 0, 0, "P296", said)]
    moved = [
        said
        for place, (each, was) in enumerate(zip(run.options, options, strict=True))
        for said in _option(each, was, f"{option(place)}: " if len(options) > 1 else "")
    ]
    found += [Problem(str(path), 0, 0, "P296", said) for said in moved[:SHOWN]]
    if len(moved) > SHOWN:
        found.append(Problem(str(path), 0, 0, "P296", f"and {len(moved) - SHOWN:,} more figures differ."))
    return found


def _data(path: Path, run: Run, data: Sequence[str]) -> Iterator[Problem]:
    now = {sha for each in run.options for sha in each.pricing.files}
    for sha in sorted(set(data) - now):
        yield Problem(
            str(path), 0, 0, "P295", f"the run used the file {sha}, and the store does not.", "Add the file."
        )
    for sha in sorted(now - set(data)):
        yield Problem(
            str(path),
            0,
            0,
            "P295",
            f"the store uses the file {sha}, and the run did not.",
            "Remove the file.",
        )


def _option(each: Assessment, saved: Mapping[str, Any], which: str) -> Iterator[str]:
    """What differs, in words: every figure of money of practices and parts."""
    tables = saved.get("tables", {})
    yield from _moved(practices(each), tables.get("practices", []), which)
    yield from _moved(parts(each), tables.get("parts", []), which)


def _moved(table: Table, rows: Sequence[Mapping[str, Any]], which: str) -> Iterator[str]:
    """Rows are known by the practice's code, parts by what they are called and their change too."""
    heads = [head for head in ("practice", "part", "change_number") if head in {c.key for c in table.columns}]
    now = {}
    for row in table.rows:
        by_key = {column.key: plain(value) for column, value in zip(table.columns, row, strict=True)}
        now[tuple(by_key[head] or "" for head in heads)] = dict(zip(table.columns, row, strict=True))
    was = {tuple(str(row.get(head) or "") for head in heads): row for row in rows}
    for key in sorted({*now, *was}):
        name = which + ", ".join(filter(None, key[:2]))
        if key not in now or key not in was:
            yield f"{name}: {'no longer there.' if key in was else 'not there when it was saved.'}"
            continue
        for column, value in now[key].items():
            before = was[key].get(column.key)
            if column.key in CHECKED and plain(value) != before:
                is_now = written(value, Kind.POUNDS)
                yield f"{name}: {column.says.lower()} was {_said(before)}, and is {is_now}."


def _said(figure: str | None) -> str:
    try:
        return written(None if figure is None else Decimal(figure), Kind.POUNDS)
    except ArithmeticError:
        return str(figure)
