"""Rows into and out of the store's tables, within one open copy of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as changed
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from openqof.core.problems import BadInput, Problem
from openqof.core.tables import TABLES
from openqof.datasets import codes, sql
from openqof.datasets.reading import Batch, Staged, as_json, stage
from openqof.datasets.receipts import Receipt, refusal
from openqof.datasets.schema import KEPT, create_sql, table_sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from openqof.engine.tables import Tables

SHORTEST_SHA = 8


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file, or one member of a zip, as the store knows it."""

    sha256: str
    name: str
    member: str
    size: int
    added: datetime
    kind: str
    title: str
    years: tuple[str, ...]
    taken: dict[str, int]
    left_out: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def receipt(self) -> Receipt:
        """What was said when it was added, now that it is already kept."""
        name = f"{self.name}/{self.member}" if self.member else self.name
        return Receipt(name, self.sha256, self.kind, self.title, self.years, self.taken, state="already kept")


def prepare(connection: DuckDBPyConnection) -> None:
    """Make the tables where the store is new, and those that it was made too early to have."""
    there = sql.tables(connection)
    if "about" not in there:
        connection.execute(create_sql())
        return
    for name, table in KEPT.items():
        if name not in there:
            connection.execute(table_sql(table))


def files(connection: DuckDBPyConnection) -> list[KeptFile]:
    """What the store holds, in the order it was added."""
    rows = sql.rows(
        connection,
        "SELECT sha256, name, member, size, added, kind, title, years, taken, left_out, remarks"
        " FROM files ORDER BY rowid",
    )
    return [
        KeptFile(
            *(sha, name, member, size, added, kind, title),
            years=tuple(years),
            taken=json.loads(taken),
            left_out=tuple(json.loads(left_out)),
            remarks=tuple(remarks),
        )
        for sha, name, member, size, added, kind, title, years, taken, left_out, remarks in rows
    ]


def receipts(kept: Sequence[KeptFile]) -> dict[str, list[Receipt]]:
    """For the sha256 of each file kept, what is said when it is added again."""
    said: dict[str, list[Receipt]] = {}
    for file in kept:
        said.setdefault(file.sha256, []).append(file.receipt)
    return said


def find(kept: Sequence[KeptFile], name_or_sha: str, *, store: Path) -> list[KeptFile]:
    """The entries of the one file meant; BadInput when there is none or it is not clear which."""
    found = [f for f in kept if f.name == name_or_sha or _starts(f.sha256, name_or_sha)]
    hashes = {file.sha256 for file in found}
    if not found:
        names = ", ".join(sorted({file.name for file in kept})[:8])
        hint = f"It holds {names}." if names else "It holds nothing yet."
        raise refusal(str(store), codes.NOT_KEPT, f"the store has no file {name_or_sha}.", hint)
    if len(hashes) > 1:
        said = ", ".join(sha[:12] for sha in sorted(hashes))
        raise refusal(
            str(store),
            codes.NOT_KEPT,
            f"{len(hashes)} files are called {name_or_sha}.",
            f"Name one by its sha256: {said}.",
        )
    return found


def _starts(sha256: str, start: str) -> bool:
    return len(start) >= SHORTEST_SHA and sha256.startswith(start.lower())


def drop(connection: DuckDBPyConnection, hashes: Sequence[str], kind: str | None = None) -> None:
    """Take out the rows of files, all or only those of one kind."""
    for table in ("files", *KEPT):
        column = "sha256" if table == "files" else "file"
        for sha in hashes:
            connection.execute(
                f"DELETE FROM {table} WHERE {column} = $sha AND ($kind IS NULL OR kind = $kind)",
                {"sha": sha, "kind": kind},
            )


def keep(connection: DuckDBPyConnection, batch: Batch, *, replace: bool) -> list[Receipt]:
    """Put a batch's rows in; BadInput when they are there already and may not be replaced."""
    problems: list[Problem] = []
    there = receipts(files(connection))
    new = [staged for staged in batch.staged if staged.receipt.sha256 not in there]
    said = [*batch.receipts, *_added_meanwhile(batch, there)]
    ours = {staged.receipt.sha256: staged.receipt.file for staged in new}
    for staged in new:
        others = _holders(connection, staged)
        wrong = _clashes(connection, staged, others, ours=ours, replace=replace)
        problems.extend(wrong)
        if not wrong:
            gone = _names(connection, others)
            drop(connection, others, staged.receipt.kind)
            said.append(_insert(connection, staged, replaced=gone))
    if problems:
        raise BadInput(problems)
    return said


