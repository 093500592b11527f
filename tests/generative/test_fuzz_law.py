"""Break any value of any law file: there is always a problem with a real place, and never anything else.

Every scalar, key and list of every shipped file can be broken in the ways below.  A change that makes another
lawful file (a sentence reworded, a name of a source that exists) is not a breakage; such values are broken in
kind instead: a list for words, nothing at all, YAML's NO.  The short run takes a seeded sample of each file;
the run marked long breaks every value of every file.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from openqof.core.problems import Problem
from openqof.files.check import check_file
from openqof.files.shipped import HISTORY, LAW, SOURCES, shipped_files

FILES = shipped_files()
SAMPLE = 20


@dataclass(frozen=True)
class Spot:
    """One key and value of a file: the keys above it, and the two nodes."""

    trail: tuple[str, ...]
    key: Any
    value: Any

    @property
    def name(self) -> str:
        return self.trail[-1]

    @property
    def is_scalar(self) -> bool:
        return isinstance(self.value, yaml.nodes.ScalarNode)

    @property
    def is_number(self) -> bool:
        return self.is_scalar and not self.value.style and self.value.value.replace(".", "", 1).isdigit()


def spots(node: Any, trail: tuple[str, ...] = ()) -> Iterator[Spot]:
    """Every key with its value, in lists as well."""
    if isinstance(node, yaml.nodes.SequenceNode):
        for item in node.value:
            yield from spots(item, trail)
    elif isinstance(node, yaml.nodes.MappingNode):
        for key, value in node.value:
            yield Spot((*trail, key.value), key, value)
            yield from spots(value, (*trail, key.value))


def put(text: str, node: Any, new: str) -> str:
    """The text with a node's own characters replaced."""
    return text[: node.start_mark.index] + new + text[node.end_mark.index :]


def value_becomes(new: str) -> Callable[[str, Spot], str]:
    return lambda text, spot: put(text, spot.value, new)


def add_one(text: str, spot: Spot) -> str:
    return put(text, spot.value, str(int(spot.value.value) + 1))


def key_twice(text: str, spot: Spot) -> str:
    start = spot.key.start_mark
    again = f"{spot.key.value}: again"
    block = start.column == len(text[: start.index].rpartition("\n")[2].replace("- ", "  ").replace(" ", "x"))
    lines = block and text[: start.index].rpartition("\n")[2].strip(" -") == ""
    joint = "\n" + " " * start.column if lines else ", "
    return text[: start.index] + again + joint + text[start.index :]


def key_gone(text: str, spot: Spot) -> str:
    return put(text, spot.key, "")


def key_odd(text: str, spot: Spot) -> str:
    return put(text, spot.key, spot.key.value + " !")


def tab_before(text: str, spot: Spot) -> str:
    start = text.rfind("\n", 0, spot.key.start_mark.index) + 1
    return text[:start] + "\t" + text[start:]


ANYWHERE: dict[str, Callable[[str, Spot], str]] = {
    "empty": value_becomes(""),
    "empty words": value_becomes('""'),
    "list of lists": value_becomes("[[surprise]]"),
    "unknown keys": value_becomes("{Surprise !: 1}"),
    "an alias": value_becomes("*surprise"),
    "a tag": value_becomes("!!python/name:os.system x"),
    "a NUL": lambda text, spot: put(text, spot.key, spot.key.value + "\0"),
    "an open quote": value_becomes('"'),
    "an open bracket": value_becomes("[{"),
    "a sign": value_becomes("@surprise"),
    "two colons": value_becomes("a: b: c"),
    "key twice": key_twice,
    "key gone": key_gone,
    "key odd": key_odd,
}
SCALARS = {
    "NO": value_becomes("NO"),
    "nan": value_becomes(".nan"),
    "nothing": value_becomes("~"),
    "too long": value_becomes("surprise " * 500),
}
WORDS = {
    "number": value_becomes("12"),
    "octal": value_becomes("010"),
    "negative": value_becomes("-5"),
    "huge": value_becomes("9" * 400),
}
NUMBERS = {
    "words": value_becomes("surprise"),
    "quoted": lambda text, spot: put(text, spot.value, f'"{spot.value.value}"'),
    "octal": lambda text, spot: put(text, spot.value, f"0{spot.value.value}"),
    "negative": lambda text, spot: put(text, spot.value, f"-{spot.value.value}1"),
    "huge": value_becomes("9" * 400),
    "infinite": value_becomes("-.inf"),
    "date": value_becomes("2015-04-01"),
    "percent": lambda text, spot: put(text, spot.value, f"{spot.value.value}%"),
}
NAMED = {
    "basis": {"a guess": value_becomes("guessed")},
    "source": {"a rumour": value_becomes("rumour-2099")},
    "group": {"no group": value_becomes("NOGROUP")},
    "register": {"no indicator": value_becomes("NONE001")},
    "prevalence": {"no group": value_becomes("NOGROUP")},
    "pays": {"no way of paying": value_becomes("sometimes")},
    "year": {"another year": value_becomes("2099/00")},
    "at": {"a later year": value_becomes("2099/00")},
    "id": {"another id": value_becomes("Qof/2015")},
}
FREE_TEXT = {"terms", "date", "periods"}
"""Values that may be words or figures; only their kind can be wrong."""


