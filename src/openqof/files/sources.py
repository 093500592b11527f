"""The instruments and publications that law files cite."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from openqof.core.sources import Source
from openqof.files.national_shape import SOURCES as SHAPE
from openqof.files.nodes import read_document
from openqof.files.shape import read
from openqof.files.shipped import SOURCES


@cache
def sources() -> Mapping[str, Source]:
    """Every source of law/sources.yaml by its id; one that is partly wrong counts as known."""
    value, _ = read(SHAPE, read_document(SOURCES))
    return {
        key: Source(key, each.plain("title", ""), each.plain("date", ""), each.plain("address", ""))
        for key, each in (value.items() if value else ())
    }
