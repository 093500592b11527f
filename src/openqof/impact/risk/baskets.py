"""What of national and reformed pay is drawn: the indicators, what a point of each is worth, their past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from openqof.core.changes import LevelOf, Suspend
from openqof.core.terms import Chosen
from openqof.engine.frames import cells
from openqof.engine.gather import paid_in_full
from openqof.engine.law import BETTER_OF, PROTECTED, SLIDING, FloatArray, law_arrays
from openqof.engine.lines import lines
from openqof.engine.weights import weights
from openqof.impact.risk.draws import Basket, BoolArray, Posterior, Scale, Spread, posterior
from openqof.impact.worked import Worked
from openqof.impact.working.earned import Earned
from openqof.impact.working.reform import settled, sweeps
from openqof.impact.working.stays import of_year

NATIONAL, STAYS = "national", "stays"
"""The baskets of all national QOF, and of what of it stays under the scheme."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The indicators that either law has: codes, their posterior (n, p), and the baseline if there is one."""

    ids: tuple[str, ...]
    given: Posterior
    baseline: FloatArray | None

    def row(self, name: str) -> int:
        """The row of an indicator; ValueError where neither law has it."""
        return self.ids.index(name)


def table(worked: Worked, spread: Spread) -> Table:
    """Every indicator of the national and the scheme's law with its results, shrunk."""
    sides = _sides(worked)
    ids = tuple(dict.fromkeys(name for side in sides for name in law_arrays(side.law).ids))
    numerator, denominator, baseline = (_filled(sides, ids, name) for name in _COUNTS)
    past = _past(worked, ids)
    given = posterior(numerator, denominator, past, spread)
    return Table(ids, given, None if np.isnan(baseline).all() else baseline)


_COUNTS = ("numerator", "denominator", "baseline")


def _sides(worked: Worked) -> list[Earned]:
    return [side for side in (worked.national, worked.reformed) if side is not None]


def _filled(sides: Sequence[Earned], ids: Sequence[str], name: str) -> FloatArray:
    """Rows of one of the inputs' arrays: the national law's, else the scheme's own indicators'."""
    out = np.full((len(ids), len(sides[0].inputs)), np.nan)
    for side in reversed(sides):
        given = getattr(side.inputs, name)
        if given is not None:
            out[[ids.index(each) for each in side.inputs.indicators]] = given
    return out


def _past(worked: Worked, ids: Sequence[str]) -> tuple[FloatArray, FloatArray]:
    """Numerators and denominators of the year before, where the tables hold them under the same codes."""
    before = pl.col("year") == str(worked.ask.law.year.previous)
    rows = {name: row for row, name in enumerate(ids)}
    wanted = before & pl.col("month").is_null() & pl.col("indicator").is_in(list(ids))
    frame = worked.ask.tables.counts.filter(wanted & pl.col("practice").is_in(list(worked.practices)))
    placed = cells(frame, "indicator", rows=rows, practices=worked.practices)
    return placed.array("numerator"), placed.array("denominator")


def baskets(worked: Worked, found: Table, named: Mapping[str, Chosen]) -> tuple[Basket, ...]:
    """National QOF, what stays of it, and indicators that pay terms name, which the national law pays."""
    national = worked.national
    assert national is not None
    every = np.ones(len(law_arrays(national.law).ids))
    first = _basket(NATIONAL, national, found, every)
    reformed = worked.reformed or national
    second = _basket(STAYS, reformed, found, _staying(worked, reformed), at_level=_left_of_year(worked))
    ids = law_arrays(national.law).ids
    rest = [
        _basket(
            name, national, found, np.isin(np.array(ids, dtype=object), chosen.of(ids)).astype(np.float64)
        )
        for name, chosen in named.items()
    ]
    return (first, second, *rest)


def _staying(worked: Worked, side: Earned) -> FloatArray:
    """The part of each indicator that stays national money: none of what something is paid in place of."""
    ask, ids = worked.ask, law_arrays(side.law).ids
    part = np.ones(len(ids))
    for change in ask.scheme.changes:
        names = settled(ask.scheme, ask.law)[change.number]
        rows = np.isin(np.array(ids, dtype=object), names)
        terms = change.terms
        if sweeps(change):
            part[rows] = 0.0
        elif isinstance(terms, Suspend) and not isinstance(terms.pay, LevelOf):
            part[rows] *= 1.0 - of_year(terms, ask.year_run)
    return part


def _left_of_year(worked: Worked) -> dict[str, float]:
    """The part of the year that indicators suspended at a level are still worked for."""
    ask = worked.ask
    return {
        name: 1.0 - of_year(change.terms, ask.year_run)
        for change in ask.scheme.changes
        if isinstance(change.terms, Suspend) and isinstance(change.terms.pay, LevelOf)
        for name in settled(ask.scheme, ask.law)[change.number]
    }


def _basket(
    name: str, side: Earned, found: Table, part: FloatArray, *, at_level: Mapping[str, float] | None = None
) -> Basket:
    arrays, inputs = law_arrays(side.law), side.inputs
    shape = (len(found.ids), len(inputs))
    scales: list[Scale | None] = [None] * len(found.ids)
    weight, now = np.zeros(shape), np.zeros(shape)
    full = set(paid_in_full(side.law))
    worth = weights(arrays, inputs) if len(inputs) else None
    for line in lines(arrays):
        row = found.row(line.name)
        if line.kind not in (SLIDING, BETTER_OF) or line.name in full or not part[line.row] or worth is None:
            continue
        moves = _moves(side, line.row, (at_level or {}).get(line.name, 0.0))
        moves = np.where(found.given.denominator[row] > 0, moves, 0.0)
        nobody = worth.nobody_on.get(line.weighting[0])
        scales[row] = scale = Scale.of(line)
        weight[row] = part[line.row] * worth.pence[line.weighting] * moves
        if nobody is not None:
            weight[row, nobody] = 0.0
        now[row] = _earned_now(scale, side, line.row)
    return Basket(name, tuple(scales), weight, now)


def _moves(side: Earned, row: int, left: float) -> FloatArray:
    """1 where this year's work decides the points; where an earlier year settles them, the part left."""
    base, protected = side.inputs.base_points, law_arrays(side.law).kind[row] == PROTECTED
    if base is None or not protected:
        return np.ones(len(side.inputs))
    return np.where(np.isnan(base[row]), 1.0, left)


def _earned_now(scale: Scale, side: Earned, row: int) -> FloatArray:
    """Points of the results as they stand, by the scale that draws are paid by."""
    inputs = side.inputs
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.nan_to_num(inputs.numerator[row] / inputs.denominator[row], posinf=0.0)
    baseline = None if inputs.baseline is None else inputs.baseline[row]
    return scale.earned(share, baseline)


def stays_national(worked: Worked) -> BoolArray:
    """Practices paid all of national QOF: they do not join, or what replaces it is not known."""
    instead = [stream.pence for stream in worked.streams if stream.instead == "qof"]
    back = np.logical_and.reduce([pence == 0 for pence in instead]) if instead else False
    found: BoolArray = ~worked.joined | back
    return found
