"""Where a scheme stands with each body that shares it: stage, gates, refusals, practices bound, questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from openqof.core.governance.bodies import Body
from openqof.core.governance.conditions import Facts
from openqof.core.governance.events import BallotRule
from openqof.core.governance.packs import Pack
from openqof.core.governance.progress import Event, Path
from openqof.core.governance.refusal import Refusal
from openqof.core.governance.verdicts import Verdict
from openqof.governance.path import Walked, start, verdict
from openqof.governance.path_rules import PathRules, RulesOn, rules_for
from openqof.governance.shared import walk_shared
from openqof.governance.tracker import Waiting, waiting
from openqof.governance.versions import bound, settled


@dataclass(frozen=True, slots=True)
class Asked:
    """A body that takes a scheme along its path, and the facts of the scheme as it has them."""

    body: Body
    facts: Facts


@dataclass(frozen=True, slots=True)
class Gated:
    """How a scheme stands with one body on a day.

    `bound` are the practices that each version binds; all others are on national QOF alone, which stays open
    to every one.
    """

    path: Path
    rules: PathRules
    verdict: Verdict
    refused: tuple[tuple[Event, Refusal], ...]
    waiting: tuple[Waiting, ...]
    bound: Mapping[str, tuple[str, ...]]


def gates(
    scheme: str,
    route: str,
    asked: Sequence[Asked],
    events: Sequence[Event],
    packs: Sequence[Pack],
    on: date,
    *,
    ballot: BallotRule | None = None,
) -> Mapping[str, Gated]:
    """The walk up to a day, by the code of each body; every event is held to the rules of its own day."""
    rules = {
        each.body.code: _rules(each, route, packs, ballot, _decided(each.body, events)) for each in asked
    }
    begun = min((event.on for event in events), default=on)
    paths = {
        each.body.code: start(scheme, rules[each.body.code](begun).gates, each.body.practices, on=begun)
        for each in asked
    }
    found = walk_shared(paths, [event for event in events if event.on <= on], rules)
    return {
        code: _gated(settled(path, on), _refused(found.refused, code), rules[code](on), on)
        for code, path in found.paths.items()
    }


def _rules(
    asked: Asked, route: str, packs: Sequence[Pack], ballot: BallotRule | None, decided: Sequence[date]
) -> RulesOn:
    @cache
    def on_day(on: date) -> PathRules:
        last = max((each for each in decided if each <= on), default=None)
        return rules_for(asked.body, route, on, packs, facts=asked.facts, ballot=ballot, decided=last)

    return on_day


def _decided(body: Body, events: Sequence[Event]) -> tuple[date, ...]:
    """The days on which a body decided, or tried to."""
    return tuple(
        each.on
        for each in events
        if each.what == "decided" and each.details.get("body", body.code) == body.code
    )


def _refused(refused: Sequence[tuple[str, Event, Refusal]], code: str) -> tuple[tuple[Event, Refusal], ...]:
    """What was refused for a body, or for all of them."""
    return tuple((event, refusal) for body, event, refusal in refused if body in ("", code))


def _gated(path: Path, refused: tuple[tuple[Event, Refusal], ...], rules: PathRules, on: date) -> Gated:
    found = verdict(Walked(path, refused), rules, on)
    return Gated(path, rules, found, refused, waiting(path, on, rules), bound(path, on))
