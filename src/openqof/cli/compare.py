"""openqof compare: two schemes, or a scheme and a national year: what stays, stops, starts and changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openqof.cli.common import Format, FormatOption, reports_problems, say, show_table
from openqof.cli.sets import SetOption, values_of
from openqof.cli.wrapped import wrapped
from openqof.core.problems import BadInput, Problem

if TYPE_CHECKING:
    from openqof.core.national import NationalYear
    from openqof.core.scheme import Scheme
    from openqof.impact.difference.difference import Difference, Row

_COLUMNS = {
    "becomes": "becomes",
    "about": "about",
    "name": "name",
    "renamed": "renamed",
    "before": "before",
    "after": "after",
}
_HEADINGS = {
    "stops": "What stops",
    "starts": "What starts",
    "changes": "What changes",
    "stays": "What stays",
}
_TOGETHER = 4
"""So many things or more with the same difference are told together."""
_LABEL = 18
_SAYS_ALL = {"payment", "obligation", "reporting", "monitoring", "service", "pool"}
"""Kinds of thing whose words need no name before them."""

FirstArgument = Annotated[
    str, typer.Argument(metavar="A", help="a scheme or a national year, by id or as a file")
]
SecondArgument = Annotated[
    str, typer.Argument(metavar="B", help="another [default: A against the national year it changes]")
]


@reports_problems
def compare(
    first: FirstArgument,
    second: SecondArgument = "",
    values: SetOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Say what stays, stops, starts and changes from A to B: indicators, payments, obligations, dates.

    With A alone, from its national year to A. --set gives a scheme's parameters other values: those of the
    second named, where both are schemes.

    Example: openqof compare devon-cornwall/unplanned-admissions-2014
    """
    from openqof.impact.difference.difference import compare as difference

    found = difference(*_both(first, second, values_of(values)))
    if form is Format.TABLE:
        _tell(found)
    else:
        show_table([_plain(row) for row in found.rows], _COLUMNS, form=form)


def _both(
    first: str, second: str, values: dict[str, str]
) -> tuple[Scheme | NationalYear, Scheme | NationalYear]:
    """What is compared, the earlier first where only one is named."""
    from openqof.files.load import load_year

    if second:
        return document(first), document(second, values)
    one = document(first, values)
    base = getattr(one, "base", None)
    if not base:
        why = "is a national year" if base is None else "changes no national year that the library has"
        raise BadInput([Problem(first, 0, 0, "P230", f"{one.id} {why}.", "Name two to compare.")])
    return load_year(base), one


def document(written: str, values: dict[str, str] | None = None) -> Scheme | NationalYear:
    """A scheme or service by id or file, else a national year."""
    from openqof.cli.scheme import scheme_named
    from openqof.cli.year import law_of

    return scheme_named(written, values) or law_of(written)


def _plain(row: Row) -> dict[str, Any]:
    said = {key: getattr(row, key) for key in ("about", "name", "renamed", "before", "after")}
    return {"becomes": row.becomes.value, **said}


def _tell(found: Difference) -> None:
    from openqof.impact.difference.difference import Becomes

    say(f"From  {found.first_title} ({found.first})")
    say(f"to    {found.second_title} ({found.second})")
    for becomes in Becomes:
        rows = found.of(becomes)
        if not rows:
            continue
        say(f"\n{_HEADINGS[becomes.value]}")
        for line in _staying(rows) if becomes is Becomes.STAYS else _lines(rows):
            say(line)


def _staying(rows: Sequence[Row]) -> Iterator[str]:
    """What stays is counted and named, not described."""
    for about in dict.fromkeys(row.about for row in rows):
        names = [row.name for row in rows if row.about == about]
        yield from wrapped(_headed(about, len(names)), ", ".join(names), width=_LABEL)


def _headed(about: str, many: int) -> str:
    return about if many == 1 else f"{many} {_plural(about)}"


def _plural(about: str) -> str:
    return about if about.endswith("ing") else f"{about}s"


def _lines(rows: Sequence[Row]) -> Iterator[str]:
    """Rows as before and after; many with one and the same difference together, by name."""
    together: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        together.setdefault((row.about, row.was, row.now), []).append(row)
    for (about, was, now), alike in together.items():
        if len(alike) >= _TOGETHER:
            yield from wrapped(_headed(about, len(alike)), ", ".join(map(_named, alike)), width=_LABEL)
            yield from _before_and_after(was, now)
        else:
            for row in alike:
                yield from _one(row)


def _one(row: Row) -> Iterator[str]:
    """A row that stands on one side only, in one line; else its two sides under its name."""
    if not (row.before and row.after):
        said = row.before or row.after
        yield from wrapped(row.about, said if row.about in _SAYS_ALL else f"{row.name}: {said}", width=_LABEL)
        return
    yield from wrapped(row.about, _named(row), width=_LABEL)
    yield from _before_and_after(row.was, row.now)


def _named(row: Row) -> str:
    return f"{row.name} (now {row.renamed})" if row.renamed else row.name


def _before_and_after(was: str, now: str) -> Iterator[str]:
    for label, said in (("before: ", was), ("after:  ", now)):
        if said:
            yield from wrapped("", f"{label}{said}", width=_LABEL)


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(short_help="What changes from one scheme or year to another.")(compare)
