"""What the data can tell of a practice whose pay is far from the computed."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import numpy as np

from openqof.core.national import NationalYear, Sliding
from openqof.engine.inputs import PracticeYear
from openqof.engine.law import FloatArray
from openqof.engine.points import achievement, points_for
from openqof.engine.tables import Tables
from openqof.engine.verify_inputs import How, StandIn, grid

USUAL_CONTRACTS = ("GMS", "nGMS")

TOLD = 1.0
"""Points by which published and counted may differ before it is told."""

SMALL_LIST = 1_000
"""Below this many patients most registers are so small that published tables withhold them."""

NOTHING = "nothing in the data tells"


class Reason(StrEnum):
    """What can move a practice's pay away from the computed, as far as the tables show it."""

    PART_YEAR = "contract ran for part of the year"
    SMALL = f"list under {SMALL_LIST:,} patients"
    WITHHELD = "registers withheld"
    POINTS = "points published are not those of the counts"
    CONTRACT = "another contract than GMS"


Told = dict[Reason, str]
"""The reasons found for one practice, each with its own figures."""


def reasons(
    law: NationalYear, tables: Tables, inputs: PracticeYear, stand_ins: tuple[StandIn, ...]
) -> list[Told]:
    """What is found of each practice, in the order of the inputs."""
    contracts = dict(tables.practices.select("practice", "contract").iter_rows())
    adjusted = _adjusted_points(law, tables, inputs)
    withheld = np.zeros(len(inputs), dtype=np.int64)
    for one in stand_ins:
        withheld += one.practices * (one.how is How.WITHHELD)
    return [
        _told(
            share=float(inputs.share_of_year[place]),
            size=float(inputs.list_size[place]),
            withheld=int(withheld[place]),
            adjusted=float(adjusted[place]),
            contract=contracts.get(practice),
        )
        for place, practice in enumerate(inputs.practices)
    ]


def _told(*, share: float, size: float, withheld: int, adjusted: float, contract: str | None) -> Told:
    found: Told = {}
    if share < 1:
        found[Reason.PART_YEAR] = f"contract ran for {share:.0%} of the year"
    if size < SMALL_LIST:
        found[Reason.SMALL] = f"list of {size:,.0f}"
    if withheld:
        found[Reason.WITHHELD] = f"{withheld} register{'s' if withheld > 1 else ''} withheld"
    if abs(adjusted) > TOLD:
        found[Reason.POINTS] = f"points published {adjusted:+.1f} against the counts"
    if contract and contract not in USUAL_CONTRACTS:
        found[Reason.CONTRACT] = f"{contract} contract"
    return found


def _adjusted_points(law: NationalYear, tables: Tables, inputs: PracticeYear) -> FloatArray:
    """Points published less points by the counts, (p,), over sliding indicators that have counts."""
    scales = {name: rule.pays for name, rule in law.indicators.items() if isinstance(rule.pays, Sliding)}
    numerator, denominator, published = (
        grid(tables.counts, column, scales, inputs.practices)
        for column in ("numerator", "denominator", "points_published")
    )
    points = _column(float(law.indicators[name].points.value) for name in scales)
    lower = _column(float(scale.lower) for scale in scales.values())
    upper = _column(float(scale.upper) for scale in scales.values())
    step = _column(float(scale.step) for scale in scales.values())
    counted = points_for(achievement(numerator, denominator), points, lower=lower, upper=upper, step=step)
    difference = np.where(denominator > 0, published - counted, 0.0)
    return np.asarray(np.nansum(difference, axis=0), dtype=np.float64)


def _column(values: Iterable[float]) -> FloatArray:
    """One number an indicator, standing against every practice."""
    return np.array(list(values), dtype=np.float64).reshape(-1, 1)
