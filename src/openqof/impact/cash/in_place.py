"""What takes the place of national QOF, and what that leaves of the monthly payments on the year before.

Monthly payments are set when a year begins. A scheme that comes within the year, and says nothing of when it
pays what QOF would have paid, leaves them as they are; the balance in June after the year then makes up the
rest of what it pays. What it pays earlier than that takes the place of its part of the monthly payments.
"""

from __future__ import annotations

import numpy as np

from openqof.core.changes import Keep, Suspend
from openqof.engine.cash_arrays import in_proportion
from openqof.engine.law import WholeArray
from openqof.impact.cash.national import National
from openqof.impact.cash.when import YEAR, BoolArray
from openqof.impact.worked import Stream, Worked
from openqof.impact.working.reform import settled


def part_way(worked: Worked) -> bool:
    """Whether what QOF pays changes for a part of the year alone, by the scheme's days or a suspension's."""
    ask = worked.ask
    year, runs = ask.year_run, ask.scheme.runs
    if runs.first > year.first_day or runs.last < year.last_day:
        return True
    sets = settled(ask.scheme, ask.law)
    terms = [each.terms for each in ask.scheme.changes if sets.get(each.number)]
    taking = [each for each in terms if not isinstance(each, Keep)]
    return bool(taking) and all(isinstance(each, Suspend) and each.start > year.first_day for each in taking)


def paid_as_qof(worked: Worked) -> tuple[bool, ...]:
    """For each stream: whether it is paid as national QOF is, by the month on the year before and in June."""
    within = part_way(worked)
    return tuple(within and _waits(stream) for stream in worked.streams)


def _waits(stream: Stream) -> bool:
    """Whether it stands in place of QOF and is not said to be paid before the balance would be."""
    return bool(stream.instead) and (not stream.says_when or stream.when.how == "year end")


def monthly_payments(worked: Worked, now: National, running: BoolArray) -> dict[int, WholeArray]:
    """Monthly payments in the scheme's year, (p, 12) pence, by the place of the stream they are part of.

    They are those of the QOF that stays, 0, cut or raised to its share while the scheme runs, and of streams
    paid as QOF is.
    """
    streams, stays = worked.streams, worked.streams[0].pence
    if not part_way(worked):
        return {0: _while(running, now.aspiration, stays, worked.national_pence)}
    held = [place for place, waits in enumerate(paid_as_qof(worked)) if waits]
    early = [s.pence for place, s in enumerate(streams) if s.instead and place not in held]
    waiting = stays + sum((streams[place].pence for place in held), start=np.zeros_like(stays))
    whole = waiting + sum(early, start=np.zeros_like(stays))
    monthly = _while(running, now.aspiration, waiting, whole)
    shares = {place: _share(monthly, streams[place].pence, waiting) for place in held}
    rest: WholeArray = monthly - sum(shares.values(), start=np.zeros_like(monthly))
    return {0: rest, **shares}


def _while(running: BoolArray, monthly: WholeArray, part: WholeArray, whole: WholeArray) -> WholeArray:
    """Monthly payments (p, 12) in proportion while the scheme runs, and as they are before and after."""
    cut = in_proportion(monthly, _by_month(part), _by_month(whole))
    return np.where(running, cut, monthly)


def _share(monthly: WholeArray, part: WholeArray, whole: WholeArray) -> WholeArray:
    shared = in_proportion(monthly, _by_month(part), _by_month(whole))
    return np.where(_by_month(part) == 0, 0, shared)


def _by_month(pence: WholeArray) -> WholeArray:
    return np.repeat(pence, YEAR).reshape(-1, YEAR)


def earned_of_stays(worked: Worked, now: National) -> WholeArray:
    """The QOF that stays, (p,) pence, as a part of what the year earned.

    The two differ where the price is of cash and the tables say what the year earned.
    """
    stays, national, earned = worked.streams[0].pence, worked.national_pence, now.earned.pence
    swept = [stream.pence != 0 for stream in worked.streams if stream.instead == "qof"]
    gone = (stays == 0) & np.any(swept, axis=0) if swept else np.zeros(len(stays), dtype=np.bool_)
    of_earned = np.where(gone, 0, in_proportion(earned, stays, national))
    return np.where(earned == national, stays, of_earned)
