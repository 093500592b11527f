"""Open parameters as blocks of choices, and what each choice does to every practice.

Parameters that do not meet have effects that add up to the penny, and are priced one by one; those that meet
are a block, of which every combination is priced. Which meet is measured, not read: two do where moving both
is not the sum of moving each, or where the document refuses a value of the one but for some of the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, product
from math import prod

import numpy as np
from numpy.typing import NDArray

from openqof.core.problems import BadInput, Problem
from openqof.core.scheme import Parameter
from openqof.engine.law import WholeArray
from openqof.files.canonical import figure

MOST = 20_000
"""Combinations of one block."""
MOST_FIGURES = 20_000_000
"""Combinations of all blocks, times practices: what fits in memory, and what a solver answers."""
_FEWER = "Widen the `step` of one of them, or bring `from` and `to` nearer."
CHECKED = 5
"""Combinations drawn to see whether the effects of blocks add up, beside the one chosen."""

Values = Mapping[str, str]


def refused(code: str, message: str, hint: str) -> BadInput:
    """One thing that stops a design."""
    return BadInput([Problem("openqof design", 0, 0, code, message, hint)])


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """What a scheme does with one set of values, in pence: income under it and before it, (p,), and its aim.

    `points` are those of national QOF that practices can still earn, in thousandths.
    """

    scheme: WholeArray
    before: WholeArray
    aim: int
    points: int

    @property
    def row(self) -> WholeArray:
        """Change of each practice, bill, aim and points, in one row: what adds up over blocks."""
        rest = np.array([int(self.scheme.sum()), self.aim, self.points], dtype=np.int64)
        return np.concatenate([self.scheme - self.before, rest])


Price = Callable[[Values], Priced | None]
"""Prices values of the open parameters; None where the document refuses them together."""


@dataclass(frozen=True, slots=True)
class Open:
    """A parameter whose value is to be chosen: its values in order, and the one the document has."""

    name: str
    says: str
    values: tuple[str, ...]
    now: str


def opened(parameters: Iterable[Parameter]) -> tuple[Open, ...]:
    """The parameters that state limits and a step, with every value between."""
    return tuple(_open(each) for each in parameters if each.open)


def _open(parameter: Parameter) -> Open:
    low, high, step = parameter.low, parameter.high, parameter.step
    assert low is not None and high is not None and step is not None
    steps = range(int((high - low) / step) + 1)
    values = tuple(figure(low + step * Decimal(n)) for n in steps)
    stated = figure(parameter.value) if isinstance(parameter.value, Decimal) else values[0]
    return Open(parameter.name, parameter.says, values, stated)


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Parameters chosen together: `choices` of their values, and `effects` (choices, p + 3) on the start.

    `refused` are choices that the document refuses while the others stand as they are.
    """

    names: tuple[str, ...]
    choices: tuple[tuple[str, ...], ...]
    effects: WholeArray
    refused: tuple[tuple[str, ...], ...]


@dataclass(slots=True, eq=False)
class Effects:
    """Prices values as they are asked for, each set of them once, and counts how many were."""

    price: Price
    open: tuple[Open, ...]
    tell: Callable[[str], None]
    start: Priced
    known: dict[tuple[str, ...], WholeArray | None] = field(default_factory=dict)

    def at(self, moved: Values) -> WholeArray | None:
        """The row with some parameters moved and the others as the document has them."""
        values = {each.name: moved.get(each.name, each.now) for each in self.open}
        key = tuple(values.values())
        if key not in self.known:
            self.tell(f"priced {len(self.known):,} sets of values")
            found = self.price(values)
            self.known[key] = None if found is None else found.row
        return self.known[key]

    def change(self, moved: Values) -> WholeArray | None:
        """The same less the start."""
        row = self.at(moved)
        return None if row is None else row - self.start.row


def parted(effects: Effects) -> list[frozenset[str]]:
    """The open parameters in groups that do not meet, as far as moving two at once shows it."""
    groups = [frozenset((each.name,)) for each in effects.open]
    return joined(groups, [{one.name, other.name} for one, other in _met(effects)])


def _met(effects: Effects) -> Iterator[tuple[Open, Open]]:
    for one, other in combinations(effects.open, 2):
        corners = product(_ends(one), _ends(other))
        if not all(adds_up(effects, [{one.name: a}, {other.name: b}]) for a, b in corners):
            yield one, other


def _ends(parameter: Open) -> tuple[str, ...]:
    """Its lowest and highest values, but for where it stands."""
    ends = dict.fromkeys((parameter.values[0], parameter.values[-1]))
    return tuple(end for end in ends if end != parameter.now)


