"""What all charts share: colours, sizes, drawing as SVG, and making a drawing accessible."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Any

HIGHER, LOWER, INK, FAINT, QUIET = "#005eb8", "#7c2855", "#212b32", "#d8dde0", "#4c6272"
STAYING, JOINING = QUIET, HIGHER
FONT = "Frutiger, Arial, Helvetica, sans-serif"
NAMED = 80
"""Up to so many practices are named and figured one by one; beyond, marks alone show the spread."""


@dataclass(frozen=True, slots=True)
class Size:
    """One drawing: `name` keeps ids apart, pixels across, letters of a label."""

    name: str
    across: int
    letters: int


WIDE, NARROW = Size("wide", 640, 56), Size("narrow", 285, 6)
SIZES = (WIDE, NARROW)


@dataclass(frozen=True, slots=True)
class Words:
    """A chart in words: what it shows, and for those who do not see it what is to be seen."""

    id: str
    title: str
    description: str


def drawn(chart: Any, words: Words, size: Size) -> str:
    """A chart of Altair as an inline SVG with title and description.

    The specification is not checked against its schema again: that takes longer than the drawing.
    """
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(chart.configure(**_plain()).to_dict(validate=False))
    return accessible(svg, words, size.name)


def _plain() -> dict[str, Any]:
    axis = {"labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal", "labelColor": INK}
    axis |= {"titleColor": INK, "gridColor": FAINT, "domainColor": INK, "tickColor": FAINT}
    legend = {"labelFontSize": 13, "labelColor": INK, "orient": "top", "title": None, "symbolStrokeWidth": 3}
    return {"font": FONT, "view": {"stroke": None}, "background": "white", "axis": axis, "legend": legend}


def accessible(svg: str, words: Words, name: str) -> str:
    """Give a drawing a title and a description, ids of its own, and the width of what holds it."""
    own = f"{words.id}-{name}"
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r'\b(id=")(clip\w*|\w*gradient\w*)', rf"\g<1>{own}-\g<2>", svg)
    svg = re.sub(r"url\(#(clip\w*|\w*gradient\w*)", rf"url(#{own}-\g<1>", svg)
    svg = re.sub(r'\s(role|aria-[a-z]+)="[^"]*"', "", svg)
    head, rest = svg.split(">", 1)
    width = re.search(r'\bwidth="([\d.]+)"', head)
    head = re.sub(r'\s(?:width|height|class)="[^"]*"', "", head)
    most = f"max-width:{width[1]}px" if width else ""
    said = (
        f'<title id="{own}-title">{escape(words.title)}</title>'
        f'<desc id="{own}-desc">{escape(words.description)}</desc>'
    )
    ids = f"{own}-title {own}-desc"
    return f'{head} role="img" aria-labelledby="{ids}" style="width:100%;height:auto;{most}">{said}{rest}'


def shortened(label: str, letters: int) -> str:
    """A label cut to so many letters."""
    return label if len(label) <= letters else label[: letters - 1] + "…"


def pounds_axis(title: str | None, **more: Any) -> Any:
    """An axis of pounds: £20k, −£5k."""
    import altair as alt

    words = "(datum.value < 0 ? '−£' : '£') + format(abs(datum.value), '~s')"
    return alt.Axis(title=title, labelExpr=words, tickCount=4, grid=True, **more)
