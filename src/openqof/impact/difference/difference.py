"""What stays, stops, starts and changes between two schemes, or a scheme and a national year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from openqof.core.national import NationalYear
from openqof.core.scheme import Scheme
from openqof.core.years import FinancialYear
from openqof.files.history import events
from openqof.impact.difference.sides import Entry, Side, side, together
from openqof.impact.words.figures import several


class Becomes(StrEnum):
    """What becomes of one thing between the first and the second."""

    STOPS = "stops"
    STARTS = "starts"
    CHANGES = "changes"
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing: what kind it is (indicator, payment, obligation …), its name, what it was and what it is.

    `before` or `after` is "" where it is not there; `was` and `now` are only what of it differs. `name` is
    the one in the first, and `renamed` the one in the second where that is another.
    """

    about: str
    name: str
    before: str
    after: str
    becomes: Becomes
    was: str = ""
    now: str = ""
    renamed: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two documents side by side, row by row: what stops first, then what starts, changes and stays."""

    first: str
    second: str
    first_title: str
    second_title: str
    rows: tuple[Row, ...]

    def of(self, becomes: Becomes) -> tuple[Row, ...]:
        """The rows of one kind."""
        return tuple(row for row in self.rows if row.becomes is becomes)


def compare(a: Scheme | NationalYear, b: Scheme | NationalYear) -> Difference:
    """The difference from `a` to `b`; indicators renumbered between their years are one row.

    BadInput where the national year of a scheme cannot be read.
    """
    before, after = side(a), side(b)
    rows = sorted(_rows(before, after), key=lambda row: list(Becomes).index(row.becomes))
    return Difference(a.id, b.id, a.title, b.title, tuple(rows))


def _rows(before: Side, after: Side) -> Iterator[Row]:
    names = _renamed(before, after)
    taken = {("indicator", new) for new in names.values()}
    merged = _merged(before, names)
    for (about, name), entry in before.entries.items():
        new = names.get(name, "") if about == "indicator" else ""
        if new in merged:
            if name == merged[new][0]:
                yield _of_several(merged[new], new, before, after)
        else:
            yield _row(about, name, entry, after.entries.get((about, new or name)), renamed=new)
    for (about, name), entry in after.entries.items():
        if (about, name) not in before.entries and (about, name) not in taken:
            yield _row(about, name, None, entry)


def _merged(before: Side, names: Mapping[str, str]) -> dict[str, list[str]]:
    """New codes under which several old ones go on, with those in the order of the law."""
    found: dict[str, list[str]] = {}
    for about, name in before.entries:
        if about == "indicator" and name in names:
            found.setdefault(names[name], []).append(name)
    return {new: olds for new, olds in found.items() if len(olds) > 1}


def _of_several(olds: list[str], new: str, before: Side, after: Side) -> Row:
    """One row for indicators that became one."""
    entry = together([before.entries["indicator", name] for name in olds])
    return _row("indicator", several(olds), entry, after.entries.get(("indicator", new)), renamed=new)


def _row(about: str, name: str, before: Entry | None, after: Entry | None, *, renamed: str = "") -> Row:
    said = [entry.says if entry else "" for entry in (before, after)]
    was, now = _apart(before.parts if before else (), after.parts if after else ())
    return Row(about, name, said[0], said[1], _becomes(before, after), was, now, renamed)


def _apart(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, str]:
    """The parts in which two entries differ; all of them where they are not made alike."""
    if len(before) != len(after):
        return ", ".join(before), ", ".join(after)
    differ = [(was, now) for was, now in zip(before, after, strict=True) if was != now]
    return ", ".join(was for was, _ in differ), ", ".join(now for _, now in differ)


def _becomes(before: Entry | None, after: Entry | None) -> Becomes:
    """Work that is stopped counts as stopped, though its pay may go on."""
    was, will = (entry is not None and not entry.stopped for entry in (before, after))
    if was != will:
        return Becomes.STOPS if was else Becomes.STARTS
    if before is None or after is None:
        return Becomes.CHANGES
    return Becomes.STAYS if before.says == after.says else Becomes.CHANGES


def _renamed(before: Side, after: Side) -> dict[str, str]:
    """Codes of the first year that go by another in the second, whichever of the two is the later."""
    old, new = _codes(before), _codes(after)
    if before.year <= after.year:
        return {code: now for code in old - new if (now := _now(code, before.year, after.year)) in new - old}
    later = {now: code for code in new - old if (now := _now(code, after.year, before.year)) in old - new}
    return {code: was for code, was in later.items() if code}


def _codes(one: Side) -> set[str]:
    return {name for about, name in one.entries if about == "indicator"}


def _now(code: str, since: FinancialYear, until: FinancialYear) -> str:
    """What an indicator of one year is called in a later one; "" where it was not renumbered."""
    became = ""
    for event in events().get(code, ()):
        if since < event.year <= until:
            became = event.became
    return _now(became, since, until) or became if became else ""
