"""An event without a time gets that of the moment it is written, so that writers who wait are in time."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audit_files import event
from openqof.core.governance.audit import AuditEvent
from openqof.core.problems import BadInput
from openqof.governance import audit, audit_codes
from openqof.governance.audit import append, append_all, verify
from openqof.governance.audit_chain import Entry, entry_of, moment

NOW = AuditEvent("Lay A", "", "chair", "decided", "scheme/one")
WRITERS, EACH = 8, 20
RECORDS = """
import sys
from typer.testing import CliRunner
from openqof.cli.commands import build
app, (file, who, many) = build(["audit"]), sys.argv[1:]
for n in range(int(many)):
    words = ["audit", "record", file, "--who", who, "--acting-as", "x", "--what", "y", "--about", str(n)]
    done = CliRunner().invoke(app, words)
    if done.exit_code:
        sys.exit(done.output)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.audit"


def entries(path: Path) -> list[Entry]:
    return [entry_of(line) for line in path.read_bytes().splitlines()]


def test_an_event_without_a_time_is_of_the_moment_it_is_written(path: Path) -> None:
    before = datetime.now(UTC)
    first, second = append(path, NOW), append(path, replace(NOW, about="scheme/two"))
    assert before <= moment(first.event.when) <= moment(second.event.when) <= datetime.now(UTC)
    assert first.event == replace(NOW, when=first.event.when)
    assert verify(path).whole
    assert append_all(path, [NOW] * 3).events == 5
    assert verify(path).whole


def test_the_time_is_asked_only_once_the_file_is_held(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = audit._end_checked

    def another_came_first(file: Path, head: audit.Head) -> datetime | None:
        checked(file, head)
        return datetime.now(UTC)  # what another wrote while this one waited for the file

    monkeypatch.setattr(audit, "_end_checked", another_came_first)
    assert append(path, NOW).n == 1


def test_a_clock_set_back_is_still_refused(path: Path) -> None:
    append(path, event(1, when="9998-01-01T00:00:00Z"))
    with pytest.raises(BadInput) as bad:
        append(path, NOW)
    (problem,) = bad.value.problems
    assert problem.code == audit_codes.CLOCK
    assert "before the last one, of 9998-01-01T00:00:00+00:00. Nothing was added." in problem.message
    assert "If the clock of this machine was set back, set it right." in problem.hint
    assert verify(path).count == 1


def test_eight_commands_at_once_all_get_every_event_in(path: Path) -> None:
    command = [sys.executable, "-c", RECORDS, str(path)]
    writers = [
        subprocess.Popen([*command, f"Lay {n}", str(EACH)], stderr=subprocess.PIPE, text=True)
        for n in range(WRITERS)
    ]
    said = [writer.communicate()[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS, said
    found = verify(path)
    assert (found.whole, found.count) == (True, WRITERS * EACH)
    events = [entry.event for entry in entries(path)]
    assert Counter(each.who for each in events) == {f"Lay {n}": EACH for n in range(WRITERS)}
    for n in range(WRITERS):
        assert [each.about for each in events if each.who == f"Lay {n}"] == [str(n) for n in range(EACH)]
