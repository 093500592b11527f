"""What differs between a run as it was saved and as it comes out now: law, data, every figure of money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from openqof.core.problems import BadInput, Problem
from openqof.files.load import load_year
from openqof.impact.assessment import Assessment
from openqof.impact.documents.shape import Column, Kind, Table, Value, plain, written
from openqof.impact.documents.tables import Run
from openqof.impact.documents.tables_area import work
from openqof.impact.documents.tables_practices import cash, parts, practices, ranges
from openqof.impact.words.figures import several

PRICE = frozenset({"national", "scheme", "pounds", "guaranteed", "lowest", "highest"})
CASH = frozenset({"staying", "joining"})
HOURS = frozenset({"hours_low", "hours", "hours_high"})
FREED = frozenset({"hours_freed"})
RANGE = frozenset(f"{side}_{at}" for side in ("national", "scheme") for at in (5, 50, 95))
"""Figures that all others follow from: they are told one by one, before the files are compared whole."""
HEADS = ("practice", "part", "month", "what", "direction", "change_number")
"""Columns that a row is known by, as far as a table has them and they hold no figure."""
BY_PRACTICE = frozenset({"cash", "range"})
"""Tables whose practices are those of the price, where one that came or went is told."""
NEAR = Decimal(1)
"""Pounds that a percentile of draws may differ by: processors round the last digits in their own ways."""
SHOWN = 12
"""Figures named one by one; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Which figures are compared; hours and draws only where what is `supposed` of them is the same."""

    supposed: bool = False

    def tables(self, each: Assessment) -> Iterator[tuple[Table | None, str, frozenset[str], Decimal]]:
        """Each table as it is now, its id, the figures looked at and how far they may be apart."""
        none, freed = Decimal(0), FREED if self.supposed else frozenset()
        yield practices(each), "practices", PRICE | freed, none
        yield parts(each), "parts", PRICE, none
        yield cash(each), "cash", CASH, none
        if self.supposed:
            yield work(each), "workload", HOURS, none
            yield ranges(each), "range", RANGE, NEAR

    def remarks(self, run: Run) -> Iterator[str]:
        """Which figures were worked out again, and which were not."""
        first = run.first
        parts_of = {"cash by month": first.cash, "hours": first.workload, "draws": first.risk}
        made = [name for name, part in parts_of.items() if part is not None]
        if not self.supposed:
            made = [name for name in made if name == "cash by month"]
        beside = f", with {several(made)}" if made else ""
        yield f"Figures of {len(first.pricing.lines)} practices were worked out again{beside}."
        if left := [name for name in parts_of if name not in made]:
            yield f"Not worked out again: {several(left)}."


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


def figures_moved(
    path: Path, run: Run, saved: Mapping[str, Any], data: Sequence[str], *, compared: Compared
) -> list[Problem]:
    """One problem for each file of data and each figure that differs, up to a number of them."""
    found = list(_data(path, run, data))
    options = saved.get("options", [])
    if len(options) != len(run.options):
        said = f"{len(options)} options were saved, and {len(run.options)} were worked out."
        return [*found, Problem(str(path), 0, 0, "P296", said)]
    moved = [
        said
        for place, (each, was) in enumerate(zip(run.options, options, strict=True))
        for said in _option(each, was, f"{run.names[place]}: " if len(options) > 1 else "", compared)
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


def _option(each: Assessment, saved: Mapping[str, Any], which: str, compared: Compared) -> Iterator[str]:
    """What differs, in words: every figure of the tables compared."""
    tables = saved.get("tables", {})
    for table, name, figures, near in compared.tables(each):
        now, was = _now(table), _was(tables.get(name, []), table)
        if bool(now) != bool(was):
            yield f"{which}{name}: {_gone(bool(was))}"
            continue
        if name in BY_PRACTICE:
            both = now.keys() & was.keys()
            now, was = {key: now[key] for key in both}, {key: was[key] for key in both}
        yield from _moved(now, was, which, figures=figures, near=near)


def _gone(was: bool) -> str:
    return "no longer there." if was else "not there when it was saved."


_Rows = Mapping[tuple[str, ...], Mapping[Column, Value]]


def _heads(table: Table) -> list[Column]:
    return [column for head in HEADS for column in table.columns if column.key == head]


def _now(table: Table | None) -> _Rows:
    """Rows by what they are known by: the practice's code, what a part is called, its change, its month."""
    if table is None:
        return {}
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return {tuple(plain(row[head]) or "" for head in _heads(table)): row for row in rows}


def _was(
    rows: Sequence[Mapping[str, Any]], table: Table | None
) -> Mapping[tuple[str, ...], Mapping[str, Any]]:
    """The rows saved, by the same."""
    heads = [head.key for head in _heads(table)] if table is not None else []
    return {tuple(str(row.get(head) or "") for head in heads): row for row in rows}


def _moved(
    now: _Rows,
    was: Mapping[tuple[str, ...], Mapping[str, Any]],
    which: str,
    *,
    figures: frozenset[str],
    near: Decimal,
) -> Iterator[str]:
    for key in sorted({*now, *was}):
        name = which + ", ".join(filter(None, key[:2]))
        if key not in now or key not in was:
            yield f"{name}: {_gone(key in was)}"
            continue
        for column, value in now[key].items():
            before = was[key].get(column.key)
            if column.key in figures and not _same(plain(value), before, near):
                is_now = written(value, column.kind)
                yield f"{name}: {column.says.lower()} was {_said(before, column.kind)}, and is {is_now}."


def _same(now: str | None, before: str | None, near: Decimal) -> bool:
    if now == before or now is None or before is None:
        return now == before
    try:
        return abs(Decimal(now) - Decimal(before)) <= near
    except ArithmeticError:
        return False


def _said(figure: str | None, kind: Kind) -> str:
    try:
        return written(None if figure is None else Decimal(figure), kind)
    except ArithmeticError:
        return str(figure)
