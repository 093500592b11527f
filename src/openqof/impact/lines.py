"""From pence in arrays to a line a practice and a total a stream, in pounds."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from openqof.core.money import from_pence
from openqof.engine.law import WholeArray
from openqof.impact.pricing import Line, StreamTotal
from openqof.impact.worked import Stream, Worked


def lines_of(found: Worked) -> tuple[Line, ...]:
    """A line for each practice, in the order of what was worked out."""
    streams = found.streams
    names = tuple(stream.name for stream in streams)
    figures = zip(
        found.roll,
        _pounds(found.before_pence),
        _pounds(found.scheme_pence),
        _pounds(_summed([stream.guaranteed for stream in streams])),
        _pounds(_summed([stream.low for stream in streams])),
        _pounds(_summed([stream.high for stream in streams])),
        _pounds(found.ended_pence),
        zip(*(_pounds(stream.pence) for stream in streams), strict=True),
        found.joined.tolist(),
        found.notes,
        strict=True,
    )
    return tuple(
        Line(
            practice.code, practice.name, practice.patients, national, scheme, sure, joined, notes, lowest,
            highest, tuple(zip(names, parts, strict=True)), ended,
        )
        for practice, national, scheme, sure, lowest, highest, ended, parts, joined, notes in figures
    )  # fmt: skip


def _summed(several: list[WholeArray]) -> WholeArray:
    summed: WholeArray = np.sum(several, axis=0, dtype=np.int64)
    return summed


def _pounds(pence: WholeArray) -> list[Decimal]:
    return [from_pence(each) for each in pence.tolist()]


def totals_of(found: Worked) -> tuple[StreamTotal, ...]:
    """Every stream over all practices."""
    return tuple(_total(stream) for stream in found.streams)


def _total(stream: Stream) -> StreamTotal:
    sums = (stream.pence, stream.low, stream.high, stream.guaranteed)
    pounds, lowest, highest, sure = (from_pence(int(each.sum())) for each in sums)
    return StreamTotal(
        stream.name, stream.change, stream.payer, stream.payee, stream.pot, stream.certainty, pounds, lowest,
        highest, sure,
    )  # fmt: skip
