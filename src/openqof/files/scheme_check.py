"""What a scheme document means against the law it changes: who, when, how much of it, and what it asserts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from openqof.core.years import FinancialYear
from openqof.files.scheme_build import bodies
from openqof.files.scheme_changes_check import check_changes
from openqof.files.scheme_checking import Checking, Laws, checking, parts
from openqof.files.scheme_conflicts import check_conflicts
from openqof.files.scheme_names import check_names
from openqof.files.scheme_terms_check import check_terms
from openqof.files.scheme_totals import check_totals
from openqof.files.shape import Value, Walk, did_you_mean

__all__ = ["Laws", "check_meaning"]

_PAYING = (
    "suspend",
    "guarantee",
    "pay",
    "add_indicator",
    "replace",
    "set_thresholds",
    "set_pays",
    "set_points",
)


def check_meaning(document: Value, walk: Walk, *, laws: Laws | None, sources: Iterable[str]) -> None:
    """Note every problem of meaning; what needs a base year is skipped where `laws` is None."""
    check = checking(document, walk, laws)
    _check_bodies(document, walk)
    _check_base(document, walk)
    _check_sources(document, walk, set(sources))
    _check_bands(document.get("bands"), walk)
    _check_uptake(document.get("uptake"), walk)
    _check_kind(document, walk)
    _check_aim(check)
    _check_runs(check)
    check_names(check)
    check_changes(check)
    check_terms(check)
    check_conflicts(check)
    check_totals(check)


def _check_bodies(document: Value, walk: Walk) -> None:
    both = "body" in document.keys and "bodies" in document.keys
    if both:
        walk.problem(
            document.keys["bodies"], "L201", "the scheme has both `body` and `bodies`.", "Keep one of them."
        )
    elif not {"body", "bodies"} & set(document.keys):
        walk.problem(
            document, "L201", "the scheme names no body.", "Write `body: 10Y`, or `bodies: [99P, 99Q]`."
        )
    codes = bodies(document)
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        walk.problem(document["bodies"], "L201", f"`bodies` names {code} twice.", "Keep one of them.")


def _check_base(document: Value, walk: Walk) -> None:
    """A scheme changes a national year, unless it says why it cannot be priced."""
    if not {"base", "unpriced"} & set(document.keys):
        hint = "Write `base: qof/2015-16`, or say under `unpriced` why no price can be made."
        walk.problem(document, "L237", "the scheme names no national year.", hint)


def _check_sources(value: Value, walk: Walk, sources: set[str]) -> None:
    """Every `source` anywhere in the document must be one that sources.yaml lists."""
    cited = value.get("source")
    if cited is not None and isinstance(cited.value, str) and cited.value not in sources:
        hint = did_you_mean(cited.value, sources, otherwise="Add it to law/sources.yaml.")
        walk.problem(cited, "L067", f"source {cited.value} is not in sources.yaml.", hint)
    for part in parts(value.value):
        _check_sources(part, walk, sources)


def _check_bands(bands: Value | None, walk: Walk) -> None:
    if bands is None or bands.get("near") is None or bands.get("far") is None:
        return
    if bands.plain("near") >= bands.plain("far"):
        said = f"the near band, {bands.plain('near')}%, is not below the far one, {bands.plain('far')}%."
        walk.problem(bands["far"], "L203", said, "Put the smaller percentage in `near`.")


def _check_uptake(uptake: Value | None, walk: Walk) -> None:
    joined, of = (None, None) if uptake is None else (uptake.get("joined"), uptake.get("of"))
    if joined is not None and of is not None and joined.value > of.value:
        said = f"{joined.value} practices joined, of {of.value}."
        walk.problem(joined, "L238", said, "Exchange them?")


def _check_kind(document: Value, walk: Walk) -> None:
    """A service has the line it is paid on; a scheme's payments say what they cover, not the scheme."""
    kind = document.plain("kind", "scheme")
    if kind == "service" and "line" not in document.keys:
        said = "the service does not say on which line of the payments table it is paid."
        walk.problem(document.get("kind") or document, "L236", said, "Write `line: minor_surgery`.")
    for key in ("line", "covers"):
        if kind == "scheme" and key in document.keys:
            said = f"`{key}` is for a service or contract, and this is a scheme."
            walk.problem(
                document.keys[key], "L236", said, "Say it of a payment, under `covers`, or leave it out."
            )


def _check_aim(check: Checking) -> None:
    """The changes whose pay is to be as large as may be are there, and pay."""
    aim, tags = check.document.get("aim"), {number: change.tag for number, change in check.changes}
    count = len(check.document.plain("changes", ()))
    for written in () if aim is None else aim.plain("changes", ()):
        if written.value > count:
            said = f"the aim names change {written.value}, and there are {count}."
            check.walk.problem(written, "L239", said, "Count them from 1.")
        elif tags.get(written.value, "pay") not in _PAYING:
            said = f"the aim names change {written.value}, which pays nothing by itself."
            check.walk.problem(written, "L239", said, "Name changes that pay.")


def _check_runs(check: Checking) -> None:
    runs, walk = check.document.get("runs"), check.walk
    if runs is None or runs.get("from") is None or runs.get("to") is None:
        return
    if runs.plain("from") > runs.plain("to"):
        said = f"the scheme ends on {runs.plain('to')}, before it begins on {runs.plain('from')}."
        walk.problem(runs["to"], "L204", said, "Check both days.")
    for key in ("from", "to"):
        _check_year(runs[key], key, check)
    _check_offer(check.document.get("offer"), walk, runs.plain("to"))


def _check_year(day: Value, key: str, check: Checking) -> None:
    year = check.year_run
    if year is not None and FinancialYear.of(day.value) != year:
        of = "" if year != check.year else f", the year of {check.document.plain('base')}"
        said = f"`{key}` is {day.value}, outside {year}{of}."
        hint = f"That year runs from {year.first_day} to {year.last_day}."
        check.walk.problem(day, "L204", said, hint)


def _check_offer(offer: Value | None, walk: Walk, last: date) -> None:
    closes = None if offer is None else offer.get("closes")
    if closes is not None and closes.value > last:
        said = f"the offer closes on {closes.value}, after the scheme ends on {last}."
        walk.problem(closes, "L205", said, "Check both days.")
