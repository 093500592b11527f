"""Rule packs and bodies read whole or refused whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from openqof.core.governance.bodies import Body
from openqof.core.governance.conditions import Facts
from openqof.core.governance.packs import Pack
from openqof.core.problems import BadInput, Problem
from openqof.files.governance_body import BODY_SHAPE, SEAT_SHAPE, body_from, facts_from
from openqof.files.governance_pack import PACK_SHAPE, build_pack
from openqof.files.governance_pack_check import check_pack
from openqof.files.kinds import BODY, PACK, kind_of
from openqof.files.nodes import Document, read_document
from openqof.files.shape import Walk, did_you_mean, listed, read
from openqof.files.shipped import LAW, pack_files, place_name, shown_path
from openqof.files.sources import sources

__all__ = [
    "BODY_SHAPE", "SEAT_SHAPE", "body_from", "facts_from", "load_body", "load_pack", "load_packs", "pack_ids",
    "read_body", "read_pack",
]  # fmt: skip


def pack_ids() -> tuple[str, ...]:
    """The rule packs shipped: area-team-2013, ccg-2014 …"""
    return tuple(path.stem for path in pack_files())


def load_packs() -> tuple[Pack, ...]:
    """Every rule pack shipped, by id; BadInput carries every problem of the first that has one."""
    return tuple(load_pack(each) for each in pack_ids())


def load_pack(id_or_path: str | Path) -> Pack:
    """A rule pack by id ("ccg-2016") or path; BadInput carries every problem."""
    path = _find(id_or_path)
    return read_pack(_document(path, PACK, "A pack begins with `pack`."), path)


def load_body(path: str | Path) -> tuple[Body, Mapping[str, Facts]]:
    """A body, and what it states of schemes by scheme id or "all"; BadInput carries every problem."""
    file = Path(path)
    return read_body(_document(file, BODY, "A body begins with `body`."), file)


def read_pack(document: Document, path: Path) -> Pack:
    """The pack of a document already composed; BadInput carries every problem in it."""
    walk = Walk(document.name)
    value, _ = read(PACK_SHAPE, document, walk=walk)
    if value is not None:
        stem = path.stem if path.resolve().is_relative_to(LAW) else ""
        check_pack(value, walk, sources=sources(), stem=stem)
    if value is None or walk.problems:
        raise BadInput(walk.problems)
    return build_pack(value, place_name(path))


def read_body(document: Document, path: Path) -> tuple[Body, Mapping[str, Facts]]:
    """The body of a document already composed, and what it states; BadInput carries every problem in it."""
    walk = Walk(document.name)
    value, _ = read(BODY_SHAPE, document, walk=walk)
    if value is None:
        raise BadInput(walk.problems)
    return body_from(value, walk, place_name(path)), facts_from(value)


def _find(id_or_path: str | Path) -> Path:
    """The path of a pack; BadInput with the nearest id when there is none of that name."""
    path, named = Path(id_or_path), str(id_or_path)
    if isinstance(id_or_path, Path) or path.suffix in (".yaml", ".yml"):
        return path
    for shipped in pack_files():
        if shipped.stem == named.strip().casefold():
            return shipped
    hint = did_you_mean(named, pack_ids(), otherwise=f"Name {listed((*pack_ids(), 'a file of your own'))}.")
    raise BadInput([Problem(named, 0, 0, "L013", "There is no rule pack of this name.", hint)])


def _document(path: Path, kind: str, hint: str) -> Document:
    """The document of a file that is of a kind, or of none that is known."""
    document = read_document(path, name=shown_path(path))
    found = kind_of(document)
    if found in (kind, ""):
        return document
    raise BadInput([Problem(document.name, 1, 1, "L011", f"This is {found}, not {kind}.", hint)])
