"""A local scheme as openqof show prints it: what it states, its sources, what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openqof.cli.common import Format, say, show_table
from openqof.cli.wrapped import wrapped

if TYPE_CHECKING:
    from openqof.core.scheme import Scheme

_COLUMNS = {"about": "about", "says": "says", "basis": "basis", "source": "source"}


def scheme_named(written: str, values: Mapping[str, str] | None = None) -> Scheme | None:
    """The scheme or service of an id, in any case, or of a file; None where neither names one.

    `values` set its parameters anew.
    """
    from openqof.files.load import as_id, load_scheme
    from openqof.files.shipped import scheme_ids, service_ids

    if as_id(written) in (*scheme_ids(), *service_ids()):
        return load_scheme(as_id(written), values=values)
    path = Path(written)
    if not path.is_file():
        return None
    from openqof.files.kinds import SCHEME, kind_of_file

    return load_scheme(path, values=values) if kind_of_file(path) == SCHEME else None


def show_scheme(scheme: Scheme, form: Format) -> None:
    """Print a scheme: as a table for people, else every statement as a row."""
    rows = _rows(scheme)
    if form is not Format.TABLE:
        show_table(rows, _COLUMNS, form=form)
        return
    say(f"{scheme.title}  ({scheme.id}), {_what(scheme)}")
    width = max(len(row["about"]) for row in rows)
    for row in rows:
        for line in wrapped(row["about"], row["says"], width=width):
            say(line)
        say(f"  {'':<{width}}    {row['basis']}, {row['source']}")
    _say_after(scheme)


def _what(scheme: Scheme) -> str:
    """A local scheme on qof/2015-16, a service."""
    kind = "a local scheme" if scheme.kind == "scheme" else f"a {scheme.kind}"
    return f"{kind} on {scheme.base}" if scheme.base else kind


def _say_after(scheme: Scheme) -> None:
    """How sure it all is, and the commands that go on from here."""
    from openqof.core.sources import count_by_basis
    from openqof.files.shipped import scheme_ids, service_ids
    from openqof.impact.words.words import counted_by_basis

    say(f"\nOf what the scheme states, {counted_by_basis(count_by_basis(scheme.provenances()))}.")
    say(f"sha256 {scheme.sha256}")
    named = scheme.id if scheme.id in (*scheme_ids(), *service_ids()) else scheme.file
    price = f"Price it: openqof price {named}. " if scheme.base and not scheme.unpriced else ""
    base = f"Against national QOF: openqof compare {named}. " if scheme.base else ""
    say(f"{price}{base}Check its file: openqof check {scheme.file}.")


def _rows(scheme: Scheme) -> list[dict[str, Any]]:
    from openqof.impact.words.words import notes_stated, statements

    return [
        {
            "about": each.about,
            "says": each.says,
            "basis": each.provenance.basis.value,
            "source": f"{each.provenance.source}, {each.provenance.place}",
        }
        for each in (*statements(scheme), *notes_stated(scheme))
    ]
