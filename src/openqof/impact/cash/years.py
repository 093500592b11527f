"""What the practices of a price earned in the years before, which pays them in the months around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openqof.core.changes import Guarantee
from openqof.core.money import to_pence
from openqof.core.national import NationalYear
from openqof.core.terms import Reading
from openqof.core.years import FinancialYear
from openqof.engine.cash import in_force
from openqof.engine.law import WholeArray
from openqof.engine.tables import Tables
from openqof.impact.worked import Worked
from openqof.impact.working.ask import Ask
from openqof.impact.working.earned import earned
from openqof.impact.working.points_in_all import by_indicator, in_all, income_in_all
from openqof.impact.working.roll import paid

BoolArray = NDArray[np.bool_]

LOOKED_BACK = 3
"""Years before a scheme's whose achievement reaches the bank from the year before it on."""


@dataclass(frozen=True, slots=True, eq=False)
class YearEarned:
    """One year's achievement in pence (p,); that of a practice since gone is on the row of its successor.

    `days` (p,) is how long a contract ran in the year, `months` (p, 12) in which of its months; `says` is
    where the figures came from.
    """

    year: FinancialYear
    pence: WholeArray
    days: WholeArray
    months: BoolArray
    says: str


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract in one year: its first and last day, None where not said, and who took the list over."""

    practice: str
    opened: date | None = None
    closed: date | None = None
    successor: str = ""


def years_of_cash(law: NationalYear) -> tuple[FinancialYear, ...]:
    """The years whose tables a cash flow reads, the law's own last; it does without the first two."""
    return tuple(FinancialYear(law.year.start - back) for back in range(LOOKED_BACK, -1, -1))


def contracts(tables: Tables, year: FinancialYear) -> dict[str, Contract]:
    """The contracts of a year by practice code."""
    rows = tables.practices.filter(pl.col("year") == str(year))
    chosen = rows.select("practice", "opened", "closed", "successor").iter_rows()
    return {code: Contract(code, opened, closed, after or "") for code, opened, closed, after in chosen}


def earlier(worked: Worked, year: FinancialYear) -> YearEarned | None:
    """What the practices earned in an earlier year; None where the tables have nothing of it."""
    ask = worked.ask
    there = contracts(ask.tables, year)
    heirs = _heirs(worked, there)
    found = _achieved(ask, year, frozenset(heirs))
    if found is None:
        return None
    pounds, says = found
    rows = {code: row for row, code in enumerate(worked.practices)}
    pence = np.zeros(len(worked), dtype=np.int64)
    for code, heir in heirs.items():
        pence[rows[heir]] += pounds.get(code, 0)
    whose = ((rows[heir], there[code]) for code, heir in heirs.items())
    return YearEarned(year, pence, *in_the_year(whose, year, len(worked)), says)


def in_the_year(
    whose: Iterable[tuple[int, Contract]], year: FinancialYear, rows: int
) -> tuple[WholeArray, BoolArray]:
    """Days (p,) and months (p, 12) in which any contract of a row ran.

    Where a list was taken over in the year, the days before and after are those of one contract.
    """
    days = np.zeros(rows, dtype=np.int64)
    months = np.zeros((rows, 12), dtype=np.bool_)
    for row, contract in whose:
        days[row] += year.days_between(contract.opened, contract.closed)
        months[row] |= [in_force(first, contract.opened, contract.closed) for first in year.months]
    return np.minimum(days, year.days), months


def _heirs(worked: Worked, there: Mapping[str, Contract]) -> dict[str, str]:
    """For the practices of a year: the practice of the price that they are, or whose list went to it."""
    named = _successors(worked)
    known = set(worked.practices)
    found = {}
    for code in there:
        heir, seen = code, set[str]()
        while heir and heir not in known and heir not in seen:
            seen.add(heir)
            heir = named.get(heir, "")
        if heir in known:
            found[code] = heir
    return found


def _successors(worked: Worked) -> dict[str, str]:
    """Who took over from whom by the tables; what the scheme says of it comes first."""
    rows = worked.ask.tables.practices.drop_nulls("successor").sort("year")
    named = dict(rows.select("practice", "successor").iter_rows())
    for change in worked.ask.scheme.changes:
        if isinstance(change.terms, Guarantee):
            named |= change.terms.hands_on
    return named


def _achieved(ask: Ask, year: FinancialYear, codes: frozenset[str]) -> tuple[dict[str, int], str] | None:
    """Pence by practice as earned: as published, else by the law from results, else the cash of the year."""
    if found := _as_earned(ask, year, codes):
        return found
    if cash := _paid(ask, year, Reading.CASH, codes):
        return cash, f"{year}: QOF payments in cash, in place of what was earned"
    return None


