"""Audit files for tests: events that are invented, and what was done to a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from openqof.core.governance.audit import AuditEvent
from openqof.governance.audit import append_all, verify
from openqof.governance.audit_chain import Head, line_of, sealed, written_head
from openqof.governance.audit_check import Audited, check
from openqof.governance.audit_disk import head_of

EVENT = AuditEvent(
    "Lay A", "2016-04-01T09:00:00+00:00", "chair", "decided", "scheme/one", '"no"', '"yes"', "é £ 🙂"
)


def event(number: int, **other: str) -> AuditEvent:
    """The event of an hour and minute."""
    when = f"2016-04-01T{9 + number // 60:02d}:{number % 60:02d}:00+00:00"
    return replace(EVENT, **({"when": when, "about": f"scheme/{number}"} | other))


def written(path: Path, count: int = 6) -> list[bytes]:
    """A file of events, as its lines with their ends."""
    append_all(path, [event(number) for number in range(1, count + 1)])
    return path.read_bytes().splitlines(keepends=True)


def codes(found: Audited) -> list[str]:
    return [problem.code for problem in found.problems]


def seen(path: Path, content: bytes) -> list[tuple[int, str]]:
    """The line and code of every problem of other content in place of a file's."""
    path.write_bytes(content)
    return [(problem.line, problem.code) for problem in verify(path).problems]


def forged(lines: list[bytes], start: int, **other: str) -> list[bytes]:
    """The file written anew from a line on, with another event there."""
    kept, previous = lines[: start - 1], lines[start - 2][-67:-3].decode()
    for n in range(start, len(lines) + 1):
        line = line_of(event(n, **(other if n == start else {})), n=n, previous=previous)
        kept.append(line + b"\n")
        previous = line[-66:-2].decode()
    return kept


def put_head(path: Path, lines: list[bytes]) -> None:
    """Write the head of lines, as whoever knows how it is made could."""
    head = Head(len(lines), lines[-1][-67:-3].decode(), len(b"".join(lines)))
    head_of(path).write_bytes(written_head(head))


def resealed(line: bytes) -> bytes:
    """A line of other bytes with their own sha256."""
    return sealed(line.rstrip(b"\n")[:-77]) + b"\n"


def checked(content: bytes, head: Head | None, *, size: int = 1 << 20) -> Audited:
    """What the check says of bytes, given in blocks of a size."""
    parts = (content[start : start + size] for start in range(0, len(content), size))
    return check(parts, file="a.audit", head=head)
