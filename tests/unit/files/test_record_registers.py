"""Registers of actions and decisions: read whole or refused whole, with every problem at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from cases.governance_records import cases, made
from openqof.core.governance.decisions import Decision
from openqof.core.governance.progress import Standing
from openqof.core.governance.records import DoneAbout
from openqof.core.governance.sealing import plain_record, sealed
from openqof.core.problems import BadInput
from openqof.files.actions_read import actions_in, load_actions
from openqof.files.actions_shape import actions_schema
from openqof.files.decision_read import decisions_in, draft_in, load_decisions, load_draft
from openqof.files.decision_shape import decisions_schema, draft_schema
from openqof.files.nodes import compose
from openqof.governance.decisions import chain, correct

ACTIONS = """\
register: X01
actions:
  - reference: a1
    kind: remedial-notice
    practice: D00001
    served: 2016-10-21
    by: Officer A
    period_ends: 2016-11-18
    grounds: [HYP006]
    fields: {breach: No fire plan, steps: Write one, shorter_because: patient safety, data from: 2016-04-01}
members:
  - {scheme: some/s-2016, practice: D00001, from: 2016-04-01, to: 2017-03-31, standing: reading,
     closed_lists: no}
opted_out:
  - {practice: D00001, scheme: some/s-2016, indicators: [HYP006], from: 2016-04-01, to: 2017-03-31,
     lawful: yes}
