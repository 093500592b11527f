"""Income when achievement is not known in advance: drawn, under national QOF and under the scheme alike."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from openqof.core.assumptions import Assumptions
from openqof.engine.law import FloatArray
from openqof.engine.lines import WORKERS
from openqof.impact.assessment import Risk
from openqof.impact.risk import exact as draws_exact
from openqof.impact.risk import summed as draws_sum
from openqof.impact.risk.baskets import NATIONAL, STAYS, Table, baskets, stays_national, table
from openqof.impact.risk.centre import centre
from openqof.impact.risk.draws import Basket, Posterior, Shocks, Spread, shocks, spread_of
from openqof.impact.risk.falls import Shadow, falls, shadow
from openqof.impact.risk.streams import Drawing, Drawn, drawing, redraw
from openqof.impact.worked import Worked
from openqof.impact.working.needs import refuse

MOST = 40_000_000
"""Practices × indicators × draws up to which every patient count is drawn; above, sums are."""

PERCENTILES = (5, 50, 95)
EXACT, SUMMED = "exact", "summed"
"""The two methods: every count drawn, or the normal sum given the shocks."""


def risk(
    worked: Worked,
    assumptions: Assumptions,
    *,
    draws: int = 1000,
    seed: int = 2015,
    method: str = "",
    workers: int = WORKERS,
) -> Risk:
    """Percentiles of each practice's income and of the area's bill, national and scheme from the same draws.

    Income is what a price compares: QOF and services that the scheme ends, against all streams of the scheme.
    `method` is "exact" or "summed" [default: exact up to `MOST` draws of a cell]. The same seed gives the
    same figures, whatever the number of threads. BadInput where there are no results by indicator, or no
    draws.
    """
    _check(worked, draws)
    spread = spread_of(assumptions)
    found = table(worked, spread)
    plan = drawing(worked, spread, seed=seed)
    model = _Model(found, baskets(worked, found, plan.points), spread, seed, workers)
    chance = shocks(len(worked), draws=draws, seed=seed)
    chosen = method or (EXACT if found.given.denominator.size * draws <= MOST else SUMMED)
    gained, shares = model.drawn(chance, plan.improved, method=chosen)
    national, scheme = _incomes(worked, plan, gained, shares, chance.on_log_odds(spread))
    fallen = shadow(worked, assumptions, found, draws=draws, seed=seed)
    return Risk(
        draws=draws,
        seed=seed,
        national=_percentiles(national),
        scheme=_percentiles(scheme),
        national_bill=_percentiles(national.sum(axis=0)[None])[:, 0],
        scheme_bill=_percentiles(scheme.sum(axis=0)[None])[:, 0],
        falls=falls(worked, assumptions),
        says=tuple(_says(chosen, plan, fallen)),
    )


def _check(worked: Worked, draws: int) -> None:
    if worked.national is None or np.isnan(worked.national.inputs.denominator).all():
        said = f"no results by indicator of {worked.ask.law.year}, from which achievement could be drawn."
        raise refuse("P240", said, "Add the QOF raw data of the year with openqof data add.")
    if draws < 1:
        raise refuse("P241", f"{draws} draws are none.", "Ask for 1 or more; 1000 is usual.")


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    """Indicators, what is paid for them, and what is supposed of chance."""

    table: Table
    baskets: tuple[Basket, ...]
    spread: Spread
    seed: int
    workers: int

    def drawn(
        self, chance: Shocks, improved: Sequence[str], *, method: str
    ) -> tuple[Mapping[str, FloatArray], dict[str, FloatArray]]:
        """Pence that each basket gains, by name, and the shares of indicators whose improvement is paid."""
        rows = [self.table.row(name) for name in improved]
        if method == EXACT:
            gained, kept = self._exact(self.table.given, self.baskets, chance, rows)
        else:
            gained = draws_sum.drawn(
                self.table.given, self.baskets, chance, self.spread,
                seed=self.seed, baseline=self.table.baseline, workers=self.workers,
            )  # fmt: skip
            some = self.table.given.only(rows)
            _, alone = self._exact(some, (), chance, range(len(rows))) if rows else (None, {})
            kept = {row: alone[place] for place, row in enumerate(rows)}
        centre(gained, self.baskets, self.table.given, self.spread, self.table.baseline)
        by_name = {basket.name: gain for basket, gain in zip(self.baskets, gained, strict=True)}
        return by_name, {name: kept[row] for name, row in zip(improved, rows, strict=True)}

    def _exact(
        self, given: Posterior, parts: tuple[Basket, ...], chance: Shocks, keep: Collection[int]
    ) -> tuple[FloatArray, dict[int, FloatArray]]:
        baseline = self.table.baseline if parts else None
        return draws_exact.drawn(
            given,
            parts,
            chance,
            self.spread,
            seed=self.seed,
            baseline=baseline,
            keep=keep,
            workers=self.workers,
        )


def _incomes(
    worked: Worked,
    plan: Drawing,
    gained: Mapping[str, FloatArray],
    shares: Mapping[str, FloatArray],
    shift: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    """All that practices are paid nationally and under the scheme, (p, draws) pence each."""
    qof = gained[NATIONAL] + worked.national_pence[:, None]
    stays = np.where(stays_national(worked)[:, None], gained[NATIONAL], gained[STAYS])
    points = {name: gain for name, gain in gained.items() if name in plan.points}
    first = worked.streams[0].pence[:, None]
    more = redraw(worked, plan, Drawn(qof, qof - first - stays, points, shares, shift))
    return qof + worked.ended_pence[:, None], worked.scheme_pence[:, None] + stays + more


def _percentiles(pence: FloatArray) -> FloatArray:
    """The 5, 50 and 95% points of rows, (3, rows), in whole pence."""
    found: FloatArray = np.rint(np.percentile(pence, PERCENTILES, axis=1))
    return found


def _says(method: str, plan: Drawing, fallen: Shadow | None) -> Iterator[str]:
    """How the draws were made, and what they leave out."""
    if method == EXACT:
        yield "Achievement is drawn for every practice and indicator, patient counts and all."
    else:
        yield "The area is large: sums of indicators are drawn, normal given the shocks of the year."
    for stream in plan.held:
        yield f"{stream.name} is held at its price: nothing says how results would move it."
    if fallen is not None:
        yield (
            f"Were national QOF still counted, recorded care would earn £{fallen.middle:,.0f} less (5 to "
            f"95%: £{fallen.low:,.0f} to £{fallen.high:,.0f}). Nobody is paid less for it: its pay has gone."
        )
