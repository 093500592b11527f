"""Run folders: the same run gives the same bytes, and each thing that was changed since is one problem."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from assessment_builders import FILES, assessment
from openqof.cli.app import app
from openqof.core.problems import BadInput, Problem
from openqof.files.assumptions import load_assumptions
from openqof.files.canonical import fingerprint
from openqof.files.load import load_scheme
from openqof.impact.assessment import Assessment
from openqof.impact.documents.json import as_json
from openqof.impact.documents.tables import Run
from openqof.impact.pricing import Line
from openqof.impact.runs import again as runs_compare
from openqof.impact.runs import rendered as runs_rendered
from openqof.impact.runs import supposed as runs_supposed
from openqof.impact.runs.folder import Again, holds_run, save, verify
from openqof.impact.runs.manifest import Manifest
from openqof.impact.working.roll import Area

COMMAND = "openqof price devon-cornwall/unplanned-admissions-2014 --commissioner DEMO"
EACH = assessment(practices=4)


def same(*options: Assessment) -> Again:
    """Working out again gives these."""

    def again(folder: Path, manifest: Manifest) -> Sequence[Assessment]:
        return options or (EACH,)

    return again


def refused(*codes: str) -> Again:
    def again(folder: Path, manifest: Manifest) -> Sequence[Assessment]:
        raise BadInput([Problem("the store", 0, 0, code, f"no {code} here.") for code in codes])

    return again


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("saved")
    save((EACH,), place, command=COMMAND, files=FILES)
    return place


@pytest.fixture
def folder(saved: Path, tmp_path: Path) -> Path:
    return shutil.copytree(saved, tmp_path / "run")


def problems(folder: Path, again: Again | None = None) -> list[tuple[str, str]]:
    return [(each.code, each.message) for each in verify(folder, again=again or same()).problems]


def moved(change: Callable[[Line], Line]) -> Assessment:
    """The first practice's line changed."""
    first, *others = EACH.pricing.lines
    return replace(EACH, pricing=replace(EACH.pricing, lines=(change(first), *others)))


def rewrite(folder: Path, **more: object) -> None:
    """The manifest changed, and bound again as an honest hand would."""
    path = folder / "manifest.json"
    bound = json.loads(path.read_text(encoding="utf-8")) | more
    bound.pop("run")
    path.write_text(json.dumps(bound | {"run": fingerprint(bound)}), encoding="utf-8")


def test_a_run_folder_just_written_has_no_problem(folder: Path) -> None:
    found = verify(folder, again=same())
    assert found.problems == ()
    assert found.remarks == (
        "Figures of 4 practices were worked out again, with cash by month.",
        "Not worked out again: hours and draws.",
        "Beyond these figures, assessment.json, practices.csv and report.html were only checked against the "
        "manifest: "
        "hours and draws rest on assumptions that are not known to be the same.",
    )


def test_it_holds_the_document_the_results_and_a_manifest_of_them_all(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}
    assert names == {"assessment.json", "practices.csv", "report.html", "scheme-1.yaml", "manifest.json"}
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["files"]) == names - {"manifest.json"}
    assert (folder / "scheme-1.yaml").read_bytes() == Path(EACH.pricing.scheme.file).read_bytes()
    assert manifest["laws"] == [{"id": EACH.pricing.law.id, "sha256": EACH.pricing.law.sha256}]


def test_the_same_run_written_again_has_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = save((EACH,), tmp_path / "again", command=COMMAND, files=FILES)
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name
    assert again == json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["run"]


@pytest.mark.parametrize("name", ["assessment.json", "practices.csv", "report.html", "scheme-1.yaml"])
def test_a_file_changed_by_one_letter_is_one_problem(folder: Path, name: str) -> None:
    path = folder / name
    path.write_bytes(path.read_bytes() + b" ")
    ((code, _),) = problems(folder)
    assert code == "P293"


