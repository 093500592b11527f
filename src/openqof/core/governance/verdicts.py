"""Answers with their reasons: each says which rule was asked, what it found, and where the rule stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from openqof.core.sources import Provenance


class Answer(StrEnum):
    """What a rule says of a case."""

    YES = "yes"
    NO = "no"
    NOT_SHOWN = "not shown"
    """What the rule asks for was not stated, so that it cannot be said to hold."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule asked of one case; `rule` is its id, with the pack before the colon: ccg-2016:chair-is-lay.

    `needed_by` is the last day on which what is missing would have been in time.
    """

    rule: str
    says: str
    answer: Answer
    provenance: Provenance
    needed_by: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A question with its answer and every reason, in the order in which the rules were asked."""

    question: str
    answer: Answer
    reasons: tuple[Reason, ...]

    @property
    def allowed(self) -> bool:
        """Whether it is a plain yes; what was not shown is not allowed."""
        return self.answer is Answer.YES

    @property
    def against(self) -> tuple[Reason, ...]:
        """The reasons that stand in the way."""
        return tuple(reason for reason in self.reasons if reason.answer is not Answer.YES)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules asked, each once, in order."""
        return tuple(dict.fromkeys(reason.rule for reason in self.reasons))


def decide(question: str, reasons: Iterable[Reason]) -> Verdict:
    """A verdict: no where any reason is no, else not shown where any is not, else yes; yes needs a reason."""
    asked = tuple(reasons)
    found = {reason.answer for reason in asked}
    answer = next((each for each in (Answer.NO, Answer.NOT_SHOWN) if each in found), Answer.YES)
    return Verdict(question, answer if asked else Answer.NOT_SHOWN, asked)
