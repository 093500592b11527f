"""Whether a scheme may be adopted by the route it asks for, judged by what it does.

There are three routes and no other: a voluntary alternative with national QOF still on offer, a suspension
within a year at protected income, and a change of the national directions, which no commissioner adopts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from openqof.core.governance.bodies import Body
from openqof.core.governance.conditions import ROUTES, Facts
from openqof.core.governance.packs import Model, Pack, Rule
from openqof.core.governance.verdicts import Answer, Reason, Verdict, decide
from openqof.core.governance.wording import day
from openqof.core.scheme import Scheme
from openqof.core.sources import Basis, Provenance
from openqof.governance.conditions import ASKED
from openqof.governance.packs import conditions_on, model_of, pack_on
from openqof.governance.powers import no_rules, power
from openqof.governance.scheme_facts import facts_of, followed
from openqof.governance.standing import ask

VOLUNTARY, SUSPENSION, NATIONAL = ROUTES
ORDER = ("route", "approval", "reserved", "standing")
"""The kinds of condition in the order in which they are asked."""
_CHOSEN = Provenance("openqof", Basis.DERIVED)
ONE_OF_THREE = Rule("one-of-three", "A scheme names one of three routes.", _CHOSEN)
BY_EFFECT = Rule(
    "judged-by-effect", "A scheme is judged by what it does, not by what it calls itself.", _CHOSEN
)
NOT_OVER = Rule("not-over", "A scheme is adopted before its last day.", _CHOSEN)
PROCEDURE = (ONE_OF_THREE, BY_EFFECT, NOT_OVER)
"""Rules that hold for every pack; verdicts cite them as route:…"""


@dataclass(frozen=True, slots=True)
class _Case:
    pack: Pack
    body: Body
    model: Model
    on: date
    route: str
    facts: Facts


def route(scheme: Scheme, body: Body, on: date, packs: Iterable[Pack], facts: Facts) -> Verdict:
    """Whether a body may adopt a scheme on a day; `facts` are what the body states beside the document."""
    return route_of(facts_of(scheme, facts), body, on, packs)


def route_of(facts: Facts, body: Body, on: date, packs: Iterable[Pack]) -> Verdict:
    """Whether a body may adopt on a day a scheme of which these facts are known.

    The day is when it was asked where the facts name no other, and it amends national law only where it says
    so. What the day makes of the facts is worked out: whether it is within a year, how long was consulted.
    A request that is too late says by when it was needed.
    """
    question = f"May this scheme be adopted on {day(on)}?"
    pack = pack_on(packs, body.kind, on)
    if pack is None:
        return decide(question, [no_rules(body.kind, on)])
    known, worked_out = known_on(facts, on), followed(facts, on)
    judged = str(known["route"])
    case = _Case(pack, body, model_of(body, pack, on), on, judged, known)
    return decide(question, [_named(facts), *_over(facts, on), *_effect(worked_out, judged), *_reasons(case)])


def known_on(facts: Facts, on: date) -> Facts:
    """What is known of a scheme decided on a day, with what follows from the day and the route judged."""
    worked_out = followed(facts, on)
    judged = judged_as(worked_out)
    return {ASKED: on, "for_national_law": judged == NATIONAL, **worked_out, "route": judged}


def judged_as(facts: Facts) -> str:
    """The route that a scheme takes by what it does: the one it names, unless it is a suspension."""
    named = facts.get("route")
    if named in (SUSPENSION, NATIONAL):
        return str(named)
    stops = facts.get("suspends_qof") is True and facts.get("protects_income") is True
    return SUSPENSION if stops else VOLUNTARY


def _named(facts: Facts) -> Reason:
    named = facts.get("route")
    if named in ROUTES:
        return _own(ONE_OF_THREE, Answer.YES, f"It asks for the route {named}.")
    wanted = "Say which it asks for: a voluntary alternative, an in-year suspension or a national change."
    return _own(ONE_OF_THREE, Answer.NOT_SHOWN, f"{ONE_OF_THREE.says} {wanted}")


def _over(facts: Facts, on: date) -> Iterator[Reason]:
    """What is over cannot be adopted any more."""
    ends = facts.get("ends")
    if isinstance(ends, date) and ends < on:
        said = f"{NOT_OVER.says} It ended on {day(ends)}."
        yield replace(_own(NOT_OVER, Answer.NO, said), needed_by=ends)


def _effect(facts: Facts, judged: str) -> Iterator[Reason]:
    """What its effect makes of a scheme that names neither a suspension nor a national change."""
    if facts.get("route") in (SUSPENSION, NATIONAL):
        return
    if judged == SUSPENSION:
        stops = "It stops national QOF within a year and protects the income, whatever it calls itself"
        yield _own(BY_EFFECT, Answer.YES, f"{stops}: it is judged as an in-year suspension.")
    elif _open(facts):
        lacking = "It is not stated whether national QOF stops within a year and income is protected."
        yield _own(BY_EFFECT, Answer.NOT_SHOWN, f"{BY_EFFECT.says} {lacking}")
    else:
        yield _own(BY_EFFECT, Answer.YES, "It is judged as a voluntary alternative.")


def _open(facts: Facts) -> bool:
    """Whether what is known leaves it open that this is a suspension."""
    return all(facts.get(fact) is not False for fact in ("suspends_qof", "protects_income"))


def _reasons(case: _Case) -> Iterator[Reason]:
    first, *later = ORDER
    yield from _asked(case, first)
    yield power(case.body, function_of(case.route, case.facts), case.on, case.pack)
    for kind in later:
        yield from _asked(case, kind)
    own = conditions_on(case.body.own_conditions, case.on, route=case.route, model=case.model)
    yield from ask(own, case.facts, lambda rule: f"own:{rule.id}")


def _asked(case: _Case, kind: str) -> tuple[Reason, ...]:
    rules = conditions_on(case.pack.conditions, case.on, kind=kind, route=case.route, model=case.model)
    return ask(rules, case.facts, case.pack.named)


def function_of(route: str, facts: Facts) -> str:
    """The function that adopting a scheme is part of: local services where it leaves national QOF alone."""
    if route == NATIONAL:
        return "national-contract"
    untouched = route == VOLUNTARY and facts.get("touches_qof") is False
    return "local-services" if untouched else "local-incentive-schemes"


def _own(rule: Rule, answer: Answer, says: str) -> Reason:
    return Reason(f"route:{rule.id}", says, answer, rule.provenance)
