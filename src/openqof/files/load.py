"""Law files read whole or refused whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from openqof.core.national import NationalYear
from openqof.core.problems import BadInput, Problem
from openqof.core.years import FinancialYear
from openqof.files.national_build import build_year
from openqof.files.national_meaning import check_meaning
from openqof.files.national_shape import YEAR
from openqof.files.nodes import Document, read_document
from openqof.files.shape import Walk, read
from openqof.files.shipped import (
    FAMILIES,
    LAW,
    law_path,
    place_name,
    scheme_ids,
    service_ids,
    shown_path,
    year_ids,
)
from openqof.files.sources import sources
from openqof.files.values import did_you_mean, listed

if TYPE_CHECKING:
    from openqof.core.scheme import Scheme

_ANY_YEAR = re.compile(rf"(?:(?:{'|'.join(FAMILIES)})/)?(\d{{4}})[/-](\d\d)")


def load_year(id_or_path: str | Path) -> NationalYear:
    """The law of a national year, by id ("qof/2015-16") or path; BadInput carries every problem."""
    path = find_law(id_or_path, year_ids())
    return read_year(read_document(path, name=shown_path(path)), path)


def load_scheme(id_or_path: str | Path, *, values: Mapping[str, str] | None = None) -> Scheme:
    """A local scheme or service, by id ("aylesbury-vale/pcds-2015") or path; BadInput carries every problem.

    `values` sets parameters anew, as words: {"target": "96", "kept": "HYP006, DM017"}. What the document
    asserts of prices is then no longer claimed.
    """
    path = find_law(id_or_path, (*scheme_ids(), *service_ids()), kind="scheme")
    scheme = read_scheme_document(read_document(path, name=shown_path(path)), path, values)
    return replace(scheme, asserts={}) if values else scheme


def read_year(document: Document, path: Path) -> NationalYear:
    """The law of a document already composed; BadInput carries every problem in it."""
    walk = Walk(document.name)
    value, _ = read(YEAR, document, walk=walk)
    if value is not None:
        shipped = path.resolve().is_relative_to(LAW)
        check_meaning(value, walk, sources=sources(), stem=path.stem if shipped else "")
    if value is None or walk.problems:
        raise BadInput(walk.problems)
    return build_year(value, place=place_name(path))


def read_scheme_document(document: Document, path: Path, values: Mapping[str, str] | None = None) -> Scheme:
    """A scheme from a document already composed; its reader is loaded only when a scheme is read."""
    from openqof.files.scheme import read_scheme

    return read_scheme(document, path, values)


def find_law(id_or_path: str | Path, known: tuple[str, ...], *, kind: str = "law") -> Path:
    """The path of a law file named by id, in any case, or path; BadInput with the nearest id when none is.

    `kind` is what the message calls the thing looked for.
    """
    path = Path(id_or_path)
    named = str(id_or_path)
    if path.suffix in (".yaml", ".yml") or path.exists() or isinstance(id_or_path, Path):
        return path
    if (written := as_id(named)) in known:
        return law_path(written)
    hint = _year_hint(written, known) if kind == "law" else _scheme_hint(written, known)
    missing = is_year(named) and written not in year_ids()
    said = f"There is no law of {named}." if missing else f"There is no {kind} of this name."
    raise BadInput([Problem(named, 0, 0, "L013", said, hint)])


def is_year(named: str) -> bool:
    """Whether words name a financial year of any century: 1900/01, qof/2015-16."""
    found = _ANY_YEAR.fullmatch(named.strip().casefold())
    return found is not None and (int(found[1]) + 1) % 100 == int(found[2])


def law_runs() -> str:
    """From which year to which there is national law, in a sentence."""
    return _ranges(year_ids())


def as_id(named: str) -> str:
    """An id as the library writes it: QOF/2015/16 is qof/2015-16; anything else in small letters."""
    family, _, year = named.strip().casefold().partition("/")
    try:
        return f"{family}/{FinancialYear.parse(year).slug}"
    except ValueError:
        return f"{family}/{year}" if year else family


def _year_hint(written: str, known: tuple[str, ...]) -> str:
    """The years there are where a year was named; else the nearest name, or how to write one."""
    listing = "`openqof show` lists all there is."
    if is_year(written):
        return f"{_ranges(known)} {listing}"
    otherwise = f"Write a year as 2015/16, or qof/2015-16. {_ranges(known)}"
    return f"{did_you_mean(written, known, otherwise=otherwise)} {listing}"


def _ranges(known: tuple[str, ...]) -> str:
    """From which year to which the law of each nation is there."""
    of = {family: [each for each in known if each.startswith(f"{family}/")] for family in FAMILIES}
    return f"National law runs from {', and '.join(f'{ids[0]} to {ids[-1]}' for ids in of.values() if ids)}."


def _scheme_hint(written: str, known: tuple[str, ...]) -> str:
    """The nearest scheme, or all of them; and where a year was named, what shows it."""
    if written in year_ids():
        return f"It is a year of national QOF: openqof show {written}."
    return did_you_mean(written, known, otherwise=f"Name {listed((*known, 'a file of your own'))}.")
