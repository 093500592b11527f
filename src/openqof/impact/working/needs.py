"""What a price needs from the store, and in words how to bring it there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import polars as pl

from openqof.core.problems import BadInput, Problem
from openqof.core.scheme import Scheme
from openqof.core.terms import Reading
from openqof.core.years import FinancialYear
from openqof.engine.tables import Tables
from openqof.impact.working.paying import base_year, years_needed
from openqof.impact.working.points_in_all import by_indicator, in_all
from openqof.impact.working.roll import Area

__all__ = ["base_year", "years_needed"]

LISTED = 10
"""How many codes a message names before it counts the rest."""

DEMONSTRATION = (
    "or see it on the invented area: openqof data demo, then openqof price {scheme} --commissioner DEMO."
)


def refuse(code: str, message: str, hint: str = "") -> BadInput:
    """One thing that stops a price."""
    return BadInput([Problem("the store", 0, 0, code, message, hint)])


def check_area(scheme: Scheme, tables: Tables, area: Area, *, year: FinancialYear, reading: Reading) -> None:
    """Refuse an area with no practice in the year, and joining practices that are not of the area."""
    known = set(here(tables, area, year).get_column("practice"))
    if not known:
        bodies = tables.of(year).practices.get_column("commissioner").drop_nulls().unique().sort().to_list()
        raise BadInput([_no_practice(scheme, code, bodies, year, reading) for code in area.codes])
    strange = sorted((area.joined or frozenset()) - known)
    if strange:
        more = f" and {len(strange) - LISTED:,} more" if len(strange) > LISTED else ""
        whom = f"{', '.join(strange[:LISTED])}{more}"
        said = f"{whom}: not among the {len(known)} practices of {named(area.codes)} in {year}."
        raise refuse("P204", said, "Correct the file that --practices names.")


def here(tables: Tables, area: Area, year: FinancialYear) -> pl.DataFrame:
    """The practices of the area in a year."""
    return tables.practices.filter((pl.col("year") == str(year)) & area.rows)


def _no_practice(
    scheme: Scheme, code: str, bodies: Sequence[str], year: FinancialYear, reading: Reading
) -> Problem:
    """The commissioners most like one that was named by hand; how to bring the data for the scheme's own."""
    message = f"no practice of {code} in {year}."
    if bodies and code not in scheme.bodies:
        near = get_close_matches(code.upper(), bodies, n=3, cutoff=0.4) or bodies[:3]
        said = f"the store has {year}, but no commissioner {code} in it."
        return Problem("the store", 0, 0, "P203", said, f"Nearest: {', '.join(near)}.")
    hint = f"Add a file that has them: {how(reading, year)}; {DEMONSTRATION.format(scheme=scheme.id)}"
    return Problem("the store", 0, 0, "P203", message, hint)


def check_payments(scheme: Scheme, tables: Tables, years: Iterable[FinancialYear]) -> None:
    """Refuse when a year has no QOF payments in cash."""
    wanted = (pl.col("line") == "qof") & (pl.col("reading") == Reading.CASH.value)
    have = set(tables.payments.filter(wanted).get_column("year"))
    missing = [year for year in years if str(year) not in have]
    if missing:
        raise lacking("P201", "QOF payments", scheme, missing, Reading.CASH)


def check_counts(scheme: Scheme, tables: Tables, years: Iterable[FinancialYear]) -> None:
    """Refuse unless every year has results by indicator, or every year has practices' points in all."""
    years = tuple(years)
    if all(in_all(tables, year) for year in years):
        return
    missing = [year for year in years if not by_indicator(tables, year)]
    if missing:
        raise lacking("P202", "results by indicator", scheme, missing, Reading.ACCRUAL)


def lacking(
    code: str, what: str, scheme: Scheme, years: Iterable[FinancialYear], reading: Reading
) -> BadInput:
    """What the store has not of some years, with the command that brings it."""
    return BadInput([_lacking(code, what, scheme, year, reading) for year in years])


def _lacking(code: str, what: str, scheme: Scheme, year: FinancialYear, reading: Reading) -> Problem:
    message = f"no {what} of {year}."
    hint = f"Add them: {how(reading, year)}; {DEMONSTRATION.format(scheme=scheme.id)}"
    return Problem("the store", 0, 0, code, message, hint)


def how(reading: Reading, year: FinancialYear) -> str:
    """The command that brings a year's payments or results, with the publication it takes."""
    short = f"{year.start % 100:02d}-{(year.start + 1) % 100:02d}"
    if reading is Reading.CASH:
        return f"openqof data add {short}.csv (NHS Payments to General Practice {year}, practice file)"
    return f"openqof data add FOLDER (the QOF raw data of {year}: achievement, prevalence and practice lists)"


def named(codes: Iterable[str]) -> str:
    """Codes as a sentence lists them: 99P, 99Q and 11N."""
    words = list(codes)
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
