"""openqof audit: what each command prints, and how it ends."""

from __future__ import annotations

import csv
import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from audit_files import event, put_head, written
from openqof.cli.app import app
from openqof.governance.audit import append, verify
from openqof.governance.audit_disk import head_of

GUIDE = Path(__file__).parents[3] / "docs" / "how-to" / "keep-an-audit-file.md"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.audit"


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["audit", *map(str, words)])


def test_a_whole_file_is_said_to_be_with_the_sha256_to_note(path: Path) -> None:
    written(path)
    result = run("verify", path)
    assert result.exit_code == 0
    assert f"{path}: 6 events, as they were written." in result.stdout
    assert f"sha256 {verify(path).head}" in result.stdout
    assert run("verify", path, "--holds", verify(path).head).exit_code == 0
    found = json.loads(run("verify", path, "--format", "json").stdout)
    assert (found["whole"], found["count"], found["problems"]) == (True, 6, [])
    assert found["head"] == verify(path).head
    assert found["when"] == verify(path).when


def test_each_problem_is_a_line_with_its_place(path: Path) -> None:
    lines = written(path)
    lines[1] = lines[1].replace(b"decided", b"refused")
    path.write_bytes(b"".join(lines[:4]))
    result = run("verify", path)
    assert result.exit_code == 1
    assert f"{path}:2:1  H122  this line, which says it is event 2, was changed" in result.stdout
    assert f"{path}  H114  the end was cut off: events 5 to 6 are missing" in result.stdout
    assert result.stdout.endswith("2 problems.\n")
    found = json.loads(run("verify", path, "--format", "json").stdout)
    assert found["whole"] is False
    assert [(each["line"], each["code"]) for each in found["problems"]] == [(0, "H114"), (2, "H122")]


def test_a_missing_file_is_a_problem_and_a_misspelt_sha256_wrong_usage(path: Path) -> None:
    assert run("verify", path).exit_code == 1
    assert run("verify", path, "--holds", "abc").exit_code == 2
    assert run("verify").exit_code == 2
    written(path)
    result = run("verify", path, "--holds", "0" * 64)
    assert (result.exit_code, "H117" in result.stdout) == (1, True)


def test_half_a_line_is_told_apart_and_mended(path: Path) -> None:
    lines = written(path)
    path.write_bytes(b"".join(lines) + b'{"n":7,"prev')
    result = run("verify", path)
    assert result.exit_code == 1
    assert "1 problem, left by a stopped write." in result.stdout
    result = run("mend", path)
    assert result.exit_code == 0
    assert re.search(
        r"half a line was put aside in a\.audit\.half-[0-9a-f]{12}\. It holds 6 events\.", result.stdout
    )
    assert "nothing to mend" in run("mend", path).stdout
    path.write_bytes(b"".join(lines[1:]))
    result = run("mend", path)
    assert result.exit_code == 1
    assert "nothing was changed" in result.stderr


def test_an_event_is_recorded_as_of_now(path: Path) -> None:
    words = ["--who", "Officer F", "--acting-as", "secretary", "--what", "published", "--about", "minutes"]
    result = run("record", path, *words, "--after", '"final"')
    assert result.exit_code == 0, result.stderr
    assert f"{path}: event 1, " in result.stdout
    assert verify(path).head in result.stdout
    result = run("record", path, *words, "--after", "final")
    assert result.exit_code == 1
    assert "H141" in result.stderr
    append(path, event(1, when="9998-01-01T00:00:00Z"))
    result = run("record", path, *words)
    assert result.exit_code == 1
    assert "If the clock of this machine was set back, set it right." in result.stderr


def test_events_are_listed_by_what_is_asked(path: Path) -> None:
    written(path)
    append(path, event(7, who="Officer F", when="2016-04-02T00:00:00+00:00"))

    def numbers(*words: str) -> list[int]:
        result = run("show", path, "--format", "json", *words)
        assert result.exit_code == 0
        return [each["n"] for each in json.loads(result.stdout)]

    assert numbers() == [1, 2, 3, 4, 5, 6, 7]
    assert numbers("--who", "officer") == [7]
    assert numbers("--about", "scheme/3") == [3]
    assert numbers("--what", "refused") == []
    assert numbers("--acting-as", "chair", "--to", "2016-04-01", "--last", "2") == [5, 6]
    assert numbers("--from", "2016-04-02") == [7]
    result = run("show", path, "--last", "1")
    assert "Officer F" in result.stdout
    assert "The last 1 of 7 events" in result.stderr
    assert run("show", path, "--from", "April").exit_code == 2


def test_a_file_that_is_not_whole_is_shown_with_a_warning_and_not_exported(
    path: Path, tmp_path: Path
) -> None:
    lines = written(path)
    path.write_bytes(b"".join(lines[:3]))
    result = run("show", path)
    assert result.exit_code == 1
    assert "H114" in result.stderr
    assert "scheme/3" in result.stdout
    output = tmp_path / "out.csv"
    assert run("export", path, "-o", output).exit_code == 1
    assert not output.exists()
    assert not list(tmp_path.glob(".out*"))


def test_lines_are_exported_as_they_stand(path: Path, tmp_path: Path) -> None:
    lines = written(path)
    whole, part = tmp_path / "whole.jsonl", tmp_path / "part.jsonl"
    assert run("export", path, "-o", whole).stdout == f"{whole}: 6 events\n"
    assert whole.read_bytes() == b"".join(lines)
    run("export", path, "-o", part, "--about", "scheme/3")
    assert part.read_bytes() == lines[2]


def test_a_table_holds_nothing_that_a_spreadsheet_would_run(path: Path, tmp_path: Path) -> None:
    append(path, event(1, who="=1+1", why="two\r\nlines, é", before="-12.50", after='"@x"'))
    output = tmp_path / "out.csv"
    assert run("export", path, "-o", output).exit_code == 0
    with output.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["n"], row["who"], row["before"], row["why"]) == ("1", "'=1+1", "-12.50", "two\r\nlines, é")
    assert row["sha256"] == verify(path).head


def test_an_export_goes_over_nothing_and_needs_a_form(path: Path, tmp_path: Path) -> None:
    written(path)
    before = path.read_bytes()
    for name in ("a.audit", "a.audit.head", "out.xlsx"):
        assert run("export", path, "-o", tmp_path / name).exit_code == 2
    (tmp_path / "there.csv").write_text("mine")
    assert run("export", path, "-o", tmp_path / "there.csv").exit_code == 2
    assert run("export", path, "-o", tmp_path / "none" / "out.csv").exit_code == 2
    assert path.read_bytes() == before


def test_the_commands_of_the_guide_work_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = GUIDE.read_text(encoding="utf-8").replace("\\\n", " ")
    commands = re.findall(r"^ *openqof audit (.*)$", text, flags=re.MULTILINE)
    assert len(commands) == 8
    for command in commands:
        noted = verify(Path("decisions.audit")).head
        result = run(*shlex.split(command.replace("$NOTED", noted)))
        assert result.exit_code == 0, (command, result.output)
    assert head_of(Path("decisions.audit")).exists()


def test_the_python_of_the_guide_works_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), flags=re.DOTALL)
    exec(re.sub("^ {3}", "", code, flags=re.MULTILINE), {})
    assert verify(Path("decisions.audit")).count == 1
    put_head(Path("decisions.audit"), Path("decisions.audit").read_bytes().splitlines(keepends=True))
    assert verify(Path("decisions.audit")).whole
