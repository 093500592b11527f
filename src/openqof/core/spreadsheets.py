"""Text that spreadsheets would run: what a CSV file holds is only ever to be read."""

from __future__ import annotations

import re
from typing import Any

_STARTS = ("=", "+", "-", "@", "\t", "\r")
_FIGURE = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?%?")


def guarded(text: str) -> str:
    """Text that a spreadsheet will not take for a formula, wherever the file is opened."""
    return f"'{text}" if text.startswith(_STARTS) else text


def guarded_cell(value: Any) -> Any:
    """A cell of any kind: text is guarded, unless it is a figure such as -12.50; all else stays as it is."""
    return value if not isinstance(value, str) or _FIGURE.fullmatch(value) else guarded(value)
