"""The report of a price: one HTML file that needs nothing else, made from the Pricing and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from openqof import __version__
from openqof.core.money import from_pence, to_pence, write_pounds
from openqof.core.scheme import Suspend
from openqof.core.sources import Provenance
from openqof.files.sources import sources
from openqof.impact.chart import NARROW, WIDE, chart
from openqof.impact.needs import named
from openqof.impact.pricing import Line, Pricing, banded, share
from openqof.impact.words import (
    change_in_words,
    counted_by_basis,
    fate,
    notes,
    signed,
    signed_percent,
    statements,
    true_minus,
    why_recalled,
)

TEMPLATES = Path(__file__).parent / "templates"
DASH = "–"


def report(pricing: Pricing, *, command: str, files: Mapping[str, str] | None = None) -> str:
    """The whole page as HTML.

    `command` is what the reader types to get the figures again; `files` gives the name of a file by its
    sha256, and a file without a name stands under its sha256 alone.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(TEMPLATES)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    environment.filters |= _filters()
    template = environment.get_template("price.html.jinja")
    return template.render(**_page(pricing), command=command, files=_named_files(pricing, files or {}))


def _filters() -> dict[str, Any]:
    return {
        "pounds": lambda pounds: true_minus(write_pounds(pounds)),
        "signed": lambda pounds: true_minus(signed(pounds)),
        "signed_or_dash": lambda pounds: DASH if pounds is None else true_minus(signed(pounds)),
        "signed_percent": lambda percent: true_minus(signed_percent(percent)),
        "percent": lambda value: DASH if value is None else f"{value:.1f}%",
        "whole": lambda number: DASH if number is None else f"{number:,.0f}",
        "in_words": change_in_words,
        "fate": fate,
    }


def _page(pricing: Pricing) -> dict[str, Any]:
    from markupsafe import Markup

    scheme, rests = pricing.scheme, pricing.rests
    return {
        "pricing": pricing,
        "scheme": scheme,
        "lines": pricing.lines,
        "bands": banded(pricing),
        "notes": notes(pricing),
        "new": [line for line in pricing.lines if _is_new(line)],
        "suspended": [c.terms.indicators for c in scheme.changes if isinstance(c.terms, Suspend)],
        "charts": _charts(pricing),
        "share": share(pricing.change, pricing.national),
        "per_patient": per_patient(pricing),
        "away": set(pricing.area) != set(scheme.bodies),
        "bodies": named(scheme.bodies),
        "gone_has_pounds": any(gone.base is not None for gone in pricing.gone),
        "rests": rests,
        "why_recalled": why_recalled(pricing),
        "recalled_share": share(rests.recalled_pounds or Decimal(0), pricing.local),
        "statements": statements(scheme),
        "source": source_title,
        "counted": counted_by_basis,
        "style": Markup((TEMPLATES / "price.css").read_text(encoding="utf-8")),
        "version": __version__,
    }


def _is_new(line: Line) -> bool:
    return line.joined and not line.guaranteed and bool(line.notes)


def _charts(pricing: Pricing) -> dict[str, str]:
    """Two drawings of one chart: the page shows the one that fits the screen."""
    return {size.name: chart(pricing, size) for size in (WIDE, NARROW)} if pricing.lines else {}


def per_patient(pricing: Pricing) -> Decimal | None:
    """The change of the whole bill a registered patient, in pounds; None where no list is known."""
    if not pricing.patients:
        return None
    return from_pence(to_pence(Fraction(pricing.change) / Fraction(pricing.patients)))


def source_title(provenance: Provenance) -> str:
    """The title of the source cited; its id where sources.yaml does not have it."""
    known = sources().get(provenance.source)
    return known.title if known else provenance.source


def _named_files(pricing: Pricing, names: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted((names.get(sha, "a file of the store"), sha) for sha in pricing.files)
