"""The law in words: how an indicator pays, what weights it, what a year's values rest on."""

from __future__ import annotations

from decimal import Decimal

from openqof.core.national import (
    BetterOf,
    Improvement,
    Indicator,
    NationalYear,
    Pays,
    Protected,
    Register,
    Sliding,
    YesNo,
)
from openqof.core.sources import count_by_basis
from openqof.files.canonical import figure


def pays_in_words(pays: Pays, points: Decimal | None) -> str:
    """How an indicator turns achievement into points, as one sentence without a full stop.

    `points` None: whatever points each of several indicators has.
    """
    match pays:
        case Register():
            return f"{_all(points)} for a register with anyone on it"
        case YesNo():
            return f"{_all(points)} when it is done"
        case Sliding():
            return _sliding(pays, points)
        case BetterOf():
            return f"the better of {_sliding(pays.sliding, points)}; and {_improvement(pays.improvement)}"
        case Protected():
            normally = pays_in_words(pays.normally, points)
            return f"the points earned in {pays.at}; a practice without that year: {normally}"


def pays_in_short(pays: Pays) -> str:
    """How an indicator pays, for a column: "45 to 80", "register"."""
    match pays:
        case Register() | YesNo():
            return "register" if isinstance(pays, Register) else "yes or no"
        case Sliding():
            step = f", {figure(pays.step)} at the lower" if pays.step else ""
            return f"{figure(pays.lower)} to {figure(pays.upper)}{step}"
        case BetterOf():
            return f"{pays_in_short(pays.sliding)}, or improvement"
        case Protected():
            return f"as in {pays.at} ({pays_in_short(pays.normally)})"


def weight_in_words(indicator: Indicator, law: NationalYear) -> str:
    """What the pay of an indicator follows besides points and the value of a point."""
    if indicator.population:
        return f"the practice's {law.groups[indicator.population].population}, in place of its list"
    if indicator.prevalence is None:
        return "the list, and no prevalence"
    group = law.groups[indicator.prevalence]
    register = f", register {group.register}" if group.register else ""
    return f"the list and the prevalence of {group.name} ({group.id}{register})"


def basis_in_words(law: NationalYear) -> str:
    """Of how many values how many were found, derived and recalled."""
    counts = count_by_basis(law.provenances())
    parts = ", ".join(f"{number} {basis}" for basis, number in counts.items())
    return f"of {sum(counts.values())} values: {parts}"


def _all(points: Decimal | None) -> str:
    if points is None:
        return "all points"
    return "1 point" if points == 1 else f"{figure(points)} points"


def _sliding(pays: Sliding, points: Decimal | None) -> str:
    lower, upper = figure(pays.lower), figure(pays.upper)
    if pays.step:
        start = f"nothing below {lower}%, {_all(pays.step)} at {lower}%"
    else:
        start = f"nothing up to {lower}%"
    return f"{start}, {_all(points)} from {upper}%, in proportion between"


def _improvement(terms: Improvement) -> str:
    upper = "an upper end not found" if terms.upper is None else figure(terms.upper)
    own = f"the practice's own mean of the {terms.years} years before"
    return f"improvement on {own}, from {figure(terms.lower)} percentage points to {upper}"
