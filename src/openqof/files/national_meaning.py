"""What a national year must mean as well as look like: totals, thresholds, names that stand for something."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from openqof.core.years import FinancialYear
from openqof.files.national_names import check_names, check_use
from openqof.files.national_parts import items, sliding_of
from openqof.files.national_totals import check_totals
from openqof.files.scalars import meant_year
from openqof.files.shape import Value, Walk
from openqof.files.values import did_you_mean

_UNRESOLVED = {"L063", "L065"}
"""Names of groups that lead nowhere: totals by group would only say so again."""
_FAMILY = {"England": "qof", "Scotland": "qof-scotland"}


def check_meaning(year: Value, walk: Walk, *, sources: Iterable[str], stem: str = "") -> None:
    """Note every problem of meaning; `stem` is the file's name where the file is part of the shipped law."""
    complete = not walk.problems
    _identity(year, walk, stem=stem)
    _sources(year, walk, frozenset(sources))
    check_names(year, walk)
    for code, indicator in items(year, "indicators"):
        with walk.about(code):
            check_pays(indicator, walk, year.plain("year"))
    _arrangement_years(year, walk)
    if complete and not _UNRESOLVED & {problem.code for problem in walk.problems}:
        check_use(year, walk)
        check_totals(year, walk)


def _identity(year: Value, walk: Walk, *, stem: str) -> None:
    """The id, the title, the nation, the year and the file's name all say the same year."""
    when, nation = year.plain("year"), year.plain("nation")
    if not isinstance(when, FinancialYear) or nation is None:
        return
    law_id, title = year.get("id"), year.get("title")
    right = f"{_FAMILY[nation]}/{when.slug}"
    if law_id and law_id.value != right:
        walk.problem(
            law_id, "L068", f"`id` is {law_id.value}, but this is {nation} in {when}.", f"Write {right}."
        )
    if title and not (str(when) in title.value and nation in title.value):
        walk.problem(title, "L068", f"`title` does not name {nation} and {when}.", "Write both in it.")
    if stem and stem != when.slug:
        said = f"`year` is {when}, but the file is named {stem}.yaml."
        walk.problem(year["year"], "L068", said, f"Name it {when.slug}.yaml.")


def _sources(value: Value, walk: Walk, known: frozenset[str]) -> None:
    """Every `source`, wherever it stands, is in sources.yaml."""
    for key, each in value.items():
        if key == "source":
            cited = (each,) if isinstance(each.value, str) else tuple(part for _, part in each.items())
            for source in cited:
                if source.value not in known:
                    hint = did_you_mean(source.value, known, otherwise="Add it to law/sources.yaml.")
                    walk.problem(source, "L067", f"source {source.value} is not in sources.yaml.", hint)
        elif isinstance(each.value, tuple):
            for item in each.value:
                _sources(item, walk, known)
        else:
            _sources(each, walk, known)


def check_pays(indicator: Value, walk: Walk, when: FinancialYear | None) -> None:
    """Thresholds in order, step below the points, improvement a range, protection at an earlier year."""
    pays = indicator.get("pays")
    if pays is None or pays.tag not in pays.value:
        return
    terms = pays[pays.tag] if isinstance(pays.value, dict) else None
    if terms is None:
        return
    sliding = sliding_of(pays)
    if sliding is not None:
        _sliding(sliding, walk, indicator.plain("points"))
    if pays.tag == "better_of" and (improvement := terms.get("improvement")):
        _improvement(improvement, walk)
    if pays.tag == "protected":
        _earlier(terms.get("at"), walk, when)


def _sliding(sliding: Value, walk: Walk, points: Decimal | None) -> None:
    lower, upper, step = sliding.get("from"), sliding.get("to"), sliding.get("at_lower")
    if lower and upper and lower.value >= upper.value:
        said = f"the lower threshold {lower.value} is not below the upper {upper.value}."
        hint = "Exchange them?" if lower.value > upper.value else "They have to differ."
        walk.problem(lower, "L060", said, hint)
    if step and points is not None and step.value >= points:
        said = f"`at_lower` pays {step.value} of {points} points, which leaves nothing to slide."
        walk.problem(step, "L072", said, f"It is below {points}.")


def _improvement(improvement: Value, walk: Walk) -> None:
    lower, upper = improvement.get("from"), improvement.get("to")
    if lower and upper and isinstance(upper.value, Decimal) and lower.value >= upper.value:
        said = (
            f"improvement pays from {lower.value} to {upper.value} percentage points, which is not a range."
        )
        walk.problem(lower, "L071", said, "The first has to be below the second.")


def _earlier(at: Value | None, walk: Walk, when: FinancialYear | None) -> None:
    if at and when and at.value >= when:
        said = f"`at` is {at.value}, which is not before {when}."
        walk.problem(at, "L066", said, "Protection is at an earlier year.")


def _arrangement_years(year: Value, walk: Walk) -> None:
    """An arrangement's `at` names an earlier financial year."""
    when = year.plain("year")
    arrangements = year.get("arrangements")
    for arrangement in arrangements.value if arrangements else ():
        at = (arrangement.get("terms") or arrangement).get("at")
        if at is None:
            continue
        try:
            named = FinancialYear.parse(at.value)
        except ValueError as error:
            walk.problem(
                at, "L032", f'`at` should be a financial year, but is "{at.value}".', meant_year(error)
            )
            continue
        _earlier(Value(named, at.place), walk, when)