def _added_meanwhile(batch: Batch, there: dict[str, list[Receipt]]) -> list[Receipt]:
    """What another command added while this one was reading the same file."""
    hashes = dict.fromkeys(staged.receipt.sha256 for staged in batch.staged)
    return [receipt for sha in hashes for receipt in there.get(sha, [])]


def _holders(connection: DuckDBPyConnection, staged: Staged) -> list[str]:
    """The files that already brought rows with the same keys and of the same kind."""
    found: set[str] = set()
    for table, path in staged.frames.items():
        same = " AND ".join(f'kept."{key}" IS NOT DISTINCT FROM new."{key}"' for key in KEPT[table].key)
        query = f"SELECT DISTINCT kept.file FROM {table} kept JOIN {sql.parquet(path)} new ON {same}"
        rows = sql.rows(connection, f"{query} WHERE kept.kind = $kind", kind=staged.receipt.kind)
        found.update(row[0] for row in rows)
    return sorted(found)


def _clashes(
    connection: DuckDBPyConnection, staged: Staged, others: list[str], *, ours: dict[str, str], replace: bool
) -> list[Problem]:
    name, title = staged.place or staged.receipt.file, staged.receipt.title
    problems = []
    for sha in others:
        if sha in ours:
            other = ours[sha] if sha != staged.receipt.sha256 else "another file in the zip"
            message = f"it holds the same rows of {title} as {other}."
            problems.append(Problem(name, 0, 0, codes.TWICE, message, "Add only one of them."))
        elif not replace:
            kept = ", ".join(_names(connection, [sha])) or sha[:12]
            message = f"the store already has these rows of {title}, from {kept}."
            hint = f"Take that out first (openqof data remove {sha[:12]}), or add with --replace."
            problems.append(Problem(name, 0, 0, codes.ALREADY, message, hint))
    return problems


def _names(connection: DuckDBPyConnection, hashes: Sequence[str]) -> tuple[str, ...]:
    query = "SELECT DISTINCT name FROM files WHERE list_contains($hashes, sha256)"
    return tuple(sorted(row[0] for row in sql.rows(connection, query, hashes=list(hashes))))


def _insert(connection: DuckDBPyConnection, staged: Staged, *, replaced: tuple[str, ...]) -> Receipt:
    receipt = staged.receipt
    for table, path in staged.frames.items():
        query = f"INSERT INTO {table} BY NAME SELECT *, $kind AS kind FROM {sql.parquet(path)}"
        sql.rows(connection, query, kind=receipt.kind)
    name = receipt.file.split("/")[0]
    connection.execute(
        "INSERT INTO files VALUES (?, ?, ?, ?, current_localtimestamp(), ?, ?, ?, ?, ?, ?)",
        [
            receipt.sha256,
            name,
            staged.member,
            staged.size,
            receipt.kind,
            receipt.title,
            list(receipt.years),
            as_json(receipt.taken),
            json.dumps([str(left) for left in receipt.left_out]),
            list(receipt.remarks),
        ],
    )
    return _with_replaced(receipt, replaced)


def _with_replaced(receipt: Receipt, replaced: tuple[str, ...]) -> Receipt:
    return changed(receipt, replaced=replaced) if replaced else receipt


def stage_tables(tables: Tables, staging: Path, *, name: str, sha256: str, kind: str, title: str) -> Batch:
    """Tables made by a program, staged as if read from a file of that name."""
    frames, taken, years = {}, {}, set[str]()
    for table in TABLES:
        frame = getattr(tables, table)
        path = staging / f"{table}.parquet"
        came = stage(frame.drop("file", strict=False).lazy(), table, path, sha256=sha256, name=name)
        if came.rows:
            frames[table], taken[table] = path, came.rows
            years |= came.years
    receipt = Receipt(name, sha256, kind, title, tuple(sorted(years)), taken)
    return Batch(staged=[Staged(receipt, "", 0, frames)])
