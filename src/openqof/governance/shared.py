"""A scheme that several bodies share: one path for each body, which decides for itself.

What is done once for all, such as an appraisal of options, counts on every path; an LMC that spans several
bodies is asked once for all of them; what a body decides, and what its practices sign, is its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from openqof.core.governance.events import PRACTICE_EVENTS
from openqof.core.governance.progress import Event, Path, Stage
from openqof.core.governance.refusal import Refusal
from openqof.governance.path import apply
from openqof.governance.path_rules import PathRules, RulesOn

OWN_EVENTS = (
    "members-consulted", "members-balloted", "decided", "adoption-refused", "approved", "approval-refused",
    "variation-refused", "varied", "ended-early",
)  # fmt: skip
"""What each body does for itself: where several share a scheme, the event names the body."""


@dataclass(frozen=True, slots=True)
class SharedWalk:
    """The paths by body, and each event refused with the body it was refused for, "" for all."""

    paths: Mapping[str, Path]
    refused: tuple[tuple[str, Event, Refusal], ...]

    @property
    def in_force_for(self) -> tuple[str, ...]:
        """The bodies for which the scheme is in force."""
        return tuple(code for code, path in self.paths.items() if path.stage is Stage.IN_FORCE)


def walk_shared(
    paths: Mapping[str, Path], events: Iterable[Event], rules: Mapping[str, PathRules | RulesOn]
) -> SharedWalk:
    """Every event, by the rules of its day, on the path of each body that it is of."""
    found = dict(paths)
    refused: list[tuple[str, Event, Refusal]] = []
    for event in events:
        today = {
            body: each if isinstance(each, PathRules) else each(event.on) for body, each in rules.items()
        }
        for body, after in _applied(event, found, today):
            if isinstance(after, Refusal):
                refused.append((body, event, after))
            else:
                found[body] = after
    return SharedWalk(found, tuple(refused))


def _applied(
    event: Event, paths: Mapping[str, Path], rules: Mapping[str, PathRules]
) -> Iterator[tuple[str, Path | Refusal]]:
    bodies = meant(event, paths, rules)
    if isinstance(bodies, Refusal):
        yield "", bodies
        return
    yield from [(body, apply(paths[body], event, rules[body])) for body in bodies]


def meant(
    event: Event, paths: Mapping[str, Path], rules: Mapping[str, PathRules]
) -> tuple[str, ...] | Refusal:
    """The bodies that an event is of: the one it names, those of its LMC or practice, or all."""
    any_rules = next(iter(rules.values()))
    named = event.details.get("body")
    if named:
        return (
            (named,) if named in paths else any_rules.refusal("bodies", f"{named} does not share the scheme.")
        )
    if event.what in OWN_EVENTS and len(paths) > 1:
        return any_rules.refusal("bodies", f"{event.what} names no body; each body decides for itself.")
    return _concerned(event, paths, rules)


def _concerned(
    event: Event, paths: Mapping[str, Path], rules: Mapping[str, PathRules]
) -> tuple[str, ...] | Refusal:
    if event.what in PRACTICE_EVENTS:
        code = event.details.get("practice", "")
        found = tuple(body for body, path in paths.items() if code in path.practices)
        said = f"{code or 'No practice'} is not a practice of any body that shares the scheme."
        return found or next(iter(rules.values())).refusal("stage", said)
    lmc = event.details.get("lmc")
    spanned = tuple(body for body in paths if lmc and lmc in rules[body].lmcs)
    return spanned or tuple(paths)


def spans(rules: Mapping[str, PathRules]) -> Mapping[str, tuple[str, ...]]:
    """The bodies of each LMC, by LMC."""
    found: dict[str, tuple[str, ...]] = {}
    for body, held in rules.items():
        for lmc in held.lmcs:
            found[lmc] = (*found.get(lmc, ()), body)
    return found
