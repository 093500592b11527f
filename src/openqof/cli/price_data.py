"""What several prices of one command have in common: years of the store and services, each read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openqof.core.national import NationalYear
    from openqof.core.scheme import Scheme
    from openqof.core.years import FinancialYear
    from openqof.datasets.store import Store
    from openqof.engine.tables import Tables


@dataclass
class Data:
    """The store, and what was read of it and of the library so far."""

    store: Store
    _years: dict[FinancialYear, Tables] = field(default_factory=dict)

    def tables(self, scheme: Scheme, law: NationalYear) -> Tables:
        """The rows of every year the price reads, of those too that the law and the cash look back to."""
        from openqof.cli.held import years_behind
        from openqof.engine.tables import Tables
        from openqof.impact.cash.months import years_of_cash
        from openqof.impact.working.needs import years_needed

        tables = Tables()
        for year in sorted({*years_needed(scheme, law.year), *years_behind(law), *years_of_cash(law)}):
            if year in self._held:
                tables = tables.plus(self._year(year))
        return tables

    def services(self, scheme: Scheme) -> dict[str, Scheme]:
        """The services and contracts of the library that run on any of the scheme's days."""
        runs = scheme.runs
        return {
            name: each
            for name, each in self._services.items()
            if each.runs.first <= runs.last and runs.first <= each.runs.last
        }

    @cached_property
    def _held(self) -> frozenset[FinancialYear]:
        return frozenset(self.store.years())

    @cached_property
    def _services(self) -> dict[str, Scheme]:
        from openqof.files.load import load_scheme
        from openqof.files.shipped import service_ids

        return {each: load_scheme(each) for each in service_ids()}

    def _year(self, year: FinancialYear) -> Tables:
        if year not in self._years:
            self._years[year] = self.store.tables(year)
        return self._years[year]
