"""What is wrong with an audit file, put together so that one thing that was done to it is one problem."""

from __future__ import annotations

from dataclasses import dataclass, replace

from openqof.core.problems import Problem
from openqof.governance import audit_codes as codes

MOST = 1_000
"""Problems after which the rest of a file is not looked at."""
COPY = "Put a copy of the file from before in its place, and ask who could write to it."


class Full(Exception):
    """There are so many problems that no more are looked for."""


@dataclass(frozen=True, slots=True)
class Run:
    """Rows one after another with the same fault, and the events that they hold or stand for."""

    row: int
    rows: int = 1
    first: int = 0
    nul: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Events that are missing before a row."""

    row: int
    first: int
    last: int


class Faults:
    """The problems of one file, as its lines tell them from the first to the last."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._problems: list[Problem] = []
        self._gaps: list[Gap] = []
        self._bad: Run | None = None
        self._late: tuple[str, Run] | None = None
        self._ends: Run | None = None
        self.skipped = 0
        """Lines since the last sound one that should have been events."""

    def add(self, code: str, message: str, hint: str = "", *, row: int = 0) -> None:
        """Note a problem; Full when there are too many."""
        self._problems.append(Problem(self._file, row, min(row, 1), code, message, hint))
        self._check_full(row)

    def problems(self) -> tuple[Problem, ...]:
        """Every problem, by line."""
        for gap in self._gaps:
            message = f"{events(gap.first, gap.last)} missing before this line: {_were(gap)} taken out."
            self._problems.append(Problem(self._file, gap.row, 1, codes.MISSING, message, COPY))
        self._gaps = []
        return tuple(sorted(self._problems))

    def no_event(self, row: int, *, nul: bool) -> None:
        """A line is no event."""
        self._close_late()
        self.skipped += 1
        bad = self._bad or Run(row, 0)
        self._bad = replace(bad, rows=row - bad.row + 1, nul=bad.nul or nul)

    def changed(self, row: int, number: int) -> None:
        """A line has another sha256 than its bytes."""
        self._close_late()
        self.skipped += 1
        said = "its bytes are not those that were sealed with its sha256."
        self.add(
            codes.CHANGED, f"this line, which says it is event {number:,}, was changed: {said}", COPY, row=row
        )

    def late(self, row: int, number: int) -> None:
        """A sound line holds an event that should have stood before the one above."""
        code = codes.MOVED if self._fill(number) else codes.TWICE
        if self._late and self._follows(code, row, number):
            self._late = (code, replace(self._late[1], rows=self._late[1].rows + 1))
            return
        self._close_late()
        self._late = (code, Run(row, 1, number))

    def line_end(self, row: int) -> None:
        """A line ends in carriage return and line feed."""
        self._ends = replace(self._ends, rows=self._ends.rows + 1) if self._ends else Run(row)

    def settle(self, row: int, *, number: int, following: int) -> None:
        """A sound line follows event `number`, with whatever else between them; say what that was."""
        self._close_late()
        lost = following - number - 1
        if self._bad:
            self._say_bad(number + 1, following - 1)
        elif lost > self.skipped:
            self._gaps.append(Gap(row, number + 1, following - 1 - self.skipped))
            self._check_full(row)
        self.skipped = 0

    def end(self, *, number: int, known: int | None, half: bool) -> bool:
        """The file ends after event `number`; say what of the events that the head knows is missing.

        Returns whether all that stands after is what a stopped write leaves behind.
        """
        self._close_late()
        self._say_ends()
        known = number if known is None else known
        if self._bad and (known > number or not self._bad.nul):
            self._say_bad(number + 1, known)
            return False
        if known - number > self.skipped:
            self._cut(number + self.skipped + 1, known, half=half)
            return False
        torn, self._bad = half or self._bad is not None, None
        self.skipped = 0 if torn else self.skipped
        return torn

    def _check_full(self, row: int) -> None:
        if len(self._problems) + len(self._gaps) >= MOST:
            said = f"there are {MOST:,} problems: the file was looked at as far as line {row:,} only."
            self._problems.append(Problem(self._file, 0, 0, codes.TOO_MANY, said, COPY))
            raise Full

    def _fill(self, number: int) -> bool:
        """Take an event out of those missing; whether it was."""
        gap = next((each for each in self._gaps if each.first <= number <= each.last), None)
        if gap is None:
            return False
        parts = (Gap(gap.row, gap.first, number - 1), Gap(gap.row, number + 1, gap.last))
        place = self._gaps.index(gap)
        self._gaps[place : place + 1] = [part for part in parts if part.first <= part.last]
        return True

    def _follows(self, code: str, row: int, number: int) -> bool:
        assert self._late is not None
        before, run = self._late
        return (code, row - run.row, number - run.first) == (before, run.rows, run.rows)

    def _close_late(self) -> None:
        if self._late is None:
            return
        (code, run), self._late = self._late, None
        what = events(run.first, run.first + run.rows - 1)
        where = "this line" if run.rows == 1 else f"this line and the {run.rows - 1:,} after it"
        if code == codes.MOVED:
            said = f"{what} out of order: {where} should stand before the one above."
        else:
            said = f"{what} here a second time: {where} may be what was put in, or those above."
        self.add(code, said, COPY, row=run.row)

    def _say_bad(self, first: int, last: int) -> None:
        assert self._bad is not None
        bad, self._bad = self._bad, None
        what = "this line is" if bad.rows == 1 else f"the {bad.rows:,} lines from here on are"
        rest = (
            f"{events(first, last)} lost there."
            if first <= last
            else "No event is missing there: something was put in."
        )
        self.add(
            codes.NO_EVENT,
            f"{what} no event as this program writes them. {rest.capitalize()}",
            COPY,
            row=bad.row,
        )

    def _cut(self, first: int, last: int, *, half: bool) -> None:
        part = f" Of event {first:,} a part is there." if half else ""
        said = f"the end was cut off: {events(first, last)} missing, which the head knows.{part}"
        self.add(codes.CUT_OFF, said, COPY)

    def _say_ends(self) -> None:
        if self._ends is None:
            return
        rows = "this line ends" if self._ends.rows == 1 else f"{self._ends.rows:,} lines, this one first, end"
        said = f"{rows} in carriage return and line feed: an editor or a transfer changed them."
        self.add(codes.LINE_ENDS, said, COPY, row=self._ends.row)


def events(first: int, last: int) -> str:
    """Event 7 is, events 7 to 9 are."""
    return f"event {first:,} is" if first == last else f"events {first:,} to {last:,} are"


def _were(gap: Gap) -> str:
    return "it was" if gap.first == gap.last else "they were"
