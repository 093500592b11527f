"""Shared tables to one year of practices: the way every figure enters the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from openqof.core.national import NationalYear
from openqof.engine.earlier import base_points, baselines
from openqof.engine.frames import Tables
from openqof.engine.gather import LeftOut, gather
from openqof.engine.inputs import PracticeYear
from openqof.engine.shapes import check, empty, shaped
from openqof.files.history import what_became

__all__ = ["LeftOut", "Prepared", "Tables", "check", "empty", "practice_year", "prepare", "shaped"]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """The arrays of a year, and what the tables held that is not in them.

    `left_out` names practices and why; `unknown` names indicators the law of the year does not have, each
    with what became of it ("" where nothing is known) and how many rows name it.
    """

    inputs: PracticeYear
    nation: str
    left_out: tuple[LeftOut, ...] = ()
    unknown: Mapping[str, tuple[str, int]] = field(default_factory=dict)


def prepare(
    law: NationalYear,
    tables: Tables,
    *,
    base: Tables | None = None,
    earlier: Tables | None = None,
    nation: str | None = None,
    uncounted: bool = False,
) -> Prepared:
    """One nation's practices of the law's year, and everything left out, named.

    `base` holds the years protected indicators look back to, `earlier` those an improvement is measured
    from; both may be the tables themselves, when they hold several years. National averages are those of
    the nation's own rows, else pooled over all practices of the tables: give the whole nation, and choose
    some of its practices afterwards with inputs.only. A practice with no count of any indicator of the year
    is left out, for it would seem to earn nothing; `uncounted` keeps it.
    """
    gathered = gather(law, tables, nation=nation, uncounted=uncounted)
    inputs = gathered.inputs
    if base is not None:
        inputs = replace(inputs, base_points=base_points(law, inputs, base, nation=gathered.nation))
    if earlier is not None:
        inputs = replace(inputs, baseline=baselines(law, inputs, earlier, nation=gathered.nation))
    unknown = {name: (what_became(name, law.year) or "", number) for name, number in gathered.unknown.items()}
    return Prepared(inputs, gathered.nation, gathered.left_out, unknown)


def practice_year(
    law: NationalYear,
    tables: Tables,
    base: Tables | None = None,
    earlier: Tables | None = None,
    *,
    nation: str | None = None,
) -> PracticeYear:
    """The arrays alone, of every practice with a list, for callers that know who has results: see prepare."""
    return prepare(law, tables, base=base, earlier=earlier, nation=nation, uncounted=True).inputs
