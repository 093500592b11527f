"""Versions of a scheme: until when each runs, and whom it binds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from openqof.core.governance.events import ENDS
from openqof.core.governance.progress import Event, Path, PracticeState, Stage, Standing

TERMINAL = (Stage.ENDED, Stage.WITHDRAWN, Stage.REFUSED)
RUNNING = (Stage.IN_FORCE, Stage.SUSPENDED)
_WAITING = (Standing.OFFERED, Standing.READING)


def last_days(path: Path) -> Mapping[int, date]:
    """The last day of each version that came into force, by version.

    A version that a variation ends runs until the day by which the next one had to be signed.
    """
    days: dict[int, date] = {}
    version = 1
    for event in path.events:
        version += event.what in ("varied", "redrafted")
        if event.what in ("commenced", "varied"):
            days = _shortened(days, event) | {version: date.fromisoformat(event.details["last_day"])}
    return days


def _shortened(days: Mapping[int, date], event: Event) -> dict[int, date]:
    if event.details.get("earlier") != ENDS:
        return dict(days)
    closes = date.fromisoformat(event.details["closes"])
    return {version: min(last, closes) for version, last in days.items()}


def settled(path: Path, on: date) -> Path:
    """The path as it stands on a day: a version whose last day has passed binds nobody."""
    days = last_days(path)
    if path.stage not in RUNNING or not days:
        return path
    practices = {each.practice: each for each in _settled(path, days, on)}
    if max(days.values()) < on:
        return replace(path, stage=Stage.ENDED, practices=released(practices, max(days.values())), reasons=())
    return replace(path, practices=practices)


def _settled(path: Path, days: Mapping[int, date], on: date) -> Iterator[PracticeState]:
    for each in path.practices.values():
        last = days.get(int(each.version)) if each.standing is Standing.JOINED else None
        over = last is not None and last < on
        yield replace(each, standing=Standing.LEFT, since=last) if over and last else each


def released(practices: Mapping[str, PracticeState], on: date) -> Mapping[str, PracticeState]:
    """The practices once the scheme is over: who had joined has left, an offer not taken up has lapsed."""
    return {code: _released(each, on) for code, each in practices.items()}


def _released(each: PracticeState, on: date) -> PracticeState:
    if each.standing is Standing.JOINED:
        return replace(each, standing=Standing.LEFT, since=on)
    return replace(each, standing=Standing.NOT_OFFERED, since=on) if each.standing in _WAITING else each


def unbound(practices: Mapping[str, PracticeState], on: date) -> Mapping[str, PracticeState]:
    """The practices of a scheme drafted anew: what was signed before it came into force binds nobody."""
    return {
        code: each
        if each.standing is Standing.SUCCEEDED
        else replace(each, standing=Standing.NOT_OFFERED, since=on)
        for code, each in practices.items()
    }


def bound(path: Path, on: date) -> Mapping[str, tuple[str, ...]]:
    """The practices that each version binds on a day; a practice in none is on national QOF alone."""
    found: dict[str, tuple[str, ...]] = {}
    for each in settled(path, on).practices.values():
        if each.standing is Standing.JOINED:
            found[each.version] = (*found.get(each.version, ()), each.practice)
    return found