def test_a_file_that_is_gone_is_one_problem(folder: Path) -> None:
    (folder / "report.html").unlink()
    ((code, said),) = problems(folder)
    assert code == "P293"
    assert "not there" in said


def test_every_problem_is_named_at_once(folder: Path) -> None:
    (folder / "report.html").unlink()
    (folder / "practices.csv").write_text("changed", encoding="utf-8")
    other = moved(lambda line: replace(line, scheme=line.scheme + 1, lowest=line.lowest - 1))
    codes = sorted(code for code, _ in problems(folder, same(other)))
    assert codes == ["P293", "P293", "P296", "P296"]


def test_a_manifest_changed_by_hand_is_one_problem_and_nothing_else_is_believed(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace("DEMO", "OTHER"), encoding="utf-8")
    ((code, _),) = problems(folder)
    assert code == "P292"


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", '{"run": 1}', "\x00", '{"form": 99, "run": "x", "files": {}, "documents": []}'],
)
def test_a_folder_without_a_manifest_of_the_form_is_one_problem(folder: Path, text: str) -> None:
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    ((code, _),) = problems(folder)
    assert code == "P291"


def test_no_folder_is_one_problem(tmp_path: Path) -> None:
    ((code, _),) = problems(tmp_path / "nowhere")
    assert code == "P291"


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/hostname", "a/b"])
def test_a_manifest_that_points_outside_its_folder_is_refused(folder: Path, name: str) -> None:
    rewrite(folder, files={name: sha256(b"").hexdigest()})
    ((code, _),) = problems(folder)
    assert code == "P291"


