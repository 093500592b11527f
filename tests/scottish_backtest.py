"""How well one Scottish year foretells the next: the risk model against what practices then earned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from openqof.impact.risk import exact, summed
from openqof.impact.risk.centre import centre
from openqof.impact.risk.draws import Basket, Posterior, Scale, Shocks, Spread, posterior, shocks

SEED = 5
Method = Callable[[Posterior, list[Basket], Shocks, Spread], np.ndarray]


@dataclass(frozen=True, slots=True)
class Pair:
    """A year whose counts foretell the next; counts of the one before count too, where there are any."""

    before: str
    year: str
    after: str
    fewest: int
    """Indicators a practice must have in both years to be looked at."""


FITTED = Pair("201213", "201314", "201415", 15)
"""The pair that the spreads were fitted to; its years share 28 indicators."""

OUT_OF_SAMPLE = Pair("201314", "201415", "201516", 40)


def exactly(given: Posterior, baskets: list[Basket], chance: Shocks, spread: Spread) -> np.ndarray:
    """Every count drawn."""
    return exact.drawn(given, baskets, chance, spread, seed=SEED)[0]


def by_sums(given: Posterior, baskets: list[Basket], chance: Shocks, spread: Spread) -> np.ndarray:
    """The normal sum given the shocks."""
    return summed.drawn(given, baskets, chance, spread, seed=SEED)


@dataclass(frozen=True, slots=True)
class Board:
    """One health board: points gained as drawn (practices, draws), and as they came (practices,)."""

    name: str
    drawn: np.ndarray
    came: np.ndarray


@dataclass(frozen=True, slots=True)
class Covered:
    """How many practices and boards there are, and how many came out below, within and above 5 to 95%."""

    practices: tuple[int, int, int]
    boards: tuple[int, int, int]
    drawn: float
    """Points that a practice was expected to gain, on average, and those that it did."""
    came: float

    @property
    def share(self) -> float:
        """The part of practices that came out within."""
        return self.practices[1] / sum(self.practices)


def covered(
    published: Path,
    spread: Spread,
    *,
    pair: Pair = OUT_OF_SAMPLE,
    method: Method = exactly,
    draws: int = 400,
) -> Covered:
    """Practices of a health board as one area: what was drawn for them against what they then earned."""
    found = list(_boards(published, spread, pair, method, draws))
    came = np.concatenate([board.came for board in found])
    each = np.concatenate([_sides(board.drawn, board.came) for board in found])
    bills = [_sides(board.drawn.sum(axis=0)[None], board.came.sum()[None])[0] for board in found]
    mean = np.concatenate([board.drawn.mean(axis=1) for board in found]).mean()
    return Covered(_counts(each), _counts(np.array(bills)), float(mean), float(came.mean()))


def _sides(drawn: np.ndarray, came: np.ndarray) -> np.ndarray:
    """-1 below the 5% point, 0 within, 1 above the 95% point."""
    low, high = np.percentile(drawn, (5, 95), axis=1)
    near = 1e-9
    return np.where(came < low - near, -1, np.where(came > high + near, 1, 0))


def _counts(sides: np.ndarray) -> tuple[int, int, int]:
    return tuple(int((sides == side).sum()) for side in (-1, 0, 1))  # type: ignore[return-value]


def _boards(published: Path, spread: Spread, pair: Pair, method: Method, draws: int) -> Iterator[Board]:
    folder = published / "data" / "scotland"
    counts = pl.read_parquet(folder / "practice_indicator_2013-14_to_2015-16.parquet").with_columns(
        pl.col("num", "denom").cast(pl.Float64, strict=False)
    )
    totals = pl.read_parquet(folder / "practice_totals_2013-14_to_2015-16.parquet")
    places = totals.filter(pl.col("year") == pair.year).select("practice", "health_board").unique("practice")
    scales = _scales(counts.filter(pl.col("year") == pair.after))
    for (name,), board in places.sort("practice").group_by("health_board", maintain_order=True):
        yield _board(str(name), counts, board["practice"].to_list(), scales, spread, pair, method, draws)


def _scales(year: pl.DataFrame) -> dict[str, Scale]:
    rows = year.filter(pl.col("up").is_not_null()).sort("ind", "practice").unique("ind", keep="first")
    return {
        row["ind"]: Scale(row["points"], row["lo"] / 100, row["up"] / 100)
        for row in rows.sort("ind").iter_rows(named=True)
        if row["up"] > row["lo"]
    }


def _board(
    name: str,
    counts: pl.DataFrame,
    practices: list[int],
    scales: dict[str, Scale],
    spread: Spread,
    pair: Pair,
    method: Method,
    draws: int,
) -> Board:
    """Patients are drawn from the denominators known then, and paid by the thresholds of the year after."""
    ids = list(scales)
    top, bottom = _matrices(counts, pair.year, practices, ids)
    after, people = _matrices(counts, pair.after, practices, ids)
    known = ~np.isnan(top * bottom * after * people) & (bottom > 0) & (people > 0)
    past = _matrices(counts, pair.before, practices, ids)
    given = posterior(np.where(known, top, np.nan), bottom, past, spread)
    now, then = (_points(scales, *each, known) for each in ((top, bottom), (after, people)))
    basket = Basket("points", tuple(scales.values()), known.astype(np.float64), now)
    gained = method(given, [basket], shocks(len(practices), draws=draws, seed=SEED), spread)
    centre(gained, [basket], given, spread)
    counted = known.sum(axis=0) >= pair.fewest
    return Board(name, gained[0][counted], ((then - now) * known).sum(axis=0)[counted])


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
