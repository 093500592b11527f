"""The use of data: what a practice lawfully left out is held against it only where its scheme says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from json import dumps

from openqof.core.changes import Guarantee, Keep, Pay, Replace, Retire, Suspend
from openqof.core.governance.actions import Action
from openqof.core.governance.audit import AuditEvent
from openqof.core.governance.packs import Rule
from openqof.core.governance.records import Membership, OptOut
from openqof.core.governance.verdicts import Answer, Reason, Verdict, decide
from openqof.core.governance.wording import day, listed
from openqof.core.scheme import Scheme
from openqof.core.sources import Basis, Provenance
from openqof.governance.action_words import NOT_AGAINST, PERFORMANCE, day_of, stated

RULE = Rule(
    "use-of-data",
    "An indicator that a practice lawfully left out is no ground of action against it, "
    "unless the scheme says that it may be used for that.",
    Provenance("openqof", Basis.DERIVED),
)
ID = f"contract-actions:{RULE.id}"
_USES = ("performance action", "performance management", "contract action")
_CODES = re.compile(r"[A-Z][A-Z0-9-]*\d[A-Z0-9-]*(?:\([A-Z]\))?")


def may_ground(action: Action, opted_out: Sequence[OptOut]) -> Verdict:
    """Whether the grounds of an action may be used for it, given what practices left out under schemes."""
    name = f"{action.kind.replace('-', ' ')} {action.reference}"
    nothing = Reason(ID, f"{RULE.says} This holds nothing against it.", Answer.YES, RULE.provenance)
    return decide(f"May the grounds of {name} be used?", uses(action, opted_out) or (nothing,))


def uses(action: Action, opted_out: Sequence[OptOut]) -> tuple[Reason, ...]:
    """A reason for each opt-out that covers a ground, or one that none does.

    None for an action that holds nothing against the practice.
    """
    if action.kind not in PERFORMANCE or stated(action, "ground") in NOT_AGAINST:
        return ()
    touched = ((each, codes) for each in opted_out if (codes := _covered(action, each)))
    found = tuple(_reason(action, each, codes) for each, codes in touched)
    free = Reason(ID, f"{RULE.says} No ground is such an indicator.", Answer.YES, RULE.provenance)
    return found or (free,)


def refused(
    action: Action, opted_out: Sequence[OptOut], *, who: str, acting_as: str, when: datetime
) -> tuple[Verdict, AuditEvent | None]:
    """The verdict on the grounds of an action, with the event to log where it is refused.

    ValueError where `when` has no time zone.
    """
    if when.tzinfo is None:
        raise ValueError("the time of an audit event needs its zone")
    verdict = may_ground(action, opted_out)
    if verdict.answer is not Answer.NO:
        return verdict, None
    why = " ".join(reason.says for reason in verdict.against)
    event = AuditEvent(
        who=who,
        when=when.isoformat(),
        acting_as=acting_as,
        what="action refused: use of data",
        about=action.reference,
        after=dumps(asdict(action), default=str, ensure_ascii=False, sort_keys=True),
        why=why,
    )
    return verdict, event


def opt_outs(
    scheme: Scheme, members: Iterable[Membership], known: tuple[str, ...], *, lawful: bool = True
) -> tuple[OptOut, ...]:
    """What each member of a scheme leaves out of national QOF.

    That is what it suspends, retires or replaces, and, where it pays or guarantees something in place of all
    of QOF, every indicator but those it keeps. `known` are the indicators of the national year; `lawful` is
    the verdict on the scheme's route and decision.
    """
    watch = scheme.watch
    return tuple(
        OptOut(
            member.practice,
            scheme.id,
            codes,
            max(first, member.first),
            min(last, member.last),
            lawful,
            watch.may_be_used_for if watch else (),
            watch.not_for if watch else (),
        )
        for member in members
        if member.scheme == scheme.id
        for codes, first, last in _left_out(scheme, known)
        if max(first, member.first) <= min(last, member.last)
    )


def _left_out(scheme: Scheme, known: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], date, date]]:
    for change in scheme.changes:
        match change.terms:
            case Suspend(chosen=chosen, start=start, end=end):
                yield chosen.of(known), start, end or scheme.runs.last
            case Retire(indicators=chosen) | Replace(indicators=chosen):
                yield chosen.of(known), scheme.runs.first, scheme.runs.last
            case Pay(instead_of="qof") | Guarantee(income="qof"):
                yield _not_kept(scheme, known), scheme.runs.first, scheme.runs.last


def _not_kept(scheme: Scheme, known: tuple[str, ...]) -> tuple[str, ...]:
    terms = (change.terms for change in scheme.changes)
    kept = {code for each in terms if isinstance(each, Keep) for code in each.indicators.of(known)}
    return tuple(code for code in known if code not in kept)


def _covered(action: Action, left: OptOut) -> tuple[str, ...]:
    """The indicators of an opt-out that the grounds name, where the days of the data overlap its days."""
    first = day_of(action, "data from") or action.served
    last = day_of(action, "data to") or max(first, action.served)
    if left.practice != action.practice or last < left.first or left.last < first:
        return ()
    named = {code for ground in action.grounds for code in _CODES.findall(ground.upper())}
    return tuple(code for code in left.indicators if code.upper() in named)


def _reason(action: Action, left: OptOut, codes: tuple[str, ...]) -> Reason:
    answer, why = _allowed(action, left)
    says = (
        f"{action.practice} left out {listed(codes)} under {left.scheme} "
        f"from {day(left.first)} to {day(left.last)}, {why}."
    )
    return Reason(ID, f"{RULE.says} {says}", answer, RULE.provenance)


def _allowed(action: Action, left: OptOut) -> tuple[Answer, str]:
    """What a scheme rules out stays out, whatever else it says."""
    if not left.lawful:
        return Answer.YES, "without a lawful agreement to it"
    meant = {*_USES, action.kind.replace("-", " ")}
    if barred := [use for use in left.not_for if _use(use) in meant]:
        return Answer.NO, f"and the scheme says that it is not for {listed(barred)}"
    if allowed := [use for use in left.may_be_used_for if _use(use) in meant]:
        return Answer.YES, f"and the scheme says that it may be used for {listed(allowed)}"
    return Answer.NO, "and the scheme does not say that it may be used so"


def _use(words: str) -> str:
    return " ".join(words.casefold().replace("-", " ").split()).removesuffix("s")
