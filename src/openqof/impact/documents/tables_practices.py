"""The tables that have a row a practice: figures, parts, range and cash by month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np

from openqof.core.money import from_pence, total
from openqof.engine.law import WholeArray
from openqof.impact.assessment import Assessment, CashFlow
from openqof.impact.documents.paid import paid
from openqof.impact.documents.shape import Kind, Table, Value, columns, pounds, tenths
from openqof.impact.pricing import Line
from openqof.impact.words.changes import when_in_words
from openqof.impact.worked import QOF, Stream

CODE = ("practice", "Practice")
NAME = ("name", "Name")
TOTAL = "Total"
PRACTICES = columns(
    CODE, NAME, ("joins", "Joins"), ("patients", "Patients", Kind.WHOLE),
    ("national", "National", Kind.POUNDS), ("ended", "Of it, ends", Kind.POUNDS),
    ("scheme", "Scheme", Kind.POUNDS), ("change", "Change", Kind.CHANGE), ("percent", "Share", Kind.SHIFT),
    ("per_patient", "A patient", Kind.CHANGE), ("guaranteed", "Guaranteed", Kind.POUNDS),
    ("at_risk", "At risk", Kind.POUNDS), ("lowest", "Lowest", Kind.POUNDS),
    ("highest", "Highest", Kind.POUNDS),
    ("hours_freed", "Hours freed", Kind.ESTIMATE), ("deepest_gap", "Deepest cash gap", Kind.CHANGE),
    ("gap_month", "In", Kind.MONTH), ("notes", "Notes"),
)  # fmt: skip
PARTS = columns(
    CODE, NAME, ("part", "Part"), ("change_number", "Change", Kind.WHOLE), ("payer", "Paid by"),
    ("payee", "Paid to"), ("pot", "Pot"), ("certainty", "Certainty"), ("when", "Paid"),
    ("pounds", "Pounds", Kind.POUNDS), ("lowest", "Lowest", Kind.POUNDS), ("highest", "Highest", Kind.POUNDS),
    ("guaranteed", "Guaranteed", Kind.POUNDS),
)  # fmt: skip
CASH = columns(
    CODE, NAME, ("month", "Month", Kind.MONTH), ("staying", "Staying on national QOF", Kind.POUNDS),
    ("joining", "Joining the scheme", Kind.POUNDS), ("difference", "Difference", Kind.CHANGE),
    ("so_far", "Ahead or behind so far", Kind.CHANGE),
)  # fmt: skip
RANGE = columns(
    CODE, NAME, ("national_5", "National, 5%", Kind.ROUND_POUNDS),
    ("national_50", "National, middle", Kind.ROUND_POUNDS),
    ("national_95", "National, 95%", Kind.ROUND_POUNDS), ("scheme_5", "Scheme, 5%", Kind.ROUND_POUNDS),
    ("scheme_50", "Scheme, middle", Kind.ROUND_POUNDS), ("scheme_95", "Scheme, 95%", Kind.ROUND_POUNDS),
)  # fmt: skip
ALL = "All practices"


def practices(each: Assessment) -> Table:
    """Every practice's figures; the foot has the sums of the rows."""
    pricing, places = each.pricing, places_of(each)
    rows = tuple(_practice(each, line, places.get(line.practice)) for line in pricing.lines)
    foot: tuple[Value, ...] = tuple(_foot(rows, place) for place in range(len(PRACTICES)))
    whole = {"practice": TOTAL, "percent": share_of(each), "per_patient": per_patient(each)}
    foot = tuple(whole.get(column.key, value) for column, value in zip(PRACTICES, foot, strict=True))
    return Table("practices", "Practices", "Every practice", PRACTICES, rows, foot)


def places_of(each: Assessment) -> dict[str, int]:
    """The place of each practice in the arrays."""
    return {code: place for place, code in enumerate(each.worked.practices)}


def share_of(each: Assessment) -> Decimal | None:
    """The change of the whole bill in percent of national income; None of nought."""
    return _whole(each).percent


def per_patient(each: Assessment) -> Decimal | None:
    """The change of the whole bill a registered patient, in pounds; None where no list is known."""
    return _whole(each).per_patient


def _whole(each: Assessment) -> Line:
    found = each.pricing
    return Line("", "", found.patients, found.national, found.local, found.guaranteed)


