"""Practices of a base year that are not there in the year priced, and who takes over what was theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from openqof.core.money import from_pence
from openqof.core.years import FinancialYear
from openqof.engine.law import FloatArray
from openqof.impact.pricing import Elsewhere, Gone
from openqof.impact.working.roll import Area, Practice

NEAR_ENOUGH = 0.4  # a clue only: lists move for other reasons too

Roll = Mapping[str, Practice]


@dataclass(frozen=True, slots=True)
class Base:
    """A base year: its practices, what they had in pence where it is money, and the heirs a scheme names."""

    year: FinancialYear
    practices: Roll
    pence: Mapping[str, int] | None = None
    hands_on: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Grown:
    """By how many patients lists grew since a base year, (n,), of practices whose both lists are known."""

    practices: tuple[str, ...]
    by: FloatArray


def gone(
    base: Base, *, now: Roll, paid: Roll, area: Area, taken: frozenset[str], handed: bool = True
) -> tuple[Gone, ...]:
    """Practices with a base in the area and no place anywhere in the year priced.

    `now` are all practices of the year priced, `paid` those of the price, `taken` those of them that take the
    base over. Without `handed` no base goes to anyone.
    """
    lost = [each for code, each in base.practices.items() if area.holds(each) and code not in now]
    if base.pence is not None:
        lost = [each for each in lost if each.code in base.pence]
    if not handed:
        return tuple(_listed(each, base) for each in lost)
    grown = _grown(paid, base.practices)
    return tuple(_one(each, base, now=now, paid=paid, taken=taken, grown=grown) for each in lost)


def _listed(lost: Practice, base: Base, *, to: str = "", clue: str = "") -> Gone:
    amount = None if base.pence is None else from_pence(base.pence[lost.code])
    return Gone(lost.code, lost.name, lost.patients, amount, successor=to, clue=clue)


def _one(lost: Practice, base: Base, *, now: Roll, paid: Roll, taken: frozenset[str], grown: Grown) -> Gone:
    heir = successor(lost.code, base, now)
    if heir and heir in taken:
        return _listed(lost, base, to=heir)
    if heir:
        return _listed(lost, base, clue=f"its successor {heir} is not among the practices that join")
    return _listed(lost, base, clue=_clue(lost, paid, grown))


def successor(code: str, base: Base, now: Roll) -> str:
    """Follow successors to one that is still there; what the scheme names comes before what the data does."""
    seen: set[str] = set()
    while code and code not in now and code not in seen:
        seen.add(code)
        known = base.practices.get(code)
        code = base.hands_on.get(code) or (known.successor if known else "")
    return "" if code in seen else code


def _clue(lost: Practice, paid: Roll, grown: Grown) -> str:
    """Where the list may have gone: to the practice that grew most nearly by as much."""
    size = float(lost.patients or 0)
    away = np.abs(grown.by - size)
    if not size or not away.size or away.min() > NEAR_ENOUGH * size:
        return "no successor is named"
    best = int(away.argmin())
    heir = paid[grown.practices[best]]
    return (
        f"no successor is named; its list was {size:,.0f}, and the list of {heir.code} {heir.name} "
        f"rose by {grown.by[best]:,.0f}"
    )


def _grown(paid: Roll, then: Roll) -> Grown:
    pairs = [(code, each.patients, then[code].patients) for code, each in paid.items() if code in then]
    known = [(code, now, before) for code, now, before in pairs if now is not None and before is not None]
    by = np.array([float(now - before) for _, now, before in known], dtype=np.float64)
    return Grown(tuple(code for code, _, _ in known), by)


def moved(base: Base, *, now: Roll, area: Area, year: FinancialYear) -> tuple[Elsewhere, ...]:
    """Practices that are still there but under another commissioner."""
    left = [each for code, each in base.practices.items() if area.holds(each) and code in now]
    left = [each for each in left if not area.holds(now[each.code])]
    under = {each.code: now[each.code].commissioner or "no commissioner" for each in left}
    return tuple(
        Elsewhere(each.code, each.name, f"in {year} under {under[each.code]}: not here") for each in left
    )


def once(several: Iterable[Elsewhere]) -> tuple[Elsewhere, ...]:
    """Each practice once, for the first reason given."""
    found: dict[str, Elsewhere] = {}
    for each in several:
        found.setdefault(each.practice, each)
    return tuple(found.values())
