"""Every governance case with its answer, whichever question it asks, and the rules that the answers reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cases import governance_committees, governance_interests, governance_path, governance_records
from cases.governance_records import document, packs, packs_of
from openqof.core.governance.bodies import Body, Committee
from openqof.core.governance.conditions import Fact, Facts
from openqof.core.governance.packs import BodyKind, Clock, ConditionRule, Duty, Pack, Rule
from openqof.core.governance.verdicts import Answer, Reason, Verdict, decide
from openqof.files.governance import read_body
from openqof.files.load import load_scheme
from openqof.files.nodes import Document
from openqof.files.path import read_path
from openqof.governance import (
    actions,
    decision_rules,
    decisions,
    interest_rules,
    meeting_rules,
    membership,
    path_rules,
    powers,
    publication,
    register_clocks,
    routes,
    termination,
    use_of_data,
)
from openqof.governance.clocks import calendar
from openqof.governance.powers import may
from openqof.governance.record_fields import sister_registers
from openqof.governance.routes import route, route_of

FOLDER = Path(__file__).parent / "governance"
FILES = sorted(FOLDER.glob("*.yaml"))
Case = Mapping[str, Any]
NAMED: Mapping[str, Answer] = {each.value: each for each in Answer}


class Plain(yaml.CSafeLoader):
    """YAML in which the key `on` is a word, as it is for the readers of this project; libyaml, so fast."""

    yaml_implicit_resolvers = governance_records.Plain.yaml_implicit_resolvers


@dataclass(frozen=True)
class Answered:
    """A case, the verdict on it and every rule that was reached on the way."""

    case: Case
    verdict: Verdict
    reached: frozenset[str]


@cache
def cases() -> Mapping[str, Case]:
    """Every case by its file and name."""
    found = [(f"{path.stem}: {case['name']}", case) for path in FILES for case in _cases(path)]
    assert len(dict(found)) == len(found), "two cases of a file have one name"
    return dict(found)


def _cases(path: Path) -> list[Case]:
    if path == governance_path.FILE:
        return governance_path.cases()
    found: list[Case] = yaml.load(path.read_text(encoding="utf-8"), Loader=Plain)
    return found


@cache
def answered(name: str) -> Answered:
    """The answer to the case of a name."""
    case = cases()[name]
    verdict = ASKED[case["ask"]](case)
    return Answered(case, verdict, frozenset({*verdict.rules, *_beside(case)}))


def _beside(case: Case) -> Iterator[str]:
    """Rules that a case reaches beside those its verdict cites: ways out of a broken quorum, other bodies."""
    if case["ask"] == "path":
        for gated in governance_path.gated(case).values():
            yield from gated.verdict.rules
            yield from (each.rule.name for each in gated.waiting if each.rule is not None)
    if "remedies" in case["expect"]:
        yield from (each.rule for each in governance_committees.remedies_of(case))


def expected(word: object) -> Answer:
    """The answer that a case expects; YAML reads yes and no as truth values."""
    return NAMED[{True: "yes", False: "no"}.get(word, str(word))]  # type: ignore[call-overload]


def uncovered() -> Mapping[str, tuple[str, ...]]:
    """The rules of each pack that no case reaches."""
    reached = frozenset(rule for name in cases() for rule in answered(name).reached)
    return {pack.id: tuple(rule for rule in names_of(pack) if rule not in reached) for pack in packs()}


def names_of(pack: Pack) -> tuple[str, ...]:
    """Every rule of a pack as verdicts cite it."""
    return tuple(pack.named(rule) for rule in pack.rules())


BESIDE: Mapping[str, Iterable[Rule]] = {
    "contract-actions": (actions.KNOWN, *termination.RULES.values(), *membership.RULES, use_of_data.RULE),
    "decisions": [
        each
        for module in (decision_rules, decisions, publication)
        for each in vars(module).values()
        if isinstance(each, Rule)
    ],
    "meeting": meeting_rules.PROCEDURE,
    "powers": powers.PROCEDURE,
    "route": routes.PROCEDURE,
}
"""The rules that stand in no pack, by the place that they are cited under."""
NAMED_BESIDE = frozenset({*interest_rules.RULES, *register_clocks.RULES, "packs:in-force"})
"""More of them, by the names that they are cited by."""
MADE = frozenset({"case:quorum", "case:route", "decisions:stale"})
"""What cases state themselves, or are answered by without a rule of the program."""


@cache
def known() -> frozenset[str]:
    """Every rule that an answer to a case may cite, beside those of the case's own body."""
    packed = {name for pack in packs() for name in names_of(pack)}
    beside = {f"{place}:{rule.id}" for place, rules in BESIDE.items() for rule in rules}
    path = {each.name for each in path_rules.OWN_RULES.values()}
    return frozenset({*packed, *beside, *path, *NAMED_BESIDE, *MADE})


