"""openqof data: published files into the local store, and what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openqof.cli.common import (
    Format,
    FormatOption,
    StoreOption,
    counted,
    ended,
    progress,
    remark,
    reports_problems,
    say,
    show_table,
    wrong_usage,
)
from openqof.cli.demo import demo
from openqof.core.years import FinancialYear

if TYPE_CHECKING:
    from openqof.datasets.keeping import KeptFile
    from openqof.datasets.receipts import Receipt
    from openqof.datasets.store import Store

data_app = typer.Typer(
    name="data",
    help="Published files into the local store, and what it holds.",
    rich_markup_mode=None,
    no_args_is_help=True,
)
SHORT_SHA = 12
VIEWS = ("practices", "counts", "prevalence", "payments", "measures", "changes", "commissioners")

data_app.command("demo", epilog="Example: openqof data demo --seed 7")(demo)

YearOption = Annotated[str | None, typer.Option("--year", help="a financial year, as 2015/16")]
ReplaceOption = Annotated[
    bool, typer.Option("--replace", help="take the place of files that hold the same rows")
]


def register(app: typer.Typer) -> None:
    """Add the data commands to the application."""
    app.add_typer(data_app)


def _year(text: str | None) -> FinancialYear | None:
    if text is None:
        return None
    try:
        return FinancialYear.parse(text)
    except ValueError as error:
        wrong_usage(f"--year: {ended(error)}")


def _store(path: Path | None) -> Store:
    from openqof.datasets.store import Store

    return Store.open(path)


@data_app.command(epilog="Example: openqof data add QOF2324.zip nhspaymentsgp-22-23-prac-csv.csv")
@reports_problems(changes=True)
def add(
    paths: Annotated[list[Path], typer.Argument(help="files, folders and zips, as published")],
    year: YearOption = None,
    replace: ReplaceOption = False,
    form: FormatOption = Format.TABLE,
    store: StoreOption = None,
) -> None:
    """Read, check and keep published files: all of them, or none when any has a problem.

    What each file is, is told by its content. What was taken and what was left out, and why, is said.
    --year is for files that do not say theirs, in themselves or their name.
    """
    kept = _store(store)
    with _telling() as tell:
        receipts = kept.add(paths, year=_year(year), replace=replace, tell=tell)
    _show_receipts(receipts, form)
    if form is Format.TABLE:
        remark(f"Store: {kept.path}")


@contextmanager
def _telling() -> Iterator[Callable[[str], None]]:
    """A line on a terminal that says which file is being read; silent elsewhere."""
    from rich.console import Console

    with Console(stderr=True).status("reading") as status:
        yield lambda name: status.update(f"reading {name}")


def _show_receipts(receipts: list[Receipt], form: Format) -> None:
    if form is Format.TABLE:
        for receipt in receipts:
            for line in _receipt_lines(receipt):
                say(line)
        return
    rows = [
        {
            "file": r.file,
            "kind": r.title,
            "years": " ".join(r.years),
            "state": r.state,
            "taken": _taken(r.taken),
            "left_out": "; ".join(map(str, r.left_out)),
            "remarks": "; ".join(r.remarks),
            "sha256": r.sha256,
        }
        for r in receipts
    ]
    show_table(rows, {key: key for key in rows[0]} if rows else {}, form=form)


def _receipt_lines(receipt: Receipt) -> list[str]:
    years = f", {', '.join(receipt.years)}" if receipt.years else ""
    lines = [f"{receipt.file}: {receipt.title}{years}"]
    if receipt.state == "already kept":
        return [*lines, "  already in the store, nothing to do"]
    lines.append(f"  took      {_taken(receipt.taken)}" if receipt.taken else "  kept nothing")
    lines += [f"  replaced  {name}" for name in receipt.replaced]
    lines += [f"  left out  {left}" for left in receipt.left_out]
    return lines + [f"  note      {said}" for said in receipt.remarks]


def _taken(taken: Any) -> str:
    return ", ".join(f"{rows:,} {table}" for table, rows in taken.items())


@data_app.command("list", epilog="Example: openqof data list --format csv")
@reports_problems
def list_files(form: FormatOption = Format.TABLE, store: StoreOption = None) -> None:
    """List the files in the store, in the order they were added."""
    files = _store(store).files()
    if not files and form is Format.TABLE:
        remark("The store is empty. Add a published file: openqof data add PATH")
        return
    columns = {
        "sha256": "SHA256",
        "name": "FILE",
        "title": "KIND",
        "years": "YEARS",
        "rows": "ROWS",
        "added": "ADDED",
    }
    show_table([_row(f, whole=form is not Format.TABLE) for f in files], columns, form=form, right=("rows",))


def _row(file: KeptFile, *, whole: bool) -> dict[str, Any]:
    years = file.years if len(file.years) < 3 else (file.years[0], "to", file.years[-1])
    return {
        "sha256": file.sha256 if whole else file.sha256[:SHORT_SHA],
        "name": f"{file.name}/{file.member}" if file.member else file.name,
        "title": file.title,
        "years": " ".join(file.years if whole else years),
        "rows": sum(file.taken.values()) if whole else f"{sum(file.taken.values()):,}",
        "added": f"{file.added:%Y-%m-%d %H:%M}",
    }


@data_app.command(epilog="Example: openqof data show payments --year 2015/16 --commissioner 10Y --rows 5")
@reports_problems
def show(
    what: Annotated[str, typer.Argument(help=f"a file's name or sha256, or one of {', '.join(VIEWS)}")],
    year: YearOption = None,
    commissioner: Annotated[str | None, typer.Option("--commissioner", help="only its practices")] = None,
    rows: Annotated[int, typer.Option("--rows", min=0, help="how many rows to show; 0 for all")] = 20,
    form: FormatOption = Format.TABLE,
    store: StoreOption = None,
) -> None:
    """Show a file's receipt, a table of a year, its commissioners, or what changed among practices."""
    kept, asked = _store(store), _year(year)
    if what not in VIEWS:
        _show_file(kept, what, form)
        return
    found = _changes(kept, asked) if what == "changes" else _of_year(kept, what, asked, commissioner)
    limit = rows or len(found)
    if form is Format.TABLE:
        found = [row | {"file": row["file"][:SHORT_SHA]} if "file" in row else row for row in found]
    columns = {key: key.upper() if form is Format.TABLE else key for key in (found[0] if found else {})}
    show_table(found[:limit], columns, form=form)
    if len(found) > limit:
        remark(f"{limit:,} of {len(found):,} rows; --rows 0 shows them all.")
    elif not found:
        remark(f"The store has no {what}" + (f" of {asked}." if asked else "."))


