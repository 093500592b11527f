"""The file of a meeting: read whole, or refused with every problem at once."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from openqof.core.governance.interests import Effects
from openqof.core.problems import BadInput
from openqof.files.meeting import MeetingFile, load_meeting
from openqof.files.meeting_shape import meeting_schema

BODY = """body: X01
name: An invented group
kind: ccg
models:
  - {model: delegated, from: 2015-04-01}
committees:
  primary-care:
    name: Primary care committee
    casting: yes
    quorum: 2
    seats:
      - {person: Lay A, of: lay, office: chair}
      - {person: Lay B, of: lay, office: vice_chair}
      - {person: Officer F, of: executive, posts: [chief_finance_officer]}
      - {person: Dr One, of: gp}
facts:
  all: {des_offered: yes}
"""
REGISTER = """register: X01
people: {Dr One: [GP partner]}
nil_returns: [{person: Dr One, declared: 2016-04-01}]
"""
MEETING = """meeting: 2016-10-21
body: body.yaml
committee: primary-care
present: [Lay A, Lay B, Dr One]
deputies: {Deputy P: Officer F}
extra:
  - {person: Lay X, of: lay}
chair: Lay A
register: register.yaml
items:
  - id: i1
    title: The scheme
    touches: [D00001, A trust]
    touches_class: gp
    decides: local-incentive-schemes
  - {id: i2, title: A report, effects: {D00001: 1200.50, D00002: -300}, design_only: yes, public: no}
declared:
  - {person: Dr One, item: i1, nature: Partner, category: financial}
handled:
  - {person: Dr One, item: i1, handling: leave the room, by: Lay A, left: "14:05", returned: "14:20"}
votes:
  - item: i1
    blind: yes
    cast: [{person: Lay A, vote: for, reason: Better care}, {person: Lay A, vote: for, casting: yes}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "body.yaml").write_text(BODY, encoding="utf-8")
    (tmp_path / "register.yaml").write_text(REGISTER, encoding="utf-8")
    return tmp_path


def loaded(folder: Path, text: str = MEETING) -> MeetingFile:
    file = folder / "meeting.yaml"
    file.write_text(text, encoding="utf-8")
    return load_meeting(file)


def codes(folder: Path, text: str) -> list[str]:
    """The codes of the problems, by line."""
    with pytest.raises(BadInput) as bad:
        loaded(folder, text)
    return [each.code for each in bad.value.problems]


def message(folder: Path, text: str) -> str:
    with pytest.raises(BadInput) as bad:
        loaded(folder, text)
    return str(bad.value)


def test_a_meeting_is_read_whole(folder: Path) -> None:
    found = loaded(folder)
    meeting = found.meeting
    assert (meeting.id, meeting.on) == ("X01/primary-care/2016-10-21", date(2016, 10, 21))
    assert meeting.committee.casting
    assert [seat.person for seat in meeting.committee.seats][-1] == "Lay X"
    assert (meeting.extra, meeting.deputies) == (("Lay X",), (("Deputy P", "Officer F"),))
    first, second = meeting.items
    assert (first.touches, first.touches_class) == (("D00001", "A trust"), "gp")
    assert second.effects == Effects(
        {"D00001": 120050, "D00002": -30000}, "", "Sums stated in the file of the meeting."
    )
    assert (second.design_only, second.public, meeting.in_public) == (True, False, True)
    assert meeting.declared[0].category == "financial"
    assert (meeting.handled[0].left, meeting.handled[0].returned) == ("14:05", "14:20")
    assert meeting.ballots[0].blind
    assert [vote.casting for vote in meeting.ballots[0].votes] == [False, True]
    assert found.facts["all"] == {"des_offered": True}
    assert found.register is not None


def test_body_and_register_may_stand_in_the_file(folder: Path) -> None:
    def inside(text: str) -> str:
        return "\n" + "".join(f"  {line}\n" for line in text.splitlines())

    text = MEETING.replace(" body.yaml\n", inside(BODY)).replace(" register.yaml\n", inside(REGISTER))
    found, apart = loaded(folder, text), loaded(folder)
    assert found.meeting.committee.seats == apart.meeting.committee.seats
    assert found.meeting.items == apart.meeting.items
    assert found.facts["all"] == {"des_offered": True}
    assert found.register == apart.register


def test_without_a_register(folder: Path) -> None:
    assert loaded(folder, MEETING.replace("register: register.yaml\n", "")).register is None


