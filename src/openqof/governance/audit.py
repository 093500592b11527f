"""Audit files: events are added at the end, the whole is verified, and a stopped write is mended.

Beside FILE stands FILE.head, which knows how many events there are and the sha256 of the last, so that a file
cut off at its end is found; and FILE.lock. An event is on the disk before the head speaks of it: a crash
leaves the file with more than the head knows, never with less.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from openqof.core.changed import CHANGED
from openqof.core.governance.audit import AuditEvent
from openqof.core.problems import BadInput, Problem
from openqof.governance import audit_codes as codes
from openqof.governance.audit_chain import LINE, START, Entry, Head, entry_of, is_sealed, line_of, moment
from openqof.governance.audit_check import Audited, check, continues
from openqof.governance.audit_disk import (
    BLOCK,
    blocks,
    cut,
    head_of,
    in_words,
    kept_head,
    last_line,
    put,
    put_aside,
    put_head,
    refused,
    settle,
)
from openqof.governance.audit_faults import COPY
from openqof.governance.audit_lock import locked, locked_for_reading

VERIFY = "openqof audit verify says what is wrong, openqof audit mend puts a stopped write right."


@dataclass(frozen=True, slots=True)
class Mended:
    """What a mended file holds now, the file with what was put aside, and what was done in words."""

    head: Head
    aside: Path | None
    says: str


def append(path: Path, event: AuditEvent) -> Entry:
    """Add an event at the end of a file, which is begun where there is none, and say what it became there.

    An event whose `when` is "" gets the time of this machine once nobody else writes, so that waiting for
    others does not make it too early. BadInput where the event is none, is earlier than the last one, or the
    file is not as it was left.
    """
    head = append_all(path, [event])
    with in_words(path):
        return entry_of(last_line(path.resolve(), head.bytes))


def append_all(path: Path, events: Iterable[AuditEvent]) -> Head:
    """Add events at the end of a file, all or none, and say what the head knows then; raises as `append`."""
    path = path.resolve()
    with in_words(path), locked(path):
        before = _begun(path)
        when = _end_checked(path, before)
        try:
            after = _written(path, before, when, events)
            put_head(path, after)
        except BaseException:
            if kept_head(path) == before:
                cut(path, before.bytes)
            raise
    return after


def verify(path: Path, *, holds: Iterable[str] = (), each: Callable[[bytes], None] | None = None) -> Audited:
    """Whether a file is as it was written. All that is wrong is among the problems; nothing is raised.

    `holds` are sha256 that some event must have; `each` is called with every line that is in its place.
    """
    path = path.resolve()
    try:
        with in_words(path):
            with locked_for_reading(path):  # a writer may go on once it is known how far the file reaches
                size, head = _size(path), kept_head(path)
            return _checked(path, size, head, holds, each)
    except BadInput as bad:
        return Audited(0, START, bad.problems)


def mend(path: Path) -> Mended | None:
    """Put right what a stopped write left behind; None where nothing is wrong.

    Half a line is kept in a file of its own. BadInput where anything else is wrong: nothing is changed then.
    """
    path = path.resolve()
    with in_words(path), locked(path):
        found = _checked(path, _size(path), kept_head(path))
        if found.whole:
            return None
        if not found.mendable:
            said = "these problems are not what a stopped write leaves behind: nothing was changed."
            raise BadInput([*found.problems, Problem(str(path), 0, 0, codes.NOT_MENDED, said)])
        CHANGED.add(path)
        return _mended(path, found)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError as error:
        head = kept_head(path)
        if not isinstance(head, Head):
            raise refused(path, codes.NOT_THERE, "there is no such file.") from error
        said = f"the file is gone; its head, {head_of(path).name}, knows {head.events:,} events."
        raise refused(path, codes.NOT_THERE, said, COPY) from error


def _checked(
    path: Path,
    size: int,
    head: Head | Problem,
    holds: Iterable[str] = (),
    each: Callable[[bytes], None] | None = None,
) -> Audited:
    """The file held against itself and its head; a head that is missing or changed is a problem more."""
    known = head if isinstance(head, Head) else None
    found = check(blocks(path, size), file=str(path), head=known, holds=holds, each=each)
    if known or (size == 0 and not head_of(path).exists()):
        return found
    assert isinstance(head, Problem)
    return replace(found, problems=(*found.problems, head))


def _begun(path: Path) -> Head:
    """The head of a file, which is begun where there is none; what is there must have its head."""
    head = kept_head(path)
    if not path.exists() and not head_of(path).exists():
        head = Head(0, START, 0)
        put_head(path, head)
    if isinstance(head, Problem):
        raise BadInput([head])
    if not head.events and not path.exists():
        put(path, b"")
        settle(path.parent)
    return head


def _end_checked(path: Path, head: Head) -> datetime | None:
    """The time of the last event of a file that ends as its head says; None where it has none yet."""
    size = _size(path)
    line = last_line(path, head.bytes) if size == head.bytes else b""
    found = LINE.fullmatch(line)
    if size == head.bytes == 0 == head.events:
        return None
    if found is None or not is_sealed(line) or (int(found[1]), found[4].decode()) != (head.events, head.last):
        raise refused(
            path, codes.OTHER_END, "the file does not end as its head says: nothing was added.", VERIFY
        )
    return moment(found[3].decode())


def _written(path: Path, before: Head, when: datetime | None, events: Iterable[AuditEvent]) -> Head:
    """Write the lines of events in blocks, make them safe on the disk, and say what the head has to know."""
    after, held = before, bytearray()
    CHANGED.add(path)
    with path.open("r+b") as file:
        file.seek(before.bytes)
        for line in _lines(path, before, when, events):
            held += line + b"\n"
            after = Head(after.events + 1, line[-66:-2].decode(), after.bytes + len(line) + 1)
            if len(held) >= BLOCK:
                file.write(held)
                held.clear()
        file.write(held)
        file.flush()
        os.fsync(file.fileno())
    return after


def _lines(path: Path, head: Head, when: datetime | None, events: Iterable[AuditEvent]) -> Iterator[bytes]:
    """The lines of events that follow a head; BadInput at the first that is none or goes back in time."""
    last = head.last
    for n, event in enumerate(map(_timed, events), start=head.events + 1):
        try:
            line, time = line_of(event, n=n, previous=last), moment(event.when)
        except ValueError as error:
            raise refused(path, codes.BAD_EVENT, f"this is no event: {error}.") from error
        if when is not None and time < when:
            raise _clock(path, event, n, when)
        last, when = line[-66:-2].decode(), time
        yield line


def _timed(event: AuditEvent) -> AuditEvent:
    """The event; of this moment where it says no time, which is asked only while the file is held."""
    return event if event.when else replace(event, when=datetime.now(UTC).isoformat(timespec="microseconds"))


def _clock(path: Path, event: AuditEvent, n: int, when: datetime) -> BadInput:
    said = f"event {n:,} would be of {event.when}, before the last one, of {when.isoformat()}."
    said += " Nothing was added."
    hint = "An audit file goes forward in time only. If the clock of this machine was set back, set it right."
    return refused(path, codes.CLOCK, said, hint)


def _mended(path: Path, found: Audited) -> Mended:
    """Complete a line that lacks its end only, else put half a line aside; then bring the head up."""
    size, head, aside = _size(path), Head(found.count, found.head, found.sound), None
    says = "the head was brought up"
    if found.sound + len(found.half) == size and continues(found):
        with path.open("r+b") as file:
            file.seek(size)
            file.write(b"\n")
            file.flush()
            os.fsync(file.fileno())
        head = Head(found.count + 1, found.half[-66:-2].decode(), size + 1)
        says = "the last line, which was there but for its end, was ended"
    elif found.sound < size:
        aside = put_aside(path, found.sound)
        cut(path, found.sound)
        says = f"half a line was put aside in {aside.name}"
    put_head(path, head)
    return Mended(head, aside, says)
