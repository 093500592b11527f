"""How well one Scottish year foretells the next: the risk model against what practices then earned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from openqof.impact.risk.draws import Basket, Posterior, Scale, Spread, posterior, shocks
from openqof.impact.risk.exact import drawn

BEFORE, YEAR, NEXT = "201314", "201415", "201516"
FEWEST = 40
"""Indicators a practice must have in both years to be looked at."""


def covered(published: Path, spread: Spread, *, draws: int = 400) -> tuple[float, int]:
    """The share of practices whose points came out within their 5 to 95%, and how many practices."""
    folder = published / "data" / "scotland"
    counts = pl.read_parquet(folder / "practice_indicator_2013-14_to_2015-16.parquet").with_columns(
        pl.col("num", "denom").cast(pl.Float64, strict=False)
    )
    totals = pl.read_parquet(folder / "practice_totals_2013-14_to_2015-16.parquet")
    boards = totals.filter(pl.col("year") == YEAR).select("practice", "health_board").unique("practice")
    scales = _scales(counts.filter(pl.col("year") == NEXT))
    inside: list[bool] = []
    for _, board in boards.sort("practice").group_by("health_board", maintain_order=True):
        inside += _board(counts, board["practice"].to_list(), scales, spread, draws)
    return float(np.mean(inside)), len(inside)


def _scales(year: pl.DataFrame) -> dict[str, Scale]:
    rows = year.filter(pl.col("up").is_not_null()).sort("ind", "practice").unique("ind", keep="first")
    return {
        row["ind"]: Scale(row["points"], row["lo"] / 100, row["up"] / 100)
        for row in rows.sort("ind").iter_rows(named=True)
        if row["up"] > row["lo"]
    }


def _board(
    counts: pl.DataFrame, practices: list[int], scales: dict[str, Scale], spread: Spread, draws: int
) -> list[bool]:
    top, bottom = _matrices(counts, YEAR, practices, list(scales))
    after, people = _matrices(counts, NEXT, practices, list(scales))
    known = ~np.isnan(top * bottom * after * people) & (bottom > 0) & (people > 0)
    past = _matrices(counts, BEFORE, practices, list(scales))
    found = posterior(np.where(known, top, np.nan), bottom, past, spread)
    found = Posterior(found.alpha, found.beta, np.where(known, people, 0.0))
    now, then = (_points(scales, *each, known) for each in ((top, bottom), (after, people)))
    basket = Basket("points", tuple(scales.values()), known.astype(np.float64), now)
    chance = shocks(len(practices), draws=draws, seed=5)
    gained = drawn(found, [basket], chance, spread, seed=5)[0][0]
    low, high = np.percentile(gained, (5, 95), axis=1)
    came = ((then - now) * known).sum(axis=0)
    counted = known.sum(axis=0) >= FEWEST
    return ((came >= low) & (came <= high))[counted].tolist()


def _matrices(
    counts: pl.DataFrame, year: str, practices: list[int], ids: list[str]
) -> tuple[np.ndarray, np.ndarray]:
    rows, columns = ({each: place for place, each in enumerate(keys)} for keys in (ids, practices))
    out = np.full((2, len(ids), len(practices)), np.nan)
    wanted = (pl.col("year") == year) & pl.col("practice").is_in(practices) & pl.col("ind").is_in(ids)
    for each in counts.filter(wanted).select("ind", "practice", "num", "denom").iter_rows():
        out[:, rows[each[0]], columns[each[1]]] = [np.nan if n is None else n for n in each[2:]]
    return out[0], out[1]


def _points(scales: dict[str, Scale], top: np.ndarray, bottom: np.ndarray, known: np.ndarray) -> np.ndarray:
    share = np.divide(top, bottom, out=np.zeros_like(top), where=known)
    return np.array([scale.earned(each, None) for scale, each in zip(scales.values(), share, strict=True)])
