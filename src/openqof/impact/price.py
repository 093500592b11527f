"""`price` and `work`: a scheme against national QOF for every practice of an area."""

from __future__ import annotations

from collections.abc import Mapping

from openqof import __version__
from openqof.core.national import NationalYear
from openqof.core.scheme import Scheme
from openqof.core.tables import DEMONSTRATION
from openqof.core.terms import Reading
from openqof.engine.tables import Tables
from openqof.files.canonical import fingerprint
from openqof.impact.lines import lines_of, totals_of
from openqof.impact.pricing import Pricing
from openqof.impact.worked import Worked
from openqof.impact.working.ask import Ask
from openqof.impact.working.checks import check_asserts, check_law, check_priced
from openqof.impact.working.line_notes import notes
from openqof.impact.working.nationally import Remembered
from openqof.impact.working.needs import (
    check_area,
    check_nation,
    check_rows,
    here,
    named,
    refuse,
    years_needed,
)
from openqof.impact.working.reform import reform
from openqof.impact.working.rests import rests
from openqof.impact.working.roll import Area
from openqof.impact.working.telling import told
from openqof.impact.working.whole import Parts, asks_reading, changes_law, guarantee_of, parts


def price(
    scheme: Scheme,
    law: NationalYear,
    tables: Tables,
    *,
    area: Area,
    reading: Reading | None = None,
    base_law: NationalYear | None = None,
    services: Mapping[str, Scheme] | None = None,
) -> Pricing:
    """Price a scheme for every practice of an area.

    `tables` hold the rows of the law's year and of every base year (`years_needed`), of all practices, so
    that national averages and moves to other commissioners are seen.  `reading` [default: the scheme's own].
    `base_law` is the law of the base year, for one that the library does not have; `services` [default: the
    library's own] are enhanced services that the scheme adds or ends, by id.  A law other than the scheme's
    base is allowed where it has what the scheme names.  Neither the scheme nor the law is changed.
    BadInput when the tables lack what the price needs, or an assertion of the scheme is untrue.
    """
    found = work(scheme, law, tables, area=area, reading=reading, base_law=base_law, services=services)
    return pricing_of(found)


def work(
    scheme: Scheme,
    law: NationalYear,
    tables: Tables,
    *,
    area: Area,
    reading: Reading | None = None,
    base_law: NationalYear | None = None,
    services: Mapping[str, Scheme] | None = None,
    remembered: Remembered | None = None,
) -> Worked:
    """Work a scheme out for every practice of an area, as arrays; what is asked is as for `price`.

    `remembered` is kept between prices of one area whose national side is the same, which is then not worked
    out anew.
    """
    check_priced(scheme)
    check_law(scheme, law, services)
    check_rows(tables, years_needed(scheme, law.year, services))
    ask = Ask(scheme, law, tables, area, Reading.ACCRUAL, law.nation, base_law, services)
    chosen = chosen_reading(ask, reading)
    check_area(scheme, tables, area, year=law.year, reading=chosen)
    nation = str(here(tables, area, law.year).get_column("nation")[0])
    check_nation(scheme, law, nation, area)
    ask = Ask(scheme, law, tables, area, chosen, nation, base_law, services)
    return _worked(parts(ask, reading, remembered))


def chosen_reading(ask: Ask, asked: Reading | None) -> Reading:
    """The reading asked for, else that of the scheme's guarantee; indicators have only the accrual one."""
    pledge = guarantee_of(ask)
    if pledge is not None:
        return asked or asks_reading(pledge)
    if asked is Reading.CASH and changes_law(ask, reform(ask.scheme, ask.law)):
        said = f"{ask.scheme.id} changes what indicators pay, which is priced from points: no cash reading."
        raise refuse("P205", said, "Leave --reading out.")
    return asked or Reading.ACCRUAL


def _worked(found: Parts) -> Worked:
    return Worked(
        ask=found.ask,
        practices=found.side.practices,
        roll=found.side.roll,
        joined=found.joined,
        national=found.side.earned,
        reformed=found.reformed,
        national_pence=found.side.pence,
        ended_pence=found.ended,
        reform=found.law,
        streams=found.streams,
        facts=found.facts,
        notes=notes(found),
        told=told(found),
        pools=found.pools,
    )


def pricing_of(found: Worked) -> Pricing:
    """What was worked out in lines and totals; BadInput when an assertion of the scheme is untrue."""
    ask, says = found.ask, found.told
    practices = here(ask.tables, ask.area, ask.law.year)
    names = practices.get_column("commissioner_name").drop_nulls().unique(maintain_order=True).to_list()
    pricing = Pricing(
        scheme=ask.scheme,
        law=ask.law,
        area=ask.area.codes,
        area_name=_area_name(ask, names),
        invented=ask.nation == DEMONSTRATION,
        reading=ask.reading,
        national_says=says.national,
        scheme_says=says.scheme,
        rule=says.rule,
        remarks=says.remarks,
        lines=lines_of(found),
        gone=says.gone,
        elsewhere=says.elsewhere,
        rests=rests(ask.scheme, says.law, says.recalled_pence),
        files=tuple(sorted(says.files)),
        fingerprint=_fingerprint(found),
        streams=totals_of(found),
    )
    check_asserts(ask.scheme, ask.area, pricing)
    return pricing


def _area_name(ask: Ask, names: list[str]) -> str:
    """The commissioners' names; the nation's, where the whole of it is priced."""
    if len(names) > len(ask.area.codes):
        return ask.nation
    return named(names or ask.area.codes)


def _fingerprint(found: Worked) -> str:
    """The fingerprint of the price: change scheme, law, data, area, who joins or reading, and it changes.

    Draws, their seed and assumptions are no part of a price; the manifest of a run folder binds those.
    """
    ask = found.ask
    services = {name: each.sha256 for name, each in (ask.services or {}).items()}
    return fingerprint(
        {
            "scheme": ask.scheme.sha256,
            "law": ask.law.sha256,
            "base_law": ask.base_law.sha256 if ask.base_law else None,
            "services": services,
            "files": sorted(found.told.files),
            "area": sorted(ask.area.codes),
            "joined": None if ask.area.joined is None else sorted(ask.area.joined),
            "closed": sorted(ask.area.closed),
            "reading": ask.reading.value,
            "openqof": __version__,
        }
    )
