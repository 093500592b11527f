"""Why a scheme changes nothing, where it changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

import numpy as np

from openqof.core.changes import AddIndicator, AddService, EndService, Pay, Replace
from openqof.core.scheme import Change
from openqof.impact.working.needs import named
from openqof.impact.working.reform import settled

if TYPE_CHECKING:
    from openqof.impact.working.whole import Parts

NOTHING_CHANGES = "Nothing in the scheme sets what QOF pays, so every practice keeps its national pay."
HERE = "The scheme changes nothing here: "
THE_SAME = "what it pays comes to the same as national pay"


def why_unchanged(parts: Parts) -> Iterator[str]:
    """One sentence, with a reason for each change; nothing where any practice is paid otherwise."""
    before = parts.side.pence + parts.ended
    after = np.sum([stream.pence for stream in parts.streams], axis=0, dtype=np.int64)
    if not parts.ask.scheme.priced:
        yield NOTHING_CHANGES
    elif not (before != after).any():
        yield _reasons(parts)


def _reasons(parts: Parts) -> str:
    if not parts.joined.any():
        return "No practice here joins the scheme, so that every one keeps its national pay."
    sets, silent = settled(parts.ask.scheme, parts.ask.law), _without_results(parts)
    why = {each.number: _why(each, sets[each.number], silent) for each in parts.ask.scheme.priced}
    if len(set(why.values())) == 1:
        return f"{HERE}{next(iter(why.values()))}."
    return HERE + "; ".join(f"change {number}: {reason}" for number, reason in why.items()) + "."


def _why(change: Change, sets: Collection[str], silent: Collection[str]) -> str:
    """Why one change moves no money in the area."""
    terms = change.terms
    new = terms.by if isinstance(terms, Replace) else terms
    names = sorted({*sets, *([new.id] if isinstance(new, AddIndicator) else [])})
    if names and all(name in silent for name in names):
        return f"no practice has a result for {named(names)}"
    if isinstance(terms, EndService):
        return f"nothing was paid to any practice for {terms.service}"
    if isinstance(terms, AddService):
        return f"it pays no practice anything for {terms.service}"
    if isinstance(terms, Pay) and not terms.instead_of:
        return f"it pays no practice anything for “{terms.what}”"
    if not names:
        return "another change overrides it, or the year has none of its indicators"
    return THE_SAME


def _without_results(parts: Parts) -> set[str]:
    """Indicators of the law under the scheme, and of the national one, that nobody here has a result for."""
    sides = [side for side in (parts.side.earned, parts.reformed) if side is not None]
    silent: set[str] = set()
    for side in sides:
        known = np.logical_or.reduce(side.known, axis=1).tolist()
        silent |= {name for name, any_known in zip(side.law.indicators, known, strict=True) if not any_known}
    return silent
