"""Registers of interests, gifts, breaches and training against the clocks of their pack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from openqof.core.governance.interests import Interest, Register
from openqof.core.governance.packs import Clock, Pack, Rule
from openqof.core.governance.verdicts import Answer, Reason, Verdict, decide
from openqof.core.governance.wording import day, number_of, sentence
from openqof.governance.public_register import Public, PublicEntry, published
from openqof.governance.register_checks import CHECKS, empty_fields, missing_nil_returns, without_clock
from openqof.governance.register_clocks import (
    REGISTER_OF_GIFTS,
    REGISTER_OF_INTERESTS,
    RULES,
    Finding,
    clocks_of,
    nil_rule,
)

__all__ = [
    "Finding", "Public", "PublicEntry", "checked", "published", "register_verdict", "rule_of_register",
]  # fmt: skip


def checked(
    register: Register, pack: Pack, on: date, own_clocks: Sequence[Clock] = ()
) -> tuple[Finding, ...]:
    """What a register leaves to do on a day, by the clocks of its pack and of the body.

    What was declared, offered, found or completed after that day is not yet known. The last day of a period
    is in time.
    """
    known = known_on(register, on)
    found = [
        each
        for about, check in CHECKS.items()
        for timed in clocks_of(about, pack, on=on, own_clocks=own_clocks)
        for each in check(known, timed, on)
    ]
    found += [*missing_nil_returns(known, pack, on), *empty_fields(known, pack, on)]
    return (*found, *without_clock(known, pack, on, own_clocks))


def register_verdict(register: Register, pack: Pack, on: date, own_clocks: Sequence[Clock] = ()) -> Verdict:
    """Whether a register is in order on a day; each rule that finds nothing is a reason for yes."""
    found = checked(register, pack, on, own_clocks)
    against = [Reason(each.rule, each.says, Answer.NO, each.provenance, each.due) for each in found]
    broken = {each.rule for each in found}
    kept = (each for each in _rules(pack, on, own_clocks) if each[0] not in broken)
    reasons = [Reason(name, _kept(rule), Answer.YES, rule.provenance) for name, rule in kept]
    duties = _duties(found, published(register, pack, on, own_clocks), pack)
    return decide(f"Is the register in order on {day(on)}?", [*against, *reasons, *duties])


def rule_of_register(name: str, pack: Pack) -> Rule | None:
    """The rule that a finding cites by name, of the pack or from beside the packs."""
    return RULES.get(name) or next((rule for rule in pack.rules() if pack.named(rule) == name), None)


def known_on(register: Register, on: date) -> Register:
    """The register as it could be known on a day: without what came later."""
    reviewed = {person: when for person, when in (register.reviewed or {}).items() if when <= on}
    return replace(
        register,
        interests=tuple(_entry_on(each, on) for each in register.interests if _stated(each) <= on),
        nil_returns=tuple(each for each in register.nil_returns if each.declared <= on),
        gifts=tuple(
            replace(each, declared=_past(each.declared, on)) for each in register.gifts if each.offered <= on
        ),
        breaches=tuple(
            replace(each, published=_past(each.published, on))
            for each in register.breaches
            if each.found <= on
        ),
        training=tuple(each for each in register.training if each.completed <= on),
        reviewed=reviewed,
    )


def _rules(pack: Pack, on: date, own_clocks: Sequence[Clock]) -> Iterator[tuple[str, Rule]]:
    """Every rule that a register is checked against, by the name it is cited by."""
    for about in CHECKS:
        for timed in clocks_of(about, pack, on=on, own_clocks=own_clocks):
            yield timed.name, timed.clock.rule
    for fields in pack.fields:
        if fields.record == "interest" and fields.rule.in_force(on):
            yield pack.named(fields.rule), fields.rule
    yield nil_rule(pack, on)


def _duties(found: Sequence[Finding], public: Public, pack: Pack) -> Iterator[Reason]:
    """The duties of the pack that go by a clock of the register, and those to publish it."""
    late = {each.about for each in found}
    many = {
        REGISTER_OF_INTERESTS: number_of(len(public.interests), "interest"),
        REGISTER_OF_GIFTS: number_of(len(public.gifts), "gift"),
    }
    for duty in (each for each in pack.duties if each.rule.in_force(public.on)):
        rule, named = duty.rule, pack.named(duty.rule)
        if duty.clock in CHECKS:
            answer = Answer.NO if duty.clock in late else Answer.YES
            yield Reason(named, sentence(rule.says), answer, rule.provenance)
        for what, shown in many.items():
            if duty.what.startswith(what):
                yield Reason(named, f"{sentence(rule.says)} Public: {shown}.", Answer.YES, rule.provenance)


def _kept(rule: Rule) -> str:
    return f"Nothing stands against it: {sentence(rule.says)}"


def _stated(interest: Interest) -> date:
    return interest.declared or interest.recorded or interest.held_from


def _entry_on(interest: Interest, on: date) -> Interest:
    return replace(interest, recorded=_past(interest.recorded, on))


def _past(when: date | None, on: date) -> date | None:
    return when if when is not None and when <= on else None
