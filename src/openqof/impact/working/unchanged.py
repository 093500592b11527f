"""Why a scheme changes nothing, where it changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from openqof.impact.working.needs import named
from openqof.impact.working.reform import settled

if TYPE_CHECKING:
    from openqof.impact.working.whole import Parts

NOTHING_CHANGES = "Nothing in the scheme sets what QOF pays, so every practice keeps its national pay."


def why_unchanged(parts: Parts) -> Iterator[str]:
    """One sentence for each reason; nothing where any practice is paid otherwise than nationally."""
    before = parts.side.pence + parts.ended
    after = np.sum([stream.pence for stream in parts.streams], axis=0, dtype=np.int64)
    if not parts.ask.scheme.priced:
        yield NOTHING_CHANGES
    elif not (before != after).any():
        yield from _reasons(parts)


def _reasons(parts: Parts) -> Iterator[str]:
    if not parts.joined.any():
        yield "No practice here joins the scheme, so that every one keeps its national pay."
        return
    silent = sorted(_without_results(parts))
    if silent:
        yield f"The scheme changes nothing here: no practice has a result for {named(silent)}."
    else:
        yield "The scheme changes nothing here: what it pays comes to the same as national pay."


def _without_results(parts: Parts) -> set[str]:
    """Indicators that changes set and that nobody here has a result for."""
    earned = parts.side.earned
    if earned is None:
        return set()
    known = dict(zip(earned.law.indicators, np.logical_or.reduce(earned.known, axis=1).tolist(), strict=True))
    named_in = {name for names in settled(parts.ask.scheme, parts.ask.law).values() for name in names}
    return {name for name in named_in if not known[name]}
