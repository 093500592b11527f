"""Which gates a scheme of a body needs, by which rules: from the pack of the day, the model and the route."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from openqof.core.governance.bodies import Body
from openqof.core.governance.conditions import AllOf, AnyOf, Condition, Facts, Is, Known, Not, leaves
from openqof.core.governance.events import SIMPLE_MAJORITY, BallotRule
from openqof.core.governance.packs import BodyKind, Clock, ConditionRule, Model, Pack, Power, PowerRule, Rule
from openqof.core.governance.progress import Gate
from openqof.core.governance.refusal import Refusal
from openqof.core.governance.verdicts import Answer
from openqof.core.sources import Basis, Provenance
from openqof.governance.conditions import ASKED, holds
from openqof.governance.packs import conditions_on, in_force, model_of, pack_on
from openqof.governance.powers import RULES_HELD, power
from openqof.governance.routes import BY_EFFECT, NATIONAL, function_of, judged_as
from openqof.governance.scheme_facts import followed

OWN = Provenance("openqof", Basis.DERIVED)
OVERLAY = "own"
"""What rules of the body itself are cited under: own:members-agree."""
FUNCTION = "local-incentive-schemes"
"""What a body that does not decide alone may still adopt with the agreement of NHS England."""

GATE_FACTS: Mapping[Gate, frozenset[str]] = {
    Gate.OPTIONS: frozenset({"outcomes_shown", "inequalities_shown", "value_shown"}),
    Gate.LMC: frozenset({"lmc_consulted", "lmc_opened"}),
    Gate.MEMBERS: frozenset({"members_agreed"}),
    Gate.PUBLIC: frozenset({"public_involved"}),
    Gate.EQUALITY: frozenset({"equality_assessed"}),
}
"""A gate is needed where a rule in force asks for one of its facts."""

AGREES: Mapping[str, frozenset[str]] = {
    "nhs-england": frozenset({"nhs_england_approves"}),
    "nhs-england-nationally": frozenset({"nhs_england_national_approves", "nhs_england_approves"}),
    "area-team": frozenset({"area_team_agrees", "nhs_england_approves"}),
    "body": frozenset({"body_agrees"}),
    "secretary-of-state": frozenset({"directions_amended"}),
}
"""The facts that hold once an approver has approved."""
DIRECTIONS = AGREES["secretary-of-state"]
"""What an approver makes true beyond agreeing: it may be stated as well, as other facts may."""
_AGREED = frozenset().union(*AGREES.values()) - DIRECTIONS
_BY_GATES = frozenset().union(*GATE_FACTS.values())
_EFFECTS = ("touches_qof", "suspends_qof", "protects_income")
"""What a scheme does that may make its route another than the one it claims."""
BODY = "body"
_NEVER = AnyOf(())


@dataclass(frozen=True, slots=True)
class Cited:
    """A rule as it is cited: its name with the pack before the colon, what it says, where it stands."""

    name: str
    says: str
    provenance: Provenance


OWN_RULES: Mapping[str, Cited] = {
    name: Cited(f"path:{name}", says, OWN)
    for name, says in {
        "events": "An event is one of those that the path knows, with its details, in the order of time.",
        "stage": "An event comes at a stage of the scheme, or a standing of the practice, that allows it.",
        "gates": "A scheme comes into force with every needed gate passed.",
        "national-qof": "National QOF stays open to every practice, whatever happens.",
        "quorum": "A committee decides only where it is quorate for the item.",
        "conflicts": "A vote of a member with a conflict is not counted.",
        "lmc": "An LMC is asked, answers, is answered, and the evidence is filed, in this order.",
        "silence": "An LMC is taken as silent only when its time to answer has passed.",
        "approvers": "Approval is asked of those who have to give it, before they give it.",
        "questions": "A question is put before it is answered, and once.",
        "counts": "The numbers of a consultation or ballot add up.",
        "last-day": "A scheme has a last day and does not roll over.",
        "versions": "A version binds only the practices that signed it.",
        "notice": "Notice is given before what it is given of.",
        "successor": "A practice that follows another signs for itself.",
        "bodies": "Of bodies that share a scheme, each decides for itself.",
        "decision": "The body's committee decides, with a record.",
        "power": "What no rule leaves to the body itself needs the approval of NHS England.",
        "published": "What was decided is published before practices are asked to join.",
    }.items()
}
"""The rules of the path itself: choices made here, which no pack states."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A rule that asks for something, and the condition of what it asks."""

    rule: Cited
    needs: Condition


