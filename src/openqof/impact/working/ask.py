"""What is asked of a price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from openqof.core.national import NationalYear
from openqof.core.scheme import Scheme
from openqof.core.terms import Reading
from openqof.core.years import FinancialYear
from openqof.engine.tables import Tables
from openqof.files.load import load_year
from openqof.files.shipped import year_ids
from openqof.impact.working.roll import Area


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be priced: scheme, law and data, whose practices, in which reading, of which nation.

    `services` are the enhanced services that the scheme adds or ends, by id; the library's own where a name
    is not there.
    """

    scheme: Scheme
    law: NationalYear
    tables: Tables
    area: Area
    reading: Reading
    nation: str
    base_law: NationalYear | None = None
    services: Mapping[str, Scheme] | None = None

    @property
    def is_over(self) -> bool:
        """Whether the year priced was over when the scheme began, so that its results move no more."""
        return self.year_run != self.law.year

    @property
    def year_run(self) -> FinancialYear:
        """The year in which the scheme runs and pays: that priced, or the one after, for which it stands."""
        return self.scheme.year_on(self.law)

    def law_of(self, year: FinancialYear) -> NationalYear | None:
        """The law of a year for the nation of the price; None where the library has none."""
        for law in (self.law, self.base_law):
            if law is not None and law.year == year:
                return law
        return _shipped(f"{self.law.id.partition('/')[0]}/{year.slug}")


@cache
def _shipped(law_id: str) -> NationalYear | None:
    """A year of the library, read once: a law is frozen."""
    return load_year(law_id) if law_id in year_ids() else None
