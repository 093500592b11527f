"""National averages without the practices that join, and what that pays all other practices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openqof.core.money import from_pence
from openqof.core.national import NationalYear
from openqof.core.tables import NATIONAL_ROWS, POOLED
from openqof.engine.inputs import National, PracticeYear, only
from openqof.engine.law import FloatArray
from openqof.engine.run import totals
from openqof.engine.tables import practice_year
from openqof.impact.assessment import Averages
from openqof.impact.worked import Worked

BoolArray = NDArray[np.bool_]

WHOLE_NATION = 0.9
"""The part of the nation's patients that practices of the tables must have, or else it is said."""
FEWEST = {"England": 45_000_000.0, "Scotland": 4_500_000.0}
"""Fewer registered patients than a nation had in any year of its QOF: tables with fewer hold a part of it."""
PLACES = Decimal("0.0001")
STAYS = "no practice leaves national QOF, so that its averages are what they were"
BY_PAYMENTS = "the price is of payments, which say nothing of registers and prevalence"
NOBODY_ELSE = "the tables hold no practice of the nation beside those that join"
NOT_KNOWN = (
    "how many practices and patients the nation has is not known: the store holds a part of them, and no "
    "national row of prevalence"
)


@dataclass(frozen=True, slots=True)
class _Whole:
    """The nation: its patients, and how many practices they are on the lists of."""

    patients: float
    practices: float


def averages(worked: Worked) -> Averages | None:
    """What becomes of the averages without the practices that join, and the pounds it moves for others.

    National totals less those of the practices that join; the pounds are those of the other practices in the
    tables. None where `why_unknown` says why.
    """
    if why_unknown(worked):
        return None
    whole, law = _nation(worked), worked.ask.law
    joined = np.isin(whole.practices, _joining(worked))
    nation = _whole(worked, whole.list_size)
    assert nation is not None
    changed = _without(law, whole, joined, nation)
    others = only(whole, np.flatnonzero(~joined).tolist())
    before, after = _pence(law, others), _pence(changed.law, replace(others, national=changed.national))
    return Averages(
        list_before=law.average_list.value,
        list_after=changed.law.average_list.value,
        prevalence=tuple(_prevalence(whole, changed.national)),
        others=from_pence(after - before),
        says=tuple(_says(whole, joined, nation)),
    )


def why_unknown(worked: Worked) -> str:
    """Why averages have no answer; "" where they have.

    They have none where no practice leaves national QOF (one whose indicators are set otherwise is still
    counted), where the price is not made from results, where nobody else is in the tables, or where the
    nation's totals are not known.
    """
    if worked.national is None:
        return BY_PAYMENTS
    if not _leaves(worked):
        return STAYS
    there = _of_the_nation(worked)
    if there.get_column("practice").is_in(pl.Series(_joining(worked)).implode()).all():
        return NOBODY_ELSE
    lists = there.get_column("list_size").drop_nulls().to_numpy()
    return "" if _whole(worked, lists) is not None else NOT_KNOWN


def _joining(worked: Worked) -> list[str]:
    return [code for code, joins in zip(worked.practices, worked.joined, strict=True) if joins]


def _of_the_nation(worked: Worked) -> pl.DataFrame:
    ask = worked.ask
    return ask.tables.practices.filter(
        (pl.col("year") == str(ask.law.year)) & (pl.col("nation") == ask.nation)
    )


def _whole(worked: Worked, lists: FloatArray) -> _Whole | None:
    """The nation by the published row of the prevalence table, else by the tables where they hold all of it.

    The row has patients; the law's average list says over how many practices. None where neither is known.
    """
    printed = _printed_patients(worked)
    if printed is not None:
        return _Whole(printed, printed / float(worked.ask.law.average_list.value))
    held = float(lists.sum())
    fewest = FEWEST.get(worked.ask.nation)
    return _Whole(held, float(len(lists))) if fewest is not None and held >= fewest else None


def _printed_patients(worked: Worked) -> float | None:
    """The nation's patients by a national row that was published, not pooled from the practices' own."""
    row = NATIONAL_ROWS.get(worked.ask.nation, "")
    rows = worked.ask.tables.prevalence.filter(
        (pl.col("year") == str(worked.ask.law.year))
        & (pl.col("practice") == row)
        & (pl.col("file") != POOLED)
    )
    most = rows.get_column("list_size").max()
    return float(most) if isinstance(most, float) and most > 0 else None


def _leaves(worked: Worked) -> bool:
    """Whether practices that join leave national QOF: something takes its place, or nothing of it is paid."""
    instead = any(each.instead == "qof" and each.pence[worked.joined].any() for each in worked.streams)
    stays, national = worked.streams[0].pence[worked.joined], worked.national_pence[worked.joined]
    return instead or bool(national.any() and not stays.any())


def _nation(worked: Worked) -> PracticeYear:
    ask = worked.ask
    return practice_year(ask.law, ask.tables, ask.tables, ask.tables, nation=ask.nation)


@dataclass(frozen=True, slots=True, eq=False)
class _Changed:
    law: NationalYear
    national: National


def _without(law: NationalYear, whole: PracticeYear, joined: BoolArray, nation: _Whole) -> _Changed:
    """The law with the other average list, and the other national averages."""
    gone, many = whole.list_size[joined], float(joined.sum())
    patients, practices = nation.patients - float(gone.sum()), nation.practices - many
    average = replace(law.average_list, value=_average(law, nation, patients / practices))
    register, population = whole.register[:, joined], whole.population[:, joined]
    prevalence = _ratio(
        whole.national.prevalence * nation.patients - np.nansum(register, axis=1),
        nation.patients - (~np.isnan(register) * gone).sum(axis=1),
    )
    reported = (~np.isnan(population)).sum(axis=1)
    means = _ratio(
        whole.national.population * nation.practices - np.nansum(population, axis=1),
        nation.practices - reported,
    )
    return _Changed(replace(law, average_list=average, sha256=""), National(prevalence, means))


def _average(law: NationalYear, nation: _Whole, without: float) -> Decimal:
    """The law's average list, changed as the mean list of the nation does."""
    mean = nation.patients / nation.practices
    return (law.average_list.value * Decimal(repr(without)) / Decimal(repr(mean))).quantize(PLACES)


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Part over whole, NaN where the whole is nought or not known."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / whole, np.nan)


def _pence(law: NationalYear, inputs: PracticeYear) -> int:
    return int(totals(law, inputs).pence.sum())


def _prevalence(whole: PracticeYear, changed: National) -> Iterator[tuple[str, float, float]]:
    """Each group with its national prevalence before and after in percent, where it is known."""
    before, after = whole.national.prevalence * 100, changed.prevalence * 100
    for key, one, other in zip(whole.prevalence_keys, before.tolist(), after.tolist(), strict=True):
        if one == one and other == other:
            yield key, one, other


def _says(whole: PracticeYear, joined: BoolArray, nation: _Whole) -> Iterator[str]:
    leaving, staying = int(joined.sum()), int((~joined).sum())
    yield (
        f"Supposes that {leaving:,} of about {nation.practices:,.0f} practices of the nation, and their "
        f"patients and registers, are no longer counted in its averages."
    )
    part = float(whole.list_size.sum()) / nation.patients
    if part < WHOLE_NATION:
        yield (
            f"The pounds are of the {staying:,} other practices in the tables alone, which with those that "
            f"join hold {part:.1%} of the nation's patients."
        )
