"""The two state machines as Mermaid text and as tables, written from the tables of events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from openqof.core.governance.events import (
    DETAILS,
    PRACTICE_EVENTS,
    SCHEME_EVENTS,
    AnyEvent,
    SchemeEvent,
)
from openqof.core.governance.progress import Gate, Stage, Standing
from openqof.core.governance.wording import listed
from openqof.governance.path_rules import OWN_RULES

_HEAD = """# The path of a scheme and of its practices

A scheme goes from draft to its end by events, and each practice goes its own way beside it. A walk through
the events of a file says what was refused and by which rule. This page is written from the tables of events
that the walk itself uses.

National QOF is open to every practice in every standing below, before, during and after a scheme. No event
closes it.

<!-- written by `make docs`; change the code, not this page -->
"""


def page() -> str:
    """The reference page: both diagrams, every event, every detail, the rules of the path."""
    parts = [_HEAD, "## The scheme", scheme_diagram(), _gates(), _scheme_events(), "## Each practice"]
    parts += [practice_diagram(), _practice_events(), _details(), _rules()]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def scheme_diagram() -> str:
    """The stages of a scheme as a Mermaid state diagram; events that change no stage are left out."""
    return _diagram(Stage, {name: event.moves for name, event in SCHEME_EVENTS.items()}, Stage.DRAFT)


def practice_diagram() -> str:
    """The standings of a practice as a Mermaid state diagram."""
    return _diagram(
        Standing, {name: event.moves for name, event in PRACTICE_EVENTS.items()}, Standing.NOT_OFFERED
    )


def _diagram(
    states: type[StrEnum],
    moves: Mapping[str, Mapping[Stage, Stage] | Mapping[Standing, Standing]],
    first: StrEnum,
) -> str:
    arrows: dict[tuple[str, str], list[str]] = {}
    for name, found in moves.items():
        for before, after in found.items():
            if before is not after:
                arrows.setdefault((_name(before), _name(after)), []).append(name)
    lines = ["stateDiagram-v2", *(f'    state "{each.value}" as {_name(each)}' for each in states)]
    lines.append(f"    [*] --> {_name(first)}")
    lines += [f"    {before} --> {after}: {_arrow(names)}" for (before, after), names in arrows.items()]
    lefts = {before for before, _ in arrows}
    lines += [f"    {_name(each)} --> [*]" for each in states if _name(each) not in lefts]
    return "```mermaid\n" + "\n".join(lines) + "\n```"


def _arrow(names: list[str]) -> str:
    """The events of an arrow; the many that prepare a scheme are said in one."""
    return ", ".join(names) if len(names) <= 4 else "any event of preparation"


def _name(state: StrEnum) -> str:
    return state.value.replace(" ", "_").replace("-", "_")


def _gates() -> str:
    rows = [
        f"| {gate.value} | {_events_of(gate, 'opens')} | {_events_of(gate, 'passes')} | {_needing(gate)} |"
        for gate in Gate
    ]
    head = (
        "### Gates\n\nA gate is needed where a rule of the day asks for it; a refusal cites that rule.\n\n"
        "| gate | opened by | passed by | needed before |\n|---|---|---|---|\n"
    )
    return head + "\n".join(rows)


def _events_of(gate: Gate, deed: str) -> str:
    return ", ".join(f"`{n}`" for n, each in SCHEME_EVENTS.items() if each.gate is gate and each.deed == deed)


def _needing(gate: Gate) -> str:
    return ", ".join(f"`{name}`" for name, each in SCHEME_EVENTS.items() if gate in each.after)


_COLUMNS = (
    "| event | what happened | needs | may have | comes while | leads to |\n|---|---|---|---|---|---|\n"
)


def _scheme_events() -> str:
    rows = (_row(name, each, _stages(each.moves)) for name, each in SCHEME_EVENTS.items())
    return "### Events of a scheme\n\n" + _COLUMNS + "\n".join(rows)


def _practice_events() -> str:
    rows = (_row(name, each, _stages(each.moves)) for name, each in PRACTICE_EVENTS.items())
    return "### Events of a practice\n\n" + _COLUMNS + "\n".join(rows)


def _row(name: str, event: AnyEvent, stages: tuple[str, str]) -> str:
    needs, may = (", ".join(f"`{each}`" for each in names) for names in (event.needs, event.may))
    says = event.says + (_follows(event) if isinstance(event, SchemeEvent) else "")
    return f"| `{name}` | {says} | {needs} | {may} | {stages[0]} | {stages[1]} |"


def _follows(event: SchemeEvent) -> str:
    if not event.follows:
        return ""
    after = listed((f"`{each}`" for each in event.follows), joined="or")
    return f", first or after {after}" if event.begins else f", after {after}"


def _stages(moves: Mapping[Stage, Stage] | Mapping[Standing, Standing]) -> tuple[str, str]:
    unmoved = all(before is after for before, after in moves.items())
    leads = (
        ""
        if unmoved
        else ", ".join(dict.fromkeys(after.value for b, after in moves.items() if b is not after))
    )
    return ", ".join(before.value for before in moves), leads


def _details() -> str:
    rows = "\n".join(f"| `{name}` | {each.says} | {each.wanted} |" for name, each in DETAILS.items())
    return f"## Details\n\n| detail | what it is | how it is written |\n|---|---|---|\n{rows}"


def _rules() -> str:
    rows = "\n".join(_rule_rows())
    return f"## Rules of the path itself\n\n| rule | what it says |\n|---|---|\n{rows}"


def _rule_rows() -> Iterator[str]:
    return (f"| `{each.name}` | {each.says} |" for each in OWN_RULES.values())
