"""The demonstration area: an invented corner of an invented nation, with tables for every year from 2012/13.

Its lists, registers, achievement and pay are drawn from a seed and are of the size published statistics
show; its places, practices and national averages belong to nobody. The same seed gives the same tables.
2012/13, before the first year whose law is kept, goes by the law of 2013/14.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from openqof.core.national import NationalYear
from openqof.core.tables import TABLES
from openqof.core.years import FinancialYear
from openqof.datasets.demo_area import CODES, FIRST, YEARS, lists, practices_table
from openqof.datasets.demo_counts import counts_table
from openqof.datasets.demo_measures import measures_table
from openqof.datasets.demo_money import Earned, aspiration, cash, payments_table
from openqof.datasets.demo_registers import populations, prevalence_table, registers
from openqof.datasets.demo_services import service_lines
from openqof.datasets.demo_words import label
from openqof.engine.law import FloatArray
from openqof.engine.run import Result, pay
from openqof.engine.tables import Tables, practice_year
from openqof.files.scheme import shipped_year

if TYPE_CHECKING:
    from openqof.datasets.receipts import Receipt
    from openqof.datasets.store import Store

SEED = 2015
NAME = "demo"
KIND = "demonstration"
FIRST_LAW = FIRST.next


def laws() -> dict[FinancialYear, NationalYear]:
    """The law each year of the demonstration goes by."""
    known = {year: shipped_year(f"qof/{year.slug}") for year in YEARS if year >= FIRST_LAW}
    return {FIRST: replace(known[FIRST_LAW], year=FIRST), **known}


def build(*, seed: int = SEED) -> dict[FinancialYear, Tables]:
    """The shared tables of every year, checked; rows carry the demonstration's label as their file."""
    law_of = laws()
    sizes = lists(seed, {year: float(law.average_list.value) for year, law in law_of.items()})
    made: dict[FinancialYear, Tables] = {}
    so_far, last = Tables(), None
    for year, law in law_of.items():
        made[year], last = _year(seed, law, sizes=sizes[year], so_far=so_far, last=last)
        so_far = so_far.plus(made[year])
    return made


def _year(
    seed: int,
    law: NationalYear,
    *,
    sizes: FloatArray,
    so_far: Tables,
    last: Earned | None,
) -> tuple[Tables, Earned]:
    """One year's tables, and what it earned for the next to build on; `so_far` holds the years before."""
    year = law.year
    register, population = registers(seed, law, year, sizes), populations(seed, law, sizes)
    average = float(law.average_list.value)
    tables = Tables(
        practices=practices_table(seed, year, sizes),
        counts=counts_table(seed, law, year, sizes=sizes, register=register),
        prevalence=prevalence_table(
            seed, year, sizes=sizes, register=register, population=population, average=average
        ),
    )
    result = pay(law, practice_year(law, tables, base=so_far, earlier=so_far))
    earned = _in_order(result)
    now = aspiration(seed, law, year, earned=earned, last=last)
    measures = measures_table(seed, year, sizes)
    services = service_lines(seed, year, sizes, measures)
    paid = payments_table(
        seed, year, sizes=sizes, earned=earned, paid=cash(now, last, year), services=services
    )
    whole = replace(tables, counts=_with_points(tables.counts, result), payments=paid, measures=measures)
    return whole.checked(), now


def _in_order(result: Result) -> FloatArray:
    """Pounds by practice in the order of CODES, lines rounded to the penny first."""
    pounds = dict(zip(result.inputs.practices, (result.totals().pence / 100).tolist(), strict=True))
    return np.array([pounds.get(code, np.nan) for code in CODES])


def _with_points(counts: pl.DataFrame, result: Result) -> pl.DataFrame:
    """The counts with the points of every indicator, two decimals as published."""
    inputs = result.inputs
    points = pl.DataFrame(
        {
            "indicator": np.repeat(inputs.indicators, len(inputs)),
            "practice": list(inputs.practices) * len(inputs.indicators),
            "earned": np.round(result.points, 2).ravel(),
        }
    )
    joined = counts.join(points, on=["indicator", "practice"], how="left", maintain_order="left")
    return joined.with_columns(points_published=pl.coalesce("earned", "points_published")).drop("earned")


def whole(*, seed: int = SEED) -> Tables:
    """All years in one set of tables."""
    years = build(seed=seed).values()
    return Tables(**{name: pl.concat([getattr(tables, name) for tables in years]) for name in TABLES})


def fingerprint(tables: Tables) -> str:
    """sha256 of every table's rows as CSV: the demonstration's own, since no file stands behind it."""
    digest = hashlib.sha256()
    for name in TABLES:
        digest.update(getattr(tables, name).write_csv().encode())
    return digest.hexdigest()


def keep(store: Store, *, seed: int = SEED) -> Receipt:
    """Put the demonstration area in a store, in place of an earlier one."""
    tables = whole(seed=seed)
    return store.put(NAME, tables, sha256=fingerprint(tables), kind=KIND, title=label(seed).capitalize())
