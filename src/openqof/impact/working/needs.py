"""What a price needs from the store, and in words how to bring it there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import polars as pl

from openqof.core.national import NationalYear
from openqof.core.problems import BadInput, Problem
from openqof.core.scheme import Scheme
from openqof.core.tables import DEMONSTRATION as INVENTED
from openqof.core.terms import Reading
from openqof.core.years import FinancialYear
from openqof.engine.gather import LAW_SHARED
from openqof.engine.tables import Tables
from openqof.files.shipped import year_ids
from openqof.impact.working.paying import base_year, years_needed
from openqof.impact.working.points_in_all import by_indicator, in_all
from openqof.impact.working.roll import Area

__all__ = ["base_year", "years_needed"]

LISTED = 10
"""How many codes a message names before it counts the rest."""

IN_THE_DEMONSTRATION = (
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
    files = (("--practices", area.joined or frozenset()), ("--closed-lists", area.closed))
    problems = [
        each
        for option, codes in files
        if codes - known
        for each in _strange(option, codes, known, area, year)
    ]
    if problems:
        raise BadInput(problems)


def _strange(
    option: str, codes: frozenset[str], known: set[str], area: Area, year: FinancialYear
) -> list[Problem]:
    """Codes of a file that are not of the area, in one problem."""
    strange = sorted(codes - known)
    more = f" and {len(strange) - LISTED:,} more" if len(strange) > LISTED else ""
    whom = f"{', '.join(strange[:LISTED])}{more}"
    said = f"{whom}: not among the {len(known)} practices of {named(area.codes)} in {year}."
    return [Problem("the store", 0, 0, "P204", said, f"Correct the file that {option} names.")]


def check_nation(scheme: Scheme, law: NationalYear, nation: str, area: Area) -> None:
    """Refuse practices of a nation whose QOF the law is not; the invented ones go by England's."""
    if nation in (law.nation, LAW_SHARED.get(law.nation)):
        return
    family = "qof-scotland" if nation == "Scotland" else "qof"
    own = f"{family}/{law.year.slug}"
    which = f"of {nation}" if nation != INVENTED else "of the demonstration area, which goes by England's law"
    said = f"{law.id} is the law of {law.nation}, and the practices of {named(area.codes)} are {which}."
    hint = f"Price it by their law: --against {own}." if own in year_ids() else "There is no law of theirs."
    raise refuse(
        "P215", said, f"{hint} `openqof show {scheme.id}` says which of its values then want setting."
    )


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
    hint = f"Add a file that has them: {how(reading, year)}; {IN_THE_DEMONSTRATION.format(scheme=scheme.id)}"
    return Problem("the store", 0, 0, "P203", message, hint)


def check_rows(tables: Tables, years: Iterable[FinancialYear]) -> None:
    """Refuse tables in which a practice has more than one row of a year: each would be paid for once more."""
    wanted = pl.col("year").is_in([str(year) for year in years])
    twice = tables.practices.filter(wanted).group_by("year", "practice").len().filter(pl.col("len") > 1)
    problems = [
        _several_rows(str(year), rows.get_column("practice").to_list())
        for (year,), rows in twice.sort("year", "practice").group_by("year", maintain_order=True)
    ]
    if problems:
        raise BadInput(problems)


def _several_rows(year: str, codes: list[str]) -> Problem:
    more = f" and {len(codes) - LISTED:,} more" if len(codes) > LISTED else ""
    said = f"more than one row of {year} for {', '.join(codes[:LISTED])}{more}."
    return Problem("table practices", 0, 0, "P217", said, "Leave one row for each year and practice.")


def check_lists(tables: Tables, area: Area, year: FinancialYear) -> None:
    """Refuse an area in which nobody is on any list: results would be worth nothing at all."""
    lists = here(tables, area, year).get_column("list_size")
    if not (lists.fill_null(0) > 0).any():
        said = (
            f"none of the {len(lists):,} practices of {named(area.codes)} in {year} has anybody on its list."
        )
        raise refuse("P218", said, "Add a file that has their list sizes.")


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


def none_of_area(area: Area, year: FinancialYear, reading: Reading, practices: int) -> BadInput:
    """The store has results or payments of others, and of nobody in the area, whose practices it knows."""
    code, what = ("P201", "QOF payments") if reading is Reading.CASH else ("P202", "results")
    many = f"{practices:,} practices" if practices != 1 else "practice"
    said = f"no {what} of {year} for the {many} of {named(area.codes)}."
    hint = f"The store has them without any. Add a file that has them: {how(reading, year)}."
    return refuse(code, said, hint)


def _lacking(code: str, what: str, scheme: Scheme, year: FinancialYear, reading: Reading) -> Problem:
    message = f"no {what} of {year}."
    hint = f"Add them: {how(reading, year)}; {IN_THE_DEMONSTRATION.format(scheme=scheme.id)}"
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
