"""openqof govern: the guide's commands on the invented examples, exit codes, and what the answers cite."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from openqof.cli.app import app
from openqof.files.governance import load_packs

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "docs" / "examples" / "governance"
GUIDE = (ROOT / "docs" / "how-to" / "check-governance.md").read_text(encoding="utf-8")
COMMANDS = tuple(dict.fromkeys(re.findall(r"^openqof (.*)$", GUIDE, flags=re.M)))
NOT_YES = {
    "check somerset/spqs-2014": 1,
    "powers --body body.yaml --date 2015-03-31": 1,
    "conflicts": 1,
    "gates path.yaml --date": 1,
    "register register.yaml --date 2016-10-21 --body": 1,
    "actions": 1,
}
"""The commands of the guide whose answer is no, by how they begin."""


@pytest.fixture(autouse=True)
def _in_the_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)


def ran(command: str) -> Result:
    return CliRunner().invoke(app, shlex.split(command))


def test_the_guide_shows_every_command() -> None:
    shown = {command.split()[1] for command in COMMANDS if command.startswith("govern ")}
    assert shown == {
        "check", "powers", "committee", "conflicts", "quorum", "decide", "minutes", "gates", "register",
        "actions", "clocks",
    }  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_guide_works(command: str) -> None:
    result = ran(command)
    wanted = next((code for part, code in NOT_YES.items() if command.startswith(f"govern {part}")), 0)
    assert result.exit_code == wanted, result.output
    assert result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 110 or "minutes" in command or "schema" in command


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.name)
def test_every_example_says_that_it_is_invented(path: Path) -> None:
    assert "invented" in path.read_text(encoding="utf-8").splitlines()[0]


def test_the_verdict_stands_first_and_every_rule_is_cited() -> None:
    result = ran("govern check leeds/suspension-2017 --body body.yaml --date 2017-01-16")
    first, *_ = result.stdout.splitlines()
    assert first.startswith("No: ")
    assert "rule ccg-2016:no-suspension, found, nhs-england-suspension-2017" in result.stdout
    assert re.search(r"This rests on \d+ rules: .*recalled\. Check those recalled", result.stdout)
    assert result.exit_code == 1


SHOWN = (
    "des_offered", "extractions_accepted", "joining_voluntary", "lmc_consulted", "public_involved",
    "equality_assessed", "outcomes_shown", "inequalities_shown", "value_shown", "above_core_shown",
    "monitoring_stated",
)  # fmt: skip
NOT_SO = ("gms_entitlement_cut", "double_payment", "novel_or_contentious", "settles_claim_above_100000")


def test_the_best_quarter_of_december_2022(tmp_path: Path) -> None:
    body = tmp_path / "body.yaml"
    models = "models: [{model: delegated, from: 2022-07-01}]"
    body.write_text(f"body: Y01\nname: An invented board\nkind: icb\n{models}\n", encoding="utf-8")
    asked = f"govern check lancashire/best-quarter-2022 --body {body} --date 2022-12-01"
    facts = [f"--fact {name}=yes" for name in SHOWN] + [f"--fact {name}=no" for name in NOT_SO]
    result = ran(" ".join([asked, *facts]))
    assert result.exit_code == 0, result.stdout
    assert result.stdout.startswith("Yes: An invented board may adopt lancashire/best-quarter-2022")
    assert "rule icb-2022:local-services-delegated, found" in result.stdout
    assert ran(asked).stdout.startswith("Not shown: ")


def test_a_fact_that_is_lacking_is_named() -> None:
    result = ran("govern check somerset/spqs-2014 --body body.yaml --date 2016-10-21")
    assert "Not stated:" in result.stdout
    assert "lmc_consulted" in result.stdout
    stated = ran(
        "govern check somerset/spqs-2014 --body body.yaml --date 2016-10-21 --fact lmc_consulted=yes"
    )
    assert "Stated: lmc_consulted yes." in stated.stdout


def test_what_the_document_says_counts_and_is_told() -> None:
    asked = "govern check somerset/suspension-2014 --body body.yaml --date 2016-10-21"
    result = ran(f"{asked} --fact route=voluntary-alternative --fact suspends_qof=yes")
    said = "route: the scheme's document says in-year-suspension, and that counts"
    assert result.stderr.splitlines() == [f"{said}; voluntary-alternative, as stated beside it, does not."]


@pytest.mark.parametrize(
    "command",
    [
        "govern check scheme.yaml --body body.yaml --date 2016-10-21",
        "govern powers --body body.yaml --date 2016-10-21 --function local-incentive-schemes",
        "govern decide meeting.yaml --item scheme --draft draft.yaml",
        "govern register register.yaml --date 2016-10-21 --body body.yaml",
    ],
)
def test_json_has_the_reasons_with_rule_source_and_basis(command: str) -> None:
    found = json.loads(ran(f"{command} --format json").stdout)
    known = {pack.named(rule) for pack in load_packs() for rule in pack.rules()}
    assert found["answer"] in ("yes", "no", "not shown")
    assert found["reasons"]
    for reason in found["reasons"]:
        assert reason["source"] and reason["basis"] and reason["says"]
        assert reason["rule"] in known or reason["rule"].partition(":")[0] not in {"ccg-2016", "icb-2022"}


@pytest.mark.parametrize("command", ["conflicts meeting.yaml", "quorum meeting.yaml", "gates path.yaml"])
@pytest.mark.parametrize("form", ["json", "csv"])
def test_other_commands_are_read_by_programs(command: str, form: str) -> None:
    text = ran(f"govern {command} --format {form}").stdout
    assert json.loads(text) if form == "json" else len(text.splitlines()) > 1


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (
            "check bolton/quality-contract-2015 --body body.yaml --date April",
            "is no day; write it as 2015-04-01",
        ),
        (
            "check bolton/quality-contract-2015 --body body.yaml --date 2015-04-01 --fact lmc=yes",
            "no such fact",
        ),
        ("check bolton/quality-contract-2015 --body body.yaml --date 2015-04-01 --fact starts=soon", "a day"),
        ("check bolton/quality-contract-2015 --body body.yaml --date 2015-04-01 --fact starts", "NAME=VALUE"),
        ("quorum meeting.yaml --item i9", "the agenda has no such item; it has scheme, branch and report"),
        ("decide meeting.yaml --item i9", "the agenda has no such item"),
        ("decide meeting.yaml --item branch --draft draft.yaml", "is of item scheme, not of branch"),
        ("decide meeting.yaml --item scheme -o record.json", "needs --draft"),
        ("register register.yaml --date 2016-10-21", "Say whose register it is"),
        ("powers --body body.yaml --date 2016-10-21 --function dentistry", "local-incentive-schemes"),
    ],
)
def test_wrong_usage_is_told_with_exit_code_2(command: str, said: str) -> None:
    result = ran(f"govern {command}")
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("check bolton/quality-contract-2014 --body body.yaml --date 2015-04-01", "Did you mean bolton/"),
        ("check bolton/quality-contract-2015 --body meeting.yaml --date 2015-04-01", "This is a meeting"),
        ("conflicts body.yaml", "This is a body, not a meeting"),
        ("gates meeting.yaml", "This is a meeting, not the path"),
        ("register nothing.yaml --date 2016-10-21 --kind ccg", "There is no such file"),
        ("register register.yaml --date 2030-01-01 --kind ccg", "There are no rules for"),
    ],
)
def test_bad_input_is_told_with_exit_code_1(command: str, said: str) -> None:
    result = ran(f"govern {command}")
    assert result.exit_code == 1
    assert said in result.stderr


def test_a_sealed_record_is_written_once_and_read_again(tmp_path: Path) -> None:
    from openqof.files.decision_read import load_decisions

    out = tmp_path / "record.json"
    command = f"govern decide meeting.yaml --item scheme --draft draft.yaml -o {out}"
    assert ran(command).exit_code == 0
    record = json.loads(out.read_text(encoding="utf-8"))
    assert record["outcome"] == "approved"
    assert set(record["rests_on"]) == {"ccg-2016", "X01", "x01/quality-contract-2017"}
    register = tmp_path / "register.yaml"
    register.write_text(json.dumps({"decisions_of": "X01", "records": [record]}), encoding="utf-8")
    assert load_decisions(register).decisions[0].sha256 == record["sha256"]
    again = ran(command)
    assert again.exit_code == 2
    assert "is there already" in again.stderr


def test_an_item_that_is_not_quorate_shows_ways_out(tmp_path: Path) -> None:
    text = (EXAMPLES / "meeting.yaml").read_text(encoding="utf-8")
    everyone = "[Lay A, Lay B, Officer D, Officer E, Nurse F, Dr One, Dr Two, Watcher G]"
    few = text.replace(everyone, "[Lay A, Officer E, Dr One]")
    kept = re.sub(r"(?ms)^(declared|handled|votes):.*?(?=^\w|\Z)", "", few)
    for name in ("body.yaml", "register.yaml", "scheme.yaml"):
        (tmp_path / name).write_text((EXAMPLES / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "meeting.yaml").write_text(kept, encoding="utf-8")
    result = ran(f"govern quorum {tmp_path / 'meeting.yaml'} --item scheme")
    assert result.exit_code == 1
    assert result.stdout.startswith("No: on 21 October 2016 the item is not quorate.")
    assert "What may be done" in result.stdout
    assert "rule ccg-2016:more-lay" in result.stdout


def test_every_practice_keeps_national_qof() -> None:
    found = json.loads(ran("govern gates path.yaml --format json").stdout)
    assert [each["national_qof_open_to_all"] for each in found] == [True]
    assert found[0]["stage"] == "in force"


def changed(name: str, folder: Path, *swaps: tuple[str, str], more: str = "") -> Path:
    """An example copied with its neighbours, some of its words changed and some put at its end."""
    for path in EXAMPLES.glob("*.yaml"):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    text = (folder / name).read_text(encoding="utf-8")
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    (folder / name).write_text(text + more, encoding="utf-8")
    return folder / name


@pytest.mark.parametrize("more", ["", "\nroute: voluntary-alternative\n"])
def test_a_path_of_no_known_scheme_is_a_problem(tmp_path: Path, more: str) -> None:
    swap = ("path: scheme.yaml", "path: bolton/quality-contract-2014")
    result = ran(f"govern gates {changed('path.yaml', tmp_path, swap, more=more)}")
    assert result.exit_code == 1
    assert "bolton/quality-contract-2014  L013  There is no scheme of this name. Did you mean bolton/" in (
        result.stderr
    )
    assert "`openqof library` lists all" in result.stderr
    assert "somerset/" not in result.stderr


def test_the_answer_of_gates_is_whether_it_is_in_force_and_refused_events_stand_apart() -> None:
    path = EXAMPLES / "path.yaml"
    table, program = ran(f"govern gates {path}"), ran(f"govern gates {path} --format json")
    (found,) = json.loads(program.stdout)
    assert (table.exit_code, program.exit_code, found["answer"]) == (0, 0, "yes")
    assert found["says"] == table.stdout.splitlines()[0]
    assert found["says"].startswith("Yes: x01/quality-contract-2017 is in force on ")
    assert all(each["answer"] == "yes" for each in found["reasons"])
    assert [each["event"] for each in found["refused"]]
    assert "Refused events, which changed nothing" in table.stdout
    rows = ran(f"govern gates {path} --format csv").stdout
    assert "event refused" in rows
    before = ran(f"govern gates {path} --date 2016-07-01 --format json")
    assert (before.exit_code, json.loads(before.stdout)[0]["answer"]) == (1, "no")


def test_a_scheme_that_is_not_its_template_is_said_so_in_the_headline(tmp_path: Path) -> None:
    path = changed("path.yaml", tmp_path, more="\ntemplate: somerset/spqs-2014\n")
    result = ran(f"govern gates {path}")
    head = " ".join(result.stdout.splitlines()[:2])
    assert re.search(r"^Yes: .*, but it is not somerset/spqs-2014 word for word: \d+ differences\.", head)
    assert "Differences from the template somerset/spqs-2014" in result.stdout
    assert "Provenance(" not in result.stdout
    (found,) = json.loads(ran(f"govern gates {path} --format json").stdout)
    assert found["template"]["verbatim"] is False
    assert found["template"]["differences"][0]["where"] == "the parameter kept"


def test_a_practice_that_was_in_until_the_end_has_not_left() -> None:
    result = ran("govern gates path.yaml --date 2031-01-01")
    assert "1 in until it ended" in result.stdout
    assert "left" not in result.stdout.partition("practices: ")[2].partition("\n")[0]


def test_json_of_actions_says_the_answer_and_that_of_check_what_was_stated() -> None:
    for each in json.loads(ran("govern actions actions.yaml --kind ccg --format json").stdout):
        assert "stand" in each["says"]
        assert "?" not in each["says"]
    asked = "govern check scheme.yaml --body body.yaml --date 2016-10-21"
    found = json.loads(ran(f"{asked} --format json").stdout)
    assert "lmc_consulted yes" in {each["stated"] for each in found["reasons"]}
    assert "stated" in ran(f"{asked} --format csv").stdout.splitlines()[0]


def test_a_model_that_nobody_stated_is_said_to_be_supposed(tmp_path: Path) -> None:
    text = (EXAMPLES / "body.yaml").read_text(encoding="utf-8")
    models = "models:\n  - {model: delegated, from: 2016-10-22}\n"
    body = tmp_path / "body.yaml"
    body.write_text(re.sub(r"(?m)^models:\n(?:  .*\n)+", models, text), encoding="utf-8")
    result = ran(f"govern powers --body {body} --date 2016-10-21")
    flat = " ".join(result.stdout.split())
    assert "No model is stated for 21 October 2016: its first model begins on 22 October 2016." in flat
    assert "“greater-involvement” is supposed, which leaves it the least power." in flat
    asked = f"govern check bolton/quality-contract-2015 --body {body} --date 2016-10-21 --format json"
    found = json.loads(ran(asked).stdout)
    assert found["model"] == "greater-involvement"
    assert found["model_supposed"].startswith("No model is stated")


def test_a_period_that_ends_on_a_bank_holiday_is_said_so_and_not_refused(tmp_path: Path) -> None:
    path = tmp_path / "actions.yaml"
    one = (
        "register: X01\nactions:\n  - {reference: a1, kind: remedial-notice, practice: D00001, "
        "served: 2016-11-20, by: Officer D, period_ends: %s}\n"
    )
    for ends, said in (
        ("2016-12-26", "26 December 2016 is a bank holiday; the period is in calendar days."),
        ("2017-01-07", "7 January 2017 is a Saturday; the period is in calendar days."),
    ):
        path.write_text(one % ends, encoding="utf-8")
        (found,) = json.loads(ran(f"govern actions {path} --kind ccg --format json").stdout)
        (reason,) = [each for each in found["reasons"] if said in each["says"]]
        assert reason["answer"] == "yes"
    path.write_text(one % "2017-01-06", encoding="utf-8")
    assert "calendar days" not in ran(f"govern actions {path} --kind ccg").stdout


def copied(tmp_path: Path, *, body: tuple[str, str] = ("", ""), meeting: tuple[str, str] = ("", "")) -> Path:
    """The examples in a folder of their own, with a change of body and meeting."""
    same = dict.fromkeys(("register.yaml", "draft.yaml", "scheme.yaml"), ("", ""))
    changes = {"body.yaml": body, "meeting.yaml": meeting, **same}
    for name, (old, new) in changes.items():
        text = (EXAMPLES / name).read_text(encoding="utf-8")
        assert old in text
        (tmp_path / name).write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return tmp_path


def test_without_a_register_nothing_is_shown(tmp_path: Path) -> None:
    here = copied(tmp_path, meeting=("register: register.yaml\n", ""))
    for command in (
        f"decide {here}/meeting.yaml --item scheme --draft {here}/draft.yaml",
        f"quorum {here}/meeting.yaml",
    ):
        result = ran(f"govern {command}")
        assert result.exit_code == 1
        assert result.stdout.startswith("Not shown: ")
        assert "rule meeting:register-held" in result.stdout


def test_without_a_draft_the_record_is_not_shown() -> None:
    result = ran("govern decide meeting.yaml --item scheme --format json")
    found = {each["rule"]: each for each in json.loads(result.stdout)["reasons"]}
    assert result.exit_code == 1
    assert found["decisions:stated"]["answer"] == "not shown"
    assert "its reference and its outcome are missing" in found["decisions:stated"]["says"].replace("\n", " ")


def test_the_count_is_that_of_what_follows(tmp_path: Path) -> None:
    declared = "  - {person: Lay A, item: scheme, nature: Owns the pharmacy, category: financial}\n"
    here = copied(tmp_path, meeting=("handled:\n", f"{declared}handled:\n"))
    result = ran(f"govern decide {here}/meeting.yaml --item scheme")
    head, _, rest = result.stdout.partition("\n\n")
    no, not_shown = rest.partition("In its favour")[0].partition("Not shown\n")[::2]
    wanted = (no.count("      rule "), not_shown.count("      rule "))
    assert tuple(map(int, re.findall(r"(\d+) (?:reason|thing)", head))) == wanted
    assert no.count("No handling is minuted.") == 0


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (("", ""), 0, "Comply or explain"),
        (
            ("{person: Dr One, of: gp}", "{person: Dr One, of: gp, office: chair}"),
            1,
            "has to be a lay member",
        ),
        (
            ("{person: Dr One, of: gp}", ", ".join(f"{{person: Dr {n}, of: gp}}" for n in "ABCDEFG")),
            1,
            "rule ccg-2016:gps-no-majority",
        ),
    ],
)
def test_a_committee_apart_from_a_meeting(
    tmp_path: Path, change: tuple[str, str], code: int, said: str
) -> None:
    new = change[1].replace("}, {", "}\n      - {")
    here = copied(tmp_path, body=(change[0], new))
    if "office: chair" in new:
        text = (here / "body.yaml").read_text(encoding="utf-8")
        text = text.replace("{person: Lay A, of: lay, office: chair}", "{person: Lay A, of: lay}")
        (here / "body.yaml").write_text(text, encoding="utf-8")
    asked = f"govern committee --body {here}/body.yaml --date 2016-10-21"
    result = ran(asked)
    assert result.exit_code == code, result.output
    assert result.stdout.startswith("No: " if code else "Yes: ")
    assert said in result.stdout
    found = json.loads(ran(f"{asked} --committee primary-care --format json").stdout)
    assert found[0]["answer"] == ("no" if code else "yes")
    assert found[0]["comply_or_explain"] == ["ccg-2016:gps-no-vote"]
    assert len(ran(f"{asked} --format csv").stdout.splitlines()) > 1


def test_a_committee_that_is_not_there(tmp_path: Path) -> None:
    result = ran("govern committee --body body.yaml --date 2016-10-21 --committee primary")
    assert result.exit_code == 2
    assert "it has primary-care" in result.stderr
    text = (EXAMPLES / "body.yaml").read_text(encoding="utf-8")
    none = re.sub(r"(?ms)^committees:.*?(?=^\w)", "", text)
    (tmp_path / "body.yaml").write_text(none, encoding="utf-8")
    result = ran(f"govern committee --body {tmp_path}/body.yaml --date 2016-10-21")
    assert result.exit_code == 1
    assert "states no committee" in result.stderr


def test_how_many_may_not_take_full_part_is_said_in_words() -> None:
    said = "No: two members may not take full part in every item on 21 October 2016."
    assert ran("govern conflicts meeting.yaml").stdout.startswith(said)
