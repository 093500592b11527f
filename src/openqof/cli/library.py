"""openqof library: every scheme and service shipped, what each does, and whether it can be priced."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openqof.cli.common import Format, FormatOption, counted, remark, reports_problems, say, show_table
from openqof.cli.wrapped import wrapped

if TYPE_CHECKING:
    from openqof.core.scheme import Scheme

_COLUMNS = {
    "id": "id",
    "title": "title",
    "body": "body",
    "year": "year",
    "kind": "kind",
    "does": "what it does",
    "priced": "priced",
    "why_not": "why not",
    "found": "found",
    "derived": "derived",
    "recalled": "recalled",
    "joined": "joined",
    "of": "of",
    "uptake": "uptake",
}
_SHORT = {
    "id": "id",
    "body": "body",
    "year": "year",
    "kind": "kind",
    "priced": "priced",
    "found": "found",
    "derived": "derived",
    "recalled": "recalled",
    "uptake": "uptake",
}


class Kind(StrEnum):
    """Kinds of document in the library."""

    SCHEME = "scheme"
    SERVICE = "service"
    CONTRACT = "contract"


KindOption = Annotated[Kind | None, typer.Option("--kind", help="only schemes, services or contracts")]


@reports_problems
def library(kind: KindOption = None, form: FormatOption = Format.TABLE) -> None:
    """List every scheme and service shipped: whose, when, what it does, how sure that is, who joined.

    Example: openqof library --kind scheme
    """
    rows = [_row(scheme) for scheme in _documents() if kind is None or scheme.kind == kind]
    if form is not Format.TABLE:
        show_table(rows, _COLUMNS, form=form)
        return
    show_table(rows, _SHORT, right=("found", "derived", "recalled"))
    for row in rows:
        say(f"\n{row['id']}  {row['title']}")
        for about, key in (("does", "does"), ("no price", "why_not")):
            for line in wrapped(about, row[key], width=8) if row[key] else ():
                say(line)
    remark(f"\n{counted(len(rows), 'document')}. One of them: openqof show ID. To copy one: openqof new.")


def _documents() -> Iterator[Scheme]:
    """Schemes first, then services and contracts."""
    from openqof.files.load import load_scheme
    from openqof.files.shipped import scheme_ids, service_ids

    yield from map(load_scheme, scheme_ids())
    yield from map(load_scheme, service_ids())


def _row(scheme: Scheme) -> dict[str, Any]:
    from openqof.core.sources import count_by_basis
    from openqof.impact.words.words import in_few_words, uptake_in_words

    uptake = scheme.uptake
    counts = {str(basis): number for basis, number in count_by_basis(scheme.provenances()).items()}
    return {
        "id": scheme.id,
        "title": scheme.title,
        "body": ", ".join(scheme.bodies),
        "year": _years(scheme),
        "kind": scheme.kind,
        "does": in_few_words(scheme),
        "priced": "no" if scheme.unpriced else "yes",
        "why_not": scheme.unpriced.text if scheme.unpriced else "",
        **counts,
        "joined": uptake.joined if uptake else None,
        "of": uptake.of if uptake else None,
        "uptake": uptake_in_words(uptake) if uptake else "",
    }


def _years(scheme: Scheme) -> str:
    """The financial year it runs in, or the first and the last."""
    from openqof.core.years import FinancialYear

    first, last = (FinancialYear.of(day) for day in (scheme.runs.first, scheme.runs.last))
    return str(first) if first == last else f"{first} to {last}"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(short_help="Every scheme and service shipped.")(library)
