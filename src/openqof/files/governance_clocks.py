"""What the clocks of the shipped packs are for, so that the duties of a body may name them."""

from __future__ import annotations

from functools import cache

from openqof.core.problems import BadInput
from openqof.files.governance_pack import PACK_SHAPE
from openqof.files.governance_rules import values_in
from openqof.files.nodes import read_document
from openqof.files.shape import Value, read
from openqof.files.shipped import pack_files


@cache
def shipped_clocks(kind: str) -> frozenset[str]:
    """What the clocks of all packs for a kind of body are for, as far as they can be read."""
    found: set[str] = set()
    for pack in _packs():
        if kind in [each.value for each in values_in(pack, "kinds")]:
            found |= {each.plain("about") for each in values_in(pack, "clocks") if each.get("about")}
    return frozenset(found)


@cache
def _packs() -> tuple[Value, ...]:
    """The shipped packs as far as they can be read."""
    found = []
    for path in pack_files():
        try:
            value, _ = read(PACK_SHAPE, read_document(path))
        except BadInput:
            continue
        found += [] if value is None else [value]
    return tuple(found)
