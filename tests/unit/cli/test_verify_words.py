"""What `openqof verify` takes for a command and what for a run folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from openqof.cli.app import app


def verify(*words: str) -> Result:
    return CliRunner().invoke(app, ["verify", *words])


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["run", "pounds", "ponds", "aylesbury"])
def test_a_folder_that_is_there_wins(here: Path, name: str) -> None:
    (here / name).mkdir()
    result = verify(name)
    assert (result.exit_code, "P291" in result.stdout) == (1, True)
    assert result.stderr == f"1 problem in {name}.\n"


@pytest.mark.parametrize("options", [(), ("--files-only",), ("--store", "other.duckdb")])
def test_a_folder_called_run_leaves_the_command_run_to_its_folder(
    here: Path, options: tuple[str, ...]
) -> None:
    for name in ("run", "other"):
        (here / name).mkdir()
    assert verify("run", *options, "other").stderr == "1 problem in other.\n"
    assert verify("run", *options).stderr == "1 problem in run.\n"


@pytest.mark.parametrize(("word", "nearest"), [("runn", "run"), ("ponds", "pounds")])
def test_a_misspelt_command_is_answered_with_the_nearest(here: Path, word: str, nearest: str) -> None:
    result = verify(word, "--year", "2015/16")
    assert result.exit_code == 2
    assert f"Did you mean openqof verify {nearest}?" in result.stderr


def test_a_path_that_is_not_there_is_no_misspelt_command(here: Path) -> None:
    assert "P291" in verify("runs/run").stdout