@pytest.mark.parametrize(
    ("old", "new", "code", "hint"),
    [
        ("committee: primary-care", "committee: primary-car", "G501", "Did you mean primary-care?"),
        ("present: [Lay A, ", "present: [Lay AA, ", "G502", "Did you mean Lay A?"),
        ("chair: Lay A", "chair: Someone Else", "G502", "`extra`"),
        ("Deputy P: Officer F", "Deputy P: Officer G", "G503", "Did you mean Officer F?"),
        ("Deputy P: Officer F", "Lay B: Officer F", "G503", "Lay B has a seat"),
        ("Deputy P: Officer F", "Deputy P: Officer F, Deputy Q: Officer F", "G503", "stands twice"),
        ("{id: i2", "{id: i1", "G504", "first on line 11"),
        ("item: i1, nature", "item: i3, nature", "G505", "Known: i1, i2."),
        ("present: [Lay A, ", "present: [Lay A, Lay A, ", "G506", "stands twice"),
        ("person: Lay X, of", "person: Lay B, of", "G506", "has a seat on the committee already"),
        ("id: i2, title: A report, ", "id: i2, title: A report, priced: gone, ", "G510", "Keep one"),
        ('returned: "14:20"', 'returned: "14:01"', "G509", "before that"),
        ('left: "14:05", ', "", "G509", "not said to have left"),
        ("handling: leave the room", "handling: note and stay", "G509", "leave the room"),
        ("handling: leave the room", "handling: leave", "L031", ""),
        ('left: "14:05"', "left: 14:05", "L030", "Quote it"),
        ("vote: for, reason", "vote: yea, reason", "L031", ""),
        ("meeting: 2016-10-21", "meeting: tomorrow", "L033", ""),
        ("body: body.yaml", "body: nobody.yaml", "L001", "body.yaml"),
    ],
)  # fmt: skip
def test_each_problem(folder: Path, old: str, new: str, code: str, hint: str) -> None:
    assert old in MEETING
    text = MEETING.replace(old, new, 1)
    assert code in codes(folder, text)
    assert hint in message(folder, text)


def test_two_votes_on_one_item(folder: Path) -> None:
    assert codes(folder, MEETING + "  - {item: i1, cast: []}\n") == ["G506"]


def test_the_register_of_another_body(folder: Path) -> None:
    (folder / "register.yaml").write_text(REGISTER.replace("X01", "X02"), encoding="utf-8")
    assert codes(folder, MEETING) == ["G511"]


def test_problems_of_meeting_body_and_register_are_told_at_once(folder: Path) -> None:
    (folder / "body.yaml").write_text(BODY.replace("kind: ccg", "kind: ccgs"), encoding="utf-8")
    (folder / "register.yaml").write_text(REGISTER.replace("2016-04-01", "soon"), encoding="utf-8")
    found = codes(folder, MEETING.replace("item: i1, nature", "item: i3, nature"))
    assert sorted(found) == ["G505", "L031", "L033"]


def test_problems_of_form_in_a_body_inside_leave_the_rest_checked(folder: Path) -> None:
    text = MEETING.replace("body: body.yaml", "body: {body: X01}").replace(
        "item: i1, nature", "item: i3, nature"
    )
    assert {"L022", "G505"} <= set(codes(folder, text))


def test_another_kind_of_file_is_refused(folder: Path) -> None:
    with pytest.raises(BadInput, match=r"L011.*This is a body, not a meeting"):
        load_meeting(folder / "body.yaml")


def run(*schemes: str) -> dict[str, Any]:
    """What openqof price writes, as far as it is read here."""
    rows = [{"practice": "D00001", "change": "-17558.46"}, {"practice": "D00002", "change": None}]
    return {
        "options": [
            {
                "scheme": scheme,
                "title": "A scheme",
                "year": "2016/17",
                "fingerprint": scheme[-1] * 64,
                "tables": {"practices": rows},
            }
            for scheme in schemes
        ]
    }


def priced(folder: Path, path: str, scheme: str = "") -> MeetingFile:
    of = f"    scheme: {scheme}\n" if scheme else ""
    return loaded(
        folder, MEETING.replace("    title: The scheme\n", f"    title: The scheme\n    priced: {path}\n{of}")
    )


def own(folder: Path) -> None:
    """A file of a scheme beside the meeting."""
    (folder / "own.yaml").write_text(
        "body: X01\nbase: qof/2016-17\nruns: {}\nchanges: []\n", encoding="utf-8"
    )


