"""What a rule pack must mean as well as look like."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from openqof.files.governance_rules import values_in
from openqof.files.governance_rules_check import (
    check_clocks,
    check_days,
    check_ids,
    check_needs,
    check_sources,
    reversed_days,
)
from openqof.files.shape import Value, Walk, nearest

_PARTS = ("powers", "conditions", "committee", "clocks", "fields", "handling", "duties", "remedies")


def check_pack(value: Value, walk: Walk, *, sources: Collection[str], stem: str = "") -> None:
    """Note every problem of meaning; `stem` is the name of a shipped file, which the pack's id repeats."""
    _named_as(value, walk, stem)
    check_sources(value, walk, sources, otherwise="Write team-knowledge for what was read nowhere.")
    rules = [rule for part in _PARTS for rule in values_in(value, part)]
    check_ids(rules, walk)
    days = value.get("in_force")
    ordered = days is not None and not reversed_days(days, walk)
    check_days(rules, walk, around=days if ordered else None)
    check_needs(values_in(value, "conditions"), walk)
    check_needs(values_in(value, "committee"), walk, seats=True)
    _functions(value, walk)
    _powers_once(value, walk)
    _handled_once(value, walk)
    about = [each.plain("about") for each in values_in(value, "clocks") if each.get("about")]
    check_clocks(values_in(value, "duties"), walk, about)


def _named_as(value: Value, walk: Walk, stem: str) -> None:
    name = value.get("pack")
    if stem and name is not None and name.value != stem:
        said = f"the pack is called {name.value}, and its file {stem}.yaml."
        walk.problem(name, "G001", said, "Make them agree.")


def _functions(value: Value, walk: Walk) -> None:
    """Powers name functions that there are, and every function has a power."""
    functions = value.get("functions")
    if functions is None and "functions" in value.keys:
        return
    keys = functions.keys if functions is not None else {}
    used: set[str | None] = set()
    for rule in values_in(value, "powers"):
        function = rule.get("function")
        if function is None:
            continue
        used.add(function.value)
        if function.value not in keys:
            near = nearest(function.value, keys)
            used.add(near)
            hint = f"Did you mean {near}?" if near else "Add it to `functions`."
            walk.problem(function, "G003", f"there is no function {function.value}.", hint)
    _unused(value, walk, used)


def _unused(value: Value, walk: Walk, used: Collection[str | None]) -> None:
    functions = value.get("functions")
    if functions is None or not _all_read(value, "powers"):
        return
    for name, _ in functions.items():
        if name not in used:
            said = f"no rule of `powers` says who decides on {name}."
            walk.problem(functions.keys[name], "G012", said, "Add one for each model.")


def _all_read(value: Value, part: str) -> bool:
    """Whether nothing of a part was refused, so that what is not in it is not there."""
    return part not in value.keys or all(each.get("function") for each in values_in(value, part))


def _powers_once(value: Value, walk: Walk) -> None:
    for before, rule in _alike(values_in(value, "powers"), ("function", "model")):
        said = (
            f"the power in {rule.plain('function')} under {rule.plain('model')} "
            f"is said twice; first on line {before.place.line}."
        )
        walk.problem(rule, "G011", said, "Keep one of them, or give each its own days.")


def _handled_once(value: Value, walk: Walk) -> None:
    for before, rule in _alike(values_in(value, "handling"), ("category", "direct_gain")):
        said = f"{rule.plain('category')} interests are handled twice; first on line {before.place.line}."
        walk.problem(rule, "G014", said, "Keep one of them, or give each its own days.")


def _alike(rules: tuple[Value, ...], keys: tuple[str, str]) -> Iterator[tuple[Value, Value]]:
    """Two rules on one thing whose days overlap: the earlier and the later in the file."""
    for number, rule in enumerate(rules):
        if rule.get(keys[0]) is None:
            continue
        same = tuple(rule.plain(key, False) for key in keys)
        for before in rules[:number]:
            if tuple(before.plain(key, False) for key in keys) == same and _overlap(before, rule):
                yield before, rule
                break


def _overlap(one: Value, other: Value) -> bool:
    return _first(one) <= _last(other) and _first(other) <= _last(one)


def _first(rule: Value) -> date:
    found: date = rule.plain("from", date.min)
    return found


def _last(rule: Value) -> date:
    found: date = rule.plain("to", date.max)
    return found
