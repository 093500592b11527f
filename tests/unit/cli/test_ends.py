"""How a command ends that is stopped, that nobody reads, or that has nowhere to write."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import typer
from typer.testing import CliRunner

from openqof.cli import main as start
from openqof.cli.common import Format, reports_problems, show_table
from openqof.core.changed import CHANGED
from openqof.core.problems import BadInput, Problem
from openqof.datasets import sql

OPENQOF = [sys.executable, "-m", "openqof"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("arguments", [["--help"], ["show"], ["show", "--format", "csv"]])
def test_a_full_disk_is_one_line(arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*OPENQOF, *arguments], stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1
    assert done.stderr == "The output cannot be written: No space left on device.\n"


@pytest.mark.skipif(os.name != "posix", reason="pipes are closed otherwise here")
def test_a_closed_pipe_is_quiet() -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([*OPENQOF, "show", "--format", "csv"], stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


def test_the_package_runs_as_the_command_does() -> None:
    done = subprocess.run([*OPENQOF, "compare", "nosuch/scheme"], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("nosuch/scheme  L013  ")


def test_text_that_a_spreadsheet_would_run_is_put_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    text = ["=1+1", "+cmd", "-cmd", "@sum", "\tx", "\r=x", "-1+2", "plain", "-12.50", "+3%", "-1,204.00"]
    rows = [{"=name": each, "n": n} for each, n in zip(text, range(-5, 6), strict=True)]
    rows += [{"=name": None, "n": Decimal("-1.5")}]
    show_table(rows, {"=name": "Name", "n": "N"}, form=Format.CSV)
    heading, *found = csv.reader(io.StringIO(capsys.readouterr().out, newline=""))
    assert heading == ["'=name", "n"]
    assert [cell for cell, _ in found] == [*(f"'{each.lstrip(chr(13))}" for each in text[:7]), *text[7:], ""]
    assert [n for _, n in found] == [*map(str, range(-5, 6)), "-1.5"]


def run(command: object, *, changes: bool = False) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(reports_problems(command, changes=changes))  # type: ignore[arg-type]
    done = CliRunner().invoke(app, [])
    return done.exit_code, done.stderr


def test_only_what_changes_something_says_that_nothing_was_changed() -> None:
    def refuses() -> None:
        raise BadInput([Problem("a.csv", 0, 0, "D102", "the file is empty.")])

    assert run(refuses)[1].splitlines()[-1] == "1 problem."
    assert run(refuses, changes=True)[1].splitlines()[-1] == "1 problem. Nothing was changed."


def test_stopped_before_and_after_the_change() -> None:
    def early() -> None:
        raise KeyboardInterrupt

    def late() -> None:
        CHANGED.add(Path("store.duckdb"))
        raise KeyboardInterrupt

    assert run(early, changes=True) == (130, "Stopped. Nothing was changed.\n")
    assert run(late, changes=True) == (130, "Stopped.\n")
    CHANGED.clear()


def test_stopped_while_the_command_is_being_loaded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "_run", stop)
    with pytest.raises(SystemExit) as left:
        start.main()
    assert (left.value.code, capsys.readouterr().err) == (130, "Stopped. Nothing was changed.\n")


@pytest.mark.parametrize("error", [RuntimeError("Query interrupted"), duckdb.InterruptException("INTERRUPT")])
def test_what_duckdb_says_of_ctrl_c_is_ctrl_c(error: Exception) -> None:
    with pytest.raises(KeyboardInterrupt), sql.reading_store(Path("store.duckdb")):
        raise error


def test_no_room_is_not_called_damage() -> None:
    with pytest.raises(BadInput, match="D118  there is no room left"), sql.reading_store(Path("s.duckdb")):
        raise duckdb.OutOfMemoryException("Out of Memory Error: no.")


def test_control_characters_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    show_table([{"name": "A\x1b[31m Surgery\x07\x9b"}], {"name": "NAME"})
    assert capsys.readouterr().out.splitlines()[1] == "A[31m Surgery"
