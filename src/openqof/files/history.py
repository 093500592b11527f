"""What became of indicators that left or were renumbered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from openqof.core.years import FinancialYear
from openqof.files.national_shape import HISTORY as SHAPE
from openqof.files.nodes import read_document
from openqof.files.shape import Value, read
from openqof.files.shipped import HISTORY


@dataclass(frozen=True, slots=True)
class Event:
    """An indicator left: the first year without it, its new number, or those that carry its work on."""

    year: FinancialYear
    became: str = ""
    followed_by: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.became:
            return f"became {self.became} in {self.year}"
        after = f", followed by {' and '.join(self.followed_by)}" if self.followed_by else ""
        return f"retired in {self.year}{after}"


@cache
def events() -> Mapping[str, tuple[Event, ...]]:
    """What became of each indicator that left, earliest first: a code may come back and leave again."""
    if not HISTORY.exists():
        return {}
    value, _ = read(SHAPE, read_document(HISTORY))
    found = ((code, [_event(one) for one in each(told)]) for code, told in value.items()) if value else ()
    return {code: tuple(sorted((e for e in all_of if e), key=_when)) for code, all_of in found}


def each(told: Value) -> tuple[Value, ...]:
    """The events of one code, written as one or as a list."""
    return told.value if isinstance(told.value, tuple) else (told,)


def _when(event: Event) -> FinancialYear:
    return event.year


def _event(event: Value) -> Event | None:
    followed_by = tuple(code.value for code in event.plain("followed_by", ()))
    if event.tag == "retired":
        return Event(event["retired"].value, followed_by=followed_by)
    year = event.plain("in")
    return Event(year, became=event["became"].value) if year else None


def what_became(indicator: str, year: FinancialYear) -> str | None:
    """Say "retired in 2014/15" or "became DM036 in 2025/26" of an indicator gone by the year, else None."""
    gone = [event for event in events().get(indicator, ()) if event.year <= year]
    return str(gone[-1]) if gone else None


def told(indicator: str, year: FinancialYear) -> str | None:
    """The same as a sentence: "HYP005 was retired in 2014/15."."""
    became = what_became(indicator, year)
    if became is None:
        return None
    return f"{indicator} was {became}." if became.startswith("retired") else f"{indicator} {became}."
