"""What a scheme document asserts of itself: totals of the indicators that its changes take out or touch."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from openqof.files.canonical import figure
from openqof.files.scheme_checking import Checking, Laws
from openqof.files.scheme_conflicts import Several, sets_of
from openqof.files.shape import Value, did_you_mean, listed

CHECKED_HERE = (
    "indicators",
    "points",
    "points_returned",
    "points_net",
    "changed_points",
    "changed_indicators",
)
CHECKED_WHEN_PRICED = ("practices", "total", "national", "scheme", "change")
"""Figures of the data: how many practices, and pounds of all of them."""
_TAKEN_OUT = ("suspend", "retire", "replace")


def check_totals(check: Checking) -> None:
    """Note control totals that are untrue; those about practices and pounds wait for the data.

    A document with a problem of its own is not added up: the totals would only say again that it is wrong.
    """
    asserts, complete = check.document.get("asserts"), not check.walk.problems
    if asserts is None:
        return
    true = None if check.laws is None else _totals(check, check.laws)
    for name, place in asserts.keys.items():
        claimed = asserts.get(name)
        if name not in (*CHECKED_HERE, *CHECKED_WHEN_PRICED):
            known = (*CHECKED_HERE, *CHECKED_WHEN_PRICED)
            hint = did_you_mean(name, known, otherwise=f"Known are {listed(known)}.")
            check.walk.problem(place, "L212", f"nothing checks the assertion `{name}`.", hint)
        elif name in CHECKED_HERE and complete and claimed is not None:
            _check_total(check, name, claimed, true)


def _check_total(
    check: Checking, name: str, claimed: Value, true: Mapping[str, Decimal | None] | None
) -> None:
    found = None if true is None else true[name]
    if found is None:
        why = "the scheme has no law to add up" if true is None else "there is no law file of the year after"
        said = f"`{name}` cannot be checked: {why}."
        check.walk.problem(claimed, "L213", said, "Leave the assertion out.")
        return
    value = claimed.plain("is", claimed.value)
    if abs(found - value) > claimed.plain("within", 0):
        said = f"asserts {name}: {figure(value)}, but the changes make it {figure(found)}."
        check.walk.problem(claimed, "L214", said, "Correct the assertion or the list of indicators.")


def _totals(check: Checking, laws: Laws) -> Mapping[str, Decimal | None]:
    """Indicators and points taken out; what the year after puts back on those it keeps; the difference."""
    out = _union(check, _TAKEN_OUT)
    touched = out | _union(check, ("set_thresholds", "set_pays", "set_points", "guarantee", "pay"))
    gross = _points(out, laws)
    returned = None if laws.after is None else laws.after.points - (laws.base.points - gross)
    return {
        "indicators": Decimal(len(out.of(tuple(laws.base.indicators)))),
        "points": gross,
        "points_returned": returned,
        "points_net": None if returned is None else gross - returned,
        "changed_points": _points(touched, laws),
        "changed_indicators": Decimal(len(touched.of(tuple(laws.base.indicators)))),
    }


def _union(check: Checking, tags: tuple[str, ...]) -> Several:
    whole = Several()
    for each in sets_of(check):
        whole = whole | each.indicators if each.change.tag in tags else whole
    return whole


def _points(chosen: Several, laws: Laws) -> Decimal:
    rules = laws.base.indicators
    return sum((rules[name].points.value for name in chosen.of(tuple(rules))), Decimal(0))
