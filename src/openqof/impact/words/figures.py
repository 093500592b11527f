"""Money, shares, days and lists as a sentence writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from openqof.core.money import write_pounds
from openqof.files.canonical import figure


def day(when: date) -> str:
    """1 April 2015."""
    return f"{when.day} {when:%B %Y}"


def month(when: date) -> str:
    """April 2015."""
    return f"{when:%B %Y}"


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
    shown = percent.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{shown:+}%" if shown else "0.0%"


def short_pounds(pounds: Decimal) -> str:
    """An amount of the terms: £95, £107.08, £0.505; no pence where there are none."""
    if pounds == round(pounds, 2):
        return write_pounds(pounds).removesuffix(".00")
    return f"{'-' if pounds < 0 else ''}£{figure(abs(pounds))}"


def percent(share: Decimal) -> str:
    """75%, 2.5%."""
    return f"{figure(share)}%"


def several(words: Iterable[str], *, joined: str = "and") -> str:
    """A, B and C."""
    parts = list(words)
    return f" {joined} ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def number_of(count: int, one: str, many: str = "") -> str:
    """1 indicator, 40 indicators."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
