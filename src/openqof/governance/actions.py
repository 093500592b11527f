"""The register of contract actions: whether each may stand as it is recorded, with every reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from openqof.core.governance.actions import KINDS, Action
from openqof.core.governance.packs import BodyKind, Fields, Pack, Rule
from openqof.core.governance.records import ActionRegister, OptOut
from openqof.core.governance.verdicts import Answer, Reason, Verdict, decide
from openqof.core.governance.wording import day, listed
from openqof.core.sources import Basis, Provenance
from openqof.governance.action_periods import periods
from openqof.governance.action_words import (
    AGREED,
    BREACH,
    DAYS,
    FEWEST_SUCCESSORS,
    WITHOUT_CONSENT,
    WORDS,
    day_of,
    stated,
)
from openqof.governance.packs import pack_on
from openqof.governance.termination import ways_to_end
from openqof.governance.use_of_data import uses

ID = "contract-actions"
KNOWN = Rule(
    "pack-of-the-day",
    "An action is judged by the rule pack of its day, and there is none.",
    Provenance("openqof", Basis.DERIVED),
)
_EVERY = "contract action"
_FURTHER = {AGREED: "variation by agreement", WITHOUT_CONSENT: "variation without consent"}


def check_action(
    action: Action,
    packs: Sequence[Pack],
    *,
    earlier: Sequence[Action] = (),
    opted_out: Sequence[OptOut] = (),
) -> Verdict:
    """Whether an action may stand as it is recorded.

    `packs` are those in force for the body on its day. `earlier` are the practice's other actions, on which
    ending a contract for breach rests. `opted_out` is what the practice left out under a scheme, which may
    not be held against it. ValueError for a kind of action that there is not.
    """
    return decide(
        f"May {name_of(action)} stand as it is recorded?",
        (
            *_fields(action, packs),
            *periods(action, packs),
            *_breach(action, earlier, packs),
            *uses(action, opted_out),
        ),
    )


def check_register(register: ActionRegister, packs: Sequence[Pack], kind: BodyKind) -> tuple[Verdict, ...]:
    """A verdict on every action of a register, in its order, each by the pack of its own day."""
    return tuple(
        check_action(
            action,
            tuple(filter(None, [pack_on(packs, kind, action.served)])),
            earlier=before(action, register.actions),
            opted_out=register.opted_out,
        )
        for action in register.actions
    )


def before(action: Action, actions: Sequence[Action]) -> tuple[Action, ...]:
    """The actions on the same practice that were served before another, in the order of their days."""
    return tuple(
        sorted(
            (
                each
                for each in actions
                if each.practice == action.practice
                and each.served <= action.served
                and each.reference != action.reference
            ),
            key=lambda each: each.served,
        )
    )


def name_of(action: Action) -> str:
    """The action as a sentence names it: remedial notice a1 of 21 October 2016 to D00001."""
    kind = action.kind.replace("-", " ")
    return f"{kind} {action.reference} of {day(action.served)} to {action.practice}"


def fields_for(action: Action, packs: Sequence[Pack]) -> tuple[tuple[Pack, Fields], ...]:
    """The field rules of the packs that are asked of an action on its day."""
    records = {_EVERY, action.kind}
    records |= {_FURTHER[stated(action, "how")]} if stated(action, "how") in _FURTHER else set()
    return tuple(
        (pack, fields)
        for pack in packs
        for fields in pack.fields
        if fields.record in records and fields.rule.in_force(action.served)
    )


def _fields(action: Action, packs: Sequence[Pack]) -> Iterator[Reason]:
    if action.kind not in KINDS:
        raise ValueError(f"{action.kind!r} is no kind of action; known are {', '.join(KINDS)}")
    asked = fields_for(action, packs)
    if not asked:
        yield Reason(f"{ID}:{KNOWN.id}", KNOWN.says, Answer.NOT_SHOWN, KNOWN.provenance)
    for pack, fields in asked:
        missing = [name for name in fields.required if not stated(action, name)]
        wrong = [*_wrong(action, (*fields.required, *fields.optional))]
        wrong += _followed(action) if fields.record == action.kind else []
        says = " ".join([*([f"Missing: {listed(missing)}."] if missing else []), *wrong])
        answer = Answer.NO if says else Answer.YES
        says = f"{fields.rule.says} {says}" if says else fields.rule.says
        yield Reason(pack.named(fields.rule), says, answer, fields.rule.provenance)


def _wrong(action: Action, names: Sequence[str]) -> Iterator[str]:
    """What is stated and cannot be meant."""
    for name in names:
        text = stated(action, name)
        if not text:
            continue
        if name in WORDS and text not in WORDS[name]:
            yield f"“{text}” is not {listed(WORDS[name], joined='or')}."
        if name in DAYS and day_of(action, name) is None:
            yield f"“{text}” under “{name}” is not a day."


def _followed(action: Action) -> Iterator[str]:
    """What cannot be meant of those who follow, and of their shares."""
    least, most = FEWEST_SUCCESSORS.get(action.kind, (0, None))
    many = len(action.successors)
    if most is not None and many > most:
        yield f"{many} practices are said to follow, where {most or 'none'} can."
    elif 0 < many < least:
        yield f"{many} practice is said to follow, where at least {least} do."
    if action.kind == "split" and stated(action, "shares") and not shares_of(action):
        yield "The shares are not a percentage for each that follows, 100 in all."


def shares_of(action: Action) -> tuple[Decimal, ...]:
    """The percentages of a split, in the order of its successors; none where they are not 100 in all."""
    try:
        found = tuple(Decimal(each.strip()) for each in stated(action, "shares").split(","))
    except InvalidOperation:
        return ()
    whole = len(found) == len(action.successors) and all(each > 0 for each in found) and sum(found) == 100
    return found if whole else ()


def _breach(action: Action, earlier: Sequence[Action], packs: Sequence[Pack]) -> Iterator[Reason]:
    """Ending a contract for breach rests on the notices before it."""
    ground = stated(action, "ground")
    if action.kind == "termination" and ground in BREACH:
        yield from ways_to_end(
            earlier, action.served, ground=ground, why=stated(action, "prejudicial because")
        )


def effective(action: Action) -> date | None:
    """The first day on which things are as the action makes them; the day after the last of a contract."""
    for name in ("takes effect", "opens"):
        if (found := day_of(action, name)) is not None:
            return found
    ends = day_of(action, "ends")
    return None if ends is None else date.fromordinal(ends.toordinal() + 1)
