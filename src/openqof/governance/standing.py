"""Conditions of a pack or an overlay asked of the facts of a case, each with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from openqof.core.governance.conditions import Facts, leaves
from openqof.core.governance.packs import ConditionRule, Model, Pack, Rule
from openqof.core.governance.verdicts import Answer, Reason, Verdict, decide
from openqof.core.governance.wording import day, sentence
from openqof.governance.conditions import ASKED, holds, needed_by, unmet
from openqof.governance.packs import conditions_on
from openqof.governance.scheme_facts import followed

STANDING = "standing"


def standing(
    pack: Pack, facts: Facts, on: date, *, route: str = "voluntary-alternative", model: Model | None = None
) -> Verdict:
    """Whether a scheme keeps the standing rules of a day, every one of them asked."""
    known = followed(facts, on)
    rules = conditions_on(pack.conditions, on, kind=STANDING, route=route, model=model)
    return decide(f"Does the scheme keep the standing rules of {day(on)}?", ask(rules, known, pack.named))


def ask(rules: Iterable[ConditionRule], facts: Facts, named: Callable[[Rule], str]) -> tuple[Reason, ...]:
    """A reason for each condition, in order; `named` writes a rule as verdicts cite it."""
    return tuple(_asked(each, facts, named(each.rule)) for each in rules)


def _asked(rule: ConditionRule, facts: Facts, cited: str) -> Reason:
    answer = holds(rule.needs, facts)
    needed = needed_by(rule.needs, facts)
    lacking = [*_lacking(rule, facts), *([_time(needed, facts)] if needed is not None else [])]
    says = " ".join([rule.rule.says, *map(sentence, lacking)])
    return Reason(cited, says, answer, rule.rule.provenance, needed if answer is not Answer.YES else None)


def _lacking(rule: ConditionRule, facts: Facts) -> tuple[str, ...]:
    """What is missing in words; nothing where the rule is about the route alone and has said it all."""
    asks = {getattr(leaf, "fact", "") for leaf in leaves(rule.needs)}
    return () if asks == {"route"} else unmet(rule.needs, facts)


def _time(needed: date, facts: Facts) -> str:
    asked = facts.get(ASKED)
    late = isinstance(asked, date) and asked > needed
    return f"It is too late: this was needed by {day(needed)}" if late else f"This is needed by {day(needed)}"
