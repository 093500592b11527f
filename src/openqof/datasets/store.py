"""The local store: one DuckDB file with the shared tables, changed only as a whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from openqof.core.problems import BadInput
from openqof.core.tables import TABLES
from openqof.core.years import FinancialYear
from openqof.datasets import codes, keeping, sql
from openqof.datasets.events import PracticeEvent, practices_over_time
from openqof.datasets.joined import year_tables
from openqof.datasets.reading import Batch, read_all
from openqof.datasets.receipts import Receipt, refusal
from openqof.datasets.schema import VERSION
from openqof.datasets.swap import aside, locked

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from openqof.engine.tables import Tables

Telling = Callable[[str], None]
"""Told what is being read, for a progress line."""


@dataclass(frozen=True, slots=True)
class Commissioner:
    """A body of a year and how many practices it has."""

    code: str
    name: str | None
    nation: str
    practices: int


@dataclass(frozen=True, slots=True)
class Store:
    """The local store at a path; the file is made by the first add."""

    path: Path

    @classmethod
    def open(cls, path: Path | str | None = None) -> Store:
        """The store at a path, else the default one; BadInput when the file there is not a store of ours."""
        store = cls(Path(path) if path is not None else default_path())
        if store.path.exists():
            with store._reading():
                pass
        return store

    def add(
        self,
        paths: Sequence[Path | str],
        *,
        year: FinancialYear | None = None,
        replace: bool = False,
        tell: Telling = lambda _: None,
    ) -> list[Receipt]:
        """Read, check and keep files, folders and zips: all of them, or none when any has a problem.

        `year` is the financial year of files that do not say theirs. With `replace`, rows of the same kind
        that another file brought give way. A file already kept is left alone, and its receipt says so.
        BadInput with every problem of every file.
        """
        with TemporaryDirectory(prefix="openqof-") as staging:
            batch = read_all(
                [Path(p) for p in paths],
                Path(staging),
                year=year,
                tell=tell,
                kept=keeping.receipts(self.files()),
            )
            if batch.problems:
                raise BadInput(batch.problems)
            with locked(self.path):
                return self._keep(batch, replace=replace)

    def _keep(self, batch: Batch, *, replace: bool) -> list[Receipt]:
        if not batch.staged:
            return batch.receipts
        with aside(self.path) as connection:
            keeping.prepare(connection)
            return keeping.keep(connection, batch, replace=replace)

    def put(self, name: str, tables: Tables, *, sha256: str, kind: str, title: str) -> Receipt:
        """Keep tables made by a program under a name, in place of any earlier ones of that name.

        `sha256` identifies what they were made from: rows take it as their file.
        """
        with (
            TemporaryDirectory(prefix="openqof-") as staging,
            locked(self.path),
            aside(self.path) as connection,
        ):
            keeping.prepare(connection)
            made = keeping.stage_tables(
                tables, Path(staging), name=name, sha256=sha256, kind=kind, title=title
            )
            keeping.drop(connection, [file.sha256 for file in keeping.files(connection) if file.name == name])
            return keeping.keep(connection, made, replace=True)[0]

    def remove(self, name_or_sha: str) -> list[keeping.KeptFile]:
        """Take out a file and its rows, by its name or at least eight characters of its sha256."""
        with locked(self.path):
            found = self.find(name_or_sha)
            with aside(self.path) as connection:
                keeping.prepare(connection)
                keeping.drop(connection, [file.sha256 for file in found])
        return found

    def find(self, name_or_sha: str) -> list[keeping.KeptFile]:
        """The entries of one kept file; BadInput when there is none, or more than one has that name."""
        return keeping.find(self.files(), name_or_sha, store=self.path)

    def files(self) -> list[keeping.KeptFile]:
        """What the store holds, in the order it was added."""
        if not self.path.exists():
            return []
        with self._reading() as connection:
            return keeping.files(connection)

    def years(self) -> list[FinancialYear]:
        """The financial years any row is of, oldest first."""
        if not self.path.exists():
            return []
        with self._reading() as connection:
            there = sorted(sql.tables(connection) & TABLES.keys())
            query = " UNION ".join(f"SELECT year FROM {name} WHERE year IS NOT NULL" for name in there)
            return sorted(FinancialYear.parse(row[0]) for row in sql.rows(connection, query))

    def tables(
        self, year: FinancialYear, commissioner: str | None = None, *, required: bool = False
    ) -> Tables:
        """The shared tables of a year, several sources made one; national rows are always there.

        Empty tables when the store holds nothing of the year, or BadInput when `required`.
        """
        if required and year not in (held := self.years()):
            has = (
                f"It holds {', '.join(map(str, held))}."
                if held
                else "It holds nothing yet: openqof data add PATH."
            )
            raise refusal(str(self.path), codes.NOT_KEPT, f"the store has nothing of {year}.", has)
        with self._reading() as connection:
            return year_tables(connection, year, commissioner)

    def commissioners(self, year: FinancialYear) -> list[Commissioner]:
        """The commissioners of a year, by code."""
        practices = self.tables(year).practices.drop_nulls("commissioner")
        grouped: dict[tuple[str, str], list[str | None]] = {}
        for code, nation, name in practices.select("commissioner", "nation", "commissioner_name").iter_rows():
            grouped.setdefault((code, nation), []).append(name)
        return [
            Commissioner(code, next((n for n in names if n), None), nation, len(names))
            for (code, nation), names in sorted(grouped.items())
        ]

    def practices_over_time(self) -> list[PracticeEvent]:
        """Openings, closures, mergers and changes of commissioner, one event a practice, year and kind."""
        with self._reading() as connection:
            return practices_over_time(connection, self.years())

    @contextmanager
    def _reading(self) -> Iterator[DuckDBPyConnection]:
        """A read-only connection; an empty store in memory where there is no file yet."""

        if not self.path.exists():
            with sql.connect() as connection:
                keeping.prepare(connection)
                yield connection
            return
        with _opened(self.path) as connection:
            yield connection


def default_path() -> Path:
    """OPENQOF_STORE, else store.duckdb in the user's data folder."""
    if named := os.environ.get("OPENQOF_STORE"):
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("openqof") / "store.duckdb"


@contextmanager
def _opened(path: Path) -> Iterator[DuckDBPyConnection]:
    import duckdb

    try:
        connection = sql.connect(path, read_only=True)
    except duckdb.Error as error:
        raise sql.damaged(path, "the file is not a store, or is damaged.") from error
    with connection:
        try:
            version = sql.value(connection, "SELECT version FROM about")
        except duckdb.Error as error:
            raise sql.damaged(path, "the file is a DuckDB database but not a store.") from error
        if version != VERSION:
            raise sql.damaged(
                path, f"the store is of version {version}; this program reads version {VERSION}."
            )
        with sql.reading_store(path):
            yield connection
