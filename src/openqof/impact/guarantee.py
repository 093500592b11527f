"""Pricing a guarantee: the income of the base year, against what this year pays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from openqof.core.money import total
from openqof.core.scheme import Guarantee, PracticesGone
from openqof.impact.pricing import Elsewhere, Gone, Line
from openqof.impact.roll import NOTHING, Area, Practice, YearIncome

Practices = Mapping[str, Practice]
NEAR_ENOUGH = Decimal("0.4")  # a clue only: lists move for other reasons too


@dataclass(frozen=True, slots=True)
class Guaranteed:
    """The lines of a guarantee, and the practices that no line stands for."""

    lines: tuple[Line, ...]
    gone: tuple[Gone, ...]
    elsewhere: tuple[Elsewhere, ...]


def guarantee(terms: Guarantee, *, now: YearIncome, base: YearIncome, area: Area) -> Guaranteed:
    """Pay every joined practice of the area its base-year income, its own and any handed on to it.

    A practice without a base year, or that does not join, stays on national pay.
    """
    here = {code: p for code, p in now.practices.items() if area.holds(p) and code in now.income}
    gone = _gone(terms, now=now, base=base, area=area, here=here)
    handed = _handed_on(gone)
    lines = (_line(p, now=now, base=base, area=area, handed=handed.get(p.code, ())) for p in here.values())
    return Guaranteed(tuple(lines), gone, (*without_figure(now, area), *moved(now, base, area)))


def _line(
    practice: Practice, *, now: YearIncome, base: YearIncome, area: Area, handed: tuple[Gone, ...]
) -> Line:
    code, national = practice.code, now.income[practice.code]
    own, joined = base.income.get(code), area.joins(code)
    notes = tuple(f"with the base of {gone.practice} {gone.name}" for gone in handed)
    if not joined:
        amount, guaranteed, notes = national, NOTHING, ("not joined: national pay",)
    elif own is None and not handed:
        amount, guaranteed, notes = national, NOTHING, (f"no income in {base.year}: national pay",)
    else:
        amount = guaranteed = (own or NOTHING) + total(gone.base or NOTHING for gone in handed)
    return Line(code, practice.name, practice.patients, national, amount, guaranteed, joined, notes)


def _gone(
    terms: Guarantee, *, now: YearIncome, base: YearIncome, area: Area, here: Practices
) -> tuple[Gone, ...]:
    """Practices with a base in the area and no place anywhere in the year priced."""
    lost = [p for code, p in base.practices.items() if area.holds(p) and code in base.income]
    lost = [p for p in lost if p.code not in now.practices]
    return tuple(_one_gone(p, terms, now=now, base=base, area=area, here=here) for p in lost)


def _one_gone(
    lost: Practice, terms: Guarantee, *, now: YearIncome, base: YearIncome, area: Area, here: Practices
) -> Gone:
    amount = base.income[lost.code]
    if terms.practices_gone is PracticesGone.NOT_PAID:
        return Gone(lost.code, lost.name, lost.patients, amount)
    heir = _successor(lost.code, terms.hands_on, now=now, base=base)
    if heir and heir in here and area.joins(heir):
        return Gone(lost.code, lost.name, lost.patients, amount, successor=heir)
    return Gone(lost.code, lost.name, lost.patients, amount, clue=_clue(lost, heir, here=here, base=base))


def _successor(code: str, hands_on: Mapping[str, str], *, now: YearIncome, base: YearIncome) -> str:
    """Follow successors to one that is still there; what the scheme names comes before what the data does."""
    seen: set[str] = set()
    while code and code not in now.practices and code not in seen:
        seen.add(code)
        known = base.practices.get(code)
        code = hands_on.get(code) or (known.successor if known else "")
    return "" if code in seen else code


def _clue(lost: Practice, heir: str, *, here: Practices, base: YearIncome) -> str:
    """Why the base is not paid, and where the list may have gone."""
    if heir:
        return f"its successor {heir} is not among the practices that join"
    grown = {code: _growth(p, base) for code, p in here.items()}
    near = [code for code, more in grown.items() if _alike(more, lost.patients)]
    if not near or lost.patients is None:
        return "no successor is named"
    best = min(near, key=lambda code: abs((grown[code] or NOTHING) - (lost.patients or NOTHING)))
    return (
        f"no successor is named; its list was {lost.patients:,.0f}, and the list of {best} {here[best].name} "
        f"rose by {grown[best]:,.0f}"
    )


def _growth(practice: Practice, base: YearIncome) -> Decimal | None:
    before = base.practices.get(practice.code)
    if before is None or before.patients is None or practice.patients is None:
        return None
    return practice.patients - before.patients


def _alike(growth: Decimal | None, patients: Decimal | None) -> bool:
    return growth is not None and bool(patients) and abs(growth / (patients or 1) - 1) <= NEAR_ENOUGH


def _handed_on(gone: tuple[Gone, ...]) -> dict[str, tuple[Gone, ...]]:
    handed: dict[str, tuple[Gone, ...]] = {}
    for practice in gone:
        if practice.successor:
            handed[practice.successor] = (*handed.get(practice.successor, ()), practice)
    return handed


def without_figure(now: YearIncome, area: Area) -> tuple[Elsewhere, ...]:
    """Practices of the area for which the year has no income: named, never dropped in silence."""
    missing = [p for code, p in now.practices.items() if area.holds(p) and code not in now.income]
    return tuple(Elsewhere(p.code, p.name, f"no income in {now.year}: not in the table") for p in missing)


def moved(now: YearIncome, base: YearIncome, area: Area) -> tuple[Elsewhere, ...]:
    """Practices that are still there but under another commissioner."""
    left = [p for code, p in base.practices.items() if area.holds(p) and code in now.practices]
    left = [p for p in left if not area.holds(now.practices[p.code])]
    under = {p.code: now.practices[p.code].commissioner or "no commissioner" for p in left}
    return tuple(Elsewhere(p.code, p.name, f"in {now.year} under {under[p.code]}: not here") for p in left)