def saved(folder: Path, content: dict[str, Any]) -> Path:
    """A run folder as --save writes it, as far as it is read here."""
    made = folder / "run"
    made.mkdir()
    figures = json.dumps(content).encode()
    (made / "assessment.json").write_bytes(figures)
    binds = {"files": {"assessment.json": sha256(figures).hexdigest()}}
    (made / "manifest.json").write_text(json.dumps(binds), encoding="utf-8")
    return made


def test_effects_come_from_a_saved_run(folder: Path) -> None:
    saved(folder, run("here/scheme-a"))
    expected = Effects(
        {"D00001": -1755846}, "a" * 64, "Change in 2016/17 under A scheme, against national QOF."
    )
    assert priced(folder, "run").meeting.items[0].effects == expected
    own(folder)
    assert priced(folder, "run", "own.yaml").meeting.items[0].effects == expected


def test_effects_come_from_a_price_in_json_and_the_scheme_chooses_the_option(folder: Path) -> None:
    (folder / "price.json").write_text(json.dumps(run("here/scheme-a", "here/scheme-b")), encoding="utf-8")
    effects = priced(folder, "price.json", "here/scheme-b").meeting.items[0].effects
    assert effects is not None
    assert effects.fingerprint == "b" * 64


def test_a_run_of_several_or_of_another_scheme_is_refused(folder: Path) -> None:
    (folder / "price.json").write_text(json.dumps(run("here/scheme-a", "here/scheme-b")), encoding="utf-8")
    with pytest.raises(BadInput, match="G508  The run prices here/scheme-a, here/scheme-b"):
        priced(folder, "price.json")
    with pytest.raises(BadInput, match="and the item is on here/scheme-c"):
        priced(folder, "price.json", "here/scheme-c")


def test_a_run_that_was_changed_or_is_none_is_refused(folder: Path) -> None:
    made = saved(folder, run("here/scheme-a"))
    (made / "assessment.json").write_text(json.dumps(run("here/scheme-b")), encoding="utf-8")
    with pytest.raises(BadInput, match="G507  The run was changed after it was saved"):
        priced(folder, "run")
    for content in ("[]", "{", '{"options": [{"scheme": "a"}]}'):
        (folder / "price.json").write_text(content, encoding="utf-8")
        with pytest.raises(BadInput, match="G507"):
            priced(folder, "price.json")
    with pytest.raises(BadInput, match="G507"):
        priced(folder, "nothing")


def test_the_schema_of_a_meeting_names_its_parts() -> None:
    schema = meeting_schema()
    assert schema["required"] == ["meeting", "body", "committee", "present", "items"]


@pytest.mark.parametrize(
    ("scheme", "said", "hint"),
    [
        (
            "bolton/quality-contrac-2015",
            "There is no scheme bolton/",
            "Did you mean bolton/quality-contract-2015?",
        ),
        ("no/such", "There is no scheme no/such.", "openqof library lists all"),
        ("owns.yaml", "The file of the scheme, owns.yaml, is not there.", "Did you mean own.yaml?"),
        ("body.yaml", "The file of the scheme, body.yaml, is no scheme.", ""),
    ],
)
def test_a_scheme_that_does_not_exist_is_one_problem(folder: Path, scheme: str, said: str, hint: str) -> None:
    own(folder)
    text = MEETING.replace("    title: The scheme\n", f"    title: The scheme\n    scheme: {scheme}\n")
    assert codes(folder, text) == ["L013"]
    assert said in message(folder, text)
    assert hint in message(folder, text)


@pytest.mark.parametrize(
    "scheme", ["bolton/quality-contract-2015", "Bolton/Quality-Contract-2015", "own.yaml"]
)
def test_a_scheme_of_the_library_or_a_file_is_taken(folder: Path, scheme: str) -> None:
    own(folder)
    text = MEETING.replace("    title: The scheme\n", f"    title: The scheme\n    scheme: {scheme}\n")
    assert loaded(folder, text).meeting.items[0].scheme == scheme


def test_what_the_user_wrote_keeps_its_case(folder: Path) -> None:
    with pytest.raises(BadInput, match="G507  runs/october is no run folder"):
        priced(folder, "runs/october")
    text = MEETING.replace("present: [Lay A, ", "present: [van Aken, Lay A, ")
    assert "G502  van Aken has no seat" in message(folder, text)
