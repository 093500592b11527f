"""The form of an audit file: one event a line, sealed with the sha256 of its bytes and of the line above.

A line is a JSON object without spaces, keys in one order, text as UTF-8:
`{"n":2,"previous":"…","when":"…","who":"…",…,"sha256":"…"}`. Its sha256 is that of the bytes from the first
brace to just before `,"sha256"`; since `previous`, the sha256 of the line above, is among these bytes, no
line can be changed, taken out, put in or moved without a trace. The head is one line of the same make, kept
in a file of its own.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256

from openqof.core.governance.audit import AuditEvent

START = "0" * 64
"""What the first event names as the sha256 before it."""
MOST_BYTES = 1_048_576
"""What a line may hold, so that a file of any size is read in bounded memory."""
SEAL = 77
"""Bytes from the comma before a line's sha256 to its closing brace."""

_NAMES = ("when", *(each.name for each in fields(AuditEvent) if each.name != "when"))
_FILLED = ("who", "acting_as", "what", "about")
_WHEN = r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)"
_TEXT = r'[^"\\\x00-\x1f]*+(?:\\(?:["\\bfnrt]|u00[01][0-9a-f])[^"\\\x00-\x1f]*+)*+'
_HASH = "[0-9a-f]{64}"
_OPEN = rf'\{{"n":([1-9]\d{{0,17}}),"previous":"({_HASH})"'
_SHUT = rf',"sha256":"({_HASH})"\}}'
_REST = "".join(rf',"{name}":"{_TEXT}"' for name in _NAMES[1:])

MOMENT = re.compile(_WHEN, re.ASCII)
LINE = re.compile(rf'{_OPEN},"when":"({_WHEN})"{_REST}{_SHUT}'.encode())
"""A line as it is written: its number, the sha256 before it, its time, its sha256."""
INSIDE = re.compile(rf'({_WHEN})"{_REST}'.encode())
"""What stands in a line between its beginning and its sha256."""
ALIKE = re.compile(rf"{_OPEN}.*{_SHUT}".encode(), re.DOTALL)
"""What begins and ends as a line does, whatever was done to it between."""
BEGINS = b'{"n":'
"""What only the beginning of a line holds, for within a text its quotation marks are escaped."""
_HEAD = re.compile(
    rf'\{{"events":(0|[1-9]\d{{0,17}}),"last":"({_HASH})","bytes":(0|[1-9]\d{{0,17}}){_SHUT}\n'.encode()
)


@dataclass(frozen=True, slots=True)
class Head:
    """What is kept beside an audit file: how many events it holds, the sha256 of the last, and its bytes."""

    events: int
    last: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as it stands in a file: its number, the sha256 before it, and its own."""

    n: int
    previous: str
    event: AuditEvent
    sha256: str


def sealed(body: bytes) -> bytes:
    """A line, without its end, of all that stands before its sha256."""
    return body + b',"sha256":"' + sha256(body).hexdigest().encode() + b'"}'


def line_of(event: AuditEvent, *, n: int, previous: str) -> bytes:
    """The line of an event with its number and the sha256 before it; ValueError where it is none."""
    check_event(event)
    said = {name: getattr(event, name) for name in _NAMES}
    text = json.dumps({"n": n, "previous": previous} | said, ensure_ascii=False, separators=(",", ":"))
    line = sealed(text[:-1].encode())
    if len(line) > MOST_BYTES:
        raise ValueError(f"the event has {len(line):,} bytes; a line may have {MOST_BYTES:,}")
    return line


def entry_of(line: bytes) -> Entry:
    """The event of a line that was found whole."""
    read = json.loads(line)
    event = AuditEvent(**{name: read[name] for name in _NAMES})
    return Entry(read["n"], read["previous"], event, read["sha256"])


def written_head(head: Head) -> bytes:
    """A head as its file holds it."""
    body = f'{{"events":{head.events},"last":"{head.last}","bytes":{head.bytes}'
    return sealed(body.encode()) + b"\n"


def read_head(written: bytes) -> Head | None:
    """The head that a file holds; None where it is not as it was written."""
    found = _HEAD.fullmatch(written)
    if found is None or not is_sealed(written[:-1]):
        return None
    return Head(int(found[1]), found[2].decode(), int(found[3]))


def is_sealed(line: bytes) -> bool:
    """Whether the sha256 at the end of a line is that of what stands before it."""
    return sha256(line[:-SEAL]).hexdigest().encode() == line[-66:-2]


def moment(when: str) -> datetime:
    """A time with its zone; ValueError where it is none, or is not written as audit files have it."""
    if not MOMENT.fullmatch(when):
        raise ValueError(f'"{when}" is no time with a zone, as 2016-04-01T09:30:00+01:00')
    try:
        return datetime.fromisoformat(when)
    except ValueError as error:
        raise ValueError(f'"{when}" is no time: {error}') from error


def check_event(event: AuditEvent) -> None:
    """ValueError where an event lacks what it must say, or says what cannot be kept."""
    moment(event.when)
    for name in _FILLED:
        if not getattr(event, name).strip():
            raise ValueError(f"it does not say {_ASKED[name]}")
    for name in ("before", "after"):
        _check_json(name, getattr(event, name))
    for name in _NAMES:
        _check_text(name, getattr(event, name))


_ASKED = {
    "who": "who did it",
    "acting_as": "what they were acting as",
    "what": "what was done",
    "about": "what it was about",
}


def _check_json(name: str, text: str) -> None:
    try:
        json.loads(text or "null")
    except (ValueError, RecursionError) as error:
        raise ValueError(f'the value {name} is no JSON: text stands in quotation marks, as "text"') from error


def _check_text(name: str, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{name} holds half a character, which UTF-8 cannot write") from error
