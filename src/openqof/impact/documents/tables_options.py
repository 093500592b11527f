"""Several options in one run: what each is called, and the tables that set them side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from openqof.core.money import from_pence
from openqof.impact.assessment import Assessment
from openqof.impact.documents.shape import Kind, Table, Value, columns, tenths
from openqof.impact.documents.tables_practices import TOTAL, share_of
from openqof.impact.options import alike, side_by_side
from openqof.impact.pricing import Line

LONGEST = 32
"""Letters of a name that a column or a legend has room for."""
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
_JOINS = frozenset({"and", "of", "the"})
OPTIONS = columns(
    ("option", "Option"), ("title", "Scheme"), ("scheme_id", "Document"), ("years", "Year"),
    ("national", "National", Kind.POUNDS), ("scheme", "Scheme income", Kind.POUNDS),
    ("change", "Change", Kind.CHANGE), ("percent", "Share of national income", Kind.SHIFT),
    ("guaranteed", "Guaranteed", Kind.POUNDS), ("lowest", "Lowest", Kind.POUNDS),
    ("highest", "Highest", Kind.POUNDS), ("lower", "Practices lower", Kind.WHOLE),
    ("higher", "Practices higher", Kind.WHOLE), ("hours_freed", "Hours freed", Kind.ESTIMATE),
    ("cash_gap", "Deepest cash gap of the area", Kind.CHANGE),
)  # fmt: skip


def names_of(options: Sequence[Assessment]) -> tuple[str, ...]:
    """What each option is called in columns and legends: short, and no two the same."""
    titles = [each.pricing.scheme.title for each in options]
    names = [short(title) for title in titles]
    if len(set(names)) < len(names):
        names = titles
    if len(set(names)) < len(names):
        names = [f"{name} ({place})" for place, name in enumerate(names, start=1)]
    return tuple(names)


def short(title: str) -> str:
    """The whole title where it is short, else the name at its head: "Aylesbury Vale", "England"."""
    first = title.split(",")[0]
    if len(first) <= LONGEST:
        return first
    kept: list[str] = []
    for word in first.split():
        proper = word[:1].isupper() or (kept and word in _JOINS)
        if not proper or len(" ".join([*kept, word])) > LONGEST:
            break
        kept.append(re.sub("['\N{RIGHT SINGLE QUOTATION MARK}]s$", "", word))
        if kept[-1] != word:
            break
    while kept and kept[-1] in _JOINS:
        kept.pop()
    return " ".join(kept) or first[: LONGEST - 1] + "…"


def title_of(options: Sequence[Assessment]) -> str:
    """The title of the report: that of the scheme, or how many options there are for whom and when."""
    first = options[0].pricing
    if len(options) == 1:
        return first.scheme.title
    many = NUMBERS[len(options)] if len(options) < len(NUMBERS) else str(len(options))
    years = {each.pricing.years for each in options}
    when = f", {first.years}" if len(years) == 1 else ""
    return f"{many} options for {first.area_name}{when}"


def summary_of_options(options: Sequence[Assessment]) -> Table:
    """A row an option: the bill, how sure it is, how many practices are lower and higher, hours and cash."""
    rows = tuple(_option(name, each) for name, each in zip(names_of(options), options, strict=True))
    return Table("options", "Summary", "The options side by side", OPTIONS, rows)


def _option(name: str, each: Assessment) -> tuple[Value, ...]:
    found = each.pricing
    changes = [line.change for line in found.lines]
    work, cash = each.workload, each.cash
    gap = None if cash is None else from_pence(min(0, int(cash.behind.sum(axis=0).min())))
    return (
        name, found.scheme.title, found.scheme.id, found.years, found.national, found.local, found.change,
        share_of(each), found.guaranteed, found.lowest, found.highest,
        Decimal(sum(change < 0 for change in changes)), Decimal(sum(change > 0 for change in changes)),
        None if work is None else tenths(work.freed), gap,
    )  # fmt: skip


def compared(options: Sequence[Assessment]) -> Table:
    """Each practice's change under every option, in pounds and as a share; nothing where it has no figure.

    National income stands beside them where all options are compared with the same.
    """
    pricings = [each.pricing for each in options]
    same, names = alike(pricings), names_of(options)
    one: list[tuple[str, str, Kind]] = [("national", "National", Kind.POUNDS)] if same else []
    for place, name in enumerate(names, start=1):
        one += [(f"change_{place}", name, Kind.CHANGE), (f"percent_{place}", f"{name}, share", Kind.SHIFT)]
    rows = tuple(
        (row.practice, row.name, *((row.national,) if same else ()), *_changes(row.lines))
        for row in side_by_side(pricings)
    )
    whole = tuple(value for each in options for value in (each.pricing.change, share_of(each)))
    foot: tuple[Value, ...] = (TOTAL, "", *((pricings[0].national,) if same else ()), *whole)
    title = "Change in income under each option, and its share of national income"
    head = columns(("practice", "Practice"), ("name", "Name"), *one)
    return Table("compared", "Summary", title, head, rows, foot)


def _changes(lines: Sequence[Line | None]) -> tuple[Value, ...]:
    return tuple(
        value for line in lines for value in ((None, None) if line is None else (line.change, line.percent))
    )
