"""Each documented breakage gives its answer word for word, and every code is documented."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from openqof.cli.app import app
from openqof.files import problem_codes
from openqof.files.problem_catalogue import Case, read_cases, write_page

ROOT = Path(__file__).parents[3]
BAD = ROOT / "tests" / "bad"
CASES = read_cases(BAD)
VALID = (BAD / "valid.yaml").read_text(encoding="utf-8")
CASES_ELSEWHERE = {"L013", "L033", "L040", "L076", "L080", "L081", "L082", "L083"}
"""Codes no single year file can have: test_shape, test_scheme, test_history and test_show meet them."""

DEEDS: dict[str, Callable[[str], bytes]] = {
    "saved as Latin-1": lambda text: text.encode("latin-1"),
    "saved as UTF-16": lambda text: text.encode("utf-16"),
    'a NUL byte after "title: A small"': lambda text: text.replace("A small year", "A small\0 year").encode(),
    "the file is 6 MB of spaces longer": lambda text: text.encode() + b" " * 6_000_000,
    "everything but comments is deleted": lambda text: text.split("\n")[0].encode(),
    'the whole file is "services: {web: {image: postgres}}"': lambda _: b"services: {web: {image: postgres}}",
    "the indicators are replaced by {}": lambda text: re.sub(
        r"indicators:\n.*?\n\n", "indicators: {}\n\n", text, flags=re.S
    ).encode(),
    "the words of HYP001 are repeated ten times": lambda text: text.replace(
        "The practice keeps a register of everyone with hypertension", "A register of hypertension " * 15
    ).encode(),
}
PATHS = {
    "the file checked is vaild.yaml": "vaild.yaml",
    "the file checked is /dev/null": "/dev/null",
    "the path checked is an empty folder named drafts": "drafts",
}


def answer_to(case: Case, folder: Path) -> tuple[list[str], int]:
    """What `openqof check` says of the broken file, run from the folder it stands in, and its exit code."""
    text = case.edit(VALID)
    raw = DEEDS[case.deed](text) if case.deed in DEEDS else text.encode()
    (folder / "valid.yaml").write_bytes(raw)
    (folder / "drafts").mkdir()
    result = CliRunner().invoke(app, ["check", PATHS.get(case.deed, "valid.yaml")])
    return result.stdout.rstrip("\n").split("\n"), result.exit_code


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_breakage_gives_its_answer(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert case.deed in ("", *DEEDS, *PATHS)
    answer, code = answer_to(case, tmp_path)
    assert answer == list(case.expected)
    assert code == 1


def test_the_file_they_are_made_from_is_valid() -> None:
    assert CliRunner().invoke(app, ["check", str(BAD / "valid.yaml")]).exit_code == 0


def test_each_case_shows_the_code_it_is_named_after() -> None:
    assert [case.name for case in CASES if case.name[0] == "L" and case.name[:4] not in case.codes] == []


def test_every_code_in_the_source_is_documented_and_has_a_case() -> None:
    source = ROOT / "src" / "openqof"
    files = [*source.glob("files/*.py"), *source.glob("cli/*.py")]
    used = {
        code
        for path in files
        if path.name != "problem_codes.py"
        for code in re.findall(r'"(L0\d\d)"', path.read_text(encoding="utf-8"))
    }
    assert used == set(problem_codes.CODES)
    shown = {code for case in CASES for code in case.codes}
    assert used - shown == CASES_ELSEWHERE


def test_the_page_of_problems_is_up_to_date() -> None:
    page = ROOT / "docs" / "reference" / "problems.md"
    assert page.read_text(encoding="utf-8") == write_page(CASES), "run make docs"
