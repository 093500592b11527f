"""What there is to show: every year of law shipped, and every scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openqof.cli.common import Format, remark, show_table

if TYPE_CHECKING:
    from openqof.core.national import NationalYear

_COLUMNS = {
    "id": "law",
    "title": "title",
    "points": "points",
    "indicators": "indicators",
    "recalled": "values recalled",
}


def list_law(form: Format) -> None:
    """Print every year, scheme and service shipped; points, indicators and recalled values are of years."""
    from openqof.files.load import load_scheme, load_year
    from openqof.files.shipped import scheme_ids, service_ids, year_ids

    rows = [_row(load_year(law_id)) for law_id in year_ids()]
    documents = map(load_scheme, (*scheme_ids(), *service_ids()))
    rows += [{"id": scheme.id, "title": scheme.title} for scheme in documents]
    show_table(rows, _COLUMNS, form=form, right=("points", "indicators", "recalled"))
    if form is Format.TABLE:
        remark("A year: openqof show qof/2015-16. A scheme: openqof show aylesbury-vale/pcds-2015.")
        remark("What schemes and services do: openqof library.")


def _row(law: NationalYear) -> dict[str, Any]:
    from openqof.core.sources import Basis, count_by_basis
    from openqof.files.canonical import figure

    counts = count_by_basis(law.provenances())
    return {
        "id": law.id,
        "title": law.title,
        "points": figure(law.points),
        "indicators": len(law.indicators),
        "recalled": f"{counts[Basis.RECALLED]} of {sum(counts.values())}",
    }
