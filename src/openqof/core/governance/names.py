"""Names and codes as they are compared: without regard to case, accents, points and spaces."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
"""Letters that have no accent to take off, and how they are written without them."""
_UNSEEN = ("Mn", "Me", "Cf")
"""Classes of characters that no reader tells apart: accents, and marks without a width."""


@lru_cache(maxsize=20_000)
def normalised(name: str) -> str:
    """What two spellings of one name share: "St. Anne's  Surgery" and "st annes surgery" are the same.

    A name without a letter or figure is compared as it is written.
    """
    bare = re.sub(r"['’‘ʼ`´]", "", name).replace("&", " and ")
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", bare).casefold())
    plain = "".join(each for each in folded if unicodedata.category(each) not in _UNSEEN)
    return " ".join(re.findall(r"[^\W_]+", plain.translate(_LETTERS))) or name.strip()


def organisation_key(text: str) -> str:
    """What two spellings of an organisation's code or name share: spaces and hyphens tell none apart either.

    "D 00001", "d-00001" and "D00001" are the same code.
    """
    return normalised(text).replace(" ", "")