def test_another_law_in_the_library_is_one_problem(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(EACH.pricing.law, sha256="0" * 64)
    monkeypatch.setattr(runs_compare, "load_year", lambda law_id: other)
    ((code, said),) = problems(folder)
    assert code == "P294"
    assert EACH.pricing.law.id in said


def test_a_law_that_the_library_no_longer_has_is_one_problem(folder: Path) -> None:
    rewrite(folder, laws=[{"id": "qof/1999-00", "sha256": "0" * 64}])
    ((code, said),) = problems(folder)
    assert code == "P294"
    assert "no law qof/1999-00" in said


@pytest.mark.parametrize("figure", ["national", "scheme", "guaranteed", "lowest", "highest"])
def test_a_figure_a_penny_off_is_one_problem(folder: Path, figure: str) -> None:
    penny = Decimal("0.01")
    other = moved(lambda line: replace(line, **{figure: getattr(line, figure) + penny}))
    ((code, said),) = problems(folder, same(other))
    before = getattr(EACH.pricing.lines[0], figure)
    assert code == "P296"
    assert said == f"D00001: {figure} was £{before:,}, and is £{before + penny:,}."


def test_a_part_that_differs_is_one_problem(folder: Path) -> None:
    first, *others = EACH.worked.streams
    pence = first.pence.copy()
    pence[2] += 1
    worked = replace(EACH.worked, streams=(replace(first, pence=pence), *others))
    ((code, said),) = problems(folder, same(replace(EACH, worked=worked)))
    assert code == "P296"
    assert said.startswith("D00003, National QOF that stays: pounds was ")


def test_a_practice_that_came_or_went_is_one_problem_for_each_table(folder: Path) -> None:
    some = replace(EACH, pricing=replace(EACH.pricing, lines=EACH.pricing.lines[1:]))
    said = [message for _, message in problems(folder, same(some))]
    assert said == [
        f"{name}: no longer there."
        for name in ("D00001, =level of the year before", "D00001, National QOF that stays", "D00001")
    ]


def test_many_figures_are_counted_after_the_first(folder: Path) -> None:
    lines = tuple(
        replace(
            line,
            national=line.national + 1,
            scheme=line.scheme + 1,
            lowest=line.lowest + 1,
            highest=Decimal(0),
        )
        for line in EACH.pricing.lines
    )
    found = problems(folder, same(replace(EACH, pricing=replace(EACH.pricing, lines=lines))))
    assert len(found) == runs_compare.SHOWN + 1
    assert "and 4 more figures differ." in {said for _, said in found}


def test_other_files_in_the_store_are_named(folder: Path) -> None:
    other = replace(EACH, pricing=replace(EACH.pricing, files=("another",)))
    assert [code for code, _ in problems(folder, same(other))] == ["P295", "P295"]


@pytest.mark.parametrize("codes", [("P201",), ("P202",), ("P203", "P220")])
def test_a_store_without_the_data_is_said_and_is_no_problem(folder: Path, codes: tuple[str, ...]) -> None:
    found = verify(folder, again=refused(*codes))
    assert found.problems == ()
    assert f"no {codes[0]} here." in found.remarks[0]


def test_a_document_that_is_refused_now_is_a_problem(folder: Path) -> None:
    assert problems(folder, refused("L209")) == [("L209", "no L209 here.")]


def test_a_command_that_cannot_be_read_is_a_problem(folder: Path) -> None:
    def again(place: Path, manifest: Manifest) -> Sequence[Assessment]:
        raise ValueError(manifest.command)

    ((code, said),) = problems(folder, again)
    assert code == "P291"
    assert "command" in said


def test_without_working_out_again_only_files_and_law_are_checked(folder: Path) -> None:
    found = verify(folder)
    assert found.problems == ()
    assert found.remarks[0] == "The figures were not worked out again."


# Assumptions, hours, cash and draws


OWN = "title: Ours\nsource: openqof\nbasis: recalled\nlast_points: {low: 1, likely: 3, high: 5}\n"


def supposing(folder: Path, text: str = "") -> Assessment:
    """The assessment with the assumptions shipped, or a file of one's own over them."""
    own = None
    if text:
        own = folder / "ours.yaml"
        own.write_text(text, encoding="utf-8")
    return replace(EACH, supposed=load_assumptions(own))


@pytest.mark.parametrize("text", ["", OWN], ids=["shipped", "own"])
def test_assumptions_are_bound_and_everything_is_worked_out_again(tmp_path: Path, text: str) -> None:
    each = supposing(tmp_path, text)
    folder = tmp_path / "run"
    save((each,), folder, command=COMMAND)
    assert each.supposed is not None
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["assumptions"] == {"sha256": each.supposed.sha256}
    assert (folder / "assumptions.yaml").is_file() == bool(text)
    found = verify(folder, again=same(each))
    assert found.problems == ()
    assert found.remarks == (
        "Figures of 4 practices were worked out again, with cash by month, hours and draws.",
        "assessment.json, practices.csv and report.html, made again, are byte for byte what the run wrote.",
    )
    assert found.whole


def test_own_assumptions_changed_in_the_folder_are_one_problem(tmp_path: Path) -> None:
    each, folder = supposing(tmp_path, OWN), tmp_path / "run"
    save((each,), folder, command=COMMAND)
    (folder / "assumptions.yaml").write_text(OWN.replace("3", "4"), encoding="utf-8")
    assert [code for code, _ in problems(folder, same(each))] == ["P293"]


def test_other_assumptions_in_the_library_are_one_problem_and_hours_are_not_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    each = supposing(tmp_path)
    save((each,), tmp_path / "run", command=COMMAND)
    other = supposing(tmp_path, OWN).supposed
    monkeypatch.setattr(runs_supposed, "load_assumptions", lambda own: other)
    assert each.workload is not None
    fewer = replace(each, workload=replace(each.workload, hours_before=each.workload.hours_before - 1))
    found = verify(tmp_path / "run", again=same(fewer))
    assert [problem.code for problem in found.problems] == ["P297"]
    assert "Not worked out again: hours and draws." in found.remarks


def test_hours_cash_and_draws_that_differ_are_told(tmp_path: Path) -> None:
    each = supposing(tmp_path)
    save((each,), tmp_path / "run", command=COMMAND)
    assert each.workload is not None
    assert each.cash is not None
    assert each.risk is not None
    hours = replace(each.workload, hours_after=each.workload.hours_after + np.array([1.0, 0, 0, 0]))
    joining = each.cash.joining.copy()
    joining[1, 20] += 1
    drawn = each.risk.scheme + np.array([0.0, 0.0, 50.0, 500.0])
    other = replace(
        each,
        workload=hours,
        cash=replace(each.cash, joining=joining),
        risk=replace(each.risk, scheme=drawn),
    )
    said = [message for _, message in problems(tmp_path / "run", same(other))]
    assert len([each for each in said if each.startswith("D00001: hours freed was ")]) == 1
    assert len([each for each in said if each.startswith("D00002, ") and "joining" in each]) == 1
    assert len([each for each in said if each.startswith("D00004: scheme, ")]) == 3
    assert not any(each.startswith("D00003") for each in said)


def test_draws_that_are_no_longer_made_are_told(tmp_path: Path) -> None:
    each = supposing(tmp_path)
    save((each,), tmp_path / "run", command=COMMAND)
    assert problems(tmp_path / "run", same(replace(each, risk=None))) == [("P296", "range: no longer there.")]


def test_options_are_told_apart(tmp_path: Path) -> None:
    two = (EACH, assessment("aylesbury-vale/pcds-2015", 4))
    save(two, tmp_path, command=COMMAND)
    assert {"scheme-1.yaml", "scheme-2.yaml"} <= {path.name for path in tmp_path.iterdir()}
    assert verify(tmp_path, again=same(*two)).problems == ()
    other = moved(lambda line: replace(line, scheme=line.scheme + 1))
    first, second = Run((two[0], other), COMMAND).names
    said = [message for _, message in problems(tmp_path, same(two[0], other))]
    assert said
    assert not any(each.startswith(f"{first}: ") for each in said)
    assert any(each.startswith(f"{second}: ") for each in said)
    assert problems(tmp_path, same(two[0])) == [("P296", "2 options were saved, and 1 were worked out.")]


def test_who_joins_is_kept_with_the_run(tmp_path: Path) -> None:
    ask = replace(EACH.worked.ask, area=Area(("DEMO",), frozenset({"D00002", "D00001"})))
    save((replace(EACH, worked=replace(EACH.worked, ask=ask)),), tmp_path, command=COMMAND)
    assert (tmp_path / "joined.csv").read_text(encoding="utf-8") == "practice\nD00001\nD00002\n"


def test_a_document_that_cannot_be_copied_is_bound_by_its_fingerprint(tmp_path: Path) -> None:
    scheme = replace(EACH.pricing.scheme, file="nowhere.yaml")
    save((replace(EACH, pricing=replace(EACH.pricing, scheme=scheme)),), tmp_path, command=COMMAND)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["documents"] == [""]
    assert manifest["schemes"] == [{"id": scheme.id, "sha256": scheme.sha256}]


# Tampering, with every sha256 written anew by whoever did it


@pytest.fixture(scope="module")
def bound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Assessment]:
    """A run with every kind of file: own assumptions, who joins, closed lists."""
    place = tmp_path_factory.mktemp("bound")
    each = supposing(place, OWN)
    codes = frozenset(line.practice for line in EACH.pricing.lines)
    ask = replace(EACH.worked.ask, area=Area(("DEMO",), codes, frozenset({"D00002"})))
    each = replace(each, worked=replace(EACH.worked, ask=ask))
    save((each,), place / "run", command=COMMAND, files=FILES)
    return place / "run", each


