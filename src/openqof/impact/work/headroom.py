"""Headroom: hours that a scheme frees in each practice, and a form to say in how they were spent.

The form is a CSV file of one row a use: which practice, in which month, what for, how many hours. A practice
fills in its rows and sends it back; `read_spent` adds the hours up beside those that were freed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openqof.core.problems import BadInput, Problem
from openqof.files.values import did_you_mean
from openqof.impact.assessment import Workload
from openqof.impact.worked import Worked

COLUMNS = ("practice", "name", "hours_freed", "month", "used_for", "hours", "note")
NEEDED = ("practice", "month", "used_for", "hours")
MOST = 100_000.0
"""Hours in one row above which it is a slip: fifty people's year."""


@dataclass(frozen=True, slots=True)
class Headroom:
    """Likely hours a year that a practice has less work to do; below nought where it has more."""

    practice: str
    name: str
    hours: float


@dataclass(frozen=True, slots=True)
class Spent:
    """What one practice says it used its hours for, in hours by use, beside the hours freed."""

    practice: str
    name: str
    freed: float
    uses: Mapping[str, float]

    @property
    def hours(self) -> float:
        """All hours recorded."""
        return sum(self.uses.values())

    @property
    def left(self) -> float:
        """Hours freed of which nothing is recorded; below nought where more was recorded than freed."""
        return self.freed - self.hours


def headroom(worked: Worked, workload: Workload) -> tuple[Headroom, ...]:
    """The hours freed in each practice that joins, in the order of the price."""
    freed = workload.hours_before - workload.hours_after
    return tuple(
        Headroom(practice.code, practice.name, float(hours))
        for practice, hours, joined in zip(worked.roll, freed, worked.joined, strict=True)
        if joined
    )


def template(rows: Iterable[Headroom], months: Sequence[date]) -> str:
    """The empty form as CSV: a row for each practice and month, to be filled in or copied."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        for month in months:
            writer.writerow([row.practice, row.name, f"{row.hours:.0f}", f"{month:%Y-%m}", "", "", ""])
    return out.getvalue()


def read_spent(paths: str | Path | Iterable[str | Path], rows: Iterable[Headroom]) -> tuple[Spent, ...]:
    """Add up forms that were filled in; a row without a use and without hours is an empty one.

    `paths` is one form, or several: practices may send in each its own. BadInput carries every problem: a
    file that cannot be read, columns missing, a practice that the price does not have, a month that is none,
    hours that are no number, hours without a use and uses without hours.
    """
    held = {row.practice: row for row in rows}
    problems: list[Problem] = []
    uses: dict[str, dict[str, float]] = {code: {} for code in held}
    for path in [paths] if isinstance(paths, str | Path) else paths:
        for entry in _entries(Path(path), held, problems):
            of = uses[entry.practice]
            of[entry.used_for] = of.get(entry.used_for, 0.0) + entry.hours
    if problems:
        raise BadInput(problems)
    return tuple(Spent(row.practice, row.name, row.hours, uses[row.practice]) for row in held.values())


@dataclass(frozen=True, slots=True)
class _Entry:
    practice: str
    used_for: str
    hours: float


def _entries(path: Path, held: Mapping[str, Headroom], problems: list[Problem]) -> Iterator[_Entry]:
    text = _text(path, problems)
    reader = csv.DictReader(io.StringIO(text))
    names = [name.strip() for name in reader.fieldnames or ()]
    missing = [name for name in NEEDED if name not in names]
    if text and missing:
        said = f"the form has no column {' and none '.join(missing)}."
        problems.append(Problem(str(path), 1, 1, "P243", said, f"Its columns are {', '.join(COLUMNS)}."))
    if not text or missing:
        return
    reader.fieldnames = names
    for row in reader:
        entry = _Row(str(path), reader.line_num, names, row, problems).entry(held)
        if entry is not None:
            yield entry


def _text(path: Path, problems: list[Problem]) -> str:
    """The form's text, nothing where there is none."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        problems.append(
            Problem(str(path), 0, 0, "P242", f"the form cannot be read: {reason}.", "Name a CSV file.")
        )
        return ""
    if not text.strip():
        problems.append(Problem(str(path), 0, 0, "P242", "the form is empty.", "Write one anew."))
    return text.strip() and text


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a form, and where its problems go."""

    file: str
    line: int
    names: Sequence[str]
    cells: Mapping[str | None, str | list[str] | None]
    problems: list[Problem]

    def entry(self, held: Mapping[str, Headroom]) -> _Entry | None:
        """The row as a use; None for an empty one, and for one with a problem."""
        used_for, hours = self._cell("used_for"), self._cell("hours")
        if not used_for and not hours:
            return None
        count = len(self.problems)
        practice = self._practice(held)
        self._month()
        number = self._hours(hours)
        if not used_for:
            self._problem(
                "used_for", "P247", "hours stand here without what they were used for.", "Write it."
            )
        return None if len(self.problems) > count else _Entry(practice, used_for, number)

    def _cell(self, name: str) -> str:
        value = self.cells.get(name)
        return value.strip() if isinstance(value, str) else ""

    def _practice(self, held: Mapping[str, Headroom]) -> str:
        code = self._cell("practice")
        if code not in held:
            hint = did_you_mean(code, held, otherwise="Take the codes of the form.")
            self._problem("practice", "P244", f'no practice "{code}" joins the scheme.', hint)
        return code

    def _month(self) -> None:
        month = self._cell("month")
        try:
            date.fromisoformat(f"{month}-01")
        except ValueError:
            self._problem("month", "P245", f'"{month}" is not a month.', "Write it as 2015-04.")

    def _hours(self, text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = float("nan")
        if not 0.0 <= number <= MOST:
            said = f'"{text}" is not a number of hours.' if text else "a use stands here without its hours."
            self._problem("hours", "P246", said, "Write hours in figures, such as 12.5.")
        return number

    def _problem(self, name: str, code: str, message: str, hint: str) -> None:
        column = self.names.index(name) + 1
        self.problems.append(Problem(self.file, self.line, column, code, message, hint))
