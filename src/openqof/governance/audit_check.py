"""Whether an audit file is as it was written: a check over blocks of its bytes, in bounded memory.

Nothing is read or written here. A line that is as it was written takes the short way through `_line`; all
else is sorted out by what it still tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from openqof.core.problems import Problem
from openqof.governance import audit_codes as codes
from openqof.governance.audit_chain import (
    ALIKE,
    BEGINS,
    INSIDE,
    LINE,
    MOST_BYTES,
    SEAL,
    START,
    Head,
    is_sealed,
)
from openqof.governance.audit_faults import COPY, Faults, Full

_MARK = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_BEFORE_ALL = datetime.fromisoformat("0001-01-03T00:00:00+00:00")
MEND = "openqof audit mend puts that right."


@dataclass(frozen=True, slots=True)
class Audited:
    """What was found: the number, sha256 and time of the last event in its place, and every problem.

    `sound` is how many bytes reach to the end of that event; `half` stands after the last end of a line.
    """

    count: int
    head: str
    problems: tuple[Problem, ...]
    when: str = ""
    sound: int = 0
    half: bytes = b""

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    @property
    def mendable(self) -> bool:
        """Whether something is wrong, and all of it is what a stopped write leaves behind."""
        return bool(self.problems) and all(each.code in codes.MENDABLE for each in self.problems)


def check(
    blocks: Iterable[bytes],
    *,
    file: str,
    head: Head | None,
    holds: Iterable[str] = (),
    each: Callable[[bytes], None] | None = None,
) -> Audited:
    """Check the bytes of an audit file, in blocks of any size, against themselves and against their head.

    `holds` are sha256 that some event must have. `each` is called with every line that is in its place.
    """
    checking = Check(file, head, holds, each)
    with suppress(Full):
        for block in blocks:
            checking.feed(block)
        checking.end()
    return checking.found()


class Check:
    """A check under way: the last event in its place, and what was wrong so far."""

    def __init__(
        self, file: str, head: Head | None, holds: Iterable[str], each: Callable[[bytes], None] | None
    ) -> None:
        self._head, self._each, self._faults = head, each, Faults(file)
        self._marked = head.events if head else 0
        self._wanted = {word.encode() for word in holds}
        self._number, self._last, self._other = 0, START.encode(), b""
        self._when = b""
        self._at_head = self._last if head and not head.events else b""
        self._row = self._bytes = self._sound = 0
        self._rest, self._long = b"", False

    def feed(self, block: bytes) -> None:
        """Check the lines that end in the next block."""
        *lines, self._rest = (self._rest + block).split(b"\n")
        for line in lines:
            self._bytes += len(line) + 1
            self._line(line)
        if len(self._rest) > MOST_BYTES:
            self._bytes += len(self._rest)
            self._rest, self._long = b"", True

    def end(self) -> None:
        """Look at what can be told only once all blocks were given."""
        if self._long:
            self._line(self._rest)
            self._rest = b""
        if not self._bytes + len(self._rest):
            self._nothing()
            return
        known, half = self._head.events if self._head else None, bool(self._rest)
        if self._faults.end(number=self._number, known=known, half=half):
            said = f"a write stopped part of the way through the line after event {self._number:,}:"
            self._faults.add(codes.HALF, f"{said} no event before it is lost by that.", MEND)
        self._beside_head()
        for word in sorted(self._wanted):
            said = f"no event in its place has the sha256 {word.decode()}:"
            said += " the file is another, or was written anew."
            self._faults.add(codes.NOT_HELD, said, COPY)

    def found(self) -> Audited:
        """What was found so far."""
        last, when = self._last.decode(), self._when.decode()
        return Audited(self._number, last, self._faults.problems(), when, self._sound, self._rest)

    def _line(self, line: bytes) -> None:
        self._row += 1
        start = b'{"n":%d,"previous":"%b","when":"' % (self._number + 1, self._last)
        own = sha256(line[:-SEAL]).hexdigest().encode()
        if (
            line.startswith(start)
            and line[-SEAL:] == b',"sha256":"%b"}' % own
            and (found := INSIDE.fullmatch(line, len(start), len(line) - SEAL))
            and (line.isascii() or _is_text(line))
            and not self._faults.skipped
            and not self._long
            and self._in_order(found[1])
        ):
            self._accept(line, self._number + 1, own)
        else:
            self._odd(line)

    def _in_order(self, when: bytes) -> bool:
        """Whether a time is not before the last; those of one day and zone are compared as written."""
        last = self._when
        if when[:11] == last[:11] and when[-6:] == last[-6:] and len(when) == len(last) and when >= last:
            self._when = when
            return True
        time = _time(when)
        if time is None or time < (_time(last) or _BEFORE_ALL):
            return False
        self._when = when
        return True

    def _accept(self, line: bytes, number: int, own: bytes) -> None:
        self._number, self._last, self._other, self._sound = number, own, b"", self._bytes
        if number == self._marked:
            self._at_head = own
        if own in self._wanted:
            self._wanted.remove(own)
        if self._each:
            self._each(line)

    def _odd(self, line: bytes) -> None:
        """Sort out a line that cannot simply be taken."""
        line = self._bare(line)
        alike = None if self._long or line.count(BEGINS) != 1 else ALIKE.fullmatch(line)
        self._long = False
        if alike and not is_sealed(line):
            self._faults.changed(self._row, int(alike[1]))
        elif alike is None or not _is_event(line):
            self._faults.no_event(self._row, nul=b"\0" in line)
        elif (number := int(alike[1])) <= self._number:
            self._faults.late(self._row, number)
            self._other = line[-66:-2] if number == self._number else self._other
        else:
            self._sound_line(line, number)

    def _bare(self, line: bytes) -> bytes:
        """A line without what editors put around it, which is noted."""
        if self._row == 1 and line.startswith(_WIDE):
            self._faults.add(
                codes.ENCODED, "this is no UTF-8 text: a program saved it as UTF-16.", COPY, row=1
            )
            raise Full
        if self._row == 1 and line.startswith(_MARK):
            said = "an editor put a byte-order mark, three bytes that cannot be seen, before the first line."
            self._faults.add(codes.MARK, said, COPY, row=1)
            line = line.removeprefix(_MARK)
        if line.endswith(b"}\r"):
            self._faults.line_end(self._row)
            line = line[:-1]
        return line

    def _sound_line(self, line: bytes, number: int) -> None:
        """Take a line that is sealed and comes after all before it, and say what is wrong around it."""
        found = LINE.fullmatch(line)
        assert found is not None
        next_one = number == self._number + 1 and not self._faults.skipped
        self._faults.settle(self._row, number=self._number, following=number)
        if next_one and found[2] not in (self._last, self._other):
            said = (
                f"event {number:,} says that another event came before it than the one above: one of the two"
            )
            self._faults.add(
                codes.EXCHANGED, f"{said} was put in place of the real one.", COPY, row=self._row
            )
        self._check_time(number, found[3])
        self._accept(line, number, found[4])

    def _check_time(self, number: int, when: bytes) -> None:
        if not self._in_order(when):
            said = (
                f"event {number:,} is of {when.decode()}, before the one above it, of {self._when.decode()}."
            )
            self._faults.add(codes.BACKWARDS, said, "This program never writes that.", row=self._row)

    def _nothing(self) -> None:
        """The file is empty."""
        if self._head is None:
            said = "the file is empty and has no head: nothing was recorded, or all of it was taken out."
            self._faults.add(codes.EMPTY, said, "Recording begins a new file where there is none.")
        elif self._head.events:
            said = f"the file is empty; its head knows {self._head.events:,} events."
            self._faults.add(codes.EMPTY, said, COPY)

    def _beside_head(self) -> None:
        """Hold the end against the head."""
        head = self._head
        if head is None or self._faults.skipped or head.events > self._number:
            return
        if self._at_head != head.last.encode():
            said = f"event {head.events:,} is another than the one the head knows: the file was written anew,"
            self._faults.add(codes.OTHER_END, f"{said} or the head is of another file.", COPY)
        elif head.events < self._number:
            said = f"the head knows {head.events:,} events, the file holds {self._number:,}: a write stopped"
            hint = f"Look at the events from {head.events + 1:,} on; if they are real, {MEND}"
            self._faults.add(
                codes.BEHIND,
                f"{said} before the head was brought up, or they were added by other means.",
                hint,
            )
        elif head.bytes != self._sound and not self._faults.problems():
            said = f"the head says {head.bytes:,} bytes and the events have {self._sound:,}."
            self._faults.add(codes.BAD_HEAD, said, COPY)


def _is_event(line: bytes) -> bool:
    found = LINE.fullmatch(line)
    return found is not None and _is_text(line) and _time(found[3]) is not None


def _is_text(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _time(when: bytes) -> datetime | None:
    try:
        return datetime.fromisoformat(when.decode("ascii"))
    except ValueError:
        return None


def continues(found: Audited) -> bool:
    """Whether what stands after the last end of a line is the whole next event, lacking its end only."""
    line = LINE.fullmatch(found.half)
    if line is None or not is_sealed(found.half) or not _is_event(found.half):
        return False
    if (int(line[1]), line[2].decode()) != (found.count + 1, found.head):
        return False
    before, time = _time(found.when.encode()), _time(line[3])
    return time is not None and (before is None or time >= before)
