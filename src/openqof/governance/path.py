"""The path of a scheme from draft to its end, as a state machine over events.

`start` begins a path, `apply` takes one event or refuses it, `walk` takes many and keeps every refusal. An
event refused changes nothing; an event taken is kept in the path for ever.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from openqof.core.governance.events import ANSWERS, DETAILS, EVENTS, OPENS, PASSES, SCHEME_EVENTS, SchemeEvent
from openqof.core.governance.progress import (
    Event,
    Gate,
    GateState,
    Path,
    PracticeState,
    Stage,
    Standing,
)
from openqof.core.governance.refusal import Refusal
from openqof.core.governance.verdicts import Answer, Reason, Verdict, decide
from openqof.core.governance.wording import day
from openqof.governance.path_checks import CHECKS, unpassed
from openqof.governance.path_rules import OWN_RULES, PathRules, RulesOn
from openqof.governance.practices import moved
from openqof.governance.threads import approvers, consulted, open_questions
from openqof.governance.versions import RUNNING, TERMINAL, released, settled, unbound

__all__ = ["DETAILS", "EVENTS", "Walked", "apply", "as_of", "start", "verdict", "walk"]


@dataclass(frozen=True, slots=True)
class Walked:
    """Where a walk led, and every event that was refused, with the refusal, in the order of the walk."""

    path: Path
    refused: tuple[tuple[Event, Refusal], ...]


def start(scheme: str, needed: Collection[Gate], practices: Iterable[str], *, on: date) -> Path:
    """A draft with its gates, and its practices on national QOF."""
    gates = {gate: GateState(gate, gate in needed) for gate in Gate}
    states = {code: PracticeState(code, Standing.NOT_OFFERED, on) for code in practices}
    return Path(scheme, Stage.DRAFT, gates, states)


def apply(path: Path, event: Event, rules: PathRules) -> Path | Refusal:
    """The path after an event, or the first rule that stands against it."""
    now = settled(path, event.on)
    for check in CHECKS:
        if refused := check(now, event, rules):
            return refused
    kind = EVENTS[event.what]
    if isinstance(kind, SchemeEvent):
        return _taken(now, event, rules)
    practices = moved(now, event, rules)
    if isinstance(practices, Refusal):
        return practices
    return replace(now, practices=practices, events=(*now.events, event))


def walk(path: Path, events: Iterable[Event], rules: PathRules | RulesOn) -> Walked:
    """Every event in turn, by the rules of its day; those refused are kept beside the path, which goes on."""
    refused: list[tuple[Event, Refusal]] = []
    for event in events:
        found = apply(path, event, rules if isinstance(rules, PathRules) else rules(event.on))
        if isinstance(found, Refusal):
            refused.append((event, found))
        else:
            path = found
    return Walked(path, tuple(refused))


def as_of(path: Path, events: Iterable[Event], rules: PathRules | RulesOn, on: date) -> Walked:
    """The walk through the events up to a day, as it stands at the end of that day."""
    found = walk(path, (event for event in events if event.on <= on), rules)
    return replace(found, path=settled(found.path, on))


def _taken(path: Path, event: Event, rules: PathRules) -> Path:
    """The path after an event of the scheme that nothing stands against."""
    stage = SCHEME_EVENTS[event.what].moves[path.stage]
    turned = replace(
        path,
        stage=stage,
        events=(*path.events, event),
        version=path.version + (event.what in ("varied", "redrafted")),
        reasons=path.reasons if stage is path.stage else _reasons(event),
        practices=_practices(path, event, stage),
    )
    gates = _gates(turned, event, rules)
    held = None if stage in TERMINAL else next(iter(open_questions(turned)), None)
    return replace(turned, gates=gates, held=held)


def _reasons(event: Event) -> tuple[str, ...]:
    return (event.details["reasons"],) if "reasons" in event.details else ()


def _practices(path: Path, event: Event, stage: Stage) -> Mapping[str, PracticeState]:
    if stage in TERMINAL:
        return released(path.practices, event.on)
    return unbound(path.practices, event.on) if event.what == "redrafted" else path.practices


def _gates(path: Path, event: Event, rules: PathRules) -> Mapping[Gate, GateState]:
    """The gates after an event; what came into force has passed them, and a variation opens none again."""
    if event.what == "redrafted":
        return {gate: GateState(gate, gate in rules.gates) for gate in Gate}
    if path.stage in RUNNING:
        return path.gates
    kind = SCHEME_EVENTS[event.what]
    gates = {gate: replace(state, needed=gate in rules.gates) for gate, state in path.gates.items()}
    if kind.gate:
        gates[kind.gate] = _deed(gates[kind.gate], kind, event, path, rules)
    if gates[Gate.APPROVAL].needed:
        gates[Gate.APPROVAL] = _approval(gates[Gate.APPROVAL], event, _approved(path, gates, rules))
    return gates


def _approval(gate: GateState, event: Event, approved: bool) -> GateState:
    """The gate by the rules of the day: open again where they ask for an approval that is not there."""
    if not approved:
        return replace(gate, passed=None)
    return gate if gate.passed else replace(gate, passed=event.on, evidence=_evidence(event))


def _evidence(event: Event) -> str:
    return event.details.get("evidence") or event.details.get("decision", "")


def _deed(state: GateState, kind: SchemeEvent, event: Event, path: Path, rules: PathRules) -> GateState:
    if kind.deed == OPENS:
        return replace(state, opened=state.opened or event.on)
    if kind.deed == ANSWERS:
        return replace(state, answered=event.on)
    if state.gate is Gate.APPROVAL:
        return replace(state, answered=event.on)
    passed = event.on if kind.deed == PASSES and _passes(event, path, rules) else None
    return replace(state, passed=passed, evidence=_evidence(event))


def _passes(event: Event, path: Path, rules: PathRules) -> bool:
    """Whether an event passes its gate: a check that holds, a ballot that carries, every LMC consulted.

    A consultation of the members needs an answer, and does not undo a ballot that was lost.
    """
    details = event.details
    if event.what == "lmc-evidenced":
        heard = consulted(path, rules.lmcs)
        return bool(heard) and set(rules.lmcs) <= set(heard)
    if event.what == "members-balloted":
        return carried(event, rules)
    if event.what == "members-consulted":
        return details["answered"] != "0" and not _lost(path, rules)
    return details.get("outcome", "yes") == "yes"


def _lost(path: Path, rules: PathRules) -> bool:
    """Whether the last ballot of the members did not carry."""
    ballots = [event for event in path.events if event.what == "members-balloted"]
    return bool(ballots) and not carried(ballots[-1], rules)


def carried(event: Event, rules: PathRules) -> bool:
    """Whether a ballot of member practices carries, by its turnout and its share of ayes."""
    ayes, noes, entitled = (int(event.details[name]) for name in ("ayes", "noes", "entitled"))
    voted = ayes + noes + int(event.details.get("abstained", "0"))
    enough = entitled > 0 and 100 * voted >= rules.ballot.turnout * entitled
    return enough and 100 * ayes > rules.ballot.share * (ayes + noes)


def _approved(path: Path, gates: Mapping[Gate, GateState], rules: PathRules) -> bool:
    agreed = (*approvers(path), *(("body",) if gates[Gate.DECISION].passed else ()))
    return bool(rules.approvals) and all(rules.agreed(agreed, asking) for asking in rules.approvals)


def verdict(walked: Walked, rules: PathRules, on: date) -> Verdict:
    """Whether the scheme is in force on a day: a reason for each gate needed, its stage, and each refusal."""
    path = walked.path
    missing = set(unpassed(path, rules, tuple(rules.gates)))
    gates = [_gate_reason(path.gates[gate], rules, gate not in missing) for gate in rules.gates]
    stage = OWN_RULES["stage"]
    says = f"The scheme is {path.stage.value} on {day(on)}."
    standing = Reason(stage.name, says, _answer(path.stage is Stage.IN_FORCE), stage.provenance)
    refusals = [Reason(each.rule, each.says, Answer.NO, each.provenance) for _, each in walked.refused]
    return decide(f"Is {path.scheme} in force on {day(on)}?", [*gates, standing, *refusals])


def _gate_reason(state: GateState, rules: PathRules, passed: bool) -> Reason:
    cited = rules.gate(state.gate)
    when = f"passed on {day(state.passed)}" if state.passed else "not passed"
    says = f"The gate “{state.gate.value}” is {when}. {cited.says}"
    return Reason(cited.name, says, _answer(passed), cited.provenance)


def _answer(holds: bool) -> Answer:
    return Answer.YES if holds else Answer.NO
