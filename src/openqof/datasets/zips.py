"""Zips as published: their members unpacked one at a time, with damage and unsafe size told first."""

from __future__ import annotations

import lzma
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from openqof.datasets import codes
from openqof.datasets.receipts import refusal

MOST_BYTES = 16 << 30
"""What a zip may unpack to: several times the largest publication."""
MOST_RATIO = 500
"""How many times its size a zip may unpack to; published CSV shrinks ten to forty times."""
SMALL = 64 << 20
"""Below this nothing is unsafe, however well it was packed."""
DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, UnicodeDecodeError)
"""What reading a zip raises that is cut short, damaged, packed in an unknown way or wrongly named."""
JUNK = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Member:
    """A member's name inside its zip, and where it lies unpacked."""

    name: str
    path: Path


def unpacked(path: Path, name: str, staging: Path) -> Iterator[Member]:
    """Each file of a zip, whatever folder it is in, unpacked under a name of our own.

    BadInput when the zip is damaged, locked, a workbook, or would unpack to more than is safe.
    """
    with _opened(path, name) as archive:
        members = _members(archive)
        _check(archive, members, name, size=path.stat().st_size)
        for number, member in enumerate(members):
            yield Member(
                PurePosixPath(member.filename).name, _unpack(archive, member, staging / f"m{number}")
            )


def check_zip(path: Path, name: str) -> None:
    """BadInput unless the zip is whole and safe to unpack."""
    with _opened(path, name) as archive:
        _check(archive, _members(archive), name, size=path.stat().st_size)


@contextmanager
def _opened(path: Path, name: str) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except DAMAGE as error:
        raise refusal(
            name, codes.BROKEN_ZIP, "the zip is cut short or damaged.", "Download it again."
        ) from error


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [m for m in archive.infolist() if not m.is_dir() and not any(junk in m.filename for junk in JUNK)]


def _check(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], name: str, *, size: int) -> None:
    if any(member.filename == "[Content_Types].xml" for member in members):
        raise refusal(
            name, codes.WORKBOOK, "this is an Excel workbook.", "Save each sheet as CSV and add those."
        )
    if any(member.flag_bits & 1 for member in members):
        raise refusal(
            name, codes.BROKEN_ZIP, "the zip is locked with a password.", "Unpack it and add the files."
        )
    whole = sum(member.file_size for member in members)
    if whole > MOST_BYTES or (whole > SMALL and whole > MOST_RATIO * size):
        raise refusal(
            name,
            codes.TOO_LARGE,
            f"the zip of {size:,} bytes would unpack to {whole:,}.",
            "If it is what it should be, unpack it yourself and add the files.",
        )
    if damaged := _damaged(archive):
        raise refusal(name, codes.BROKEN_ZIP, f"its member {damaged} is damaged.", "Download it again.")


def _damaged(archive: zipfile.ZipFile) -> str | None:
    try:
        return archive.testzip()
    except OSError as error:  # what bzip2 raises for bytes that are not its own
        raise zipfile.BadZipFile(str(error)) from error


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> Path:
    with archive.open(member) as source, target.open("wb") as copy:
        shutil.copyfileobj(source, copy)
    return target
