"""What registers must mean as well as look like: people that there are, days in order, ids once."""

from __future__ import annotations

from collections.abc import Iterator

from openqof.core.governance.names import normalised
from openqof.core.governance.wording import day
from openqof.files.shape import Place, Value, Walk, did_you_mean

_LISTS = ("interests", "nil_returns", "gifts", "training")


def check_register(value: Value, walk: Walk) -> None:
    """Note every problem of meaning in a value that the shape of a register has read."""
    _people_once(value, walk)
    _people_known(value, walk)
    _ids_once(value, walk)
    for interest in _items(value, "interests"):
        _interest(interest, walk)
    for gift in _items(value, "gifts"):
        _order(
            gift,
            walk,
            ("offered", "declared"),
            code="G405",
            says="declared on {} before it was offered on {}",
        )
    for breach in _items(value, "breaches"):
        _order(
            breach,
            walk,
            ("found", "published"),
            code="G406",
            says="published on {} before it was found on {}",
        )


def _items(value: Value, key: str) -> tuple[Value, ...]:
    found: tuple[Value, ...] = value.plain(key, ())
    return found


def _people_once(value: Value, walk: Walk) -> None:
    """Names in `people` that are not told apart."""
    people = value.get("people")
    seen: dict[str, str] = {}
    for name, place in people.keys.items() if people is not None else ():
        if (other := seen.setdefault(normalised(name), name)) != name:
            walk.problem(place, "G408", f"{name} and {other} are not told apart.", "Keep one of them.")


def _people_known(value: Value, walk: Walk) -> None:
    people = value.get("people")
    if people is None:
        return
    known: dict[str, str] = {}
    for name in people.keys:
        known.setdefault(normalised(name), name)
    for name, place in _named(value):
        if normalised(name) not in known:
            hint = did_you_mean(name, known.values(), otherwise="Add the person to `people`.")
            walk.problem(place, "G401", f"{name} is not among the people of the register.", hint)


def _named(value: Value) -> Iterator[tuple[str, Place]]:
    """Every person that the register names, with the place."""
    for each in _items(value, "decision_makers"):
        yield each.value, each.place
    for key in _LISTS:
        for entry in _items(value, key):
            if (person := entry.get("person")) is not None:
                yield person.value, person.place
    reviewed = value.get("reviewed")
    yield from reviewed.keys.items() if reviewed is not None else ()


def _ids_once(value: Value, walk: Walk) -> None:
    first: dict[str, Place] = {}
    for key in ("interests", "gifts", "breaches"):
        for entry in _items(value, key):
            name = entry.get("id")
            if name is None:
                continue
            if name.value in first:
                said = f"the id {name.value} is used twice; first on line {first[name.value].line}."
                walk.problem(name, "G404", said, "Give each its own.")
            first.setdefault(name.value, name.place)


def _interest(entry: Value, walk: Walk) -> None:
    _order(entry, walk, ("from", "to"), code="G402", says="held to {} but only from {}")
    _order(
        entry, walk, ("declared", "recorded"), code="G403", says="recorded on {} before it was declared on {}"
    )
    recorded = entry.get("recorded")
    if recorded is not None and "declared" not in entry.keys:
        said = f"{_called(entry)} is recorded on {day(recorded.value)} but has no day of declaration."
        walk.problem(recorded, "G403", said, "Write `declared`.")
    through = entry.get("through")
    if through is not None and normalised(through.value) == normalised(entry.plain("person", "")):
        said = f"{_called(entry)} is held through the person who declares it."
        walk.problem(through, "G407", said, "Leave `through` out, or name the other person.")


def _order(entry: Value, walk: Walk, keys: tuple[str, str], *, code: str, says: str) -> None:
    """Note that the second day lies before the first."""
    first, last = (entry.get(key) for key in keys)
    if first is not None and last is not None and last.value < first.value:
        said = f"{_called(entry)} is {says.format(day(last.value), day(first.value))}."
        walk.problem(last, code, said, "Correct the days.")


def _called(entry: Value) -> str:
    name = entry.plain("id", "")
    return f"the entry {name}" if name else "an entry"
