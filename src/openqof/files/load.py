"""Law files read whole or refused whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from openqof.core.national import NationalYear
from openqof.core.problems import BadInput, Problem
from openqof.files.library import LAW, law_path, place_name, scheme_ids, shown_path, year_ids
from openqof.files.national_build import build_year
from openqof.files.national_meaning import check_meaning
from openqof.files.national_shape import YEAR
from openqof.files.nodes import Document, read_document
from openqof.files.shape import Walk, read
from openqof.files.sources import sources
from openqof.files.values import did_you_mean

if TYPE_CHECKING:
    from openqof.core.scheme import Scheme


def load_year(id_or_path: str | Path) -> NationalYear:
    """The law of a national year, by id ("qof/2015-16") or path; BadInput carries every problem."""
    path = find_law(id_or_path, year_ids())
    return read_year(read_document(path, name=shown_path(path)), path)


def load_scheme(id_or_path: str | Path) -> Scheme:
    """A local scheme, by id ("aylesbury-vale/pcds-2015") or path; BadInput carries every problem."""
    path = find_law(id_or_path, scheme_ids())
    return read_scheme_document(read_document(path, name=shown_path(path)), path)


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


def read_scheme_document(document: Document, path: Path) -> Scheme:
    """A scheme from a document already composed; its reader is loaded only when a scheme is read."""
    from openqof.files.scheme import read_scheme

    return read_scheme(document, path)


def find_law(id_or_path: str | Path, known: tuple[str, ...]) -> Path:
    """The path of a law file named by id or path; BadInput with the nearest id when there is none."""
    path = Path(id_or_path)
    named = str(id_or_path)
    if path.suffix in (".yaml", ".yml") or path.exists() or isinstance(id_or_path, Path):
        return path
    if named in known:
        return law_path(named)
    hint = did_you_mean(named, known) + " `openqof show` lists all there is."
    raise BadInput([Problem(named, 0, 0, "L013", "There is no law of this name.", hint.strip())])