def adds_up(effects: Effects, several: Sequence[Values]) -> bool:
    """Whether moving all does what moving each does, to the penny, for every practice.

    What is refused alone and together tells nothing.
    """
    each = [effects.change(moved) for moved in several]
    together = effects.change({name: value for moved in several for name, value in moved.items()})
    known = [change for change in each if change is not None]
    if together is None:
        return len(known) < len(each)
    return len(known) == len(each) and bool(np.array_equal(together, np.sum(known, axis=0, dtype=np.int64)))


def joined(groups: list[frozenset[str]], meeting: Iterable[Iterable[str]]) -> list[frozenset[str]]:
    """The groups, with those that share a meeting made one."""
    for names in meeting:
        touched = [group for group in groups if group & set(names)]
        groups = [group for group in groups if group not in touched]
        groups.append(frozenset().union(*touched))
    return groups


def blocks(effects: Effects, groups: list[frozenset[str]]) -> tuple[Block, ...]:
    """Every choice of each group, priced; BadInput where a group has too many."""
    parts = [[each for each in effects.open if each.name in group] for group in groups]
    parts.sort(key=lambda part: effects.open.index(part[0]))
    for part in parts:
        _check_size(part)
    _check_sizes([_size(part) for part in parts], len(effects.start.scheme))
    return tuple(_block(effects, part) for part in parts)


def _size(part: list[Open]) -> int:
    return prod(len(each.values) for each in part)


def _check_size(part: list[Open]) -> None:
    """Refuse parameters that meet and have more combinations than can be priced."""
    if _size(part) <= MOST:
        return
    names = " and ".join(f"{each.name} ({len(each.values)} values)" for each in part)
    said = f"{names} meet, and have {_size(part):,} combinations: {MOST:,} at most can be priced."
    raise refused("P211", said, _FEWER)


def _check_sizes(sizes: list[int], practices: int) -> None:
    """Refuse more figures in all, over every block, than fit in memory."""
    figures = sum(sizes) * practices
    if figures <= MOST_FIGURES:
        return
    said = (
        f"the open parameters have {sum(sizes):,} combinations to price, for {practices:,} practices: "
        f"{figures:,} figures, and {MOST_FIGURES:,} at most can be held."
    )
    raise refused("P211", said, _FEWER)


def _block(effects: Effects, part: list[Open]) -> Block:
    names = tuple(each.name for each in part)
    every = [tuple(values) for values in product(*(each.values for each in part))]
    found = {values: _moved(effects, names, values) for values in every}
    allowed = {values: change for values, change in found.items() if change is not None}
    refused = tuple(values for values in every if values not in allowed)
    return Block(names, tuple(allowed), np.array(list(allowed.values())), refused)


def _moved(effects: Effects, names: tuple[str, ...], values: tuple[str, ...]) -> WholeArray | None:
    return effects.change(dict(zip(names, values, strict=True)))


def let_in(effects: Effects, found: Sequence[Block]) -> list[set[str]]:
    """Blocks with the parameters that let in what is refused of them alone."""
    return [
        {*block.names, other.name}
        for block in found
        for other in effects.open
        if _lets(effects, block, other)
    ]


def _lets(effects: Effects, block: Block, other: Open) -> bool:
    if other.name in block.names:
        return False
    moves = [dict(zip(block.names, values, strict=True)) for values in block.refused]
    return any(effects.at({**move, other.name: end}) is not None for move in moves for end in _ends(other))


def meeting(effects: Effects, found: Sequence[Block], picks: Sequence[int]) -> list[set[str]]:
    """Names of blocks whose effects do not add up at what is picked of each; empty where they do."""
    moved = picked(found, picks)
    if adds_up(effects, moved):
        return []
    pairs = [{*one, *other} for one, other in combinations(moved, 2) if not adds_up(effects, [one, other])]
    return pairs or [{name for each in moved for name in each}]


def picked(found: Sequence[Block], picks: Sequence[int]) -> list[Values]:
    """The values that are picked of each block."""
    return [
        dict(zip(block.names, block.choices[pick], strict=True))
        for block, pick in zip(found, picks, strict=True)
    ]


def samples(found: Sequence[Block]) -> Iterator[list[int]]:
    """Some picks of each block, drawn; the same ones each time."""
    draw: NDArray[np.int64] = np.random.default_rng(2015).integers(
        0, [len(block.choices) for block in found], (CHECKED, len(found))
    )
    yield from (row.tolist() for row in draw)
