"""openqof govern clocks: what it lists, in what form, and how it ends."""

from __future__ import annotations

import csv
import json
import shlex
from io import StringIO
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from openqof.cli.app import app

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples" / "governance"
ASKED = "govern clocks --body body.yaml --from 2016-12-12"


@pytest.fixture(autouse=True)
def _in_the_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)


def ran(command: str) -> Result:
    return CliRunner().invoke(app, shlex.split(command))


def test_every_period_is_listed_under_what_its_day_is() -> None:
    result = ran(ASKED)
    assert result.exit_code == 0, result.stderr
    last, rest = result.stdout.split("\nFirst day allowed\n")
    first, only = rest.split("\nOnly day\n")
    assert "12 January 2017: Minutes are published within 20 working days of the meeting." in last
    assert "rule ccg-2016:minutes-20, derived, openqof" in last
    assert "20 December 2016: A decision may be called in for five working days" in first
    assert "30 June 2017: A contractor ends the contract with six months' notice." in only
    assert "The rules are those of ccg-2016" in only
    assert "This rests on 28 rules" in only
    assert max(map(len, result.stdout.splitlines())) <= 110


def test_one_period_for_a_program() -> None:
    (row,) = json.loads(ran(f"{ASKED} --about publish-minutes --format json").stdout)
    assert row == {
        "about": "publish-minutes", "start": "met", "from": "2016-12-12", "bound": "last day",
        "day": "2017-01-12", "says": "Minutes are published within 20 working days of the meeting.",
        "rule": "ccg-2016:minutes-20", "basis": "derived", "source": "openqof",
    }  # fmt: skip
    rows = list(csv.DictReader(StringIO(ran(f"{ASKED} --format csv").stdout)))
    assert row in rows
    assert len(rows) == 28


def test_the_bodys_own_clocks_are_listed_too(tmp_path: Path) -> None:
    body = tmp_path / "body.yaml"
    own = "clocks:\n  - {id: call-in-10, about: call-in, count: 10, unit: working days, start: published,\n"
    own += "     least: yes, says: Ten working days.}\n"
    body.write_text((EXAMPLES / "body.yaml").read_text(encoding="utf-8") + own, encoding="utf-8")
    result = ran(f"govern clocks --body {body} --from 2016-12-12 --about call-in --format json")
    assert {row["rule"]: row["day"] for row in json.loads(result.stdout)} == {
        "ccg-2016:call-in-5": "2016-12-20", "own:call-in-10": "2016-12-29",
    }  # fmt: skip


def test_what_cannot_be_listed_is_said() -> None:
    result = ran(f"{ASKED} --about publish-minute")
    assert (result.exit_code, "Did you mean publish-minutes?" in result.stderr) == (2, True)
    result = ran(f"{ASKED} --about standstill")
    assert (result.exit_code, "the rules of 12 December 2016 have no period" in result.stderr) == (2, True)
    assert ran("govern clocks --body body.yaml --from Friday").exit_code == 2
    result = ran("govern clocks --body body.yaml --from 2010-04-01")
    assert (result.exit_code, "There are no rules for" in result.stderr) == (1, True)
