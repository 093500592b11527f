"""Practices over time: openings, closures, mergers and changes of commissioner, each with its evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from openqof.core.years import FinancialYear
from openqof.datasets import sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ANNUAL = ("table", "demonstration", "payments", "qof_geographies", "qof_organisations", "scotland_practices")
"""Kinds that list every practice of a year, so that one missing the next year is gone.

Counts, points and lists of patients leave practices out for other reasons, and show nothing by it.
"""


@dataclass(frozen=True, slots=True, order=True)
class PracticeEvent:
    """One thing that happened to a practice in a financial year.

    `kind` is opened, closed, merged, moved (to another commissioner) or reorganised (its commissioner was
    replaced by another for everyone). `before` and `after` are commissioner codes for the last two; `after`
    is the successor for a merger. `evidence` says what shows it.
    """

    year: str
    practice: str
    kind: str
    name: str
    before: str
    after: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Fact:
    """What one file says of a practice in one year; no year for files that hold for any."""

    practice: str
    kind: str
    file: str
    name: str
    commissioner: str
    opened: date | None
    closed: date | None
    successor: str


Facts = Mapping[tuple[str, FinancialYear], Mapping[str, Fact]]
"""For each kind of file and year, what it says of each practice."""


def practices_over_time(
    connection: DuckDBPyConnection, years: Sequence[FinancialYear]
) -> list[PracticeEvent]:
    """Every event that the files kept show, in order of year and practice, each once with the best evidence.

    A day written in a file comes before a practice being in one year's file and not in the next one's.
    """
    by_year, undated = _facts(connection)
    successors = _successors(connection, by_year, undated)
    every = [fact for facts in by_year.values() for fact in facts.values()] + undated
    found = [*_written(every, years), *_seen(by_year), *_joined(connection, years)]
    return _once(found, successors)


def _facts(connection: DuckDBPyConnection) -> tuple[Facts, list[Fact]]:
    query = """
    SELECT year, practice, p.kind, coalesce(f.name, p.file), coalesce(p.name, ''), coalesce(commissioner, ''),
           opened, closed, coalesce(successor, '')
    FROM practices p LEFT JOIN (SELECT DISTINCT ON (sha256) sha256, name FROM files) f ON f.sha256 = p.file
    """
    by_year: dict[tuple[str, FinancialYear], dict[str, Fact]] = defaultdict(dict)
    undated = []
    for year, *rest in sql.rows(connection, query):
        fact = Fact(*rest)
        if year is None:
            undated.append(fact)
        else:
            by_year[fact.kind, FinancialYear.parse(year)][fact.practice] = fact
    return by_year, undated


def _successors(connection: DuckDBPyConnection, by_year: Facts, undated: Sequence[Fact]) -> dict[str, str]:
    """Who took over each practice: from the list of successions, else as a practice's own row says."""
    found = {f.practice: f.successor for facts in by_year.values() for f in facts.values() if f.successor}
    found |= {f.practice: f.successor for f in undated if f.successor}
    return found | dict(
        sql.rows(connection, "SELECT practice, successor FROM successions ORDER BY effective, successor")
    )


def _written(facts: Sequence[Fact], years: Sequence[FinancialYear]) -> Iterator[PracticeEvent]:
    """Days of opening and closing that fall in a year held."""
    for fact in facts:
        for kind, day in (("opened", fact.opened), ("closed", fact.closed)):
            if day is not None and FinancialYear.of(day) in years:
                year = str(FinancialYear.of(day))
                yield PracticeEvent(
                    year, fact.practice, kind, fact.name, "", "", f"{_written_out(day)} in {fact.file}"
                )


def _written_out(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _seen(by_year: Facts) -> Iterator[PracticeEvent]:
    """What the file of one year and that of the next, of one kind, show between them."""
    for (kind, year), before in by_year.items():
        after = by_year.get((kind, year.next))
        if kind not in ANNUAL or not after:
            continue
        shown = " and ".join(dict.fromkeys((_file(before), _file(after))))
        for code in after.keys() - before.keys():
            evidence = f"in {year.next} but not {year}: {shown}"
            yield PracticeEvent(str(year.next), code, "opened", after[code].name, "", "", evidence)
        for code in before.keys() - after.keys():
            evidence = f"in {year} but not {year.next}: {shown}"
            yield PracticeEvent(str(year), code, "closed", before[code].name, "", "", evidence)
        yield from _moved(before, after, year=year.next, shown=shown)


def _file(facts: Mapping[str, Fact]) -> str:
    return next(iter(facts.values())).file


def _moved(
    before: Mapping[str, Fact], after: Mapping[str, Fact], *, year: FinancialYear, shown: str
) -> Iterator[PracticeEvent]:
    went: dict[str, set[str]] = defaultdict(set)
    for code in before.keys() & after.keys():
        if before[code].commissioner and after[code].commissioner:
            went[before[code].commissioner].add(after[code].commissioner)
    for code in before.keys() & after.keys():
        old, new = before[code].commissioner, after[code].commissioner
        if old and new and old != new:
            kind = "reorganised" if went[old] == {new} else "moved"
            yield PracticeEvent(str(year), code, kind, after[code].name, old, new, shown)


def _joined(connection: DuckDBPyConnection, years: Sequence[FinancialYear]) -> Iterator[PracticeEvent]:
    """Changes of commissioner with the day, from the list of memberships."""
    query = """
    SELECT practice, lag(commissioner) OVER w, commissioner, joined, coalesce(f.name, m.file)
    FROM memberships m LEFT JOIN (SELECT DISTINCT ON (sha256) sha256, name FROM files) f ON f.sha256 = m.file
    WINDOW w AS (PARTITION BY practice ORDER BY joined) ORDER BY practice, joined
    """
    for practice, old, new, day, file in sql.rows(connection, query):
        if old and old != new and day is not None and FinancialYear.of(day) in years:
            year = str(FinancialYear.of(day))
            yield PracticeEvent(year, practice, "moved", "", old, new, f"{_written_out(day)} in {file}")


def _once(found: Sequence[PracticeEvent], successors: Mapping[str, str]) -> list[PracticeEvent]:
    """One event a practice, year and kind, the first found; a closure with a successor is a merger.

    A practice closes once: where a day is written, a later year's file that no longer has it adds nothing.
    """
    kept: dict[tuple[str, ...], PracticeEvent] = {}
    dated = {(e.practice, e.kind) for e in found if not e.evidence.startswith("in ")}
    for event in found:
        if event.evidence.startswith("in ") and (event.practice, event.kind) in dated:
            continue
        key = _key(event)
        kept.setdefault(key, _as_merger(event, successors))
    return sorted(kept.values())


def _key(event: PracticeEvent) -> tuple[str, ...]:
    if event.kind in ("moved", "reorganised"):
        return event.year, event.practice, event.before, event.after
    return event.practice, event.kind, event.year


def _as_merger(event: PracticeEvent, successors: Mapping[str, str]) -> PracticeEvent:
    successor = successors.get(event.practice, "")
    if event.kind != "closed" or not successor:
        return event
    return PracticeEvent(event.year, event.practice, "merged", event.name, "", successor, event.evidence)
