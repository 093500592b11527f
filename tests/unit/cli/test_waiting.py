"""A line says what is being done, on a terminal and only when it takes its time."""

from __future__ import annotations

import io
from time import sleep

import pytest
import rich.console

from openqof.cli import waiting as module
from openqof.cli.waiting import waiting


def shown(monkeypatch: pytest.MonkeyPatch, *, terminal: bool, patience: float) -> str:
    written = io.StringIO()
    console = rich.console.Console(file=written, force_terminal=terminal)
    monkeypatch.setattr(rich.console, "Console", lambda **_: console)
    monkeypatch.setattr(module, "PATIENCE", patience)
    with waiting("reading the store") as tell:
        sleep(0.1)
        tell("risk")
        sleep(0.3)
    return written.getvalue()


def test_on_a_terminal_slow_work_says_what_it_is_at(monkeypatch: pytest.MonkeyPatch) -> None:
    said = shown(monkeypatch, terminal=True, patience=0.0)
    assert "reading the store …" in said
    assert "risk …" in said


def test_quick_work_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, terminal=True, patience=60.0) == ""


def test_nothing_is_shown_where_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, terminal=False, patience=0.0) == ""
