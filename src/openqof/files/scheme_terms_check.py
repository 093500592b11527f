"""What pay terms mean: base years, shares that sum, limits in order, sure payments that can be sure."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from openqof.files.scheme_checking import Checking, mend, named
from openqof.files.shape import Value

HUNDRED = Decimal(100)


def check_terms(check: Checking) -> None:
    """Note every problem of the pay terms of all changes."""
    for number, tag, term in check.terms():
        if tag in _CHECKS:
            _CHECKS[tag](check, number, term)
        check_indicators(check, number, "pays for", term.get("indicators"))
    for number, terms in check.of("pay"):
        _check_certainty(check, number, terms)


def check_indicators(check: Checking, number: int, verb: str, chosen: Value | None) -> None:
    """Note indicators that the year does not have, and those a change names twice."""
    seen: dict[str, Value] = {}
    for indicator in named(chosen):
        first = seen.setdefault(indicator.value, indicator)
        if first is not indicator:
            said = f"change {number} {verb} {indicator.value} twice; first on line {first.place.line}."
            check.walk.problem(indicator, "L210", said, "Keep one of them.")
        else:
            check_indicator(check, number, verb, indicator)


def check_indicator(check: Checking, number: int, verb: str, indicator: Value) -> None:
    """Note an indicator that the year does not have."""
    if check.law is None or indicator.value in check.law.indicators:
        return
    said = f'change {number} {verb} "{indicator.value}", which QOF {check.law.year} does not have.'
    check.walk.problem(indicator, "L209", said, mend(indicator.value, check.law))


def check_earlier(check: Checking, number: int, base: Value | None) -> None:
    """Note a base year that is not before the year of the scheme."""
    if base is not None and check.year is not None and base.value >= check.year:
        said = f"change {number} takes {base.value} as its base year, which is not before {check.year}."
        check.walk.problem(base, "L206", said, f"Name a year before {check.year}.")


def check_sum(check: Checking, number: int, parts: list[Value | None], what: str, *, code: str) -> None:
    """Note parts that do not come to 100; nothing where one of them could not be read."""
    known = [each for each in parts if each is not None]
    total = sum((each.value for each in known), Decimal(0))
    if known and len(known) == len(parts) and total != HUNDRED:
        said = f"{what} of change {number} come to {total.normalize():f}, not to 100."
        check.walk.problem(known[-1], code, said, "Correct one of them.")


def _base_income(check: Checking, number: int, term: Value) -> None:
    check_earlier(check, number, term.get("of"))


def _base_points(check: Checking, number: int, term: Value) -> None:
    check_earlier(check, number, term.get("of"))
    written = [key for key in ("out_of", "scaled_to") if key in term.keys]
    if len(written) == 1:
        other = "scaled_to" if written == ["out_of"] else "out_of"
        said = f"change {number} has `{written[0]}` without `{other}`."
        check.walk.problem(term.keys[written[0]], "L219", said, "Write both, or neither.")


def _range(check: Checking, number: int, term: Value) -> None:
    lower, upper = term.get("from"), term.get("to")
    if lower is not None and upper is not None and lower.value >= upper.value:
        said = f"change {number} pays from {lower.value} to {upper.value}, which is not a range."
        check.walk.problem(lower, "L234", said, "The first has to be below the second.")


def _tariff(check: Checking, number: int, term: Value) -> None:
    kpis = term.plain("kpis", ())
    check_sum(check, number, [kpi.get("weight") for kpi in kpis], "the weights", code="L232")
    for kpi in kpis:
        full, half = kpi.get("full"), kpi.get("half")
        if full is not None and half is not None and full.value < half.value:
            said = f"change {number} pays all at {full.value} and half at {half.value}."
            check.walk.problem(half, "L233", said, "Exchange them?")


def _top_up(check: Checking, number: int, term: Value) -> None:
    shares = [part.get("share") for part in term.plain("parts", ())]
    check_sum(check, number, shares, "the parts of the top-up", code="L232")


def _improvement(check: Checking, number: int, term: Value) -> None:
    _range(check, number, term)
    of = term.get("of")
    if of is not None and not term.plain("own", False):
        check_indicator(check, number, "pays improvement on", of)


def _best_period(check: Checking, number: int, term: Value) -> None:
    measure = (check.document.get("measures") or check.document).get(term.plain("measure", ""))
    if measure is None or not isinstance(measure.value, dict):
        return
    known = [each.value for each in measure.plain("periods", ())]
    for period in term.plain("periods", ()):
        if period.value not in known:
            name = term.plain("measure")
            said = f"change {number} looks at {period.value}, a period that {name} does not have."
            hint = f"It has: {', '.join(known) or 'none; give it `periods`'}."
            check.walk.problem(period, "L223", said, hint)


def _limited(check: Checking, number: int, term: Value) -> None:
    if not {"least", "most"} & set(term.keys):
        said = f"change {number} limits a term without saying to what."
        check.walk.problem(term, "L219", said, "Write `least`, `most` or both.")


_CHECKS: dict[str, Callable[[Checking, int, Value], None]] = {
    "base_income": _base_income,
    "base_points": _base_points,
    "slide": _range,
    "tariff": _tariff,
    "top_up": _top_up,
    "improvement": _improvement,
    "best_period": _best_period,
    "limited": _limited,
}


def _check_certainty(check: Checking, number: int, pay: Value) -> None:
    """Note a payment called guaranteed although all of it has to be earned."""
    amount, certainty = pay.get("amount"), pay.get("certainty")
    if amount is None or certainty is None or certainty.value != "guaranteed" or _sure(amount):
        return
    said = f"change {number} is guaranteed, but its `{amount.tag}` is nothing until it is earned."
    check.walk.problem(certainty, "L235", said, "Write `at risk`, or pay part of it outright.")


def _sure(term: Value | None) -> bool:
    """Whether some of a term is paid whatever the year brings; True where part of it could not be read."""
    if term is None:
        return True
    says = term[term.tag]
    if term.tag in _EARNED:
        return False
    return _SURE[term.tag](says) if term.tag in _SURE else True


def _any(terms: Value | None) -> bool:
    if terms is None or not isinstance(terms.value, tuple):
        return True
    return any(_sure(each) for each in terms.value)


_EARNED = ("points", "slide", "item", "improvement", "if_met", "network_all")
_SURE: dict[str, Callable[[Value], bool]] = {
    "a_head": lambda says: getattr(says.get("of"), "tag", "") != "measure",
    "tariff": lambda says: False,
    "top_up": lambda says: any(not part.plain("standards", ()) for part in says.plain("parts", ())),
    "capitation": lambda says: says.plain("pays_budget", False),
    "pool_share": lambda says: _sure(says.get("by")),
    "sum": _any,
    "share": lambda says: _sure(says.get("of")),
    "less": lambda says: _sure(says.get("of")),
    "best_of": lambda says: _any(says.get("terms") or says),
    "mean_of": lambda says: _any(says.get("terms") or says),
    "limited": lambda says: _sure(says.get("of")) or ("least" in says.keys and _sure(says.get("least"))),
    "for_contracts": lambda says: (
        _sure(says.get("pays")) or ("else_pays" in says.keys and _sure(says.get("else_pays")))
    ),
}
