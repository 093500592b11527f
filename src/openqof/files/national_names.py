"""Names in a year that have to stand for something: groups, registers, aliases, codes in arrangements."""

from __future__ import annotations

import re

from openqof.core.years import FinancialYear
from openqof.files.history import told
from openqof.files.national_history import codes_of
from openqof.files.national_parts import items, pays_as_register
from openqof.files.shape import Value, Walk
from openqof.files.values import did_you_mean

CODE_IN_TEXT = re.compile(r"\b[A-Z][A-Z-]*\d{3}(?:\([A-Z]\))?(?![\w(])")


def check_names(year: Value, walk: Walk) -> None:
    """Note every name that stands for nothing, or for something of the wrong kind."""
    groups = year.get("groups")
    codes = frozenset(found.keys) if (found := year.get("indicators")) else frozenset()
    if not codes:
        return
    if groups is not None:
        for code, indicator in items(year, "indicators"):
            with walk.about(code):
                _group(indicator, groups, walk)
                _prevalence(indicator, groups, walk)
        for code, group in groups.items():
            with walk.about(code):
                _register(code, group, year, walk)
                _weighting(group, walk)
    _aliases(year, walk, codes)
    _arrangements(year, walk, codes)


def check_use(year: Value, walk: Walk) -> None:
    """Note each group that no indicator is of or weighted by; the year is whole."""
    used = {each.plain(key) for _, each in items(year, "indicators") for key in ("group", "prevalence")}
    for code, group in items(year, "groups"):
        if code not in used:
            said = f"no indicator is of group {code} or weighted by it."
            walk.problem(group, "L073", said, "Delete it.")


def explain_unknown(code: str, year: FinancialYear | None, known: frozenset[str]) -> str:
    """The hint for an indicator that the year does not have: what became of it, or the nearest name."""
    became = told(code, year) if year else None
    return became or did_you_mean(code, sorted(known))


def _group(indicator: Value, groups: Value, walk: Walk) -> None:
    group = indicator.get("group")
    if group and group.value not in groups.keys:
        hint = did_you_mean(group.value, groups.keys)
        walk.problem(group, "L063", f"group {group.value} is not defined in this file.", hint)


def _prevalence(indicator: Value, groups: Value, walk: Walk) -> None:
    own = indicator.get("prevalence")
    if own is None or own.value == "none":
        return
    if own.value not in groups.keys:
        hint = did_you_mean(own.value, [*groups.keys, "none"])
        walk.problem(own, "L065", f"`prevalence` names group {own.value}, which is not defined.", hint)
        return
    group = groups.get(own.value)
    if group and not group.plain("prevalence_weighted", "prevalence_weighted" in group.keys):
        said = f"`prevalence` names group {own.value}, which is not weighted by prevalence."
        walk.problem(own, "L065", said, f"Write prevalence_weighted: true in {own.value}, or name another.")


def _register(code: str, group: Value, year: Value, walk: Walk) -> None:
    """A group's register is an indicator of the group that pays for one, and is named where there is one."""
    indicators = year.get("indicators")
    if indicators is None:
        return
    register = group.get("register")
    of_group = [name for name, each in indicators.items() if each.plain("group") == code]
    paying = [name for name in of_group if pays_as_register(indicators[name])]
    if register is None:
        if paying and "register" not in group.keys:
            said = f"{paying[0]} pays for a register, but the group names none."
            walk.problem(group, "L064", said, f"Write register: {paying[0]}.")
    elif register.value not in indicators.keys:
        hint = explain_unknown(register.value, year.plain("year"), frozenset(indicators.keys))
        walk.problem(register, "L064", f"register {register.value} is not an indicator of this year.", hint)
    elif register.value not in paying and _is_read(indicators.get(register.value)):
        why = "does not pay for a register" if register.value in of_group else "is not of this group"
        hint = f"Did you mean {paying[0]}?" if paying else "Leave `register` out."
        walk.problem(register, "L064", f"register {register.value} {why}.", hint)


def _is_read(indicator: Value | None) -> bool:
    return indicator is not None and {"group", "pays"} <= set(indicator.value)


def _weighting(group: Value, walk: Walk) -> None:
    """A group follows either prevalence or a target population."""
    if group.get("population") and group.plain("prevalence_weighted", False):
        said = "`population` and `prevalence_weighted: true` exclude each other."
        walk.problem(group["population"], "L059", said, "Keep the one that the year's rules say.")


def _aliases(year: Value, walk: Walk, codes: frozenset[str]) -> None:
    aliases = year.get("aliases")
    for alias, code in items(year, "aliases"):
        if alias in codes:
            said = f"alias {alias} is itself an indicator of this year."
            walk.problem(aliases.keys[alias] if aliases else code, "L070", said, "Delete the alias.")
        if code.value not in codes:
            hint = explain_unknown(code.value, year.plain("year"), codes)
            said = f"alias {alias} stands for {code.value}, which this year does not have."
            walk.problem(code, "L069", said, hint)


def _arrangements(year: Value, walk: Walk, codes: frozenset[str]) -> None:
    """Arrangement ids are different, and the indicators named in terms are the year's."""
    arrangements = year.get("arrangements")
    first: dict[str, int] = {}
    for arrangement in arrangements.value if arrangements else ():
        name = arrangement.get("id")
        if name and name.value in first:
            said = f"arrangement {name.value} is written twice; first on line {first[name.value]}."
            walk.problem(name, "L074", said, "Give each its own id.")
        elif name:
            first[name.value] = name.place.line
        terms = arrangement.get("terms")
        for value in (each for _, each in terms.items()) if terms else ():
            _codes_in(value, year, walk, codes)
            _forerunners(value, terms, year, walk)


def _codes_in(value: Value, year: Value, walk: Walk, codes: frozenset[str]) -> None:
    """The codes in a term are this year's; in "DM020 from DM007" only the first."""
    for part in value.value.split(","):
        for code in CODE_IN_TEXT.findall(part.split(" from ")[0]):
            if code not in codes:
                hint = explain_unknown(code, year.plain("year"), codes)
                walk.problem(value, "L075", f"{code} is not an indicator of this year.", hint)


def _forerunners(value: Value, terms: Value | None, year: Value, walk: Walk) -> None:
    """In "DM020 from DM007" the second is an indicator of the English year that `at` names."""
    old = [
        code for part in value.value.split(",") for code in CODE_IN_TEXT.findall(part.partition(" from ")[2])
    ]
    if not old or terms is None or year.plain("nation") != "England":
        return
    try:
        at = FinancialYear.parse(terms.plain("at", ""))
    except ValueError:
        return
    known = codes_of(at)
    for code in old if known else ():
        if code not in (known or ()):
            hint = explain_unknown(code, at, known or frozenset())
            walk.problem(value, "L077", f"{code} is not an indicator of {at}.", hint)
