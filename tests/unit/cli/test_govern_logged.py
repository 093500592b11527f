"""What commands of governance add to an audit file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from openqof.cli.app import app

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples" / "governance"
AS = ("--who", "Officer F", "--acting-as", "secretary")


def events(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_an_action_whose_grounds_may_not_be_used_is_refused_and_logged(tmp_path: Path) -> None:
    log = tmp_path / "log.audit"
    asked = ["govern", "actions", str(EXAMPLES / "actions.yaml"), "--kind", "ccg", "--format", "json"]
    result = CliRunner().invoke(app, [*asked, "--audit", str(log), *AS])
    assert result.exit_code == 1
    json.loads(result.stdout)
    (event,) = events(log)
    assert (event["who"], event["acting_as"], event["what"]) == (
        "Officer F", "secretary", "action refused: use of data",
    )  # fmt: skip
    assert "HYP006" in event["after"]
    assert CliRunner().invoke(app, ["audit", "verify", str(log)]).exit_code == 0


def test_a_decision_that_is_recorded_is_logged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)
    log, out = tmp_path / "log.audit", tmp_path / "record.json"
    asked = ["govern", "decide", "meeting.yaml", "--item", "scheme", "--draft", "draft.yaml", "-o", str(out)]
    result = CliRunner().invoke(app, [*asked, "--audit", str(log), *AS])
    assert result.exit_code == 0, result.output
    (event,) = events(log)
    assert event["what"] == "decision recorded"
    assert json.loads(event["after"]) == json.loads(out.read_text(encoding="utf-8"))["sha256"]


def test_a_log_needs_to_know_who() -> None:
    asked = ["govern", "actions", str(EXAMPLES / "actions.yaml"), "--kind", "ccg", "--audit", "x.audit"]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 2
    assert "--audit needs --who and --acting-as." in result.stderr
