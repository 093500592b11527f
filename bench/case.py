"""The one law and the one set of practices that every engine of the bench is given.

Standard library and NumPy only: the peers' interpreter imports it too. Everything is invented and seeded.
"""

from __future__ import annotations

import resource
from dataclasses import dataclass
from pathlib import Path

import numpy as np

INDICATORS, GROUPS = 70, 20
POINT_VALUE, AVERAGE_LIST = 207.56, 9374.0
RARE, FEW = 2, 200
"""Registers that are empty in one practice of some 200; as few have an empty denominator or a part year."""

REFORMED = 10
"""The reform asks five percentage points more of the first ten indicators, and pays three points less."""


@dataclass(frozen=True)
class Rule:
    """One sliding indicator; `group` is None where prevalence does not weight it."""

    name: str
    points: int
    lower: int
    upper: int
    group: int | None


@dataclass(frozen=True)
class Case:
    """A law as numbers and the counts of its practices, indicators by practices.

    As in real years, a few practices ran part of the year, have nobody on a rare register, or nobody in a
    denominator.
    """

    rules: tuple[Rule, ...]
    prevalence: np.ndarray
    list_size: np.ndarray
    register: np.ndarray
    numerator: np.ndarray
    denominator: np.ndarray
    share_of_year: np.ndarray

    def reform(self) -> tuple[Rule, ...]:
        """The rules as the reform has them."""
        changed = [
            Rule(rule.name, max(1, rule.points - 3), rule.lower, rule.upper + 5, rule.group)
            for rule in self.rules[:REFORMED]
        ]
        return (*changed, *self.rules[REFORMED:])


def case(practices: int) -> Case:
    """The case for a number of practices; the law is the same whatever the number."""
    draw = np.random.default_rng(2015)
    rules = tuple(
        Rule(
            f"I{number:03d}",
            int(draw.integers(2, 40)),
            int(draw.integers(20, 50)),
            int(draw.integers(60, 95)),
            None if number % 7 == 0 else number % GROUPS,
        )
        for number in range(INDICATORS)
    )
    prevalence = np.round(draw.uniform(0.005, 0.15, GROUPS), 4)
    list_size = draw.integers(1_500, 30_000, practices).astype(np.float64)
    register = np.empty((GROUPS, practices))
    for row, share in enumerate(prevalence):
        register[row] = np.floor(list_size * share * draw.uniform(0.5, 1.5, practices)) + 1
    register[:RARE, :: FEW + 1] = 0
    numerator, denominator = np.empty((INDICATORS, practices)), np.empty((INDICATORS, practices))
    for row in range(INDICATORS):  # row by row, so that making the inputs takes no more memory than they do
        denominator[row] = draw.integers(5, 3_000, practices)
        numerator[row] = np.floor(denominator[row] * draw.random(practices))
        if row % 7 == 1:
            numerator[row, ::FEW] = denominator[row, ::FEW] = 0
    share_of_year = np.ones(practices)
    share_of_year[:: FEW - 1] = 200 / 365
    return Case(rules, prevalence, list_size, register, numerator, denominator, share_of_year)


def forget_peak() -> None:
    """Begin to measure peak memory anew, where the kernel allows it."""
    Path("/proc/self/clear_refs").write_text("5")


def memory(field: str) -> float:
    """A line of the kernel's account of this process, in MB: VmRSS now, VmHWM at its highest."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
