"""The register of procurement decisions: its fields, the questions for a GP practice, the standstill."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from openqof.core.governance.decisions import Procurement
from openqof.core.governance.packs import Clock, Fields, Pack
from openqof.core.governance.verdicts import Answer, Reason, Verdict, decide
from openqof.core.governance.wording import day, listed
from openqof.governance.action_periods import clock_for
from openqof.governance.decision_rules import AWARDED, CHOICES, reason_of
from openqof.governance.working_days import after

RECORD = "procurement"
QUESTIONS = "procurement gp practice"
"""The record under which a pack lists the extra questions where the payee is a GP practice."""
GP_PRACTICE = "GP practice"
STANDSTILL = "standstill"
PROCESSES = (
    "direct award process A",
    "direct award process B",
    "direct award process C",
    "most suitable provider process",
    "competitive process",
)
"""The five processes of the Provider Selection Regime."""
WAITING = PROCESSES[2:]
"""Those after which there is a standstill."""


def check_procurement(entry: Procurement, packs: Sequence[Pack]) -> Verdict:
    """Whether an entry of the register has all that its day asks for, by the packs in their order.

    Not shown where no pack has a rule on it.
    """
    return decide(
        f"Is the entry {entry.reference} of {day(entry.on)} whole?",
        (*_fields(entry, packs), *_process(entry, packs), *_standstill(entry, packs)),
    )


def fields_on(packs: Sequence[Pack], on: date, *, practice: bool = False) -> tuple[tuple[Pack, Fields], ...]:
    """The field rules in force on a day; with `practice` also the questions where a GP practice is paid."""
    wanted = {RECORD, QUESTIONS} if practice else {RECORD}
    return tuple(
        (pack, fields)
        for pack in packs
        for fields in pack.fields
        if fields.record in wanted and fields.rule.in_force(on)
    )


def paid_to_practice(entry: Procurement) -> bool:
    """Whether the payee is a GP practice."""
    return stated(entry, "payee").casefold() == GP_PRACTICE.casefold()


def stated(entry: Procurement, name: str) -> str:
    """What an entry says under a name; "" where it says nothing."""
    plain = name.replace("_", " ")
    own = {"reference": entry.reference, "date": entry.on.isoformat(), "on": entry.on.isoformat()}
    return own.get(plain, entry.fields.get(plain, "")).strip()


def _fields(entry: Procurement, packs: Sequence[Pack]) -> Iterator[Reason]:
    unsaid = not stated(entry, "payee")
    for pack, fields in fields_on(packs, entry.on, practice=unsaid or paid_to_practice(entry)):
        if unsaid and fields.record == QUESTIONS:
            says = f"{fields.rule.says} Whether one is paid is not stated."
            yield Reason(pack.named(fields.rule), says, Answer.NOT_SHOWN, fields.rule.provenance)
            continue
        missing = [name for name in fields.required if not stated(entry, name)]
        says = f"{fields.rule.says} Missing: {listed(missing)}." if missing else fields.rule.says
        answer = Answer.NO if missing else Answer.YES
        yield Reason(pack.named(fields.rule), says, answer, fields.rule.provenance)


def _process(entry: Procurement, packs: Sequence[Pack]) -> Iterator[Reason]:
    process = stated(entry, "process")
    if not process or not _regime(entry, packs):
        return
    otherwise = f"“{process}” is not {listed(PROCESSES, joined='or')}."
    yield reason_of(CHOICES, process in PROCESSES, otherwise)


def _regime(entry: Procurement, packs: Sequence[Pack]) -> bool:
    """Whether the Provider Selection Regime is in force: a pack then has the clock of a standstill."""
    return clock_for(STANDSTILL, entry.on, packs) is not None


def standstill(published: date, clock: Clock) -> tuple[date, date]:
    """First and last day of a standstill after a notice of intention published on a day.

    It begins the day after; its last day is so long after that first one.
    """
    first = published + timedelta(days=1)
    return first, after(first, clock.count, clock.unit)


def _standstill(entry: Procurement, packs: Sequence[Pack]) -> Iterator[Reason]:
    found = clock_for(STANDSTILL, entry.on, packs)
    if found is None or stated(entry, "process") not in WAITING:
        return
    pack, clock = found
    published = day_under(entry, clock.start)
    name = pack.named(clock.rule)
    if published is None:
        says = f"{clock.rule.says} The day on which notice of the intention was published is not stated."
        yield Reason(name, says, Answer.NOT_SHOWN, clock.rule.provenance)
        return
    _, last = standstill(published, clock)
    yield from _ended(entry, last, name, clock)
    awarded = day_under(entry, "awarded")
    if awarded is not None:
        first = after(last, 1, "days")
        otherwise = f"{day(awarded)} is too soon; the first day is {day(first)}."
        yield reason_of(AWARDED, awarded > last, otherwise, so=f"It was awarded on {day(awarded)}.")


def _ended(entry: Procurement, last: date, name: str, clock: Clock) -> Iterator[Reason]:
    said = day_under(entry, "standstill ends")
    if said is None:
        return
    short = said < last
    says = f"{day(said)} is too soon; its last day is {day(last)}." if short else f"It ends on {day(said)}."
    needed = _latest_notice(said, clock) if short else None
    answer = Answer.NO if short else Answer.YES
    yield Reason(name, f"{clock.rule.says} {says}", answer, clock.rule.provenance, needed)


def _latest_notice(ends: date, clock: Clock) -> date:
    """The last day on which a notice would have given a standstill that ends by a day."""
    found = ends
    while standstill(found, clock)[1] > ends:
        found -= timedelta(days=1)
    return found


def day_under(entry: Procurement, name: str) -> date | None:
    """The day under a name; None where there is none or it is no day."""
    try:
        return date.fromisoformat(stated(entry, name))
    except ValueError:
        return None
