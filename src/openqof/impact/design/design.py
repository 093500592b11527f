"""`design`: values for the parameters that a scheme leaves open, best for its aim within stated bounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np

from openqof.core.money import from_pence
from openqof.core.national import NationalYear
from openqof.core.scheme import Scheme
from openqof.core.terms import Reading
from openqof.engine.tables import Tables
from openqof.files.load import load_scheme
from openqof.impact.design.blocks import (
    Block,
    Effects,
    Open,
    Price,
    Priced,
    adds_up,
    blocks,
    joined,
    let_in,
    meeting,
    opened,
    parted,
    picked,
    refused,
    samples,
)
from openqof.impact.design.price import aim_in_words, pricer
from openqof.impact.design.says import binds, relaxes
from openqof.impact.design.solve import AIM, BILL, POINTS, Bounds, Found, Programme, highs
from openqof.impact.pricing import Line
from openqof.impact.working.roll import Area, Practice

NEAREST = 5
"""How many practices nearest to national pay are named."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the terms must keep to: pounds in all, a share of practices in percent, points of national QOF.

    `losing` is the percentage of practices that join which may be paid less than nationally: 0 for none,
    None for no bound. `points` are those that practices can still earn by the year's work.
    """

    budget: Decimal
    losing: Decimal | None = None
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """One open parameter: what it is, from where to where it was searched, and the value chosen."""

    name: str
    says: str
    values: tuple[str, ...]
    before: str
    chosen: str


@dataclass(frozen=True, slots=True)
class Design:
    """The terms chosen, what they come to, and what stands in the way of better ones.

    `bill` is all that the practices are paid under the scheme, `aim` what the aim comes to, in pounds;
    `points` those that practices can still earn. `lower` are practices paid less than nationally, `nearest`
    those next to it. `binds` says in words what keeps the aim from being higher. Where nothing fits, `fits`
    is False, `parameters` are as the document has them, and `relaxes` says what would have to give.
    """

    scheme: str
    title: str
    limits: Limits
    fits: bool
    aim_says: str
    parameters: tuple[Chosen, ...]
    bill: Decimal
    aim: Decimal
    points: Decimal
    practices: int
    lower: tuple[Line, ...]
    nearest: tuple[Line, ...]
    binds: tuple[str, ...]
    relaxes: tuple[str, ...]
    blocks: tuple[tuple[str, ...], ...]
    priced: int


def design(
    scheme: str | Path,
    law: NationalYear,
    tables: Tables,
    limits: Limits,
    *,
    area: Area,
    reading: Reading | None = None,
    tell: Callable[[str], None] = lambda step: None,
) -> Design:
    """Choose values of the open parameters of a scheme, by id or path, for the practices of an area.

    The bill stays within the budget, no more practices than allowed are paid less than nationally, and of
    what is left the aim is highest; of equal aims the bill is lowest.  `tell` hears of each pricing.
    BadInput where the scheme leaves nothing open, has too many combinations, or cannot be priced.
    """
    highs()
    document = load_scheme(scheme)
    open_now = opened(document.parameters.values())
    if not open_now:
        said = f"{document.id} leaves nothing open."
        raise refused("P212", said, "Give a parameter `between: {from: …, to: …, step: …}`.")
    price, roll, joins = pricer(scheme, law, tables, area=area, reading=reading)
    found = choose(open_now, price, limits, joins=joins, tell=tell)
    return _told(document, limits, found, roll)


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The outcome of a search before it is put into words: what was found, and the programme it solved."""

    bounds: Bounds
    programme: Programme
    found: Found | None
    effects: Effects

    @property
    def open(self) -> tuple[Open, ...]:
        """The parameters chosen among."""
        return self.effects.open

    @property
    def start(self) -> Priced:
        """What the document's own values come to."""
        return self.effects.start

    @property
    def priced(self) -> int:
        """How many sets of values have been priced so far."""
        return len(self.effects.known)

    def confirms(self, found: Found) -> bool:
        """Whether an answer, priced, comes to what the programme adds up to."""
        return adds_up(self.effects, picked(self.programme.blocks, found.picks))

    @property
    def values(self) -> dict[str, str]:
        """The values chosen; those of the document where nothing fits."""
        values = {each.name: each.now for each in self.open}
        if self.found is not None:
            for block, pick in zip(self.programme.blocks, self.found.picks, strict=True):
                values |= dict(zip(block.names, block.choices[pick], strict=True))
        return values


def choose(
    open_now: Sequence[Open],
    price: Price,
    limits: Limits,
    *,
    joins: int,
    tell: Callable[[str], None] = lambda step: None,
) -> Choice:
    """Search the values of the open parameters by pricing them; `joins` is how many practices join.

    Blocks whose effects turn out not to add up, at what is chosen or at others drawn, are made one, and
    the search is begun again.
    """
    start = price({each.name: each.now for each in open_now})
    if start is None:
        raise refused("P213", "the document's own values cannot be priced.", "Run openqof check on it.")
    effects = Effects(price, tuple(open_now), tell, start)
    groups = parted(effects)
    bounds = _bounds(limits, joins)
    while True:
        made = blocks(effects, groups)
        programme = Programme(start.row, made)
        found = programme.most(AIM, bounds)
        meets = let_in(effects, made) or _meeting(effects, made, found)
        if not meets:
            return Choice(bounds, programme, found, effects)
        groups = joined(groups, meets)


def _bounds(limits: Limits, joins: int) -> Bounds:
    return Bounds(
        budget=int(limits.budget * 100),
        losing=None if limits.losing is None else int(limits.losing * joins / 100),
        points=None if limits.points is None else int(limits.points * 1000),
    )


def _meeting(effects: Effects, made: Sequence[Block], found: Found | None) -> list[set[str]]:
    """Blocks that meet after all, at what was found or at the first of those drawn that shows it."""
    picks = [] if found is None else [list(found.picks)]
    for each in [*picks, *samples(made)]:
        meets = meeting(effects, made, each)
        if meets:
            return meets
    return []


def _told(document: Scheme, limits: Limits, choice: Choice, roll: Sequence[Practice]) -> Design:
    found = choice.found
    row = choice.start.row if found is None else found.row
    values = choice.values
    said = (
        tuple(relaxes(choice.programme, choice.bounds, choice.confirms))
        if found is None
        else tuple(binds(choice.programme, found, choice.bounds, choice.confirms))
    )
    lines = _lines(choice.start, row[:BILL], roll)
    order = sorted(lines, key=lambda line: line.change)
    return Design(
        scheme=document.id,
        title=document.title,
        limits=limits,
        fits=found is not None,
        aim_says=aim_in_words(document),
        parameters=tuple(Chosen(o.name, o.says, o.values, o.now, values[o.name]) for o in choice.open),
        bill=from_pence(int(row[BILL])),
        aim=from_pence(int(row[AIM])),
        points=Decimal(int(row[POINTS])) / 1000,
        practices=len(lines),
        lower=tuple(line for line in order if line.change < 0),
        nearest=tuple(line for line in order if line.change >= 0)[:NEAREST],
        binds=() if found is None else said,
        relaxes=said if found is None else (),
        blocks=tuple(block.names for block in choice.programme.blocks),
        priced=choice.priced,
    )


def _lines(start: Priced, changes: np.ndarray, roll: Sequence[Practice]) -> list[Line]:
    """A line a practice: what it has nationally, and under the terms chosen."""
    return [
        Line(
            each.code,
            each.name,
            each.patients,
            from_pence(before),
            from_pence(before + change),
            from_pence(0),
        )
        for each, before, change in zip(roll, start.before.tolist(), changes.tolist(), strict=True)
    ]
