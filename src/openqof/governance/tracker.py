"""Who holds a proposal: since when, on what question, and how long against the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openqof.core.governance.events import APPROVERS
from openqof.core.governance.progress import Held, Path
from openqof.core.governance.wording import day, number_of, sentence
from openqof.governance.path_rules import Cited, PathRules
from openqof.governance.threads import THE_BODY, open_questions
from openqof.governance.working_days import after

CLOCKS = {"lmc": "answer-lmc", "approver": "answer-request", "body": "reply-lmc", "other": "answer-question"}
"""What the clock of a pack is about, by who holds the question."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open question: who holds it, for how many days, and until when where a clock says so.

    `rule` is the clock's, None where none is in force; `late` once the day has passed.
    """

    holder: str
    since: date
    question: str
    days: int
    due: date | None = None
    rule: Cited | None = None
    late: bool = False

    @property
    def says(self) -> str:
        """The wait in a sentence."""
        waited = f"{self.holder} has held it for {number_of(self.days, 'day')}, since {day(self.since)}"
        if self.due is None:
            return sentence(f"{waited}; no clock runs")
        return sentence(f"{waited}; it {'was' if self.late else 'is'} due by {day(self.due)}")


def waiting(path: Path, on: date, rules: PathRules) -> tuple[Waiting, ...]:
    """Every question open on a day, the longest wait first."""
    return tuple(
        _waiting(held, on, rules, _clock(held, path)) for held in open_questions(path) if held.since <= on
    )


def _waiting(held: Held, on: date, rules: PathRules, about: str) -> Waiting:
    days = (on - held.since).days
    clock = rules.clocks.get(about)
    if clock is None:
        return Waiting(held.holder, held.since, held.question, days)
    due = after(held.since, clock[0].count, clock[0].unit)
    return Waiting(held.holder, held.since, held.question, days, due, clock[1], due < on)


def _clock(held: Held, path: Path) -> str:
    if held.holder in {each.details["lmc"] for each in path.events if each.what == "lmc-opened"}:
        return CLOCKS["lmc"]
    if held.holder in APPROVERS.values():
        return CLOCKS["approver"]
    return CLOCKS["body"] if held.holder == THE_BODY else CLOCKS["other"]
