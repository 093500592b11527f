"""A run written down: page, PDF, workbook, and files for programs, all from the same tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from openqof.core.problems import BadInput, Problem
from openqof.impact.assessment import Assessment
from openqof.impact.documents.audience import Audience, for_audience
from openqof.impact.documents.csv import practices_csv, zipped
from openqof.impact.documents.excel import workbook
from openqof.impact.documents.html import as_html
from openqof.impact.documents.json import as_json
from openqof.impact.documents.pdf import as_pdf
from openqof.impact.documents.tables import Run

__all__ = ["KINDS", "Audience", "Run", "made", "write"]

KINDS: Mapping[str, Callable[[Run], str | bytes]] = {
    ".html": as_html,
    ".pdf": as_pdf,
    ".xlsx": workbook,
    ".csv": practices_csv,
    ".zip": zipped,
    ".json": as_json,
}
"""What writes each kind of file, by its suffix."""


def write(
    assessments: Sequence[Assessment],
    path: Path,
    *,
    command: str,
    files: Mapping[str, str] | None = None,
    audience: Audience = Audience.COMMISSIONER,
) -> None:
    """Write a run to a file, as the suffix says: .html, .pdf, .xlsx, .csv (practices), .zip (tables), .json.

    `command` is what gives the figures again; `files` names the files of the store by their sha256. The
    first of several assessments is the one that pages are about. BadInput for another suffix, or where the
    extra that PDF needs is not installed; OSError where the file cannot be written.
    """
    whole = made(assessments, path.suffix, command=command, files=files, audience=audience)
    path.write_bytes(whole)


def made(
    assessments: Sequence[Assessment],
    suffix: str,
    *,
    command: str,
    files: Mapping[str, str] | None = None,
    audience: Audience = Audience.COMMISSIONER,
) -> bytes:
    """The bytes that `write` writes."""
    maker = KINDS.get(suffix.lower())
    if maker is None:
        said = f'a report cannot be written as "{suffix}".' if suffix else "the report's name has no suffix."
        raise BadInput([Problem("the report", 0, 0, "P281", said, f"Use one of {', '.join(KINDS)}.")])
    run = for_audience(Run(tuple(assessments), command, dict(files or {})), audience)
    found = maker(run)
    return found.encode("utf-8") if isinstance(found, str) else found
