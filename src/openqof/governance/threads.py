"""Threads of a path: what was asked of one LMC, approver or holder, and which question is still open."""

from __future__ import annotations

from collections.abc import Iterator

from openqof.core.governance.events import APPROVERS, SCHEME_EVENTS
from openqof.core.governance.progress import Event, Held, Path

ROUNDS = ("commenced", "varied", "redrafted")
"""Events after which LMCs and approvers are asked anew."""
THE_BODY = "the body"
_HOLDERS = ("lmc", "approver", "holder")


def round_of(path: Path) -> tuple[Event, ...]:
    """The events since the scheme last came into force, was varied or was drafted anew."""
    turns = [number for number, each in enumerate(path.events, 1) if each.what in ROUNDS]
    return path.events[turns[-1] if turns else 0 :]


def thread_of(path: Path, name: str, about: str) -> tuple[Event, ...]:
    """The events of one thread: `name` is "lmc", "approver" or "holder", `about` which of them."""
    asked = path.events if name == "holder" else round_of(path)
    return tuple(
        each
        for each in asked
        if each.what in SCHEME_EVENTS
        and SCHEME_EVENTS[each.what].thread == name
        and each.details[name] == about
    )


def last_of(path: Path, name: str, about: str) -> Event | None:
    """The last event of a thread; None where nothing was asked."""
    return (thread_of(path, name, about) or (None,))[-1]


def consulted(path: Path, lmcs: tuple[str, ...]) -> tuple[str, ...]:
    """The LMCs of the round whose evidence is filed; of those named, or of all asked where none is named."""
    asked = dict.fromkeys(each.details["lmc"] for each in round_of(path) if "lmc" in each.details)
    last = {lmc: last_of(path, "lmc", lmc) for lmc in (lmcs or asked)}
    return tuple(lmc for lmc, event in last.items() if event and event.what == "lmc-evidenced")


def approvers(path: Path) -> tuple[str, ...]:
    """Who has approved in the round."""
    return tuple(
        dict.fromkeys(each.details["approver"] for each in round_of(path) if each.what == "approved")
    )


def open_questions(path: Path) -> tuple[Held, ...]:
    """Every question that waits for an answer, the longest first."""
    threads = dict.fromkeys(
        (name, each.details[name]) for each in path.events for name in _HOLDERS if name in each.details
    )
    found = (held for name, about in threads for held in _held(last_of(path, name, about)))
    return tuple(sorted(found, key=lambda held: held.since))


def _held(event: Event | None) -> Iterator[Held]:
    """The question that the last event of a thread leaves open, if it does."""
    if event is None:
        return
    details = event.details
    if event.what == "lmc-opened":
        yield Held(details["lmc"], event.on, details.get("question", "What does it say of the proposal?"))
    elif event.what == "lmc-answered":
        yield Held(THE_BODY, event.on, f"What is replied to {details['lmc']}?")
    elif event.what == "approval-asked":
        yield Held(APPROVERS[details["approver"]], event.on, details["question"])
    elif event.what == "question-put":
        yield Held(details["holder"], event.on, details["question"])
