"""Points and pounds of very many practices, for simulations: float64 throughout, no line rounded.

Several laws are estimated in one pass over the counts: achievement is the same under all of them, and so
are the lines that a reform leaves alone. Indicators with one weighting are added up before they are
weighted, and the constant part of their scales is taken off once. What is paid comes from `run`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from openqof.core.national import NationalYear
from openqof.engine.inputs import PracticeYear, align
from openqof.engine.law import SLIDING, FloatArray, LawArrays, law_arrays
from openqof.engine.lines import CHUNK, WORKERS, Line, Span, each, earn, lines, share_achieved, spans
from openqof.engine.weights import Weighting, nobody_on, patients, pence_a_patient

Rows = tuple[FloatArray, FloatArray]
"""Points, and points times the patients they are paid for, of some practices."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The indicators of one weighting, as the laws have them.

    `laws` gives for each variant of the group the laws that have it; `constants` what its scales give too
    much; `rows`, for each indicator, its different terms and the variants that have them.
    """

    way: Weighting
    laws: tuple[tuple[int, ...], ...]
    constants: tuple[float, ...]
    rows: tuple[dict[Line, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """Points and pounds of every practice, (p,)."""

    practices: tuple[str, ...]
    points: FloatArray
    pounds: FloatArray


def estimate(
    law: NationalYear, inputs: PracticeYear, *, chunk: int = CHUNK, workers: int = WORKERS
) -> Estimate:
    """Points and pounds of every practice; within rounding what `run.totals` gives, one penny a line.

    Needs memory for `chunk` practices at a time on each of `workers` threads, besides the result.
    """
    return estimates((law,), inputs, chunk=chunk, workers=workers)[0]


def estimates(
    laws: Sequence[NationalYear], inputs: PracticeYear, *, chunk: int = CHUNK, workers: int = WORKERS
) -> tuple[Estimate, ...]:
    """`estimate` under each of several laws: a baseline and its reforms, in their order.

    One pass does for laws with the same indicators, registers and indices; others have a pass each.
    """
    arrays = [law_arrays(law) for law in laws]
    if len({_indices(one) for one in arrays}) > 1:
        alone = (estimates((law,), inputs, chunk=chunk, workers=workers) for law in laws)
        return tuple(found[0] for found in alone)
    inputs = align(inputs, arrays[0])
    sums = [(np.zeros(len(inputs)), np.zeros(len(inputs))) for _ in laws]
    groups = _groups([lines(one) for one in arrays], plain=inputs.points_given is None)

    def work(span: Span) -> None:
        rows = [(points[span.columns], pounds[span.columns]) for points, pounds in sums]
        _add_span(span, groups, rows)
        for law, (_, pounds) in zip(arrays, rows, strict=True):
            pounds *= pence_a_patient(law, inputs, span.columns)
            pounds /= 100.0

    each(spans(arrays[0], inputs, chunk), work, workers=workers)
    return tuple(Estimate(inputs.practices, points, pounds) for points, pounds in sums)


def _indices(law: LawArrays) -> tuple[object, ...]:
    """What must be the same for laws to share a pass."""
    return (law.ids, law.prevalence_keys, law.population_keys, law.average_list, law.index_decimals)


def _groups(each_law: list[tuple[Line, ...]], *, plain: bool) -> list[Group]:
    ways = dict.fromkeys(line.weighting for terms in each_law for line in terms)
    return [_group(way, each_law, plain=plain) for way in ways]


def _group(way: Weighting, each_law: list[tuple[Line, ...]], *, plain: bool) -> Group:
    variants: dict[tuple[Line, ...], tuple[int, ...]] = {}
    for law, terms in enumerate(each_law):
        here = tuple(_careful(line, plain) for line in terms if line.weighting == way)
        variants[here] = (*variants.get(here, ()), law)
    rows: dict[int, dict[Line, tuple[int, ...]]] = {}
    for place, variant in enumerate(variants):
        for line in variant:
            versions = rows.setdefault(line.row, {})
            versions[line] = (*versions.get(line, ()), place)
    constants = (-sum(line.slope * line.lower for line in one if line.slope is not None) for one in variants)
    return Group(way, tuple(variants.values()), tuple(constants), tuple(rows.values()))


def _careful(line: Line, plain: bool) -> Line:
    """A line whose points do not follow from counts alone loses its slope, and is left to `earn`."""
    return line if plain and line.kind == SLIDING and not line.protected else replace(line, slope=None)


def _add_span(span: Span, groups: list[Group], sums: list[Rows]) -> None:
    """Add points, and points times patients, to each law's sums, which hold this span's practices only."""
    width, laws = span.width, tuple(range(len(sums)))
    share, spare = np.empty(width), np.empty(width)
    variants = [np.empty(width) for _ in laws]
    every = sums[0] if len(laws) == 1 else (np.zeros(width), np.zeros(width))
    for group in groups:
        together = variants[: len(group.laws)]
        _add_group(span, group, together, share=share, spare=spare)
        counted = patients(span.law, span.inputs, span.columns, group.way, out=spare)
        nobody = nobody_on(span.inputs, group.way[0], span.columns)
        for which, earned in zip(group.laws, together, strict=True):
            if nobody is not None:
                np.copyto(earned, 0.0, where=nobody)
            _add_to([every] if which == laws else [sums[law] for law in which], earned, counted)
    if len(laws) > 1:
        for points, paid in sums:
            points += every[0]
            paid += every[1]


def _add_to(sums: list[Rows], earned: FloatArray, counted: FloatArray) -> None:
    for points, _ in sums:
        points += earned
    earned *= counted
    for _, paid in sums:
        paid += earned


def _add_group(
    span: Span, group: Group, together: list[FloatArray], *, share: FloatArray, spare: FloatArray
) -> None:
    """Points of a group's indicators, added up for each of its variants into `together`."""
    for out, constant in zip(together, group.constants, strict=True):
        out.fill(constant)
    for versions in group.rows:
        achieved = False
        for line, which in versions.items():
            if line.slope is None:
                earn(span, line, None, out=spare)
            else:
                if not achieved:
                    share_achieved(span, line, share)
                    achieved = True
                share.clip(line.lower, line.upper, out=spare)
                spare *= line.slope
            for variant in which:
                together[variant] += spare
