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
from openqof.core.tables import NATIONAL_ROWS
from openqof.engine.inputs import National, PracticeYear, only
from openqof.engine.law import FloatArray
from openqof.engine.run import totals
from openqof.engine.tables import practice_year
from openqof.impact.assessment import Averages
from openqof.impact.worked import Worked

BoolArray = NDArray[np.bool_]

WHOLE_NATION = 0.9
"""The part of the nation's patients that practices of the tables must have, or else it is said."""
PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True, eq=False)
class _Means:
    """Averages of some practices: their mean list, pooled prevalence (k,) and mean target population (t,)."""

    list_size: float
    prevalence: FloatArray
    population: FloatArray


def averages(worked: Worked) -> Averages | None:
    """What becomes of the averages without the practices that join, and the pounds it moves for all others.

    National averages change as the same averages over the practices of the tables do. None where the price
    is not made from results, where no practice leaves national QOF (one whose indicators are set otherwise is
    still counted), or where the tables hold no practice of the nation beside those that join.
    """
    if worked.national is None or not _leaves(worked):
        return None
    whole = _nation(worked)
    joined = np.isin(whole.practices, np.array(worked.practices)[worked.joined])
    if joined.all():
        return None
    law = worked.ask.law
    changed = _without(law, whole, joined)
    others = only(whole, np.flatnonzero(~joined).tolist())
    before, after = _pence(law, others), _pence(changed.law, replace(others, national=changed.national))
    return Averages(
        list_before=law.average_list.value,
        list_after=changed.law.average_list.value,
        prevalence=tuple(_prevalence(whole, changed.national)),
        others=from_pence(after - before),
        says=tuple(_says(worked, whole, joined)),
    )


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


def _without(law: NationalYear, whole: PracticeYear, joined: BoolArray) -> _Changed:
    """The law with the other average list, and the other national averages."""
    everyone, rest = (_means(whole, who) for who in (np.ones_like(joined), ~joined))
    patients = law.average_list.value * Decimal(repr(rest.list_size)) / Decimal(repr(everyone.list_size))
    average = replace(law.average_list, value=patients.quantize(PLACES))
    prevalence, population = (
        national * np.nan_to_num(_ratio(there, here), nan=1.0)
        for national, there, here in (
            (whole.national.prevalence, rest.prevalence, everyone.prevalence),
            (whole.national.population, rest.population, everyone.population),
        )
    )
    return _Changed(replace(law, average_list=average, sha256=""), National(prevalence, population))


def _means(whole: PracticeYear, who: BoolArray) -> _Means:
    lists, register, population = whole.list_size[who], whole.register[:, who], whole.population[:, who]
    known = ~np.isnan(register)
    reported = ~np.isnan(population)
    return _Means(
        float(lists.mean()),
        _ratio(np.nansum(register, axis=1), (known * lists).sum(axis=1)),
        _ratio(np.nansum(population, axis=1), reported.sum(axis=1).astype(np.float64)),
    )


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


def _says(worked: Worked, whole: PracticeYear, joined: BoolArray) -> Iterator[str]:
    leaving, staying = int(joined.sum()), int((~joined).sum())
    yield (
        f"Supposes that {leaving:,} practices are no longer counted, and that national averages change as "
        f"those of the {leaving + staying:,} practices in the tables do."
    )
    held = float(whole.list_size.sum())
    held /= _patients(worked, held)
    if held < WHOLE_NATION:
        yield f"The tables hold {held:.0%} of the nation's patients: with all of them the change is smaller."


def _patients(worked: Worked, held: float) -> float:
    """The nation's patients by its own row of the prevalence table, else those of the practices held."""
    rows = worked.ask.tables.prevalence.filter(
        (pl.col("year") == str(worked.ask.law.year))
        & (pl.col("practice") == NATIONAL_ROWS.get(worked.ask.nation, ""))
    )
    most = rows.get_column("list_size").max()
    return float(most) if isinstance(most, float) and most > 0 else held