def _as_earned(ask: Ask, year: FinancialYear, codes: frozenset[str]) -> tuple[dict[str, int], str] | None:
    """Pence by practice as published, else what the law of the year pays for results; None without either."""
    if published := _paid(ask, year, Reading.ACCRUAL, codes):
        return published, f"{year}: as earned, as published"
    law = ask.law_of(year)
    if law is not None and (worked_out := _by_law(ask, law, codes)):
        return worked_out, f"{year}: what its law pays for its results"
    return None


def _paid(ask: Ask, year: FinancialYear, reading: Reading, codes: frozenset[str]) -> dict[str, int]:
    of = pl.Series(sorted(codes), dtype=pl.String)
    found = paid(ask.tables.payments, year, line="qof", reading=reading, of=of)
    return {code: to_pence(pounds) for code, pounds in found.items()}


def _by_law(ask: Ask, law: NationalYear, codes: frozenset[str]) -> dict[str, int]:
    if by_indicator(ask.tables, law.year):
        results = earned(law, ask.tables, nation=ask.nation, chosen=codes)
        return dict(zip(results.inputs.practices, results.pence.sum(axis=0).tolist(), strict=True))
    if in_all(ask.tables, law.year):
        income = income_in_all(law, ask.tables).income
        return {code: to_pence(pounds) for code, pounds in income.items() if code in codes}
    return {}


def own_year(worked: Worked) -> YearEarned:
    """What national QOF pays for the scheme's year; for those who joined, the shadow of it.

    A price of cash takes what the year earned from the tables where they have it, of whom they have it.
    """
    year = worked.ask.law.year
    there = contracts(worked.ask.tables, year)
    whose = ((row, there.get(code, Contract(code))) for row, code in enumerate(worked.practices))
    pence, says = _own_earned(worked)
    return YearEarned(year, pence, *in_the_year(whose, year, len(worked)), says)


def _own_earned(worked: Worked) -> tuple[WholeArray, str]:
    """What the year priced earned, (p,) pence, and where that is from."""
    ask, national = worked.ask, worked.national_pence
    found = None
    if ask.reading is Reading.CASH:
        found = _as_earned(ask, ask.law.year, frozenset(worked.practices))
    if found is None:
        return national, f"{ask.law.year}: the national side of the price"
    earned, says = found
    pairs = zip(worked.practices, national.tolist(), strict=True)
    return np.array([earned.get(code, cash) for code, cash in pairs], dtype=np.int64), says


def a_year_on(earned: YearEarned) -> YearEarned:
    """The same achievement, by the same practices in the same months, of the year after: it stands in."""
    year = earned.year.next
    days = np.minimum(earned.days, year.days)
    full = earned.days >= earned.year.days
    says = f"{year}: supposed to be that of {earned.year}"
    return YearEarned(year, earned.pence, np.where(full, year.days, days), earned.months, says)


@dataclass(frozen=True, slots=True)
class Handover:
    """A list taken over in the scheme's year: whose row, by which row, and the last month of the old."""

    of: int
    to: int
    month: int


def handovers(worked: Worked) -> tuple[Handover, ...]:
    """The practices of the price that close in its year and have a successor among the others."""
    year, named = worked.ask.law.year, _successors(worked)
    there = contracts(worked.ask.tables, year)
    rows = {code: row for row, code in enumerate(worked.practices)}
    found = []
    for code, row in rows.items():
        closed, heir = there[code].closed if code in there else None, named.get(code, "")
        if closed is not None and year.first_day <= closed <= year.last_day and heir in rows and heir != code:
            found.append(Handover(row, rows[heir], (closed.month - 4) % 12))
    return tuple(found)


def at_the_end(worked: Worked, earned: YearEarned) -> YearEarned:
    """The same achievement of the scheme's year by who is there when it ends, for the year after to rest on.

    `months` are those of the year after: a practice that closed has none.
    """
    pence, days = earned.pence.copy(), earned.days.copy()
    for each in handovers(worked):
        pence[each.to] += pence[each.of]
        days[each.to] = min(days[each.to] + days[each.of], earned.year.days)
    year = worked.ask.law.year
    there, last = contracts(worked.ask.tables, year), year.last_day
    gone = [code in there and (there[code].closed or date.max) <= last for code in worked.practices]
    stays = np.repeat(~np.array(gone, dtype=np.bool_)[:, None], 12, axis=1)
    return YearEarned(earned.year, pence, days, stays, earned.says)
