"""The choice of one value set from each block as a mixed-integer programme, solved by HiGHS.

One binary says which choice of a block is taken, one which practice may be paid less than nationally. Rows
are in pounds; what is found is checked again in whole pence, and cut off where rounding misled the solver.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openqof.engine.law import FloatArray, WholeArray
from openqof.impact.design.blocks import Block, refused

BILL, AIM, POINTS = -3, -2, -1
"""Columns of a row of effects, after those of the practices."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a choice must keep to; None where there is no bound. Pence, practices, thousandths of a point."""

    budget: int | None = None
    losing: int | None = None
    points: int | None = None
    aim: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A choice: the pick of each block, and the whole row: change of each practice, bill, aim, points."""

    picks: tuple[int, ...]
    row: WholeArray

    @property
    def changes(self) -> WholeArray:
        """Pence of each practice, above or below nationally."""
        return self.row[:BILL]

    @property
    def losing(self) -> int:
        """How many practices are paid less than nationally."""
        return int((self.changes < 0).sum())

    def value(self, of: int) -> int:
        """Its bill, aim or points."""
        return int(self.row[of])


class Programme:
    """The choices of some blocks from a start, to be made best of under bounds."""

    def __init__(self, start: WholeArray, blocks: Sequence[Block]) -> None:
        self.start, self.blocks = start, tuple(blocks)
        self.effects: WholeArray = np.concatenate([block.effects for block in blocks], axis=0)
        self.sizes = [len(block.choices) for block in blocks]
        self.offsets = np.concatenate([[0], np.cumsum(self.sizes)]).astype(np.int64)
        least = start + np.sum([block.effects.min(axis=0) for block in blocks], axis=0)
        self.at_risk = np.flatnonzero(least[:BILL] < 0)
        self.depth = -least[self.at_risk] / 100.0

    def most(self, of: int, bounds: Bounds) -> Found | None:
        """The choice with the most of an amount, and the lowest bill among those; None where none fits."""
        best = self._best(self._of(of), bounds)
        if best is None or of == BILL:
            return best
        held = {AIM: replace(bounds, aim=best.value(AIM)), POINTS: replace(bounds, points=best.value(POINTS))}
        return self._best(-self._of(BILL), held[of]) or best

    def least_bill(self, bounds: Bounds) -> Found | None:
        """The choice with the lowest bill."""
        return self._best(-self._of(BILL), bounds)

    def fewest_losing(self, bounds: Bounds) -> Found | None:
        """The choice with the fewest practices paid less than nationally."""
        goal = np.concatenate([np.zeros(len(self.effects)), -np.ones(len(self.at_risk))])
        return self._best(goal, replace(bounds, losing=None))

    def _of(self, column: int) -> FloatArray:
        amounts = self.effects[:, column] / (1000.0 if column == POINTS else 100.0)
        return np.concatenate([amounts, np.zeros(len(self.at_risk))])

    def _best(self, goal: FloatArray, bounds: Bounds) -> Found | None:
        """Solve, check in whole pence, and cut off what floating point let through."""
        rows, low = self._rows(bounds)
        while True:
            answer = _solve(goal, np.array(rows), np.array(low), self._one_of_each())
            if answer is None:
                return None
            picks = self._picks(answer)
            found = Found(picks, self.start + self._sum(picks))
            if self._keeps(found, bounds):
                return found
            rows.append(self._chosen(picks))
            low.append(1.0 - len(self.blocks))

    def _rows(self, bounds: Bounds) -> tuple[list[FloatArray], list[float]]:
        """Rows that must come to so much or more: practices, then the bounds set."""
        start, none = self.start, np.zeros(len(self.at_risk))
        rows: list[FloatArray] = []
        low: list[float] = []
        for which, practice in enumerate(self.at_risk):
            may = none.copy()
            may[which] = self.depth[which]
            rows.append(np.concatenate([self.effects[:, practice] / 100.0, may]))
            low.append(-float(start[practice]) / 100.0)
        if bounds.losing is not None:
            rows.append(np.concatenate([np.zeros(len(self.effects)), none - 1.0]))
            low.append(-float(bounds.losing))
        if bounds.budget is not None:
            rows.append(-self._of(BILL))
            low.append(-float(bounds.budget - start[BILL]) / 100.0)
        if bounds.aim is not None:
            rows.append(self._of(AIM))
            low.append(float(bounds.aim - start[AIM]) / 100.0)
        if bounds.points is not None:
            rows.append(self._of(POINTS))
            low.append(float(bounds.points - start[POINTS]) / 1000.0)
        return rows, low

    def _one_of_each(self) -> FloatArray:
        """For each block, a row that counts its choices."""
        rows = np.zeros((len(self.blocks), len(self.effects) + len(self.at_risk)))
        for block, (first, last) in enumerate(zip(self.offsets[:-1], self.offsets[1:], strict=True)):
            rows[block, first:last] = 1.0
        return rows

    def _chosen(self, picks: tuple[int, ...]) -> FloatArray:
        """Less one for each pick: at least one of them is to be another."""
        row = np.zeros(len(self.effects) + len(self.at_risk))
        row[self.offsets[:-1] + np.array(picks)] = -1.0
        return row

    def _picks(self, answer: FloatArray) -> tuple[int, ...]:
        parts = (answer[first:last] for first, last in zip(self.offsets[:-1], self.offsets[1:], strict=True))
        return tuple(int(np.argmax(part)) for part in parts)

    def _sum(self, picks: tuple[int, ...]) -> WholeArray:
        rows = [block.effects[pick] for block, pick in zip(self.blocks, picks, strict=True)]
        return np.asarray(np.sum(rows, axis=0, dtype=np.int64))

    def _keeps(self, found: Found, bounds: Bounds) -> bool:
        return (
            (bounds.budget is None or found.value(BILL) <= bounds.budget)
            and (bounds.losing is None or found.losing <= bounds.losing)
            and (bounds.aim is None or found.value(AIM) >= bounds.aim)
            and (bounds.points is None or found.value(POINTS) >= bounds.points)
        )


def _solve(goal: FloatArray, rows: FloatArray, low: FloatArray, ones: FloatArray) -> FloatArray | None:
    """Binaries with the highest goal where `rows` come to `low` or more and `ones` to one; None: none."""
    highspy = highs()
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    for option in ("mip_rel_gap", "mip_abs_gap"):
        solver.setOptionValue(option, 0.0)
    for option in ("mip_feasibility_tolerance", "primal_feasibility_tolerance"):
        solver.setOptionValue(option, 1e-9)
    size = len(goal)
    rows = rows.reshape(len(low), size)
    solver.passModel(_model(highspy, goal, np.vstack([rows, ones]), low, len(ones)))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return np.array(solver.getSolution().col_value)


def _model(highspy: Any, goal: FloatArray, matrix: FloatArray, low: FloatArray, ones: int) -> Any:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(goal), len(matrix)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = goal
    model.col_lower_, model.col_upper_ = np.zeros(len(goal)), np.ones(len(goal))
    model.row_lower_ = np.concatenate([low, np.ones(ones)])
    model.row_upper_ = np.concatenate([np.full(len(low), highspy.kHighsInf), np.ones(ones)])
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(goal)
    starts, columns, values = _sparse(matrix)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = starts, columns, values
    return model


def _sparse(matrix: FloatArray) -> tuple[NDArray[np.int32], NDArray[np.int32], FloatArray]:
    """Starts of rows, columns and figures of what is not nought."""
    rows, columns = np.nonzero(matrix)
    starts = np.searchsorted(rows, np.arange(len(matrix) + 1))
    return starts.astype(np.int32), columns.astype(np.int32), matrix[rows, columns]


def highs() -> Any:
    """The solver, loaded when it is needed; BadInput where it is not installed."""
    try:
        import highspy
    except ImportError as error:
        said = "choosing terms needs the solver HiGHS, which is not installed."
        raise refused("P210", said, 'Install it with `pip install "openqof[design]"`.') from error
    return highspy