@pytest.fixture
def rehashed(bound: tuple[Path, Assessment], tmp_path: Path) -> Path:
    return shutil.copytree(bound[0], tmp_path / "bound")


def rehash(folder: Path) -> None:
    """Every file's sha256 and the run's own, as they are now."""
    names = sorted(path.name for path in folder.iterdir() if path.name != "manifest.json")
    rewrite(folder, files={name: sha256((folder / name).read_bytes()).hexdigest() for name in names})


def from_folder(each: Assessment) -> Again:
    """Working out again from the document and the assumptions that the folder holds, as the command does."""

    def again(folder: Path, manifest: Manifest) -> Sequence[Assessment]:
        scheme = load_scheme(str(folder / "scheme-1.yaml"))
        supposed = load_assumptions(folder / "assumptions.yaml")
        return (replace(each, pricing=replace(each.pricing, scheme=scheme), supposed=supposed),)

    return again


def test_every_file_of_a_run_comes_out_again(bound: tuple[Path, Assessment]) -> None:
    folder, each = bound
    assert {path.name for path in folder.iterdir()} == {
        "assessment.json", "assumptions.yaml", "closed-lists.csv", "joined.csv", "manifest.json",
        "practices.csv", "report.html", "scheme-1.yaml",
    }  # fmt: skip
    found = verify(folder, again=from_folder(each))
    assert (found.problems, found.whole) == ((), True)
    assert found.remarks[-1].endswith("and report.html, made again, are byte for byte what the run wrote.")


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("assessment.json", '"practice": "D00003"', '"practice": "D00009"'),
        ("practices.csv", "D00003", "D00009"),
        ("report.html", "<h1", "<p>Sure to pay more.</p><h1"),
        ("joined.csv", "D00003\n", ""),
        ("closed-lists.csv", "D00002", "D00001"),
        ("scheme-1.yaml", "title: ", "title: Another "),
        ("assumptions.yaml", "likely: 3", "likely: 4"),
    ],
)
def test_a_file_that_was_replaced_is_found_though_every_sha256_is_written_anew(
    rehashed: Path, bound: tuple[Path, Assessment], name: str, before: str, after: str
) -> None:
    path = rehashed / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    rehash(rehashed)
    found = verify(rehashed, again=from_folder(bound[1]))
    assert found.problems
    assert not found.whole
    assert {each.code for each in found.problems} <= {"P296", "P297"}
    elsewhere = {"scheme-1.yaml": "manifest.json", "assumptions.yaml": rehashed.name}
    assert elsewhere.get(name, name) in {Path(each.file).name for each in found.problems}


