"""The pay terms of a scheme, with those of the services it adds, and the years they look back to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from openqof.core.changes import AddService, Guarantee, LevelOf, Pay, Suspend
from openqof.core.scheme import Change, Measure, Scheme
from openqof.core.terms import BaseIncome, BasePoints, Improvement, Term, parts_of
from openqof.core.years import FinancialYear
from openqof.files.load import load_scheme

Services = Mapping[str, Scheme] | None
"""Enhanced services by id; what is not there is looked up in the library."""


@dataclass(frozen=True, slots=True)
class Paying:
    """A pay term: of which change, and what says by whom and when; `pay` is None where a suspension pays it.

    `service` names the enhanced service that brings it, "" for the scheme's own.
    """

    change: Change
    amount: Term
    pay: Pay | None
    service: str = ""


def paying(scheme: Scheme, services: Services = None) -> tuple[Paying, ...]:
    """Every pay term of a scheme and of the services it adds, in the order of its changes."""
    return tuple(each for change in scheme.changes for each in _paying(change, services))


def _paying(change: Change, services: Services) -> Iterator[Paying]:
    terms = change.terms
    if isinstance(terms, Pay):
        yield Paying(change, terms.amount, terms)
    elif isinstance(terms, Suspend) and terms.pay is not None and not isinstance(terms.pay, LevelOf):
        yield Paying(change, terms.pay, None)
    elif isinstance(terms, AddService):
        own = paying(service(terms.service, services), services)
        yield from (Paying(change, each.amount, each.pay, terms.service) for each in own if each.pay)


def service(name: str, services: Services = None) -> Scheme:
    """An enhanced service by its id; BadInput where neither the mapping nor the library has it."""
    if services is not None and name in services:
        return services[name]
    return load_scheme(name)


def added_services(scheme: Scheme) -> tuple[str, ...]:
    """The enhanced services that a scheme adds, by id."""
    return tuple(each.terms.service for each in scheme.changes if isinstance(each.terms, AddService))


def measures(scheme: Scheme, services: Services = None) -> dict[str, Measure]:
    """The own measures of the scheme and of the services it adds; of two of one name, the scheme's."""
    found: dict[str, Measure] = {}
    for name in added_services(scheme):
        found |= service(name, services).measures
    return {**found, **scheme.measures}


def years_needed(scheme: Scheme, year: FinancialYear, services: Services = None) -> tuple[FinancialYear, ...]:
    """The years whose tables a price reads: the year priced and every one looked back to, oldest first."""
    bases = {base for change in scheme.priced if (base := base_year(change.terms)) is not None}
    terms = (each.amount for each in paying(scheme, services))
    return tuple(sorted({year, *bases, *(base for term in terms for base in looked_back(term, year))}))


def base_year(terms: object) -> FinancialYear | None:
    """The base year of a guarantee, or of a suspension paid at a level."""
    if isinstance(terms, Guarantee):
        return terms.of
    return terms.pay.year if isinstance(terms, Suspend) and isinstance(terms.pay, LevelOf) else None


def looked_back(term: Term, year: FinancialYear) -> Iterable[FinancialYear]:
    """The years a pay term asks for beside the one priced."""
    for part in parts_of(term):
        if isinstance(part, BaseIncome | BasePoints):
            yield part.of
        elif isinstance(part, Improvement):
            yield from (FinancialYear(year.start - back) for back in range(1, part.years + 1))
