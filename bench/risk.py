"""One fresh process of the risk model: England's practices, a national year and a scheme. Prints JSON.

`summed` and `exact` are the library's methods, `plain` the same model as anyone would write it in NumPy: a
loop over draws, every patient count drawn, each law's points by one expression over the whole array. The
plain loop is timed on a few draws and multiplied up, since every draw costs it the same.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from decimal import Decimal

import numpy as np

from case import forget_peak, memory
from compare import INVENTED, YEAR, inputs_of
from openqof.core.changes import Certainty, Retire, SetPays, SetPoints, Terms, When
from openqof.core.national import NationalYear
from openqof.core.scheme import Bands, Change, Runs, Said, Scheme
from openqof.core.terms import Chosen, Reading
from openqof.engine.inputs import align
from openqof.engine.law import law_arrays
from openqof.engine.tables import Tables
from openqof.files.assumptions import load_assumptions
from openqof.files.load import load_year
from openqof.impact.risk.baskets import baskets, table
from openqof.impact.risk.draws import Basket, shocks, spread_of
from openqof.impact.risk.risk import risk
from openqof.impact.worked import QOF, Stream, Worked
from openqof.impact.working.ask import Ask
from openqof.impact.working.earned import run
from openqof.impact.working.reform import reform
from openqof.impact.working.roll import Area, Practice

PLAIN_DRAWS = 5


def scheme(law: NationalYear) -> Scheme:
    """A scheme that retires five indicators, moves five thresholds and cuts five indicators' points."""
    slides = [name for name, rule in law.indicators.items() if hasattr(rule.pays, "lower")]
    terms: tuple[Terms, ...] = (
        Retire(Chosen(tuple(slides[:5]))),
        SetPays(Chosen(tuple(slides[5:10])), lower=Decimal(20)),
        SetPoints(Chosen(tuple(slides[10:15])), percent=Decimal(80)),
    )
    return Scheme(
        id="bench/risk",
        title="A scheme invented for the bench",
        bodies=("BENCH",),
        base=law.id,
        runs=Runs(law.year.first_day, date(law.year.start + 1, 3, 31), INVENTED),
        because=Said("The bench wants it.", INVENTED),
        changes=tuple(Change(number, each, INVENTED) for number, each in enumerate(terms, start=1)),
        provenance=INVENTED,
        bands=Bands(Decimal(1), Decimal(5), INVENTED),
    )


def worked(practices: int) -> Worked:
    """The scheme worked out for invented practices."""
    law = load_year(YEAR)
    chosen, inputs = scheme(law), inputs_of(law, practices)
    changed = reform(chosen, law)
    national, reformed = run(law, inputs), run(changed, align(inputs, law_arrays(changed)))
    before, after = national.pence.sum(axis=0), reformed.pence.sum(axis=0)
    nothing = np.zeros_like(after)
    stays = Stream(
        QOF, 0, "as nationally", "", QOF, Certainty.AT_RISK, When(), after, nothing, after, nothing
    )
    roll = tuple(Practice(code, code, "BENCH", None, "") for code in inputs.practices)
    return Worked(
        ask=Ask(chosen, law, Tables(), Area(("BENCH",)), Reading.ACCRUAL, law.nation),
        practices=inputs.practices, roll=roll, joined=np.ones(practices, dtype=np.bool_), national=national,
        reformed=reformed, national_pence=before, ended_pence=nothing, reform=changed, streams=(stays,),
        facts=None, notes=((),) * practices,
    )  # fmt: skip


def plain(given: Worked, draws: int, seed: int) -> np.ndarray:
    """The 5, 50 and 95% points of income under both laws, (2, 3, p) pence, by a loop over draws."""
    spread = spread_of(load_assumptions())
    found = table(given, spread)
    parts = baskets(given, found, {})
    chance, rng = shocks(len(given), draws=draws, seed=seed), np.random.default_rng(seed)
    people = np.maximum(found.given.denominator, 1.0).astype(np.int64)
    incomes = np.empty((draws, 2, len(given)))
    scales = [_scales(part) for part in parts]
    for draw in range(draws):
        rate = np.clip(rng.beta(found.given.alpha, found.given.beta), 1e-12, 1.0 - 1e-12)
        shift = spread.area * chance.area[draw] + spread.practice * chance.practice[:, draw]
        shift = shift + spread.indicator * rng.standard_normal(rate.shape)
        rate = 1.0 / (1.0 + np.exp(-(np.log(rate / (1.0 - rate)) + shift)))
        share = rng.binomial(people, rate) / people
        for place, (part, (points, lower, upper)) in enumerate(zip(parts, scales, strict=True)):
            earned = points * np.clip((share - lower) / (upper - lower), 0.0, 1.0)
            incomes[draw, place] = ((earned - part.now) * part.weight).sum(axis=0)
    return np.percentile(incomes, (5, 50, 95), axis=0).transpose(1, 0, 2)


def _scales(part: Basket) -> tuple[np.ndarray, ...]:
    """Points and thresholds as columns; a scale of no points where the basket lacks the indicator."""
    rows = [(s.points, s.lower, s.upper) if s else (0.0, 0.0, 1.0) for s in part.scales]
    return tuple(np.array(column)[:, None] for column in zip(*rows, strict=True))


def main(practices: int, draws: int, mode: str) -> None:
    """Seconds for the draws asked for, megabytes above the inputs, and the bill's middle under the scheme."""
    given, assumptions = worked(practices), load_assumptions()
    forget_peak()
    before, begun = memory("VmRSS"), time.perf_counter()
    if mode == "plain":
        found = plain(given, PLAIN_DRAWS, 2015)
        seconds = (time.perf_counter() - begun) * draws / PLAIN_DRAWS
        middle = float(found[1, 1].sum() + given.scheme_pence.sum())
    else:
        answer = risk(given, assumptions, draws=draws, method=mode)
        seconds = time.perf_counter() - begun
        middle = float(answer.scheme[1].sum())
    above = memory("VmHWM") - before
    indicators = len(given.ask.law.indicators)
    print(
        json.dumps(
            {
                "seconds": seconds,
                "above": above,
                "peak": memory("VmHWM"),
                "middle": middle,
                "indicators": indicators,
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
