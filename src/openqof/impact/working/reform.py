"""The national year as a scheme changes it: a new law, the one given left as it was.

An indicator that several changes set goes by the last that says it overrides the others; points and the way
of paying are two things, so that a change of the one stands beside a change of the other. Otherwise the order
of changes does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from openqof.core.changes import (
    AddIndicator,
    Guarantee,
    Keep,
    LevelOf,
    Pay,
    Replace,
    Retire,
    SetPays,
    SetPoints,
    Suspend,
)
from openqof.core.national import (
    BetterOf,
    Group,
    Indicator,
    NationalYear,
    Pays,
    Protected,
    Register,
    Sliding,
    YesNo,
)
from openqof.core.scheme import Change, Scheme
from openqof.core.sources import Amount, Provenance
from openqof.core.terms import EVERY, Chosen

LOCAL = "LOCAL"
"""The group of an indicator that a scheme adds to none of the year's."""

Stops = Suspend | Retire | Replace


def reform(scheme: Scheme, law: NationalYear) -> NationalYear:
    """The law under the scheme: its indicators retired, replaced, set, added and suspended at a level.

    The very law given where none of that is done. A suspension paid by a term, or not at all, and a guarantee
    leave the law as it is: they say who is paid by it. The new law carries no fingerprint, for no file says
    what it says.
    """
    sets = settled(scheme, law)
    reached = [(change, sets[change.number]) for change in scheme.changes if sets.get(change.number)]
    rules = dict(law.indicators)
    for change, names in sorted(reached, key=lambda each: _TURN.get(type(each[0].terms), 0)):
        for name in names:
            _apply(change, rules, name)
    for added, provenance in new_indicators(scheme):
        rules[added.id] = _added(added, provenance, law)
    if rules == dict(law.indicators):
        return law
    return replace(
        law, indicators=MappingProxyType(rules), groups=_groups(law, rules, scheme.provenance), sha256=""
    )


def widened(scheme: Scheme, law: NationalYear) -> NationalYear:
    """The law with the scheme's own indicators beside all its own, so that the counts of both are read."""
    added = {each.id: _added(each, provenance, law) for each, provenance in new_indicators(scheme)}
    if not added:
        return law
    rules = {**law.indicators, **{name: rule for name, rule in added.items() if name not in law.indicators}}
    return replace(
        law, indicators=MappingProxyType(rules), groups=_groups(law, rules, scheme.provenance), sha256=""
    )


def new_indicators(scheme: Scheme) -> Iterator[tuple[AddIndicator, Provenance]]:
    """The indicators that the scheme adds or puts in the place of others, by their codes."""
    found = []
    for change in scheme.changes:
        terms = change.terms.by if isinstance(change.terms, Replace) else change.terms
        if isinstance(terms, AddIndicator):
            found.append((terms, change.provenance))
    yield from sorted(found, key=lambda each: each[0].id)


def sweeping(scheme: Scheme) -> Change | None:
    """The change that takes the place of all national QOF income but that of indicators kept."""
    return next((change for change in scheme.changes if sweeps(change)), None)


def sweeps(change: Change) -> bool:
    """Whether a change pays something in place of all national QOF income."""
    terms = change.terms
    return isinstance(terms, Guarantee) or (isinstance(terms, Pay) and terms.instead_of == "qof")


def settled(scheme: Scheme, law: NationalYear) -> Mapping[int, tuple[str, ...]]:
    """The indicators that each change sets, by its number, once every override and `keep` is heard."""
    named = {change.number: _named(change, law) for change in scheme.changes}
    kept = {
        name for change in scheme.changes if isinstance(change.terms, Keep) for name in named[change.number]
    }
    sets = {}
    for change in scheme.changes:
        lost = {name for later in scheme.changes for name in _overridden(change, later, named)}
        if isinstance(change.terms, Keep):
            lost = set()
        elif _every(change):
            lost |= kept
        sets[change.number] = tuple(name for name in named[change.number] if name not in lost)
    return sets


def _overridden(change: Change, later: Change, named: Mapping[int, tuple[str, ...]]) -> tuple[str, ...]:
    """What a later change takes from an earlier one."""
    return named[later.number] if change.number in later.overrides else ()


def _named(change: Change, law: NationalYear) -> tuple[str, ...]:
    chosen = chosen_by(change)
    return () if chosen is None else chosen.of(tuple(law.indicators))


