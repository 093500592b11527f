"""One fresh process of OpenQOF: baseline and reform, timed once together. Prints JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import numpy as np

from case import AVERAGE_LIST, GROUPS, POINT_VALUE, Case, Rule, case, forget_peak, memory
from openqof.core.national import Group, Indicator, NationalYear, Sliding
from openqof.core.sources import Amount, Basis, Provenance
from openqof.core.years import FinancialYear
from openqof.engine.estimate import estimates
from openqof.engine.exact import pay_practice
from openqof.engine.inputs import National, PracticeYear, practice_facts
from openqof.engine.law import law_arrays
from openqof.engine.run import pay, totals

INVENTED = Provenance("bench", Basis.RECALLED)


def national_year(rules: tuple[Rule, ...]) -> NationalYear:
    """The rules as a frozen national year."""
    indicators = {
        rule.name: Indicator(
            id=rule.name,
            group=f"G{rule.group}",
            says="invented for the bench",
            points=Amount(Decimal(rule.points), INVENTED),
            pays=Sliding(Decimal(rule.lower), Decimal(rule.upper)),
            pays_provenance=INVENTED,
            prevalence=None if rule.group is None else f"G{rule.group}",
        )
        for rule in rules
    }
    groups = {f"G{number}": Group(f"G{number}", "invented", "clinical", INVENTED) for number in range(GROUPS)}
    return NationalYear(
        id="bench/year",
        title="A year invented for the bench",
        nation="England",
        year=FinancialYear(2022),
        point_value=Amount(Decimal(str(POINT_VALUE)), INVENTED),
        average_list=Amount(Decimal(str(AVERAGE_LIST)), INVENTED),
        aspiration=Amount(Decimal("0.7"), INVENTED),
        index_decimals=None,
        index_decimals_provenance=INVENTED,
        groups=MappingProxyType(groups),
        indicators=MappingProxyType(indicators),
        arrangements=(),
        aliases=MappingProxyType({}),
        asserts=MappingProxyType({}),
    )


def inputs_of(given: Case, law: NationalYear) -> PracticeYear:
    """The counts as the engine takes them; nothing is copied but the registers."""
    arrays = law_arrays(law)
    order = [int(key.removeprefix("G")) for key in arrays.prevalence_keys]
    practices = len(given.list_size)
    return PracticeYear(
        practices=tuple(f"D{place:07d}" for place in range(practices)),
        indicators=arrays.ids,
        prevalence_keys=arrays.prevalence_keys,
        population_keys=(),
        list_size=given.list_size,
        numerator=given.numerator,
        denominator=given.denominator,
        register=given.register[order],
        population=np.empty((0, practices)),
        share_of_year=given.share_of_year,
        national=National(given.prevalence[order], np.empty(0)),
    )


def wrong_by_a_penny(law: NationalYear, inputs: PracticeYear) -> int:
    """Practices with any line on which the array engine and the exact engine differ."""
    pence = pay(law, inputs).pence
    wrong = 0
    for position in range(len(inputs)):
        lines = pay_practice(law, practice_facts(inputs, position))
        wrong += any(
            line.pence != fast for line, fast in zip(lines, pence[:, position].tolist(), strict=True)
        )
    return wrong


def main(practices: int, mode: str) -> None:
    """`lines` keeps every line, `totals` and `estimate` none; `exact` counts practices a penny out."""
    given = case(practices)
    baseline, reform = national_year(given.rules), national_year(given.reform())
    inputs = inputs_of(given, baseline)
    if mode == "exact":
        print(json.dumps({"wrong": wrong_by_a_penny(baseline, inputs)}))
        return
    work: dict[str, Callable[[], Iterable[Any]]] = {
        "lines": lambda: [pay(baseline, inputs), pay(reform, inputs)],
        "totals": lambda: [totals(baseline, inputs), totals(reform, inputs)],
        "estimate": lambda: estimates((baseline, reform), inputs),
    }
    forget_peak()
    before = memory("VmRSS")
    begun = time.perf_counter()
    done = work[mode]()
    seconds = time.perf_counter() - begun
    above = memory("VmHWM") - before
    print(
        json.dumps({"seconds": seconds, "above": above, "total": [float(one.pounds.sum()) for one in done]})
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
