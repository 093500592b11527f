"""Control totals: what a year says its parts add up to, against what they do."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from openqof.files.canonical import figure
from openqof.files.national_parts import items, sliding_of, weighting_group
from openqof.files.shape import Value, Walk
from openqof.files.values import did_you_mean

_CODES = {
    "points": "L050",
    "indicators": "L051",
    "lower_sum": "L052",
    "upper_sum": "L053",
    "weighted_points": "L054",
    "step_sum": "L057",
    "protected_points": "L058",
}
_SUBJECTS = {
    "points": "the points of all indicators",
    "indicators": "the indicators",
    "lower_sum": "the lower thresholds",
    "upper_sum": "the upper thresholds",
    "weighted_points": "the points weighted by prevalence",
    "step_sum": "the points paid at the lower thresholds",
    "protected_points": "the points protected at an earlier year",
}


def check_totals(year: Value, walk: Walk) -> None:
    """Note each control total that is not met, and each domain without one; the year is whole."""
    totals, domains = sums(year), domain_points(year)
    asserts = year["asserts"]
    for key, written in asserts.items():
        if key in totals:
            _compare(written, totals[key], walk, code=_CODES[key], subject=_SUBJECTS[key])
        elif key in domains:
            subject = f"the points of domain {key}"
            _compare(written, domains[key], walk, code="L055", subject=subject)
        else:
            hint = did_you_mean(key, [*totals, *domains])
            walk.problem(asserts.keys[key], "L056", f"`{key}` is neither a total nor a domain.", hint)
    for key in sorted(
        {*domains, *(k for k in ("step_sum", "protected_points") if totals[k])} - set(asserts.value)
    ):
        total = (domains | totals)[key]
        walk.problem(asserts, "L056", f"`asserts` has no total for {key}.", f"Write {key}: {figure(total)}.")


def _compare(written: Value, found: Decimal, walk: Walk, *, code: str, subject: str) -> None:
    difference = found - written.value
    if difference:
        verb = "number" if code == "L051" else "add up to"
        side = "more" if difference > 0 else "fewer" if code == "L051" else "less"
        said = f"{subject} {verb} {figure(found)}, but `asserts` says {figure(written.value)}:"
        walk.problem(
            written, code, f"{said} {figure(abs(difference))} {side}.", "One of the values is wrong."
        )


def sums(year: Value) -> dict[str, Decimal]:
    """The control totals that a year's indicators give."""
    totals = dict.fromkeys(_CODES, Decimal(0))
    for _, indicator in items(year, "indicators"):
        points, pays = indicator["points"].value, indicator["pays"]
        sliding = sliding_of(pays)
        totals["points"] += points
        totals["indicators"] += 1
        totals["weighted_points"] += points if weighting_group(indicator, year["groups"]) else 0
        totals["protected_points"] += points if pays.tag == "protected" else 0
        if sliding:
            totals["lower_sum"] += sliding["from"].value
            totals["upper_sum"] += sliding["to"].value
            totals["step_sum"] += sliding.plain("at_lower", 0)
    return totals


def domain_points(year: Value) -> dict[str, Decimal]:
    """Points by domain."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    groups = year["groups"]
    for _, indicator in items(year, "indicators"):
        group = groups.get(indicator.plain("group", ""))
        if group:
            found[group.plain("domain")] += indicator["points"].value
    return found
