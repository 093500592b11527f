"""The chart of a price: each practice's change in pounds, drawn here as SVG, so that no script is needed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from openqof.core.money import to_pence
from openqof.impact.pricing import Line, Pricing

HIGHER, LOWER, INK, FAINT = "#005eb8", "#7c2855", "#212b32", "#d8dde0"
FONT = "Frutiger, Arial, Helvetica, sans-serif"
NAMED = 80
"""Up to so many practices are named and figured one by one; beyond, bars alone show the spread."""


@dataclass(frozen=True, slots=True)
class Size:
    """One drawing: `name` keeps ids apart, pixels across the bars, letters of a practice's label."""

    name: str
    across: int
    letters: int


WIDE, NARROW = Size("wide", 640, 56), Size("narrow", 285, 6)
FIGURE = 74
"""Pixels that the longest figure beside a bar takes."""


def chart(pricing: Pricing, size: Size) -> str:
    """Bars of every practice's change, largest rise first, as an inline SVG with title and description."""
    import altair as alt
    import vl_convert

    rows = [_row(line, size) for line in sorted(pricing.lines, key=lambda each: -each.change)]
    named = len(rows) <= NAMED
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=_practices(named))
    layers = [base.mark_bar(height={"band": 0.7}).encode(x=_pounds(rows, size), color=_colours())]
    layers += _figures(base) if named else []
    drawn = alt.layer(*layers).properties(width=size.across, height={"step": 24 if named else 3})
    svg: str = vl_convert.vegalite_to_svg(drawn.configure(**_plain()).to_dict())
    return _accessible(svg, pricing, size)


def _row(line: Line, size: Size) -> dict[str, Any]:
    whole = to_pence(line.change) / 100
    label = f"{line.practice} {line.name}" if size.letters > len(line.practice) else line.practice
    short = label if len(label) <= size.letters else label[: size.letters - 1] + "…"
    figure = f"{'+' if whole > 0 else '−' if whole < 0 else ''}£{abs(whole):,.0f}"
    return {"practice": line.practice, "label": short, "change": whole, "figure": figure}


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
    words = "(datum.value < 0 ? '−£' : '£') + format(abs(datum.value), '~s')"
    axis = alt.Axis(title="Change in pounds", labelExpr=words, tickCount=4, grid=True)
    return alt.X("change:Q", scale=scale, axis=axis)


def _colours() -> Any:
    import altair as alt

    return alt.condition("datum.change < 0", alt.value(LOWER), alt.value(HIGHER))


def _figures(base: Any) -> list[Any]:
    """The figure at the end of each bar."""
    right = base.transform_filter("datum.change >= 0").mark_text(align="left", dx=5, fontSize=13, color=INK)
    left = base.transform_filter("datum.change < 0").mark_text(align="right", dx=-5, fontSize=13, color=INK)
    return [mark.encode(x="change:Q", text="figure:N") for mark in (right, left)]


def _plain() -> dict[str, Any]:
    axis = {"labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal", "labelColor": INK}
    axis |= {"titleColor": INK, "gridColor": FAINT, "domainColor": INK, "tickColor": FAINT}
    return {"font": FONT, "view": {"stroke": None}, "background": "white", "axis": axis}


def _accessible(svg: str, pricing: Pricing, size: Size) -> str:
    """Give the drawing a title and a description, ids of its own, and the width of what holds it."""
    from html import escape

    svg = svg[svg.index("<svg") :]
    svg = re.sub(r'\b(id=")(clip\w*|\w*gradient\w*)', rf"\g<1>{size.name}-\g<2>", svg)
    svg = re.sub(r"url\(#(clip\w*|\w*gradient\w*)", rf"url(#{size.name}-\g<1>", svg)
    svg = re.sub(r'\s(role|aria-[a-z]+)="[^"]*"', "", svg)
    head, rest = svg.split(">", 1)
    width = re.search(r'\bwidth="([\d.]+)"', head)
    head = re.sub(r'\s(?:width|height|class)="[^"]*"', "", head)
    most = f"max-width:{width[1]}px" if width else ""
    ids = f"{size.name}-title {size.name}-desc"
    words = (
        f'<title id="{size.name}-title">{escape(title(pricing))}</title>'
        f'<desc id="{size.name}-desc">{escape(description(pricing))}</desc>'
    )
    return f'{head} role="img" aria-labelledby="{ids}" style="width:100%;height:auto;{most}">{words}{rest}'


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
    from openqof.impact.words import signed, true_minus

    return f"{line.name} ({true_minus(signed(line.change))})"
