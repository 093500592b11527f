"""openqof show: a year of national QOF, or one of its indicators, with what every value rests on."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openqof.cli.common import Format, FormatOption, refuse, say, show_table
from openqof.core.problems import BadInput, Problem

if TYPE_CHECKING:
    from openqof.core.national import Indicator, NationalYear
    from openqof.core.sources import Provenance

_GROUPS = {"id": "group", "name": "name", "domain": "domain", "points": "points", "register": "register"}
_GROUPS |= {"weight": "weighted by", "basis": "basis"}
_INDICATORS = {"id": "indicator", "group": "group", "points": "points", "pays": "pays", "weight": "weight"}
_INDICATORS |= {"points_basis": "points are", "pays_basis": "pay is", "says": "what it asks"}

LawArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="LAW", help="qof/2015-16, 2015/16, a scheme or a law file; left out, a list of all"
    ),
]
IndicatorArgument = Annotated[str | None, typer.Argument(help="an indicator of the year, such as HYP006")]


def show(
    law: LawArgument = None, indicator: IndicatorArgument = None, form: FormatOption = Format.TABLE
) -> None:
    """Show a year of national QOF, an indicator of it, or a local scheme: values, sources, how sure each is.

    Example: openqof show qof/2015-16 HYP006
    """
    from openqof.cli.listing import list_law
    from openqof.cli.scheme import scheme_named, show_scheme
    from openqof.cli.year import law_of

    if law is None:
        list_law(form)
        return
    try:
        if scheme := scheme_named(law):
            show_scheme(scheme, form)
            return
        year = law_of(law)
        named = None if indicator is None else _find(year, indicator)
    except BadInput as bad:
        refuse(bad.problems)
    if named is None:
        _show_year(year, form)
    else:
        _show_indicator(year, named, form)


def _find(law: NationalYear, written: str) -> Indicator:
    """The indicator named, by code, alias, or either in small letters; else what became of it."""
    from openqof.files.history import told
    from openqof.files.values import did_you_mean

    code = law.aliases.get(written, written)
    for known in (code, code.upper()):
        if known in law.indicators:
            return law.indicators[known]
    hint = told(code.upper(), law.year) or did_you_mean(written, law.indicators)
    raise BadInput([Problem(law.file, 0, 0, "L076", f"{law.title} has no indicator {written}.", hint)])


def _show_year(law: NationalYear, form: Format) -> None:
    if form is Format.JSON:
        _say_json(_year_facts(law))
    elif form is Format.CSV:
        show_table(_indicator_rows(law), _INDICATORS, form=form)
    else:
        _say_head(law)
        say("\nGroups")
        show_table(_group_rows(law), _GROUPS, right=("points",))
        say("\nIndicators")
        show_table(_indicator_rows(law), _INDICATORS, right=("points",))
        _say_arrangements(law)


def _say_head(law: NationalYear) -> None:
    from openqof.files.canonical import figure
    from openqof.files.words import basis_in_words

    places = "full precision" if law.index_decimals is None else f"rounded to {law.index_decimals} decimals"
    domains = ", ".join(f"{domain.replace('_', ' ')} {points}" for domain, points in _domains(law).items())
    rows = [
        ("value of a point", f"£{law.point_value.value:.2f}", law.point_value.provenance),
        ("average list", f"{law.average_list.value:,} patients", law.average_list.provenance),
        ("aspiration", f"{figure(law.aspiration.value * 100)}% of last year", law.aspiration.provenance),
        ("list and prevalence", places, law.index_decimals_provenance),
    ]
    say(f"{law.title}  ({law.id})")
    for label, value, provenance in rows:
        say(f"  {label:<20} {value:<20} {_rests_on(provenance)}")
    say(f"  {'points':<20} {figure(law.points)} in {len(law.indicators)} indicators: {domains}")
    say(f"  {'rests on':<20} {basis_in_words(law)}")
    say(f"  {'sha256':<20} {law.sha256}")


def _domains(law: NationalYear) -> dict[str, str]:
    from openqof.files.canonical import figure

    domains = dict.fromkeys(group.domain for group in law.groups.values())
    return {d: figure(law.asserts[d]) for d in domains if d in law.asserts}


def _rests_on(provenance: Provenance) -> str:
    return f"{provenance.basis}, {provenance.source}, {provenance.place}"


def _group_rows(law: NationalYear) -> list[dict[str, Any]]:
    from openqof.files.canonical import figure

    points = dict.fromkeys(law.groups, Decimal(0))
    for indicator in law.indicators.values():
        points[indicator.group] += indicator.points.value
    return [
        {
            "id": group.id,
            "name": group.name,
            "domain": group.domain.replace("_", " "),
            "points": figure(points[group.id]),
            "register": group.register,
            "weight": "prevalence" if group.prevalence_weighted else group.population or "list only",
            "basis": group.provenance.basis,
        }
        for group in law.groups.values()
    ]


def _indicator_rows(law: NationalYear) -> list[dict[str, Any]]:
    from openqof.files.canonical import figure
    from openqof.files.words import pays_in_short

    return [
        {
            "id": each.id,
            "group": each.group,
            "points": figure(each.points.value),
            "pays": pays_in_short(each.pays),
            "weight": each.prevalence or ("population" if each.population else "list only"),
            "points_basis": each.points.provenance.basis,
            "pays_basis": each.pays_provenance.basis,
            "says": each.says,
        }
        for each in law.indicators.values()
    ]


def _say_arrangements(law: NationalYear) -> None:
    if law.arrangements:
        say("\nSpecial arrangements")
    for each in law.arrangements:
        say(f"  {each.id} ({each.kind.replace('_', ' ')}): {each.says}. {_rests_on(each.provenance)}")
        for key, value in each.terms.items():
            say(f"    {key.replace('_', ' ')}: {value}")


def _show_indicator(law: NationalYear, indicator: Indicator, form: Format) -> None:
    if form is Format.TABLE:
        _say_indicator(law, indicator)
    elif form is Format.JSON:
        _say_json(_indicator_facts(law, indicator))
    else:
        rows = [row for row in _indicator_rows(law) if row["id"] == indicator.id]
        show_table(rows, _INDICATORS, form=form)


def _say_indicator(law: NationalYear, indicator: Indicator) -> None:
    from openqof.files.canonical import figure
    from openqof.files.words import pays_in_words, weight_in_words

    group = law.groups[indicator.group]
    pays = pays_in_words(indicator.pays, indicator.points.value)
    say(f"{indicator.id}  {indicator.says}  ({law.id})")
    say(f"  {'group':<10} {group.name} ({group.id}), {group.domain.replace('_', ' ')}")
    say(f"  {'points':<10} {figure(indicator.points.value)}")
    _say_source(indicator.points.provenance)
    say(f"  {'pays':<10} {pays}")
    _say_source(indicator.pays_provenance)
    say(f"  {'follows':<10} {weight_in_words(indicator, law)}")
    follows = law.groups[indicator.prevalence] if indicator.prevalence else group
    _say_source(follows.provenance)


def _say_source(provenance: Provenance) -> None:
    """Where a value stands, and the source's title, date and address."""
    from openqof.files.sources import sources

    source = sources().get(provenance.source)
    told = ", ".join(part for part in (source.title, source.date, source.address) if part) if source else ""
    say(f"  {'':<10}   {provenance.basis}, {provenance.place}: {told or provenance.source}")


