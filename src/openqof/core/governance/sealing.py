"""The seal of a decision record: the sha256 of its canonical JSON, which any change breaks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from openqof.core.governance.decisions import Decision


def canonical(decision: Decision) -> bytes:
    """The record without its seal as canonical JSON: keys sorted, no spaces, text as UTF-8.

    A part of the record that is empty has no key; what is inside a part is kept whole, so that every key of
    `rests_on` counts, and every vote left out.
    """
    plain = plain_record(decision)
    plain.pop("sha256", None)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def plain_record(decision: Decision) -> dict[str, Any]:
    """The record as JSON has it, and as a register holds it: days as text, no key for an empty part."""
    found: dict[str, Any] = _plain(decision)
    return found


def seal_of(decision: Decision) -> str:
    """The sha256 of the canonical form, in hexadecimal."""
    return sha256(canonical(decision)).hexdigest()


def sealed(decision: Decision) -> Decision:
    """The record with its seal."""
    return replace(decision, sha256=seal_of(decision))


def seal_holds(decision: Decision) -> bool:
    """Whether a record is as it was sealed."""
    return decision.sha256 == seal_of(decision)


def _plain(thing: Any) -> Any:
    """Values as JSON has them; days as text, tuples as lists, mappings with every key."""
    if is_dataclass(thing) and not isinstance(thing, type):
        return _kept({each.name: getattr(thing, each.name) for each in fields(thing)})
    if isinstance(thing, Mapping):
        return {str(key): _plain(value) for key, value in thing.items()}
    if isinstance(thing, tuple | list):
        return [_plain(each) for each in thing]
    return thing.isoformat() if isinstance(thing, date) else thing


def value_as_json(thing: Any) -> str:
    """One value of a record as its canonical form has it: "f00d", 12000000, ["It is better"], null."""
    return json.dumps(_plain(thing), ensure_ascii=False, sort_keys=True)


def _kept(pairs: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a record that are not empty."""
    plain = {str(key): _plain(value) for key, value in pairs.items()}
    return {key: value for key, value in plain.items() if value not in (None, "", [], {})}
