"""What practices are paid under a scheme, part by part, so that no scheme money passes for national."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from openqof.core.changes import (
    AddIndicator,
    Certainty,
    LevelOf,
    Replace,
    Retire,
    SetPays,
    SetPoints,
    Suspend,
)
from openqof.engine.law import WholeArray
from openqof.impact.assessment import Assessment
from openqof.impact.words.figures import several
from openqof.impact.worked import QOF, Stream
from openqof.impact.working.cells import ends

STAYS = f"{QOF} that stays"
CHANGED = f"{STAYS}, as the scheme changes it"
BY_SCHEME = f"{QOF} money, paid as the scheme says"


def paid(each: Assessment) -> tuple[Stream, ...]:
    """The streams of a price, with what is paid at an earlier level as a part of its own, which is sure."""
    return tuple(part for stream in each.worked.streams for part in _parts(each, stream))


def _parts(each: Assessment, stream: Stream) -> Iterator[Stream]:
    if stream.change:
        yield replace(stream, pot=BY_SCHEME) if stream.pot == QOF else stream
        return
    sure = stream.guaranteed
    name = stays(each)
    if sure.any():
        level = f"{QOF}, {at_level(each)}"
        yield _cut(stream, (sure, sure, sure, sure), level, Certainty.GUARANTEED)
    rest = (stream.pence - sure, stream.low - sure, stream.high - sure, np.zeros_like(sure))
    yield _cut(stream, rest, name, stream.certainty)


def _cut(
    stream: Stream,
    figures: tuple[WholeArray, WholeArray, WholeArray, WholeArray],
    name: str,
    certainty: Certainty,
) -> Stream:
    pence, low, high, sure = figures
    pot = name if stream.pot == QOF else stream.pot
    return replace(
        stream, name=name, pot=pot, certainty=certainty, pence=pence, low=low, high=high, guaranteed=sure
    )


def stays(each: Assessment) -> str:
    """What is left of national QOF, by name: all of it, a part, or what the scheme makes of it."""
    changes = [one.terms for one in each.pricing.scheme.changes]
    if any(isinstance(one, AddIndicator | Replace | Retire | SetPays | SetPoints) for one in changes):
        return CHANGED
    taken = any(stream.instead for stream in each.worked.streams)
    return STAYS if taken or any(isinstance(one, Suspend) for one in changes) else QOF


def at_level(each: Assessment) -> str:
    """What is sure of national QOF, by the year that settles it: "paid at the level of 2012/13"."""
    pays = [one.terms.pay for one in each.pricing.scheme.changes if isinstance(one.terms, Suspend)]
    years = sorted({str(pay.year) for pay in pays if isinstance(pay, LevelOf)})
    return f"paid at the level of {several(years)}" if years else "paid at an earlier year's level"


def least_nationally(each: Assessment) -> WholeArray | None:
    """The least that national QOF can come to, (p,) pence; None where only payments are known."""
    side = each.worked.national
    if side is None or len(side.inputs) != len(each.worked):
        return None
    every = np.ones(len(side.pence), dtype=np.bool_)
    return ends(side.law, side.inputs, side.pence, every).low
