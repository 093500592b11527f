"""Pricing a suspended set: named indicators paid at an earlier year's results, the rest as they are.

Each suspended indicator earns the points that the practice's results of the base year earn on this year's
scale (or, where that year has points without counts, those points, never more than this year offers), and is
then valued at this year's value of a point, list and prevalence.  The suspension sets the pay of the whole
year, whatever day the work stops, because achievement is judged once, at the year end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from openqof.core.money import from_pence
from openqof.core.national import BetterOf, Indicator, NationalYear, Protected, Register, Sliding, YesNo
from openqof.core.scheme import Suspend
from openqof.core.years import FinancialYear
from openqof.engine.inputs import align
from openqof.engine.law import WholeArray, law_arrays
from openqof.engine.tables import Tables
from openqof.impact.earned import BoolArray, Earned, as_of, chosen_inputs, run
from openqof.impact.needs import named
from openqof.impact.pricing import Line
from openqof.impact.roll import NOTHING, Area, Practice


@dataclass(frozen=True, slots=True, eq=False)
class Suspended:
    """Pence of every indicator and practice under the scheme, and which cells the base year settles."""

    pence: WholeArray
    at_base: BoolArray
    rows: BoolArray
    bases: tuple[FinancialYear, ...]


def suspended_law(law: NationalYear, terms: Suspend) -> NationalYear:
    """The year with the suspended indicators protected at the base year; the year given is left as it was."""
    changed = {
        name: replace(rule, pays=Protected(at=terms.pay.year, normally=_normally(rule)))
        if name in terms.indicators
        else rule
        for name, rule in law.indicators.items()
    }
    return replace(law, indicators=MappingProxyType(changed), sha256="")


def _normally(rule: Indicator) -> Register | YesNo | Sliding:
    if isinstance(rule.pays, Protected):
        return rule.pays.normally
    return rule.pays.sliding if isinstance(rule.pays, BetterOf) else rule.pays


def suspend_all(terms: Sequence[Suspend], national: Earned, tables: Tables, *, nation: str) -> Suspended:
    """Apply every suspension; they name different indicators, so their order does not matter."""
    nowhere, no_rows = (np.zeros(size, dtype=bool) for size in (national.pence.shape, len(national.pence)))
    found = Suspended(national.pence, nowhere, no_rows, ())
    for each in terms:
        one = suspend(each, national, tables, nation=nation)
        pence = np.where(one.at_base, one.pence, found.pence)
        at_base, rows = found.at_base | one.at_base, found.rows | one.rows
        found = Suspended(pence, at_base, rows, (*found.bases, *one.bases))
    return found


def suspend(terms: Suspend, national: Earned, tables: Tables, *, nation: str) -> Suspended:
    """Pay the suspended set at the base year; a practice without a base-year result keeps this year's."""
    law = suspended_law(national.law, terms)
    rows = np.isin(law_arrays(law).ids, terms.indicators)
    base_points = _base_points(national, as_of(tables.of(terms.pay.year), law.year), nation)
    reform = run(law, replace(align(national.inputs, law_arrays(law)), base_points=base_points))
    at_base: BoolArray = rows[:, None] & ~np.isnan(base_points)
    return Suspended(np.where(at_base, reform.pence, national.pence), at_base, rows, (terms.pay.year,))


def _base_points(national: Earned, then: Tables, nation: str) -> NDArray[np.float64]:
    """Points that base-year results earn on this year's scale; NaN where there are none."""
    law, practices = national.law, national.inputs.practices
    base = run(law, chosen_inputs(law, then, nation=nation, chosen=frozenset(practices)))
    points = np.full(national.pence.shape, np.nan)
    places = [practices.index(code) for code in base.inputs.practices]
    most = law_arrays(law).points[:, None]
    points[:, places] = np.where(base.known, np.minimum(base.points, most), np.nan)
    return points


def lines(
    national: Earned, scheme: Suspended, *, practices: Mapping[str, Practice], area: Area
) -> tuple[Line, ...]:
    """One line a practice of the national inputs, in their order."""
    return tuple(
        _line(place, practices[code], national, scheme, area=area)
        for place, code in enumerate(national.inputs.practices)
    )


def _line(place: int, practice: Practice, national: Earned, scheme: Suspended, *, area: Area) -> Line:
    code, name, patients, actual = practice.code, practice.name, practice.patients, national.pounds(place)
    if not area.joins(code):
        note = "not joined: national pay"
        return Line(code, name, patients, actual, actual, NOTHING, joined=False, notes=(note,))
    column, settled = scheme.pence[:, place], scheme.at_base[:, place]
    income, sure = from_pence(int(column.sum())), from_pence(int(column[settled].sum()))
    return Line(code, name, patients, actual, income, sure, notes=_notes(int(settled.sum()), scheme))


def _notes(settled: int, scheme: Suspended) -> tuple[str, ...]:
    suspended = int(scheme.rows.sum())
    base = named(str(year) for year in sorted(set(scheme.bases)))
    if not settled:
        return (f"no results of {base}: paid on this year's",)
    if settled < suspended:
        left = suspended - settled
        return (f"{left} of {suspended} suspended have no result of {base}: paid on this year's",)
    return ()
