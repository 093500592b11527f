"""Records of decisions: made once from what a meeting shows, sealed, and corrected by a new record only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from openqof.core.governance.decisions import Decision, Tally
from openqof.core.governance.interests import Conflict, Item
from openqof.core.governance.meetings import Handled, Meeting
from openqof.core.governance.packs import Pack, Rule
from openqof.core.governance.records import Draft
from openqof.core.governance.refusal import Refusal
from openqof.core.governance.sealing import seal_holds, sealed, value_as_json
from openqof.core.governance.verdicts import Answer, Reason, Verdict, decide
from openqof.core.governance.wording import day, listed
from openqof.core.sources import Basis, Provenance
from openqof.governance.decision_rules import CORRECTED, reason_of
from openqof.governance.interests import members
from openqof.governance.quorum import quorum as quorum_of
from openqof.governance.ready import ready
from openqof.governance.votes import tally as tally_of

RECORD = "record:"
"""What marks, among the things a record rests on, the record that it corrects."""
_OWN = Provenance("openqof", Basis.DERIVED)
BELONGS = Rule("of-this-meeting", "Quorum, votes and conflicts are those of the meeting and its item.", _OWN)
FACTS: Mapping[str, tuple[type, ...]] = {
    "title": (str,), "reasons": (tuple, list), "options": (tuple, list), "rejected": (tuple, list),
    "value_pence": (int, type(None)), "run": (str,), "rests_on": (Mapping,), "review": (date, type(None)),
}  # fmt: skip
"""What a correction may set, since nothing of it is what was decided; with the form of its value."""
ADDED = ("conflicts", "handling", "dispensations", "dissent")
"""What a correction may add to, at the end, and take nothing from; votes are added to a tally likewise."""
FIXED = ("body", "committee", "on", "item", "outcome")
"""What no correction changes: that is a new decision."""
_NOTE = "Corrected on "


def record(
    draft: Draft,
    meeting: Meeting,
    item: Item,
    *,
    quorum: Verdict,
    tally: Tally | None,
    route: Verdict | None,
    conflicts: Sequence[Conflict],
    pack: Pack,
) -> Decision | Verdict:
    """The sealed record of a decision, or the verdict that says by every rule why there cannot be one.

    `quorum` is of this item, on members still eligible; `route` is of the scheme it decides, None where it
    decides on no scheme; `conflicts` are those computed for the meeting. Quorum and votes are asked of the
    meeting again, and what was handed in otherwise is refused.
    """
    if item not in meeting.items:
        says = f"“{item.title}” ({item.id}) is not on the agenda of {day(meeting.on)}."
        return decide(f"May the decision on “{item.title}” be recorded?", [reason_of(BELONGS, False, says)])
    own = tuple(each for each in conflicts if each.item == item.id)
    verdict = ready(draft, meeting, item, quorum=quorum, tally=tally, route=route, conflicts=own, pack=pack)
    foreign = (
        *_not_on_agenda(meeting, conflicts, pack),
        *_other_quorum(quorum, quorum_of(meeting, pack, conflicts, item.id)),
        *_other_tally(tally, tally_of(meeting, item.id, conflicts, pack)),
    )
    verdict = decide(verdict.question, (*verdict.reasons, *foreign))
    return _made(draft, meeting, item, tally, own) if verdict.allowed else verdict


def _not_on_agenda(meeting: Meeting, conflicts: Sequence[Conflict], pack: Pack) -> Iterator[Reason]:
    """Conflicts of another agenda or committee, and rules of another time."""
    items, people = {each.id for each in meeting.items}, {each.person for each in members(meeting)}
    for each in conflicts:
        if each.item not in items:
            says = f"A conflict of {each.person} is of {each.item}, which is not on the agenda."
            yield reason_of(BELONGS, False, says)
        if each.person not in people:
            yield reason_of(BELONGS, False, f"{each.person}, of whom a conflict is given, is no member.")
    if meeting.on < pack.first or (pack.last is not None and pack.last < meeting.on):
        yield reason_of(BELONGS, False, f"The rules of {pack.id} do not hold on {day(meeting.on)}.")


def _other_quorum(given: Verdict, found: Verdict) -> Iterator[Reason]:
    """That a quorum is not the one of this meeting and item, and what that one is."""
    if given != found:
        says = f"The quorum given, “{given.question}” {given.answer}, is not that of the item."
        yield reason_of(BELONGS, False, says)
        yield from found.reasons


def _other_tally(given: Tally | None, found: Tally | Refusal) -> Iterator[Reason]:
    """That votes are not those of the meeting's ballots; none given is for others to say."""
    if given is None or given == found:
        return
    if isinstance(found, Refusal):
        yield Reason(found.rule, found.says, Answer.NO, found.provenance)
        yield reason_of(BELONGS, False, "Votes were given that the meeting does not show.")
        return
    says = f"The votes given, {_counts(given)}, are not those of the ballots: {_counts(found)}."
    yield reason_of(BELONGS, False, says)


