"""What part a body has in a function on a day, with the rule that says so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from openqof.core.governance.bodies import Body
from openqof.core.governance.packs import BodyKind, Model, Pack, Power, PowerRule, Rule
from openqof.core.governance.verdicts import Answer, Reason, Verdict, decide
from openqof.core.governance.wording import day, listed
from openqof.core.sources import Basis, Provenance
from openqof.governance.packs import in_force, model_of, pack_on

WHOLE = "general-practice"
"""The function that stands for every other which has no rule of its own on a day."""
KINDS = {
    BodyKind.AREA_TEAM: "an area or regional team of NHS England",
    BodyKind.CCG: "a clinical commissioning group",
    BodyKind.ICB: "an integrated care board",
}
"""Kinds of body in words."""
_CHOSEN = Provenance("openqof", Basis.DERIVED)
RULES_HELD = Rule("rules-held", "A body decides only while rules give it powers.", _CHOSEN)
FUNCTION_KNOWN = Rule("function-known", "A power is asked of a function that the rules name.", _CHOSEN)
POWER_STATED = Rule("power-stated", "A body has no power that no rule gives it.", _CHOSEN)
PROCEDURE = (RULES_HELD, FUNCTION_KNOWN, POWER_STATED)
"""Rules that hold for every pack; verdicts cite them as powers:…"""


def may(body: Body, function: str, on: date, packs: Iterable[Pack]) -> Verdict:
    """Whether a body may decide on a function on a day; jointly is a yes that says so.

    A function that the pack of the day does not name is not shown.
    """
    pack = pack_on(packs, body.kind, on)
    what = pack.functions.get(function, function) if pack else function
    question = f"May {KINDS[body.kind]} decide on this on {day(on)}: {what}?"
    return decide(question, [power(body, function, on, pack)])


def power(body: Body, function: str, on: date, pack: Pack | None) -> Reason:
    """The reason that the power of a body over a function gives; `pack` is that of the day, if any."""
    if pack is None:
        return no_rules(body.kind, on)
    if function not in pack.functions:
        says = f'The rules name no function "{function}"; they name {listed(pack.functions)}.'
        return _own(FUNCTION_KNOWN, Answer.NOT_SHOWN, says)
    model = model_of(body, pack, on)
    rule = power_rule(pack, function, model, on)
    if rule is None:
        return _own(POWER_STATED, Answer.NO, f"No rule gives a power under the model {model} on {day(on)}.")
    answer = Answer.YES if rule.power in (Power.DECIDES, Power.JOINTLY) else Answer.NO
    return Reason(pack.named(rule.rule), rule.rule.says, answer, rule.rule.provenance)


def power_rule(pack: Pack, function: str, model: Model, on: date) -> PowerRule | None:
    """The rule on a function under a model on a day, else the one on the whole of general practice."""
    held = [each for each in in_force(pack.powers, on) if each.model is model]
    return next((each for name in (function, WHOLE) for each in held if each.function == name), None)


def no_rules(kind: BodyKind, on: date) -> Reason:
    """The reason where no pack of the kind of body holds on a day."""
    return _own(RULES_HELD, Answer.NO, f"No rules give {KINDS[kind]} any power on {day(on)}.")


def _own(rule: Rule, answer: Answer, says: str) -> Reason:
    return Reason(f"powers:{rule.id}", says, answer, rule.provenance)
