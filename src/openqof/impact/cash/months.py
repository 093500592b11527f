"""Cash by month over three years, staying on national QOF and joining a scheme: what a practice's bank sees.

National QOF pays a share of last year's achievement by the month and the rest in June after the year; a
scheme pays as it says, or as QOF does where it takes QOF's place within a year and says nothing. So a
practice that joins still receives the balance of the year before, and one that leaves is paid by the month at
first, with no balance for a year that was paid in full: that is the gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from openqof.core.changes import When
from openqof.engine.cash import in_force
from openqof.engine.cash_arrays import split
from openqof.engine.law import WholeArray
from openqof.impact.assessment import CashFlow
from openqof.impact.cash.in_place import earned_of_stays, monthly_payments
from openqof.impact.cash.national import National, national_years, year_after
from openqof.impact.cash.says import due_later, says
from openqof.impact.cash.when import AFTER, JUNE, SPAN, YEAR, BoolArray, when_paid
from openqof.impact.cash.years import years_of_cash
from openqof.impact.worked import QOF, Stream, Worked

__all__ = ["Piece", "Pieces", "cash_flow", "cash_pieces", "years_of_cash"]

MONTHLY = When()


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One part of the cash: pence by practice and month, (p, 36), and pence due later, (p,)."""

    what: str
    pence: WholeArray
    later: WholeArray | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """The parts of the cash of staying and of joining, whose sums are those of the cash flow.

    `years` are those of national QOF behind them, the scheme's last.
    """

    months: tuple[date, ...]
    staying: tuple[Piece, ...]
    joining: tuple[Piece, ...]
    years: tuple[National, ...]


def cash_flow(worked: Worked) -> CashFlow:
    """Cash by month, (p, 36) pence: the year in which the scheme runs, the year before it and the year after.

    The tables of the price should hold the years of `years_of_cash`; BadInput where they have nothing of the
    year before, while older ones may be absent, and `says` tells what is then supposed.
    """
    pieces = cash_pieces(worked)
    staying, joining = (_summed(side) for side in (pieces.staying, pieces.joining))
    said = (*says(worked, pieces.years, staying, joining), *due_later(_later(pieces.joining), pieces.months))
    return CashFlow(pieces.months, staying, joining, said)


def _later(pieces: tuple[Piece, ...]) -> int:
    """Pence due after the last month."""
    return sum(int(piece.later.sum()) for piece in pieces if piece.later is not None)


def _paid_when_it_says(stream: Stream, months: tuple[date, ...], running: BoolArray) -> Piece:
    pence = split(stream.pence, when_paid(stream.when, months, running))
    return Piece(stream.name, pence[:, :SPAN], pence[:, SPAN])


def _summed(pieces: tuple[Piece, ...]) -> WholeArray:
    whole: WholeArray = np.sum([piece.pence for piece in pieces], axis=0, dtype=np.int64)
    return whole


def cash_pieces(worked: Worked) -> Pieces:
    """The parts that make up a cash flow: national QOF by year of achievement, and each stream."""
    year = worked.ask.year_run
    months = (*year.previous.months, *year.months, *year.next.months)
    *past, now = national_years(worked)
    running = _running(worked, now, months[YEAR:AFTER])
    before = [_national(each, year.start - each.earned.year.start) for each in past[-2:]]
    after = Piece(f"{QOF} {year.next}", _placed(AFTER, year_after(worked, now)))
    ended = _ended(worked, running)
    monthly = monthly_payments(worked, now, running)
    streams = (
        _by_balance(stream.name, _amount(worked, now, place), monthly[place])
        if place in monthly
        else _paid_when_it_says(stream, months, running)
        for place, stream in enumerate(worked.streams)
    )
    return Pieces(
        months,
        staying=(*before, _national(now, 0), *ended, after),
        joining=(*before, *streams, after),
        years=(*past, now),
    )


def _running(worked: Worked, now: National, months: tuple[date, ...]) -> BoolArray:
    """The months of the scheme's year in which both the scheme and the contract run, (p, 12).

    Where there is no such month for a practice that is paid, the scheme's months count.
    """
    runs = worked.ask.scheme.runs
    scheme = np.array([in_force(first, runs.first, runs.last) for first in months])
    both = now.earned.months & scheme
    return np.where(both.any(axis=1)[:, None], both, scheme)


def _national(year: National, ago: int) -> Piece:
    """National QOF so many years before the scheme's: its aspiration, and its balance in June after."""
    begins = YEAR * (1 - ago)
    pence = _placed(begins, year.aspiration) if begins >= 0 else _nothing(len(year.balance))
    if begins + YEAR >= 0:
        pence[:, begins + YEAR + JUNE] += year.balance
    return Piece(f"{QOF} {year.earned.year}", pence)


def _placed(begins: int, by_month: WholeArray) -> WholeArray:
    out = _nothing(len(by_month))
    out[:, begins : begins + YEAR] = by_month
    return out


def _nothing(rows: int) -> WholeArray:
    return np.zeros((rows, SPAN), dtype=np.int64)


def _amount(worked: Worked, now: National, place: int) -> WholeArray:
    return worked.streams[place].pence if place else earned_of_stays(worked, now)


def _by_balance(name: str, pence: WholeArray, monthly: WholeArray) -> Piece:
    """An amount of the scheme's year of which a part is paid by the month, and the rest in June after."""
    paid = _placed(YEAR, monthly)
    paid[:, AFTER + JUNE] += pence - monthly.sum(axis=1)
    return Piece(name, paid)


def _ended(worked: Worked, running: BoolArray) -> tuple[Piece, ...]:
    """Income that the scheme ends, by equal months of its year."""
    if not worked.ended_pence.any():
        return ()
    weights = np.zeros((len(worked), SPAN), dtype=np.int64)
    weights[:, YEAR:AFTER] = running
    return (Piece("Income that the scheme ends", split(worked.ended_pence, weights)),)
