"""What the questions of the list of exposures have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from openqof.core.assumptions import Assumptions
from openqof.core.changes import Bound, Report, Require
from openqof.core.scheme import Change, Scheme
from openqof.impact.assessment import CashFlow, Exposure, Risk
from openqof.impact.risk.falls import withdrawn
from openqof.impact.worked import Worked

MET, OPEN, NOT_SAID = "met", "open", "not said"
NAMED = 5
"""How many things an answer names before it counts the rest."""


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What the questions are asked of."""

    worked: Worked
    assumptions: Assumptions
    risk: Risk | None
    cash: CashFlow | None

    @property
    def scheme(self) -> Scheme:
        """The document."""
        return self.worked.ask.scheme

    @property
    def withdrawn(self) -> tuple[str, ...]:
        """National indicators whose incentive goes."""
        return withdrawn(self.worked)

    def kind(self, indicator: str) -> str:
        """The kind of work of an indicator, "" where it is not known."""
        found = self.assumptions.classed(indicator)
        return found.kind if found is not None else ""

    @property
    def reports(self) -> tuple[Report, ...]:
        """What the document still has practices report."""
        return tuple(c.terms for c in self.scheme.changes if isinstance(c.terms, Report))

    @property
    def obligations(self) -> tuple[tuple[Change, Require], ...]:
        """What the practice has to do."""
        found = [(c, c.terms) for c in self.scheme.changes if isinstance(c.terms, Require)]
        return tuple((change, terms) for change, terms in found if terms.of is Bound.PRACTICE)


Question = Callable[[Subject], Exposure]


def some(names: Iterable[str]) -> str:
    """A few names and how many more."""
    every = list(names)
    shown = ", ".join(every[:NAMED])
    return f"{shown} and {len(every) - NAMED} more" if len(every) > NAMED else shown


def number(count: int, what: str) -> str:
    """A count with its noun: 1 practice, 2 practices."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
