"""A price as plain values, for programs: money as text, which keeps it exact."""

from __future__ import annotations

from typing import Any

from openqof.impact.pricing import Pricing, StreamTotal, banded
from openqof.impact.words.words import fate, notes, sure_in_words


def facts(pricing: Pricing) -> dict[str, Any]:
    """Everything the report says but the lines: scheme, totals, bands, who is gone, notes, provenance."""
    runs = pricing.scheme.runs
    return {
        "scheme": pricing.scheme.id,
        "title": pricing.scheme.title,
        "law": pricing.law.id,
        "year": str(pricing.law.year),
        "runs": {"from": str(runs.first), "to": str(runs.last)},
        "area": list(pricing.area),
        "area_name": pricing.area_name,
        "invented": pricing.invented,
        "reading": pricing.reading.value,
        "national_is": pricing.national_says,
        "scheme_is": pricing.scheme_says,
        "sure_is": sure_in_words(pricing),
        "total": _total(pricing),
        "streams": [_stream(each) for each in pricing.streams],
        "bands": [
            {"change": band.label, "practices": band.practices, "patients": str(band.patients)}
            for band in banded(pricing)
        ],
        "rule": pricing.rule,
        "gone": [_gone(pricing, place) for place in range(len(pricing.gone))],
        "not_in_the_table": [
            {"practice": each.practice, "name": each.name, "why": each.why} for each in pricing.elsewhere
        ],
        "notes": list(notes(pricing)),
        "rests_on": _rests(pricing),
        "files": list(pricing.files),
        "scheme_sha256": pricing.scheme.sha256,
        "law_sha256": pricing.law.sha256,
        "fingerprint": pricing.fingerprint,
    }


def _total(pricing: Pricing) -> dict[str, str]:
    return {
        "practices": str(len(pricing.lines)),
        "patients": str(pricing.patients),
        "national": str(pricing.national),
        "scheme": str(pricing.local),
        "guaranteed": str(pricing.guaranteed),
        "at_risk": str(pricing.at_risk),
        "change": str(pricing.change),
        "lowest": str(pricing.lowest),
        "highest": str(pricing.highest),
        "ended": str(pricing.ended),
    }


def _stream(stream: StreamTotal) -> dict[str, Any]:
    return {
        "name": stream.name,
        "change": stream.change,
        "payer": stream.payer,
        "payee": stream.payee or None,
        "pot": stream.pot,
        "certainty": stream.certainty.value,
        "pounds": str(stream.pounds),
        "lowest": str(stream.lowest),
        "highest": str(stream.highest),
        "guaranteed": str(stream.guaranteed),
    }


def _gone(pricing: Pricing, place: int) -> dict[str, str | None]:
    gone = pricing.gone[place]
    return {
        "practice": gone.practice,
        "name": gone.name,
        "base": None if gone.base is None else str(gone.base),
        "successor": gone.successor or None,
        "what_becomes_of_it": fate(gone),
    }


def _rests(pricing: Pricing) -> dict[str, Any]:
    rests = pricing.rests
    return {
        "scheme_values": {basis.value: number for basis, number in rests.scheme_values.items()},
        "law_values": {basis.value: number for basis, number in rests.law_values.items()},
        "recalled_pounds": None if rests.recalled_pounds is None else str(rests.recalled_pounds),
    }
