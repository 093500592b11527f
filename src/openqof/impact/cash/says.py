"""What a cash flow rests on, what it supposes, and the gap in it, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from openqof.core.money import from_pence, write_pounds
from openqof.core.terms import Reading
from openqof.core.years import FinancialYear
from openqof.engine.law import WholeArray
from openqof.files.canonical import figure
from openqof.impact.cash.in_place import paid_as_qof, part_way
from openqof.impact.cash.national import National, rate
from openqof.impact.cash.when import AFTER
from openqof.impact.cash.years import LOOKED_BACK, handovers
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


def due_later(pence: int, months: tuple[date, ...]) -> Iterator[str]:
    """What of the scheme's pay falls due after the last month shown."""
    if pence:
        yield f"{_pounds(pence)} of the scheme's pay is due after {months[-1]:%B %Y}, the last month shown."


def _supposed(worked: Worked, years: tuple[National, ...]) -> Iterator[str]:
    oldest, runs = years[0].earned.year, worked.ask.year_run
    if oldest > FinancialYear(runs.start - LOOKED_BACK):
        yield (
            f"The tables have nothing of {oldest.previous}: monthly payments of {oldest} are supposed to be "
            f"the share of what {oldest} itself earned."
        )
    if oldest > FinancialYear(runs.start - LOOKED_BACK + 1):
        yield f"The balance of {oldest.previous}, due in June {oldest.start}, is left out on both sides."
    if worked.ask.is_over:
        year, stands = years[-1].earned.year, worked.ask.law.year
        yield (
            f"The scheme runs in {year}. What practices earn in that year is not known here: {stands}, the "
            f"year priced, stands in for it, with the same practices, results and value of a point."
        )
    if worked.ask.reading is Reading.CASH:
        yield _of_cash(worked, years)


def _of_cash(worked: Worked, years: tuple[National, ...]) -> str:
    """What stands here for what the year priced earned."""
    year = worked.ask.law.year
    earned = next(each.earned.pence for each in reversed(years) if each.earned.year == year)
    if (earned == worked.national_pence).all():
        return f"The price is of cash, which stands here for what {year} earned."
    paid, worth = (_pounds(int(each.sum())) for each in (worked.national_pence, earned))
    return (
        f"The price is of cash, {paid} in {year}; what {year} earned is {worth}, on which the balance and "
        f"the year after rest here."
    )


def _monthly(worked: Worked, last: National, now: National) -> Iterator[str]:
    year, stays, within = now.earned.year, worked.streams[0].pence, part_way(worked)
    cut = "; of those that join, cut to the part of it that stays" if _differs(worked, stays) else ""
    yield (
        f"Monthly payments of national QOF in {year} are {_percent(worked, last, now)} of what "
        f"{last.earned.year} earned{'' if within else cut}."
    )
    if within and cut:
        yield (
            f"What takes the place of national QOF for a part of {year} is paid as QOF is, unless the "
            f"scheme says otherwise: monthly payments go on, and the rest comes at the end of June "
            f"{year.next.start}."
        )
    if worked.ended_pence.any():
        yield f"Income that the scheme ends is shown in {year} alone, by equal months."


def _differs(worked: Worked, stays: WholeArray) -> bool:
    return bool((stays != worked.national_pence)[worked.joined].any())


def _percent(worked: Worked, last: National, now: National) -> str:
    """The share, and where the years have other points how it comes about."""
    year = now.earned.year
    share = f"{float(rate(worked, last.earned.year, year)):.1%}"
    law, before = worked.ask.law_of(year), worked.ask.law_of(last.earned.year)
    stands_in = worked.ask.is_over and year > worked.ask.law.year
    if stands_in or law is None or before is None or law.points == before.points:
        return share
    points = f"{figure(law.points)}/{figure(before.points)} for the points"
    new, old = (figure(each.point_value.value) for each in (law, before))
    value = f" × {new}/{old} for the value of one" if new != old else ""
    return f"{share} ({float(law.aspiration.value):.0%} × {points}{value})"


def _after(worked: Worked, staying: WholeArray, joining: WholeArray) -> Iterator[str]:
    year = worked.ask.year_run
    uprated = "" if worked.ask.law_of(year.next) else f", by the law of {year} for want of another"
    uprated = f", by the law of {worked.ask.law.year}" if worked.ask.is_over else uprated
    yield (
        f"The scheme is supposed to end with {year}. Monthly payments of {year.next} then rest on what "
        f"national QOF would have paid for {year}{uprated}; {year.next} is supposed to earn the same."
    )
    if worked.joined.any():
        there, here = (int(side[worked.joined, AFTER:].sum()) for side in (staying, joining))
        early = not part_way(worked) or _paid_early(worked)
        gap = " There is no balance for what the scheme has paid already." if early and here < there else ""
        paid = f"In {year.next} practices that join are paid {_pounds(here)}; had they stayed"
        yield f"{paid}, {_pounds(there)}.{gap}"


def _paid_early(worked: Worked) -> bool:
    """Whether anything that takes the place of national QOF is paid before its balance would be."""
    waits = zip(worked.streams, paid_as_qof(worked), strict=True)
    return any(stream.instead and not waiting for stream, waiting in waits)


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