def other_cell(text: str) -> str:
    return f"{Decimal(text) + 1000}" if text.lstrip("-").replace(".", "", 1).isdigit() else f"{text}, not so"


TABLES = sorted(json.loads(as_json(Run((EACH,), COMMAND, FILES)))["options"][0]["tables"])


@pytest.mark.parametrize("table", TABLES)
def test_a_cell_of_any_table_is_found_though_every_sha256_is_written_anew(
    rehashed: Path, bound: tuple[Path, Assessment], table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (rehashed / "report.html").read_text(encoding="utf-8")
    monkeypatch.setattr(runs_rendered, "as_html", lambda run: page)
    path = rehashed / "assessment.json"
    saved = json.loads(path.read_text(encoding="utf-8"))
    row = saved["options"][0]["tables"][table][-1]
    key = [key for key, value in row.items() if value][-1]
    row[key] = other_cell(row[key])
    path.write_text(json.dumps(saved, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    rehash(rehashed)
    ((where, code, said),) = [
        (Path(each.file).name, each.code, each.message)
        for each in verify(rehashed, again=from_folder(bound[1])).problems
    ]
    assert (where, code) == ("assessment.json", "P296")
    assert row[key] in said or f"tables/{table}/" in said or "there" in said or "£" in said


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"options": [1]}', '{"options": [{"tables": 1}]}'])
def test_figures_that_are_none_are_a_problem_though_every_sha256_is_written_anew(
    rehashed: Path, bound: tuple[Path, Assessment], text: str
) -> None:
    (rehashed / "assessment.json").write_text(text, encoding="utf-8")
    rehash(rehashed)
    found = verify(rehashed, again=from_folder(bound[1]))
    assert {each.code for each in found.problems} == {"P296"}
    assert {Path(each.file).name for each in found.problems} == {"assessment.json"}


@pytest.mark.parametrize("what", ["schemes", "fingerprints", "command"])
def test_a_manifest_that_says_otherwise_is_found_though_it_is_bound_anew(
    rehashed: Path, bound: tuple[Path, Assessment], what: str
) -> None:
    schemes, command = [{"id": "x", "sha256": "0"}], f"{COMMAND} --draws 9"
    others = {"schemes": schemes, "fingerprints": ["0"], "command": command}
    rewrite(rehashed, **{what: others[what]})
    assert {each.code for each in verify(rehashed, again=from_folder(bound[1])).problems} == {"P296"}


def test_draws_that_processors_round_otherwise_are_no_problem_and_are_said(
    rehashed: Path, bound: tuple[Path, Assessment]
) -> None:
    each = bound[1]
    assert each.risk is not None
    other = replace(each, risk=replace(each.risk, scheme=each.risk.scheme + 1))
    found = verify(rehashed, again=from_folder(other))
    assert (found.problems, found.whole) == ((), False)
    assert "Last digits of draws" in found.remarks[-1]
    page = rehashed / "report.html"
    page.write_text(page.read_text(encoding="utf-8").replace("<h1", "<p>Sure.</p><h1", 1), encoding="utf-8")
    rehash(rehashed)
    ((file, line),) = [(each.file, each.line) for each in verify(rehashed, again=from_folder(other)).problems]
    assert file == str(page)
    assert "<p>Sure." in page.read_text(encoding="utf-8").splitlines()[line - 1]


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch])
def test_a_stranger_in_the_folder_is_one_problem(folder: Path, make: Callable[[Path], None]) -> None:
    make(folder / "appendix.pdf")
    found = verify(folder, again=same())
    assert [(each.code, Path(each.file).name) for each in found.problems] == [("P298", "appendix.pdf")]


