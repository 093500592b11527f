"""The public part of a register: what its pack shows, for as long as it shows it, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openqof.core.governance.interests import Breach, Gift, Interest, Register
from openqof.core.governance.names import normalised
from openqof.core.governance.packs import Clock, Duty, Pack
from openqof.core.governance.wording import day, pounds
from openqof.governance.register_checks import names_person
from openqof.governance.register_clocks import SHOW, Timed, clocks_of
from openqof.governance.register_fields import PUBLIC, field_of, value_of

_INTERNAL = frozenset({"recorded", "approved_by", "decision_maker", "withheld"})


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """An entry as the public sees it: its fields by the names of the pack, empty ones left out.

    A withheld entry has no fields, only the reason; `until` is the last day on which an ended one is public.
    """

    fields: Mapping[str, str]
    withheld_because: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Public:
    """The public register of a body on a day, and the rules that say what is in it.

    `decision_makers_only` says that the pack publishes the interests and gifts of those who decide alone.
    """

    body: str
    on: date
    interests: tuple[PublicEntry, ...]
    gifts: tuple[PublicEntry, ...]
    breaches: tuple[PublicEntry, ...]
    decision_makers_only: bool
    rules: tuple[str, ...]


def published(register: Register, pack: Pack, on: date, own_clocks: Sequence[Clock] = ()) -> Public:
    """What is public of a register on a day.

    An entry stays public after its end for as long as the longest clock of the pack or the body says, and not
    at all after it where none does. A breach that names anyone is left out.
    """
    timed = tuple(clocks_of(SHOW, pack, on=on, own_clocks=own_clocks))
    only = _decision_makers_only(pack, on)
    shown = {normalised(each) for each in (register.decision_makers if only else register.people)}
    interests = [
        _entry(each, pack, on, timed)
        for each in register.interests
        if normalised(each.person) in shown and _public(each, on, timed)
    ]
    gifts = [_gift(each) for each in register.gifts if normalised(each.person) in shown and _told(each, on)]
    breaches = [_breach(each) for each in register.breaches if _open(each, register, on)]
    rules = (*(each.name for each in timed), *(pack.named(each.rule) for each in only))
    return Public(register.body, on, tuple(interests), tuple(gifts), tuple(breaches), bool(only), rules)


def _decision_makers_only(pack: Pack, on: date) -> list[Duty]:
    """The duties that publish the interests of decision-makers alone."""
    return [
        each
        for each in pack.duties
        if each.about == "publication"
        and each.rule.in_force(on)
        and "decision maker" in normalised(each.what)
    ]


def _public(interest: Interest, on: date, timed: Sequence[Timed]) -> bool:
    stated = interest.declared or interest.recorded or interest.held_from
    until = _until(interest, timed)
    return stated <= on and (until is None or on <= until)


def _until(interest: Interest, timed: Sequence[Timed]) -> date | None:
    """The last day on which an entry is public; None while it has no end."""
    if interest.held_to is None:
        return None
    return max((each.due(interest.held_to) for each in timed), default=interest.held_to)


def _entry(interest: Interest, pack: Pack, on: date, timed: Sequence[Timed]) -> PublicEntry:
    until = _until(interest, timed)
    if interest.withheld_because:
        return PublicEntry({}, interest.withheld_because, until)
    values = {name: value_of(interest, name) for name in _names(pack, on)}
    return PublicEntry({name: value for name, value in values.items() if value}, until=until)


def _names(pack: Pack, on: date) -> tuple[str, ...]:
    """The fields that are shown: those of the pack that say nothing of how the register is kept."""
    stated = [each for each in pack.fields if each.record == "interest" and each.rule.in_force(on)]
    names = [name for each in stated for name in (*each.required, *each.optional)]
    return tuple(each for each in dict.fromkeys(names or PUBLIC) if field_of(each) not in _INTERNAL)


def _told(gift: Gift, on: date) -> bool:
    return gift.declared is not None and gift.declared <= on


def _open(breach: Breach, register: Register, on: date) -> bool:
    told = breach.published is not None and breach.published <= on
    return told and not names_person(breach, register)


def _gift(gift: Gift) -> PublicEntry:
    fields = {
        "person": gift.person,
        "offered": day(gift.offered),
        "what": gift.what,
        "by": gift.by,
        "value": "" if gift.pounds is None else pounds(Decimal(str(gift.pounds))),
        "accepted": "yes" if gift.accepted else "no",
        "reason": gift.reason,
    }
    return PublicEntry({name: value for name, value in fields.items() if value})


def _breach(breach: Breach) -> PublicEntry:
    fields = {"found": day(breach.found), "nature": breach.nature, "action": breach.action}
    return PublicEntry({name: value for name, value in fields.items() if value})
