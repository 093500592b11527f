"""A scheme and its price in plain words: what changes, how sure each statement is, who is where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openqof.core.money import write_pounds
from openqof.core.scheme import Bound, Change, Guarantee, Report, Require, Scheme, Suspend
from openqof.core.sources import Basis, Provenance
from openqof.impact.pricing import Gone, Pricing

MOST = Decimal("0.9")
"""The share of scheme income on recalled values from which the reason is said."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing the scheme states, and its provenance."""

    about: str
    says: str
    provenance: Provenance


def day(when: date) -> str:
    """1 April 2015."""
    return f"{when.day} {when:%B %Y}"


def signed(pounds: Decimal) -> str:
    """Pounds with a plus sign where there is a gain, so that the direction does not rest on colour."""
    return f"+{write_pounds(pounds)}" if pounds > 0 else write_pounds(pounds)


def true_minus(written: str) -> str:
    """A figure with the minus sign that a page prints, as wide as its plus, in place of the hyphen."""
    return written.replace("-", "\N{MINUS SIGN}")


def signed_percent(percent: Decimal | None) -> str:
    """A percentage with its sign, one decimal; a dash where there is none."""
    if percent is None:
        return "–"
    written = f"{percent:+.1f}%"
    return "0.0%" if written in ("+0.0%", "-0.0%") else written


def change_in_words(change: Change) -> str:
    """What one change does, as a sentence."""
    terms = change.terms
    if isinstance(terms, Guarantee):
        return f"Practices are guaranteed their QOF income of {terms.of}, {terms.reading.in_words}."
    if isinstance(terms, Suspend):
        return (
            f"Work on {len(terms.indicators)} indicators stops on {day(terms.start)}; "
            f"they are paid at the practice's results of {terms.pay.year}."
        )
    if isinstance(terms, Report):
        return f"Practices go on reporting {terms.indicators} indicators; reporting is {terms.level}."
    return _obligation(terms)


def _obligation(terms: Require) -> str:
    who = "Each practice" if terms.of is Bound.PRACTICE else "The commissioner"
    parts = [f"{who} is to {terms.what}"]
    parts += [f"by {day(terms.by)}"] if terms.by else []
    parts += [f"shown by {terms.evidence}"] if terms.evidence else []
    return ", ".join(parts) + "."


def statements(scheme: Scheme) -> tuple[Statement, ...]:
    """Everything the scheme states, each with the source and basis it names."""
    runs = f"{day(scheme.runs.first)} to {day(scheme.runs.last)}"
    found = [
        Statement("Commissioner", ", ".join(scheme.bodies), scheme.provenance),
        Statement("Runs", runs, scheme.runs.provenance),
        Statement("Why", scheme.because.text, scheme.because.provenance),
        *_of_the_deal(scheme),
        *(Statement(f"Change {c.number}", change_in_words(c), c.provenance) for c in scheme.changes),
        *_levels(scheme),
        *_of_the_watch(scheme),
    ]
    bands = f"Within {scheme.bands.near}% is little change, beyond {scheme.bands.far}% is much"
    return (*found, Statement("Bands", bands, scheme.bands.provenance))


def _of_the_deal(scheme: Scheme) -> list[Statement]:
    named = (("Legal route", scheme.route), ("Model", scheme.model))
    found = [Statement(about, said.text.replace("-", " "), said.provenance) for about, said in named if said]
    if scheme.offer:
        closes = f", until {day(scheme.offer.closes)}" if scheme.offer.closes else ""
        stays = "; national QOF stays open to the others" if scheme.offer.national_qof_stays else ""
        found.append(Statement("Offer", f"To {scheme.offer.to}{closes}{stays}", scheme.offer.provenance))
    return found


def _levels(scheme: Scheme) -> list[Statement]:
    """The pay level of a suspended set, which may be less sure than the set itself."""
    return [
        Statement(f"Change {c.number}, pay", f"At the results of {c.terms.pay.year}", c.terms.pay_provenance)
        for c in scheme.changes
        if isinstance(c.terms, Suspend)
    ]


def _of_the_watch(scheme: Scheme) -> list[Statement]:
    found = []
    if scheme.asks:
        found.append(Statement("Questions", " ".join(scheme.asks.questions), scheme.asks.provenance))
    if scheme.watch:
        against = f", against {scheme.watch.against}" if scheme.watch.against else ""
        uses = f"; for {', '.join(scheme.watch.may_be_used_for)}" if scheme.watch.may_be_used_for else ""
        never = f"; not for {', '.join(scheme.watch.not_for)}" if scheme.watch.not_for else ""
        says = f"{scheme.watch.measure}{against}{uses}{never}"
        found.append(Statement("Monitoring", says, scheme.watch.provenance))
    if scheme.ends:
        notice = f", notice {scheme.ends.notice}" if scheme.ends.notice else ""
        found.append(Statement("Ends", f"{scheme.ends.how}{notice}", scheme.ends.provenance))
    return found


def notes(pricing: Pricing) -> tuple[str, ...]:
    """What a reader must know of the figures: the scheme's own notes on this reading, and the data's."""
    own = (note for note in pricing.scheme.notes if note.reading in (None, pricing.reading))
    return (*(note.text for note in own), *pricing.remarks)


def fate(gone: Gone) -> str:
    """What became of the base of a practice that is gone."""
    if gone.successor:
        return f"paid to {gone.successor}"
    return f"not paid: {gone.clue}" if gone.clue else "not paid"


def why_recalled(pricing: Pricing) -> str:
    """Why nearly all of the scheme's income rests on recalled values; "" where it does not."""
    law, pounds = pricing.law, pricing.rests.recalled_pounds
    if pounds is None or pounds < MOST * pricing.local or not pounds:
        return ""
    rules = law.indicators.values()
    kinds = {
        "points": sum(rule.points.provenance.basis is Basis.RECALLED for rule in rules),
        "thresholds": sum(rule.pays_provenance.basis is Basis.RECALLED for rule in rules),
    }
    parts = [f"the {what} of {'all' if n == len(rules) else n}" for what, n in kinds.items() if n]
    said = f"of the {len(rules)} indicators of {law.year}, {' and '.join(parts)} are recalled"
    return f"{said}; they add up to the control totals of the law file" if parts else ""


def counted_by_basis(values: Mapping[Basis, int]) -> str:
    """12 are found, 3 derived and 4 recalled."""
    found, derived, recalled = (values[basis] for basis in Basis)
    return f"{found} are found, {derived} derived and {recalled} recalled"
