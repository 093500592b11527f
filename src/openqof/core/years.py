"""Financial years: 1 April to 31 March."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_WRITTEN = re.compile(r"^(?:(20\d\d)\s*[/-]\s*(?:20)?(\d\d)|(20\d\d)(\d\d)|(\d\d)[/-]?(\d\d))$")


@dataclass(frozen=True, slots=True, order=True)
class FinancialYear:
    """One financial year, known by the calendar year it starts in."""

    start: int

    @classmethod
    def parse(cls, text: str) -> FinancialYear:
        """Read 2015/16, 2015-16, 201516, 15-16 or 1516; ValueError when the two halves do not follow."""
        match = _WRITTEN.match(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a financial year; write it as 2015/16")
        first, second = [part for part in match.groups() if part is not None]
        start = int(first) if len(first) == 4 else 2000 + int(first)
        if (start + 1) % 100 != int(second):
            raise ValueError(f"{text!r} is not a financial year; did you mean {cls(start)}?")
        return cls(start)

    @classmethod
    def of(cls, day: date) -> FinancialYear:
        """The financial year a day falls in."""
        return cls(day.year if day.month >= 4 else day.year - 1)

    def __str__(self) -> str:
        return f"{self.start}/{(self.start + 1) % 100:02d}"

    @property
    def slug(self) -> str:
        """The year as files and identifiers write it: 2015-16."""
        return str(self).replace("/", "-")

    @property
    def first_day(self) -> date:
        """1 April."""
        return date(self.start, 4, 1)

    @property
    def last_day(self) -> date:
        """31 March."""
        return date(self.start + 1, 3, 31)

    @property
    def days(self) -> int:
        """365, or 366 when the year holds a 29 February."""
        return (self.last_day - self.first_day).days + 1

    @property
    def previous(self) -> FinancialYear:
        """The year before."""
        return FinancialYear(self.start - 1)

    @property
    def next(self) -> FinancialYear:
        """The year after."""
        return FinancialYear(self.start + 1)

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each of the twelve months, April first."""
        return tuple(date(self.start + (m > 12), (m - 1) % 12 + 1, 1) for m in range(4, 16))

    def days_between(self, opened: date | None, closed: date | None) -> int:
        """Days of this year on which a contract ran; both ends count, None means open-ended."""
        first = max(self.first_day, opened or self.first_day)
        last = min(self.last_day, closed or self.last_day)
        return max(0, (last - first + timedelta(days=1)).days)
