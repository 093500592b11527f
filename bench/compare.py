"""One fresh process: national QOF and a scheme compared for every practice, from arrays. Prints JSON.

The scheme retires, suspends and replaces indicators, moves thresholds and points, and pays an amount a head:
timed are the reform, national pay, the streams with their least and most, and the difference a practice.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from decimal import Decimal

import numpy as np

from openqof.core.changes import Certainty, Pay, Retire, SetPays, SetPoints, Suspend, Terms, When
from openqof.core.national import NationalYear
from openqof.core.scheme import Bands, Change, Runs, Said, Scheme
from openqof.core.sources import Basis, Provenance
from openqof.core.terms import AHead, Chosen, Reading
from openqof.engine.inputs import National, PracticeYear
from openqof.engine.law import FloatArray, law_arrays
from openqof.engine.run import pay
from openqof.engine.tables import Tables
from openqof.engine.terms.facts import Facts, Results
from openqof.files.load import load_year
from openqof.impact.working.ask import Ask
from openqof.impact.working.cells import Ends
from openqof.impact.working.paying import paying
from openqof.impact.working.reform import reform
from openqof.impact.working.roll import Area
from openqof.impact.working.stays import stays
from openqof.impact.working.streams import amounts, first_stream, pay_stream

INVENTED = Provenance("bench", Basis.RECALLED)
YEAR = "qof/2023-24"


def scheme(law: NationalYear) -> Scheme:
    """A scheme with one change of each kind that sets what indicators pay, and an amount beside them."""
    slides = [name for name, rule in law.indicators.items() if hasattr(rule.pays, "lower")]
    pay = Pay(
        "local", "a local amount", AHead(Decimal(2)), "the commissioner", "local", Certainty.AT_RISK, When()
    )
    terms: tuple[Terms, ...] = (
        Retire(Chosen(tuple(slides[:5]))),
        SetPays(Chosen(tuple(slides[5:10])), lower=Decimal(20)),
        SetPoints(Chosen(tuple(slides[10:15])), percent=Decimal(80)),
        Suspend(Chosen(tuple(slides[15:20])), law.year.first_day, None, INVENTED),
        pay,
    )
    return Scheme(
        id="bench/scheme",
        title="A scheme invented for the bench",
        bodies=("BENCH",),
        base=law.id,
        runs=Runs(law.year.first_day, date(law.year.start + 1, 3, 31), INVENTED),
        because=Said("The bench wants it.", INVENTED),
        changes=tuple(Change(number, each, INVENTED) for number, each in enumerate(terms, start=1)),
        provenance=INVENTED,
        bands=Bands(Decimal(1), Decimal(5), INVENTED),
    )


def inputs_of(law: NationalYear, practices: int) -> PracticeYear:
    """Counts of every indicator, invented and seeded."""
    arrays, draw = law_arrays(law), np.random.default_rng(2015)
    lists = draw.integers(1_500, 30_000, practices).astype(np.float64)
    prevalence = draw.uniform(0.005, 0.15, len(arrays.prevalence_keys))
    shape = (len(arrays.ids), practices)
    denominator = draw.integers(5, 3_000, shape).astype(np.float64)
    return PracticeYear(
        practices=tuple(f"D{place:06d}" for place in range(practices)),
        indicators=arrays.ids,
        prevalence_keys=arrays.prevalence_keys,
        population_keys=arrays.population_keys,
        list_size=lists,
        numerator=np.floor(denominator * draw.random(shape)),
        denominator=denominator,
        register=np.floor(lists * prevalence[:, None] * draw.uniform(0.5, 1.5, (len(prevalence), practices))),
        population=np.full((len(arrays.population_keys), practices), 400.0),
        share_of_year=np.ones(practices),
        national=National(prevalence, np.full(len(arrays.population_keys), 400.0)),
    )


def facts_of(inputs: PracticeYear) -> Facts:
    """What an amount a head asks for."""
    none: FloatArray = np.full(len(inputs), np.nan)
    everyone = np.ones(len(inputs), dtype=np.bool_)
    now = Results(
        load_year(YEAR).year, (), 0.0, none, np.empty((0, len(none))), np.empty((0, len(none))), none, none
    )
    blank = ("",) * len(inputs)
    return Facts(inputs.practices, everyone, blank, blank, inputs.list_size, inputs.list_size, none, now)


def compare(ask: Ask, inputs: PracticeYear, facts: Facts) -> tuple[int, int]:
    """National and scheme pence of all practices."""
    law = reform(ask.scheme, ask.law)
    paid = pay(ask.law, inputs).pence.sum(axis=0)
    national = Ends(paid, paid, paid, paid)
    standing = stays(ask, law, inputs)
    worth = amounts(paying(ask.scheme), ask, facts)
    nobody = ~facts.joined
    first = first_stream(national, standing.kept, standing, stay=nobody, worth=worth)
    streams = (first, *(pay_stream(each, without=nobody) for each in worth))
    change = sum(stream.pence for stream in streams) - national.pence
    return int(national.pence.sum()), int(change.sum())


def main(practices: int, turns: int) -> None:
    """The fastest of several turns, in milliseconds, and the two sums."""
    law = load_year(YEAR)
    chosen, inputs = scheme(law), inputs_of(law, practices)
    ask = Ask(chosen, law, Tables(), Area(("BENCH",)), Reading.ACCRUAL, law.nation)
    facts, taken = facts_of(inputs), []
    sums = compare(ask, inputs, facts)
    for _ in range(turns):
        begun = time.perf_counter()
        sums = compare(ask, inputs, facts)
        taken.append(time.perf_counter() - begun)
    found = {"ms": min(taken) * 1e3, "indicators": len(law.indicators), "practices": practices, "sums": sums}
    print(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
