"""openqof compare: two schemes, or a scheme and a national year: what stays, stops, starts and changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
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
    "changed": "changed",
}
_HEADINGS = {
    "stops": "What stops",
    "starts": "What starts",
    "changes": "What changes",
    "stays": "What stays",
}
_TOGETHER = 4
"""So many things or more with the same difference are told together."""
_LABEL, _ONE_LINE = 18, 78
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
    """A scheme or service by id or file, else a national year; BadInput for what is neither."""
    from openqof.cli.scheme import scheme_named
    from openqof.cli.year import law_of

    if scheme := scheme_named(written, values):
        return scheme
    _check_year(written)
    return law_of(written)


def _check_year(written: str) -> None:
    """BadInput, without a word of the file, for a file of another kind, and for a name that nothing has."""
    from openqof.cli.year import law_id
    from openqof.files.kinds import YEAR, kind_of, kind_of_file
    from openqof.files.load import as_id, is_year
    from openqof.files.nodes import read_document
    from openqof.files.shipped import scheme_ids, service_ids, year_ids
    from openqof.files.values import did_you_mean

    path = Path(written)
    law_file, years = path.suffix in (".yaml", ".yml"), year_ids()
    if path.is_file():
        kind = kind_of(read_document(path, name=written)) if law_file else kind_of_file(path)
        if kind != YEAR:
            said = f"This is {kind or 'neither a scheme nor a national year'}, and cannot be compared."
            raise BadInput([Problem(written, 0, 0, "L011", said, "Name a scheme or a year.")])
    elif not (law_file or path.exists() or is_year(written) or as_id(law_id(written)) in years):
        listing = "`openqof library` lists the schemes, `openqof show` the years."
        hint = did_you_mean(written, (*scheme_ids(), *service_ids(), *years), otherwise=listing)
        said = "There is neither a scheme nor a national year of this name."
        raise BadInput([Problem(written, 0, 0, "L013", said, hint)])


def _plain(row: Row) -> dict[str, Any]:
    said = {key: getattr(row, key) for key in ("about", "name", "renamed", "before", "after")}
    return {"becomes": row.becomes.value, **said, "changed": _changed(row.was, row.now)}


def _changed(was: str, now: str) -> str:
    """What differs in as few words as it takes; "" where nothing does, or one side is not there."""
    from openqof.impact.difference.words import spots

    if not (was and now):
        return ""
    return "; ".join(_arrow(each.was, each.now) for each in spots(was, now)) or _arrow(was, now)


def _arrow(was: str, now: str) -> str:
    if was and now:
        return f"{was} → {now}"
    return f"left out: {was}" if was else f"added: {now}"


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
    """Rows by what differs; many with one and the same difference together, by name."""
    together: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        together.setdefault((row.about, row.was, row.now), []).append(row)
    for (about, was, now), alike in together.items():
        if len(alike) >= _TOGETHER:
            names = ", ".join(map(_named, alike))
            yield from _differs(_headed(about, len(alike)), names, was, now)
        else:
            for row in alike:
                yield from _one(row)


def _one(row: Row) -> Iterator[str]:
    """A row that stands on one side only, in one line; else what differs under its name."""
    if row.before and row.after:
        yield from _differs(row.about, _named(row), row.was, row.now)
        return
    said = row.before or row.after
    yield from wrapped(row.about, said if row.about in _SAYS_ALL else f"{row.name}: {said}", width=_LABEL)


def _named(row: Row) -> str:
    return f"{row.name} (now {row.renamed})" if row.renamed else row.name


def _differs(label: str, name: str, was: str, now: str) -> Iterator[str]:
    """What differs: in one line where there is room, else place by place, else before and after."""
    from openqof.impact.difference.words import marked, spots

    short, places = f"{name}: {_arrow(was, now)}", spots(was, now)
    if was and now and len(short) <= _ONE_LINE:
        yield from wrapped(label, short, width=_LABEL)
        return
    yield from wrapped(label, name, width=_LABEL)
    for each in places:
        around = " ".join(part for part in (each.before, each.was or "…", each.after) if part)
        yield from wrapped("", f"{_arrow(each.was, each.now)}, in “… {around} …”", width=_LABEL)
    for place, said in zip(("before: ", "after:  "), marked(was, now) if not places else (), strict=False):
        if said:
            yield from wrapped("", f"{place}{said}", width=_LABEL)


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(short_help="What changes from one scheme or year to another.")(compare)
