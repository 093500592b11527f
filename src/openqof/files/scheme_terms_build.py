"""From the values of a pay term to the dataclass of core.terms; called only once nothing was found wrong."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from openqof.core.terms import (
    EVERY,
    AHead,
    BaseIncome,
    BasePoints,
    BestOf,
    BestPeriod,
    Capitation,
    Chosen,
    Counted,
    Fixed,
    ForContracts,
    IfMet,
    Improvement,
    Item,
    Kpi,
    Less,
    Limited,
    MeanOf,
    Missing,
    NetworkAll,
    Part,
    Points,
    PoolShare,
    Reading,
    Share,
    Slide,
    Standard,
    Sum,
    Tariff,
    Term,
    TopUp,
    Uplift,
)
from openqof.files.shape import Value


def build_term(value: Value) -> Term:
    """The term that a tagged value states."""
    return _TERMS[value.tag](value[value.tag])


def chosen(value: Value | None) -> Chosen:
    """The indicators that a list, `all` or `all_but` names; every one where nothing stands."""
    if value is None or value.tag == "all":
        return EVERY
    if value.tag == "all_but":
        return Chosen(texts(value["all_but"].value), every=True)
    return Chosen(texts(value.value))


def texts(values: tuple[Value, ...]) -> tuple[str, ...]:
    """A list of words without their places."""
    return tuple(value.value for value in values)


def _counted(value: Value | None) -> Counted:
    if value is None or value.tag in ("list", "weighted list"):
        return Counted("list" if value is None else value.tag)
    return Counted(value.tag, value.plain(value.tag))


def _standard(value: Value) -> Standard:
    return Standard(value.plain("measure"), value.plain("at_least"))


def _several(value: Value) -> tuple[Term, ...]:
    return tuple(build_term(each) for each in value.value)


def _maybe(value: Value | None) -> Term | None:
    return None if value is None else build_term(value)


def _uplift(value: Value, default: tuple[Uplift, ...]) -> tuple[Uplift, ...]:
    written = value.get("uplift")
    return default if written is None else tuple(Uplift(each) for each in texts(written.value))


def _fixed(value: Value) -> Fixed:
    return Fixed(value.value)


def _a_head(value: Value) -> AHead:
    return AHead(value.plain("pounds"), _counted(value.get("of")))


def _base_income(value: Value) -> BaseIncome:
    return BaseIncome(
        of=value.plain("of"),
        reading=Reading(value.plain("reading")),
        line=value.plain("line", "qof"),
        uplift=_uplift(value, ()),
        missing=Missing(value.plain("missing", Missing.NATIONAL)),
    )


def _base_points(value: Value) -> BasePoints:
    return BasePoints(
        of=value.plain("of"),
        indicators=chosen(value.get("indicators")),
        uplift=_uplift(value, tuple(Uplift)),
        out_of=value.plain("out_of"),
        scaled_to=value.plain("scaled_to"),
        missing=Missing(value.plain("missing", Missing.NATIONAL)),
        without_retired=value.plain("without_retired", False),
    )


def _points(value: Value) -> Points:
    return Points(chosen(value.get("indicators")))


def _slide(value: Value) -> Slide:
    plain = value.plain
    return Slide(plain("measure"), plain("from"), plain("to"), build_term(value["pays"]))


def _item(value: Value) -> Item:
    plain = value.plain
    return Item(plain("measure"), plain("pounds"), plain("most"), plain("most_a_thousand"))


def _tariff(value: Value) -> Tariff:
    groups = tuple((name, each.value) for name, each in value["groups"].items())
    return Tariff(groups, tuple(_kpi(each) for each in value.plain("kpis", ())))


def _kpi(value: Value) -> Kpi:
    plain = value.plain
    return Kpi(plain("measure"), plain("weight"), plain("full"), plain("half"))


def _top_up(value: Value) -> TopUp:
    lines, parts = texts(value.plain("lines")), tuple(_part(each) for each in value.plain("parts"))
    return TopUp(value.plain("to"), _counted(value.get("of")), lines, parts)


def _part(value: Value) -> Part:
    standards = tuple(_standard(each) for each in value.plain("standards"))
    return Part(value.plain("share"), standards, value.plain("each", False))


def _improvement(value: Value) -> Improvement:
    return Improvement(
        of=value.plain("of"),
        years=value.plain("years"),
        lower=value.plain("from"),
        upper=value.plain("to"),
        pays=build_term(value["pays"]),
        own=value.plain("own", False),
    )


def _best_period(value: Value) -> BestPeriod:
    periods = texts(value.plain("periods"))
    return BestPeriod(
        value.plain("measure"), periods, value.plain("pounds"), value.plain("times", Decimal(1))
    )


def _capitation(value: Value) -> Capitation:
    return Capitation(
        pounds=value.plain("pounds"),
        of=_counted(value.get("of")),
        spend=value.plain("spend"),
        gain=value.plain("gain"),
        loss=value.plain("loss"),
        gain_cap=value.plain("gain_cap"),
        loss_cap=value.plain("loss_cap"),
        pays_budget=value.plain("pays_budget", False),
    )


def _pool_share(value: Value) -> PoolShare:
    return PoolShare(value.plain("pool"), build_term(value["by"]))


def _sum(value: Value) -> Sum:
    return Sum(_several(value))


def _share(value: Value) -> Share:
    return Share(value.plain("percent"), build_term(value["of"]))


def _less(value: Value) -> Less:
    return Less(build_term(value["of"]), _several(value["take"]), value.plain("below_nought", False))


def _best_of(value: Value) -> BestOf:
    return BestOf(_several(value.get("terms") or value), value.plain("by_at_least", Decimal(0)))


def _mean_of(value: Value) -> MeanOf:
    return MeanOf(_several(value.get("terms") or value), Missing(value.plain("missing", Missing.OTHERS)))


def _limited(value: Value) -> Limited:
    return Limited(build_term(value["of"]), _maybe(value.get("least")), _maybe(value.get("most")))


def _network_all(value: Value) -> NetworkAll:
    standard = value.get("standard")
    return NetworkAll(build_term(value["pays"]), None if standard is None else _standard(standard))


def _if_met(value: Value) -> IfMet:
    return IfMet(texts(value.plain("obligations")), build_term(value["pays"]))


def _for_contracts(value: Value) -> ForContracts:
    others = _maybe(value.get("else_pays"))
    return ForContracts(texts(value.plain("contracts")), build_term(value["pays"]), others)


_TERMS: dict[str, Callable[[Value], Term]] = {
    "fixed": _fixed,
    "a_head": _a_head,
    "base_income": _base_income,
    "base_points": _base_points,
    "points": _points,
    "slide": _slide,
    "item": _item,
    "tariff": _tariff,
    "top_up": _top_up,
    "improvement": _improvement,
    "best_period": _best_period,
    "capitation": _capitation,
    "pool_share": _pool_share,
    "sum": _sum,
    "share": _share,
    "less": _less,
    "best_of": _best_of,
    "mean_of": _mean_of,
    "limited": _limited,
    "network_all": _network_all,
    "if_met": _if_met,
    "for_contracts": _for_contracts,
}
