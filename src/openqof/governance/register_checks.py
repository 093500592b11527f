"""What each clock of a register asks of its entries. Every check takes what is known on the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from openqof.core.governance.interests import Breach, Gift, Interest, Register
from openqof.core.governance.names import normalised
from openqof.core.governance.packs import Clock, Pack
from openqof.core.governance.wording import day, listed
from openqof.governance.register_clocks import (
    BREACH,
    BREACHES,
    DECLARE,
    GIFT,
    GIFTS,
    KEEP,
    RECORD,
    REVIEW,
    SHOW,
    TRAINING,
    Finding,
    Timed,
    beside,
    clocks_of,
    nil_rule,
)
from openqof.governance.register_fields import absent
from openqof.governance.touched import held

Check = Callable[[Register, Timed, date], Iterator[Finding]]


def late_declarations(register: Register, timed: Timed, on: date) -> Iterator[Finding]:
    """Interests declared too late, counted from when they arose or the person was first on the register."""
    for each in register.interests:
        known = _first_known(register, each)
        if known is None:
            continue
        due = timed.due(max(each.held_from, known))
        if (each.declared or on) > due:
            said = f"It was declared on {day(each.declared)}" if each.declared else "It has not been declared"
            says = f"{_entry(each)} arose on {day(each.held_from)} and was due by {day(due)}. {said}"
            yield timed.finding(says, person=each.person, entry=each.id, due=due)


def late_records(register: Register, timed: Timed, on: date) -> Iterator[Finding]:
    """Interests recorded too late after they were declared, or not yet."""
    for each in register.interests:
        if each.declared is None or (each.recorded or on) <= (due := timed.due(each.declared)):
            continue
        said = f"was recorded on {day(each.recorded)}" if each.recorded else "has not been recorded"
        says = f"{_entry(each)} was declared on {day(each.declared)} and {said}; it was due by {day(due)}"
        yield timed.finding(says, person=each.person, entry=each.id, due=due)


def late_reviews(register: Register, timed: Timed, on: date) -> Iterator[Finding]:
    """People who have not confirmed their entries for too long."""
    for person in register.people:
        last = _last_review(register, person)
        if last is not None and on > (due := timed.due(last)):
            says = f"{person} last confirmed every entry on {day(last)}; a review was due by {day(due)}"
            yield timed.finding(says, person=person, due=due)


def kept_too_long(register: Register, timed: Timed, on: date) -> Iterator[Finding]:
    """Entries that have been kept as long as they have to be."""
    for each in register.interests:
        if each.held_to is not None and on > (due := timed.due(each.held_to)):
            ended = f"{_entry(each)} ended on {day(each.held_to)} and was kept to {day(due)}"
            says = f"{ended}: it is due to be removed"
            yield timed.finding(says, person=each.person, entry=each.id, due=due)


def late_gifts(register: Register, timed: Timed, on: date) -> Iterator[Finding]:
    """Gifts and hospitality declared too late, or not yet."""
    for each in register.gifts:
        if (each.declared or on) > (due := timed.due(each.offered)):
            said = f"declared on {day(each.declared)}" if each.declared else "not declared"
            says = f"{_gift(each)} was {said}; it was due by {day(due)}"
            yield timed.finding(says, person=each.person, entry=each.id, due=due)


def late_breaches(register: Register, timed: Timed, on: date) -> Iterator[Finding]:
    """Breaches published too late, or not yet."""
    for each in register.breaches:
        if (each.published or on) > (due := timed.due(each.found)):
            said = f"published on {day(each.published)}" if each.published else "not published"
            says = f"The breach {each.id}, found on {day(each.found)}, was {said}; it was due by {day(due)}"
            yield timed.finding(says, person="", entry=each.id, due=due)


def training_due(register: Register, timed: Timed, on: date) -> Iterator[Finding]:
    """People whose training is missing or over."""
    for person in register.people:
        days = [each.completed for each in register.training if _same(each.person, person)]
        if not days:
            yield timed.finding(f"{person} has not completed the training", person=person)
        elif on > (due := timed.due(max(days))):
            says = f"{person} completed the training on {day(max(days))}; it was valid to {day(due)}"
            yield timed.finding(says, person=person, due=due)


def _nothing(register: Register, timed: Timed, on: date) -> Iterator[Finding]:
    """The clock of the public register leaves nothing to do: what is public follows from it."""
    return iter(())


CHECKS: Mapping[str, Check] = {
    DECLARE: late_declarations,
    RECORD: late_records,
    REVIEW: late_reviews,
    SHOW: _nothing,
    KEEP: kept_too_long,
    GIFT: late_gifts,
    BREACH: late_breaches,
    TRAINING: training_due,
}
"""What each clock checks, by what it is about."""


def missing_nil_returns(register: Register, pack: Pack, on: date) -> Iterator[Finding]:
    """People without an interest on the day who have made no nil return since their last one ended."""
    name, rule = nil_rule(pack, on)
    for person in register.people:
        own = [each for each in register.interests if _same(each.person, person)]
        ends = [each.held_to for each in own if each.held_to is not None]
        nils = [each.declared for each in register.nil_returns if _same(each.person, person)]
        if any(held(each, on) for each in own) or any(not ends or each >= max(ends) for each in nils):
            continue
        says = f"{person} has neither an entry nor a nil return."
        yield Finding("nil-return", person, "", says, name, rule.provenance)


def empty_fields(register: Register, pack: Pack, on: date) -> Iterator[Finding]:
    """Entries that leave a field empty which the pack requires."""
    for fields in pack.fields:
        if fields.record != "interest" or not fields.rule.in_force(on):
            continue
        for each in register.interests:
            if missing := absent(each, fields.required):
                words = [name.replace("_", " ") for name in missing]
                says = f"{_entry(each)} does not state {listed(words)}."
                name, marks = pack.named(fields.rule), fields.rule.provenance
                yield Finding("fields", each.person, each.id, says, name, marks)


def without_clock(register: Register, pack: Pack, on: date, own_clocks: Sequence[Clock]) -> Iterator[Finding]:
    """Gifts not declared and breaches not published where no clock gives time, and breaches that name."""
    if not any(clocks_of(GIFT, pack, on=on, own_clocks=own_clocks)):
        for gift in (each for each in register.gifts if each.declared is None):
            says = f"{_gift(gift)} is not declared"
            yield beside(GIFTS, "gifts", says, person=gift.person, entry=gift.id)
    if not any(clocks_of(BREACH, pack, on=on, own_clocks=own_clocks)):
        for breach in (each for each in register.breaches if each.published is None):
            says = f"The breach {breach.id}, found on {day(breach.found)}, is not published"
            yield beside(BREACHES, "breaches", says, entry=breach.id)
    for breach in (each for each in register.breaches if names_person(each, register)):
        says = f"The breach {breach.id} names a person of the register and is not published as it stands"
        yield beside(BREACHES, "breaches", says, entry=breach.id)


def names_person(breach: Breach, register: Register) -> bool:
    """Whether the words of a breach name anyone on the register."""
    words = f" {normalised(f'{breach.nature} {breach.action}')} "
    return any(f" {normalised(person)} " in words for person in register.people)


def _first_known(register: Register, interest: Interest) -> date | None:
    """The first day on which the register knew of a person, by anything but the entry itself."""
    others = (each for each in register.interests if each.id != interest.id)
    days = [each.declared for each in _of(interest.person, others)]
    days += [each.declared for each in register.nil_returns if _same(each.person, interest.person)]
    return min((each for each in days if each is not None), default=None)


def _last_review(register: Register, person: str) -> date | None:
    """When a person last confirmed all entries; their last declaration where no review is stated."""
    reviews = [when for name, when in (register.reviewed or {}).items() if _same(name, person)]
    reviews += [each.declared for each in register.nil_returns if _same(each.person, person)]
    entries = [each.declared for each in _of(person, register.interests) if each.declared is not None]
    return max(reviews or entries, default=None)


def _of(person: str, interests: Iterable[Interest]) -> list[Interest]:
    return [each for each in interests if _same(each.person, person)]


def _same(one: str, other: str) -> bool:
    return normalised(one) == normalised(other)


def _gift(gift: Gift) -> str:
    return f"{gift.what} ({gift.id}), offered to {gift.person} on {day(gift.offered)},"


def _entry(interest: Interest) -> str:
    return f"The entry {interest.id} of {interest.person}"