def _of_year(
    store: Store, what: str, year: FinancialYear | None, commissioner: str | None
) -> list[dict[str, Any]]:
    from dataclasses import asdict

    if year is None:
        held = ", ".join(map(str, store.years())) or "none yet"
        wrong_usage(f"Say which year: --year 2015/16. The store has {held}.")
    tables = store.tables(year, commissioner, required=True)
    if what == "commissioners":
        return [asdict(one) for one in store.commissioners(year)]
    return list(getattr(tables, what).iter_rows(named=True))


def _changes(store: Store, year: FinancialYear | None) -> list[dict[str, Any]]:
    from dataclasses import asdict

    return [asdict(event) for event in store.practices_over_time() if year is None or event.year == str(year)]


def _show_file(store: Store, name: str, form: Format) -> None:
    from openqof.core.problems import BadInput

    try:
        files = store.find(name)
    except BadInput:
        if "." not in name and len(name) < SHORT_SHA:
            wrong_usage(f"{name!r} is neither a file in the store nor one of {', '.join(VIEWS)}.")
        raise
    if form is not Format.TABLE:
        rows = [
            _row(f, whole=True) | {"left_out": "; ".join(f.left_out), "remarks": "; ".join(f.remarks)}
            for f in files
        ]
        show_table(rows, {key: key for key in rows[0]}, form=form)
        return
    for file in files:
        for line in _file_lines(file):
            say(line)


def _file_lines(file: KeptFile) -> list[str]:
    receipt = file.receipt
    return [
        f"{receipt.file}: {file.title}{', ' if file.years else ''}{', '.join(file.years)}",
        f"  sha256    {file.sha256}",
        f"  added     {file.added:%Y-%m-%d %H:%M}, {counted(file.size, 'byte')}",
        f"  took      {_taken(file.taken)}",
        *(f"  left out  {left}" for left in file.left_out),
        *(f"  note      {said}" for said in file.remarks),
    ]


@data_app.command(epilog="Example: openqof data remove 14-15.csv")
@reports_problems(changes=True)
def remove(
    name: Annotated[str, typer.Argument(help="a file's name, or the start of its sha256")],
    store: StoreOption = None,
) -> None:
    """Take a file out of the store, with every row it brought."""
    for file in _store(store).remove(name):
        say(f"removed {file.receipt.file}: {_taken(file.taken)}")


@data_app.command(epilog="Example: openqof data fetch qof 2024-25")
@reports_problems(changes=True)
def fetch(
    dataset: Annotated[str, typer.Argument(help="qof, payments, epraccur, epcmem, succ or epracmem")],
    year: Annotated[str | None, typer.Argument(help="the financial year, for qof and payments")] = None,
    to: Annotated[
        Path | None, typer.Option("--to", help="folder to keep the file in [default: your cache folder]")
    ] = None,
    address: Annotated[str | None, typer.Option("--from", help="another address to fetch it from")] = None,
    replace: ReplaceOption = False,
    form: FormatOption = Format.TABLE,
    store: StoreOption = None,
) -> None:
    """Download an official file, check it and add it to the store.

    A download that was cut off goes on where it stopped. Nothing is kept of one that is not whole.
    """
    from openqof.datasets.official import published

    asked = _year(year)
    if address is None:
        address = published(dataset, asked).address
    path = _fetched(address, to)
    _show_receipts(_store(store).add([path], year=asked, replace=replace), form)


def _fetched(address: str, to: Path | None) -> Path:
    from platformdirs import user_cache_path

    from openqof.datasets.fetch import fetch as fetch_file
    from openqof.datasets.fetch import name_of

    remark(f"From {address}")
    with progress(name_of(address)) as bar:
        task = bar.add_task("download", total=None)
        came = fetch_file(
            address,
            to or user_cache_path("openqof") / "published",
            moved=lambda here, whole: bar.update(task, completed=here, total=whole),
        )
    resumed = f", {came.resumed_from:,} of them here before" if came.resumed_from else ""
    remark(f"{came.path}: {came.size:,} bytes{resumed}, sha256 {came.sha256}")
    return came.path
