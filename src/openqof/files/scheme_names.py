"""Names in a scheme document that have to stand for something: measures, pools, obligations and others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from openqof.files.problem_codes import SHAPE_CODES
from openqof.files.scheme_checking import Checking
from openqof.files.shape import Value, did_you_mean, listed, nearest
from openqof.files.shipped import service_ids

_COUNTS = ("count",)
_LEVELS = ("share", "count", "yes_no")


@dataclass(frozen=True, slots=True)
class Use:
    """One place that uses an own measure: the change, the kinds it can be of, and a level asked of it."""

    number: int
    measure: Value
    kinds: tuple[str, ...]
    level: Value | None = None


def check_names(check: Checking) -> None:
    """Note every name that stands for nothing, and every one that stands for two things."""
    _check_measures(check)
    _check_twice(check)
    _check_obligations(check)
    _check_pools(check)
    _check_services(check)
    _check_groups(check)


def _check_measures(check: Checking) -> None:
    written = check.document.get("measures")
    known = {} if written is None else dict(written.items())
    places = {} if written is None else written.keys
    used = list(_uses(check))
    for use in used:
        if use.measure.value in known:
            _check_use(check, use, known[use.measure.value])
        elif use.measure.value not in places:
            said = f"change {use.number} goes by the measure {use.measure.value}, which is not declared."
            hint = did_you_mean(use.measure.value, known, otherwise="Declare it under `measures`.")
            check.walk.problem(use.measure, "L220", said, hint)
    if written is None or _incomplete(check):
        return
    meant = {use.measure.value for use in used} | {nearest(use.measure.value, known) for use in used}
    for name in known.keys() - meant:
        hint = "Name it in a change, or delete it."
        check.walk.problem(written.keys[name], "L221", f"nothing uses the measure {name}.", hint)


def _incomplete(check: Checking) -> bool:
    """Whether part of a change could not be read: what it uses is then not known."""
    return any(problem.code in SHAPE_CODES for problem in check.walk.problems)


def _check_use(check: Checking, use: Use, measure: Value) -> None:
    kind, name = measure.plain("kind"), use.measure.value
    if kind is not None and kind not in use.kinds:
        said = f"change {use.number} takes {name} for a {_kinds(use.kinds)}, but it is a {_kinds((kind,))}."
        check.walk.problem(use.measure, "L222", said, "Name a measure of that kind.")
    elif kind == "share" and use.level is not None and use.level.value > 100:
        said = f"change {use.number} asks {use.level.value}% of {name}, which is a share."
        check.walk.problem(use.level, "L222", said, "A share is 100% at most.")


def _kinds(kinds: Iterable[str]) -> str:
    return listed(kind.replace("yes_no", "yes or no") for kind in kinds)


def _uses(check: Checking) -> Iterator[Use]:
    for number, tag, term in check.terms():
        for measure, kinds, level in _IN_TERMS[tag](term) if tag in _IN_TERMS else ():
            if measure is not None:
                yield Use(number, measure, kinds, level)
    for number, terms in check.of("add_indicator", "replace"):
        new = terms.get("by") or terms
        if (measure := new.get("measure")) is not None:
            yield Use(number, measure, _LEVELS)


_Found = Iterator[tuple[Value | None, tuple[str, ...], Value | None]]


def _in_counted(term: Value) -> _Found:
    of = term.get("of")
    if of is not None and of.tag == "measure":
        yield of.get("measure"), _COUNTS, None


def _in_slide(term: Value) -> _Found:
    yield term.get("measure"), _LEVELS, term.get("to")


def _in_item(term: Value) -> _Found:
    yield term.get("measure"), ("count", "pounds"), None


def _in_tariff(term: Value) -> _Found:
    groups = term.get("groups")
    for name, place in () if groups is None else groups.keys.items():
        yield Value(name, place), _COUNTS, None
    for kpi in term.plain("kpis", ()):
        yield kpi.get("measure"), _LEVELS, kpi.get("full")


def _in_top_up(term: Value) -> _Found:
    yield from _in_counted(term)
    for part in term.plain("parts", ()):
        for standard in part.plain("standards", ()):
            yield standard.get("measure"), _LEVELS, standard.get("at_least")


def _in_improvement(term: Value) -> _Found:
    if term.plain("own", False):
        yield term.get("of"), ("share",), None


def _in_best_period(term: Value) -> _Found:
    yield term.get("measure"), ("count", "pounds"), None


def _in_capitation(term: Value) -> _Found:
    yield from _in_counted(term)
    yield term.get("spend"), ("pounds",), None


def _in_network_all(term: Value) -> _Found:
    standard = term.get("standard")
    if standard is not None:
        yield standard.get("measure"), _LEVELS, standard.get("at_least")


_IN_TERMS: dict[str, Callable[[Value], _Found]] = {
    "a_head": _in_counted,
    "slide": _in_slide,
    "item": _in_item,
    "tariff": _in_tariff,
    "top_up": _in_top_up,
    "improvement": _in_improvement,
    "best_period": _in_best_period,
    "capitation": _in_capitation,
    "network_all": _in_network_all,
}


def _check_twice(check: Checking) -> None:
    """Ids of pools, obligations, payments and new indicators are each given once."""
    first: dict[tuple[str, str], Value] = {}
    for number, change in check.changes:
        terms = change[change.tag]
        holder = terms.get("by") if change.tag == "replace" else terms
        name = holder.get("id") if holder is not None else None
        if name is None:
            continue
        kind = "indicator" if change.tag in ("replace", "add_indicator") else change.tag
        earlier = first.setdefault((kind, name.value), name)
        if earlier is not name:
            said = f"change {number} has the id {name.value}, which line {earlier.place.line} already has."
            check.walk.problem(name, "L227", said, "Give each its own.")


def _ids(check: Checking, tag: str) -> list[str] | None:
    """The ids that changes of a kind have; None where one of them could not be read."""
    if len(check.changes) < len(check.document.plain("changes", ())):
        return None
    holders = [terms for _, terms in check.of(tag) if "id" in terms.keys]
    found = [terms.plain("id") for terms in holders]
    return None if None in found else found


def _check_obligations(check: Checking) -> None:
    known = _ids(check, "require")
    for number, tag, term in check.terms():
        for named in term.plain("obligations", ()) if tag == "if_met" else ():
            if known is not None and named.value not in known:
                said = f"change {number} pays if {named.value} is met, which no `require` has as its id."
                hint = did_you_mean(named.value, known, otherwise=f"Give the obligation `id: {named.value}`.")
                check.walk.problem(named, "L224", said, hint)


def _check_pools(check: Checking) -> None:
    known = _ids(check, "pool")
    asked = [(number, term.get("pool")) for number, tag, term in check.terms() if tag == "pool_share"]
    asked += [(number, terms.get("pool")) for number, terms in check.of("end_service")]
    for number, pool in asked:
        if pool is not None and known is not None and pool.value not in known:
            said = f"change {number} names the pool {pool.value}, which no change sets up."
            hint = did_you_mean(pool.value, known, otherwise=f"Add a `pool` with `id: {pool.value}`.")
            check.walk.problem(pool, "L225", said, hint)


def _check_services(check: Checking) -> None:
    known = service_ids()
    for number, terms in check.of("add_service", "end_service"):
        service = terms.get("service")
        if service is not None and service.value not in known:
            said = f"change {number} names {service.value}, which the library does not have."
            hint = did_you_mean(service.value, known, otherwise="See openqof library for its services.")
            check.walk.problem(service, "L226", said, hint)


def _check_groups(check: Checking) -> None:
    """Registers and groups are those of the national year."""
    if check.law is None:
        return
    groups = check.law.groups
    with_register = [code for code, group in groups.items() if group.register]
    for number, _, term in check.terms():
        of = term.get("of")
        register = of.get("register") if of is not None and of.tag == "register" else None
        if register is not None:
            _check_group(check, number, register, with_register)
    for number, terms in check.of("add_indicator", "replace"):
        group = (terms.get("by") or terms).get("group")
        if group is not None:
            _check_group(check, number, group, list(groups))


def _check_group(check: Checking, number: int, group: Value, known: list[str]) -> None:
    if group.value in known or check.law is None:
        return
    lacks = "has no register in" if group.value in check.law.groups else "is no group of"
    said = f"change {number} goes by {group.value}, which {lacks} QOF {check.law.year}."
    hint = did_you_mean(group.value, known, otherwise=f"Known: {', '.join(known)}.")
    check.walk.problem(group, "L228", said, hint)
