"""Codes as a year's law spells them, where the law of that year is here to ask."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import polars as pl

from openqof.core.national import NationalYear
from openqof.core.problems import BadInput
from openqof.core.years import FinancialYear
from openqof.datasets import wanted

ID_OF = {"England": "qof", "Scotland": "qof-scotland"}
NAMED = 12


@lru_cache(maxsize=32)
def law_of(nation: str, year: FinancialYear) -> NationalYear | None:
    """The law of a nation's year; None where there is no such law, or it does not pass its own check."""
    from openqof.files.library import year_ids
    from openqof.files.load import load_year

    known = f"{ID_OF[nation]}/{year.slug}"
    if known not in year_ids():
        return None
    try:
        return load_year(known)
    except BadInput:
        return None


def spellings(nation: str, year: FinancialYear) -> dict[str, str]:
    """Codes of published files that the law spells otherwise, to the law's own."""
    law = law_of(nation, year)
    return dict(law.aliases) if law else {}


def strangers(nation: str, year: FinancialYear, codes: list[str]) -> str | None:
    """A remark naming codes that the law of the year does not have; None when it has all, or is not here."""
    law = law_of(nation, year)
    if law is None:
        return None
    strange = sorted(code for code in codes if code not in law.indicators)
    if not strange:
        return None
    more = f" and {len(strange) - NAMED} more" if len(strange) > NAMED else ""
    return f"kept though not in the law of {law.year}: {', '.join(strange[:NAMED])}{more}"


def spelt(nation: str, years: Iterable[FinancialYear], code: str) -> pl.Expr:
    """A code column in the spelling of each row's year's law; the frame has a column `year`."""
    said = pl.col(code)
    for year in years:
        if known := spellings(nation, year):
            of_year = pl.col("year") == str(year)
            said = pl.when(of_year).then(wanted.respelt(code, known)).otherwise(said)
    return said


def remarks(nation: str, counts: pl.LazyFrame) -> tuple[str, ...]:
    """What to say of indicators that the law of their year does not have."""
    seen = counts.select("year", "indicator").unique().collect(engine="streaming")
    by_year = seen.group_by("year").agg("indicator").sort("year")
    said = (strangers(nation, FinancialYear.parse(year), codes) for year, codes in by_year.iter_rows())
    return tuple(remark for remark in said if remark)
