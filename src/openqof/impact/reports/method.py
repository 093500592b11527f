"""The last pages of a report: how sure it is, how it was worked out, and how to get it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from openqof import __version__
from openqof.impact.assessment import Assessment
from openqof.impact.documents.shape import Kind, written
from openqof.impact.documents.tables import Run, statements_of
from openqof.impact.pricing import share
from openqof.impact.reports import say
from openqof.impact.reports.blocks import Block, Code, Grid, Items, Prints, Section, Text
from openqof.impact.words.words import counted_by_basis, sure_in_words, why_recalled

BASIS = (
    "Found: read in the source named. Derived: worked out from what was found. Recalled: known to the "
    "authors and not read again; correct it where you know better."
)


def method(run: Run) -> Iterator[Section]:
    """How sure, how worked out, how to get it again."""
    yield Section("sure", "How sure this is", tuple(_sure(run)), page=True)
    yield Section("method", "How it was worked out", tuple(_method(run)))
    yield Section("again", "How to get these figures again", tuple(_again(run)))


def _sure(run: Run) -> Iterator[Block]:
    several = len(run.options) > 1
    yield Text((BASIS,))
    for name, each in zip(run.names, run.options, strict=True):
        which = f"{name}: " if several else ""
        yield Text((f"{which}{_stated(each)}", _law(each)))
        table = statements_of(each)
        yield Grid(replace(table, title=f"{which}{table.title}"), "sure")


def _stated(each: Assessment) -> str:
    return f"Of what the scheme states, {counted_by_basis(each.pricing.rests.scheme_values)}."


def _law(each: Assessment) -> str:
    rests = each.pricing.rests
    if rests.recalled_pounds is None:
        return "The figures are payments as published or supplied: no value of the law enters them."
    part = written(share(rests.recalled_pounds, each.pricing.local) or Decimal(0), Kind.PERCENT)
    why = why_recalled(each.pricing)
    return (
        f"Of the values of the law used, {counted_by_basis(rests.law_values)}. Of scheme income, "
        f"{say.money(rests.recalled_pounds)} ({part}) is for indicators whose points, thresholds or weights "
        f"are recalled{': ' + why if why else ''}."
    )


def _method(run: Run) -> Iterator[Block]:
    several = len(run.options) > 1
    said = [
        *(
            f"{f'{name}. ' if several else ''}National income: {each.pricing.national_says}. "
            f"Scheme income: {each.pricing.scheme_says}."
            for name, each in zip(run.names, run.options, strict=True)
        ),
        "Every figure of money is rounded to the penny, halves up, for each part and practice; totals are "
        "sums of these.",
        *dict.fromkeys(sure_in_words(each.pricing) for each in run.options),
        "Lowest and highest are not what is likely; ranges from draws say what is likely.",
    ]
    if any(each.workload is not None for each in run.options):
        said.append("Hours are estimates from stated assumptions, with low and high; they are not measured.")
    yield Items(tuple(said))


def _again(run: Run) -> Iterator[Block]:
    yield Text((f"With OpenQOF {__version__} and the files below in the store:",))
    yield Code(run.command)
    several = len(run.options) > 1
    pairs: list[tuple[str, str]] = []
    for name, each in zip(run.names, run.options, strict=True):
        found, which = each.pricing, f"{name}: " if several else ""
        pairs += [
            (f"{which}Fingerprint of this price", found.fingerprint),
            (f"{which}Scheme {found.scheme.id}", found.scheme.sha256),
            (f"{which}Law {found.law.id}", found.law.sha256),
        ]
    shas = sorted({sha for each in run.options for sha in each.pricing.files})
    pairs += sorted((run.files.get(sha, "a file of the store"), sha) for sha in shas)
    yield Prints(tuple(dict.fromkeys(pairs)))
