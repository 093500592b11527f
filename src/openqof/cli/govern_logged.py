"""Events that commands of governance add to an audit file: who asked, acting as what, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openqof.cli.common import counted, wrong_usage

if TYPE_CHECKING:
    from openqof.core.governance.audit import AuditEvent

AuditOption = Annotated[
    Path | None, typer.Option("--audit", metavar="FILE", help="add what came of it to an audit file")
]
WhoOption = Annotated[str, typer.Option("--who", help="with --audit: who asks")]
ActingOption = Annotated[str, typer.Option("--acting-as", help="with --audit: what they are acting as")]


@dataclass(frozen=True, slots=True)
class Log:
    """An audit file and who adds to it."""

    file: Path
    who: str
    acting_as: str

    def add(self, events: Iterable[AuditEvent]) -> None:
        """Add events at the end of the file; BadInput where it is not as it was left."""
        from openqof.governance.audit import append

        entries = [append(self.file, event) for event in events]
        if entries:
            said = f"{self.file}: {counted(len(entries), 'event')} added, the last {entries[-1].sha256}"
            typer.echo(said, err=True)


def log_of(file: Path | None, who: str, acting_as: str) -> Log | None:
    """The log that was asked for; wrong usage where it does not say who acts as what."""
    if file is None:
        return None
    if not who.strip() or not acting_as.strip():
        wrong_usage("--audit needs --who and --acting-as.")
    return Log(file, who, acting_as)
