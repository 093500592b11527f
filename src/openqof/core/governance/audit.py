"""Events of an audit file: who did what, when, acting as what, and why, with the value before and after."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One action; `when` is ISO 8601 with the zone.

    `before` and `after` are JSON values as text, "" for none.
    """

    who: str
    when: str
    acting_as: str
    what: str
    about: str
    before: str = ""
    after: str = ""
    why: str = ""