def is_total(spot: Spot) -> bool:
    """Whether a control total catches the value when it is one more."""
    inside = {"pays", "sliding"} <= set(spot.trail) and spot.name in ("from", "to", "at_lower")
    points = spot.trail[:1] == ("indicators",) and spot.name == "points"
    return inside or points or spot.trail[:1] == ("asserts",)


def breakages(path: Path, spot: Spot) -> dict[str, Callable[[str, Spot], str]]:
    """The ways of breaking this value that no lawful file looks like."""
    ways = dict(ANYWHERE)
    of_year = path.parent.name in ("national", "scotland") and path != HISTORY
    if of_year:
        ways["tab"] = tab_before
    if spot.is_scalar:
        ways |= SCALARS
        if not FREE_TEXT & set(spot.trail):
            ways |= NUMBERS if spot.is_number else WORDS
            if "change" in spot.trail or ("asserts" in spot.trail and not of_year):
                del ways["negative"]  # pounds of change, and a fall of care, may be below nought
        if path.is_relative_to(LAW / "national") and "terms" not in spot.trail:
            ways |= NAMED.get(spot.name, {})
        if of_year and is_total(spot) and spot.value.value.isdigit():
            ways["one more"] = add_one
    return ways


def assert_found(path: Path, text: str, spot: Spot, way: str, folder: Path) -> None:
    """Write the broken file where its reader knows it by name, check it, and look at every problem."""
    broken = folder / path.name
    broken.write_bytes(text.encode("utf-8"))
    problems = check_file(broken)
    where = f"{path.name}: {'.'.join(spot.trail)}, {way}"
    assert problems, where
    lines = len(text.splitlines())
    for problem in problems:
        assert 1 <= problem.line <= lines, f"{where}: {problem}"
        assert problem.column >= 1, f"{where}: {problem}"
        assert problem.file == str(broken)
        assert problem.message, where
    if way in NUMBERS or way in WORDS or way in SCALARS:
        line = spot.value.start_mark.line + 1
        found = line in {problem.line for problem in problems}
        assert found or names_its_parameter(spot, problems), f"{where}: {problems}"


def names_its_parameter(spot: Spot, problems: Sequence[Problem]) -> bool:
    """Whether a parameter of a scheme is named where its value is used, which is where the problem stands."""
    declared = spot.trail[0] == "parameters" and spot.name == "value"
    return declared and any(f"the parameter {spot.trail[1]}" in problem.message for problem in problems)


def load(path: Path) -> tuple[str, list[Spot]]:
    text = path.read_text(encoding="utf-8")
    return text, list(spots(yaml.compose(text, Loader=yaml.CBaseLoader)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(LAW).as_posix())
def test_a_broken_value_is_a_located_problem(path: Path, tmp_path: Path) -> None:
    text, everywhere = load(path)
    chance = random.Random(path.name)
    for spot in chance.sample(everywhere, min(SAMPLE, len(everywhere))):
        ways = breakages(path, spot)
        way = chance.choice(sorted(ways))
        assert_found(path, ways[way](text, spot), spot, way, tmp_path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(LAW).as_posix())
def test_each_way_of_breaking_is_tried_on_each_file(path: Path, tmp_path: Path) -> None:
    text, everywhere = load(path)
    chance = random.Random(path.stem)
    todo = {way for spot in everywhere for way in breakages(path, spot)}
    for spot in chance.sample(everywhere, len(everywhere)):
        fresh = sorted(todo & set(breakages(path, spot)))
        if fresh:
            todo.discard(fresh[0])
            assert_found(path, breakages(path, spot)[fresh[0]](text, spot), spot, fresh[0], tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(LAW).as_posix())
def test_every_value_broken_in_kind_and_in_one_other_way(path: Path, tmp_path: Path) -> None:
    text, everywhere = load(path)
    chance = random.Random(f"long {path.name}")
    for spot in everywhere:
        ways = breakages(path, spot)
        for way in {"unknown keys", chance.choice(sorted(ways)), "one more"} & set(ways):
            assert_found(path, ways[way](text, spot), spot, way, tmp_path)


def thresholds(text: str) -> list[Any]:
    """Every pair of thresholds in a file."""
    root = yaml.compose(text, Loader=yaml.CBaseLoader)
    return [spot.value for spot in spots(root) if spot.name == "sliding"]


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.stem[:2] == "20"], ids=lambda path: path.stem
)
def test_exchanged_thresholds_are_found(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    chosen = random.Random(path.name).choice(thresholds(text))
    lower, upper = (value for key, value in chosen.value if key.value in ("from", "to"))
    swapped = put(put(text, upper, lower.value), lower, upper.value)
    (tmp_path / path.name).write_text(swapped, encoding="utf-8")
    problems = check_file(tmp_path / path.name)
    assert [problem.line for problem in problems if problem.code == "L060"] == [lower.start_mark.line + 1]


def test_random_bytes_are_refused(tmp_path: Path) -> None:
    chance = random.Random(2)
    path = tmp_path / SOURCES.name
    for _ in range(200):
        path.write_bytes(chance.randbytes(chance.randrange(1, 200)))
        assert check_file(path)
