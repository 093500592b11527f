"""What a price does that its scheme may not have meant: pay that falls away whole, twice, or below nought."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from openqof.core.changes import Suspend
from openqof.impact.words.figures import day
from openqof.impact.working.ask import Ask
from openqof.impact.working.outside import few, twice_remarks
from openqof.impact.working.reform import settled
from openqof.impact.working.stays import of_year

if TYPE_CHECKING:
    from openqof.impact.working.whole import Parts


def cautions(parts: Parts) -> Iterator[str]:
    """One sentence or two for each."""
    yield from twice_remarks(parts.ask)
    yield from _whole_years(parts.ask)
    yield from _below_nought(parts)


def _whole_years(ask: Ask) -> Iterator[str]:
    """Suspensions of a part of the year that pay nothing for the whole of it."""
    sets = settled(ask.scheme, ask.law)
    for change in ask.scheme.changes:
        terms, names = change.terms, sets[change.number]
        if not isinstance(terms, Suspend) or terms.pay is not None or terms.by_days or not names:
            continue
        if of_year(terms, ask.year_run, by_days=True) < 1:
            until = f" to {day(terms.end)}" if terms.end else ""
            yield (
                f"Change {change.number}: {few(names)}, suspended from {day(terms.start)}{until}: unpaid for "
                "the whole year, because achievement is judged once; `by_days: true` pays by days."
            )


def _below_nought(parts: Parts) -> Iterator[str]:
    """How many practices the scheme leaves with less than nothing."""
    paid = np.sum([stream.pence for stream in parts.streams], axis=0, dtype=np.int64)
    count = int(np.count_nonzero((paid < 0) & parts.joined))
    if count:
        whose = "1 practice" if count == 1 else f"{count:,} practices"
        yield f"The scheme's income of {whose} is below nought: more is taken off than is paid."
