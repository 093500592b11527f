"""Run folders: the same run gives the same bytes, and each thing that was changed since is one problem."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from assessment_builders import FILES, assessment
from openqof.core.problems import BadInput, Problem
from openqof.files.canonical import fingerprint
from openqof.impact.assessment import Assessment
from openqof.impact.pricing import Line
from openqof.impact.runs import again as runs_compare
from openqof.impact.runs.folder import Again, Manifest, save, verify
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
    assert found.remarks == ("Figures of 4 practices were worked out again.",)


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
    assert said.startswith("D00003, National QOF: pounds was ")


def test_a_practice_that_came_or_went_is_one_problem_for_each_table(folder: Path) -> None:
    some = replace(EACH, pricing=replace(EACH.pricing, lines=EACH.pricing.lines[1:]))
    said = [message for _, message in problems(folder, same(some))]
    assert said == [
        f"{name}: no longer there."
        for name in ("D00001, =level of the year before", "D00001, National QOF", "D00001")
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
    assert found.remarks == ("The figures were not worked out again.",)


def test_options_are_told_apart(tmp_path: Path) -> None:
    two = (EACH, assessment("aylesbury-vale/pcds-2015", 4))
    save(two, tmp_path, command=COMMAND)
    assert {"scheme-1.yaml", "scheme-2.yaml"} <= {path.name for path in tmp_path.iterdir()}
    assert verify(tmp_path, again=same(*two)).problems == ()
    other = moved(lambda line: replace(line, scheme=line.scheme + 1))
    ((_, said),) = problems(tmp_path, same(two[0], other))[-1:]
    assert said.startswith("Option 2: ")
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
