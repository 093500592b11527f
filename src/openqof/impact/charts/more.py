"""The other charts of a report: the range when achievement is drawn, groups by band, options side by side."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from openqof.impact.assessment import Assessment, Grouping
from openqof.impact.charts.base import (
    INK,
    JOINING,
    NAMED,
    STAYING,
    Size,
    Words,
    drawn,
    shortened,
)
from openqof.impact.pricing import Line, banded

WAYS = ("national QOF", "the scheme")
BAND_COLOURS = ("#7c2855", "#d4a5bd", "#d8dde0", "#99bfe3", "#005eb8")
"""From much lower to much higher; the order of the bars and the table say the same without colour."""
BREAK = "|"
"""Where a label goes on in the next line."""
SPREAD = 40
"""Percent of change beyond which the scale is finer near nought than far from it."""
FINE = 2
"""Percent up to which such a scale is nearly even."""
TICKS = (-100, -50, -10, -5, 0, 5, 10, 50, 100, 500, 1000)
FEW_TICKS = (-100, -10, 0, 10, 100, 1000)
OPTION_COLOURS = ("#005eb8", "#7c2855", "#00703c", "#ad7f00", "#4c6272", "#330072")
OPTION_SHAPES = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")


def range_chart(each: Assessment, size: Size) -> str:
    """For every practice two lines, national and scheme: from the 5% to the 95% point, the middle marked.

    Incomes are shares of the practice's own middle on national QOF, so that small ones show too.
    """
    import altair as alt

    rows = _ranges(each, size)
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=_row_axis(len(rows) // 2), color=_ways(alt.Color), yOffset=alt.YOffset("way:N", sort=list(WAYS))
    )
    axis = alt.Axis(title="Income, % of the middle on national QOF", tickCount=5, grid=True)
    x = alt.X("low:Q", axis=axis, scale=alt.Scale(zero=False))
    layers = [
        base.mark_rule(strokeWidth=3).encode(x=x, x2="high:Q"),
        base.mark_point(filled=True, size=45, opacity=1).encode(x="mid:Q", shape=_ways(alt.Shape)),
    ]
    step = {"step": 24 if len(rows) // 2 <= NAMED else 5, "for": "position"}
    layered = alt.layer(*layers).properties(width=size.across, height=step)
    return drawn(layered, Words("range", "Range of each practice's income", _range_said(each)), size)


def _ranges(each: Assessment, size: Size) -> list[dict[str, Any]]:
    risk, lines = each.risk, {line.practice: line for line in each.pricing.lines}
    if risk is None:
        return []
    found = []
    for place, code in enumerate(each.worked.practices):
        if code in lines:
            label = _label(lines[code], size)
            middle = float(risk.national[1, place]) or float("nan")
            for way, drawn_of in zip(WAYS, (risk.national, risk.scheme), strict=True):
                low, mid, high = (float(value) / middle * 100 for value in drawn_of[:, place])
                found.append({"label": label, "way": way, "low": low, "mid": mid, "high": high})
    return found


def _label(line: Line, size: Size) -> str:
    """Code and name where there is room for both, else the code."""
    label = f"{line.practice} {line.name}" if size.letters > len(line.practice) else line.practice
    return shortened(label, size.letters)


def _row_axis(many: int) -> Any:
    import altair as alt

    if many > NAMED:
        return alt.Y("label:N", sort=None, axis=None)
    axis = alt.Axis(title=None, ticks=False, domain=False, labelPadding=8, labelLimit=380)
    return alt.Y("label:N", sort=None, axis=axis)


def _ways(channel: Any) -> Any:
    import altair as alt

    values = [STAYING, JOINING] if channel is alt.Color else ["square", "circle"]
    return channel("way:N", scale=alt.Scale(domain=list(WAYS), range=values))


def _range_said(each: Assessment) -> str:
    draws = each.risk.draws if each.risk else 0
    return (
        f"Two lines a practice over {draws:,} draws of this year's achievement, one for each way of pay, "
        "from the income that 5 in a hundred draws are at or below to the one that 95 are. The table has "
        "every figure in pounds."
    )


def groups_chart(each: Assessment, grouping: Grouping, size: Size) -> str:
    """A bar for each kind of practice, divided by size of change."""
    import altair as alt

    labels = [band.label for band in banded(each.pricing)]
    rows = [
        {
            "group": _wrapped(row.label, size),
            "band": band.label,
            "practices": band.practices,
            "order": labels.index(band.label),
        }
        for row in grouping.rows
        for band in row.bands
        if band.practices
    ]
    columns = 3 if size.across > 400 else 1
    legend = alt.Legend(columns=columns, labelLimit=260)
    colour = alt.Color("band:N", scale=alt.Scale(domain=labels, range=list(BAND_COLOURS)), legend=legend)
    axis = alt.Axis(
        title=None, ticks=False, domain=False, labelPadding=8, labelLimit=220,
        labelExpr=f"split(datum.label, '{BREAK}')",
    )  # fmt: skip
    bars = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("group:N", sort=None, axis=axis),
        x=alt.X("practices:Q", axis=alt.Axis(title="Practices", tickMinStep=1, tickCount=6)),
        order="order:Q",
    )
    marks = bars.mark_bar(height={"band": 0.7}, stroke="white").encode(color=colour)
    groups = len(grouping.rows)
    said = f"One bar for each of {groups} groups, divided by size of change. The table has the figures."
    words = Words(f"groups-{slug(grouping.by)}", f"Size of change by {grouping.by}", said)
    step = 26 + 15 * max((str(row["group"]).count(BREAK) for row in rows), default=0)
    return drawn(marks.properties(width=size.across - 60, height={"step": step}), words, size)


def _wrapped(label: str, size: Size) -> str:
    """A label in lines that the margin has room for."""
    return BREAK.join(wrap(label, max(size.letters, 16)))


def slug(words: str) -> str:
    """Words as an id: letters and hyphens."""
    return "".join(letter if letter.isalnum() else "-" for letter in words.lower())


def options_chart(options: Sequence[Assessment], labels: Sequence[str], size: Size) -> str:
    """A row a practice and a mark an option: the change that each makes, as a share of national income."""
    import altair as alt

    rows = [
        {"label": _label(line, size), "option": label, "change": float(line.percent)}
        for label, each in zip(labels, options, strict=True)
        for line in each.pricing.lines
        if line.percent is not None
    ]
    domain = list(labels)
    places = [place % len(OPTION_COLOURS) for place in range(len(domain))]
    across = 3 if size.across > 400 else 1
    legend = alt.Legend(columns=across, labelLimit=260)
    colour, shape = (
        channel("option:N", scale=alt.Scale(domain=domain, range=[kinds[i] for i in places]), legend=legend)
        for channel, kinds in ((alt.Color, OPTION_COLOURS), (alt.Shape, OPTION_SHAPES))
    )
    base = alt.Chart(alt.InlineData(values=rows))
    nought = alt.Chart(alt.InlineData(values=[{"x": 0}])).mark_rule(color=INK).encode(x="x:Q")
    x = _shares([float(str(row["change"])) for row in rows], size)
    many = len({row["label"] for row in rows})
    marks = base.mark_point(filled=True, size=70, opacity=0.9).encode(
        x=x, y=_row_axis(many), color=colour, shape=shape
    )
    said = f"A row for each of {many} practices, a mark for each of {len(domain)} options; a table has them."
    words = Words("options", "Change in each practice's income under each option, as a share", said)
    step = {"step": 22 if many <= NAMED else 4}
    return drawn(alt.layer(nought, marks).properties(width=size.across, height=step), words, size)


def _shares(changes: Sequence[float], size: Size) -> Any:
    """The axis of shares: even where all are small, else finer near nought, so that small ones show too."""
    import altair as alt

    words = "replace(format(datum.value, '+,.0~f'), '+0', '0') + '%'"
    if max(map(abs, changes), default=0.0) <= SPREAD:
        axis = alt.Axis(title="Change, % of national income", labelExpr=words, tickCount=4, grid=True)
        return alt.X("change:Q", axis=axis)
    low, high = min(0.0, *changes), max(0.0, *changes)
    wanted = TICKS if size.across > 400 else FEW_TICKS
    ticks = [tick for tick in wanted if low * 1.1 - 1 <= tick <= high * 1.1 + 1]
    title = "Change, % of national income; finer near 0"
    scale = alt.Scale(type="symlog", constant=FINE, nice=False, domain=[low * 1.2, high * 1.2])
    axis = alt.Axis(title=title, labelExpr=words, values=ticks, grid=True)
    return alt.X("change:Q", axis=axis, scale=scale)
