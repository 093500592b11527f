"""Which pack holds on a day, which of its rules do, and under which model a body works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol, TypeVar

from openqof.core.governance.bodies import Body
from openqof.core.governance.packs import AnyRule, BodyKind, ConditionRule, Model, Pack, Rule


class Ruled(Protocol):
    """Anything that a rule is part of."""

    @property
    def rule(self) -> Rule:
        """What every rule has."""
        ...


Entry = TypeVar("Entry", bound=Ruled)


def pack_on(packs: Iterable[Pack], kind: BodyKind, on: date) -> Pack | None:
    """The pack of a kind of body on a day, the later one where two overlap; None where none holds."""
    found = [each for each in packs if kind in each.kinds and _holds(each, on)]
    return max(found, key=lambda each: each.first) if found else None


def _holds(pack: Pack, on: date) -> bool:
    return pack.first <= on and (pack.last is None or on <= pack.last)


def in_force(entries: Iterable[Entry], on: date) -> tuple[Entry, ...]:
    """Those whose own days hold a day, in their order."""
    return tuple(each for each in entries if each.rule.in_force(on))


def rules_on(pack: Pack, on: date) -> tuple[Rule, ...]:
    """Every rule of a pack that holds on a day, remedies last."""
    return (*(each.rule for each in in_force(_entries(pack), on)), *_remedies(pack, on))


def _entries(pack: Pack) -> Iterator[AnyRule]:
    yield from pack.powers
    yield from pack.conditions
    yield from pack.committee
    yield from pack.clocks
    yield from pack.fields
    yield from pack.handling
    yield from pack.duties


def _remedies(pack: Pack, on: date) -> tuple[Rule, ...]:
    return tuple(each for each in pack.remedies if each.in_force(on))


def conditions_on(
    conditions: Iterable[ConditionRule],
    on: date,
    *,
    kind: str = "",
    route: str = "",
    model: Model | None = None,
) -> tuple[ConditionRule, ...]:
    """The conditions asked on a day of a route and a model, all kinds where none is named.

    A condition that names routes is asked of those alone, and so with models.
    """
    return tuple(
        each
        for each in in_force(conditions, on)
        if (not kind or each.kind == kind)
        and (not each.routes or route in each.routes)
        and (not each.models or model in each.models)
    )


def model_of(body: Body, pack: Pack, on: date) -> Model:
    """The model of a body on a day.

    A body that states none for the day has the only model of its pack, else the weakest of the three.
    """
    stated = body.model_on(on)
    if stated is not None:
        return stated.model
    only = {each.model for each in pack.powers}
    return only.pop() if len(only) == 1 else Model.INVOLVEMENT
