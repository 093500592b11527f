"""A scheme and its price in plain words: what changes, how sure each statement is, who is where."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from openqof.core.sources import Basis
from openqof.impact.pricing import Gone, Pricing
from openqof.impact.words.changes import change_in_words, in_few_words
from openqof.impact.words.figures import day, signed, signed_percent, true_minus
from openqof.impact.words.scheme import Statement, notes_stated, statements, uptake_in_words
from openqof.impact.words.terms import term_in_words

__all__ = [
    "Statement", "change_in_words", "counted_by_basis", "day", "fate", "in_few_words", "notes",
    "notes_stated", "signed", "signed_percent", "statements", "sure_in_words", "term_in_words",
    "true_minus", "uptake_in_words", "why_recalled",
]  # fmt: skip

MOST = Decimal("0.9")
"""The share of scheme income on recalled values from which the reason is said."""


def notes(pricing: Pricing) -> tuple[str, ...]:
    """What a reader must know of the figures: the scheme's own notes on this reading, and the data's."""
    own = (note for note in pricing.scheme.notes if note.reading in (None, pricing.reading))
    return (*(note.text for note in own), *pricing.remarks)


def sure_in_words(pricing: Pricing) -> str:
    """What guaranteed, lowest and at risk are, and how the lowest can be above what is guaranteed."""
    said = (
        "Guaranteed is what the scheme declares sure once a practice has joined, at the least that its terms "
        "can come to; lowest is the least that all of its pay can come to, whatever the year brings; at risk "
        "is what is paid beyond the higher of the two."
    )
    if any(line.lowest > line.guaranteed for line in pricing.lines):
        said += " Lowest is above guaranteed where pay that the scheme does not declare sure has a floor."
    return said


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