def _counts(tally: Tally) -> str:
    said = (("for", tally.ayes), ("against", tally.noes), ("abstained", tally.abstained))
    casting = f" with the casting vote {tally.casting}" if tally.casting else ""
    votes = "; ".join(f"{word} {listed(who)}" for word, who in said if who) or "none"
    return f"{votes}{casting} ({'carried' if tally.carried else 'lost'})"


def _made(
    draft: Draft, meeting: Meeting, item: Item, tally: Tally | None, conflicts: Sequence[Conflict]
) -> Decision:
    handled = tuple(each for each in meeting.handled if each.item == item.id)
    return _frozen(
        Decision(
            reference=draft.reference,
            body=meeting.body,
            committee=meeting.committee.id,
            on=meeting.on,
            item=item.id,
            title=item.title,
            outcome=draft.outcome,
            reasons=draft.reasons,
            options=draft.options,
            rejected=draft.rejected,
            conflicts=(*(each.why for each in conflicts), *_declared(meeting, item)),
            handling=tuple(map(_handled, handled)),
            dispensations=draft.dispensations,
            dissent=tuple(_dissent(meeting, item, tally)),
            tally=tally,
            value_pence=draft.value_pence,
            run=draft.run,
            rests_on=draft.rests_on,
            review=draft.review,
        )
    )


def _frozen(decision: Decision) -> Decision:
    """The record with a copy of what it rests on that nobody can change, and its seal."""
    tally = decision.tally
    if tally is not None:
        tally = replace(tally, not_counted=MappingProxyType(dict(tally.not_counted)))
    return sealed(replace(decision, rests_on=MappingProxyType(dict(decision.rests_on or {})), tally=tally))


def _declared(meeting: Meeting, item: Item) -> Iterator[str]:
    for each in meeting.declared:
        if each.item == item.id:
            yield f"{each.person} declared at the meeting: {each.nature}"


def _handled(handled: Handled) -> str:
    left = f", left at {handled.left}" if handled.left else ""
    back = f", returned at {handled.returned}" if handled.returned else ""
    why = f": {handled.reason}" if handled.reason else ""
    return f"{handled.person}: {handled.handling}, by {handled.by}{left}{back}{why}"


def _dissent(meeting: Meeting, item: Item, tally: Tally | None) -> Iterator[str]:
    """Each vote counted on the losing side, with its reason."""
    if tally is None:
        return
    losing = tally.noes if tally.carried else tally.ayes
    said = {v.person: v.reason for b in meeting.ballots if b.item == item.id for v in b.votes}
    for person in losing:
        reason = said.get(person, "")
        yield f"{person}: {reason}" if reason else person


def made_on(decision: Decision) -> date:
    """The day a record was made: that of its correction, else that of the decision."""
    return decision.corrected_on or decision.on


def stale(decision: Decision, now: Mapping[str, str]) -> tuple[str, ...]:
    """What a decision rested on that has changed, a sentence each; `now` maps names to fingerprints."""
    return tuple(
        f"{name} has changed since {day(made_on(decision))}."
        if name in now
        else f"{name}, on which it rested, is no longer there."
        for name, was in sorted((decision.rests_on or {}).items())
        if not name.startswith(RECORD) and now.get(name) != was
    )


def review_due(decision: Decision, on: date) -> bool:
    """Whether the day on which a decision is to be looked at again has come."""
    return decision.review is not None and decision.review <= on


