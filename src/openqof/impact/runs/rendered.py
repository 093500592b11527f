"""The files of a run written anew from the figures worked out again, and held against those of the folder."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
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
from openqof.impact.runs.manifest import MANIFEST, Manifest, follows, problem

RESULTS, PRACTICES, REPORT = "assessment.json", "practices.csv", "report.html"
RENDERED = (RESULTS, PRACTICES, REPORT)
"""Files that are written from the figures alone."""
JOINED, CLOSED = "joined.csv", "closed-lists.csv"
DRAWN = ("/tables/range/", "/tables/falls/")
"""Tables that rest on draws, of which processors round the last digits in their own ways."""
_NUMBER = re.compile(r"(£?[0-9][0-9,]*(?:\.[0-9]+)?)")
FINEST = 2
_ABSENT = object()


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


def files_moved(folder: Path, run: Run, manifest: Manifest) -> tuple[list[Problem], list[str]]:
    """What differs: a problem for each file and each statement of the manifest, and files that are near.

    A file is near where only last digits differ, in what rests on draws.
    """
    found = []
    for what, now in follows(run).items():
        if manifest.follows[what] != now:
            said = f"{what} of the manifest are not those that the folder's own documents come to."
            found.append(problem(folder / MANIFEST, "P296", said, "Price the scheme anew."))
    anew, near = made(run), []
    copied = {*filter(None, manifest.documents), *filter(None, [manifest.own])}
    for name in sorted({*manifest.files} - {*anew} - copied):
        said = "the manifest has a file that such a run does not write."
        found.append(problem(folder / name, "P298", said))
    for name, content in anew.items():
        apart = _file(folder / name, content, manifest.files.get(name))
        found += [apart] if isinstance(apart, Problem) else []
        near += [name] if apart is _NEAR else []
    return found, near


_NEAR = object()


def _file(path: Path, content: bytes, bound: str | None) -> Problem | object | None:
    """What is wrong with a file: a problem, `_NEAR`, or None where it is the same or told already."""
    if bound is None:
        return problem(path, "P296", "the run comes out with this file, and its manifest has none.")
    was = path.read_bytes() if path.is_file() else b""
    if was == content or sha256(was).hexdigest() != bound:
        return None
    texts = content.decode("utf-8"), was.decode("utf-8", "replace")
    line, said = _in_json(*texts) if path.name == RESULTS else _in_text(*texts, may=path.name == REPORT)
    return Problem(str(path), line, 0, "P296", said, "Ask for the folder again.") if said else _NEAR


def _in_text(now: str, was: str, *, may: bool) -> tuple[int, str]:
    """The first line that differs by more than what draws may, and what is said of it; "" where none does."""
    lines = zip_longest(now.splitlines(keepends=True), was.splitlines(keepends=True), fillvalue="")
    for number, (ours, theirs) in enumerate(lines, 1):
        if ours != theirs and not (may and near(ours, theirs)):
            return number, "worked out again, the file differs, from here on."
    return 0, ""


def _in_json(now: str, was: str) -> tuple[int, str]:
    """The first figure that differs, by its table; the line, where the same is only written otherwise."""
    apart = list(_apart(json.loads(now), json.loads(was)))
    if not apart:
        return _in_text(now, was, may=False)
    return 0, next((said for said, is_near in apart if not is_near), "")


def _apart(now: Any, was: Any, at: str = "") -> Iterator[tuple[str, bool]]:
    """What differs in values of JSON, by its path, and whether draws may differ so."""
    if isinstance(now, Mapping) and isinstance(was, Mapping):
        for key in dict.fromkeys([*now, *was]):
            yield from _apart(now.get(key, _ABSENT), was.get(key, _ABSENT), f"{at}/{key}")
    elif isinstance(now, list) and isinstance(was, list):
        for number, (each, before) in enumerate(zip_longest(now, was, fillvalue=_ABSENT), 1):
            yield from _apart(each, before, f"{at}/{number}")
    elif now != was:
        said = f"{at.removeprefix('/')} was {_shown(was)}, and is {_shown(now)}."
        yield said, any(table in at for table in DRAWN) and near(str(now), str(was))


def _shown(value: Any) -> str:
    if value is _ABSENT:
        return "not there"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."


def near(now: str, was: str) -> bool:
    """Whether texts are the same but for pounds and decimals, by one unit of their last digit.

    Of long decimals, which are places in charts, two digits count.
    """
    ours, theirs = _NUMBER.split(now), _NUMBER.split(was)
    return ours[::2] == theirs[::2] and all(map(_next_to, ours[1::2], theirs[1::2]))


def _next_to(one: str, other: str) -> bool:
    if one == other:
        return True
    if one.startswith("£") != other.startswith("£") or not ("£" in one or "." in one + other):
        return False
    places = min(max(len(each.partition(".")[2]) for each in (one, other)), FINEST)
    first, second = (Decimal(each.removeprefix("£").replace(",", "")) for each in (one, other))
    return abs(first - second) <= Decimal(1).scaleb(-places)
