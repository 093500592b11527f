"""What one set of values makes of a scheme: income of each practice, the aim, and the points left to earn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np

from openqof.core.changes import Guarantee, Pay, Suspend
from openqof.core.national import NationalYear
from openqof.core.problems import BadInput
from openqof.core.scheme import Scheme
from openqof.core.terms import Reading
from openqof.engine.tables import Tables
from openqof.files.load import load_scheme
from openqof.impact.design.blocks import Price, Priced, Values, refused
from openqof.impact.price import work
from openqof.impact.worked import Worked
from openqof.impact.working.earned import BoolArray
from openqof.impact.working.nationally import Remembered
from openqof.impact.working.reform import settled
from openqof.impact.working.roll import Area, Practice

DEPRIVED, RURAL, SMALL = "most deprived fifth", "rural", "small lists"
SMALLEST_PART = 4
"""Small lists are those of the smallest quarter of the area's practices."""


def pricer(
    scheme: str | Path,
    law: NationalYear,
    tables: Tables,
    *,
    area: Area,
    reading: Reading | None,
) -> tuple[Price, tuple[Practice, ...], int]:
    """What prices values of the scheme's parameters, the practices it prices, and how many of them join.

    BadInput where the document's own values cannot be priced.
    """
    remembered = Remembered()
    first = work(load_scheme(scheme), law, tables, area=area, reading=reading, remembered=remembered)
    where = counted(first)

    def price(values: Values) -> Priced | None:
        try:
            document = load_scheme(scheme, values=values)
        except BadInput:
            return None
        worked = work(document, law, tables, area=area, reading=reading, remembered=remembered)
        return priced(worked, where)

    return price, first.roll, int(first.joined.sum())


def priced(worked: Worked, where: BoolArray) -> Priced:
    """The figures that terms are chosen by; the aim counts the practices of `where`."""
    aim = worked.ask.scheme.aim
    chosen = aim.changes if aim is not None else ()
    streams = [stream for stream in worked.streams if not chosen or stream.change in chosen]
    sums = sum(int(stream.pence[where].sum()) for stream in streams)
    return Priced(worked.scheme_pence, worked.before_pence, sums, int(points_left(worked) * 1000))


def points_left(worked: Worked) -> Decimal:
    """Points that the year's work can still earn: not those paid by a level, a guarantee or a term."""
    scheme, law = worked.ask.scheme, worked.ask.law
    sets = settled(scheme, law)
    paid_else = {
        name
        for change in scheme.changes
        if isinstance(change.terms, Suspend | Guarantee | Pay)
        for name in sets[change.number]
    }
    rules = worked.reform.indicators.values()
    return sum((rule.points.value for rule in rules if rule.id not in paid_else), Decimal(0))


def counted(worked: Worked) -> BoolArray:
    """The practices whose income the aim counts, (p,); BadInput where the data does not tell them apart."""
    aim = worked.ask.scheme.aim
    if aim is None or not aim.where:
        return np.ones(len(worked), dtype=np.bool_)
    found = _WHERE[aim.where](worked.roll)
    if not found.any():
        said = f"the aim is about practices ({aim.where}) that the data does not tell from others."
        raise refused("P214", said, "Add the file that has it, or leave `where` out of the aim.")
    return found


def _deprived(roll: Sequence[Practice]) -> BoolArray:
    return _lowest([None if each.deprivation is None else -each.deprivation for each in roll], 5)


def _rural(roll: Sequence[Practice]) -> BoolArray:
    return np.array([each.rurality.casefold().startswith("rural") for each in roll], dtype=np.bool_)


def _small(roll: Sequence[Practice]) -> BoolArray:
    return _lowest([None if each.patients is None else float(each.patients) for each in roll], SMALLEST_PART)


def _lowest(figures: list[float | None], parts: int) -> BoolArray:
    """Those in the lowest of so many equal parts; practices with one figure are in one part."""
    known = sorted(each for each in figures if each is not None)
    below = [None if each is None else sum(other < each for other in known) for each in figures]
    return np.array([count is not None and count * parts < len(known) for count in below], dtype=np.bool_)


_WHERE: dict[str, Callable[[Sequence[Practice]], BoolArray]] = {
    DEPRIVED: _deprived,
    RURAL: _rural,
    SMALL: _small,
}


def aim_in_words(scheme: Scheme) -> str:
    """What is made as large as may be."""
    aim = scheme.aim
    whose = "" if aim is None or not aim.where else f", practices: {aim.where}"
    if aim is None or not aim.changes:
        return f"all that practices are paid under the scheme{whose}"
    if len(aim.changes) == 1:
        return f"what change {aim.changes[0]} pays{whose}"
    return f"what changes {' and '.join(map(str, aim.changes))} pay{whose}"
