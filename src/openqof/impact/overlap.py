"""Double payment: where a scheme pays for what an enhanced service, a premium or itself pays for already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

import numpy as np

from openqof.core.changes import AddIndicator, AddService, EndService, Pay, Replace
from openqof.core.money import from_pence
from openqof.core.national import NationalYear
from openqof.core.scheme import Change, Scheme
from openqof.core.terms import Points, Reading, parts_of
from openqof.core.years import FinancialYear
from openqof.engine.gather import LAW_SHARED
from openqof.engine.law import WholeArray
from openqof.engine.terms import measures_of
from openqof.files.load import load_scheme
from openqof.files.shipped import scheme_ids, service_ids
from openqof.impact.assessment import Overlap
from openqof.impact.worked import QOF, BoolArray, Worked
from openqof.impact.working.needs import named
from openqof.impact.working.outside import few, paid_twice, unpaid
from openqof.impact.working.paying import service
from openqof.impact.working.roll import NATIONS, paid_pence

SERVICES = ("service", "contract")
LAW_OF = {shared: nation for nation, shared in LAW_SHARED.items()}
"""The nation whose services an invented one has."""


@dataclass(frozen=True, slots=True, eq=False)
class _Claim:
    """What a change pays for: topics by their plain form, and its pence (p,) where it has a stream.

    `told` are the topics it says it covers, `topics` with the indicators and measures it names. `pots` are
    those it is paid from.
    """

    change: int
    what: str
    told: Mapping[str, str]
    topics: Mapping[str, str]
    pence: WholeArray | None = None
    pots: frozenset[str] = frozenset({QOF})


def services_in_force(year: FinancialYear) -> dict[str, Scheme]:
    """The services and contracts of the library that run on any day of a year, by id."""
    documents = (load_scheme(name) for name in (*service_ids(), *scheme_ids()))
    return {each.id: each for each in documents if each.kind in SERVICES and _runs_in(each, year)}


def overlaps(scheme: Scheme, services: Mapping[str, Scheme], worked: Worked) -> tuple[Overlap, ...]:
    """What a scheme pays for that is paid for already, in the order of its changes.

    `services` are documents of services and contracts by id; those count that run in the year priced, for the
    area or its nation, and that the scheme neither ends nor adds itself. Topics are what both say they cover,
    and indicators and measures that they name. Pounds are the smaller of the two payments, added up over the
    practices that join; None where the payments table has nothing on the service's line. A sum in place of
    QOF that still holds the pay of indicators kept beside it is one too, at what those are paid.
    """
    claims = [claim for change in scheme.changes for claim in _claims(change, services, worked)]
    others = [each for each in services.values() if _counts(each, scheme, worked)]
    found = [*_with_services(claims, others, worked), *_with_itself(claims, worked), *_with_a_base(worked)]
    return tuple(sorted(found, key=lambda each: each.change))


def _claims(change: Change, services: Mapping[str, Scheme], worked: Worked) -> Iterator[_Claim]:
    terms = change.terms
    if isinstance(terms, Pay):
        told = _plain(terms.covers)
        topics = _plain(_named(terms)) | told
        yield _Claim(change.number, terms.what, told, topics, *_paid(change, worked))
    elif isinstance(terms, AddService):
        added = service(terms.service, services)
        told = _plain(added.covers)
        yield _Claim(change.number, added.title, told, told, *_paid(change, worked))
    elif isinstance(terms, AddIndicator | Replace):
        rule = terms if isinstance(terms, AddIndicator) else terms.by
        told = _plain(_about(rule, worked.ask.law))
        yield _Claim(change.number, f"indicator {rule.id}", told, told)


def _named(pay: Pay) -> Iterator[str]:
    """Own measures that an amount counts, and national indicators that it pays by name."""
    yield from sorted({measure for measure, _ in measures_of(pay.amount)})
    for part in parts_of(pay.amount):
        if isinstance(part, Points):
            yield from part.indicators.names


def _about(rule: AddIndicator, law: NationalYear) -> Iterator[str]:
    """An indicator's own code and measure, and the group that it belongs to."""
    yield from (rule.id, rule.measure, rule.group)
    if rule.group in law.groups:
        yield law.groups[rule.group].name


def _plain(topics: Iterable[str]) -> dict[str, str]:
    """Topics by the form in which two of them are compared: small letters, plain spaces."""
    return {" ".join(topic.casefold().replace("-", " ").split()): topic for topic in topics if topic}


def _paid(change: Change, worked: Worked) -> tuple[WholeArray | None, frozenset[str]]:
    """The pence (p,) of a change, None where it has no stream, and the pots it comes from."""
    streams = [each for each in worked.streams if each.change == change.number]
    if not streams:
        return None, frozenset()
    pence: WholeArray = np.sum([each.pence for each in streams], axis=0, dtype=np.int64)
    return pence, frozenset(each.pot for each in streams)


