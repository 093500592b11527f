"""Audit files on the disk: their bytes in blocks, their last line, their head; writing is made safe."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path

from openqof.core.problems import BadInput, Problem
from openqof.governance import audit_codes as codes
from openqof.governance.audit_chain import MOST_BYTES, Head, read_head, written_head

BLOCK = 1 << 20
"""Bytes read or written at a time."""
_HEAD_BYTES = 1_000
_NEAR = 4_096


def head_of(path: Path) -> Path:
    """The file of the head."""
    return path.with_name(f"{path.name}.head")


def refused(path: Path, code: str, message: str, hint: str = "") -> BadInput:
    """One problem of a file as a whole."""
    return BadInput([Problem(str(path), 0, 0, code, message, hint)])


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn what the system refuses into a problem."""
    try:
        yield
    except OSError as error:
        file = error.filename or path
        raise refused(Path(file), codes.UNREADABLE, f"{error.strerror or error}.") from error


def blocks(path: Path, size: int) -> Iterator[bytes]:
    """The first bytes of a file, in blocks."""
    with path.open("rb") as file:
        while size > 0 and (block := file.read(min(BLOCK, size))):
            size -= len(block)
            yield block


def last_line(path: Path, size: int) -> bytes:
    """The last line of the first bytes of a file, without its end; "" where they do not end in one."""
    with path.open("rb") as file:
        for many in (_NEAR, MOST_BYTES + 2):
            start = max(size - many, 0)
            file.seek(start)
            found = file.read(size - start)
            _, end, line = found[:-1].rpartition(b"\n")
            if end or not start:
                break
    return line if found.endswith(b"\n") else b""


def kept_head(path: Path) -> Head | Problem:
    """The head of a file, or what is wrong with it."""
    beside = head_of(path)
    try:
        with beside.open("rb") as file:
            written = file.read(_HEAD_BYTES)
    except FileNotFoundError:
        said = f"its head, {beside.name}, is not beside it: events cut off at the end would not be seen."
        hint = "Put the head back from a copy. Without one, keep this file as it is and begin another."
        return Problem(str(path), 0, 0, codes.NO_HEAD, said, hint)
    hint = "Put a copy of the head from before in its place, and ask who could write to it."
    said = "the head was changed: it is not as this program writes it."
    return read_head(written) or Problem(str(beside), 1, 1, codes.BAD_HEAD, said, hint)


def put_head(path: Path, head: Head) -> None:
    """Write the head aside, make it safe on the disk, and put it in its place."""
    beside = head_of(path)
    new = beside.with_name(f"{beside.name}.new")
    put(new, written_head(head))
    os.replace(new, beside)  # noqa: PTH105 - Path.replace does the same, this is the name of the guarantee
    settle(path.parent)


def put(path: Path, content: bytes) -> None:
    """Write a file and make it safe on the disk."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def settle(folder: Path) -> None:
    """Make the names in a folder safe on the disk, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_aside(path: Path, start: int) -> Path:
    """Copy what stands after some bytes into a file of its own, named by its content."""
    with path.open("rb") as file:
        file.seek(start)
        aside = path.with_name(f"{path.name}.half-{file_digest(file, 'sha256').hexdigest()[:12]}")
        file.seek(start)
        with aside.open("wb") as copy:
            while block := file.read(BLOCK):
                copy.write(block)
            copy.flush()
            os.fsync(copy.fileno())
    settle(path.parent)
    return aside


def cut(path: Path, size: int) -> None:
    """Leave the first bytes of a file only."""
    with path.open("r+b") as file:
        file.truncate(size)
        os.fsync(file.fileno())