"""


def problems(read, text: str) -> list[str]:  # type: ignore[no-untyped-def]
    with pytest.raises(BadInput) as caught:
        read(compose(text, name="r.yaml"))
    return [str(each) for each in caught.value.problems]


def decided() -> tuple[Decision, Decision]:
    case = next(case for case in cases() if case["name"] == "A decision with all it needs is recorded")
    first = made(case)
    assert isinstance(first, Decision)
    second = correct(
        first, [first], reference="d2", on=date(2016, 11, 1), why="A slip", changes={"run": "r2"}
    )
    assert isinstance(second, Decision)
    return first, second


def register(*records: Decision, **changed: object) -> str:
    rows = [{**plain_record(each), **changed} for each in records]
    return yaml.safe_dump({"decisions_of": "X01", "records": rows}, allow_unicode=True, width=10_000)


def test_a_register_of_actions_is_read(tmp_path: Path) -> None:
    path = tmp_path / "actions.yaml"
    path.write_text(ACTIONS, encoding="utf-8")
    found = load_actions(path)
    assert found.actions[0].fields["shorter because"] == "patient safety"
    assert found.actions[0].fields["data from"] == "2016-04-01"
    assert found.members[0].standing is Standing.READING
    assert not found.members[0].closed_lists
    assert found.opted_out[0].lawful


def test_every_problem_of_a_register_of_actions_is_named_at_once() -> None:
    text = ACTIONS.replace("period_ends: 2016-11-18", "period_ends: 2016-10-01")
    text = text.replace("steps: Write one", "step: Write one")
    text = text.replace("to: 2017-03-31, standing", "to: 2015-03-31, standing")
    text = text.replace("{practice: D00001, scheme", "{practice: D00002, scheme")
    text = text.replace(
        "members:",
        "  - {reference: a1, kind: closure, practice: D00001, served: 2016-10-21, by: B, "
        "successors: [D00001]}\nmembers:",
    )
    found = problems(actions_in, text)
    assert [each.split("  ")[1] for each in found] == ["G602", "G603", "G601", "G604", "G602", "G605"]
    assert "Did you mean steps?" in found[1]


def test_a_field_of_the_body_s_own_is_let_through() -> None:
    text = ACTIONS.replace("steps: Write one", "steps: Write one, our file number: 12/7")
    assert actions_in(compose(text, name="r.yaml")).actions[0].fields["our file number"] == "12/7"


def test_a_register_of_decisions_is_read_as_it_was_sealed(tmp_path: Path) -> None:
    first, second = decided()
    path = tmp_path / "decisions.yaml"
    path.write_text(register(first, second), encoding="utf-8")
    found = load_decisions(path)
    assert [plain_record(each) for each in found.decisions] == [plain_record(first), plain_record(second)]
    assert chain(found.decisions).allowed


def test_a_record_that_was_changed_is_refused() -> None:
    first, _ = decided()
    (said,) = problems(decisions_in, register(first, title="Another"))
    assert "G611" in said


def test_every_problem_of_a_register_of_decisions_is_named_at_once() -> None:
    _, second = decided()
    text = register(second, second, run="other")
    found = problems(decisions_in, text)
    assert sorted({each.split("  ")[1] for each in found}) == ["G601", "G611", "G612"]


def test_two_corrections_of_one_record_are_refused() -> None:
    first, second = decided()
    third = correct(first, [first], reference="d3", on=date(2016, 11, 2), why="A slip", changes={"run": "r3"})
    assert isinstance(third, Decision)
    (said,) = problems(decisions_in, register(first, second, third))
    assert "G613" in said
    assert "Correct d2." in said


def test_a_procurement_and_a_draft_are_read(tmp_path: Path) -> None:
    fields = "{total_value: £12, new: yes}"
    text = f"decisions_of: X01\nprocurements:\n  - {{reference: p1, on: 2024-04-10, fields: {fields}}}\n"
    (entry,) = decisions_in(compose(text, name="r.yaml")).procurements
    assert entry.fields == {"total value": "£12", "new": "yes"}
    path = tmp_path / "draft.yaml"
    path.write_text("draft: d1\nitem: i1\noutcome: approved\nvalue: 1200.50\nrun: 12e4\n", encoding="utf-8")
    item, draft = load_draft(path)
    assert (item, draft.value_pence, draft.run) == ("i1", 120050, "12e4")


def test_a_draft_with_a_slip_is_refused() -> None:
    (said,) = problems(draft_in, "draft: d1\nitem: i1\noutcome: agreed\n")
    assert "approved or rejected" in said


def test_the_published_schemas_accept_what_the_readers_accept() -> None:
    plain = yaml.load(ACTIONS.replace(": yes", ": true").replace(": no", ": false"), Loader=yaml.BaseLoader)
    for each in (*plain["members"], *plain["opted_out"]):
        for key in ("closed_lists", "lawful"):
            if key in each:
                each[key] = each[key] == "true"
    for schema, thing in (
        (actions_schema(), plain),
        (decisions_schema(), yaml.safe_load(register(*decided()))),
        (draft_schema(), {"draft": "d1", "item": "i1", "outcome": "approved"}),
    ):
        Draft202012Validator.check_schema(schema)
        assert list(Draft202012Validator(schema).iter_errors(thing)) == []


def test_a_key_without_a_value_is_read_as_it_was_sealed() -> None:
    first, _ = decided()
    assert first.tally is not None
    empty = replace(first.tally, not_counted={"Dr One": ""})
    kept = sealed(replace(first, rests_on={"law": "1", "other": ""}, tally=empty))
    (found,) = decisions_in(compose(register(kept), name="r.yaml")).decisions
    assert found.rests_on == {"law": "1", "other": ""}
    assert found.sha256 == kept.sha256
    (said,) = problems(decisions_in, register(kept, rests_on={"law": "1"}))
    assert "G611" in said


def test_what_was_done_is_of_something_in_the_register() -> None:
    text = register(*decided()) + "done:\n  - {of: d1, what: decisions, on: 2016-10-28}\n"
    (done,) = decisions_in(compose(text, name="r.yaml")).done
    assert done == DoneAbout("d1", "decisions", date(2016, 10, 28))
    (said,) = problems(decisions_in, text.replace("of: d1", "of: d7"))
    assert "G612" in said


def test_a_record_and_an_entry_have_references_of_their_own() -> None:
    text = register(*decided()) + "procurements:\n  - {reference: d1, on: 2016-10-28, fields: {title: x}}\n"
    (said,) = problems(decisions_in, text)
    assert "G601" in said