def chosen_by(change: Change) -> Chosen | None:
    """The indicators a change names; every one for what takes the place of QOF, None where it names none."""
    terms = change.terms
    if isinstance(terms, Suspend):
        return terms.chosen
    if isinstance(terms, Keep | Retire | SetPays | SetPoints | Replace):
        return terms.indicators
    return EVERY if sweeps(change) else None


def _every(change: Change) -> bool:
    chosen = chosen_by(change)
    return chosen is not None and chosen.every


def _apply(change: Change, rules: dict[str, Indicator], name: str) -> None:
    """One change to one indicator; what pays or keeps it without changing the law is not looked for here."""
    apply = _APPLIES.get(type(change.terms))
    rule = rules.get(name)
    if apply is None or rule is None:
        return
    changed = apply(change, rule)
    if changed is None:
        del rules[name]
    else:
        rules[name] = changed


def _leaves(_change: Change, _rule: Indicator) -> None:
    return None


def _suspended(change: Change, rule: Indicator) -> Indicator:
    terms = change.terms
    if not isinstance(terms, Suspend) or not isinstance(terms.pay, LevelOf):
        return rule
    protected = Protected(at=terms.pay.year, normally=_normally(rule))
    return replace(rule, pays=protected, pays_provenance=terms.pay_provenance)


def _normally(rule: Indicator) -> Register | YesNo | Sliding:
    if isinstance(rule.pays, Protected):
        return rule.pays.normally
    return rule.pays.sliding if isinstance(rule.pays, BetterOf) else rule.pays


def _set_pays(change: Change, rule: Indicator) -> Indicator:
    terms = change.terms
    assert isinstance(terms, SetPays)
    return replace(rule, pays=terms.pays or thresholds(rule.pays, terms), pays_provenance=change.provenance)


def thresholds(pays: Pays, terms: SetPays) -> Pays:
    """A way of paying with the thresholds that a change names; as it is where it has none."""
    if isinstance(pays, BetterOf):
        return replace(pays, sliding=_scale(pays.sliding, terms))
    if isinstance(pays, Protected) and isinstance(pays.normally, Sliding):
        return replace(pays, normally=_scale(pays.normally, terms))
    return _scale(pays, terms) if isinstance(pays, Sliding) else pays


def _scale(scale: Sliding, terms: SetPays) -> Sliding:
    """A scale with the thresholds that are named in place of its own."""
    pairs = ((scale.lower, terms.lower), (scale.upper, terms.upper), (scale.step, terms.step))
    return Sliding(*(old if new is None else new for old, new in pairs))


def _set_points(change: Change, rule: Indicator) -> Indicator:
    """Other points; a step of the scale stays the same share of them."""
    terms = change.terms
    assert isinstance(terms, SetPoints)
    old = rule.points.value
    points = terms.points if terms.points is not None else old * (terms.percent or Decimal(0)) / 100
    share = points / old if old else Decimal(0)
    return replace(rule, points=Amount(points, change.provenance), pays=_stepped(rule.pays, share))


def _stepped(pays: Pays, share: Decimal) -> Pays:
    if isinstance(pays, BetterOf):
        return replace(pays, sliding=replace(pays.sliding, step=pays.sliding.step * share))
    if isinstance(pays, Protected) and isinstance(pays.normally, Sliding):
        return replace(pays, normally=replace(pays.normally, step=pays.normally.step * share))
    return replace(pays, step=pays.step * share) if isinstance(pays, Sliding) else pays


_APPLIES: Mapping[type, Callable[[Change, Indicator], Indicator | None]] = {
    Suspend: _suspended,
    Retire: _leaves,
    Replace: _leaves,
    SetPays: _set_pays,
    SetPoints: _set_points,
}
_TURN = {SetPoints: 1, SetPays: 2, Suspend: 3}
"""Points before the way of paying, which may state a step in points of its own."""


def _added(new: AddIndicator, provenance: Provenance, law: NationalYear) -> Indicator:
    """A local indicator in the national form, weighted as its group is."""
    group = law.groups.get(new.group)
    return Indicator(
        id=new.id,
        group=new.group or LOCAL,
        says=new.says,
        points=Amount(new.points, provenance),
        pays=new.pays,
        pays_provenance=provenance,
        prevalence=new.group if group is not None and group.prevalence_weighted else None,
        population=new.group if group is not None and group.population else None,
    )


def _groups(law: NationalYear, rules: Mapping[str, Indicator], provenance: Provenance) -> Mapping[str, Group]:
    if LOCAL in law.groups or all(rule.group != LOCAL for rule in rules.values()):
        return law.groups
    own = Group(LOCAL, "Indicators of the scheme", "local", provenance)
    return MappingProxyType({**law.groups, LOCAL: own})
