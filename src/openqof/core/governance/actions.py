"""Actions on a contract of general practice, and the events of a practice that change who holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

KINDS = (
    "remedial-notice", "breach-notice", "sanction", "variation", "termination", "new-practice", "merger",
    "split", "closure", "branch-closure", "boundary-change", "list-closure", "partnership-change",
    "discretionary-payment",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Action:
    """One entry of the register of contract actions.

    `grounds` are the ids of indicators or the words of what it is based on; `period_ends` what was set for
    it. `successors` are the practices that follow in a merger, split or closure.
    """

    reference: str
    kind: str
    practice: str
    served: date
    by: str
    grounds: tuple[str, ...]
    fields: Mapping[str, str]
    period_ends: date | None = None
    successors: tuple[str, ...] = ()
