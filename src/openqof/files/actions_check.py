"""What a register of contract actions must mean as well as look like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openqof.core.governance.packs import Pack
from openqof.files.actions_build import plain_name
from openqof.files.shape import Place, Value, Walk, nearest

_ANYWHERE = ("data from", "data to", "successors", "withdrawn", "clause")
"""What any action may state beyond the fields of its kind."""


def check_actions(value: Value, walk: Walk, packs: Sequence[Pack]) -> None:
    """Note every problem of meaning; the packs have the fields of each kind of action."""
    actions = value.plain("actions", ())
    check_twice(actions, walk)
    for action in actions:
        _period(action, walk)
        _names(action, walk, packs)
        _successors(action, walk)
    for key in ("members", "opted_out"):
        for each in value.plain(key, ()):
            _order(each, walk)
    _members(value, walk)


def check_twice(entries: Iterable[Value], walk: Walk) -> None:
    """Note a reference that two entries have."""
    first: dict[str, Place] = {}
    for each in entries:
        reference = each.get("reference")
        if reference is None:
            continue
        if reference.value in first:
            said = f"{reference.value} is written twice; first on line {first[reference.value].line}."
            walk.problem(reference, "G601", said, "Give each its own.")
        first.setdefault(reference.value, reference.place)


def _period(action: Value, walk: Walk) -> None:
    served, ends = action.get("served"), action.get("period_ends")
    if served is not None and ends is not None and ends.value < served.value:
        said = f"the period ends on {ends.value}, before the notice of {served.value}."
        walk.problem(ends, "G602", said, "Check both days.")


def _order(entry: Value, walk: Walk) -> None:
    first, last = entry.get("from"), entry.get("to")
    if first is not None and last is not None and last.value < first.value:
        walk.problem(last, "G602", f"{last.value} is before {first.value}.", "Check both days.")


def _names(action: Value, walk: Walk, packs: Sequence[Pack]) -> None:
    """A field close to one of its kind that is not stated is a slip; any other may be the body's own."""
    fields, kind = action.get("fields"), action.plain("kind")
    known = {
        name
        for pack in packs
        for each in pack.fields
        if kind is not None and each.record.startswith(kind)
        for name in (*each.required, *each.optional)
    }
    stated = {plain_name(name) for name in fields.keys} if fields is not None else set()
    for name, at in fields.keys.items() if fields is not None else ():
        plain = plain_name(name)
        near = nearest(plain, known - stated)
        if plain not in known and plain not in _ANYWHERE and near:
            walk.problem(at, "G603", f"`{name}` is no field of a {kind}.", f"Did you mean {near}?")


def _successors(action: Value, walk: Walk) -> None:
    for each in action.plain("successors", ()):
        if each.value == action.plain("practice") and action.plain("kind") == "closure":
            walk.problem(each, "G604", f"{each.value} is said to follow itself.", "Name the others.")


def _members(value: Value, walk: Walk) -> None:
    """What is left out under a scheme is left out by a practice that is in it."""
    joined = {(each.plain("scheme"), each.plain("practice")) for each in value.plain("members", ())}
    for each in value.plain("opted_out", ()):
        scheme, practice = each.get("scheme"), each.plain("practice")
        if scheme is None or practice is None or not joined or not each.plain("lawful", True):
            continue
        if (scheme.value, practice) not in joined:
            said = f"{practice} is not among the members of {scheme.value}."
            walk.problem(scheme, "G605", said, "Add the membership, or write `lawful: no`.")
