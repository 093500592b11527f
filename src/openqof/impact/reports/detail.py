"""The whole picture behind the first pages: spread, money, cash, range, work, and what is open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from openqof.impact.assessment import Assessment
from openqof.impact.charts.base import NARROW, WIDE
from openqof.impact.charts.cash import area_chart
from openqof.impact.charts.change import chart
from openqof.impact.charts.more import groups_chart, range_chart
from openqof.impact.documents import tables_area as area
from openqof.impact.documents import tables_practices as practices
from openqof.impact.documents.shape import Table, Value
from openqof.impact.reports import say
from openqof.impact.reports.blocks import Block, Drawing, Folded, Grid, Items, Section, Text
from openqof.impact.words.figures import number_of

DRAWN_GROUPS = 2
"""Groupings that are drawn, the first of them; each has its table."""


FIRST = 10
"""Rows of a long table that are shown before the rest is asked for."""
FEWEST = 5
"""Patients below which the last points of an indicator say nothing."""


def details(each: Assessment) -> Iterator[Section]:
    """Everything behind the first pages, a section a question."""
    yield Section("spread", "How practices compare with national pay", tuple(_spread(each)), page=True)
    yield Section("money", "Who pays, and from what", tuple(_money(each)))
    yield Section("cash", "Cash by month", tuple(_cash(each)))
    yield Section("range", "If achievement turns out otherwise", tuple(_range(each)))
    yield Section("work", "Work that stops and starts", tuple(_work(each)))
    yield Section("open", "What practices and patients are exposed to", tuple(_open(each)))
    if rest := tuple(_rest(each)):
        yield Section("rest", "What else was asked", rest)


def _spread(each: Assessment) -> Iterator[Block]:
    bands = area.bands(each)
    yield Grid(bands, keep=tuple(column.key for column in bands.columns))
    if each.pricing.lines:
        wide, narrow = (chart(each.pricing, size) for size in (WIDE, NARROW))
        yield Drawing("Change in each practice's income, scheme less national", wide, narrow)
    table = area.groups(each)
    if table is None:
        yield Text((say.absent(each, "groups", "Practices are not grouped"),), "quiet")
        return
    for place, kind in enumerate(each.groups):
        if place < DRAWN_GROUPS:
            wide, narrow = (groups_chart(each, kind, size) for size in (WIDE, NARROW))
            yield Drawing(f"Size of change by {kind.by}", wide, narrow)
        found = _group(table, kind.by, kind.says, kind.unknown)
        yield Grid(found, "fine", keep=("group", "practices", "change", "percent"))


def _group(table: Table, by: str, says: str, unknown: int) -> Table:
    rows = tuple(row[1:] for row in table.rows if row[0] == by)
    left = f"; not known of {unknown}" if unknown else ""
    title = f"By {by}: {says}{left}" if says else f"By {by}{left}"
    keep = tuple(c.key for c in table.columns[1:] if c.key not in ("national", "scheme"))
    return Table(f"groups_{by}", table.sheet, title, table.columns[1:], rows).only(*keep)


def _money(each: Assessment) -> Iterator[Block]:
    yield Grid(area.pots(each), keep=("pot", "pounds", "guaranteed"))
    yield Grid(area.bills(each))
    if each.overlaps:
        yield Grid(area.overlaps(each).only("what", "also", "topics", "pounds"))
    else:
        yield Text(
            ("Nothing was found that the scheme pays for and another service or premium pays for too.",)
        )
    averages = area.averages(each)
    if averages is not None and each.averages is not None:
        grid = Grid(averages, keep=("average", "before", "after"))
        yield Folded("National averages with and without the practices that join", grid)
        yield Text(each.averages.says)
    elif "national averages" in each.absent:
        yield Text(
            (say.absent(each, "national averages", "National averages without the practices are not known"),),
            "quiet",
        )
    if each.budget.says:
        yield Text(each.budget.says, "quiet")


def _cash(each: Assessment) -> Iterator[Block]:
    yield Text(tuple(say.cash(each)))
    flow, table = each.cash, practices.cash(each)
    if flow is None or table is None:
        return
    yield Drawing("Cash of all practices by month", area_chart(flow, WIDE), area_chart(flow, NARROW))
    yield Folded("Cash of all practices by month, as a table", Grid(months(table, practices.ALL), "fine"))
    if flow.says:
        yield Text(flow.says, "quiet")


def months(table: Table, code: str) -> Table:
    """The months of one practice, or of all: from the first in which the two ways differ."""
    rows = [row for row in table.rows if row[0] == code]
    differs = next((place for place, row in enumerate(rows) if row[5]), 0)
    first = differs - differs % 12
    told = f"From {rows[first][2]:%B %Y}; before it the two are the same" if first else "Every month"
    cut = Table(f"cash-{code}", table.sheet, told, table.columns, tuple(rows[first:]))
    return cut.only("month", "staying", "joining", "difference", "so_far")


def _range(each: Assessment) -> Iterator[Block]:
    yield Text(tuple(say.likely(each)))
    table, risk = practices.ranges(each), each.risk
    if table is None or risk is None:
        return
    drawn = (range_chart(each, size) for size in (WIDE, NARROW))
    yield Drawing("Income from the 5% to the 95% point, the middle marked", *drawn)
    yield Folded("The same as a table", Grid(table, "fine", keep=("practice", "scheme_5", "scheme_95")))
    falls = area.falls(each)
    if falls is not None:
        yield Grid(falls, keep=("kind", "low", "likely", "high"))
    yield Text((f"{risk.draws:,} draws from seed {risk.seed}.", *risk.says), "quiet")


def _work(each: Assessment) -> Iterator[Block]:
    yield Text(tuple(say.work(each)))
    found = each.workload
    if found is None:
        return
    keys = ("what", "direction", "patients", "hours_low", "hours", "hours_high", "basis")
    rows = area.work(each)
    if rows is not None:
        yield from _shortened(rows.only(*keys), "Most hours first", keep=("what", "direction", "hours"))
    yield from _last_points(each)
    if found.says:
        yield Text(found.says, "quiet")


def _last_points(each: Assessment) -> Iterator[Block]:
    """What the last points take, dearest first, without indicators that hardly any patient is short on."""
    table = area.marginal(each)
    if table is None:
        return
    places = {column.key: place for place, column in enumerate(table.columns)}
    figures = [(row[places["patients"]], row[places["hours"]]) for row in table.rows]
    rows = tuple(row for row, (who, hours) in zip(table.rows, figures, strict=True) if _counts(who, hours))
    keys = ("indicator", "points", "pounds", "patients", "hours", "pounds_an_hour")
    if rows:
        shown = replace(table, rows=rows).only(*keys)
        says = "Dearest first: the fewest pounds an hour"
        yield from _shortened(shown, says, keep=("indicator", "hours", "pounds_an_hour"), ordered=True)
    if left := len(table.rows) - len(rows):
        few = f"fewer than {FEWEST} patients, or less than an hour"
        yield Text((f"Left out: {number_of(left, 'indicator')} of {few}; the workbook has them.",), "quiet")


def _counts(patients: Value, hours: Value) -> bool:
    known = isinstance(patients, Decimal) and isinstance(hours, Decimal)
    return known and patients >= FEWEST and hours >= 1  # type: ignore[operator]


def _shortened(table: Table, says: str, *, keep: tuple[str, ...], ordered: bool = False) -> Iterator[Block]:
    """The first rows, by hours or as they are ordered, and the whole table folded where there are more."""
    at = [column.key for column in table.columns].index("hours")
    known = [row for row in table.rows if isinstance(row[at], Decimal)]
    if not ordered:
        known.sort(key=lambda row: -row[at])  # type: ignore[operator]
    if len(table.rows) <= FIRST or not known:
        yield Grid(replace(table, rows=tuple(known)) if known else table, "fine", keep=keep)
        return
    title = f"{table.title}. {says}, {FIRST} of {len(table.rows)}"
    yield Grid(replace(table, title=title, rows=tuple(known[:FIRST])), "fine", keep=keep)
    yield Folded(f"All {len(table.rows)}", Grid(table, "fine", keep=keep))


def _open(each: Assessment) -> Iterator[Block]:
    table = area.exposures(each)
    if table.rows:
        yield Grid(table)
    else:
        yield Text((say.absent(each, "exposures", "No exposures were worked out"),), "quiet")


def _rest(each: Assessment) -> Iterator[Block]:
    """Options not taken, what came of it, and what could not be answered."""
    scheme = each.pricing.scheme
    taken = tuple(f"{one.says} Not taken: {one.rejected_because}" for one in scheme.options)
    if taken:
        yield Items(taken, "Considered and not taken")
    if scheme.results:
        yield Items(tuple(one.text for one in scheme.results), "What is known of its results")
    if each.absent:
        yield Items(
            tuple(f"{name}: {why}" for name, why in each.absent.items()), "What could not be answered"
        )
