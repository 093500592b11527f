"""Whether a scheme can be priced at all under a law, and whether what it asserts of the data is true."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from openqof.core.changes import SetPays
from openqof.core.money import write_pounds
from openqof.core.national import BetterOf, NationalYear, Protected, Sliding
from openqof.core.problems import BadInput, Problem
from openqof.core.scheme import Asserted, Change, Scheme
from openqof.core.terms import BasePoints, Improvement, Points, Term, parts_of
from openqof.core.years import FinancialYear
from openqof.files.history import told
from openqof.files.values import did_you_mean
from openqof.impact.pricing import Pricing
from openqof.impact.working.needs import named, refuse
from openqof.impact.working.paying import Services, base_year, paying
from openqof.impact.working.reform import chosen_by, new_indicators, thresholds
from openqof.impact.working.roll import Area

POUNDS = ("national", "scheme", "total", "change")
"""Figures of a price that a scheme may assert, in pounds; `total` is all that the scheme pays."""


def check_priced(scheme: Scheme) -> None:
    """Refuse a document that says itself why no price can be made."""
    if scheme.unpriced is not None:
        said = f"{scheme.id} cannot be priced: {scheme.unpriced.text}"
        raise refuse("P209", said, f"`openqof show {scheme.id}` says what is known of it.")


def check_law(scheme: Scheme, law: NationalYear, services: Services = None) -> None:
    """Refuse a law without what the scheme names, or not after its base years: every problem at once."""
    known = {*law.indicators, *(new.id for new, _ in new_indicators(scheme))}
    problems = [each for change in scheme.changes for each in _of_change(change, scheme, law, known)]
    for each in paying(scheme, services):
        if not each.service:
            problems += _of_term(each.change, each.amount, scheme, law, known)
    if problems:
        raise BadInput(list(dict.fromkeys(problems)))


def _of_change(change: Change, scheme: Scheme, law: NationalYear, known: set[str]) -> Iterator[Problem]:
    chosen = chosen_by(change)
    for name in chosen.names if chosen is not None else ():
        if name not in known:
            yield _unknown(change, scheme, law, name)
        elif isinstance(change.terms, SetPays) and name in law.indicators:
            yield from _of_thresholds(change, scheme, law, name)
    base = base_year(change.terms)
    if base is not None and base >= law.year:
        yield _too_late(change, scheme, law, base)


def _of_thresholds(change: Change, scheme: Scheme, law: NationalYear, name: str) -> Iterator[Problem]:
    """Thresholds for what has none under this law, or that this law's other threshold turns round."""
    terms = change.terms
    assert isinstance(terms, SetPays)
    if terms.pays is not None:
        return
    pays = thresholds(law.indicators[name].pays, terms)
    scale = pays.normally if isinstance(pays, Protected) else pays
    scale = scale.sliding if isinstance(scale, BetterOf) else scale
    if not isinstance(scale, Sliding):
        said = f"change {change.number} sets thresholds of {name}, which {law.id} does not pay by any."
        yield _problem(change, scheme, said, "Give it another way of paying with `set_pays`.")
    elif scale.upper < scale.lower:
        said = (
            f"change {change.number} makes {name} pay from {scale.lower}% to {scale.upper}% under {law.id}."
        )
        yield _problem(change, scheme, said, "Name both thresholds, the lower one first.")


def _of_term(
    change: Change, term: Term, scheme: Scheme, law: NationalYear, known: set[str]
) -> Iterator[Problem]:
    for part in parts_of(term):
        if isinstance(part, Points | BasePoints):
            names = part.indicators.names
        else:
            names = (part.of,) if isinstance(part, Improvement) and not part.own else ()
        yield from (_unknown(change, scheme, law, name) for name in names if name not in known)


def _unknown(change: Change, scheme: Scheme, law: NationalYear, name: str) -> Problem:
    said = f"change {change.number} names {name}, which {law.id} does not have."
    hint = told(name, law.year) or did_you_mean(
        name, law.indicators, otherwise=f"See `openqof show {law.id}`."
    )
    return _problem(change, scheme, said, hint)


def _too_late(change: Change, scheme: Scheme, law: NationalYear, base: FinancialYear) -> Problem:
    said = f"change {change.number} takes {base} as its base year, which is not before {law.year}."
    return _problem(change, scheme, said, f"Price it against the law of a year after {base}.")


def _problem(change: Change, scheme: Scheme, said: str, hint: str) -> Problem:
    _, _, line = change.provenance.place.rpartition(":")
    file = scheme.file or scheme.id
    return Problem(file, int(line) if line.isdigit() else 0, 1, "P208", said, hint)


def check_asserts(scheme: Scheme, area: Area, pricing: Pricing) -> None:
    """The scheme's own count and pounds, on its own area and year alone; pounds only where all join."""
    if set(area.codes) != set(scheme.bodies) or not _own_year(scheme, pricing):
        return
    found: dict[str, Decimal] = {"practices": Decimal(len(pricing.lines))}
    if area.joined is None and not area.closed:
        found |= dict(zip(POUNDS, _pounds(pricing), strict=True))
    problems = [
        _untrue(scheme, area, name, claimed, found[name])
        for name, claimed in scheme.asserts.items()
        if name in found and not claimed.holds(found[name])
    ]
    if problems:
        raise BadInput(problems)


def _own_year(scheme: Scheme, pricing: Pricing) -> bool:
    """Whether the year priced is the one that the scheme starts from."""
    return scheme.base.rpartition("/")[2] == pricing.law.year.slug


def _pounds(pricing: Pricing) -> tuple[Decimal, ...]:
    return (pricing.national, pricing.local, pricing.local, pricing.change)


def _untrue(scheme: Scheme, area: Area, name: str, claimed: Asserted, found: Decimal) -> Problem:
    is_count = name == "practices"
    held = f"{found}" if is_count else write_pounds(found)
    stated = f"{claimed.value}" if is_count else write_pounds(claimed.value)
    within = (
        f" within {claimed.within if is_count else write_pounds(claimed.within)}" if claimed.within else ""
    )
    said = f"{scheme.id} asserts {name}: {stated}{within}; the data has {held} in {named(area.codes)}."
    return Problem("the store", 0, 0, "P206", said, "Correct the assertion, or the files in the store.")
