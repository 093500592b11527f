"""Payments of the demonstration area: what QOF earned, when it was paid, and a practice's other lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from openqof.core.national import NationalYear
from openqof.core.tables import PAYMENTS
from openqof.core.years import FinancialYear
from openqof.datasets.demo_area import (
    CLOSED_ON,
    CLOSING,
    CODES,
    MERGED,
    MERGED_ON,
    MERGING,
    Practice,
    practices,
    stream,
    weighted,
)
from openqof.datasets.demo_words import label
from openqof.engine.cash import uprating
from openqof.engine.law import FloatArray
from openqof.engine.shapes import shaped

GLOBAL_SUM = {
    2012: 64.60, 2013: 66.25, 2014: 73.56, 2015: 75.77, 2016: 80.59, 2017: 85.35, 2018: 88.96, 2019: 89.88,
    2020: 93.46, 2021: 97.28, 2022: 99.70, 2023: 104.73, 2024: 112.50, 2025: 123.34, 2026: 126.50,
}  # fmt: skip
"""Pounds a weighted patient, near those of England."""

PMS_BALANCE, PMS_FROM, PMS_YEARS = 9.0, 2014, 7
"""Pounds a patient above the global sum, taken away by equal parts over seven years from 2014/15."""

MPIG, MPIG_SHARE = 2.4, 0.6
"""Pounds a patient that make up for a lower global sum, gone alike, and the share of GMS practices paid."""

LOCAL = 5.5
"""Pounds a patient for local enhanced services in 2012/13, rising by 3% a year."""

BEFORE = 0.97
"""What the year before the first is supposed to have earned, as a share of the first."""


@dataclass(frozen=True, slots=True, eq=False)
class Earned:
    """A year's QOF by practice in the order of CODES, NaN where no contract ran: pounds earned, and those
    of them paid monthly in the year.
    """

    law: NationalYear
    earned: FloatArray
    aspiration: FloatArray


def aspiration(
    seed: int, law: NationalYear, year: FinancialYear, *, earned: FloatArray, last: Earned | None
) -> Earned:
    """What is paid monthly: a share of last year's earnings, scaled to this year's point value and points.

    A practice with no last year is paid nothing until the settlement; a merged one goes on with the payments
    of those that became it.
    """
    shares = _shares(seed, year)
    share = float(law.aspiration.value)
    if last is None:
        return Earned(law, earned, share * BEFORE * earned)
    scale = float(uprating(law, last.law))
    whole = share * scale * np.nan_to_num(last.earned / _shares(seed, year.previous))
    if year == FinancialYear.of(MERGED_ON):
        whole[CODES.index(MERGED)] = sum(whole[CODES.index(code)] for code in MERGING)
    return Earned(law, earned, np.where(np.isnan(earned), np.nan, whole * shares))


def cash(now: Earned, last: Earned | None, year: FinancialYear) -> FloatArray:
    """What reaches the bank in a year: this year's aspiration and last year's balance.

    The balance of a practice that merged comes to its successor; one that closed is settled in its last year.
    """
    if last is None:
        return BEFORE * now.earned
    balance = np.nan_to_num(last.earned - last.aspiration)
    if year == FinancialYear.of(MERGED_ON).next:
        balance[CODES.index(MERGED)] += sum(balance[CODES.index(code)] for code in MERGING)
    paid = now.aspiration + balance
    if year == FinancialYear.of(CLOSED_ON):
        place = CODES.index(CLOSING)
        paid[place] += now.earned[place] - now.aspiration[place]
    return np.asarray(np.where(np.isnan(now.earned), np.nan, paid), dtype=np.float64)


def _shares(seed: int, year: FinancialYear) -> FloatArray:
    """Shares of the year the contracts ran, NaN where they did not."""
    shares = np.array([practice.share(year) for practice in practices(seed)])
    return np.where(shares > 0, shares, np.nan)


def payments_table(
    seed: int,
    year: FinancialYear,
    *,
    sizes: FloatArray,
    earned: FloatArray,
    paid: FloatArray,
    services: Mapping[str, FloatArray],
) -> pl.DataFrame:
    """The payments table of a year; `total` is the sum of the other lines as paid in cash."""
    lines = {**_other_lines(seed, year, sizes), **services}
    lines["qof"] = paid
    rounded = {name: np.round(amount, 2) for name, amount in lines.items()}
    rounded["total"] = np.round(sum(rounded.values(), np.zeros(len(CODES))), 2)
    frames = [_frame(name, "cash", amounts) for name, amounts in rounded.items()]
    frames.insert(0, _frame("qof", "accrual", np.round(earned, 2)))
    table = pl.concat(frames).with_columns(year=pl.lit(str(year)), file=pl.lit(label(seed)))
    return shaped(table, PAYMENTS)


def _other_lines(seed: int, year: FinancialYear, sizes: FloatArray) -> dict[str, FloatArray]:
    everyone, shares = practices(seed), _shares(seed, year)
    left = max(0.0, 1 - max(0, year.start - PMS_FROM) / PMS_YEARS)
    pms = np.array([practice.contract == "PMS" for practice in everyone])
    habit = np.exp(stream(seed, "local enhanced").normal(0.0, 0.25, len(CODES)))
    need = np.array([_weighted(practice, size) for practice, size in zip(everyone, sizes, strict=True)])
    gms = np.array([practice.contract == "GMS" for practice in everyone])
    made_up = gms & (stream(seed, "mpig").random(len(CODES)) < MPIG_SHARE)
    return {
        "global_sum": GLOBAL_SUM[year.start] * need * shares,
        "pms_balance": np.where(
            np.isnan(sizes), np.nan, np.where(pms, PMS_BALANCE * left * np.nan_to_num(sizes), 0.0)
        ),
        "mpig": np.where(np.isnan(sizes), np.nan, np.where(made_up, MPIG * left * np.nan_to_num(sizes), 0.0)),
        "local_enhanced": LOCAL * 1.03 ** (year.start - 2012) * habit * sizes * shares,
    }


def _weighted(practice: Practice, size: float) -> float:
    return float("nan") if np.isnan(size) else weighted(practice, size)


def _frame(line: str, reading: str, amounts: FloatArray) -> pl.DataFrame:
    known: Mapping[str, float] = {c: a for c, a in zip(CODES, amounts.tolist(), strict=True) if a == a}
    return pl.DataFrame(
        {"practice": list(known), "line": line, "reading": reading, "amount": list(known.values())},
        schema_overrides={"amount": pl.Float64},
    )
