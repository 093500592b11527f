"""Files that are called CSV and are something else: told by their first bytes, with what mends each."""

from __future__ import annotations

import codecs
from pathlib import Path

from openqof.core.problems import Problem

LOOKED_AT = 65_536
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How zips, among them Excel workbooks, and older workbooks begin."""


def foreign(source: Path) -> Problem | None:
    """One problem for a workbook, UTF-16 text, a web page or fields parted by semicolons; None for a CSV."""
    try:
        with source.open("rb") as file:
            start = file.read(LOOKED_AT)
    except OSError:
        return None  # whoever reads it whole says why it cannot be
    found = _by_bytes(start) or _by_heading(start)
    return Problem(str(source), 0, 0, "R218", *found) if found else None


def _by_bytes(start: bytes) -> tuple[str, str] | None:
    if start.startswith(_BOOKS):
        return "the file is a workbook or a zip, not CSV.", "Open it and save the sheet as CSV UTF-8."
    if start.startswith(_WIDE) or b"\0" in start:
        return "the file is UTF-16 text or not text at all.", "Save it as CSV UTF-8."
    return None


def _by_heading(start: bytes) -> tuple[str, str] | None:
    text = start.removeprefix(codecs.BOM_UTF8).lstrip()
    heading = text.split(b"\n", 1)[0]
    if text.startswith(b"<"):
        return "the file is a web page, not CSV.", "Download the data itself, not the page that shows it."
    for mark, name in ((b";", "semicolons"), (b"\t", "tabs")):
        if mark in heading and b"," not in heading:
            return f"the fields are parted by {name}, not commas.", "Save it as CSV with commas."
    return None
