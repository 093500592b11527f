"""Everything that follows from a price, put together; a part that has no answer says why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from openqof.core.assumptions import Assumptions
from openqof.core.problems import BadInput
from openqof.core.scheme import Scheme
from openqof.impact.assessment import Assessment, Risk
from openqof.impact.averages import averages, why_unknown
from openqof.impact.budget import budget
from openqof.impact.cash.months import cash_flow
from openqof.impact.exposure.all import exposures
from openqof.impact.groups import groupings
from openqof.impact.overlap import overlaps
from openqof.impact.pricing import Pricing
from openqof.impact.risk.risk import risk
from openqof.impact.work.workload import workload
from openqof.impact.worked import Worked

Answer = TypeVar("Answer")
DRAWS, SEED = 1000, 2015
NO_DRAWS = "no draws were asked for"
NOTHING_KNOWN = "the data of the store does not hold what it takes"

Telling = Callable[[str], None]


@dataclass(slots=True)
class _Parts:
    """The parts as they are worked out: why some are absent, and who is told what is being done."""

    tell: Telling
    absent: dict[str, str] = field(default_factory=dict)

    def part(
        self, name: str, make: Callable[[], Answer | None], *, why: Callable[[], str] = lambda: NOTHING_KNOWN
    ) -> Answer | None:
        """A part, or None with the reason noted."""
        self.tell(name)
        try:
            found = make()
        except BadInput as bad:
            self.absent[name] = "; ".join(problem.message.rstrip(".") for problem in bad.problems)
            return None
        if found is None:
            self.absent[name] = why()
        return found


def assess(
    worked: Worked,
    pricing: Pricing,
    *,
    assumptions: Assumptions,
    services: Mapping[str, Scheme] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    tell: Telling = lambda _: None,
) -> Assessment:
    """Assemble the answers that follow from a price.

    `services` are documents of the library by id, for payments made twice. `draws` 0 leaves the risk out.
    `tell` is told what is being worked out, for a progress line. A part that the data does not allow is None,
    and `absent` says why.
    """
    parts, scheme = _Parts(tell), worked.ask.scheme
    cash = parts.part("cash by month", lambda: cash_flow(worked))
    drawn = _risk(parts, worked, assumptions, draws=draws, seed=seed)
    exposed = parts.part(
        "exposures", lambda: exposures(worked, assumptions=assumptions, risk=drawn, cash=cash)
    )
    return Assessment(
        worked=worked,
        pricing=pricing,
        groups=groupings(pricing, worked),
        budget=budget(worked, pricing),
        cash=cash,
        workload=parts.part("workload", lambda: workload(worked, assumptions)),
        risk=drawn,
        exposures=exposed or (),
        overlaps=parts.part("double payments", lambda: overlaps(scheme, services or {}, worked)) or (),
        averages=parts.part("national averages", lambda: averages(worked), why=lambda: why_unknown(worked)),
        absent=parts.absent,
        supposed=assumptions,
    )


def _risk(parts: _Parts, worked: Worked, assumptions: Assumptions, *, draws: int, seed: int) -> Risk | None:
    if not draws:
        parts.absent["risk"] = NO_DRAWS
        return None
    return parts.part("risk", lambda: risk(worked, assumptions, draws=draws, seed=seed))
