"""From the values of a change to the dataclass of core.changes; called only once nothing was found wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from openqof.core.changes import (
    AddIndicator,
    AddService,
    Bound,
    Certainty,
    Contribution,
    EndService,
    Guarantee,
    Keep,
    LevelOf,
    Pay,
    Pool,
    PracticesGone,
    Replace,
    Report,
    Require,
    Retire,
    SetPays,
    SetPoints,
    Suspend,
    Terms,
    When,
)
from openqof.core.sources import Provenance
from openqof.core.terms import Reading, Term
from openqof.files.national_build import build_pays
from openqof.files.scheme_terms_build import build_term, chosen, texts
from openqof.files.shape import Value

Marks = Callable[[Value], Provenance]
"""What gives the provenance of a value: its own, else that of the change."""


def build_terms(change: Value, marks: Marks) -> Terms:
    """The terms of a tagged change."""
    terms = change[change.tag]
    return _suspend(terms, marks) if change.tag == "suspend" else _CHANGES[change.tag](terms)


def _suspend(value: Value, marks: Marks) -> Suspend:
    return Suspend(
        chosen=chosen(value["indicators"]),
        start=value.plain("from"),
        pay=_suspended_pay(value["pay"]),
        pay_provenance=marks(value["pay"]),
        end=value.plain("to"),
        by_days=value.plain("by_days", False),
    )


def _suspended_pay(value: Value) -> LevelOf | Term | None:
    if value.tag == "nothing":
        return None
    return LevelOf(value.plain("level_of")) if value.tag == "level_of" else build_term(value)


def _keep(value: Value) -> Keep:
    return Keep(chosen(value["indicators"]))


def _retire(value: Value) -> Retire:
    return Retire(chosen(value["indicators"]))


def _replace(value: Value) -> Replace:
    return Replace(chosen(value["indicators"]), _add_indicator(value["by"]))


def _set_thresholds(value: Value) -> SetPays:
    lower, upper, step = value.plain("from"), value.plain("to"), value.plain("at_lower")
    return SetPays(chosen(value["indicators"]), lower=lower, upper=upper, step=step)


def _set_pays(value: Value) -> SetPays:
    return SetPays(chosen(value["indicators"]), build_pays(value["pays"]))


def _set_points(value: Value) -> SetPoints:
    return SetPoints(chosen(value["indicators"]), value.plain("points"), value.plain("percent"))


def _add_indicator(value: Value) -> AddIndicator:
    return AddIndicator(
        id=value.plain("id"),
        says=value.plain("says"),
        points=value.plain("points"),
        pays=build_pays(value["pays"]),
        group=value.plain("group", ""),
        measure=value.plain("measure", ""),
    )


def _add_service(value: Value) -> AddService:
    return AddService(value.plain("service"), value.plain("from"))


def _end_service(value: Value) -> EndService:
    return EndService(value.plain("service"), value.plain("pool", ""))


def _require(value: Value) -> Require:
    return Require(
        of=Bound(value.plain("of")),
        what=value.plain("what"),
        evidence=value.plain("evidence", ""),
        by=value.plain("by"),
        id=value.plain("id", ""),
        hours=value.plain("hours"),
    )


def _report(value: Value) -> Report:
    written = value.plain("indicators")
    return Report(value.plain("level"), written if isinstance(written, str) else ", ".join(texts(written)))


def _guarantee(value: Value) -> Guarantee:
    return Guarantee(
        income=value.plain("income"),
        of=value.plain("of"),
        reading=Reading(value.plain("reading")),
        practices_gone=PracticesGone(value.plain("practices_gone", PracticesGone.SUCCESSOR)),
        hands_on={code: heir.value for code, heir in _items(value.get("hands_on"))},
        or_actual_above=value.plain("or_actual_above"),
        share=value.plain("share", Decimal(100)),
    )


def _pool(value: Value) -> Pool:
    contributions = tuple(_contribution(each) for each in value.plain("from"))
    return Pool(value.plain("id"), contributions, value.plain("remainder", "kept"))


def _contribution(value: Value) -> Contribution:
    return Contribution(
        by=value.plain("by"),
        pounds=value.plain("pounds"),
        line=value.plain("line", ""),
        percent=value.plain("percent", Decimal(100)),
    )


def _pay(value: Value) -> Pay:
    return Pay(
        id=value.plain("id", ""),
        what=value.plain("what"),
        amount=build_term(value["amount"]),
        payer=value.plain("by"),
        pot=value.plain("pot"),
        certainty=Certainty(value.plain("certainty")),
        when=_when(value["when"]),
        payee=value.plain("to", ""),
        instead_of=value.plain("instead_of", ""),
        covers=texts(value.plain("covers", ())),
    )


def _when(value: Value) -> When:
    if isinstance(value.value, str):
        return When(value.value)
    return When("", tuple((date.fromisoformat(day), each.value) for day, each in sorted(value.items())))


def _items(value: Value | None) -> Iterable[tuple[str, Value]]:
    return () if value is None else value.items()


_CHANGES: dict[str, Callable[[Value], Terms]] = {
    "keep": _keep,
    "retire": _retire,
    "replace": _replace,
    "set_thresholds": _set_thresholds,
    "set_pays": _set_pays,
    "set_points": _set_points,
    "add_indicator": _add_indicator,
    "add_service": _add_service,
    "end_service": _end_service,
    "require": _require,
    "report": _report,
    "guarantee": _guarantee,
    "pool": _pool,
    "pay": _pay,
}