@dataclass(frozen=True, slots=True)
class PathRules:
    """What a path is held to.

    `gates` are those needed, each with the rule that needs it; `approvals` who must agree; `standing` what
    must be shown to hold whoever agrees; `facts` what is known of the scheme; `lmcs` those to be asked, any
    one where none is named; `clocks` those of the pack by what they are about, each with the rule as cited.
    """

    gates: Mapping[Gate, Cited]
    approvals: tuple[Asking, ...] = ()
    standing: tuple[Asking, ...] = ()
    facts: Facts = field(default_factory=dict)
    lmcs: tuple[str, ...] = ()
    clocks: Mapping[str, tuple[Clock, Cited]] = field(default_factory=dict)
    ballot: BallotRule = SIMPLE_MAJORITY
    decides: frozenset[str] = AGREES["body"]
    """The facts of agreement that hold once the body's own committee has decided."""

    def refusal(self, rule: str, says: str) -> Refusal:
        """A refusal by a rule of the path itself."""
        own = OWN_RULES[rule]
        return Refusal(says, own.name, own.provenance)

    def gate(self, gate: Gate) -> Cited:
        """The rule that needs a gate; the path's own where no pack's does."""
        return self.gates.get(gate, OWN_RULES["gates"])

    def agreed(self, approvers: Sequence[str], asking: Asking) -> bool:
        """Whether an approval holds once these have approved."""
        agreed = frozenset().union(*(self.decides if each == BODY else AGREES[each] for each in approvers))
        return holds(asking.needs, _with(self.facts, agreed)) is Answer.YES

    def unkept(self, shown: Facts, *, early: bool = False) -> tuple[tuple[Asking, Answer], ...]:
        """The standing rules not shown to be kept, those that are broken first.

        `shown` is what the path shows; what a gate will show is not asked yet where it is `early`.
        """
        known = {**shown, **self.facts}
        found = [(each, holds(each.needs, known)) for each in self.standing]
        lacking = [
            (each, answer)
            for each, answer in found
            if answer is Answer.NOT_SHOWN and not (early and _facts(each.needs) & _BY_GATES)
        ]
        return (*(pair for pair in found if pair[1] is Answer.NO), *lacking)

    def may_approve(self, approver: str) -> bool:
        """Whether anything needed asks for this approver."""
        rules = (*self.approvals, *self.standing)
        asked = {leaf_fact for each in rules for leaf_fact in _facts(each.needs)}
        return bool(AGREES[approver] & asked)


RulesOn = Callable[[date], PathRules]
"""The rules of each day, where they are not the same on all."""


def rules_for(
    body: Body,
    route: str,
    on: date,
    packs: Sequence[Pack],
    *,
    facts: Facts | None = None,
    ballot: BallotRule | None = None,
    decided: date | None = None,
) -> PathRules:
    """The rules that a scheme of a body is held to on a day, by the route that its effect makes of it.

    `decided` is the day on which the body decided, where it has; what follows from that day stays as it was.
    """
    pack = pack_on(packs, body.kind, on)
    model = model_of(body, pack, on) if pack else None
    claimed = followed({**(facts or {}), "route": route}, decided or on)
    known = _known(claimed, on)
    asked = tuple(_conditions(pack, body, str(known["route"]), model, on))
    held = _power(pack, model, on)
    approvals = (*_approvals(asked, known), *(_by_power(pack, held) if pack else ()))
    return PathRules(
        gates=_gates(asked, approvals, pack, held, on),
        approvals=approvals,
        standing=(*_held_to(asked), *_own(claimed), *_powerless(body, pack, known, on)),
        facts=known,
        lmcs=body.lmcs,
        clocks=_clocks(pack, body, on),
        ballot=ballot or SIMPLE_MAJORITY,
        decides=AGREES[BODY] | (AGREES["area-team"] if body.kind is BodyKind.AREA_TEAM else frozenset()),
    )


def _known(claimed: Facts, on: date) -> Facts:
    """What is known of a scheme on a day, as `openqof govern check` takes it, with the route judged."""
    judged = judged_as(claimed)
    return {ASKED: on, "for_national_law": judged == NATIONAL, **claimed, "route": judged}


def _approvals(asked: Sequence[tuple[Cited, ConditionRule]], known: Facts) -> tuple[Asking, ...]:
    """The rules not shown to hold before anybody has agreed, where an agreement may make them hold."""
    return tuple(
        Asking(cited, rule.needs)
        for cited, rule in asked
        if _facts(rule.needs) & _AGREED and holds(rule.needs, _with(known, ())) is not Answer.YES
    )


def _held_to(asked: Sequence[tuple[Cited, ConditionRule]]) -> Iterator[Asking]:
    """The rules that no agreement may make hold."""
    yield from (Asking(cited, rule.needs) for cited, rule in asked if not _facts(rule.needs) & _AGREED)


def _own(claimed: Facts) -> Iterator[Asking]:
    """What is asked of every scheme: that national QOF is left open, and that its effect is known."""
    yield Asking(OWN_RULES["national-qof"], Is("national_qof_offered", True))
    if unknown := _unsettled(claimed):
        yield Asking(_cited("route", BY_EFFECT), AllOf(tuple(map(Known, unknown))))


