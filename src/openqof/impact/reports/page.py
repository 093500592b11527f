"""A whole report as pages of blocks, made from the assessments and nothing else."""

from __future__ import annotations

from openqof import __version__
from openqof.impact.assessment import Assessment
from openqof.impact.documents.tables import Run
from openqof.impact.reports.blocks import Document
from openqof.impact.reports.detail import details, options
from openqof.impact.reports.method import method
from openqof.impact.reports.practices import every
from openqof.impact.reports.readers import commissioner, lmc, practice
from openqof.impact.working.needs import named


def document(run: Run) -> Document:
    """The pages of a run: one for each reader, options, the whole picture, every practice, method."""
    each = run.first
    pricing = each.pricing
    sections = (
        *(reader(each) for reader in (commissioner, practice, lmc)),
        *options(run),
        *details(each),
        *every(each),
        *method(run),
    )
    return Document(
        pricing.scheme.title,
        _under(each),
        pricing.scheme.because.text,
        pricing.invented,
        __version__,
        sections,
    )


def _under(each: Assessment) -> str:
    pricing = each.pricing
    said = f"{pricing.area_name}, {pricing.law.year}, against {pricing.law.title}"
    if set(pricing.area) == set(pricing.scheme.bodies):
        return said
    whom = named(pricing.scheme.bodies)
    return f"{said}. The scheme was written for {whom}; it is shown here on another area."
