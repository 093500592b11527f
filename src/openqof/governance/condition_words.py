"""What a condition asks for and what was stated instead, as the reasons of a verdict write it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from openqof.core.governance.conditions import (
    FACTS,
    AtLeast,
    AtMost,
    Fact,
    Facts,
    FirstOf,
    InTime,
    Is,
    Known,
    OneOf,
)
from openqof.core.governance.wording import day, figure, length_of, listed
from openqof.governance.condition_days import last_day, stated

Leaf = Is | OneOf | AtLeast | AtMost | Known | InTime | FirstOf


def leaf_words(leaf: Leaf, facts: Facts, *, denied: bool) -> str:
    """What a fact is, what is needed of it, or of its contrary, and what was stated."""
    says = FACTS[leaf.fact].says if leaf.fact in FACTS else leaf.fact.replace("_", " ").capitalize()
    value = stated(facts, leaf.fact)
    found = f"stated {written(value)}" if value is not None else "not stated"
    return f"{says} (needed: {_wanted(leaf, facts, denied=denied)}; {found})"


def _wanted(leaf: Leaf, facts: Facts, *, denied: bool) -> str:
    match leaf:
        case Is(_, bool(value)):
            return written(value is not denied)
        case Is(_, value):
            return f"anything but {value}" if denied else str(value)
        case OneOf(_, values):
            return ("none of " if denied else "") + listed(values, joined="or")
        case AtLeast(_, limit):
            return f"{'less than' if denied else 'at least'} {figure(limit)}"
        case AtMost(_, limit):
            return f"{'more than' if denied else 'at most'} {figure(limit)}"
    return _wanted_day(leaf, facts, denied=denied)


def _wanted_day(leaf: Known | InTime | FirstOf, facts: Facts, *, denied: bool) -> str:
    match leaf:
        case Known():
            return "nothing" if denied else "any answer"
        case FirstOf(_, period):
            first = f"the first day of a {'financial year' if period == 'year' else 'quarter'}"
            return f"any but {first}" if denied else first
    limit = last_day(leaf, facts)
    if limit is not None:
        return f"{'after' if denied else 'by'} {day(limit)}"
    other = FACTS[leaf.before].says if leaf.before in FACTS else leaf.before
    return f"{length_of(leaf.count, leaf.unit)} before: {lower(other)}"


def lower(words: str) -> str:
    """Words inside a sentence: in small letters at the start, but for names and abbreviations."""
    first = words.split(" ", 1)[0]
    keeps = (first.isupper() and len(first) > 1) or first == "National"
    return words if keeps or words.startswith("NHS England") else words[:1].lower() + words[1:]


def written(fact: Fact) -> str:
    """A fact as sentences write it: yes, 45, 1 April 2015, a word."""
    match fact:
        case bool():
            return "yes" if fact else "no"
        case Decimal():
            return figure(fact)
        case date():
            return day(fact)
    return fact
