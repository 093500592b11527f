"""Reading folders, zips and files into staged Parquet: nothing reaches the store from here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import polars as pl

from openqof.core.problems import BadInput, Problem
from openqof.core.years import FinancialYear
from openqof.datasets import codes, sql, wanted
from openqof.datasets.receipts import LeftOut, Reading, Receipt, refusal
from openqof.datasets.recognise import recognise
from openqof.datasets.schema import KEPT, SQL_TYPES
from openqof.datasets.sheets import form_of, sha256_of
from openqof.datasets.source import Kind
from openqof.datasets.swap import MEMORY
from openqof.datasets.zips import Member, unpacked
from openqof.engine.shapes import blanks

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

READ = (".csv", ".parquet", ".zip", ".json", ".tsv", ".txt")
"""What is looked at in a folder; a file named on the command line is looked at whatever its name."""

NAMED = 5
"""Contradictions named before the rest are only counted."""

POLARS_TYPES = {"VARCHAR": pl.String, "DOUBLE": pl.Float64, "BIGINT": pl.Int64, "DATE": pl.Date}


@dataclass(frozen=True, slots=True)
class Staged:
    """One file or zip member read: its receipt, a Parquet file for each table it fills, where it lies."""

    receipt: Receipt
    member: str
    size: int
    frames: Mapping[str, Path] = field(default_factory=dict)
    place: str = ""


@dataclass(slots=True)
class Batch:
    """Everything given in one go. `passed_over` are files of a folder of no known kind."""

    staged: list[Staged] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    passed_over: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Given:
    """One file as it lies on disk, with what the command said about it."""

    path: Path
    name: str
    sha256: str
    size: int
    staging: Path
    year: FinancialYear | None
    in_folder: bool

    def placed(self, problem: Problem) -> Problem:
        """A problem naming a file in a folder as the person who named the folder would find it."""
        return replace(problem, file=self.place(problem.file)) if self.in_folder else problem

    def place(self, name: str) -> str:
        """The same for the name of the file itself, or of a member of it."""
        return str(self.path) + name.removeprefix(self.name) if self.in_folder else name


def read_all(
    paths: Sequence[Path],
    staging: Path,
    *,
    year: FinancialYear | None,
    tell: Callable[[str], None],
    kept: Mapping[str, Sequence[Receipt]],
) -> Batch:
    """Read every file, gathering all problems. `kept` are receipts of files already in the store."""
    batch = Batch()
    seen: set[str] = set()
    for number, (path, in_folder) in enumerate(_files(paths, batch)):
        sha = _sha256_of(path, batch, str(path) if in_folder else path.name)
        if sha is None or sha in seen:
            continue
        seen.add(sha)
        if sha in kept:
            batch.receipts.extend(kept[sha])
            continue
        tell(path.name)
        room = staging / str(number)
        room.mkdir()
        _read_into(batch, Given(path, path.name, sha, path.stat().st_size, room, year, in_folder))
    if batch.problems:
        batch.problems.extend(batch.passed_over)
    return batch


def _files(paths: Sequence[Path], batch: Batch) -> Iterator[tuple[Path, bool]]:
    for path in paths:
        if path.is_dir():
            inside = [p for p in sorted(path.rglob("*")) if p.is_file() and p.suffix.lower() in READ]
            if not inside:
                batch.problems.append(
                    Problem(str(path), 0, 0, codes.NOT_THERE, "the folder holds no file to read.")
                )
            yield from ((p, True) for p in inside)
        elif path.is_file():
            yield path, False
        else:
            says = "it is not a file." if path.exists() else "there is no such file."
            batch.problems.append(Problem(str(path), 0, 0, codes.NOT_THERE, says))


def _read_into(batch: Batch, given: Given) -> None:
    try:
        if form_of(given.path, given.name) == "zip":
            _read_zip(batch, given)
        else:
            _read_one(batch, given, Member(given.name, given.path))
    except BadInput as bad:
        batch.problems.extend(map(given.placed, bad.problems))
    except OSError as error:
        batch.problems.append(_unread(given.place(given.name), error))


def _sha256_of(path: Path, batch: Batch, place: str) -> str | None:
    """The sha256 of a file; None, and a problem, where it cannot be read."""
    try:
        return sha256_of(path)
    except OSError as error:
        batch.problems.append(_unread(place, error))
        return None


def _unread(name: str, error: OSError) -> Problem:
    return Problem(name, 0, 0, codes.NOT_THERE, f"it cannot be read: {error.strerror or error}.")


def _read_zip(batch: Batch, given: Given) -> None:
    """Each member by itself; those of no known kind are left out and said, as long as one is known."""
    unknown: list[Problem] = []
    before = len(batch.staged) + len(batch.receipts)
    for member in unpacked(given.path, given.name, given.staging):
        if PurePosixPath(member.name).suffix.lower() not in READ:
            unknown.append(Problem(f"{given.name}/{member.name}", 0, 0, codes.UNKNOWN, "not read."))
            continue
        try:
            _read_one(batch, given, member)
        except BadInput as bad:
            aside, wrong = _apart(bad)
            unknown.extend(aside)
            batch.problems.extend(map(given.placed, wrong))
    if len(batch.staged) + len(batch.receipts) == before:
        raise BadInput(
            unknown or [Problem(given.name, 0, 0, codes.UNKNOWN, "the zip holds no file that can be read.")]
        )
    for problem in unknown:
        batch.receipts.append(_passed_over(given, problem))


def _apart(bad: BadInput) -> tuple[list[Problem], list[Problem]]:
    unknown = [p for p in bad.problems if p.code in (codes.UNKNOWN, codes.WORKBOOK)]
    return unknown, [p for p in bad.problems if p not in unknown]


def _passed_over(given: Given, problem: Problem) -> Receipt:
    return Receipt(
        problem.file,
        given.sha256,
        "unknown",
        "not of a known kind",
        (),
        {},
        remarks=(problem.message,),
        state="not kept",
    )


def _read_one(batch: Batch, given: Given, member: Member) -> None:
    name = given.name if member.path == given.path else f"{given.name}/{member.name}"
    folders = (given.name, given.path.parent.name)
    try:
        kind, source = recognise(member.path, name, staging=given.staging, year=given.year, folders=folders)
    except BadInput as bad:
        if (
            given.in_folder
            and member.path == given.path
            and all(p.code == codes.UNKNOWN for p in bad.problems)
        ):
            batch.receipts.append(_passed_over(given, bad.problems[0]))
            batch.passed_over.extend(map(given.placed, bad.problems))
            return
        raise
    reading = kind.read(source)
    staged = _staged(given, kind, reading, name=name, member=member)
    if staged.frames:
        batch.staged.append(staged)
    else:
        batch.receipts.append(staged.receipt)


def _staged(given: Given, kind: Kind, reading: Reading, *, name: str, member: Member) -> Staged:
    frames, taken, years, repeats = {}, {}, set[str](), list[LeftOut]()
    for table, frame in reading.frames.items():
        path = (
            member.path.with_name(f"{member.path.name}.{table}.parquet")
            if member.path != given.path
            else (given.staging / f"{table}.parquet")
        )
        came = stage(frame, table, path, sha256=given.sha256, name=name)
        repeats.extend(came.repeats)
        if came.rows:
            frames[table], taken[table] = path, came.rows
            years |= came.years
    if kind.keeps and not taken:
        raise BadInput(_nothing(name, reading.left_out))
    receipt = Receipt(
        name,
        given.sha256,
        kind.id,
        kind.title,
        tuple(sorted(years)),
        taken,
        (*reading.left_out, *repeats),
        reading.remarks,
        state="added" if taken else "not kept",
    )
    return Staged(
        receipt, member.name if member.path != given.path else "", given.size, frames, given.place(name)
    )


def _nothing(name: str, left_out: Sequence[LeftOut]) -> list[Problem]:
    why = "; ".join(map(str, left_out)) or "the file holds no rows"
    return [Problem(name, 0, 0, codes.NOTHING, f"no row could be used: {why}.")]


@dataclass(frozen=True, slots=True)
class Came:
    """What was staged of a table: how many rows, of which years, and the repeats that were left out."""

    rows: int
    years: set[str]
    repeats: tuple[LeftOut, ...] = ()


def stage(frame: pl.LazyFrame, table: str, path: Path, *, sha256: str, name: str) -> Came:
    """Stream a frame to Parquet in the table's shape, each row once.

    Rows that repeat another exactly are said where the frame has `at_line`, one of its rows being one of
    the file's; elsewhere rows are made of several, and those alike are one.
    """
    columns = KEPT[table].columns
    have = frame.collect_schema().names()
    lines = [pl.col("at_line")] if "at_line" in have else []
    shaped = frame.select(
        *lines,
        *(
            (pl.col(c.name) if c.name in have else pl.lit(sha256 if c.name == "file" else None))
            .cast(POLARS_TYPES[SQL_TYPES[c.kind]])
            .alias(c.name)
            for c in columns
        ),
    ).with_columns(blanks(KEPT[table]))
    try:
        shaped.sink_parquet(path)
    except pl.exceptions.PolarsError as error:
        raise refusal(name, codes.UNREADABLE, f"the rows cannot be read: {_first_line(error)}.") from error
    repeats = _check_once(path, table, name, lined=bool(lines))
    return Came(*_size_and_years(path, "year" in {c.name for c in columns}), repeats)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


def _size_and_years(path: Path, dated: bool) -> tuple[int, set[str]]:
    scan = pl.scan_parquet(path, glob=False)
    rows = int(scan.select(pl.len()).collect().item())
    if not dated:
        return rows, set()
    years = scan.select(pl.col("year").unique()).collect(engine="streaming").get_column("year").drop_nulls()
    return rows, set(years)


def _check_once(path: Path, table: str, name: str, *, lined: bool) -> tuple[LeftOut, ...]:
    """Drop rows that repeat another exactly; BadInput when two rows of one key differ."""

    keys, whole = ", ".join(f'"{key}"' for key in KEPT[table].key), sql.parquet(path)
    once = f"(SELECT DISTINCT {'* EXCLUDE (at_line)' if lined else '*'} FROM {whole})"
    repeats: tuple[LeftOut, ...] = ()
    with sql.connect(config={"memory_limit": MEMORY, "temp_directory": str(path.parent)}) as connection:
        count = f"SELECT (SELECT count(*) FROM {whole}), (SELECT count(*) FROM {once})"
        (total, distinct, keyed) = sql.rows(
            connection, f"{count}, (SELECT count(*) FROM (SELECT DISTINCT {keys} FROM {whole}))"
        )[0]
        if keyed < distinct:
            several = f"SELECT {keys}, count(*) FROM {once} GROUP BY {keys} HAVING count(*) > 1"
            query = f"{several} ORDER BY {keys} LIMIT {NAMED}"
            raise BadInput(_contradictions(name, table, sql.rows(connection, query), distinct - keyed))
        if lined and distinct < total:
            repeats = (_repeats(connection, whole, keys, total - distinct),)
    if lined or distinct < total:
        _rewrite(path, unique=distinct < total)
    return repeats


def _repeats(connection: DuckDBPyConnection, whole: str, keys: str, rows: int) -> LeftOut:
    """The rows left out since an earlier one says the same, the first of them by their line."""
    first = f"SELECT {keys}, min(at_line) AS earlier FROM {whole} GROUP BY {keys} HAVING count(*) > 1"
    same = " AND ".join(f"again.{key} IS NOT DISTINCT FROM twice.{key}" for key in keys.split(", "))
    query = (
        f"SELECT at_line, earlier FROM {whole} again JOIN ({first}) twice ON {same}"
        f" WHERE at_line > earlier ORDER BY at_line LIMIT {wanted.EXAMPLES}"
    )
    lines = tuple(f"line {line} as line {earlier}" for line, earlier in sql.rows(connection, query))
    return LeftOut("the same as an earlier row", rows, lines)


def _rewrite(path: Path, *, unique: bool) -> None:
    """The file again without the lines its rows came from, and each row once."""
    kept, rows = path.with_suffix(".once.parquet"), pl.scan_parquet(path, glob=False)
    shaped = rows.drop("at_line", strict=False)
    (shaped.unique() if unique else shaped).sink_parquet(kept)
    kept.replace(path)


def _contradictions(name: str, table: str, differing: list[tuple[object, ...]], more: int) -> list[Problem]:
    problems = []
    for *key, count in differing:
        said = " ".join(str(part) for part in key if part is not None)
        message = f"{count} different rows of {table} for {said}."
        problems.append(Problem(name, 0, 0, codes.CONTRADICTS, message, "Which is right cannot be guessed."))
    if more > len(differing):
        problems.append(
            Problem(name, 0, 0, codes.CONTRADICTS, f"{more - len(differing):,} more rows contradict others.")
        )
    return problems


def as_json(values: Mapping[str, int]) -> str:
    """A small mapping as text, for the store's list of files."""
    return json.dumps(dict(values))
