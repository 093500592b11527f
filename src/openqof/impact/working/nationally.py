"""The national side of a price: who is there, what QOF pays them, and the results it pays for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openqof.core.national import NationalYear
from openqof.engine.inputs import PracticeYear, align
from openqof.engine.law import WholeArray, law_arrays
from openqof.engine.tables import Tables, practice_year
from openqof.impact.columns import columns
from openqof.impact.pricing import Elsewhere
from openqof.impact.working.ask import Ask
from openqof.impact.working.earned import Earned, known_results, run
from openqof.impact.working.income import Grounds, Source, qof_pence
from openqof.impact.working.needs import none_of_area
from openqof.impact.working.points_in_all import by_indicator
from openqof.impact.working.roll import Practice, practices_of


@dataclass(frozen=True, slots=True, eq=False)
class Nationally:
    """The practices of a price, in the order of every array of it, and their national pay.

    `everyone` are all practices of the year by code, in and out of the area. `pence` (p,) is QOF in the
    price's reading. `inputs` are results under the law widened by the scheme's own indicators, `earned` what
    the national law pays for them; both None where the store has no results by indicator. `missing` names
    practices of the area without a figure.
    """

    stands: Grounds
    everyone: dict[str, Practice]
    practices: tuple[str, ...]
    roll: tuple[Practice, ...]
    pence: WholeArray
    inputs: PracticeYear | None
    earned: Earned | None
    missing: tuple[Elsewhere, ...]


@dataclass(slots=True, eq=False)
class Remembered:
    """The national side last worked out, for prices of one area that differ in what the scheme pays alone."""

    wide: NationalYear | None = None
    ask: Ask | None = None
    side: Nationally | None = None

    def nationally(self, ask: Ask, stands: Grounds, wide: NationalYear) -> Nationally:
        """The national side, worked out anew where anything that it rests on is another."""
        if self.side is None or not self._same(ask, stands, wide):
            self.side, self.ask, self.wide = nationally(ask, stands, wide), ask, wide
        return self.side

    def _same(self, ask: Ask, stands: Grounds, wide: NationalYear) -> bool:
        was, side = self.ask, self.side
        if was is None or side is None:
            return False
        alike = (was.law, was.area, was.nation) == (ask.law, ask.area, ask.nation) and self.wide == wide
        held = side.stands
        return alike and held.tables is stands.tables and (held.source, held.reading, held.remarks) == (
            stands.source, stands.reading, stands.remarks,
        )  # fmt: skip


def nationally(ask: Ask, stands: Grounds, wide: NationalYear) -> Nationally:
    """Who is priced and what national QOF pays them; `wide` is the law with the scheme's own indicators."""
    year = ask.law.year
    everyone = practices_of(stands.tables.practices, year)
    ours = [code for code, practice in everyone.items() if ask.area.holds(practice)]
    whole = _results(ask, stands.tables, wide)
    paid = None if stands.source is Source.RESULTS else qof_pence(ask, stands, year)
    known = set(paid if paid is not None else _with_results(wide, whole))
    practices = tuple(code for code in ours if code in known)
    if ours and not practices:
        raise none_of_area(ask.area, year, stands.reading, len(ours))
    inputs = None if whole is None else columns(whole, practices)
    earned = None if inputs is None else run(ask.law, align(inputs, law_arrays(ask.law)))
    what = "results" if paid is None else "income"
    why = f"no {what} {'of' if paid is None else 'in'} {year}: not in the table"
    return Nationally(
        stands=stands,
        everyone=everyone,
        practices=practices,
        roll=tuple(everyone[code] for code in practices),
        pence=_pence(practices, paid, earned),
        inputs=inputs,
        earned=earned,
        missing=tuple(Elsewhere(code, everyone[code].name, why) for code in ours if code not in known),
    )


def _results(ask: Ask, tables: Tables, wide: NationalYear) -> PracticeYear | None:
    """Results of the whole nation, whose averages weight them; None where there are none by indicator."""
    if not by_indicator(tables, ask.law.year):
        return None
    return practice_year(wide, tables, tables, tables, nation=ask.nation)


def _with_results(law: NationalYear, inputs: PracticeYear | None) -> tuple[str, ...]:
    if inputs is None:
        return ()
    found = np.logical_or.reduce(known_results(law, inputs), axis=0)
    return tuple(inputs.practices[place] for place in np.flatnonzero(found))


def _pence(practices: tuple[str, ...], paid: dict[str, int] | None, earned: Earned | None) -> WholeArray:
    if paid is not None:
        return np.array([paid[code] for code in practices], dtype=np.int64)
    return np.zeros(len(practices), dtype=np.int64) if earned is None else earned.pence.sum(axis=0)
