"""The files of a run written anew from the figures worked out again, and held against those of the folder."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from typing import Any

from openqof.core.problems import Problem
from openqof.impact.documents.csv import practices_csv
from openqof.impact.documents.html import as_html
from openqof.impact.documents.json import as_json
from openqof.impact.documents.tables import Run
from openqof.impact.runs.again import NEAR
from openqof.impact.runs.manifest import MANIFEST, Manifest, follows, problem

RESULTS, PRACTICES, REPORT = "assessment.json", "practices.csv", "report.html"
RENDERED = (RESULTS, PRACTICES, REPORT)
"""Files that are written from the figures alone."""
JOINED, CLOSED = "joined.csv", "closed-lists.csv"
_NUMBER = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)")
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Texts:
    """A file as it is written now and as it was saved."""

    now: str
    was: str

    def alike(self, near: bool) -> bool:
        """Whether they are the same; where draws came out `near`, numbers may be as far apart as those."""
        return self.now == self.was or (near and _near(self.now, self.was))


def made(run: Run) -> dict[str, bytes]:
    """Every file that is written from what was worked out, by name."""
    texts = {PRACTICES: practices_csv(run), RESULTS: as_json(run), REPORT: as_html(run)}
    area = run.first.worked.ask.area
    if area.joined is not None:
        texts[JOINED] = _codes(area.joined)
    if area.closed:
        texts[CLOSED] = _codes(area.closed)
    return {name: text.encode("utf-8") for name, text in texts.items()}


def _codes(practices: frozenset[str]) -> str:
    """Practice codes as openqof price reads them."""
    return "".join(f"{code}\n" for code in ("practice", *sorted(practices)))


def files_moved(folder: Path, run: Run, manifest: Manifest, *, near: bool) -> Iterator[Problem]:
    """One problem for each file, and each statement of the manifest, that comes out otherwise.

    `near` says that draws came out within a pound and not the same.
    """
    for what, now in follows(run).items():
        if manifest.follows[what] != now:
            said = f"{what} of the manifest are not those that the folder's own documents come to."
            yield problem(folder / MANIFEST, "P296", said, "Price the scheme anew.")
    anew = made(run)
    copied = {*filter(None, manifest.documents), *filter(None, [manifest.own])}
    for name in sorted({*manifest.files} - {*anew} - copied):
        yield problem(folder / name, "P298", "the manifest has a file that such a run does not write.")
    for name, content in anew.items():
        yield from _file(folder / name, content, manifest.files.get(name), near=near and name in RENDERED)


def _file(path: Path, content: bytes, bound: str | None, *, near: bool) -> Iterator[Problem]:
    if bound is None:
        yield problem(path, "P296", "the run comes out with this file, and its manifest has none.")
        return
    if bound == sha256(content).hexdigest() or not path.is_file():
        return
    was = path.read_bytes()
    if sha256(was).hexdigest() != bound:
        return  # told already: it is not the manifest's file
    texts = Texts(content.decode("utf-8"), was.decode("utf-8", "replace"))
    if not texts.alike(near and path.name != PRACTICES):
        line, said = _where(texts, near=near, is_json=path.name == RESULTS)
        yield Problem(str(path), line, 0, "P296", said, "Ask for the folder again, or price anew.")


def _where(texts: Texts, *, near: bool, is_json: bool) -> tuple[int, str]:
    """The line of the first difference and what it is; in the figures for programs, by its table."""
    if is_json and (found := next(_apart(json.loads(texts.now), json.loads(texts.was), near), None)):
        return 0, found
    lines = zip_longest(texts.now.splitlines(), texts.was.splitlines())
    places = (
        number
        for number, (now, was) in enumerate(lines, 1)
        if now is None or was is None or not Texts(now, was).alike(near)
    )
    line = next(places, 0)
    return (
        line,
        "worked out again, the file comes out otherwise, from here on." if line else "its end differs.",
    )


def _apart(now: Any, was: Any, near: bool, at: str = "") -> Iterator[str]:
    """What differs in values of JSON, by its path."""
    if isinstance(now, Mapping) and isinstance(was, Mapping):
        for key in dict.fromkeys([*now, *was]):
            yield from _apart(now.get(key, _ABSENT), was.get(key, _ABSENT), near, f"{at}/{key}")
    elif isinstance(now, list) and isinstance(was, list):
        for number, (each, before) in enumerate(zip_longest(now, was, fillvalue=_ABSENT), 1):
            yield from _apart(each, before, near, f"{at}/{number}")
    elif not (now == was or (near and _near(str(now), str(was)))):
        yield f"{at.removeprefix('/')} was {_shown(was)}, and is {_shown(now)}."


def _shown(value: Any) -> str:
    if value is _ABSENT:
        return "not there"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _near(now: str, was: str) -> bool:
    """Whether two texts are the same but for numbers that are no further apart than draws may be."""
    ours, theirs = _NUMBER.split(now), _NUMBER.split(was)
    return ours[::2] == theirs[::2] and all(
        abs(Decimal(one.replace(",", "")) - Decimal(other.replace(",", ""))) <= NEAR
        for one, other in zip(ours[1::2], theirs[1::2], strict=True)
        if one != other
    )
