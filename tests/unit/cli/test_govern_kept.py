"""openqof govern records: what a register of decisions asks for on a day, and its exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result
from typer.testing import CliRunner

from cases.governance_records import cases, made
from openqof.cli.app import app
from openqof.core.governance.decisions import Decision
from openqof.core.governance.sealing import plain_record, sealed
from openqof.files.governance import load_body, load_pack
from openqof.governance.decisions import correct

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "docs" / "examples" / "governance"
BODY = EXAMPLES / "body.yaml"
CASE = next(case for case in cases() if case["name"] == "A decision with all it needs is recorded")
PUBLISHED = [
    {"of": "d1", "what": "decisions", "on": date(2016, 10, 28)},
    {"of": "d1", "what": "minutes", "on": date(2016, 11, 11)},
]
Kept = Callable[..., Result]


def decided(**changed: Any) -> Decision:
    """A decision that rests on the pack and the body as they are now."""
    found = made(CASE)
    assert isinstance(found, Decision)
    rests = {"ccg-2016": load_pack("ccg-2016").sha256, "X01": load_body(BODY)[0].sha256}
    return sealed(replace(found, **{"rests_on": rests, **changed}))


def corrected(first: Decision) -> Decision:
    """A correction of it, of 1 November 2016."""
    on = date(2016, 11, 1)
    found = correct(first, [first], reference="d2", on=on, why="A slip", changes={"run": "r2"})
    assert isinstance(found, Decision)
    return found


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """Runs the command on a register made of records, what was done, and entries."""

    def run(
        *records: Decision,
        on: str = "2016-12-01",
        body: Path | None = BODY,
        form: str = "table",
        **parts: Any,
    ) -> Result:
        rows = [plain_record(each) for each in records]
        text = {"decisions_of": "X01", "records": rows, "done": PUBLISHED, **parts}
        path = tmp_path / "decisions.yaml"
        path.write_text(yaml.safe_dump(text, allow_unicode=True, width=10_000), encoding="utf-8")
        options = ["--body", str(body)] if body else []
        asked = ["govern", "records", str(path), "--date", on, "--format", form, *options]
        return CliRunner().invoke(app, asked)

    return run


def test_a_register_in_order_is_a_plain_yes(kept: Kept) -> None:
    result = kept(decided())
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Yes: nothing is to be done")
    assert "first day to act is 5" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 110


@pytest.mark.parametrize(
    ("changed", "on", "says"),
    [
        ({"rests_on": {"ccg-2016": "0"}}, "2016-12-01", "ccg-2016 has changed since 21 October 2016"),
        ({"rests_on": {"X01": "0"}}, "2016-12-01", "X01 has changed since"),
        (
            {"rests_on": {"x01/quality-contract-2017": "0"}},
            "2016-12-01",
            "quality-contract-2017 has changed",
        ),
        (
            {"rests_on": {"a priced run": ""}},
            "2016-12-01",
            "Whether a priced run has changed cannot be looked up",
        ),
        ({}, "2017-10-01", "It was due on 1 October 2017"),
    ],
)
def test_a_stale_record_or_a_review_is_to_be_looked_at(
    kept: Kept, changed: dict[str, Any], on: str, says: str
) -> None:
    result = kept(decided(**changed), on=on)
    assert result.exit_code == 1
    assert says in " ".join(result.stdout.split())


def test_without_the_file_of_the_body_its_change_is_not_shown(kept: Kept) -> None:
    result = kept(decided(), body=None)
    assert result.exit_code == 1
    said = " ".join(result.stdout.split())
    assert "Whether X01 has changed is not shown without its file: --body FILE." in said


def test_without_any_rules_it_asks_for_the_body(kept: Kept) -> None:
    result = kept(decided(rests_on={}), body=None)
    assert result.exit_code == 2
    assert "--body FILE" in result.stderr


@pytest.mark.parametrize("on", ["2016-13-01", "soon"])
def test_a_day_that_is_none_is_wrong_usage(kept: Kept, on: str) -> None:
    assert kept(decided(), on=on).exit_code == 2


@pytest.mark.parametrize(
    ("done", "on", "code", "says"),
    [
        ([], "2016-11-04", 0, "Due by 4 November 2016"),
        ([], "2016-11-05", 1, "It was due by 4 November 2016"),
        ([{"of": "d1", "what": "decisions", "on": "2016-11-07"}], "2016-11-08", 1, "due by 4 November 2016"),
        ([*PUBLISHED, {"of": "d1", "what": "called in", "on": "2016-11-02"}], "2016-12-01", 1, "not settled"),
        (
            [*PUBLISHED, {"of": "d1", "what": "called in", "on": "2016-11-02"},
             {"of": "d1", "what": "settled", "on": "2016-11-20"}],
            "2016-12-01", 0, "2 November 2016 is settled",
        ),
    ],
)  # fmt: skip
def test_publication_and_call_in_have_their_days(
    kept: Kept, done: list[dict[str, Any]], on: str, code: int, says: str
) -> None:
    result = kept(decided(), on=on, done=done)
    assert result.exit_code == code, result.output
    assert says in " ".join(result.stdout.split())


def test_a_correction_is_shown_with_what_was_there_before(kept: Kept) -> None:
    first = decided()
    second = corrected(first)
    found = json.loads(kept(first, second, form="json").stdout)
    assert found["answer"] == "yes"
    (record,) = found["records"]
    assert (record["record"], record["corrects"]) == ("d2", ["d1"])
    assert record["changed"] == [{"field": "run", "was": '"f00d"'}]
    assert [each["state"] for each in record["due"]] == ["done", "done"]
    assert 'It corrects d1: run was "f00d".' in kept(first, second).stdout
    (record,) = json.loads(kept(first, second, form="json", on="2016-10-31").stdout)["records"]
    assert record["record"] == "d1"


def test_a_forged_correction_breaks_the_chain(kept: Kept) -> None:
    first = decided()
    second = corrected(first)
    result = kept(first, sealed(replace(second, dissent=())))
    assert result.exit_code == 1
    assert "d2 takes away of d1: dissent." in " ".join(result.stdout.split())


def test_a_record_that_was_changed_is_refused_when_it_is_read(kept: Kept) -> None:
    result = kept(replace(decided(), title="Another"))
    assert result.exit_code == 1
    assert "G611" in result.stderr


def test_an_entry_is_held_against_the_fields_and_clocks_of_its_time(kept: Kept) -> None:
    entry = {"reference": "p1", "on": date(2016, 10, 3), "fields": {"title": "Loan", "payee": "a charity"}}
    said = " ".join(kept(decided(), procurements=[entry]).stdout.split())
    assert "p1, a decision to procure: 3 rules stand against it." in said
    assert "Missing: description" in said
    assert "It was due by 31 October 2016" in said


def test_a_body_without_rules_on_the_day_is_not_shown(kept: Kept) -> None:
    result = kept(decided(on=date(2012, 1, 3)))
    assert result.exit_code == 1
    assert "There are no rules for" in result.stdout


def test_the_rows_name_the_record(kept: Kept) -> None:
    lines = kept(decided(), form="csv").stdout.splitlines()
    assert lines[0].startswith("record,rule,answer")
    assert any(line.startswith("d1,decisions:review-due,yes") for line in lines)


def test_the_example_is_sealed_and_lacks_one_field(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)
    asked = ["govern", "records", "decisions.yaml", "--date", "2016-12-01", "--body", "body.yaml"]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 1, result.output
    assert "Missing: fair price." in result.stdout
    assert "Every seal holds" in result.stdout
    guide = (ROOT / "docs" / "how-to" / "check-governance.md").read_text(encoding="utf-8")
    assert f"openqof {' '.join(asked)}" in guide
