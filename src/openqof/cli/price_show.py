"""A price on the terminal: the table first, then short sections; or all of it as CSV or JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from operator import attrgetter
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from openqof.cli.common import Format, counted, remark, say, show_table
from openqof.cli.wrapped import WIDTH
from openqof.core.money import to_pence

if TYPE_CHECKING:
    from openqof.impact.assessment import Assessment
    from openqof.impact.pricing import Line, Pricing

_COLUMNS = {
    "practice": "practice",
    "name": "name",
    "national": "national",
    "scheme": "scheme",
    "guaranteed": "guaranteed",
    "at_risk": "at risk",
    "lowest": "lowest",
    "highest": "highest",
    "change": "change",
    "percent": "share",
}
_FIGURES = ("national", "scheme", "guaranteed", "at_risk", "lowest", "highest", "change", "percent")
INVENTED = " (invented)"
_NAME = 20
"""Letters of a practice's name that the table on a terminal has room for."""


def show(found: Sequence[Assessment], command: str, form: Format) -> None:
    """Print what was found, in the form asked for."""
    from openqof.cli.price_facts import csv_table, json_text
    from openqof.cli.price_options import show_options

    if form is Format.JSON:
        say(json_text(found, command))
    elif form is Format.CSV:
        rows, columns = csv_table(found)
        show_table(rows, columns, form=form)
        for each in found:
            _say_all(_remarks(each), to=remark)
    elif len(found) > 1:
        show_options(found)
    else:
        _show_one(found[0])


def _show_one(found: Assessment) -> None:
    from openqof.cli.price_sections import sections
    from openqof.impact.words.words import sure_in_words

    pricing = found.pricing
    say(f"{pricing.scheme.title}: {pricing.area_name}, {pricing.years}")
    for said in (f"National: {pricing.national_says}.", f"Scheme: {pricing.scheme_says}."):
        _say_all(wrap(said, WIDTH, subsequent_indent="  "), to=say)
    say("Whole pounds a year; --format csv has the pence.\n")
    rows = [*(_written(line) for line in pricing.lines), _total(pricing)]
    show_table(rows, _COLUMNS, right=_FIGURES)
    _say_all(wrap(sure_in_words(pricing), WIDTH), to=say)
    _say_notes(pricing)
    for heading, lines in sections(found):
        say(f"\n{heading}")
        for line in lines:
            _say_all(_fitted(line), to=say)
    say()
    for each in _remarks(found):
        _say_all(wrap(each, WIDTH), to=say)


def _fitted(line: str) -> list[str]:
    """A line of a section: as it is where it fits, else broken, and set in."""
    return (
        [f"  {line}"]
        if len(line) < WIDTH
        else wrap(line, WIDTH - 2, initial_indent="  ", subsequent_indent="    ")
    )


def shown_name(name: str, most: int) -> str:
    """A name as a column has room for it; that an area is invented is said above and below the table."""
    name = name.removesuffix(INVENTED)
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _say_all(lines: Iterable[str], *, to: Callable[[str], None]) -> None:
    for line in lines:
        to(line)


def _written(line: Line) -> dict[str, Any]:
    from openqof.impact.words.words import signed_percent

    return {
        "practice": f"{line.practice}{'*' if line.notes else ''}",
        "name": shown_name(line.name, _NAME),
        "national": whole(line.national),
        "scheme": whole(line.scheme),
        "guaranteed": whole(line.guaranteed),
        "at_risk": whole(line.at_risk),
        "lowest": whole(line.lowest),
        "highest": whole(line.highest),
        "change": whole(line.change, sign=True),
        "percent": signed_percent(line.percent),
    }


def _total(pricing: Pricing) -> dict[str, Any]:
    """The sums of the lines, to the penny before they are written in whole pounds."""
    from openqof.impact.pricing import share
    from openqof.impact.words.words import signed_percent

    figures = ("national", "scheme", "guaranteed", "at_risk", "lowest", "highest", "change")
    sums = {name: pricing.total(attrgetter(name)) for name in figures}
    return {
        "practice": "total",
        "name": counted(len(pricing.lines), "practice"),
        **{name: whole(amount, sign=name == "change") for name, amount in sums.items()},
        "percent": signed_percent(share(sums["change"], sums["national"])),
    }


def whole(pounds: Decimal, *, sign: bool = False) -> str:
    """Whole pounds without the sign of money: 12,346, +1,200; pence are in CSV and JSON."""
    rounded = (abs(to_pence(pounds)) + 50) // 100
    before = "-" if pounds < 0 and rounded else "+" if sign and rounded else ""
    return f"{before}{rounded:,}"


def _say_notes(pricing: Pricing) -> None:
    """What is to be known of single practices: each note with those it is about."""
    from openqof.cli.wrapped import wrapped

    about: dict[str, list[str]] = {}
    for line in pricing.lines:
        for note in line.notes:
            about.setdefault(note, []).append(line.practice)
    for note, practices in about.items():
        for written in wrapped("*", f"{note}: {', '.join(practices)}", width=1, indent=0):
            say(written)


def _remarks(found: Assessment) -> Iterator[str]:
    """What figures cannot say: what is invented, who is gone, what to know, what it all rests on."""
    from openqof.core.money import write_pounds
    from openqof.impact.words.words import fate, notes

    pricing = found.pricing
    if pricing.invented:
        yield "These figures are invented: the demonstration area, no real practice."
    if pricing.rule:
        yield pricing.rule
    for gone in pricing.gone:
        base = "" if gone.base is None else f", base {write_pounds(gone.base)}"
        yield f"Gone: {gone.practice} {gone.name}{base}: {fate(gone)}."
    for each in pricing.elsewhere:
        yield f"Not in the table: {each.practice} {each.name}: {each.why}."
    yield from notes(pricing)
    yield from _rests(pricing)
    yield f"Fingerprint {pricing.fingerprint}"


def _rests(pricing: Pricing) -> Iterator[str]:
    from openqof.core.money import write_pounds
    from openqof.impact.words.words import counted_by_basis, why_recalled

    rests = pricing.rests
    yield f"Of what the scheme states, {counted_by_basis(rests.scheme_values)}."
    if rests.recalled_pounds is not None:
        part, why = write_pounds(rests.recalled_pounds), why_recalled(pricing)
        said = f"{part} of scheme income is for indicators whose points, thresholds or weights are recalled"
        yield f"{said}{': ' + why if why else ''}."