def correct(
    decision: Decision,
    register: Sequence[Decision],
    *,
    reference: str,
    on: date,
    why: str,
    changes: Mapping[str, Any],
) -> Decision | Verdict:
    """A new sealed record that corrects another, or the verdict that says why there cannot be one.

    `changes` are attributes of the record with their new values: those of `FACTS` are set, those of `ADDED`
    and the votes are added to. What was decided, when and by whom, is no correction but a new decision. The
    new record names each field with its value before, and rests on the seal of the one that it corrects.
    """
    verdict = decide(
        f"May {reference} correct {decision.reference}?",
        (
            *_may_correct(decision, register, reference, on, why),
            *_may_change(decision, changes),
        ),
    )
    if not verdict.allowed:
        return verdict
    changed = {name: _as_held(changes[name]) for name in _differing(decision, changes)}
    before = tuple((name, value_as_json(getattr(decision, name))) for name in changed)
    held = {
        "reasons": _with_note(decision, changed, on, why),
        "rests_on": _linked_to(decision, changed),
        "changed": (*decision.changed, *before),
    }
    return _frozen(
        replace(
            decision,
            **{**changed, **held},
            reference=reference,
            corrected_on=on,
            corrects=decision.reference,
        )
    )


def _as_held(value: Any) -> Any:
    """A value as a record holds it: no list that could be changed later."""
    return tuple(map(_as_held, value)) if isinstance(value, list | tuple) else value


def _differing(decision: Decision, changes: Mapping[str, Any]) -> list[str]:
    """The fields that changes would change, in order of name."""
    return [name for name in sorted(changes) if _as_held(changes[name]) != getattr(decision, name, None)]


def _with_note(decision: Decision, changed: Mapping[str, Any], on: date, why: str) -> tuple[str, ...]:
    """The reasons, with the notes of this and of every earlier correction."""
    reasons: tuple[str, ...] = changed.get("reasons", decision.reasons)
    notes = tuple(each for each in _notes(decision) if each not in reasons)
    said = f"{_NOTE}{day(on)}: {why.strip().removesuffix('.')}. Changed: {listed(map(_plain_name, changed))}."
    return (*reasons, *notes, said)


def _notes(decision: Decision) -> tuple[str, ...]:
    return tuple(each for each in decision.reasons if decision.corrects and each.startswith(_NOTE))


def _plain_name(field: str) -> str:
    return field.replace("_", " ")


def _linked_to(decision: Decision, changed: Mapping[str, Any]) -> dict[str, str]:
    """What the new record rests on, with the seals of all that it corrects."""
    was: Mapping[str, str] = decision.rests_on or {}
    links = {name: seal for name, seal in was.items() if name.startswith(RECORD)}
    return {**changed.get("rests_on", was), **links, f"{RECORD}{decision.reference}": decision.sha256}


def _may_correct(
    decision: Decision, register: Sequence[Decision], reference: str, on: date, why: str
) -> Iterator[Reason]:
    later = next((each for each in register if each.corrects == decision.reference), None)
    yield reason_of(CORRECTED, seal_holds(decision), f"{decision.reference} is not as it was sealed.")
    taken = reference in {decision.reference, *(each.reference for each in register)}
    yield reason_of(CORRECTED, not taken, f"There is a record {reference} already.")
    said = f"It has been corrected by {later.reference}; correct that." if later else ""
    yield reason_of(CORRECTED, later is None, said)
    early = f"{day(on)} is before the record itself, of {day(made_on(decision))}."
    yield reason_of(CORRECTED, on >= made_on(decision), early)
    yield reason_of(CORRECTED, bool(why.strip()), "The reason is missing.")


def _may_change(decision: Decision, changes: Mapping[str, Any]) -> Iterator[Reason]:
    yield reason_of(CORRECTED, bool(_differing(decision, changes)), "Nothing is corrected.")
    barred = sorted(set(changes) - {*FACTS, *ADDED, "tally"})
    said = f"A new decision, not a correction, would change: {', '.join(barred)}."
    yield reason_of(CORRECTED, not barred, said)
    wrong = [name for name in FACTS if name in changes and not isinstance(changes[name], FACTS[name])]
    yield reason_of(CORRECTED, not wrong, f"Of another form than the record has it: {', '.join(wrong)}.")
    links = {k: v for k, v in _rests(decision, changes, wrong).items() if k.startswith(RECORD)}
    foreign = links.items() - (decision.rests_on or {}).items()
    yield reason_of(CORRECTED, not foreign, "What a record corrects is not for a correction to say.")
    only_added = [name for name in (*ADDED, "tally") if name in changes]
    lost = [name for name in only_added if not _added(decision, name, changes[name])]
    said = f"A correction adds to these and takes nothing away: {', '.join(lost)}."
    yield reason_of(CORRECTED, not lost, said)


