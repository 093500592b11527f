"""What a file of assumptions must mean as well as look like: ranges in order, names that lead somewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from openqof.files.assumptions_shape import PARTS
from openqof.files.shape import Place, Value, Walk
from openqof.files.values import did_you_mean, listed


def check_meaning(value: Value, walk: Walk, *, kinds: Collection[str], sources: Collection[str]) -> None:
    """Note every problem of meaning; `kinds` are those of the shipped files."""
    own = value.get("kinds")
    known = (*kinds, *(name for name, _ in own.items())) if own else tuple(kinds)
    for each in _inside(value):
        _range(each, walk)
        _source(each, walk, sources)
    _complete(own, walk, kinds)
    _codes(value.plain("indicators", ()), walk, known)
    _falls(value.plain("falls", ()), walk, known)


def _inside(value: Value) -> Iterator[Value]:
    """The value and everything inside it."""
    yield value
    within = value.value if isinstance(value.value, tuple) else [each for _, each in value.items()]
    for each in within:
        yield from _inside(each)


def _range(value: Value, walk: Walk) -> None:
    three = [found.value for key in _THREE if (found := value.get(key))]
    if len(three) < len(_THREE) or three == sorted(three):
        return
    said = f"`low`, `likely` and `high` are {', '.join(map(str, three))}: not in ascending order."
    walk.problem(value, "A301", said, "Put the smallest first; of a fall the steepest: -65.6, -62.3, -59.0.")


_THREE = ("low", "likely", "high")


def _source(value: Value, walk: Walk, known: Collection[str]) -> None:
    cited = [value.get("source")] if isinstance(value.value, dict) else []
    cited += list(value.plain("also", ())) if isinstance(value.value, dict) else []
    for source in cited:
        if source is not None and isinstance(source.value, str) and source.value not in known:
            hint = did_you_mean(source.value, known, otherwise="Write openqof for what was read nowhere.")
            walk.problem(source, "L067", f'the source "{source.value}" is not in law/sources.yaml.', hint)


def _complete(own: Value | None, walk: Walk, shipped: Collection[str]) -> None:
    """A kind the shipped files do not have states all of its figures."""
    for name, kind in own.items() if own else ():
        missing = [part for part in PARTS if part not in kind.keys]
        if name not in shipped and missing:
            said = f"the kind {name} is new and leaves out {listed(missing).replace(' or ', ' and ')}."
            walk.problem(kind, "A304", said, did_you_mean(name, shipped, otherwise="Write all of them."))


def _codes(entries: tuple[Value, ...], walk: Walk, known: Collection[str]) -> None:
    first: dict[str, Place] = {}
    for entry in entries:
        _known_kind(entry, walk, known)
        for code in entry.plain("codes", ()):
            if code.value in first:
                said = f"{code.value} is written twice; first on line {first[code.value].line}."
                walk.problem(code, "A303", said, "Keep one of them.")
            first.setdefault(code.value, code.place)


def _falls(entries: tuple[Value, ...], walk: Walk, known: Collection[str]) -> None:
    first: dict[tuple[str, str], Place] = {}
    for entry in entries:
        _known_kind(entry, walk, known)
        key = (entry.plain("kind", ""), entry.plain("recorded", ""))
        if key in first:
            said = f"a fall of {' '.join(key).strip()} is written twice; first on line {first[key].line}."
            walk.problem(entry, "A305", said, "Keep one of them.")
        first.setdefault(key, entry.place)


def _known_kind(entry: Value, walk: Walk, known: Collection[str]) -> None:
    kind = entry.get("kind")
    if kind is not None and kind.value not in known:
        hint = did_you_mean(kind.value, known, otherwise=f"Known: {', '.join(known)}.")
        walk.problem(kind, "A302", f'there is no kind of work "{kind.value}".', hint)
