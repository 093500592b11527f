"""What holds for every command: an example in its help, a light start, the exit codes."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest
import typer

from openqof.cli.app import app

HEAVY = ("numpy", "polars", "duckdb", "pyarrow", "altair", "httpx", "jinja2", "rich")


def leaves(command: click.Command, path: tuple[str, ...]) -> list[tuple[tuple[str, ...], click.Command]]:
    children = getattr(command, "commands", {})
    if not children:
        return [(path, command)]
    return [leaf for name, child in children.items() for leaf in leaves(child, (*path, name))]


LEAVES = leaves(typer.main.get_command(app), ("openqof",))


@pytest.mark.parametrize(("path", "command"), LEAVES, ids=[" ".join(path) for path, _ in LEAVES])
def test_help_says_what_it_does_and_shows_an_example(path: tuple[str, ...], command: click.Command) -> None:
    words = command.get_help(click.Context(command, info_name=" ".join(path)))
    assert "Example" in words, f"{' '.join(path)} --help has no example"
    assert " ".join(path) in words.split("Example", 1)[1]


def test_nothing_heavy_is_imported_before_a_command_runs() -> None:
    code = f"import sys, openqof.cli.app; print([m for m in {HEAVY} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "openqof", *arguments], capture_output=True, text=True)


def test_an_unknown_command_is_wrong_usage() -> None:
    result = run("prise")
    assert result.returncode == 2
    assert "prise" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_law_that_does_not_exist_is_a_problem_not_a_traceback() -> None:
    result = run("show", "qof/2031-32")
    assert result.returncode == 1
    assert "There is no law of qof/2031-32" in result.stderr
    assert "`openqof show` lists all there is" in result.stderr
    assert "Traceback" not in result.stderr


def test_show_without_a_name_lists_every_year_and_scheme() -> None:
    result = run("show")
    assert result.returncode == 0
    for name in ("qof/2013-14", "qof/2026-27", "qof-scotland/2015-16", "aylesbury-vale/pcds-2015"):
        assert name in result.stdout