def invented(cited: Iterable[str], case: Case) -> tuple[str, ...]:
    """The rules cited for a case that stand nowhere."""
    return tuple(sorted({*cited} - known() - own_rules(case)))


def own_rules(case: Case) -> frozenset[str]:
    """The rules of a case's own body, its committees, or the overlay that stands in the case, as cited."""
    stated = {each["id"] for key in ("own_clocks", "own_duties", "clocks") for each in case.get(key, ())}
    bodies = bodies_of(case)
    held = {each.rule.id for body in bodies for each in _overlay(body)}
    committees = [*(each for body in bodies for each in body.committees), *_committee(case)]
    held |= {each.rule.id for committee in committees for each in committee.own_rules}
    quorums = {"quorum" for each in committees if each.quorum is not None}
    return frozenset(f"own:{name}" for name in stated | held | quorums)


def _overlay(body: Body) -> tuple[ConditionRule | Clock | Duty, ...]:
    return (*body.own_conditions, *body.own_clocks, *body.own_duties)


def _committee(case: Case) -> Iterator[Committee]:
    """The committee that decides in a case on a record, which states no body."""
    if case["ask"] in ("decision", "correction", "stale"):
        yield governance_records.meeting_of(case).committee


def bodies_of(case: Case) -> tuple[Body, ...]:
    """The bodies that a case is about; none where it names a kind of body only."""
    if case["ask"] == "path":
        return read_path(Document(case["name"], case["node"], 1), governance_path.FILE).bodies
    if case["ask"] in governance_committees.ANSWERS and "meeting" in case:
        return (governance_committees.meeting_of(case).body,)
    return (body_of(case),) if "body" in case else ()


@cache
def _body(text: str) -> Body:
    return read_body(document(yaml.load(text, Loader=Plain)), FOLDER / "case.yaml")[0]


def body_of(case: Case) -> Body:
    """The body of a case."""
    return _body(yaml.safe_dump(case["body"], sort_keys=False))


def facts_in(stated: Mapping[str, Any]) -> Facts:
    """Facts as rules ask for them: figures exact."""
    return {name: _fact(value) for name, value in stated.items()}


def _fact(value: Any) -> Fact:
    plain = isinstance(value, bool | date | str)
    found: Fact = value if plain else Decimal(str(value))
    return found


def _may(case: Case) -> Verdict:
    return may(body_of(case), case["function"], case["on"], packs())


def _route(case: Case) -> Verdict:
    asked, stated = case["scheme"], facts_in(case.get("facts", {}))
    if isinstance(asked, str):
        return route(load_scheme(asked), body_of(case), case["on"], packs(), stated)
    return route_of({**facts_in(asked), **stated}, body_of(case), case["on"], packs())


def _clock(case: Case) -> Verdict:
    """By when something is due, or from when it is allowed, as the calendar of the day has it."""
    (pack,) = packs_of(case, case["on"])
    found = calendar(pack, case["on"], about=case["about"])
    reasons = [
        Reason(each.named, each.says, Answer.YES, each.clock.rule.provenance, each.day) for each in found
    ]
    return decide("How long does it run?", reasons)


def _sister_registers(case: Case) -> Verdict:
    """The fields of gifts and breaches."""
    on = case["on"]
    pack = governance_interests.pack_of(BodyKind(case["kind"]), on)
    found = sister_registers(governance_interests.register_of(case), pack, on)
    return decide("Do gifts and breaches have their fields?", found)


ASKED: Mapping[str, Callable[[Case], Verdict]] = {
    **governance_records.ANSWERS,
    **governance_committees.ANSWERS,
    **governance_path.ANSWERS,
    "conflicts": governance_interests.answer,
    "register": governance_interests.answer,
    "may": _may,
    "route": _route,
    "clock": _clock,
    "sister-registers": _sister_registers,
}
"""What each `ask` is answered by."""