def _indicator_facts(law: NationalYear, indicator: Indicator) -> dict[str, Any]:
    from openqof.files.words import pays_in_words, weight_in_words

    words = pays_in_words(indicator.pays, indicator.points.value)
    facts: dict[str, Any] = _plain(indicator)
    facts["pays"] = {"kind": type(indicator.pays).__name__, **facts["pays"], "in_words": words}
    return facts | {"follows": weight_in_words(indicator, law)}


def _year_facts(law: NationalYear) -> dict[str, Any]:
    from openqof.core.sources import count_by_basis

    facts: dict[str, Any] = _plain(law)
    facts["indicators"] = {code: _indicator_facts(law, each) for code, each in law.indicators.items()}
    facts["values"] = {str(basis): number for basis, number in count_by_basis(law.provenances()).items()}
    return facts


def _plain(thing: Any) -> Any:
    """Dataclasses, mappings and tuples as JSON has them; numbers and years as text keeps them exact."""
    from dataclasses import fields, is_dataclass

    from openqof.core.years import FinancialYear

    if is_dataclass(thing) and not isinstance(thing, FinancialYear):
        return {each.name: _plain(getattr(thing, each.name)) for each in fields(thing)}
    if isinstance(thing, Mapping):
        return {key: _plain(value) for key, value in thing.items()}
    if isinstance(thing, tuple):
        return [_plain(item) for item in thing]
    return thing if thing is None or isinstance(thing, (bool, int)) else str(thing)


def _say_json(facts: Mapping[str, Any]) -> None:
    import json

    say(json.dumps(facts, indent=1, ensure_ascii=False))


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(show)
