"""What a cash flow rests on, what it supposes, and the gap in it, in words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from openqof.core.money import from_pence, write_pounds
from openqof.core.terms import Reading
from openqof.engine.law import WholeArray
from openqof.impact.cash.national import National, rate
from openqof.impact.cash.when import AFTER
from openqof.impact.cash.years import handovers, years_of_cash
from openqof.impact.worked import Worked


def says(
    worked: Worked, years: tuple[National, ...], staying: WholeArray, joining: WholeArray
) -> tuple[str, ...]:
    """Sources, suppositions and the gap; `years` end with the scheme's own, the cash is (p, 36) pence."""
    return (
        "Achievement of " + "; of ".join(each.earned.says for each in years) + ".",
        *_supposed(worked, years),
        *_monthly(worked, years[-2], years[-1]),
        *_after(worked, staying, joining),
        *_odd_cases(worked, years[-1]),
    )


def _supposed(worked: Worked, years: tuple[National, ...]) -> Iterator[str]:
    oldest, wanted = years[0].earned.year, years_of_cash(worked.ask.law)
    if oldest > wanted[0]:
        yield (
            f"The tables have nothing of {oldest.previous}: monthly payments of {oldest} are supposed to be "
            f"the share of what {oldest} itself earned."
        )
    if oldest > wanted[1]:
        yield f"The balance of {oldest.previous}, due in June {oldest.start}, is left out on both sides."
    if worked.ask.reading is Reading.CASH:
        yield f"The price is of cash, which stands here for what {worked.ask.law.year} earned."


def _monthly(worked: Worked, last: National, now: National) -> Iterator[str]:
    year, stays = now.earned.year, worked.streams[0].pence
    cut = "; of those that join, cut to the part of it that stays" if _differs(worked, stays) else ""
    yield (
        f"Monthly payments of national QOF in {year} are {_percent(worked, last, now)} of what "
        f"{last.earned.year} earned{cut}."
    )
    if worked.ended_pence.any():
        yield f"Income that the scheme ends is shown in {year} alone, by equal months."


def _differs(worked: Worked, stays: WholeArray) -> bool:
    return bool((stays != worked.national_pence)[worked.joined].any())


def _percent(worked: Worked, last: National, now: National) -> str:
    return f"{float(rate(worked, last.earned.year, now.earned.year)):.1%}"


def _after(worked: Worked, staying: WholeArray, joining: WholeArray) -> Iterator[str]:
    year = worked.ask.law.year
    uprated = "" if worked.ask.law_of(year.next) else f", by the law of {year} for want of another"
    yield (
        f"The scheme is supposed to end with {year}. Monthly payments of {year.next} then rest on what "
        f"national QOF would have paid for {year}{uprated}; {year.next} is supposed to earn the same."
    )
    if worked.joined.any():
        there, here = (int(side[worked.joined, AFTER:].sum()) for side in (staying, joining))
        gap = " There is no balance for what the scheme has paid already." if here < there else ""
        paid = f"In {year.next} practices that join are paid {_pounds(here)}; had they stayed"
        yield f"{paid}, {_pounds(there)}.{gap}"


def _odd_cases(worked: Worked, now: National) -> Iterator[str]:
    part = (now.earned.days > 0) & (now.earned.days < now.earned.year.days)
    new = ~now.aspiration.any(axis=1) & (now.earned.pence > 0)
    if handovers(worked):
        yield "Whoever takes over a list in the year takes over its monthly payments; balances stay apart."
    if part.any():
        yield (
            f"{_practices(part)} ran for a part of the year: paid in its months, and in those of the next at "
            f"the rate of what was earned in the part."
        )
    if new.any():
        yield f"{_practices(new)} earned nothing in {now.earned.year.previous}, and are paid in June after."


def _practices(which: np.ndarray) -> str:
    count = int(which.sum())
    return f"{count} practice{'s' if count != 1 else ''}"


def _pounds(pence: int) -> str:
    return write_pounds(from_pence(pence))
