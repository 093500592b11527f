"""A scheme document read whole or refused whole."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from openqof.core.national import NationalYear
from openqof.core.problems import BadInput
from openqof.core.scheme import Scheme
from openqof.files.canonical import fingerprint
from openqof.files.nodes import Document
from openqof.files.scheme_build import build_scheme
from openqof.files.scheme_check import check_meaning
from openqof.files.scheme_checking import Laws
from openqof.files.scheme_parameters import check_parameters, settle
from openqof.files.scheme_shape import SCHEME
from openqof.files.shape import Value, Walk, bare, did_you_mean, read
from openqof.files.shipped import place_name, year_ids
from openqof.files.sources import sources


def read_scheme(document: Document, path: Path, values: Mapping[str, str] | None = None) -> Scheme:
    """The scheme of a document already composed, with parameters set anew; BadInput carries every problem."""
    walk = Walk(document.name)
    settled, parameters = settle(document, walk, values or {})
    value, _ = read(SCHEME, settled, walk=walk)
    if value is not None and not _changes_refused(value):
        check_parameters(value, walk, parameters)
        check_meaning(value, walk, laws=_laws(value, walk), sources=sources())
    if value is None or walk.problems:
        raise BadInput(parameters.tell(walk.problems))
    return build_scheme(value, file=document.name, place=place_name(path), sha256=fingerprint(bare(value)))


def _changes_refused(document: Value) -> bool:
    """Whether no change could be read, so that nothing can be said of what the changes use or leave out."""
    return "changes" in document.keys and document.get("changes") is None


def _laws(document: Value, walk: Walk) -> Laws | None:
    """The year the scheme changes and the one after; a problem when there is no such year."""
    base = document.get("base")
    if base is None or "unpriced" in document.keys:
        return None
    known = year_ids()
    if base.value not in known:
        from openqof.files.load import is_year, law_runs

        hint = law_runs() if is_year(base.value) else did_you_mean(base.value, known, otherwise=law_runs())
        walk.problem(base, "L215", f"there is no national year {base.value}.", hint)
        return None
    law = _load(base.value)
    if law is None:
        said = (
            f"the law file of {base.value} has problems of its own, so nothing could be checked against it."
        )
        walk.problem(base, "L216", said, f"See openqof check {base.value}.")
        return None
    after = f"{base.value.partition('/')[0]}/{law.year.next.slug}"
    return Laws(law, _load(after) if after in known else None)


def _load(law_id: str) -> NationalYear | None:
    """A national year, None when its own file is refused: that is a problem of the other file."""
    try:
        return shipped_year(law_id)
    except BadInput:
        return None


@cache
def shipped_year(law_id: str) -> NationalYear:
    """A national year of the library, read once: it is frozen, and many schemes change the same one."""
    from openqof.files.load import load_year

    return load_year(law_id)
