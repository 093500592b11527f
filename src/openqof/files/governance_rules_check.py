"""What the rules of packs and bodies must mean: ids once, days in order, names that lead somewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from openqof.core.governance.wording import day
from openqof.files.governance_conditions_check import check_condition, check_seat_rule
from openqof.files.shape import Place, Value, Walk, did_you_mean


def check_ids(rules: Iterable[Value], walk: Walk) -> None:
    """Note every id that two rules have."""
    first: dict[str, Place] = {}
    for rule in rules:
        name = rule.get("id")
        if name is None:
            continue
        if name.value in first:
            said = f"two rules are called {name.value}; the first is on line {first[name.value].line}."
            walk.problem(name, "G002", said, "Give each its own id: verdicts cite rules by it.")
        first.setdefault(name.value, name.place)


def check_needs(rules: Iterable[Value], walk: Walk, *, seats: bool = False) -> None:
    """Note what is wrong with what rules ask, of facts or of seats."""
    for rule in rules:
        needs = rule.get("needs")
        if needs is not None:
            (check_seat_rule if seats else check_condition)(needs, walk)


def check_days(rules: Iterable[Value], walk: Walk, *, around: Value | None = None) -> None:
    """Note days that are reversed, or outside those of the pack around them."""
    for rule in rules:
        if reversed_days(rule, walk) or around is None:
            continue
        for end in ("from", "to"):
            when = rule.get(end)
            if when is not None and not _within(when.value, around):
                said = f"`{end}` is {day(when.value)}, and the pack is in force {_run(around)}."
                walk.problem(when, "G010", said, "Leave it out, or put the rule into the pack of that time.")


def reversed_days(value: Value, walk: Walk) -> bool:
    """Whether something ends before it begins, which is noted."""
    first, last = value.get("from"), value.get("to")
    if first is None or last is None or first.value <= last.value:
        return False
    what = f"the rule {value.plain('id')}" if value.get("id") else "the pack"
    said = f"{what} ends on {day(last.value)}, before it begins on {day(first.value)}."
    walk.problem(last, "G009", said, "Exchange or correct the days.")
    return True


def _within(when: date, around: Value) -> bool:
    first, last = around.plain("from"), around.plain("to")
    return (first is None or first <= when) and (last is None or when <= last)


def _run(around: Value) -> str:
    first, last = around.plain("from"), around.plain("to")
    start = f"from {day(first)}" if first is not None else ""
    return f"{start} to {day(last)}" if last is not None else start


def check_clocks(duties: Iterable[Value], walk: Walk, clocks: Collection[str]) -> None:
    """Note duties whose clock does not exist; `clocks` are what those there are for."""
    for duty in duties:
        clock = duty.get("clock")
        if clock is not None and clock.value not in clocks:
            hint = did_you_mean(clock.value, clocks, otherwise="Add it to `clocks`, with its `about`.")
            walk.problem(clock, "G008", f"there is no clock {clock.value}.", hint)


def check_sources(value: Value, walk: Walk, known: Collection[str], *, otherwise: str) -> None:
    """Note every source named that is not known; `otherwise` is the hint where none is near."""
    for each in _inside(value):
        source = each.get("source")
        if source is not None and isinstance(source.value, str) and source.value not in known:
            hint = did_you_mean(source.value, known, otherwise=otherwise)
            walk.problem(source, "L067", f'the source "{source.value}" is not in law/sources.yaml.', hint)


def _inside(value: Value) -> Iterator[Value]:
    yield value
    within = value.value if isinstance(value.value, tuple) else [each for _, each in value.items()]
    for each in within:
        yield from _inside(each)
