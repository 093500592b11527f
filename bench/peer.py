"""One fresh process of a peer: openfisca_core or policyengine_core. Prints JSON.

The law is written as a user of theirs would write it: parameters in a tree, an input variable for each count,
a variable with a formula for each thing that may be asked for: index, factor, achievement, points, pounds.
The rules are those OpenQOF keeps: nothing for an empty denominator or an empty register, and pay for the
days a contract ran. They are given every fairness:
their float32, no rounding to pence, inputs set, the reform made and the parameters read before the clock
starts, one entity, memory storage and no tracer. They are asked for what OpenQOF gives: the points and the
pounds of every practice, with each indicator's left where they can be asked for.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from types import ModuleType
from typing import Any

import numpy as np

from case import AVERAGE_LIST, GROUPS, POINT_VALUE, Case, Rule, case, forget_peak, memory

PERIOD, START = "2022", "2000-01-01"


class Peer:
    """The names both peers share, found in whichever was asked for."""

    def __init__(self, name: str) -> None:
        def part(inside: str) -> ModuleType:
            return importlib.import_module(f"{name}.{inside}")

        self.variable: Any = part("variables").Variable
        self.system: Any = part("taxbenefitsystems").TaxBenefitSystem
        self.reform: Any = part("reforms").Reform
        self.node: Any = part("parameters").ParameterNode
        self.year: Any = part("periods").YEAR if name.startswith("policy") else part("periods").DateUnit.YEAR
        holder = "simulations.simulation_builder" if name.startswith("policy") else "simulations"
        self.builder: Any = part(holder).SimulationBuilder
        build = part("entities").build_entity
        self.practice: Any = build(key="practice", plural="practices", label="Practice", is_person=True)


def parameters(given: Case) -> dict[str, Any]:
    """The law as the tree of values both peers read from YAML."""

    def value(number: float) -> dict[str, Any]:
        return {"values": {START: {"value": float(number)}}}

    rules = {
        rule.name: {key: value(getattr(rule, key)) for key in ("points", "lower", "upper")}
        for rule in given.rules
    }
    national = {f"G{group}": value(share) for group, share in enumerate(given.prevalence)}
    return {
        "point_value": value(POINT_VALUE),
        "average_list": value(AVERAGE_LIST),
        "prevalence": national,
        "indicators": rules,
    }


def system(peer: Peer, given: Case) -> Any:
    """The baseline law."""
    made = peer.system([peer.practice])
    made.parameters = peer.node("", data=parameters(given))
    for variable in variables(peer, given):
        made.add_variable(variable)
    return made


def variables(peer: Peer, given: Case) -> list[Any]:
    """Every input and every formula."""

    def variable(name: str, formula: Any = None) -> Any:
        body = {"value_type": float, "entity": peer.practice, "definition_period": peer.year, "label": name}
        return type(name, (peer.variable,), body | ({"formula": formula} if formula else {}))

    names = ["list_size", "share_of_year", *(f"register_G{group}" for group in range(GROUPS))]
    names += [f"{count}_{rule.name}" for rule in given.rules for count in ("numerator", "denominator")]
    formulas = {"list_index": list_index}
    formulas |= {f"total_{what}": total(what, given.rules) for what in ("points", "pounds")}
    formulas |= {f"prevalence_factor_G{group}": prevalence_factor(group) for group in range(GROUPS)}
    for rule in given.rules:
        formulas |= {
            f"achievement_{rule.name}": achievement(rule),
            f"points_{rule.name}": points(rule),
            f"pounds_{rule.name}": pounds(rule),
        }
    return [variable(name) for name in names] + [variable(name, made) for name, made in formulas.items()]


def list_index(practice: Any, period: Any, parameters: Any) -> Any:
    return practice("list_size", period) / parameters(period).average_list


def prevalence_factor(group: int) -> Any:
    def formula(practice: Any, period: Any, parameters: Any) -> Any:
        national = parameters(period).prevalence[f"G{group}"]
        return practice(f"register_G{group}", period) / practice("list_size", period) / national

    return formula


def achievement(rule: Rule) -> Any:
    name = rule.name

    def formula(practice: Any, period: Any, parameters: Any) -> Any:
        numerator, denominator = (
            practice(f"numerator_{name}", period),
            practice(f"denominator_{name}", period),
        )
        # Nobody in the denominator is the rule's own case: nothing achieved, nothing paid.
        return 100 * np.divide(numerator, denominator, out=np.zeros_like(numerator), where=denominator > 0)

    return formula


def points(rule: Rule) -> Any:
    name, group = rule.name, rule.group

    def formula(practice: Any, period: Any, parameters: Any) -> Any:
        terms = parameters(period).indicators[name]
        achieved = practice(f"achievement_{name}", period)
        earned = terms.points * np.clip((achieved - terms.lower) / (terms.upper - terms.lower), 0, 1)
        return earned if group is None else np.where(practice(f"register_G{group}", period) > 0, earned, 0)

    return formula


def pounds(rule: Rule) -> Any:
    name, group = rule.name, rule.group

    def formula(practice: Any, period: Any, parameters: Any) -> Any:
        value = parameters(period).point_value
        amount = practice(f"points_{name}", period) * value * practice("list_index", period)
        amount = amount * practice("share_of_year", period)
        return amount if group is None else amount * practice(f"prevalence_factor_G{group}", period)

    return formula


def total(what: str, rules: tuple[Rule, ...]) -> Any:
    def formula(practice: Any, period: Any, parameters: Any) -> Any:
        return sum(practice(f"{what}_{rule.name}", period) for rule in rules)

    return formula


def reformed(peer: Peer, baseline: Any, given: Case) -> Any:
    """The law with the reform's thresholds and points."""

    def change(tree: Any) -> Any:
        for rule in given.reform():
            terms = getattr(tree.indicators, rule.name)
            terms.points.update(start=START, value=float(rule.points))
            terms.upper.update(start=START, value=float(rule.upper))
        return tree

    def apply(self: Any) -> None:
        self.modify_parameters(change)

    return type("BenchReform", (peer.reform,), {"apply": apply})(baseline)


def simulation(peer: Peer, law: Any, given: Case) -> Any:
    """A simulation with every input set."""
    made = peer.builder().build_default_simulation(law, len(given.list_size))
    made.set_input("list_size", PERIOD, given.list_size)
    made.set_input("share_of_year", PERIOD, given.share_of_year)
    for group in range(GROUPS):
        made.set_input(f"register_G{group}", PERIOD, given.register[group])
    for row, rule in enumerate(given.rules):
        made.set_input(f"numerator_{rule.name}", PERIOD, given.numerator[row])
        made.set_input(f"denominator_{rule.name}", PERIOD, given.denominator[row])
    return made


def main(name: str, practices: int) -> None:
    """Baseline and reform, timed once together."""
    peer, given = Peer(name), case(practices)
    baseline = system(peer, given)
    reform = reformed(peer, baseline, given)
    for law in (baseline, reform):
        law.get_parameters_at_instant(f"{PERIOD}-01-01")
    seconds, pounds, above = 0.0, [], 0.0
    for law in (baseline, reform):
        ready = simulation(peer, law, given)
        forget_peak()
        before = memory("VmRSS")
        begun = time.perf_counter()
        ready.calculate("total_points", PERIOD)
        amounts = ready.calculate("total_pounds", PERIOD)
        seconds += time.perf_counter() - begun
        above = max(above, memory("VmHWM") - before)
        pounds.append(float(amounts.sum(dtype=np.float64)))
        del ready
    print(json.dumps({"seconds": seconds, "above": above, "total": pounds}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
