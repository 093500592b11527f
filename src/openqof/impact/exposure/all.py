"""Vulnerability: what practices and patients are exposed to after the change, as a checked list."""

from __future__ import annotations

from openqof.core.assumptions import Assumptions
from openqof.impact.assessment import CashFlow, Exposure, Risk
from openqof.impact.exposure.clinical import CLINICAL
from openqof.impact.exposure.contract import CONTRACTUAL
from openqof.impact.exposure.money import FINANCIAL
from openqof.impact.exposure.parts import Subject
from openqof.impact.work.assumptions import load_assumptions
from openqof.impact.worked import Worked


def exposures(
    worked: Worked,
    *,
    assumptions: Assumptions | None = None,
    risk: Risk | None = None,
    cash: CashFlow | None = None,
) -> tuple[Exposure, ...]:
    """Every question of the list with its state and why: clinical, contractual, then financial.

    "met" where the document or the figures answer it, "open" where they show an exposure, "not said" where
    neither says anything. `assumptions` [default: those shipped]. What `risk` and `cash` would answer is not
    said without them.
    """
    subject = Subject(worked, assumptions or load_assumptions(), risk, cash)
    return tuple(ask(subject) for ask in (*CLINICAL, *CONTRACTUAL, *FINANCIAL))
