"""Cash by month, staying on national QOF and joining the scheme: the area by Altair, each practice by hand.

A chart by Altair takes a fifth of a second. For the eighty practices of a large area that would be a quarter
of a minute, so a practice's small drawing is written here as SVG, in well under a millisecond.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from openqof.core.money import from_pence, write_pounds
from openqof.engine.law import WholeArray
from openqof.impact.assessment import CashFlow
from openqof.impact.charts.base import (
    FAINT,
    FONT,
    INK,
    JOINING,
    LOWER,
    STAYING,
    Size,
    Words,
    accessible,
    drawn,
    pounds_axis,
)
from openqof.impact.words.words import signed, true_minus

STAYS, JOINS = "staying on national QOF", "joining the scheme"
_ACROSS, _TOP, _MONTHLY, _BETWEEN, _SO_FAR, _FOOT, _LEFT = 340, 16, 62, 22, 48, 18, 2


def area_chart(flow: CashFlow, size: Size) -> str:
    """Two lines of the area's cash a month, and below them how far ahead or behind the scheme's is so far."""
    import altair as alt

    staying, joining = (array.sum(axis=0) for array in (flow.staying, flow.joining))
    rows = _rows(flow, staying, joining)
    base = alt.Chart(alt.InlineData(values=rows))
    upper, lower = (base.encode(x=_months(flow, size, labels=labels)) for labels in (False, True))
    monthly = _lines(upper).properties(width=size.across, height=190)
    behind = _behind(lower).properties(width=size.across, height=110)
    words = Words("cash", "Cash of the whole area by month", said(flow, staying, joining))
    return drawn(alt.vconcat(monthly, behind, spacing=14), words, size)


def _rows(flow: CashFlow, staying: WholeArray, joining: WholeArray) -> list[dict[str, Any]]:
    so_far = (joining - staying).cumsum()
    return [
        {"month": str(month), "staying": stay / 100, "joining": join / 100, "so_far": sum_of / 100}
        for month, stay, join, sum_of in zip(
            flow.months, staying.tolist(), joining.tolist(), so_far.tolist(), strict=True
        )
    ]


def _months(flow: CashFlow, size: Size, *, labels: bool) -> Any:
    import altair as alt

    every = 12 if size.across < 400 else 6
    ticks = [str(month) for month in flow.months[::every]]
    words = "timeFormat(toDate(datum.value), '%b %Y')"
    axis = alt.Axis(
        title=None, values=ticks, labelExpr=words, labelAngle=0, labelAlign="left", labelPadding=6,
        grid=True, ticks=False, labels=labels,
    )  # fmt: skip
    scale = alt.Scale(paddingInner=0, paddingOuter=0)
    return alt.X("month:O", axis=axis, sort=None, scale=scale)


def _lines(base: Any) -> Any:
    """Folded, so that a legend tells the lines apart; one is dashed, so that colour is not needed."""
    import altair as alt

    colour = alt.Color("who:N", scale=alt.Scale(domain=[STAYS, JOINS], range=[STAYING, JOINING]))
    dash = alt.StrokeDash("who:N", scale=alt.Scale(domain=[STAYS, JOINS], range=[[5, 3], [1, 0]]))
    named = f"datum.way == 'staying' ? '{STAYS}' : '{JOINS}'"
    folded = base.transform_fold(["staying", "joining"], as_=["way", "pounds"])
    told = folded.transform_calculate(who=named)
    axis = pounds_axis("Cash a month")
    marks = told.mark_line(interpolate="step", strokeWidth=2)
    return marks.encode(y=alt.Y("pounds:Q", axis=axis), color=colour, strokeDash=dash)


def _behind(base: Any) -> Any:
    import altair as alt

    colour = alt.condition("datum.so_far < 0", alt.value(LOWER), alt.value(JOINING))
    axis = pounds_axis("So far")
    return base.mark_bar(width={"band": 0.8}).encode(y=alt.Y("so_far:Q", axis=axis), color=colour)


def said(flow: CashFlow, staying: WholeArray, joining: WholeArray) -> str:
    """The cash of one practice, or of all, in words: where it falls furthest behind, and where it ends."""
    so_far = (joining - staying).cumsum()
    at, end = int(so_far.argmin()), int(so_far[-1])
    if not so_far.any():
        return "Cash is the same in every month."
    first = "Cash in the scheme never falls behind that of staying."
    if so_far[at] < 0:
        deepest = true_minus(signed(abs(from_pence(int(so_far[at])))))[1:]
        first = (
            f"Cash in the scheme is furthest behind that of staying in {flow.months[at]:%B %Y}, by {deepest}."
        )
    side = "ahead" if end > 0 else "behind" if end < 0 else "level"
    by = "" if end == 0 else f" by {true_minus(signed(abs(from_pence(end))))[1:]}"
    return f"{first} By {flow.months[-1]:%B %Y} it is {side}{by}."


def after_leaving(flow: CashFlow, staying: WholeArray, joining: WholeArray) -> str:
    """The cash of the year after the scheme, in words: what leaving does to it."""
    joined, stayed = (from_pence(int(array[-12:].sum())) for array in (joining, staying))
    first = flow.months[-12].year
    year = f"{first}/{(first + 1) % 100:02d}"
    if joined == stayed:
        return f"In {year}, the year after, cash is what it would have been."
    return (
        f"In {year}, the year after, cash is {write_pounds(joined)}; having stayed, {write_pounds(stayed)}."
    )


def practice_chart(flow: CashFlow, place: int, *, code: str, name: str) -> str:
    """One practice's cash by month and what it sums to so far, as a small inline SVG.

    The upper part has a step a month for each way, the lower one a bar a month for the sum so far.
    """
    staying, joining = flow.staying[place], flow.joining[place]
    so_far = (joining - staying).cumsum()
    words = Words(f"cash-{code}", f"Cash by month of {name}", said(flow, staying, joining))
    height = _TOP + _MONTHLY + _BETWEEN + _SO_FAR + _FOOT
    marks = [
        *_years(flow, height),
        _text(_LEFT, _TOP - 5, "Cash a month"),
        *_steps(staying.tolist(), joining.tolist()),
        _text(_LEFT, _TOP + _MONTHLY + _BETWEEN - 5, "Ahead or behind so far"),
        *_bars(so_far.tolist()),
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="460" viewBox="0 0 {_ACROSS} {height}" '
        f'font-family="{FONT}" font-size="11">'
    )
    return accessible(f"{head}{''.join(marks)}</svg>", words, "small")


def _x(month: float) -> float:
    return round(_LEFT + month * (_ACROSS - 2 * _LEFT) / 36, 1)


def _text(x: float, y: float, words: str, *, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" fill="{INK}" text-anchor="{anchor}">{escape(words)}</text>'


def _years(flow: CashFlow, height: int) -> list[str]:
    """A line where each financial year begins, and its name at the foot."""
    found = []
    for start in range(0, len(flow.months), 12):
        first = flow.months[start].year
        found.append(f'<path d="M{_x(start)} {_TOP}V{height - _FOOT}" stroke="{FAINT}"/>')
        found.append(_text(_x(start + 6), height - 4, f"{first}/{(first + 1) % 100:02d}", anchor="middle"))
    return found


def _steps(staying: Sequence[int], joining: Sequence[int]) -> list[str]:
    """Two stepped lines on one scale from nought; the one of staying is dashed."""
    low, high = min(0, *staying, *joining), max(1, *staying, *joining)
    base = _TOP + _MONTHLY

    def path(values: Sequence[int]) -> str:
        heights = [round(base - (value - low) * _MONTHLY / (high - low), 1) for value in values]
        return "".join(
            f"{'V' if month else f'M{_x(0)} '}{y}H{_x(month + 1)}" for month, y in enumerate(heights)
        )

    return [
        f'<path d="M{_LEFT} {base}H{_ACROSS - _LEFT}" stroke="{FAINT}"/>',
        f'<path d="{path(joining)}" fill="none" stroke="{JOINING}" stroke-width="2"/>',
        f'<path d="{path(staying)}" fill="none" stroke="{STAYING}" stroke-width="1.5" '
        'stroke-dasharray="4 2"/>',
    ]


def _bars(so_far: Sequence[int]) -> list[str]:
    """A bar a month, up where ahead and down where behind, in two paths."""
    low, high = min(0, *so_far), max(0, *so_far)
    scale = _SO_FAR / ((high - low) or 1)
    nought = round(_TOP + _MONTHLY + _BETWEEN + high * scale, 1)
    wide = round(_x(1) - _x(0) - 1.4, 1)

    def path(values: list[tuple[int, int]]) -> str:
        return "".join(
            f"M{_x(month)} {nought}v{round(-v * scale, 1)}h{wide}v{round(v * scale, 1)}z"
            for month, v in values
        )

    ahead, behind = ([(m, v) for m, v in enumerate(so_far) if v * sign > 0] for sign in (1, -1))
    line = f'<path d="M{_LEFT} {nought}H{_ACROSS - _LEFT}" stroke="{INK}" stroke-width="0.7"/>'
    return [f'<path d="{path(ahead)}" fill="{JOINING}"/>', f'<path d="{path(behind)}" fill="{LOWER}"/>', line]
