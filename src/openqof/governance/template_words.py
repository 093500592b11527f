"""What a template and its copy are made of, in plain words: parts by name, values as a sentence has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from openqof.core.governance.wording import day, figure, listed
from openqof.core.scheme import Change, Said
from openqof.core.sources import Provenance
from openqof.core.terms import Chosen, Counted, Standard
from openqof.core.years import FinancialYear

_PARTS = {
    "base": "the base year",
    "because": "the reason for the scheme",
    "route": "the route",
    "model": "the model",
    "hypothesis": "what is expected of it",
    "line": "the payment line",
    "covers": "what it pays for already",
    "kind": "the kind of document",
    "unpriced": "why it has no price",
    "bands": "the bands of change",
    "aim": "the aim of open terms",
    "options": "option",
    "measures": "the measure",
    "changes": "change",
    "offer": "the offer",
    "asks": "what it asks",
    "watch": "what is watched",
    "ends": "how it ends",
}
_INSIDE = {
    "says": "what it says",
    "text": "",
    "terms": "",
    "why": "the reason given",
    "overrides": "the changes it wins over",
    "expected": "the expected value",
    "spread": "the spread between practices",
    "rejected_because": "why it was rejected",
    "to": "to",
    "national_qof_stays": "whether national QOF stays open",
    "closes": "the last day to join",
    "closed_lists": "whether practices with closed lists may join",
    "contracts": "whose contracts it takes",
    "questions": "the questions",
    "of": "of",
    "by": "by when",
    "each": "for each one met",
    "start": "from",
    "chosen": "the indicators",
    "indicators": "the indicators",
    "payer": "who pays",
    "pot": "from which pot",
    "kind": "what kind it is",
    "when": "paid",
    "how": "how",
    "id": "its name",
}
"""What parts within parts are called; "" for one that is called by the whole."""
_UNSAID = ("id", "number")
"""Parts that name a thing, and are said where it is named."""
_TEXT = 40
"""Words longer than this stand in quotation marks."""


def of_part(name: str, *, inside: str = "") -> str:
    """A part as a sentence names it: the base year; the measure hours, the expected value."""
    if not inside:
        return _PARTS.get(name, name.replace("_", " "))
    said = _INSIDE.get(name, name.replace("_", " "))
    return f"{inside}, {said}" if said else inside


def of_item(where: str, key: object) -> str:
    """One of several: the measure hours, change 3."""
    return f"{where} {key}"


def of_parts(value: Any) -> bool:
    """Whether a value has parts that may differ each by itself."""
    return is_dataclass(value) and not isinstance(value, type | FinancialYear | Chosen | Counted | Said)


def plainly(value: Any) -> str:
    """A value in plain words, without where it was read; "" for none."""
    match value:
        case None | () | "" | Provenance():
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal() | int():
            return figure(value)
        case date():
            return day(value)
        case Enum():
            return str(value.value)
        case str():
            return _quoted(value.strip())
    return _several(value)


def _quoted(text: str) -> str:
    """Words as they stand, in quotation marks where they are long or a sentence of their own."""
    return f"“{text.removesuffix('.')}”" if len(text) > _TEXT or text[-1:] in ".?!" else text


def _several(value: Any) -> str:
    match value:
        case Chosen():
            return _chosen(value)
        case Counted():
            return f"{value.kind} {value.name}".strip()
        case Said():
            return plainly(value.text)
        case Standard():
            return f"{value.measure} at least {figure(value.at_least)}"
        case Change():
            return plainly(value.terms)
        case Mapping():
            return "; ".join(f"{key}: {plainly(each)}" for key, each in value.items())
        case tuple():
            return listed(map(plainly, value))
    return _whole(value) if of_parts(value) else str(value)


def _chosen(value: Chosen) -> str:
    names = listed(value.names)
    if not value.every:
        return names
    return f"every indicator but {names}" if names else "every indicator"


def _whole(value: Any) -> str:
    """A thing with parts: what it is, then each part that says something."""
    said = "; ".join(_parts(value))
    return f"{_kind(value)} ({said})" if said else _kind(value)


def _kind(value: Any) -> str:
    """The kind of a thing in words, from its class: AHead is a head."""
    name = type(value).__name__
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


def _parts(value: Any) -> Iterator[str]:
    for each in fields(value):
        held = getattr(value, each.name)
        words = "" if held is False or each.name in _UNSAID else plainly(held)
        if words:
            name = _INSIDE.get(each.name) or each.name.replace("_", " ")
            yield name if held is True else f"{name} {words}"
