"""What each change means against the national year: indicators, days, thresholds, payment days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from openqof.core.national import BetterOf, Indicator, Pays, Protected, Sliding
from openqof.files.national_meaning import check_pays
from openqof.files.scheme_checking import Checking
from openqof.files.scheme_conflicts import Several, chosen_set
from openqof.files.scheme_terms_check import check_earlier, check_indicators, check_sum
from openqof.files.shape import Value

_VERBS = {
    "keep": "keeps",
    "suspend": "suspends",
    "retire": "retires",
    "replace": "replaces",
    "set_thresholds": "sets",
    "set_pays": "sets",
    "set_points": "sets",
}


def check_changes(check: Checking) -> None:
    """Note every problem of single changes."""
    for number, change in check.changes:
        terms = change[change.tag]
        if change.tag in _VERBS:
            check_indicators(check, number, _VERBS[change.tag], terms.get("indicators"))
        if change.tag in _CHECKS:
            _CHECKS[change.tag](check, number, terms)


def _guarantee(check: Checking, number: int, terms: Value) -> None:
    check_earlier(check, number, terms.get("of"))
    hands_on = terms.get("hands_on")
    for code, heir in () if hands_on is None else hands_on.items():
        if heir.value == code:
            said = f"change {number} hands {code}'s base on to itself."
            check.walk.problem(heir, "L207", said, "Name its successor.")


def _suspend(check: Checking, number: int, terms: Value) -> None:
    pay, start, end = terms.get("pay"), terms.get("from"), terms.get("to")
    check_earlier(check, number, None if pay is None or pay.tag == "nothing" else pay.get("level_of"))
    _check_day(check, number, start, "suspends from")
    _check_day(check, number, end, "suspends until")
    if start is not None and end is not None and end.value < start.value:
        said = f"change {number} ends a suspension on {end.value}, before it begins on {start.value}."
        check.walk.problem(end, "L208", said, "Check both days.")


def _check_day(check: Checking, number: int, day: Value | None, verb: str) -> None:
    """Note a day on which the scheme does not run."""
    runs = check.document.get("runs")
    first, last = (None, None) if runs is None else (runs.plain("from"), runs.plain("to"))
    if day is None or first is None or last is None or first > last or first <= day.value <= last:
        return
    where = "before the scheme begins" if day.value < first else "after the scheme ends"
    said = f"change {number} {verb} {day.value}, {where}."
    check.walk.problem(day, "L208", said, f"The scheme runs from {first} to {last}.")


def _report(check: Checking, number: int, terms: Value) -> None:
    written = terms.get("indicators")
    if written is not None and isinstance(written.value, tuple):
        check_indicators(check, number, "reports", written)


def _set_thresholds(check: Checking, number: int, terms: Value) -> None:
    if not {"from", "to", "at_lower"} & set(terms.keys):
        said = f"change {number} sets thresholds without naming any."
        check.walk.problem(terms, "L219", said, "Write `from`, `to` or `at_lower`.")
    for name, indicator in _found(check, terms):
        sliding = thresholds(indicator.pays)
        if sliding is not None:
            points = (
                _points_set(check, name, indicator) if "at_lower" in terms.keys else indicator.points.value
            )
            _check_sliding(check, number, name, _merged(sliding, terms), points, terms)
        elif not terms["indicators"].tag:
            said = f"change {number} sets thresholds of {name}, which has none."
            place = next(each for each in terms["indicators"].value if each.value == name)
            check.walk.problem(place, "L218", said, "Leave it out, or use `set_pays`.")


def thresholds(pays: Pays) -> Sliding | None:
    """The thresholds of a way of paying, also those beside another; None where it has none."""
    if isinstance(pays, BetterOf):
        return pays.sliding
    if isinstance(pays, Protected):
        return thresholds(pays.normally)
    return pays if isinstance(pays, Sliding) else None


def _points_set(check: Checking, name: str, indicator: Indicator) -> Decimal:
    """The points of an indicator under the scheme: the last that a change sets, else the national ones."""
    found: Decimal = indicator.points.value
    for _, terms in check.of("set_points"):
        chosen, points, percent = (terms.get(key) for key in ("indicators", "points", "percent"))
        if chosen is not None and chosen_set(chosen).of((name,)):
            found = points.value if points is not None else found
            found = indicator.points.value * percent.value / 100 if percent is not None else found
    return found


def _merged(sliding: Sliding, terms: Value) -> Sliding:
    lower, upper = terms.plain("from", sliding.lower), terms.plain("to", sliding.upper)
    return Sliding(lower, upper, terms.plain("at_lower", sliding.step))


def _check_sliding(
    check: Checking, number: int, name: str, new: Sliding, points: Decimal, terms: Value
) -> None:
    place = terms.get("from") or terms.get("to") or terms.get("at_lower") or terms
    if new.lower >= new.upper:
        said = f"change {number} makes the thresholds of {name} {new.lower} to {new.upper}."
        check.walk.problem(place, "L218", said, "The lower has to be below the upper.")
    elif new.step and new.step >= points:
        said = f"change {number} pays {new.step} of the {points} points of {name} at its lower threshold."
        check.walk.problem(terms.get("at_lower") or place, "L218", said, "That leaves nothing to slide.")


def _found(check: Checking, terms: Value) -> list[tuple[str, Indicator]]:
    """The indicators of the year that a change names, as far as the year has them."""
    chosen = terms.get("indicators")
    if check.law is None or chosen is None:
        return []
    known = check.law.indicators
    return [(name, known[name]) for name in chosen_set(chosen).of(tuple(known))]


def _set_pays(check: Checking, number: int, terms: Value) -> None:
    with check.walk.about(f"Change {number}"):
        check_pays(terms, check.walk, check.year)


def _set_points(check: Checking, number: int, terms: Value) -> None:
    written = [key for key in ("points", "percent") if key in terms.keys]
    if len(written) != 1:
        how = "neither `points` nor `percent`" if not written else "both `points` and `percent`"
        check.walk.problem(terms, "L219", f"change {number} has {how}.", "Write one of them.")


def _add_indicator(check: Checking, number: int, terms: Value) -> None:
    _check_new(check, number, terms, Several())


def _replace(check: Checking, number: int, terms: Value) -> None:
    chosen, new = terms.get("indicators"), terms.get("by")
    if new is not None:
        _check_new(check, number, new, Several() if chosen is None else chosen_set(chosen))


def _check_new(check: Checking, number: int, new: Value, gone: Several) -> None:
    """A new indicator has a code of its own and pays in a form that holds together."""
    with check.walk.about(f"Change {number}"):
        check_pays(new, check.walk, check.year)
    code = new.get("id")
    if code is None or check.law is None or gone.of((code.value,)):
        return
    if code.value in check.law.indicators or code.value in check.law.aliases:
        said = f"change {number} adds {code.value}, which QOF {check.law.year} already has."
        check.walk.problem(code, "L229", said, "Give it a code of its own, or use `set_pays`.")


def _add_service(check: Checking, number: int, terms: Value) -> None:
    _check_day(check, number, terms.get("from"), "adds a service from")


def _pool(check: Checking, number: int, terms: Value) -> None:
    for each in terms.plain("from", ()):
        written = [key for key in ("pounds", "line") if key in each.keys]
        if len(written) != 1:
            how = "neither `pounds` nor `line`" if not written else "both `pounds` and `line`"
            said = f"change {number} has a contribution with {how}."
            check.walk.problem(each, "L219", said, "Write one of them.")


def _pay(check: Checking, number: int, terms: Value) -> None:
    when = terms.get("when")
    if when is None or not isinstance(when.value, dict):
        return
    for day in when.value:
        _check_payment_day(check, number, Value(day, when.keys[day]))
    if len(when.value) == len(when.keys):
        check_sum(check, number, list(when.value.values()), "the percentages of `when`", code="L231")


def _check_payment_day(check: Checking, number: int, written: Value) -> None:
    """A payment is on the first day of a month of the year, or of the quarter after."""
    try:
        day = date.fromisoformat(written.value)
    except ValueError:
        said = f"change {number} pays on {written.value}, which no calendar has."
        check.walk.problem(written, "L033", said, "Check the day.")
        return
    if day.day != 1:
        said = f"change {number} pays on {day}; cash is worked out by the month."
        check.walk.problem(written, "L230", said, f"Write {day.replace(day=1)}.")
    elif (year := check.year_run) is not None:
        first, last = year.first_day, date(year.start + 1, 6, 30)
        if not first <= day <= last:
            said = f"change {number} pays on {day}, outside {year} and the quarter after."
            check.walk.problem(written, "L230", said, f"Name a day from {first} to {last}.")


_CHECKS: dict[str, Callable[[Checking, int, Value], None]] = {
    "guarantee": _guarantee,
    "suspend": _suspend,
    "report": _report,
    "set_thresholds": _set_thresholds,
    "set_pays": _set_pays,
    "set_points": _set_points,
    "add_indicator": _add_indicator,
    "replace": _replace,
    "add_service": _add_service,
    "pool": _pool,
    "pay": _pay,
}
