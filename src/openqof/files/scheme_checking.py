"""What every check of a scheme document goes by: its values, the law it changes, and where problems go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from openqof.core.national import NationalYear
from openqof.core.years import FinancialYear
from openqof.files.history import told
from openqof.files.scheme_terms_shape import TERM_FORMS
from openqof.files.shape import Value, Walk, did_you_mean


@dataclass(frozen=True, slots=True)
class Laws:
    """The national year a scheme changes and the one after, as far as the library has them."""

    base: NationalYear
    after: NationalYear | None


@dataclass(frozen=True, slots=True)
class Checking:
    """One document under check; `laws` is None where it has no base, or one that is not known.

    `changes` are those that could be read, by their numbers in the document.
    """

    document: Value
    walk: Walk
    laws: Laws | None
    changes: tuple[tuple[int, Value], ...]

    @property
    def law(self) -> NationalYear | None:
        """The national year."""
        return None if self.laws is None else self.laws.base

    @property
    def year(self) -> FinancialYear | None:
        """The financial year that is priced."""
        return None if self.laws is None else self.laws.base.year

    @property
    def year_run(self) -> FinancialYear | None:
        """The financial year it runs in: that of its base, or for a national change the one that follows."""
        runs, route = self.document.get("runs"), self.document.get("route")
        national = route is not None and route.plain("says", route.value) == "national-change"
        first = None if runs is None else runs.plain("from")
        if self.year is None or not national or first is None:
            return self.year
        return self.year.next if FinancialYear.of(first) == self.year.next else self.year

    def terms(self) -> Iterator[tuple[int, str, Value]]:
        """Every pay term of every change: the number of the change, the term's tag, and what it says."""
        for number, change in self.changes:
            for tag, term in terms_in(change):
                yield number, tag, term

    def of(self, *tags: str) -> Iterator[tuple[int, Value]]:
        """The changes of some kinds: number and what each says."""
        for number, change in self.changes:
            if change.tag in tags:
                yield number, change[change.tag]


def checking(document: Value, walk: Walk, laws: Laws | None) -> Checking:
    """What the checks of a document go by."""
    numbered = enumerate(document.plain("changes", ()), start=1)
    return Checking(document, walk, laws, tuple((n, each) for n, each in numbered if each.tag))


def terms_in(value: Value) -> Iterator[tuple[str, Value]]:
    """Every pay term in a value, outer ones first: its tag and what it says."""
    if value.tag in TERM_FORMS:
        yield value.tag, value[value.tag]
    for part in parts(value.value):
        yield from terms_in(part)


def parts(value: Any) -> Iterable[Value]:
    """The values in a record or list."""
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, tuple) else ()


def named(chosen: Value | None) -> tuple[Value, ...]:
    """The codes written in a choice of indicators, also those it leaves out."""
    if chosen is None or chosen.tag == "all":
        return ()
    listed = chosen["all_but"] if chosen.tag == "all_but" else chosen
    return tuple(listed.value) if isinstance(listed.value, tuple) else ()


def mend(name: str, law: NationalYear) -> str:
    """What became of an indicator that the year does not have, else the nearest one of the year."""
    if became := told(name, law.year):
        return became
    if name in law.aliases:
        return f"In the law of {law.year} it is {law.aliases[name]}."
    known = law.indicators
    return did_you_mean(name, known, otherwise=f"openqof show {law.id} lists its {len(known)} indicators.")
