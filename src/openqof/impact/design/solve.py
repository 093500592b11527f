"""The choice of one value set from each block as a mixed-integer programme, solved by HiGHS.

One binary says which choice of a block is taken, one which practice may be paid less than nationally. Rows
are in pounds; what is found is checked again in whole pence, and cut off where rounding misled the solver.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from openqof.engine.law import FloatArray, WholeArray
from openqof.impact.design.blocks import Block, refused
from openqof.impact.design.matrix import Entries, Matrix, by_column, entries

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
        self._block_of: WholeArray = np.repeat(np.arange(len(self.sizes)), self.sizes)
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
        return np.concatenate([self._amounts(column), np.zeros(len(self.at_risk))])

    def _amounts(self, column: int) -> FloatArray:
        """Bill or aim in pounds, or points, by choice."""
        amounts: FloatArray = self.effects[:, column] / (1000.0 if column == POINTS else 100.0)
        return amounts

    def _best(self, goal: FloatArray, bounds: Bounds) -> Found | None:
        """Solve, check in whole pence, and cut off what floating point let through."""
        rows = self._bounds(bounds)
        while True:
            answer = _solve(
                goal, self._matrix(rows, counted=bounds.losing is not None), self._low(rows, bounds)
            )
            if answer is None:
                return None
            picks = self._picks(answer)
            found = Found(picks, self.start + self._sum(picks))
            if self._keeps(found, bounds):
                return found
            rows.append((self._chosen(picks), 1.0 - len(self.blocks)))

    def _bounds(self, bounds: Bounds) -> list[tuple[FloatArray, float]]:
        """Rows of choices that must come to so much or more, for the bounds set."""
        start, rows = self.start, []
        if bounds.budget is not None:
            rows.append((-self._amounts(BILL), -float(bounds.budget - start[BILL]) / 100.0))
        if bounds.aim is not None:
            rows.append((self._amounts(AIM), float(bounds.aim - start[AIM]) / 100.0))
        if bounds.points is not None:
            rows.append((self._amounts(POINTS), float(bounds.points - start[POINTS]) / 1000.0))
        return rows

    def _matrix(self, rows: list[tuple[FloatArray, float]], *, counted: bool) -> Matrix:
        """Columns are the choices of the blocks, then the practices that may be paid less.

        Rows are those practices, how many of them are paid less where that is `counted`, the rows of choices,
        and one choice of each block.
        """
        choices, risky = len(self.effects), len(self.at_risk)
        practices, first = np.arange(risky), risky + counted
        few = np.array([row for row, _ in rows]).reshape(-1, choices).T
        parts = [
            entries(self.effects[:, self.at_risk], per=100.0),
            entries(few, first_row=first),
            Entries(np.arange(choices), self._block_of + first + len(rows), np.ones(choices)),
            Entries(choices + practices, practices, self.depth),
        ]
        if counted:
            parts.append(Entries(choices + practices, np.full(risky, risky), np.full(risky, -1.0)))
        return by_column(parts, rows=first + len(rows) + len(self.blocks), columns=choices + risky)

    def _low(self, rows: list[tuple[FloatArray, float]], bounds: Bounds) -> FloatArray:
        """What each row but those of the blocks must come to."""
        counted = [] if bounds.losing is None else [-float(bounds.losing)]
        return np.array([*(-self.start[self.at_risk] / 100.0), *counted, *(low for _, low in rows)])

    def _chosen(self, picks: tuple[int, ...]) -> FloatArray:
        """Less one for each pick: at least one of them is to be another."""
        row = np.zeros(len(self.effects))
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


def _solve(goal: FloatArray, matrix: Matrix, low: FloatArray) -> FloatArray | None:
    """Binaries with the highest goal where rows come to `low` or more, the rest to one; None: none do."""
    highspy = highs()
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    for option in ("mip_rel_gap", "mip_abs_gap"):
        solver.setOptionValue(option, 0.0)
    for option in ("mip_feasibility_tolerance", "primal_feasibility_tolerance"):
        solver.setOptionValue(option, 1e-9)
    solver.passModel(_model(highspy, goal, matrix, low))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return np.array(solver.getSolution().col_value)


def _model(highspy: Any, goal: FloatArray, matrix: Matrix, low: FloatArray) -> Any:
    model, ones = highspy.HighsLp(), np.ones(matrix.rows - len(low))
    model.num_col_, model.num_row_ = len(goal), matrix.rows
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = goal
    model.col_lower_, model.col_upper_ = np.zeros(len(goal)), np.ones(len(goal))
    model.row_lower_ = np.concatenate([low, ones])
    model.row_upper_ = np.concatenate([np.full(len(low), highspy.kHighsInf), ones])
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(goal)
    sparse = model.a_matrix_
    sparse.format_ = highspy.MatrixFormat.kColwise
    sparse.start_, sparse.index_, sparse.value_ = matrix.start, matrix.index, matrix.value
    return model


def highs() -> Any:
    """The solver, loaded when it is needed; BadInput where it is not installed."""
    try:
        import highspy
    except ImportError as error:
        said = "choosing terms needs the solver HiGHS, which is not installed."
        raise refused("P210", said, 'Install it with `pip install "openqof[design]"`.') from error
    return highspy
