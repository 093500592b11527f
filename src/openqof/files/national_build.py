"""From a year as read to the frozen law the engine uses."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from openqof.core.national import (
    Arrangement,
    BetterOf,
    Group,
    Improvement,
    Indicator,
    NationalYear,
    Pays,
    Protected,
    Register,
    Sliding,
    YesNo,
)
from openqof.core.sources import Amount, Basis, Provenance
from openqof.files.canonical import fingerprint
from openqof.files.national_parts import items, weighting_group
from openqof.files.shape import Value, bare


def build_year(year: Value, *, place: str) -> NationalYear:
    """The law of a year that has no problems; `place` is the name rules are cited by."""
    groups = {code: _group(code, group, place) for code, group in items(year, "groups")}
    decimals = year["index_decimals"]["places"].value
    return NationalYear(
        id=year.plain("id"),
        title=year.plain("title"),
        nation=year.plain("nation"),
        year=year.plain("year"),
        point_value=_amount(year["point_value"], "gbp", place),
        average_list=_amount(year["average_list"], "patients", place),
        aspiration=_amount(year["aspiration"], "share", place),
        index_decimals=None if decimals == "none" else decimals,
        index_decimals_provenance=_provenance(
            year["index_decimals"], year["index_decimals"]["places"], place
        ),
        groups=_frozen(groups),
        indicators=_frozen(
            {code: _indicator(code, each, year, place) for code, each in items(year, "indicators")}
        ),
        arrangements=_arrangements(year, place),
        aliases=_frozen({alias: code.value for alias, code in items(year, "aliases")}),
        asserts=_frozen({key: Decimal(value.value) for key, value in items(year, "asserts")}),
        file=place,
        sha256=fingerprint(bare(year)),
    )


def _frozen(values: dict[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(values)


def _provenance(holder: Value, at: Value, place: str, *, part: str = "") -> Provenance:
    """Source and basis of a value, one for the whole or one for each part, and where the value stands."""
    source, basis = (_part(holder[key], part) for key in ("source", "basis"))
    return Provenance(source, Basis(basis), f"{place}:{at.place.line}")


def _part(value: Value, part: str) -> str:
    return str(value[part].value if isinstance(value.value, dict) else value.value)


def _amount(holder: Value, key: str, place: str) -> Amount:
    return Amount(Decimal(holder[key].value), _provenance(holder, holder[key], place))


def _group(code: str, group: Value, place: str) -> Group:
    return Group(
        id=code,
        name=group.plain("name"),
        domain=group.plain("domain"),
        provenance=_provenance(group, group, place),
        register=group.plain("register"),
        prevalence_weighted=group.plain("prevalence_weighted", False),
        population=group.plain("population"),
    )


def _indicator(code: str, indicator: Value, year: Value, place: str) -> Indicator:
    group = indicator.plain("group")
    points = indicator["points"]
    return Indicator(
        id=code,
        group=group,
        says=indicator.plain("says"),
        points=Amount(points.value, _provenance(indicator, points, place, part="points")),
        pays=build_pays(indicator["pays"]),
        pays_provenance=_provenance(indicator, indicator["pays"], place, part="pays"),
        prevalence=weighting_group(indicator, year["groups"]),
        population=group if year["groups"][group].get("population") else None,
    )


def build_pays(pays: Value) -> Pays:
    """A way of paying as read: register, yes_no, sliding, better_of or protected."""
    if pays.tag == "better_of":
        terms = pays["better_of"]
        return BetterOf(_sliding(terms["sliding"]), _improvement(terms["improvement"]))
    if pays.tag == "protected":
        return Protected(pays["protected"].plain("at"), _plain_pays(pays["protected"]["normally"]))
    return _plain_pays(pays)


def _plain_pays(pays: Value) -> Register | YesNo | Sliding:
    if pays.tag == "sliding":
        return _sliding(pays["sliding"])
    return Register() if pays.tag == "register" else YesNo()


def _sliding(terms: Value) -> Sliding:
    return Sliding(terms["from"].value, terms["to"].value, terms.plain("at_lower", Decimal(0)))


def _improvement(terms: Value) -> Improvement:
    upper = terms["to"].value
    return Improvement(terms["years"].value, terms["from"].value, None if upper == "not found" else upper)


def _arrangements(year: Value, place: str) -> tuple[Arrangement, ...]:
    written = year.get("arrangements")
    return tuple(
        Arrangement(
            id=each.plain("id"),
            kind=each.plain("kind"),
            says=each.plain("says"),
            provenance=_provenance(each, each, place),
            terms=_frozen({key: value.value for key, value in items(each, "terms")}),
        )
        for each in (written.value if written else ())
    )
