"""The documentation speaks of things that are there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from openqof.cli.app import app

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    missing = [link for link in local if not (page.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_shown_exists(page: Path) -> None:
    shown = set(re.findall(r"(?:^|[`$ ])openqof ([a-z]+)", page.read_text(encoding="utf-8"), flags=re.M))
    prose = {"on", "is", "has", "and", "from", "works"}
    assert not shown - set(COMMANDS) - prose


def test_the_makefile_has_what_the_readme_shows() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M))
    shown = set(re.findall(r"^make ([a-z-]+)$", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.M))
    assert {"demo", "test"} <= shown <= targets


def test_the_generated_pages_are_up_to_date() -> None:
    result = subprocess.run(
        [sys.executable, "scripts/make_docs.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from openqof.datasets.demo import keep
    from openqof.datasets.store import Store

    path = tmp_path_factory.mktemp("docs") / "store.duckdb"
    keep(Store.open(path))
    return path


@pytest.mark.parametrize("name", ["README.md", "docs/how-to/explain-a-figure.md"])
def test_the_explanation_shown_is_the_one_printed(name: str, demonstration: Path) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    command = re.search(r"^(?:\$ )?openqof (explain .*--indicator .*)$", page, flags=re.M)
    assert command is not None
    result = CliRunner().invoke(app, [*command[1].split(), "--store", str(demonstration)])
    printed = [line for line in result.stdout.splitlines() if line.startswith("  ")]
    assert len(printed) >= 5
    for line in printed:
        assert line in page


def test_lock_files_hold_hashes_and_no_address() -> None:
    for lock in ROOT.glob("**/requirements*.lock"):
        if ".venv" in lock.parts:
            continue
        text = lock.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "index-url" not in text
