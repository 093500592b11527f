"""Lines of a CSV with too few or too many fields, or not in UTF-8: what the fast reader cannot point at."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from openqof.core.problems import Problem

LISTED = 50


def uneven(source: Path, width: int) -> tuple[Problem, ...]:
    """A problem for each line that has not `width` fields, up to LISTED of them; blank lines do not count."""
    found: list[Problem] = []
    number = 0
    with source.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        reader = csv.reader(file)
        try:
            for fields in reader:
                if (len(fields) not in (0, width)) or any(_odd(fields)):
                    number += 1
                    if number <= LISTED:
                        found.append(_problem(source, reader.line_num, fields, width))
        except csv.Error as wrong:
            found.append(Problem(str(source), reader.line_num, 0, "R213", f"cannot be read: {wrong}."))
    return tuple(found)


def _odd(fields: list[str]) -> Iterator[str]:
    """Fields holding bytes that are not UTF-8, which surrogateescape keeps apart."""
    return (
        field for field in fields if not field.isascii() and any("\udc80" <= c <= "\udcff" for c in field)
    )


def _problem(source: Path, line: int, fields: list[str], width: int) -> Problem:
    if len(fields) != width:
        hint = f"The heading has {width}. Is a comma missing, or one too many?"
        return Problem(str(source), line, 0, "R216", f"the line has {len(fields)} fields.", hint)
    column = next(place for place, field in enumerate(fields, start=1) if list(_odd([field])))
    hint = "Save the file as UTF-8."
    return Problem(str(source), line, column, "R217", "the field holds bytes that are not UTF-8 text.", hint)
