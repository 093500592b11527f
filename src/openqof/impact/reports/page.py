"""A whole report as pages of blocks, made from the assessments and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from openqof import __version__
from openqof.impact.assessment import Assessment
from openqof.impact.documents.tables import Run
from openqof.impact.documents.tables_options import title_of
from openqof.impact.options import alike
from openqof.impact.reports.blocks import Document, Section
from openqof.impact.reports.detail import details
from openqof.impact.reports.method import method
from openqof.impact.reports.options import marked, options
from openqof.impact.reports.practices import every, every_of_options
from openqof.impact.reports.readers import commissioner, lmc, practice
from openqof.impact.words.figures import several
from openqof.impact.working.needs import named


def document(run: Run) -> Document:
    """The pages of a run: one for each reader, the whole picture, every practice, method.

    Several options stand side by side first; then each has its own pages, headed by its name.
    """
    first = run.first.pricing
    lead = first.scheme.because.text if len(run.options) == 1 else f"{several(run.names)}, side by side."
    return Document(
        title_of(run.options), _under(run), lead, first.invented, __version__,
        (*(_one(run) if len(run.options) == 1 else _several(run)), *method(run)),
    )  # fmt: skip


def _one(run: Run) -> Iterator[Section]:
    each = run.first
    yield from _readers(each)
    yield from details(each)
    yield from every(each)


def _readers(each: Assessment) -> Iterator[Section]:
    yield from (reader(each) for reader in (commissioner, practice, lmc))


def _several(run: Run) -> Iterator[Section]:
    """The comparison, the pages of every option, and a page a practice with all options."""
    yield from options(run)
    for place, (name, each) in enumerate(zip(run.names, run.options, strict=True), start=1):
        mark = f"option-{place}"
        for found in _readers(each):
            yield marked(replace(found, title=f"{name}: {_lower(found.title)}"), mark)
        yield Section(f"{mark}-detail", f"{name}: the whole picture", (), page=True)
        for found in details(each):
            yield marked(replace(found, title=f"{name}: {_lower(found.title)}", level=3, page=False), mark)
    yield from every_of_options(run)


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def _under(run: Run) -> str:
    if len(run.options) == 1:
        pricing = run.first.pricing
        said = f"{pricing.area_name}, {pricing.years}, against {pricing.law.title}"
    else:
        pricings = [each.pricing for each in run.options]
        said = f"Against {pricings[0].law.title}" if alike(pricings) else "Each against its own national year"
    others = [
        each.pricing.scheme for each in run.options
        if set(each.pricing.area) != set(each.pricing.scheme.bodies)
    ]  # fmt: skip
    if not others:
        return said
    if len(run.options) == 1:
        whom = named(others[0].bodies)
        return f"{said}. The scheme was written for {whom}; it is shown here on another area."
    whom = several(dict.fromkeys(named(scheme.bodies) for scheme in others))
    return f"{said}. Schemes that were written for {whom} are shown here on another area."