def _powerless(body: Body, pack: Pack | None, known: Facts, on: date) -> Iterator[Asking]:
    """What never holds: a decision that no rules give the body, whoever else agrees to it."""
    if pack is None:
        yield Asking(_cited("powers", RULES_HELD), _NEVER)
        return
    function = function_of(str(known["route"]), known)
    found = power(body, function, on, pack)
    if function != FUNCTION and found.answer is not Answer.YES:
        yield Asking(Cited(found.rule, found.says, found.provenance), _NEVER)


def _unsettled(claimed: Facts) -> tuple[str, ...]:
    """The effects not stated, where the route of a scheme turns on them."""
    unknown = tuple(effect for effect in _EFFECTS if effect not in claimed)
    cases = product((True, False), repeat=len(unknown))
    routes = {judged_as({**claimed, **dict(zip(unknown, case, strict=True))}) for case in cases}
    return unknown if len(routes) > 1 else ()


def _by_power(pack: Pack, power: PowerRule | None) -> Iterator[Asking]:
    """Who agrees by the power that the model leaves to the body."""
    if power is None:
        yield Asking(OWN_RULES["power"], Is("nhs_england_approves", True))
    elif power.power is Power.JOINTLY:
        both = (Is("body_agrees", True), Is("area_team_agrees", True))
        yield Asking(_cited(pack.id, power.rule), AllOf(both))
    elif power.power is not Power.DECIDES:
        yield Asking(_cited(pack.id, power.rule), Is("nhs_england_approves", True))


def _conditions(
    pack: Pack | None, body: Body, route: str, model: Model | None, on: date
) -> Iterator[tuple[Cited, ConditionRule]]:
    """The conditions asked of the route and the model on the day, the pack's and then the body's own."""
    for place, rules in (
        (pack.id if pack else "", pack.conditions if pack else ()),
        (OVERLAY, body.own_conditions),
    ):
        for each in conditions_on(rules, on, route=route, model=model):
            yield _cited(place, each.rule), each


def _cited(place: str, rule: Rule) -> Cited:
    return Cited(f"{place}:{rule.id}", rule.says, rule.provenance)


def _with(facts: Facts, agreed: Collection[str]) -> Facts:
    """The facts once some agree: an agreement is what the path shows of it, whatever is stated."""
    return {**dict.fromkeys(agreed, True), **facts, **{fact: fact in agreed for fact in _AGREED}}


def _facts(condition: Condition) -> frozenset[str]:
    return frozenset(leaf.fact for leaf in leaves(condition) if not isinstance(leaf, AllOf | AnyOf | Not))


def _gates(
    asked: Sequence[tuple[Cited, ConditionRule]],
    approvals: tuple[Asking, ...],
    pack: Pack | None,
    power: PowerRule | None,
    on: date,
) -> Mapping[Gate, Cited]:
    """Every gate needed with the first rule that needs it, in the order of the gates."""
    found: dict[Gate, Cited] = {}
    for cited, rule in asked:
        for gate in _asks_for(rule):
            found.setdefault(gate, cited)
    if approvals:
        found[Gate.APPROVAL] = approvals[0].rule
    found[Gate.DECISION] = _cited(pack.id, power.rule) if pack and power else OWN_RULES["decision"]
    found[Gate.PUBLISHED] = _publication(pack, on) or OWN_RULES["published"]
    return {gate: found[gate] for gate in Gate if gate in found}


def _asks_for(rule: ConditionRule) -> Iterator[Gate]:
    facts = _facts(rule.needs)
    yield from (gate for gate, asked in GATE_FACTS.items() if facts & asked)
    if rule.kind in ("standing", "route"):
        yield Gate.STANDING


def _power(pack: Pack | None, model: Model | None, on: date) -> PowerRule | None:
    """The rule that says what part the body has in the decision under its model."""
    powers = in_force(pack.powers, on) if pack else ()
    return next((each for each in powers if each.function == FUNCTION and each.model == model), None)


def _publication(pack: Pack | None, on: date) -> Cited | None:
    """The duty to publish a decision, else the first of all duties to publish."""
    duties = [each for each in (in_force(pack.duties, on) if pack else ()) if each.about == "publication"]
    duties.sort(key=lambda duty: "decision" not in duty.what)
    return _cited(pack.id, duties[0].rule) if pack and duties else None


def _clocks(pack: Pack | None, body: Body, on: date) -> Mapping[str, tuple[Clock, Cited]]:
    """Clocks by what they are about; where the pack and the body both have one, the pack's."""
    own = {each.about: (each, _cited(OVERLAY, each.rule)) for each in in_force(body.own_clocks, on)}
    stated = in_force(pack.clocks, on) if pack else ()
    return own | {each.about: (each, _cited(pack.id, each.rule)) for each in stated if pack}
