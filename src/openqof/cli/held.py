"""What the store holds for a year's law, ready for the engine, and the practices and bodies named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from openqof.cli.common import counted
from openqof.core.problems import BadInput, Problem

if TYPE_CHECKING:
    from openqof.core.national import NationalYear
    from openqof.core.years import FinancialYear
    from openqof.datasets.store import Store
    from openqof.engine.tables import Prepared, Tables


@dataclass(frozen=True)
class Held:
    """The tables of the year of a law, one nation's practices as arrays, and the years it looks back to.

    `commissioner` and `practice` are the codes asked for, as the store writes them.
    """

    law: NationalYear
    tables: Tables
    prepared: Prepared
    before: Tables | None = None
    commissioner: str = ""
    practice: str = ""


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
    commissioner = _code(tables, "commissioner", commissioner, kept, law)
    practice = _code(tables, "practice", practice, kept, law)
    nation = _nation(tables, commissioner, practice)
    before = _before(kept, law)
    prepared = prepare(law, tables, base=before, earlier=before, nation=nation)
    _check_nation(law, prepared, path)
    return Held(law, tables, prepared, before, commissioner, practice)


def _check_nation(law: NationalYear, prepared: Prepared, path: Path) -> None:
    """Somebody must be there to be paid, and of a nation that goes by the law."""
    from openqof.engine.gather import LAW_SHARED

    if prepared.nation not in (law.nation, LAW_SHARED.get(law.nation)):
        message = f"{law.title} is not the law of {prepared.nation}."
        raise BadInput([Problem(str(path), 0, 0, "K104", message, "Name another year.")])
    if not len(prepared.inputs):
        message = f"the store has nobody to pay by {law.title}."
        raise BadInput([Problem(str(path), 0, 0, "K105", message, _reasons(prepared))])


def _reasons(prepared: Prepared) -> str:
    """How many practices are left out for each reason, the commonest reasons first."""
    from collections import Counter

    counts = Counter(one.why for one in prepared.left_out).most_common(5)
    parts = [
        f"{counted(many, 'practice')}, {'each of which ' if many > 1 else 'which '}{why}"
        for why, many in counts
    ]
    return f"Left out: {'; '.join(parts)}." if parts else ""


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


def _code(tables: Tables, column: str, written: str, kept: Store, law: NationalYear) -> str:
    """A code as the store writes it, whatever its case; BadInput with the nearest where it has no such."""
    if not written:
        return ""
    codes = tables.practices.get_column(column).drop_nulls().unique().sort().to_list()
    code = as_known(written, codes)
    if code in codes:
        return code
    elsewhere = _in_other_years(code, kept, law) if column == "practice" else None
    raise BadInput([elsewhere or unknown_code(column, written, codes, str(kept.path))])


def as_known(written: str, known: Iterable[str]) -> str:
    """The one of the known codes that is meant, whatever its case; as written where none is."""
    return {code.casefold(): code for code in known}.get(written.strip().casefold(), written.strip())


def _in_other_years(written: str, kept: Store, law: NationalYear) -> Problem | None:
    """Where a practice went, or when it was there, for one the store has in other years only."""
    folded, file = written.casefold(), str(kept.path)
    events = [event for event in kept.practices_over_time() if event.practice.casefold() == folded]
    merged = next((event for event in events if event.kind == "merged" and event.after), None)
    if merged is not None:
        said = f"{merged.practice} is not in {law.year}: it merged into {merged.after} in {merged.year}."
        return Problem(file, 0, 0, "K102", f"practice {said}", f"Name {merged.after}, or an earlier year.")
    for year in sorted(kept.years(), key=lambda each: (each > law.year, abs(each.start - law.year.start))):
        code = as_known(written, codes := kept.tables(year).practices.get_column("practice"))
        if code in codes:
            said = f"practice {code} is not in {law.year}; the store has it in {year}."
            return Problem(file, 0, 0, "K102", said, f"Name {year}.")
    return None


def _nation(tables: Tables, commissioner: str, practice: str) -> str | None:
    """The nation of the practice or commissioner named; None when none is."""
    for column, code in (("practice", practice), ("commissioner", commissioner)):
        if code:
            found = tables.practices.filter(tables.practices.get_column(column) == code)
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
