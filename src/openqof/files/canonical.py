"""The canonical form of a law object, and its sha256.

The form is JSON without spaces, keys sorted by code point, text as UTF-8, numbers in ordinary figures
without trailing zeros.  It is therefore the same whatever the comments, the spacing, the quoting and the
order of keys; 45 and 45.0 are the same number and give the same form.  Every value counts, and so does the
order of lists.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from openqof.core.years import FinancialYear


def canonical(thing: Any) -> bytes:
    """The canonical bytes of mappings, lists, text, numbers, days, years, truth values and None."""
    return _write(thing).encode("utf-8")


def fingerprint(thing: Any) -> str:
    """The sha256 of the canonical bytes, in hexadecimal."""
    return sha256(canonical(thing)).hexdigest()


def figure(number: Decimal | int) -> str:
    """A number in ordinary figures without trailing zeros: 45, 0.7, 160.15."""
    if isinstance(number, int):
        return str(number)
    return f"{number.normalize():f}" if number else "0"


def _write(thing: Any) -> str:
    match thing:
        case None | bool():
            return json.dumps(thing)
        case Decimal() | int():
            return figure(thing)
        case str() | date() | FinancialYear():
            return json.dumps(str(thing), ensure_ascii=False)
        case Mapping():
            pairs = sorted((str(key), _write(value)) for key, value in thing.items())
            return "{" + ",".join(f"{_write(key)}:{value}" for key, value in pairs) + "}"
        case list() | tuple():
            return "[" + ",".join(_write(item) for item in thing) + "]"
    raise TypeError(f"{type(thing).__name__} has no canonical form")