def _counts(document: Scheme, scheme: Scheme, worked: Worked) -> bool:
    """Whether a service or contract is one that the practices are paid by in the year of the scheme."""
    ended = {c.terms.service for c in scheme.changes if isinstance(c.terms, EndService | AddService)}
    return (
        document.kind in SERVICES
        and document.id not in (*ended, scheme.id)
        and _runs_in(document, worked.ask.year_run)
        and bool(_bodies(worked) & set(document.bodies))
    )


def _runs_in(document: Scheme, year: FinancialYear) -> bool:
    return document.runs.first <= year.last_day and document.runs.last >= year.first_day


def _bodies(worked: Worked) -> set[str]:
    """The commissioners priced and their nation; the invented one has the services of England."""
    nation = LAW_OF.get(worked.ask.nation, worked.ask.nation)
    return {*worked.ask.area.codes, NATIONS.get(nation, nation)}


def _with_services(claims: Iterable[_Claim], others: Iterable[Scheme], worked: Worked) -> Iterator[Overlap]:
    for claim in claims:
        by_line: dict[str, list[Scheme]] = {}
        for other in others:
            if claim.topics.keys() & _plain(other.covers).keys():
                by_line.setdefault(other.line or other.id, []).append(other)
        for line, documents in by_line.items():
            found = _one(claim, line, documents, worked)
            if found is not None:
                yield found


def _one(claim: _Claim, line: str, documents: list[Scheme], worked: Worked) -> Overlap | None:
    """The overlap with what is paid on one line; None where none of the practices is paid on it."""
    paid, offered = _on_line(line, worked), _offered(documents, worked)
    if not offered.any() or (paid is not None and not paid[offered].any()):
        return None
    topics = claim.topics.keys() & {topic for each in documents for topic in _plain(each.covers)}
    also, pounds = named(each.title for each in documents), _less_of(claim.pence, paid, offered)
    return Overlap(claim.change, claim.what, also, _in_order(claim, topics), pounds)


def _offered(documents: Iterable[Scheme], worked: Worked) -> BoolArray:
    """Who joins the scheme and has a contract that any of the documents is for."""
    offers = [each.offer.contracts if each.offer else () for each in documents]
    of = [any(not names or each.contract in names for names in offers) for each in worked.roll]
    return worked.joined & np.array(of, dtype=np.bool_)


def _with_itself(claims: Iterable[_Claim], worked: Worked) -> Iterator[Overlap]:
    """Two changes that say they cover one thing; what comes from one pot counts as parts of one payment."""
    for one, other in combinations(claims, 2):
        both = one.told.keys() & other.told.keys()
        if both and one.change != other.change and not one.pots & other.pots:
            pounds = None if one.pence is None else _less_of(other.pence, one.pence, worked.joined)
            also = f"change {one.change}: {one.what}"
            yield Overlap(other.change, other.what, also, _in_order(other, both), pounds)


def _with_a_base(worked: Worked) -> Iterator[Overlap]:
    """Sums in place of QOF that hold an earlier year's pay of indicators which are paid for beside them."""
    ends = unpaid(worked.ask)
    for each in paid_twice(worked.ask):
        names = tuple(name for name in each.indicators if name not in ends)
        if names:
            also = f"what the scheme pays for {few(names)} beside it"
            pounds = _less_of(_paid(each.change, worked)[0], _of_indicators(names, worked), worked.joined)
            yield Overlap(each.change.number, each.what, also, names, pounds)


def _of_indicators(names: tuple[str, ...], worked: Worked) -> WholeArray | None:
    """Pence (p,) that indicators are paid under the scheme; None where no results are known."""
    found = worked.reformed
    if found is None:
        return None
    rows = [row for row, name in enumerate(found.law.indicators) if name in names]
    pence: WholeArray = found.pence[rows].sum(axis=0)
    return pence


def _in_order(claim: _Claim, topics: Iterable[str]) -> tuple[str, ...]:
    wanted = set(topics)
    return tuple(said for plain, said in claim.topics.items() if plain in wanted)


def _on_line(line: str, worked: Worked) -> WholeArray | None:
    """Pence (p,) paid on a line in the year priced, in cash or else as earned; None where nobody was."""
    for reading in (Reading.CASH, Reading.ACCRUAL):
        paid = paid_pence(worked.ask.tables.payments, worked.ask.law.year, lines=(line,), reading=reading)
        if paid:
            return np.array([paid.get(code, 0) for code in worked.practices], dtype=np.int64)
    return None


def _less_of(claimed: WholeArray | None, paid: WholeArray | None, of: BoolArray) -> Decimal | None:
    """The smaller of two payments, over some practices; what is paid where the other is not known."""
    if paid is None:
        return None
    both = paid if claimed is None else np.minimum(claimed, paid)
    return from_pence(int(np.maximum(both, 0)[of].sum()))
