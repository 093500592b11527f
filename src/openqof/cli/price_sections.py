"""What follows from a price, in short sections under its table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from openqof.cli.common import counted

if TYPE_CHECKING:
    from openqof.impact.assessment import (
        Assessment,
        Averages,
        Budget,
        CashFlow,
        Estimate,
        Grouping,
        GroupRow,
        Risk,
        Workload,
    )

Section = tuple[str, list[str]]
LONGEST = 6
"""Groupings of more groups than this are left to the report and the files."""
SHORT_OF = ("list size, in quarters",)
"""Groupings beside another of the same thing, left to them too."""
_LABEL = 32


def sections(found: Assessment) -> Iterator[Section]:
    """Headings with their lines: budget, cash, groups, work, risk, exposures, double payments, averages."""
    yield "Budget", list(_budget(found.budget))
    if found.cash is not None:
        yield "Cash by month", list(_cash(found, found.cash))
    yield from (("Groups", lines) for lines in [list(_groups(found))] if lines)
    if found.workload is not None:
        yield "Work", list(_work(found.workload))
    if found.risk is not None:
        yield f"Risk: {counted(found.risk.draws, 'draw')} of the area's bill", list(_risk(found.risk))
    if found.exposures:
        yield "Exposures", list(_exposures(found))
    yield "Double payments", list(_overlaps(found))
    if found.averages is not None:
        yield "National averages", list(_averages(found.averages))
    if found.absent:
        yield "Without an answer", [f"{name}: {why}." for name, why in found.absent.items()]


def _pounds(amount: Decimal) -> str:
    from openqof.cli.price_show import whole

    written = whole(amount)
    return f"-£{written[1:]}" if written.startswith("-") else f"£{written}"


def _pence(amount: float) -> str:
    return _pounds(Decimal(round(amount)) / 100)


def _budget(budget: Budget) -> Iterator[str]:
    for pot in budget.pots:
        left = "" if pot.remainder is None else f", {_pounds(pot.remainder)} left in the pool"
        sure = f"{_pounds(pot.guaranteed)} guaranteed"
        yield f"{pot.name:<{_LABEL}}  {_pounds(pot.pounds):>12}  {sure}{left}; {pot.payer}"
    yield f"{'if everyone joins':<{_LABEL}}  {_pounds(budget.if_all):>12}"
    better = f"if only those better off do ({budget.better_off})"
    yield f"{better:<{_LABEL}}  {_pounds(budget.if_better_off):>12}"
    if budget.expected is not None and budget.expected_uptake is not None:
        expected = f"at the {budget.expected_uptake.normalize():f}% expected"
        yield f"{expected:<{_LABEL}}  {_pounds(budget.expected):>12}"
    yield f"{'distance from national QOF':<{_LABEL}}  {budget.distance:>11.1f}%  of national points changed"
    yield from budget.says


def _cash(found: Assessment, cash: CashFlow) -> Iterator[str]:
    """The deepest that the area, and any one practice, falls behind staying on national QOF."""
    from openqof.impact.words.figures import month

    behind, codes = cash.behind, found.worked.practices
    whole_area = behind.sum(axis=0)
    place = int(whole_area.argmin())
    if whole_area[place] < 0:
        yield f"The area falls furthest behind in {month(cash.months[place])}: {_pence(whole_area[place])}."
    worst = behind.min(axis=1)
    falling = int((worst < 0).sum())
    if falling:
        one = int(worst.argmin())
        when = month(cash.months[int(behind[one].argmin())])
        most = f"the most {codes[one]}, {_pence(worst[one])} in {when}"
        yield f"{falling} of {len(codes)} practices fall behind at some time, {most}."
    else:
        yield "No practice falls behind what it would have been paid by then."
    more = "more" if whole_area[-1] >= 0 else "less"
    yield f"Over the three years together the area has {_pence(abs(whole_area[-1]))} {more}."
    yield from cash.says


def _groups(found: Assessment) -> Iterator[str]:
    from openqof.impact.pricing import banded

    spread = ", ".join(f"{band.label} {band.practices}" for band in banded(found.pricing) if band.practices)
    yield f"Practices by size of change: {spread}."
    longer = []
    for grouping in found.groups:
        if len(grouping.rows) > LONGEST or grouping.by in SHORT_OF:
            longer.append(grouping.by)
        else:
            yield from _grouping(grouping)
    if longer:
        yield f"Also by {' and by '.join(longer)}: in the report, and in --format json."


def _grouping(grouping: Grouping) -> Iterator[str]:
    unknown = f"; not known for {grouping.unknown}" if grouping.unknown else ""
    yield f"by {grouping.by}{unknown}"
    for row in grouping.rows:
        yield f"  {row.label:<{_LABEL - 2}}  {_group(row)}"


def _group(row: GroupRow) -> str:
    from openqof.cli.price_show import whole
    from openqof.impact.pricing import share
    from openqof.impact.words.words import signed_percent

    change = row.scheme - row.national
    lower, higher = (
        sum(b.practices for b in row.bands if b.label.startswith(w)) for w in ("lower", "higher")
    )
    spread = f"{lower} lower, {row.practices - lower - higher} little changed, {higher} higher"
    percent = signed_percent(share(change, row.national))
    many = counted(row.practices, "practice")
    return f"{many:>13}  {whole(change, sign=True):>10}  {percent:>7}  {spread}"


def _hours(hours: Estimate) -> str:
    return f"{hours.likely:,.0f} hours a year (from {hours.low:,.0f} to {hours.high:,.0f})"


def _work(work: Workload) -> Iterator[str]:
    for direction in ("stops", "starts"):
        rows = [row for row in work.rows if row.direction == direction]
        if rows:
            low, likely, high = (
                sum(getattr(row.hours, end) for row in rows) for end in ("low", "likely", "high")
            )
            yield f"{direction:<7} {likely:,.0f} hours a year (from {low:,.0f} to {high:,.0f})"
    freed = work.freed
    yield f"{abs(freed):,.0f} hours {'freed' if freed >= 0 else 'more'} in the whole area"
    before, after = (None if each is None else f"£{each:,.0f}" for each in work.pounds_an_hour)
    if before and after:
        yield f"Pounds an hour of this work: {before} before, {after} after"
    dearest = sorted(
        (each for each in work.marginal if each.each is not None), key=lambda one: one.each or 0.0
    )
    for each in dearest[:3]:
        last = f"{each.points:,.1f} points, {_pounds(each.pounds)}, {_hours(each.hours)}"
        yield f"Last points of {each.indicator}: {last}, £{each.each:,.0f} an hour"
    yield from work.says


def _risk(risk: Risk) -> Iterator[str]:
    yield f"{'':<10}  {'5% are below':>12}  {'middle':>12}  {'5% are above':>12}"
    for label, bill in (("national", risk.national_bill), ("scheme", risk.scheme_bill)):
        yield f"{label:<10}  " + "  ".join(f"{_pence(float(each)):>12}" for each in bill)
    yield from risk.says


def _exposures(found: Assessment) -> Iterator[str]:
    counts = Counter((each.kind, each.state) for each in found.exposures)
    for kind in dict.fromkeys(each.kind for each in found.exposures):
        states = ", ".join(f"{many} {state}" for (one, state), many in counts.items() if one == kind)
        yield f"{kind:<{_LABEL}}  {states}"
    for each in found.exposures:
        if each.state == "open":
            yield f"open: {each.question} {each.why}"


def _overlaps(found: Assessment) -> Iterator[str]:
    from openqof.impact.words.figures import several

    if not found.overlaps:
        yield "None found."
    for each in found.overlaps:
        amount = "" if each.pounds is None else f": {_pounds(each.pounds)}"
        topics = several(each.topics) if each.topics else each.what
        yield f"Change {each.change} and {each.also} both pay for {topics}{amount}"


def _averages(averages: Averages) -> Iterator[str]:
    before, after = (f"{each:,.1f}" for each in (averages.list_before, averages.list_after))
    others = _pounds(averages.others)
    yield f"Average list {before} before, {after} after; other practices in the data together {others}"
    yield from averages.says