def test_a_stranger_that_the_manifest_was_made_to_bind_is_one_problem(
    rehashed: Path, bound: tuple[Path, Assessment]
) -> None:
    (rehashed / "appendix.txt").write_text("The LMC agreed to this.", encoding="utf-8")
    rehash(rehashed)
    found = verify(rehashed, again=from_folder(bound[1]))
    assert [(each.code, Path(each.file).name) for each in found.problems] == [("P298", "appendix.txt")]


def test_what_was_only_checked_against_the_manifest_is_named(folder: Path) -> None:
    for again in (None, refused("P201"), same()):
        found = verify(folder, again=again)
        assert not found.whole
        assert "assessment.json, practices.csv and report.html" in found.remarks[-1]
        assert "only checked against the manifest" in found.remarks[-1]


def test_another_version_is_said_and_files_are_not_compared(
    rehashed: Path, bound: tuple[Path, Assessment]
) -> None:
    rewrite(rehashed, openqof="0.0.1")
    found = verify(rehashed, again=from_folder(bound[1]))
    assert (found.problems, found.whole) == ((), False)
    assert "OpenQOF 0.0.1 made the run" in found.remarks[-1]


def test_a_store_that_has_all_the_data_is_not_taken_to_lack_them(folder: Path) -> None:
    held = dict.fromkeys(EACH.pricing.files, "any.csv")
    assert [each.code for each in verify(folder, again=refused("P201"), held=held).problems] == ["P201"]


def test_a_file_of_data_under_another_name_is_said_and_is_no_problem(
    rehashed: Path, bound: tuple[Path, Assessment]
) -> None:
    held = dict.fromkeys(bound[1].pricing.files, "renamed.csv")
    found = verify(rehashed, again=from_folder(bound[1]), held=held)
    assert (found.problems, found.whole) == ((), True)
    assert any('"renamed.csv" in the store' in said for said in found.remarks)


# Where a run is written


