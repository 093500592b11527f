"""The chart of a price: each practice's change in pounds, drawn here as SVG, so that no script is needed."""

from __future__ import annotations

from typing import Any

from openqof.core.money import to_pence
from openqof.impact.charts.base import (
    HIGHER,
    INK,
    LOWER,
    NAMED,
    NARROW,
    WIDE,
    Size,
    Words,
    drawn,
    pounds_axis,
    shortened,
)
from openqof.impact.pricing import Line, Pricing
from openqof.impact.words.words import signed, true_minus

__all__ = ["NAMED", "NARROW", "WIDE", "Size", "chart", "description", "title"]
FIGURE = 74
"""Pixels that the longest figure beside a bar takes."""


def chart(pricing: Pricing, size: Size) -> str:
    """Bars of every practice's change, largest rise first, as an inline SVG with title and description."""
    import altair as alt

    rows = [_row(line, size) for line in sorted(pricing.lines, key=lambda each: -each.change)]
    named = len(rows) <= NAMED
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=_practices(named))
    layers = [base.mark_bar(height={"band": 0.7}).encode(x=_pounds(rows, size), color=_colours())]
    layers += _figures(base) if named else []
    layered = alt.layer(*layers).properties(width=size.across, height={"step": 24 if named else 3})
    return drawn(layered, Words("change", title(pricing), description(pricing)), size)


def _row(line: Line, size: Size) -> dict[str, Any]:
    whole = to_pence(line.change) / 100
    label = f"{line.practice} {line.name}" if size.letters > len(line.practice) else line.practice
    figure = f"{'+' if whole > 0 else '−' if whole < 0 else ''}£{abs(whole):,.0f}"
    return {
        "practice": line.practice, "label": shortened(label, size.letters), "change": whole, "figure": figure
    }  # fmt: skip


def _practices(named: bool) -> Any:
    """The axis of practices, in the order of the rows; names at the left, none where there are too many."""
    import altair as alt

    if not named:
        return alt.Y("practice:N", sort=None, axis=None)
    axis = alt.Axis(title=None, ticks=False, domain=False, labelPadding=8, labelLimit=380)
    return alt.Y("label:N", sort=None, axis=axis)


def _pounds(rows: list[dict[str, Any]], size: Size) -> Any:
    """Room is left beyond the longest bar of each side for its figure."""
    import altair as alt

    low, high = min(0.0, *(row["change"] for row in rows)), max(0.0, *(row["change"] for row in rows))
    sides = (low < 0) + (high > 0 or low == 0)
    room = FIGURE * ((high - low) or 1.0) / (size.across - FIGURE * sides)
    scale = alt.Scale(domain=[low - room * (low < 0), high + room * (high > 0 or low == 0)], nice=False)
    return alt.X("change:Q", scale=scale, axis=pounds_axis("Change in pounds"))


def _colours() -> Any:
    import altair as alt

    return alt.condition("datum.change < 0", alt.value(LOWER), alt.value(HIGHER))


def _figures(base: Any) -> list[Any]:
    """The figure at the end of each bar."""
    right = base.transform_filter("datum.change >= 0").mark_text(align="left", dx=5, fontSize=13, color=INK)
    left = base.transform_filter("datum.change < 0").mark_text(align="right", dx=-5, fontSize=13, color=INK)
    return [mark.encode(x="change:Q", text="figure:N") for mark in (right, left)]


def title(pricing: Pricing) -> str:
    """What the chart shows."""
    return f"Change in each practice's income under {pricing.scheme.title}"


def description(pricing: Pricing) -> str:
    """The chart in words, for those who do not see it; the table has every figure."""
    if not pricing.lines:
        return "No practice has a figure."
    most, least = (choose(pricing.lines, key=lambda line: line.change) for choose in (max, min))
    return (
        f"One bar for each of {len(pricing.lines)} practices, from {_with_figure(most)} "
        f"to {_with_figure(least)}. Every figure is in the table below."
    )


def _with_figure(line: Line) -> str:
    return f"{line.name} ({true_minus(signed(line.change))})"
