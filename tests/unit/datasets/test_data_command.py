"""openqof data at the command line: what it prints, and its exit codes."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from file_server import Behaviour, serving
from openqof.cli.data import data_app
from published_shapes import payments, payments_row, qof_zip

Write = Callable[..., Path]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("OPENQOF_STORE", str(tmp_path / "store.duckdb"))
    return lambda *arguments: CliRunner().invoke(data_app, [str(a) for a in arguments])


def test_add_list_show_remove(run: Callable[..., Result], write: Write) -> None:
    text = payments(payments_row("A99001"), payments_row("TOTAL"))
    added = run("add", write("pay-18-19.csv", text))
    assert added.exit_code == 0
    assert added.stdout.splitlines() == [
        "pay-18-19.csv: NHS Payments to General Practice, 2018/19",
        "  took      1 practices, 5 payments",
        "  left out  1 row: a total, not a practice (first: line 3 TOTAL)",
    ]
    listed = list(csv.DictReader(io.StringIO(run("list", "--format", "csv").stdout)))
    assert [(row["name"], row["years"], row["rows"]) for row in listed] == [("pay-18-19.csv", "2018/19", "6")]
    assert listed[0]["sha256"][:12] in run("list").stdout
    assert "left out  1 row: a total" in run("show", "pay-18-19.csv").stdout
    shown = json.loads(run("show", "payments", "--year", "2018/19", "--format", "json").stdout)
    assert {row["line"]: row["amount"] for row in shown}["qof"] == 1000.5
    assert run("remove", "pay-18-19.csv").stdout == "removed pay-18-19.csv: 1 practices, 5 payments\n"
    empty = run("list")
    assert (empty.stdout, "The store is empty" in empty.stderr) == ("", True)


def test_adding_again_is_said(run: Callable[..., Result], write: Write) -> None:
    path = write("pay-18-19.csv", payments())
    run("add", path)
    again = run("add", path)
    assert (again.exit_code, "already in the store, nothing to do" in again.stdout) == (0, True)


def test_problems_are_all_listed_with_exit_code_one(
    run: Callable[..., Result], write: Write, tmp_path: Path
) -> None:
    failed = run("add", write("a.csv", ""), tmp_path / "gone.csv")
    assert failed.exit_code == 1
    assert failed.stderr.splitlines()[-1] == "2 problems. Nothing was changed."
    assert "a.csv  D102  the file is empty." in failed.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "x.csv", "--year", "2015/17"),
        ("add",),
        ("show", "payments"),
        ("show", "nonsense"),
        ("fetch", "qof", "soon"),
    ],
)
def test_wrong_usage_has_exit_code_two(run: Callable[..., Result], arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "no-such.csv"),
        ("remove", "no-such.csv"),
        ("show", "counts", "--year", "2015/16"),
        ("fetch", "qof"),
    ],
)
def test_what_is_not_there_has_exit_code_one(run: Callable[..., Result], arguments: tuple[str, ...]) -> None:
    failed = run(*arguments)
    assert failed.exit_code == 1
    assert "Traceback" not in failed.stderr


def test_rows_are_limited_and_said(run: Callable[..., Result], write: Write) -> None:
    run("add", write("pay-18-19.csv", payments()), write("pay-19-20.csv", payments(payments_row("A99001"))))
    shown = run("show", "payments", "--year", "2018-19", "--rows", "2")
    assert len(shown.stdout.splitlines()) == 3
    assert "2 of 10 rows" in shown.stderr
    assert "A99002" in run("show", "changes", "--year", "2018/19").stdout
    assert run("show", "commissioners", "--year", "2018/19").stdout.split()[-4:] == [
        "Some",
        "CCG",
        "England",
        "2",
    ]
    assert "The store has no changes of 2019/20." in run("show", "changes", "--year", "2019/20").stderr


def test_replace_says_what_gave_way(run: Callable[..., Result], write: Write) -> None:
    run("add", write("pay-18-19.csv", payments()))
    newer = write("pay-18-19-v2.csv", payments(payments_row("A99001")))
    assert run("add", newer).exit_code == 1
    assert "replaced  pay-18-19.csv" in run("add", newer, "--replace").stdout


def test_fetch_adds_what_came(run: Callable[..., Result], tmp_path: Path) -> None:
    body = qof_zip(tmp_path / "made.zip").read_bytes()
    with serving(Behaviour(body)) as address:
        came = run("fetch", "qof", "2023-24", "--from", address, "--to", tmp_path / "to", "--format", "json")
    assert came.exit_code == 0, came.stderr
    assert {row["state"] for row in json.loads(came.stdout)} == {"added"}
    assert f"From {address}\n" in came.stderr
    assert f"{len(body):,} bytes" in came.stderr
    assert (tmp_path / "to" / "QOF2324.zip").exists()


def test_help_is_light_and_has_examples(run: Callable[..., Result]) -> None:
    for command in ("add", "list", "show", "remove", "fetch"):
        assert "Example: openqof data" in run(command, "--help").stdout
    heavy = ("polars", "duckdb", "numpy", "httpx")
    program = f"import sys, openqof.cli.data; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
