"""Each practice's way through its choice; national QOF is open to it in every standing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from openqof.core.governance.events import PRACTICE_EVENTS
from openqof.core.governance.progress import Event, Path, PracticeState, Standing
from openqof.core.governance.refusal import Refusal
from openqof.core.governance.wording import day, listed
from openqof.governance.path_rules import PathRules


def moved(path: Path, event: Event, rules: PathRules) -> Mapping[str, PracticeState] | Refusal:
    """The practices after an event of one of them, or what stands against it."""
    code = event.details["practice"]
    state = path.practices.get(code)
    if state is None:
        return rules.refusal("stage", f"{code} is not a practice of this path.")
    refused = (
        _standing(state, event, rules) or _version(path, state, event, rules) or _closed(path, event, rules)
    )
    if refused:
        return refused
    if event.what == "succeeded":
        return _succeeded(path, state, event, rules)
    return {**path.practices, code: _moved(state, event)}


def _moved(state: PracticeState, event: Event) -> PracticeState:
    kept = {name: event.details[name] for name in ("version", "signature") if name in event.details}
    standing = PRACTICE_EVENTS[event.what].moves[state.standing]
    return replace(state, standing=standing, since=event.on, **kept)


def _standing(state: PracticeState, event: Event, rules: PathRules) -> Refusal | None:
    moves = PRACTICE_EVENTS[event.what].moves
    if state.standing in moves:
        return None
    froms = listed((standing.value for standing in moves), joined="or")
    says = f"{event.what} needs {state.practice} to be {froms}; it is {state.standing.value}."
    return rules.refusal("stage", says)


def _version(path: Path, state: PracticeState, event: Event, rules: PathRules) -> Refusal | None:
    """What is signed is the version on offer, and a practice signs it once."""
    version = event.details.get("version")
    if version is None:
        return None
    if int(version) != path.version:
        says = f"Version {path.version} is on offer, not version {version}."
        return rules.refusal("versions", says)
    if state.standing is Standing.JOINED and state.version == version:
        return rules.refusal("versions", f"{state.practice} has signed version {version} already.")
    return None


def _closed(path: Path, event: Event, rules: PathRules) -> Refusal | None:
    opened = [each for each in path.events if each.what == "sign-up-opened"]
    closes = opened[-1].details.get("closes") if opened else None
    if event.what != "joined" or closes is None or event.on <= date.fromisoformat(closes):
        return None
    return rules.refusal("stage", f"Sign-up closed on {day(date.fromisoformat(closes))}.")


def _succeeded(
    path: Path, state: PracticeState, event: Event, rules: PathRules
) -> Mapping[str, PracticeState] | Refusal:
    """The practice gives way to another, which is bound by the scheme only by a signature of its own."""
    code, signature = event.details["successor"], event.details.get("signature", "")
    after = path.practices.get(code) or PracticeState(code, Standing.NOT_OFFERED, event.on)
    if code == state.practice or after.standing is Standing.SUCCEEDED:
        return rules.refusal("successor", f"{code} cannot follow {state.practice}: it is there no longer.")
    if signature and (state.standing is not Standing.JOINED or after.standing is Standing.JOINED):
        return rules.refusal("successor", f"{code} has nothing of {state.practice} to sign for.")
    if signature:
        after = replace(
            after, standing=Standing.JOINED, since=event.on, version=state.version, signature=signature
        )
    gone = replace(state, standing=Standing.SUCCEEDED, since=event.on, successor=code)
    return {**path.practices, state.practice: gone, code: after}
