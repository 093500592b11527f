"""What the store holds for a year's law, ready for the engine, and the practices and bodies named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from openqof.core.problems import BadInput, Problem

if TYPE_CHECKING:
    from openqof.core.national import NationalYear
    from openqof.core.years import FinancialYear
    from openqof.datasets.store import Store
    from openqof.engine.tables import Prepared, Tables


@dataclass(frozen=True)
class Held:
    """The tables of the year of a law, one nation's practices as arrays, and the years it looks back to."""

    law: NationalYear
    tables: Tables
    prepared: Prepared
    before: Tables | None = None


def held(law: NationalYear, store: Path | None, *, commissioner: str = "", practice: str = "") -> Held:
    """Everything the store holds of a law's year, for the nation of the commissioner or practice named.

    The whole nation is read, whoever is asked for: its averages are everyone's. BadInput when the store has
    nothing of the year, or no such commissioner or practice.
    """
    from openqof.datasets.store import Store
    from openqof.engine.tables import prepare

    kept = Store.open(store)
    path = kept.path
    _check_year(law.year, kept.years(), path)
    tables = kept.tables(law.year)
    nation = _nation(tables, commissioner, practice, path)
    before = _before(kept, law)
    prepared = prepare(law, tables, base=before, earlier=before, nation=nation)
    _check_nation(law, prepared, path)
    return Held(law, tables, prepared, before)


def _check_nation(law: NationalYear, prepared: Prepared, path: Path) -> None:
    """Somebody must be there to be paid, and of a nation that goes by the law."""
    from openqof.engine.gather import LAW_SHARED

    if prepared.nation not in (law.nation, LAW_SHARED.get(law.nation)):
        message = f"{law.title} is not the law of {prepared.nation}."
        raise BadInput([Problem(str(path), 0, 0, "K104", message, "Name another year.")])
    if not len(prepared.inputs):
        reasons = sorted({one.why for one in prepared.left_out})
        message = f"the store has nobody to pay by {law.title}."
        hint = f"Practices left out: {'; '.join(reasons[:5])}." if reasons else ""
        raise BadInput([Problem(str(path), 0, 0, "K105", message, hint)])


def _before(kept: Store, law: NationalYear) -> Tables | None:
    """The earlier years the law looks back to, as far as the store holds them."""
    before, years = None, set(kept.years())
    for year in years_behind(law):
        if year in years:
            earlier = kept.tables(year)
            before = earlier if before is None else before.plus(earlier)
    return before


def _check_year(year: FinancialYear, years: Iterable[FinancialYear], path: Path) -> None:
    if year in years:
        return
    has = f"It holds {', '.join(str(one) for one in years)}." if years else "It holds nothing yet."
    hint = f"{has} Add files with openqof data add PATH, or the invented area with openqof data demo."
    raise BadInput([Problem(str(path), 0, 0, "K101", f"the store has nothing of {year}.", hint)])


def years_behind(law: NationalYear) -> list[FinancialYear]:
    """Earlier years the law looks back to: of protected points, floors and improvement baselines."""
    from openqof.core.national import BetterOf, Protected
    from openqof.core.years import FinancialYear

    years = {FinancialYear.parse(one.terms["at"]) for one in law.arrangements if one.kind == "floor"}
    for rule in law.indicators.values():
        if isinstance(rule.pays, Protected):
            years.add(rule.pays.at)
        elif isinstance(rule.pays, BetterOf):
            years |= {
                FinancialYear(law.year.start - back) for back in range(1, rule.pays.improvement.years + 1)
            }
    return sorted(years)


def _nation(tables: Tables, commissioner: str, practice: str, path: Path) -> str | None:
    """The nation of the commissioner or practice named; None when none is."""
    for column, code in (("practice", practice), ("commissioner", commissioner)):
        if not code:
            continue
        found = tables.practices.filter(tables.practices.get_column(column) == code)
        if not found.height:
            codes = tables.practices.get_column(column).drop_nulls().unique().sort().to_list()
            raise BadInput([unknown_code(column, code, codes, str(path))])
        return str(found.get_column("nation")[0])
    return None


def unknown_code(what: str, code: str, known: Iterable[str], file: str) -> Problem:
    """A practice or commissioner the store does not have, with the nearest codes."""
    from difflib import get_close_matches

    known = list(known)
    near = get_close_matches(code.upper(), known, n=3, cutoff=0.4) or known[:3]
    hint = f"Nearest: {', '.join(near)}." if near else ""
    return Problem(file, 0, 0, "K102", f'there is no {what} "{code}" in the year.', hint)


def members(tables: Tables, commissioner: str) -> frozenset[str] | None:
    """The practices of a commissioner; None for everybody's."""
    if not commissioner:
        return None
    practices = tables.practices
    chosen = practices.filter(practices.get_column("commissioner") == commissioner)
    return frozenset(chosen.get_column("practice"))
