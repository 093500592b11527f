"""Codes as a year's law spells them, where the law of that year is here to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache

import polars as pl

from openqof.core.national import NationalYear
from openqof.core.problems import BadInput
from openqof.core.tables import SUMS
from openqof.core.years import FinancialYear
from openqof.datasets import wanted

ID_OF = {"England": "qof", "Scotland": "qof-scotland"}
NAMED = 12
LIKE = 0.75
"""How like an indicator's code a misspelt one must be for it to be suggested."""


@lru_cache(maxsize=32)
def law_of(nation: str, year: FinancialYear) -> NationalYear | None:
    """The law of a nation's year; None where there is no such law, or it does not pass its own check."""
    from openqof.files.load import load_year
    from openqof.files.shipped import year_ids

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


def strangers(nation: str, year: FinancialYear, rows: Mapping[str, int]) -> str | None:
    """A remark naming codes that the law of the year does not have; `rows` says how many rows have each."""
    law = law_of(nation, year)
    if law is None:
        return f"{_rows(rows.values())}: kept, though no law is shipped for {year}" if rows else None
    strange = sorted(rows.keys() - {*law.indicators, *law.aliases, *SUMS})
    if not strange:
        return None
    named = ", ".join(code + _meant(code, law) for code in strange[:NAMED])
    more = f" and {len(strange) - NAMED} more" if len(strange) > NAMED else ""
    number = _rows(rows[code] for code in strange)
    return f"{number}: kept, though the law of {law.year} has no such indicator: {named}{more}"


def _rows(numbers: Iterable[int]) -> str:
    number = sum(numbers)
    return f"{number:,} {'row' if number == 1 else 'rows'}"


def _meant(code: str, law: NationalYear) -> str:
    """What became of an indicator, else the one most like it; nothing where neither is known."""
    from openqof.files.history import what_became

    if became := what_became(code, law.year):
        return f" ({became})"
    close = get_close_matches(code.upper(), [*law.indicators], n=1, cutoff=LIKE)
    return f" (did you mean {close[0]}?)" if close else ""


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
    seen = counts.group_by("year", "indicator").agg(pl.len()).collect(engine="streaming")
    by_year = seen.group_by("year").agg("indicator", "len").sort("year")
    said = (
        strangers(nation, FinancialYear.parse(year), dict(zip(codes, rows, strict=True)))
        for year, codes, rows in by_year.iter_rows()
    )
    return tuple(remark for remark in said if remark)
