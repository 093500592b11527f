"""Paths, events and rules for tests of the state machines; every name in them is invented."""

from __future__ import annotations

from datetime import date, timedelta

from openqof.core.governance.bodies import Body, ModelFrom
from openqof.core.governance.conditions import AllOf, Condition, Is
from openqof.core.governance.packs import BodyKind, Clock, Model, Rule
from openqof.core.governance.progress import Event, Gate, Path
from openqof.core.governance.refusal import Refusal
from openqof.core.sources import Basis, Provenance
from openqof.governance.path import Walked, apply, start, walk
from openqof.governance.path_rules import Asking, BallotRule, Cited, PathRules

MARK = Provenance("openqof", Basis.FOUND)
FIRST = date(2015, 9, 1)
SHA = "a" * 64
LMC = "An invented LMC"
PRACTICES = ("D00001", "D00002", "D00003")
BOTH = AllOf((Is("body_agrees", True), Is("area_team_agrees", True)))
NATIONAL = Is("nhs_england_approves", True)
VOTED = {"committee": "primary-care", "decision": SHA, "quorate": "yes", "conflicted_votes": "0"}


def cited(name: str) -> Cited:
    return Cited(f"pack:{name}", f"The rule {name} asks for it.", MARK)


def rules(
    *gates: Gate,
    approval: Condition | None = None,
    lmcs: tuple[str, ...] = (LMC,),
    clocks: tuple[Clock, ...] = (),
    ballot: BallotRule | None = None,
    standing: tuple[Asking, ...] = (),
    facts: dict[str, bool] | None = None,
) -> PathRules:
    needed = gates or tuple(gate for gate in Gate if gate is not Gate.APPROVAL)
    if approval:
        needed = (*needed, Gate.APPROVAL)
    return PathRules(
        gates={gate: cited(gate.name.casefold()) for gate in Gate if gate in needed},
        approvals=(Asking(cited("approval"), approval),) if approval else (),
        standing=standing,
        facts=facts or {},
        lmcs=lmcs,
        clocks={each.about: (each, cited(each.rule.id)) for each in clocks},
        ballot=ballot or BallotRule(),
    )


def clock(about: str, count: int, unit: str = "days") -> Clock:
    return Clock(
        Rule(f"{about}-{count}", f"{about} within {count} {unit}.", MARK), about, count, unit, "asked"
    )


def event(what: str, on: date = FIRST, **details: str) -> Event:
    return Event(on, "Officer A", what, details, "commissioner")


def begun(held: PathRules, practices: tuple[str, ...] = PRACTICES) -> Path:
    return start("invented/scheme", held.gates, practices, on=FIRST)


PREPARED = (
    event("options-appraised", evidence="paper 1"),
    event("lmc-opened", lmc=LMC),
    event("lmc-answered", lmc=LMC, response="It asks for a shorter list."),
    event("lmc-replied", lmc=LMC, reply="The list is shorter."),
    event("lmc-evidenced", lmc=LMC, evidence="letters"),
    event("members-balloted", entitled="3", ayes="2", noes="1", evidence="count"),
    event("public-involved", evidence="survey"),
    event("equality-assessed", evidence="paper 2"),
    event("standing-rules-checked", outcome="yes", evidence="paper 3"),
)
DECIDED = (*PREPARED, event("decided", **VOTED))
PUBLISHED = (*DECIDED, event("published", evidence="website"))
SIGN_UP = (*PUBLISHED, event("sign-up-opened"))
OPENED = FIRST + timedelta(days=30)
LAST = date(2016, 8, 31)
OFFERED = tuple(event("offered", practice=code) for code in PRACTICES)
SIGNED = (
    event("joined", practice="D00001", signature="Dr One", version="1"),
    event("declined", practice="D00002"),
)
IN_FORCE = (*SIGN_UP, *OFFERED, *SIGNED, event("commenced", OPENED, last_day=LAST.isoformat()))
LMC_AGAIN = (
    event("lmc-opened", OPENED, lmc=LMC),
    event("lmc-answered", OPENED, lmc=LMC, response="It agrees."),
    event("lmc-replied", OPENED, lmc=LMC, reply="Thank you."),
    event("lmc-evidenced", OPENED, lmc=LMC, evidence="letters"),
)
VARIED = event("varied", OPENED, **VOTED, reasons="Prices rose.", earlier="stays", last_day="2017-08-31")


def walked(*events: Event, held: PathRules | None = None) -> Walked:
    held = held or rules()
    return walk(begun(held), events, held)


def reached(*events: Event, held: PathRules | None = None) -> Path:
    """The path after events none of which is refused."""
    found = walked(*events, held=held)
    assert not found.refused, [refusal.says for _, refusal in found.refused]
    return found.path


def refused(path: Path, one: Event, held: PathRules | None = None) -> Refusal:
    found = apply(path, one, held or rules())
    assert isinstance(found, Refusal), found.stage
    return found


def body(
    code: str = "X01", *, model: Model = Model.DELEGATED, kind: BodyKind = BodyKind.CCG, **more: object
) -> Body:
    models = (ModelFrom(model, date(2013, 4, 1), MARK),)
    return Body(code, f"Invented body {code}", kind, models, MARK, **more)  # type: ignore[arg-type]
