"""Every practice of a year under one law: achievement, points, pounds and pence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openqof.core.national import NationalYear
from openqof.engine.inputs import PracticeYear, align
from openqof.engine.law import FloatArray, WholeArray, law_arrays
from openqof.engine.lines import CHUNK, WORKERS, Span, each, earn, lines, spans, whole_pence
from openqof.engine.points import achievement
from openqof.engine.pounds import list_index, population_index, prevalence_factor
from openqof.engine.weights import weights


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What every practice is paid for every indicator: rows in the order of the law, columns practices.

    `points` float64 and `pence` int64 are (n, p); pence are the pounds rounded half-up, each line by
    itself, and decided exactly near a half. The rest is worked out again when asked for, which costs a
    millisecond or two for a country and saves half the memory. `inputs` are those given, with rows in
    the law's order.
    """

    law: NationalYear
    inputs: PracticeYear
    points: FloatArray
    pence: WholeArray

    @property
    def achievement(self) -> FloatArray:
        """Percent (n, p), NaN where there is none."""
        return achievement(self.inputs.numerator, self.inputs.denominator)

    @property
    def pounds(self) -> FloatArray:
        """Pounds before rounding (n, p)."""
        arrays = law_arrays(self.law)
        worth = weights(arrays, self.inputs).pence if len(self.inputs) else {}
        out = self.points / 100.0
        for line in lines(arrays) if worth else ():
            out[line.row] *= worth[line.weighting]
        return out

    @property
    def list_index(self) -> FloatArray:
        """List over the average list (p,), rounded where the law rounds it."""
        law = self.law
        return list_index(self.inputs.list_size, float(law.average_list.value), decimals=law.index_decimals)

    @property
    def prevalence_factor(self) -> FloatArray:
        """Prevalence over the national one, (k, p) in the order of `inputs.prevalence_keys`, rounded too."""
        inputs, out = self.inputs, np.empty_like(self.inputs.register)
        for row, (register, national) in enumerate(
            zip(inputs.register, inputs.national.prevalence, strict=True)
        ):
            factor = prevalence_factor(
                register, inputs.list_size, float(national), decimals=self.law.index_decimals
            )
            out[row] = factor
        return out

    @property
    def population_index(self) -> FloatArray:
        """Target population over its mean, (t, p) in the order of `inputs.population_keys`, rounded too."""
        inputs, out, instead = self.inputs, np.empty_like(self.inputs.population), self.list_index
        for row, (target, mean) in enumerate(zip(inputs.population, inputs.national.population, strict=True)):
            out[row] = population_index(target, float(mean), instead, decimals=self.law.index_decimals)
        return out

    def totals(self) -> Totals:
        """Each practice's lines added up."""
        return Totals(self.inputs.practices, self.points.sum(axis=0), self.pence.sum(axis=0))


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """Points and pence of every practice (p,); pence are the sum of the lines' whole pence."""

    practices: tuple[str, ...]
    points: FloatArray
    pence: WholeArray

    @property
    def pounds(self) -> FloatArray:
        """The pence as pounds, (p,)."""
        return self.pence / 100.0


def pay(law: NationalYear, inputs: PracticeYear) -> Result:
    """Points and pence of every practice and indicator; input rows in any order."""
    arrays = law_arrays(law)
    inputs = align(inputs, arrays)
    # One block, not two arrays: the larger an allocation, the fewer and larger pages it comes in.
    block = np.empty((2, len(arrays.ids), len(inputs)))
    points, pence = block[0], block[1].view(np.int64)
    terms = lines(arrays)

    def work(span: Span) -> None:
        here = weights(arrays, inputs, span.columns)
        whole, spare = np.empty(span.width), np.empty(span.width)
        for line in terms:
            earned = earn(
                span, line, here.nobody_on.get(line.weighting[0]), out=points[line.row, span.columns]
            )
            whole_pence(span, here, line, earned, out=whole, spare=spare)
            pence[line.row, span.columns] = whole

    each(spans(arrays, inputs, CHUNK), work, workers=1)
    return Result(law, inputs, points, pence)


def totals(law: NationalYear, inputs: PracticeYear, *, chunk: int = CHUNK, workers: int = WORKERS) -> Totals:
    """Totals of every practice without keeping its lines, to the penny that the lines would add up to.

    Needs memory for `chunk` practices at a time on each of `workers` threads, besides the result.
    """
    arrays = law_arrays(law)
    inputs = align(inputs, arrays)
    terms = lines(arrays)
    points, pence = np.zeros(len(inputs)), np.zeros(len(inputs))

    def work(span: Span) -> None:
        here, columns = weights(arrays, inputs, span.columns), span.columns
        earned, whole, spare = (np.empty(span.width) for _ in range(3))
        for line in terms:
            earn(span, line, here.nobody_on.get(line.weighting[0]), out=earned)
            whole_pence(span, here, line, earned, out=whole, spare=spare)
            points[columns] += earned
            pence[columns] += whole

    each(spans(arrays, inputs, chunk), work, workers=workers)
    return Totals(inputs.practices, points, pence.astype(np.int64))