def _rests(decision: Decision, changes: Mapping[str, Any], wrong: Sequence[str]) -> Mapping[str, str]:
    found: Mapping[str, str] = {} if "rests_on" in wrong else changes.get("rests_on", {})
    return found


def _added(decision: Decision, name: str, value: Any) -> bool:
    """Whether a value has all that the record has, in its order, and whatever is new after it."""
    was = getattr(decision, name)
    if name == "tally":
        return isinstance(value, Tally) and value.adds_up and (was is None or value.adds_to(was))
    return isinstance(value, list | tuple) and tuple(value)[: len(was)] == was


def current(register: Sequence[Decision]) -> tuple[Decision, ...]:
    """The records that no other corrects, in their order."""
    corrected = {each.corrects for each in register}
    return tuple(each for each in register if each.reference not in corrected)


def history(register: Sequence[Decision], reference: str) -> tuple[Decision, ...]:
    """A record and what it corrects, back to the first, newest first; none where there is no such record."""
    by_name = {each.reference: each for each in register}
    found: list[Decision] = []
    step = by_name.get(reference)
    while step is not None and step not in found:
        found.append(step)
        step = by_name.get(step.corrects)
    return tuple(found)


def chain(register: Sequence[Decision]) -> Verdict:
    """Whether a register is whole: every seal holds, and every correction follows what it names."""
    by_name = {each.reference: each for each in register}
    first: dict[str, str] = {}
    found: list[Reason] = []
    for each in register:
        found += _linked(each, by_name, first)
    if len(by_name) < len(register):
        found.append(reason_of(CORRECTED, False, "Two records have one reference."))
    if not found:
        found.append(Reason(CORRECTED.id, "There is no record.", Answer.YES, CORRECTED.provenance))
    return decide("Is the register of decisions whole?", found)


def _linked(decision: Decision, by_name: Mapping[str, Decision], first: dict[str, str]) -> Iterator[Reason]:
    name, of = decision.reference, decision.corrects
    yield reason_of(CORRECTED, seal_holds(decision), f"{name} is not as it was sealed.")
    if not of:
        return
    before = by_name.get(of)
    rests = (decision.rests_on or {}).get(f"{RECORD}{of}")
    yield reason_of(CORRECTED, before is not None, f"{name} corrects {of}, which there is not.")
    if before is not None:
        yield reason_of(CORRECTED, rests == before.sha256, f"{name} does not carry the seal of {of}.")
        early = made_on(decision) < made_on(before)
        yield reason_of(CORRECTED, not early, f"{name} is before {of}, which it corrects.")
        yield from _kept_from(decision, before)
    other = first.setdefault(of, name)
    yield reason_of(CORRECTED, other == name, f"{name} and {other} both correct {of}.")


def _kept_from(decision: Decision, before: Decision) -> Iterator[Reason]:
    """What a correction may not change is as it was, what it may only add to is whole, the rest is named."""
    name, of = decision.reference, before.reference
    fixed = [each for each in FIXED if getattr(decision, each) != getattr(before, each)]
    says = f"{name} changes what a correction of {of} may not: {', '.join(fixed)}."
    yield reason_of(CORRECTED, not fixed, says)
    held = (*ADDED, *(["tally"] if decision.tally != before.tally else []))
    lost = [each for each in held if not _added(before, each, getattr(decision, each))]
    yield reason_of(CORRECTED, not lost, f"{name} takes away of {of}: {', '.join(lost)}.")
    named = dict(decision.changed[len(before.changed) :])
    wanted = {each: value_as_json(getattr(before, each)) for each in _altered(decision, before)}
    silent = [each for each, was in wanted.items() if named.get(each) != was]
    yield reason_of(CORRECTED, not silent, f"{name} does not name what {of} had: {', '.join(silent)}.")


def _altered(decision: Decision, before: Decision) -> list[str]:
    """The fields that differ for another reason than the note and the seal that every correction adds."""
    same = {"reasons": before.reasons == decision.reasons[:-1], "rests_on": _but_links(decision, before)}
    fields = (*FACTS, *ADDED, "tally")
    return [f for f in fields if not same.get(f, getattr(decision, f) == getattr(before, f))]


def _but_links(decision: Decision, before: Decision) -> bool:
    link = {f"{RECORD}{before.reference}": before.sha256}
    return {**(before.rests_on or {}), **link} == dict(decision.rests_on or {})
