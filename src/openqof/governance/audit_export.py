"""Events taken out of an audit file: those that are asked for, as their own lines or as a table."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openqof.core.governance.audit import AuditEvent
from openqof.core.problems import BadInput
from openqof.core.spreadsheets import guarded_cell
from openqof.governance.audit import verify
from openqof.governance.audit_chain import Entry, entry_of, moment
from openqof.governance.audit_check import Audited
from openqof.governance.audit_disk import in_words

COLUMNS = ("n", "when", "who", "acting_as", "what", "about", "before", "after", "why", "sha256")
FORMS = (".jsonl", ".csv")
"""Ends of names that say in which form events are written."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are asked for; "" and None are any. `first` is from that moment on, `last` before it."""

    who: str = ""
    acting_as: str = ""
    what: str = ""
    about: str = ""
    first: datetime | None = None
    last: datetime | None = None

    def takes(self, event: AuditEvent) -> bool:
        """Whether an event is one of them."""
        said = all(
            not asked or asked.casefold() in getattr(event, name).casefold()
            for name, asked in (
                ("who", self.who), ("acting_as", self.acting_as), ("what", self.what), ("about", self.about)
            )
        )  # fmt: skip
        when = moment(event.when)
        return said and (self.first is None or when >= self.first) and (self.last is None or when < self.last)


def entries(path: Path, wanted: Wanted, each: Callable[[Entry, bytes], None]) -> Audited:
    """Call `each` with every event asked for and its line, and say whether the file is as it was written."""

    def look(line: bytes) -> None:
        entry = entry_of(line)
        if wanted.takes(entry.event):
            each(entry, line)

    return verify(path, each=look)


def row(entry: Entry) -> dict[str, str | int]:
    """An event by column."""
    said = {name: getattr(entry.event, name) for name in COLUMNS[1:-1]}
    return {"n": entry.n, **said, "sha256": entry.sha256}


def export(path: Path, wanted: Wanted, output: Path) -> int:
    """Write the events asked for to a file that is not there yet, and say how many they are.

    The form follows the end of its name: the very lines of the audit file, or CSV without formulas.
    BadInput where the audit file is not whole; nothing is left behind then.
    """
    new = output.with_name(f".{output.name}.new")
    try:
        with in_words(output):
            count = _exported(path, wanted, new, as_table=output.suffix.casefold() == ".csv")
            new.replace(output)
    finally:
        new.unlink(missing_ok=True)
    return count


def _exported(path: Path, wanted: Wanted, new: Path, *, as_table: bool) -> int:
    count = 0

    def table(entry: Entry, line: bytes) -> None:
        nonlocal count
        count += 1
        writer.writerow([guarded_cell(value) for value in row(entry).values()])

    def lines(entry: Entry, line: bytes) -> None:
        nonlocal count
        count += 1
        file.write(line.decode() + "\n")

    with new.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        if as_table:
            writer.writerow(COLUMNS)
        found = entries(path, wanted, table if as_table else lines)
    if not found.whole:
        raise BadInput(found.problems)
    return count