def contents_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_run_into_its_own_folder_writes_nothing(folder: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    save((EACH,), folder, command=COMMAND, files=FILES)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_another_run_is_not_written_over_one(folder: Path) -> None:
    before = contents_of(folder)
    with pytest.raises(FileExistsError, match="not empty"):
        save((EACH,), folder, command=f"{COMMAND} --seed 7", files=FILES)
    assert contents_of(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_folder_with_a_file_of_ones_own_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all", encoding="utf-8")
    with pytest.raises(FileExistsError):
        save((EACH,), tmp_path, command=COMMAND, files=FILES)
    assert contents_of(tmp_path) == {"letter.txt": b"Dear all"}


def test_an_empty_folder_is_taken_and_who_may_look_into_it_stays(tmp_path: Path) -> None:
    place = tmp_path / "run"
    place.mkdir(mode=0o700)
    save((EACH,), place, command=COMMAND, files=FILES)
    assert verify(place, again=same()).problems == ()
    assert place.stat().st_mode & 0o777 == 0o700


def test_a_stop_halfway_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write, written = Path.write_bytes, []

    def stopped(path: Path, content: bytes) -> int:
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(path.name)
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", stopped)
    with pytest.raises(KeyboardInterrupt):
        save((EACH,), tmp_path / "run", command=COMMAND, files=FILES)
    assert len(written) == 2
    assert list(tmp_path.iterdir()) == []


def might_hold(folder: Path, *, command: str = COMMAND, document: str = EACH.pricing.scheme.file) -> bool:
    return holds_run(folder, commands=(command,), documents=(Path(document),))


def test_before_pricing_a_free_folder_and_one_of_the_same_run_pass(folder: Path, tmp_path: Path) -> None:
    assert not might_hold(tmp_path / "new")
    (tmp_path / "empty").mkdir()
    assert not might_hold(tmp_path / "empty")
    assert might_hold(folder)


def test_before_pricing_anything_else_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(FileExistsError, match="another run"):
        might_hold(folder, command=f"{COMMAND} --seed 7")
    with pytest.raises(FileExistsError, match="another run"):
        might_hold(folder, document=str(folder / "practices.csv"))
    with pytest.raises(FileExistsError, match="no run"):
        might_hold(tmp_path)
    with pytest.raises(FileExistsError, match="no run"):
        might_hold(folder / "report.html")
    (folder / "practices.csv").unlink()
    with pytest.raises(FileExistsError, match="changed since"):
        might_hold(folder)


def test_the_command_refuses_before_it_prices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def priced(*asked: object) -> None:
        raise AssertionError("priced")

    monkeypatch.setattr("openqof.cli.price_ask.assessments", priced)
    place = tmp_path / "run"
    place.mkdir()
    (place / "letter.txt").touch()
    words = [
        "price",
        "aylesbury-vale/pcds-2015",
        "--commissioner",
        "DEMO",
        "--store",
        str(tmp_path / "store"),
    ]
    result = CliRunner().invoke(app, [*words, "--save", str(place)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "it is not empty, and holds no run" in result.stderr


@pytest.mark.parametrize(
    ("now", "was", "near"),
    [
        ("£1,234 and 3 practices", "£1,235 and 3 practices", True),
        ("£1,234 and 3 practices", "£1,234 and 4 practices", False),
        ("£1,234", "£1,236", False),
        ("£1,234.50", "£1,234.51", True),
        ("£1,234.50", "£1,234.60", False),
        ('x="12.3"', 'x="12.4"', True),
        ('x="12.3"', 'y="12.3"', False),
        ("£12", "12", False),
        ("29.714285714285648", "29.7142991993259", True),
        ("29.714285714285648", "29.734285714285648", False),
        ("29.99999999999", "30", True),
    ],
)
def test_only_last_digits_of_pounds_and_decimals_are_near(now: str, was: str, near: bool) -> None:
    assert runs_rendered.near(now, was) is near
