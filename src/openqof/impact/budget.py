"""The bill of a scheme: by pot and payer, and at different uptakes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from openqof.core.changes import Keep
from openqof.core.money import from_pence, to_pence
from openqof.core.scheme import Uptake
from openqof.engine.law import WholeArray
from openqof.impact.assessment import Budget, Pot
from openqof.impact.price import work
from openqof.impact.pricing import Pricing, in_files, share
from openqof.impact.worked import Stream, Worked
from openqof.impact.working.earned import BoolArray
from openqof.impact.working.pools import left_in, pool_remarks, pot_of
from openqof.impact.working.reform import settled
from openqof.impact.working.roll import NOTHING, Area

OTHERS_GO_ON = "Practices that do not join keep national pay, and the services that the scheme would end."
ONE_PASS = (
    "Who is better off is judged with everyone in; pools and networks are then worked out for those alone."
)
A_MEAN = (
    "The bill at the expected uptake takes every practice as equally likely to join: a mean, which holds for "
    "no area of few practices and large differences."
)
WITHOUT_POOL = "A pool is filled and shared by the practices that join."


def budget(worked: Worked, pricing: Pricing) -> Budget:
    """The scheme's bill in pounds: all that practices are paid under it, who join and who do not.

    By pot and payer as priced; if all join that may; if only those join that gain; and at the uptake the
    scheme expects, or else had.  `distance` is the share of national points whose pay the scheme sets, in
    percent.
    """
    everyone = _with(worked, None)
    better = _better_off(everyone)
    gainers = frozenset(np.array(everyone.practices, dtype=object)[better].tolist())
    expected, of_uptake = _expected(pricing.scheme.uptake)
    return Budget(
        pots=tuple(_pots(worked)),
        if_all=_bill(everyone, everyone.ended_pence),
        if_better_off=_bill(_with(worked, gainers), everyone.ended_pence),
        better_off=int(better.sum()),
        expected=_at_uptake(everyone, expected),
        expected_uptake=None if expected is None else in_files(expected),
        distance=_distance(worked),
        says=(*_says(worked, expected), *of_uptake),
    )


def _with(worked: Worked, joined: frozenset[str] | None) -> Worked:
    """The same scheme with other practices in it."""
    ask = worked.ask
    if ask.area.joined == joined:
        return worked
    return work(
        ask.scheme,
        ask.law,
        ask.tables,
        area=Area(ask.area.codes, joined),
        reading=ask.reading,
        base_law=ask.base_law,
        services=ask.services,
    )


def _better_off(everyone: Worked) -> BoolArray:
    return everyone.joined & (everyone.scheme_pence > everyone.before_pence)


def _bill(worked: Worked, ended: WholeArray) -> Decimal:
    """All that is paid under the scheme, with the services that go on for practices outside it."""
    go_on = ended - worked.ended_pence
    return from_pence(int((worked.scheme_pence + go_on).sum()))


def _expected(uptake: Uptake | None) -> tuple[Decimal | None, tuple[str, ...]]:
    """The uptake [percent] that the document expects, else what it says came of it; and words for that."""
    if uptake is None or uptake.expected is not None:
        return (None if uptake is None else uptake.expected), ()
    if uptake.joined is None or not uptake.of:
        return None, ()
    percent = share(Decimal(uptake.joined), Decimal(uptake.of))
    joined = f"{uptake.joined:,} of {uptake.of:,}"
    return percent, (
        f"The document does not say what uptake it expects; {joined} joined, which is taken for it.",
    )


def _at_uptake(everyone: Worked, percent: Decimal | None) -> Decimal | None:
    """National bill, and the share of the difference that the expected uptake makes of it."""
    if percent is None:
        return None
    before, after = (from_pence(int(each.sum())) for each in (everyone.before_pence, everyone.scheme_pence))
    return from_pence(to_pence(before + (after - before) * percent / 100))


def _pots(worked: Worked) -> Iterator[Pot]:
    """Each pot and payer once, in the order of the streams, with what a pool has left."""
    found: dict[tuple[str, str], list[Stream]] = {}
    for stream in worked.streams:
        found.setdefault((pot_of(worked.ask, stream, worked.pools), stream.payer), []).append(stream)
    left = left_in(worked.ask, worked.pools, worked.streams)
    for (pot, payer), streams in found.items():
        sums = (_total([s.pence for s in streams]), _total([s.guaranteed for s in streams]))
        yield Pot(pot, payer, *sums, remainder=left.pop(pot, None))
    for pool, remainder in left.items():
        yield Pot(pool, "", NOTHING, NOTHING, remainder=remainder)


def _total(several: list[WholeArray]) -> Decimal:
    return from_pence(sum(int(each.sum()) for each in several))


def _distance(worked: Worked) -> Decimal:
    """Percent of national points that the scheme retires, replaces, sets, suspends or pays otherwise."""
    law, scheme = worked.ask.law, worked.ask.scheme
    sets = settled(scheme, law)
    keeps = {change.number for change in scheme.changes if isinstance(change.terms, Keep)}
    names = {name for number, each in sets.items() if number not in keeps for name in each}
    points = sum((law.indicators[name].points.value for name in names), Decimal(0))
    return in_files(share(points, law.points) or NOTHING)


def _says(worked: Worked, expected: Decimal | None) -> Iterator[str]:
    if worked.ended_pence.any():
        yield OTHERS_GO_ON
    if worked.pools:
        yield WITHOUT_POOL
        yield from pool_remarks(worked.ask, worked.pools, worked.streams)
    yield ONE_PASS
    if expected is not None:
        yield A_MEAN