def _foot(rows: tuple[tuple[Value, ...], ...], place: int) -> Value:
    """The sum of what adds up: a gap of one month and one of another do not."""
    column = PRACTICES[place]
    if (
        column.kind not in (Kind.WHOLE, Kind.POUNDS, Kind.CHANGE, Kind.ESTIMATE)
        or column.key == "deepest_gap"
    ):
        return None
    known = [value for value in (row[place] for row in rows) if isinstance(value, Decimal)]
    return total(known) if known else None


def _practice(each: Assessment, line: Line, place: int | None) -> tuple[Value, ...]:
    gap, month = deepest(each.cash, place)
    return (
        line.practice, line.name, "yes" if line.joined else "no", line.patients, line.national, line.ended,
        line.scheme, line.change, line.percent, line.per_patient, line.guaranteed, line.at_risk, line.lowest,
        line.highest,
        hours_freed(each, place), gap, month, "; ".join(line.notes),
    )  # fmt: skip


def hours_freed(each: Assessment, place: int | None) -> Decimal | None:
    """Hours a year that stop less those that start, of one practice."""
    work = each.workload
    if work is None or place is None:
        return None
    freed = float(work.hours_before[place] - work.hours_after[place])
    return None if np.isnan(freed) else tenths(freed)


def deepest(cash: CashFlow | None, place: int | None) -> tuple[Decimal | None, date | None]:
    """How far cash in the scheme falls behind that of staying, and when; nought and no month where never."""
    if cash is None or place is None:
        return None, None
    behind = cash.behind[place]
    at = int(behind.argmin())
    return (from_pence(int(behind[at])), cash.months[at]) if behind[at] < 0 else (Decimal("0.00"), None)


def parts(each: Assessment) -> Table:
    """What every practice is paid, part by part; nothing stands for a part that comes to nought."""
    names = {line.practice: line.name for line in each.pricing.lines}
    streams = paid(each)
    rows = tuple(
        row
        for place, code in enumerate(each.worked.practices)
        if code in names
        for row in parts_at(each, place, names[code], streams)
    )
    return Table("parts", "Parts", "What each practice is paid, part by part", PARTS, rows)


def parts_at(each: Assessment, place: int, name: str, streams: tuple[Stream, ...]) -> list[tuple[Value, ...]]:
    """The parts of one practice, by its place in the arrays; `streams` are what `paid` gives."""
    found: list[tuple[Value, ...]] = []
    joins = bool(each.worked.joined[place])
    for stream in streams:
        figures = [int(array[place]) for array in (stream.pence, stream.low, stream.high, stream.guaranteed)]
        if any(figures):
            said = (
                stream.payer,
                stream.payee,
                stream.pot,
                stream.certainty.value,
                when_in_words(stream.when),
            )
            number = stream.change or None
            code = each.worked.practices[place]
            part = stream.name if joins or number else QOF
            found.append((code, name, part, number, *said, *map(from_pence, figures)))
    return found


def cash(each: Assessment) -> Table | None:
    """Cash by month of every practice and of all together; None where there is none."""
    flow = each.cash
    if flow is None:
        return None
    names = {line.practice: line.name for line in each.pricing.lines}
    rows = list(_months(flow, flow.staying.sum(axis=0), flow.joining.sum(axis=0), (ALL, "")))
    for place, code in enumerate(each.worked.practices):
        if code in names:
            rows += _months(flow, flow.staying[place], flow.joining[place], (code, names[code]))
    return Table("cash", "Cash by month", "Cash by month", CASH, tuple(rows))


def _months(
    flow: CashFlow, staying: WholeArray, joining: WholeArray, who: tuple[str, str]
) -> list[tuple[Value, ...]]:
    change = joining - staying
    months = zip(
        flow.months, *(array.tolist() for array in (staying, joining, change, change.cumsum())), strict=True
    )
    return [(*who, month, *map(from_pence, figures)) for month, *figures in months]


def ranges(each: Assessment) -> Table | None:
    """Income when achievement is drawn; None where nothing was drawn."""
    risk = each.risk
    if risk is None:
        return None
    names = {line.practice: line.name for line in each.pricing.lines}
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (code, names[code], *map(pounds, (*risk.national[:, place], *risk.scheme[:, place])))
        for place, code in enumerate(each.worked.practices)
        if code in names
    )
    foot: tuple[Value, ...] = (ALL, "", *map(pounds, (*risk.national_bill, *risk.scheme_bill)))
    title = "Income when this year's achievement is drawn: 5, 50 and 95 in a hundred draws are at or below"
    return Table("range", "Risk", title, RANGE, rows, foot)
