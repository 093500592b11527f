"""`price`: a scheme against national QOF for every practice of an area."""

from __future__ import annotations

from decimal import Decimal

from openqof import __version__
from openqof.core.national import NationalYear
from openqof.core.scheme import Guarantee, Reading, Scheme, Suspend
from openqof.core.tables import DEMONSTRATION
from openqof.engine.tables import Tables
from openqof.files.canonical import fingerprint
from openqof.impact.ask import Answer, Ask
from openqof.impact.needs import check_area, here, named, refuse
from openqof.impact.pricing import Pricing
from openqof.impact.roll import Area
from openqof.impact.routes import answer


def price(
    scheme: Scheme,
    law: NationalYear,
    tables: Tables,
    *,
    area: Area,
    reading: Reading | None = None,
    base_law: NationalYear | None = None,
) -> Pricing:
    """Price a scheme for every practice of an area.

    `tables` hold the rows of the law's year and of every base year (`years_needed`), of all practices, so
    that national averages and moves to other commissioners are seen.  `reading` [default: the scheme's own].
    `base_law` is the law of the base year, needed for a guarantee in the accrual reading from results.
    Neither the scheme nor the law is changed.  BadInput when the tables lack what the price needs.
    """
    reading = chosen_reading(scheme, reading)
    check_area(scheme, tables, area, year=law.year, reading=reading)
    nation = str(here(tables, area, law.year).get_column("nation")[0])
    ask = Ask(scheme, law, tables, area, reading, nation, base_law)
    found = answer(ask)
    _check_practices(ask, found)
    return _pricing(ask, found)


def chosen_reading(scheme: Scheme, asked: Reading | None) -> Reading:
    """The reading asked for, else the scheme's own; a suspended set has only the accrual one."""
    terms = [change.terms for change in scheme.priced]
    if any(isinstance(each, Suspend) for each in terms):
        if asked is Reading.CASH:
            said = f"{scheme.id} suspends indicators, which are priced from points: there is no cash reading."
            raise refuse("P205", said, "Leave --reading out.")
        return Reading.ACCRUAL
    own = next((each.reading for each in terms if isinstance(each, Guarantee)), Reading.ACCRUAL)
    return asked or own


def _check_practices(ask: Ask, found: Answer) -> None:
    """The scheme's own count of its practices, where its own area was priced."""
    claimed = ask.scheme.asserts.get("practices")
    counted = Decimal(len(found.lines))
    if claimed is None or set(ask.area.codes) != set(ask.scheme.bodies) or claimed == counted:
        return
    said = f"{ask.scheme.id} asserts practices: {claimed}; the data has {counted} in {named(ask.area.codes)}."
    raise refuse("P206", said, "Correct the assertion, or the files in the store.")


def _pricing(ask: Ask, found: Answer) -> Pricing:
    practices = here(ask.tables, ask.area, ask.law.year)
    names = practices.get_column("commissioner_name").drop_nulls().unique(maintain_order=True).to_list()
    return Pricing(
        scheme=ask.scheme,
        law=ask.law,
        area=ask.area.codes,
        area_name=named(names or ask.area.codes),
        invented=ask.nation == DEMONSTRATION,
        reading=ask.reading,
        national_says=found.national_says,
        scheme_says=found.scheme_says,
        rule=found.rule,
        remarks=found.remarks,
        lines=found.lines,
        gone=found.gone,
        elsewhere=found.elsewhere,
        rests=found.rests,
        files=tuple(sorted(found.files)),
        fingerprint=_fingerprint(ask, found),
    )


def _fingerprint(ask: Ask, found: Answer) -> str:
    """What the figures follow from: change any of it and the fingerprint changes."""
    return fingerprint(
        {
            "scheme": ask.scheme.sha256,
            "law": ask.law.sha256,
            "base_law": ask.base_law.sha256 if ask.base_law else None,
            "files": sorted(found.files),
            "area": sorted(ask.area.codes),
            "joined": None if ask.area.joined is None else sorted(ask.area.joined),
            "reading": ask.reading.value,
            "openqof": __version__,
        }
    )
