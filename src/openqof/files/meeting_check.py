"""What the file of a meeting must mean as well as look like: people with seats, items, times."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from openqof.core.governance.names import normalised
from openqof.core.governance.packs import HANDLINGS
from openqof.files.governance_rules import values_in
from openqof.files.shape import Place, Value, Walk, did_you_mean

LEAVES = HANDLINGS[3]


def check_items(value: Value, walk: Walk) -> None:
    """Note items named twice, and items spoken of that the agenda lacks."""
    items = [each["id"] for each in values_in(value, "items") if each.get("id")]
    _once(items, walk, "the item", "G504")
    known = [each.value for each in items]
    for key in ("declared", "handled", "votes"):
        for item in (each["item"] for each in values_in(value, key) if each.get("item")):
            if item.value not in known and len(known) == len(values_in(value, "items")):
                hint = did_you_mean(item.value, known, otherwise=f"Known: {', '.join(known)}.")
                walk.problem(item, "G505", f"the agenda has no item {item.value}.", hint)
    _once((each["item"] for each in values_in(value, "votes") if each.get("item")), walk, "a vote on", "G506")


def check_times(value: Value, walk: Walk) -> None:
    """Note times that cannot be: back before leaving, back without leaving, away with leave to stay."""
    for each in values_in(value, "handled"):
        left, returned = each.get("left"), each.get("returned")
        if returned is not None and "left" not in each.keys:
            walk.problem(returned, "G509", "somebody returned who is not said to have left.", "Add `left`.")
        elif left is not None and returned is not None and _minutes(returned) < _minutes(left):
            said = f"somebody left at {left.value} and returned at {returned.value}, before that."
            walk.problem(returned, "G509", said, "Correct one of them.")
        handling = each.plain("handling", LEAVES)
        if left is not None and HANDLINGS.index(handling) < HANDLINGS.index(LEAVES) - 1:
            said = f"somebody left, and the handling is “{handling}”."
            walk.problem(left, "G509", said, f"Write `handling: {LEAVES}`, or leave the time out.")


def check_people(value: Value, walk: Walk, seats: Collection[str]) -> None:
    """Note people without a seat, deputies of nobody, and people named twice; `seats` are the committee's."""
    extra = [each["person"] for each in values_in(value, "extra") if each.get("person")]
    _brought_in(extra, walk, seats)
    members = {*seats, *(each.value for each in extra)}
    _deputies(value, walk, members)
    _once(values_in(value, "present"), walk, "among those present,", "G506", key=normalised)
    deputies = value.get("deputies")
    known = members | {name for name, _ in (deputies.items() if deputies is not None else ())}
    for person in _named(value):
        if person.value not in known:
            hint = did_you_mean(person.value, known, otherwise="Give the person a seat, under `extra`.")
            walk.problem(person, "G502", f"{person.value} has no seat on this committee.", hint)


def _minutes(time: Value) -> int:
    hours, _, minutes = time.value.partition(":")
    return int(hours) * 60 + int(minutes)


def _once(
    values: Iterable[Value], walk: Walk, what: str, code: str, *, key: Callable[[str], str] = str
) -> None:
    first: dict[str, Place] = {}
    for value in values:
        if (found := first.get(key(value.value))) is not None:
            said = f"{what} {value.value} stands twice; first on line {found.line}."
            walk.problem(value, code, said, "Keep one of them.")
        first.setdefault(key(value.value), value.place)


def _brought_in(extra: list[Value], walk: Walk, seats: Collection[str]) -> None:
    _once(extra, walk, "among those brought in,", "G506", key=normalised)
    seated = {normalised(each) for each in seats}
    for person in extra:
        if normalised(person.value) in seated:
            said = f"{person.value} has a seat on the committee already."
            walk.problem(person, "G506", said, "Leave the person out of `extra`.")


def _deputies(value: Value, walk: Walk, members: Collection[str]) -> None:
    found = value.get("deputies")
    if found is None:
        return
    _once((each for _, each in found.items()), walk, "a deputy of", "G503", key=normalised)
    _deputies_once(found, walk, {normalised(each) for each in members})
    for deputy, member in found.items():
        if member.value not in members:
            hint = did_you_mean(member.value, members, otherwise="Name a member of the committee.")
            walk.problem(member, "G503", f"{member.value}, for whom {deputy} stands, has no seat.", hint)


def _deputies_once(deputies: Value, walk: Walk, seated: Collection[str]) -> None:
    """Note deputies who have a seat, and those who stand for two members, however they are spelt."""
    seen: dict[str, str] = {}
    for deputy, place in deputies.keys.items():
        if normalised(deputy) in seated:
            said = f"the deputy {deputy} has a seat, and so stands for nobody else."
            walk.problem(place, "G503", said, "Leave the deputy out.")
        if (other := seen.setdefault(normalised(deputy), deputy)) != deputy:
            said = f"{deputy} and {other} are one person, who stands for one member only."
            walk.problem(place, "G503", said, "Keep one of them.")


def _named(value: Value) -> Iterator[Value]:
    """Everybody whom the file names as having been there or having done something."""
    yield from values_in(value, "present")
    chair = value.get("chair")
    if chair is not None:
        yield chair
    for key in ("declared", "handled"):
        yield from (each["person"] for each in values_in(value, key) if each.get("person"))
    yield from (each["by"] for each in values_in(value, "handled") if each.get("by"))
    for ballot in values_in(value, "votes"):
        yield from (each["person"] for each in values_in(ballot, "cast") if each.get("person"))
